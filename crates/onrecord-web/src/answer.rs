//! What a page answers, in the form that was asked for; and what went wrong, likewise.

use std::hash::{DefaultHasher, Hash, Hasher};
use std::sync::Arc;

use askama::Template;
use axum::body::{Body, Bytes};
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::Response;
use onrecord_store::{COUNTED, Error, Problem as RecordProblem, TableRows};
use serde_json::{Value, json};

use crate::ask::{Ask, Form};
use crate::frame::Frame;

/// A body and what it is.
#[derive(Clone, Debug)]
pub(crate) struct Answer {
    pub(crate) kind: &'static str,
    pub(crate) body: Arc<[u8]>,
}

impl Answer {
    /// With its digest, or word that the browser has it already.
    pub(crate) fn response(self, asked: &HeaderMap) -> Response {
        let mut digest = DefaultHasher::new();
        self.body.hash(&mut digest);
        let tag = format!("\"{:016x}\"", digest.finish());
        let known =
            asked.get(header::IF_NONE_MATCH).is_some_and(|it| it.as_bytes() == tag.as_bytes());
        let body = if known { Body::empty() } else { Body::from(Bytes::from_owner(self.body)) };
        let mut response = Response::new(body);
        if known {
            *response.status_mut() = StatusCode::NOT_MODIFIED;
        }
        let headers = response.headers_mut();
        headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(self.kind));
        headers.extend(HeaderValue::from_str(&tag).ok().map(|it| (header::ETAG, it)));
        response
    }
}

pub(crate) type Answered = Result<Answer, Problem>;

impl Ask<'_> {
    /// The page or its twin, whichever was asked for; only that one is made.
    pub(crate) fn answer(&self, page: impl Template, twin: impl FnOnce() -> Value) -> Answered {
        match self.form {
            Form::Html => html(page),
            Form::Json => Ok(json_of(&twin())),
            _ => Err(Problem::no_such_form()),
        }
    }

    /// As [`Ask::answer`], of a page that is a table at heart.
    pub(crate) fn answer_with_table(
        &self,
        page: impl Template,
        twin: impl FnOnce() -> Value,
        table: impl FnOnce() -> TableRows,
    ) -> Answered {
        match self.form {
            Form::Csv => Ok(csv(&table())),
            _ => self.answer(page, twin),
        }
    }
}

pub(crate) fn html(page: impl Template) -> Answered {
    let body = page.render().map_err(|_| Problem::broken())?;
    Ok(Answer { kind: "text/html; charset=utf-8", body: body.into_bytes().into() })
}

pub(crate) fn json_of(value: &Value) -> Answer {
    let mut body = serde_json::to_vec_pretty(value).unwrap_or_default();
    body.push(b'\n');
    Answer { kind: "application/json", body: body.into() }
}

fn csv(table: &TableRows) -> Answer {
    let mut body = String::new();
    let names = table.columns.iter().map(|it| cell(&Value::from(it.as_str())));
    body.push_str(&names.collect::<Vec<_>>().join(","));
    for row in &table.rows {
        body.push_str("\r\n");
        body.push_str(&row.iter().map(cell).collect::<Vec<_>>().join(","));
    }
    body.push_str("\r\n");
    Answer { kind: "text/csv; charset=utf-8; header=present", body: body.into_bytes().into() }
}

fn cell(value: &Value) -> String {
    let text = match value {
        Value::Null => String::new(),
        Value::String(text) => text.clone(),
        other => other.to_string(),
    };
    match text.contains(['"', ',', '\n', '\r']) {
        true => format!("\"{}\"", text.replace('"', "\"\"")),
        false => text,
    }
}

/// `120 stories follow`; nothing if none does.
pub(crate) fn more_words(n: usize, one: &str, many: &str) -> String {
    match n {
        0 => String::new(),
        1 => format!("1 {one} follows"),
        COUNTED.. => format!("{COUNTED} {many} or more follow"),
        n => format!("{n} {many} follow"),
    }
}

/// What went wrong: what, why, and what to try.
#[derive(Debug)]
pub(crate) struct Problem {
    pub(crate) status: StatusCode,
    pub(crate) title: &'static str,
    pub(crate) detail: String,
}

#[derive(Template)]
#[template(path = "problem.html")]
struct ProblemPage<'p> {
    frame: Frame,
    detail: &'p str,
}

impl Problem {
    pub(crate) fn not_found(detail: impl Into<String>) -> Problem {
        Problem {
            status: StatusCode::NOT_FOUND,
            title: "Not in this record",
            detail: detail.into(),
        }
    }

    pub(crate) fn bad(detail: impl Into<String>) -> Problem {
        Problem { status: StatusCode::BAD_REQUEST, title: "Cannot be asked", detail: detail.into() }
    }

    pub(crate) fn no_such_form() -> Problem {
        let detail = "there is no such form of this page; its own address has none at the end";
        Problem { status: StatusCode::NOT_FOUND, title: "No such form", detail: detail.into() }
    }

    pub(crate) fn broken() -> Problem {
        let detail = "a mistake of this program; please report it with the address";
        let status = StatusCode::INTERNAL_SERVER_ERROR;
        Problem { status, title: "Could not be answered", detail: detail.into() }
    }

    /// In the form that was asked for.
    pub(crate) fn response(&self, form: Form) -> Response {
        let frame = Frame { title: self.title.to_owned(), ..Frame::default() };
        let page = ProblemPage { frame, detail: &self.detail };
        let (kind, body) = match form {
            Form::Html => ("text/html; charset=utf-8", page.render().unwrap_or_default()),
            _ => ("application/problem+json", self.json().to_string()),
        };
        let mut response = Response::new(Body::from(body));
        *response.status_mut() = self.status;
        response.headers_mut().insert(header::CONTENT_TYPE, HeaderValue::from_static(kind));
        response
    }

    /// RFC 9457.
    fn json(&self) -> Value {
        json!({ "title": self.title, "status": self.status.as_u16(), "detail": self.detail })
    }
}

impl From<Error> for Problem {
    fn from(error: Error) -> Problem {
        let detail = error.to_string();
        match error.problem {
            RecordProblem::Query => Problem::bad(detail),
            _ => {
                let status = StatusCode::INTERNAL_SERVER_ERROR;
                Problem { status, title: "The record could not be read", detail }
            }
        }
    }
}

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
    /// Of a list that goes on: the address of the rest, in the same form. Told in the head of the
    /// answer, where a program finds it in every form alike.
    pub(crate) next: Option<String>,
}

impl Answer {
    /// With its digest, or word that the browser has it already.
    pub(crate) fn response(self, asked: &HeaderMap) -> Response {
        let mut digest = DefaultHasher::new();
        self.body.hash(&mut digest);
        let tag = format!("\"{:016x}\"", digest.finish());
        let known = has_already(asked, &tag);
        // Told of a body that is not sent, too; else its length would be told as that of none.
        let length = self.body.len().into();
        let body = if known { Body::empty() } else { Body::from(Bytes::from_owner(self.body)) };
        let mut response = Response::new(body);
        if known {
            *response.status_mut() = StatusCode::NOT_MODIFIED;
        }
        let headers = response.headers_mut();
        headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(self.kind));
        headers.insert(header::CONTENT_LENGTH, length);
        headers.extend(HeaderValue::from_str(&tag).ok().map(|it| (header::ETAG, it)));
        let next = self.next.map(|it| HeaderValue::try_from(format!("<{it}>; rel=\"next\"")));
        headers.extend(next.and_then(Result::ok).map(|it| (header::LINK, it)));
        response
    }
}

/// Whether one of the digests that a browser has is this one (RFC 9110, 13.1.2): weak ones are
/// compared as if they were strong, and `*` is any.
fn has_already(asked: &HeaderMap, tag: &str) -> bool {
    let lists = asked.get_all(header::IF_NONE_MATCH).iter().filter_map(|it| it.to_str().ok());
    let mut tags = lists.flat_map(|it| it.split(',')).map(str::trim);
    tags.any(|it| it == "*" || it.strip_prefix("W/").unwrap_or(it) == tag)
}

pub(crate) type Answered = Result<Answer, Problem>;

impl Ask<'_> {
    /// The page or its twin, whichever was asked for; only that one is made.
    pub(crate) fn answer(&self, page: impl Template, twin: impl FnOnce() -> Value) -> Answered {
        match self.form {
            Form::Html => html(page),
            Form::Json => {
                let twin = twin();
                Ok(Answer { next: next_of(&twin), ..json_of(&twin) })
            }
            Form::Ndjson => {
                let twin = twin();
                let rows = rows_of(&twin).ok_or_else(Problem::no_such_form)?;
                Ok(Answer { next: next_of(&twin), ..lines(rows) })
            }
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
            Form::Csv => Ok(Answer { next: next_of(&twin()), ..csv(&table()) }),
            _ => self.answer(page, twin),
        }
    }
}

pub(crate) fn html(page: impl Template) -> Answered {
    let body = page.render().map_err(|_| Problem::broken())?;
    Ok(Answer { kind: Form::Html.media(), body: body.into_bytes().into(), next: None })
}

/// Where the rest of a list is, as its twin tells it.
fn next_of(twin: &Value) -> Option<String> {
    twin.get("next")?.as_str().map(str::to_owned)
}

/// The rows of a twin that is a list: what its one array holds.
fn rows_of(twin: &Value) -> Option<&Vec<Value>> {
    let mut arrays = twin.as_object()?.values().filter_map(Value::as_array);
    arrays.next().filter(|_| arrays.next().is_none())
}

fn lines(rows: &[Value]) -> Answer {
    let body: String = rows.iter().map(|it| format!("{it}\n")).collect();
    Answer { kind: Form::Ndjson.media(), body: body.into_bytes().into(), next: None }
}

pub(crate) fn json_of(value: &Value) -> Answer {
    let mut body = serde_json::to_vec_pretty(value).unwrap_or_default();
    body.push(b'\n');
    Answer { kind: Form::Json.media(), body: body.into(), next: None }
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
    Answer { kind: Form::Csv.media(), body: body.into_bytes().into(), next: None }
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

/// What can go wrong: title, status, and what it means. Their descriptions stand under
/// `/docs#problem-…`, which is the type of a problem.
pub(crate) const PROBLEMS: [(&str, u16, &str); 10] = [
    (
        CANNOT_BE_ASKED,
        400,
        "A value after the question mark cannot be read; the detail says which.",
    ),
    (NOT_IN_RECORD, 404, "There is no such address, or nothing under it in this record."),
    (NO_SUCH_FORM, 404, "The page has no form with this end."),
    (ONLY_READ, 405, "Another method than GET or HEAD: a record is only read here."),
    (OTHER_NAME, 421, "Asked under another name than this machine's own (see Access)."),
    (NOT_ANSWERED, 500, "A mistake of this program."),
    (NOT_READ, 500, "The file cannot be read: it is damaged, gone, or of another version."),
    (
        NOT_COMPARED,
        503,
        "The wordings of the story are being compared, or the run that did so was stopped; try again \
         when Retry-After says.",
    ),
    (COPYING, 503, "Another copy of the record is under way; try again when Retry-After says."),
    (NOT_COPIED, 500, "The record could not be copied; the detail says why."),
];

const CANNOT_BE_ASKED: &str = "Cannot be asked";
const NOT_IN_RECORD: &str = "Not in this record";
const NO_SUCH_FORM: &str = "No such form";
pub(crate) const ONLY_READ: &str = "Only to be read";
pub(crate) const OTHER_NAME: &str = "Not by this name";
const NOT_ANSWERED: &str = "Could not be answered";
const NOT_READ: &str = "The record could not be read";
const NOT_COMPARED: &str = "Not compared yet";
pub(crate) const COPYING: &str = "A copy is being made";
pub(crate) const NOT_COPIED: &str = "Could not be copied";

/// What may be done with an address.
const METHODS: &str = "GET, HEAD";

/// Seconds after which to ask again for what is being made.
const AFTER: &str = "10";

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
        Problem { status: StatusCode::NOT_FOUND, title: NOT_IN_RECORD, detail: detail.into() }
    }

    pub(crate) fn bad(detail: impl Into<String>) -> Problem {
        Problem { status: StatusCode::BAD_REQUEST, title: CANNOT_BE_ASKED, detail: detail.into() }
    }

    pub(crate) fn no_such_form() -> Problem {
        let detail = "there is no such form of this page; /docs lists those that there are";
        Problem { status: StatusCode::NOT_FOUND, title: NO_SUCH_FORM, detail: detail.into() }
    }

    /// Of a story whose reports are in the record, and its utterances not yet.
    pub(crate) fn not_compared() -> Problem {
        let detail = "the wordings of this story are not compared yet: `onrecord add` is at work \
                      on them, or was stopped before its end";
        let status = StatusCode::SERVICE_UNAVAILABLE;
        Problem { status, title: NOT_COMPARED, detail: detail.into() }
    }

    pub(crate) fn broken() -> Problem {
        let detail = "a mistake of this program; please report it with the address";
        let status = StatusCode::INTERNAL_SERVER_ERROR;
        Problem { status, title: NOT_ANSWERED, detail: detail.into() }
    }

    /// In the form that was asked for, by an address.
    pub(crate) fn response(&self, form: Form, address: &str) -> Response {
        let frame = Frame { title: self.title.to_owned(), ..Frame::default() };
        let page = ProblemPage { frame, detail: &self.detail };
        let (kind, body) = match form {
            Form::Html => (Form::Html.media(), page.render().unwrap_or_default()),
            _ => ("application/problem+json", self.json(address).to_string()),
        };
        let mut response = Response::new(Body::from(body));
        *response.status_mut() = self.status;
        let headers = response.headers_mut();
        headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(kind));
        let beside = match self.status {
            StatusCode::METHOD_NOT_ALLOWED => Some((header::ALLOW, METHODS)),
            StatusCode::SERVICE_UNAVAILABLE => Some((header::RETRY_AFTER, AFTER)),
            _ => None,
        };
        headers.extend(beside.map(|(name, value)| (name, HeaderValue::from_static(value))));
        response
    }

    /// RFC 9457.
    fn json(&self, address: &str) -> Value {
        json!({
            "type": format!("/docs#{}", anchor(self.title)),
            "title": self.title,
            "status": self.status.as_u16(),
            "detail": self.detail,
            "instance": address,
        })
    }
}

/// Where `/docs` describes problems of a title.
pub(crate) fn anchor(title: &str) -> String {
    format!("problem-{}", title.to_lowercase().replace(' ', "-"))
}

impl From<Error> for Problem {
    fn from(error: Error) -> Problem {
        let detail = error.to_string();
        match error.problem {
            RecordProblem::Query => Problem::bad(detail),
            _ => {
                let status = StatusCode::INTERNAL_SERVER_ERROR;
                Problem { status, title: NOT_READ, detail }
            }
        }
    }
}

//! An address in, what it asks for out.

use std::collections::BTreeMap;

use axum::http::Uri;
use jiff::civil::Date;
use onrecord::ReportId;
use onrecord_store::{Page, Place, Reader};

use crate::answer::Problem;
use crate::frame::Frame;
use crate::link;
use crate::route::Route;
use crate::whole::Stories;

/// The form of an answer, told by the end of the address.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Form {
    /// A page.
    Html,
    /// `.json`: the same in the published shapes.
    Json,
    /// `.ndjson`: the rows of a list, one a line.
    Ndjson,
    /// `.csv`: its table.
    Csv,
    /// `.atom`: what is new in it.
    Atom,
    /// `.tei.xml`: an apparatus as TEI.
    Tei,
    /// `.annotations.json`: the same as Web Annotations.
    Annotations,
    /// `.quotations.json`: the same as quotations of schema.org.
    Quotations,
    /// `.csl.json`: to be cited, for reference managers.
    Csl,
    /// `.cite.txt`: to be cited, in a line of text.
    Text,
    /// `.feed.json`: the same as JSON Feed.
    Feed,
}

impl Form {
    /// An end that another ends with comes before it.
    const ENDS: [(&'static str, Form); 10] = [
        (".annotations.json", Form::Annotations),
        (".quotations.json", Form::Quotations),
        (".csl.json", Form::Csl),
        (".feed.json", Form::Feed),
        (".cite.txt", Form::Text),
        (".json", Form::Json),
        (".ndjson", Form::Ndjson),
        (".csv", Form::Csv),
        (".atom", Form::Atom),
        (".tei.xml", Form::Tei),
    ];

    pub(crate) const ALL: [Form; 11] = [
        Form::Html,
        Form::Json,
        Form::Ndjson,
        Form::Csv,
        Form::Atom,
        Form::Feed,
        Form::Tei,
        Form::Annotations,
        Form::Quotations,
        Form::Csl,
        Form::Text,
    ];

    /// What it is called, and the end of an address that asks for it.
    pub(crate) fn name(self) -> (&'static str, &'static str) {
        match self {
            Form::Html => ("page", ""),
            Form::Json => ("JSON", ".json"),
            Form::Ndjson => ("NDJSON", ".ndjson"),
            Form::Csv => ("CSV", ".csv"),
            Form::Atom => ("Atom", ".atom"),
            Form::Tei => ("TEI", ".tei.xml"),
            Form::Annotations => ("Web Annotations", ".annotations.json"),
            Form::Quotations => ("quotations (schema.org)", ".quotations.json"),
            Form::Csl => ("CSL-JSON", ".csl.json"),
            Form::Text => ("citation", ".cite.txt"),
            Form::Feed => ("JSON Feed", ".feed.json"),
        }
    }

    /// What an answer of this form says that it is.
    pub(crate) fn media(self) -> &'static str {
        match self {
            Form::Html => "text/html; charset=utf-8",
            Form::Json => "application/json",
            Form::Ndjson => "application/x-ndjson",
            Form::Csv => "text/csv; charset=utf-8; header=present",
            Form::Atom => "application/atom+xml; charset=utf-8",
            Form::Tei => "application/tei+xml; charset=utf-8",
            Form::Annotations => "application/ld+json",
            Form::Quotations => "application/ld+json",
            Form::Csl => "application/vnd.citationstyles.csl+json",
            Form::Text => "text/plain; charset=utf-8",
            Form::Feed => "application/feed+json",
        }
    }

    /// Whether it tells what is new, to be asked for again and again.
    pub(crate) fn is_feed(self) -> bool {
        matches!(self, Form::Atom | Form::Feed)
    }

    /// Of a path.
    pub(crate) fn of(path: &str) -> Form {
        Form::split(path).1
    }

    /// A path without its end, and the form that the end stands for.
    pub(crate) fn split(path: &str) -> (&str, Form) {
        let found =
            Form::ENDS.iter().find_map(|(end, form)| Some((path.strip_suffix(end)?, *form)));
        found.unwrap_or((path, Form::Html))
    }
}

/// What is asked, of which record.
pub(crate) struct Ask<'a> {
    pub(crate) reader: &'a Reader,
    /// Stories that were read before.
    pub(crate) stories: &'a Stories,
    /// Which state of the record the reader sees, if that is known.
    pub(crate) version: Option<i64>,
    pub(crate) route: &'static Route,
    pub(crate) address: &'a Address,
    /// What stands for the names in the route: `id` of `/story/{id}`.
    pub(crate) names: BTreeMap<&'static str, String>,
    pub(crate) form: Form,
}

/// An address, taken apart.
#[derive(Debug)]
pub(crate) struct Address {
    /// The parts of its path, decoded, without the end that tells the form.
    pub(crate) parts: Vec<String>,
    pub(crate) form: Form,
    /// What follows the question mark, decoded, in order.
    pub(crate) query: Vec<(String, String)>,
    /// As it was written.
    pub(crate) written: String,
}

impl Address {
    pub(crate) fn of(uri: &Uri) -> Address {
        let (path, form) = Form::split(uri.path());
        let parts = path.split('/').filter(|it| !it.is_empty()).map(|it| decoded(it, false));
        let query = uri.query().unwrap_or("").split('&').filter(|it| !it.is_empty());
        let query = query.map(|it| {
            let (name, value) = it.split_once('=').unwrap_or((it, ""));
            (decoded(name, true), decoded(value, true))
        });
        Address { parts: parts.collect(), form, query: query.collect(), written: uri.to_string() }
    }
}

impl Ask<'_> {
    /// What stands for a name in the route; empty if the route has no such name.
    pub(crate) fn name(&self, name: &str) -> &str {
        self.names.get(name).map_or("", String::as_str)
    }

    /// What is asked under a name: `tuesday` of `?q=tuesday`. Empty is as if it were not there.
    pub(crate) fn get(&self, name: &str) -> Option<&str> {
        let found = self.address.query.iter().find(|(it, _)| it == name);
        found.map(|(_, value)| value.trim()).filter(|it| !it.is_empty())
    }

    /// A day asked for.
    pub(crate) fn day(&self, name: &str) -> Result<Option<Date>, Problem> {
        let wrong = |_| Problem::bad(format!("{name} is a day, as in ?{name}=2031-03-04"));
        self.get(name).map(str::parse).transpose().map_err(wrong)
    }

    /// One of some words asked for, and what it stands for.
    pub(crate) fn choice<T: Copy>(
        &self,
        name: &str,
        known: &[(&str, T)],
    ) -> Result<Option<T>, Problem> {
        let Some(asked) = self.get(name) else { return Ok(None) };
        let found = known.iter().find(|(word, _)| *word == asked);
        let words = || known.iter().map(|it| it.0).collect::<Vec<_>>().join(", ");
        found
            .map(|it| Some(it.1))
            .ok_or_else(|| Problem::bad(format!("{name} is one of {}", words())))
    }

    /// The place in a list to go on from: `after`.
    pub(crate) fn after(&self) -> Result<Option<Place>, Problem> {
        let wrong =
            |()| Problem::bad("after is the end of an earlier page; take it from its “next”");
        self.get("after").map(str::parse).transpose().map_err(wrong)
    }

    /// The address of the rest of a list, in the same form; `None` at its end.
    pub(crate) fn next<T>(&self, page: &Page<T>) -> Option<String> {
        let end = page.end.as_ref().filter(|_| page.n_more > 0)?.to_string();
        Some(self.address_with(&[("after", &end)]))
    }

    /// The story that the address names by its id, an older one, or the beginning of one.
    pub(crate) fn story(&self) -> Result<ReportId, Problem> {
        let asked = self.name("id");
        let missing =
            || Problem::not_found(format!("no story, or more than one, begins with {asked}"));
        self.reader.find_story(asked)?.ok_or_else(missing)
    }

    /// This address with other values under some names; an empty one takes the name out. A list
    /// that is asked for otherwise begins at its beginning.
    pub(crate) fn address_with(&self, changes: &[(&str, &str)]) -> String {
        let keeps = |it: &&(String, String)| {
            it.0 != "after" && !it.1.is_empty() && !changes.iter().any(|(name, _)| *name == it.0)
        };
        let kept = self.address.query.iter().filter(keeps).map(|it| (it.0.as_str(), it.1.as_str()));
        let changed = changes.iter().filter(|it| !it.1.is_empty()).copied();
        query_of(&format!("{}{}", self.path(), self.form.name().1), kept.chain(changed))
    }

    /// The same rows in another form.
    pub(crate) fn address_of(&self, form: Form) -> String {
        let path = self.path();
        let path = if path == "/" && form != Form::Html { "/stories" } else { path.as_str() };
        let query = self.address.query.iter().map(|it| (it.0.as_str(), it.1.as_str()));
        // A feed begins with what is newest.
        let query = query.filter(|(name, _)| !form.is_feed() || *name != "after");
        query_of(&format!("{path}{}", form.name().1), query)
    }

    /// This page's path, without its form and without anything asked of it.
    pub(crate) fn path(&self) -> String {
        let parts = self.address.parts.iter().map(|it| format!("/{}", link::part(it)));
        let path: String = parts.collect();
        if path.is_empty() { "/".to_owned() } else { path }
    }

    /// What stands around this page.
    pub(crate) fn frame(&self, title: impl Into<String>) -> Frame {
        Frame::new(self, title.into())
    }
}

/// A path with what is asked of it.
pub(crate) fn query_of<'q>(path: &str, query: impl Iterator<Item = (&'q str, &'q str)>) -> String {
    let pairs = query.map(|(name, value)| format!("{}={}", encoded(name), encoded(value)));
    let query = pairs.collect::<Vec<_>>().join("&");
    if query.is_empty() { path.to_owned() } else { format!("{path}?{query}") }
}

/// Percent signs read; what is no UTF-8 then becomes a replacement character.
fn decoded(text: &str, plus_is_space: bool) -> String {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.as_bytes();
    while let [byte, after @ ..] = rest {
        rest = after;
        let hex = |it: &u8| char::from(*it).to_digit(16);
        match (byte, after) {
            (b'%', [high, low, after @ ..]) if hex(high).is_some() && hex(low).is_some() => {
                bytes.push((hex(high).unwrap_or(0) * 16 + hex(low).unwrap_or(0)) as u8);
                rest = after;
            }
            (b'+', _) if plus_is_space => bytes.push(b' '),
            _ => bytes.push(*byte),
        }
    }
    String::from_utf8_lossy(&bytes).into_owned()
}

/// As it may stand in a path or query.
pub(crate) fn encoded(text: &str) -> String {
    let mut written = String::with_capacity(text.len());
    for byte in text.bytes() {
        match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'.' | b'_' | b'~' => {
                written.push(byte.into())
            }
            // A hyphen means something in a text fragment.
            _ => written.push_str(&format!("%{byte:02X}")),
        }
    }
    written
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_tells_parts_form_and_query() {
        let uri = "/speaker/Ana%20Ruiz.json?q=no+lack%2Fof&x&since=".parse().unwrap();
        let address = Address::of(&uri);
        assert_eq!(address.parts, ["speaker", "Ana Ruiz"]);
        assert_eq!(address.form, Form::Json);
        assert_eq!(address.query[0], ("q".into(), "no lack/of".into()));
        assert_eq!(decoded("%zz%4", false), "%zz%4");
        assert_eq!(decoded("%ff", false), "\u{fffd}");
        assert_eq!(encoded("a-b c"), "a%2Db%20c");
    }
}

//! `/docs`: the addresses, drawn for people. Made from the same table as the router.

use askama::Template;

use crate::answer::{Answered, PROBLEMS, anchor, html};
use crate::ask::{Ask, Form};
use crate::described::{COPY, Examples, media, names};
use crate::frame::Frame;
use crate::route::{ROUTES, Route};

#[derive(Template)]
#[template(path = "docs.html")]
struct Page {
    frame: Frame,
    forms: Vec<FormLine>,
    problems: Vec<ProblemLine>,
    addresses: Vec<Address>,
}

struct FormLine {
    end: &'static str,
    media: &'static str,
    about: &'static str,
}

struct ProblemLine {
    anchor: String,
    title: &'static str,
    status: u16,
    about: &'static str,
}

/// An address and all its forms.
struct Address {
    anchor: String,
    path: &'static str,
    about: &'static str,
    /// Where it stands in the address (`path`, `query`), its name, what it means.
    parameters: Vec<(&'static str, &'static str, &'static str)>,
    forms: Vec<Twin>,
}

struct Twin {
    path: String,
    media: &'static str,
    /// One that leads somewhere in this record.
    example: Option<String>,
}

pub(crate) fn page(ask: &Ask) -> Answered {
    let examples = Examples::of(ask.reader)?;
    let addresses = ROUTES.iter().map(|it| address(it, &examples)).chain([copy()]);
    html(Page {
        frame: ask.frame("For programs"),
        forms: forms(),
        problems: PROBLEMS.map(problem).into(),
        addresses: addresses.collect(),
    })
}

fn forms() -> Vec<FormLine> {
    let about = |form| match form {
        Form::Html => "the page; its address has no end",
        Form::Json => "the same as data; an indented document",
        Form::Ndjson => "the rows of a list, one JSON object a line",
        Form::Csv => "its table, with a line of names above; cells as in RFC 4180",
        Form::Atom => "what is new in it, for feed readers",
        Form::Feed => "the same as JSON Feed 1.1",
        Form::Tei => "its apparatus as TEI",
        Form::Annotations => "its apparatus as Web Annotations",
        Form::Quotations => "its apparatus as quotations of schema.org",
        Form::Csl => "to be cited, for reference managers",
        Form::Text => "to be cited, in a line of text",
    };
    let line =
        |form: Form| FormLine { end: form.name().1, media: form.media(), about: about(form) };
    let used = |form: &Form| ROUTES.iter().any(|it| it.all_forms().any(|it| it == *form));
    Form::ALL.into_iter().filter(used).map(line).collect()
}

fn problem((title, status, about): (&'static str, u16, &'static str)) -> ProblemLine {
    ProblemLine { anchor: anchor(title), title, status, about }
}

fn address(route: &'static Route, examples: &Examples) -> Address {
    let twin = |form: Form| {
        let path = route.path_of(form);
        Twin { example: examples.path(&path), media: media(route, form), path }
    };
    let named = names(route.path).into_iter().map(|(name, about)| ("path", name, about));
    let asked = route.query.iter().map(|(name, about)| ("query", *name, *about));
    Address {
        anchor: anchor_of(route.path),
        path: route.path,
        about: route.about,
        parameters: named.chain(asked).collect(),
        forms: route.all_forms().map(twin).collect(),
    }
}

fn copy() -> Address {
    let (path, media, about) = COPY;
    let twin = Twin { path: path.to_owned(), media, example: Some(path.to_owned()) };
    let forms = vec![twin];
    Address { anchor: anchor_of(path), path, about, parameters: Vec::new(), forms }
}

/// `story-id-figures` of `/story/{id}/figures`.
fn anchor_of(path: &str) -> String {
    let words = path.split(|it: char| !it.is_ascii_alphanumeric()).filter(|it| !it.is_empty());
    format!("address-{}", words.collect::<Vec<_>>().join("-"))
}

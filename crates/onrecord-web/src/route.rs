//! The table of addresses: what each leads to. The description of the API is made from it.

use std::collections::BTreeMap;

use onrecord_store::Reader;

use crate::answer::{Answered, Problem};
use crate::ask::{Address, Ask, Form};
use crate::page;

/// An address and what it leads to.
pub(crate) struct Route {
    /// With names in braces for the parts that differ.
    pub(crate) path: &'static str,
    pub(crate) page: fn(&Ask) -> Answered,
    /// A sentence for people.
    pub(crate) about: &'static str,
    /// What may be asked after the question mark, and what it means.
    pub(crate) query: &'static [(&'static str, &'static str)],
    /// The forms it has beside the page.
    pub(crate) forms: &'static [Form],
}

/// What lists of stories may be asked for.
const OF_STORIES: &[(&str, &str)] = &[
    ("about", "words that a report of it has; written as in a search"),
    ("outlet", "letters of an outlet that reports it"),
    ("speaker", "a speaker who has a say in it"),
    ("since", "with a report of this day (YYYY-MM-DD) or later"),
    ("until", "with a report of this day or earlier"),
    ("after", "the end of the page before"),
];

pub(crate) const ROUTES: &[Route] = &[
    Route {
        path: "/",
        page: page::stories::page,
        about: "The stories, the latest first.",
        query: OF_STORIES,
        forms: &[],
    },
    Route {
        path: "/stories",
        page: page::stories::page,
        about: "The stories, the latest first.",
        query: OF_STORIES,
        forms: &[Form::Json, Form::Csv],
    },
    Route {
        path: "/story/{id}",
        page: page::story::page,
        about: "A story's ledger: who said what, in which words, by whose report.",
        query: &[(
            "only",
            "verbatim, trimmed, spliced, altered or paraphrase: utterances with such a reading",
        )],
        forms: &[Form::Json],
    },
    Route {
        path: "/style.css",
        page: page::asset::style,
        about: "How the pages look.",
        query: &[],
        forms: &[],
    },
    Route {
        path: "/script.js",
        page: page::asset::script,
        about: "Keys and hovering; everything else works without.",
        query: &[],
        forms: &[],
    },
];

/// Answers a question about the record.
pub(crate) fn answer(reader: &Reader, address: &Address) -> Answered {
    let missing = || Problem::not_found("there is no such page; the stories are at /");
    let (route, names) = find(address).ok_or_else(missing)?;
    let form = address.form;
    if form != Form::Html && !route.forms.contains(&form) {
        return Err(Problem::no_such_form());
    }
    (route.page)(&Ask { reader, route, address, names, form })
}

/// The route of an address, and what stands for its names.
fn find(address: &Address) -> Option<(&'static Route, BTreeMap<&'static str, String>)> {
    ROUTES.iter().find_map(|route| {
        let pattern: Vec<&str> = route.path.split('/').filter(|it| !it.is_empty()).collect();
        if pattern.len() != address.parts.len() {
            return None;
        }
        let mut names = BTreeMap::new();
        for (known, part) in pattern.into_iter().zip(&address.parts) {
            match known.strip_prefix('{').and_then(|it| it.strip_suffix('}')) {
                Some(name) => drop(names.insert(name, part.clone())),
                None if known == part => {}
                None => return None,
            }
        }
        Some((route, names))
    })
}

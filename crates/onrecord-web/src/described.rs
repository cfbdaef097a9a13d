//! The table of addresses in words, for `/docs` and `/openapi.json` alike: what the names in braces
//! stand for, and an address of this record for each.

use onrecord_store::{Error, Reader, Said, SaidFilter};

use crate::ask::{Form, encoded};
use crate::copy;
use crate::route::Route;

/// What the name in braces stands for, by the part of the path before it.
const NAMED: [(&str, &str); 6] = [
    ("story", "a story's id, the beginning of it, or the id of one of its reports"),
    ("report", "a report's id"),
    ("statement", "a statement's id: its report's id, a dot, and its number there from 0"),
    ("speaker", "a speaker's name, as reports give it"),
    ("outlet", "an outlet's name"),
    ("why", "an utterance's number in its story, from 1"),
];

/// What the address of the copy is for; it is in no form but its own, and not in the table.
pub(crate) const COPY: (&str, &str, &str) = (
    copy::PATH,
    copy::MEDIA,
    "A copy of the record as it is now: one SQLite file. One copy at a time; it needs room for \
     itself in the system's folder for temporary files until it is sent.",
);

/// The names in a path and what they stand for.
pub(crate) fn names(path: &'static str) -> Vec<(&'static str, &'static str)> {
    let parts: Vec<&str> = path.split('/').collect();
    let named = |pair: &[&'static str]| {
        let name = pair[1].strip_prefix('{')?.strip_suffix('}')?;
        let known = NAMED.iter().find(|it| it.0 == pair[0]);
        Some((name, known.map_or("", |it| it.1)))
    };
    parts.windows(2).filter_map(named).collect()
}

/// What an answer of a route says that it is.
pub(crate) fn media(route: &Route, form: Form) -> &'static str {
    match route.path.rsplit_once('.') {
        Some((_, "css")) => "text/css; charset=utf-8",
        Some((_, "js")) => "text/javascript; charset=utf-8",
        _ => form.media(),
    }
}

/// Something in this record that addresses can lead to; `None` in an empty record.
pub(crate) struct Examples(Option<Said>);

/// Of so many statements one is looked for whose speaker is named.
const LOOKED_AT: usize = 20;

impl Examples {
    pub(crate) fn of(reader: &Reader) -> Result<Examples, Error> {
        let filter = SaidFilter { limit: Some(LOOKED_AT), ..SaidFilter::default() };
        let found = reader.page_of_said(&filter)?.rows;
        let best = found.iter().position(|it| it.speaker.is_some()).unwrap_or(0);
        Ok(Examples(found.into_iter().nth(best)))
    }

    /// A path that leads somewhere, for one with names in it.
    pub(crate) fn path(&self, path: &str) -> Option<String> {
        let mut before = "";
        let mut written = Vec::new();
        for part in path.split('/') {
            let (part, end) = part.find('}').map_or((part, ""), |at| part.split_at(at + 1));
            match part.starts_with('{') {
                true => written.push(format!("{}{end}", encoded(&self.value(before)?))),
                false => written.push(part.to_owned()),
            }
            before = part;
        }
        Some(written.join("/"))
    }

    /// What may stand for a name in a path.
    pub(crate) fn value_in(&self, path: &str, name: &str) -> Option<String> {
        let (before, _) = path.split_once(&format!("/{{{name}}}"))?;
        self.value(before.rsplit('/').next()?)
    }

    /// What may stand for the name behind a part of a path.
    fn value(&self, before: &str) -> Option<String> {
        let said = self.0.as_ref()?;
        match before {
            "story" => said.story.map(|it| it.to_string()),
            "report" => Some(said.report.to_string()),
            "statement" => Some(said.statement.clone()),
            "speaker" => said.speaker.clone(),
            "outlet" => Some(said.outlet.clone()),
            "why" => Some("1".to_owned()),
            _ => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::route::ROUTES;

    #[test]
    fn every_name_in_an_address_is_said_what_it_stands_for() {
        for route in ROUTES {
            let n_names = route.path.matches('{').count();
            let told = names(route.path).into_iter().filter(|(_, meaning)| !meaning.is_empty());
            assert_eq!(told.count(), n_names, "say in NAMED what stands for it: {}", route.path);
        }
    }
}

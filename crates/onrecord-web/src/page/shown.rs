//! Which utterances of a story a reader asks for, and how many of them a page holds.

use std::collections::{BTreeMap, BTreeSet};

use onrecord::json::{Comparison, EntryInfo};
use onrecord::ledger::{heading, headings, outlet, statements};

use crate::answer::{Problem, more_words};
use crate::ask::Ask;

/// Grades that a reading can have, as the ledger sets them in a row.
pub(crate) const GRADES: [&str; 5] = ["verbatim", "trimmed", "spliced", "altered", "paraphrase"];

/// A page ends once its utterances have so many witnesses. (On an invented story of 200 reports with
/// 2,200 witnesses a witness takes 300 bytes, and the list of reports 80 kB.)
const MOST_WITNESSES: usize = 600;

/// What a reader asks for.
pub(crate) struct Choice<'p> {
    pub(crate) only: Option<&'static str>,
    pub(crate) alone: Option<bool>,
    /// All headings of the story, in the order of speakers' names as told.
    pub(crate) headings: BTreeMap<&'p str, String>,
    /// Those asked for.
    speakers: Option<BTreeSet<String>>,
    /// Ids of the reports asked for.
    by: Option<BTreeSet<&'p str>>,
}

impl<'p> Choice<'p> {
    pub(crate) fn of(ask: &Ask, published: &'p Comparison) -> Result<Choice<'p>, Problem> {
        let all: Vec<&EntryInfo> = published.entries.iter().collect();
        let headings = headings(&all);
        let names: BTreeSet<&str> = all.iter().map(|it| heading(&headings, it)).collect();
        let reports = published.reports.iter();
        let words: Vec<[&str; 2]> =
            reports.clone().map(|it| [outlet(it), it.siglum.as_str()]).collect();
        let by = ask.get("by").map(|asked| {
            let wanted = like(asked, words.iter().flatten().copied());
            let is = |words: &[&str; 2]| words.iter().any(|it| wanted.contains(it));
            reports.zip(&words).filter(|(_, it)| is(it)).map(|(it, _)| it.id.as_str()).collect()
        });
        Ok(Choice {
            only: ask.choice("only", &GRADES.map(|it| (it, it)))?,
            alone: ask.choice("alone", &[("1", true), ("0", false)])?,
            speakers: ask.get("speaker").map(|asked| {
                like(asked, names.iter().copied()).into_iter().map(str::to_owned).collect()
            }),
            by,
            headings,
        })
    }

    /// Whether an utterance is asked for.
    pub(crate) fn holds(&self, info: &EntryInfo) -> bool {
        let has = |reports: &BTreeSet<&str>| {
            statements(info).any(|it| reports.contains(it.report.as_str()))
        };
        let said_by = |names: &BTreeSet<String>| names.contains(heading(&self.headings, info));
        self.alone.is_none_or(|alone| alone == info.readings.is_empty())
            && self.only.is_none_or(|only| has_grade(info, only))
            && self.by.as_ref().is_none_or(has)
            && self.speakers.as_ref().is_none_or(said_by)
    }

    /// Whether anything is asked for but all.
    pub(crate) fn narrows(&self) -> bool {
        self.only.is_some() || self.alone.is_some() || self.by.is_some() || self.speakers.is_some()
    }
}

/// Of some names, the one that is asked for; if there is none, those that have its letters.
fn like<'n>(asked: &str, names: impl Iterator<Item = &'n str> + Clone) -> BTreeSet<&'n str> {
    let asked = asked.to_lowercase();
    let exact: BTreeSet<&str> = names.clone().filter(|it| it.to_lowercase() == asked).collect();
    match exact.is_empty() {
        true => names.filter(|it| it.to_lowercase().contains(&asked)).collect(),
        false => exact,
    }
}

pub(crate) fn has_grade(info: &EntryInfo, grade: &str) -> bool {
    info.readings.iter().any(|it| it.agreement == grade)
}

/// How many witnesses utterances have in all.
pub(crate) fn is_long(entries: &[&EntryInfo]) -> bool {
    entries.iter().map(|it| it.readings.len() + 1).sum::<usize>() > MOST_WITNESSES
}

/// A page of utterances, and where the list goes on.
pub(crate) struct Part<'p> {
    pub(crate) entries: Vec<&'p EntryInfo>,
    pub(crate) next: Option<String>,
    /// `120 utterances follow`.
    pub(crate) more: String,
    pub(crate) n_more: usize,
}

/// The page of utterances that is asked for: those that come after the one with the number `after`.
pub(crate) fn part<'p>(ask: &Ask, entries: &[&'p EntryInfo]) -> Result<Part<'p>, Problem> {
    let wrong =
        |_| Problem::bad("after is the number of an utterance; take it from a page’s “next”");
    let after: Option<usize> = ask.get("after").map(str::parse).transpose().map_err(wrong)?;
    let behind = |after: usize| entries.iter().position(|it| it.number == after).map(|it| it + 1);
    let start = after.and_then(behind).unwrap_or(0);
    let (mut n_witnesses, mut end) = (0, start);
    for it in &entries[start..] {
        n_witnesses += it.readings.len() + 1;
        // One utterance stands on a page however many witnesses it has.
        if end > start && n_witnesses > MOST_WITNESSES {
            break;
        }
        end += 1;
    }
    let here = entries[start..end].to_vec();
    let n_more = entries.len() - start - here.len();
    let last = here.last().filter(|_| n_more > 0).map(|it| it.number.to_string());
    Ok(Part {
        next: last.map(|it| ask.address_with(&[("after", &it)])),
        more: more_words(n_more, "utterance", "utterances"),
        n_more,
        entries: here,
    })
}

//! A story's utterances as people are told of them, whatever draws them (a terminal, a page): under
//! whose name they stand, the gravest grade of each, what its witnesses tell differently.
//!
//! Entries as published ([`crate::json`]) come in; words and their order go out. Never marks or
//! markup: those are the drawer's.

mod place;
mod whole;
mod why;

use std::collections::BTreeMap;

pub use place::{PlaceWords, place_words, superscript, witnesses, word_before};
pub use whole::{evidence, first_words, made_from, spliced, turn};
pub use why::{belongs, linked_by, percent, place, rests_on, sure};

use crate::collate::Row;
use crate::json::{EntryInfo, ReadingInfo, ReportInfo, StatementInfo};

/// Heading of what is said by those whom no report names.
const UNNAMED: &str = "Unnamed sources";
/// Heading of what is said by nobody knows whom.
const UNRESOLVED: &str = "Speaker not resolved";

/// Entries under their speaker's name: speakers heard by most reports first.
pub fn by_speaker<'e>(entries: &[&'e EntryInfo]) -> Vec<(String, Vec<&'e EntryInfo>)> {
    grouped(entries, &headings(entries))
}

/// As [`by_speaker`], under headings made of more entries than these.
pub fn grouped<'e>(
    entries: &[&'e EntryInfo],
    headings: &BTreeMap<&str, String>,
) -> Vec<(String, Vec<&'e EntryInfo>)> {
    let mut groups: Vec<(String, Vec<&EntryInfo>)> = Vec::new();
    for info in entries {
        let heading = heading(headings, info);
        match groups.iter_mut().find(|(it, _)| it == heading) {
            Some((_, group)) => group.push(info),
            None => groups.push((heading.to_owned(), vec![info])),
        }
    }
    let shared = |group: &[&EntryInfo]| group.iter().filter(|it| !it.readings.is_empty()).count();
    let nameless = |name: &str| name == UNNAMED || name == UNRESOLVED;
    groups.sort_by_key(|(name, group)| (nameless(name), std::cmp::Reverse(shared(group))));
    for (_, group) in &mut groups {
        group.sort_by_key(|it| (it.readings.is_empty(), it.number));
    }
    groups
}

/// Under what heading an entry stands.
pub fn heading<'h>(headings: &'h BTreeMap<&str, String>, info: &EntryInfo) -> &'h str {
    match statements(info).find_map(|it| it.speaker.as_deref()) {
        Some(name) => headings[name].as_str(),
        None if info.lemma.speaker_status == "unnamed" => UNNAMED,
        None => UNRESOLVED,
    }
}

/// The lemma, then the readings.
pub fn statements(info: &EntryInfo) -> impl Iterator<Item = &StatementInfo> {
    std::iter::once(&info.lemma).chain(info.readings.iter().map(|it| &it.statement))
}

/// For each name a report gives a speaker: the fullest form of it in the story, with the first
/// role told.
pub fn headings<'e>(entries: &[&'e EntryInfo]) -> BTreeMap<&'e str, String> {
    let mut told: BTreeMap<&str, &StatementInfo> = BTreeMap::new();
    for info in entries.iter().flat_map(|it| statements(it)) {
        if let Some(name) = info.speaker.as_deref() {
            let first = told.entry(name).or_insert(info);
            if first.role.is_none() && info.role.is_some() {
                *first = info;
            }
        }
    }
    let heading = |name: &str| {
        let alike = || told.iter().filter(|(it, _)| same_name(it, name));
        let full = alike().max_by_key(|(it, _)| it.len()).map_or(name, |(it, _)| it);
        let with_role = alike().find(|(_, it)| it.role.is_some());
        match with_role {
            Some((_, info)) => speaker_line(Some(full), info),
            None => speaker_line(Some(full), told[full]),
        }
    };
    told.keys().map(|name| (*name, heading(name))).collect()
}

/// Whether two names may be one person's: one is the end of the other (`Ana Ruiz`, `Ruiz`).
fn same_name(one: &str, other: &str) -> bool {
    let (short, long) = if one.len() < other.len() { (one, other) } else { (other, one) };
    long == short || long.strip_suffix(short).is_some_and(|it| it.ends_with(' '))
}

/// `Ana Ruiz, spokeswoman (Foreign Ministry)`
pub fn speaker_line(name: Option<&str>, info: &StatementInfo) -> String {
    let Some(name) = name else { return info.speaker_status.to_owned() };
    let role = info.role.as_ref().map(|it| format!(", {it}")).unwrap_or_default();
    let affiliation = info.affiliation.as_ref().map(|it| format!(" ({it})")).unwrap_or_default();
    format!("{name}{role}{affiliation}")
}

/// The gravest agreement among an entry's readings; `None` where only one report has it.
pub fn grade(info: &EntryInfo) -> Option<&'static str> {
    let gravity = |it: &&str| match *it {
        "altered" => 4,
        "spliced" => 3,
        "trimmed" => 2,
        "paraphrase" => 1,
        _ => 0,
    };
    info.readings.iter().map(|it| it.agreement).max_by_key(gravity)
}

/// Sigla of a row's witnesses.
pub fn sigla<'e>(info: &'e EntryInfo, row: &Row) -> Vec<&'e str> {
    let lemma = row.lemma.then_some(info.lemma.siglum.as_str());
    let readings = row.readings.iter().map(|it| info.readings[*it].statement.siglum.as_str());
    lemma.into_iter().chain(readings).collect()
}

/// A remark on a reading.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Note {
    /// What it says.
    pub words: String,
    /// It is a reason to look twice: a change of meaning, a cut that nobody can see.
    pub grave: bool,
}

/// `heavy`, `meaning: negation, number`, `cut inside, not marked`. None for what is verbatim.
pub fn notes(of: &ReadingInfo) -> Vec<Note> {
    let note = |grave: bool, words: &str| Note { words: words.to_owned(), grave };
    let mut notes: Vec<Note> = of.degree.iter().map(|it| note(false, it)).collect();
    match (of.cut, of.cut_marked) {
        (Some("edge"), _) => notes.push(note(false, "cut at an edge")),
        (Some(_), Some(true)) => notes.push(note(false, "cut inside, marked")),
        (Some(_), _) => notes.push(note(true, "cut inside, not marked")),
        (None, _) => {}
    }
    let mut marks: Vec<&str> = of.variants.iter().filter_map(|it| it.mark).collect();
    marks.sort_unstable();
    marks.dedup();
    if !marks.is_empty() {
        notes.push(note(true, &format!("meaning: {}", marks.join(", "))));
    }
    notes
}

/// What witnesses of an entry tell differently beside its words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Conflict<'e> {
    /// `act`, `who`, `day` or `place`.
    pub about: &'static str,
    /// What they tell, with the sigla of those who do, the lemma's first.
    pub told: Vec<(String, Vec<&'e str>)>,
}

impl std::fmt::Display for Conflict<'_> {
    /// `T H: Wednesday · C: Tuesday`
    fn fmt(&self, f: &mut std::fmt::Formatter) -> std::fmt::Result {
        for (n, (words, sigla)) in self.told.iter().enumerate() {
            let between = if n > 0 { " · " } else { "" };
            write!(f, "{between}{}: {words}", sigla.join(" "))?;
        }
        Ok(())
    }
}

/// What witnesses of an entry tell differently beside its words, each with what it is about.
pub fn conflicts(info: &EntryInfo) -> Vec<Conflict<'_>> {
    let any = |it: &dyn Fn(&ReadingInfo) -> bool| info.readings.iter().any(it);
    let mut conflicts = Vec::new();
    if any(&|it| it.act_conflict) {
        conflicts.push(told("act", info, &|it| it.act.replace('_', " ")));
    }
    if any(&|it| it.speaker_conflict) {
        let named = |it: &StatementInfo| it.speaker.clone().unwrap_or("nobody named".to_owned());
        conflicts.push(told("who", info, &named));
    }
    if any(&|it| it.day_conflict) {
        conflicts.push(told("day", info, &day));
    }
    if any(&|it| it.venue_conflict) {
        let venue = |it: &StatementInfo| it.venue.as_ref().map(|it| it.words.clone());
        let venue = |it: &StatementInfo| venue(it).unwrap_or("place not told".to_owned());
        conflicts.push(told("place", info, &venue));
    }
    conflicts
}

/// What each witness tells; those who tell the same together.
fn told<'e>(
    about: &'static str,
    info: &'e EntryInfo,
    of: &dyn Fn(&StatementInfo) -> String,
) -> Conflict<'e> {
    let mut told: Vec<(String, Vec<&'e str>)> = Vec::new();
    for it in statements(info) {
        let words = of(it);
        match told.iter_mut().find(|(known, _)| *known == words) {
            Some((_, sigla)) => sigla.push(&it.siglum),
            None => told.push((words, vec![&it.siglum])),
        }
    }
    Conflict { about, told }
}

/// `Wednesday (2031-03-05)`
pub fn day(info: &StatementInfo) -> String {
    match (&info.day, &info.date) {
        (Some(day), Some(date)) => format!("{day} ({date})"),
        (Some(day), None) => format!("{day} (date not given)"),
        _ => "day not told".to_owned(),
    }
}

/// `has denied [denied]`; nothing for what was said or asked.
pub fn tag(act: &str, cue: &str) -> Option<String> {
    let unsaid = ["denied", "declined", "not_said"].contains(&act);
    unsaid.then(|| format!("{cue} [{}]", act.replace('_', " ")).trim_start().to_owned())
}

/// The outlet's name, or what stands for it.
pub fn outlet(report: &ReportInfo) -> &str {
    let host = || report.url.as_deref().and_then(crate::report::host_of);
    report.outlet.as_deref().or_else(host).unwrap_or(&report.place)
}

/// How many outlets these reports are of.
pub fn n_outlets<'r>(reports: impl Iterator<Item = &'r ReportInfo>) -> usize {
    reports.map(outlet).collect::<std::collections::BTreeSet<_>>().len()
}

/// First and last day of publication.
pub fn period(reports: &[ReportInfo]) -> String {
    let days = || reports.iter().filter_map(|it| it.published.as_deref());
    match (days().min(), days().max()) {
        (Some(first), Some(last)) if first == last => first.to_owned(),
        (Some(first), Some(last)) => format!("{first} to {last}"),
        _ => "no date given".to_owned(),
    }
}

/// `1 report`, `2 reports`.
pub fn count(n: usize, thing: &str) -> String {
    format!("{n} {thing}{}", if n == 1 { "" } else { "s" })
}

/// `3 outlets, 2 without copies`.
pub fn outlets(info: &EntryInfo) -> String {
    let all = count(info.outlets, "outlet");
    match info.outlets_without_copies < info.outlets {
        true => format!("{all}, {} without copies", info.outlets_without_copies),
        false => all,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::invented::reports;
    use crate::json::VenueInfo;
    use crate::{collate, json, story};

    /// What two invented outlets have of one sentence, before anything is said of it.
    fn one() -> EntryInfo {
        let reports = reports(&[
            "Harbour Post | “We will not close the strait to the pilots,” Ana Ruiz said on Wednesday.",
            "Coastal Wire | “We will not close the bay to the pilots,” Ana Ruiz said on Tuesday.",
        ]);
        let story = story::gather(&reports);
        let apparatus = collate::collate(&story, &reports);
        let shared = json::comparison(&story, &reports, &apparatus).entries;
        shared.into_iter().find(|it| !it.readings.is_empty()).expect("a shared entry")
    }

    fn words(notes: &[Note]) -> String {
        notes.iter().map(|it| it.words.as_str()).collect::<Vec<_>>().join(" · ")
    }

    #[test]
    fn a_cut_inside_says_whether_its_reader_can_see_it() {
        let mut reading = one().readings.remove(0);
        reading.degree = None;
        reading.variants.clear();
        for (cut, marked, expected) in [
            (Some("edge"), Some(true), "cut at an edge"),
            (Some("inside"), Some(true), "cut inside, marked"),
            (Some("inside"), Some(false), "cut inside, not marked"),
            (None, None, ""),
        ] {
            (reading.cut, reading.cut_marked) = (cut, marked);
            assert_eq!(words(&notes(&reading)), expected);
        }
    }

    #[test]
    fn a_change_of_meaning_is_named_once() {
        let mut reading = one().readings.remove(0);
        (reading.degree, reading.cut) = (Some("heavy"), None);
        reading.variants[0].mark = Some("number");
        reading.variants.push(reading.variants[0].clone());
        let mut negated = reading.variants[0].clone();
        negated.mark = Some("negation");
        reading.variants.push(negated);
        assert_eq!(words(&notes(&reading)), "heavy · meaning: negation, number");
    }

    #[test]
    fn who_said_it_when_and_where_is_told_by_witness_where_they_differ() {
        let mut info = one();
        let reading = &mut info.readings[0];
        (reading.day_conflict, reading.speaker_conflict) = (true, true);
        reading.venue_conflict = true;
        info.lemma.siglum = "H".into();
        info.readings[0].statement.siglum = "C".into();
        (info.lemma.speaker, info.readings[0].statement.speaker) =
            (Some("Ana Ruiz".into()), Some("Jo Silva".into()));
        (info.lemma.day, info.readings[0].statement.day) =
            (Some("Wednesday".into()), Some("Tuesday".into()));
        let venue = |words: &str| {
            let words = words.to_owned();
            Some(VenueInfo { kind: "rally", words, span: [0, 0], place: None, outlet: None })
        };
        (info.lemma.venue, info.readings[0].statement.venue) =
            (venue("at a rally in Norvik"), venue("in Veld"));
        let told: Vec<String> =
            conflicts(&info).iter().map(|it| format!("{} differs: {it}", it.about)).collect();
        assert_eq!(
            told,
            [
                "who differs: H: Ana Ruiz · C: Jo Silva",
                "day differs: H: Wednesday (date not given) · C: Tuesday (date not given)",
                "place differs: H: at a rally in Norvik · C: in Veld",
            ]
        );
        let mut same_day = info.readings[0].clone();
        same_day.statement.siglum = "F".into();
        info.readings.push(same_day);
        assert!(conflicts(&info)[1].to_string().ends_with("C F: Tuesday (date not given)"));
    }

    #[test]
    fn copies_are_no_second_outlet() {
        let mut info = one();
        (info.outlets, info.outlets_without_copies) = (3, 2);
        assert_eq!(outlets(&info), "3 outlets, 2 without copies");
        (info.outlets, info.outlets_without_copies) = (1, 1);
        assert_eq!(outlets(&info), "1 outlet");
    }
}

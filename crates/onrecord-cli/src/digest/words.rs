//! What both views say alike: names, counts, grades, marks around words.

use std::collections::BTreeMap;

use anstyle::Style;
use onrecord::VariantKind;
use onrecord::collate::{Piece, Row};
use onrecord::json::{EntryInfo, ReadingInfo, ReportInfo, StatementInfo};

use crate::terminal::{ADDED, DOUBT, FAINT, OMITTED};
use crate::wrap::Run;

/// Heading of what is said by those whom no report names.
const UNNAMED: &str = "Unnamed sources";
/// Heading of what is said by nobody knows whom.
const UNRESOLVED: &str = "Speaker not resolved";

/// Entries under their speaker's name: speakers heard by most reports first.
pub(super) fn by_speaker<'e>(entries: &[&'e EntryInfo]) -> Vec<(String, Vec<&'e EntryInfo>)> {
    let headings = headings(entries);
    let mut groups: Vec<(String, Vec<&EntryInfo>)> = Vec::new();
    for info in entries {
        let heading = heading(&headings, info);
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
pub(super) fn heading<'h>(headings: &'h BTreeMap<&str, String>, info: &EntryInfo) -> &'h str {
    match statements(info).find_map(|it| it.speaker.as_deref()) {
        Some(name) => headings[name].as_str(),
        None if info.lemma.speaker_status == "unnamed" => UNNAMED,
        None => UNRESOLVED,
    }
}

/// The lemma, then the readings.
pub(super) fn statements(info: &EntryInfo) -> impl Iterator<Item = &StatementInfo> {
    std::iter::once(&info.lemma).chain(info.readings.iter().map(|it| &it.statement))
}

/// For each name a report gives a speaker: the fullest form of it in the story, with the first
/// role told.
pub(super) fn headings<'e>(entries: &[&'e EntryInfo]) -> BTreeMap<&'e str, String> {
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
pub(super) fn speaker_line(name: Option<&str>, info: &StatementInfo) -> String {
    let Some(name) = name else { return info.speaker_status.to_owned() };
    let role = info.role.as_ref().map(|it| format!(", {it}")).unwrap_or_default();
    let affiliation = info.affiliation.as_ref().map(|it| format!(" ({it})")).unwrap_or_default();
    format!("{name}{role}{affiliation}")
}

/// The gravest agreement among an entry's readings; `None` where only one report has it.
pub(super) fn grade(info: &EntryInfo) -> Option<&'static str> {
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
pub(super) fn sigla<'e>(info: &'e EntryInfo, row: &Row) -> Vec<&'e str> {
    let lemma = row.lemma.then_some(info.lemma.siglum.as_str());
    let readings = row.readings.iter().map(|it| info.readings[*it].statement.siglum.as_str());
    lemma.into_iter().chain(readings).collect()
}

/// `heavy · meaning: negation, number`; `cut inside, not marked`. Nothing for what is verbatim.
pub(super) fn notes(of: &ReadingInfo) -> Vec<Run> {
    let mut notes: Vec<Run> = Vec::new();
    if let Some(degree) = of.degree {
        notes.push(Run::new(FAINT, degree.to_owned()));
    }
    match (of.cut, of.cut_marked) {
        (Some("edge"), _) => notes.push(Run::new(FAINT, "cut at an edge".to_owned())),
        (Some(_), Some(true)) => notes.push(Run::new(FAINT, "cut inside, marked".to_owned())),
        (Some(_), _) => notes.push(Run::new(DOUBT, "cut inside, not marked".to_owned())),
        (None, _) => {}
    }
    let mut marks: Vec<&str> = of.variants.iter().filter_map(|it| it.mark).collect();
    marks.sort_unstable();
    marks.dedup();
    if !marks.is_empty() {
        notes.push(Run::new(DOUBT, format!("meaning: {}", marks.join(", "))));
    }
    let parted = notes.into_iter().enumerate().flat_map(|(n, it)| {
        let between = (n > 0).then(|| Run::new(FAINT, " · ".to_owned()));
        between.into_iter().chain([it])
    });
    parted.collect()
}

/// What witnesses of an entry tell differently beside its words, each with what it is about.
pub(super) fn conflicts(info: &EntryInfo) -> Vec<(&'static str, Vec<Run>)> {
    let any = |it: &dyn Fn(&ReadingInfo) -> bool| info.readings.iter().any(it);
    let mut conflicts = Vec::new();
    if any(&|it| it.act_conflict) {
        conflicts.push(("act differs", told(info, &|it| it.act.replace('_', " "))));
    }
    if any(&|it| it.speaker_conflict) {
        let named = |it: &StatementInfo| it.speaker.clone().unwrap_or("nobody named".to_owned());
        conflicts.push(("who differs", told(info, &named)));
    }
    if any(&|it| it.day_conflict) {
        conflicts.push(("day differs", told(info, &day)));
    }
    if any(&|it| it.venue_conflict) {
        let venue = |it: &StatementInfo| it.venue.as_ref().map(|it| it.words.clone());
        let venue = |it: &StatementInfo| venue(it).unwrap_or("place not told".to_owned());
        conflicts.push(("place differs", told(info, &venue)));
    }
    conflicts
}

/// What each witness tells, `T H: Wednesday · C: Tuesday`; those who tell the same together.
fn told(info: &EntryInfo, of: &dyn Fn(&StatementInfo) -> String) -> Vec<Run> {
    let mut told: Vec<(String, Vec<&str>)> = Vec::new();
    for it in statements(info) {
        let words = of(it);
        match told.iter_mut().find(|(known, _)| *known == words) {
            Some((_, sigla)) => sigla.push(&it.siglum),
            None => told.push((words, vec![&it.siglum])),
        }
    }
    let words = told.iter().map(|(words, sigla)| format!("{}: {words}", sigla.join(" ")));
    vec![Run::new(DOUBT, words.collect::<Vec<_>>().join(" · "))]
}

/// `Wednesday (2031-03-05)`
pub(super) fn day(info: &StatementInfo) -> String {
    match (&info.day, &info.date) {
        (Some(day), Some(date)) => format!("{day} ({date})"),
        (Some(day), None) => format!("{day} (date not given)"),
        _ => "day not told".to_owned(),
    }
}

/// The lemma's words, and beside them who says so if nobody is named.
pub(super) fn lemma_runs(info: &EntryInfo) -> [Vec<Run>; 2] {
    // Quoted words of a mixed statement are the lemma where they were compared as claimed.
    let claimed = info.readings.iter().any(|it| it.agreement != "paraphrase");
    statement_runs(&info.lemma, claimed)
}

/// A statement's words, and beside them who says so if nobody is named. `claimed`: they were
/// compared as the speaker's own.
pub(super) fn statement_runs(info: &StatementInfo, claimed: bool) -> [Vec<Run>; 2] {
    let words = quoted(info, claimed, vec![Run::plain(&info.words)]);
    let mut beside = tagged(info, Vec::new());
    if info.speaker.is_none() && !info.source.is_empty() {
        beside.push(Run::new(FAINT, format!("  — {}", info.source)));
    }
    [words, beside]
}

/// With the cue and what it does where the words were not said: `did not say [not said]`.
pub(super) fn tagged(info: &StatementInfo, mut runs: Vec<Run>) -> Vec<Run> {
    runs.extend(tag(info.act, &info.cue).map(|it| Run::new(DOUBT, format!("  — {it}"))));
    runs
}

/// `has denied [denied]`; nothing for what was said or asked.
pub(crate) fn tag(act: &str, cue: &str) -> Option<String> {
    let unsaid = ["denied", "declined", "not_said"].contains(&act);
    unsaid.then(|| format!("{cue} [{}]", act.replace('_', " ")).trim_start().to_owned())
}

/// Words given as the speaker's in quotation marks; the reporter's own words without.
pub(super) fn quoted(info: &StatementInfo, claimed: bool, runs: Vec<Run>) -> Vec<Run> {
    if info.manner != "direct" && !(info.manner == "mixed" && claimed) {
        return runs;
    }
    let (open, close) = (Run::plain("“"), Run::plain("”"));
    std::iter::once(open).chain(runs).chain(std::iter::once(close)).collect()
}

/// A piece with its marks: `[-omitted-]`, `{+added+}`, `old→new`, `~moved~`.
pub(super) fn marked(pieces: &[Piece<'_>], at: usize) -> Vec<Run> {
    let piece = &pieces[at];
    let one_word = |it: &str| !it.is_empty() && !it.contains(char::is_whitespace);
    let omitted = || Run::new(OMITTED, format!("[-{}-]", piece.lemma));
    let added = || Run::new(ADDED, format!("{{+{}+}}", piece.reading));
    let bare = |style: Style, words: &str| Run::new(style, words.to_owned());
    match piece.kind {
        None => vec![Run::plain(piece.reading)],
        Some(VariantKind::Transposition) if !piece.reading.is_empty() => {
            vec![Run::new(ADDED, format!("~{}~", piece.reading))]
        }
        Some(VariantKind::Substitution) if one_word(piece.lemma) && one_word(piece.reading) => {
            let (old, new) = (bare(OMITTED, piece.lemma), bare(ADDED, piece.reading));
            vec![old, bare(FAINT, "→"), new]
        }
        Some(_) if piece.lemma.is_empty() => vec![added()],
        // Words left out take no room in the reading: they are set off by blanks, but not from a
        // mark that closes what stands before them.
        Some(_) if piece.reading.is_empty() => {
            let closes = |it: &Piece<'_>| it.reading.starts_with([',', '.', ';', ':', '?', '!']);
            let before = if at == 0 { "" } else { " " };
            let after = if pieces.get(at + 1).is_none_or(closes) { "" } else { " " };
            vec![Run::plain(before), omitted(), Run::plain(after)]
        }
        Some(_) => vec![omitted(), added()],
    }
}

/// The outlet's name, or what stands for it.
pub(crate) fn outlet(report: &ReportInfo) -> &str {
    let host = || report.url.as_deref().and_then(onrecord::report::host_of);
    report.outlet.as_deref().or_else(host).unwrap_or(&report.place)
}

/// How many outlets these reports are of.
pub(super) fn n_outlets<'r>(reports: impl Iterator<Item = &'r ReportInfo>) -> usize {
    reports.map(outlet).collect::<std::collections::BTreeSet<_>>().len()
}

/// First and last day of publication.
pub(super) fn period(reports: &[ReportInfo]) -> String {
    let days = || reports.iter().filter_map(|it| it.published.as_deref());
    match (days().min(), days().max()) {
        (Some(first), Some(last)) if first == last => first.to_owned(),
        (Some(first), Some(last)) => format!("{first} to {last}"),
        _ => "no date given".to_owned(),
    }
}

/// `1 report`, `2 reports`.
pub(crate) fn count(n: usize, thing: &str) -> String {
    format!("{n} {thing}{}", if n == 1 { "" } else { "s" })
}

/// `3 outlets, 2 without copies`.
pub(super) fn outlets(info: &EntryInfo) -> String {
    let all = count(info.outlets, "outlet");
    match info.outlets_without_copies < info.outlets {
        true => format!("{all}, {} without copies", info.outlets_without_copies),
        false => all,
    }
}

#[cfg(test)]
mod tests {
    use onrecord::{Annotated, Lexicon, annotate, collate, intake, json, report, story};

    use onrecord::json::VenueInfo;

    use super::*;
    use crate::wrap::wrap;

    /// What two invented outlets have of one sentence, before anything is said of it.
    fn one() -> EntryInfo {
        let lexicon = Lexicon::english();
        let texts = [
            "“We will not close the strait to the pilots,” Ana Ruiz said on Wednesday.",
            "“We will not close the bay to the pilots,” Ana Ruiz said on Tuesday.",
        ];
        let captures = texts.iter().flat_map(|it| intake::read("example", it.as_bytes()));
        let reports = captures.filter_map(|it| report::extract(&it.ok()?));
        let reports: Vec<Annotated> = reports
            .map(|report| Annotated { annotations: annotate::annotate(&lexicon, &report), report })
            .collect();
        let story = story::gather(&reports);
        let apparatus = collate::collate(&story, &reports);
        let shared = json::comparison(&story, &reports, &apparatus).entries;
        shared.into_iter().find(|it| !it.readings.is_empty()).expect("a shared entry")
    }

    fn plain(runs: &[Run]) -> String {
        let line = wrap(runs, 100).join(" ");
        anstream::adapter::strip_str(&line).to_string()
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
            assert_eq!(plain(&notes(&reading)), expected);
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
        assert_eq!(plain(&notes(&reading)), "heavy · meaning: negation, number");
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
        let told: Vec<String> = conflicts(&info)
            .iter()
            .map(|(what, runs)| format!("{what}: {}", plain(runs)))
            .collect();
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
        assert!(plain(&conflicts(&info)[1].1).ends_with("C F: Tuesday (date not given)"));
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

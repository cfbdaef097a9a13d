//! A story drawn for people: by speaker, one block an utterance, each reading marked against the
//! lemma. The marks are those of `git diff --word-diff`, and do not depend on colour.

use std::collections::BTreeMap;
use std::io::Write;

use anstyle::Style;
use onrecord::collate::{Piece, pieces};
use onrecord::json::{Comparison, EntryInfo, ReadingInfo, ReportInfo, StatementInfo};
use onrecord::{Agreement, Annotated, Apparatus, Entry, Reading, ReportId, Story, VariantKind};

use crate::args::ViewArgs;
use crate::terminal::{ADDED, DOUBT, FAINT, OMITTED, STRONG, Terminal};
use crate::wrap::{Run, wrap};

/// Columns before the sigla: number, and agreement or manner.
const LABELS: usize = 16;

/// A story, its reports and their collation, and the same as published.
pub(crate) struct Digest<'r> {
    reports: &'r [Annotated],
    apparatus: &'r Apparatus,
    published: Comparison,
    /// What to call the story: words of one of its headlines.
    title: Option<String>,
    /// Columns for sigla.
    sigla: usize,
}

/// Narrower than this, words stand below their label and sigla.
const STACKED_BELOW: usize = 70;

/// How far in they stand then.
const STACKED_INDENT: usize = 4;

/// More sigla than fit in so many columns have a line of their own.
const WIDEST_SIGLA: usize = 12;

impl<'r> Digest<'r> {
    pub(crate) fn new(story: &Story, reports: &'r [Annotated], apparatus: &'r Apparatus) -> Self {
        let published = onrecord::json::comparison(story, reports, apparatus);
        let sigla = published.entries.iter().map(|it| agreeing(it).join(" ").len()).max();
        let sigla = sigla.unwrap_or(1).min(WIDEST_SIGLA);
        let headline = |it: &ReportInfo| it.title.clone().filter(|_| it.genre == "news");
        let title = published.reports.iter().find_map(headline);
        let title = title.or_else(|| published.reports.iter().find_map(|it| it.title.clone()));
        Digest { reports, apparatus, published, title, sigla }
    }

    /// The same under the title that the record gives the story.
    pub(crate) fn titled(self, title: &str) -> Self {
        Digest { title: Some(title.to_owned()), ..self }
    }

    /// Draws what `view` asks for; returns how many entries it drew.
    pub(crate) fn show(&self, view: &ViewArgs, terminal: &mut Terminal) -> anyhow::Result<usize> {
        let shown = |it: &(usize, &EntryInfo)| {
            view.only.is_none_or(|only| has(it.1, only.into()))
                && !(view.shared && it.1.readings.is_empty())
        };
        // Numbers stay the same whatever is shown.
        let numbered = self.published.entries.iter().enumerate().map(|(n, it)| (n + 1, it));
        let entries: Vec<(usize, &EntryInfo)> = numbered.filter(shown).collect();
        if view.json {
            terminal.json(&self.published)?;
        } else if let Some(number) = view.explain {
            self.explain(number, terminal)?;
        } else {
            self.head(terminal)?;
            for (speaker, entries) in by_speaker(&entries) {
                self.section(&speaker, &entries, terminal)?;
            }
            self.foot(&entries, terminal)?;
        }
        Ok(entries.len())
    }

    fn head(&self, terminal: &mut Terminal) -> anyhow::Result<()> {
        let reports = &self.published.reports;
        let copies = reports.iter().filter(|it| it.copy_of.is_some()).count();
        let mut outlets: Vec<&str> = reports.iter().map(outlet).collect();
        outlets.sort_unstable();
        outlets.dedup();
        let title = self.title.as_deref().unwrap_or("(no headline)");
        writeln!(terminal.out, "{STRONG}{title}{STRONG:#}")?;
        // A copy is no witness of its own, nor is a later state of a page.
        let own = reports.iter().filter(|it| it.copy_of.is_none() && it.version_of.is_none());
        let mut own_outlets: Vec<&str> = own.clone().map(outlet).collect();
        own_outlets.sort_unstable();
        own_outlets.dedup();
        let (n_own, n_outlets) = (own.count(), own_outlets.len());
        let without = match n_own == reports.len() {
            true => String::new(),
            false => format!(
                " · {}, {} without copies and edits",
                count(n_own, "report"),
                count(n_outlets, "outlet"),
            ),
        };
        let counts = format!(
            "{}, {}, {}{without} · {}",
            count(reports.len(), "report"),
            count(outlets.len(), "outlet"),
            if copies == 1 { "1 copy".to_owned() } else { format!("{copies} copies") },
            period(reports),
        );
        writeln!(terminal.out, "{FAINT}{counts}{FAINT:#}")?;
        let width = reports.iter().map(|it| it.siglum.len()).max().unwrap_or(0);
        for report in reports {
            let what = self.describe(report);
            writeln!(terminal.out, "{STRONG}{:width$}{STRONG:#} {what}", report.siglum)?;
        }
        Ok(())
    }

    fn describe(&self, report: &ReportInfo) -> String {
        let mut what = vec![outlet(report).to_owned()];
        what.push(report.published.clone().unwrap_or_else(|| "date not given".to_owned()));
        if report.genre != "news" {
            what.push(report.genre.to_owned());
        }
        let siglum = |id: &String| {
            let found = self.published.reports.iter().find(|it| it.id == *id);
            found.map_or("another report", |it| it.siglum.as_str())
        };
        if let Some(exemplar) = &report.copy_of {
            what.push(format!("copy of {}", siglum(exemplar)));
        }
        if let Some(first) = &report.version_of {
            what.push(format!("another state of {}", siglum(first)));
        }
        if let Some(credit) = &report.credit {
            what.push(format!("credits {credit}"));
        }
        what.join(" · ")
    }

    fn section(
        &self,
        speaker: &str,
        entries: &[(usize, &EntryInfo)],
        terminal: &mut Terminal,
    ) -> anyhow::Result<()> {
        writeln!(terminal.out, "\n{STRONG}{speaker}{STRONG:#}")?;
        let mut shared = false;
        for (number, info) in entries {
            if shared && info.readings.is_empty() {
                writeln!(terminal.out, "{FAINT}  in one report only{FAINT:#}")?;
            }
            shared = !info.readings.is_empty();
            self.entry(*number, info, &self.apparatus.entries[number - 1], terminal)?;
        }
        Ok(())
    }

    fn entry(
        &self,
        number: usize,
        info: &EntryInfo,
        entry: &Entry,
        terminal: &mut Terminal,
    ) -> anyhow::Result<()> {
        let transcript = self.is_transcript(&info.lemma);
        let first = label(info, transcript);
        let label = format!("{number:>3} {first}");
        self.row(&label, &agreeing(info).join(" "), &lemma_runs(&info.lemma), terminal)?;
        let others = entry.readings.iter().zip(&info.readings);
        for (reading, shown) in others.filter(|(_, it)| !same_as_lemma(it, info)) {
            let alike =
                info.readings.iter().filter(|it| same_words(&it.statement, &shown.statement));
            let alike: Vec<&ReadingInfo> = alike.collect();
            if !std::ptr::eq(alike[0], shown) {
                continue; // Told with the first who has these words.
            }
            let sigla: Vec<&str> = alike.iter().map(|it| it.statement.siglum.as_str()).collect();
            let label = if shown.agreement == first { "" } else { shown.agreement };
            let runs = self.reading_runs(entry, reading, shown);
            self.row(&format!("    {label}"), &sigla.join(" "), &runs, terminal)?;
        }
        if info.readings.iter().any(|it| it.act_conflict) {
            self.row("    act differs", "", &act_runs(info), terminal)?;
        }
        if info.readings.iter().any(|it| it.day_conflict) {
            self.row("    day differs", "", &day_runs(info), terminal)?;
        }
        Ok(())
    }

    fn is_transcript(&self, info: &StatementInfo) -> bool {
        let of = |it: &&ReportInfo| it.id == info.report;
        self.published.reports.iter().find(of).is_some_and(|it| it.genre == "transcript")
    }

    fn row(
        &self,
        label: &str,
        sigla: &str,
        runs: &[Run],
        terminal: &mut Terminal,
    ) -> anyhow::Result<()> {
        let stacked = terminal.width < STACKED_BELOW || sigla.len() > self.sigla;
        let indent = match terminal.width < STACKED_BELOW {
            true => STACKED_INDENT,
            false => LABELS + self.sigla + 1,
        };
        let width = self.sigla;
        write!(terminal.out, "{FAINT}{label:LABELS$}{FAINT:#}{STRONG}{sigla:width$}{STRONG:#}")?;
        write!(terminal.out, "{}", if stacked { "\n" } else { " " })?;
        for (n, line) in wrap(runs, terminal.width - indent).iter().enumerate() {
            let blank = if n == 0 && !stacked { 0 } else { indent };
            writeln!(terminal.out, "{:blank$}{line}", "")?;
        }
        Ok(())
    }

    fn reading_runs(&self, entry: &Entry, reading: &Reading, info: &ReadingInfo) -> Vec<Run> {
        let text = |id: ReportId| self.reports.iter().find(|it| it.report.id() == id);
        let (Some(lemma), Some(witness)) =
            (text(entry.lemma.statement.report), text(reading.passages.statement.report))
        else {
            return Vec::new();
        };
        if info.agreement == "paraphrase" {
            return lemma_runs(&info.statement);
        }
        let pieces = pieces(lemma.report.text(), witness.report.text(), reading);
        let marked = (0..pieces.len()).flat_map(|at| marked(&pieces, at)).collect();
        tagged(&info.statement, quoted(&info.statement, marked))
    }

    fn foot(&self, entries: &[(usize, &EntryInfo)], terminal: &mut Terminal) -> anyhow::Result<()> {
        let of = |agreement| entries.iter().filter(|(_, it)| grade(it) == Some(agreement)).count();
        let alone = entries.iter().filter(|(_, it)| it.readings.is_empty()).count();
        let days = |(_, it): &&(usize, &EntryInfo)| it.readings.iter().any(|it| it.day_conflict);
        let mut counts: Vec<String> = ["verbatim", "trimmed", "spliced", "altered", "paraphrase"]
            .into_iter()
            .filter(|it| of(it) > 0)
            .map(|it| format!("{} {it}", of(it)))
            .collect();
        if alone > 0 {
            counts.push(format!("{alone} in one report only"));
        }
        let days = entries.iter().filter(days).count();
        if days > 0 {
            counts.push(format!("{} on the day", count(days, "conflict")));
        }
        let counts = format!("{}: {}", count(entries.len(), "utterance"), counts.join(", "));
        writeln!(terminal.out, "\n{counts}")?;
        writeln!(terminal.out, "{FAINT}why? add --explain N{FAINT:#}").map_err(Into::into)
    }

    /// What an entry rests on: each witness's passage in its sentence, the place, the rule.
    fn explain(&self, number: usize, terminal: &mut Terminal) -> anyhow::Result<()> {
        let Some(info) = number.checked_sub(1).and_then(|it| self.published.entries.get(it)) else {
            let last = self.published.entries.len();
            anyhow::bail!("no entry {number}: this story has entries 1 to {last}");
        };
        self.witness(&info.lemma, "lemma", terminal)?;
        for reading in &info.readings {
            self.witness(&reading.statement, reading.agreement, terminal)?;
            for it in &reading.variants {
                let (old, new) = (&it.lemma, &it.reading);
                writeln!(terminal.out, "     {}: [-{old}-] {{+{new}+}}", it.kind)?;
            }
        }
        Ok(())
    }

    fn witness(
        &self,
        info: &StatementInfo,
        role: &str,
        terminal: &mut Terminal,
    ) -> anyhow::Result<()> {
        let report = self.published.reports.iter().find(|it| it.id == info.report);
        let outlet = report.map_or("", outlet);
        writeln!(terminal.out, "{STRONG}{} {outlet}{STRONG:#}  {role}", info.siglum)?;
        for line in wrap(&lemma_runs(info), terminal.width - 5) {
            writeln!(terminal.out, "     {line}")?;
        }
        let shown = |it: &Option<String>| it.clone().unwrap_or_else(|| "not told".to_owned());
        let day = match (&info.day, &info.date) {
            (Some(day), Some(date)) => format!("{day} ({date})"),
            (Some(day), None) => format!("{day} (date not given)"),
            _ => "not told".to_owned(),
        };
        let places: Vec<String> = info.spans.iter().map(|[s, e]| format!("{s}–{e}")).collect();
        let place = report.map_or("", |it| it.place.as_str());
        let sure = 100.0 * info.confidence;
        let facts = [
            ("speaker", speaker_line(info.speaker.as_deref(), info)),
            ("source", info.source.clone()),
            ("cue", info.cue.clone()),
            ("act", info.act.replace('_', " ")),
            ("to", info.addressee.clone().unwrap_or_default()),
            ("within", info.within.clone().unwrap_or_default()),
            ("perhaps", info.candidates.join(" or ")),
            ("manner", info.manner.to_owned()),
            ("day", day),
            ("rule", format!("{} ({}, right in {:.0} of 100)", info.rule, info.tier, sure)),
            ("place", format!("{place}, characters {}", places.join(", "))),
            ("url", shown(&report.and_then(|it| it.url.clone()))),
            ("id", info.statement.clone()),
        ];
        for (name, value) in facts.iter().filter(|(_, value)| !value.is_empty()) {
            writeln!(terminal.out, "     {FAINT}{name:8}{FAINT:#} {value}")?;
        }
        Ok(())
    }
}

/// Entries under their speaker's name: speakers heard by most reports first.
fn by_speaker<'e>(
    entries: &[(usize, &'e EntryInfo)],
) -> Vec<(String, Vec<(usize, &'e EntryInfo)>)> {
    let headings = headings(entries);
    let mut groups: Vec<(String, Vec<(usize, &EntryInfo)>)> = Vec::new();
    for (number, info) in entries {
        let heading = match statements(info).find_map(|it| it.speaker.as_deref()) {
            Some(name) => headings[name].as_str(),
            None if info.lemma.speaker_status == "unnamed" => UNNAMED,
            None => UNRESOLVED,
        };
        match groups.iter_mut().find(|(it, _)| it == heading) {
            Some((_, group)) => group.push((*number, info)),
            None => groups.push((heading.to_owned(), vec![(*number, info)])),
        }
    }
    let shared = |group: &[(usize, &EntryInfo)]| {
        group.iter().filter(|(_, it)| !it.readings.is_empty()).count()
    };
    let nameless = |name: &str| name == UNNAMED || name == UNRESOLVED;
    groups.sort_by_key(|(name, group)| (nameless(name), std::cmp::Reverse(shared(group))));
    for (_, group) in &mut groups {
        group.sort_by_key(|(number, it)| (it.readings.is_empty(), *number));
    }
    groups
}

const UNNAMED: &str = "Unnamed sources";
const UNRESOLVED: &str = "Speaker not resolved";

fn statements(info: &EntryInfo) -> impl Iterator<Item = &StatementInfo> {
    std::iter::once(&info.lemma).chain(info.readings.iter().map(|it| &it.statement))
}

/// For each name a report gives a speaker: the fullest form of it in the story, with the first
/// role told.
fn headings<'e>(entries: &[(usize, &'e EntryInfo)]) -> BTreeMap<&'e str, String> {
    let mut told: BTreeMap<&str, &StatementInfo> = BTreeMap::new();
    for info in entries.iter().flat_map(|(_, it)| statements(it)) {
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
fn speaker_line(name: Option<&str>, info: &StatementInfo) -> String {
    let Some(name) = name else { return info.speaker_status.to_owned() };
    let role = info.role.as_ref().map(|it| format!(", {it}")).unwrap_or_default();
    let affiliation = info.affiliation.as_ref().map(|it| format!(" ({it})")).unwrap_or_default();
    format!("{name}{role}{affiliation}")
}

/// The gravest agreement among an entry's readings; `None` where only one report has it.
fn grade(info: &EntryInfo) -> Option<&'static str> {
    let gravity = |it: &&str| match *it {
        "altered" => 3,
        "trimmed" => 2,
        "paraphrase" => 1,
        _ => 0,
    };
    info.readings.iter().map(|it| it.agreement).max_by_key(gravity)
}

/// The label of an entry's first row. Where the lemma is a transcript's, the readings bear the
/// grades; where it is one outlet's against another's, nobody knows who changed what, and the entry
/// bears its gravest.
fn label(info: &EntryInfo, transcript: bool) -> &'static str {
    match grade(info) {
        None => info.lemma.manner,
        Some(_) if info.readings.iter().all(|it| same_words(&it.statement, &info.lemma)) => {
            if info.lemma.manner == "direct" { "verbatim" } else { info.lemma.manner }
        }
        Some(grade) if grade == "verbatim" || !transcript => grade,
        Some(_) => "",
    }
}

fn has(info: &EntryInfo, only: Agreement) -> bool {
    info.readings.iter().any(|it| it.agreement == onrecord::json::agreement(only))
}

/// Sigla of the lemma and of those who have the same words.
fn agreeing(info: &EntryInfo) -> Vec<&str> {
    let same = info.readings.iter().filter(|it| same_as_lemma(it, info));
    let same = same.map(|it| it.statement.siglum.as_str());
    std::iter::once(info.lemma.siglum.as_str()).chain(same).collect()
}

fn same_as_lemma(reading: &ReadingInfo, info: &EntryInfo) -> bool {
    reading.agreement == "verbatim" && !reading.act_conflict
        || same_words(&reading.statement, &info.lemma)
}

fn same_words(one: &StatementInfo, other: &StatementInfo) -> bool {
    one.words == other.words && one.manner == other.manner && tag(one.act, "") == tag(other.act, "")
}

fn lemma_runs(info: &StatementInfo) -> Vec<Run> {
    let mut runs = tagged(info, quoted(info, vec![Run::plain(&info.words)]));
    if info.speaker.is_none() && !info.source.is_empty() {
        runs.push(Run::new(FAINT, format!("  — {}", info.source)));
    }
    runs
}

/// With the cue and what it does where the words were not said: `did not say [not said]`.
fn tagged(info: &StatementInfo, mut runs: Vec<Run>) -> Vec<Run> {
    runs.extend(tag(info.act, &info.cue).map(|it| Run::new(DOUBT, format!("  — {it}"))));
    runs
}

/// `has denied [denied]`; nothing for what was said or asked.
pub(crate) fn tag(act: &str, cue: &str) -> Option<String> {
    let unsaid = ["denied", "declined", "not_said"].contains(&act);
    unsaid.then(|| format!("{cue} [{}]", act.replace('_', " ")).trim_start().to_owned())
}

/// Direct words in quotation marks; the reporter's own words without.
fn quoted(info: &StatementInfo, runs: Vec<Run>) -> Vec<Run> {
    if info.manner != "direct" {
        return runs;
    }
    let (open, close) = (Run::plain("“"), Run::plain("”"));
    std::iter::once(open).chain(runs).chain(std::iter::once(close)).collect()
}

/// A piece with its marks: `[-omitted-]`, `{+added+}`, `old→new`, `~moved~`.
fn marked(pieces: &[Piece<'_>], at: usize) -> Vec<Run> {
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

/// By which witness it was said, and by which denied or not said.
fn act_runs(info: &EntryInfo) -> Vec<Run> {
    let acts = statements(info).map(|it| format!("{}: {}", it.siglum, it.act.replace('_', " ")));
    vec![Run::new(DOUBT, acts.collect::<Vec<_>>().join(" · "))]
}

/// Which witness gives which day.
fn day_runs(info: &EntryInfo) -> Vec<Run> {
    let readings = info.readings.iter().map(|it| &it.statement);
    let days = std::iter::once(&info.lemma).chain(readings).map(|it| {
        let day = match (&it.day, &it.date) {
            (Some(day), Some(date)) => format!("{day} ({date})"),
            (Some(day), None) => format!("{day} (date not given)"),
            _ => "day not told".to_owned(),
        };
        format!("{} says {day}", it.siglum)
    });
    vec![Run::new(DOUBT, days.collect::<Vec<_>>().join(" · "))]
}

fn outlet(report: &ReportInfo) -> &str {
    let host = || report.url.as_deref().and_then(onrecord::report::host_of);
    report.outlet.as_deref().or_else(host).unwrap_or(&report.place)
}

/// First and last day of publication.
fn period(reports: &[ReportInfo]) -> String {
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

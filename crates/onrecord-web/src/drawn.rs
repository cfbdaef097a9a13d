//! An utterance as HTML: its rows of witnesses, the marks on what they change.

use std::collections::BTreeMap;

use onrecord::collate::{Piece, Row, folded, pieces};
use onrecord::json::{Comparison, EntryInfo, ReportInfo, StatementInfo};
use onrecord::ledger::{self, Note, grade, notes};
use onrecord::text::fold::Folding;
use onrecord::{Annotated, Apparatus, ReportId, VariantKind};

use crate::escape::escaped;

/// A story with what is published of it, ready to be drawn.
pub(crate) struct Drawing<'s> {
    pub(crate) published: &'s Comparison,
    pub(crate) reports: &'s [Annotated],
    pub(crate) apparatus: &'s Apparatus,
    pub(crate) folding: Folding,
    /// Places among `published.reports`, and texts, by id.
    report_at: BTreeMap<&'s str, usize>,
    texts: BTreeMap<ReportId, &'s str>,
}

/// An utterance as the ledger shows it.
pub(crate) struct Utterance {
    /// Its number in the story, from 1.
    pub(crate) number: usize,
    /// Its gravest grade; where one report alone has it, the manner.
    pub(crate) label: &'static str,
    /// Some reading has a grade.
    pub(crate) shared: bool,
    /// Witnesses with the same words, the lemma's first.
    pub(crate) rows: Vec<Line>,
    /// What witnesses tell differently beside the words: about what, and what.
    pub(crate) conflicts: Vec<(&'static str, String)>,
    /// `3 outlets, 2 without copies`; `None` if there are no copies.
    pub(crate) copies: Option<String>,
    /// `Wednesday (2031-03-05)`; `None` if no witness tells the day, or they tell several.
    pub(crate) day: Option<String>,
    /// Where it is told what it rests on.
    pub(crate) why: String,
}

/// Words of an utterance as one or more witnesses have them.
pub(crate) struct Line {
    pub(crate) sigla: Vec<Siglum>,
    /// How it stands to the lemma; empty for the lemma itself.
    pub(crate) agreement: &'static str,
    /// The words with their marks: finished HTML.
    pub(crate) words: String,
    pub(crate) notes: Vec<Note>,
    /// Who says so where nobody is named, and the cue where the words were not said.
    pub(crate) beside: Vec<String>,
    /// The statement of the first witness, to ask why.
    pub(crate) statement: String,
}

/// A witness's sign.
pub(crate) struct Siglum {
    pub(crate) sign: String,
    pub(crate) outlet: String,
    /// The statement in that report.
    pub(crate) statement: String,
    /// What the report was copied from, if from one of the story.
    pub(crate) copy_of: Option<String>,
}

impl Siglum {
    /// What it stands for: `Coastal Wire`, `Coastal Wire (copy of H)`.
    pub(crate) fn title(&self) -> String {
        match &self.copy_of {
            Some(exemplar) => format!("{} (copy of {exemplar})", self.outlet),
            None => self.outlet.clone(),
        }
    }
}

impl<'s> Drawing<'s> {
    pub(crate) fn new(
        published: &'s Comparison,
        reports: &'s [Annotated],
        apparatus: &'s Apparatus,
    ) -> Drawing<'s> {
        let numbered = published.reports.iter().enumerate();
        let report_at = numbered.map(|(n, it)| (it.id.as_str(), n)).collect();
        let texts = reports.iter().map(|it| (it.report.id(), it.report.text())).collect();
        let folding = Folding::english();
        Drawing { published, reports, apparatus, folding, report_at, texts }
    }

    pub(crate) fn utterance(&self, info: &EntryInfo) -> Utterance {
        let entry = &self.apparatus.entries[info.number - 1];
        let rows = folded(&self.folding, entry, self.reports);
        let lines = rows.iter().map(|row| self.line(info, row)).collect();
        let conflicts = ledger::conflicts(info);
        Utterance {
            number: info.number,
            label: grade(info).unwrap_or(info.lemma.manner),
            shared: !info.readings.is_empty(),
            rows: lines,
            conflicts: conflicts.iter().map(|it| (it.about, it.to_string())).collect(),
            copies: (info.outlets_without_copies < info.outlets).then(|| ledger::outlets(info)),
            day: day(info),
            why: self.why(info.number),
        }
    }

    /// Where it is told what an utterance rests on.
    pub(crate) fn why(&self, number: usize) -> String {
        format!("/story/{}/why/{number}", self.published.story.as_deref().unwrap_or(""))
    }

    fn line(&self, info: &EntryInfo, row: &Row) -> Line {
        let statements = row.lemma.then_some(&info.lemma).into_iter();
        let statements =
            statements.chain(row.readings.iter().map(|n| &info.readings[*n].statement));
        let sigla = self.sigla(statements.collect());
        let statement = sigla.first().map_or(String::new(), |it| it.statement.clone());
        match row.readings.first().filter(|_| !row.lemma) {
            None => {
                let claimed = info.readings.iter().any(|it| it.agreement != "paraphrase");
                let words = quoted(&info.lemma, claimed, &escaped(&info.lemma.words));
                let beside = beside(&info.lemma);
                Line { sigla, agreement: "", words, notes: Vec::new(), beside, statement }
            }
            Some(n) => {
                let of = &info.readings[*n];
                let words = self.reading(info, *n);
                let (agreement, notes) = (of.agreement, notes(of));
                Line { sigla, agreement, words, notes, beside: beside(&of.statement), statement }
            }
        }
    }

    /// A reading's words, marked against the lemma's.
    fn reading(&self, info: &EntryInfo, n: usize) -> String {
        let entry = &self.apparatus.entries[info.number - 1];
        let (shown, reading) = (&info.readings[n], &entry.readings[n]);
        let text = |id: ReportId| self.text(id);
        let lemma = text(entry.lemma.statement.report);
        let pieces = pieces(lemma, text(reading.passages.statement.report), reading);
        let claimed = shown.agreement != "paraphrase";
        let words =
            if pieces.is_empty() { escaped(&shown.statement.words) } else { marked(&pieces) };
        quoted(&shown.statement, claimed, &words)
    }

    /// Witnesses in their order, but copies behind what they were copied from.
    pub(crate) fn sigla(&self, of: Vec<&StatementInfo>) -> Vec<Siglum> {
        let at = |id: &str| of.iter().position(|it| it.report == id);
        let mut order: Vec<(usize, usize)> = Vec::new();
        for (n, it) in of.iter().enumerate() {
            // No chain of copies is longer than the story.
            let exemplars = std::iter::successors(self.copy_of(&it.report), |it| self.copy_of(it));
            let here = exemplars.take(self.published.reports.len()).filter_map(at).last();
            order.push((here.unwrap_or(n), n));
        }
        order.sort_by_key(|(head, n)| (*head, n != head, *n));
        order.into_iter().map(|(_, n)| self.siglum(of[n])).collect()
    }

    fn siglum(&self, of: &StatementInfo) -> Siglum {
        let report = self.report(&of.report);
        let exemplar = self.copy_of(&of.report).and_then(|it| self.report(it));
        Siglum {
            sign: of.siglum.clone(),
            outlet: report.map_or("", ledger::outlet).to_owned(),
            statement: of.statement.clone(),
            copy_of: exemplar.map(|it| it.siglum.clone()),
        }
    }

    fn copy_of(&self, id: &str) -> Option<&'s str> {
        self.report(id)?.copy_of.as_deref()
    }

    pub(crate) fn report(&self, id: &str) -> Option<&'s ReportInfo> {
        Some(&self.published.reports[*self.report_at.get(id)?])
    }

    /// The text of a report of the story.
    pub(crate) fn text(&self, id: ReportId) -> &'s str {
        self.texts.get(&id).copied().unwrap_or("")
    }
}

/// The day on which it was said, as the first witness tells it who tells the date too; where nobody
/// does, as the first who tells a day.
fn day(info: &EntryInfo) -> Option<String> {
    if info.readings.iter().any(|it| it.day_conflict) {
        return None;
    }
    let tell = || ledger::statements(info).filter(|it| it.day.is_some());
    tell().find(|it| it.date.is_some()).or_else(|| tell().next()).map(ledger::day)
}

/// Pieces of a reading with their marks: `<del>`, `<ins>`, moved words underlined. Each says in
/// words what it is, for those who do not see the marks.
pub(crate) fn marked(pieces: &[Piece]) -> String {
    let mut html = String::new();
    for (at, piece) in pieces.iter().enumerate() {
        match piece.kind {
            None => html.push_str(&escaped(piece.reading)),
            Some(VariantKind::Transposition) if !piece.reading.is_empty() => {
                html.push_str(&tagged("span class=\"moved\"", "span", "moved", piece.reading));
            }
            // Words left out take no room in the reading: they are set off by blanks, but not from
            // a mark that closes what stands before them.
            Some(_) if piece.reading.is_empty() => {
                let closes = |it: &Piece| it.reading.starts_with([',', '.', ';', ':', '?', '!']);
                html.push_str(if at == 0 { "" } else { " " });
                html.push_str(&tagged("del", "del", "left out", piece.lemma));
                html.push_str(if pieces.get(at + 1).is_none_or(closes) { "" } else { " " });
            }
            Some(_) => {
                if !piece.lemma.is_empty() {
                    html.push_str(&tagged("del", "del", "instead of", piece.lemma));
                }
                html.push_str(&tagged("ins", "ins", "put in", piece.reading));
            }
        }
    }
    html
}

fn tagged(open: &str, close: &str, said: &str, words: &str) -> String {
    let words = escaped(words);
    format!(
        "<{open}><span class=\"hidden\">[{said}: </span>{words}<span class=\"hidden\">]</span></{close}>"
    )
}

/// Words given as the speaker's in quotation marks; the reporter's own words without.
pub(crate) fn quoted(info: &StatementInfo, claimed: bool, html: &str) -> String {
    match info.manner == "direct" || info.manner == "mixed" && claimed {
        true => format!("“{html}”"),
        false => html.to_owned(),
    }
}

pub(crate) fn beside(info: &StatementInfo) -> Vec<String> {
    let tag = ledger::tag(info.act, &info.cue);
    let source = info.speaker.is_none() && !info.source.is_empty();
    tag.into_iter().chain(source.then(|| format!("source: {}", info.source))).collect()
}

/// Words with those lit that were looked for; offsets count characters.
pub(crate) fn lit(words: &str, marked: &[[usize; 2]]) -> String {
    let cut =
        |from: usize, to: usize| -> String { words.chars().skip(from).take(to - from).collect() };
    let (mut html, mut at) = (String::new(), 0);
    for [start, end] in marked {
        html.push_str(&escaped(&cut(at, *start)));
        html.push_str(&format!("<mark>{}</mark>", escaped(&cut(*start, *end))));
        at = *end;
    }
    html.push_str(&escaped(&cut(at, words.chars().count().max(at))));
    html
}

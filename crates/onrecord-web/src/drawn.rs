//! An utterance as HTML: its rows of witnesses, the marks on what they change.

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
    folding: Folding,
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
}

impl<'s> Drawing<'s> {
    pub(crate) fn new(
        published: &'s Comparison,
        reports: &'s [Annotated],
        apparatus: &'s Apparatus,
    ) -> Drawing<'s> {
        Drawing { published, reports, apparatus, folding: Folding::english() }
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
        }
    }

    fn line(&self, info: &EntryInfo, row: &Row) -> Line {
        let statements = row.lemma.then_some(&info.lemma).into_iter();
        let statements =
            statements.chain(row.readings.iter().map(|n| &info.readings[*n].statement));
        let sigla: Vec<Siglum> = statements.map(|it| self.siglum(it)).collect();
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
        let text = |id: ReportId| {
            self.reports.iter().find(|it| it.report.id() == id).map_or("", |it| it.report.text())
        };
        let lemma = text(entry.lemma.statement.report);
        let pieces = pieces(lemma, text(reading.passages.statement.report), reading);
        let claimed = shown.agreement != "paraphrase";
        let words =
            if pieces.is_empty() { escaped(&shown.statement.words) } else { marked(&pieces) };
        quoted(&shown.statement, claimed, &words)
    }

    fn siglum(&self, of: &StatementInfo) -> Siglum {
        let report = self.report(&of.report);
        Siglum {
            sign: of.siglum.clone(),
            outlet: report.map_or("", ledger::outlet).to_owned(),
            statement: of.statement.clone(),
        }
    }

    pub(crate) fn report(&self, id: &str) -> Option<&'s ReportInfo> {
        self.published.reports.iter().find(|it| it.id == id)
    }
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

fn beside(info: &StatementInfo) -> Vec<String> {
    let tag = ledger::tag(info.act, &info.cue);
    let source = info.speaker.is_none() && !info.source.is_empty();
    tag.into_iter().chain(source.then(|| info.source.clone())).collect()
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

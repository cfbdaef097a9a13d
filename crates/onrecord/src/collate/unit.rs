//! A report's statements in, the units that are compared out: a sentence of a quotation, or the
//! whole of what is told indirectly, each with the words it claims.

use super::link::Prepared;
use super::pair::{Claim, Tables};
use super::venue::LONGEST_PARAGRAPH;
use crate::annotate::{Annotated, Manner, Statement, StatementId};
use crate::report::{Genre, Report};
use crate::text::quote::quotations;
use crate::text::{Span, sentence};

/// What is laid against what.
pub(crate) struct Unit {
    pub statement: StatementId,
    /// Place of its report among the story's reports, in their fixed order.
    pub report: usize,
    /// Place among the report's units.
    pub at: usize,
    /// What it can be compared as: a mixed statement as a whole, and by its quoted words. The first
    /// is the whole.
    pub faces: Vec<Face>,
}

/// A stretch of words and how far it claims to be the speaker's.
pub(crate) struct Face {
    pub spans: Vec<Span>,
    pub prepared: Prepared,
}

/// Quoted words in a mixed statement that are enough to be compared on their own. Fewer are a
/// phrase.
const LEAST_QUOTED: usize = 5;

/// The units of one report, in order.
pub(crate) fn units(tables: &Tables, annotated: &Annotated, report: usize) -> Vec<Unit> {
    let text = annotated.report.text();
    let mut units: Vec<Unit> = Vec::new();
    for (ordinal, statement) in annotated.annotations.statements.iter().enumerate() {
        let id = StatementId { report: annotated.report.id(), ordinal: ordinal as u32 };
        for faces in faces(tables, annotated, statement) {
            let faces: Vec<Face> = faces
                .into_iter()
                .map(|(spans, claim)| {
                    let prepared = tables.prepare(text, &spans, claim);
                    Face { spans, prepared }
                })
                .filter(|it| !it.prepared.words.is_empty())
                .collect();
            if !faces.is_empty() {
                units.push(Unit { statement: id, report, at: units.len(), faces });
            }
        }
    }
    units
}

/// For each unit of a statement, its faces.
fn faces(tables: &Tables, annotated: &Annotated, it: &Statement) -> Vec<Vec<(Vec<Span>, Claim)>> {
    let text = annotated.report.text();
    let whole = it.content.to_vec();
    match it.manner {
        Manner::Direct => {
            let claim = match annotated.report.genre {
                Genre::Transcript => Claim::Transcript,
                Genre::News | Genre::Release => Claim::Quoted,
            };
            sentences(text, &it.content).into_iter().map(|it| vec![(it, claim)]).collect()
        }
        Manner::Indirect => vec![vec![(whole, Claim::Reported)]],
        Manner::Mixed => {
            let quoted = quoted(&annotated.report, &it.content);
            let n_words: usize = quoted.iter().map(|it| tables.folding.fold(text, *it).len()).sum();
            let mut faces = vec![(whole, Claim::Mixed)];
            if n_words >= LEAST_QUOTED {
                faces.push((quoted, Claim::Quoted));
            }
            vec![faces]
        }
    }
}

/// The stretches of `content` inside quotation marks, as the quotations of its paragraph lie: marks
/// of any form count, and one that opened before the span or closes behind it.
fn quoted(report: &Report, content: &[Span]) -> Vec<Span> {
    let text = report.text();
    let mut quoted = Vec::new();
    let mut last: Option<(Span, Vec<Span>)> = None;
    for span in content {
        let parts = report.parts();
        let part = parts.get(parts.partition_point(|it| it.span.end() <= span.start()));
        let paragraph = part.map(|it| it.span).filter(|it| it.contains(*span));
        let paragraph = paragraph.filter(|it| it.len() <= LONGEST_PARAGRAPH).unwrap_or(*span);
        if last.as_ref().is_none_or(|it| it.0 != paragraph) {
            let inner = quotations(text, paragraph).into_iter().map(|it| it.inner).collect();
            last = Some((paragraph, inner));
        }
        for inner in last.iter().flat_map(|it| &it.1).filter(|it| it.overlaps(*span)) {
            let start = inner.start().max(span.start());
            quoted.push(Span::new(start, inner.end().min(span.end())).trim(text));
        }
    }
    quoted.retain(|it| !it.is_empty());
    quoted
}

/// The sentences of a quotation, each as its stretches. A quotation cut in two by its cue goes on
/// after it, unless a full stop lies between or ended the first half.
fn sentences(text: &str, content: &[Span]) -> Vec<Vec<Span>> {
    let mut sentences: Vec<Vec<Span>> = Vec::new();
    let mut ended = true;
    let mut last_end = 0;
    for span in content {
        let between = text.get(last_end..span.start()).unwrap_or("");
        let lower = span.of(text).trim_start().starts_with(char::is_lowercase);
        let mut goes_on = !ended && (lower || !between.contains(['.', '!', '?', '\n']));
        for sentence in cut(text, *span) {
            match sentences.last_mut().filter(|_| goes_on) {
                Some(last) => last.push(sentence),
                None => sentences.push(vec![sentence]),
            }
            goes_on = false;
        }
        let closing = ['”', '"', '’', '\'', ')', ']', ' '];
        ended = span.of(text).trim_end_matches(closing).ends_with(['.', '!', '?', '…']);
        last_end = span.end();
    }
    sentences
}

/// The sentences of each line. A quotation may run over several paragraphs.
fn cut(text: &str, within: Span) -> Vec<Span> {
    let mut cuts = Vec::new();
    let mut from = within.start();
    for line in within.of(text).split_inclusive('\n') {
        cuts.extend(sentence::sentences(text, Span::new(from, from + line.len())));
        from += line.len();
    }
    let cuts = cuts.into_iter().flat_map(|it| in_pieces(text, it)).map(|it| it.trim(text));
    cuts.filter(|it| !it.is_empty()).collect()
}

/// Longer sentences are cut, in bytes: laying two against each other takes the square of their
/// length, and what a machine took down may have no full stop at all. The longest sentence
/// of 50 briefings has 257.
const LONGEST_SENTENCE: usize = 2000;

/// A sentence, or its pieces, cut at blanks where it has any.
fn in_pieces(text: &str, sentence: Span) -> Vec<Span> {
    let mut pieces = Vec::new();
    let mut from = sentence.start();
    while sentence.end() - from > LONGEST_SENTENCE {
        let rest = &text[from..sentence.end()];
        let places = rest.char_indices().take_while(|(at, _)| *at <= LONGEST_SENTENCE);
        let last = places.clone().last().map_or(rest.len(), |(at, _)| at);
        let blank = places.skip(1).filter(|(_, it)| it.is_whitespace()).last();
        let end = from + blank.map_or(last, |(at, _)| at);
        pieces.push(Span::new(from, end));
        from = end;
    }
    pieces.push(Span::new(from, sentence.end()));
    pieces
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::{Part, PartKind};

    fn drawn(text: &str, spans: &[Vec<Span>]) -> String {
        let sentence =
            |spans: &Vec<Span>| spans.iter().map(|it| it.of(text)).collect::<Vec<_>>().join(" + ");
        spans.iter().map(sentence).collect::<Vec<_>>().join(" | ")
    }

    /// Content stands between `<` and `>`.
    fn check(marked: &str, expected: &str) {
        let (mut text, mut starts, mut spans) = (String::new(), 0, Vec::new());
        for ch in marked.chars() {
            match ch {
                '<' => starts = text.len(),
                '>' => spans.push(Span::new(starts, text.len())),
                _ => text.push(ch),
            }
        }
        assert_eq!(drawn(&text, &sentences(&text, &spans)), expected);
    }

    #[test]
    fn a_quotation_is_cut_into_sentences() {
        check("“<We sail at dawn. Will you? Yes!>”", "We sail at dawn. | Will you? | Yes!");
        check(
            "“<Mr. Silva met the U.S. Senate on Oct. 8. Then he left.>”",
            "Mr. Silva met the U.S. Senate on Oct. 8. | Then he left.",
        );
    }

    #[test]
    fn words_without_a_full_stop_are_cut_at_blanks() {
        let text = "harbour ".repeat(1000) + &"ä".repeat(5000);
        let cuts = cut(&text, Span::new(0, text.len()));
        assert!(cuts.iter().all(|it| it.len() <= LONGEST_SENTENCE), "{cuts:?}");
        assert!(cuts[0].of(&text).ends_with("harbour") && cuts[1].of(&text).starts_with("harbour"));
        let n_kept: usize = cuts.iter().map(|it| it.of(&text).replace(' ', "").len()).sum();
        assert_eq!(n_kept, text.replace(' ', "").len());
    }

    #[test]
    fn a_sentence_goes_on_after_its_cue() {
        check("“<We sail>,” she said, “<at dawn. Be there.>”", "We sail + at dawn. | Be there.");
    }

    #[test]
    fn a_new_sentence_begins_after_a_cue_with_a_full_stop() {
        check("“<We sail at dawn>,” she said. “<Be there.>”", "We sail at dawn | Be there.");
    }

    #[test]
    fn quoted_words_are_found_in_mixed_content() {
        for (text, expected) in [
            ("that the port “stays open to all” for now", "stays open to all"),
            ("that it \"stays open\" and \"stays free", "stays open/stays free"),
            (
                "that the draft ‘is short, it is practical’ and the pilots’ own",
                "is short, it is practical",
            ),
            ("no marks here", ""),
        ] {
            let whole = Span::new(0, text.len());
            let part = Part { kind: PartKind::Paragraph, span: whole };
            let found = quoted(&Report::new(None, None, text, vec![part]), &[whole]);
            let found: Vec<&str> = found.iter().map(|it| it.of(text)).collect();
            assert_eq!(found.join("/"), expected);
        }
    }

    #[test]
    fn a_quotation_that_opened_before_the_content_is_seen() {
        let text = "He said “the port stays open” and the quay “is closed for good.”";
        let part = Part { kind: PartKind::Paragraph, span: Span::new(0, text.len()) };
        let report = Report::new(None, None, text, vec![part]);
        let content = Span::new("He said “".len(), text.len() - "”".len());
        let found = quoted(&report, &[content]);
        let found: Vec<&str> = found.iter().map(|it| it.of(text)).collect();
        assert_eq!(found, ["the port stays open", "is closed for good."]);
    }
}

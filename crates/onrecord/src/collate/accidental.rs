//! Words that agree in, where they are written differently out: spelling, numbers, contractions,
//! capitals inside a sentence, punctuation, what stands in brackets. The accidentals.
//!
//! What never counts: shapes of quotation marks, apostrophes and dashes, blanks, the capital that
//! begins a sentence, and marks beside words that differ or at the ends of a passage.

use super::link::Laid;
use super::{Variant, VariantKind};
use crate::text::Span;
use crate::text::fold::Folded;

/// One side of a comparison: its text, and the spans of it that are compared.
#[derive(Clone, Copy)]
pub(crate) struct Source<'s> {
    pub text: &'s str,
    pub spans: &'s [Span],
}

/// The places, in order of the lemma, where words that agree are written differently.
pub(crate) fn accidentals(laid: &Laid, lemma: Source<'_>, reading: Source<'_>) -> Vec<Variant> {
    let mut found = Run::default();
    let mut before: Option<(usize, usize)> = None;
    for (i, j) in laid.alignment.pairs.iter().copied() {
        let marks = before
            .filter(|it| *it == (i.wrapping_sub(1), j.wrapping_sub(1)))
            .and_then(|_| Some((lemma.marks(&laid.a, i)?, reading.marks(&laid.b, j)?)));
        match marks {
            Some((a, b)) => found.marks((lemma.text, a), (reading.text, b)),
            None => found.end(),
        }
        found.word((lemma, &laid.a, i), (reading, &laid.b, j));
        before = Some((i, j));
    }
    found.end();
    for it in &mut found.all {
        it.lemma = trimmed(it.lemma, lemma.text);
        it.reading = trimmed(it.reading, reading.text);
    }
    found.all
}

impl Source<'_> {
    /// What stands between a word and the one before it in the same span.
    fn marks(&self, words: &[Folded], at: usize) -> Option<Span> {
        let (before, after) = (words[at - 1].span, words[at].span);
        let both = before.cover(after);
        let gap = Span::new(before.end(), after.start().max(before.end()));
        self.spans.iter().any(|it| it.contains(both)).then_some(gap)
    }

    fn begins_sentence(&self, words: &[Folded], at: usize) -> bool {
        let Some(gap) = at.checked_sub(1).and_then(|_| self.marks(words, at)) else { return true };
        gap.of(self.text).contains(['.', '!', '?', ':', '…', '“', '”', '"', '‘', '(', '\n'])
    }
}

/// Differences that stand side by side are one: `ca` + `n’t` against `can` + `not`.
#[derive(Default)]
struct Run {
    open: Option<(Span, Span)>,
    last_word_differs: bool,
    all: Vec<Variant>,
}

impl Run {
    fn word(
        &mut self,
        (lemma, a, i): (Source<'_>, &[Folded], usize),
        (reading, b, j): (Source<'_>, &[Folded], usize),
    ) {
        let (x, y) = (a[i].span, b[j].span);
        let (left, right) = (straight(x.of(lemma.text)), straight(y.of(reading.text)));
        let differs = if left == right {
            false
        } else if left.to_lowercase() == right.to_lowercase() {
            !lemma.begins_sentence(a, i) && !reading.begins_sentence(b, j)
        } else {
            true
        };
        if !differs && self.open.is_some() {
            self.end();
        } else if differs {
            self.add(x, y);
        }
        self.last_word_differs = differs;
    }

    fn marks(&mut self, (a_text, a): (&str, Span), (b_text, b): (&str, Span)) {
        let (left, right) = (a.of(a_text), b.of(b_text));
        if plain_marks(left) != plain_marks(right) {
            self.add(trimmed(a, a_text), trimmed(b, b_text));
            return;
        }
        // Written in one piece on one side: the difference may go on.
        let tied = self.last_word_differs && (left.is_empty() || right.is_empty());
        if !tied {
            self.end();
        }
    }

    fn add(&mut self, a: Span, b: Span) {
        self.open = Some(match self.open {
            Some((x, y)) => (x.cover(a), y.cover(b)),
            None => (a, b),
        });
    }

    fn end(&mut self) {
        let Some((lemma, reading)) = self.open.take() else { return };
        let kind = match (lemma.is_empty(), reading.is_empty()) {
            (true, _) => VariantKind::Addition,
            (_, true) => VariantKind::Omission,
            _ => VariantKind::Substitution,
        };
        self.all.push(Variant { kind, mark: None, lemma, reading });
    }
}

/// A stretch without the blanks around it; of blanks only, the empty place before them.
fn trimmed(span: Span, text: &str) -> Span {
    let inner = span.trim(text);
    if inner.is_empty() { Span::new(span.start(), span.start()) } else { inner }
}

/// Straight apostrophes, no soft hyphens.
fn straight(word: &str) -> String {
    let letters = word.chars().filter(|it| *it != '\u{ad}');
    letters.map(|it| if matches!(it, '’' | '‘' | '`' | '´' | '′') { '\'' } else { it }).collect()
}

/// Marks without blanks and quotation marks, dashes and ellipses in one shape. A hyphen between
/// blanks is a dash.
fn plain_marks(marks: &str) -> String {
    const QUOTATION_MARKS: [char; 12] =
        ['“', '”', '„', '"', '‘', '’', '\'', '«', '»', '`', '‹', '›'];
    let dashed = marks.replace("--", "—").replace(" - ", "—").replace(['–', '―', '‒'], "—");
    let dotted = dashed.replace(". . .", "…").replace("...", "…").replace(['‐', '‑'], "-");
    dotted.chars().filter(|it| !it.is_whitespace() && !QUOTATION_MARKS.contains(it)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::collate::Tables;
    use crate::collate::link::lay;

    /// Draws each as `lemma→reading`.
    #[track_caller]
    fn check(lemma: &str, reading: &str, expected: &str) {
        let tables = Tables::english();
        let fold = |text: &str| tables.folding.fold(text, Span::new(0, text.len()));
        let laid = lay(&tables.likeness, &fold(lemma), &fold(reading));
        let spans = [lemma, reading].map(|it| [Span::new(0, it.len())]);
        let [a, b] =
            [(lemma, &spans[0]), (reading, &spans[1])].map(|(text, spans)| Source { text, spans });
        let draw = |it: &Variant| format!("{}→{}", it.lemma.of(lemma), it.reading.of(reading));
        let found: Vec<String> = accidentals(&laid, a, b).iter().map(draw).collect();
        assert_eq!(found.join(" | "), expected);
    }

    #[test]
    fn spelling_numbers_and_contractions_are_accidentals() {
        check("the harbour is shut", "the harbor is shut", "harbour→harbor");
        check("eight ships sail", "8 ships sail", "eight→8");
        check(
            "it’s shut and we can’t sail",
            "it is shut and we cannot sail",
            "’s→is | can’t→cannot",
        );
        check("we’re gonna sail", "we are going to sail", "’re→are | gonna→going to");
        check(
            "it cost $5 million then",
            "it cost five million dollars then",
            "$5 million→five million dollars",
        );
        check("the UK sails", "the United Kingdom sails", "UK→United Kingdom");
        check("a café in town", "a cafe in town", "café→cafe");
        check("a cease-fire holds", "a ceasefire holds", "cease-fire→ceasefire");
    }

    #[test]
    fn a_capital_counts_inside_a_sentence_only() {
        check("tell the Council now", "tell the council now", "Council→council");
        check("The port is shut", "the port is shut", "");
        check("We lost. And we know", "we lost and we know", ".→");
    }

    #[test]
    fn marks_count_inside_a_passage_only() {
        check("we sail, at dawn.", "we sail at dawn", ",→");
        check("we sail at dawn", "we sail; at dawn!", "→;");
        check("off-the-record talks", "off the record talks", "-→ | -→");
        check("we [the pilots] sail", "we sail", "[the pilots]→");
    }

    #[test]
    fn shapes_of_quotation_marks_and_dashes_are_no_accidentals() {
        check("we ‘sail’ — at dawn… or not", "we \"sail\" -- at dawn ... or not", "");
        check("the port’s end", "the port's end", "");
    }

    #[test]
    fn marks_beside_words_that_differ_are_left_to_the_variants() {
        check("we sail, Ana, at dawn", "we sail at dawn", "");
    }
}

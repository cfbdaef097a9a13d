use super::{Reading, Variant, VariantKind};
use crate::text::gap;

/// A stretch of a reading drawn against its lemma.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Piece<'t> {
    /// The lemma's words; empty for an addition, and where both agree.
    pub lemma: &'t str,
    /// The reading's words; empty for an omission.
    pub reading: &'t str,
    /// How they differ; `None` where they agree.
    pub kind: Option<VariantKind>,
}

/// A reading cut into what agrees with the lemma and what differs, in the reading's order: what a
/// terminal, a page or TEI draws. Accidentals are plain words here, as the reading writes them.
pub fn pieces<'t>(lemma_text: &'t str, reading_text: &'t str, reading: &Reading) -> Vec<Piece<'t>> {
    let mut pieces = Vec::new();
    let agree = |words: &'t str| Piece { lemma: "", reading: words, kind: None };
    // Where words were moved, the order of the lemma is not the reading's.
    let mut variants: Vec<&Variant> = reading.variants.iter().collect();
    variants.sort_by_key(|it| (it.reading.start(), it.reading.end()));
    let mut variants = variants.into_iter().peekable();
    for (n, span) in reading.passages.spans.iter().enumerate() {
        let last = n + 1 == reading.passages.spans.len();
        let mut at = span.start();
        if n > 0 {
            pieces.push(agree(gap(reading_text, reading.passages.spans[n - 1], *span)));
        }
        while let Some(variant) = variants.next_if(|it| it.reading.end() <= span.end() || last) {
            let start = variant.reading.start().clamp(at, span.end());
            let end = variant.reading.end().clamp(start, span.end());
            if start > at {
                pieces.push(agree(&reading_text[at..start]));
            }
            pieces.push(Piece {
                lemma: variant.lemma.of(lemma_text),
                reading: &reading_text[start..end],
                kind: Some(variant.kind),
            });
            at = end;
        }
        if at < span.end() {
            pieces.push(agree(&reading_text[at..span.end()]));
        }
    }
    pieces
}

#[cfg(test)]
mod tests {
    use super::super::collate;
    use super::*;
    use crate::invented::reports;
    use crate::story;

    #[test]
    fn moved_words_are_drawn_where_they_stand_and_not_as_left_out() {
        let reports = reports(&[
            "Harbour Post | “Forty ships are at anchor this afternoon, and nineteen sailors are \
             held in Sostra by the pilots,” Ana Ruiz said.",
            "Coastal Wire | “This afternoon forty ships are at anchor, and nineteen sailors are \
             held in Sostra,” Ana Ruiz said.",
        ]);
        let apparatus = collate(&story::gather(&reports), &reports);
        let entry = apparatus.shared().next().unwrap();
        let text = |id| reports.iter().find(|it| it.report.id() == id).unwrap().report.text();
        let reading = &entry.readings[0];
        let lemma = text(entry.lemma.statement.report);
        let drawn = pieces(lemma, text(reading.passages.statement.report), reading);
        let kinds: Vec<_> = drawn.iter().map(|it| (it.kind, it.reading)).collect();
        assert_eq!(kinds[0], (Some(VariantKind::Transposition), "This afternoon"));
        let whole: String = drawn.iter().map(|it| it.reading).collect();
        assert_eq!(whole, reading.passages.spans[0].of(text(reading.passages.statement.report)));
    }
}

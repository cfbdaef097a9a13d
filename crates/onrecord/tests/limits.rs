//! Texts that make a careless loop take the square of their length: each is done in seconds, where
//! it once took minutes.

use onrecord::annotate::annotate;
use onrecord::collate::collate;
use onrecord::story::gather;
use onrecord::{Annotated, Genre, Lexicon, Part, PartKind, Report, Span};

/// Long enough for a square to take minutes.
const LEN: usize = 300_000;

fn filled(words: &str) -> String {
    words.repeat(LEN / words.len())
}

fn annotated(genre: Genre, outlet: &str, paragraphs: &[(PartKind, &str)]) -> Annotated {
    let (mut text, mut parts) = (String::new(), Vec::new());
    for (kind, words) in paragraphs {
        let start = text.len();
        text.push_str(words);
        parts.push(Part { kind: *kind, span: Span::new(start, text.len()).trim(&text) });
        text.push('\n');
    }
    let mut report = Report::new(Some(outlet), None, &text, parts);
    report.genre = genre;
    let annotations = annotate(&Lexicon::english(), &report);
    Annotated { report, annotations }
}

#[test]
fn quotations_without_end_after_one_cue() {
    for opening in ["", "Ruiz said the bridge was safe. ", "Ruiz said: "] {
        let text = format!("{opening}{}", filled("“It was.” "));
        annotated(Genre::News, "Harbour Post", &[(PartKind::Paragraph, &text)]);
    }
    let text = filled("Ruiz said it was safe. “It was.” ");
    let found = annotated(Genre::News, "Harbour Post", &[(PartKind::Paragraph, &text)]);
    assert!(found.annotations.statements.len() > 1000);
}

#[test]
fn turns_without_a_full_stop() {
    for (one, other) in [
        ("harbour ", "harbour "),
        ("harbour ", "bridge harbour "),
        ("8 ", "9 "),
        ("h", "h"),
        ("cease fire ", "cease-fire "),
        ("x‘s‘t", "x‘s‘s"),
    ] {
        let reports = [one, other].map(|words| {
            let turn = format!("Well, {} and so on.", filled(words));
            let parts = [(PartKind::SpeakerTag, "ANA RUIZ:"), (PartKind::Paragraph, &turn)];
            annotated(Genre::Transcript, one, &parts)
        });
        assert!(!collate(&gather(&reports), &reports).entries.is_empty());
    }
}

/// Words and marks on which rules turn, in any order.
const TURNS: [&str; 56] = [
    "Tarvonia",
    "Norway",
    "Norwegian",
    "Ruiz",
    "troops",
    "mediators",
    "talks",
    "ceasefire",
    "deal",
    "refused",
    "to",
    "engage",
    "again",
    "once",
    "not",
    "no",
    "would",
    "will",
    "if",
    "resume",
    "broke",
    "off",
    "stalled",
    "attacked",
    "killed",
    "by",
    "in",
    "of",
    "the",
    "a",
    "and",
    "with",
    "between",
    "from",
    "said",
    "told",
    "that",
    "according",
    "about",
    "at",
    "least",
    "40",
    "1,200",
    "million",
    "dozens",
    "$",
    "%",
    "-",
    ",",
    ".",
    ";",
    ":",
    "?",
    "“",
    "”",
    "’s",
];

proptest::proptest! {
    #![proptest_config(proptest::prelude::ProptestConfig::with_cases(2_000))]

    #[test]
    fn any_words_in_any_order_are_read_without_a_panic(
        words in proptest::collection::vec((proptest::sample::select(&TURNS[..]), proptest::bool::ANY), 1..40),
        turn in proptest::bool::ANY,
    ) {
        let mut text = String::new();
        for (word, glued) in words {
            if !glued && !text.is_empty() {
                text.push(' ');
            }
            text.push_str(word);
        }
        let lexicon = lexicon();
        let part = Part { kind: PartKind::Paragraph, span: Span::new(0, text.len()) };
        let mut report = Report::new(None, None, &text, vec![part]);
        report.genre = if turn { Genre::Transcript } else { Genre::News };
        let found = annotate(lexicon, &report);
        for it in &found.events {
            proptest::prop_assert!(it.passage.end() <= text.len());
        }
    }
}

/// Words that rules for figures turn on.
const FIGURES: [&str; 48] = [
    "12", "3.5", "25", "%", "$", "€", "1,200", "2031", "two", "hundred", "million", "dozens",
    "half", "about", "more", "than", "at", "least", "up", "to", "between", "and", "or", "of",
    "its", "the", "in", "per", "cent", "percent", "year", "days", "ago", "people", "ships",
    "current", "size", "killed", "wounded", "worth", "last", "March", "Norway", "-", ",", ".", "(",
    "“",
];

proptest::proptest! {
    #[test]
    fn any_numbers_in_any_order_are_read_without_a_panic(
        words in proptest::collection::vec((proptest::sample::select(&FIGURES[..]), proptest::bool::ANY), 1..24),
    ) {
        let mut text = String::new();
        for (word, glued) in words {
            if !glued && !text.is_empty() {
                text.push(' ');
            }
            text.push_str(word);
        }
        let part = Part { kind: PartKind::Paragraph, span: Span::new(0, text.len()) };
        let report = Report::new(None, None, &text, vec![part]);
        for it in &annotate(lexicon(), &report).figures {
            proptest::prop_assert!(it.counted.is_none_or(|it| it.end() <= text.len()));
        }
    }
}

/// Read once: it takes longer than a case.
fn lexicon() -> &'static Lexicon {
    static LEXICON: std::sync::LazyLock<Lexicon> = std::sync::LazyLock::new(Lexicon::english);
    &LEXICON
}

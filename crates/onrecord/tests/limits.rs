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

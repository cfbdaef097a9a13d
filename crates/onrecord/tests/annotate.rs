//! Cases as Markdown, with what is found drawn under the words; laws as properties.

// Reads the cases, and holds them to a time.
#![allow(clippy::disallowed_methods)]

use std::fmt::Write;

use onrecord::annotate::{Annotations, annotate};
use onrecord::report::Published;
use onrecord::{Act, Genre, Lexicon, Part, PartKind, Report, Span, Speaker, Statement};
use proptest::prelude::*;

/// Reads a case's reports and draws what is found in each.
///
/// `# Title`, then for each report `## Outlet, YYYY-MM-DD` (or `transcript` for the outlet) and its
/// paragraphs. A line `### …` is a crosshead, `> …` a caption, `NAME:` alone in a transcript a tag;
/// `= …` is what a careful reader expects.
#[test]
fn cases_come_out_as_drawn() {
    let lexicon = Lexicon::english();
    insta::glob!("cases/annotate/*.md", |path| {
        let case = std::fs::read_to_string(path).unwrap();
        let drawn: Vec<String> = case.split("\n## ").skip(1).map(|it| draw(&lexicon, it)).collect();
        insta::assert_snapshot!(drawn.join("\n"));
    });
}

/// What a careful reader of a case expects, in lines `= speaker | content / content`, in the order
/// of content, or `= nothing`.
#[test]
fn cases_say_what_a_careful_reader_expects() {
    let lexicon = Lexicon::english();
    let mut wrong = String::new();
    insta::glob!("cases/annotate/*.md", |path| {
        let case = std::fs::read_to_string(path).unwrap();
        for section in case.split("\n## ").skip(1) {
            let (head, body) = section.split_once('\n').unwrap();
            let expected: Vec<&str> = body.lines().filter_map(|it| it.strip_prefix("= ")).collect();
            if expected.is_empty() || head.contains("FIXME") {
                continue;
            }
            let report = report(None, body);
            let found = annotate(&lexicon, &report);
            let mut told: Vec<String> =
                found.statements.iter().map(|it| told(&report, &found, it)).collect();
            if told.is_empty() {
                told.push("nothing".into());
            }
            if told != expected {
                writeln!(wrong, "{head}\n  expected {expected:#?}\n  found {told:#?}").unwrap();
            }
        }
    });
    assert!(wrong.is_empty(), "{wrong}");
}

fn told(report: &Report, found: &Annotations, statement: &Statement) -> String {
    let content: Vec<&str> = statement.content.iter().map(|it| it.of(report.text())).collect();
    format!("{} | {}", speaker(found, statement), content.join(" / "))
}

fn speaker(found: &Annotations, statement: &Statement) -> String {
    match statement.speaker {
        Speaker::Named(_) => found.speaker(statement).unwrap().name.to_string(),
        Speaker::Unnamed => "unnamed".into(),
        Speaker::Unresolved => "unresolved".into(),
    }
}

fn draw(lexicon: &Lexicon, section: &str) -> String {
    let (head, body) = section.split_once('\n').unwrap();
    let (outlet, day) = head.rsplit_once(", ").unwrap_or((head, ""));
    let mut report = report(Some(outlet), body.trim());
    if outlet == "transcript" {
        report.genre = Genre::Transcript;
    }
    report.published = day.parse().ok().map(|day| Published { day, at: None });
    let found = annotate(lexicon, &report);
    let mut drawn = format!("## {head}\n");
    for part in report.parts() {
        draw_part(&mut drawn, &report, &found, part.span);
    }
    for actor in &found.actors {
        let (role, of) = (actor.role.as_deref(), actor.affiliation.as_deref());
        writeln!(
            drawn,
            "actor: {} ({:?}), {}, {}",
            actor.name,
            actor.kind,
            role.unwrap_or("-"),
            of.unwrap_or("-")
        )
        .unwrap();
    }
    drawn
}

/// The words of a part, wrapped, with `^` under content, `=` under cues, `-` under sources.
fn draw_part(drawn: &mut String, report: &Report, found: &Annotations, part: Span) {
    const WIDTH: usize = 96;
    let text = report.text();
    let mut marks: Vec<char> = part.of(text).chars().map(|_| ' ').collect();
    let mine: Vec<(usize, &Statement)> =
        found.statements.iter().enumerate().filter(|it| part.contains(it.1.content[0])).collect();
    let all = found.statements.iter().flat_map(|it| {
        let content = it.content.iter().map(|span| (*span, '^'));
        let source = it.source.iter().map(|span| (*span, '-'));
        let cue = it.cue.iter().map(|span| (*span, '='));
        content.chain(source).chain(cue)
    });
    for (span, mark) in all.filter(|it| part.contains(it.0)) {
        let start = text[part.start()..span.start()].chars().count();
        let len = span.of(text).chars().count();
        marks[start..start + len].fill(mark);
    }
    let chars: Vec<char> = part.of(text).chars().collect();
    let mut at = 0;
    while at < chars.len() {
        let mut end = chars.len().min(at + WIDTH);
        if end < chars.len() {
            end = (at + 1..end).rev().find(|it| chars[*it] == ' ').map_or(end, |it| it + 1);
        }
        let words: String = chars[at..end].iter().collect();
        let under: String = marks[at..end].iter().collect();
        writeln!(drawn, "{}", words.trim_end()).unwrap();
        if !under.trim().is_empty() {
            writeln!(drawn, "{}", under.trim_end()).unwrap();
        }
        at = end;
    }
    for (n, statement) in mine {
        let speaker = speaker(found, statement);
        let day = statement.day.map_or(String::new(), |it| {
            let date = it.date.map_or("no date".into(), |it| it.to_string());
            format!(", {} ({date})", it.written.of(text))
        });
        let act = match statement.act {
            Act::Said => String::new(),
            act => format!(" {}", act.name()),
        };
        let addressee = statement.addressee.map(|it| format!(", to {}", it.of(text)));
        let within = statement.within.map(|it| format!(", within {it}"));
        let (manner, rule) = (statement.manner, statement.rule);
        let more = [addressee, within].into_iter().flatten().collect::<String>();
        writeln!(drawn, "{n}: {manner:?}{act}, {speaker}{day}{more}, rule {rule}").unwrap();
    }
    drawn.push('\n');
}

fn report(outlet: Option<&str>, body: &str) -> Report {
    let mut text = String::new();
    let mut parts = Vec::new();
    let lines = body.lines().map(str::trim);
    for line in lines.filter(|it| !it.is_empty() && !it.starts_with("= ")) {
        let (kind, words) = match line.split_once(' ') {
            Some(("###", words)) => (PartKind::Crosshead, words),
            Some((">", words)) => (PartKind::Caption, words),
            _ if outlet == Some("transcript") && line.ends_with(':') => {
                (PartKind::SpeakerTag, line)
            }
            _ => (PartKind::Paragraph, line),
        };
        if !text.is_empty() {
            text.push('\n');
        }
        let start = text.len();
        text.push_str(words);
        parts.push(Part { kind, span: Span::new(start, text.len()) });
    }
    Report::new(outlet, None, &text, parts)
}

fn check_laws(text: &str) {
    let text = text.replace('\0', " ");
    let mut at = 0;
    let mut parts = Vec::new();
    for (n, line) in text.split_inclusive('\n').enumerate() {
        let span = Span::new(at, at + line.len()).trim(&text);
        at += line.len();
        let kind = if n == 0 { PartKind::Headline } else { PartKind::Paragraph };
        if !span.is_empty() {
            parts.push(Part { kind, span });
        }
    }
    let report = Report::new(None, None, &text, parts);
    let found = annotate(&Lexicon::english(), &report);
    for statement in &found.statements {
        assert!(!statement.content.is_empty(), "no content");
        for span in statement.content.iter().chain(&statement.source).chain(&statement.cue) {
            assert!(!span.is_empty() && text.get(span.range()).is_some(), "{span:?}");
        }
        if let Speaker::Named(_) = statement.speaker {
            assert!(found.speaker(statement).is_some());
        }
    }
    for (n, statement) in found.statements.iter().enumerate() {
        assert!(statement.addressee.is_none_or(|it| !it.of(&text).is_empty()));
        assert!((0.0..=1.0).contains(&statement.confidence));
        let Some(outer) = statement.within.map(|it| it as usize) else { continue };
        assert_ne!(outer, n, "within itself");
        let holds = |span: Span| found.statements[outer].content.iter().any(|it| it.contains(span));
        assert!(holds(statement.cue[0]) && holds(statement.content[0]), "not within {outer}");
    }
    let starts: Vec<Span> = found.statements.iter().map(|it| it.content[0]).collect();
    assert!(starts.is_sorted(), "not in order of content");
    assert_eq!(found, annotate(&Lexicon::english(), &report), "not the same twice");
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]

    #[test]
    fn any_text_is_annotated_without_panic(text in any::<String>()) {
        check_laws(&text);
    }

    #[test]
    fn words_and_marks_in_any_order_are_annotated_without_panic(
        words in proptest::collection::vec(0..WORDS.len(), 0..80)
    ) {
        let words: Vec<&str> = words.iter().map(|it| WORDS[*it]).collect();
        check_laws(&words.concat());
    }
}

/// What rules look at.
const WORDS: &[&str] = &[
    " ",
    " ",
    " ",
    "\n",
    "“",
    "”",
    "\"",
    "''",
    "'",
    "’",
    "‘",
    ",",
    ", ",
    ". ",
    ": ",
    ":",
    "?” ",
    "—",
    " -- ",
    "(",
    ")",
    "said ",
    "says ",
    "told ",
    "asked ",
    "adding ",
    "that ",
    "to ",
    "according ",
    "As ",
    "he ",
    "She’s ",
    "who ",
    "and ",
    "but ",
    "Ruiz ",
    "Ana ",
    "the ",
    "minister ",
    "Mr. ",
    "on ",
    "Tuesday ",
    "March ",
    "4 ",
    "2031 ",
    "U.S. ",
    "bridge ",
    "was ",
    "safe ",
    "é",
    "一",
    "of ",
    "went ",
    "did not ",
    "denied ",
    "declined ",
    "reporters ",
    "with ",
    "in an interview ",
    "on to say ",
    "ministry’s ",
    "ing ",
    "states ",
    "one ",
    "two ",
];

#[test]
fn a_paragraph_of_a_megabyte_takes_no_more_than_its_share() {
    let lines = [
        "“a ",
        "said “b” and ",
        "Ruiz said that ",
        "said, ",
        ", ",
        "he said, “x,” ",
        "‘a’ ",
        "\"",
        "''",
        "(",
        "— ",
        "Ana Ruiz, ",
        "according to ",
        "asked whether ",
        "the minister said. ",
        "the spokesman said no. He said yes it was. ",
        "“Q?” Ruiz asked. ",
        "says who said who ",
        "… ",
        "a.b.",
        "U.S. ",
        ". ",
        "Ruiz ",
        "said Ruiz ",
        ": “",
    ];
    for line in lines {
        let text = line.repeat(1_000_000 / line.len());
        let began = std::time::Instant::now();
        let report = report(None, &text);
        let found = annotate(&Lexicon::english(), &report);
        let seconds = began.elapsed().as_secs_f64();
        // Generous: tests run unoptimised on busy machines. Anything quadratic takes minutes.
        assert!(seconds < 10.0, "{line:?}: {seconds:.1} s, {} statements", found.statements.len());
    }
}

//! The two seed reports, sentence by sentence, against the alignment a careful reader made. Runs
//! where the seeds lie beside the checkout; they are not ours to ship.

// Reads the gold files, and prints figures for whoever runs it with --nocapture.
#![allow(clippy::print_stdout, clippy::disallowed_methods)]

use std::path::PathBuf;

use onrecord::annotate::{Actor, ActorIdx, ActorKind, Annotated, Annotations, Day};
use onrecord::collate::collate;
use onrecord::{
    Agreement, Manner, Part, PartKind, Report, Span, Speaker, Statement, Story, Witness,
};

struct Sentence {
    number: u32,
    start: usize,
    end: usize,
    form: String,
}

fn seeds() -> Option<PathBuf> {
    let beside = PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/../../../shared/seeds"));
    let given = std::env::var_os("ONRECORD_SEEDS").map(PathBuf::from);
    given.or(Some(beside)).filter(|it| it.is_dir())
}

/// The sentences of one side, and `(s2, s1, label)` for each row.
type Row = (Option<u32>, Option<u32>, String, String);

fn read_alignment(rows: &str) -> (Vec<Sentence>, Vec<Sentence>, Vec<Row>) {
    let (mut one, mut two, mut links) = (Vec::<Sentence>::new(), Vec::<Sentence>::new(), vec![]);
    for row in rows.lines().filter(|it| !it.starts_with('#') && !it.starts_with("s2\t")) {
        let cell: Vec<&str> = row.split('\t').collect();
        for (side, at, form) in [(&mut two, 0, cell[9]), (&mut one, 3, cell[8])] {
            let Ok(number) = cell[at].parse() else { continue };
            if side.iter().any(|it| it.number == number) {
                continue;
            }
            let point = |n: usize| cell[n].parse().expect("an offset");
            let (start, end) = (point(at + 1), point(at + 2));
            side.push(Sentence { number, start, end, form: form.to_owned() });
        }
        let number = |n: usize| cell[n].parse().ok();
        links.push((number(0), number(3), cell[6].to_owned(), cell[11].to_owned()));
    }
    one.sort_by_key(|it| it.number);
    two.sort_by_key(|it| it.number);
    (one, two, links)
}

/// A report whose statements are these sentences.
fn annotated(text: &str, sentences: &[Sentence], named: bool) -> Annotated {
    let whole = Part { kind: PartKind::Paragraph, span: Span::new(0, text.len()).trim(text) };
    let report = Report::new(None, None, text, vec![whole]);
    let byte = |point: usize| text.char_indices().nth(point).map_or(text.len(), |(at, _)| at);
    let statements = sentences.iter().map(|it| {
        let span = Span::new(byte(it.start), byte(it.end));
        let words = span.of(text);
        let quoted = ['"', '“', '”'].iter().any(|mark| words.contains(*mark));
        let (manner, span) = match it.form.as_str() {
            "direct" => (Manner::Direct, inside_marks(text, span)),
            "mixed" => (Manner::Mixed, span),
            "indirect" | "headline" | "none" => (Manner::Indirect, span),
            _ if quoted => (Manner::Direct, inside_marks(text, span)),
            _ => (Manner::Indirect, span),
        };
        Statement {
            speaker: if named { Speaker::Named(ActorIdx(0)) } else { Speaker::Unresolved },
            day: day(text, span),
            ..Statement::of(manner, [span], "by hand")
        }
    });
    let statements = statements.collect();
    let actor =
        Actor { name: "Miller".into(), kind: ActorKind::Person, role: None, affiliation: None };
    let actors = vec![actor];
    Annotated { report, annotations: Annotations { actors, statements, ..Annotations::default() } }
}

fn inside_marks(text: &str, span: Span) -> Span {
    let marks = ['"', '“', '”'];
    let words = span.of(text);
    let start =
        if words.starts_with(marks) { words.chars().next().map_or(0, char::len_utf8) } else { 0 };
    let end = words[start..].find(marks).map_or(words.len(), |at| start + at);
    Span::new(span.start() + start, span.start() + end)
}

/// The weekday named last before the statement.
fn day(text: &str, span: Span) -> Option<Day> {
    let days = ["Tuesday", "Wednesday"];
    let found = days.iter().filter_map(|day| Some((text[..span.end()].rfind(day)?, day)));
    let (at, day) = found.max()?;
    Some(Day { written: Span::new(at, at + day.len()), date: None })
}

#[test]
fn the_seeds_sentences_are_linked_as_a_reader_links_them() {
    let Some(seeds) = seeds() else { return };
    let read = |name: &str| std::fs::read_to_string(seeds.join(name)).expect(name);
    let (one, two, links) = read_alignment(&read("alignment.tsv"));
    for named in [true, false] {
        let a = annotated(&read("000_239eb2b243280613.txt"), &one, named);
        let b = annotated(&read("001_c542b9df6bb828f5.txt"), &two, named);
        let witness =
            |it: &Annotated| Witness { report: it.report.id(), exemplar: None, version_of: None };
        let story = Story { witnesses: vec![witness(&a), witness(&b)] };
        let first = a.report.id();
        let apparatus = collate(&story, &[a, b]);
        let mut found = Vec::new();
        for entry in apparatus.shared() {
            for reading in &entry.readings {
                let (mut x, mut y) = (entry.lemma.statement, reading.passages.statement);
                if x.report != first {
                    std::mem::swap(&mut x, &mut y);
                }
                let pair = (two[y.ordinal as usize].number, one[x.ordinal as usize].number);
                found.push((pair, reading.agreement, reading.day_conflict));
            }
        }
        println!("named {named}: {found:?}");
        for (s2, s1, label, note) in &links {
            let linked = |it: &&((u32, u32), Agreement, bool)| {
                s2.is_none_or(|s2| it.0.0 == s2) && s1.is_none_or(|s1| it.0.1 == s1)
            };
            let hit = found.iter().find(linked);
            match label.as_str() {
                // Without a speaker to go by, fewer are sure.
                "altered" if named => {
                    assert_eq!(hit.map(|it| it.1), Some(Agreement::Altered), "{s2:?} {s1:?}");
                    assert_eq!(
                        hit.map(|it| it.2),
                        Some(note.contains("day-conflict") || *s2 == Some(20)),
                        "{s2:?} {s1:?}"
                    );
                }
                "none" | "different" => assert_eq!(hit, None, "{s2:?} {s1:?}"),
                _ => {}
            }
        }
        for (pair, agreement, _) in &found {
            let row = links.iter().find(|it| (it.0, it.1) == (Some(pair.0), Some(pair.1)));
            assert!(row.is_some(), "{pair:?} {agreement:?} is not in the alignment");
        }
    }
}

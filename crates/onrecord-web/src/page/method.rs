//! `/method`: how the record is made, from the tables that make it. Nothing here says a second time
//! what a table says; examples are run when the page is made, and a test holds them to what they
//! are examples of.

use askama::Template;
use onrecord::annotate::{
    EVENT_RULES, EventRule, FIGURE_RULES, FigureRule, RULES, RuleRow, TAGGER, TRANSCRIPT_TURN,
    annotate,
};
use onrecord::collate::collate;
use onrecord::intake::{Body, Capture};
use onrecord::json::{Comparison, compared};
use onrecord::report::extract;
use onrecord::story::{WINDOW, WITHIN, gather};
use onrecord::{Annotated, Genre, Lexicon, Part, PartKind, Report, Span};
use onrecord_store::{METHODS, SCHEMA};
use serde_json::{Value, json};

use crate::answer::Answered;
use crate::ask::Ask;
use crate::drawn::{Drawing, Utterance};
use crate::frame::Frame;
use crate::mark::{Mark, marked};
use crate::prose::{Block, blocks, inline};

#[derive(Template)]
#[template(path = "method.html")]
struct Page {
    frame: Frame,
    version: &'static str,
    schema: i32,
    steps: Vec<Step>,
    tiers: &'static [(&'static str, &'static str)],
    rules: Vec<Rule>,
    figure_rules: Vec<Rule>,
    event_rules: Vec<Rule>,
    grades: Vec<Grade>,
    stories: Vec<String>,
    contract: Vec<Piece>,
    limits: &'static [(&'static str, &'static str)],
    words: Vec<[String; 3]>,
}

/// What is done, in order; what is kept of it has a version.
struct Step {
    name: &'static str,
    about: &'static str,
    version: Option<i64>,
}

struct Rule {
    name: &'static str,
    /// Finished HTML, as is all below.
    about: String,
    finds: String,
    leaves: Option<String>,
}

struct Grade {
    name: &'static str,
    about: &'static str,
    /// What the two reports print: sign and words.
    printed: Vec<(String, &'static str)>,
    /// How a story shows that.
    example: Vec<Utterance>,
}

/// A piece of the contract on what counts as the same words.
enum Piece {
    Heading { depth: usize, anchor: String, words: String },
    Paragraph(String),
    List(Vec<String>),
    Table { caption: String, columns: Vec<String>, rows: Vec<(String, Vec<String>)> },
}

/// What counts as the same words: the document that the tests of folding read.
const CONTRACT: &str = include_str!("../../../../docs/normalisation.md");

/// What our words mean.
const GLOSSARY: &str = include_str!("../../../../GLOSSARY.md");

/// The steps of the pipeline, in order.
const STEPS: [(&str, &str); 6] = [
    (
        "intake",
        "Pages, feeds, archives and texts are read; a file that cannot be is told of and left out.",
    ),
    (
        "extract",
        "A page becomes a report: one text, fixed from then on, with its outlet, day and parts. \
            What a page prints around a report is left out.",
    ),
    (
        "annotate",
        "Rules, and at the accurate tier a network beside them, find who is said to have said \
            what. Whom a source means, and on which day, is told from that report alone.",
    ),
    (
        "sign",
        "A report is made short: the weighty words of its headline and beginning, and a sample of \
            its runs of three words.",
    ),
    (
        "cluster",
        "Reports that tell one happening become a story; copies are found by the runs of words \
            they share.",
    ),
    (
        "collate",
        "A story’s statements are laid beside each other: which are one utterance, in which words \
            each report has it, and what differs.",
    ),
];

const TIERS: [(&str, &str); 2] = [
    (
        "fast",
        "The rules below. Each statement says how often those found in the same way were right, on \
            reports that people have annotated.",
    ),
    (
        "accurate",
        "A small neural network reads beside the rules; it finds more of what is told without \
            quotation marks. Where both found a cue, each is believed in what it knows best. It \
            runs on this machine.",
    ),
];

/// The grades: what each means, and what two invented reports print, the first a transcript if it
/// says so.
const GRADES: [(&str, &str, Shown); 5] = [
    (
        "verbatim",
        "The same words in the same order. Spelling, case, marks, contractions and the like are no \
            difference; what is, stands under Same words.",
        Shown {
            lemma: (
                Genre::News,
                "“We have no intention of leaving the harbour, not in twenty-one days,” Ana Ruiz \
                    said.",
            ),
            reading: "“We’ve no intention of leaving the harbor – not in 21 days,” Ana Ruiz said.",
        },
    ),
    (
        "trimmed",
        "Words are left out and none is changed. It is said whether the cut lies at an edge or \
            inside, and whether a reader can see it.",
        Shown {
            lemma: (
                Genre::News,
                "“The pilots will stay on every ship that asks for them until the storm has \
                    passed,” Ana Ruiz said.",
            ),
            reading: "“The pilots will stay on every ship until the storm has passed,” Ana Ruiz \
                said.",
        },
    ),
    (
        "spliced",
        "One quotation has words from two places of a transcript, far apart or in two turns, and \
            nothing shows it; or words given to two days.",
        Shown {
            lemma: (
                Genre::Transcript,
                "MS. RUIZ: The new pilots will board every tanker at the northern buoy. I have \
                    nothing on the crane. Nor on the ferry, I am afraid, not before the weekend. \
                    The city has paid for all of it out of the harbour dues.",
            ),
            reading: "“The new pilots will board every tanker, the city has paid for all of it,” \
                Ana Ruiz said.",
        },
    ),
    (
        "altered",
        "Both sides claim the words, in quotation marks or as a transcript, and a word differs. \
            Which outlet changed it nobody knows where there is no transcript: the utterance is \
            altered, not the outlet.",
        Shown {
            lemma: (
                Genre::News,
                "“Nobody in this building wants to see grey ships doing the work of pilots,” Ana \
                    Ruiz said.",
            ),
            reading: "“Nobody in this building wants to see warships doing the work of pilots,” \
                Ana Ruiz said.",
        },
    ),
    (
        "paraphrase",
        "The same utterance, and one side does not claim the words: it tells them without \
            quotation marks.",
        Shown {
            lemma: (
                Genre::News,
                "“The ferries will stay in port until the storm has passed,” Ana Ruiz said.",
            ),
            reading: "Ana Ruiz said the ferries would stay in port until the storm had passed.",
        },
    ),
];

struct Shown {
    lemma: (Genre, &'static str),
    reading: &'static str,
}

/// Where it errs. Each has an anchor, so that a page can lead to it.
const LIMITS: [(&str, &str); 11] = [
    (
        "missed",
        "Not every statement is found. What is told without quotation marks is missed more often \
            than quotations, most of all by the rules alone.",
    ),
    (
        "english",
        "Statements are found in English only. Reports in other languages are kept and grouped, \
            and have none.",
    ),
    (
        "translations",
        "A quotation that came back through another language with hardly a word in common is often \
            not linked to the others. Missing a link is held the smaller fault.",
    ),
    (
        "thresholds",
        "Whether two wordings are one utterance is told from their words, by a model with a \
            threshold. Near it both faults occur: two utterances in one entry, or one in two.",
    ),
    (
        "speakers",
        "Speakers are told within one report; several reports’ are joined by name. Two people of \
            one name are taken for one, and “the two ministries” for nobody in particular.",
    ),
    (
        "undated",
        "A report that gives no day stands as “date not given”, and its “Wednesday” is not turned \
            into a date. It is grouped by the day it was captured; where that is not known \
            either, by its words alone.",
    ),
    (
        "days",
        "A day told once is carried on to what the same speaker says next, as a reader would; the \
            report may have meant otherwise.",
    ),
    (
        "direction",
        "Who copied whom is said only where the reports tell it. Two with the same words may both \
            have them from a third.",
    ),
    (
        "stories",
        "Grouping goes by words: one happening told in other words may be two stories, and two \
            alike may be one. What you know better, onrecord split and join keep.",
    ),
    (
        "transcripts",
        "A transcript can be wrong too. “Not found in the transcript” says that and no more: the \
            words may have been spoken elsewhere.",
    ),
    (
        "silence",
        "A report that lacks a statement is not said to have left it out on purpose, and nothing \
            here says that a statement is true.",
    ),
];

pub(crate) fn page(ask: &Ask) -> Answered {
    let lexicon = Lexicon::english();
    let page = Page {
        frame: ask.frame("Method"),
        version: env!("CARGO_PKG_VERSION"),
        schema: SCHEMA,
        steps: STEPS.map(step).into(),
        tiers: &TIERS,
        rules: rules(),
        figure_rules: FIGURE_RULES.iter().map(|it| figure_rule(&lexicon, it)).collect(),
        event_rules: EVENT_RULES.iter().map(|it| event_rule(&lexicon, it)).collect(),
        grades: GRADES.iter().map(grade).collect(),
        stories: stories(),
        contract: contract(),
        limits: &LIMITS,
        words: words(),
    };
    ask.answer(page, twin)
}

fn step((name, about): (&'static str, &'static str)) -> Step {
    let version = METHODS.iter().find(|it| it.0 == name).map(|it| it.1);
    Step { name, about, version }
}

// Rules -------------------------------------------------------------------------------------------

/// What finds statements beside the table: name, what it finds, an example.
const BESIDE: [(&str, &str, &str); 2] = [
    (
        TRANSCRIPT_TURN,
        "A turn of a transcript, by the name before it.",
        "MS. RUIZ: We will not sign.",
    ),
    (
        TAGGER,
        "What the network of the accurate tier finds and no rule does.",
        "The minister left no doubt that the bridge was safe.",
    ),
];

fn rules() -> Vec<Rule> {
    let lexicon = Lexicon::english();
    let beside = BESIDE.iter().map(|(name, about, example)| Rule {
        name,
        about: inline(about),
        finds: crate::escape::escaped(example),
        leaves: None,
    });
    RULES.iter().map(|row| rule(&lexicon, row)).chain(beside).collect()
}

fn rule(lexicon: &Lexicon, row: &RuleRow) -> Rule {
    Rule {
        name: row.name,
        about: inline(row.about),
        finds: found(lexicon, row),
        leaves: Some(crate::escape::escaped(row.leaves)),
    }
}

/// The example with what the rule finds in it: source, cue and content.
fn found(lexicon: &Lexicon, row: &RuleRow) -> String {
    let report = lines(row.finds);
    let found = annotate(lexicon, &report);
    let mut marks = Vec::new();
    if let Some(it) = found.statements.iter().find(|it| it.rule == row.name) {
        marks.extend(it.source.iter().map(|it| mark(*it, "source", "source")));
        marks.extend(it.cue.iter().map(|it| mark(*it, "cue", "cue")));
        marks.extend(it.content.iter().map(|it| mark(*it, "content", "content")));
    }
    marked(row.finds, Span::new(0, row.finds.len()), &marks)
}

fn figure_rule(lexicon: &Lexicon, row: &FigureRule) -> Rule {
    let found = annotate(lexicon, &lines(row.finds));
    let mut marks = Vec::new();
    if let Some(it) = found.figures.iter().find(|it| it.rule == row.name) {
        marks.push(mark(it.written, "cue", "figure"));
        marks.extend(it.counted.map(|it| mark(it, "content", "counted")));
    }
    Rule {
        name: row.name,
        about: sentence(row.about),
        finds: marked(row.finds, Span::new(0, row.finds.len()), &marks),
        leaves: Some(crate::escape::escaped(row.leaves)),
    }
}

fn event_rule(lexicon: &Lexicon, row: &EventRule) -> Rule {
    let found = annotate(lexicon, &lines(row.finds));
    let mut marks = Vec::new();
    if let Some(it) = found.events.iter().find(|it| it.rule == row.name) {
        marks.extend(it.actors.iter().map(|it| mark(it.mention, "source", "who")));
        marks.extend(it.words.iter().map(|it| mark(*it, "cue", "act")));
        marks.extend(it.recipients.iter().map(|it| mark(it.mention, "content", "to whom")));
    }
    Rule {
        name: row.name,
        about: sentence(row.about),
        finds: marked(row.finds, Span::new(0, row.finds.len()), &marks),
        leaves: None,
    }
}

/// What a table says in half a sentence, as one.
fn sentence(words: &str) -> String {
    let mut letters = words.chars();
    let first = letters.next().map(|it| it.to_uppercase().to_string());
    inline(&format!("{}{}.", first.unwrap_or_default(), letters.as_str()))
}

fn mark(span: Span, class: &str, said: &str) -> Mark {
    let open = format!("<span class=\"of-{class}\"><span class=\"hidden\">[{said}: </span>");
    Mark { span, open, close: "<span class=\"hidden\">]</span></span>" }
}

/// A report of which each line is a paragraph, as the table's examples are.
fn lines(text: &str) -> Report {
    let mut at = 0;
    let parts = text.split_inclusive('\n').map(|line| {
        let span = Span::new(at, at + line.trim_end().len());
        at += line.len();
        Part { kind: PartKind::Paragraph, span }
    });
    Report::new(None, None, text, parts.collect())
}

// Grades ------------------------------------------------------------------------------------------

/// The two reports of an example, laid beside each other as those of a story are.
fn laid(shown: &Shown) -> (Vec<Annotated>, onrecord::Story, onrecord::Apparatus) {
    let lexicon = Lexicon::english();
    // The lemma comes a day earlier, so that of two news reports the first is the lemma.
    let (lemma, reading) = (("Coastal Wire", "2031-03-04"), ("Harbour Post", "2031-03-05"));
    let both = [(lemma, shown.lemma), (reading, (Genre::News, shown.reading))];
    let read = both.map(|((outlet, day), (genre, text))| {
        let capture = Capture {
            body: Body::Text(text.into()),
            outlet: Some(outlet.into()),
            published: Some(day.into()),
            genre: Some(genre),
            ..Capture::default()
        };
        let report = extract(&capture)?;
        Some(Annotated { annotations: annotate(&lexicon, &report), report })
    });
    let reports: Vec<Annotated> = read.into_iter().flatten().collect();
    let story = gather(&reports);
    let apparatus = collate(&story, &reports);
    (reports, story, apparatus)
}

fn grade((name, about, shown): &(&'static str, &'static str, Shown)) -> Grade {
    let (reports, story, apparatus) = laid(shown);
    let published = compared(&story, &reports, &apparatus);
    let drawing = Drawing::new(&published, &reports, &apparatus);
    let shared = published.entries.iter().filter(|it| !it.readings.is_empty());
    // Signs stand in the order of the reports: the lemma's comes first.
    let signs = published.reports.iter().map(|it| it.siglum.clone());
    Grade {
        name,
        about,
        printed: signs.zip([shown.lemma.1, shown.reading]).collect(),
        example: shared.map(|it| drawing.utterance(it)).collect(),
    }
}

/// What the example's two reports have of it: lemma, reading, grade.
fn outcome(published: &Comparison) -> Option<(&str, &str, &'static str)> {
    let entry = published.entries.iter().find(|it| !it.readings.is_empty())?;
    let reading = entry.readings.first()?;
    Some((&entry.lemma.words, &reading.statement.words, reading.agreement))
}

// Stories -----------------------------------------------------------------------------------------

fn stories() -> Vec<String> {
    vec![
        format!(
            "How alike two reports are depends on these two and a fixed list of common words, \
            never on what else is in the record. Reports of a day are grouped among themselves and \
            with the stories that are open: a story takes reports until {WINDOW} days after its \
            first. Live blogs and round-ups join the nearest story and hold none together. Two \
            groups whose reports contradict each other in days, years, places, names or numbers \
            stay apart."
        ),
        format!(
            "A story follows on an earlier one, at most {WITHIN} days before it, if the two \
            share their weightiest words; the page shows which."
        ),
        "A copy has much of another report’s text word for word, outside quotation marks too; \
            quotations alone are no evidence, since two who heard the same words report them \
            alike. A copy is no second witness: counts are given with copies and without, and an \
            agreement between a report and its own copy never counts as two. What unlinked stories \
            have in common is taken for what pages print around reports."
            .to_owned(),
        "What users decide with onrecord split and join lies over the grouping and can be taken \
            back; a story’s reports each tell why they are in it (onrecord show STORY \
            --explain)."
            .to_owned(),
    ]
}

// The contract ------------------------------------------------------------------------------------

fn contract() -> Vec<Piece> {
    let mut section = String::new();
    // Its title is this page's own heading.
    blocks(CONTRACT).iter().skip(1).map(|it| piece(it, &mut section)).collect()
}

fn piece(block: &Block, section: &mut String) -> Piece {
    let all = |words: &[String]| words.iter().map(|it| inline(it)).collect();
    match block {
        Block::Heading(depth, words) => {
            *section = words.to_string();
            Piece::Heading { depth: *depth, anchor: anchor(words), words: inline(words) }
        }
        Block::Paragraph(words) => Piece::Paragraph(inline(words)),
        Block::List(items) => Piece::List(all(items)),
        Block::Table { columns, rows } => {
            // What a variant changes of the meaning is led to from elsewhere.
            let named = section.ends_with("marks");
            let id = |row: &[&str]| match named {
                true => format!("mark-{}", row.first().unwrap_or(&"")),
                false => String::new(),
            };
            let html = |row: &Vec<&str>| row.iter().map(|it| inline(it)).collect();
            Piece::Table {
                caption: section.clone(),
                columns: columns.iter().map(|it| inline(it)).collect(),
                rows: rows.iter().map(|row| (id(row), html(row))).collect(),
            }
        }
    }
}

/// `no-difference`
fn anchor(words: &str) -> String {
    let words = words.split(|it: char| !it.is_alphanumeric()).filter(|it| !it.is_empty());
    words.collect::<Vec<_>>().join("-").to_lowercase()
}

fn words() -> Vec<[String; 3]> {
    let tables = blocks(GLOSSARY).into_iter().filter_map(|it| match it {
        Block::Table { rows, .. } => Some(rows),
        _ => None,
    });
    let cell = |row: &Vec<&str>, n: usize| row.get(n).map_or(String::new(), |it| inline(it));
    tables.flatten().map(|row| [cell(&row, 0), cell(&row, 1), cell(&row, 2)]).collect()
}

// The twin ----------------------------------------------------------------------------------------

fn twin() -> Value {
    let beside = BESIDE.iter().map(|(name, about, example)| {
        json!({ "rule": name, "about": about, "finds": example, "leaves": null })
    });
    let rules = RULES.iter().map(
        |it| json!({ "rule": it.name, "about": it.about, "finds": it.finds, "leaves": it.leaves }),
    );
    let figure_rules = FIGURE_RULES.iter().map(
        |it| json!({ "rule": it.name, "about": it.about, "finds": it.finds, "leaves": it.leaves }),
    );
    let event_rules = EVENT_RULES.iter().map(
        |it| json!({ "rule": it.name, "about": it.about, "finds": it.finds, "kind": it.kind.name() }),
    );
    let steps = STEPS
        .map(step)
        .map(|it| json!({ "step": it.name, "about": it.about, "version": it.version }));
    let named = |name: &str, rows: &[(&str, &str)]| -> Vec<Value> {
        rows.iter().map(|it| json!({ name: it.0, "about": it.1 })).collect()
    };
    json!({
        "version": env!("CARGO_PKG_VERSION"),
        "schema": SCHEMA,
        "steps": steps,
        "tiers": named("tier", &TIERS),
        "rules": rules.chain(beside).collect::<Vec<_>>(),
        "figure_rules": figure_rules.collect::<Vec<_>>(),
        "event_rules": event_rules.collect::<Vec<_>>(),
        "grades": GRADES.iter().map(told).collect::<Vec<_>>(),
        "normalisation": tables(),
        "limits": named("limit", &LIMITS),
    })
}

fn told((name, about, shown): &(&'static str, &'static str, Shown)) -> Value {
    let (reports, story, apparatus) = laid(shown);
    let published = compared(&story, &reports, &apparatus);
    let (lemma, reading, _) = outcome(&published).unwrap_or(("", "", ""));
    json!({ "grade": name, "about": about, "lemma": lemma, "reading": reading })
}

/// The contract's tables, as Markdown.
fn tables() -> Vec<Value> {
    let mut section = "";
    let mut tables = Vec::new();
    let blocks = blocks(CONTRACT);
    for block in &blocks {
        match block {
            Block::Heading(_, words) => section = words,
            Block::Table { columns, rows } => {
                tables.push(json!({ "section": section, "columns": columns, "rows": rows }));
            }
            Block::Paragraph(_) | Block::List(_) => {}
        }
    }
    tables
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_example_of_a_grade_is_of_that_grade() {
        for (name, _, shown) in &GRADES {
            let (reports, story, apparatus) = laid(shown);
            let published = compared(&story, &reports, &apparatus);
            let found: Vec<&str> = published
                .entries
                .iter()
                .flat_map(|it| &it.readings)
                .map(|it| it.agreement)
                .collect();
            assert_eq!(found, [*name], "{:#?}", outcome(&published));
            assert_eq!(reports[0].report.genre, shown.lemma.0);
            // A report's sign stands beside what that report prints.
            let printed = published.reports.iter().map(|it| it.id.clone());
            assert!(printed.eq(reports.iter().map(|it| it.report.id().to_string())));
        }
    }

    #[test]
    fn every_rule_shows_what_it_finds() {
        for rule in rules().iter().take(RULES.len()) {
            assert!(rule.finds.contains("of-content"), "{}: {}", rule.name, rule.finds);
            assert!(!rule.about.is_empty(), "{}", rule.name);
        }
    }

    #[test]
    fn every_rule_for_figures_and_events_shows_what_it_finds() {
        let lexicon = Lexicon::english();
        for rule in FIGURE_RULES.iter().map(|it| figure_rule(&lexicon, it)) {
            assert!(rule.finds.contains("of-cue"), "{}: {}", rule.name, rule.finds);
        }
        for rule in EVENT_RULES.iter().map(|it| event_rule(&lexicon, it)) {
            assert!(rule.finds.contains("of-cue"), "{}: {}", rule.name, rule.finds);
            assert!(rule.finds.contains("of-source"), "{}: {}", rule.name, rule.finds);
        }
    }

    #[test]
    fn every_step_whose_results_are_kept_is_told_of() {
        for (name, _) in METHODS {
            assert!(STEPS.iter().any(|it| it.0 == name), "{name}");
        }
    }

    #[test]
    fn the_contract_is_shown_with_all_its_tables() {
        let of = |it: &Piece| match it {
            Piece::Table { rows, .. } => rows.len(),
            _ => 0,
        };
        let shown: usize = contract().iter().map(of).sum();
        // A row a line, and in each table two more: names and the rule below them.
        let lines = CONTRACT.lines().filter(|it| it.starts_with('|')).count();
        let n_tables = contract().iter().filter(|it| of(it) > 0).count();
        assert_eq!(shown, lines - 2 * n_tables);
        assert!(n_tables >= 3);
    }
}

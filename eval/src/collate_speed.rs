//! Times collation on invented stories, on one thread: pair decisions, one large story, and how the
//! cost of a record grows with its statements.

use std::time::Instant;

use onrecord::annotate::ActorIdx;
use onrecord::collate::{
    Claim, Comparer, Line, Phrases, Prepared, Tables, candidates, collate_with, repeats,
};
use onrecord::{Annotated, Manner, Span, Speaker, Story};

use crate::invented::{Invented, Size};

/// A story as large as they come.
const LARGE: Size = Size { n_reports: 200, n_statements: 20 };

/// A common one.
const COMMON: Size = Size { n_reports: 10, n_statements: 20 };

/// Pairs timed.
const N_PAIRS: usize = 200_000;

/// Prints a line of JSON for each figure. Records of up to `most` statements.
pub(crate) fn run(most: usize) -> anyhow::Result<()> {
    let tables = Tables::english();
    let mut invented = Invented::new(1);
    let large = invented.story(LARGE);
    pairs(&tables, &large.1);
    one_story(&tables, &large);
    for n_statements in [10_000, 100_000, 1_000_000] {
        if n_statements <= most {
            record(&tables, n_statements);
            across(&tables, n_statements);
        }
    }
    Ok(())
}

/// Decisions on pairs that share words, as candidates do: each statement against others with its
/// rarest words.
fn pairs(tables: &Tables, reports: &[Annotated]) {
    let start = Instant::now();
    let prepared: Vec<Prepared> = reports.iter().flat_map(|it| prepare(tables, it)).collect();
    let seconds = start.elapsed().as_secs_f64();
    say("statements made ready", prepared.len() as f64 / seconds, "statements/s");
    let comparer = Comparer::among(tables, prepared.iter());
    let all: Vec<&Prepared> = prepared.iter().collect();
    let start = Instant::now();
    let found = candidates(&comparer, &all, 5, |_, _| true);
    say("candidates found", prepared.len() as f64 / start.elapsed().as_secs_f64(), "statements/s");
    let pairs: Vec<(usize, usize)> =
        found.iter().enumerate().flat_map(|(n, it)| it.iter().map(move |m| (n, *m))).collect();
    let start = Instant::now();
    let mut n_linked = 0;
    for n in 0..N_PAIRS {
        let (a, b) = pairs[n % pairs.len()];
        n_linked += usize::from(comparer.score(&prepared[a], &prepared[b]) >= 0.5);
    }
    let seconds = start.elapsed().as_secs_f64();
    say("candidates decided", N_PAIRS as f64 / seconds, "pairs/s");
    say("of them linked", 100.0 * n_linked as f64 / N_PAIRS as f64, "%");
}

fn prepare(tables: &Tables, annotated: &Annotated) -> Vec<Prepared> {
    let text = annotated.report.text();
    let claim = |manner: Manner| match manner {
        Manner::Direct => Claim::Quoted,
        Manner::Mixed => Claim::Mixed,
        Manner::Indirect => Claim::Reported,
    };
    let statements = annotated.annotations.statements.iter();
    statements.map(|it| tables.prepare(text, &it.content, claim(it.manner))).collect()
}

fn one_story(tables: &Tables, (story, reports): &(Story, Vec<Annotated>)) {
    let start = Instant::now();
    let apparatus = collate_with(tables, story, reports);
    say("200 reports, 4,000 statements collated", start.elapsed().as_secs_f64(), "s");
    say("their entries with two witnesses or more", apparatus.shared().count() as f64, "entries");
}

/// All stories of a record.
fn record(tables: &Tables, n_statements: usize) {
    let mut invented = Invented::new(2);
    let (mut seconds, mut n_entries) = (0.0, 0);
    let of_story = COMMON.n_reports * COMMON.n_statements;
    for _ in 0..n_statements / of_story {
        let (story, reports) = invented.story(COMMON);
        let start = Instant::now();
        n_entries += collate_with(tables, &story, &reports).shared().count();
        seconds += start.elapsed().as_secs_f64();
    }
    say(&format!("stories of {n_statements} statements collated"), seconds, "s");
    say("their entries with two witnesses or more", n_entries as f64, "entries");
}

/// What a record's stories repeat of each other.
fn across(tables: &Tables, n_statements: usize) {
    let mut invented = Invented::new(3);
    // Story, speaker, words.
    let mut lines: Vec<(usize, usize, Box<str>)> = Vec::with_capacity(n_statements);
    let mut actors = Vec::new();
    for n in 0..n_statements / (COMMON.n_reports * COMMON.n_statements) {
        let (_, reports) = invented.story(COMMON);
        for Annotated { report, annotations } in reports {
            for it in &annotations.statements {
                let Speaker::Named(ActorIdx(speaker)) = it.speaker else { continue };
                lines.push((n, speaker as usize, it.content[0].of(report.text()).into()));
            }
            actors = annotations.actors;
        }
    }
    let prepared = |n: usize| {
        let words = &lines[n].2;
        tables.prepare(words, &[Span::new(0, words.len())], Claim::Quoted)
    };
    let line = |n: usize| {
        Some(Line { story: lines[n].0, speaker: actors.get(lines[n].1), prepared: prepared(n) })
    };
    let start = Instant::now();
    let found = repeats(tables, lines.len(), line);
    say(
        &format!("repeats across stories, {n_statements} statements"),
        start.elapsed().as_secs_f64(),
        "s",
    );
    say("repeats found", found.len() as f64, "pairs");
    let mut phrases = Phrases::default();
    for (n, line) in lines.iter().enumerate() {
        phrases.add(line.0, &prepared(n));
    }
    phrases.hits(&prepared(0));
    say("their index", phrases.size() as f64 / lines.len() as f64, "bytes a statement");
}

#[expect(clippy::print_stdout, reason = "its output is this command's answer")]
fn say(step: &str, value: f64, unit: &str) {
    println!("{}", serde_json::json!({ "step": step, "value": value, "unit": unit }));
}

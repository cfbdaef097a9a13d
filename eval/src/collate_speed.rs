//! Times collation on invented stories, on one thread: pair decisions, large stories and what else is
//! told of them, and how the cost of a record grows with its statements.

use onrecord::annotate::ActorIdx;
use onrecord::collate::{
    Claim, Comparer, Line, Phrases, Prepared, Tables, candidates, collate_with, repeats, splices,
    standing, stemma,
};
use onrecord::{Annotated, Manner, Span, Speaker};

use crate::clock::Clock;
use crate::invented::{Invented, Size};
use crate::memory::Memory;

/// A story as large as they come.
const LARGE: Size = Size { n_reports: 200, n_statements: 20 };

/// A common one.
const COMMON: Size = Size { n_reports: 10, n_statements: 20 };

/// Pairs timed.
const N_PAIRS: usize = 200_000;

/// What is timed as a whole is timed so often; the shortest time counts, as the one that other work
/// on the machine disturbed least.
const N_TIMES: usize = 3;

/// Prints a line of JSON for each figure. Records of up to `most` statements.
pub(crate) fn run(most: usize) -> anyhow::Result<()> {
    let tables = Tables::english();
    // First, while the allocator has nothing to give out again.
    one_story(&tables);
    pairs(&tables);
    for n_reports in [50, 100, 200, 400] {
        story_of(&tables, Size { n_reports, ..LARGE });
    }
    for n_statements in [10_000, 100_000, 1_000_000] {
        if n_statements <= most {
            stories(&tables, n_statements);
            across(&tables, n_statements);
        }
    }
    Ok(())
}

/// Decisions on pairs that share words: each statement with those that the index gives for it.
fn pairs(tables: &Tables) {
    let (_, reports) = Invented::new(1).story(LARGE);
    let prepare = || reports.iter().flat_map(|it| prepare(tables, it)).collect::<Vec<Prepared>>();
    let (prepared, seconds) = fastest(prepare);
    say("statements made ready", prepared.len() as f64 / seconds, "statements/s");
    let comparer = Comparer::among(tables, prepared.iter());
    let all: Vec<&Prepared> = prepared.iter().collect();
    let (found, seconds) = fastest(|| candidates(&comparer, &all, 5, |_, _| true));
    say("candidates found, 4,000 statements", prepared.len() as f64 / seconds, "statements/s");
    let pairs: Vec<(usize, usize)> =
        found.iter().enumerate().flat_map(|(n, it)| it.iter().map(move |m| (n, *m))).collect();
    let decide = |n: usize| {
        let (a, b) = pairs[n % pairs.len()];
        comparer.score(&prepared[a], &prepared[b]) >= 0.5
    };
    let (n_linked, seconds) = fastest(|| (0..N_PAIRS).filter(|it| decide(*it)).count());
    say("pairs decided", N_PAIRS as f64 / seconds, "pairs/s");
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

/// A large story with a transcript of all that was said, and what is told of it.
fn one_story(tables: &Tables) {
    let (story, reports) = Invented::new(1).story_with_transcript(LARGE);
    let n_statements = LARGE.n_reports * LARGE.n_statements;
    let whole = format!("story of {} reports and a transcript", LARGE.n_reports);
    let of_collating = Memory::now();
    let apparatus = collate_with(tables, &story, &reports);
    if let Some(bytes) = of_collating.and_then(Memory::since) {
        say(&format!("{whole}: memory"), bytes / n_statements as f64, "bytes a statement");
    }
    let (_, seconds) = fastest(|| collate_with(tables, &story, &reports));
    say(&format!("{whole}: its statements"), n_statements as f64, "statements");
    say(&format!("{whole}: collated"), seconds, "s");
    say(&format!("{whole}: entries of two or more"), apparatus.shared().count() as f64, "entries");
    let (found, seconds) = fastest(|| stemma(&story, &reports, &apparatus));
    say(&format!("{whole}: stemma"), seconds, "s");
    say(&format!("{whole}: made from others"), found.descents.len() as f64, "reports");
    let (found, seconds) = fastest(|| standing(tables, &story, &reports, &apparatus));
    say(&format!("{whole}: quotations looked up in the transcript"), seconds, "s");
    say(&format!("{whole}: found there"), found.found.len() as f64, "quotations");
    say(&format!("{whole}: not found there"), found.absent.len() as f64, "quotations");
    let (found, seconds) = fastest(|| splices(tables, &story, &reports, &apparatus));
    say(&format!("{whole}: splices, looking up included"), seconds, "s");
    say(&format!("{whole}: splices found"), found.len() as f64, "quotations");
}

/// One story of so many reports.
fn story_of(tables: &Tables, size: Size) {
    let (story, reports) = Invented::new(1).story(size);
    let (_, seconds) = fastest(|| collate_with(tables, &story, &reports));
    say_of("one story collated", size.n_reports * size.n_statements, seconds, "s");
}

/// All stories of a record.
fn stories(tables: &Tables, n_statements: usize) {
    let mut invented = Invented::new(2);
    let (mut seconds, mut n_entries) = (0.0, 0);
    let of_story = COMMON.n_reports * COMMON.n_statements;
    for _ in 0..n_statements / of_story {
        let (story, reports) = invented.story(COMMON);
        let start = Clock::now();
        n_entries += collate_with(tables, &story, &reports).shared().count();
        seconds += start.seconds();
    }
    say_of("stories of a record collated", n_statements, seconds, "s");
    say_of("entries with two witnesses or more", n_statements, n_entries as f64, "entries");
}

/// What a record's stories repeat of each other.
fn across(tables: &Tables, n_statements: usize) {
    let mut invented = Invented::new(3);
    // As in a record's file, all words lie in a row: a million strings of their own leave the
    // allocator so many gaps that looking for room takes longer than the work.
    let mut text = String::new();
    // Story, speaker, place of the words.
    let mut lines: Vec<(usize, usize, Span)> = Vec::with_capacity(n_statements);
    let mut actors = Vec::new();
    for n in 0..n_statements / (COMMON.n_reports * COMMON.n_statements) {
        let (_, reports) = invented.story(COMMON);
        for Annotated { report, annotations } in reports {
            for it in &annotations.statements {
                let Speaker::Named(ActorIdx(speaker)) = it.speaker else { continue };
                let start = text.len();
                text.push_str(it.content[0].of(report.text()));
                lines.push((n, speaker as usize, Span::new(start, text.len())));
            }
            actors = annotations.actors;
        }
    }
    let prepared = |n: usize| {
        let words = lines[n].2.of(&text);
        tables.prepare(words, &[Span::new(0, words.len())], Claim::Quoted)
    };
    let line = |n: usize| {
        Some(Line { story: lines[n].0, speaker: actors.get(lines[n].1), prepared: prepared(n) })
    };
    let start = Clock::now();
    let found = repeats(tables, lines.len(), line);
    say_of("repeats across stories", n_statements, start.seconds(), "s");
    say_of("repeats found", n_statements, found.len() as f64, "pairs");
    let mut phrases = Phrases::default();
    for (n, line) in lines.iter().enumerate() {
        phrases.add(line.0, &prepared(n));
    }
    let (mut n_asked, mut n_hits) = (0, 0);
    for n in (0..lines.len()).step_by(lines.len().div_ceil(10_000)) {
        n_asked += 1;
        n_hits += phrases.hits(&prepared(n)).len();
    }
    say_of(
        "statements found by the phrases of one",
        n_statements,
        n_hits as f64 / n_asked as f64,
        "statements",
    );
    let of_one = phrases.size() as f64 / lines.len() as f64;
    say_of("index of phrases", n_statements, of_one, "bytes a statement");
}

/// What `work` gives, and the shortest time it took, in seconds.
fn fastest<T>(mut work: impl FnMut() -> T) -> (T, f64) {
    let mut timed = || {
        let start = Clock::now();
        let found = work();
        (found, start.seconds())
    };
    let first = timed();
    (1..N_TIMES).fold(first, |best, _| {
        let next = timed();
        if next.1 < best.1 { next } else { best }
    })
}

/// A figure.
#[expect(clippy::print_stdout, reason = "its output is this command's answer")]
fn say(step: &str, value: f64, unit: &str) {
    println!("{}", serde_json::json!({ "step": step, "value": value, "unit": unit }));
}

/// A figure that grows with the number of statements.
#[expect(clippy::print_stdout, reason = "its output is this command's answer")]
fn say_of(step: &str, n_statements: usize, value: f64, unit: &str) {
    let figure = serde_json::json!({ "step": step, "statements": n_statements, "value": value, "unit": unit });
    println!("{figure}");
}

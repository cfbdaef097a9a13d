//! How many actors of a gold standard get the right code from their name alone, and how fast.

use std::hint::black_box;
use std::io::Write;
use std::path::Path;
use std::time::Instant;

use onrecord::Span;
use onrecord::lexicon::{Parties, Party};
use serde_json::Value;

/// An actor as the gold has it.
struct Actor {
    words: String,
    code: String,
    sector: Option<String>,
}

/// Names said over and over until they are this many, to time them.
const TIMED: usize = 1_000_000;

pub(crate) fn run(gold: &Path, misses: bool) -> anyhow::Result<()> {
    let mut out = std::io::stdout().lock();
    if !gold.exists() {
        writeln!(out, "absent: {}", gold.display())?;
        return Ok(());
    }
    let begun = Instant::now();
    let parties = Parties::english();
    writeln!(out, "lists read in {:.1} ms", begun.elapsed().as_secs_f64() * 1e3)?;
    let actors = actors(&serde_json::from_slice(&std::fs::read(gold)?)?);
    let (mut right, mut sectors, mut coded, mut found) = (0, 0, 0, 0);
    for actor in &actors {
        let party = parties.named(&actor.words, None);
        let same = party.as_ref().is_some_and(|it| *it.code == actor.code);
        right += usize::from(same);
        found += usize::from(party.is_some());
        if let Some(sector) = actor.sector.as_ref().filter(|_| same) {
            coded += 1;
            let told = party.as_ref().and_then(|it| it.sector).map_or("", |it| it.code());
            sectors += usize::from(sector.starts_with(told) && !told.is_empty());
            if misses && (told.is_empty() || !sector.starts_with(told)) {
                writeln!(out, "{}\t{sector}\tis told {told:?}", actor.words)?;
            }
        }
        if misses && !same {
            writeln!(out, "{}\t{}\t{party:?}", actor.words, actor.code)?;
        }
    }
    let share = |n: usize, of: usize| n as f64 / of.max(1) as f64;
    writeln!(
        out,
        "{} actors: code right {:.3}, of those with a code {:.3}; sector right {:.3} of {coded} right codes with one",
        actors.len(),
        share(right, actors.len()),
        share(right, found),
        share(sectors, coded),
    )?;
    writeln!(out, "{:.2} M names/s", speed(&parties, &actors))?;
    Ok(())
}

/// Names resolved in a second, in millions.
fn speed(parties: &Parties, actors: &[Actor]) -> f64 {
    let begun = Instant::now();
    for actor in actors.iter().cycle().take(TIMED) {
        black_box(parties.named(black_box(&actor.words), None));
    }
    TIMED as f64 / begun.elapsed().as_secs_f64() / 1e6
}

/// The parties that texts name, one a line, each with its sentence's beginning: to be read by eye.
pub(crate) fn mentioned(input: &Path) -> anyhow::Result<()> {
    let mut out = std::io::stdout().lock();
    let parties = Parties::english();
    for line in std::fs::read_to_string(input)?.lines() {
        let item: Value = serde_json::from_str(line)?;
        let text = item["text"].as_str().unwrap_or_default();
        let day = item["date"].as_str().and_then(|it| it.parse().ok());
        for found in parties.mentions(text, Span::new(0, text.len()), day) {
            let Party { code, sector, name } = found.party;
            let sector = sector.map_or("-", |it| it.code());
            let words = found.at.of(text).replace('\n', " ");
            let before = text[..found.at.start()].char_indices().rev().nth(40).map_or(0, |it| it.0);
            let after = text[found.at.end()..]
                .char_indices()
                .nth(30)
                .map_or(text.len(), |it| found.at.end() + it.0);
            let place = text[before..after].replace('\n', " ");
            writeln!(out, "{words}\t{code}\t{sector}\t{name}\t{:?}\t{place}", found.kind)?;
        }
    }
    Ok(())
}

fn actors(items: &Value) -> Vec<Actor> {
    let list = |value: &Value| value.as_array().cloned().unwrap_or_default();
    let events = list(items).into_iter().flat_map(|item| list(&item["events"]));
    let named = events.flat_map(|event| [list(&event["source"]), list(&event["target"])].concat());
    let text = |value: &Value| value.as_str().map(str::to_owned);
    named
        .filter_map(|it| {
            let (words, code) = (text(&it["text"])?, text(&it["code"])?);
            Some(Actor { words, code, sector: text(&it["sector"]) })
        })
        .collect()
}

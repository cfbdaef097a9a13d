//! How often the grammar is right: `score FOLDER [WEIGHTS]`, on the treebanks in `FOLDER` that it has not seen.
//!
//! Words are the library's; each counts, marks too. Then how often single relations are found, and how fast it is, the quickest of twenty.
#![allow(clippy::print_stdout)]

mod treebanks;

use anyhow::{Context, Result};
use onrecord_grammar::train::Gold;
use onrecord_grammar::{Grammar, Node, Relation};
use std::path::Path;
use std::time::Instant;

const SETS: [&str; 3] = ["ewt-dev", "ewt-test", "pud"];

fn main() -> Result<()> {
    let args: Vec<String> = std::env::args().skip(1).collect();
    let folder = Path::new(args.first().context("score FOLDER [WEIGHTS]")?);
    let start = Instant::now();
    let grammar = match args.get(1) {
        Some(file) => Grammar::read(&std::fs::read(file)?).context("not weights")?,
        None => Grammar::english(),
    };
    let loading = start.elapsed();
    println!(
        "| set | words | UPOS | XPOS | UAS | LAS | without marks |\n|---|---|---|---|---|---|---|"
    );
    let mut last = Vec::new();
    for set in SETS {
        let golds = treebanks::golds(&folder.join(format!("{set}.conllu.gz")), |_| true)?;
        last = golds.into_iter().map(|gold| (parse(&grammar, &gold), gold)).collect();
        print_row(set, &last);
    }
    print_relations(&last);
    print_speed(&grammar, &last);
    println!("; read in {loading:.1?}");
    Ok(())
}

fn parse(grammar: &Grammar, gold: &Gold) -> Vec<Node> {
    let words: Vec<&str> = gold.words.iter().map(String::as_str).collect();
    grammar.parse(&words)
}

type Parsed = (Vec<Node>, Gold);

fn print_row(set: &str, parsed: &[Parsed]) {
    let pairs = || parsed.iter().flat_map(|(nodes, gold)| nodes.iter().zip(&gold.nodes));
    let n_words = pairs().count();
    let attached = |(found, gold): &(&Node, &Node)| found.head == gold.head;
    let labelled = |it: &(&Node, &Node)| attached(it) && it.0.relation == it.1.relation;
    let no_marks = || pairs().filter(|(_, gold)| gold.relation != Relation::Punct);
    let part = |n: usize| 100.0 * n as f64 / no_marks().count() as f64;
    let share = |right: fn(&Node, &Node) -> bool| {
        100.0 * pairs().filter(|(found, gold)| right(found, gold)).count() as f64 / n_words as f64
    };
    println!(
        "| {set} | {n_words} | {:.1} | {:.1} | {:.1} | {:.1} | {:.1} / {:.1} |",
        share(|a, b| a.tag == b.tag),
        share(|a, b| a.fine == b.fine),
        share(|a, b| a.head == b.head),
        share(|a, b| a.head == b.head && a.relation == b.relation),
        part(no_marks().filter(attached).count()),
        part(no_marks().filter(labelled).count()),
    );
}

/// Found with the right head and the right relation.
fn print_relations(parsed: &[Parsed]) {
    println!("\n| relation | in gold | precision | recall | F1 |\n|---|---|---|---|---|");
    for relation in Relation::ALL {
        let (mut n_gold, mut n_found, mut n_right) = (0_u32, 0_u32, 0_u32);
        for (found, gold) in parsed.iter().flat_map(|(nodes, gold)| nodes.iter().zip(&gold.nodes)) {
            n_gold += u32::from(gold.relation == *relation);
            n_found += u32::from(found.relation == *relation);
            let same = found.relation == gold.relation && found.head == gold.head;
            n_right += u32::from(same && gold.relation == *relation);
        }
        if n_gold < 20 {
            continue;
        }
        let share = |of: u32| 100.0 * f64::from(n_right) / f64::from(of.max(1));
        let both = 200.0 * f64::from(n_right) / f64::from((n_gold + n_found).max(1));
        println!(
            "| {relation} | {n_gold} | {:.1} | {:.1} | {both:.1} |",
            share(n_found),
            share(n_gold)
        );
    }
}

fn print_speed(grammar: &Grammar, parsed: &[Parsed]) {
    let words: Vec<Vec<&str>> =
        parsed.iter().map(|(_, gold)| gold.words.iter().map(String::as_str).collect()).collect();
    let n_words: usize = words.iter().map(Vec::len).sum();
    let round = || {
        let start = Instant::now();
        for words in &words {
            std::hint::black_box(grammar.parse(words));
        }
        start.elapsed().as_secs_f64()
    };
    let seconds = (0..20).map(|_| round()).fold(f64::INFINITY, f64::min);
    print!(
        "\n{:.0} words/s, {:.0} sentences/s",
        n_words as f64 / seconds,
        words.len() as f64 / seconds
    );
}

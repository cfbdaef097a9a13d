//! Learns the weights that are compiled in: `train FOLDER OUT [--genres all] [--add FILE.conllu.gz]`.
//!
//! `FOLDER` has the treebanks (`gum-train-by.conllu.gz`); `OUT` gets the weights. Without options only what MODEL.md
//! names is learnt from.
#![allow(clippy::print_stderr)]

mod treebanks;

use anyhow::{Context, Result};
use onrecord_grammar::train::{Gold, Passes, learn};
use std::path::Path;

/// Genres of GUM whose texts are free without a share-alike or no-derivatives clause.
const GENRES: [&str; 7] = ["academic", "court", "interview", "news", "speech", "textbook", "vlog"];

/// A document of these genres whose text comes from elsewhere.
const LEFT_OUT: [&str; 1] = ["GUM_court_carpet"];

fn main() -> Result<()> {
    let args: Vec<String> = std::env::args().skip(1).collect();
    let [folder, out, options @ ..] = &args[..] else { anyhow::bail!("train FOLDER OUT") };
    let all = options.iter().any(|it| it == "all");
    let free = |document: &str| {
        let genre = document.split('_').nth(1).unwrap_or_default();
        all || (GENRES.contains(&genre) && !LEFT_OUT.contains(&document))
    };
    let mut golds = Vec::new();
    if !options.iter().any(|it| it == "--only") {
        golds = treebanks::golds(&Path::new(folder).join("gum-train-by.conllu.gz"), free)?;
    }
    for file in options.iter().filter(|it| it.ends_with(".gz")) {
        golds.extend(treebanks::golds(Path::new(file), |_| true)?);
    }
    let n = |flag: &str, usual: usize| {
        let at = options.iter().position(|it| it == flag);
        at.and_then(|at| options.get(at + 1)).and_then(|it| it.parse().ok()).unwrap_or(usual)
    };
    let passes = Passes { tags: n("--tag-passes", 6), arcs: n("--arc-passes", 12) };
    eprintln!(
        "{} sentences, {} words",
        golds.len(),
        golds.iter().map(|it: &Gold| it.words.len()).sum::<usize>()
    );
    let weights = learn(&golds, include_str!("../data/clusters.tsv"), passes);
    eprintln!("{} bytes", weights.len());
    std::fs::write(out, weights).with_context(|| out.clone())
}

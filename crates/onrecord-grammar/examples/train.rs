//! Learns the weights that are compiled in: `train FOLDER OUT [--taught FILE.conllu.gz] [--NAME NUMBER …]`.
//!
//! `FOLDER` has the treebanks (`gum-train-by.conllu.gz`); `OUT` gets the weights. `--taught` is what `train/teacher.py`
//! parsed. The names of numbers are those of the plan, which MODEL.md gives.
#![allow(clippy::print_stderr)]

mod learnt_from;
mod treebanks;

use anyhow::{Context, Result};
use onrecord_grammar::train::{Gold, Plan, learn};
use std::path::Path;

fn main() -> Result<()> {
    let args: Vec<String> = std::env::args().skip(1).collect();
    let [folder, out, options @ ..] = &args[..] else { anyhow::bail!("train FOLDER OUT") };
    let option = |name: &str| {
        let at = options.iter().position(|it| it.strip_prefix("--") == Some(name))?;
        options.get(at + 1)
    };
    let golds = learnt_from::golds(Path::new(folder))?;
    let taught = match option("taught") {
        Some(file) => treebanks::golds(Path::new(file), |_| true)?,
        None => Vec::new(),
    };
    let plan = if taught.is_empty() {
        Plan { tag_passes: 6, arc_passes: 12, gold_times: 1, folds: 8, fewest_errors: 5 }
    } else {
        Plan { tag_passes: 3, arc_passes: 5, gold_times: 3, folds: 2, fewest_errors: 12 }
    };
    let number = |name: &str, usual: usize| option(name).map_or(Ok(usual), |it| it.parse());
    let plan = Plan {
        tag_passes: number("tag-passes", plan.tag_passes)?,
        arc_passes: number("arc-passes", plan.arc_passes)?,
        gold_times: number("gold-times", plan.gold_times)?,
        folds: number("folds", plan.folds)?,
        fewest_errors: number("fewest-errors", plan.fewest_errors as usize)? as u32,
    };
    for (whose, golds) in [("the treebank's", &golds), ("the teacher's", &taught)] {
        let n_words: usize = golds.iter().map(|it: &Gold| it.words.len()).sum();
        eprintln!("{} sentences, {n_words} words, {whose}", golds.len());
    }
    let weights = learn(&golds, &taught, include_str!("../data/clusters.tsv"), plan);
    eprintln!("{} bytes", weights.len());
    std::fs::write(out, weights).with_context(|| out.clone())
}

//! Pairs of statements in, for each statement the others of the file, likest first, out.

use std::io::Write;
use std::path::Path;

use onrecord::collate::{Comparer, Tables, candidates};
use serde_json::json;

use crate::pairs;

/// Candidates given for a query.
const MOST: usize = 20;

pub(crate) fn run(input: &Path, out: &Path) -> anyhow::Result<()> {
    let pairs = pairs::read(input)?;
    let tables = Tables::english();
    let prepared = pairs::prepare(&tables, &pairs);
    let comparer = Comparer::among(&tables, prepared.iter().flatten());
    let all: Vec<_> = prepared.iter().flatten().collect();
    let name = |n: usize| format!("{}:{}", pairs[n / 2].id, ["a", "b"][n % 2]);
    let mut out = std::io::BufWriter::new(std::fs::File::create(out)?);
    for (n, ranked) in candidates(&comparer, &all, MOST, |_, _| true).into_iter().enumerate() {
        let ranked: Vec<String> = ranked.into_iter().map(name).collect();
        writeln!(out, "{}", json!({"query": name(n), "ranked": ranked}))?;
    }
    Ok(out.flush()?)
}

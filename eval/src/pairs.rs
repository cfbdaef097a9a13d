//! Pairs of statements in, whether each is one utterance and how the words differ out.

use std::io::Write;
use std::path::Path;

use anyhow::Context;
use onrecord::collate::{Claim, Comparer, MEASURES, Prepared, Tables};
use onrecord::json::agreement;
use onrecord::text::{CodePoints, Span};
use serde_json::{Value, json};

/// Pairs at or above this score are called one utterance: where cross-validation on set A finds
/// linking F1, over all and over the hard part, and recall best (`eval/fit_link.py` prints it).
const SAME: f32 = 0.45;

pub(crate) fn run(input: &Path, out: &Path) -> anyhow::Result<()> {
    let pairs = read(input)?;
    let tables = Tables::english();
    let prepared = prepare(&tables, &pairs);
    let comparer = Comparer::among(&tables, prepared.iter().flatten());
    let mut out = std::io::BufWriter::new(std::fs::File::create(out)?);
    for (pair, [a, b]) in pairs.iter().zip(&prepared) {
        let found = comparer.compare((&pair.texts[0], a), (&pair.texts[1], b));
        let points = [CodePoints::new(&pair.texts[0]), CodePoints::new(&pair.texts[1])];
        let op = |it: &onrecord::collate::Op| {
            let ([a0, a1], [b0, b1]) = (points[0].of(it.a), points[1].of(it.b));
            json!([it.kind.to_string(), a0, a1, b0, b1])
        };
        let line = json!({
            "id": pair.id,
            "same": found.score >= SAME,
            // Whatever the score: how the words stand if they are one utterance.
            "label": agreement(found.agreement),
            "score": found.score,
            "ops": found.ops.iter().map(op).collect::<Vec<_>>(),
        });
        writeln!(out, "{line}")?;
    }
    Ok(out.flush()?)
}

/// Writes the measures the link model is fitted on: `eval/fit_link.py`.
pub(crate) fn measures(input: &Path, out: &Path) -> anyhow::Result<()> {
    let pairs = read(input)?;
    let tables = Tables::english();
    let prepared = prepare(&tables, &pairs);
    let comparer = Comparer::among(&tables, prepared.iter().flatten());
    let mut out = std::io::BufWriter::new(std::fs::File::create(out)?);
    for (pair, [a, b]) in pairs.iter().zip(&prepared) {
        let measures: Vec<f32> = comparer.measures(a, b).to_vec();
        let found = comparer.compare((&pair.texts[0], a), (&pair.texts[1], b));
        let label = agreement(found.agreement);
        writeln!(
            out,
            "{}",
            json!({"id": pair.id, "names": MEASURES, "measures": measures, "label": label})
        )?;
    }
    Ok(out.flush()?)
}

/// Two statements to compare.
pub(crate) struct Pair {
    pub(crate) id: String,
    pub(crate) texts: [String; 2],
    claims: [Claim; 2],
}

pub(crate) fn read(input: &Path) -> anyhow::Result<Vec<Pair>> {
    let lines = std::fs::read_to_string(input).with_context(|| input.display().to_string())?;
    let lines = lines.lines().enumerate().filter(|(_, line)| !line.trim().is_empty());
    lines
        .map(|(n, line)| {
            parse(line).with_context(|| format!("{}: line {}", input.display(), n + 1))
        })
        .collect()
}

fn parse(line: &str) -> anyhow::Result<Pair> {
    let line: Value = serde_json::from_str(line)?;
    let text = |key: &str| {
        let found = line[key].as_str().map(str::to_owned);
        found.with_context(|| format!("{key} is not a text"))
    };
    Ok(Pair {
        id: text("id")?,
        texts: [text("a")?, text("b")?],
        claims: [claim(&line["form_a"]), claim(&line["form_b"])],
    })
}

fn claim(form: &Value) -> Claim {
    match form.as_str() {
        Some("transcript") => Claim::Transcript,
        Some("mixed") => Claim::Mixed,
        Some("indirect") => Claim::Reported,
        _ => Claim::Quoted,
    }
}

/// Both sides of each pair, ready to be compared.
pub(crate) fn prepare(tables: &Tables, pairs: &[Pair]) -> Vec<[Prepared; 2]> {
    let side = |pair: &Pair, n: usize| {
        let text = &pair.texts[n];
        tables.prepare(text, &[Span::new(0, text.len())], pair.claims[n])
    };
    pairs.iter().map(|it| [side(it, 0), side(it, 1)]).collect()
}

//! `onrecord annotate`: reports in, one JSON line of statements out for each.

use std::io::Write;

use crate::args::AnnotateArgs;
use crate::input;
use crate::outcome::Outcome;
use crate::terminal::Terminal;

pub(crate) fn run(options: AnnotateArgs, terminal: &mut Terminal) -> anyhow::Result<Outcome> {
    let annotator = input::annotator_with(options.tier, &options.actors, terminal)?;
    let paths = if options.paths.is_empty() { vec!["-".into()] } else { options.paths };
    let mut out = std::io::BufWriter::new(std::io::stdout().lock());
    let mut found = 0;
    for annotated in input::annotated(paths, &options.given, &annotator, terminal) {
        serde_json::to_writer(&mut out, &onrecord::json::annotated(&annotated))?;
        writeln!(out)?;
        found += 1;
    }
    out.flush()?;
    Ok(Outcome::of(found, terminal.warnings()))
}

//! What a report gives as figures, one line each, to be judged by hand.

use std::io::{BufRead, BufReader, BufWriter, Write};
use std::path::Path;

use onrecord::annotate::{Annotations, Figure, Voice, annotate};
use onrecord::text::CodePoints;
use onrecord::{Lexicon, Report, Span};
use serde_json::{Value, json};

/// `in`: `id`, `text` a line, or a folder of transcripts; `out`: a figure a line, with its words.
pub(crate) fn run(input: &Path, out: &Path) -> anyhow::Result<()> {
    let lexicon = Lexicon::english();
    let mut writer = BufWriter::new(std::fs::File::create(out)?);
    for (id, report) in reports(input)? {
        let found = annotate(&lexicon, &report);
        let points = CodePoints::new(report.text());
        for figure in &found.figures {
            writeln!(writer, "{}", row(&id, &report, &points, &found, figure))?;
        }
    }
    Ok(())
}

fn reports(input: &Path) -> anyhow::Result<Vec<(String, Report)>> {
    let mut found = Vec::new();
    if input.is_dir() {
        let mut files: Vec<_> = std::fs::read_dir(input)?.collect::<Result<_, _>>()?;
        files.sort_by_key(std::fs::DirEntry::path);
        for file in files.iter().map(std::fs::DirEntry::path) {
            let stem = file.file_stem().map(|it| it.to_string_lossy().into_owned());
            let reader = BufReader::new(std::fs::File::open(&file)?);
            for capture in onrecord::intake::read(&file.to_string_lossy(), reader) {
                let report = onrecord::report::extract(&capture?);
                found.extend(report.map(|it| (stem.clone().unwrap_or_default(), it)));
            }
        }
        return Ok(found);
    }
    for line in BufReader::new(std::fs::File::open(input)?).lines() {
        let line: Value = serde_json::from_str(&line?)?;
        let text = line["text"].as_str().unwrap_or_default();
        let id = line["id"].as_str().unwrap_or_default();
        for capture in onrecord::intake::read(id, text.as_bytes()) {
            let report = onrecord::report::extract(&capture?);
            found.extend(report.map(|it| (id.to_owned(), it)));
        }
    }
    Ok(found)
}

fn row(
    id: &str,
    report: &Report,
    points: &CodePoints,
    found: &Annotations,
    figure: &Figure,
) -> Value {
    let text = report.text();
    let words = |it: Option<Span>| it.map(|it| it.of(text));
    let voice = match figure.voice {
        Voice::Outlet => "outlet".to_owned(),
        Voice::Statement(n) => {
            let statement = &found.statements[n as usize];
            let named = found.speaker(statement).map(|it| it.name.to_string());
            let source = statement.source.first().map(|it| it.of(text).to_owned());
            format!("{} | {}", named.unwrap_or_default(), source.unwrap_or_default())
        }
    };
    json!({
        "id": id,
        "span": points.of(figure.written),
        "written": figure.written.of(text),
        "least": figure.least.map(|it| it.to_string()),
        "most": figure.most.map(|it| it.to_string()),
        "bound": figure.bound.name(),
        "unit": figure.unit.name,
        "counted": words(figure.counted),
        "measure": figure.measure.map(onrecord::annotate::Measure::name),
        "place": words(figure.place),
        "period": words(figure.period),
        "as_of": figure.as_of.map(|it| it.written.of(text)),
        "voice": voice,
        "rule": figure.rule,
        "passage": figure.passage.of(text),
    })
}

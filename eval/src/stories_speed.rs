//! Times signatures and stories on an invented crawl, on one thread: reports in the order they come
//! in, read beforehand and untimed.

use onrecord::report::extract;
use onrecord::story::{Signature, cluster, sign};
use onrecord::{Annotated, Annotations};

use crate::background;
use crate::clock::Clock;
use crate::memory::Memory;

/// Reports are read so many at a time, and then signed.
const N_READ: usize = 1000;

/// Prints a line of JSON for each figure, of a crawl of so many reports.
pub(crate) fn run(n_reports: usize) -> anyhow::Result<()> {
    let mut signing = Signing::default();
    background::each(n_reports, |capture| {
        let report = extract(&capture);
        signing
            .read
            .extend(report.map(|report| Annotated { report, annotations: Annotations::default() }));
        if signing.read.len() == N_READ {
            signing.sign();
        }
    })?;
    signing.sign();
    let n_reports = signing.signatures.len() as f64;
    say("report to signature", n_reports / signing.seconds, "reports/s");
    let bytes: usize = signing.signatures.iter().map(|it| it.to_bytes().len()).sum();
    say("signature", bytes as f64 / n_reports, "bytes a report");
    let memory = Memory::now();
    let start = Clock::now();
    let stories = cluster(&signing.signatures);
    let seconds = start.seconds();
    say("signatures to stories", n_reports / seconds, "reports/s");
    say("both", n_reports / (signing.seconds + seconds), "reports/s");
    if let Some(bytes) = memory.and_then(Memory::since) {
        say("signatures to stories: memory", bytes / n_reports, "bytes a report");
    }
    say("reports a story", n_reports / stories.len() as f64, "");
    Ok(())
}

#[derive(Default)]
struct Signing {
    read: Vec<Annotated>,
    signatures: Vec<Signature>,
    seconds: f64,
}

impl Signing {
    fn sign(&mut self) {
        let start = Clock::now();
        self.signatures.extend(self.read.iter().map(sign));
        self.seconds += start.seconds();
        self.read.clear();
    }
}

#[expect(clippy::print_stdout, reason = "its output is this command's answer")]
fn say(step: &str, value: f64, unit: &str) {
    println!("{}", serde_json::json!({ "step": step, "value": value, "unit": unit }));
}

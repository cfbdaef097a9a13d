//! Copies: which reports share text. Reads `id`, `date`, `outlet`, `url`, `title` and `text` of
//! each line and nothing else.

use std::collections::HashMap;
use std::fs::File;
use std::io::{BufWriter, Write};
use std::path::Path;

use onrecord::ReportId;
use onrecord::story::copies::Window;
use onrecord::story::{Signature, cluster};
use serde_json::json;

use crate::clock::Clock;
use crate::stories;

/// Writes the pairs that share text, with the shares of both that it makes up, and for each copy
/// its exemplar.
pub(crate) fn run(input: &Path, out: &Path) -> anyhow::Result<()> {
    let mut signed = stories::signed(input)?;
    signed.sort_by_key(|(_, it)| (it.report, it.day));
    signed.dedup_by_key(|(_, it)| it.report);
    signed.sort_by_key(|(_, it)| (it.day.is_none(), it.day, it.report));
    let signatures: Vec<Signature> = signed.iter().map(|(_, it)| it.clone()).collect();
    let stories = cluster(&signatures);
    let of_story = |(n, story): (u32, &onrecord::story::Story)| -> Vec<(ReportId, u32)> {
        story.witnesses.iter().map(|it| (it.report, n)).collect()
    };
    let groups: HashMap<ReportId, u32> = (0..).zip(&stories).flat_map(of_story).collect();
    let keys: HashMap<ReportId, &str> =
        signed.iter().map(|(key, it)| (it.report, key.as_str())).collect();
    let group = |it: u32| groups[&signatures[it as usize].report];
    let key = |it: u32| keys[&signatures[it as usize].report];

    let mut out = BufWriter::new(File::create(out)?);
    let numbered: Vec<(u32, &Signature)> = (0..).zip(&signatures).collect();
    for it in Window::default().meet(&numbered, group) {
        let line = json!({
            "a": key(it.later), "b": key(it.earlier), "runs": it.n_runs,
            "of_shorter": it.of_shorter(), "of_longer": it.of_longer(),
            "one_story": group(it.later) == group(it.earlier),
        });
        writeln!(out, "{line}")?;
    }
    for witness in stories.iter().flat_map(|it| &it.witnesses) {
        if let Some(exemplar) = witness.exemplar {
            let line = json!({ "copy": keys[&witness.report], "exemplar": keys[&exemplar] });
            writeln!(out, "{line}")?;
        }
    }
    Ok(out.flush()?)
}

/// Days that a report stays in the window when copies are timed.
const DAYS: usize = 30;

/// Times the search for copies alone, in a stream of so many reports, so many a day.
pub(crate) fn speed(input: &Path, n_reports: usize, a_day: usize) -> anyhow::Result<()> {
    let stream = stream(input, n_reports)?;
    let numbered: Vec<(u32, &Signature)> = (0..).zip(&stream).collect();
    let clock = Clock::now();
    let (mut window, mut n_pairs, mut most) = (Window::default(), 0, 0);
    for (n, day) in numbered.chunks(a_day).enumerate() {
        window.forget_before((n.saturating_sub(DAYS) * a_day) as u32);
        n_pairs += window.meet(day, |it| it / TOGETHER as u32).len();
        most = most.max(window.bytes());
    }
    let seconds = clock.seconds();
    let held = numbered.len().min(a_day * (DAYS + 1));
    say("copies", numbered.len() as f64 / seconds, "reports/s");
    say("copies: window", most as f64 / held as f64, "bytes a report");
    say("copies: found", n_pairs as f64, "pairs");
    Ok(())
}

/// Reports of one story in the invented stream.
const TOGETHER: usize = 4;

/// The reports of `input` again and again. Each time three in ten of a report's words are others, so
/// that a third of its runs is what other reports have too, as in news, and the rest its own; but
/// one story in five is of copies, with one word in fifty changed.
fn stream(input: &Path, n_reports: usize) -> anyhow::Result<Vec<Signature>> {
    let rows = stories::rows(input)?;
    let one = |n: usize| {
        let copied = (n / TOGETHER).is_multiple_of(5);
        let time = if copied { n / TOGETHER } else { n };
        let mut row = rows[time * 7 % rows.len()].clone();
        let own = changed(row["text"].as_str().unwrap_or(""), time, 10, 3);
        row["text"] = changed(&own, n, 50, u64::from(copied)).into();
        row["outlet"] = format!("Outlet {n}").into();
        stories::sign_row(&row)
    };
    Ok((0..n_reports).map(one).collect())
}

/// The text with `few` in `many` of its words made other words, which depend on `time`.
fn changed(text: &str, time: usize, many: u64, few: u64) -> String {
    let mut state = time as u64 + 1;
    let mut changed = String::with_capacity(text.len() * 5 / 4);
    for word in text.split_inclusive([' ', '\n']) {
        state =
            state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        if (state >> 33) % many < few {
            changed.push_str(&format!("x{time}"));
        }
        changed.push_str(word);
    }
    changed
}

#[expect(clippy::print_stdout, reason = "its output is this command's answer")]
fn say(step: &str, value: f64, unit: &str) {
    println!("{}", json!({ "step": step, "value": value, "unit": unit }));
}

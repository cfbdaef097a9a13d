//! The documents say what the program does.

use std::path::{Path, PathBuf};
use std::process::Command;

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

/// Runs each `$` line of a document's `console` blocks, and looks for the lines under it in what
/// is printed, in order. A line `…` stands for any. Gives how many lines it found.
fn shown_as_printed(document: &str) -> usize {
    let document = std::fs::read_to_string(root().join(document)).unwrap();
    let blocks = document.split("```console\n").skip(1).map(|it| it.split("```").next().unwrap());
    let mut n_lines = 0;
    for block in blocks {
        let (mut folder, mut printed, mut at) = (root(), String::new(), 0);
        for line in block.lines().filter(|it| !it.trim().is_empty() && it.trim() != "…") {
            if let Some(to) = line.strip_prefix("$ cd ") {
                folder = folder.join(to);
            } else if let Some(command) = line.strip_prefix("$ onrecord ") {
                let mut onrecord = Command::new(env!("CARGO_BIN_EXE_onrecord"));
                let run = onrecord.args(command.split(' ')).env("COLUMNS", "100");
                let run = run.current_dir(&folder).output().unwrap();
                (printed, at) = (String::from_utf8(run.stdout).unwrap(), 0);
            } else {
                let found = printed[at..].find(line);
                at += found.unwrap_or_else(|| panic!("not printed:\n{line}\nbut:\n{printed}"));
                n_lines += 1;
            }
        }
    }
    n_lines
}

#[test]
fn what_the_readme_shows_is_what_is_printed() {
    assert!(shown_as_printed("README.md") > 10, "the README shows some output");
}

#[test]
fn what_the_page_on_exports_shows_is_what_is_written() {
    assert!(shown_as_printed("docs/exports.md") > 30, "the page shows each form");
}

/// Forms, and columns of the table, that the page does not describe are not found by users.
#[test]
fn every_form_and_every_column_is_on_the_page_on_exports() {
    let page = std::fs::read_to_string(root().join("docs/exports.md")).unwrap();
    for form in ["csv", "jsonl", "tei", "webannotation", "quotation"] {
        assert!(page.contains(&format!("`{form}`")), "{form}");
    }
    let row = serde_json::to_value(onrecord::json::WitnessRow::default()).unwrap();
    for column in row.as_object().unwrap().keys() {
        assert!(page.contains(&format!("`{column}`")), "{column}");
    }
}

/// CPU and build time are scarce: what the command is built from stays small.
#[test]
fn the_command_is_built_from_few_crates() {
    let tree = Command::new(env!("CARGO"))
        .args(["tree", "-p", "onrecord-cli", "-e", "normal,build", "--prefix", "none", "--offline"])
        .current_dir(root())
        .output()
        .unwrap();
    let tree = String::from_utf8(tree.stdout).unwrap();
    let mut crates: Vec<&str> = tree.lines().map(|it| it.trim_end_matches(" (*)")).collect();
    crates.sort_unstable();
    crates.dedup();
    assert!((30..=350).contains(&crates.len()), "{} crates", crates.len());
}

#[test]
fn every_word_the_program_uses_for_a_grade_is_in_the_glossary() {
    let glossary = std::fs::read_to_string(root().join("GLOSSARY.md")).unwrap();
    for word in [
        "verbatim",
        "trimmed",
        "spliced",
        "altered",
        "light",
        "heavy",
        "paraphrase",
        "direct",
        "indirect",
        "mixed",
        "unnamed",
        "unresolved",
        "omission",
        "addition",
        "substitution",
        "transposition",
        "furniture",
        "asked",
        "denied",
        "declined",
        "not said",
        "fast",
        "accurate",
    ] {
        assert!(glossary.contains(word), "{word} is not in GLOSSARY.md");
    }
}

//! The shortest program that makes a record: `add RECORD FILE...`.

use std::fs::File;
use std::io::BufReader;

use onrecord::annotate::annotate;
use onrecord::{Lexicon, Report, intake};
use onrecord_store::{Monitor, Record, Warning, update};

/// Says what went wrong on standard error.
struct Stderr;

impl Monitor for Stderr {
    #[expect(clippy::print_stderr, reason = "a program of its own")]
    fn warn(&self, warning: &Warning) {
        eprintln!("{warning}");
    }
}

#[expect(clippy::print_stdout, reason = "a program of its own")]
fn main() -> Result<(), Box<dyn std::error::Error>> {
    let mut args = std::env::args().skip(1);
    let mut record = Record::create(args.next().ok_or("usage: add RECORD FILE...")?)?;
    let lexicon = Lexicon::english();
    let annotate = |report: &Report| annotate(&lexicon, report);
    for path in args {
        let captures = intake::read(&path, BufReader::new(File::open(&path)?));
        println!("{:?}", update(&mut record, &annotate, captures, &Stderr)?);
    }
    println!("{:?}", record.reader()?.counts()?);
    Ok(())
}

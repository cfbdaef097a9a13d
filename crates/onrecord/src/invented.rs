//! Reports made up for tests, from their text.

use crate::annotate::{Annotated, annotate};
use crate::{Lexicon, intake, report};

/// A report for each text, read as a file of it would be. A text `Outlet | words` names its outlet.
pub(crate) fn reports(texts: &[&str]) -> Vec<Annotated> {
    let lexicon = Lexicon::english();
    let read = |(n, text): (usize, &&str)| {
        let (outlet, text) = text.split_once(" | ").unwrap_or(("", text));
        let mut capture = intake::read(&format!("report {n}.txt"), text.as_bytes()).next()?.ok()?;
        capture.outlet = (!outlet.is_empty()).then(|| outlet.into());
        let report = report::extract(&capture)?;
        Some(Annotated { annotations: annotate(&lexicon, &report), report })
    };
    texts.iter().enumerate().filter_map(read).collect()
}

/// Three outlets that print one quotation in three wordings, and one besides.
pub(crate) fn chairs() -> Vec<Annotated> {
    reports(&[
        "Harbour Post | “We have kept a chair for them at every session of these talks,” Ana Ruiz \
         said on Wednesday. “Nobody here will close the strait.”",
        "Coastal Wire | “We have kept a seat for them at each session of these talks,” Ana Ruiz \
         said on Tuesday. She said that nobody there would close the strait.",
        "Tarvon Courier | Ana Ruiz said it was late, but “we have kept a chair for them at every \
         session”. The pilots went home.",
    ])
}

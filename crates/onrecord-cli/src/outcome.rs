//! What the exit status says.

use std::process::ExitCode;

/// How a run ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Outcome {
    /// 0: done.
    Done,
    /// 1: nothing found.
    NothingFound,
    /// 2: done with warnings, or failed.
    Warnings,
}

impl Outcome {
    /// The end of a run that found so many things and gave so many warnings.
    pub(crate) fn of(found: usize, warnings: usize) -> Outcome {
        match (warnings, found) {
            (0, 0) => Outcome::NothingFound,
            (0, _) => Outcome::Done,
            _ => Outcome::Warnings,
        }
    }
}

impl From<Outcome> for ExitCode {
    fn from(outcome: Outcome) -> ExitCode {
        ExitCode::from(match outcome {
            Outcome::Done => 0,
            Outcome::NothingFound => 1,
            Outcome::Warnings => 2,
        })
    }
}

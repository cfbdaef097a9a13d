use std::path::Path;

use rusqlite::ErrorCode;

/// What this crate's functions give back.
pub type Result<T> = std::result::Result<T, Error>;

/// What could not be done with a record: what, where, why, and what to try.
#[derive(Debug, thiserror::Error)]
#[error("{place}: {what}: {why}{}{hint}", if hint.is_empty() { "" } else { "; " })]
pub struct Error {
    /// The file.
    pub place: Box<str>,
    /// What could not be done.
    pub what: Box<str>,
    /// Why.
    pub why: Box<str>,
    /// What to try; may be empty.
    pub hint: Box<str>,
    /// The kind of problem, to act on.
    pub problem: Problem,
    /// What SQLite said, if it did.
    #[source]
    pub source: Option<Box<rusqlite::Error>>,
}

/// Kinds of problem with a record.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Problem {
    /// There is no such file, or it cannot be opened.
    Absent,
    /// It is a file of another kind.
    NotOurs,
    /// It was made by a newer version of this program.
    Newer,
    /// It was made by an older version, and is open for reading only.
    Older,
    /// Another process is writing to it.
    Locked,
    /// It may not be written to.
    ReadOnly,
    /// There is no room left on the disk.
    DiskFull,
    /// It, or the disk, is damaged.
    Damaged,
    /// What was asked for cannot be read.
    Query,
    /// Any other; a mistake of ours, most likely.
    Other,
}

impl Error {
    pub(crate) fn new(path: &Path, what: &str, problem: Problem) -> Error {
        let (why, hint) = problem.words();
        Error {
            place: path.display().to_string().into(),
            what: what.into(),
            why: why.into(),
            hint: hint.into(),
            problem,
            source: None,
        }
    }

    /// What a user asks for in words cannot be read.
    pub(crate) fn asked(asked: &str, why: &str) -> Error {
        let what = "cannot be looked for";
        Error { why: why.into(), ..Error::new(Path::new(asked), what, Problem::Query) }
    }

    pub(crate) fn of(path: &Path, what: &str, source: rusqlite::Error) -> Error {
        let problem = problem(&source);
        let mut error = Error::new(path, what, problem);
        if matches!(problem, Problem::Other | Problem::Damaged) {
            error.why = source.to_string().into();
        }
        error.source = Some(Box::new(source));
        error
    }
}

fn problem(error: &rusqlite::Error) -> Problem {
    match error.sqlite_error_code() {
        Some(ErrorCode::CannotOpen) => Problem::Absent,
        Some(ErrorCode::NotADatabase) => Problem::NotOurs,
        Some(ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked) => Problem::Locked,
        Some(ErrorCode::ReadOnly | ErrorCode::PermissionDenied) => Problem::ReadOnly,
        Some(ErrorCode::DiskFull) => Problem::DiskFull,
        Some(ErrorCode::DatabaseCorrupt | ErrorCode::SystemIoFailure) => Problem::Damaged,
        _ => Problem::Other,
    }
}

impl Problem {
    /// Why, and what to try.
    fn words(self) -> (&'static str, &'static str) {
        match self {
            Problem::Absent => {
                ("there is no such file, or it may not be opened", "onrecord add makes a record")
            }
            Problem::NotOurs => ("it is a file of another kind", "name another file with --record"),
            Problem::Newer => {
                ("a newer onrecord made it", "use that version, or add the reports to a new file")
            }
            Problem::Older => {
                ("an older onrecord made it", "onrecord add to it once brings it up to date")
            }
            Problem::Locked => {
                ("another process is writing to it", "wait for that one to end, and try again")
            }
            Problem::ReadOnly => {
                ("it may not be written to", "check who owns the file and its folder")
            }
            Problem::DiskFull => {
                ("the disk is full", "make room and run onrecord add again: it goes on")
            }
            Problem::Damaged => {
                ("it or its disk is damaged", "make it again from the reports' files")
            }
            Problem::Query => ("it cannot be read", crate::search::FORMS),
            Problem::Other => ("this should not happen", "please report it"),
        }
    }
}

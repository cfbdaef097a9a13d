//! A file in, a record of the present schema out: whose the file is, how old it is, what in it
//! must be made again.

use std::path::{Path, PathBuf};
use std::time::Duration;

use rusqlite::config::DbConfig;
use rusqlite::{Connection, OpenFlags};

use crate::error::{Error, Problem, Result};
use crate::numbered::number_reports;
use crate::read::Reader;

/// `onrc`: says in the file's head that it is ours.
const APPLICATION_ID: i32 = 0x6f6e_7263;

/// The schema of `schema.sql`. The next one adds a step to [`migrate`].
pub const SCHEMA: i32 = 6;

/// The first schema in which rows are numbered by day.
const NUMBERED_BY_DAY: i32 = 4;

/// Indexes that came after the first records of this schema: those records are as good without, but
/// slower.
const INDEXES: &str = "CREATE INDEX IF NOT EXISTS story_day ON story (last_day DESC, id);
                       DROP INDEX IF EXISTS story_last_day;";

/// The steps whose results are kept, each with the version of it in this program. Raise a number
/// when the step gives other results: what it made before is then made again from the reports.
pub const METHODS: [(&str, i64); 4] =
    [("annotate", 6), ("sign", 2), ("cluster", 3), ("collate", 4)];

/// The tables that people and other programs read, in an order in which they can be filled.
pub const TABLES: [&str; 23] = [
    "report",
    "part",
    "actor",
    "statement",
    "event",
    "participant",
    "figure",
    "turn",
    "story",
    "follows",
    "witness",
    "shared_text",
    "decision",
    "entry",
    "reading",
    "variant",
    "descent",
    "found",
    "absent",
    "splice",
    "edit",
    "counted",
    "told",
];

/// The views that give the words.
pub const VIEWS: [&str; 11] = [
    "said",
    "done",
    "talked",
    "altered",
    "only_here",
    "edited_after",
    "made_from",
    "in_transcript",
    "not_found",
    "printed_as_one",
    "disputed_figure",
];

/// Kilobytes of the file that a writer holds in memory.
const CACHE: i64 = 64 << 10;

/// Pages (of 4 kB) that may wait in the log beside the file.
const LOG: i64 = 16 << 10;

/// How long to wait for another process to end its writing.
const PATIENCE: Duration = Duration::from_secs(5);

/// A record open for writing: the one connection that may.
#[derive(Debug)]
pub struct Record {
    pub(crate) db: Connection,
    pub(crate) path: PathBuf,
}

impl Record {
    /// Opens a record that is there.
    pub fn open(path: impl AsRef<Path>) -> Result<Record> {
        Record::with(path.as_ref(), OpenFlags::SQLITE_OPEN_READ_WRITE)
    }

    /// Opens a record, or makes an empty one if there is no file.
    pub fn create(path: impl AsRef<Path>) -> Result<Record> {
        let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_CREATE;
        Record::with(path.as_ref(), flags)
    }

    /// Looks at the same file, through a connection of its own.
    pub fn reader(&self) -> Result<Reader> {
        Reader::open(&self.path)
    }

    fn with(path: &Path, flags: OpenFlags) -> Result<Record> {
        // The type lets one thread at a time at the connection; locks would say the same again.
        let flags = flags | OpenFlags::SQLITE_OPEN_NO_MUTEX;
        let failed = |error| Error::of(path, "cannot open the record", error);
        let mut db = Connection::open_with_flags(path, flags).map_err(failed)?;
        db.busy_timeout(PATIENCE).map_err(failed)?;
        match state(&db).map_err(failed)? {
            State::Empty | State::Ours(SCHEMA) => {}
            State::Ours(older) if older < SCHEMA => {}
            State::Ours(_) => {
                return Err(Error::new(path, "cannot open the record", Problem::Newer));
            }
            State::Other => {
                return Err(Error::new(path, "cannot open the record", Problem::NotOurs));
            }
        }
        settle(&mut db).map_err(failed)?;
        Ok(Record { db, path: path.to_owned() })
    }

    pub(crate) fn failed(&self, what: &str) -> impl Fn(rusqlite::Error) -> Error + use<> {
        let (path, what) = (self.path.clone(), what.to_owned());
        move |error| Error::of(&path, &what, error)
    }
}

/// Opens a file for reading, if it is a record of the present schema.
pub(crate) fn look_at(path: &Path) -> Result<Connection> {
    let what = "cannot open the record";
    let failed = |error| Error::of(path, what, error);
    let flags = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let db = Connection::open_with_flags(path, flags).map_err(failed)?;
    db.busy_timeout(PATIENCE).map_err(failed)?;
    plan_once(&db).map_err(failed)?;
    let problem = match state(&db).map_err(failed)? {
        State::Ours(SCHEMA) => return Ok(db),
        State::Ours(it) if it > SCHEMA => Problem::Newer,
        State::Ours(_) => Problem::Older,
        State::Empty | State::Other => Problem::NotOurs,
    };
    Err(Error::new(path, what, problem))
}

/// What a file is.
enum State {
    Empty,
    Ours(i32),
    Other,
}

fn state(db: &Connection) -> rusqlite::Result<State> {
    let number = |pragma| db.pragma_query_value(None, pragma, |row| row.get::<_, i32>(0));
    let (id, schema) = (number("application_id")?, number("user_version")?);
    if id == APPLICATION_ID {
        return Ok(State::Ours(schema));
    }
    let n_tables: i64 = db.query_row("SELECT count(*) FROM sqlite_schema", [], |row| row.get(0))?;
    Ok(if id == 0 && n_tables == 0 { State::Empty } else { State::Other })
}

/// Sets the connection up and brings the file to the present schema.
fn settle(db: &mut Connection) -> rusqlite::Result<()> {
    // Readers go on while we write; a crash of the machine may cost the last batch, never more.
    db.pragma_update(None, "journal_mode", "wal")?;
    db.pragma_update(None, "synchronous", "normal")?;
    db.pragma_update(None, "foreign_keys", true)?;
    // Ids are digests: each report touches pages all over the indexes. They are looked for in memory,
    // and written back to the file many batches at a time.
    db.pragma_update(None, "cache_size", -CACHE)?;
    db.pragma_update(None, "wal_autocheckpoint", LOG)?;
    db.pragma_update(None, "temp_store", "memory")?;
    db.set_prepared_statement_cache_capacity(128);
    plan_once(db)?;
    let transaction = db.transaction_with_behavior(rusqlite::TransactionBehavior::Immediate)?;
    migrate(&transaction)?;
    for (name, version) in METHODS {
        let outdated = "UPDATE method SET version = 0 WHERE name = ?1 AND version != ?2";
        transaction.execute(outdated, (name, version))?;
    }
    transaction.commit()
}

/// Has SQLite plan each statement once. Else it plans those with an order anew whenever a value is
/// bound: a third of the time that reading a story took.
fn plan_once(db: &Connection) -> rusqlite::Result<()> {
    db.set_db_config(DbConfig::SQLITE_DBCONFIG_ENABLE_QPSG, true).map(drop)
}

fn migrate(db: &Connection) -> rusqlite::Result<()> {
    let older = match state(db)? {
        State::Empty => None,
        State::Ours(older) if older < SCHEMA => Some(older),
        State::Ours(_) => return db.execute_batch(INDEXES),
        State::Other => return Ok(()),
    };
    if older.is_some() {
        clear_derived(db)?;
    }
    if older.is_some_and(|it| it < NUMBERED_BY_DAY) {
        number_reports(db)?;
    }
    db.execute_batch(include_str!("schema.sql"))?;
    if older.is_some() {
        db.execute_batch("INSERT INTO report_fts (report_fts) VALUES ('rebuild')")?;
    }
    for (name, version) in METHODS {
        db.execute("INSERT OR IGNORE INTO method VALUES (?1, ?2)", (name, version))?;
    }
    db.pragma_update(None, "application_id", APPLICATION_ID)?;
    db.pragma_update(None, "user_version", SCHEMA)
}

/// Takes away what was derived, so that it is made again in the present schema: by the next
/// [`crate::update()`]. Reports, captures and decisions stay.
fn clear_derived(db: &Connection) -> rusqlite::Result<()> {
    db.execute_batch(
        "UPDATE method SET version = 0;
         DROP TRIGGER IF EXISTS report_added;
         DROP TRIGGER IF EXISTS report_changed;
         DROP TRIGGER IF EXISTS report_removed;",
    )?;
    for view in VIEWS {
        db.execute_batch(&format!("DROP VIEW IF EXISTS {view}"))?;
    }
    // Those that refer to others first.
    const DERIVED: [&str; 27] = [
        "story_alias",
        "follows",
        "story_words",
        "moved",
        "touched",
        "shared_text",
        "told",
        "counted",
        "edit",
        "descent",
        "found",
        "absent",
        "splice",
        "variant",
        "reading",
        "entry",
        "witness",
        "story",
        "signature",
        "report_fts",
        "statement_fts",
        "participant",
        "event",
        "figure",
        "turn",
        "statement",
        "actor",
    ];
    DERIVED.iter().try_for_each(|it| db.execute_batch(&format!("DROP TABLE IF EXISTS {it}")))
}

#[cfg(test)]
mod tests {
    use rusqlite::StatementStatus;

    use super::*;

    #[test]
    fn a_statement_is_planned_once_however_often_it_is_asked() {
        let db = Connection::open_in_memory().unwrap();
        db.execute_batch(include_str!("schema.sql")).unwrap();
        plan_once(&db).unwrap();
        let sql = "SELECT kind FROM part WHERE report_id = ?1 ORDER BY n";
        let mut parts = db.prepare(sql).unwrap();
        for id in ["a", "b", "c"] {
            assert!(parts.query([id]).unwrap().next().unwrap().is_none());
        }
        assert_eq!(parts.get_status(StatementStatus::RePrepare), 0);
    }
}

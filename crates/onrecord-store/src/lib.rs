//! The record: one SQLite file of reports, statements, stories and apparatus.
//!
//! Only this crate knows SQL, files and threads. A [`Record`] is the one writer of a file, a
//! [`Reader`] looks at it; [`update()`] takes captures in and brings all that is derived up to date.
//! The tables are described in `schema.sql`. What they publish counts characters, not bytes.
//!
//! ```
//! # let folder = tempfile::tempdir().unwrap();
//! # let path = folder.path().join("onrecord.db");
//! let record = onrecord_store::Record::create(&path)?;
//! assert_eq!(record.reader()?.counts()?.reports, 0);
//! # Ok::<(), onrecord_store::Error>(())
//! ```

mod around;
mod collated;
mod copy;
mod decision;
mod edited;
mod error;
mod event;
mod list;
mod listed;
mod numbered;
mod outlet;
pub mod published;
mod read;
mod rows;
mod schema;
mod search;
mod sequences;
mod speaker;
mod stories;
mod twice;
mod update;
mod write;

pub use around::{Around, Elsewhere, InStory, Neighbour, PartIn, StateEdit, WitnessOf};
pub use collated::Collated;
pub use decision::{DecisionRow, NamedReport};
pub use edited::{EditFilter, EditRow};
pub use error::{Error, Problem, Result};
pub use list::{COUNTED, Hit, Page, Place, SaidFilter, StoryFilter};
pub use listed::Listed;
pub use outlet::{LOOKED_AT, Outlet, OutletFilter, Wording};
pub use read::{Counts, Independent, Reader, Said, StoryRow, TableRows, Whole, WitnessRow};
pub use schema::{METHODS, Record, SCHEMA, TABLES, VIEWS};
pub use sequences::Linked;
pub use speaker::Heard;
pub use update::{
    Annotate, Effort, Monitor, Summary, Warning, regroup, update, update_on, update_with,
};

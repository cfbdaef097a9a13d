//! A record in, a file that is a copy of it out.

use std::path::Path;

use crate::error::{Error, Result};
use crate::read::Reader;

impl Reader {
    /// Writes the record as it is now into a file that is empty or not there: whole, whatever others
    /// write meanwhile, without the log beside it and without unused room.
    ///
    /// # Errors
    /// If there is something in the file, it cannot be written to, or the disk is full.
    pub fn copy_into(&self, path: impl AsRef<Path>) -> Result<()> {
        let path = path.as_ref();
        let failed = |error| Error::of(path, "cannot copy the record", error);
        let name = path.to_string_lossy();
        self.db.execute("VACUUM INTO ?1", [&*name]).map(drop).map_err(failed)
    }
}

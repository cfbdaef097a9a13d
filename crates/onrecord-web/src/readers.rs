//! Connections to a record, and the answers it gave while it stayed the same.
//!
//! Each connection answers one question at a time; there are as many as questions were ever asked
//! at once. Another process may add to the record meanwhile: an answer is kept only until it does.

use std::collections::HashMap;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, MutexGuard};

use onrecord_store::{Error, Reader};

use crate::answer::{Answer, Answered};
use crate::ask::Address;
use crate::route;

/// No more than this many connections are kept when they have nothing to do.
const KEPT: usize = 8;

/// Answers are kept up to this many bytes in all.
const MOST_BYTES: usize = 64 << 20;

pub(crate) struct Readers {
    record: PathBuf,
    idle: Mutex<Vec<Reader>>,
    answers: Mutex<Answers>,
}

/// What was answered since the record last changed.
struct Answers {
    /// Tells whether the record was changed; asked of one connection alone.
    watch: Reader,
    version: i64,
    by_address: HashMap<String, Answer>,
    n_bytes: usize,
}

impl Readers {
    pub(crate) fn open(record: &Path) -> Result<Readers, Error> {
        let watch = Reader::open(record)?;
        let version = watch.version()?;
        let answers = Answers { watch, version, by_address: HashMap::new(), n_bytes: 0 };
        Ok(Readers {
            record: record.to_owned(),
            idle: Mutex::default(),
            answers: Mutex::new(answers),
        })
    }

    /// Answers a question about the record as it is now.
    pub(crate) fn answer(&self, address: &Address) -> Answered {
        let version = {
            let mut answers = lock(&self.answers);
            answers.forget_what_is_old()?;
            if let Some(known) = answers.by_address.get(&address.written) {
                return Ok(known.clone());
            }
            answers.version
        };
        let idle = lock(&self.idle).pop();
        let reader = idle.map_or_else(|| Reader::open(&self.record), Ok)?;
        let answered = reader.at_one_time(|| route::answer(&reader, address))?;
        let mut idle = lock(&self.idle);
        if idle.len() < KEPT {
            idle.push(reader);
        }
        drop(idle);
        if let Ok(answer) = &answered {
            lock(&self.answers).keep(version, address, answer);
        }
        answered
    }
}

impl Answers {
    fn forget_what_is_old(&mut self) -> Result<(), Error> {
        let version = self.watch.version()?;
        if version != self.version {
            (self.version, self.n_bytes) = (version, 0);
            self.by_address.clear();
        }
        Ok(())
    }

    fn keep(&mut self, version: i64, address: &Address, answer: &Answer) {
        if version != self.version {
            return;
        }
        let n_bytes = answer.body.len() + address.written.len();
        if self.n_bytes + n_bytes > MOST_BYTES {
            self.n_bytes = 0;
            self.by_address.clear();
        }
        self.n_bytes += n_bytes;
        self.by_address.insert(address.written.clone(), answer.clone());
    }
}

fn lock<T>(of: &Mutex<T>) -> MutexGuard<'_, T> {
    // What is kept is whole after a panic elsewhere: nothing is half put in.
    of.lock().unwrap_or_else(|it| it.into_inner())
}

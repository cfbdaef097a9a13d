//! Connections to a record, and the answers it gave while it stayed the same.
//!
//! Each connection answers one question at a time; there are as many as questions were ever asked
//! at once. Another process may add to the record meanwhile: an answer is kept only until it does.

use std::path::{Path, PathBuf};
use std::sync::{Mutex, MutexGuard};

use onrecord_store::{Error, Reader};

use crate::answer::{Answer, Answered};
use crate::ask::Address;
use crate::kept::Kept;
use crate::route;
use crate::whole::Stories;

/// No more than this many connections are kept when they have nothing to do.
const KEPT: usize = 8;

/// Answers are kept up to this many bytes in all.
const MOST_BYTES: usize = 64 << 20;

pub(crate) struct Readers {
    record: PathBuf,
    idle: Mutex<Vec<Reader>>,
    answers: Mutex<Answers>,
    stories: Stories,
}

/// What was answered since the record last changed.
struct Answers {
    /// Tells whether the record was changed; asked of one connection alone.
    watch: Reader,
    version: i64,
    by_address: Kept<String, Answer>,
}

impl Readers {
    pub(crate) fn open(record: &Path) -> Result<Readers, Error> {
        let watch = Reader::open(record)?;
        let version = watch.version()?;
        let answers = Answers { watch, version, by_address: Kept::up_to(MOST_BYTES) };
        Ok(Readers {
            record: record.to_owned(),
            idle: Mutex::default(),
            answers: Mutex::new(answers),
            stories: Stories::new(),
        })
    }

    /// What was answered before, if the record is the same as then.
    pub(crate) fn known(&self, address: &Address) -> Result<Option<Answer>, Error> {
        let mut answers = lock(&self.answers);
        answers.forget_what_is_old()?;
        Ok(answers.by_address.get(&address.written))
    }

    fn version(&self) -> Result<i64, Error> {
        let mut answers = lock(&self.answers);
        answers.forget_what_is_old()?;
        Ok(answers.version)
    }

    /// Answers a question about the record as it is now.
    pub(crate) fn answer(&self, address: &Address) -> Answered {
        let version = self.version()?;
        let idle = lock(&self.idle).pop();
        let reader = idle.map_or_else(|| Reader::open(&self.record), Ok)?;
        let answered = reader.at_one_time(|| {
            // What this reader sees is settled when it is first asked for something. Is the version
            // the same before and after, that is what it sees.
            reader.version()?;
            let version = Some(self.version()?).filter(|it| *it == version);
            route::answer(&reader, &self.stories, version, address)
        })?;
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
            self.version = version;
            self.by_address.clear();
        }
        Ok(())
    }

    fn keep(&mut self, version: i64, address: &Address, answer: &Answer) {
        if version != self.version {
            return;
        }
        let n_bytes = answer.body.len() + address.written.len();
        self.by_address.put(address.written.clone(), answer.clone(), n_bytes);
    }
}

pub(crate) fn lock<T>(of: &Mutex<T>) -> MutexGuard<'_, T> {
    // What is kept is whole after a panic elsewhere: nothing is half put in.
    of.lock().unwrap_or_else(|it| it.into_inner())
}

//! The time a thread has worked.

use std::fs;
use std::time::{Duration, Instant};

/// The time of this thread: on Linux what the processor gave it, since others may be at work there;
/// elsewhere what went by.
pub(crate) struct Clock {
    start: Instant,
    given: Option<Duration>,
}

impl Clock {
    pub(crate) fn now() -> Clock {
        Clock { start: Instant::now(), given: given() }
    }

    /// Since then.
    pub(crate) fn seconds(&self) -> f64 {
        let given = self.given.zip(given()).map(|(before, now)| now.saturating_sub(before));
        given.unwrap_or_else(|| self.start.elapsed()).as_secs_f64()
    }
}

/// Processor time that this thread has had.
fn given() -> Option<Duration> {
    let told = fs::read_to_string("/proc/thread-self/schedstat").ok()?;
    Some(Duration::from_nanos(told.split_whitespace().next()?.parse().ok()?))
}

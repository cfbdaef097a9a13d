//! How long work goes, on standard error, when a person looks at it; and its warnings.

use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

use indicatif::{ProgressBar, ProgressStyle};
use onrecord_store::{Monitor, Warning};

use crate::terminal::Terminal;

/// A bar that appears when work goes on for longer than a moment.
pub(crate) struct Progress {
    bar: ProgressBar,
    warnings: AtomicUsize,
    /// The steps begun, in order, and when.
    begun: Mutex<Vec<(String, Instant)>>,
}

/// What is told at the end.
pub(crate) struct Ended {
    /// How many warnings there were.
    pub(crate) warnings: usize,
    /// The steps, and how long each took.
    pub(crate) steps: Vec<(String, Duration)>,
}

impl Progress {
    pub(crate) fn new() -> Progress {
        let bar = if Terminal::shows_progress() {
            ProgressBar::no_length()
        } else {
            ProgressBar::hidden()
        };
        Progress { bar, warnings: AtomicUsize::new(0), begun: Mutex::default() }
    }

    /// Takes the bar away, and tells of warnings and steps.
    pub(crate) fn end(self) -> Ended {
        self.bar.finish_and_clear();
        let begun = self.begun.into_inner().unwrap_or_else(PoisonError::into_inner);
        let ends = begun.iter().skip(1).map(|it| it.1).chain([Instant::now()]);
        let steps = begun.iter().zip(ends).map(|((step, from), to)| (step.clone(), to - *from));
        Ended { steps: steps.collect(), warnings: self.warnings.into_inner() }
    }
}

impl Monitor for Progress {
    fn begin(&self, step: &str, total: Option<u64>) {
        let mut begun = self.begun.lock().unwrap_or_else(PoisonError::into_inner);
        begun.push((step.to_owned(), Instant::now()));
        drop(begun);
        let form = match total {
            Some(_) => "{msg} {bar:30} {pos}/{len} {eta} left",
            None => "{msg} {spinner} {pos} {per_sec}",
        };
        if let Ok(style) = ProgressStyle::with_template(form) {
            self.bar.set_style(style);
        }
        self.bar.set_position(0);
        if let Some(total) = total {
            self.bar.set_length(total);
        }
        self.bar.set_message(step.to_owned());
        self.bar.enable_steady_tick(Duration::from_millis(500));
    }

    fn advance(&self, n: u64) {
        self.bar.inc(n);
    }

    fn warn(&self, warning: &Warning) {
        self.warnings.fetch_add(1, Ordering::Relaxed);
        self.bar.suspend(|| Terminal::say(&format_args!("onrecord: warning: {warning}")));
    }

    fn refuse(&self, place: &str) {
        self.warnings.fetch_add(1, Ordering::Relaxed);
        let line =
            format_args!("onrecord: warning: {}", crate::input::no_report(place)).to_string();
        self.bar.suspend(|| Terminal::say(&line));
    }
}

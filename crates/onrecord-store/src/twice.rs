//! Two captures' accounts of one report in, the one that is kept out. Outlet, address and text are
//! the same, or they would be two reports; day, author, place and the rest may differ, and which of
//! the two came in first must not matter.

use onrecord::{PartKind, Report};

use crate::rows::Word;

/// Whether an account is to be kept rather than the other: one that tells a day before one that
/// does not; then that of the earlier capture; then that of the place that is first by its letters.
/// What is left is settled by the rest, only so that something settles it.
pub(crate) fn is_preferred(report: &Report, other: &Report) -> bool {
    preference(report) < preference(other)
}

/// Whether a capture may give a preferred account of a report, as far as can be told unread.
pub(crate) fn may_be_preferred(
    captured: Option<jiff::Timestamp>,
    place: &str,
    kept: &KeptFrom,
) -> bool {
    let (this, that) = (capture(captured, place), capture(kept.captured, &kept.place));
    // A day that is later than the capture is not believed: another capture may tell one.
    this < that || kept.undated && this != that
}

/// What is remembered of the capture that a report's account is from.
pub(crate) struct KeptFrom {
    pub(crate) captured: Option<jiff::Timestamp>,
    pub(crate) place: String,
    pub(crate) undated: bool,
}

/// Earlier captures first, those without a time last.
fn capture(captured: Option<jiff::Timestamp>, place: &str) -> impl Ord {
    (captured.is_none(), captured, place)
}

fn preference(report: &Report) -> impl Ord {
    let part = |it: &onrecord::Part| (PartKind::word(it.kind), it.span.start(), it.span.end());
    let published = report.published;
    (
        published.is_none(),
        capture(report.captured, &report.place),
        published.map(|it| (it.day, it.at)),
        report.genre.word(),
        [&report.author, &report.credit, &report.key, &report.language],
        report.parts().iter().map(part).collect::<Vec<_>>(),
    )
}

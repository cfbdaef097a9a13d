//! Which reports are copies of one text, and which are later states of one page.
//!
//! Signatures in, day by day; out come pairs of reports that share text ([`Window::meet`]), whether
//! or not they are of one story, and from the pairs of one story its witnesses, each copy with its
//! exemplar.
//!
//! Copies are told by three words in a row that both have, as a share of the shorter text: an
//! outlet that prints a third of an agency's text has copied it. What stands in quotation marks
//! does not count, since two who heard the same words report them alike. Nor does furniture, the
//! standing notes and copyright lines under reports that have nothing else in common.

mod family;
mod sample;
#[cfg(test)]
mod tests;
mod window;

pub(super) use family::{OF_LONGER, witnesses};
pub(super) use sample::shingles;
pub(super) use window::LEAST_SHARED_THIN;
pub use window::{Shared, Window};

use super::signature::Signature;

/// What the reports of one list share with each other. `group_of` gives the story of the report at
/// a place in the list: what three stories have is furniture.
pub(super) fn shared_among(members: &[&Signature], group_of: impl Fn(u32) -> u32) -> Vec<Shared> {
    let numbered: Vec<(u32, &Signature)> = (0..).zip(members.iter().copied()).collect();
    Window::default().meet(&numbered, group_of)
}

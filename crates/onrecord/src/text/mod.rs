//! Text and places in it: spans, code points, tokens, sentences, quotation marks, folding.
//!
//! Everything here takes a `&str` and gives spans of bytes in it. Nothing here knows what a report
//! or a statement is.

pub mod fold;
pub(crate) mod number;
pub mod quote;
pub mod sentence;
mod span;
pub(crate) mod stem;
mod token;
mod units;

pub use number::Decimal;
pub use span::{Span, gap, joined};
pub use token::{Token, TokenKind, tokens};
pub use units::CodePoints;

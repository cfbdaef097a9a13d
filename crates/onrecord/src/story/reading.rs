//! A report's telling parts in, their words out, each with its digest: read once for all that is
//! taken from them.

use super::signature::{digest_folded, telling};
use crate::report::{PartKind, Report};
use crate::text::{Token, TokenKind, tokens};

/// The words and marks of one part.
pub(super) struct Reading<'r> {
    pub(super) kind: PartKind,
    pub(super) tokens: Vec<Token<'r>>,
    /// For each token the digest of its folded form; of a mark 0.
    pub(super) digests: Vec<u64>,
}

/// The parts that tell the happening, in order.
pub(super) fn readings(report: &Report) -> Vec<Reading<'_>> {
    let read = |part: &crate::report::Part| {
        let tokens: Vec<Token> = tokens(report.text(), part.span).collect();
        let digest = |it: &Token| match it.kind {
            TokenKind::Mark => 0,
            TokenKind::Word | TokenKind::Number => digest_folded(it.text),
        };
        let digests = tokens.iter().map(digest).collect();
        Reading { kind: part.kind, tokens, digests }
    };
    telling(report).map(read).collect()
}

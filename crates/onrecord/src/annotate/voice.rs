//! Who vouches for what a passage tells: the outlet, or whoever is said to have said it.

use super::{Statement, Voice};
use crate::text::Span;

/// The voice of what stands at `at`: the statement with the narrowest content that holds it, else the
/// outlet. What a sentence attributes covers that sentence, and not the next one.
pub(crate) fn voice_at(statements: &[Statement], at: Span) -> Voice {
    let holds = |it: &Statement| it.content.iter().any(|span| span.contains(at));
    let holding = statements.iter().enumerate().filter(|(_, it)| holds(it));
    let len = |it: &Statement| it.content.iter().map(|span| span.len()).sum::<usize>();
    let innermost = holding.min_by_key(|(n, it)| (len(it), *n));
    innermost.map_or(Voice::Outlet, |(n, _)| Voice::Statement(n as u32))
}

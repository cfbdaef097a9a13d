//! Which statement stands in the content of which: `Ruiz said the army had said it was safe`.

use super::Statement;
use crate::text::Span;

/// Sets each statement's `within`: the one with the narrowest content that holds its cue and
/// content.
pub(super) fn nest(statements: &mut [Statement]) {
    let mut contents: Vec<(Span, usize)> = Vec::new();
    let mut cues: Vec<(Span, usize)> = Vec::new();
    for (n, statement) in statements.iter().enumerate() {
        contents.extend(statement.content.iter().map(|it| (*it, n)));
        cues.extend(statement.cue.first().map(|it| (*it, n)));
    }
    contents.sort_by_key(|it| it.0.start());
    cues.sort_by_key(|it| it.0.start());
    let mut rest = contents.iter().peekable();
    // Contents that begin before the cue and end after it: as many as there are levels.
    let mut around: Vec<(Span, usize)> = Vec::new();
    for (cue, n) in cues {
        while let Some(content) = rest.next_if(|it| it.0.start() <= cue.start()) {
            around.push(*content);
        }
        around.retain(|it| it.0.end() > cue.start());
        let content = statements[n].content[0];
        let holds =
            |(span, it): &&(Span, usize)| *it != n && span.contains(cue) && span.contains(content);
        let narrowest = around.iter().filter(holds).min_by_key(|it| it.0.len());
        statements[n].within = narrowest.map(|it| it.1 as u32);
    }
}

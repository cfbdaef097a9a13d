//! From the network's answers about one window to statements.

use onrecord::Span;
use onrecord::annotate::Tagged;

use crate::Window;
use crate::network::Anchor;

/// Least probability that a token opens a cue. On PolNeAR dev F1 is 75.1 from .4, 75.6 from .6, 75.7
/// from .75, and what is found at .6 is right more often than at .4.
const LEAST_ANCHOR: f32 = 0.6;

/// What a change between content and none costs, in nats: a stray token inside a content does not
/// break it. On PolNeAR dev .5 is as good as 2, and 0 loses 3 points of exact words.
const CHANGE: f32 = 0.5;

/// Least probability of a source that no token is likelier than not to be in.
const LEAST_SOURCE: f32 = 0.2;

/// [`crate::Seen::shape`] of a mark.
const MARK: u8 = 4;

const SOURCE: usize = 1;
const CUE: usize = 2;
const CONTENT: usize = 3;

/// The statements of a window, in order of their cues. Of two that share words of their cue, the
/// likelier stands.
pub(crate) fn statements(window: &Window, anchors: &[Anchor]) -> Vec<Tagged> {
    let mut likely: Vec<&Anchor> =
        anchors.iter().filter(|it| it.probability >= LEAST_ANCHOR).collect();
    likely.sort_by(|a, b| b.probability.total_cmp(&a.probability));
    let mut found: Vec<Tagged> = Vec::new();
    for statement in likely.into_iter().filter_map(|it| statement(window, it)) {
        if !found.iter().any(|it| it.cue.overlaps(statement.cue)) {
            found.push(statement);
        }
    }
    found.sort_by_key(|it| it.cue);
    found
}

fn statement(window: &Window, anchor: &Anchor) -> Option<Tagged> {
    let best = smooth(anchor);
    let span = |run: &Run| window.tokens[run.0].span.cover(window.tokens[run.1 - 1].span);
    let worded = |run: &Run| window.tokens[run.0..run.1].iter().any(|it| it.shape != MARK);
    let cue = runs(&best, CUE).find(|it| (it.0..it.1).contains(&anchor.token))?;
    let weight =
        |run: &Run| -> f32 { anchor.roles[run.0..run.1].iter().map(|it| it[SOURCE] - it[0]).sum() };
    let sources = runs(&best, SOURCE).filter(worded);
    let source = sources.max_by(|a, b| weight(a).total_cmp(&weight(b)));
    let source = source.or_else(|| faint_source(anchor, &best));
    let content: Vec<Span> = runs(&best, CONTENT).filter(worded).map(|it| span(&it)).collect();
    (!content.is_empty()).then(|| Tagged {
        source: source.map(|it| span(&it)),
        cue: span(&cue),
        content: content.into(),
        confidence: confidence(anchor, &best),
    })
}

/// The stretch most likely to be the source where none is likelier than not: statements without
/// a source are rare.
fn faint_source(anchor: &Anchor, best: &[usize]) -> Option<Run> {
    let free = |at: usize| best[at] == 0 || best[at] == SOURCE;
    let chance = |at: usize| if free(at) { anchor.roles[at][SOURCE].exp() } else { 0.0 };
    let top = (0..best.len()).max_by(|a, b| chance(*a).total_cmp(&chance(*b)))?;
    if chance(top) < LEAST_SOURCE {
        return None;
    }
    let near = |at: &usize| chance(*at) >= chance(top) / 2.0;
    let start = (0..=top).rev().take_while(near).last()?;
    let end = (top..best.len()).take_while(near).last()?;
    Some((start, end + 1))
}

/// The likeliest row of roles, if each change between content and none costs [`CHANGE`] (Viterbi's
/// algorithm). Changes to and from source and cue are free: those are short.
fn smooth(anchor: &Anchor) -> Vec<usize> {
    let mut back: Vec<[usize; 4]> = Vec::with_capacity(anchor.roles.len());
    let mut score = [0.0_f32; 4];
    for (n, of) in anchor.roles.iter().enumerate() {
        let mut next = [f32::NEG_INFINITY; 4];
        let mut from = [0; 4];
        for role in 0..4 {
            let cost = |before: usize| {
                if [[0, CONTENT], [CONTENT, 0]].contains(&[before, role]) { CHANGE } else { 0.0 }
            };
            let best =
                (0..4).map(|it| (score[it] - cost(it), it)).max_by(|a, b| a.0.total_cmp(&b.0));
            let Some((reached, before)) = best else { continue };
            // The anchor is in the cue, whatever else is likely.
            let barred = n == anchor.token && role != CUE;
            next[role] = if barred { f32::NEG_INFINITY } else { reached + of[role] };
            from[role] = before;
        }
        back.push(from);
        score = next;
    }
    let mut role = (0..4).max_by(|a, b| score[*a].total_cmp(&score[*b])).unwrap_or(0);
    let mut row = vec![0; back.len()];
    for (n, from) in back.iter().enumerate().rev() {
        row[n] = role;
        role = from[role];
    }
    row
}

fn confidence(anchor: &Anchor, best: &[usize]) -> f32 {
    let told = best.iter().zip(&anchor.roles).filter(|(role, _)| **role != 0);
    let (sum, n) = told.fold((0.0, 0), |(sum, n), (role, of)| (sum + of[*role], n + 1));
    anchor.probability * (sum / n as f32).exp()
}

/// Tokens from the first up to, not with, the second.
type Run = (usize, usize);

/// The stretches of one role.
fn runs(best: &[usize], role: usize) -> impl Iterator<Item = Run> {
    let mut at = 0;
    std::iter::from_fn(move || {
        let start = at + best[at..].iter().position(|it| *it == role)?;
        let len = best[start..].iter().take_while(|it| **it == role).count();
        at = start + len;
        Some((start, at))
    })
}

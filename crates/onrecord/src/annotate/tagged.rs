//! Statements that a learned reader found, as drafts that the rest of annotation can go on with.

use super::paragraph::{Paragraph, Words};
use super::rule::{self, Draft};
use super::verb::verbs;
use super::{Statement, Tier, confidence};
use crate::lexicon::{CueKind, Form};
use crate::text::Span;

/// A statement as a learned reader found it, before anyone asks who the speaker is.
#[derive(Clone, Debug, PartialEq)]
pub struct Tagged {
    /// The mention beside it.
    pub source: Option<Span>,
    /// The words that say so.
    pub cue: Span,
    /// What was said, in order; quotation marks may be in it. Not empty.
    pub content: Box<[Span]>,
    /// How sure the reader is, from 0 to 1.
    pub confidence: f32,
}

/// What statements of a learned reader name as their rule.
pub const TAGGER: &str = "tagger";

/// What a learned reader said of a draft, beyond its words.
#[derive(Clone, Debug)]
pub(super) struct Learned {
    /// As it was given: in `He’s saying` the source ends before the mark.
    source: Option<Span>,
    cue: Span,
    confidence: f32,
    /// The rules found the same cue, with the same source.
    agrees: bool,
}

impl Learned {
    pub(super) fn tell(&self, p: &Paragraph, statement: Statement) -> Statement {
        let cue = p.words_in(self.cue).unwrap_or(0..0);
        let kind = cue.rev().find_map(|at| p.cue(at)).map(|it| it.kind);
        let manner = statement.manner;
        Statement {
            source: self.source.map_or(statement.source, |it| [it].into()),
            cue: [self.cue].into(),
            tier: Tier::Accurate,
            confidence: confidence::of_tagged(self.confidence, self.agrees, kind, manner),
            ..statement
        }
    }
}

/// The drafts of one paragraph: the tagger's, and those of the rules that it leaves room for.
pub(super) fn join(p: &Paragraph, rules: Vec<Draft>, tagged: &[Tagged]) -> Vec<Draft> {
    let mut drafts: Vec<Draft> = tagged.iter().filter_map(|it| draft(p, it, &rules)).collect();
    for rule in rules.iter().filter(|it| quoted(p, it)) {
        give_quotations(p, &mut drafts, rule);
    }
    drafts.retain(|it| !it.content.is_empty());
    let verbs = verbs(p);
    drafts.sort_by_key(|it| it.unit);
    for of_unit in drafts.chunk_by_mut(|a, b| a.unit == b.unit) {
        let unit = p.units()[of_unit[0].unit].clone();
        rule::tell_saying(p, &unit, &verbs, of_unit);
    }
    let kept: Vec<Draft> = rules.into_iter().filter(|it| leaves_room(&drafts, it)).collect();
    drafts.extend(kept);
    drafts.sort_by_key(|it| (it.unit, it.content.first().map(|it| it.start)));
    drafts
}

/// Whether a rule found quotations and nothing else.
fn quoted(p: &Paragraph, rule: &Draft) -> bool {
    let quotations = rule.content.iter().all(|it| p.all_quoted(it));
    quotations && !rule.content.is_empty() && rule.inner.is_none()
}

/// Where quotations begin and end rules know best: if the draft with the rule's cue breaks one, it
/// gets the rule's quotations, and no other keeps words of them.
fn give_quotations(p: &Paragraph, drafts: &mut [Draft], rule: &Draft) {
    let Some(of) = drafts.iter().position(|it| meet(&it.cue, &rule.cue)) else { return };
    let broken = |it: &Draft| it.content.iter().any(|it| breaks_quotation(p, it));
    let torn = drafts.iter().any(|it| meet(&it.content, &rule.content) && broken(it));
    if !torn {
        return;
    }
    for (n, draft) in drafts.iter_mut().enumerate() {
        if n == of {
            draft.content.clone_from(&rule.content);
        } else {
            draft.content.retain(|it| !meet([it], &rule.content));
        }
    }
}

/// Whether it begins or ends between the marks of a quotation.
fn breaks_quotation(p: &Paragraph, content: &Words) -> bool {
    let inner = |at: usize| p.quote(at).map(|it| p.inside_marks(&it.words));
    let words = p.inside_marks(content);
    let late = inner(words.start).is_some_and(|it| it.start < words.start);
    let last = words.end.saturating_sub(1);
    late || inner(last).is_some_and(|it| (words.end..it.end).any(|at| p.proper(at)))
}

fn leaves_room(drafts: &[Draft], rule: &Draft) -> bool {
    drafts.iter().all(|it| {
        let cue = meet(&rule.cue, &it.cue);
        // What is said within what is said, the tagger was not taught to see.
        !cue && (rule.inner.is_some() || !meet(content_and_cue(rule), content_and_cue(it)))
    })
}

fn content_and_cue(draft: &Draft) -> impl IntoIterator<Item = &Words> + Clone {
    draft.content.iter().chain(&draft.cue)
}

/// Whether a word belongs to both.
fn meet<'a>(
    one: impl IntoIterator<Item = &'a Words>,
    other: impl IntoIterator<Item = &'a Words> + Clone,
) -> bool {
    let mut one = one.into_iter();
    one.any(|a| other.clone().into_iter().any(|b| a.start < b.end && b.start < a.end))
}

fn draft(p: &Paragraph, tagged: &Tagged, rules: &[Draft]) -> Option<Draft> {
    let cue = p.words_in(tagged.cue)?;
    let unit = p.units().iter().position(|it| it.contains(&cue.start))?;
    let head = cue.clone().find(|at| p.cue(*at).is_some());
    let kind = head.and_then(|at| p.cue(at)).map(|it| it.kind);
    let content: Vec<Words> = tagged.content.iter().filter_map(|it| p.words_in(*it)).collect();
    let source = tagged.source.and_then(|it| p.words_in(it));
    let same = rules.iter().find(|it| meet(&it.cue, [&cue]));
    let agrees = same.is_some_and(|it| meet(&it.source, &source));
    // The tagger finds hardly any source the rules miss, and misses some in sentences before.
    let source = source.or_else(|| same.and_then(|it| it.source.clone()));
    let learned =
        Learned { source: tagged.source, cue: tagged.cue, confidence: tagged.confidence, agrees };
    (!content.is_empty()).then(|| Draft {
        rule: TAGGER,
        unit,
        open: matches!(kind, Some(CueKind::Spoken | CueKind::Written)),
        past: head.is_some_and(|at| p.form(at, Form::PAST)),
        cue: Some(cue),
        learned: Some(learned),
        ..Draft::told(source, content)
    })
}

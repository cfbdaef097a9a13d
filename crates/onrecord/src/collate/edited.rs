//! States of a page in, what its outlet changed in what it reports as said out: which statements are
//! worded otherwise, given to another speaker or day, left out or put in.
//!
//! A state is compared with the one before it. Which was before is told by the time of publication,
//! then of capture; where neither tells, the order is that of ids, and [`Edit::order_known`] says so.

use std::collections::BTreeMap;

use super::accidental::{Source, accidentals};
use super::align::{Gap, gaps, variants};
use super::group::Speakers;
use super::link::{Laid, lay};
use super::mark::{Side, mark};
use super::pair::{Claim, Tables};
use super::speaker::compare_actors;
use super::{Entry, Mark, Passages, Variant, VariantKind, collate_with, conflict, redraw_with};
use crate::annotate::{Annotated, Manner, Speaker, Statement};
use crate::report::{Report, ReportId};
use crate::story::{Story, Witness};
use crate::text::{Span, joined};

/// One change between two states of a page in what is reported as said.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Edit {
    /// What changed.
    pub kind: EditKind,
    /// The state before.
    pub earlier: ReportId,
    /// The state after.
    pub later: ReportId,
    /// The two have different times; if not, either may have been first.
    pub order_known: bool,
    /// What another wording changes of the meaning: the gravest.
    pub mark: Option<Mark>,
    /// The words as they were; `None`: they were not there.
    pub before: Option<Passages>,
    /// The words as they are; `None`: they are gone.
    pub after: Option<Passages>,
    /// Where the wording differs; the state before is the lemma.
    pub variants: Vec<Variant>,
    /// The speaker, cue, day or manner before and after, if it is that which changed.
    pub told: Option<[Box<str>; 2]>,
}

/// Kinds of edit.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum EditKind {
    /// Words inside quotation marks are others.
    Altered,
    /// Words were left out, and none put in.
    Trimmed,
    /// Words were put in, and none left out.
    Extended,
    /// The report's own words for what was said are others.
    Paraphrase,
    /// It is given to another speaker, or said by another cue.
    Attribution,
    /// It is given to another day.
    Day,
    /// What was told indirectly is quoted now, or the other way round.
    Manner,
    /// It is told no more.
    Removed,
    /// It was not told before.
    Added,
    /// Only spelling, case or marks differ.
    Accidentals,
}

impl EditKind {
    /// The word for it in tables and JSON.
    pub fn name(self) -> &'static str {
        match self {
            EditKind::Altered => "altered",
            EditKind::Trimmed => "trimmed",
            EditKind::Extended => "extended",
            EditKind::Paraphrase => "paraphrase",
            EditKind::Attribution => "attribution",
            EditKind::Day => "day",
            EditKind::Manner => "manner",
            EditKind::Removed => "removed",
            EditKind::Added => "added",
            EditKind::Accidentals => "accidentals",
        }
    }
}

/// What differs, on one line: `old → new`, `[-left out-]`, `{+put in+}`, `~moved~`, parted by `; `.
/// `before` and `after` are the texts of the two states.
pub fn changes(edit: &Edit, before: &str, after: &str) -> String {
    if let Some([old, new]) = &edit.told {
        return format!("{old} → {new}");
    }
    let change = |it: &Variant| {
        let words = |text: &str, span: Span| {
            let words = text.get(span.range()).unwrap_or("");
            words.split_whitespace().collect::<Vec<_>>().join(" ")
        };
        let (old, new) = (words(before, it.lemma), words(after, it.reading));
        match it.kind {
            VariantKind::Omission => format!("[-{old}-]"),
            VariantKind::Addition => format!("{{+{new}+}}"),
            VariantKind::Substitution => format!("{old} → {new}"),
            VariantKind::Transposition => format!("~{new}~"),
        }
    };
    edit.variants.iter().map(change).collect::<Vec<_>>().join("; ")
}

/// What changed from state to state of the story's pages, page by page in order of witness.
pub fn edits(tables: &Tables, story: &Story, reports: &[Annotated]) -> Vec<Edit> {
    let find = |id: ReportId| reports.iter().find(|it| it.report.id() == id);
    let mut pages: BTreeMap<usize, Vec<&Annotated>> = BTreeMap::new();
    for witness in &story.witnesses {
        let first = witness.version_of.unwrap_or(witness.report);
        let page = story.witnesses.iter().position(|it| it.report == first);
        if let Some((page, state)) = page.zip(find(witness.report)) {
            pages.entry(page).or_default().push(state);
        }
    }
    let pairs = pages.values().flat_map(|states| states.windows(2));
    pairs.flat_map(|it| States { tables, before: it[0], after: it[1] }.edits(reports)).collect()
}

/// Two states of a page that follow each other.
struct States<'s> {
    tables: &'s Tables,
    before: &'s Annotated,
    after: &'s Annotated,
}

/// What one state has for an entry, the other, or both.
type Pair = (Option<Passages>, Option<Passages>);

/// Two wordings that collation does not link are one statement edited if they have this share of the
/// longer one's words in common, in order: a page seldom says another thing in half the same words.
/// (A judgement.)
const EDITED: f32 = 0.5;

impl States<'_> {
    fn edits(&self, reports: &[Annotated]) -> Vec<Edit> {
        let mut edits: Vec<Edit> = Vec::new();
        for (before, after) in self.pairs(reports) {
            for edit in self.of_pair(before, after) {
                // Sentences of one quotation change speaker, day and manner together.
                let statements = |it: &Edit| {
                    let of = |it: &Option<Passages>| it.as_ref().map(|it| it.statement);
                    (of(&it.before), of(&it.after))
                };
                let again = |it: &Edit| {
                    it.kind == edit.kind
                        && (it.told.is_some() || it.before == edit.before)
                        && statements(it) == statements(&edit)
                        && it.told == edit.told
                };
                if !edits.iter().any(again) {
                    edits.push(edit);
                }
            }
        }
        edits
    }

    /// What was said, as both states have it, in order of the text.
    fn pairs(&self, reports: &[Annotated]) -> Vec<Pair> {
        let (earlier, later) = (self.before.report.id(), self.after.report.id());
        let witness = |report| Witness { report, exemplar: None, version_of: None };
        let story = Story { witnesses: vec![witness(earlier), witness(later)] };
        let apparatus = collate_with(self.tables, &story, reports);
        let on_before = |_: &Entry| Some(earlier);
        let apparatus = redraw_with(self.tables, &story, reports, &apparatus, &on_before);
        let of = |entry: &Entry, report| {
            entry.passages().find(|it| it.statement.report == report).cloned()
        };
        let pairs = apparatus.entries.iter().map(|it| (of(it, earlier), of(it, later)));
        let mut pairs = self.with_close_ones(pairs.collect());
        pairs.sort_by_key(|(before, after)| {
            let at = |it: &Option<Passages>| it.as_ref().map(|it| it.spans[0].start());
            (at(after).or(at(before)), at(before))
        });
        pairs
    }

    /// The same, where what only one has is paired with what only the other has, if it is close.
    fn with_close_ones(&self, pairs: Vec<Pair>) -> Vec<Pair> {
        let (mut paired, lone): (Vec<Pair>, Vec<Pair>) =
            pairs.into_iter().partition(|it| it.0.is_some() && it.1.is_some());
        let keyed = |of: &Annotated, it: Passages| (self.keys(of, &it.spans), it);
        let gone = lone.iter().filter_map(|it| Some(keyed(self.before, it.0.clone()?)));
        let gone: Vec<(Vec<String>, Passages)> = gone.collect();
        let new = lone.into_iter().filter_map(|it| Some(keyed(self.after, it.1?)));
        let mut new: Vec<(Vec<String>, Passages)> = new.collect();
        for (keys, before) in gone {
            // Two long pages may have nothing in common: words are laid only if enough are shared.
            let may_be = (0..new.len()).filter(|it| shared(&keys, &new[*it].0) >= EDITED);
            let close = may_be.map(|it| (self.share(&before, &new[it].1), it));
            // Of equals the first, so that order in the text settles it.
            let best = close
                .filter(|it| it.0 >= EDITED)
                .reduce(|best, it| if it.0 > best.0 { it } else { best });
            paired.push((Some(before), best.map(|it| new.remove(it.1).1)));
        }
        paired.extend(new.into_iter().map(|it| (None, Some(it.1))));
        paired
    }

    /// The words of a wording, made comparable, in order of the alphabet.
    fn keys(&self, of: &Annotated, spans: &[Span]) -> Vec<String> {
        let words = self.tables.prepare(of.report.text(), spans, Claim::Quoted).words;
        let mut keys: Vec<String> = words.iter().map(|it| it.key().to_owned()).collect();
        keys.sort_unstable();
        keys
    }

    /// Words in common, in order, as a share of the longer wording's.
    fn share(&self, before: &Passages, after: &Passages) -> f32 {
        let laid = self.lay(&before.spans, &after.spans);
        let longer = laid.a.len().max(laid.b.len()).max(1);
        laid.alignment.pairs.len() as f32 / longer as f32
    }

    fn of_pair(&self, before: Option<Passages>, after: Option<Passages>) -> Vec<Edit> {
        let (Some(old), Some(new)) = (&before, &after) else {
            let kind = if after.is_none() { EditKind::Removed } else { EditKind::Added };
            return vec![Edit { before, after, ..self.edit(kind) }];
        };
        let statements = statement(self.before, old).zip(statement(self.after, new));
        let Some((one, other)) = statements else { return Vec::new() };
        let mut edits = self.told_otherwise(one, other, (old, new));
        let to_or_from_indirect = one.manner != other.manner
            && (one.manner == Manner::Indirect || other.manner == Manner::Indirect);
        if !to_or_from_indirect {
            let quoted = self.is_quoted(one, old) && other.manner != Manner::Indirect;
            let mut wording = self.wording(&old.spans, &new.spans, quoted);
            if wording.as_ref().is_none_or(|it| it.kind == EditKind::Accidentals)
                && (one.manner, other.manner) == (Manner::Mixed, Manner::Mixed)
            {
                // The quoted words are as they were; those around them may not be.
                wording = self.wording(&one.content, &other.content, false);
            }
            edits.extend(wording);
        }
        let passages = |it: Edit| Edit { before: before.clone(), after: after.clone(), ..it };
        edits.into_iter().map(passages).collect()
    }

    /// Whether the words compared stand in quotation marks.
    fn is_quoted(&self, statement: &Statement, passages: &Passages) -> bool {
        match statement.manner {
            Manner::Direct => true,
            Manner::Mixed => passages.spans != statement.content,
            Manner::Indirect => false,
        }
    }

    /// Changes of speaker, cue, day and manner.
    fn told_otherwise(
        &self,
        one: &Statement,
        other: &Statement,
        (old, new): (&Passages, &Passages),
    ) -> Vec<Edit> {
        let day = |of: &Annotated, it: &Passages| conflict::told(of, it.statement.ordinal);
        let days = day(self.before, old).zip(day(self.after, new));
        let day_words = |of: &Annotated, it: &Statement| {
            it.day.map_or("another day".into(), |it| it.written.of(of.report.text()).into())
        };
        let changes = [
            (EditKind::Attribution, self.speakers(one, other)),
            (EditKind::Attribution, self.cues(one, other)),
            (
                EditKind::Day,
                days.filter(|(a, b)| a.differs(*b))
                    .map(|_| [day_words(self.before, one), day_words(self.after, other)]),
            ),
            (
                EditKind::Manner,
                (one.manner != other.manner).then(|| [manner(one).into(), manner(other).into()]),
            ),
        ];
        let changed = changes.into_iter().filter(|(_, told)| told.is_some());
        changed.map(|(kind, told)| Edit { told, ..self.edit(kind) }).collect()
    }

    fn speakers(&self, one: &Statement, other: &Statement) -> Option<[Box<str>; 2]> {
        let actors = (self.before.annotations.speaker(one), self.after.annotations.speaker(other));
        let name = |of: &Annotated, it: &Statement| -> Box<str> {
            match of.annotations.speaker(it) {
                Some(actor) => actor.name.clone(),
                None => joined(of.report.text(), &it.source).into(),
            }
        };
        let is_other = match actors {
            (Some(a), Some(b)) => compare_actors(a, b) != Speakers::Same,
            // A name given or taken away. What is merely not resolved is no change of the outlet's.
            _ => {
                (one.speaker == Speaker::Unnamed) != (other.speaker == Speaker::Unnamed)
                    && one.speaker != Speaker::Unresolved
                    && other.speaker != Speaker::Unresolved
            }
        };
        is_other.then(|| [name(self.before, one), name(self.after, other)])
    }

    fn cues(&self, one: &Statement, other: &Statement) -> Option<[Box<str>; 2]> {
        let cue = |of: &Annotated, it: &Statement| joined(of.report.text(), &it.cue).to_lowercase();
        let (old, new) = (cue(self.before, one), cue(self.after, other));
        (old != new && !old.is_empty() && !new.is_empty()).then(|| [old.into(), new.into()])
    }

    /// How words differ; `None` if they are the same to the letter.
    fn wording(&self, before: &[Span], after: &[Span], quoted: bool) -> Option<Edit> {
        let laid = self.lay(before, after);
        let mut gaps = gaps(&laid.a, &laid.b, &laid.alignment);
        let (old, new) = (self.before.report.text(), self.after.report.text());
        if gaps.is_empty() {
            let source = |text, spans| Source { text, spans };
            let found = accidentals(&laid, source(old, before), source(new, after));
            let edit = Edit { variants: found, ..self.edit(EditKind::Accidentals) };
            return (!edit.variants.is_empty()).then_some(edit);
        }
        for gap in &mut gaps {
            gap.mark =
                mark(gap, Side { words: &laid.a, text: old }, Side { words: &laid.b, text: new });
        }
        Some(Edit {
            mark: gaps.iter().filter_map(|it| it.mark).min_by_key(|it| gravity(*it)),
            variants: variants(&laid.a, &laid.b, (before, after), &gaps),
            ..self.edit(wording_kind(&gaps, quoted))
        })
    }

    fn lay(&self, before: &[Span], after: &[Span]) -> Laid {
        let words = |of: &Annotated, spans: &[Span]| {
            self.tables.prepare(of.report.text(), spans, Claim::Quoted).words
        };
        let (a, b) = (words(self.before, before), words(self.after, after));
        lay(&self.tables.likeness, &a, &b)
    }

    /// An edit of a kind, with nothing told of it yet.
    fn edit(&self, kind: EditKind) -> Edit {
        Edit {
            kind,
            earlier: self.before.report.id(),
            later: self.after.report.id(),
            order_known: order_known(&self.before.report, &self.after.report),
            mark: None,
            before: None,
            after: None,
            variants: Vec::new(),
            told: None,
        }
    }
}

/// Words in common, in any order, as a share of the longer list's; both in order.
fn shared(a: &[String], b: &[String]) -> f32 {
    let (mut n, mut at) = (0, 0);
    for word in a {
        while b.get(at).is_some_and(|it| it < word) {
            at += 1;
        }
        if b.get(at) == Some(word) {
            (n, at) = (n + 1, at + 1);
        }
    }
    n as f32 / a.len().max(b.len()).max(1) as f32
}

fn statement<'s>(of: &'s Annotated, passages: &Passages) -> Option<&'s Statement> {
    of.annotations.statements.get(passages.statement.ordinal as usize)
}

fn wording_kind(gaps: &[Gap], quoted: bool) -> EditKind {
    let all = |kind| gaps.iter().all(|it| it.kind == kind);
    match quoted {
        _ if all(VariantKind::Omission) => EditKind::Trimmed,
        _ if all(VariantKind::Addition) => EditKind::Extended,
        true => EditKind::Altered,
        false => EditKind::Paraphrase,
    }
}

/// Place in the order of [`Mark`], the gravest first.
fn gravity(mark: Mark) -> usize {
    [Mark::Negation, Mark::Number, Mark::Name, Mark::Modal, Mark::Person]
        .iter()
        .position(|it| *it == mark)
        .unwrap_or(usize::MAX)
}

fn manner(statement: &Statement) -> &'static str {
    match statement.manner {
        Manner::Direct => "direct",
        Manner::Indirect => "indirect",
        Manner::Mixed => "mixed",
    }
}

/// Whether the times of two states tell which was before.
fn order_known(a: &Report, b: &Report) -> bool {
    let day = |it: &Report| it.published.map(|it| it.day.to_string());
    let at = |it: &Report| it.published.and_then(|it| it.at).map(|it| it.as_second());
    let captured = |it: &Report| it.captured.map(|it| it.as_second());
    if day(a) != day(b) {
        return day(a).is_some() && day(b).is_some();
    }
    if at(a) != at(b) {
        return at(a).is_some() && at(b).is_some();
    }
    captured(a).zip(captured(b)).is_some_and(|(a, b)| a != b)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::annotate::annotate;
    use crate::intake::Body;
    use crate::{Capture, Lexicon, report, story};

    /// States of one page, captured a day after each other: their text.
    fn states(texts: &[&str]) -> Vec<Annotated> {
        let lexicon = Lexicon::english();
        let state = |(n, text): (usize, &&str)| {
            let capture = Capture {
                body: Body::Text((*text).into()),
                outlet: Some("Harbour Post".into()),
                url: Some("https://harbourpost.example/strait".into()),
                published: Some("2031-03-05".into()),
                captured: format!("2031-03-0{}T12:00:00Z", n + 5).parse().ok(),
                ..Capture::default()
            };
            let report = report::extract(&capture)?;
            Some(Annotated { annotations: annotate(&lexicon, &report), report })
        };
        texts.iter().enumerate().filter_map(state).collect()
    }

    /// Edits drawn as `kind (mark): before | after`, with what was told before and after.
    #[track_caller]
    fn check(texts: &[&str], expected: &[&str]) {
        let reports = states(texts);
        let story = story::gather(&reports);
        let words = |it: &Option<Passages>| {
            let Some(it) = it else { return "—".to_owned() };
            let of = reports.iter().find(|of| of.report.id() == it.statement.report).unwrap();
            joined(of.report.text(), &it.spans)
        };
        let drawn = |it: &Edit| {
            assert!(it.order_known);
            let mark = it.mark.map(|it| format!(" ({it:?})").to_lowercase()).unwrap_or_default();
            let told = it.told.as_ref().map(|[a, b]| format!(" [{a} → {b}]")).unwrap_or_default();
            format!("{}{mark}{told}: {} | {}", it.kind.name(), words(&it.before), words(&it.after))
        };
        let found = edits(&Tables::english(), &story, &reports);
        assert_eq!(found.iter().map(drawn).collect::<Vec<_>>(), expected);
    }

    const BEFORE: &str = "“We will not close the strait to any ship this winter,” said Ana Ruiz, the \
        spokeswoman, on Tuesday.";

    #[test]
    fn states_that_say_the_same_have_no_edits() {
        check(&[BEFORE, &format!("Talks stall.\n\n{BEFORE}")], &[]);
    }

    #[test]
    fn another_word_in_quotation_marks_is_altered_and_says_what_it_changes() {
        check(
            &[BEFORE, &BEFORE.replace("will not", "may not")],
            &[
                "altered (modal): We will not close the strait to any ship this winter | We may not \
               close the strait to any ship this winter",
            ],
        );
    }

    #[test]
    fn words_left_out_are_trimmed_and_words_put_in_extended() {
        let short = BEFORE.replace(" this winter", "");
        let (long, cut) = (
            "We will not close the strait to any ship this winter",
            "We will not close the strait to any ship",
        );
        check(&[BEFORE, &short], &[&format!("trimmed: {long} | {cut}")]);
        check(&[&short, BEFORE], &[&format!("extended: {cut} | {long}")]);
    }

    #[test]
    fn another_speaker_another_cue_and_another_day_are_told() {
        let words = "We will not close the strait to any ship this winter";
        check(
            &[BEFORE, &BEFORE.replace("Ana Ruiz, the spokeswoman", "Jo Silva, the pilot")],
            &[&format!("attribution [Ana Ruiz → Jo Silva]: {words} | {words}")],
        );
        check(
            &[BEFORE, &BEFORE.replace("said", "claimed")],
            &[&format!("attribution [said → claimed]: {words} | {words}")],
        );
        check(
            &[BEFORE, &BEFORE.replace("Tuesday", "Monday")],
            &[&format!("day [Tuesday → Monday]: {words} | {words}")],
        );
    }

    #[test]
    fn states_are_compared_with_the_one_before() {
        let [second, third] = ["may not", "must not"].map(|it| BEFORE.replace("will not", it));
        let reports = states(&[BEFORE, &second, &third]);
        let story = story::gather(&reports);
        let found = edits(&Tables::english(), &story, &reports);
        let pairs: Vec<_> = found.iter().map(|it| (it.earlier, it.later)).collect();
        let id = |n: usize| reports[n].report.id();
        assert_eq!(pairs, [(id(0), id(1)), (id(1), id(2))]);
    }

    #[test]
    fn of_states_without_times_the_order_is_not_known() {
        let mut reports = states(&[BEFORE, &BEFORE.replace("will not", "may not")]);
        reports.iter_mut().for_each(|it| it.report.captured = None);
        let story = story::gather(&reports);
        let found = edits(&Tables::english(), &story, &reports);
        assert_eq!(found.len(), 1);
        assert!(!found[0].order_known);
    }
}

//! The rules that find statements in one paragraph, as one table.
//!
//! A rule looks at one place (a cue verb, a unit) and gives a draft or nothing. For each place the
//! rules are tried in the table's order; the first draft wins, and what it claims as content is not
//! looked at again. The table's sentences are the rules' tests.

mod after;
mod before;
mod clause;
mod lone;
mod saying;
mod source;

use super::Act;
use super::paragraph::{Paragraph, Words};
use super::phrase::{after_addressee, after_adverbials, subject_before};
use super::tagged::Learned;
use super::verb::{Verb, VerbForm, verbs};
use crate::lexicon::{Class, CueKind, Form, Takes};

/// One rule of the table.
pub struct RuleRow {
    /// Its name, as statements give it.
    pub name: &'static str,
    /// What it finds, in a sentence for people. Words of a report stand between asterisks.
    pub about: &'static str,
    /// Text in which it finds a statement; a line is a paragraph.
    pub finds: &'static str,
    /// Text it must leave alone.
    pub leaves: &'static str,
    find: Find,
}

/// Where and when a rule looks.
#[derive(Clone, Copy)]
enum Find {
    /// At each verb, for content before it. First of all, since such content runs to the cue.
    Before(fn(&Site) -> Option<Draft>),
    /// At each unit, after that.
    Unit(fn(&Unit) -> Option<Draft>),
    /// At each verb not yet claimed, for content after it.
    After(fn(&Site) -> Option<Draft>),
    /// At each unit after all its verbs, for what stands in the unit before.
    Rest(fn(&Unit) -> Option<Draft>),
    /// At each unit in which nothing was found.
    Lone(fn(&Unit) -> Option<Draft>),
    /// Not at a place in a paragraph, but where paragraphs and quotations are joined.
    Joined,
}

/// A quotation after a paraphrase, by the same source: found when quotations without a cue are
/// given to the statement before them.
pub(super) const QUOTATION_FOLLOWS: &str = "quotation-follows";

/// A paragraph of an interview, found before other rules look at it.
pub(super) const INTERVIEW_TURN: &str = "interview-turn";

/// All rules but that for transcripts, in the order they are tried.
pub const RULES: &[RuleRow] = &[
    RuleRow {
        name: "quotation-cue",
        about: "A quotation before its cue and source; what goes on behind them belongs to it.",
        finds: "“We will not sign,” the minister said on Tuesday, “this week or next.”",
        leaves: "On the set of “Harbour Lights,” the minister said that all was well.",
        find: Find::Before(before::quotation_cue),
    },
    RuleRow {
        name: "clause-cue",
        about: "A clause without quotation marks, before its cue and source.",
        finds: "The bridge will open in May, the minister said.",
        leaves: "In May, the minister said nothing.",
        find: Find::Before(before::clause_cue),
    },
    RuleRow {
        name: "according-to",
        about: "What stands beside *according to* and a source.",
        finds: "The bridge will open in May, according to the ministry.",
        leaves: "They were seated according to rank.",
        find: Find::Unit(lone::according_to),
    },
    RuleRow {
        name: "cue-quotation",
        about: "A quotation behind its source and cue.",
        finds: "The minister said: “We will not sign.”",
        leaves: "The minister praised the “quick fix” of last year.",
        find: Find::After(after::cue_quotation),
    },
    RuleRow {
        name: "as-cue",
        about: "A clause beside *as the minister said*, *as reported by the paper*.",
        finds: "As the minister pointed out, the bridge was safe.",
        leaves: "As the minister left, the bridge was safe.",
        find: Find::After(after::as_cue),
    },
    RuleRow {
        name: "asked-question",
        about: "What somebody was asked.",
        finds: "Asked by a reporter whether the bridge was safe, Ruiz walked off.",
        leaves: "Asked and answered, Ruiz walked off.",
        find: Find::After(after::asked_question),
    },
    RuleRow {
        name: "adding-clause",
        about: "A clause behind *saying*, *adding*, *warning*, by whom the sentence is about.",
        finds: "Ruiz walked off, saying that the bridge was safe.",
        leaves: "Ruiz walked off, saying nothing.",
        find: Find::After(after::adding_clause),
    },
    RuleRow {
        name: "cue-clause",
        about: "A clause behind its source and cue: *said that …*",
        finds: "The minister said on Tuesday that the bridge was safe.",
        leaves: "The minister said no.",
        find: Find::After(after::cue_clause),
    },
    RuleRow {
        name: "question-sentence",
        about: "A quoted question that is a sentence of its own, where the next tells who asked \
            and goes on to an answer.",
        finds: "“Will you sign?” Ruiz asked Holt, who replied: “No.”",
        leaves: "“Will you sign?” Ruiz walked off. Holt, who was asked, replied: “No.”",
        find: Find::Rest(lone::question_sentence),
    },
    RuleRow {
        name: "colon-speaker",
        about: "A name, a colon, and what was said.",
        finds: "Ana Ruiz: “We will not sign.”",
        leaves: "One thing is clear: the bridge is closed.",
        find: Find::Lone(lone::colon_speaker),
    },
    RuleRow {
        name: "colon-quotation",
        about: "A quotation behind a colon, where the words before it name a speaker and no cue.",
        finds: "Ruiz had one answer for them: “We will not sign.”",
        leaves: "There was one film to see: “Harbour Lights”.",
        find: Find::Lone(lone::colon_quotation),
    },
    RuleRow {
        name: "noun-that",
        about: "What stands behind somebody’s *claim that*, *vow to*, *warning that*.",
        finds: "The board looked into Ruiz’s claim that the bridge was safe.",
        leaves: "The board looked into the claim that every bridge is safe.",
        find: Find::Rest(lone::noun_that),
    },
    RuleRow {
        name: "quotation-name",
        about: "A quotation with a name behind a dash, as papers print them large.",
        finds: "“We will not sign.” — Ana Ruiz",
        leaves: "“We will not sign.” — and that was all.",
        find: Find::Lone(lone::quotation_name),
    },
    RuleRow {
        name: "quotation-sentence",
        about: "A quotation that is a sentence of its own, where the next is all source and cue.",
        finds: "“Why should we sign?” Ruiz asked.",
        leaves: "“Why should we sign?” Ruiz walked off.",
        find: Find::Lone(lone::quotation_sentence),
    },
    RuleRow {
        name: "sentence-quotation",
        about: "A quotation that is a sentence of its own, behind one that tells who speaks.",
        finds: "The mayor agreed. “It is time to sign.”",
        leaves: "The mayor smiled. “Harbour Lights” had won.",
        find: Find::Lone(lone::sentence_quotation),
    },
    RuleRow {
        name: "colon-paragraph",
        about: "The quotation of the next paragraph, behind a cue and a colon.",
        finds: "The Coastal Wire reports:\n“The bridge has been closed since May.”",
        leaves: "The bridge is closed for these reasons:\nIt is old.",
        find: Find::Lone(lone::colon_paragraph),
    },
    RuleRow {
        name: QUOTATION_FOLLOWS,
        about: "A quotation without a cue, behind a statement by the same source.",
        finds: "Ruiz said the bridge was safe. “It always was.”",
        leaves: "Ruiz said the bridge was safe. The film “Harbour Lights” won.",
        find: Find::Joined,
    },
    RuleRow {
        name: INTERVIEW_TURN,
        about: "A paragraph of an interview, behind the name of who speaks.",
        finds: "Courier: Is it safe?\nRuiz: It is.\nCourier: Since when?\nRuiz: Since May.",
        leaves: "Correction: The bridge is safe.\nUpdate: It was closed.",
        find: Find::Joined,
    },
];

/// A statement in words of one paragraph, before anyone asks who the speaker is.
#[derive(Clone, Debug)]
pub(super) struct Draft {
    pub(super) source: Option<Words>,
    pub(super) cue: Option<Words>,
    /// Quotation marks included. Empty where the next paragraph is awaited.
    pub(super) content: Vec<Words>,
    pub(super) rule: &'static str,
    /// Number of the unit it stands in.
    pub(super) unit: usize,
    /// Quotations that go on after it, in this paragraph or the next, belong to it.
    pub(super) open: bool,
    /// Its cue is in the past tense.
    pub(super) past: bool,
    /// Its content is an object, in which the day of saying may stand.
    pub(super) object: bool,
    pub(super) act: Act,
    pub(super) addressee: Option<Words>,
    /// The other draft's content it stands in: `Ruiz said [the army had said it was safe]`.
    pub(super) inner: Option<Words>,
    /// What a learned reader said of it; `None` where a rule found it.
    pub(super) learned: Option<Learned>,
}

impl Draft {
    pub(super) fn told(source: Option<Words>, content: Vec<Words>) -> Draft {
        Draft {
            source,
            cue: None,
            content,
            rule: "",
            unit: 0,
            open: true,
            past: true,
            object: false,
            act: Act::Said,
            addressee: None,
            inner: None,
            learned: None,
        }
    }
}

/// A unit, for rules that look at it as a whole.
struct Unit<'a, 't> {
    p: &'a Paragraph<'t>,
    n: usize,
    words: Words,
    /// Without the marks that end it.
    stem: Words,
    verbs: &'a [Verb<'t>],
    /// What was found in it so far.
    taken: &'a [Draft],
}

impl<'t> Unit<'_, 't> {
    /// The same unit after more was found in it.
    fn after<'b>(&'b self, taken: &'b [Draft]) -> Unit<'b, 't> {
        Unit {
            taken,
            p: self.p,
            n: self.n,
            words: self.words.clone(),
            stem: self.stem.clone(),
            verbs: self.verbs,
        }
    }

    fn before_cue(&self, verb: &Verb<'t>) -> Option<Draft> {
        let site = Site { shared: None, ..Site::of(self, verb) };
        self.first(|find| if let Find::Before(find) = find { find(&site) } else { None })
    }

    fn whole(&self) -> Option<Draft> {
        self.first(|find| if let Find::Unit(find) = find { find(self) } else { None })
    }

    fn after_cue(&self, verb: &Verb<'t>) -> Option<Draft> {
        let site = Site::of(self, verb);
        let draft =
            self.first(|find| if let Find::After(find) = find { find(&site) } else { None });
        draft.filter(|it| !it.content.iter().any(|it| overlaps(self.taken, it)))
    }

    fn rest(&self) -> Option<Draft> {
        self.first(|find| if let Find::Rest(find) = find { find(self) } else { None })
    }

    fn lone(&self) -> Option<Draft> {
        self.first(|find| if let Find::Lone(find) = find { find(self) } else { None })
    }

    /// The draft of the first rule of the table that gives one.
    fn first(&self, find: impl Fn(Find) -> Option<Draft>) -> Option<Draft> {
        let unit = self.n;
        RULES.iter().find_map(|row| Some(Draft { rule: row.name, unit, ..find(row.find)? }))
    }

    fn quoted_before(&self) -> Option<Words> {
        self.quoted(self.n.checked_sub(1)?)
    }

    fn quoted_after(&self) -> Option<Words> {
        self.quoted(self.n + 1)
    }

    /// A unit that is all quotation, without a bullet before it.
    fn quoted(&self, n: usize) -> Option<Words> {
        let unit = self.p.units().get(n).filter(|it| self.p.all_quoted(it))?;
        let start = unit.clone().find(|at| self.p.quote(*at).is_some())?;
        Some(start..unit.end)
    }
}

/// A verb in its unit.
struct Site<'a, 't> {
    p: &'a Paragraph<'t>,
    verbs: &'a [Verb<'t>],
    verb: &'a Verb<'t>,
    unit: Words,
    /// The unit without the marks that end it.
    stem: Words,
    /// Nothing before this word is free.
    floor: usize,
    /// The nearest source before it in the unit.
    shared: Option<Words>,
}

impl<'a, 't> Site<'a, 't> {
    fn of(unit: &'a Unit<'_, 't>, verb: &'a Verb<'t>) -> Site<'a, 't> {
        let ended = unit.taken.iter().flat_map(|it| it.content.iter().chain(&it.cue));
        let floor = ended.map(|it| it.end).filter(|it| *it <= verb.words.start).max();
        let begins = |it: &&Draft| it.cue.as_ref().map(|cue| cue.start);
        let before = unit.taken.iter().filter(|it| begins(it).is_some_and(|at| at < verb.head));
        Site {
            p: unit.p,
            verbs: unit.verbs,
            verb,
            unit: unit.words.clone(),
            stem: unit.stem.clone(),
            floor: floor.unwrap_or(unit.words.start),
            shared: before.max_by_key(begins).and_then(|it| it.source.clone()),
        }
    }

    fn draft(&self, source: Option<Words>, mut content: Vec<Words>) -> Option<Draft> {
        content.retain(|it| it.start < it.end);
        if content.is_empty() {
            return None;
        }
        let cue = Some(self.verb.words.clone());
        let open = self.verb.tells();
        Some(Draft { cue, open, past: self.past(), ..Draft::told(source, content) })
    }

    /// `said`; not `says`, which is of no particular day, nor `had said`, which is of another.
    fn past(&self) -> bool {
        let perfect = self.verb.words.clone().any(|at| self.p.has(at, Class::HAVE));
        self.p.form(self.verb.head, Form::PAST.or(Form::PARTICIPLE).or(Form::ING)) && !perfect
    }

    /// Where the verb's content may begin after it: past addressee, time and place.
    fn after(&self) -> usize {
        let mut at = self.verb.words.end;
        if self.verb.takes(Takes::ADDRESSEE) {
            at = after_addressee(self.p, at, self.stem.end);
        }
        self.past_adverbials(at)
    }

    fn past_adverbials(&self, at: usize) -> usize {
        after_adverbials(self.p, at, self.stem.end)
    }
}

/// The statements of one paragraph, in order of their units.
pub(super) fn drafts(p: &Paragraph) -> Vec<Draft> {
    let verbs = verbs(p);
    let mut drafts = Vec::new();
    let mut rest: &[Verb] = &verbs;
    for (n, words) in p.units().iter().enumerate() {
        let (mine, others) = rest.split_at(rest.partition_point(|it| it.head < words.end));
        rest = others;
        let found = unit_drafts(p, n, words, mine);
        drafts.extend(found);
    }
    drafts
}

fn unit_drafts(p: &Paragraph, n: usize, words: &Words, verbs: &[Verb]) -> Vec<Draft> {
    let stem = words.start..p.stem_end(words);
    let bare = Unit { p, n, words: words.clone(), stem, verbs, taken: &[] };
    let mut found: Vec<Draft> = Vec::new();
    for verb in verbs.iter().filter(|it| it.tells() || thinks(it)) {
        if !claimed(&found, verb.head) {
            let draft = bare.after(&found).before_cue(verb);
            found.extend(draft);
        }
    }
    let draft = bare.after(&found).whole();
    found.extend(draft);
    for verb in verbs {
        if !claimed(&found, verb.head) && !cues(&found, verb.head) {
            let draft = bare.after(&found).after_cue(verb);
            found.extend(draft);
        }
    }
    let draft = bare.after(&found).rest();
    found.extend(draft);
    if found.is_empty() {
        found.extend(bare.lone());
    }
    let inner = inner_drafts(&bare, &found);
    found.extend(inner);
    tell_saying(p, words, verbs, &mut found);
    found.sort_by_key(|it| it.content.first().map(|it| it.start));
    found
}

/// Sets act and addressee of the drafts of one unit.
pub(super) fn tell_saying(p: &Paragraph, unit: &Words, verbs: &[Verb], found: &mut [Draft]) {
    for n in 0..found.len() {
        let Some(verb) = saying::verb_of(verbs, &found[n]) else { continue };
        let frame = saying::frame(found, n, unit);
        found[n].act = saying::act(p, verb, &found[n]);
        found[n].addressee = saying::addressee(p, &frame, verb, &found[n]);
    }
}

/// What others are told to have said in the content of what was found: `Ruiz said the army had
/// said it was safe`. Only where a name or noun stands before the cue, outside quotation marks;
/// words in quotation marks are the outer speaker's.
fn inner_drafts(unit: &Unit, found: &[Draft]) -> Vec<Draft> {
    let mut inner: Vec<Draft> = Vec::new();
    let contents = found.iter().flat_map(|it| &it.content);
    for content in contents.filter(|it| !unit.p.all_quoted(it)) {
        let begin = unit.verbs.partition_point(|it| it.head < content.start);
        let verbs = unit.verbs[begin..].iter().take_while(|it| it.head < content.end);
        let says = |it: &&Verb| {
            it.tells() && it.cue.kind != CueKind::Asked && it.takes(Takes::THAT.or(Takes::CLAUSE))
        };
        for verb in verbs.filter(|it| says(it) && it.form == VerbForm::Finite) {
            if !claimed(&inner, verb.head) {
                inner.extend(inner_draft(unit, content, verb));
            }
        }
    }
    inner
}

fn inner_draft(unit: &Unit, content: &Words, verb: &Verb) -> Option<Draft> {
    let p = unit.p;
    let source = subject_before(p, verb.words.start, content.start)?;
    if !named(p, &source) {
        return None;
    }
    let words = content.clone();
    let bare =
        Unit { p, n: unit.n, words: words.clone(), stem: words, verbs: unit.verbs, taken: &[] };
    let draft = bare.after_cue(verb).filter(|it| it.source.as_ref() == Some(&source))?;
    let draft = Draft { inner: Some(content.clone()), open: false, past: false, ..draft };
    is_clause(p, verb, draft.content.first()?).then_some(draft)
}

/// That something is so; not `the board announced [a plan]`, `has added [another bridge]`, `does not
/// comment on [plans]`.
fn is_clause(p: &Paragraph, verb: &Verb, content: &Words) -> bool {
    let first = content.start;
    let noun = p.form(verb.head, Form::BASE) && verb.takes(Takes::NOUN);
    let about = p.has(first - 1, Class::PREPOSITION);
    let subject = p.is(first, "that") || p.has(first, Class::QUESTION_WORD.or(Class::PRONOUN));
    // What follows `had said` is a clause; what follows `had added` may be a thing.
    let quoted = p.quote(first).is_some();
    let told = subject || says(verb) || quoted || content.clone().any(|at| p.has(at, Class::AUX));
    told && !noun && !about
}

/// Verbs that take no thing as object, so that what follows is a clause.
fn says(verb: &Verb) -> bool {
    ["say", "tell"].contains(&&*verb.cue.base)
}

/// A name, or a noun for who speaks; not `his` of `his proposed`.
fn named(p: &Paragraph, source: &Words) -> bool {
    let noun = Class::ROLE.or(Class::PEOPLE).or(Class::BODY).or(Class::REPORTER_NOUN);
    let last = source.end - 1;
    let told = p.capital(last) || p.has(last, noun) || p.mark(last) == ')' || p.comma(last);
    told && !p.possessive(last) && !p.has(source.start, Class::PRONOUN)
}

/// Content of one stretch.
fn one(words: Words) -> Vec<Words> {
    std::iter::once(words).collect()
}

fn thinks(verb: &Verb) -> bool {
    matches!(verb.cue.kind, CueKind::Thought | CueKind::Shown)
}

fn claimed(drafts: &[Draft], at: usize) -> bool {
    drafts.iter().any(|it| it.content.iter().any(|words| words.contains(&at)))
}

fn cues(drafts: &[Draft], at: usize) -> bool {
    drafts.iter().any(|it| it.cue.as_ref().is_some_and(|cue| cue.contains(&at)))
}

fn overlaps(drafts: &[Draft], words: &Words) -> bool {
    let mut taken = drafts.iter().flat_map(|it| &it.content);
    taken.any(|it| it.start < words.end && words.start < it.end)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::annotate::annotate;
    use crate::lexicon::Lexicon;
    use crate::report::{Part, PartKind, Report};
    use crate::text::Span;

    /// The rules that find something in these paragraphs.
    fn found(text: &str) -> Vec<&'static str> {
        let mut at = 0;
        let parts = text.split_inclusive('\n').map(|line| {
            let span = Span::new(at, at + line.trim_end().len());
            at += line.len();
            Part { kind: PartKind::Paragraph, span }
        });
        let report = Report::new(None, None, text, parts.collect());
        annotate(&Lexicon::english(), &report).statements.iter().map(|it| it.rule).collect()
    }

    #[test]
    fn each_rule_finds_its_sentence_and_leaves_the_other_alone() {
        for row in RULES {
            assert!(found(row.finds).contains(&row.name), "{}: {:?}", row.name, found(row.finds));
            assert!(!found(row.leaves).contains(&row.name), "{} in: {}", row.name, row.leaves);
        }
    }

    #[test]
    fn no_two_rules_share_a_name() {
        let mut names: Vec<&str> = RULES.iter().map(|it| it.name).collect();
        names.sort_unstable();
        names.dedup();
        assert_eq!(names.len(), RULES.len());
    }
}

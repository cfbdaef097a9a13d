//! Whether what a verb tells took place.

use onrecord_grammar::Relation;

use super::Standing;
use super::sentence::Sentence;

/// What the words around a verb tell of it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Told {
    pub(super) negated: bool,
    /// `will`, and `would` of what somebody said.
    pub(super) will: bool,
    pub(super) hypothetical: bool,
    pub(super) historical: bool,
}

impl Told {
    pub(super) fn standing(self) -> Standing {
        match self {
            Told { negated: true, .. } => Standing::Negated,
            Told { hypothetical: true, .. } => Standing::Hypothetical,
            Told { will: true, .. } => Standing::Future,
            Told { historical: true, .. } => Standing::Historical,
            _ => Standing::Occurred,
        }
    }
}

const WILL: [&str; 6] = ["will", "shall", "’ll", "'ll", "won’t", "won't"];
const WOULD: [&str; 4] = ["would", "’d", "wouldn’t", "wouldn't"];
const MAY: [&str; 12] = [
    "may",
    "might",
    "could",
    "should",
    "must",
    "can",
    "cannot",
    "couldn’t",
    "shouldn’t",
    "couldn't",
    "shouldn't",
    "ought",
];

pub(super) fn told(s: &Sentence, at: usize) -> Told {
    let mut told = Told::default();
    // A passive's or an adjective's helpers hang on it; those of a verb that shares them do not.
    let mut from = at;
    if s.node(at).relation == Relation::Conj
        && let Some(first) = s.head(at).filter(|it| *it < at && s.is_verb(*it))
        && s.child(at, &[Relation::Nsubj, Relation::NsubjPass, Relation::Aux]).is_none()
    {
        from = first;
    }
    for helper in s.children(from).filter(|it| *it < from) {
        let word = s.word(helper);
        told.will |= WILL.contains(&word);
        if WOULD.contains(&word) {
            let said = s.words[..helper].iter().any(|it| told_before(it));
            told.will |= said;
            told.hypothetical |= !said;
        }
        told.hypothetical |= MAY.contains(&word);
        told.negated |= negates(word) || word == "cannot";
    }
    told.negated |= s.is(from.wrapping_sub(1), &["not", "never"]);
    told.negated |= s.is(at.wrapping_sub(1), &["without"]);
    governed(s, from, &mut told);
    shared(s, from, &mut told);
    told.hypothetical |= asked(s, from);
    if clause_of_condition(s, from) {
        told.hypothetical = true;
    }
    // `signing a pact has proved hard`
    told.hypothetical |= s.node(from).relation == Relation::Csubj && !s.finite(from);
    told.hypothetical |=
        supposed(s, at) || of_possibility(s, at) || means_to_what_might_be(s, from);
    told.historical = long_ago(s, at);
    told
}

/// Verbs of saying after which `would` is what will be.
fn told_before(word: &str) -> bool {
    [
        "said",
        "announced",
        "told",
        "added",
        "declared",
        "stated",
        "confirmed",
        "reported",
        "promised",
    ]
    .contains(&word)
}

fn negates(word: &str) -> bool {
    matches!(word, "not" | "never" | "no") || word.ends_with("n’t") || word.ends_with("n't")
}

/// `failed to attack`, `wants to attack`, `is due to visit`.
fn governed(s: &Sentence, at: usize, told: &mut Told) {
    const FAILED: [&str; 6] = ["failed", "fails", "fail", "failing", "failure", "unable"];
    const DUE: [&str; 14] = [
        "due",
        "set",
        "scheduled",
        "expected",
        "plans",
        "plan",
        "planned",
        "planning",
        "going",
        "poised",
        "intends",
        "intend",
        "preparing",
        "prepares",
    ];
    const WISH: [&str; 43] = [
        "want",
        "wants",
        "wanted",
        "hope",
        "hopes",
        "hoped",
        "try",
        "tries",
        "tried",
        "trying",
        "attempt",
        "attempted",
        "attempting",
        "seek",
        "seeks",
        "sought",
        "seeking",
        "aims",
        "aimed",
        "aiming",
        "wish",
        "likely",
        "able",
        "need",
        "needs",
        "needed",
        "like",
        "right",
        "used",
        "designed",
        "efforts",
        "effort",
        "eager",
        "keen",
        "anxious",
        "reluctant",
        "hesitant",
        "tempted",
        "hoping",
        "determined",
        "bound",
        "have",
        "has",
    ];
    let to = s.child(at, &[Relation::Mark]).filter(|it| s.word(*it) == "to");
    let Some(to) = to else { return };
    let before = (to.saturating_sub(3)..to).rev();
    let mut governs = before.filter(|it| !negates(s.word(*it)));
    let Some(word) = governs.next().map(|it| s.word(it)) else {
        told.will = true;
        return;
    };
    if s.is(to.wrapping_sub(1), &["not"]) {
        told.negated = true;
    }
    if FAILED.contains(&word) {
        told.negated = true;
    } else if DUE.contains(&word) {
        told.will = true;
    } else if WISH.contains(&word) || s.node(at).relation == Relation::Advcl {
        told.hypothetical = true;
    } else if s.node(at).relation == Relation::Root || s.is(to - 1, &["is", "are", "was", "were"]) {
        // `Norway to meet Denmark`, `is to meet`
        told.will = true;
    }
}

/// `Say Norway attacked Denmark.`
fn supposed(s: &Sentence, at: usize) -> bool {
    at > 0 && s.is(0, &["say", "suppose", "imagine", "assume"]) && s.mark(1) != ','
}

/// `the risk of attacking`, `a desire to attack`: the noun above tells that it is only thought of.
fn of_possibility(s: &Sentence, at: usize) -> bool {
    const THOUGHT: [&str; 27] = [
        "risk",
        "risks",
        "danger",
        "possibility",
        "prospect",
        "chance",
        "desire",
        "idea",
        "option",
        "way",
        "ways",
        "timetable",
        "choice",
        "plan",
        "plans",
        "proposal",
        "intention",
        "right",
        "ability",
        "capacity",
        "effort",
        "efforts",
        "attempt",
        "attempts",
        "need",
        "hope",
        "goal",
    ];
    let noun = s.head(at).filter(|it| s.is(*it, &THOUGHT));
    noun.is_some() && !s.finite(at)
}

/// `cannot continue to help`: what is said of the verb before holds for the one that goes on from it.
fn shared(s: &Sentence, at: usize, told: &mut Told) {
    let goes_on = s.node(at).relation == Relation::Xcomp;
    let Some(up) = s.head(at).filter(|up| goes_on && *up < at) else { return };
    for helper in s.children(up).filter(|it| *it < up) {
        let word = s.word(helper);
        // `will work to retake`: what is worked for may come or not.
        told.hypothetical |= MAY.contains(&word) || WILL.contains(&word) || WOULD.contains(&word);
        told.negated |= negates(word) || word == "cannot";
    }
}

/// `Has Norway asked Denmark to …?`
fn asked(s: &Sentence, at: usize) -> bool {
    if s.within
        .end
        .checked_sub(1)
        .is_none_or(|last| s.p.mark(last) != '?' && s.mark(s.len()) != '?')
    {
        return false;
    }
    let mut here = at;
    for _ in 0..4 {
        let helper = |it: usize| {
            matches!(s.node(it).relation, Relation::Aux | Relation::AuxPass | Relation::Cop)
        };
        let subject = s.children(here).find(|it| s.node(*it).relation.is_subject());
        if subject.is_some_and(|subject| s.children(here).any(|it| it < subject && helper(it))) {
            // `How many were killed?` takes it as given that some were.
            return !s.words[..here].iter().any(|it| QUESTION.contains(it));
        }
        let goes_on = matches!(
            s.node(here).relation,
            Relation::Conj | Relation::Xcomp | Relation::Ccomp | Relation::Parataxis
        );
        match s.head(here) {
            Some(up) if goes_on => here = up,
            _ => return false,
        }
    }
    false
}

const QUESTION: [&str; 7] = ["how", "why", "when", "where", "who", "what", "which"];

/// `might have resisted by insisting`: what is only thought of is so with how it would be done.
fn means_to_what_might_be(s: &Sentence, at: usize) -> bool {
    let up = s.head(at).filter(|_| s.node(at).relation == Relation::Advcl && !s.finite(at));
    up.is_some_and(|up| {
        s.children(up)
            .any(|it| it < up && (MAY.contains(&s.word(it)) || WOULD.contains(&s.word(it))))
    })
}

fn clause_of_condition(s: &Sentence, at: usize) -> bool {
    let mut up = Some(at);
    let mut steps = 0;
    while let Some(here) = up.filter(|_| steps < 6) {
        let marks = s.children(here).filter(|it| s.node(*it).relation == Relation::Mark);
        if marks.into_iter().any(|it| s.is(it, &["if", "unless", "whether", "lest"])) {
            return true;
        }
        // `if Norway makes the choice to attack`; but what is told beside a condition is told.
        use Relation::{Acl, Ccomp, Conj, Obj, Xcomp};
        if !matches!(s.node(here).relation, Conj | Xcomp | Acl | Obj | Ccomp) {
            return false;
        }
        (up, steps) = (s.head(here), steps + 1);
    }
    false
}

/// `in 1948`, `two decades ago`, `had earlier`
fn long_ago(s: &Sentence, at: usize) -> bool {
    let year = |word: &str| {
        word.len() == 4
            && (word.starts_with("19") || word.starts_with("18"))
            && word.bytes().all(|it| it.is_ascii_digit())
    };
    let reach = s.reach(at);
    (reach.start..reach.end.min(s.len())).any(|it| {
        let word = s.word(it);
        let ago = word == "ago"
            && s.is(it.wrapping_sub(1), &["years", "decades", "centuries", "year", "decade"]);
        let far = it.abs_diff(at) <= 14;
        far && (ago || s.is(it.wrapping_sub(1), &["in", "since", "of"]) && year(word))
    })
}

//! A statement in, the place or occasion of its words out, as its report tells it: `in an
//! interview with Harbour Radio`, `at a rally in Norvik`, `aboard the ferry`.
//!
//! Read from the sentence that holds the cue, outside of what is quoted or told. What stands far
//! from the cue, or in a clause of its own, is left alone: no venue is better than a wrong one.
//!
//! | found | for example |
//! |---|---|
//! | `at`, `in`, `during`, `on` and a noun of occasion, behind the cue or opening the sentence | said *at a briefing in Norvik* |
//! | `aboard` and what follows | told reporters *aboard the ferry* |
//! | `on` and a network | said *on CNN* |
//! | told and an outlet, a body, a crowd | told *Harbour Radio*, told *the Senate committee* |
//! | a cue that says it all | *tweeted*, *testified* |

use std::sync::LazyLock;

use crate::annotate::{Annotated, Statement};
use crate::text::{Span, Token, TokenKind, quote, sentence, tokens};

/// Where a statement was made, as its report tells it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Venue {
    /// What sort of place or occasion.
    pub kind: VenueKind,
    /// The report's words for it, place and outlet included.
    pub words: Span,
    /// The place it was in: `Norvik`.
    pub place: Option<Span>,
    /// The outlet it was told to: `Harbour Radio`.
    pub outlet: Option<Span>,
}

/// Sorts of places and occasions.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum VenueKind {
    /// Reporters are told and may ask: briefing, news conference.
    Briefing,
    /// One outlet asks.
    Interview,
    /// One outlet is told; whether in an interview, by letter or at a rally is left open.
    Told,
    /// A campaign's gathering.
    Rally,
    /// A speech, an address, a crowd that is told.
    Speech,
    /// A debate of candidates.
    Debate,
    /// A hearing, a court, a parliament.
    Session,
    /// By telephone.
    Call,
    /// Letter, memo, book, filing.
    Letter,
    /// On a social network.
    Post,
    /// Aboard a ship or aircraft.
    Aboard,
    /// Another occasion, at which a speech, an interview or a briefing may be given.
    Gathering,
    /// A statement, remarks, a message: fits every other.
    Statement,
}

impl VenueKind {
    /// `briefing`, `interview`, `told`, `rally`, `speech`, `debate`, `session`, `call`, `letter`,
    /// `post`, `aboard`, `gathering`, `statement`.
    pub fn name(self) -> &'static str {
        KINDS.iter().find(|it| it.1 == self).map_or("statement", |it| it.0)
    }

    /// The sort with a [name](Self::name).
    pub fn named(name: &str) -> Option<VenueKind> {
        KINDS.iter().find(|it| it.0 == name).map(|it| it.1)
    }

    /// Whether words of one sort cannot be words of the other. Doubtful pairs can: a letter is
    /// posted, a speech is given at a rally or in a parliament, a debate is a parliament's.
    pub fn excludes(self, other: VenueKind) -> bool {
        use VenueKind::*;
        let apart = |it: VenueKind| -> &[VenueKind] {
            match it {
                Letter | Post => {
                    &[Briefing, Interview, Rally, Speech, Debate, Session, Call, Aboard]
                }
                Interview => &[Briefing, Rally, Speech, Debate, Session],
                Briefing => &[Rally, Speech, Debate, Session],
                Rally => &[Debate, Session, Call, Aboard],
                Debate | Session => &[Call, Aboard],
                Speech => &[Call, Aboard],
                _ => &[],
            }
        };
        apart(self).contains(&other) || apart(other).contains(&self)
    }
}

const KINDS: [(&str, VenueKind); 13] = [
    ("briefing", VenueKind::Briefing),
    ("interview", VenueKind::Interview),
    ("told", VenueKind::Told),
    ("rally", VenueKind::Rally),
    ("speech", VenueKind::Speech),
    ("debate", VenueKind::Debate),
    ("session", VenueKind::Session),
    ("call", VenueKind::Call),
    ("letter", VenueKind::Letter),
    ("post", VenueKind::Post),
    ("aboard", VenueKind::Aboard),
    ("gathering", VenueKind::Gathering),
    ("statement", VenueKind::Statement),
];

/// The words of one row of the table.
fn row(name: &str) -> Vec<&'static str> {
    let rows = include_str!("../../data/en/venues.tsv").lines();
    let cells = rows.filter_map(|it| it.strip_prefix(name)?.strip_prefix('\t'));
    cells.flat_map(|it| it.split('\t')).collect()
}

static NOUNS: LazyLock<Vec<(&str, VenueKind)>> = LazyLock::new(|| {
    let of_kind = |(name, kind)| row(name).into_iter().map(move |it| (it, kind));
    KINDS.into_iter().flat_map(of_kind).collect()
});
static OUTLETS: LazyLock<Vec<&str>> = LazyLock::new(|| row("outlet"));
static OUTLET_NAMES: LazyLock<Vec<&str>> = LazyLock::new(|| row("outlet_name"));
static BODIES: LazyLock<Vec<&str>> = LazyLock::new(|| row("body"));
static CROWDS: LazyLock<Vec<&str>> = LazyLock::new(|| row("crowd"));
static REGIONS: LazyLock<Vec<&str>> = LazyLock::new(|| row("region"));

/// Whether a name in lower case is wider than a town's. One that is not known is a town's.
pub(crate) fn is_region(name: &str) -> bool {
    REGIONS.contains(&name)
}

/// Words between the cue and a venue that belongs to it. (Of 832 venues found in the train half of
/// PolNeAR four stand beyond 12 words, three of them rightly.)
const FARTHEST: usize = 20;

/// Words from the preposition to the end of the noun.
const LONGEST_PHRASE: usize = 8;

/// Longer paragraphs, in bytes, are texts that lost their lines, and are not read again for each
/// statement in them.
pub(super) const LONGEST_PARAGRAPH: usize = 8000;

/// Words from the noun to its place.
const FARTHEST_PLACE: usize = 8;

/// The venue told beside a statement, if one is.
///
/// Shape for publishing, in a statement beside its `day`; null: not told:
///
/// ```json
/// {"venue": {"kind": "briefing", "words": "at a briefing in Norvik", "span": [60, 83],
///            "place": "Norvik", "outlet": null}}
/// ```
pub fn venue(annotated: &Annotated, statement: &Statement) -> Option<Venue> {
    let text = annotated.report.text();
    let anchor = *statement.cue.last().or(statement.source.first())?;
    let words = Words::read(annotated, statement, anchor)?;
    words.told(text, statement).or_else(|| words.at_the_cue()).or_else(|| words.by_its_cue())
}

/// The words of a sentence that are the report's own; one mark stands for each stretch that is not.
struct Words<'t> {
    words: Vec<Token<'t>>,
    /// The last word of the cue.
    cue: usize,
}

impl<'t> Words<'t> {
    fn read(annotated: &'t Annotated, statement: &Statement, anchor: Span) -> Option<Words<'t>> {
        let text = annotated.report.text();
        let parts = annotated.report.parts();
        let part = parts.get(parts.partition_point(|it| it.span.end() <= anchor.start()))?.span;
        if !part.contains(anchor) || part.len() > LONGEST_PARAGRAPH {
            return None;
        }
        let quoted = quote::quotations(text, part);
        let mut closed: Vec<Span> = quoted.iter().map(|it| it.outer).collect();
        closed.extend(statement.content.iter().copied());
        let sentence =
            sentence::sentences(text, part).into_iter().find(|it| it.contains(anchor))?;
        let mut words: Vec<Token<'_>> = Vec::new();
        for token in tokens(text, sentence) {
            let is_closed = closed.iter().any(|it| it.contains(token.span));
            let shut = Token { text: CLOSED, ..token };
            match words.last() {
                Some(last) if is_closed && last.text == CLOSED => {}
                _ => words.push(if is_closed { shut } else { token }),
            }
        }
        let cue = words.iter().rposition(|it| anchor.contains(it.span) && it.text != CLOSED)?;
        Some(Words { words, cue })
    }

    fn word(&self, at: usize) -> &'t str {
        self.words.get(at).map_or("", |it| it.text)
    }

    fn is(&self, at: usize, list: &[&str]) -> bool {
        list.contains(&self.word(at).to_lowercase().as_str())
    }

    fn is_capital(&self, at: usize) -> bool {
        self.word(at).starts_with(char::is_uppercase)
    }

    fn span(&self, from: usize, to: usize) -> Span {
        self.words[from].span.cover(self.words[to].span)
    }

    /// Whom it was told, if that says where.
    fn told(&self, text: &str, statement: &Statement) -> Option<Venue> {
        let addressee =
            statement.addressee.filter(|_| self.is(self.cue, &["told", "tells", "telling"]))?;
        let at = self.words.iter().position(|it| it.span.start() >= addressee.start())?;
        if outlet_in(text, addressee) {
            let kind = VenueKind::Told;
            return Some(Venue { kind, words: addressee, place: None, outlet: Some(addressee) });
        }
        let to = self.words.iter().rposition(|it| it.span.end() <= addressee.end())?;
        let last = self.word(to).to_lowercase();
        let kind = if BODIES.contains(&last.as_str()) {
            VenueKind::Session
        } else if CROWDS.contains(&last.as_str()) {
            VenueKind::Speech
        } else {
            return None;
        };
        // `told a crowd at a rally`: the occasion says more.
        if let Some(occasion) = self.at_the_cue().filter(|it| !kind.excludes(it.kind)) {
            return Some(occasion);
        }
        let place = self.place_after(to);
        let words = place.map_or(addressee, |it| addressee.cover(it));
        (at <= to).then_some(Venue { kind, words, place, outlet: None })
    }

    /// A venue behind the cue in its clause, between source and cue, or at the sentence's head.
    fn at_the_cue(&self) -> Option<Venue> {
        let behind = self.clause(self.cue + 1, FARTHEST);
        let first = self.words.iter().position(|it| it.kind != TokenKind::Mark)?;
        let led = self.is(first, &OPENERS);
        let head = self.clause(first, if led { FARTHEST } else { 1 });
        let aside = (0..self.cue).filter(|at| *at > 0 && self.word(at - 1) == ",");
        let aside = aside.filter(|at| self.cue - at <= FARTHEST && self.closes_before_cue(*at));
        let found: Vec<Venue> =
            behind.chain(head).chain(aside).filter_map(|at| self.phrase(at)).collect();
        let says_more = |it: &&Venue| it.kind != VenueKind::Statement;
        found.iter().find(says_more).or(found.first()).copied()
    }

    /// `Ruiz, in an interview, said`: a comma again, and then the cue.
    fn closes_before_cue(&self, at: usize) -> bool {
        let comma = (at..self.cue).find(|it| self.word(*it) == ",");
        comma.is_some_and(|it| self.cue - it <= 2)
    }

    /// The places from `from` on, up to the end of a clause.
    fn clause(&self, from: usize, most: usize) -> impl Iterator<Item = usize> + '_ {
        (from..self.words.len()).take(most).take_while(|at| !self.ends_clause(*at))
    }

    fn ends_clause(&self, at: usize) -> bool {
        self.is(at, &BREAKERS) || [";", ":", "—", "–", "(", CLOSED].contains(&self.word(at))
    }

    /// A phrase that begins with a preposition at `at`.
    fn phrase(&self, at: usize) -> Option<Venue> {
        let preposition = self.word(at).to_lowercase();
        if preposition == "aboard" {
            return self.aboard(at);
        }
        let tied = at > 0 && self.word(at - 1) == "-";
        if tied || !["at", "in", "during", "on", "via"].contains(&preposition.as_str()) {
            return None;
        }
        self.occasion(at, &preposition).or_else(|| self.on_network(at, &preposition))
    }

    fn aboard(&self, at: usize) -> Option<Venue> {
        let ends =
            |it: usize| self.ends_clause(it) || self.is(it, &PREPOSITIONS) || self.word(it) == ",";
        let last = (at + 1..self.words.len().min(at + 6)).take_while(|it| !ends(*it)).last()?;
        let last = (at + 1..=last).rev().find(|it| self.words[*it].kind != TokenKind::Mark)?;
        let words = self.span(at, last);
        Some(Venue { kind: VenueKind::Aboard, words, place: None, outlet: None })
    }

    /// Preposition, what stands before a noun of occasion, the noun.
    fn occasion(&self, at: usize, preposition: &str) -> Option<Venue> {
        let mut found: Option<(usize, VenueKind)> = None;
        let mut next = at + 1;
        let end = self.words.len().min(at + 1 + LONGEST_PHRASE);
        while next < end {
            if let Some((last, kind)) = self.noun(next) {
                found = Some((last, kind));
                next = last + 1;
                continue;
            }
            let stops = self.ends_clause(next)
                || self.is(next, &PREPOSITIONS)
                || self.is(next, &VERBS)
                || next == self.cue
                || (self.words[next].kind == TokenKind::Mark
                    && !self.is(next, &["-", "’", "'", "."]));
            if stops || found.is_some() {
                break;
            }
            next += 1;
        }
        let (last, kind) = found?;
        let floor = preposition != "on" || kind != VenueKind::Session || self.is(last, &["floor"]);
        if !self.may_follow(last, kind) || !takes(preposition, kind) || !floor {
            return None;
        }
        let place = self.place_after(last);
        let outlet = match kind {
            VenueKind::Interview => self.outlet_around(at, last),
            _ => None,
        };
        let noun = self.span(at, last);
        let words = [place, outlet].into_iter().flatten().fold(noun, Span::cover);
        Some(Venue { kind, words, place, outlet })
    }

    /// The longest noun of occasion that begins at `at`: its last word, its kind.
    fn noun(&self, at: usize) -> Option<(usize, VenueKind)> {
        let mut best = None;
        let mut words = String::new();
        for last in at..self.words.len().min(at + 3) {
            let tied =
                last > at && self.words[last - 1].span.end() == self.words[last].span.start();
            if last > at && !tied {
                words.push(' ');
            }
            words.push_str(self.word(last));
            if let Some((_, kind)) = NOUNS.iter().find(|it| it.0 == words) {
                best = Some((last, *kind));
            }
        }
        // `on X`, which is no letter there.
        let x = self.word(at) == "X" && at > 0 && self.is(at - 1, &["on"]);
        best.or(x.then_some((at, VenueKind::Post)))
    }

    /// Whether what comes after the noun leaves it one: not `the interview process`, `the debate
    /// over taxes`, `in the event of`.
    fn may_follow(&self, last: usize, kind: VenueKind) -> bool {
        let next = self.word(last + 1).to_lowercase();
        let is_topic = match kind {
            VenueKind::Debate => ["over", "about", "on", "between", "around"].as_slice(),
            VenueKind::Call => &["for", "to"],
            VenueKind::Gathering => &["of", "that"],
            _ => &[],
        };
        let free = self.words.get(last + 1).is_none_or(|it| it.kind != TokenKind::Word)
            || self.is_capital(last + 1)
            || self.is(last + 1, &PREPOSITIONS)
            || self.is(last + 1, &BREAKERS)
            || self.is(last + 1, &FOLLOWERS)
            || last + 1 == self.cue;
        let tied = self
            .words
            .get(last + 1)
            .is_some_and(|it| it.text == "-" && it.span.start() == self.words[last].span.end());
        // `In debate after debate` is said of many.
        let many = next == "after" && self.word(last + 2) == self.word(last);
        free && !tied && !many && !is_topic.contains(&next.as_str())
    }

    /// `on CNN`, `on NBC’s morning show`.
    fn on_network(&self, at: usize, preposition: &str) -> Option<Venue> {
        if preposition != "on" {
            return None;
        }
        let first = at + 1 + usize::from(self.is(at + 1, &["the"]));
        let last = self.name(first)?;
        let outlet = self.span(first, last);
        let name: String =
            self.words[first..=last].iter().map(|it| it.text).collect::<Vec<_>>().join(" ");
        let is_network =
            OUTLET_NAMES.iter().any(|it| name == *it || name.starts_with(&format!("{it} ")));
        let kind = VenueKind::Interview;
        is_network.then(|| Venue {
            kind,
            words: self.span(at, last),
            place: None,
            outlet: Some(outlet),
        })
    }

    /// The outlet that asks: `with Harbour Radio`, `in a CNN interview`.
    fn outlet_around(&self, at: usize, last: usize) -> Option<Span> {
        let inside = (at + 1..=last).find_map(|it| {
            let end = self.name(it).filter(|end| *end < last)?;
            self.outlet(it, end)
        });
        inside.or_else(|| {
            let with = self
                .clause(last + 1, FARTHEST_PLACE)
                .find(|it| self.is(*it, &["with", "to", "on", "for"]))?;
            let first = with + 1 + usize::from(self.is(with + 1, &["the"]));
            self.outlet(first, self.name(first)?)
        })
    }

    fn outlet(&self, first: usize, last: usize) -> Option<Span> {
        let names = |it: &Token<'_>| OUTLETS.contains(&it.text) || OUTLET_NAMES.contains(&it.text);
        self.words[first..=last].iter().any(names).then(|| self.span(first, last))
    }

    /// The last word of a run of capitalised words.
    fn name(&self, first: usize) -> Option<usize> {
        let named = |at: usize| self.is_capital(at) && !self.is(at, &NO_NAMES);
        named(first).then(|| {
            let mut last = first;
            let joins = |at: usize| {
                let shortened = self.word(at) == "." && self.is(at - 1, &["st", "ft", "mt"]);
                shortened || self.is(at, &["of", "de", "la", "-"])
            };
            while named(last + 1) || (joins(last + 1) && named(last + 2)) {
                last += if named(last + 1) { 1 } else { 2 };
            }
            last
        })
    }

    /// `in Norvik`, `in Columbus, Ohio`, a little after the noun.
    fn place_after(&self, last: usize) -> Option<Span> {
        let at = self.clause(last + 1, FARTHEST_PLACE).find(|it| self.is(*it, &["in"]))?;
        let first = at + 1;
        let mut end = self.name(first)?;
        // `Columbus, Ohio,`: what stands between commas belongs to it.
        if self.word(end + 1) == ","
            && let Some(region) = self.name(end + 2)
            && self.ends_apposition(region + 1)
        {
            end = region;
        }
        Some(self.span(first, end))
    }

    /// A comma, the sentence's end, or a full stop that shortens the word before one of those.
    fn ends_apposition(&self, at: usize) -> bool {
        let ends = |at: usize| ["", ",", CLOSED].contains(&self.word(at));
        ends(at) || (self.word(at) == "." && ends(at + 1))
    }

    /// `tweeted`, `testified`.
    fn by_its_cue(&self) -> Option<Venue> {
        let kind = match self.word(self.cue).to_lowercase().as_str() {
            "tweeted" | "tweets" | "retweeted" => VenueKind::Post,
            "testified" | "testifies" => VenueKind::Session,
            _ => return None,
        };
        Some(Venue { kind, words: self.words[self.cue].span, place: None, outlet: None })
    }
}

/// Stands for what is not the report's own words.
const CLOSED: &str = "“”";

/// A clause of its own begins.
const BREAKERS: [&str; 19] = [
    "who", "which", "that", "after", "before", "when", "while", "as", "because", "ahead", "whose",
    "where", "whether", "if", "and", "but", "although", "since", "despite",
];

/// A phrase ends before them.
const PREPOSITIONS: [&str; 25] = [
    "in",
    "at",
    "on",
    "of",
    "to",
    "with",
    "for",
    "from",
    "by",
    "about",
    "over",
    "during",
    "into",
    "through",
    "against",
    "between",
    "among",
    "via",
    "near",
    "outside",
    "inside",
    "following",
    "under",
    "without",
    "aboard",
];

/// A noun phrase ends before them.
const VERBS: [&str; 18] = [
    "is", "was", "were", "be", "been", "has", "have", "had", "will", "would", "said", "says",
    "told", "did", "does", "he", "she", "they",
];

/// May stand after a noun of occasion that is one.
const FOLLOWERS: [&str; 28] = [
    "late",
    "early",
    "earlier",
    "later",
    "last",
    "this",
    "published",
    "aired",
    "broadcast",
    "released",
    "sent",
    "dated",
    "posted",
    "held",
    "hosted",
    "scheduled",
    "addressed",
    "here",
    "there",
    "today",
    "yesterday",
    "tonight",
    "a",
    "the",
    "obtained",
    "conducted",
    "taped",
    "recorded",
];

/// Sentences that open with one of these lead to a venue.
const OPENERS: [&str; 8] =
    ["speaking", "appearing", "asked", "addressing", "talking", "later", "earlier", "writing"];

/// Days, months and languages: no names of places or outlets.
const NO_NAMES: [&str; 32] = [
    "monday",
    "tuesday",
    "wednesday",
    "thursday",
    "friday",
    "saturday",
    "sunday",
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
    "english",
    "french",
    "german",
    "spanish",
    "russian",
    "arabic",
    "hebrew",
    "chinese",
    "mandarin",
    "italian",
    "portuguese",
    "turkish",
    "farsi",
];

fn takes(preposition: &str, kind: VenueKind) -> bool {
    use VenueKind::*;
    match preposition {
        "on" => matches!(kind, Post | Call | Session | Interview | Debate),
        "via" => matches!(kind, Post | Call | Letter | Statement),
        "at" => !matches!(kind, Post | Letter | Statement | Call),
        "during" => !matches!(kind, Post | Letter | Statement),
        _ => true,
    }
}

/// Whether words name an outlet. A name with `the` inside is a show's, which says nothing of the
/// station.
fn outlet_in(text: &str, within: Span) -> bool {
    let words: Vec<&str> = tokens(text, within).map(|it| it.text).collect();
    let whole = format!(" {} ", words.join(" "));
    let named = OUTLET_NAMES.iter().any(|it| whole.contains(&format!(" {it} ")));
    let last = words.iter().rev().find(|it| it.starts_with(char::is_alphabetic));
    let show = words.iter().skip(1).any(|it| *it == "the");
    named || (!show && last.is_some_and(|it| OUTLETS.contains(it)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::intake::{Body, Capture};
    use crate::lexicon::Lexicon;

    /// The venue of the first statement that tells one: kind, words, place or outlet.
    #[track_caller]
    fn check(text: &str, expected: &str) {
        let capture = Capture { body: Body::Text(text.into()), ..Capture::default() };
        let report = crate::report::extract(&capture).expect("a report");
        let annotations = crate::annotate::annotate(&Lexicon::english(), &report);
        let annotated = Annotated { report, annotations };
        let text = annotated.report.text();
        let found = annotated.annotations.statements.iter().find_map(|it| venue(&annotated, it));
        let drawn = found.map_or(String::new(), |it| {
            let more = [it.place, it.outlet].into_iter().flatten().map(|it| it.of(text));
            let row: Vec<&str> =
                [it.kind.name(), it.words.of(text)].into_iter().chain(more).collect();
            row.join(" | ")
        });
        assert_eq!(drawn, expected);
    }

    #[test]
    fn occasions_stand_behind_the_cue() {
        check(
            "“We keep the strait open,” Ana Ruiz said at a briefing in Norvik on Tuesday.",
            "briefing | at a briefing in Norvik | Norvik",
        );
        check(
            "“We keep the strait open,” Ana Ruiz told reporters at a news conference.",
            "briefing | at a news conference",
        );
        check(
            "“We keep the strait open,” Ana Ruiz said in an interview with Harbour Radio.",
            "interview | in an interview with Harbour Radio | Harbour Radio",
        );
        check("“Let the pilots board,” Jo Silva wrote on X.", "post | on X");
        check(
            "“Let the pilots board,” Jo Silva wrote in a letter to the port.",
            "letter | in a letter",
        );
        check(
            "“Let the pilots board,” Jo Silva said aboard the ferry Lark on Monday.",
            "aboard | aboard the ferry Lark",
        );
        check(
            "“Let the pilots board,” Jo Silva said in a statement.",
            "statement | in a statement",
        );
    }

    #[test]
    fn a_venue_may_open_the_sentence_or_stand_before_the_cue() {
        check(
            "At a rally in Selle, Ohio, on Monday, Jo Silva said the pilots would board.",
            "rally | At a rally in Selle, Ohio | Selle, Ohio",
        );
        check(
            "Jo Silva, in an interview, said the pilots would board every tanker.",
            "interview | in an interview",
        );
    }

    #[test]
    fn whom_somebody_tells_may_say_where() {
        check(
            "“Let the pilots board,” Jo Silva told Harbour Radio.",
            "told | Harbour Radio | Harbour Radio",
        );
        check(
            "“Let the pilots board,” Jo Silva told the Senate committee.",
            "session | the Senate committee",
        );
        check("“Let the pilots board,” Jo Silva told Greet the Press.", "");
        check("“Let the pilots board,” Jo Silva told reporters.", "");
        check("“Let the pilots board,” Jo Silva told his brother.", "");
    }

    #[test]
    fn nouns_of_occasion_in_other_senses_are_left_alone() {
        check("“We sail at dawn,” Jo Silva said in the debate over pilots’ pay.", "");
        check("“We sail at dawn,” Jo Silva said in the event of a storm.", "");
        check("“We sail at dawn,” Jo Silva said, who had been at a rally in Norvik.", "");
        check("“We sail at dawn,” Jo Silva said in rally after rally.", "");
        check("“We sail at dawn,” Jo Silva said in the interview room.", "");
    }
}

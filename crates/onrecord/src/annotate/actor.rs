//! Who is named in a report, which names are the same one, and whom a source means.
//!
//! Names first: all mentions of the report are joined into actors (`Ana Ruiz`, `Ms. Ruiz`, `Ruiz`).
//! Then each source is looked at on its own: a name, a pronoun, a role, or nobody in particular.
//! Where two could be meant the answer is [`Speaker::Unresolved`] with both, never the likelier one;
//! a surname alone is of whom the report names first, as long as no namesake stands near.

use rustc_hash::{FxHashMap, FxHashSet};

use super::name::{self, Mention, NameKind, Sex, acronym};
use super::paragraph::{Paragraph, bare};
use super::{Actor, ActorIdx, ActorKind, Speaker};
use crate::lexicon::{Class, Lexicon};
use crate::text::Span;

/// The actors of one report, while they are being found.
pub(super) struct Cast<'t> {
    lexicon: &'t Lexicon,
    text: &'t str,
    mentions: Vec<Mention>,
    /// Which figure each mention is of.
    of: Vec<Option<usize>>,
    figures: Vec<Figure>,
    /// Those who have spoken so far.
    spoke: FxHashSet<usize>,
    /// By last word of the name, in lower case.
    by_last: FxHashMap<String, Vec<usize>>,
    by_first: FxHashMap<String, Vec<usize>>,
    /// Bodies by the first letters of their names: `vhb` for the Veld Harbour Board.
    by_initials: FxHashMap<String, Vec<usize>>,
    /// Bodies whose head stands before a preposition: `board` for the Board of Trade.
    by_head: FxHashMap<String, Vec<usize>>,
}

struct Figure {
    /// Where its fullest name stands.
    name: Span,
    parts: Vec<String>,
    kind: NameKind,
    sex: Option<Sex>,
    role: Option<Span>,
    former: bool,
    affiliation: Option<Span>,
}

/// Where a source stands and what was said before it.
pub(super) struct Scene<'a> {
    pub(super) source: Span,
    /// Speaker of the statement before, and where its cue stands.
    pub(super) last: Option<(usize, usize)>,
    /// Contents of statements so far, in order: names in them are talked about, not talking.
    pub(super) contents: &'a [Span],
    /// Where the paragraph before begins: pronouns do not reach further.
    pub(super) horizon: usize,
    /// Where its own paragraph begins.
    pub(super) paragraph: usize,
}

/// Whom a source means.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Meant {
    Figure(usize),
    Nobody,
    Unclear,
    /// One of these, or all of them together: `Ruiz and Okafor said`.
    Between(Few),
}

/// A few figures; of more, the first.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Few([Option<usize>; 4]);

impl Few {
    fn meant(figures: impl IntoIterator<Item = usize>) -> Meant {
        let mut few = [None; 4];
        let mut n = 0;
        for figure in figures {
            if n < few.len() && !few.contains(&Some(figure)) {
                few[n] = Some(figure);
                n += 1;
            }
        }
        match n {
            0 => Meant::Unclear,
            _ => Meant::Between(Few(few)),
        }
    }

    fn iter(self) -> impl Iterator<Item = usize> {
        self.0.into_iter().flatten()
    }
}

/// Whom a name is of.
enum Called {
    One(usize),
    Several(Vec<usize>),
    Nobody,
}

impl Called {
    fn one(self) -> Option<usize> {
        match self {
            Called::One(figure) => Some(figure),
            _ => None,
        }
    }
}

/// More figures of one surname than this are not told apart; keeps a list of namesakes short.
const NAMESAKES: usize = 16;

/// How many mentions back a role or pronoun may point; keeps long texts linear.
const REACH: usize = 400;

impl<'t> Cast<'t> {
    pub(super) fn new(lexicon: &'t Lexicon, text: &'t str, mentions: Vec<Mention>) -> Cast<'t> {
        let mut cast = Cast {
            lexicon,
            text,
            of: vec![None; mentions.len()],
            mentions,
            figures: Vec::new(),
            spoke: FxHashSet::default(),
            by_last: FxHashMap::default(),
            by_first: FxHashMap::default(),
            by_initials: FxHashMap::default(),
            by_head: FxHashMap::default(),
        };
        cast.read_headings();
        for full in [true, false] {
            for at in 0..cast.mentions.len() {
                if (cast.mentions[at].parts.len() > 1) == full && !cast.mentions[at].weak {
                    cast.of[at] = cast.join(at);
                }
            }
        }
        for at in 0..cast.mentions.len() {
            if cast.mentions[at].weak {
                let body =
                    cast.mentions[at].kind == NameKind::Body && cast.mentions[at].parts.len() > 1;
                cast.of[at] = if body { cast.join(at) } else { cast.known(at).one() };
            }
        }
        for at in 0..cast.mentions.len() {
            if cast.mentions[at].parts.is_empty() {
                cast.of[at] = cast.holder(at);
            }
        }
        cast
    }

    /// Full names that stand in headings, where every word may have a capital: `Ana Ruiz Quits`,
    /// if the report goes on with `Ruiz`.
    fn read_headings(&mut self) {
        let first = Class::MAN_NAME.or(Class::WOMAN_NAME);
        let heading = |it: &&Mention| it.weak && it.parts.len() > 1;
        if !self.mentions.iter().any(|it| heading(&it)) {
            return;
        }
        let last = |it: &Mention| Some(bare(it.parts.last()?.of(self.text)).to_lowercase());
        let named: FxHashSet<String> =
            self.mentions.iter().filter(|it| !it.weak).filter_map(last).collect();
        let pairs = self.mentions.iter().filter(heading).flat_map(|it| it.parts.windows(2));
        let is_name = |it: &&[Span]| {
            self.lexicon.entry(it[0].of(self.text)).class.any(first)
                && named.contains(&bare(it[1].of(self.text)).to_lowercase())
        };
        let pairs: Vec<[Span; 2]> = pairs.filter(is_name).map(|it| [it[0], it[1]]).collect();
        for pair in pairs {
            let parts: Vec<String> =
                pair.iter().map(|it| bare(it.of(self.text)).to_string()).collect();
            let class = self.lexicon.entry(&parts[0]).class;
            let sex = match (class.any(Class::MAN_NAME), class.any(Class::WOMAN_NAME)) {
                (true, false) => Some(Sex::Man),
                (false, true) => Some(Sex::Woman),
                _ => None,
            };
            if let Called::Nobody = self.called(&parts, sex) {
                self.found(Figure {
                    name: pair[0].cover(pair[1]),
                    parts,
                    kind: NameKind::Person,
                    sex,
                    role: None,
                    former: false,
                    affiliation: None,
                });
            }
        }
    }

    fn parts(&self, mention: &Mention) -> Vec<String> {
        mention.parts.iter().map(|it| bare(it.of(self.text)).to_string()).collect()
    }

    /// The figure a mention belongs to, a new one if need be.
    fn join(&mut self, at: usize) -> Option<usize> {
        // An office without a name is looked at once all names are known.
        if self.mentions[at].parts.is_empty() {
            return None;
        }
        match self.known(at) {
            Called::One(known) => {
                self.learn(known, at);
                return Some(known);
            }
            // A lone name that several carry is nobody’s in particular.
            Called::Several(_) if self.mentions[at].parts.len() == 1 => return None,
            _ => {}
        }
        let mention = &self.mentions[at];
        let parts = self.parts(mention);
        let lone = parts.len() == 1;
        let namesakes = self.by_last.get(&parts[0].to_lowercase()).filter(|_| lone);
        if namesakes.is_some_and(|it| it.iter().any(|it| self.short_for(*it))) {
            return None;
        }
        self.found(Figure {
            name: mention.span,
            kind: if mention.thing { NameKind::Body } else { mention.kind },
            sex: mention.sex,
            role: mention.role,
            former: mention.former,
            affiliation: mention.affiliation,
            parts,
        })
    }

    fn found(&mut self, figure: Figure) -> Option<usize> {
        let at = self.figures.len();
        let list = self.by_last.entry(figure.parts.last()?.to_lowercase()).or_default();
        if list.len() >= NAMESAKES {
            return None;
        }
        list.push(at);
        let also = |map: &mut FxHashMap<String, Vec<usize>>, key: String| {
            let list = map.entry(key).or_default();
            if list.len() < NAMESAKES {
                list.push(at);
            }
        };
        also(&mut self.by_first, figure.parts[0].to_lowercase());
        if figure.kind == NameKind::Body && figure.parts.len() > 1 {
            also(&mut self.by_initials, initials(&figure.parts));
            if let Some(head) = head(&figure.parts) {
                also(&mut self.by_head, head.to_lowercase());
            }
        }
        self.figures.push(figure);
        Some(at)
    }

    /// Whom a mention can be of, among those known.
    fn known(&self, at: usize) -> Called {
        let mention = &self.mentions[at];
        let called = self.called(&self.parts(mention), mention.sex);
        let Called::Several(several) = called else { return called };
        let Some(role) = mention.role else { return self.principal(several, mention.span.start()) };
        // `President Ruiz`, of a president and a nurse.
        let role = role.of(self.text).trim_end_matches('.');
        let word = role.rsplit(' ').next().unwrap_or(role);
        let mut same = several.iter().filter(|it| self.has_role(**it, word, false));
        match (same.next(), same.next()) {
            (Some(one), None) => Called::One(*one),
            _ => Called::Several(several),
        }
    }

    /// Those whom a name can be of.
    fn called(&self, parts: &[String], sex: Option<Sex>) -> Called {
        let Some(last) = parts.last() else { return Called::Nobody };
        let empty = Vec::new();
        let fits = |it: &usize| {
            let figure = &self.figures[*it];
            compatible(self.lexicon, &figure.parts, parts)
                && !sexes_differ(figure.sex, sex)
                && (parts.len() > 1 || self.short_for(*it))
        };
        let last = self.by_last.get(&last.to_lowercase()).unwrap_or(&empty);
        let found: Vec<usize> = last.iter().copied().filter(fits).collect();
        let person = |it: &usize| self.figures[*it].kind == NameKind::Person;
        match found[..] {
            [one] => return Called::One(one),
            [] if parts.len() > 1 => return Called::Nobody,
            [] => {}
            // `Ruiz` is a person before it is the Ministry of Ruiz.
            _ if parts.len() == 1 => {
                let persons: Vec<usize> = found.iter().copied().filter(person).collect();
                return match persons[..] {
                    [one] => Called::One(one),
                    _ => Called::Several(found),
                };
            }
            _ => return Called::Several(found),
        }
        let first = self.by_first.get(&parts[0].to_lowercase()).unwrap_or(&empty);
        match first[..] {
            [one] if person(&one) => return Called::One(one),
            _ => {}
        }
        if !acronym(&parts[0]) {
            return Called::Nobody;
        }
        let letters = parts[0].replace('.', "").to_lowercase();
        match self.by_initials.get(&letters).map_or(&[][..], |it| it) {
            [] => Called::Nobody,
            [one] => Called::One(*one),
            several => Called::Several(several.to_vec()),
        }
    }

    /// Whether the last word of a figure’s name can stand for it: `Holt`, `the Board`, but not `Veld`
    /// for the Bank of Veld.
    fn short_for(&self, figure: usize) -> bool {
        let figure = &self.figures[figure];
        let last = figure.parts.last().map_or("", |it| it);
        figure.kind != NameKind::Body
            || figure.parts.len() == 1
            || self.lexicon.entry(last).class.any(Class::BODY)
    }

    /// A surname alone is that of whom the report names first, unless a namesake stands near.
    fn principal(&self, namesakes: Vec<usize>, place: usize) -> Called {
        let Some(first) = namesakes.iter().copied().min() else { return Called::Nobody };
        let paragraph = self.text[..place].rfind('\n').map_or(0, |it| it + 1);
        let before = self.text[..paragraph].trim_end().rfind('\n').map_or(0, |it| it + 1);
        let near = self.mentions_in(Span::new(before, place));
        let near = near.start.max(near.end.saturating_sub(REACH))..near.end;
        let other = near
            .filter(|at| self.mentions[*at].parts.len() > 1)
            .filter_map(|at| self.of[at])
            .any(|it| it != first && namesakes.contains(&it));
        if other { Called::Several(namesakes) } else { Called::One(first) }
    }

    /// `the president`, anywhere in the report: the one holder of the role named before.
    fn holder(&self, at: usize) -> Option<usize> {
        let mention = &self.mentions[at];
        let word = bare(mention.role?.of(self.text));
        let before = at.saturating_sub(REACH)..at;
        let named = before.filter(|it| !self.mentions[*it].parts.is_empty());
        let holders =
            named.filter_map(|it| self.of[it]).filter(|it| self.has_role(*it, word, false));
        self.one_holder(holders.collect())
    }

    /// Who holds a role now goes before who once did.
    fn one_holder(&self, mut holders: Vec<usize>) -> Option<usize> {
        holders.sort_unstable();
        holders.dedup();
        let now: Vec<usize> =
            holders.iter().copied().filter(|it| !self.figures[*it].former).collect();
        match (&now[..], &holders[..]) {
            ([one], _) | ([], [one]) => Some(*one),
            _ => None,
        }
    }

    fn learn(&mut self, known: usize, at: usize) {
        let mention = &self.mentions[at];
        let parts = self.parts(mention);
        let figure = &mut self.figures[known];
        // `N. Veld` in a headline, `North Veld` below it.
        let letter = |parts: &[String]| parts[0].chars().count() == 1;
        let spelt = parts.len() == figure.parts.len() && letter(&figure.parts) && !letter(&parts);
        // In a heading every word may have a capital.
        if !mention.weak && parts.len() > figure.parts.len() || spelt {
            figure.parts = parts;
            figure.name = mention.span;
        }
        if figure.kind == NameKind::Unknown {
            figure.kind = mention.kind;
        }
        if mention.thing && figure.role.is_none() && figure.sex.is_none() {
            figure.kind = NameKind::Body;
        }
        figure.sex = figure.sex.or(mention.sex);
        if figure.role.is_none() {
            figure.role = mention.role;
            figure.former = mention.former;
        }
        if figure.affiliation.is_none() {
            figure.affiliation = mention.affiliation;
        }
    }

    /// Whom a source means.
    pub(super) fn meant(&mut self, scene: &Scene) -> Meant {
        let meant = self.meant_by(scene);
        if let Meant::Figure(figure) = meant {
            self.spoke.insert(figure);
        }
        meant
    }

    fn meant_by(&mut self, scene: &Scene) -> Meant {
        let p = Paragraph::read(self.lexicon, self.text, scene.source, false);
        let words = (0..p.len()).filter(|at| p.proper(*at)).count();
        // `he`; `according to him`; `according to her words`
        let own = ["words", "account", "testimony", "remarks", "comments"];
        let object = words == 1 && ["him", "her"].iter().any(|it| p.is(0, it));
        let possessive =
            words == 2 && p.has(0, Class::POSSESSIVE) && own.iter().any(|it| p.is(1, it));
        if words == 1 && p.has(0, Class::PERSON_PRONOUN) || object || possessive {
            return self.person_pronoun(scene, p.word(0));
        }
        if words == 1 && p.has(0, Class::WHO) {
            return self.named_before(scene);
        }
        if words == 1 && p.is(0, "it") {
            return self.body_before(scene);
        }
        if words == 1 && p.has(0, Class::PRONOUN) {
            return Meant::Unclear;
        }
        let beside = self.told_apart(&p, scene.source);
        if let Some(figure) = beside.or_else(|| self.named_after(&p, scene.source)) {
            return Meant::Figure(figure);
        }
        let core = core_end(&p);
        if let Some(meant) = self.named_in(&p, core, scene.source) {
            return meant;
        }
        self.common_noun(&p, core, scene)
    }

    /// `Ana Ruiz, [a nurse from Veld], said`: an apposition taken for the source.
    fn told_apart(&self, p: &Paragraph, source: Span) -> Option<usize> {
        let comma = self.text[..source.start()].trim_end().strip_suffix(',')?;
        let closed = p.comma(p.len() - 1) || self.text[source.end()..].starts_with(',');
        if !closed || !p.has(0, Class::DETERMINER) {
            return None;
        }
        let at = self.mentions_in(Span::new(0, source.start())).next_back()?;
        let mention = &self.mentions[at];
        let beside = mention.span.end() == comma.len() && mention.subject;
        let figure = self.of[at].filter(|_| beside)?;
        (self.figures[figure].kind == NameKind::Person).then_some(figure)
    }

    /// The name at the end of the phrase’s core, or right after its first comma.
    fn named_in(&self, p: &Paragraph, core: usize, source: Span) -> Option<Meant> {
        let mut core_span = p.span(&(0..core))?;
        let mine = self.mentions_in(source);
        // `the Centre [for] Port Studies`: a preposition inside a name ends no core.
        let across = mine.clone().map(|at| self.mentions[at].span).find(|it| {
            it.start() < core_span.end() && it.end() > core_span.end() && source.contains(*it)
        });
        if let Some(name) = across {
            core_span = core_span.cover(name);
        }
        let named = |at: &usize| {
            let mention = &self.mentions[*at];
            core_span.contains(mention.span) && !mention.parts.is_empty()
        };
        let mut inside = mine.clone().filter(named);
        let joined = (0..core).any(|at| p.is(at, "and")) && inside.clone().count() > 1;
        if joined {
            return Some(Few::meant(inside.filter_map(|at| self.of[at])));
        }
        if self.second_speaker(p, core, source) {
            let second = mine.rev().take(1);
            return Some(Few::meant(inside.chain(second).filter_map(|at| self.of[at])));
        }
        let last = inside.by_ref().last();
        if let Some(at) = last {
            let mention = &self.mentions[at];
            if !mention.possessive && mention.span.end() >= core_span.end() {
                return Some(match self.of[at] {
                    Some(figure) => Meant::Figure(figure),
                    None if mention.weak && plural(mention.span.of(self.text)) => Meant::Nobody,
                    None => self.several(self.known(at)),
                });
            }
        }
        self.apposed(p, source).or_else(|| self.read_name(p, core, source))
    }

    /// `Ana Ruiz (Veld) and [Tomas Holt]`, `Ana Ruiz, the mayor, and [Tomas Holt]`
    fn second_speaker(&self, p: &Paragraph, core: usize, source: Span) -> bool {
        let closed = |at: usize| p.is(at + 1, "and") && (p.comma(at) || p.mark(at) == ')');
        let Some(at) = (core..p.len()).rev().find(|at| closed(*at)) else { return false };
        let Some(rest) = p.span(&(at + 2..p.len())) else { return false };
        let ends = self.mentions_in(source).next_back().is_some_and(|at| {
            let last = self.mentions[at].span;
            last.start() >= rest.start() && last.end() == source.end()
        });
        ends && !(at + 2..p.len()).any(|it| p.has(it, Class::PREPOSITION))
    }

    fn several(&self, called: Called) -> Meant {
        match called {
            Called::One(figure) => Meant::Figure(figure),
            Called::Several(figures) => Few::meant(figures),
            Called::Nobody => Meant::Unclear,
        }
    }

    /// Capitalised words at the core’s end that are no mention of their own, as in a heading.
    fn read_name(&self, p: &Paragraph, core: usize, source: Span) -> Option<Meant> {
        let office = Class::TITLE.or(Class::ROLE).or(Class::DETERMINER);
        let inside =
            |at: &usize| p.capital(*at) && !p.has(*at, office) || "-.".contains(p.mark(*at));
        let start = (0..core).rev().take_while(inside).last()?;
        let start = (start..core).find(|at| p.proper(*at))?;
        let parts: Vec<String> =
            name::parts(p, &(start..core)).iter().map(|it| it.of(self.text).to_string()).collect();
        if p.possessive(core - 1) {
            return None;
        }
        match self.called(&parts, None) {
            Called::Nobody => None,
            Called::Several(several) => Some(self.several(self.principal(several, source.start()))),
            one => Some(self.several(one)),
        }
    }

    /// `the special envoy of Veld, [Ana Ruiz],`: the name right after the first comma.
    fn apposed(&self, p: &Paragraph, source: Span) -> Option<Meant> {
        /// Room for a title between comma and name, in bytes.
        const TITLE: usize = 12;
        let comma = (1..p.len()).find(|at| p.comma(*at))?;
        let after = p.span(&(comma + 1..comma + 2))?;
        let mut mine = self.mentions_in(source);
        let at = mine.find(|at| {
            let mention = &self.mentions[*at];
            mention.span.start() >= after.start() && !mention.parts.is_empty()
        })?;
        let mention = &self.mentions[at];
        let near = mention.span.start() <= after.end() + TITLE;
        let named = near && !mention.possessive && mention.parts.len() > 1;
        let figure = self.of[at].filter(|_| named)?;
        (self.figures[figure].kind == NameKind::Person).then_some(Meant::Figure(figure))
    }

    fn mentions_in(&self, span: Span) -> std::ops::Range<usize> {
        let start = self.mentions.partition_point(|it| it.span.start() < span.start());
        let end = self.mentions.partition_point(|it| it.span.start() < span.end());
        start..end.max(start)
    }

    /// `the spokeswoman`, `two officials`, `the ministry`
    fn common_noun(&self, p: &Paragraph, core: usize, scene: &Scene) -> Meant {
        let Some(head) = (0..core).rev().find(|at| p.proper(*at)) else { return Meant::Unclear };
        if let Some(figure) = self.made_by(p, core, head, scene.source) {
            return Meant::Figure(figure);
        }
        let indefinite = p.has(0, Class::INDEFINITE) || p.number(0);
        if indefinite || p.has(head, Class::PEOPLE) || (0..core).any(|at| p.possessive(at)) {
            return Meant::Nobody;
        }
        if !p.has(0, Class::DEFINITE) {
            return if p.has(head, Class::ROLE.or(Class::BODY)) || plural(p.word(head)) {
                Meant::Nobody
            } else {
                Meant::Unclear
            };
        }
        if p.has(head, Class::ROLE) {
            return self.by_role(p, head, scene);
        }
        if p.has(head, Class::BODY) {
            return self.body_called(p.word(head), scene).unwrap_or(Meant::Nobody);
        }
        if plural(p.word(head)) {
            return Meant::Nobody;
        }
        self.body_called(p.word(head), scene).unwrap_or(Meant::Unclear)
    }

    /// `a spokeswoman for the port` stands before.
    fn told_without_name(&self, word: &str, end: usize) -> bool {
        /// Room for what stands between article and noun: `a young port spokeswoman`.
        const BETWEEN: usize = 3;
        /// How far back a role is looked for, in bytes; keeps long texts linear.
        const FAR: usize = 8000;
        let from = (end.saturating_sub(FAR)..=end).find(|it| self.text.is_char_boundary(*it));
        let words: Vec<&str> = self.text[from.unwrap_or(end)..end].split_whitespace().collect();
        let is = |it: &&str| it.trim_matches(|it: char| !it.is_alphanumeric()) == word;
        let article = |it: &str| it.starts_with("the") || it.starts_with("The");
        let one = |it: &str| matches!(it, "a" | "an" | "A" | "An" | "another" | "Another" | "one");
        (0..words.len()).filter(|at| is(&words[*at])).any(|at| {
            let before = words[at.saturating_sub(BETWEEN + 1)..at].iter().rev();
            before.clone().take_while(|it| !article(it)).any(|it| one(it))
        })
    }

    /// `The mediator[, former judge Ana Ruiz, did not agree]`: the name right after the source.
    fn named_after(&self, p: &Paragraph, source: Span) -> Option<usize> {
        /// Room for a role between comma and name, in bytes.
        const ROLE: usize = 25;
        if !p.has(0, Class::DEFINITE) || !self.text[source.end()..].starts_with(',') {
            return None;
        }
        let start = self.mentions.partition_point(|it| it.span.start() < source.end());
        let mention = self.mentions.get(start)?;
        let between = self.text.get(source.end() + 1..mention.span.start())?;
        let closed = self.text[mention.span.end()..].starts_with(',');
        let beside = between.len() <= ROLE && !between.contains([',', '.', ';', '\n', '“', '"']);
        let named = mention.parts.len() > 1 && !mention.possessive;
        let figure = self.of[start].filter(|_| closed && beside && named)?;
        (self.figures[figure].kind == NameKind::Person).then_some(figure)
    }

    /// `a report by [the Veld Harbour Board]`, `the message of Minister [Ana Ruiz]`
    fn made_by(&self, p: &Paragraph, core: usize, head: usize, source: Span) -> Option<usize> {
        const OWN_WORDS: [&str; 6] = ["message", "statement", "letter", "memo", "words", "account"];
        let own = OWN_WORDS.iter().any(|it| p.is(head, it));
        let by = p.is(core, "by") || p.is(core, "from") || own && p.is(core, "of");
        if !by || !own && !p.has(head, Class::BODY) {
            return None;
        }
        let small = Class::DETERMINER.or(Class::TITLE);
        let first = (core + 1..p.len()).find(|at| !p.has(*at, small))?;
        let first = p.span(&(first..first + 1))?;
        let at =
            self.mentions_in(source).find(|at| self.mentions[*at].span.start() >= first.start())?;
        let mention = &self.mentions[at];
        let beside = mention.span.start() == first.start() && !mention.possessive;
        self.of[at].filter(|_| beside)
    }

    fn by_role(&self, p: &Paragraph, head: usize, scene: &Scene) -> Meant {
        let word = p.word(head);
        let before = self.mentions_in(Span::new(0, scene.source.start()));
        let before = before.start.max(before.end.saturating_sub(REACH))..before.end;
        let mut fitting: Vec<usize> = before
            .filter(|at| !self.mentions[*at].quoted)
            .filter_map(|at| self.of[at])
            .filter(|it| self.has_role(*it, word, p.has(head, Class::OFFICIAL_ROLE)))
            .collect();
        fitting.dedup();
        let last = scene.last.map(|(figure, _)| figure);
        if let Some(last) = last.filter(|it| fitting.contains(it)) {
            return Meant::Figure(last);
        }
        if let Some(one) = self.one_holder(fitting.clone()) {
            return Meant::Figure(one);
        }
        if !fitting.is_empty() {
            return Few::meant(fitting);
        }
        self.role_untold(p, head, scene)
    }

    /// `the spokeswoman`, where the report calls nobody so: who spoke last, as long as no other is
    /// named since and no role speaks against it.
    fn role_untold(&self, p: &Paragraph, head: usize, scene: &Scene) -> Meant {
        if self.told_without_name(p.word(head), scene.source.start()) {
            return Meant::Unclear;
        }
        let sex = match (p.has(head, Class::MAN), p.has(head, Class::WOMAN)) {
            (true, false) => Some(Sex::Man),
            (false, true) => Some(Sex::Woman),
            _ => None,
        };
        let Some((figure, at)) = scene.last.filter(|it| it.1 >= scene.horizon) else {
            return Meant::Unclear;
        };
        let last = &self.figures[figure];
        let fits =
            last.kind == NameKind::Person && last.role.is_none() && !sexes_differ(last.sex, sex);
        let others =
            self.mentions_in(Span::new(at.min(scene.source.start()), scene.source.start()));
        let mut others = others
            .filter(|at| !inside(scene.contents, self.mentions[*at].span))
            .filter_map(|at| self.of[at]);
        let alone = others.all(|it| it == figure || self.figures[it].kind == NameKind::Body);
        if fits && alone { Meant::Figure(figure) } else { Meant::Unclear }
    }

    fn has_role(&self, figure: usize, word: &str, official: bool) -> bool {
        let figure = &self.figures[figure];
        let Some(role) = figure.role else { return false };
        let role = role.of(self.text).trim_end_matches('.');
        let generic =
            word.eq_ignore_ascii_case("official") || word.eq_ignore_ascii_case("diplomat");
        // `Minister of Justice` is called minister.
        let role = role.split(" of ").next().unwrap_or(role);
        let mut words = role.split(|it: char| !it.is_alphanumeric()).filter(|it| !it.is_empty());
        if official && generic && figure.kind != NameKind::Body {
            return words.any(|it| self.lexicon.entry(it).class.any(Class::OFFICIAL_ROLE));
        }
        words.next_back().is_some_and(|it| same_role(it, word))
    }

    /// `the board`: the one body so called, if it was named lately or more than once.
    fn body_called(&self, head: &str, scene: &Scene) -> Option<Meant> {
        let head = head.to_lowercase();
        let lists = [self.by_last.get(&head), self.by_head.get(&head)];
        let named = lists.into_iter().flatten().flatten().copied();
        let mut bodies: Vec<usize> =
            named.filter(|it| self.figures[*it].kind == NameKind::Body).collect();
        bodies.sort_unstable();
        bodies.dedup();
        let [one] = bodies[..] else {
            return (!bodies.is_empty()).then(|| Few::meant(bodies));
        };
        let before = self.mentions_in(Span::new(0, scene.source.start()));
        let before = before.start.max(before.end.saturating_sub(REACH))..before.end;
        let mine: Vec<usize> = before.filter(|at| self.of[*at] == Some(one)).collect();
        let near = mine.last().is_some_and(|at| self.mentions[*at].span.start() >= scene.horizon);
        Some(if near || mine.len() > 1 { Meant::Figure(one) } else { Few::meant([one]) })
    }

    /// `it`: the one body that the paragraph has for a subject.
    fn body_before(&self, scene: &Scene) -> Meant {
        let span = self.mentions_in(Span::new(scene.paragraph, scene.source.start()));
        let near = span.start.max(span.end.saturating_sub(REACH))..span.end;
        let subjects = near.filter(|at| self.mentions[*at].subject && !self.mentions[*at].quoted);
        let bodies = subjects.filter_map(|at| self.of[at]).filter(|it| {
            let figure = &self.figures[*it];
            figure.kind == NameKind::Body || figure.sex.is_none() && figure.role.is_none()
        });
        let bodies: Vec<usize> = bodies.collect();
        one_of(bodies.clone()).flatten().unwrap_or_else(|| Few::meant(bodies))
    }

    /// `Ruiz, who`
    fn named_before(&self, scene: &Scene) -> Meant {
        let from = scene.source.start().saturating_sub(40);
        let from =
            (from..=scene.source.start()).find(|it| self.text.is_char_boundary(*it)).unwrap_or(0);
        let before = self.mentions_in(Span::new(from, scene.source.start()));
        let last = before.last().filter(|at| {
            let gap = scene.source.start().saturating_sub(self.mentions[*at].span.end());
            let before = self.text[..self.mentions[*at].span.start()].trim_end();
            let word = before.rsplit(' ').next().unwrap_or("");
            let led = self.lexicon.entry(word).class.any(Class::PREPOSITION);
            gap <= 2 && self.mentions[*at].kind != NameKind::Body && !led
        });
        if let Some(at) = last {
            return self.of[at].map_or(Meant::Unclear, Meant::Figure);
        }
        // `two officials who`, `a diplomat, who`
        let words = self.text[from..scene.source.start()].trim_end_matches([' ', ',']);
        let word = words.rsplit(|it: char| !it.is_alphanumeric()).next().unwrap_or("");
        let nouns = Class::PEOPLE.or(Class::ROLE);
        if self.lexicon.entry(word).class.any(nouns) { Meant::Nobody } else { Meant::Unclear }
    }

    fn person_pronoun(&mut self, scene: &Scene, word: &str) -> Meant {
        let pronoun = word.split(['’', '\'']).next().unwrap_or(word);
        let sex = match pronoun.to_ascii_lowercase().as_str() {
            "he" | "him" | "his" => Sex::Man,
            "she" | "her" => Sex::Woman,
            _ => return Meant::Unclear,
        };
        let meant = self.pronoun(scene, sex);
        if let Meant::Figure(figure) = meant {
            self.figures[figure].sex.get_or_insert(sex);
        }
        meant
    }

    /// First whoever the paragraph itself names, then whoever the one before did.
    fn pronoun(&self, scene: &Scene, sex: Sex) -> Meant {
        for from in [scene.paragraph, scene.horizon] {
            let last = scene.last.filter(|(figure, at)| self.person(*figure, sex) && *at >= from);
            let since = last.map_or(from, |(_, at)| at).min(scene.source.start());
            let between = self.named_since(scene, sex, since);
            let all = between.iter().map(|it| it.0).chain(last.map(|it| it.0));
            let all: Vec<usize> = all.collect();
            let Some(meant) = one_of(all.clone()) else { continue };
            let meant = meant.unwrap_or_else(|| {
                let last = last.map(|it| it.0);
                self.one_of_several(&between, last, sex).unwrap_or_else(|| Few::meant(all))
            });
            return if from < scene.paragraph {
                self.unless_told(scene, sex, meant)
            } else {
                meant
            };
        }
        self.unknown_speaker(scene)
    }

    /// `Ruiz was never asked, she said`, at the head of a paragraph: may be Ruiz herself as well as
    /// whoever spoke before.
    fn unless_told(&self, scene: &Scene, sex: Sex, meant: Meant) -> Meant {
        let Meant::Figure(figure) = meant else { return meant };
        let told = self.mentions_in(Span::new(scene.paragraph, scene.source.start()));
        let told = told
            .filter(|at| !self.mentions[*at].quoted && !self.mentions[*at].possessive)
            .filter_map(|at| self.of[at])
            .filter(|it| self.person(*it, sex));
        let mut all: Vec<usize> = told.collect();
        if all.iter().all(|it| *it == figure) {
            return meant;
        }
        all.insert(0, figure);
        Few::meant(all)
    }

    /// Of several, the subject of the sentences since the last statement; else who spoke last; else
    /// the one of whom the report shows that the pronoun fits.
    fn one_of_several(
        &self,
        between: &[(usize, bool)],
        last: Option<usize>,
        sex: Sex,
    ) -> Option<Meant> {
        let subjects = between.iter().filter(|it| it.1).map(|it| it.0);
        let subjects: Vec<usize> = subjects.collect();
        match one_of(subjects.clone()) {
            Some(Some(meant)) => return Some(meant),
            None => {
                if let Some(figure) = last {
                    return Some(Meant::Figure(figure));
                }
            }
            Some(None) => {}
        }
        let pool: Vec<usize> = if subjects.is_empty() {
            between.iter().map(|it| it.0).collect()
        } else {
            subjects.into_iter().chain(last).collect()
        };
        // The others may be places: `Port Veld`.
        let unknown =
            |it: &usize| self.figures[*it].sex.is_none() && self.figures[*it].role.is_none();
        let known = pool.iter().copied().filter(|it| self.figures[*it].sex == Some(sex));
        let rest = pool.iter().filter(|it| self.figures[**it].sex != Some(sex));
        if !rest.clone().all(unknown) {
            return None;
        }
        one_of(known.collect()).flatten()
    }

    /// Persons named since a place, and whether as subjects, outside of what anyone says.
    fn named_since(&self, scene: &Scene, sex: Sex, from: usize) -> Vec<(usize, bool)> {
        let span = self.mentions_in(Span::new(from, scene.source.start()));
        let near = span.start.max(span.end.saturating_sub(REACH))..span.end;
        let told = |mention: &Mention| mention.quoted || inside(scene.contents, mention.span);
        near.filter(|at| !told(&self.mentions[*at]))
            .filter_map(|at| Some((self.of[at]?, self.mentions[at].subject)))
            .filter(|it| self.person(it.0, sex) && self.surely_human(it.0))
            .collect()
    }

    /// `Hard Hats` and `Port Veld` look like names of persons.
    fn surely_human(&self, figure: usize) -> bool {
        let told = &self.figures[figure];
        told.sex.is_some() || told.role.is_some() || self.spoke.contains(&figure)
    }

    /// A speaker of whom only one name is known, as long as nobody else can be meant.
    fn unknown_speaker(&self, scene: &Scene) -> Meant {
        match scene.last {
            Some((figure, at))
                if at >= scene.horizon && self.figures[figure].kind == NameKind::Unknown =>
            {
                Meant::Figure(figure)
            }
            _ => Meant::Unclear,
        }
    }

    fn person(&self, figure: usize, sex: Sex) -> bool {
        let figure = &self.figures[figure];
        figure.kind != NameKind::Body
            && !sexes_differ(figure.sex, Some(sex))
            && (figure.kind == NameKind::Person || figure.sex.is_some())
    }

    pub(super) fn is_person(&self, figure: usize) -> bool {
        self.figures[figure].kind == NameKind::Person
    }

    /// The one person a sentence names outside of quotations and of what others say.
    pub(super) fn only_person(&self, sentence: Span, contents: &[Span]) -> Option<usize> {
        let mut found = None;
        for at in self.mentions_in(sentence) {
            let mention = &self.mentions[at];
            let Some(figure) = self.of[at] else { continue };
            let aside = mention.quoted || mention.possessive || inside(contents, mention.span);
            if aside || self.figures[figure].kind != NameKind::Person {
                continue;
            }
            if found.is_some_and(|it| it != figure) {
                return None;
            }
            found = Some(figure);
        }
        found
    }

    /// Turns what was meant into published speakers, each with those it may be if that is not
    /// clear, and the actors they point to, in order of first speaking.
    pub(super) fn publish(&self, meant: &[Meant]) -> (Vec<Actor>, Vec<Who>) {
        let mut actors = Vec::new();
        let mut index: Vec<Option<ActorIdx>> = vec![None; self.figures.len()];
        let mut actor = |figure: usize| {
            *index[figure].get_or_insert_with(|| {
                actors.push(self.actor(&self.figures[figure]));
                ActorIdx(actors.len() as u32 - 1)
            })
        };
        let mut who = |it: &Meant| match it {
            Meant::Nobody => Who::from(Speaker::Unnamed),
            Meant::Unclear => Who::from(Speaker::Unresolved),
            Meant::Figure(figure) => Who::from(Speaker::Named(actor(*figure))),
            Meant::Between(few) => Who {
                speaker: Speaker::Unresolved,
                candidates: few.iter().map(&mut actor).collect(),
            },
        };
        let speakers = meant.iter().map(&mut who).collect();
        (actors, speakers)
    }

    /// A name as it stands in the report, without genitive and line breaks.
    fn name(&self, name: Span) -> String {
        let words: Vec<&str> = name.of(self.text).split_whitespace().collect();
        bare(&words.join(" ")).trim_end_matches(['’', '\'']).to_string()
    }

    fn actor(&self, figure: &Figure) -> Actor {
        let words = |span: Option<Span>| {
            let marks = |it: char| it == ',' || it.is_whitespace();
            let words = bare(span?.of(self.text)).trim_matches(marks);
            (!words.is_empty()).then_some(words)
        };
        let role = words(figure.role)
            .map(|it| if figure.former { format!("former {it}") } else { it.into() });
        let person = figure.kind == NameKind::Person
            || figure.kind == NameKind::Unknown && (figure.sex.is_some() || figure.role.is_some());
        Actor {
            name: self.name(figure.name).into(),
            kind: if person { ActorKind::Person } else { ActorKind::Body },
            role: role.map(String::into_boxed_str),
            affiliation: words(figure.affiliation).map(Box::from),
        }
    }
}

/// A statement’s speaker; the actors it may be where that is not clear.
pub(super) struct Who {
    pub(super) speaker: Speaker,
    pub(super) candidates: Box<[ActorIdx]>,
}

impl From<Speaker> for Who {
    fn from(speaker: Speaker) -> Who {
        Who { speaker, candidates: Box::default() }
    }
}

/// `vhb` of `Veld Harbour Board`; words in lower case do not count.
fn initials(parts: &[String]) -> String {
    let capital = parts.iter().filter_map(|it| it.chars().next().filter(|it| it.is_uppercase()));
    capital.flat_map(char::to_lowercase).collect()
}

/// `Board` in `Board of Trade`.
fn head(parts: &[String]) -> Option<&str> {
    let at = parts.iter().position(|it| matches!(it.as_str(), "of" | "for" | "on"))?;
    parts.get(at.checked_sub(1)?).map(String::as_str)
}

/// `None` of none, the one of one, and `Some(None)` of several.
fn one_of(mut figures: Vec<usize>) -> Option<Option<Meant>> {
    figures.sort_unstable();
    figures.dedup();
    match figures[..] {
        [] => None,
        [one] => Some(Some(Meant::Figure(one))),
        _ => Some(None),
    }
}

/// Where the first part of a source ends: before a comma, bracket, preposition or `who`.
fn core_end(p: &Paragraph) -> usize {
    (1..p.len())
        .find(|at| {
            p.comma(*at)
                || p.dash(*at)
                || p.mark(*at) == '('
                || p.has(*at, Class::WHO)
                || p.has(*at, Class::PREPOSITION)
                    && !(p.is(*at, "of") && p.capital(*at + 1) && p.capital(*at - 1))
                || p.is(*at, "that")
        })
        .unwrap_or(p.len())
}

fn plural(word: &str) -> bool {
    word.len() > 3 && word.ends_with('s') && !word.ends_with("ss")
}

fn inside(contents: &[Span], span: Span) -> bool {
    let at = contents.partition_point(|it| it.end() <= span.start());
    contents.get(at).is_some_and(|it| it.contains(span))
}

fn sexes_differ(one: Option<Sex>, other: Option<Sex>) -> bool {
    matches!((one, other), (Some(one), Some(other)) if one != other)
}

/// Whether two names of the same last word can be of one person.
fn compatible(lexicon: &Lexicon, known: &[String], new: &[String]) -> bool {
    if known.len() == 1 || new.len() == 1 {
        return true;
    }
    // `De Veld`, `Ana de Veld`; `Ruiz campaign`, `Ana Ruiz campaign`
    let same = |(one, other): (&String, &String)| one.eq_ignore_ascii_case(other);
    let short = if known.len() < new.len() { known } else { new };
    let tail = known.len() != new.len() && known.iter().rev().zip(new.iter().rev()).all(same);
    let body = short.last().is_some_and(|it| lexicon.entry(it).class.any(Class::BODY));
    if tail && (body || lexicon.entry(&short[0]).class.any(Class::PARTICLE)) {
        return true;
    }
    let (one, other) = (&known[0], &new[0]);
    let (short, long) = if one.len() <= other.len() { (one, other) } else { (other, one) };
    one.eq_ignore_ascii_case(other)
        || short.chars().count() == 1 && long.starts_with(short.as_str())
        || long.to_lowercase().starts_with(&short.to_lowercase()) && short.len() >= 3
}

fn same_role(one: &str, other: &str) -> bool {
    let plain = |word: &str| {
        let word = word.to_ascii_lowercase();
        let word = word.trim_end_matches('.').to_string();
        match word.as_str() {
            "sen" => "senator".into(),
            "rep" | "congressman" | "congresswoman" => "representative".into(),
            "gov" => "governor".into(),
            "gen" => "general".into(),
            "prof" => "professor".into(),
            _ => ["woman", "person", "man"]
                .iter()
                .find_map(|it| word.strip_suffix(it).filter(|it| it.len() > 3))
                .map_or(word.clone(), String::from),
        }
    };
    plain(one) == plain(other)
}

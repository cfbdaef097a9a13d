//! One paragraph as rules see it: words with what they may be, quotations, and units.
//!
//! A unit is a sentence, except that a sentence never ends inside a quotation: `“A. B,” he said.`
//! is one unit. Everything is an index into the paragraph's words.

use std::ops::Range;

use crate::lexicon::{Class, Cue, CueKind, Entry, Form, Lexicon, Takes};
use crate::text::quote::{Quotation, quotations};
use crate::text::sentence::sentences;
use crate::text::{Span, TokenKind, tokens};

/// A stretch of words of one paragraph.
pub(super) type Words = Range<usize>;

pub(super) struct Paragraph<'t> {
    pub(super) text: &'t str,
    lexicon: &'t Lexicon,
    words: Vec<Word>,
    quotes: Vec<Quote>,
    units: Vec<Words>,
    headline: bool,
}

#[derive(Clone, Copy)]
struct Word {
    span: Span,
    entry: Entry,
    /// The mark it is, or NUL for words and numbers.
    mark: char,
    /// Number of the quotation it is in, from 1; 0 for none.
    quote: u32,
    shape: Shape,
}

#[derive(Clone, Copy, Default)]
struct Shape {
    capital: bool,
    number: bool,
    possessive: bool,
    adverb: bool,
    /// No blank before it.
    glued: bool,
}

pub(super) struct Quote {
    /// With its marks.
    pub(super) words: Words,
    /// Number of words proper.
    pub(super) n_words: usize,
    /// Ends in a comma or the end of a sentence, so that it reads as speech.
    pub(super) ends_clause: bool,
}

/// Longer units are cut, since rules may look at each word of a unit for each of its verbs. Speech
/// of this many words in one paragraph is rare; what is cut off is still found as a quotation.
const LONGEST_UNIT: usize = 1000;

impl<'t> Paragraph<'t> {
    pub(super) fn read(
        lexicon: &'t Lexicon,
        text: &'t str,
        within: Span,
        headline: bool,
    ) -> Paragraph<'t> {
        let quotations = quotations(text, within);
        let mut it = Paragraph {
            text,
            lexicon,
            words: Vec::with_capacity(within.len() / 5),
            quotes: Vec::with_capacity(quotations.len()),
            units: Vec::new(),
            headline,
        };
        it.read_words(within);
        it.read_quotes(&it.mended(quotations, within));
        it.read_units(within);
        it
    }

    fn read_words(&mut self, within: Span) {
        let mut end = within.start();
        for token in tokens(self.text, within) {
            let mark = match token.kind {
                TokenKind::Mark => token.text.chars().next().unwrap_or('\0'),
                _ => '\0',
            };
            let word = token.kind == TokenKind::Word;
            let bare = bare(token.text);
            let capital = word && token.text.starts_with(char::is_uppercase);
            let entry = if word { self.lexicon.entry(token.text) } else { Entry::default() };
            let entry = if word && entry == Entry::default() && bare.len() < token.text.len() {
                // `Ruiz’s`, `the spokesman’s`: the class is that of the bare word, but a verb has
                // no genitive.
                Entry { cue: 0, ..self.lexicon.entry(bare) }
            } else {
                entry
            };
            self.words.push(Word {
                span: token.span,
                entry,
                mark,
                quote: 0,
                shape: Shape {
                    capital,
                    number: token.kind == TokenKind::Number,
                    possessive: word && bare.len() < token.text.len(),
                    adverb: word && is_adverb(token.text),
                    glued: token.span.start() == end && end > within.start(),
                },
            });
            if matches!(mark, '\'' | '’') && token.span.start() == end {
                let n = self.words.len();
                if n > 1 && self.words[n - 2].mark == '\0' {
                    self.words[n - 2].shape.possessive = true;
                }
            }
            end = token.span.end();
        }
    }

    /// The same quotations, where the first was never closed cut before its cue; those that dashes
    /// stand for.
    fn mended(&self, found: Vec<Quotation>, within: Span) -> Vec<Quotation> {
        if found.is_empty() {
            return self.dialogue();
        }
        let begins = self.words.first().map(|it| it.span.start());
        let opens = |it: &&Quotation| begins == Some(it.outer.start());
        match found.first().filter(opens).and_then(|it| self.cut(it, within)) {
            Some(cut) => {
                let rest = Span::new(cut.outer.end(), within.end());
                std::iter::once(cut).chain(quotations(self.text, rest)).collect()
            }
            None => found,
        }
    }

    /// `“We stay, Ruiz said on Monday.`: the words before the cue. Where the next paragraph opens
    /// with a mark, the quotation goes on there, and is whole.
    fn cut(&self, first: &Quotation, within: Span) -> Option<Quotation> {
        let inside = self.words.partition_point(|it| it.span.start() < first.inner.end());
        let reopens = |at: &usize| {
            let mark = matches!(self.mark(*at), '“' | '"' | '„') && !self.glued(*at);
            mark && matches!(self.mark(at - 1), '.' | '?' | '!')
        };
        let reopens = (2..inside).find(reopens);
        let next = self.text[within.end()..].trim_start();
        if reopens.is_none() && (first.closed || next.starts_with(['“', '"', '„', '‘', '\'']))
        {
            return None;
        }
        let (end, _) = self.told_inside(1..reopens.unwrap_or(inside))?;
        let inner = self.span(&(1..end))?;
        let outer = Span::new(first.outer.start(), inner.end());
        Some(Quotation { outer, inner, closed: false })
    }

    /// `—We will not sign, said Ruiz.`: a dash for a mark. Lists have dashes too, so that the words
    /// must speak of their speaker, or to someone.
    fn dialogue(&self) -> Vec<Quotation> {
        const SPOKEN: [&str; 8] = ["i", "we", "you", "my", "our", "your", "me", "us"];
        let long = |at: usize| matches!(self.mark(at), '—' | '–' | '―');
        if !long(0) || !self.capital(1) {
            return Vec::new();
        }
        let Some((end, after)) = self.told_inside(1..self.len()) else { return Vec::new() };
        let talks = |at: usize| {
            SPOKEN.iter().any(|it| self.is(at, it)) || matches!(self.mark(at), '?' | '!')
        };
        if !(1..end).any(talks) {
            return Vec::new();
        }
        let rest = after + 1..if long(after) { self.stem_end(&(0..self.len())) } else { 0 };
        let spans = [1..end, rest].into_iter().filter_map(|it| self.span(&it));
        spans.map(|it| Quotation { outer: it, inner: it, closed: true }).collect()
    }

    /// Where in running words a speaker is told: the end of what is said, and the word after cue and
    /// source.
    fn told_inside(&self, within: Words) -> Option<(usize, usize)> {
        within.clone().find_map(|at| {
            let stop = matches!(self.mark(at), '?' | '!');
            if !(self.comma(at) || self.dash(at) || stop) {
                return None;
            }
            let next = at + 1;
            let (name, inverted) = (self.name_end(next), self.name_end(next + 1));
            let after = if self.tells(next) && inverted > next + 1 {
                inverted
            } else if name > next && self.tells(name) {
                name + 1
            } else {
                return None;
            };
            let ends = after >= within.end
                || self.mark(after) == '.'
                || self.comma(after)
                || self.dash(after)
                || self.has(after, Class::WEEKDAY.or(Class::RELATIVE_DAY).or(Class::TIME_PLACE));
            ends.then_some((if self.dash(at) { at } else { next }, after))
        })
    }

    /// `said`, `says`
    fn tells(&self, at: usize) -> bool {
        use CueKind::{Asked, Spoken, Written};
        let spoken = self.cue(at).is_some_and(|it| {
            it.takes.any(Takes::QUOTATION) && matches!(it.kind, Spoken | Written | Asked)
        });
        spoken && !self.capital(at) && self.form(at, Form::PAST.or(Form::THIRD))
    }

    /// How far a name, a role or a pronoun of the third person reaches from here.
    fn name_end(&self, start: usize) -> usize {
        const LONGEST: usize = 6;
        let small = Class::PERSON_PRONOUN.or(Class::ROLE).or(Class::PEOPLE).or(Class::DETERMINER);
        let named = |at: &usize| {
            // `Mr.`, `J.`
            let short = self.word(at - 1).len() <= 3 && self.capital(at - 1);
            let stop = self.mark(*at) == '.' && short && self.capital(at + 1);
            (self.capital(*at) || self.has(*at, small) || stop)
                && !["i", "we", "you", "it"].iter().any(|it| self.is(*at, it))
        };
        start + (start..start + LONGEST).take_while(named).count()
    }

    fn read_quotes(&mut self, quotations: &[Quotation]) {
        let mut at = 0;
        for quotation in quotations {
            at += self.words[at..].partition_point(|it| it.span.start() < quotation.outer.start());
            let inside =
                self.words[at..].partition_point(|it| it.span.start() < quotation.outer.end());
            let words = at..at + inside;
            at = words.end;
            if words.is_empty() {
                continue;
            }
            let number = self.quotes.len() as u32 + 1;
            let proper = |it: &&Word| it.mark == '\0';
            let inner = quotation.inner.trim(self.text);
            let last =
                inner.of(self.text).trim_end_matches(['’', '\'', '”', '"']).chars().next_back();
            self.quotes.push(Quote {
                n_words: self.words[words.clone()].iter().filter(proper).count(),
                ends_clause: last.is_some_and(|it| ",.?!…—–-".contains(it)),
                words: words.clone(),
            });
            for word in &mut self.words[words] {
                word.quote = number;
            }
        }
    }

    fn read_units(&mut self, within: Span) {
        let (mut start, mut at) = (0, 0);
        for sentence in sentences(self.text, within) {
            at += self.words[at..].partition_point(|it| it.span.start() < sentence.end());
            let inside = at > 0
                && at < self.words.len()
                && self.words[at].quote != 0
                && self.words[at].quote == self.words[at - 1].quote;
            if (!inside || at - start > LONGEST_UNIT) && at > start {
                self.units.push(start..at);
                start = at;
            }
        }
        if start < self.words.len() {
            self.units.push(start..self.words.len());
        }
        if self.units.iter().any(|it| it.len() > 2 * LONGEST_UNIT) {
            let parts = |it: &Words| {
                let end = it.end;
                it.clone().step_by(LONGEST_UNIT).map(move |at| at..end.min(at + LONGEST_UNIT))
            };
            self.units = self.units.iter().flat_map(parts).collect();
        }
    }

    /// The lists its words are looked up in.
    pub(super) fn lexicon(&self) -> &'t Lexicon {
        self.lexicon
    }

    /// Whether it is a heading, where telegraphic forms are usual.
    pub(super) fn headline(&self) -> bool {
        self.headline
    }

    pub(super) fn len(&self) -> usize {
        self.words.len()
    }

    pub(super) fn units(&self) -> &[Words] {
        &self.units
    }

    pub(super) fn word(&self, at: usize) -> &'t str {
        self.words.get(at).map_or("", |it| it.span.of(self.text))
    }

    pub(super) fn is(&self, at: usize, word: &str) -> bool {
        self.word(at).eq_ignore_ascii_case(word)
    }

    pub(super) fn has(&self, at: usize, class: Class) -> bool {
        self.words.get(at).is_some_and(|it| it.entry.class.any(class))
    }

    pub(super) fn form(&self, at: usize, form: Form) -> bool {
        self.words.get(at).is_some_and(|it| it.entry.cue != 0 && it.entry.form.any(form))
    }

    pub(super) fn cue(&self, at: usize) -> Option<&'t Cue> {
        self.lexicon.cue(self.words.get(at)?.entry)
    }

    pub(super) fn takes(&self, at: usize, takes: Takes) -> bool {
        self.cue(at).is_some_and(|it| it.takes.any(takes))
    }

    /// Whether a word is in any list, so that a capital may be due to its place alone.
    pub(super) fn common(&self, at: usize) -> bool {
        self.words.get(at).is_some_and(|it| it.entry.class != Class::default() || it.entry.cue != 0)
            && !self.has(at, Class::PLACE)
    }

    /// The mark at a place, NUL where a word stands or nothing.
    pub(super) fn mark(&self, at: usize) -> char {
        self.words.get(at).map_or('\0', |it| it.mark)
    }

    pub(super) fn proper(&self, at: usize) -> bool {
        self.words.get(at).is_some_and(|it| it.mark == '\0')
    }

    pub(super) fn capital(&self, at: usize) -> bool {
        self.words.get(at).is_some_and(|it| it.shape.capital)
    }

    pub(super) fn number(&self, at: usize) -> bool {
        self.words.get(at).is_some_and(|it| it.shape.number)
    }

    pub(super) fn possessive(&self, at: usize) -> bool {
        self.words.get(at).is_some_and(|it| it.shape.possessive)
    }

    pub(super) fn glued(&self, at: usize) -> bool {
        self.words.get(at).is_some_and(|it| it.shape.glued)
    }

    pub(super) fn adverb(&self, at: usize) -> bool {
        self.words.get(at).is_some_and(|it| it.shape.adverb) || self.has(at, Class::ADVERB)
    }

    pub(super) fn quote(&self, at: usize) -> Option<&Quote> {
        let number = self.words.get(at)?.quote as usize;
        self.quotes.get(number.checked_sub(1)?)
    }

    pub(super) fn comma(&self, at: usize) -> bool {
        self.mark(at) == ','
    }

    /// A dash, or a hyphen with a blank before it.
    pub(super) fn dash(&self, at: usize) -> bool {
        match self.mark(at) {
            '–' | '—' | '―' => true,
            '-' => {
                !self.glued(at) || self.mark(at + 1) == '-' || self.mark(at.wrapping_sub(1)) == '-'
            }
            _ => false,
        }
    }

    /// The end of a unit without the marks that end it.
    pub(super) fn stem_end(&self, unit: &Words) -> usize {
        let mut end = unit.end;
        while end > unit.start
            && self.quote(end - 1).is_none()
            && "?!.…:;,".contains(self.mark(end - 1))
            && self.mark(end - 1) != '\0'
        {
            end -= 1;
        }
        end
    }

    /// Whether nothing but quotations (and marks) stands in these words.
    pub(super) fn all_quoted(&self, words: &Words) -> bool {
        let mut any = false;
        for at in words.clone() {
            let quoted = self.quote(at).is_some();
            any |= quoted;
            if !quoted && self.proper(at) {
                return false;
            }
        }
        any
    }

    /// The same words without the quotation marks at their ends.
    pub(super) fn inside_marks(&self, words: &Words) -> Words {
        let mut inner = words.clone();
        while inner.start < inner.end
            && self.quotation_mark(inner.start)
            && self.opens_quote(inner.start)
        {
            inner.start += 1;
        }
        while inner.start < inner.end
            && self.quotation_mark(inner.end - 1)
            && self.closes_quote(inner.end - 1)
        {
            inner.end -= 1;
        }
        inner
    }

    fn quotation_mark(&self, at: usize) -> bool {
        "\"“”„«»`'‘’‚‹›「」『』".contains(self.mark(at)) && self.mark(at) != '\0'
    }

    /// Is the opening mark of its quotation, or the second half of a doubled one.
    fn opens_quote(&self, at: usize) -> bool {
        let first = |at: usize| self.quote(at).is_none_or(|it| it.words.start == at);
        first(at) || self.doubled(at - 1, at) && first(at - 1)
    }

    fn closes_quote(&self, at: usize) -> bool {
        let last = |at: usize| self.quote(at).is_none_or(|it| it.words.end == at + 1);
        last(at) || self.doubled(at, at + 1) && last(at + 1)
    }

    fn doubled(&self, one: usize, other: usize) -> bool {
        self.mark(one) == self.mark(other) && self.glued(other)
    }

    /// The words that a span touches, if any.
    pub(super) fn words_in(&self, span: Span) -> Option<Words> {
        let start = self.words.partition_point(|it| it.span.end() <= span.start());
        let end = self.words.partition_point(|it| it.span.start() < span.end());
        (start < end).then_some(start..end)
    }

    pub(super) fn span(&self, words: &Words) -> Option<Span> {
        let (first, last) =
            (self.words.get(words.start)?, self.words.get(words.end.checked_sub(1)?)?);
        (words.start < words.end).then(|| first.span.cover(last.span))
    }
}

/// Without a genitive’s ending.
pub(super) fn bare(word: &str) -> &str {
    ["’s", "'s", "’S", "'S"].iter().find_map(|it| word.strip_suffix(it)).unwrap_or(word)
}

/// Ends in -ly and is no noun or verb we know of.
fn is_adverb(word: &str) -> bool {
    word.len() > 4
        && word.ends_with("ly")
        && !matches!(
            word,
            "family"
                | "reply"
                | "supply"
                | "rally"
                | "apply"
                | "imply"
                | "comply"
                | "rely"
                | "assembly"
                | "likely"
                | "daily"
                | "weekly"
                | "monthly"
                | "elderly"
                | "friendly"
        )
        && !word.starts_with(char::is_uppercase)
}

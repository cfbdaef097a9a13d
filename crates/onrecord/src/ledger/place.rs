//! Places of a lemma in words: what stands before the bracket of `words] “other words” sigla`.

use crate::json::EntryInfo;
use crate::text::Span;

/// Words of a place from which it is told by its first and its last; they all stand above it.
const LONG_PLACE: usize = 6;

/// Witnesses from which all others are told as such.
const MANY: usize = 6;

/// The lemma's words at a place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PlaceWords {
    /// The words, long ones by their ends: `No ship … ask permission`.
    pub words: String,
    /// Which of the places with these very words it is, from 1, if the lemma has several.
    pub nth: Option<usize>,
}

/// The lemma's words at a place of its spans; those before it where there are none. `None`: the
/// beginning.
pub fn place_words(text: &str, spans: &[Span], place: Span) -> Option<PlaceWords> {
    let before = || word_before(text, spans, place.start());
    let span = if place.is_empty() { before()? } else { place };
    Some(PlaceWords { words: shortened(span.of(text)), nth: nth(text, spans, span) })
}

/// Sigla of readings; of more than a few that are all there are, that.
pub fn witnesses(info: &EntryInfo, readings: &[usize]) -> String {
    if readings.len() > MANY && readings.len() == info.readings.len() {
        return "all others".to_owned();
    }
    let sigla = readings.iter().map(|it| info.readings[*it].statement.siglum.as_str());
    sigla.collect::<Vec<_>>().join(" ")
}

/// The word that ends last before byte `at`, within the spans.
pub fn word_before(text: &str, spans: &[Span], at: usize) -> Option<Span> {
    let before = spans.iter().filter(|it| it.start() < at).map(|it| (it.start(), it.end().min(at)));
    let is_word = |it: char| it.is_alphanumeric() || matches!(it, '\'' | '’' | '-');
    before.rev().find_map(|(start, end)| {
        let end = start + text[start..end].trim_end_matches(|it| !is_word(it)).len();
        let word = text[start..end].trim_end_matches(is_word).len();
        (start + word < end).then(|| Span::new(start + word, end))
    })
}

/// A number set high: `²`.
pub fn superscript(n: usize) -> String {
    const DIGITS: [char; 10] = ['⁰', '¹', '²', '³', '⁴', '⁵', '⁶', '⁷', '⁸', '⁹'];
    n.to_string().bytes().map(|it| DIGITS[usize::from(it - b'0')]).collect()
}

/// A long place by its first two words and its last two.
fn shortened(words: &str) -> String {
    let all: Vec<&str> = words.split_whitespace().collect();
    match all.as_slice() {
        [one, two, .., three, four] if all.len() > LONG_PLACE => {
            format!("{one} {two} … {three} {four}")
        }
        all => all.join(" "),
    }
}

fn nth(text: &str, spans: &[Span], place: Span) -> Option<usize> {
    let words = place.of(text);
    // `n't` stands within a word, and so do those like it.
    let inside = |at: usize| {
        let before = text[..at].chars().next_back().is_some_and(char::is_alphanumeric);
        let after = text[at + words.len()..].chars().next().is_some_and(char::is_alphanumeric);
        (before, after)
    };
    let found = spans.iter().flat_map(|span| {
        let all = span.of(text).match_indices(words).map(|(at, _)| span.start() + at);
        all.filter(|at| inside(*at) == inside(place.start()))
    });
    let found: Vec<usize> = found.collect();
    let at = found.iter().position(|it| *it == place.start())?;
    (found.len() > 1).then_some(at + 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_long_place_is_told_by_its_ends() {
        assert_eq!(shortened("no lack of effort"), "no lack of effort");
        assert_eq!(shortened("No ship should have to ask permission"), "No ship … ask permission");
    }

    #[test]
    fn an_addition_stands_after_the_word_before_it() {
        let text = "They have, once, refused";
        let whole = [Span::new(0, text.len())];
        let before = |at: usize| word_before(text, &whole, at).map(|it| it.of(text));
        assert_eq!(before(9), Some("have"));
        assert_eq!(before(16), Some("once"));
        assert_eq!(before(0), None);
        assert_eq!(place_words(text, &whole, Span::new(0, 0)), None);
    }

    #[test]
    fn of_words_that_stand_there_twice_the_place_tells_which() {
        let text = "the port and the other port, theirs";
        let whole = [Span::new(0, text.len())];
        let which = |start: usize, end: usize| nth(text, &whole, Span::new(start, end));
        assert_eq!(which(0, 3), Some(1));
        assert_eq!(which(13, 16), Some(2));
        assert_eq!(which(9, 12), None);
        assert_eq!(which(18, 21), None, "not the end of a word that is the same");
        assert_eq!(superscript(12), "¹²");
    }
}

//! Headlines of one story in, the one that says most of what the others say out: the story's title.
//!
//! A title is always a passage of one report, word for word: a kicker before it or an outlet's name
//! behind it are left out, nothing is put in their place.
//!
//! ```
//! use onrecord::story::{Offered, title};
//!
//! let headline = |words| Offered { words, is_headline: true, is_plain: true, counts: true, outlet: "" };
//! let offered = [
//!     headline("Nine drown"),
//!     headline("LIVE: Orchard dam bursts, nine drown | Harbour Post"),
//!     headline("Dam bursts above Lower Tallow"),
//! ];
//! let title = title(&offered).unwrap();
//! assert_eq!(title.span.of(offered[title.of].words), "Orchard dam bursts, nine drown");
//! ```

use std::collections::{BTreeMap, BTreeSet};

use super::signature::fold;
use crate::text::{Span, TokenKind, tokens};

/// What a report offers as the title of its story.
#[derive(Clone, Copy, Debug)]
pub struct Offered<'t> {
    /// Its headline, or its first words if it has none. May be empty.
    pub words: &'t str,
    /// They are a headline.
    pub is_headline: bool,
    /// It is plain news: no live blog, round-up, opinion, transcript.
    pub is_plain: bool,
    /// It counts as a witness of its own: no copy, and no later state of a page. Copies do not vote
    /// twice.
    pub counts: bool,
    /// Its outlet's name, which headlines often end with; may be empty.
    pub outlet: &'t str,
}

/// A story's title: words of one report.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Title {
    /// The place of the report among those that offered words.
    pub of: usize,
    /// Where the title stands in the words it offered.
    pub span: Span,
}

/// The title of a story: of its reports' headlines, the one most like the others, the first of those
/// alike. Plain news comes before live blogs and transcripts, headlines come before first words.
/// `None` if none offers a word.
pub fn title(offered: &[Offered]) -> Option<Title> {
    let spans: Vec<Span> = offered.iter().map(bare).collect();
    let words: Vec<BTreeSet<String>> =
        offered.iter().zip(&spans).map(|(it, span)| words(span.of(it.words))).collect();
    let told = (0..offered.len()).filter(|it| !words[*it].is_empty());
    let told: Vec<usize> = told.collect();
    let fitness = |it: &usize| fitness(&offered[*it], spans[*it]);
    let best = told.iter().map(fitness).max()?;
    let candidates: Vec<usize> = told.iter().copied().filter(|it| fitness(it) == best).collect();
    let votes = |it: &&usize| offered[**it].counts && offered[**it].is_headline == best.is_headline;
    let mut n_holding: BTreeMap<&str, f64> = BTreeMap::new();
    for word in told.iter().filter(votes).flat_map(|it| &words[*it]) {
        *n_holding.entry(word).or_default() += 1.0;
    }
    let shared = |it: usize| {
        let own = if votes(&&it) { 1.0 } else { 0.0 };
        let held = |it: &String| n_holding.get(it.as_str()).map_or(0.0, |n| n - own);
        // Long headlines share more for their length alone.
        words[it].iter().map(held).sum::<f64>() / (words[it].len() as f64).sqrt()
    };
    let best = candidates.into_iter().map(|it| (it, shared(it)));
    let best = best.reduce(|best, it| if it.1 > best.1 { it } else { best })?;
    Some(Title { of: best.0, span: spans[best.0] })
}

/// How fit words are for a title, the most important first.
#[derive(PartialEq, Eq, PartialOrd, Ord)]
struct Fitness {
    is_headline: bool,
    is_plain: bool,
    counts: bool,
    /// Headlines all in capitals are hard to read.
    has_small_letters: bool,
}

fn fitness(offered: &Offered, span: Span) -> Fitness {
    Fitness {
        is_headline: offered.is_headline,
        is_plain: offered.is_plain,
        counts: offered.counts,
        has_small_letters: span.of(offered.words).contains(char::is_lowercase),
    }
}

fn words(headline: &str) -> BTreeSet<String> {
    let tokens = tokens(headline, Span::new(0, headline.len()));
    tokens.filter(|it| it.kind != TokenKind::Mark).map(|it| fold(it.text)).collect()
}

/// The headline without what outlets set before and behind it.
fn bare(offered: &Offered) -> Span {
    let whole = Span::new(0, offered.words.len()).trim(offered.words);
    if !offered.is_headline {
        return whole;
    }
    without_kicker(offered.words, without_outlet(offered, whole))
}

/// A headline keeps at least so many words when something is cut off it.
const LEAST_WORDS: usize = 2;

fn is_long(words: &str) -> bool {
    words.split_whitespace().count() >= LEAST_WORDS
}

/// Without `| Harbour Post`, `- Harbour Post`, `| World news | Harbour Post` at the end.
fn without_outlet(offered: &Offered, mut span: Span) -> Span {
    while let Some((head, tail)) = last_piece(span.of(offered.words)) {
        let is_section = tail.bar && tail.words.split_whitespace().count() <= SECTION_WORDS;
        if !(is_long(head) && (is_section || is_outlet(tail.words, offered.outlet))) {
            break;
        }
        span = Span::new(span.start(), span.start() + head.len());
    }
    span
}

/// Behind a bar stand sections and outlets, in so many words.
const SECTION_WORDS: usize = 5;

/// What stands behind the last bar or dash.
struct Tail<'t> {
    words: &'t str,
    /// It stands behind a bar, which no sentence has.
    bar: bool,
}

fn last_piece(headline: &str) -> Option<(&str, Tail<'_>)> {
    const PARTERS: [(&str, bool); 6] = [
        (" | ", true),
        (" – ", false),
        (" — ", false),
        (" - ", false),
        (" » ", true),
        (" :: ", true),
    ];
    let found = PARTERS.iter().filter_map(|it| Some((headline.rfind(it.0)?, *it)));
    let (at, (parter, bar)) = found.max_by_key(|it| it.0)?;
    let words = headline[at + parter.len()..].trim();
    Some((headline[..at].trim_end(), Tail { words, bar }))
}

/// `Harbour Post`, `The Harbour Post`, `harbourpost.example`, of an outlet by either name.
fn is_outlet(words: &str, outlet: &str) -> bool {
    let letters = |it: &str| -> String {
        let lower = it.to_lowercase();
        let bare = lower.strip_prefix("the ").unwrap_or(&lower);
        let bare = bare.strip_prefix("www.").unwrap_or(bare);
        bare.chars().filter(|it| it.is_alphanumeric()).collect()
    };
    let host = outlet.split_once('.').map_or(outlet, |it| it.0);
    let words = letters(words);
    !words.is_empty() && (words == letters(outlet) || words == letters(host))
}

/// Without `LIVE: `, `Breaking – `, `EXCLUSIVE | `, `PORT STRIKE: `.
fn without_kicker(headline: &str, span: Span) -> Span {
    let words = span.of(headline);
    let Some((kicker, rest)) = first_piece(words) else { return span };
    let known = KICKERS.contains(&kicker.to_lowercase().as_str());
    // In a headline all in capitals a word before a colon is no kicker.
    let shouted = !kicker.contains(char::is_lowercase)
        && rest.contains(char::is_lowercase)
        && kicker.split_whitespace().count() <= KICKER_WORDS
        && kicker.chars().filter(|it| it.is_alphabetic()).count() > KICKER_LETTERS;
    if (known || shouted) && is_long(rest) {
        Span::new(span.end() - rest.len(), span.end())
    } else {
        span
    }
}

/// Kickers are short; `EU: …`, `WHO: …` name who says so.
const KICKER_WORDS: usize = 3;
const KICKER_LETTERS: usize = 4;

/// What outlets set before a headline, however it is written.
const KICKERS: [&str; 20] = [
    "live",
    "live updates",
    "live blog",
    "breaking",
    "breaking news",
    "just in",
    "update",
    "updated",
    "exclusive",
    "watch",
    "video",
    "photos",
    "pictures",
    "gallery",
    "the latest",
    "opinion",
    "analysis",
    "report",
    "in pictures",
    "developing",
];

fn first_piece(headline: &str) -> Option<(&str, &str)> {
    const PARTERS: [&str; 5] = [": ", " | ", " – ", " — ", " - "];
    let found = PARTERS.iter().filter_map(|it| Some((headline.find(it)?, it.len())));
    let (at, len) = found.min_by_key(|it| it.0)?;
    let rest = &headline[at + len..];
    Some((headline[..at].trim(), rest.trim_start()))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn headline(words: &str) -> Offered<'_> {
        Offered { words, is_headline: true, is_plain: true, counts: true, outlet: "Harbour Post" }
    }

    #[track_caller]
    fn check(offered: &[Offered], expected: &str) {
        let title = title(offered).map_or("", |it| it.span.of(offered[it.of].words));
        assert_eq!(title, expected);
    }

    #[test]
    fn the_headline_that_says_most_of_what_others_say_is_taken() {
        let headlines = [
            "Nine drown",
            "Latest from the valley",
            "Orchard dam bursts, nine drown",
            "Dam bursts above Lower Tallow",
        ];
        check(&headlines.map(headline), "Orchard dam bursts, nine drown");
        check(&["", "Ferry sails"].map(headline), "Ferry sails");
        check(&["", "—"].map(headline), "");
    }

    #[test]
    fn a_live_blog_gives_the_title_only_if_nothing_else_does() {
        let live =
            Offered { is_plain: false, ..headline("Dam bursts, nine drown – live updates") };
        check(&[live, headline("Nine drown as dam bursts")], "Nine drown as dam bursts");
        check(&[live, headline("Valley mourns")], "Valley mourns");
        check(&[live], "Dam bursts, nine drown – live updates");
    }

    #[test]
    fn copies_do_not_vote_twice() {
        let copy = Offered { counts: false, ..headline("Wall of water sweeps Lower Tallow") };
        let wire = Offered { counts: true, ..copy };
        let own =
            [headline("Orchard dam bursts, nine drown"), headline("Nine drown as dam bursts")];
        check(&[copy, copy, copy, wire, own[0], own[1]], "Orchard dam bursts, nine drown");
    }

    #[test]
    fn first_words_are_a_title_only_where_no_report_has_a_headline() {
        let first =
            Offered { is_headline: false, ..headline("At least nine people drowned - police") };
        let live = Offered { is_plain: false, ..headline("Live: the valley") };
        check(&[first, first, live], "the valley");
        check(&[first], "At least nine people drowned - police");
    }

    #[test]
    fn what_outlets_set_around_a_headline_is_left_out() {
        let bare = |words| check(&[headline(words)], "Dam bursts, nine drown");
        bare("Dam bursts, nine drown | Harbour Post");
        bare("Dam bursts, nine drown | World news | The Harbour Post");
        bare("Dam bursts, nine drown - Harbour Post");
        bare("BREAKING: Dam bursts, nine drown");
        bare("TALLOW VALLEY: Dam bursts, nine drown");
        bare("Live – Dam bursts, nine drown");
    }

    #[test]
    fn what_belongs_to_a_headline_stays() {
        let kept = |words| check(&[headline(words)], words);
        kept("Ruiz: ferries will sail");
        kept("EU: ferries will sail");
        kept("PILOTS WALK OUT: PORT SHUT");
        kept("Ferries sail – for now");
        kept("Live: today");
        kept("Harbour Post sold");
    }

    #[test]
    fn a_headline_in_capitals_gives_way_to_one_that_is_not() {
        let headlines = ["DAM BURSTS, NINE DROWN", "Nine drown", "Dam bursts: nine drown"];
        check(&headlines.map(headline), "Dam bursts: nine drown");
        check(&headlines[..1].iter().map(|it| headline(it)).collect::<Vec<_>>(), headlines[0]);
    }

    proptest! {
        #[test]
        fn any_headlines_give_words_of_one_of_them(
            words in prop::collection::vec("[a-zA-Z |:–é-]{0,30}|\\PC{0,20}", 0..6)
        ) {
            let offered: Vec<Offered> = words.iter().map(|it| headline(it)).collect();
            if let Some(title) = title(&offered) {
                prop_assert!(!title.span.of(offered[title.of].words).is_empty());
            }
        }
    }
}

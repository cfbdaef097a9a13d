//! Headlines of one story in, the one that says most of what the others say out.

use std::collections::{BTreeMap, BTreeSet};

use super::signature::fold;
use crate::text::{Span, TokenKind, tokens};

pub(super) fn middle(headlines: &[&str]) -> Option<usize> {
    let words: Vec<BTreeSet<String>> = headlines.iter().map(|it| words(it)).collect();
    let mut n_holding: BTreeMap<&str, usize> = BTreeMap::new();
    for word in words.iter().flatten() {
        *n_holding.entry(word).or_default() += 1;
    }
    let shared = |words: &BTreeSet<String>| {
        let n_shared: usize = words.iter().map(|it| n_holding[it.as_str()] - 1).sum();
        // Long headlines share more for their length alone.
        n_shared as f64 / (words.len() as f64).sqrt()
    };
    let told = words.iter().enumerate().filter(|(_, it)| !it.is_empty());
    let best = told.map(|(n, it)| (n, shared(it)));
    best.reduce(|best, it| if it.1 > best.1 { it } else { best }).map(|(n, _)| n)
}

fn words(headline: &str) -> BTreeSet<String> {
    let tokens = tokens(headline, Span::new(0, headline.len()));
    tokens.filter(|it| it.kind != TokenKind::Mark).map(|it| fold(it.text)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_headline_that_says_most_of_what_others_say_is_taken() {
        let headlines = [
            "Nine drown",
            "Live: latest from the valley",
            "Orchard dam bursts, nine drown",
            "Dam bursts above Lower Tallow",
        ];
        assert_eq!(middle(&headlines), Some(2));
        assert_eq!(middle(&["", "Ferry sails"]), Some(1));
        assert_eq!(middle(&["", "—"]), None);
    }
}

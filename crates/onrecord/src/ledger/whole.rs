//! What is found of a story as a whole, in words: splices, transcripts' turns, and what a report was
//! made from.

use super::count;
use crate::json::{DescentInfo, EvidenceInfo, TurnInfo};

/// Words of a passage that are shown as evidence.
const MOST_WORDS: usize = 16;

/// What is printed as one, from the kind of a splice.
pub fn spliced(kind: &str) -> &'static str {
    match kind {
        "two_days" => "words of two days in one quotation",
        "two_turns" => "words of two answers in one quotation",
        "far_apart" => "words that stand far apart in one quotation",
        _ => "quotations of one day here, of two elsewhere",
    }
}

/// `turn 7 (MS. RUIZ)`
pub fn turn(turn: &TurnInfo) -> String {
    match &turn.tag {
        Some(tag) => format!("turn {} ({})", turn.turn, tag.trim_end_matches([':', ' '])),
        None => format!("turn {}", turn.turn),
    }
}

/// What a report was made from, as it goes on from its sign: ` copies H`.
pub fn made_from(descent: &DescentInfo) -> String {
    let from = descent.from_siglum.as_deref().or(descent.agency.as_deref()).unwrap_or("?");
    match (descent.kind, descent.directed) {
        ("copy", true) => format!(" copies {from}"),
        ("copy", false) => format!(" and {from} are copies; which was first is not told"),
        ("version", _) => format!(" is a later state of {from}"),
        ("credited", _) => format!(" credits {from}"),
        ("rewrite", _) => format!(" has things from {from}"),
        ("translation", _) => format!(" and {from}: one is translated, or both are"),
        _ => format!(" and {from}: one was made from the other, or both from a third"),
    }
}

/// A fact that shows what a report was made from, and the first words that show it.
pub fn evidence(of: &EvidenceInfo) -> (String, Option<String>) {
    let n = of.n.unwrap_or(0) as usize;
    let among = of.of.unwrap_or(0);
    let fact = match of.fact {
        "credit" => format!("credits {}", of.agency.as_deref().unwrap_or("an agency")),
        "named" => "names the other as its source".to_owned(),
        "narration" => {
            let share = 100.0 * of.share.unwrap_or(0.0);
            let runs = count(of.n_runs.unwrap_or(0) as usize, "run");
            let words = count(n, "word");
            format!("{words} outside quotation marks in common, in {runs} ({share:.0} %)")
        }
        "short_runs" => "two fifths of all runs of three words in common".to_owned(),
        "alterations" => format!("{} in common that others lack", count(n, "alteration")),
        "reworded" => format!("{n} of {among} quotations reworded"),
        "statements" => format!("{} in common, {among} in one order", count(n, "statement")),
        "earlier" => "published later than the other".to_owned(),
        "language" => "in another language".to_owned(),
        _ => "at the same address".to_owned(),
    };
    (fact, of.places.first().map(|it| first_words(&it.words)))
}

/// The first words of a passage.
pub fn first_words(passage: &str) -> String {
    let words: Vec<&str> = passage.split_whitespace().collect();
    match words.get(..MOST_WORDS) {
        Some(first) if words.len() > MOST_WORDS => format!("{} …", first.join(" ")),
        _ => words.join(" "),
    }
}

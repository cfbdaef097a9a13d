//! What a report says of where it has things from: the agency it credits, outlets it names as
//! having reported or having been told.

use std::collections::BTreeMap;

use crate::report::{PartKind, Report, agency, host_of};
use crate::story::telling;
use crate::text::{Span, Token, TokenKind, tokens};

/// The forms an outlet goes by, without blanks and in small letters.
pub(super) struct Outlet(Vec<String>);

impl Outlet {
    pub(super) fn of(report: &Report) -> Outlet {
        let mut forms = Vec::new();
        if let Some(name) = report.outlet.as_deref() {
            let words: Vec<&str> = name.split_whitespace().collect();
            forms.extend(forms_of(&words));
            forms.extend(agency(name).map(squashed));
            let is_host = words.len() == 1 && name.contains('.');
            forms.extend(is_host.then(|| site(name)).flatten());
        }
        forms.extend(report.url.as_deref().and_then(host_of).and_then(site));
        Outlet(forms)
    }

    /// Whether the agency's name is this outlet's.
    pub(super) fn is(&self, agency: &str) -> bool {
        let words: Vec<&str> = agency.split_whitespace().collect();
        forms_of(&words).iter().any(|it| self.0.contains(it))
    }
}

/// `The New York Times` goes by `newyorktimes`, `nytimes` and `nyt`.
fn forms_of(words: &[&str]) -> Vec<String> {
    let words = match words {
        [article, rest @ ..] if article.eq_ignore_ascii_case("the") => rest,
        _ => words,
    };
    let initials = |words: &[&str]| -> String {
        words.iter().filter_map(|it| it.chars().find(|it| it.is_alphanumeric())).collect()
    };
    let mut forms = vec![words.concat()];
    if let [first @ .., last] = words
        && !first.is_empty()
    {
        forms.push(initials(first) + last);
        forms.extend((words.len() > 2).then(|| initials(words)));
    }
    let forms = forms.iter().map(|it| squashed(it));
    forms.filter(|it| it.chars().count() >= SHORTEST).collect()
}

/// Shorter forms are anybody's.
const SHORTEST: usize = 3;

fn squashed(name: &str) -> String {
    let name = name.strip_suffix("’s").or_else(|| name.strip_suffix("'s")).unwrap_or(name);
    name.chars().filter(|it| it.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

/// `harbourpost` of `news.harbourpost.co.uk`.
fn site(host: &str) -> Option<String> {
    let mut labels = host.split('.').rev().skip(1).peekable();
    while let Some(label) = labels.next() {
        let ending = label.len() <= 3 && labels.peek().is_some_and(|it| *it != "www");
        if !ending {
            return Some(squashed(label)).filter(|it| it.chars().count() >= SHORTEST);
        }
    }
    None
}

/// Whether what a report credits is an agency: a known one, or any in the dateline or byline. A line
/// `Source: …` may name who drew the map.
pub(super) fn is_credit(report: &Report) -> bool {
    use PartKind::{Byline, Dateline};
    let Some(credited) = report.credit.as_deref() else { return false };
    let heads = report.parts().iter().filter(|it| matches!(it.kind, Byline | Dateline));
    let mut heads = heads.map(|it| it.span.of(report.text()));
    agency(credited).is_some() || heads.any(|it| it.contains(credited))
}

/// Where the agency that a report credits is named in it.
pub(super) fn credit(report: &Report) -> Option<Span> {
    use PartKind::{Byline, Dateline, Furniture, Paragraph};
    let credited = report.credit.as_deref()?;
    let names = |span: Span| {
        let words: Vec<Span> = words(report.text(), span).map(|it| it.span).collect();
        let runs = (1..=LONGEST).rev().flat_map(|n| words.windows(n));
        let mut runs = runs.map(|it| it[0].cover(it[it.len() - 1]));
        runs.find(|it| {
            it.of(report.text()) == credited || agency(it.of(report.text())) == Some(credited)
        })
    };
    let of_kind = |kind| report.parts().iter().filter(move |it| it.kind == kind);
    let firsts = of_kind(Dateline).chain(of_kind(Byline)).chain(of_kind(Furniture));
    let mut all =
        firsts.chain(report.parts().iter().rev().filter(|it| it.kind == Paragraph).take(LAST));
    all.find_map(|it| names(it.span))
}

/// Paragraphs at the end in which a credit may stand.
const LAST: usize = 12;

/// Words of the longest outlet's name.
const LONGEST: usize = 5;

/// For each report, the reports of outlets that it names as its source, each with the first words
/// that do: `told the Harbour Post`, `the Harbour Post reported`.
pub(super) fn named(reports: &[&Report], outlets: &[Outlet]) -> Vec<Vec<(usize, Span)>> {
    let mut by_form: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
    for (n, Outlet(forms)) in outlets.iter().enumerate() {
        for form in forms {
            by_form.entry(form).or_default().push(n);
        }
    }
    let of_report = |(own, report): (usize, &&Report)| {
        let mut found: Vec<(usize, Span)> = Vec::new();
        for (span, forms) in mentions(report) {
            if forms.iter().any(|it| outlets[own].0.contains(it)) {
                continue;
            }
            let named = forms.iter().filter_map(|it| by_form.get(&**it)).flatten();
            found.extend(named.map(|it| (*it, span)));
        }
        found.sort_unstable();
        found.dedup_by_key(|it| it.0);
        found
    };
    reports.iter().enumerate().map(of_report).collect()
}

/// Names that stand where a source that prints things stands: the words that put them there, and
/// the forms of what may be the name.
fn mentions(report: &Report) -> Vec<(Span, Vec<String>)> {
    let text = report.text();
    let mut found = Vec::new();
    for part in telling(report).filter(|it| it.kind == PartKind::Paragraph) {
        let words: Vec<Token> = words(text, part.span).collect();
        for at in 0..words.len() {
            let Some((lead, name)) =
                after_lead(text, &words, at).or_else(|| before_cue(text, &words, at))
            else {
                continue;
            };
            found.push((lead, name));
        }
    }
    found
}

/// `according to the Harbour Post`, where the name's first word is at `at`.
fn after_lead(text: &str, words: &[Token], at: usize) -> Option<(Span, Vec<String>)> {
    let article = at.checked_sub(1).is_some_and(|it| words[it].text.eq_ignore_ascii_case("the"));
    let lead_end = at - usize::from(article);
    let lead = LEADS.iter().find(|lead| {
        let before = lead_end.checked_sub(lead.len()).map(|from| &words[from..lead_end]);
        before.is_some_and(|it| it.iter().zip(**lead).all(|(a, b)| a.text.eq_ignore_ascii_case(b)))
    })?;
    let from = lead_end - lead.len();
    let capitals = words[at..].iter().take(LONGEST).enumerate().take_while(|(n, it)| {
        let joined = *n == 0 || follows(text, words, at + n);
        joined && (it.text.starts_with(char::is_uppercase) || it.text == "of")
    });
    let n_words = capitals.count();
    if n_words == 0 || !(from + 1..=at).all(|it| follows(text, words, it)) {
        return None;
    }
    let name: Vec<&str> = words[at..at + n_words].iter().map(|it| it.text).collect();
    let forms = (1..=n_words).flat_map(|n| forms_of(&name[..n])).collect();
    Some((words[from].span.cover(words[at + n_words - 1].span), forms))
}

/// `the Harbour Post first reported`, `in a Harbour Post interview`, where the last word is at `at`.
fn before_cue(text: &str, words: &[Token], at: usize) -> Option<(Span, Vec<String>)> {
    if !["reported", "reports", "interview", "article"].contains(&words[at].text) {
        return None;
    }
    let skipped = |it: &Token| ["first", "has", "had", "also", "previously"].contains(&it.text);
    let between = words[..at].iter().rev().take_while(|it| skipped(it)).count();
    let end = at - between;
    let n_words = (1..=LONGEST.min(end))
        .take_while(|n| {
            let it = words[end - n].text;
            follows(text, words, end - n + 1) && (it.starts_with(char::is_uppercase) || it == "of")
        })
        .count();
    let name: Vec<&str> = words[end - n_words..end].iter().map(|it| it.text).collect();
    let forms: Vec<String> = (0..n_words).flat_map(|n| forms_of(&name[n..])).collect();
    (!forms.is_empty()).then(|| (words[end - n_words].span.cover(words[at].span), forms))
}

/// What stands before the name of a paper that has it first.
const LEADS: [&[&str]; 13] = [
    &["according", "to"],
    &["told"],
    &["gave", "to"],
    &["spoke", "to"],
    &["speaking", "to"],
    &["interview", "with"],
    &["interview", "to"],
    &["quoted", "in"],
    &["quoted", "by"],
    &["seen", "by"],
    &["reported", "by"],
    &["published", "by"],
    &["published", "in"],
];

/// Nothing but a blank lies between a word and the one before.
fn follows(text: &str, words: &[Token], at: usize) -> bool {
    let before = words[at - 1].span.end();
    text.get(before..words[at].span.start()).is_some_and(|it| it.trim().is_empty())
}

fn words(text: &str, span: Span) -> impl Iterator<Item = Token<'_>> {
    tokens(text, span).filter(|it| it.kind != TokenKind::Mark)
}

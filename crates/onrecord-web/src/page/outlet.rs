//! `/outlet/{name}`: an outlet's quotations beside what others have of them. Counts, each with the
//! list behind it; never a score, and never beside another outlet's.

use askama::Template;
use onrecord::ledger::count;
use onrecord_store::{Outlet, OutletFilter, TableRows, Wording};
use serde_json::{Value, json};

use crate::answer::{Answered, Problem, more_words};
use crate::ask::{Ask, query_of};
use crate::frame::Frame;
use crate::page::said::{Line, Listed, ON_A_PAGE};
use crate::page::speaker::Counted;

/// So many cues are named; the rest are counted.
const CUES: usize = 24;

#[derive(Template)]
#[template(path = "outlet.html")]
struct Page {
    frame: Frame,
    name: String,
    /// The list of its stories.
    stories: String,
    /// What was looked at.
    looked: String,
    is_all: bool,
    since: String,
    until: String,
    n_compared: usize,
    n_own: usize,
    counts: Vec<Count>,
    beside: Vec<Count>,
    n_no_other: usize,
    cues: Vec<Counted>,
    more_cues: usize,
    edits: Vec<Counted>,
    /// Of the list that is shown: what it is called, and what it is.
    shown: Option<(&'static str, &'static str)>,
    whole: String,
    lines: Vec<Line>,
    more: String,
    next: Option<String>,
}

/// A count, and the list behind it.
struct Count {
    name: &'static str,
    about: &'static str,
    n: usize,
    address: String,
    is_shown: bool,
    /// Of those that can be compared: `30 %`, and where it may lie, `18 to 45 %`.
    share: Option<(String, String)>,
}

/// What each wording is, in words.
fn about(wording: Wording) -> &'static str {
    match wording {
        Wording::Altered => "other words inside quotation marks than another report has",
        Wording::Spliced => "printed as one what another report has as two",
        Wording::Trimmed => "words are left out that another report has",
        Wording::Paraphrase => "the same in other words",
        Wording::Accidentals => "the same words, with other spelling, case or marks",
        Wording::Verbatim => "the same words",
        Wording::Fullest => {
            "the fullest wording: others have less of it, or tell it without quoting"
        }
        Wording::Alone => "in no other independent report of its story",
        Wording::Copied => "in copies of another outlet’s report; not counted as its own",
        Wording::Later => "in later states of a page; counted with the first",
    }
}

pub(crate) fn page(ask: &Ask) -> Answered {
    let name = ask.name("name");
    let known = Wording::ALL.map(|(it, word)| (word, it));
    let wording = ask.choice("agreement", &known)?;
    let filter = OutletFilter {
        name,
        since: ask.day("since")?,
        until: ask.day("until")?,
        wording,
        after: ask.after()?,
        limit: Some(ON_A_PAGE),
    };
    let unknown = || Problem::not_found(format!("no report by {name}; the stories are at /"));
    let found = ask.reader.outlet(&filter)?.ok_or_else(unknown)?;
    let listed = Listed::of(ask, &found.list.rows, None)?;
    let next = ask.next(&found.list);
    let word = |it: &str| ask.get(it).unwrap_or("").to_owned();
    let n_own = found.n_compared() + found.n(Wording::Alone);
    let page = Page {
        frame: ask.frame(name),
        name: name.to_owned(),
        stories: query_of("/", [("outlet", name)].into_iter()),
        looked: looked(&found),
        is_all: found.is_all,
        since: word("since"),
        until: word("until"),
        n_compared: found.n_compared(),
        n_own,
        counts: counts(ask, &found, wording, |it| it.is_compared()),
        beside: counts(ask, &found, wording, |it| !it.is_compared()),
        n_no_other: found.n_no_other,
        cues: cues(&found),
        more_cues: found.cues.len().saturating_sub(CUES),
        edits: edits(ask, &found),
        shown: wording.map(|it| (name_of(it), about(it))),
        whole: ask.address_with(&[("agreement", "")]),
        lines: listed.lines(),
        more: more_words(found.list.n_more, "statement", "statements"),
        next: next.clone(),
    };
    let twin = || twin(name, &found, listed.twin(), next.as_deref());
    let table = || match wording {
        Some(_) => listed.table(),
        None => table(&found),
    };
    ask.answer_with_table(page, twin, table)
}

fn name_of(wording: Wording) -> &'static str {
    Wording::ALL.iter().find(|(it, _)| *it == wording).map_or("", |(_, word)| word)
}

fn looked(found: &Outlet) -> String {
    let mut parts = vec![
        count(found.n_reports, "report"),
        count(found.n_statements, "statement"),
        count(found.n_days, "day"),
    ];
    parts.extend(match (found.first_day, found.last_day) {
        (Some(first), Some(last)) if first == last => Some(first.to_string()),
        (Some(first), Some(last)) => Some(format!("{first} to {last}")),
        _ => None,
    });
    parts.join(" · ")
}

fn counts(
    ask: &Ask,
    found: &Outlet,
    shown: Option<Wording>,
    kept: impl Fn(Wording) -> bool,
) -> Vec<Count> {
    let of = found.n_compared();
    let one = |(wording, name): (Wording, &'static str)| {
        let n = found.n(wording);
        Count {
            name,
            about: about(wording),
            n,
            address: ask.address_with(&[("agreement", name)]),
            is_shown: shown == Some(wording),
            share: (wording.is_compared() && of > 0).then(|| {
                let (low, high) = interval(n, of);
                (percent(n as f64 / of as f64), format!("{} to {}", percent(low), percent(high)))
            }),
        }
    };
    Wording::ALL.into_iter().filter(|(it, _)| kept(*it)).map(one).collect()
}

fn percent(share: f64) -> String {
    format!("{:.0} %", share * 100.0)
}

/// Where a share lies 95 times in 100, as far as `n` of `of` tell (Wilson 1927). `of` is not 0.
fn interval(n: usize, of: usize) -> (f64, f64) {
    // 1.96: the normal distribution's 97.5th percentile.
    let (z, n, of) = (1.959_964_f64, n as f64, of as f64);
    let share = n / of;
    let middle = share + z * z / (2.0 * of);
    let reach = z * (share * (1.0 - share) / of + z * z / (4.0 * of * of)).sqrt();
    let under = 1.0 + z * z / of;
    (((middle - reach) / under).max(0.0), ((middle + reach) / under).min(1.0))
}

fn cues(found: &Outlet) -> Vec<Counted> {
    let one =
        |(cue, n): &(String, usize)| Counted { name: cue.clone(), address: String::new(), n: *n };
    found.cues.iter().take(CUES).map(one).collect()
}

/// Edits by kind, with the list of exactly these.
fn edits(ask: &Ask, found: &Outlet) -> Vec<Counted> {
    let day = |name: &str| ask.get(name).unwrap_or("").to_owned();
    let first = found.first_day.filter(|_| !found.is_all).map(|it| it.to_string());
    let (since, until) = (first.unwrap_or_else(|| day("since")), day("until"));
    let one = |(kind, n): &(String, usize)| {
        let asked = [
            ("outlet", ask.name("name")),
            ("kind", kind.as_str()),
            ("since", since.as_str()),
            ("until", until.as_str()),
        ];
        let asked = asked.into_iter().filter(|(_, value)| !value.is_empty());
        Counted { name: kind.clone(), address: query_of("/edited", asked), n: *n }
    };
    found.edits.iter().map(one).collect()
}

fn twin(name: &str, found: &Outlet, list: Vec<Value>, next: Option<&str>) -> Value {
    let day = |it: Option<jiff::civil::Date>| it.map(|it| it.to_string());
    let pairs = |of: &[(String, usize)], what: &str| -> Vec<Value> {
        of.iter().map(|(name, n)| json!({ what: name, "n": n })).collect()
    };
    json!({
        "outlet": name,
        "reports": found.n_reports,
        "copies": found.n_copies,
        "later_states": found.n_later,
        "statements": found.n_statements,
        "all_counted": found.is_all,
        "first_day": day(found.first_day),
        "last_day": day(found.last_day),
        "days": found.n_days,
        "compared": found.n_compared(),
        "wordings": wordings(found),
        "alone_in_stories_of_no_other_outlet": found.n_no_other,
        "cues": pairs(&found.cues, "cue"),
        "edits": pairs(&found.edits, "kind"),
        "list": list,
        "more": found.list.n_more,
        "next": next,
    })
}

/// Each with its share of those compared, and the interval of that.
fn wordings(found: &Outlet) -> Vec<Value> {
    let of = found.n_compared();
    let one = |(wording, name): (Wording, &str)| {
        let n = found.n(wording);
        let share =
            (wording.is_compared() && of > 0).then(|| (n as f64 / of as f64, interval(n, of)));
        json!({
            "agreement": name,
            "n": n,
            "share": share.map(|it| thousandths(it.0)),
            "interval": share.map(|(_, (low, high))| [thousandths(low), thousandths(high)]),
        })
    };
    Wording::ALL.into_iter().map(one).collect()
}

fn thousandths(share: f64) -> f64 {
    (share * 1000.0).round() / 1000.0
}

fn table(found: &Outlet) -> TableRows {
    let row = |it: &Value| {
        let bound = |n: usize| it["interval"].get(n).cloned().unwrap_or(Value::Null);
        vec![it["agreement"].clone(), it["n"].clone(), it["share"].clone(), bound(0), bound(1)]
    };
    let columns = ["agreement", "n", "share", "low", "high"];
    TableRows {
        columns: columns.map(str::to_owned).to_vec(),
        rows: wordings(found).iter().map(row).collect(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_interval_is_wide_where_little_is_known_and_stays_between_none_and_all() {
        let told = |n, of| {
            let (low, high) = interval(n, of);
            (percent(low), percent(high))
        };
        // Newcombe 1998, table I: 81 of 263 and 15 of 148, by Wilson's score.
        assert_eq!(
            (thousandths(interval(81, 263).0), thousandths(interval(81, 263).1)),
            (0.255, 0.366)
        );
        assert_eq!(
            (thousandths(interval(15, 148).0), thousandths(interval(15, 148).1)),
            (0.062, 0.16)
        );
        assert_eq!(told(0, 1), ("0 %".into(), "79 %".into()));
        assert_eq!(told(1, 1), ("21 %".into(), "100 %".into()));
    }
}

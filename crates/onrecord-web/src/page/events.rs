//! `/story/{id}/events`: what parties did to each other, by whose account.

use askama::Template;
use onrecord::json::{DeedInfo, EventInfo, POLECAT, ParticipantInfo, deeds, polecat, reports};
use onrecord_store::{TableRows, Whole};
use serde_json::{Value, json};

use crate::answer::{Answered, Problem, more_words};
use crate::ask::Ask;
use crate::frame::Frame;
use crate::link;
use crate::page::head::Head;
use crate::page::story::whole;
use crate::source;

/// A page has no more accounts than this, unless one deed has.
const MOST_ACCOUNTS: usize = 150;

#[derive(Template)]
#[template(path = "events.html")]
struct Page {
    frame: Frame,
    head: Head,
    deeds: Vec<Deed>,
    more: String,
    next: Option<String>,
}

struct Deed {
    number: usize,
    kind: &'static str,
    /// What the kind is in a few words.
    about: &'static str,
    mode: Option<&'static str>,
    actors: Vec<Party>,
    recipients: Vec<Party>,
    /// The first of those that are doubtful by all accounts.
    opens_doubt: bool,
    /// If it is not told as done.
    standing: Option<&'static str>,
    accounts: Vec<Account>,
}

struct Party {
    mention: String,
    /// `ISR GOV`
    codes: String,
    /// Whom the list of parties has it mean.
    name: String,
    /// Only supposed to be that party.
    supposed: bool,
}

struct Account {
    siglum: String,
    report: String,
    /// The passage, cut at the words that make it an event: plain, marked, plain, …
    pieces: Vec<(String, bool)>,
    by: By,
    when: Vec<String>,
    rule: &'static str,
    source: Option<String>,
}

/// Whose account it is.
enum By {
    Outlet(String),
    Speaker { name: String, page: String, statement: String },
    Source { words: String, statement: String },
}

pub(crate) fn page(ask: &Ask) -> Answered {
    let whole = whole(ask)?;
    let all = deeds(&whole.story, &whole.reports);
    let (shown, n_more) = part(ask, &all)?;
    let last = shown.last().filter(|_| n_more > 0).map(|it| it.number.to_string());
    let next = last.map(|it| ask.address_with(&[("after", &it)]));
    let told = reports(&whole.story, &whole.reports);
    let page = Page {
        frame: ask.frame(format!("Events: {}", whole.row.title)),
        head: Head::above(ask, &whole, &told, "events")?,
        deeds: drawn(&whole, shown),
        more: more_words(n_more, "deed", "deeds"),
        next: next.clone(),
    };
    let twin = || json!({ "deeds": shown, "more": n_more, "next": next });
    ask.answer_with_table(page, twin, || table(&whole))
}

/// The deeds that are asked for: those behind the one with the number `after`; and how many follow.
fn part<'d>(ask: &Ask, all: &'d [DeedInfo]) -> Result<(&'d [DeedInfo], usize), Problem> {
    let wrong = |_| Problem::bad("after is the number of a deed; take it from a page’s “next”");
    let after: usize = ask.get("after").map_or(Ok(0), str::parse).map_err(wrong)?;
    let rest = &all[after.min(all.len())..];
    let (mut n_accounts, mut end) = (0, 0);
    for it in rest {
        n_accounts += it.accounts.len();
        if end > 0 && n_accounts > MOST_ACCOUNTS {
            break;
        }
        end += 1;
    }
    Ok((&rest[..end], rest.len() - end))
}

fn drawn(whole: &Whole, shown: &[DeedInfo]) -> Vec<Deed> {
    let mut deeds: Vec<Deed> = shown.iter().map(|it| deed(whole, it)).collect();
    let first = shown.iter().position(|it| it.doubtful);
    if let Some(it) = first.and_then(|at| deeds.get_mut(at)) {
        it.opens_doubt = true;
    }
    deeds
}

fn deed(whole: &Whole, deed: &DeedInfo) -> Deed {
    let first = deed.accounts.first();
    let parties = |of: fn(&EventInfo) -> &Vec<ParticipantInfo>| {
        first.map_or(Vec::new(), |it| of(it).iter().map(party).collect())
    };
    Deed {
        number: deed.number,
        kind: deed.kind,
        about: about(deed.kind),
        mode: first.and_then(|it| it.mode),
        actors: parties(|it| &it.actors),
        recipients: parties(|it| &it.recipients),
        opens_doubt: false,
        standing: first.map(|it| it.standing).filter(|it| *it != "occurred"),
        accounts: deed.accounts.iter().map(|it| account(whole, it)).collect(),
    }
}

/// What a kind is (PLOVER codebook), in a few words.
fn about(kind: &str) -> &'static str {
    match kind {
        "AGREE" => "agrees, offers or promises",
        "CONSULT" => "meets, visits or talks with",
        "SUPPORT" => "supports in words or by diplomatic acts",
        "CONCEDE" => "yields in words",
        "COOPERATE" => "works together with",
        "AID" => "gives help",
        "RETREAT" => "yields in deeds",
        "REQUEST" => "demands or appeals",
        "ACCUSE" => "blames or criticises",
        "REJECT" => "refuses",
        "THREATEN" => "threatens",
        "PROTEST" => "protests in public",
        "SANCTION" => "cuts relations",
        "MOBILIZE" => "gathers or shows force",
        "COERCE" => "represses or seizes",
        _ => "uses force",
    }
}

fn party(who: &ParticipantInfo) -> Party {
    let codes: Vec<&str> = who.code.as_deref().into_iter().chain(who.sector).collect();
    Party {
        mention: who.mention.clone(),
        codes: codes.join(" "),
        name: who.name.clone().unwrap_or_default(),
        supposed: who.supposed,
    }
}

fn account(whole: &Whole, event: &EventInfo) -> Account {
    let found = whole.reports.iter().find(|it| it.report.id().to_string() == event.report);
    let url = found.and_then(|it| it.report.url.as_deref());
    let passage = found.and_then(|it| passage(it, event));
    let outlet = found.and_then(|it| it.report.outlet.as_deref()).unwrap_or("the outlet");
    Account {
        siglum: event.siglum.clone(),
        report: format!("/report/{}", event.report),
        pieces: pieces(event),
        by: by(event, outlet),
        when: event.day.iter().chain(&event.place).cloned().collect(),
        rule: event.rule,
        source: url.zip(passage).and_then(|(url, (text, span))| source::link(url, text, &[span])),
    }
}

/// The text of a report, and where in it the event stands.
fn passage<'r>(
    annotated: &'r onrecord::Annotated,
    event: &EventInfo,
) -> Option<(&'r str, onrecord::Span)> {
    let ordinal: usize = event.event.rsplit_once(".e")?.1.parse().ok()?;
    let span = annotated.annotations.events.get(ordinal)?.passage;
    Some((annotated.report.text(), span))
}

fn by(event: &EventInfo, outlet: &str) -> By {
    let voice = &event.voice;
    let Some(statement) = &voice.statement else { return By::Outlet(outlet.to_owned()) };
    let statement = format!("/statement/{statement}");
    match &voice.speaker {
        Some(name) => By::Speaker { page: link::speaker(name), name: name.clone(), statement },
        None => {
            let words = voice.source.clone().unwrap_or_else(|| "a speaker not told".to_owned());
            By::Source { words, statement }
        }
    }
}

/// The passage, with the words that make it an event marked; those that stand side by side, as one.
fn pieces(event: &EventInfo) -> Vec<(String, bool)> {
    let letters: Vec<char> = event.passage.chars().collect();
    let [from, _] = event.passage_span;
    let mut pieces: Vec<(String, bool)> = Vec::new();
    let mut at = 0;
    for [start, end] in &event.spans {
        let (start, end) = (start.saturating_sub(from), end.saturating_sub(from));
        if start < at || end > letters.len() {
            continue;
        }
        let between: String = letters[at..start].iter().collect();
        let words: String = letters[start..end].iter().collect();
        match pieces.last_mut().filter(|_| between.trim().is_empty()) {
            Some((marked, true)) => marked.extend([between, words]),
            _ => pieces.extend([(between, false), (words, true)]),
        }
        at = end;
    }
    pieces.push((letters[at..].iter().collect(), false));
    pieces.retain(|(words, _)| !words.is_empty());
    pieces
}

/// In the columns of POLECAT.
fn table(whole: &Whole) -> TableRows {
    let rows = polecat(&whole.story, &whole.reports);
    let cells = |it: serde_json::Map<String, Value>| it.into_iter().map(|(_, it)| it).collect();
    TableRows {
        columns: POLECAT.iter().map(|it| (*it).to_owned()).collect(),
        rows: rows.into_iter().map(cells).collect(),
    }
}

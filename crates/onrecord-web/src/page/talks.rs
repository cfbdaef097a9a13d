//! `/talks`: the board. Who talks with whom, who helps, where the talks stand and by whose account.

use askama::Template;
use onrecord::annotate::Standing;
use onrecord::ledger::count;
use onrecord::talks::{Dated, Stand, Talks, TurnRef};
use onrecord_store::{TableRows, TalksFilter, published};
use serde_json::{Value, json};

use crate::answer::Answered;
use crate::ask::{Ask, encoded};
use crate::frame::Frame;

/// So many talks stand on the page.
const ON_A_PAGE: usize = 50;

#[derive(Template)]
#[template(path = "talks.html")]
struct Page {
    frame: Frame,
    talks: Vec<Item>,
    about: String,
    since: String,
    open: bool,
    narrowed: bool,
    n_more: usize,
}

struct Item {
    parties: String,
    facts: String,
    thirds: Vec<(&'static str, String, Words)>,
    stands: Vec<StandItem>,
    obstacles: Vec<Obstacle>,
    conditions: Vec<(Words, String)>,
    waiting: Vec<String>,
    not_heard: String,
    last: String,
}

/// Words that lead to where they stand, and by whose account they are.
struct Words {
    words: String,
    address: String,
    account: String,
}

/// What is in the way.
struct Obstacle {
    what: String,
    /// Called the main one.
    main: bool,
    /// Asserted, asked or denied, and by whom.
    told: Vec<(&'static str, Vec<Words>)>,
}

struct StandItem {
    phase: String,
    words: Words,
    outlets: String,
    day: String,
    /// The party says so of itself.
    own: bool,
}

pub(crate) fn page(ask: &Ask) -> Answered {
    let open = ask.get("open").is_some_and(|it| it == "1");
    let filter = TalksFilter { since: ask.day("since")?, about: ask.get("about"), open };
    let found = ask.reader.talks(&filter)?;
    let shown = &found[..found.len().min(ON_A_PAGE)];
    let word = |name: &str| ask.get(name).unwrap_or("").to_owned();
    let page = Page {
        frame: ask.frame("Talks"),
        talks: shown.iter().map(item).collect(),
        about: word("about"),
        since: word("since"),
        open,
        narrowed: open || filter.since.is_some() || filter.about.is_some(),
        n_more: found.len() - shown.len(),
    };
    ask.answer_with_table(page, || twin(&found), || table(&found))
}

fn item(talks: &Talks) -> Item {
    let names = |it: &[String]| it.join(", ");
    let parties: Vec<&str> = talks.parties.iter().map(|it| it.name.as_str()).collect();
    let third = |it: &onrecord::talks::Third| {
        let turn = it.member.turns.first().map(|at| words(&talks.turns[*at]));
        Some((it.role.name(), it.member.name.clone(), turn?))
    };
    let obstacle = |it: &onrecord::talks::Obstacle| {
        let told = [("asserted", &it.asserted), ("asked", &it.asked), ("denied", &it.denied)];
        let told = told.into_iter().filter(|it| !it.1.is_empty());
        let told = told.map(|(how, turns)| (how, accounts(talks, turns)));
        Obstacle { what: it.what.to_string(), main: it.main, told: told.collect() }
    };
    let condition = |at: &TurnRef| {
        let told = &talks.turns[*at].told;
        let what = told.what.as_deref().unwrap_or("");
        let whole = match &told.then {
            Some(then) => format!("{then} … {} {what}", told.words),
            None => what.to_owned(),
        };
        (words(&talks.turns[*at]), whole)
    };
    let waiting = |it: &onrecord::talks::Waiting| {
        let who = if it.who.is_empty() { "somebody".to_owned() } else { names(&it.who) };
        let how = if it.told { "" } else { " (follows from the refusal; no report says so)" };
        format!("{who} for {}{how}", names(&it.whom))
    };
    let silent: Vec<&str> = talks.not_heard.iter().map(|it| it.name.as_str()).collect();
    Item {
        parties: parties.join(" – "),
        facts: facts(talks),
        thirds: talks.third_parties.iter().filter_map(third).collect(),
        stands: talks.stands.iter().map(|it| stand(talks, it)).collect(),
        obstacles: talks.obstacles.iter().map(obstacle).collect(),
        conditions: talks.conditions.iter().map(condition).collect(),
        waiting: talks.waiting.iter().map(waiting).collect(),
        not_heard: silent.join(", "),
        last: talks
            .last_day
            .map_or("no day is told".to_owned(), |it| format!("no news since {it}")),
    }
}

fn facts(talks: &Talks) -> String {
    let issues: Vec<&str> = talks.issues.iter().map(|it| it.name()).collect();
    let issues =
        if issues.is_empty() { String::new() } else { format!("{} · ", issues.join(", ")) };
    let format = talks.format.name();
    let format = if format == "not stated" { "format not stated" } else { format };
    format!("{issues}{format} · {}", count(talks.n_reports, "report"))
}

fn stand(talks: &Talks, of: &Stand) -> StandItem {
    let mut words = words(&talks.turns[of.turns[0]]);
    if let Some(side) = &of.account.side {
        words.account = format!("{} (for {})", words.account, side.name);
    }
    StandItem {
        phase: phase(of),
        words,
        outlets: of.outlets.join(", "),
        day: of.day.map_or("date not given".to_owned(), |it| it.to_string()),
        own: of.own,
    }
}

/// `refused by Tarvonia, again`, `not under way`
fn phase(of: &Stand) -> String {
    let not = if of.standing == Standing::Negated { "not " } else { "" };
    let by = if of.by.is_empty() { String::new() } else { format!(" by {}", of.by.join(", ")) };
    let again = if of.again { ", again" } else { "" };
    let to_come = if of.standing == Standing::Future { ", to come" } else { "" };
    format!("{not}{}{by}{again}{to_come}", of.phase.name())
}

/// A turn’s words, with the place in its report.
fn words(of: &Dated) -> Words {
    let told = &of.told;
    let account = match (&told.account.speaker, told.account.statement) {
        (Some(speaker), _) => speaker.to_string(),
        (None, Some(_)) => "somebody".to_owned(),
        (None, None) => format!("{}, in its own words", of.outlet),
    };
    Words {
        words: told.words.to_string(),
        address: format!("/report/{}#:~:text={}", told.report, encoded(&told.words)),
        account,
    }
}

/// Each account once.
fn accounts(talks: &Talks, turns: &[TurnRef]) -> Vec<Words> {
    let mut found: Vec<Words> = Vec::new();
    for turn in turns {
        let one = words(&talks.turns[*turn]);
        if !found.iter().any(|it| it.account == one.account) {
            found.push(one);
        }
    }
    found
}

fn twin(found: &[Talks]) -> Value {
    let talks: Vec<Value> = found.iter().map(published::talks).collect();
    json!({ "talks": talks, "more": 0, "next": null })
}

/// A row a phase and account.
fn table(found: &[Talks]) -> TableRows {
    let columns = [
        "talks", "parties", "issues", "format", "phase", "standing", "by", "speaker", "outlets",
        "day", "words", "report",
    ];
    let row = |talks: &Talks, of: &Stand| -> Vec<Value> {
        let first = &talks.turns[of.turns[0]].told;
        let parties: Vec<&str> = talks.parties.iter().map(|it| it.name.as_str()).collect();
        let issues: Vec<&str> = talks.issues.iter().map(|it| it.name()).collect();
        vec![
            talks.id.clone().into(),
            parties.join("; ").into(),
            issues.join("; ").into(),
            talks.format.name().into(),
            of.phase.name().into(),
            of.standing.name().into(),
            of.by.join("; ").into(),
            of.account.speaker.as_deref().into(),
            of.outlets.join("; ").into(),
            of.day.map(|it| it.to_string()).into(),
            (*first.words).into(),
            first.report.to_string().into(),
        ]
    };
    let rows = found.iter().flat_map(|talks| talks.stands.iter().map(move |it| row(talks, it)));
    TableRows { columns: columns.map(str::to_owned).to_vec(), rows: rows.collect() }
}

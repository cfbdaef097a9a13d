//! `onrecord talks`: the board.

use std::io::Write;

use onrecord::ledger::count;
use onrecord::talks::{Dated, Stand, Talks, TurnRef};
use onrecord_store::{COUNTED, Reader, TalksFilter, published};

use crate::args::TalksArgs;
use crate::outcome::Outcome;
use crate::terminal::{DOUBT, FAINT, STRONG, Terminal};
use crate::wrap::{Run, wrap};

pub(crate) fn run(options: &TalksArgs, terminal: &mut Terminal) -> anyhow::Result<Outcome> {
    let reader = Reader::open(&options.record.record)?;
    let about = options.about.as_deref();
    let filter = TalksFilter { since: options.since, about, open: options.open };
    let found = reader.talks(&filter)?;
    let shown = options.limit.of(options.json).unwrap_or(found.len()).min(found.len());
    if options.json {
        terminal.json(&found[..shown].iter().map(published::talks).collect::<Vec<_>>())?;
    } else {
        found[..shown].iter().try_for_each(|it| draw(it, terminal))?;
        terminal.more(found.len() - shown, COUNTED)?;
    }
    if found.is_empty() {
        Terminal::say(&"no report tells of such talks");
        return Ok(Outcome::NothingFound);
    }
    Ok(Outcome::Done)
}

/// Who talks; who helps; where they stand by each account; what is in the way; who is not heard.
fn draw(talks: &Talks, terminal: &mut Terminal) -> anyhow::Result<()> {
    let parties: Vec<&str> = talks.parties.iter().map(|it| it.name.as_str()).collect();
    writeln!(
        terminal.out,
        "{STRONG}{}{STRONG:#} {FAINT}{}{FAINT:#}",
        parties.join(" – "),
        facts(talks)
    )?;
    for third in &talks.third_parties {
        let by = accounts(talks, &third.member.turns);
        line(terminal, third.role.name(), &[Run::plain(&third.member.name), by])?;
    }
    if talks.stands.is_empty() {
        line(terminal, "where", &[Run::plain("mentioned only: no report tells where they stand")])?;
    }
    for stand in &talks.stands {
        let words = format!(" “{}”", talks.turns[stand.turns[0]].told.words);
        let phase = Run::new(STRONG, phase(stand));
        line(terminal, "", &[phase, Run::plain(&words), Run::new(FAINT, account(stand))])?;
    }
    for obstacle in &talks.obstacles {
        let main = if obstacle.main { " (called the main one)" } else { "" };
        let mut runs = vec![Run::plain(&format!("“{}”{main}", obstacle.what))];
        for (what, turns) in [
            ("asserted", &obstacle.asserted),
            ("asked", &obstacle.asked),
            ("denied", &obstacle.denied),
        ] {
            if !turns.is_empty() {
                runs.push(Run::new(DOUBT, format!(" {what}")));
                runs.push(accounts(talks, turns));
            }
        }
        line(terminal, "in the way", &runs)?;
    }
    for turn in &talks.conditions {
        line(
            terminal,
            "condition",
            &[Run::plain(&condition(&talks.turns[*turn])), accounts(talks, &[*turn])],
        )?;
    }
    for waiting in &talks.waiting {
        let who =
            if waiting.who.is_empty() { "somebody".to_owned() } else { waiting.who.join(", ") };
        let how = if waiting.told { "" } else { " (follows from the refusal; nobody says so)" };
        let words = format!("{who} for {}{how}", waiting.whom.join(", "));
        line(terminal, "waiting", &[Run::plain(&words)])?;
    }
    if !talks.not_heard.is_empty() {
        let names: Vec<&str> = talks.not_heard.iter().map(|it| it.name.as_str()).collect();
        line(terminal, "not heard", &[Run::plain(&names.join(", "))])?;
    }
    let last =
        talks.last_day.map_or("no day is told".to_owned(), |it| format!("no news since {it}"));
    line(terminal, "", &[Run::new(FAINT, last)])?;
    writeln!(terminal.out)?;
    Ok(())
}

fn facts(talks: &Talks) -> String {
    let issues: Vec<&str> = talks.issues.iter().map(|it| it.name()).collect();
    let issues =
        if issues.is_empty() { String::new() } else { format!("{} · ", issues.join(", ")) };
    format!("{issues}{} · {}", talks.format.name(), count(talks.n_reports, "report"))
}

/// `refused by Tarvonia`, `not under way`, `under way, to come`
fn phase(stand: &Stand) -> String {
    use onrecord::annotate::Standing;
    let not = if stand.standing == Standing::Negated { "not " } else { "" };
    let to_come = if stand.standing == Standing::Future { ", to come" } else { "" };
    let again = if stand.again { ", again" } else { "" };
    let by =
        if stand.by.is_empty() { String::new() } else { format!(" by {}", stand.by.join(", ")) };
    format!("{not}{}{by}{again}{to_come}", stand.phase.name())
}

fn account(stand: &Stand) -> String {
    let outlets = stand.outlets.join(", ");
    let day = stand.day.map_or(String::new(), |it| format!(", {it}"));
    let side = stand.account.side.as_ref().map_or(String::new(), |it| format!(" for {}", it.name));
    match (&stand.account.speaker, stand.account.statement) {
        (Some(speaker), _) => format!(" — {speaker}{side}, in {outlets}{day}"),
        (None, Some(_)) => format!(" — somebody, in {outlets}{day}"),
        (None, None) => format!(" — {outlets} in its own words{day}"),
    }
}

/// Those by whose account some turns are, each once.
fn accounts(talks: &Talks, turns: &[TurnRef]) -> Run {
    let mut names: Vec<String> = Vec::new();
    for turn in turns {
        let turn = &talks.turns[*turn];
        let name = match (&turn.told.account.speaker, turn.told.account.statement) {
            (Some(speaker), _) => speaker.to_string(),
            (None, Some(_)) => "somebody".to_owned(),
            (None, None) => turn.outlet.to_string(),
        };
        if !names.contains(&name) {
            names.push(name);
        }
    }
    Run::new(FAINT, format!(" — {}", names.join(", ")))
}

fn condition(turn: &Dated) -> String {
    let told = &turn.told;
    let what = told.what.as_deref().unwrap_or("");
    match (&told.then, told.words.as_ref()) {
        (Some(then), words) => format!("“{then}” {words} “{what}”"),
        (None, _) => format!("“{what}”"),
    }
}

fn line(terminal: &mut Terminal, label: &str, runs: &[Run]) -> anyhow::Result<()> {
    const LABEL: usize = 12;
    for (n, words) in wrap(runs, terminal.width - LABEL - 2).iter().enumerate() {
        let label = if n == 0 { label } else { "" };
        writeln!(terminal.out, "  {FAINT}{label:LABEL$}{FAINT:#}{words}")?;
    }
    Ok(())
}

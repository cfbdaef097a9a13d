//! `onrecord said`: what a speaker is reported to have said.

use std::io::Write;

use onrecord::Manner;
use onrecord::ledger::tag;
use onrecord_store::{COUNTED, Reader, Said, SaidFilter, published};

use crate::args::{MannerArg, SaidArgs};
use crate::outcome::Outcome;
use crate::show;
use crate::terminal::{DOUBT, FAINT, STRONG, Terminal};
use crate::wrap::Run;

pub(crate) fn run(options: &SaidArgs, terminal: &mut Terminal) -> anyhow::Result<Outcome> {
    let reader = Reader::open(&options.record.record)?;
    let name = options.name.as_deref().filter(|_| !options.any);
    let of_words = options.name.as_deref().filter(|_| options.any);
    let words: Vec<&str> =
        of_words.into_iter().chain(options.words.iter().map(String::as_str)).collect();
    let words = words.join(" ");
    let filter = SaidFilter {
        speaker: name,
        named: None,
        words: Some(&words),
        since: options.since,
        until: options.until,
        outlet: options.outlet.as_deref(),
        story: options.story.as_deref().map(|it| show::story_id(&reader, it)).transpose()?,
        act: options.act.map(Into::into),
        manner: options.manner.map(manner),
        agreement: options.agreement.map(Into::into),
        oldest: options.oldest,
        after: None,
        limit: options.limit.of(options.json),
    };
    let found = reader.page_of_said(&filter)?;
    if options.json {
        terminal.json(&found.rows.iter().map(published::said).collect::<Vec<_>>())?;
    } else {
        found.rows.iter().try_for_each(|it| draw(it, terminal))?;
        terminal.more(found.n_more, COUNTED)?;
    }
    if found.rows.is_empty() {
        nothing(&reader, name, &filter)?;
        return Ok(Outcome::NothingFound);
    }
    Ok(Outcome::Done)
}

/// Says what was not found: the speaker, or such words of a speaker there is.
fn nothing(reader: &Reader, name: Option<&str>, filter: &SaidFilter) -> anyhow::Result<()> {
    let one = SaidFilter { speaker: name, limit: Some(1), ..SaidFilter::default() };
    match name {
        Some(name) if reader.said(&one)?.is_empty() => suggest(reader, name),
        _ => {
            let words = filter.words.filter(|it| !it.is_empty());
            let words = words.map_or(String::new(), |it| format!(" with the words {it}"));
            let name = name.unwrap_or("anyone");
            Terminal::say(&format_args!("nothing said by {name} was found{words} as asked for"));
            Ok(())
        }
    }
}

fn draw(said: &Said, terminal: &mut Terminal) -> anyhow::Result<()> {
    let name = said.speaker.as_deref().unwrap_or("not resolved");
    let day = match (&said.day_words, said.day) {
        (_, Some(day)) => day.to_string(),
        (Some(words), None) => format!("{words} (date not given)"),
        (None, None) => "day not told".to_owned(),
    };
    let grade = said.agreement.map_or("", onrecord::json::agreement);
    let to = said.addressee.as_ref().map_or(String::new(), |it| format!(" · to {it}"));
    let copy = if said.in_copy { " · in a copy" } else { "" };
    let manner = onrecord::json::manner(said.manner);
    let facts = format!("{day} · {} · {manner}{to}{copy}", said.outlet);
    write!(terminal.out, "{STRONG}{name}{STRONG:#} {FAINT}{facts}{FAINT:#} {grade}")?;
    let tag = tag(said.act.name(), said.cue.as_deref().unwrap_or(""));
    match tag {
        Some(tag) => writeln!(terminal.out, " {DOUBT}{tag}{DOUBT:#}")?,
        None => writeln!(terminal.out)?,
    }
    let quoted = format!("“{}”", said.words);
    let words = if said.manner == Manner::Direct { &quoted } else { &said.words };
    terminal.lines(4, &[Run::plain(words)])?;
    Ok(())
}

/// Names near to one that was not found.
fn suggest(reader: &Reader, name: &str) -> anyhow::Result<()> {
    let near = reader.speakers_like(name)?;
    let near: Vec<&str> = near.iter().map(String::as_str).take(5).collect();
    let near = match near.is_empty() {
        true => "the record has no named speaker".to_owned(),
        false => format!("the record has {}", near.join(", ")),
    };
    Terminal::say(&format_args!("nothing said by {name} was found; {near}"));
    Ok(())
}

fn manner(manner: MannerArg) -> Manner {
    match manner {
        MannerArg::Direct => Manner::Direct,
        MannerArg::Indirect => Manner::Indirect,
        MannerArg::Mixed => Manner::Mixed,
    }
}

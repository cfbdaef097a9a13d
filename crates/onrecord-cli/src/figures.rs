//! `onrecord figures`: numbers that reports give for one thing, outlet beside outlet.

use std::io::Write;

use onrecord::ledger::count;
use onrecord_store::{COUNTED, CountedRow, FigureFilter, FigureRow, Reader, published};

use crate::args::FiguresArgs;
use crate::outcome::Outcome;
use crate::show;
use crate::stories::SHORT;
use crate::terminal::{DOUBT, FAINT, STRONG, Terminal};
use crate::wrap::{Run, wrap};

pub(crate) fn run(options: &FiguresArgs, terminal: &mut Terminal) -> anyhow::Result<Outcome> {
    let reader = Reader::open(&options.record.record)?;
    let filter = FigureFilter {
        all: options.all,
        story: options.story.as_deref().map(|it| show::story_id(&reader, it)).transpose()?,
        since: options.since,
        after: None,
        limit: options.limit.of(options.json),
    };
    let found = reader.page_of_figures(&filter)?;
    if options.json {
        terminal.json(&found.rows.iter().map(published::counted).collect::<Vec<_>>())?;
    } else {
        for of_story in found.rows.chunk_by(|a, b| a.story == b.story) {
            story(of_story, terminal)?;
        }
        terminal.more(found.n_more, COUNTED)?;
    }
    if !found.rows.is_empty() {
        return Ok(Outcome::Done);
    }
    let words = match options.all {
        true => "no figure was found as asked for",
        false => "no figures are in dispute; --all lists those that are in none",
    };
    Terminal::say(&words);
    Ok(Outcome::NothingFound)
}

fn story(counted: &[CountedRow], terminal: &mut Terminal) -> anyhow::Result<()> {
    let first = &counted[0];
    let day = first.day.map_or("date not given".to_owned(), |it| it.to_string());
    let id = &first.story.to_string()[..SHORT];
    let head =
        [Run::new(STRONG, first.story_title.clone()), Run::new(FAINT, format!(" · {day} · {id}"))];
    lines(0, &head, terminal)?;
    for it in counted {
        thing(&it.what, it.measure.as_deref(), it.disputed, terminal)?;
        it.figures.iter().try_for_each(|it| figure(&line(it), terminal))?;
    }
    Ok(writeln!(terminal.out)?)
}

/// One figure as it is drawn.
pub(crate) struct Line<'f> {
    pub(crate) outlet: &'f str,
    pub(crate) words: &'f str,
    pub(crate) voice: Option<&'f str>,
    pub(crate) place: Option<&'f str>,
    pub(crate) period: Option<&'f str>,
    pub(crate) day: Option<&'f str>,
    pub(crate) stand: &'f str,
    pub(crate) in_copy: bool,
    pub(crate) passage: &'f str,
}

fn line(it: &FigureRow) -> Line<'_> {
    Line {
        outlet: &it.outlet,
        words: &it.words,
        voice: it.voice.as_deref(),
        place: it.place.as_deref(),
        period: it.period.as_deref(),
        day: it.day_words.as_deref(),
        stand: &it.stand,
        in_copy: it.in_copy,
        passage: &it.passage,
    }
}

/// What is counted, and what became of it.
pub(crate) fn thing(
    what: &str,
    measure: Option<&str>,
    disputed: bool,
    terminal: &mut Terminal,
) -> anyhow::Result<()> {
    let name = match (what, measure) {
        ("", Some(measure)) => measure.to_owned(),
        ("", None) => "of something that is not named".to_owned(),
        (what, Some(measure)) => format!("{what}, {measure}"),
        (what, None) => what.to_owned(),
    };
    let mut head = vec![Run::new(STRONG, name)];
    if disputed {
        head.push(Run::new(DOUBT, " · in dispute".to_owned()));
    }
    lines(2, &head, terminal)
}

/// A figure: outlet, the words, who vouches for it; then its sentence.
pub(crate) fn figure(it: &Line, terminal: &mut Terminal) -> anyhow::Result<()> {
    let voice = match it.voice {
        None => "by the outlet’s own account".to_owned(),
        Some("") => "by a source that is not named".to_owned(),
        Some(name) => format!("by the account of {}", name.trim_end_matches(',')),
    };
    let mut facts = vec![voice];
    facts.extend(it.place.map(|it| format!("place: {it}")));
    facts.extend(it.period.map(|it| format!("time: {it}")));
    facts.extend(it.day.map(|it| format!("as of: {it}")));
    if it.in_copy {
        facts.push("in a copy".to_owned());
    }
    let stand = match it.stand {
        "same" => " · says the same",
        "compatible" => " · can hold beside the others",
        "apart" => " · of another place or time, as far as is told",
        _ => "",
    };
    let head = [
        Run::new(STRONG, it.words.to_owned()),
        Run::plain(&format!(" — {} · {}", it.outlet, facts.join(" · "))),
        Run::new(FAINT, stand.to_owned()),
    ];
    lines(4, &head, terminal)?;
    lines(8, &[Run::new(FAINT, it.passage.to_owned())], terminal)
}

fn lines(columns: usize, runs: &[Run], terminal: &mut Terminal) -> anyhow::Result<()> {
    for line in wrap(runs, terminal.width - columns) {
        writeln!(terminal.out, "{:columns$}{line}", "")?;
    }
    Ok(())
}

/// `3 things counted, 1 in dispute`
pub(crate) fn told(n: usize, disputed: usize) -> String {
    format!("{} counted, {disputed} in dispute", count(n, "thing"))
}

//! `onrecord stories`: the list.

use std::collections::BTreeMap;
use std::io::Write;

use onrecord::ReportId;
use onrecord::ledger::count;
use onrecord_store::{COUNTED, Hit, Reader, StoryFilter, StoryRow, published};

use crate::args::StoriesArgs;
use crate::decide::by_story;
use crate::outcome::Outcome;
use crate::terminal::{FAINT, STRONG, Terminal};
use crate::wrap::{Run, wrap};

pub(crate) fn run(options: &StoriesArgs, terminal: &mut Terminal) -> anyhow::Result<Outcome> {
    let reader = Reader::open(&options.record.record)?;
    let filter = StoryFilter {
        since: options.since,
        until: options.until,
        about: options.about.as_deref(),
        outlet: options.outlet.as_deref(),
        speaker: options.speaker.as_deref(),
        after: None,
        limit: options.limit.of(options.json),
    };
    let stories = reader.page_of_stories(&filter)?;
    let decided = by_story(&reader.decisions()?);
    if options.json {
        let rows = stories.rows.iter().map(|it| published::story(it, numbers(it, &decided)));
        terminal.json(&rows.collect::<Vec<_>>())?;
    } else {
        list(&stories.rows, &decided, terminal)?;
        terminal.more(stories.n_more, COUNTED)?;
    }
    Ok(if stories.rows.is_empty() { Outcome::NothingFound } else { Outcome::Done })
}

/// Two lines a story: id and headline; days, outlets and counts. Another, if it follows on an
/// earlier story; and one, if words were looked for: where they stand.
pub(crate) fn list(
    stories: &[StoryRow],
    decided: &Decided,
    terminal: &mut Terminal,
) -> anyhow::Result<()> {
    for story in stories {
        let id = &story.id.to_string()[..SHORT];
        let head = [Run::plain(&story.title)];
        for (n, line) in wrap(&head, terminal.width - SHORT - 2).iter().enumerate() {
            let id = if n == 0 { id } else { "" };
            writeln!(terminal.out, "{STRONG}{id:SHORT$}{STRONG:#}  {line}")?;
        }
        let facts = Run::new(FAINT, facts(story) + &by(story, decided));
        terminal.lines(SHORT + 2, &[facts])?;
        if let Some(earlier) = &story.follows {
            let (id, title) = (&earlier.story.to_string()[..SHORT], &earlier.title);
            let words = format!("→ follows {id} “{title}”: {}", earlier.words.join(", "));
            terminal.lines(SHORT + 2, &[Run::new(FAINT, words)])?;
        }
        if let Some(hit) = &story.hit {
            terminal.lines(SHORT + 2, &passage(hit))?;
        }
    }
    Ok(())
}

/// An outlet and its words, those that were looked for between brackets.
fn passage(hit: &Hit) -> Vec<Run> {
    let mut runs = vec![Run::new(FAINT, format!("{}: ", hit.outlet))];
    let mut at = 0;
    let cut = |from: usize, to: usize| -> String {
        hit.passage.chars().skip(from).take(to - from).collect()
    };
    for [start, end] in &hit.marked {
        runs.push(Run::plain(&cut(at, *start)));
        runs.push(Run::new(STRONG, format!("[{}]", cut(*start, *end))));
        at = *end;
    }
    runs.push(Run::plain(&cut(at, hit.passage.chars().count())));
    runs
}

/// So much of an id tells stories of one record apart, in all but the largest.
pub(crate) const SHORT: usize = 8;

/// Which decisions of a user have an effect on which story.
type Decided = BTreeMap<ReportId, Vec<u64>>;

/// The decisions that have an effect on a story.
pub(crate) fn numbers<'d>(story: &StoryRow, decided: &'d Decided) -> &'d [u64] {
    decided.get(&story.id).map_or(&[], Vec::as_slice)
}

/// ` · by decision 3`
fn by(story: &StoryRow, decided: &Decided) -> String {
    let words: Vec<String> = numbers(story, decided).iter().map(u64::to_string).collect();
    if words.is_empty() {
        return String::new();
    }
    let plural = if words.len() == 1 { "" } else { "s" };
    format!(" · by decision{plural} {}", words.join(", "))
}

fn facts(story: &StoryRow) -> String {
    let period = match (story.first_day, story.last_day) {
        (Some(first), Some(last)) if first == last => first.to_string(),
        (Some(first), Some(last)) => format!("{first} to {last}"),
        _ => "date not given".to_owned(),
    };
    let copies = match story.n_copies {
        0 => String::new(),
        1 => ", 1 of them a copy".to_owned(),
        n => format!(", {n} of them copies"),
    };
    let kinds = match story.kinds.is_empty() {
        true => String::new(),
        false => format!(" (among them: {})", story.kinds.join(", ")),
    };
    let own = &story.independent;
    let without = |n: u64, all: u64| match n == all {
        true => String::new(),
        false => format!(" ({n} without copies and edits)"),
    };
    let waits = if story.collated { "" } else { " · not yet collated: run add again" };
    format!(
        "{period} · {}{copies}{kinds} · {}{}, {} altered{} · {}{waits}",
        count(story.n_reports as usize, "report"),
        count(story.n_statements as usize, "statement"),
        without(own.n_statements, story.n_statements),
        story.n_altered,
        without(own.n_altered, story.n_altered),
        story.outlets.join(", ")
    )
}

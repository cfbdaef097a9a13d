//! Statements in lists, as the search, a speaker's and an outlet's page show them; and the form that
//! narrows such a list.

use onrecord::ledger::tag;
use onrecord::{Act, Agreement, Manner, json as shape};
use onrecord_store::{Listed as Beside, Said, SaidFilter, TableRows, published};
use serde_json::Value;

use crate::answer::Problem;
use crate::ask::Ask;
use crate::drawn::lit;
use crate::escape::escaped;
use crate::link;

/// So many statements stand on a page.
pub(crate) const ON_A_PAGE: usize = 50;

const MANNERS: [(&str, Manner); 3] =
    [("direct", Manner::Direct), ("indirect", Manner::Indirect), ("mixed", Manner::Mixed)];

const GRADES: [(&str, Agreement); 5] = [
    ("verbatim", Agreement::Verbatim),
    ("trimmed", Agreement::Trimmed),
    ("spliced", Agreement::Spliced),
    ("altered", Agreement::Altered),
    ("paraphrase", Agreement::Paraphrase),
];

const ACTS: [(&str, Act); 5] = [
    ("said", Act::Said),
    ("asked", Act::Asked),
    ("denied", Act::Denied),
    ("declined", Act::Declined),
    ("not_said", Act::NotSaid),
];

/// Given to `said.html`: a statement with what is known of it.
pub(crate) struct Line {
    pub(crate) statement: String,
    /// Who, and where all that is kept of them is; `None` if nobody is named.
    pub(crate) speaker: Option<(String, String)>,
    /// `, foreign minister (Foreign Ministry)`
    pub(crate) role: String,
    /// The words, with those lit that were looked for: finished HTML.
    pub(crate) words: String,
    /// The worst grade of any comparison, and where its story compares it.
    pub(crate) grade: Option<(&'static str, String)>,
    /// The outlet, and its page.
    pub(crate) outlet: (String, String),
    pub(crate) report: String,
    /// Its report's day.
    pub(crate) day: String,
    /// `indirect`, `to reporters`, `on Tuesday (2031-03-04)`, `in a copy`
    pub(crate) facts: Vec<String>,
    /// The story, and its title.
    pub(crate) story: Option<(String, String)>,
}

/// Statements of a list under the day on which they were published.
pub(crate) struct Day {
    pub(crate) day: String,
    pub(crate) lines: Vec<Line>,
}

/// Statements with what stands around them.
pub(crate) struct Listed<'s> {
    pub(crate) said: &'s [Said],
    around: Vec<Beside>,
    marked: Vec<Vec<[usize; 2]>>,
}

impl<'s> Listed<'s> {
    /// `words`: what was looked for, to be lit.
    pub(crate) fn of(
        ask: &Ask,
        said: &'s [Said],
        words: Option<&str>,
    ) -> Result<Listed<'s>, Problem> {
        let marked = ask.reader.marked(words.unwrap_or(""), said)?;
        Ok(Listed { said, around: ask.reader.listed(said)?, marked })
    }

    pub(crate) fn lines(&self) -> Vec<Line> {
        let all = self.said.iter().zip(&self.around).zip(&self.marked);
        all.map(|((said, around), marked)| line(said, around, marked)).collect()
    }

    /// Under the days of their reports; the order stays.
    pub(crate) fn days(&self) -> Vec<Day> {
        let mut days: Vec<Day> = Vec::new();
        for line in self.lines() {
            match days.last_mut() {
                Some(last) if last.day == line.day => last.lines.push(line),
                _ => days.push(Day { day: line.day.clone(), lines: vec![line] }),
            }
        }
        days
    }

    /// As published, with the utterance of the story and the words that are lit.
    pub(crate) fn twin(&self) -> Vec<Value> {
        let all = self.said.iter().zip(&self.around).zip(&self.marked);
        let row = |((said, around), marked): ((&Said, &Beside), &Vec<[usize; 2]>)| {
            let mut row = published::said(said);
            row["utterance"] = around.utterance.into();
            row["marked"] = marked.iter().map(|it| Value::from(it.to_vec())).collect();
            row
        };
        all.map(row).collect()
    }

    pub(crate) fn table(&self) -> TableRows {
        const COLUMNS: [&str; 20] = [
            "statement",
            "speaker",
            "role",
            "affiliation",
            "manner",
            "act",
            "cue",
            "addressee",
            "words",
            "day",
            "date",
            "agreement",
            "in_copy",
            "report",
            "outlet",
            "title",
            "url",
            "published",
            "story",
            "utterance",
        ];
        let row = |it: &Value| COLUMNS.map(|name| it[name].clone()).to_vec();
        TableRows {
            columns: COLUMNS.map(str::to_owned).to_vec(),
            rows: self.twin().iter().map(row).collect(),
        }
    }
}

fn line(said: &Said, around: &Beside, marked: &[[usize; 2]]) -> Line {
    let role = said.role.as_ref().map(|it| format!(", {it}")).unwrap_or_default();
    let body = said.affiliation.as_ref().map(|it| format!(" ({it})")).unwrap_or_default();
    let words = if marked.is_empty() { escaped(&said.words) } else { lit(&said.words, marked) };
    let compared = |grade| {
        let at = said.story.zip(around.utterance).map(|(story, n)| link::utterance(story, n));
        (shape::agreement(grade), at.unwrap_or_else(|| format!("/statement/{}", said.statement)))
    };
    Line {
        statement: said.statement.clone(),
        speaker: said.speaker.as_ref().map(|it| (it.clone(), link::speaker(it))),
        role: format!("{role}{body}"),
        words: if said.manner == Manner::Direct { format!("“{words}”") } else { words },
        grade: said.agreement.map(compared),
        outlet: (said.outlet.clone(), link::outlet(&said.outlet)),
        report: said.report.to_string(),
        day: said.published.map_or("date not given".to_owned(), |it| it.to_string()),
        facts: facts(said),
        story: said
            .story
            .map(|it| (link::story(it), around.story_title.clone().unwrap_or_default())),
    }
}

fn facts(said: &Said) -> Vec<String> {
    let mut facts = vec![shape::manner(said.manner).to_owned()];
    facts.extend(tag(said.act.name(), said.cue.as_deref().unwrap_or("")));
    facts.extend(said.addressee.as_ref().map(|it| format!("to {it}")));
    facts.extend(match (&said.day_words, said.day) {
        (Some(words), Some(day)) => Some(format!("{words} ({day})")),
        (Some(words), None) => Some(format!("{words} (date not given)")),
        (None, day) => day.map(|it| it.to_string()),
    });
    facts.extend(said.in_copy.then(|| "in a copy".to_owned()));
    facts
}

// The form ----------------------------------------------------------------------------------------

/// Given to `narrow.html`: what the reader asked for, to fill the form with.
pub(crate) struct Narrowed {
    /// The page, which the form asks again.
    pub(crate) to: String,
    /// Under which name words are asked for, and the words.
    pub(crate) words: (&'static str, String),
    /// A speaker, where one can be asked for.
    pub(crate) speaker: Option<String>,
    pub(crate) outlet: String,
    pub(crate) since: String,
    pub(crate) until: String,
    /// Manner, grade and act: the name of each, what it is called, its choices.
    pub(crate) choices: Vec<Choices>,
    /// Something is asked for.
    pub(crate) is_asked: bool,
}

/// A field with few values.
pub(crate) struct Choices {
    pub(crate) name: &'static str,
    pub(crate) label: &'static str,
    /// The value, the word for it, whether it is chosen.
    pub(crate) values: Vec<(&'static str, String, bool)>,
}

impl Narrowed {
    pub(crate) fn of(ask: &Ask, words: &'static str, speaker: bool) -> Narrowed {
        let get = |name: &str| ask.get(name).unwrap_or("").to_owned();
        let mut asked = ask.address.query.iter();
        Narrowed {
            to: ask.path(),
            words: (words, get(words)),
            speaker: speaker.then(|| get("speaker")),
            outlet: get("outlet"),
            since: get("since"),
            until: get("until"),
            choices: vec![
                choices(ask, "manner", "Manner", &MANNERS),
                choices(ask, "agreement", "Grade", &GRADES),
                choices(ask, "act", "Act", &ACTS),
            ],
            is_asked: asked.any(|(name, value)| name != "after" && !value.trim().is_empty()),
        }
    }
}

fn choices<T>(
    ask: &Ask,
    name: &'static str,
    label: &'static str,
    known: &[(&'static str, T)],
) -> Choices {
    let chosen = ask.get(name);
    let value =
        |(word, _): &(&'static str, T)| (*word, word.replace('_', " "), chosen == Some(word));
    Choices { name, label, values: known.iter().map(value).collect() }
}

/// What such a form asks of statements.
pub(crate) fn filter<'a>(ask: &'a Ask, words: &str) -> Result<SaidFilter<'a>, Problem> {
    Ok(SaidFilter {
        words: ask.get(words),
        outlet: ask.get("outlet"),
        manner: ask.choice("manner", &MANNERS)?,
        agreement: ask.choice("agreement", &GRADES)?,
        act: ask.choice("act", &ACTS)?,
        since: ask.day("since")?,
        until: ask.day("until")?,
        // A feed begins with what is newest.
        after: if ask.form.is_feed() { None } else { ask.after()? },
        limit: Some(ON_A_PAGE),
        ..SaidFilter::default()
    })
}

//! Who reports a speaker, under which names, in which stories; and who speaks in some stories.

use std::collections::BTreeMap;

use jiff::civil::Date;
use onrecord::ReportId;

use crate::error::Result;
use crate::list::{COUNTED, Kept, Page, SaidFilter, has_name, statements};
use crate::outlet::by_number;
use crate::read::{Reader, Said, StoryRow, outlet, said_row};
use crate::rows::{parsed, report_id};

/// What is known of a speaker by the latest statements, [`COUNTED`] at most.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Heard {
    /// How many statements were looked at.
    pub n_statements: usize,
    /// These are all; if not, the latest.
    pub is_all: bool,
    /// First and last day on which one was published.
    pub days: Option<(Date, Date)>,
    /// Names they give the speaker, with the number of statements; the most frequent first.
    pub names: Vec<(String, usize)>,
    /// Outlets that report them (or hosts, or places), likewise.
    pub outlets: Vec<(String, usize)>,
    /// Stories they are of, likewise, with the story's title.
    pub stories: Vec<(ReportId, String, usize)>,
}

impl Reader {
    /// What is known of whoever has a name, as [`SaidFilter::named`] says.
    pub fn heard(&self, name: &str) -> Result<Heard> {
        let read = || {
            let kept = self.latest_of(name, 1)?;
            self.heard_in(&kept)
        };
        read().map_err(self.failed("cannot read what is known of a speaker"))
    }

    /// [`Reader::heard`], and of the same name [`Reader::page_of_said`]: if nothing but the name is
    /// asked for, one walk through the index of words finds both.
    pub fn heard_and_said(&self, filter: &SaidFilter) -> Result<(Heard, Page<Said>)> {
        let (Some(name), Some(limit)) = (filter.named, filter.limit.filter(|it| *it <= COUNTED))
        else {
            let name = filter.named.unwrap_or("");
            return Ok((self.heard(name)?, self.page_of_said(filter)?));
        };
        if !filter.asks_only_name() {
            return Ok((self.heard(name)?, self.page_of_said(filter)?));
        }
        let read = || {
            let mut kept = self.latest_of(name, limit)?;
            let heard = self.heard_in(&kept)?;
            kept.shorten(limit);
            let rows = kept.rows.iter().map(|it| said_row(&self.db, it.number));
            let rows = rows.collect::<rusqlite::Result<_>>()?;
            Ok((heard, kept.page(rows)))
        };
        read().map_err(self.failed("cannot read what is known of a speaker"))
    }

    /// The latest statements of whoever has a name, [`COUNTED`] at most; of those that follow so
    /// many are counted.
    fn latest_of(&self, name: &str, beyond: usize) -> rusqlite::Result<Kept> {
        let filter =
            SaidFilter { named: Some(name), limit: Some(COUNTED), ..SaidFilter::default() };
        statements(&self.db, &filter, &has_name(name), beyond)
    }

    fn heard_in(&self, kept: &Kept) -> rusqlite::Result<Heard> {
        let (mut names, mut outlets) = (BTreeMap::new(), BTreeMap::new());
        let mut stories: BTreeMap<String, usize> = BTreeMap::new();
        let mut days: Option<(Date, Date)> = None;
        let sql = "SELECT statement.speaker, report.outlet, report.url, report.place,
                              report.published_day, witness.story_id
                       FROM statement JOIN report ON report.id = statement.report_id
                       LEFT JOIN witness ON witness.report_id = report.id
                       WHERE statement.rowid = ?1";
        let mut row = self.db.prepare_cached(sql)?;
        for key in &kept.rows {
            row.query_row([key.number], |row| {
                *names.entry(row.get(0)?).or_default() += 1;
                *outlets.entry(outlet(row, 1)?).or_default() += 1;
                if let Some(day) = parsed(row.get(4)?)? {
                    days = Some(
                        days.map_or((day, day), |(first, last)| (first.min(day), last.max(day))),
                    );
                }
                if let Some(story) = row.get(5)? {
                    *stories.entry(story).or_default() += 1;
                }
                Ok(())
            })?;
        }
        let mut title = self.db.prepare_cached("SELECT title FROM story WHERE id = ?1")?;
        let stories = by_number(stories)
            .into_iter()
            .map(|(id, n)| Ok((report_id(&id)?, title.query_row([&id], |row| row.get(0))?, n)));
        Ok(Heard {
            n_statements: kept.rows.len(),
            is_all: kept.n_more == 0,
            days,
            names: by_number(names),
            outlets: by_number(outlets),
            stories: stories.collect::<rusqlite::Result<_>>()?,
        })
    }

    /// Who speaks in how many of some stories, the most frequent first. Looks at the first stories
    /// that together have [`COUNTED`] statements; tells how many those are.
    pub fn speakers_in(&self, stories: &[StoryRow]) -> Result<(Vec<(String, usize)>, usize)> {
        let read = || {
            let sql = "SELECT DISTINCT statement.speaker FROM witness
                       CROSS JOIN statement ON statement.report_id = witness.report_id
                       WHERE witness.story_id = ?1 AND statement.speaker IS NOT NULL";
            let mut names = self.db.prepare_cached(sql)?;
            let (mut counts, mut n_statements, mut n_stories) = (BTreeMap::new(), 0, 0);
            for story in stories {
                n_statements += story.n_statements as usize;
                if n_statements > COUNTED && n_stories > 0 {
                    break;
                }
                n_stories += 1;
                let mut rows = names.query([story.id.to_string()])?;
                while let Some(row) = rows.next()? {
                    *counts.entry(row.get(0)?).or_default() += 1;
                }
            }
            Ok((by_number(counts), n_stories))
        };
        read().map_err(self.failed("cannot list speakers"))
    }
}

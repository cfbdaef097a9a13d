//! What is found of a story as a whole, beside its entries, and the rows it is written in.

use onrecord::collate::stemma::{Descent, Evidence, Fact, Origin, Place, Stemma, stemma};
use onrecord::collate::{
    Absent, Counted, Edit, Found, InTranscripts, Joined, Passages, Splice, Tables, changes,
    collate_whole, edits, figures, standing_and_splices,
};
use onrecord::{Annotated, Apparatus, Span, Story};
use rusqlite::{Connection, OptionalExtension, params};
use serde_json::{Value, json};

use crate::figure;
use crate::rows::{Word, decimal};
use crate::write::{self, TextsByReport};

/// All that is found by laying the reports of a story side by side.
#[derive(Clone, Debug, PartialEq)]
pub struct Collated {
    /// Which statements are one utterance, and how their wordings differ.
    pub apparatus: Apparatus,
    /// Which report was made from which.
    pub stemma: Stemma,
    /// Where quotations stand in transcripts, and which stand in none.
    pub standing: InTranscripts,
    /// What is printed as one and is two elsewhere.
    pub splices: Vec<Splice>,
    /// What outlets changed on their pages afterwards.
    pub edits: Vec<Edit>,
    /// Which figures are for one thing, and which of them are in dispute.
    pub figures: Vec<Counted>,
}

impl Collated {
    /// What a story and its reports tell.
    pub fn of_story(tables: &Tables, story: &Story, reports: &[Annotated]) -> Collated {
        Collated::all(tables, story, reports, collate_whole(tables, story, reports))
    }

    /// What follows from a story, its reports and their apparatus.
    pub fn of(
        tables: &Tables,
        story: &Story,
        reports: &[Annotated],
        apparatus: Apparatus,
    ) -> Collated {
        let (standing, splices) = standing_and_splices(tables, story, reports, &apparatus);
        Collated::all(tables, story, reports, (apparatus, standing, splices))
    }

    fn all(
        tables: &Tables,
        story: &Story,
        reports: &[Annotated],
        (apparatus, standing, splices): (Apparatus, InTranscripts, Vec<Splice>),
    ) -> Collated {
        let stemma = stemma(story, reports, &apparatus);
        let edits = edits(tables, story, reports);
        let figures = figures(story, reports);
        Collated { stemma, splices, standing, edits, figures, apparatus }
    }
}

/// The tables that are written with a story's entries and cleared with them.
pub(crate) const OF_STORY: [&str; 7] =
    ["entry", "descent", "found", "absent", "splice", "edit", "counted"];

/// Writes all but the apparatus.
pub(crate) fn add_whole(
    db: &Connection,
    texts: &TextsByReport,
    story: &str,
    collated: &Collated,
) -> rusqlite::Result<()> {
    let Collated { stemma, standing, splices, edits, figures, .. } = collated;
    let writer = Writer { db, texts, story };
    stemma.descents.iter().enumerate().try_for_each(|(n, it)| writer.descent(n, it))?;
    standing.found.iter().enumerate().try_for_each(|(n, it)| writer.found(n, it))?;
    standing.absent.iter().enumerate().try_for_each(|(n, it)| writer.absent(n, it))?;
    splices.iter().enumerate().try_for_each(|(n, it)| writer.splice(n, it))?;
    edits.iter().enumerate().try_for_each(|(n, it)| writer.edit(n, it))?;
    figure::add_counted(db, story, figures)
}

struct Writer<'w> {
    db: &'w Connection,
    texts: &'w TextsByReport<'w>,
    story: &'w str,
}

impl Writer<'_> {
    fn descent(&self, n: usize, descent: &Descent) -> rusqlite::Result<()> {
        let (from, agency) = match &descent.from {
            Origin::Report(it) => (Some(it.to_string()), None),
            Origin::Agency(it) => (None, Some(it)),
        };
        let evidence: Value = descent.evidence.iter().map(|it| self.evidence(it)).collect();
        let sql = "INSERT INTO descent VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)";
        self.db.prepare_cached(sql)?.execute(params![
            descent.report.to_string(),
            self.story,
            n,
            from,
            agency,
            descent.kind.name(),
            descent.directed,
            evidence.to_string(),
        ])?;
        Ok(())
    }

    fn evidence(&self, evidence: &Evidence) -> Value {
        let fact = evidence.fact.name();
        let places: Value = evidence.places.iter().filter_map(|it| self.place(*it)).collect();
        match &evidence.fact {
            Fact::Credit(agency) => json!({ "fact": fact, "agency": agency, "places": places }),
            Fact::Narration { n_words, n_runs, share } => json!({
                "fact": fact,
                "n": n_words,
                "n_runs": n_runs,
                "share": decimal(*share),
                "places": places,
            }),
            Fact::Alterations(n) => json!({ "fact": fact, "n": n, "places": places }),
            Fact::Reworded { n, of } | Fact::Statements { n, in_order: of } => {
                json!({ "fact": fact, "n": n, "of": of, "places": places })
            }
            Fact::Named | Fact::ShortRuns | Fact::Earlier | Fact::Language | Fact::Address => {
                json!({ "fact": fact, "places": places })
            }
        }
    }

    fn place(&self, Place { report, span }: Place) -> Option<Value> {
        let text = self.texts.get(&report)?;
        Some(json!({
            "report": report.to_string(), "span": text.points(span), "words": text.at(&[span])
        }))
    }

    fn found(&self, n: usize, found: &Found) -> rusqlite::Result<()> {
        let home = found.at.statement.report;
        let both = self.columns(&found.passages).zip(self.columns(&found.at));
        let Some(((statement, words, spans), there)) = both else { return Ok(()) };
        let tag = found.turn.tag.and_then(|it| Some(self.texts.get(&home)?.at(&[it])));
        let sql = "INSERT INTO found VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12,
                       (SELECT words FROM statement WHERE id = ?12), ?13)";
        self.db.prepare_cached(sql)?.execute(params![
            self.story,
            n,
            statement,
            words,
            spans,
            home.to_string(),
            there.0,
            there.1,
            there.2,
            found.turn.number,
            tag,
            found.turn.asked.map(|it| it.to_string()),
            found.linked,
        ])?;
        Ok(())
    }

    fn absent(&self, n: usize, absent: &Absent) -> rusqlite::Result<()> {
        let Some((statement, words, spans)) = self.columns(&absent.passages) else {
            return Ok(());
        };
        let transcripts: Value = absent.transcripts.iter().map(ToString::to_string).collect();
        let nearest = absent.nearest.as_ref();
        let there = nearest.and_then(|it| self.columns(&it.passages));
        let sql = "INSERT INTO absent
                   VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13)";
        self.db.prepare_cached(sql)?.execute(params![
            self.story,
            n,
            statement,
            words,
            spans,
            absent.why.name(),
            transcripts.to_string(),
            nearest.map(|it| it.passages.statement.report.to_string()),
            there.as_ref().map(|it| &it.0),
            there.as_ref().map(|it| &it.1),
            there.as_ref().map(|it| &it.2),
            nearest.map(|it| it.turn.number),
            nearest.map(|it| decimal(it.score)),
        ])?;
        Ok(())
    }

    fn splice(&self, n: usize, splice: &Splice) -> rusqlite::Result<()> {
        let Splice { statement, kind, marked, parts } = splice;
        let part = |it: &Joined| {
            Ok(json!({ "here": self.passages(&it.here)?, "there": self.passages(&it.there)? }))
        };
        let parts: Vec<Value> = parts.iter().map(part).collect::<rusqlite::Result<_>>()?;
        self.db.prepare_cached("INSERT INTO splice VALUES (?1, ?2, ?3, ?4, ?5, ?6)")?.execute(
            params![
                self.story,
                n,
                statement.to_string(),
                kind.name(),
                marked,
                json!(parts).to_string()
            ],
        )?;
        Ok(())
    }

    fn edit(&self, n: usize, edit: &Edit) -> rusqlite::Result<()> {
        let columns = |it: &Option<Passages>| it.as_ref().and_then(|it| self.columns(it));
        let (before, after) = (columns(&edit.before), columns(&edit.after));
        let text = |id| self.texts.get(&id).map_or("", |it| it.text());
        let sql = "INSERT INTO edit
                   VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14)";
        self.db.prepare_cached(sql)?.execute(params![
            self.story,
            n,
            edit.kind.name(),
            edit.mark.map(Word::word),
            edit.earlier.to_string(),
            edit.later.to_string(),
            edit.order_known,
            before.as_ref().map(|it| &it.0),
            before.as_ref().map(|it| &it.1),
            before.as_ref().map(|it| &it.2),
            after.as_ref().map(|it| &it.0),
            after.as_ref().map(|it| &it.1),
            after.as_ref().map(|it| &it.2),
            changes(edit, text(edit.earlier), text(edit.later)),
        ])?;
        Ok(())
    }

    /// Words of a statement with the day it is given; null if its report is not of the story.
    fn passages(&self, passages: &Passages) -> rusqlite::Result<Value> {
        let Some(text) = self.texts.get(&passages.statement.report) else { return Ok(Value::Null) };
        let statement = passages.statement.to_string();
        let day = "SELECT day_words FROM statement WHERE id = ?1";
        let mut day = self.db.prepare_cached(day)?;
        let day: Option<Option<String>> =
            day.query_row([&statement], |row| row.get(0)).optional()?;
        let points = |it: &Span| text.points(*it);
        Ok(json!({
            "statement": statement,
            "day": day.flatten(),
            "words": text.at(&passages.spans),
            "spans": passages.spans.iter().map(points).collect::<Vec<_>>(),
        }))
    }

    /// The columns of some passages: statement, words, spans.
    fn columns(&self, passages: &Passages) -> Option<(String, String, String)> {
        let text = self.texts.get(&passages.statement.report)?;
        Some(write::passages(text, passages))
    }
}

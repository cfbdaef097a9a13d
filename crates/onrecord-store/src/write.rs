//! Reports, stories and apparatus in, rows out. One transaction a call: all of it or nothing.

use std::collections::{BTreeMap, BTreeSet};

use onrecord::collate::Passages;
use onrecord::report::host_of;
use onrecord::story::sign;
use onrecord::{
    Annotated, Annotations, Entry, PartKind, Reading, Report, ReportId, Signature, Speaker,
    Statement, Story, Variant, Witness,
};
use rusqlite::{Connection, Transaction, params};

use crate::collated::{Collated, OF_STORY, add_whole};
use crate::decision::overlay;
use crate::error::Result;
use crate::read::texts_of;
use crate::rows::{Word, Words, decimal, report_id};
use crate::schema::{METHODS, Record};

/// Digest of a capture, as text.
pub(crate) type Digest = String;

impl Record {
    /// Adds reports with what was found in them, and tells how many were new. A report that is
    /// there already is left as it is.
    pub fn add(&mut self, annotated: &[Annotated]) -> Result<usize> {
        self.write("cannot add reports", |db| {
            let mut n_new = 0;
            for it in annotated {
                n_new += usize::from(add_report(db, it)?);
            }
            outdate(db, "cluster", n_new)?;
            Ok(n_new)
        })
    }

    /// Adds what was read from captures, and remembers the captures.
    pub(crate) fn add_captured(&mut self, read: &[(Digest, Option<Annotated>)]) -> Result<usize> {
        self.write("cannot add reports", |db| {
            let mut n_new = 0;
            for (digest, annotated) in read {
                if let Some(annotated) = annotated {
                    n_new += usize::from(add_report(db, annotated)?);
                }
                let id = annotated.as_ref().map(|it| it.report.id().to_string());
                db.prepare_cached("INSERT OR IGNORE INTO capture VALUES (?1, ?2)")?
                    .execute(params![digest, id])?;
            }
            outdate(db, "cluster", n_new)?;
            Ok(n_new)
        })
    }

    /// Whether a capture was read before.
    pub(crate) fn knows(&self, digest: &Digest) -> Result<bool> {
        let known =
            || self.db.prepare_cached("SELECT 1 FROM capture WHERE digest = ?1")?.exists([digest]);
        known().map_err(self.failed("cannot look up a capture"))
    }

    /// Puts new findings in place of those the record has for reports it knows.
    pub(crate) fn replace_annotations(&mut self, annotated: &[Annotated]) -> Result<()> {
        self.write("cannot replace findings", |db| {
            for it in annotated {
                let id = it.report.id().to_string();
                db.execute("DELETE FROM statement WHERE report_id = ?1", [&id])?;
                db.execute("DELETE FROM actor WHERE report_id = ?1", [&id])?;
                add_annotations(db, &it.report, &it.annotations)?;
                add_signature(db, it)?;
                db.execute(
                    "UPDATE story SET collated = 0
                     WHERE id = (SELECT story_id FROM witness WHERE report_id = ?1)",
                    [&id],
                )?;
            }
            outdate(db, "cluster", annotated.len())
        })
    }

    /// Whether what a step made must be made again.
    pub(crate) fn outdated(&self, method: &str) -> Result<bool> {
        let version = "SELECT version FROM method WHERE name = ?1";
        let version = self.db.query_row(version, [method], |row| row.get::<_, i64>(0));
        Ok(version.map_err(self.failed("cannot read the methods"))? == 0)
    }

    pub(crate) fn set_up_to_date(&mut self, method: &str) -> Result<()> {
        self.write("cannot note the methods", |db| up_to_date(db, method))
    }

    /// The signatures of all reports.
    pub fn signatures(&self) -> Result<Vec<Signature>> {
        let read = || {
            let mut rows = self.db.prepare("SELECT report_id, bytes FROM signature")?;
            let mut rows = rows.query([])?;
            let mut signatures = Vec::new();
            while let Some(row) = rows.next()? {
                let id = report_id(row.get_ref(0)?.as_str()?)?;
                signatures.extend(Signature::from_bytes(id, row.get_ref(1)?.as_blob()?));
            }
            Ok(signatures)
        };
        read().map_err(self.failed("cannot read signatures"))
    }

    /// Puts these stories, as users decided of them, in place of those there are. Gives the ids of the stories that have no
    /// apparatus: new ones, those whose reports changed, and those left from an interrupted run.
    pub fn replace_stories(&mut self, stories: &[Story]) -> Result<Vec<ReportId>> {
        self.write("cannot write stories", |db| {
            let stories = overlay(db, stories)?;
            let before = witnesses_by_story(db)?;
            let after: BTreeMap<ReportId, &Story> =
                stories.iter().filter_map(|it| Some((it.id()?, it))).collect();
            let same = |id: &ReportId| {
                let now = after.get(id).map(|it| &it.witnesses);
                now.is_some() && now == before.get(id)
            };
            for id in before.keys().filter(|it| !same(it)) {
                db.prepare_cached("DELETE FROM story WHERE id = ?1")?.execute([id.to_string()])?;
            }
            for (id, story) in after.iter().filter(|(it, _)| !same(it)) {
                add_story(db, *id, story)?;
            }
            redirect(db, before.keys().filter(|it| !after.contains_key(it)))?;
            up_to_date(db, "cluster")?;
            uncollated(db)
        })
    }

    /// Ids of the stories that have no apparatus, or one of an older version.
    pub(crate) fn uncollated(&self) -> Result<Vec<ReportId>> {
        uncollated(&self.db).map_err(self.failed("cannot list stories"))
    }

    /// Writes what was found of stories, in place of what they had.
    pub fn set_collated(&mut self, collated: &[Collated]) -> Result<()> {
        self.write("cannot write what was found of stories", |db| {
            collated.iter().try_for_each(|it| set_collated(db, it))
        })
    }

    pub(crate) fn write<T>(
        &mut self,
        what: &str,
        body: impl FnOnce(&Transaction) -> rusqlite::Result<T>,
    ) -> Result<T> {
        let failed = self.failed(what);
        let behavior = rusqlite::TransactionBehavior::Immediate;
        let transaction = self.db.transaction_with_behavior(behavior).map_err(&failed)?;
        let done = body(&transaction).map_err(&failed)?;
        transaction.commit().map_err(&failed)?;
        Ok(done)
    }
}

// Methods -----------------------------------------------------------------------------------------

/// The version of a step in this program.
fn version(method: &str) -> i64 {
    METHODS.iter().find(|(name, _)| *name == method).map_or(0, |(_, version)| *version)
}

fn up_to_date(db: &Connection, method: &str) -> rusqlite::Result<()> {
    let sql = "UPDATE method SET version = ?2 WHERE name = ?1";
    db.execute(sql, params![method, version(method)]).map(drop)
}

pub(crate) fn outdate(db: &Connection, method: &str, n_changed: usize) -> rusqlite::Result<()> {
    if n_changed > 0 {
        db.execute("UPDATE method SET version = 0 WHERE name = ?1", [method])?;
    }
    Ok(())
}

// Reports -----------------------------------------------------------------------------------------

fn add_report(db: &Connection, annotated: &Annotated) -> rusqlite::Result<bool> {
    let Annotated { report, annotations } = annotated;
    let is_new = insert_report(db, report)?;
    if is_new {
        add_parts(db, report)?;
        add_annotations(db, report, annotations)?;
        add_signature(db, annotated)?;
    }
    Ok(is_new)
}

fn insert_report(db: &Connection, report: &Report) -> rusqlite::Result<bool> {
    let sql = "INSERT OR IGNORE INTO report
               VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14)";
    let n_inserted = db.prepare_cached(sql)?.execute(params![
        report.id().to_string(),
        title(report),
        report.outlet,
        report.genre.word(),
        report.url,
        report.published.map(|it| it.day.to_string()),
        report.published.and_then(|it| it.at).map(|it| it.to_string()),
        report.captured.map(|it| it.to_string()),
        report.language,
        report.author,
        report.credit,
        report.key,
        report.place,
        report.text(),
    ])?;
    Ok(n_inserted > 0)
}

/// The headline, or where there is none the first words.
fn title(report: &Report) -> String {
    if let Some(headline) = report.part(PartKind::Headline) {
        return headline.to_owned();
    }
    let words: Vec<&str> = report.text().split_whitespace().take(13).collect();
    match words.len() {
        13 => format!("{} …", words[..12].join(" ")),
        _ => words.join(" "),
    }
}

fn add_parts(db: &Connection, report: &Report) -> rusqlite::Result<()> {
    let id = report.id().to_string();
    let words = Words::of(report.text());
    let mut insert = db.prepare_cached("INSERT INTO part VALUES (?1, ?2, ?3, ?4, ?5)")?;
    for (n, part) in report.parts().iter().enumerate() {
        let [start, end] = words.points(part.span);
        insert.execute(params![id, n, part.kind.word(), start, end])?;
    }
    Ok(())
}

fn add_annotations(
    db: &Connection,
    report: &Report,
    annotations: &Annotations,
) -> rusqlite::Result<()> {
    let id = report.id().to_string();
    let mut insert = db.prepare_cached("INSERT INTO actor VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)")?;
    for (n, actor) in annotations.actors.iter().enumerate() {
        let kind = actor.kind.word();
        let key = actor_key(&id, n);
        insert.execute(params![key, id, n, actor.name, kind, actor.role, actor.affiliation])?;
    }
    let words = Words::of(report.text());
    for (n, statement) in annotations.statements.iter().enumerate() {
        add_statement(db, &words, &id, n, statement, annotations)?;
    }
    Ok(())
}

fn actor_key(report: &str, n: usize) -> String {
    format!("{report}.a{n}")
}

fn add_statement(
    db: &Connection,
    words: &Words,
    report: &str,
    n: usize,
    statement: &Statement,
    annotations: &Annotations,
) -> rusqlite::Result<()> {
    let actor = annotations.speaker(statement);
    let (status, key) = match (statement.speaker, actor) {
        (Speaker::Named(idx), Some(_)) => ("named", Some(actor_key(report, idx.0 as usize))),
        (Speaker::Unnamed, _) => ("unnamed", None),
        (Speaker::Named(_) | Speaker::Unresolved, _) => ("unresolved", None),
    };
    let some = |it: String| (!it.is_empty()).then_some(it);
    let sql = "INSERT INTO statement VALUES
        (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17, ?18, ?19,
         ?20, ?21, ?22, ?23, ?24)";
    let candidates: Vec<String> =
        statement.candidates.iter().map(|it| actor_key(report, it.0 as usize)).collect();
    db.prepare_cached(sql)?.execute(params![
        format!("{report}.{n}"),
        report,
        n,
        statement.manner.word(),
        statement.act.word(),
        actor.map(|it| &it.name),
        status,
        key,
        serde_json::json!(candidates).to_string(),
        some(words.at(&statement.source)),
        words.write(&statement.source),
        some(words.at(&statement.cue)),
        words.write(&statement.cue),
        statement.addressee.map(|it| words.at(&[it])),
        statement.addressee.map(|it| words.write_one(it)),
        words.at(&statement.content),
        words.write(&statement.content),
        statement.day.and_then(|it| it.date).map(|it| it.to_string()),
        statement.day.map(|it| words.at(&[it.written])),
        statement.day.map(|it| words.write_one(it.written)),
        statement.within.map(|it| format!("{report}.{it}")),
        statement.rule,
        statement.tier.word(),
        decimal(statement.confidence),
    ])?;
    Ok(())
}

fn add_signature(db: &Connection, annotated: &Annotated) -> rusqlite::Result<()> {
    let mut insert = db.prepare_cached("INSERT OR REPLACE INTO signature VALUES (?1, ?2)")?;
    let bytes = sign(annotated).to_bytes();
    insert.execute(params![annotated.report.id().to_string(), bytes]).map(drop)
}

// Stories -----------------------------------------------------------------------------------------

fn witnesses_by_story(db: &Connection) -> rusqlite::Result<BTreeMap<ReportId, Vec<Witness>>> {
    let mut stories: BTreeMap<ReportId, Vec<Witness>> = BTreeMap::new();
    let sql =
        "SELECT story_id, report_id, exemplar_id, version_of FROM witness ORDER BY story_id, n";
    let mut rows = db.prepare(sql)?;
    let mut rows = rows.query([])?;
    while let Some(row) = rows.next()? {
        let (story, witness) =
            (report_id(row.get_ref(0)?.as_str()?)?, crate::read::witness(row, 1)?);
        stories.entry(story).or_default().push(witness);
    }
    Ok(stories)
}

/// What a story's own row is made from.
struct Told {
    title: String,
    outlet: String,
    day: Option<String>,
    n_statements: i64,
}

fn add_story(db: &Connection, id: ReportId, story: &Story) -> rusqlite::Result<()> {
    let told: Vec<Told> =
        story.witnesses.iter().map(|it| told(db, it.report)).collect::<rusqlite::Result<_>>()?;
    let titles: Vec<&str> = told.iter().map(|it| it.title.as_str()).collect();
    let title = Story::headline(&titles).map_or("", |it| titles[it]);
    let days = || told.iter().filter_map(|it| it.day.as_deref());
    let heads = story.heads();
    let is_own = |n: &usize| heads[*n] == story.witnesses[*n].report;
    let all: Vec<&Told> = told.iter().collect();
    let own: Vec<&Told> = (0..told.len()).filter(is_own).map(|it| &told[it]).collect();
    let n_outlets =
        |told: &[&Told]| told.iter().map(|it| it.outlet.as_str()).collect::<BTreeSet<_>>().len();
    let n_statements = |told: &[&Told]| told.iter().map(|it| it.n_statements).sum::<i64>();
    let n_copies = story.witnesses.iter().filter(|it| it.exemplar.is_some()).count();
    let sql = "INSERT INTO story VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, 0, ?9, ?10, ?11, 0, 0)";
    db.prepare_cached(sql)?.execute(params![
        id.to_string(),
        title,
        days().min(),
        days().max(),
        all.len(),
        n_outlets(&all),
        n_copies,
        n_statements(&all),
        own.len(),
        n_outlets(&own),
        n_statements(&own),
    ])?;
    let mut insert = db.prepare_cached("INSERT INTO witness VALUES (?1, ?2, ?3, ?4, ?5, ?6)")?;
    for (n, (witness, head)) in story.witnesses.iter().zip(&heads).enumerate() {
        insert.execute(params![
            witness.report.to_string(),
            id.to_string(),
            n,
            witness.exemplar.map(|it| it.to_string()),
            witness.version_of.map(|it| it.to_string()),
            head.to_string(),
        ])?;
    }
    Ok(())
}

fn told(db: &Connection, report: ReportId) -> rusqlite::Result<Told> {
    let sql = "SELECT title, outlet, url, place, published_day,
                      (SELECT count(*) FROM statement WHERE report_id = report.id)
               FROM report WHERE id = ?1";
    db.prepare_cached(sql)?.query_row([report.to_string()], |row| {
        let url: Option<String> = row.get(2)?;
        let host = url.as_deref().and_then(host_of).map(str::to_owned);
        Ok(Told {
            title: row.get(0)?,
            outlet: row.get::<_, Option<String>>(1)?.or(host).map_or_else(|| row.get(3), Ok)?,
            day: row.get(4)?,
            n_statements: row.get(5)?,
        })
    })
}

/// Keeps links to stories alive whose id changed: an old id is still a report's, and leads to the
/// story which that report is in now.
fn redirect<'i>(db: &Connection, gone: impl Iterator<Item = &'i ReportId>) -> rusqlite::Result<()> {
    for id in gone {
        db.prepare_cached("INSERT OR IGNORE INTO story_alias VALUES (?1, NULL)")?
            .execute([id.to_string()])?;
    }
    db.execute_batch(
        "DELETE FROM story_alias WHERE id IN (SELECT id FROM story);
         UPDATE story_alias SET story_id =
             (SELECT story_id FROM witness WHERE report_id = story_alias.id);",
    )
}

fn uncollated(db: &Connection) -> rusqlite::Result<Vec<ReportId>> {
    let mut ids = db.prepare("SELECT id FROM story WHERE collated != ?1 ORDER BY id")?;
    let ids = ids.query_map([version("collate")], |row| report_id(row.get_ref(0)?.as_str()?))?;
    ids.collect()
}

// What is found of a story ------------------------------------------------------------------------

fn set_collated(db: &Connection, collated: &Collated) -> rusqlite::Result<()> {
    let apparatus = &collated.apparatus;
    let Some(story) = apparatus.story else { return Ok(()) };
    let story = story.to_string();
    for table in OF_STORY {
        db.prepare_cached(&format!("DELETE FROM {table} WHERE story_id = ?1"))?
            .execute([&story])?;
    }
    let texts = texts_of(db, &story)?;
    let words: TextsByReport = texts.iter().map(|(id, text)| (*id, Words::of(text))).collect();
    for (n, entry) in apparatus.entries.iter().enumerate() {
        add_entry(db, &words, &story, n, entry)?;
    }
    add_whole(db, &words, &story, collated)?;
    let sql = "UPDATE story SET collated = ?2,
        n_statements = (SELECT count(*) FROM statement JOIN witness USING (report_id)
                        WHERE story_id = ?1),
        n_altered = (SELECT count(DISTINCT entry_id) FROM reading
                     JOIN entry ON entry.id = entry_id
                     WHERE story_id = ?1 AND agreement = 'altered'),
        n_independent_statements = (
            SELECT count(*) FROM statement JOIN witness USING (report_id)
            WHERE story_id = ?1 AND counts_as = report_id),
        n_independent_altered = (
            SELECT count(DISTINCT entry_id) FROM reading
            JOIN entry ON entry.id = entry_id
            JOIN statement AS lemma ON lemma.id = entry.statement_id
            JOIN statement AS other ON other.id = reading.statement_id
            JOIN witness AS one ON one.report_id = lemma.report_id
            JOIN witness AS two ON two.report_id = other.report_id
            WHERE entry.story_id = ?1 AND agreement = 'altered'
              AND two.counts_as = two.report_id AND one.counts_as <> two.counts_as)
        WHERE id = ?1";
    db.prepare_cached(sql)?.execute(params![story, version("collate")]).map(drop)
}

/// A story's texts, to cut words from.
pub(crate) type TextsByReport<'t> = BTreeMap<ReportId, Words<'t>>;

fn add_entry(
    db: &Connection,
    texts: &TextsByReport,
    story: &str,
    n: usize,
    entry: &Entry,
) -> rusqlite::Result<()> {
    let id = format!("{story}.{n}");
    let Some(lemma) = texts.get(&entry.lemma.statement.report) else { return Ok(()) };
    let (statement, words, spans) = passages(lemma, &entry.lemma);
    db.prepare_cached("INSERT INTO entry VALUES (?1, ?2, ?3, ?4, ?5, ?6)")?
        .execute(params![id, story, n, statement, words, spans])?;
    for (n, reading) in entry.readings.iter().enumerate() {
        if let Some(text) = texts.get(&reading.passages.statement.report) {
            add_reading(db, lemma, text, &id, n, reading)?;
        }
    }
    Ok(())
}

/// A passage's statement, words and spans.
pub(crate) fn passages(text: &Words, passages: &Passages) -> (String, String, String) {
    let Passages { statement, spans } = passages;
    (statement.to_string(), text.at(spans), text.write(spans))
}

fn add_reading(
    db: &Connection,
    lemma: &Words,
    text: &Words,
    entry: &str,
    n: usize,
    reading: &Reading,
) -> rusqlite::Result<()> {
    let id = format!("{entry}.{n}");
    let (statement, words, spans) = passages(text, &reading.passages);
    let agreement = reading.agreement.word();
    db.prepare_cached(
        "INSERT INTO reading VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13)",
    )?
    .execute(params![
        id,
        entry,
        n,
        statement,
        words,
        spans,
        agreement,
        reading.cut.map(onrecord::json::cut),
        reading.cut.map(|it| it.marked),
        reading.degree.map(Word::word),
        reading.day_conflict,
        reading.speaker_conflict,
        reading.venue_conflict,
    ])?;
    let mut insert =
        db.prepare_cached("INSERT INTO variant VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)")?;
    let substantives = reading.variants.iter().map(|it| (it, false));
    let all = substantives.chain(reading.accidentals.iter().map(|it| (it, true)));
    for (n, (variant, accidental)) in all.enumerate() {
        let Variant { kind, mark, lemma: old, reading: new } = variant;
        insert.execute(params![
            id,
            n,
            kind.word(),
            accidental,
            mark.map(Word::word),
            lemma.at(&[*old]),
            lemma.write_one(*old),
            text.at(&[*new]),
            text.write_one(*new),
        ])?;
    }
    Ok(())
}

//! Reports, stories and apparatus in, rows out. One transaction a call: all of it or nothing.

use std::collections::BTreeMap;

use onrecord::collate::Passages;
use onrecord::story::sign;
use onrecord::{
    Annotated, Annotations, Capture, Entry, PartKind, Reading, Report, ReportId, Speaker,
    Statement, Variant,
};
use rusqlite::types::ValueRef;
use rusqlite::{Connection, OptionalExtension, Transaction, params};

use crate::collated::{Collated, OF_STORY, add_whole};
use crate::error::Result;
use crate::event;
use crate::numbered;
use crate::read::{self, texts_of};
use crate::rows::{Word, Words, decimal, parsed};
use crate::schema::{METHODS, Record};
use crate::stories;
use crate::twice::{self, KeptFrom};

/// Digest of a capture, as text.
pub(crate) type Digest = String;

impl Record {
    /// Adds reports with what was found in them, and tells how many were new. Of a report that is
    /// there already, the account that tells its day, then that of the earlier capture is kept.
    pub fn add(&mut self, annotated: &[Annotated]) -> Result<usize> {
        // By day, as rows are numbered: the indexes of words take ascending rows at once, and
        // write what they have whenever one goes back.
        let mut by_day: Vec<&Annotated> = annotated.iter().collect();
        by_day.sort_by_key(|it| numbered::day_of(&it.report));
        self.write("cannot add reports", |db| {
            let mut added = Vec::with_capacity(annotated.len());
            for it in by_day {
                added.push(add_report(db, it)?);
            }
            Ok(n_new(&added))
        })
    }

    /// Adds what was read from captures, and remembers the captures.
    pub(crate) fn add_captured(&mut self, read: &[(Digest, Option<Annotated>)]) -> Result<usize> {
        let day = |it: &Option<Annotated>| it.as_ref().map(|it| numbered::day_of(&it.report));
        let mut by_day: Vec<&(Digest, Option<Annotated>)> = read.iter().collect();
        by_day.sort_by_key(|(_, annotated)| day(annotated));
        self.write("cannot add reports", |db| {
            let mut added = Vec::with_capacity(read.len());
            for (digest, annotated) in by_day {
                if let Some(annotated) = annotated {
                    added.push(add_report(db, annotated)?);
                }
                let id = annotated.as_ref().map(|it| it.report.id().to_string());
                db.prepare_cached("INSERT OR IGNORE INTO capture VALUES (?1, ?2)")?
                    .execute(params![digest, id])?;
            }
            Ok(n_new(&added))
        })
    }

    /// Whether a capture was read before.
    pub(crate) fn knows(&self, digest: &Digest, capture: &Capture) -> Result<Known> {
        known(&self.db, digest, capture).map_err(self.failed("cannot look up a capture"))
    }

    /// Puts new findings in place of those the record has for reports it knows.
    pub(crate) fn replace_annotations(&mut self, annotated: &[Annotated]) -> Result<()> {
        self.write("cannot replace findings", |db| {
            for it in annotated {
                let id = it.report.id().to_string();
                forget_story_of(db, &id)?;
                replace_findings(db, it)?;
            }
            Ok(())
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

    /// Writes what was found of stories, in place of what they had.
    pub fn set_collated(&mut self, collated: &[Collated]) -> Result<()> {
        if collated.is_empty() {
            return Ok(());
        }
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
pub(crate) fn version(method: &str) -> i64 {
    METHODS.iter().find(|(name, _)| *name == method).map_or(0, |(_, version)| *version)
}

pub(crate) fn up_to_date(db: &Connection, method: &str) -> rusqlite::Result<()> {
    let sql = "UPDATE method SET version = ?2 WHERE name = ?1";
    db.execute(sql, params![method, version(method)]).map(drop)
}

// Captures ----------------------------------------------------------------------------------------

/// Whether a capture was read before.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Known {
    /// Never.
    New,
    /// It was; but of this time or place, it may give an account of the report that is preferred.
    Again,
    /// It was, and can tell nothing new.
    Old,
}

fn known(db: &Connection, digest: &Digest, capture: &Capture) -> rusqlite::Result<Known> {
    let sql = "SELECT report.id, captured_at, place, published_day IS NULL
               FROM capture LEFT JOIN report ON report.id = report_id WHERE digest = ?1";
    let kept = db.prepare_cached(sql)?.query_row([digest], |row| {
        if row.get_ref(0)? == ValueRef::Null {
            return Ok(None);
        }
        let captured = parsed(row.get(1)?)?;
        Ok(Some(KeptFrom { captured, place: row.get(2)?, undated: row.get(3)? }))
    });
    Ok(match kept.optional()? {
        None => Known::New,
        Some(Some(it)) if twice::may_be_preferred(capture.captured, &capture.place, &it) => {
            Known::Again
        }
        // Nothing was in it, whenever it was fetched.
        Some(_) => Known::Old,
    })
}

// Reports -----------------------------------------------------------------------------------------

/// What became of a report.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Added {
    New,
    /// It was there; this account of it was preferred.
    Replaced,
    /// It was there, and was left as it is.
    Left,
}

fn n_new(added: &[Added]) -> usize {
    added.iter().filter(|it| **it == Added::New).count()
}

fn add_report(db: &Connection, annotated: &Annotated) -> rusqlite::Result<Added> {
    let Annotated { report, annotations } = annotated;
    if insert_report(db, report)? {
        add_parts(db, report)?;
        add_annotations(db, report, annotations)?;
        add_signature(db, annotated)?;
        return Ok(Added::New);
    }
    if twice::is_preferred(report, &read::report(db, &report.id().to_string())?) {
        replace_report(db, annotated)?;
        return Ok(Added::Replaced);
    }
    Ok(Added::Left)
}

fn insert_report(db: &Connection, report: &Report) -> rusqlite::Result<bool> {
    let sql = "INSERT INTO report (id, title, outlet, genre, url, published_day, published_at,
                   captured_at, language, author, credit, \"key\", place, text, rowid)
               VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15)
               ON CONFLICT (id) DO NOTHING";
    write_report(db, sql, report).map(|it| it > 0)
}

/// Puts another account of a report, and what was found in it, in place of the one there is.
fn replace_report(db: &Connection, annotated: &Annotated) -> rusqlite::Result<()> {
    let report = &annotated.report;
    let id = report.id().to_string();
    forget_story_of(db, &id)?;
    let sql = "UPDATE report SET
                   title = ?2, outlet = ?3, genre = ?4, url = ?5, published_day = ?6,
                   published_at = ?7, captured_at = ?8, language = ?9, author = ?10, credit = ?11,
                   \"key\" = ?12, place = ?13, text = ?14, rowid = ?15
               WHERE id = ?1";
    write_report(db, sql, report)?;
    db.prepare_cached("DELETE FROM part WHERE report_id = ?1")?.execute([&id])?;
    add_parts(db, report)?;
    replace_findings(db, annotated)
}

/// Puts new statements, actors and signature in place of a report's.
fn replace_findings(db: &Connection, annotated: &Annotated) -> rusqlite::Result<()> {
    let id = annotated.report.id().to_string();
    db.prepare_cached("DELETE FROM statement WHERE report_id = ?1")?.execute([&id])?;
    db.prepare_cached("DELETE FROM event WHERE report_id = ?1")?.execute([&id])?;
    db.prepare_cached("DELETE FROM actor WHERE report_id = ?1")?.execute([&id])?;
    add_annotations(db, &annotated.report, &annotated.annotations)?;
    add_signature(db, annotated)
}

/// A story tells days, titles, outlets and kinds of its reports: it is made again even if the same reports
/// are in it.
fn forget_story_of(db: &Connection, report: &str) -> rusqlite::Result<()> {
    let sql = "DELETE FROM story WHERE id = (SELECT story_id FROM witness WHERE report_id = ?1)";
    db.prepare_cached(sql)?.execute([report]).map(drop)
}

fn write_report(db: &Connection, sql: &str, report: &Report) -> rusqlite::Result<usize> {
    db.prepare_cached(sql)?.execute(params![
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
        numbered::next(db, "report", numbered::day_of(report))?,
    ])
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
    // The report in the record may have another day than this one, which has the same text.
    let first = numbered::next(db, "statement", numbered::day_in(db, &id)?)?;
    for (n, statement) in annotations.statements.iter().enumerate() {
        add_statement(db, &words, (&id, n, first + n as i64), statement, annotations)?;
    }
    event::add_all(db, &words, &id, &annotations.events)
}

pub(crate) fn actor_key(report: &str, n: usize) -> String {
    format!("{report}.a{n}")
}

fn add_statement(
    db: &Connection,
    words: &Words,
    (report, n, number): (&str, usize, i64),
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
    let sql = "INSERT INTO statement (id, report_id, n, manner, act, speaker, speaker_status,
             speaker_id, candidates, source, source_spans, cue, cue_spans, addressee,
             addressee_span, words, content_spans, day, day_words, day_span, within_id, rule, tier,
             confidence, rowid)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17, ?18,
                 ?19, ?20, ?21, ?22, ?23, ?24, ?25)";
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
        number,
    ])?;
    Ok(())
}

fn add_signature(db: &Connection, annotated: &Annotated) -> rusqlite::Result<()> {
    let id = annotated.report.id().to_string();
    let signature = sign(annotated);
    let day = stories::day_of(&signature);
    // If it is made again, the day and the group that it was in are touched too.
    db.prepare_cached(
        "INSERT OR IGNORE INTO touched
         SELECT day, coalesce(group_id, '') FROM signature WHERE report_id = ?1
         UNION SELECT ?2, ''",
    )?
    .execute(params![id, day])?;
    db.prepare_cached(
        "INSERT OR REPLACE INTO signature
         VALUES (?1, ?2, (SELECT group_id FROM signature WHERE report_id = ?1), ?3)",
    )?
    .execute(params![id, day, signature.to_bytes()])
    .map(drop)
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

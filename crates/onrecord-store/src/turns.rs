//! Turns of talks as rows, and the talks they fold into. The state of talks is never in the file.

use std::collections::BTreeMap;

use jiff::civil::Date;
use onrecord::annotate::{ActorIdx, Issue, Participant, Standing, Turn, TurnKind, Voice};
use onrecord::lexicon::{Party, Sector};
use onrecord::talks::{Account, Reported, Talks, Told, Who, follow};
use onrecord::{Act, ReportId, Span};
use rusqlite::{Connection, Row, params};
use serde_json::{Value, json};

use crate::error::Result;
use crate::read::{Reader, outlet};
use crate::rows::{Word, Words, interned, number, parsed, report_id, strange};

/// Which talks to give.
#[derive(Clone, Debug, Default)]
pub struct TalksFilter<'f> {
    /// Those with a turn of this day or later; the turns before it belong to them.
    pub since: Option<Date>,
    /// Letters of a party, a third party or an issue; all of these words.
    pub about: Option<&'f str>,
    /// Those alone for which no account of the last day says that they are over: agreed, in force,
    /// broken off, lapsed.
    pub open: bool,
}

impl Reader {
    /// The talks that reports tell of, the latest first.
    pub fn talks(&self, filter: &TalksFilter) -> Result<Vec<Talks>> {
        let read = || reported(&self.db);
        let reported = read().map_err(self.failed("cannot read talks"))?;
        let mut talks = follow(&reported);
        talks.retain(|it| filter.fits(it));
        Ok(talks)
    }
}

impl TalksFilter<'_> {
    fn fits(&self, talks: &Talks) -> bool {
        let recent = self.since.is_none_or(|since| talks.last_day.is_some_and(|it| it >= since));
        let words = self.about.unwrap_or("").to_lowercase();
        let about = words.split_whitespace().all(|word| names(talks).any(|it| it.contains(word)));
        recent && about && (!self.open || is_open(talks))
    }
}

fn names(talks: &Talks) -> impl Iterator<Item = String> {
    let members = talks.parties.iter().chain(talks.third_parties.iter().map(|it| &it.member));
    let issues = talks.issues.iter().map(|it| it.name().to_owned());
    let named = talks.turns.iter().filter_map(|it| it.told.named.as_deref().map(str::to_lowercase));
    members.map(|it| it.name.to_lowercase()).chain(issues).chain(named)
}

/// Whether no account of the last day says that the talks are over.
fn is_open(talks: &Talks) -> bool {
    use onrecord::annotate::Phase::{Agreed, BrokenOff, InForce, Lapsed};
    let last = talks.stands.first().and_then(|it| it.day);
    let over = |it: &&onrecord::talks::Stand| {
        matches!(it.phase, Agreed | BrokenOff | InForce | Lapsed)
            && it.standing == Standing::Occurred
            && it.day == last
    };
    !talks.stands.iter().any(|it| over(&it))
}

// Rows in -----------------------------------------------------------------------------------------

pub(crate) fn remove(db: &Connection, report: &str) -> rusqlite::Result<()> {
    db.prepare_cached("DELETE FROM turn WHERE report_id = ?1")?.execute([report]).map(drop)
}

pub(crate) fn add(
    db: &Connection,
    words: &Words,
    report: &str,
    turns: &[Turn],
) -> rusqlite::Result<()> {
    let sql =
        "INSERT INTO turn VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14,
                   ?15, ?16, ?17, ?18, ?19, ?20, ?21, ?22, ?23, ?24, ?25, ?26, ?27)";
    for (n, turn) in turns.iter().enumerate() {
        let at = |it: Option<Span>| it.map(|it| words.at(&[it]));
        let span = |it: Option<Span>| it.map(|it| words.write_one(it));
        let who = |it: &[Participant]| participants(words, report, it).to_string();
        let issues: Vec<&str> = turn.issues.iter().map(|it| it.name()).collect();
        let statement = match turn.voice {
            Voice::Statement(n) => Some(format!("{report}.{n}")),
            Voice::Outlet => None,
        };
        db.prepare_cached(sql)?.execute(params![
            format!("{report}.t{n}"),
            report,
            n,
            turn.kind.name(),
            turn.kind.of(),
            turn.standing.name(),
            who(&turn.parties),
            who(&turn.by),
            who(&turn.to),
            json!(issues).to_string(),
            at(turn.named),
            span(turn.named),
            turn.again,
            turn.main,
            at(turn.since),
            span(turn.since),
            at(turn.what),
            span(turn.what),
            at(turn.then),
            span(turn.then),
            statement,
            turn.side.as_ref().map(|it| party(it).to_string()),
            words.at(&turn.words),
            words.write(&turn.words),
            words.at(&[turn.passage]),
            words.write_one(turn.passage),
            turn.rule,
        ])?;
    }
    Ok(())
}

fn participants(words: &Words, report: &str, of: &[Participant]) -> Value {
    let one = |it: &Participant| {
        let mut one = it.party.as_ref().map_or(json!({}), party);
        one["mention"] = words.at(&[it.mention]).into();
        one["span"] = json!(words.points(it.mention));
        if let Some(actor) = it.actor {
            one["actor_id"] = format!("{report}.a{}", actor.0).into();
        }
        one
    };
    of.iter().map(one).collect()
}

fn party(of: &Party) -> Value {
    let mut it = json!({ "name": of.name, "code": of.code });
    if let Some(sector) = of.sector {
        it["sector"] = sector.code().into();
    }
    it
}

// Rows out ----------------------------------------------------------------------------------------

/// The turns of a report, in order.
pub(crate) fn turns(db: &Connection, report: &str, words: &Words) -> rusqlite::Result<Vec<Turn>> {
    let sql = "SELECT kind, value, standing, parties, by_parties, to_parties, issues, named_span, again,
                      main, since_span, what_span, then_span, statement_id, side, spans, passage_span,
                      rule
               FROM turn WHERE report_id = ?1 ORDER BY n";
    let mut rows = db.prepare_cached(sql)?;
    let rows = rows.query_map([report], |row| {
        let text = |n| Ok::<_, rusqlite::Error>(row.get_ref(n)?.as_str()?);
        let who = |n| -> rusqlite::Result<Vec<Participant>> {
            listed(text(n)?)?.iter().map(|it| participant(words, it)).collect()
        };
        let span = |n| {
            let span: Option<String> = row.get(n)?;
            span.as_deref().map(|it| words.read_one(it)).transpose()
        };
        let statement: Option<String> = row.get(13)?;
        let voice = match statement {
            Some(id) => Voice::Statement(number(&id, ".")?),
            None => Voice::Outlet,
        };
        Ok(Turn {
            kind: kind(row, 0)?,
            standing: standing(text(2)?)?,
            parties: who(3)?,
            by: who(4)?,
            to: who(5)?,
            issues: issues(text(6)?)?,
            named: span(7)?,
            again: row.get(8)?,
            main: row.get(9)?,
            since: span(10)?,
            what: span(11)?,
            then: span(12)?,
            voice,
            side: side(row, 14)?,
            day: None,
            words: words.read(text(15)?)?,
            passage: words.read_one(text(16)?)?,
            rule: interned(text(17)?),
        })
    })?;
    rows.collect()
}

/// All turns by report, with the matter each report is of: the first story of its sequence.
fn reported(db: &Connection) -> rusqlite::Result<Vec<Reported>> {
    let first = firsts(db)?;
    let sql = "SELECT report.outlet, report.url, report.place, report.id, report.published_day,
                      witness.story_id, witness.counts_as,
                      turn.kind, turn.value, turn.standing, turn.parties, turn.by_parties,
                      turn.to_parties, turn.issues, turn.named, turn.again, turn.main, turn.since,
                      turn.what, turn.then_what, turn.statement_id, turn.side, turn.words,
                      turn.passage, turn.rule, statement.speaker, statement.source,
                      statement.speaker_status, statement.act, turn.n
               FROM turn JOIN report ON report.id = turn.report_id
               LEFT JOIN witness ON witness.report_id = report.id
               LEFT JOIN statement ON statement.id = turn.statement_id
               ORDER BY turn.report_id, turn.n";
    let mut found: Vec<Reported> = Vec::new();
    let mut rows = db.prepare_cached(sql)?;
    let mut rows = rows.query([])?;
    while let Some(row) = rows.next()? {
        let report = report_id(row.get_ref(3)?.as_str()?)?;
        if found.last().is_none_or(|it| it.report != report) {
            let id = |n| row.get::<_, Option<String>>(n)?.map(|it| report_id(&it)).transpose();
            let story: Option<ReportId> = id(5)?;
            let counts_as: Option<ReportId> = id(6)?;
            let matter = story.map_or(report, |it| first.get(&it).copied().unwrap_or(it));
            found.push(Reported {
                report,
                outlet: outlet(row, 0)?.into(),
                day: parsed(row.get(4)?)?,
                matter,
                copy_of: counts_as.filter(|it| *it != report),
                turns: Vec::new(),
            });
        }
        let told = told(row, report)?;
        if let Some(last) = found.last_mut() {
            last.turns.push(told);
        }
    }
    Ok(found)
}

/// The first story of the sequence that each story is in.
fn firsts(db: &Connection) -> rusqlite::Result<BTreeMap<ReportId, ReportId>> {
    let mut rows = db.prepare_cached("SELECT story_id, earlier_id FROM follows")?;
    let pairs = rows.query_map([], |row| {
        Ok((report_id(row.get_ref(0)?.as_str()?)?, report_id(row.get_ref(1)?.as_str()?)?))
    })?;
    let earlier: BTreeMap<ReportId, ReportId> = pairs.collect::<rusqlite::Result<_>>()?;
    let first = |story: &ReportId| {
        let mut at = *story;
        // No longer than there are links: another program may have made a circle.
        for _ in 0..earlier.len() {
            match earlier.get(&at) {
                Some(it) => at = *it,
                None => break,
            }
        }
        at
    };
    Ok(earlier.keys().map(|it| (*it, first(it))).collect())
}

fn told(row: &Row, report: ReportId) -> rusqlite::Result<Told> {
    let text = |n| Ok::<_, rusqlite::Error>(row.get_ref(n)?.as_str()?);
    let boxed =
        |n| Ok::<_, rusqlite::Error>(row.get::<_, Option<String>>(n)?.map(String::into_boxed_str));
    let who = |n| Ok::<_, rusqlite::Error>(listed(text(n)?)?.iter().map(who).collect::<Vec<_>>());
    let statement: Option<String> = row.get(20)?;
    let speaker = boxed(25)?;
    let act: Option<String> = row.get(28)?;
    Ok(Told {
        report,
        n: row.get(29)?,
        kind: kind(row, 7)?,
        standing: standing(text(9)?)?,
        parties: who(10)?,
        by: who(11)?,
        to: who(12)?,
        issues: issues(text(13)?)?,
        named: boxed(14)?,
        again: row.get(15)?,
        main: row.get(16)?,
        since: boxed(17)?,
        what: boxed(18)?,
        then: boxed(19)?,
        account: Account {
            statement: statement.map(|it| number(&it, ".")).transpose()?,
            is_named: row.get::<_, Option<String>>(27)?.as_deref() == Some("named"),
            speaker: if speaker.is_some() { speaker } else { boxed(26)? },
            act: act.map_or(Ok(Act::Said), |it| Act::read(&it))?,
            side: side(row, 21)?,
        },
        words: text(22)?.into(),
        passage: text(23)?.into(),
        rule: interned(text(24)?),
    })
}

fn kind(row: &Row, at: usize) -> rusqlite::Result<TurnKind> {
    let value: Option<String> = row.get(at + 1)?;
    let name = row.get_ref(at)?.as_str()?;
    TurnKind::named(name, value.as_deref().unwrap_or("")).ok_or_else(|| strange(name))
}

fn standing(word: &str) -> rusqlite::Result<Standing> {
    Standing::named(word).ok_or_else(|| strange(word))
}

fn issues(json: &str) -> rusqlite::Result<Vec<Issue>> {
    let names: Vec<String> = serde_json::from_str(json).map_err(|_| strange(json))?;
    names.iter().map(|it| Issue::named(it).ok_or_else(|| strange(it))).collect()
}

fn listed(json: &str) -> rusqlite::Result<Vec<Value>> {
    serde_json::from_str(json).map_err(|_| strange(json))
}

fn side(row: &Row, at: usize) -> rusqlite::Result<Option<Party>> {
    let side: Option<String> = row.get(at)?;
    let read = |it: String| serde_json::from_str(&it).map_err(|_| strange(&it));
    Ok(side.map(read).transpose()?.and_then(|it: Value| party_of(&it)))
}

fn party_of(value: &Value) -> Option<Party> {
    Some(Party {
        name: value["name"].as_str()?.into(),
        code: value["code"].as_str()?.into(),
        sector: value["sector"].as_str().and_then(Sector::coded),
    })
}

fn who(value: &Value) -> Who {
    Who { mention: value["mention"].as_str().unwrap_or("").into(), party: party_of(value) }
}

fn participant(words: &Words, value: &Value) -> rusqlite::Result<Participant> {
    let actor = value["actor_id"].as_str().map(|it| number(it, ".a")).transpose()?;
    let span =
        serde_json::from_value(value["span"].clone()).map_err(|_| strange("a participant"))?;
    Ok(Participant {
        mention: words.span(span)?,
        party: party_of(value),
        supposed: false,
        actor: actor.map(ActorIdx),
    })
}

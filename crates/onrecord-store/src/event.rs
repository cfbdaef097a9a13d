//! What a report says was done to whom, as rows and back.

use onrecord::annotate::{ActorIdx, Day, Event, EventKind, Participant, Standing, Voice};
use onrecord::lexicon::{Party, Sector};
use rusqlite::{Connection, params};

use crate::rows::{Words, interned, number, parsed, strange};
use crate::write::actor_key;

/// What a participant is of its event.
const ACTOR: &str = "actor";
const RECIPIENT: &str = "recipient";

/// Writes the events of a report.
pub(crate) fn add_all(
    db: &Connection,
    words: &Words,
    report: &str,
    events: &[Event],
) -> rusqlite::Result<()> {
    events.iter().enumerate().try_for_each(|(n, it)| add(db, words, (report, n), it))
}

fn add(
    db: &Connection,
    words: &Words,
    (report, n): (&str, usize),
    event: &Event,
) -> rusqlite::Result<()> {
    let id = format!("{report}.e{n}");
    let sql = "INSERT INTO event VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13,
                   ?14, ?15, ?16, ?17, ?18, ?19)";
    db.prepare_cached(sql)?.execute(params![
        id,
        report,
        n,
        event.kind.name(),
        event.mode,
        serde_json::json!(event.contexts).to_string(),
        event.standing.name(),
        event.doubtful,
        voice_key(report, event.voice),
        event.day.and_then(|it| it.date).map(|it| it.to_string()),
        event.day.map(|it| words.at(&[it.written])),
        event.day.map(|it| words.write_one(it.written)),
        event.place.map(|it| words.at(&[it])),
        event.place.map(|it| words.write_one(it)),
        words.at(&event.words),
        words.write(&event.words),
        words.at(&[event.passage]),
        words.write_one(event.passage),
        event.rule,
    ])?;
    let actors = event.actors.iter().map(|it| (ACTOR, it));
    let all = actors.chain(event.recipients.iter().map(|it| (RECIPIENT, it)));
    let sql = "INSERT INTO participant VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)";
    let mut insert = db.prepare_cached(sql)?;
    for (n, (role, it)) in all.enumerate() {
        let party = it.party.as_ref();
        insert.execute(params![
            id,
            n,
            role,
            words.at(&[it.mention]),
            words.write_one(it.mention),
            party.map(|it| &it.name),
            party.map(|it| &it.code),
            party.and_then(|it| it.sector).map(Sector::code),
            it.supposed,
            it.actor.map(|it| actor_key(report, it.0 as usize)),
        ])?;
    }
    Ok(())
}

/// The statement that vouches, by its id; none if the report does in its own words.
pub(crate) fn voice_key(report: &str, voice: Voice) -> Option<String> {
    match voice {
        Voice::Outlet => None,
        Voice::Statement(n) => Some(format!("{report}.{n}")),
    }
}

/// Back from that id.
pub(crate) fn voice(key: Option<&str>) -> rusqlite::Result<Voice> {
    key.map_or(Ok(Voice::Outlet), |it| number(it, ".").map(Voice::Statement))
}

/// The events of a report, in order.
pub(crate) fn of_report(
    db: &Connection,
    report: &str,
    words: &Words,
) -> rusqlite::Result<Vec<Event>> {
    let sql = "SELECT id, kind, mode, contexts, standing, voice_id, day, day_span, place_span,
                      words_spans, passage_span, rule, doubtful
               FROM event WHERE report_id = ?1 ORDER BY n";
    let mut rows = db.prepare_cached(sql)?;
    let events = rows.query_map([report], |row| {
        let text = |n| Ok::<_, rusqlite::Error>(row.get_ref(n)?.as_str()?);
        let optional = |n| Ok::<_, rusqlite::Error>(row.get_ref(n)?.as_str_or_null()?);
        let (actors, recipients) = participants(db, text(0)?, words)?;
        let written = optional(7)?.map(|it| words.read_one(it)).transpose()?;
        let date = parsed(row.get(6)?)?;
        Ok(Event {
            kind: EventKind::named(text(1)?).ok_or_else(|| strange("a kind of event"))?,
            mode: optional(2)?.map(interned),
            contexts: contexts(text(3)?)?,
            actors,
            recipients,
            standing: Standing::named(text(4)?).ok_or_else(|| strange("a standing"))?,
            doubtful: row.get(12)?,
            voice: voice(optional(5)?)?,
            day: written.map(|written| Day { written, date }),
            place: optional(8)?.map(|it| words.read_one(it)).transpose()?,
            words: words.read(text(9)?)?,
            passage: words.read_one(text(10)?)?,
            rule: interned(text(11)?),
        })
    })?;
    events.collect()
}

fn contexts(json: &str) -> rusqlite::Result<Box<[&'static str]>> {
    let names: Vec<String> = serde_json::from_str(json).map_err(|_| strange(json))?;
    Ok(names.iter().map(|it| interned(it)).collect())
}

/// Who did it, and to whom.
fn participants(
    db: &Connection,
    event: &str,
    words: &Words,
) -> rusqlite::Result<(Vec<Participant>, Vec<Participant>)> {
    let sql = "SELECT role, mention_span, name, code, sector, actor_id, supposed
               FROM participant WHERE event_id = ?1 ORDER BY n";
    let mut rows = db.prepare_cached(sql)?;
    let mut rows = rows.query([event])?;
    let (mut actors, mut recipients) = (Vec::new(), Vec::new());
    while let Some(row) = rows.next()? {
        let (name, code): (Option<String>, Option<String>) = (row.get(2)?, row.get(3)?);
        let sector = row.get_ref(4)?.as_str_or_null()?.and_then(Sector::coded);
        let party = name.zip(code);
        let actor = row.get_ref(5)?.as_str_or_null()?.map(|it| number(it, ".a")).transpose()?;
        let it = Participant {
            mention: words.read_one(row.get_ref(1)?.as_str()?)?,
            party: party.map(|(name, code)| Party { name: name.into(), code: code.into(), sector }),
            supposed: row.get(6)?,
            actor: actor.map(ActorIdx),
        };
        match row.get_ref(0)?.as_str()? {
            ACTOR => actors.push(it),
            _ => recipients.push(it),
        }
    }
    Ok((actors, recipients))
}

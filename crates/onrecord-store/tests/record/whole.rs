//! What is found of a story as a whole: written as the functions give it, the same however the
//! reports came, and gone with the story.

use onrecord::collate::stemma::{Origin, stemma};
use onrecord::collate::{Passages, Tables, splices, standing};
use onrecord::text::joined;
use onrecord::{Annotated, Capture, ReportId, Span};
use onrecord_store::{Reader, StoryFilter, TableRows, Whole, update, update_on};
use serde_json::{Value, json};

use crate::{Kept, empty, rules};

const BRIEFING: &str = "Daily briefing on the strait by Spokeswoman Ana Ruiz

MS. RUIZ: Good afternoon. The lift will be repaired before the strait is — “soon”, I am told.

Q: Did you ask for pilots at the northern buoy?

MS. RUIZ: We asked for pilots at the northern buoy, and nobody answered us for seven weeks. \
Every tanker that waits there costs this country four hundred crowns an hour.

Q: Who broke off the talks?

MS. RUIZ: It is their delegation that left the room, not ours. I met eleven of the families on \
Monday, and they asked me nothing about the buoys. They asked me when their sons would be home \
from Sostra.

Q: Does that include the navy?

MS. RUIZ: Nobody in this building wants to see grey ships doing the work of pilots.

Q: Thank you.
";

const POST: &str = "Strait stays closed as pilots wait — 😀 at the northern buoy

The strait stayed closed to every tanker at the northern buoy, and the delegation left the talks.

“It is their delegation that left the room, not ours. Nobody in this building wants to see grey \
ships doing the work of pilots,” Ana Ruiz said on Wednesday.

“We asked for pilots at the northern buoy, and nobody answered us for seven weeks,” Ruiz said.

“Every widow of this town will have her pension from the harbour by Friday,” Ruiz said.

Eleven tankers lay at anchor off the buoy while the crews played cards in the old customs house, \
and the lights on the upper floor went out shortly after the harbour master had driven away.
";

const WIRE: &str = "Tankers wait at northern buoy as strait talks break off

Tankers waited at the northern buoy of the strait as the talks broke off over pilots.

“It is their delegation that left the room, not ours,” spokeswoman Ana Ruiz said.

“Every tanker that waits there costs this country four hundred crowns an hour,” Ruiz said.
";

fn captures() -> Vec<Capture> {
    let copy = format!("{POST}\nThe ferries carried bread and nothing else.\n");
    let told = [
        ("Foreign Ministry", "2031-03-05", BRIEFING),
        ("Harbour Post", "2031-03-05", POST),
        ("Coastal Wire", "2031-03-05", WIRE),
        ("Brenna Echo", "2031-03-06", &copy),
    ];
    let capture = |(outlet, day, text): (&str, &str, &str)| Capture {
        body: onrecord::intake::Body::Text(text.into()),
        outlet: Some(outlet.into()),
        published: Some(day.into()),
        ..Capture::default()
    };
    told.map(capture).into()
}

fn strait() -> Kept {
    let mut kept = empty();
    update(&mut kept.record, &rules(), captures().into_iter().map(Ok), &()).unwrap();
    kept
}

const LISTS: [&str; 4] = ["descent", "found", "absent", "splice"];

fn lists(kept: &Kept) -> Vec<TableRows> {
    LISTS.iter().map(|it| kept.reader().table(it, None).unwrap()).collect()
}

/// The one story of a record.
fn story(reader: &Reader) -> Whole {
    let rows = reader.stories(&StoryFilter::default()).unwrap();
    let [row] = &rows[..] else { panic!("one story: {rows:?}") };
    reader.story(row.id).unwrap().unwrap()
}

/// A row's fields by their names.
fn rows(reader: &Reader, table: &str) -> Vec<serde_json::Map<String, Value>> {
    let TableRows { columns, rows } = reader.table(table, None).unwrap();
    rows.into_iter().map(|it| columns.iter().cloned().zip(it).collect()).collect()
}

/// Words of the library as a record has them.
struct Shelf<'r>(&'r [Annotated]);

impl Shelf<'_> {
    fn of(&self, id: ReportId) -> &Annotated {
        self.0.iter().find(|it| it.report.id() == id).unwrap()
    }

    fn words(&self, it: &Passages) -> String {
        joined(self.of(it.statement.report).report.text(), &it.spans)
    }

    fn points(&self, id: ReportId, span: Span) -> [usize; 2] {
        let text = self.of(id).report.text();
        [span.start(), span.end()].map(|it| text[..it].chars().count())
    }

    fn spans(&self, it: &Passages) -> Vec<[usize; 2]> {
        it.spans.iter().map(|span| self.points(it.statement.report, *span)).collect()
    }

    fn with_day(&self, it: &Passages) -> Value {
        let of = self.of(it.statement.report);
        let day = of.annotations.statements[it.statement.ordinal as usize].day;
        json!({
            "statement": it.statement.to_string(),
            "day": day.map(|it| it.written.of(of.report.text())),
            "words": self.words(it),
            "spans": self.spans(it),
        })
    }
}

#[test]
fn quotations_in_transcripts_are_written_as_they_are_found() {
    let kept = strait();
    let whole = story(&kept.reader());
    let shelf = Shelf(&whole.reports);
    let tables = Tables::english();
    let expected = standing(&tables, &whole.story, &whole.reports, &whole.apparatus);

    let found = rows(&kept.reader(), "found");
    assert!(found.len() >= 4 && found.len() == expected.found.len(), "{found:#?}");
    for (n, (row, it)) in found.iter().zip(&expected.found).enumerate() {
        assert_eq!(row["n"], n);
        assert_eq!(row["story_id"], whole.row.id.to_string());
        assert_eq!(row["statement_id"], it.passages.statement.to_string());
        assert_eq!(row["words"], shelf.words(&it.passages));
        assert_eq!(row["spans"], json!(shelf.spans(&it.passages)));
        assert_eq!(row["transcript_report_id"], it.at.statement.report.to_string());
        assert_eq!(row["transcript_statement_id"], it.at.statement.to_string());
        assert_eq!(row["transcript_words"], shelf.words(&it.at));
        assert_eq!(row["transcript_spans"], json!(shelf.spans(&it.at)));
        assert_eq!(row["turn"], it.turn.number);
        assert_eq!(row["tag"], "MS. RUIZ:");
        assert_eq!(row["asked_id"], json!(it.turn.asked.map(|it| it.to_string())));
        assert_eq!(row["linked"], u8::from(it.linked));
    }
    let grey = found.iter().find(|it| it["words"].as_str().unwrap().contains("grey")).unwrap();
    assert_eq!(grey["asked"], "Does that include the navy?");

    let absent = rows(&kept.reader(), "absent");
    assert!(!absent.is_empty() && absent.len() == expected.absent.len(), "{absent:#?}");
    for (row, it) in absent.iter().zip(&expected.absent) {
        let nearest = it.nearest.as_ref().expect("some word of it is there");
        assert_eq!(row["words"], shelf.words(&it.passages));
        assert_eq!(row["spans"], json!(shelf.spans(&it.passages)));
        assert_eq!(row["why"], it.why.name());
        let transcripts: Vec<String> = it.transcripts.iter().map(ToString::to_string).collect();
        assert_eq!(row["transcripts"], json!(transcripts));
        assert_eq!(row["nearest_report_id"], nearest.passages.statement.report.to_string());
        assert_eq!(row["nearest_words"], shelf.words(&nearest.passages));
        assert_eq!(row["nearest_spans"], json!(shelf.spans(&nearest.passages)));
        assert_eq!(row["nearest_turn"], nearest.turn.number);
        assert_eq!(row["nearest_score"].as_f64().map(|it| it as f32), Some(nearest.score));
    }
}

#[test]
fn splices_are_written_part_by_part() {
    let kept = strait();
    let whole = story(&kept.reader());
    let shelf = Shelf(&whole.reports);
    let tables = Tables::english();
    let expected = splices(&tables, &whole.story, &whole.reports, &whole.apparatus);
    let written = rows(&kept.reader(), "splice");
    assert!(!written.is_empty() && written.len() == expected.len(), "{written:#?}");
    for (row, it) in written.iter().zip(&expected) {
        assert_eq!(row["statement_id"], it.statement.to_string());
        assert_eq!(row["kind"], it.kind.name());
        assert_eq!(row["marked"], u8::from(it.marked));
        let parts = it.parts.iter().map(
            |it| json!({ "here": shelf.with_day(&it.here), "there": shelf.with_day(&it.there) }),
        );
        assert_eq!(row["parts"], parts.collect::<Value>());
    }
    assert_eq!(written[0]["kind"], "two_turns");
    assert_eq!(written[0]["parts"][0]["here"]["day"], "Wednesday");
}

#[test]
fn who_was_made_from_whom_is_written_with_what_shows_it() {
    let kept = strait();
    let whole = story(&kept.reader());
    let shelf = Shelf(&whole.reports);
    let expected = stemma(&whole.story, &whole.reports, &whole.apparatus);
    let written = rows(&kept.reader(), "descent");
    assert!(!written.is_empty() && written.len() == expected.descents.len(), "{written:#?}");
    for (row, it) in written.iter().zip(&expected.descents) {
        let (from, agency) = match &it.from {
            Origin::Report(it) => (json!(it.to_string()), Value::Null),
            Origin::Agency(it) => (Value::Null, json!(it)),
        };
        assert_eq!((&row["from_report_id"], &row["agency"]), (&from, &agency));
        assert_eq!(row["report_id"], it.report.to_string());
        assert_eq!(row["kind"], it.kind.name());
        assert_eq!(row["directed"], u8::from(it.directed));
        let evidence = row["evidence"].as_array().unwrap();
        assert_eq!(evidence.len(), it.evidence.len());
        for (row, it) in evidence.iter().zip(&it.evidence) {
            assert_eq!(row["fact"], it.fact.name());
            let place = |it: &onrecord::collate::stemma::Place| {
                json!({
                    "report": it.report.to_string(),
                    "span": shelf.points(it.report, it.span),
                    "words": it.span.of(shelf.of(it.report).report.text()),
                })
            };
            assert_eq!(row["places"], it.places.iter().map(place).collect::<Value>());
        }
    }
    let copy = written.iter().find(|it| it["kind"] == "copy").expect("a copy");
    let narration = copy["evidence"].as_array().unwrap().iter();
    let narration =
        narration.clone().find(|it| it["fact"] == "narration").expect("words in common");
    assert!(narration["n"].as_u64().unwrap() > 30, "{narration:#}");
    assert_eq!(narration["places"].as_array().unwrap().len(), 2);
}

#[test]
fn order_batches_and_threads_change_nothing_and_neither_does_a_second_time() {
    let annotate = rules();
    let expected = lists(&strait());
    assert!(expected.iter().all(|it| !it.rows.is_empty()), "{expected:#?}");
    let (mut one, mut two, mut backwards) = (empty(), empty(), empty());
    update_on(1, &mut one.record, &annotate, captures().into_iter().map(Ok), &()).unwrap();
    update_on(2, &mut two.record, &annotate, captures().into_iter().map(Ok), &()).unwrap();
    for capture in captures().into_iter().rev() {
        update(&mut backwards.record, &annotate, std::iter::once(Ok(capture)), &()).unwrap();
    }
    assert_eq!(lists(&one), expected);
    assert_eq!(lists(&two), expected);
    assert_eq!(lists(&backwards), expected);
    update(&mut two.record, &annotate, captures().into_iter().map(Ok), &()).unwrap();
    assert_eq!(lists(&two), expected);
}

#[test]
fn a_story_made_again_has_each_row_once() {
    let mut kept = strait();
    let expected = kept.dump();
    let db = rusqlite::Connection::open(kept.path()).unwrap();
    db.execute_batch("UPDATE story SET collated = 0").unwrap();
    drop(db);
    let done = update(&mut kept.record, &rules(), std::iter::empty(), &()).unwrap();
    assert_eq!(done.collated, 1);
    assert_eq!(kept.dump(), expected);
}

#[test]
fn a_story_that_is_gone_leaves_no_rows() {
    let kept = strait();
    assert!(lists(&kept).iter().all(|it| !it.rows.is_empty()));
    let db = rusqlite::Connection::open(kept.path()).unwrap();
    db.execute_batch("PRAGMA foreign_keys = on; DELETE FROM story").unwrap();
    assert!(lists(&kept).iter().all(|it| it.rows.is_empty()), "{:#?}", lists(&kept));
}

#[test]
fn views_tell_it_in_words() {
    let reader = strait().reader();
    let not_found = rows(&reader, "not_found");
    let told = not_found.iter().map(|it| {
        let field = |name: &str| it[name].as_str().unwrap_or("").to_owned();
        let names = ["speaker", "words", "outlet", "transcript_outlet", "transcript_day"];
        (names.map(field), it["in_copy"].as_i64())
    });
    let mut told: Vec<_> = told.collect();
    told.sort();
    let row = |outlet: &str| {
        let words = "Every widow of this town will have her pension from the harbour by Friday";
        ["Ana Ruiz", words, outlet, "Foreign Ministry", "2031-03-05"].map(str::to_owned)
    };
    assert_eq!(told, [(row("Brenna Echo"), Some(1)), (row("Harbour Post"), Some(0))]);

    let in_transcript = rows(&reader, "in_transcript");
    let wire = in_transcript.iter().find(|it| it["outlet"] == "Coastal Wire").unwrap();
    assert_eq!(wire["speaker"], "Ana Ruiz");
    assert_eq!(wire["asked"], "Who broke off the talks?");

    let from: Vec<_> = rows(&reader, "made_from")
        .into_iter()
        .filter(|it| it["kind"] == "copy")
        .map(|it| (it["outlet"].clone(), it["from_outlet"].clone(), it["facts"].clone()))
        .collect();
    let [(outlet, from, facts)] = &from[..] else { panic!("one copy: {from:?}") };
    assert_eq!((outlet, from), (&json!("Brenna Echo"), &json!("Harbour Post")));
    assert!(facts.as_str().unwrap().starts_with("narration"), "{facts}");

    let parts = rows(&reader, "printed_as_one");
    let post: Vec<_> = parts.iter().filter(|it| it["outlet"] == "Harbour Post").collect();
    assert_eq!(post.len(), 2, "{parts:#?}");
    assert_eq!(post[0]["words"], "It is their delegation that left the room, not ours.");
    assert_eq!((&post[0]["part"], &post[1]["part"]), (&json!(0), &json!(1)));
    assert!(post.iter().all(|it| it["there_outlet"] == "Foreign Ministry"));
}

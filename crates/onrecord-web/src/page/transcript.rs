//! `/story/{id}/transcript`: where the quotations of a story stand in its transcripts, which stand in
//! none, and what is printed as one and is two there.

use askama::Template;
use onrecord::json::{ReportInfo, reports};
use onrecord::ledger::{outlet, spliced};
use onrecord_store::TableRows;
use serde_json::{Value, json};

use crate::answer::{Answered, more_words};
use crate::ask::Ask;
use crate::frame::Frame;
use crate::page::head::Head;
use crate::page::story::whole;

/// So many quotations of a kind stand on the page; all are in its twin.
const ON_A_PAGE: usize = 200;

#[derive(Template)]
#[template(path = "transcript.html")]
struct Page {
    frame: Frame,
    head: Head,
    transcripts: Vec<String>,
    n_found: usize,
    n_all: usize,
    absent: Vec<Absent>,
    more_absent: String,
    splices: Vec<Splice>,
    found: Vec<Found>,
    more_found: String,
}

/// Words of a report: its sign, the statement, the words.
struct Words {
    siglum: String,
    outlet: String,
    statement: String,
    words: String,
}

struct Absent {
    quotation: Words,
    /// `not found in T`
    why: String,
    /// `turn 7`, and its words; `None`: no word of it is there.
    nearest: Option<(String, Words)>,
}

struct Found {
    quotation: Words,
    /// `turn 7 (MS. RUIZ)`
    turn: String,
    asked: Option<String>,
    /// The transcript's words, if they are others.
    transcript: Option<String>,
}

struct Splice {
    siglum: String,
    outlet: String,
    statement: String,
    kind: &'static str,
    marked: bool,
    /// The words here, and where the others have them.
    parts: Vec<(String, String)>,
}

pub(crate) fn page(ask: &Ask) -> Answered {
    let whole = whole(ask)?;
    let published = reports(&whole.story, &whole.reports);
    let table = |name: &str| ask.reader.table(name, Some(whole.row.id));
    let (found, absent, splices) = (table("found")?, table("absent")?, table("splice")?);
    let signs = Signs { reports: &published };
    let is_transcript = |it: &&ReportInfo| it.genre == "transcript";
    let beyond = |rows: &TableRows| rows.rows.len().saturating_sub(ON_A_PAGE);
    let page = Page {
        frame: ask.frame(&whole.row.title),
        head: Head::above(ask, &whole, &published, "transcript")?,
        transcripts: published
            .iter()
            .filter(is_transcript)
            .map(|it| format!("{} ({})", it.siglum, outlet(it)))
            .collect(),
        n_found: found.rows.len(),
        n_all: found.rows.len() + absent.rows.len(),
        absent: rows(&absent).take(ON_A_PAGE).map(|it| signs.absent(&it)).collect(),
        more_absent: more_words(beyond(&absent), "quotation", "quotations"),
        splices: rows(&splices).map(|it| signs.splice(&it)).collect(),
        found: rows(&found).take(ON_A_PAGE).map(|it| signs.found(&it)).collect(),
        more_found: more_words(beyond(&found), "quotation", "quotations"),
    };
    let twin = || {
        json!({
            "story": whole.row.id.to_string(),
            "reports": published,
            "found": objects(&found),
            "absent": objects(&absent),
            "splices": objects(&splices),
        })
    };
    ask.answer_with_table(page, twin, || absent.clone())
}

/// A row and the names of its columns.
struct Row<'t> {
    columns: &'t [String],
    cells: &'t [Value],
}

impl Row<'_> {
    fn cell(&self, name: &str) -> &Value {
        let at = self.columns.iter().position(|it| it == name);
        at.and_then(|it| self.cells.get(it)).unwrap_or(&Value::Null)
    }

    fn text(&self, name: &str) -> &str {
        self.cell(name).as_str().unwrap_or("")
    }
}

fn rows(table: &TableRows) -> impl Iterator<Item = Row<'_>> {
    table.rows.iter().map(|cells| Row { columns: &table.columns, cells })
}

fn objects(table: &TableRows) -> Vec<Value> {
    let object = |row: Row| {
        let pairs = row.columns.iter().zip(row.cells).map(|(name, it)| (name.clone(), it.clone()));
        Value::Object(pairs.collect())
    };
    rows(table).map(object).collect()
}

struct Signs<'r> {
    reports: &'r [ReportInfo],
}

impl Signs<'_> {
    /// The report that a statement, or an id, is of.
    fn report(&self, id: &str) -> Option<&ReportInfo> {
        let report = id.split('.').next().unwrap_or("");
        self.reports.iter().find(|it| it.id == report)
    }

    fn siglum(&self, id: &str) -> String {
        self.report(id).map_or("another report", |it| it.siglum.as_str()).to_owned()
    }

    fn words(&self, statement: &str, words: &str) -> Words {
        Words {
            siglum: self.siglum(statement),
            outlet: self.report(statement).map_or("", outlet).to_owned(),
            statement: statement.to_owned(),
            words: words.to_owned(),
        }
    }

    fn absent(&self, row: &Row) -> Absent {
        let looked_in = row.cell("transcripts").as_array().into_iter().flatten();
        let sigla: Vec<String> =
            looked_in.filter_map(|it| Some(self.siglum(it.as_str()?))).collect();
        let another_day = match row.text("why") {
            "another_day" => ", which is of another day than the report gives it",
            _ => "",
        };
        let nearest = row.cell("nearest_words").as_str().map(|words| {
            let turn = row.cell("nearest_turn").as_u64();
            let turn = turn.map_or(String::new(), |it| format!("turn {it}"));
            (turn, self.words(row.text("nearest_statement_id"), words))
        });
        Absent {
            quotation: self.words(row.text("statement_id"), row.text("words")),
            why: format!("not found in {}{another_day}", sigla.join(", ")),
            nearest,
        }
    }

    fn found(&self, row: &Row) -> Found {
        let turn = row.cell("turn").as_u64().unwrap_or(0);
        let tag = row.cell("tag").as_str().map(|it| it.trim_end_matches([':', ' ']));
        let transcript = row.text("transcript_words");
        Found {
            quotation: self.words(row.text("statement_id"), row.text("words")),
            turn: tag.map_or(format!("turn {turn}"), |it| format!("turn {turn} ({it})")),
            asked: row.cell("asked").as_str().map(str::to_owned),
            transcript: (transcript != row.text("words")).then(|| transcript.to_owned()),
        }
    }

    fn splice(&self, row: &Row) -> Splice {
        let statement = row.text("statement_id");
        let part = |it: &Value| {
            let there = &it["there"];
            let day = there["day"].as_str().map(|it| format!(", {it}")).unwrap_or_default();
            let sign = self.siglum(there["statement"].as_str().unwrap_or(""));
            (it["here"]["words"].as_str().unwrap_or("").to_owned(), format!("{sign}{day}"))
        };
        Splice {
            siglum: self.siglum(statement),
            outlet: self.report(statement).map_or("", outlet).to_owned(),
            statement: statement.to_owned(),
            kind: spliced(row.text("kind")),
            marked: row.cell("marked").as_i64() == Some(1),
            parts: row.cell("parts").as_array().into_iter().flatten().map(part).collect(),
        }
    }
}

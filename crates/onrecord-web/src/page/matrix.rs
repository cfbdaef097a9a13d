//! `/story/{id}/matrix`: said by × reported by.

use std::collections::BTreeMap;

use askama::Template;
use onrecord::json::{Comparison, EntryInfo, ReportInfo};
use onrecord::ledger::{grade, grouped, outlet, statements};
use onrecord_store::TableRows;
use serde_json::{Value, json};

use crate::answer::{Answered, Problem, more_words};
use crate::ask::{Ask, encoded};
use crate::frame::Frame;
use crate::page::head::Head;
use crate::page::shown::Choice;
use crate::page::story::whole;

/// A page has no more cells than this, and no fewer rows than that. (A blank cell takes 120 bytes.)
const MOST_CELLS: usize = 2_000;
const FEWEST_ROWS: usize = 8;

/// Outlets from which their names are written upright.
const MANY_OUTLETS: usize = 7;

#[derive(Template)]
#[template(path = "matrix.html")]
struct Page {
    frame: Frame,
    head: Head,
    /// Who reports.
    outlets: Vec<Outlet>,
    upright: bool,
    rows: Vec<Line>,
    more: String,
    next: Option<String>,
}

/// A column.
struct Outlet {
    name: String,
    sigla: String,
    /// `copy`, `transcript`: true of all of its reports.
    note: Option<&'static str>,
}

/// A speaker's row, as the page has it.
struct Line {
    name: String,
    address: String,
    n: usize,
    cells: Vec<Option<Cell>>,
}

struct Cell {
    n: usize,
    address: String,
    /// The gravest grade and its letter.
    grade: Option<(&'static str, char)>,
    /// 1 to 4: how much of the fullest cell.
    shade: usize,
    /// Only copies have them.
    copied: bool,
}

/// What an outlet has of a speaker.
#[derive(Clone, Copy, Default)]
struct Share {
    n: usize,
    grade: Option<&'static str>,
    /// Of them, those that a report of its own has.
    own: usize,
}

/// Said by × reported by.
struct Matrix<'p> {
    outlets: Vec<(&'p str, Vec<&'p ReportInfo>)>,
    /// Speakers as the ledger sets them in a row, with how many utterances, and how many of them each
    /// outlet has.
    rows: Vec<(String, usize, Vec<Share>)>,
}

pub(crate) fn page(ask: &Ask) -> Answered {
    let whole = whole(ask)?;
    let published = whole.published();
    let choice = Choice::of(ask, published)?;
    let matrix = Matrix::of(published, &choice);
    let wrong = |_| Problem::bad("after is a number of speakers; take it from a page’s “next”");
    let after: Option<usize> = ask.get("after").map(str::parse).transpose().map_err(wrong)?;
    let start = after.unwrap_or(0).min(matrix.rows.len());
    let fit = (MOST_CELLS / matrix.outlets.len().max(1)).max(FEWEST_ROWS);
    let end = (start + fit).min(matrix.rows.len());
    let n_more = matrix.rows.len() - end;
    let next = (n_more > 0).then(|| ask.address_with(&[("after", &end.to_string())]));
    let ledger = format!("/story/{}", whole.row.id);
    let page = Page {
        frame: ask.frame(&whole.row.title),
        head: Head::of(ask, &whole, published, "matrix")?,
        outlets: matrix.outlets.iter().map(|(name, reports)| column(name, reports)).collect(),
        upright: matrix.outlets.len() >= MANY_OUTLETS,
        rows: matrix.lines(&ledger, start, end),
        more: more_words(n_more, "speaker", "speakers"),
        next,
    };
    ask.answer_with_table(page, || matrix.twin(published), || matrix.table())
}

impl<'p> Matrix<'p> {
    fn of(published: &'p Comparison, choice: &Choice) -> Matrix<'p> {
        let mut outlets: Vec<(&str, Vec<&ReportInfo>)> = Vec::new();
        for it in &published.reports {
            match outlets.iter_mut().find(|(name, _)| *name == outlet(it)) {
                Some((_, reports)) => reports.push(it),
                None => outlets.push((outlet(it), vec![it])),
            }
        }
        let columns = outlets.iter().enumerate();
        let column_of: BTreeMap<&str, (usize, &ReportInfo)> = columns
            .flat_map(|(n, (_, reports))| reports.iter().map(move |it| (it.id.as_str(), (n, *it))))
            .collect();
        let shown: Vec<&EntryInfo> =
            published.entries.iter().filter(|it| choice.holds(it)).collect();
        let row = |(name, entries): (String, Vec<&EntryInfo>)| {
            let mut shares = vec![Share::default(); outlets.len()];
            entries.iter().for_each(|it| count(it, &column_of, &mut shares));
            (name, entries.len(), shares)
        };
        let rows = grouped(&shown, &choice.headings).into_iter().map(row).collect();
        Matrix { rows, outlets }
    }

    fn lines(&self, ledger: &str, start: usize, end: usize) -> Vec<Line> {
        let shares = self.rows.iter().flat_map(|it| &it.2);
        let most = shares.map(|it| it.n).max().unwrap_or(1).max(1);
        let line = |(name, n, shares): &(String, usize, Vec<Share>)| {
            let speaker = format!("{ledger}?speaker={}", encoded(name));
            let cell = |(share, (outlet, _)): (&Share, &(&str, Vec<&ReportInfo>))| {
                (share.n > 0).then(|| Cell {
                    n: share.n,
                    address: format!("{speaker}&by={}", encoded(outlet)),
                    grade: share.grade.and_then(|it| Some((it, letter(it)?))),
                    shade: (share.n * 4).div_ceil(most),
                    copied: share.own == 0,
                })
            };
            let cells = shares.iter().zip(&self.outlets).map(cell).collect();
            Line { name: name.clone(), address: speaker.clone(), n: *n, cells }
        };
        self.rows[start..end].iter().map(line).collect()
    }

    fn twin(&self, published: &Comparison) -> Value {
        let cell = |(share, (outlet, _)): (&Share, &(&str, Vec<&ReportInfo>))| {
            json!({
                "outlet": outlet,
                "utterances": share.n,
                "in_own_reports": share.own,
                "gravest": share.grade,
            })
        };
        let row = |(name, n, shares): &(String, usize, Vec<Share>)| {
            let cells: Vec<Value> = shares.iter().zip(&self.outlets).map(cell).collect();
            json!({ "speaker": name, "utterances": n, "reported_by": cells })
        };
        json!({
            "story": published.story,
            "reports": published.reports,
            "said_by": self.rows.iter().map(row).collect::<Vec<_>>(),
        })
    }

    fn table(&self) -> TableRows {
        let columns = ["speaker", "outlet", "utterances", "in_own_reports", "gravest"];
        let mut rows = Vec::new();
        for (name, _, shares) in &self.rows {
            for (share, (outlet, _)) in shares.iter().zip(&self.outlets) {
                let cells = [json!(name), json!(outlet), json!(share.n), json!(share.own)];
                rows.push(cells.into_iter().chain([json!(share.grade)]).collect());
            }
        }
        TableRows { columns: columns.map(str::to_owned).to_vec(), rows }
    }
}

/// Adds an utterance to the outlets that have it.
fn count(info: &EntryInfo, column_of: &BTreeMap<&str, (usize, &ReportInfo)>, to: &mut [Share]) {
    let mut seen: BTreeMap<usize, (Option<&'static str>, bool)> = BTreeMap::new();
    for (n, statement) in statements(info).enumerate() {
        let Some((column, report)) = column_of.get(statement.report.as_str()) else { continue };
        // The lemma is what it is by its readings, unless it is a transcript's: with that the others
        // are compared.
        let told = match n.checked_sub(1) {
            Some(n) => Some(info.readings[n].agreement),
            None if report.genre == "transcript" => None,
            None => grade(info),
        };
        let (worst, own) = seen.entry(*column).or_default();
        *worst = gravest(*worst, told);
        *own |= report.copy_of.is_none();
    }
    for (column, (told, own)) in seen {
        let share = &mut to[column];
        share.n += 1;
        share.own += usize::from(own);
        share.grade = gravest(share.grade, told);
    }
}

/// Grades by weight, with the letter that stands for each.
const LETTERS: [(&str, char); 5] =
    [("verbatim", 'V'), ("paraphrase", 'P'), ("trimmed", 'T'), ("spliced", 'S'), ("altered", 'A')];

fn letter(grade: &str) -> Option<char> {
    LETTERS.iter().find(|it| it.0 == grade).map(|it| it.1)
}

fn gravest(a: Option<&'static str>, b: Option<&'static str>) -> Option<&'static str> {
    let weight = |it: &Option<&str>| it.map(|of| LETTERS.iter().position(|it| it.0 == of));
    [a, b].into_iter().max_by_key(weight).flatten()
}

fn column(name: &str, reports: &[&ReportInfo]) -> Outlet {
    let all = |is: fn(&ReportInfo) -> bool| reports.iter().all(|it| is(it));
    let note = match (all(|it| it.genre == "transcript"), all(|it| it.copy_of.is_some())) {
        (true, _) => Some("transcript"),
        (_, true) => Some("copy"),
        _ => None,
    };
    let sigla: Vec<&str> = reports.iter().map(|it| it.siglum.as_str()).collect();
    Outlet { name: name.to_owned(), sigla: sigla.join(" "), note }
}

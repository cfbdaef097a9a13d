//! `/story/{id}/read?a=&b=`: two reports of a story as one table of paragraphs, with what they both
//! have marked where it differs.

use askama::Template;
use onrecord::collate::Agreement;
use onrecord::json::{Comparison, ReportInfo};
use onrecord::ledger::{self, Note, notes};
use onrecord::{Annotated, VariantKind};
use onrecord_store::Whole;
use serde_json::{Value, json};

use crate::answer::{Answered, Problem};
use crate::ask::Ask;
use crate::beside::{Beside, Shared, Side, closest, told};
use crate::escape::escaped;
use crate::frame::Frame;
use crate::page::head::Head;
use crate::page::story::whole;

/// More paragraphs than this that only one of the two has are folded, if the reader does not ask for
/// all: a transcript of two hundred turns beside a report of ten paragraphs.
const FOLDED_FROM: usize = 6;

/// No more differences than this are listed at the top; all stand in the table.
const MOST_LISTED: usize = 12;

#[derive(Template)]
#[template(path = "read.html")]
struct Page {
    frame: Frame,
    head: Head,
    /// The two; `None` where the story has one report.
    two: Option<Two>,
}

struct Two {
    a: Column,
    b: Column,
    swap: String,
    /// The same pair with nothing folded; `None` if nothing is.
    all: Option<String>,
    previous: Option<(String, String)>,
    next: Option<(String, String)>,
    /// `5 utterances in both: 2 altered, 3 verbatim`
    counts: String,
    conflicts: Vec<Conflict>,
    differences: Vec<Difference>,
    n_more: usize,
    rows: Vec<RowShown>,
}

/// A report at the head of its column, and in the form.
struct Column {
    id: String,
    siglum: String,
    outlet: String,
    day: Option<String>,
    genre: &'static str,
}

/// What the two contradict each other in, once for all utterances of which they do.
struct Conflict {
    about: &'static str,
    a: String,
    b: String,
    numbers: Vec<usize>,
}

/// A line of the list of differences.
struct Difference {
    number: usize,
    grade: &'static str,
    /// What differs, as HTML.
    words: String,
    notes: Vec<Note>,
}

struct RowShown {
    shared: bool,
    a: Cell,
    pairs: Vec<Pair>,
    b: Cell,
}

#[derive(Default)]
struct Cell {
    blocks: Vec<(&'static str, String)>,
    /// `27 paragraphs only in T`, if they are folded.
    folded: Option<String>,
    /// Nothing in it is in the other report.
    only: bool,
    /// Words that the other report has in another place of its text: number, and HTML.
    echoes: Vec<(usize, String)>,
}

/// An utterance of a row: how the two agree in it.
struct Pair {
    number: usize,
    grade: &'static str,
    notes: Vec<Note>,
    told: Vec<(&'static str, String, String)>,
    /// The two are not the same.
    variant: bool,
    /// Here stands only the second's; the first's, with the marks beside it, is elsewhere.
    again: bool,
    statements: [String; 2],
}

pub(crate) fn page(ask: &Ask) -> Answered {
    let whole = whole(ask)?;
    let published = whole.published();
    let Some(ids) = chosen(ask, &whole, published)? else {
        let head = Head::of(ask, &whole, published, "read")?;
        let page = Page { frame: ask.frame(&whole.row.title), head, two: None };
        return ask.answer(page, || json!({ "story": published.story, "rows": [] }));
    };
    let [a, b] = ids.map(|n| &published.reports[n]);
    let find = |it: &ReportInfo| {
        let found = whole.reports.iter().find(|of| of.report.id().to_string() == it.id);
        found.ok_or_else(Problem::broken)
    };
    let reports: [&Annotated; 2] = [find(a)?, find(b)?];
    let beside = Beside::of(&whole, reports, [a.siglum.clone(), b.siglum.clone()]);
    let two = two(ask, published, ids, &beside);
    let page = Page {
        frame: ask.frame(format!("{} and {}: {}", a.siglum, b.siglum, whole.row.title)),
        head: Head::of(ask, &whole, published, "read")?,
        two: Some(two),
    };
    ask.answer(page, || twin(published, ids, &beside))
}

/// Places of the two reports among the story's; `None` if it has but one.
fn chosen(ask: &Ask, whole: &Whole, published: &Comparison) -> Result<Option<[usize; 2]>, Problem> {
    let reports = &published.reports;
    let asked = |name: &str| {
        let Some(asked) = ask.get(name) else { return Ok(None) };
        let found = reports.iter().position(|it| it.siglum == asked || it.id == asked);
        let missing = || {
            let known: Vec<&str> = reports.iter().map(|it| it.siglum.as_str()).collect();
            let known = known.join(", ");
            Problem::bad(format!("{name} is the sign or id of a report of this story: {known}"))
        };
        found.map(Some).ok_or_else(missing)
    };
    let id = |n: usize| whole.story.witnesses[n].report;
    let place = |ids: Option<[_; 2]>| {
        let at = |it| whole.story.witnesses.iter().position(|of| of.report == it);
        ids.and_then(|[a, b]| Some([at(a)?, at(b)?]))
    };
    Ok(match (asked("a")?, asked("b")?) {
        (Some(a), Some(b)) if a == b => {
            return Err(Problem::bad("a and b are one report; choose another for one of them"));
        }
        (Some(a), Some(b)) => Some([a, b]),
        (Some(a), None) => place(closest(whole, Some(id(a)))),
        (None, Some(b)) => place(closest(whole, Some(id(b)))).map(|[b, a]| [a, b]),
        (None, None) => place(closest(whole, None)),
    })
}

fn two(ask: &Ask, published: &Comparison, [a, b]: [usize; 2], beside: &Beside) -> Two {
    let reports = &published.reports;
    let sign = |n: usize| reports[n].siglum.as_str();
    let address = |a: usize, b: usize| ask.address_with(&[("a", sign(a)), ("b", sign(b))]);
    let others: Vec<usize> = (0..reports.len()).filter(|it| *it != a).collect();
    let at = others.iter().position(|it| *it == b).unwrap_or(0);
    let other = |at: Option<&usize>| at.map(|it| (address(a, *it), sign(*it).to_owned()));
    let all = ask.get("all").is_some();
    let (rows, n_folded) = rows(beside, all);
    let differences: Vec<Difference> = beside
        .shared
        .iter()
        .filter(|it| worded_otherwise(it))
        .map(|it| difference(beside, it))
        .collect();
    let n_more = differences.len().saturating_sub(MOST_LISTED);
    Two {
        a: column(&reports[a]),
        b: column(&reports[b]),
        swap: address(b, a),
        all: (n_folded > 0).then(|| ask.address_with(&[("all", "1")])),
        previous: other(at.checked_sub(1).and_then(|it| others.get(it))),
        next: other(others.get(at + 1)),
        counts: counts(&beside.shared),
        conflicts: conflicts(&beside.shared),
        differences: differences.into_iter().take(MOST_LISTED).collect(),
        n_more,
        rows,
    }
}

fn column(report: &ReportInfo) -> Column {
    Column {
        id: report.id.clone(),
        siglum: report.siglum.clone(),
        outlet: ledger::outlet(report).to_owned(),
        day: report.published.clone(),
        genre: report.genre,
    }
}

fn counts(shared: &[Shared]) -> String {
    if shared.is_empty() {
        return "Nothing that is reported as said stands in both.".to_owned();
    }
    let n = |grade: &str| shared.iter().filter(|it| grade_of(it) == grade).count();
    let grades = ["altered", "spliced", "trimmed", "paraphrase", "verbatim"];
    let told = grades.into_iter().map(|it| (n(it), it)).filter(|it| it.0 > 0);
    let told: Vec<String> = told.map(|(n, grade)| format!("{n} {grade}")).collect();
    let many = if shared.len() == 1 { "utterance is" } else { "utterances are" };
    format!("{} {many} in both: {}.", shared.len(), told.join(", "))
}

fn grade_of(of: &Shared) -> &'static str {
    of.info.readings[0].agreement
}

/// What the two contradict each other in, the same answers together.
fn conflicts(shared: &[Shared]) -> Vec<Conflict> {
    let mut found: Vec<Conflict> = Vec::new();
    for it in shared {
        for (about, a, b) in told(&it.info) {
            match found.iter_mut().find(|it| it.about == about && it.a == a && it.b == b) {
                Some(known) => known.numbers.push(it.info.number),
                None => found.push(Conflict { about, a, b, numbers: vec![it.info.number] }),
            }
        }
    }
    found.sort_by_key(|it| (it.about != "day", it.about != "act"));
    found
}

fn worded_otherwise(of: &Shared) -> bool {
    let agreement = of.entry.readings[0].agreement;
    matches!(agreement, Agreement::Altered | Agreement::Spliced | Agreement::Trimmed)
}

/// So many places of an utterance are told in the list, …
const MOST_PLACES: usize = 4;

/// … and so many letters of each.
const MOST_LETTERS: usize = 60;

fn difference(beside: &Beside, of: &Shared) -> Difference {
    let reading = &of.entry.readings[0];
    let text = |side: &Side| side.report.report.text().to_owned();
    let (a, b) = (text(&beside.a), text(&beside.b));
    let place = |it: &onrecord::Variant| {
        let (old, new) = (short(it.lemma.of(&a)), short(it.reading.of(&b)));
        match it.kind {
            VariantKind::Omission => tagged("del", &old),
            VariantKind::Addition => tagged("ins", &new),
            VariantKind::Substitution => {
                format!("{} → {}", tagged("del", &old), tagged("ins", &new))
            }
            VariantKind::Transposition => format!("<span class=\"moved\">{}</span>", escaped(&new)),
        }
    };
    let mut words: Vec<String> = reading.variants.iter().take(MOST_PLACES).map(place).collect();
    if reading.variants.len() > MOST_PLACES {
        words.push("…".to_owned());
    }
    Difference {
        number: of.info.number,
        grade: grade_of(of),
        words: words.join(" <span class=\"faint\">·</span> "),
        notes: notes(&of.info.readings[0]),
    }
}

fn tagged(tag: &str, words: &str) -> String {
    let who = if tag == "del" { "only in the first" } else { "only in the second" };
    format!(
        "<{tag}><span class=\"hidden\">[{who}: </span>{}<span class=\"hidden\">]</span></{tag}>",
        escaped(words)
    )
}

fn short(words: &str) -> String {
    let words = words.split_whitespace().collect::<Vec<_>>().join(" ");
    match words.char_indices().nth(MOST_LETTERS) {
        Some((at, _)) => format!("{}…", &words[..at]),
        None => words,
    }
}

/// The table's rows, and how many cells of it are folded.
fn rows(beside: &Beside, all: bool) -> (Vec<RowShown>, usize) {
    let mut shown = Vec::new();
    for row in &beside.rows {
        if row.shared {
            shown.push(row_of(beside, row.a.clone(), row.b.clone(), true));
            continue;
        }
        // What both have in different places stands in rows of its own.
        let of_a = parted(row.a.clone(), |block| beside.shared.iter().any(|it| it.at[0] == block));
        let of_b = parted(row.b.clone(), |block| beside.shared.iter().any(|it| it.at[1] == block));
        match (of_a.as_slice(), of_b.as_slice()) {
            ([(a, false)], [(b, false)]) => {
                shown.push(row_of(beside, a.clone(), b.clone(), false));
            }
            _ => {
                let empty = || row.b.start..row.b.start;
                shown.extend(of_a.iter().map(|it| row_of(beside, it.0.clone(), empty(), it.1)));
                let empty = || row.a.end..row.a.end;
                shown.extend(of_b.iter().map(|it| row_of(beside, empty(), it.0.clone(), it.1)));
            }
        }
    }
    let mut n_folded = 0;
    for row in &mut shown {
        for (cell, side) in [(&mut row.a, &beside.a), (&mut row.b, &beside.b)] {
            if cell.only && cell.blocks.len() >= FOLDED_FROM && !all {
                let n = cell.blocks.len();
                cell.folded = Some(format!("{n} paragraphs only in {}", side.siglum));
                n_folded += 1;
            }
        }
    }
    (shown, n_folded)
}

/// A run of paragraphs, cut where such that are of a kind begin and end.
fn parted(
    range: std::ops::Range<usize>,
    is: impl Fn(usize) -> bool,
) -> Vec<(std::ops::Range<usize>, bool)> {
    let mut parts: Vec<(std::ops::Range<usize>, bool)> = Vec::new();
    for block in range {
        match parts.last_mut().filter(|it| !it.1 && !is(block)) {
            Some(part) => part.0.end = block + 1,
            None => parts.push((block..block + 1, is(block))),
        }
    }
    parts
}

fn row_of(
    beside: &Beside,
    a: std::ops::Range<usize>,
    b: std::ops::Range<usize>,
    shared: bool,
) -> RowShown {
    let mut row = RowShown {
        shared,
        a: Cell { blocks: beside.a.html(a.clone()), only: !shared, ..Cell::default() },
        pairs: Vec::new(),
        b: Cell { blocks: beside.b.html(b.clone()), only: !shared, ..Cell::default() },
    };
    for it in &beside.shared {
        let (in_a, in_b) = (a.contains(&it.at[0]), b.contains(&it.at[1]));
        if !in_a && !in_b {
            continue;
        }
        row.pairs.push(pair(it, !in_a));
        if in_a && !in_b {
            let words = beside.b.words(&it.entry.readings[0].passages);
            row.b.echoes.push((it.info.number, words));
        }
    }
    row
}

fn pair(of: &Shared, again: bool) -> Pair {
    let reading = &of.info.readings[0];
    let told = told(&of.info);
    Pair {
        number: of.info.number,
        grade: reading.agreement,
        notes: notes(reading),
        variant: !again && (worded_otherwise(of) || !told.is_empty()),
        told,
        again,
        statements: [of.info.lemma.statement.clone(), reading.statement.statement.clone()],
    }
}

fn twin(published: &Comparison, [a, b]: [usize; 2], beside: &Beside) -> Value {
    let places = |side: &Side, range: &std::ops::Range<usize>| {
        let text = side.report.report.text();
        let points = onrecord::text::CodePoints::new(text);
        let block = |it: &crate::aligned::Block| json!({ "span": points.of(it.span), "words": it.span.of(text) });
        side.blocks[range.clone()].iter().map(block).collect::<Vec<_>>()
    };
    let row = |it: &crate::aligned::Row| {
        let begins = |of: &&Shared| it.a.contains(&of.at[0]) || it.b.contains(&of.at[1]);
        let numbers = beside.shared.iter().filter(begins).map(|of| of.info.number);
        json!({
            "shared": it.shared,
            "a": places(&beside.a, &it.a),
            "b": places(&beside.b, &it.b),
            "utterances": numbers.collect::<Vec<_>>(),
        })
    };
    // How many have an utterance is counted over the story, not over the two.
    let entry = |it: &Shared| {
        let mut info = it.info.clone();
        if let Some(of_all) = published.entries.get(info.number - 1) {
            (info.outlets, info.witnesses) = (of_all.outlets, of_all.witnesses);
            info.outlets_without_copies = of_all.outlets_without_copies;
        }
        info
    };
    json!({
        "story": published.story,
        "a": published.reports[a],
        "b": published.reports[b],
        "entries": beside.shared.iter().map(entry).collect::<Vec<_>>(),
        "rows": beside.rows.iter().map(row).collect::<Vec<_>>(),
    })
}

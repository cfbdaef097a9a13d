//! `/story/{id}/why`: why each report is in the story, and which was made from which;
//! `/story/{id}/why/{n}`: what an utterance rests on.

use askama::Template;
use onrecord::collate::{Linked, Tables, linked};
use onrecord::json::{
    DescentInfo, EntryInfo, EvidenceInfo, PlaceInfo, ReportInfo, StatementInfo, VariantInfo,
    compared, memberships, reports,
};
use onrecord::ledger::{
    self, Note, belongs, evidence, linked_by, made_from, notes, outlet, percent, rests_on, sure,
};
use onrecord_store::TableRows;
use serde_json::{Value, json};

use crate::answer::{Answered, Problem};
use crate::ask::Ask;
use crate::drawn::{Drawing, quoted};
use crate::escape::escaped;
use crate::frame::Frame;
use crate::page::head::Head;
use crate::page::story::whole;
use crate::source;

#[derive(Template)]
#[template(path = "why.html")]
struct Page {
    frame: Frame,
    head: Head,
    /// What users decided of it.
    decided: Vec<String>,
    members: Vec<Member>,
    /// The nearest story it is not: id, title and likeness.
    nearest: Option<(String, String, String)>,
    /// Where it is looked for: that takes most of a second in a large record. `None`: it was.
    look: Option<String>,
    descents: Vec<Descent>,
}

/// Why a report is in the story.
struct Member {
    id: String,
    siglum: String,
    outlet: String,
    facts: Vec<(&'static str, String)>,
}

/// What a report was made from.
struct Descent {
    siglum: String,
    words: String,
    /// Facts, and the first words that show each.
    evidence: Vec<(String, Option<String>)>,
}

pub(crate) fn page(ask: &Ask) -> Answered {
    let whole = whole(ask)?;
    let published = reports(&whole.story, &whole.reports);
    let found = memberships(&whole.story, &whole.reports);
    let descents = descents(&ask.reader.table("descent", Some(whole.row.id))?, &published);
    let decisions = ask.reader.decisions()?;
    let decided: Vec<String> = decisions.iter().filter_map(|it| it.told_of(whole.row.id)).collect();
    let looked = ask.get("nearest").is_some();
    let found_nearest = if looked { ask.reader.nearest_story(whole.row.id)? } else { None };
    let nearest = match found_nearest {
        Some((id, likeness)) => ask.reader.story_title(id)?.map(|title| (id, title, likeness)),
        None => None,
    };
    let member = |it: &onrecord::json::MembershipInfo| Member {
        id: it.report.clone(),
        siglum: it.siglum.clone(),
        outlet: named(&published, &it.report),
        facts: belongs(it, &published, &descents),
    };
    let page = Page {
        frame: ask.frame(&whole.row.title),
        head: Head::above(ask, &whole, &published, "why")?,
        decided: decided.clone(),
        members: found.iter().map(member).collect(),
        look: (!looked).then(|| ask.address_with(&[("nearest", "1")])),
        nearest: nearest
            .as_ref()
            .map(|(id, title, likeness)| (id.to_string(), title.clone(), percent(*likeness))),
        descents: descents.iter().map(descent).collect(),
    };
    ask.answer(page, || {
        json!({
            "story": whole.row.id.to_string(),
            "memberships": found,
            "stemma": descents,
            "decided": decided,
            "nearest_story": nearest.as_ref().map(|(id, title, likeness)| {
                json!({ "id": id.to_string(), "title": title, "likeness": likeness })
            }),
        })
    })
}

fn named(reports: &[ReportInfo], id: &str) -> String {
    reports.iter().find(|it| it.id == id).map_or("", outlet).to_owned()
}

fn descent(of: &DescentInfo) -> Descent {
    Descent {
        siglum: of.siglum.clone(),
        words: made_from(of),
        evidence: of.evidence.iter().map(evidence).collect(),
    }
}

/// What the record says of which report was made from which, with the signs of this story.
fn descents(table: &TableRows, reports: &[ReportInfo]) -> Vec<DescentInfo> {
    let siglum = |id: &str| reports.iter().find(|it| it.id == id).map(|it| it.siglum.clone());
    let column = |name: &str| table.columns.iter().position(|it| it == name);
    let read = |row: &Vec<Value>| {
        let cell = |name: &str| column(name).and_then(|it| row.get(it)).unwrap_or(&Value::Null);
        let text = |name: &str| cell(name).as_str().map(str::to_owned);
        let (report, from) = (text("report_id")?, text("from_report_id"));
        let facts = cell("evidence").as_array().cloned().unwrap_or_default();
        Some(DescentInfo {
            siglum: siglum(&report)?,
            from_siglum: from.as_deref().and_then(siglum),
            agency: text("agency"),
            kind: known(cell("kind"), &KINDS),
            directed: cell("directed").as_i64() == Some(1),
            evidence: facts.iter().map(|it| fact(it, &siglum)).collect(),
            report,
            from,
        })
    };
    table.rows.iter().filter_map(read).collect()
}

/// Kinds of descent and facts as the record writes them; the last stands for all others.
const KINDS: [&str; 6] = ["copy", "version", "credited", "rewrite", "translation", "shared_source"];
const FACTS: [&str; 10] = [
    "credit",
    "named",
    "narration",
    "short_runs",
    "alterations",
    "reworded",
    "statements",
    "earlier",
    "language",
    "address",
];

fn known<const N: usize>(word: &Value, words: &[&'static str; N]) -> &'static str {
    words.iter().find(|it| word.as_str() == Some(it)).copied().unwrap_or(words[N - 1])
}

fn fact(of: &Value, siglum: &dyn Fn(&str) -> Option<String>) -> EvidenceInfo {
    let number = |name: &str| of[name].as_u64().map(|it| it as u32);
    let place = |it: &Value| {
        let report = it["report"].as_str()?.to_owned();
        let at = |n: usize| it["span"][n].as_u64().map(|it| it as usize);
        Some(PlaceInfo {
            siglum: siglum(&report)?,
            span: [at(0)?, at(1)?],
            words: it["words"].as_str()?.to_owned(),
            report,
        })
    };
    EvidenceInfo {
        fact: known(&of["fact"], &FACTS),
        agency: of["agency"].as_str().map(str::to_owned),
        n: number("n"),
        of: number("of"),
        n_runs: number("n_runs"),
        share: of["share"].as_f64().map(|it| it as f32),
        places: of["places"].as_array().into_iter().flatten().filter_map(place).collect(),
    }
}

// One utterance -----------------------------------------------------------------------------------

#[derive(Template)]
#[template(path = "why_utterance.html")]
struct UtterancePage {
    frame: Frame,
    head: Head,
    number: usize,
    witnesses: Vec<Witness>,
    conflicts: Vec<(&'static str, String)>,
    outlets: Option<String>,
    previous: Option<usize>,
    next_one: Option<usize>,
}

/// A witness of the utterance, and all that its words rest on.
struct Witness {
    siglum: String,
    outlet: String,
    report: String,
    statement: String,
    /// `lemma`, or how it stands to the lemma.
    role: &'static str,
    /// Finished HTML.
    words: String,
    facts: Vec<(&'static str, String)>,
    /// What found it, and how often that is right.
    rule: &'static str,
    sure: String,
    notes: Vec<Note>,
    changes: Vec<Change>,
    /// The report's address, and whether it may be followed.
    url: Option<(String, bool)>,
}

struct Change {
    kind: &'static str,
    lemma: String,
    reading: String,
    mark: Option<&'static str>,
}

pub(crate) fn utterance(ask: &Ask) -> Answered {
    let whole = whole(ask)?;
    let published = compared(&whole.story, &whole.reports, &whole.apparatus);
    let last = published.entries.len();
    let missing = || {
        let asked = ask.name("n");
        if !whole.row.collated {
            return Problem::not_compared();
        }
        Problem::not_found(format!("no utterance {asked}: this story has utterances 1 to {last}"))
    };
    let number: usize = ask.name("n").parse().map_err(|_| missing())?;
    let info = published.entries.iter().find(|it| it.number == number).ok_or_else(missing)?;
    let drawing = Drawing::new(&published, &whole.reports, &whole.apparatus);
    let entry = &whole.apparatus.entries[number - 1];
    let links = linked(&Tables::english(), &whole.story, &whole.reports, entry);
    let claimed = info.readings.iter().any(|it| it.agreement != "paraphrase");
    let lemma = Witness::of(&drawing, &info.lemma, "lemma", claimed);
    let readings = info.readings.iter().zip(&links).map(|(of, link)| {
        let claimed = of.agreement != "paraphrase";
        let mut witness = Witness::of(&drawing, &of.statement, of.agreement, claimed);
        witness.facts.extend(link.as_ref().map(|it| ("linked", linked_by(it))));
        witness.notes = notes(of);
        let accidentals = of.accidentals.iter().map(|it| Change::of(it, "accidental"));
        witness.changes =
            of.variants.iter().map(|it| Change::of(it, it.kind)).chain(accidentals).collect();
        witness
    });
    let conflicts = ledger::conflicts(info);
    let page = UtterancePage {
        frame: ask.frame(format!("Why utterance {number}? · {}", whole.row.title)),
        head: Head::of(ask, &whole, &published, "")?,
        number,
        witnesses: std::iter::once(lemma).chain(readings).collect(),
        conflicts: conflicts.iter().map(|it| (it.about, it.to_string())).collect(),
        outlets: (info.outlets > 1).then(|| ledger::outlets(info)),
        previous: (number > 1).then(|| number - 1),
        next_one: (number < last).then(|| number + 1),
    };
    ask.answer(page, || utterance_twin(&published.story, &published.reports, info, &links))
}

fn utterance_twin(
    story: &Option<String>,
    reports: &[ReportInfo],
    info: &EntryInfo,
    links: &[Option<Linked>],
) -> Value {
    let link = |it: &Linked| {
        json!({
            "shared_words": it.n_shared,
            "words_of_lemma": it.n_lemma,
            "words_of_reading": it.n_reading,
            "by_words_alone": it.score,
            "same_speaker": it.same_speaker,
        })
    };
    let links: Vec<Value> = links.iter().map(|it| it.as_ref().map_or(Value::Null, link)).collect();
    let has = |it: &&ReportInfo| ledger::statements(info).any(|of| of.report == it.id);
    let reports: Vec<&ReportInfo> = reports.iter().filter(has).collect();
    json!({ "story": story, "reports": reports, "entry": info, "linked": links })
}

impl Witness {
    fn of(drawing: &Drawing, info: &StatementInfo, role: &'static str, claimed: bool) -> Witness {
        let report = drawing.report(&info.report);
        let url = report.and_then(|it| it.url.clone());
        let mut facts = rests_on(info, &drawing.published.whole.found);
        facts.push(("place", ledger::place(info, report)));
        Witness {
            siglum: info.siglum.clone(),
            outlet: report.map_or("", outlet).to_owned(),
            report: info.report.clone(),
            statement: info.statement.clone(),
            role,
            words: quoted(info, claimed, &escaped(&info.words)),
            facts,
            rule: info.rule,
            sure: sure(info),
            notes: Vec::new(),
            changes: Vec::new(),
            url: url.map(|it| (source::page(&it).is_some(), it)).map(|(web, it)| (it, web)),
        }
    }
}

impl Change {
    fn of(it: &VariantInfo, kind: &'static str) -> Change {
        let (lemma, reading) = (it.lemma.clone(), it.reading.clone());
        Change { kind, lemma, reading, mark: it.mark }
    }
}

//! An apparatus as schema.org quotations: words that a report claims as a speaker's, with the
//! report they stand in.

use serde_json::{Map, Value, json};

use super::{EntryInfo, ReadingInfo, ReportInfo, Shelf, StatementInfo};
use crate::annotate::{ActorKind, Annotated};
use crate::collate::stemma::Families;
use crate::collate::{Apparatus, Passages, Stemma};
use crate::story::Story;

/// A story's quotations as a JSON-LD graph. What is told indirectly is no quotation and is left out.
pub fn quotations(story: &Story, reports: &[Annotated], apparatus: &Apparatus) -> Value {
    let shelf = Shelf::new(story, reports);
    let families = Families::of(story, &Stemma::default());
    let mut graph = Vec::new();
    for (number, entry) in (1..).zip(&apparatus.entries) {
        let Some(info) = shelf.entry(number, entry, &families) else { continue };
        let compared_as_claimed = info.readings.iter().any(|it| it.agreement != "paraphrase");
        let lemma = is_quotation(&info.lemma, compared_as_claimed);
        if lemma {
            graph.extend(quotation(&shelf, &entry.lemma, &info, None));
        }
        for (reading, shown) in entry.readings.iter().zip(&info.readings) {
            if is_quotation(&shown.statement, shown.agreement != "paraphrase") {
                let of = Some((shown, lemma));
                graph.extend(quotation(&shelf, &reading.passages, &info, of));
            }
        }
    }
    json!({"@context": "https://schema.org", "@graph": graph})
}

/// Whether these words are given as the speaker's: of a mixed statement the quoted ones are, if
/// they were compared as such.
fn is_quotation(info: &StatementInfo, compared_as_claimed: bool) -> bool {
    info.manner == "direct" || (info.manner == "mixed" && compared_as_claimed)
}

/// `reading`: what it is as a reading, and whether its lemma is a quotation too.
fn quotation(
    shelf: &Shelf<'_>,
    passages: &Passages,
    entry: &EntryInfo,
    reading: Option<(&ReadingInfo, bool)>,
) -> Option<Value> {
    let volume = shelf.volume(passages.statement.report)?;
    let info = reading.map_or(&entry.lemma, |it| &it.0.statement);
    let mut of: Map<String, Value> = Map::new();
    of.insert("@type".into(), json!("Quotation"));
    of.insert("@id".into(), json!(id(info)));
    of.insert("text".into(), json!(info.words));
    if let Some(name) = &info.speaker {
        let annotations = &volume.annotated.annotations;
        let statement = annotations.statements.get(passages.statement.ordinal as usize);
        let actor = statement.and_then(|it| annotations.speaker(it));
        let person = actor.is_none_or(|it| it.kind == ActorKind::Person);
        of.insert("creator".into(), creator(name, person, info));
    }
    if let Some(date) = &info.date {
        of.insert("dateCreated".into(), json!(date));
    }
    if let Some((reading, true)) = reading {
        let marks = reading.variants.iter().filter_map(|it| it.mark);
        let mut words: Vec<&str> =
            std::iter::once(reading.agreement).chain(reading.degree).chain(marks).collect();
        words.dedup();
        of.insert("isBasedOn".into(), json!({"@id": id(&entry.lemma)}));
        of.insert("keywords".into(), json!(words));
    }
    of.insert("citation".into(), citation(&volume.report(), volume.outlet()));
    Some(Value::Object(of))
}

fn id(info: &StatementInfo) -> String {
    let start = info.spans.first().map_or(0, |it| it[0]);
    format!("urn:onrecord:quotation:{}:{start}", info.statement)
}

fn creator(name: &str, person: bool, info: &StatementInfo) -> Value {
    if !person {
        return json!({"@type": "Organization", "name": name});
    }
    let mut creator = json!({"@type": "Person", "name": name});
    if let Some(role) = &info.role {
        creator["jobTitle"] = json!(role);
    }
    if let Some(affiliation) = &info.affiliation {
        creator["affiliation"] = json!({"@type": "Organization", "name": affiliation});
    }
    creator
}

fn citation(report: &ReportInfo, outlet: &str) -> Value {
    let kind = if report.genre == "news" { "NewsArticle" } else { "CreativeWork" };
    let mut citation = json!({
        "@type": kind,
        "identifier": format!("urn:onrecord:report:{}", report.id),
        "publisher": {"@type": "Organization", "name": outlet},
    });
    for (key, value) in
        [("headline", &report.title), ("url", &report.url), ("datePublished", &report.published)]
    {
        if let Some(value) = value {
            citation[key] = json!(value);
        }
    }
    if report.genre != "news" {
        citation["genre"] = json!(report.genre);
    }
    citation
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::collate::collate;
    use crate::invented::chairs;
    use crate::story;

    #[test]
    fn only_words_in_quotation_marks_are_quotations_and_each_cites_its_report() {
        let reports = chairs();
        let story = story::gather(&reports);
        let of = quotations(&story, &reports, &collate(&story, &reports));
        let graph = of["@graph"].as_array().unwrap();
        let texts: Vec<&str> = graph.iter().map(|it| it["text"].as_str().unwrap()).collect();
        assert!(texts.iter().any(|it| it.contains("seat")), "{texts:?}");
        assert!(!texts.iter().any(|it| it.contains("nobody there would")), "{texts:?}");
        let based = graph.iter().filter(|it| it.get("isBasedOn").is_some()).count();
        assert!(based >= 2, "{of:#}");
        for it in graph {
            assert_eq!(it["@type"], "Quotation");
            assert_eq!(it["creator"]["name"], "Ana Ruiz");
            assert_eq!(it["citation"]["@type"], "NewsArticle");
            assert!(it["citation"]["publisher"]["name"].is_string());
        }
    }
}

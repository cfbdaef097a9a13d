//! An apparatus as W3C Web Annotations: one a passage, with the place (code points) and the words
//! around it, so that it can be found again, or seen to be gone.

use serde_json::{Value, json};
use sha2::{Digest, Sha256};

use super::{EntryInfo, ReadingInfo, Shelf, StatementInfo, Volume};
use crate::annotate::Annotated;
use crate::collate::stemma::Families;
use crate::collate::{Apparatus, Passages, Stemma};
use crate::story::Story;
use crate::text::Span;

/// Characters of context on each side, as Hypothesis keeps.
const CONTEXT: usize = 32;

/// A story's lemmas and readings as an annotation page (JSON-LD).
pub fn annotations(story: &Story, reports: &[Annotated], apparatus: &Apparatus) -> Value {
    let shelf = Shelf::new(story, reports);
    let families = Families::of(story, &Stemma::default());
    let mut items = Vec::new();
    for (number, entry) in (1..).zip(&apparatus.entries) {
        let Some(info) = shelf.entry(number, entry, &families) else { continue };
        items.extend(annotation(&shelf, &entry.lemma, &info, None));
        for (reading, shown) in entry.readings.iter().zip(&info.readings) {
            items.extend(annotation(&shelf, &reading.passages, &info, Some(shown)));
        }
    }
    let id = apparatus.story.map_or("none".to_owned(), |it| it.to_string());
    json!({
        "@context": ["http://www.w3.org/ns/anno.jsonld", {"onrecord": "urn:onrecord:term:"}],
        "id": format!("urn:onrecord:story:{id}:annotations"),
        "type": "AnnotationPage",
        "items": items,
    })
}

fn annotation(
    shelf: &Shelf<'_>,
    passages: &Passages,
    entry: &EntryInfo,
    reading: Option<&ReadingInfo>,
) -> Option<Value> {
    let volume = shelf.volume(passages.statement.report)?;
    let info = reading.map_or(&entry.lemma, |it| &it.statement);
    let targets = passages.spans.iter().map(|it| target(volume, *it)).collect::<Vec<_>>();
    Some(json!({
        "id": id(info),
        "type": "Annotation",
        "motivation": "describing",
        "body": body(entry, info, reading),
        "target": targets,
    }))
}

/// The same for the same passage of the same report, whatever story it is in.
fn id(info: &StatementInfo) -> String {
    let start = info.spans.first().map_or(0, |it| it[0]);
    format!("urn:onrecord:passage:{}:{start}", info.statement)
}

fn body(entry: &EntryInfo, info: &StatementInfo, reading: Option<&ReadingInfo>) -> Value {
    let mut body = json!({
        "type": if reading.is_some() { "onrecord:Reading" } else { "onrecord:Lemma" },
        "onrecord:entry": entry.number,
        "onrecord:siglum": info.siglum,
        "onrecord:speaker": info.speaker,
        "onrecord:speakerStatus": info.speaker_status,
        "onrecord:manner": info.manner,
        "onrecord:act": info.act,
        "onrecord:day": info.day,
        "onrecord:date": info.date,
        "onrecord:rule": info.rule,
    });
    let Some(reading) = reading else { return without_nulls(body) };
    let changes: Vec<Value> = reading
        .variants
        .iter()
        .map(|it| {
            without_nulls(json!({
                "onrecord:kind": it.kind,
                "onrecord:mark": it.mark,
                "onrecord:lemmaWords": it.lemma,
                "onrecord:readingWords": it.reading,
            }))
        })
        .collect();
    let conflicts = [
        ("day", reading.day_conflict),
        ("speaker", reading.speaker_conflict),
        ("act", reading.act_conflict),
        ("venue", reading.venue_conflict),
    ];
    let conflicts: Vec<&str> =
        conflicts.iter().filter(|(_, differs)| *differs).map(|(name, _)| *name).collect();
    for (key, value) in [
        ("onrecord:lemma", json!(id(&entry.lemma))),
        ("onrecord:agreement", json!(reading.agreement)),
        ("onrecord:degree", json!(reading.degree)),
        ("onrecord:cut", json!(reading.cut)),
        ("onrecord:cutMarked", json!(reading.cut_marked)),
        ("onrecord:conflicts", json!(conflicts)),
        ("onrecord:variants", json!(changes)),
    ] {
        body[key] = value;
    }
    without_nulls(body)
}

/// What is not told is left out.
fn without_nulls(mut object: Value) -> Value {
    if let Some(fields) = object.as_object_mut() {
        fields.retain(|_, it| !it.is_null());
    }
    object
}

fn target(volume: &Volume<'_>, span: Span) -> Value {
    let report = &volume.annotated.report;
    let text = report.text();
    let [start, end] = volume.points.of(span);
    let urn = format!("urn:onrecord:report:{}", report.id());
    json!({
        "type": "SpecificResource",
        "source": report.url.as_deref().unwrap_or(&urn),
        "onrecord:report": urn,
        "onrecord:textDigest": digest(text),
        "selector": [
            {"type": "TextPositionSelector", "start": start, "end": end},
            {
                "type": "TextQuoteSelector",
                "exact": span.of(text),
                "prefix": before(text, span.start()),
                "suffix": after(text, span.end()),
            },
        ],
    })
}

/// Of the text that the places count in, so that who has another text knows it.
fn digest(text: &str) -> String {
    let bytes = Sha256::digest(text.as_bytes());
    let hex = bytes.iter().map(|it| format!("{it:02x}")).collect::<String>();
    format!("sha256:{hex}")
}

fn before(text: &str, at: usize) -> &str {
    let start = text[..at].char_indices().rev().take(CONTEXT).last();
    &text[start.map_or(at, |(start, _)| start)..at]
}

fn after(text: &str, at: usize) -> &str {
    let end = text[at..].char_indices().nth(CONTEXT);
    &text[at..end.map_or(text.len(), |(end, _)| at + end)]
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::collate::collate;
    use crate::invented::chairs;
    use crate::story;

    #[test]
    fn position_and_quotation_cut_the_same_words_from_the_text() {
        let reports = chairs();
        let story = story::gather(&reports);
        let page = annotations(&story, &reports, &collate(&story, &reports));
        let items = page["items"].as_array().unwrap();
        let targets = items.iter().flat_map(|it| it["target"].as_array().unwrap());
        let mut n = 0;
        for target in targets {
            let urn = target["onrecord:report"].as_str().unwrap();
            let of = |it: &&Annotated| urn.ends_with(&it.report.id().to_string());
            let text = reports.iter().find(of).unwrap().report.text();
            let letters: Vec<char> = text.chars().collect();
            let (position, quotation) = (&target["selector"][0], &target["selector"][1]);
            let at = |key: &str| position[key].as_u64().unwrap() as usize;
            let words: String = letters[at("start")..at("end")].iter().collect();
            assert_eq!(quotation["exact"], words);
            let told = |key: &str| quotation[key].as_str().unwrap();
            let around = format!("{}{words}{}", told("prefix"), told("suffix"));
            assert!(text.contains(&around), "{around}");
            assert!(told("prefix").chars().count() <= CONTEXT);
            let short = told("suffix").chars().count() < CONTEXT;
            assert!(!short || text.ends_with(told("suffix")));
            assert_eq!(target["onrecord:textDigest"], digest(text));
            n += 1;
        }
        assert!(n >= 5, "{page}");
    }

    #[test]
    fn a_reading_names_its_lemma_by_the_lemmas_annotation() {
        let reports = chairs();
        let story = story::gather(&reports);
        let page = annotations(&story, &reports, &collate(&story, &reports));
        let items = page["items"].as_array().unwrap();
        let ids: Vec<&str> = items.iter().map(|it| it["id"].as_str().unwrap()).collect();
        let mut unique = ids.clone();
        unique.sort_unstable();
        unique.dedup();
        assert_eq!(unique.len(), ids.len(), "{ids:?}");
        let mut readings = items.iter().filter_map(|it| it["body"]["onrecord:lemma"].as_str());
        assert!(readings.clone().count() >= 2);
        assert!(readings.all(|it| ids.contains(&it)));
    }
}

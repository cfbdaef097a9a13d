//! A story's apparatus as TEI P5: each utterance a division, its lemma cut into segments that every
//! witness can be read along (parallel segmentation), the words of those who tell it otherwise beside
//! it. A string comes out; nothing is read.

use std::borrow::Cow;

use quick_xml::escape::{escape, partial_escape};

use crate::annotate::Annotated;
use crate::collate::{Apparatus, Entry, Row, Segment, SegmentReading, Segments, folded, segments};
use crate::json::{self, Comparison, EntryInfo, ReadingInfo, ReportInfo};
use crate::story::Story;
use crate::text::fold::Folding;

/// The apparatus as a TEI document under a title.
pub fn document(
    title: &str,
    story: &Story,
    reports: &[Annotated],
    apparatus: &Apparatus,
) -> String {
    let published = json::comparison(story, reports, apparatus);
    let sigla: Vec<&str> = published.reports.iter().map(|it| it.siglum.as_str()).collect();
    let names = names(&sigla);
    let writer = Writer { published: &published, names, folding: Folding::english() };
    let mut page = Page::default();
    page.raw("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n");
    page.open("TEI", &[("xmlns", "http://www.tei-c.org/ns/1.0")]);
    writer.header(&mut page, title);
    page.line(0).open("text", &[]).open("body", &[]);
    for (entry, info) in apparatus.entries.iter().zip(&published.entries) {
        writer.entry(&mut page, entry, info, reports);
    }
    page.line(0).close("body").close("text");
    page.line(0).close("TEI").raw("\n");
    page.words
}

struct Writer<'c> {
    published: &'c Comparison,
    /// For each report, its siglum as an `xml:id`.
    names: Vec<String>,
    folding: Folding,
}

/// What `ana` points to, by heading: our words for what a reading is, and what they mean.
const TERMS: [(&str, &[(&str, &str)]); 5] = [
    (
        "agreement",
        &[
            ("verbatim", "The same words in the same order."),
            ("trimmed", "The same words with some left out."),
            ("spliced", "Words of two utterances printed as one quotation."),
            ("altered", "Both claim the words, and at least one word differs."),
            ("paraphrase", "The same utterance; one side does not claim the words."),
        ],
    ),
    (
        "degree",
        &[
            ("light", "Most of the words are the same."),
            ("heavy", "Less than seven tenths of the shorter side's words are the same."),
        ],
    ),
    (
        "cut",
        &[
            ("edge", "Words left out at an edge."),
            ("marked", "Words left out inside, and marked."),
            ("silent", "Words left out inside, and not marked."),
        ],
    ),
    (
        "mark",
        &[
            ("negation", "One side negates."),
            ("number", "Another number."),
            ("name", "Another name."),
            ("modal", "Another strength of will or duty."),
            ("person", "Another person is meant."),
        ],
    ),
    (
        "conflict",
        &[
            ("day", "Another day."),
            ("speaker", "Another speaker."),
            ("act", "Said by one, denied or not said by the other."),
            ("venue", "Another place."),
        ],
    ),
];

impl Writer<'_> {
    fn header(&self, page: &mut Page, title: &str) {
        page.line(0).open("teiHeader", &[]);
        page.line(1).open("fileDesc", &[]);
        page.line(2).open("titleStmt", &[]).leaf("title", &[], title).close("titleStmt");
        let rights = "Made by onrecord from the reports listed; their words are their owners’.";
        page.line(2).open("publicationStmt", &[]).leaf("p", &[], rights).close("publicationStmt");
        page.line(2).open("sourceDesc", &[]).line(3).open("listWit", &[]);
        for (report, name) in self.published.reports.iter().zip(&self.names) {
            self.witness(page, report, name);
        }
        page.line(3).close("listWit").line(2).close("sourceDesc").line(1).close("fileDesc");
        page.line(1).open("encodingDesc", &[]).line(2);
        let method = [("method", "parallel-segmentation"), ("location", "internal")];
        page.empty("variantEncoding", &method).line(2).open("classDecl", &[]);
        for (heading, terms) in TERMS {
            page.line(3).open("taxonomy", &[("xml:id", heading)]);
            for (term, means) in terms {
                let id = format!("{heading}-{term}");
                page.line(4).open("category", &[("xml:id", &id)]);
                page.leaf("catDesc", &[], means).close("category");
            }
            page.line(3).close("taxonomy");
        }
        page.line(2).close("classDecl").line(1).close("encodingDesc").line(0).close("teiHeader");
    }

    fn witness(&self, page: &mut Page, report: &ReportInfo, name: &str) {
        page.line(4).open("witness", &[("xml:id", name), ("n", &report.siglum)]);
        page.open("bibl", &[("type", report.genre)]);
        if let Some(outlet) = &report.outlet {
            page.leaf("publisher", &[], outlet);
        }
        if let Some(title) = &report.title {
            page.leaf("title", &[], title);
        }
        if let Some(day) = &report.published {
            page.leaf("date", &[("when", day)], day);
        }
        if let Some(url) = &report.url {
            page.leaf("ref", &[("target", &pointer(url))], url);
        }
        page.leaf("idno", &[("type", "onrecord")], &report.id).close("bibl");
        for (kind, of) in [("copy", &report.copy_of), ("version", &report.version_of)] {
            let at = self.published.reports.iter().position(|it| Some(&it.id) == of.as_ref());
            if let Some(at) = at {
                let target = format!("#{}", self.names[at]);
                page.open("note", &[("type", kind)]).text(kind).text(" of ");
                page.leaf("ref", &[("target", &target)], &self.published.reports[at].siglum);
                page.close("note");
            }
        }
        page.close("witness");
    }

    fn entry(&self, page: &mut Page, entry: &Entry, info: &EntryInfo, reports: &[Annotated]) {
        let number = info.number.to_string();
        let id = format!("entry-{number}");
        page.line(1).open("div", &[("type", "entry"), ("xml:id", &id), ("n", &number)]);
        let speaker = info.lemma.speaker.as_deref();
        page.line(2).leaf("head", &[], speaker.unwrap_or(info.lemma.speaker_status));
        page.line(2).open("ab", &[]).line(3).open("app", &[("type", "utterance")]);
        let Segments { segments, whole } = segments(entry, reports);
        let along: Vec<usize> = (0..info.readings.len()).filter(|it| !whole.contains(it)).collect();
        page.line(4).open("lem", &[("wit", &self.wit(info, true, &along))]);
        for it in &segments {
            self.segment(page, it, info, &along);
        }
        page.close("lem");
        let rows = folded(&self.folding, entry, reports);
        for row in &rows {
            let here: Vec<usize> =
                row.readings.iter().copied().filter(|it| along.contains(it)).collect();
            self.details(page, info, &here);
        }
        for Row { readings, .. } in &rows {
            let here: Vec<usize> =
                readings.iter().copied().filter(|it| whole.contains(it)).collect();
            let Some(first) = here.first() else { continue };
            let kind = match info.readings[*first].agreement {
                "paraphrase" => "paraphrase",
                _ => "substantive",
            };
            let wit = self.wit(info, false, &here);
            page.line(4);
            page.leaf(
                "rdg",
                &[("wit", &wit), ("type", kind)],
                &info.readings[*first].statement.words,
            );
            self.details(page, info, &here);
        }
        page.line(3).close("app").line(2).close("ab").line(1).close("div");
    }

    fn segment(&self, page: &mut Page, of: &Segment, info: &EntryInfo, along: &[usize]) {
        if of.readings.is_empty() {
            page.text(&of.lemma);
            return;
        }
        let agree: Vec<usize> = along
            .iter()
            .copied()
            .filter(|n| !of.readings.iter().any(|it| it.witnesses.contains(n)))
            .collect();
        page.open("app", &[]);
        page.leaf("lem", &[("wit", &self.wit(info, true, &agree))], &of.lemma);
        for it in &of.readings {
            self.reading(page, it, info);
        }
        page.close("app");
    }

    fn reading(&self, page: &mut Page, of: &SegmentReading, info: &EntryInfo) {
        let wit = self.wit(info, false, &of.witnesses);
        let kind = if of.substantive { "substantive" } else { "orthographic" };
        let marks = of.marks.iter().map(|it| format!("#mark-{}", json::mark(*it)));
        let ana = marks.collect::<Vec<_>>().join(" ");
        let mut attributes =
            vec![("wit", wit.as_str()), ("type", kind), ("subtype", json::variant_kind(of.kind))];
        if !ana.is_empty() {
            attributes.push(("ana", &ana));
        }
        page.leaf("rdg", &attributes, &of.words);
    }

    /// What these readings, all of one row, are as a whole; once for those of whom the same is true.
    fn details(&self, page: &mut Page, info: &EntryInfo, readings: &[usize]) {
        let mut told: Vec<(String, Vec<usize>)> = Vec::new();
        for n in readings {
            let terms = terms(&info.readings[*n]).join(" ");
            match told.iter_mut().find(|(it, _)| *it == terms) {
                Some((_, of)) => of.push(*n),
                None => told.push((terms, vec![*n])),
            }
        }
        for (terms, of) in told {
            let ana = terms.split(' ').map(|it| format!("#{it}")).collect::<Vec<_>>().join(" ");
            let wit = self.wit(info, false, &of);
            let words = terms.split(' ').filter_map(|it| it.split_once('-')).map(|(_, it)| it);
            let words = words.collect::<Vec<_>>().join(", ");
            let attributes = [("wit", wit.as_str()), ("type", "agreement"), ("ana", &ana)];
            page.line(4).leaf("witDetail", &attributes, &words);
        }
    }

    /// Pointers to the lemma's witness, if asked, and to those of readings.
    fn wit(&self, info: &EntryInfo, lemma: bool, readings: &[usize]) -> String {
        let lemma = lemma.then_some(&info.lemma);
        let all = lemma.into_iter().chain(readings.iter().map(|it| &info.readings[*it].statement));
        let name = |report: &str| {
            let at = self.published.reports.iter().position(|it| it.id == report);
            at.map(|at| format!("#{}", self.names[at]))
        };
        all.filter_map(|it| name(&it.report)).collect::<Vec<_>>().join(" ")
    }
}

/// The terms that hold of a reading, each `heading-term`.
fn terms(of: &ReadingInfo) -> Vec<String> {
    let mut terms = vec![format!("agreement-{}", of.agreement)];
    terms.extend(of.degree.map(|it| format!("degree-{it}")));
    terms.extend(match (of.cut, of.cut_marked) {
        (Some("edge"), _) => Some("cut-edge".to_owned()),
        (Some(_), Some(true)) => Some("cut-marked".to_owned()),
        (Some(_), _) => Some("cut-silent".to_owned()),
        (None, _) => None,
    });
    let conflicts = [
        ("day", of.day_conflict),
        ("speaker", of.speaker_conflict),
        ("act", of.act_conflict),
        ("venue", of.venue_conflict),
    ];
    let differing = conflicts.iter().filter(|(_, differs)| *differs);
    terms.extend(differing.map(|(name, _)| format!("conflict-{name}")));
    terms
}

/// Sigla as XML names: unlike each other, and unlike our own ids, which have a hyphen or a small
/// first letter.
fn names(sigla: &[&str]) -> Vec<String> {
    let mut names: Vec<String> = Vec::new();
    for siglum in sigla {
        let mut name: String =
            siglum.chars().map(|it| if is_in_name(it) { it } else { '_' }).collect();
        let own = TERMS.iter().any(|(heading, _)| *heading == name);
        if own || !name.starts_with(|it: char| is_in_name(it) && !it.is_ascii_digit()) {
            name.insert(0, 'W');
        }
        while names.contains(&name) {
            name.push('_');
        }
        names.push(name);
    }
    names
}

/// Whether a letter or digit may stand in an XML name; of all those that may, the usual.
fn is_in_name(it: char) -> bool {
    it.is_ascii_alphanumeric()
        || matches!(it, '\u{c0}'..='\u{d6}' | '\u{d8}'..='\u{f6}' | '\u{f8}'..='\u{2ff}'
            | '\u{370}'..='\u{37d}' | '\u{37f}'..='\u{1fff}' | '\u{3001}'..='\u{d7ff}')
}

/// An address without the blanks that part one pointer from the next.
fn pointer(url: &str) -> String {
    url.split_whitespace().collect::<Vec<_>>().join("%20")
}

/// A document as it is written.
#[derive(Default)]
struct Page {
    words: String,
}

impl Page {
    fn raw(&mut self, markup: &str) -> &mut Page {
        self.words.push_str(markup);
        self
    }

    /// A new line, so far in.
    fn line(&mut self, indent: usize) -> &mut Page {
        self.words.push('\n');
        self.words.push_str(&" ".repeat(indent));
        self
    }

    fn open(&mut self, name: &str, attributes: &[(&str, &str)]) -> &mut Page {
        self.tag(name, attributes).raw(">")
    }

    fn empty(&mut self, name: &str, attributes: &[(&str, &str)]) -> &mut Page {
        self.tag(name, attributes).raw("/>")
    }

    fn tag(&mut self, name: &str, attributes: &[(&str, &str)]) -> &mut Page {
        self.raw("<").raw(name);
        for (key, value) in attributes {
            self.raw(&format!(" {key}=\"{}\"", escape(&*allowed(value))));
        }
        self
    }

    fn close(&mut self, name: &str) -> &mut Page {
        self.raw("</").raw(name).raw(">")
    }

    fn text(&mut self, words: &str) -> &mut Page {
        self.words.push_str(&partial_escape(&*allowed(words)));
        self
    }

    /// An element with words in it; an empty one has none.
    fn leaf(&mut self, name: &str, attributes: &[(&str, &str)], words: &str) -> &mut Page {
        match words.is_empty() {
            true => self.empty(name, attributes),
            false => self.open(name, attributes).text(words).close(name),
        }
    }
}

/// Without what XML cannot hold.
fn allowed(words: &str) -> Cow<'_, str> {
    let barred = |it: char| {
        (it.is_control() && !matches!(it, '\t' | '\n' | '\r'))
            || matches!(it, '\u{fffe}' | '\u{ffff}')
    };
    match words.contains(barred) {
        true => words.replace(barred, "\u{fffd}").into(),
        false => words.into(),
    }
}

#[cfg(test)]
mod tests {
    use quick_xml::Reader;
    use quick_xml::events::Event;

    use super::*;
    use crate::collate::collate;
    use crate::invented::{chairs, reports};
    use crate::story;

    fn made(reports: &[Annotated]) -> String {
        let story = story::gather(reports);
        document("Talks <of> the “strait”", &story, reports, &collate(&story, reports))
    }

    /// Every tag with its attributes, in order; fails where the document is not well-formed.
    fn tags(document: &str) -> Vec<(String, Vec<(String, String)>)> {
        let mut reader = Reader::from_str(document);
        reader.config_mut().check_end_names = true;
        let mut tags = Vec::new();
        loop {
            match reader.read_event().unwrap_or_else(|error| panic!("{error} in {document}")) {
                Event::Start(tag) | Event::Empty(tag) => {
                    let name = tag.name().as_ref().to_owned();
                    let attributes = tag.attributes().map(|it| {
                        let it = it.unwrap();
                        let key = it.key.as_ref().to_owned();
                        (key, it.value.to_string())
                    });
                    tags.push((name, attributes.collect()));
                }
                Event::Eof => return tags,
                _ => {}
            }
        }
    }

    /// Ids are XML names and unlike each other, pointers point to one of them, an `app` has its
    /// lemma first and every `rdg` its witnesses.
    fn check(document: &str) {
        let tags = tags(document);
        let all = |key: &str| {
            let key = key.to_owned();
            tags.iter().flat_map(|it| &it.1).filter(move |it| it.0 == key).map(|it| it.1.clone())
        };
        let mut ids: Vec<String> = all("xml:id").collect();
        for id in &ids {
            let name = |it: char| is_in_name(it) || matches!(it, '-' | '_');
            assert!(
                id.chars().all(name) && !id.starts_with(|it: char| it.is_ascii_digit()),
                "{id}"
            );
        }
        let n = ids.len();
        ids.sort();
        ids.dedup();
        assert_eq!(ids.len(), n, "ids are unlike each other");
        for pointers in all("wit").chain(all("ana")) {
            for pointer in pointers.split(' ') {
                let id = pointer.strip_prefix('#').unwrap_or_else(|| panic!("{pointers:?}"));
                assert!(ids.iter().any(|it| it == id), "{pointer} points to nothing");
            }
        }
        for pair in tags.windows(2).filter(|it| it[0].0 == "app") {
            assert_eq!(pair[1].0, "lem");
        }
        for (name, attributes) in tags.iter().filter(|it| it.0 == "rdg" || it.0 == "lem") {
            assert!(attributes.iter().any(|it| it.0 == "wit"), "{name} without witness");
        }
    }

    #[test]
    fn equal_readings_are_one_rdg_and_those_told_indirectly_stand_beside_the_lemma() {
        let document = made(&chairs());
        check(&document);
        let expected = "We have kept a <app><lem wit=\"#H #T\">chair</lem><rdg wit=\"#C\" \
            type=\"substantive\" subtype=\"substitution\">seat</rdg></app> for them";
        assert!(document.contains(expected), "{document}");
        assert!(document.contains("type=\"paraphrase\">"), "{document}");
        assert!(document.contains("<title>Talks &lt;of&gt; the “strait”</title>"), "{document}");
    }

    #[test]
    fn strange_outlets_and_letters_make_a_document_all_the_same() {
        let words = "“The harbour & the <quay> stay\u{b} open to every ship that pays,” Ana Ruiz";
        check(&made(&reports(&[
            &format!("7 Days | {words} said."),
            &format!("7 Nights | {words} said on Tuesday."),
            &format!("² Halves | {words} told us."),
            &format!("agreement | {words} told them."),
        ])));
    }

    #[test]
    fn ids_of_witnesses_are_names_and_unlike_each_other() {
        assert_eq!(
            names(&["H", "7", "7n", "²", "Ü", "mark"]),
            ["H", "W7", "W7n", "W_", "Ü", "Wmark"]
        );
        assert_eq!(names(&["²", "³"]), ["W_", "W__"]);
    }
}

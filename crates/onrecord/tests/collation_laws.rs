//! What holds of every apparatus, whatever the story: said as laws, tried on drawn stories whose
//! reports retell one occasion word for word, cut, altered and told indirectly.

use std::collections::{BTreeMap, BTreeSet};

use onrecord::annotate::{Actor, ActorIdx, ActorKind, Annotations};
use onrecord::collate::{Piece, collate, pieces};
use onrecord::text::fold::{Folded, Folding};
use onrecord::{
    Agreement, Annotated, Apparatus, Manner, Part, PartKind, Report, ReportId, Span, Speaker,
    Statement, StatementId, Story, VariantKind, Witness,
};
use proptest::prelude::*;

/// What was said on the occasion.
const SAID: [&str; 8] = [
    "The harbour stays open to every ship that pays its dues.",
    "No pilot will board a tanker before the inquiry has ended. We owe that to the crews.",
    "They have once more refused to sit down with the mediators from Kelland.",
    "We lost 14 people on the northern quay, and we will not forget one of them.",
    "Nobody in this ministry had been told about the second buoy.",
    "I will not sign a paper that leaves the nineteen sailors where they are.",
    "The ferry left at nine with all its lights on. It was never seen again.",
    "In the end the owners may have to pay for the cranes themselves.",
];

const WORDS: [&str; 12] = [
    "old", "again", "harbour", "not", "twelve", "captain", "surely", "must", "they", "waited",
    "Sellick", "quietly",
];

/// How one report gives one utterance.
#[derive(Clone, Debug)]
struct Retelling {
    said: usize,
    speaker: Option<bool>,
    manner: Manner,
    /// Places, as shares of its length, at which a word is dropped, put in or changed for another.
    edits: Vec<(u8, u8, usize)>,
}

fn retelling() -> impl Strategy<Value = Retelling> {
    let manner =
        prop::sample::select(vec![Manner::Direct, Manner::Direct, Manner::Mixed, Manner::Indirect]);
    let edit = (0..3_u8, any::<u8>(), 0..WORDS.len());
    let edits = prop::collection::vec(edit, 0..4);
    (0..SAID.len(), any::<Option<bool>>(), manner, edits)
        .prop_map(|(said, speaker, manner, edits)| Retelling { said, speaker, manner, edits })
}

fn words(retelling: &Retelling) -> String {
    let mut words: Vec<&str> = SAID[retelling.said].split(' ').collect();
    for (kind, place, word) in &retelling.edits {
        let at = *place as usize % words.len();
        match kind {
            0 if words.len() > 1 => drop(words.remove(at)),
            1 => words.insert(at, WORDS[*word]),
            _ => words[at] = WORDS[*word],
        }
    }
    words.join(" ")
}

fn report(name: &str, retellings: &[Retelling]) -> Annotated {
    let mut text = format!("{name} reports.\n");
    let mut statements = Vec::new();
    for it in retellings {
        let words = words(it);
        text.push_str("On the quay, one said: ");
        let open = if it.manner == Manner::Direct { "“" } else { "" };
        text.push_str(open);
        let start = text.len();
        match it.manner {
            Manner::Mixed => {
                let middle = words.find(' ').map_or(0, |at| at + 1);
                text.push_str(&format!("{}“{}”", &words[..middle], &words[middle..]));
            }
            Manner::Direct | Manner::Indirect => text.push_str(&words),
        }
        let span = Span::new(start, text.len());
        text.push_str(if it.manner == Manner::Direct { "”\n" } else { "\n" });
        let speaker =
            it.speaker.map_or(Speaker::Unresolved, |it| Speaker::Named(ActorIdx(it.into())));
        statements.push(Statement { speaker, ..Statement::of(it.manner, [span], "drawn") });
    }
    let whole = Part { kind: PartKind::Paragraph, span: Span::new(0, text.len()).trim(&text) };
    let report = Report::new(Some(name), None, &text, vec![whole]);
    let actor = |name: &str| Actor {
        name: name.into(),
        kind: ActorKind::Person,
        role: None,
        affiliation: None,
    };
    let actors = vec![actor("Ana Ruiz"), actor("Jo Silva")];
    Annotated { report, annotations: Annotations { actors, statements, ..Annotations::default() } }
}

fn reports(n: std::ops::Range<usize>) -> impl Strategy<Value = Vec<Annotated>> {
    prop::collection::vec(prop::collection::vec(retelling(), 1..6), n).prop_map(|drawn| {
        drawn.iter().enumerate().map(|(n, it)| report(&format!("Outlet {n}"), it)).collect()
    })
}

fn story(reports: &[Annotated]) -> Story {
    let witness =
        |it: &Annotated| Witness { report: it.report.id(), exemplar: None, version_of: None };
    Story { witnesses: reports.iter().map(witness).collect() }
}

fn text_of(reports: &[Annotated], id: ReportId) -> &str {
    reports.iter().find(|it| it.report.id() == id).expect("a report of the story").report.text()
}

/// The folded words of some spans.
fn folded(folding: &Folding, text: &str, spans: &[Span]) -> Vec<Folded> {
    spans.iter().flat_map(|it| folding.fold(text, *it)).collect()
}

/// Statements of two reports, neither of them `but`, that stand together in an entry.
fn linked(apparatus: &Apparatus, but: ReportId) -> BTreeSet<(StatementId, StatementId)> {
    let mut pairs = BTreeSet::new();
    for entry in &apparatus.entries {
        let members: Vec<StatementId> = entry.statements().filter(|it| it.report != but).collect();
        for a in &members {
            pairs.extend(members.iter().filter(|b| a < b).map(|b| (*a, *b)));
        }
    }
    pairs
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(96))]

    #[test]
    fn the_order_of_reports_and_witnesses_changes_nothing(
        reports in reports(2..6), order in any::<prop::sample::Index>(),
    ) {
        let found = collate(&story(&reports), &reports);
        let mut turned = reports.clone();
        turned.rotate_left(order.index(reports.len()));
        turned.swap(0, order.index(reports.len()));
        prop_assert_eq!(&collate(&story(&reports), &turned), &found);
        prop_assert_eq!(collate(&story(&turned), &reports).entries, found.entries);
    }

    #[test]
    fn a_text_against_itself_is_verbatim(retellings in prop::collection::vec(retelling(), 1..5)) {
        // Told once each: two retellings of one utterance in one report may change places.
        let mut once: BTreeMap<usize, Retelling> = BTreeMap::new();
        for it in retellings {
            once.insert(it.said, Retelling { manner: Manner::Direct, ..it });
        }
        let once: Vec<Retelling> = once.into_values().collect();
        let reports = ["Harbour Post", "Coastal Wire"].map(|it| report(it, &once));
        let apparatus = collate(&story(&reports), &reports);
        let folding = Folding::english();
        for entry in &apparatus.entries {
            let lemma = text_of(&reports, entry.lemma.statement.report);
            let n_words = folded(&folding, lemma, &entry.lemma.spans).len();
            // A word or two may be anybody's.
            prop_assert!(n_words < 4 || entry.readings.len() == 1, "{entry:?}");
            for it in &entry.readings {
                prop_assert_eq!(it.agreement, Agreement::Verbatim);
                prop_assert!(it.variants.is_empty());
            }
        }
    }

    #[test]
    fn every_word_of_a_statement_stands_in_just_one_entry(reports in reports(1..6)) {
        let apparatus = collate(&story(&reports), &reports);
        let folding = Folding::english();
        for annotated in &reports {
            let text = annotated.report.text();
            let mut seen: Vec<(u32, Vec<Span>)> = Vec::new();
            for entry in &apparatus.entries {
                let own = entry.passages().filter(|it| it.statement.report == annotated.report.id());
                seen.extend(own.map(|it| (it.statement.ordinal, it.spans.to_vec())));
            }
            for (ordinal, statement) in annotated.annotations.statements.iter().enumerate() {
                let mine = seen.iter().filter(|it| it.0 == ordinal as u32);
                let mut spans: Vec<Span> = mine.flat_map(|it| it.1.clone()).collect();
                spans.sort();
                prop_assert!(spans.windows(2).all(|it| it[0].end() <= it[1].start()), "{spans:?}");
                // Of a mixed statement the quoted words may stand for the whole.
                if statement.manner != Manner::Mixed {
                    let there = folded(&folding, text, &spans).len();
                    prop_assert_eq!(there, folded(&folding, text, &statement.content).len());
                } else {
                    prop_assert!(!spans.is_empty());
                }
            }
        }
    }

    #[test]
    fn a_report_has_one_reading_at_most_in_an_entry(reports in reports(1..6)) {
        for entry in collate(&story(&reports), &reports).entries {
            let mut ids: Vec<ReportId> = entry.statements().map(|it| it.report).collect();
            let n = ids.len();
            ids.sort();
            ids.dedup();
            prop_assert_eq!(ids.len(), n);
        }
    }

    #[test]
    fn variants_applied_to_the_lemma_give_the_reading(reports in reports(2..6)) {
        let folding = Folding::english();
        for entry in collate(&story(&reports), &reports).shared() {
            let lemma_text = text_of(&reports, entry.lemma.statement.report);
            let lemma = folded(&folding, lemma_text, &entry.lemma.spans);
            for it in entry.readings.iter().filter(|it| it.agreement != Agreement::Paraphrase) {
                let text = text_of(&reports, it.passages.statement.report);
                let reading = folded(&folding, text, &it.passages.spans);
                let changed =
                    |word: &Folded, side: fn(&onrecord::Variant) -> Span| {
                        it.variants.iter().any(|variant| side(variant).contains(word.span))
                    };
                // What no variant touches is the same on both sides, in the same order.
                let kept_a: Vec<&Folded> = lemma.iter().filter(|word| !changed(word, |it| it.lemma)).collect();
                let kept_b: Vec<&Folded> =
                    reading.iter().filter(|word| !changed(word, |it| it.reading)).collect();
                prop_assert_eq!(kept_a.len(), kept_b.len(), "{:?}", it);
                prop_assert!(kept_a.iter().zip(&kept_b).all(|(a, b)| a.agrees(b)), "{:?}", it);
                for variant in &it.variants {
                    let (lemma, reading) = (variant.lemma.is_empty(), variant.reading.is_empty());
                    let expected = match variant.kind {
                        VariantKind::Omission => (false, true),
                        VariantKind::Addition => (true, false),
                        VariantKind::Substitution | VariantKind::Transposition => (false, false),
                    };
                    prop_assert_eq!((lemma, reading), expected, "{:?}", variant);
                }
            }
        }
    }

    #[test]
    fn pieces_give_the_reading_letter_for_letter(reports in reports(2..6)) {
        for entry in collate(&story(&reports), &reports).shared() {
            let lemma = text_of(&reports, entry.lemma.statement.report);
            for it in &entry.readings {
                let text = text_of(&reports, it.passages.statement.report);
                let drawn: String =
                    pieces(lemma, text, it).iter().map(|it: &Piece<'_>| it.reading).collect();
                let spans = &it.passages.spans;
                if spans.len() == 1 {
                    prop_assert_eq!(drawn, spans[0].of(text));
                } else {
                    prop_assert!(spans.iter().all(|span| drawn.contains(span.of(text))));
                }
            }
        }
    }

    #[test]
    fn a_copy_adds_no_link_between_the_others(
        reports in reports(2..5), of in any::<prop::sample::Index>(),
    ) {
        let mut more = reports.clone();
        let copied = &reports[of.index(reports.len())];
        let text = format!("{}\nFirst printed elsewhere.", copied.report.text());
        let whole = Part { kind: PartKind::Paragraph, span: Span::new(0, text.len()) };
        let mut copy = Report::new(Some("Reprint"), None, &text, vec![whole]);
        copy.genre = copied.report.genre;
        let copy = Annotated { report: copy, annotations: copied.annotations.clone() };
        let id = copy.report.id();
        more.push(copy);
        let mut with_copy = story(&more);
        with_copy.witnesses.last_mut().expect("the copy").exemplar = Some(copied.report.id());
        let before = linked(&collate(&story(&reports), &reports), id);
        let after = linked(&collate(&with_copy, &more), id);
        let new: Vec<_> = after.difference(&before).collect();
        prop_assert!(new.is_empty(), "{new:?}");
    }
}

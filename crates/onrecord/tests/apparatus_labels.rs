//! What an entry says of each reading: its label, its cuts, its marks, its accidentals; and the
//! laws that hold of them whatever the words.

use onrecord::annotate::{Actor, ActorIdx, ActorKind, Annotated, Annotations};
use onrecord::collate::{
    Agreement, Apparatus, Claim, Comparer, Degree, Entry, Mark, Passages, Reading, Tables, Variant,
    VariantKind, collate, pieces,
};
use onrecord::text::fold::{Folded, Folding};
use onrecord::{
    Genre, Manner, Part, PartKind, Report, Span, Speaker, Statement, StatementId, Story, Witness,
};
use proptest::prelude::*;

/// A report of direct quotations, one a line; a quotation in several pieces has them parted by `+`.
/// Each line is a paragraph, and a statement of Ana Ruiz.
fn report(outlet: &str, genre: Genre, lines: &[&str]) -> Annotated {
    let (mut text, mut statements) = (String::new(), Vec::new());
    for line in lines {
        let mut content = Vec::new();
        for (n, piece) in line.split('+').map(str::trim).enumerate() {
            text.push_str(if n == 0 { "“" } else { " she said, “" });
            content.push(Span::new(text.len(), text.len() + piece.len()));
            text.push_str(piece);
            text.push('”');
        }
        text.push_str("\n\n");
        statements.push(Statement {
            speaker: Speaker::Named(ActorIdx(0)),
            ..Statement::of(Manner::Direct, content, "by hand")
        });
    }
    let ruiz =
        Actor { name: "Ana Ruiz".into(), kind: ActorKind::Person, role: None, affiliation: None };
    let whole = Part { kind: PartKind::Paragraph, span: Span::new(0, text.len()).trim(&text) };
    let mut report = Report::new(Some(outlet), None, &text, vec![whole]);
    report.genre = genre;
    Annotated {
        report,
        annotations: Annotations { actors: vec![ruiz], statements, ..Annotations::default() },
    }
}

fn together(reports: &[Annotated]) -> Apparatus {
    let witness =
        |it: &Annotated| Witness { report: it.report.id(), exemplar: None, version_of: None };
    collate(&Story { witnesses: reports.iter().map(witness).collect() }, reports)
}

fn text_of(reports: &[Annotated], id: StatementId) -> &str {
    let report = reports.iter().find(|it| it.report.id() == id.report);
    report.expect("a report of the story").report.text()
}

/// `agreement`, cut, degree, then variants and accidentals as `lemma→reading`, marks behind them.
fn drawn(reports: &[Annotated], entry: &Entry, reading: &Reading) -> String {
    let lemma = text_of(reports, entry.lemma.statement);
    let text = text_of(reports, reading.passages.statement);
    let draw = |it: &Variant| {
        let mark = it.mark.map_or(String::new(), |it| format!(" ({it:?})"));
        format!("{}→{}{mark}", it.lemma.of(lemma), it.reading.of(text))
    };
    let all = |it: &[Variant]| it.iter().map(draw).collect::<Vec<_>>().join(", ");
    let mut drawn = format!("{:?}", reading.agreement);
    if let Some(cut) = reading.cut {
        drawn += if cut.inside { " inside" } else { " edge" };
        drawn += if cut.inside && !cut.marked { " silently" } else { "" };
    }
    if let Some(degree) = reading.degree {
        drawn += &format!(" {degree:?}");
    }
    format!("{drawn}: {} | {}", all(&reading.variants), all(&reading.accidentals))
}

/// A lemma and a reading of it, in two reports of the given kind.
#[track_caller]
fn check(genre: Genre, lemma: &str, reading: &str, expected: &str) {
    let reports =
        [report("Harbour Post", genre, &[lemma]), report("Coastal Wire", Genre::News, &[reading])];
    let apparatus = together(&reports);
    let post = reports[0].report.id();
    let found: Vec<String> = apparatus
        .entries
        .iter()
        .filter(|it| it.lemma.statement.report == post)
        .flat_map(|entry| entry.readings.iter().map(|it| drawn(&reports, entry, it)))
        .collect();
    assert_eq!(found.join(" || "), expected);
}

#[test]
fn a_cut_inside_is_told_from_one_at_an_edge_and_marked_from_silent() {
    let lemma = "The harbour stays open, whatever they say, to every ship that pays its dues.";
    check(
        Genre::News,
        lemma,
        "The harbour stays open to every ship that pays its dues.",
        "Trimmed inside silently: whatever they say→ | ",
    );
    check(
        Genre::News,
        lemma,
        "The harbour stays open … to every ship that pays its dues.",
        "Trimmed inside: whatever they say→ | ",
    );
    check(
        Genre::News,
        lemma,
        "the harbor stays open, whatever they say, to every ship",
        "Trimmed edge: that pays its dues→ | harbour→harbor",
    );
}

#[test]
fn words_cut_where_a_cue_parts_the_quotation_are_cut_at_an_edge() {
    check(
        Genre::News,
        "The harbour stays open, whatever they say, to every ship that pays its dues.",
        "The harbour stays open, + to every ship that pays its dues.",
        "Trimmed edge: whatever they say→ | ",
    );
}

#[test]
fn an_alteration_has_a_degree_and_its_places_have_marks() {
    check(
        Genre::Transcript,
        "We will not sell the eight new ships to Silva this year.",
        "We may not sell the nine new ships to Silva this year.",
        "Altered Light: will→may (Modal), eight→nine (Number) | ",
    );
    check(
        Genre::Transcript,
        "We have never closed the northern harbour to any tanker.",
        "they have closed the northern port to tankers",
        "Altered Heavy: We→they (Person), never→ (Negation), harbour→port, any tanker→tankers | ",
    );
}

#[test]
fn spelling_and_marks_are_accidentals_of_a_verbatim_reading() {
    check(
        Genre::Transcript,
        "We can’t close the harbour, Minister, for 9,000 crowns a day.",
        "we cannot close the harbor, minister for nine thousand crowns a day",
        "Verbatim:  | can’t→cannot, harbour→harbor, Minister,→minister, 9,000→nine thousand",
    );
}

#[test]
fn one_sentence_may_stand_against_two_of_the_lemma() {
    check(
        Genre::Transcript,
        "Good evening to you all. We lost the tug last night. And we know why it sank so fast that night.",
        "We lost the tug, and we know why it sank so fast.",
        // The entry shows the lemma's second sentence; the first has an entry of its own.
        "Trimmed edge: →We lost the tug, that night→ | ",
    );
}

#[test]
fn a_printed_sentence_may_begin_or_end_in_the_next_of_the_lemma() {
    let lemma = "He said there is a grave distinction here. The pilots sink ferries and barges; \
                 our captains raise them again. So it goes. Who knows what follows?";
    check(
        Genre::Transcript,
        lemma,
        "Grave distinction: the pilots sink ferries and barges; our captains raise them again.",
        "Trimmed: →Grave distinction | ",
    );
    check(
        Genre::Transcript,
        lemma,
        "The pilots sink ferries and barges; our captains raise them again, who knows?",
        "Trimmed: →who knows | ",
    );
    check(
        Genre::Transcript,
        lemma,
        "The pilots sink ferries and barges; our captains raise them again, my friend.",
        "Altered Light: →my friend | ",
    );
}

#[test]
fn a_sentence_joined_from_two_far_apart_in_a_transcript_is_spliced() {
    let briefing = [
        "The new pilots will board every tanker at the northern buoy.",
        "I have nothing on the crane.",
        "Nor on the ferry, I am afraid, not before the weekend.",
        "The city has paid for all of it out of the harbour dues.",
    ];
    let reading = "The new pilots will board every tanker and the city has paid for all of it.";
    let reports = [
        report("Ministry", Genre::Transcript, &[&briefing.join(" ")]),
        report("Coastal Wire", Genre::News, &[reading]),
    ];
    let apparatus = together(&reports);
    let found: Vec<Agreement> =
        apparatus.entries.iter().flat_map(|it| &it.readings).map(|it| it.agreement).collect();
    assert_eq!(found, [Agreement::Altered], "`and` is the outlet's own word");

    let reading = "The new pilots will board every tanker … the city has paid for all of it.";
    let reports = [reports[0].clone(), report("Coastal Wire", Genre::News, &[reading])];
    let apparatus = together(&reports);
    let found: Vec<Agreement> =
        apparatus.entries.iter().flat_map(|it| &it.readings).map(|it| it.agreement).collect();
    assert_eq!(found, [Agreement::Trimmed], "it shows that it is cut");

    let reading = "The new pilots will board every tanker, the city has paid for all of it.";
    let reports = [reports[0].clone(), report("Coastal Wire", Genre::News, &[reading])];
    let apparatus = together(&reports);
    let found: Vec<Agreement> =
        apparatus.entries.iter().flat_map(|it| &it.readings).map(|it| it.agreement).collect();
    assert_eq!(found, [Agreement::Spliced]);
}

#[test]
fn two_quotations_that_news_parts_may_have_been_one() {
    let reports = [
        report(
            "Harbour Post",
            Genre::News,
            &[
                "The new pilots will board every tanker at the northern buoy, whatever it costs.",
                "The crane is shut.",
                "The city has paid for all of it out of the harbour dues.",
            ],
        ),
        report(
            "Coastal Wire",
            Genre::News,
            &["The new pilots will board every tanker: the city has paid for all of it."],
        ),
    ];
    let apparatus = together(&reports);
    let found: Vec<Agreement> =
        apparatus.entries.iter().flat_map(|it| &it.readings).map(|it| it.agreement).collect();
    assert_eq!(found, [Agreement::Trimmed]);
}

/// Two transcripts of one briefing, and a quotation from it.
#[track_caller]
fn check_transcripts(first: &str, second: &str, reading: &str, expected: &str) {
    let reports = [
        report("Ministry", Genre::Transcript, &[first]),
        report("Scribes", Genre::Transcript, &[second]),
        report("Coastal Wire", Genre::News, &[reading]),
    ];
    let wire = reports[2].report.id();
    let found: Vec<String> = together(&reports)
        .entries
        .iter()
        .flat_map(|entry| entry.readings.iter().map(move |it| (entry.clone(), it.clone())))
        .filter(|(_, it)| it.passages.statement.report == wire)
        .map(|(entry, it)| drawn(&reports, &entry, &it))
        .collect();
    assert_eq!(found.join(" || "), expected);
}

#[test]
fn where_two_transcripts_disagree_at_a_word_that_word_alters_nothing() {
    let first = "We got all of that on the record with the pilots last week at the buoy.";
    let second = "You get all of that on the record with the pilots last week at the buoy.";
    check_transcripts(
        first,
        second,
        "You get all of that on the record with the pilots last week at the buoy.",
        "Verbatim:  | We got→You get",
    );
    check_transcripts(
        first,
        second,
        "You get all of that on the record with the pilots.",
        "Trimmed edge: last week at the buoy→ | We got→You get",
    );
    check_transcripts(
        first,
        second,
        "You get none of that on the record with the pilots.",
        "Altered Light: We got all→You get none (Negation), last week at the buoy→ | ",
    );
}

#[test]
fn a_quotation_may_begin_or_end_at_the_word_in_doubt() {
    let first =
        "Before that, and I say it plainly, we had no strikes in the northern harbour at all, sir.";
    let second =
        "Before that, and I say it plainly, we had no trips in the northern harbour at all, sir.";
    check_transcripts(
        first,
        second,
        "trips in the northern harbour at all",
        "Trimmed edge: Before that, and I say it plainly, we had no→, sir→ | strikes→trips",
    );
}

#[test]
fn marks_stand_on_substantives_and_degrees_on_alterations() {
    let reports = [
        report("Ministry", Genre::Transcript, &["We will not sail at nine, the Council says."]),
        report("Coastal Wire", Genre::News, &["We will sail at 9, the council says."]),
    ];
    let apparatus = together(&reports);
    let reading = &apparatus.entries[0].readings[0];
    assert_eq!(reading.variants.iter().filter_map(|it| it.mark).next(), Some(Mark::Negation));
    assert!(reading.accidentals.iter().all(|it| it.mark.is_none()));
    assert_eq!((reading.agreement, reading.degree), (Agreement::Trimmed, None::<Degree>));
}

fn words() -> impl Strategy<Value = String> {
    let word = prop::sample::select(vec![
        "the", "harbour", "stays", "open", "to", "every", "ship", "we", "not", "8", "eight",
        "it's", "can’t", "Council", "harbor", "pilots.", "Then", "sail,", "—", "(loud)", "UK",
        "[now]", "gonna", "storm", "+",
    ]);
    prop::collection::vec(word, 3..16).prop_map(|it| format!("Ruiz {} quay", it.join(" ")))
}

/// One that others differ from in a word or two.
fn likely_pair() -> impl Strategy<Value = (String, String)> {
    (words(), any::<prop::sample::Index>(), any::<prop::sample::Index>(), 0..4_u8).prop_map(
        |(words, at, to, how)| {
            let all: Vec<&str> = words.split(' ').collect();
            let (at, to) = (at.index(all.len()), to.index(all.len()));
            let mut other: Vec<&str> = all.clone();
            match how {
                0 => other.truncate(at.max(1)),
                1 => other[at] = "tanker",
                2 => drop(other.splice(at..at, ["ten", "tankers"])),
                _ => other.swap(at, to),
            }
            (words.clone(), other.join(" "))
        },
    )
}

fn folded(folding: &Folding, text: &str, passages: &Passages) -> Vec<Folded> {
    passages.spans.iter().flat_map(|it| folding.fold(text, *it)).collect()
}

/// The words of one side that are in no variant.
fn left<'w>(
    words: &'w [Folded],
    variants: &[Variant],
    side: impl Fn(&Variant) -> Span,
) -> Vec<&'w str> {
    let gone = |word: &&Folded| variants.iter().any(|it| side(it).contains(word.span));
    words.iter().filter(|it| !gone(it)).map(Folded::key).collect()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(96))]

    #[test]
    fn a_text_against_itself_is_verbatim_without_variants_or_accidentals(line in words()) {
        let reports = [
            report("Harbour Post", Genre::News, &[&line]),
            report("Coastal Wire", Genre::News, &[&line]),
        ];
        for it in together(&reports).entries.iter().flat_map(|it| &it.readings) {
            prop_assert_eq!(it.agreement, Agreement::Verbatim);
            prop_assert!(it.variants.is_empty() && it.accidentals.is_empty());
            prop_assert_eq!((it.cut, it.degree), (None, None));
        }
    }

    #[test]
    fn published_variants_applied_to_the_lemma_give_the_reading((a, b) in likely_pair()) {
        let folding = Folding::english();
        let reports = [
            report("Harbour Post", Genre::News, &[&a]),
            report("Coastal Wire", Genre::News, &[&b]),
        ];
        for entry in &together(&reports).entries {
            let lemma_text = text_of(&reports, entry.lemma.statement);
            let lemma = folded(&folding, lemma_text, &entry.lemma);
            for it in &entry.readings {
                let text = text_of(&reports, it.passages.statement);
                let reading = folded(&folding, text, &it.passages);
                let kept = left(&lemma, &it.variants, |it| it.lemma);
                let wanted = left(&reading, &it.variants, |it| it.reading);
                // Names of two words are one beside their short form.
                let plain = |it: Vec<&str>| it.join(" ");
                let agree = plain(kept.clone()) == plain(wanted.clone())
                    || kept.iter().chain(&wanted).any(|it| it.starts_with('\''));
                prop_assert!(agree, "{:?} {:?} {:?}", kept, wanted, it);
            }
        }
    }

    #[test]
    fn both_sides_are_tiled_and_no_place_is_told_twice((a, b) in likely_pair()) {
        let reports = [
            report("Harbour Post", Genre::News, &[&a]),
            report("Coastal Wire", Genre::News, &[&b]),
        ];
        for entry in &together(&reports).entries {
            for it in &entry.readings {
                let texts = [entry.lemma.statement, it.passages.statement]
                    .map(|id| text_of(&reports, id));
                let drawn: String =
                    pieces(texts[0], texts[1], it).iter().map(|it| it.reading).collect();
                let whole: String = onrecord::text::joined(texts[1], &it.passages.spans);
                let bare = |it: &str| it.split_whitespace().collect::<String>().replace('…', "");
                prop_assert_eq!(bare(&drawn), bare(&whole));
                for side in [|it: &Variant| it.lemma, |it: &Variant| it.reading] {
                    let mut spans: Vec<Span> = it
                        .variants
                        .iter()
                        .chain(&it.accidentals)
                        .map(side)
                        .filter(|it| !it.is_empty())
                        .collect();
                    spans.sort_by_key(|it| it.start());
                    prop_assert!(spans.is_sorted_by(|x, y| x.end() <= y.start()), "{:?}", it);
                }
            }
        }
    }

    #[test]
    fn agreement_does_not_depend_on_which_side_is_named_first((a, b) in likely_pair()) {
        let tables = Tables::english();
        let claims = [Claim::Quoted, Claim::Transcript, Claim::Reported];
        for (x, y) in claims.into_iter().flat_map(|x| claims.map(move |y| (x, y))) {
            let left = tables.prepare(&a, &[Span::new(0, a.len())], x);
            let right = tables.prepare(&b, &[Span::new(0, b.len())], y);
            let comparer = Comparer::among(&tables, [&left, &right].into_iter());
            let there = comparer.compare((&a, &left), (&b, &right)).agreement;
            let back = comparer.compare((&b, &right), (&a, &left)).agreement;
            prop_assert_eq!(there, back);
        }
    }

    #[test]
    fn marks_stand_only_on_variants_and_cuts_only_on_trimmed_readings((a, b) in likely_pair()) {
        let reports = [
            report("Harbour Post", Genre::Transcript, &[&a]),
            report("Coastal Wire", Genre::News, &[&b]),
        ];
        for it in together(&reports).entries.iter().flat_map(|it| &it.readings) {
            prop_assert!(it.accidentals.iter().all(|it| it.mark.is_none()));
            prop_assert!(it.cut.is_none() || it.agreement == Agreement::Trimmed);
            prop_assert_eq!(it.degree.is_some(), it.agreement == Agreement::Altered);
            let moved = it.variants.iter().filter(|it| it.kind == VariantKind::Transposition);
            prop_assert!(moved.clone().all(|it| it.mark.is_none()));
        }
    }
}

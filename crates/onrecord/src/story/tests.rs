use proptest::prelude::*;

use super::*;
use crate::annotate::{Annotated, Annotations};
use crate::report::{Part, PartKind, Published, Report};
use crate::text::Span;

/// A report written as its outlet, its day in March 2031 (0: undated), headline and paragraphs.
fn report(outlet: &str, day: i8, text: &str) -> Report {
    let mut parts = Vec::new();
    let mut at = 0;
    for line in text.split_inclusive('\n') {
        let kind = if at == 0 { PartKind::Headline } else { PartKind::Paragraph };
        let span = Span::new(at, at + line.len()).trim(text);
        parts.push(Part { kind, span });
        at += line.len();
    }
    let mut report = Report::new(Some(outlet), None, text, parts);
    let date = jiff::civil::Date::new(2031, 3, day).ok();
    report.published = date.map(|day| Published { day, at: None });
    report
}

fn signed(report: &Report) -> Signature {
    sign(&Annotated { report: report.clone(), annotations: Annotations::default() })
}

fn signature(outlet: &str, day: i8, text: &str) -> Signature {
    signed(&report(outlet, day, text))
}

const STRAIT: [&str; 3] = [
    "Maravia and Costa Brenna resume talks on the strait\nEnvoys of Maravia and Costa Brenna met in \
     San Pedro on Tuesday to resume talks on shipping through the Brenna Strait. Foreign minister \
     Ana Ruiz said the ferries would sail again before the summer.",
    "Strait talks open in San Pedro\nNegotiators from Costa Brenna sat down with Maravia’s envoys \
     on Tuesday, the first round on the Brenna Strait since ferries stopped in January. Ms Ruiz, \
     the foreign minister, spoke of a constructive opening.",
    "Ruiz upbeat as San Pedro round begins\nThe Brenna Strait may reopen to ferries, foreign \
     minister Ana Ruiz said as talks between Maravia and Costa Brenna began in San Pedro. Shipping \
     companies have lost millions since January.",
];

const FLOOD: [&str; 2] = [
    "Dam failure floods Tallow valley\nAt least nine people drowned when the Orchard dam burst \
     above the Tallow valley overnight. Rescuers in boats reached the village of Lower Tallow at \
     dawn. Engineers had warned of cracks in the dam.",
    "Nine drown as Orchard dam bursts\nA wall of water from the burst Orchard dam swept through \
     Lower Tallow, drowning nine. Boats carried families from their roofs. The valley’s engineers \
     had reported cracks in autumn.",
];

const COPIED: &str = "Harbour cranes stand still over pay\nDockers at the Eastern Quay walked out \
    at noon after the port company withdrew an offer it had made in writing only last week. Cranes \
    stood idle over four container ships, and lorries queued back as far as the ring road. The \
    company told shippers to expect no movement until Thursday at the earliest, while union stewards \
    handed out soup at the gates and read aloud from the letter that had started the quarrel.";

fn march(texts: &[&str], day: i8) -> Vec<Signature> {
    let outlets = ["Harbour Post", "Coastal Wire", "The Brenna Times"];
    texts.iter().zip(outlets).map(|(text, outlet)| signature(outlet, day, text)).collect()
}

fn sizes(stories: &[Story]) -> Vec<usize> {
    stories.iter().map(|it| it.witnesses.len()).collect()
}

#[test]
fn reports_of_two_happenings_make_two_stories() {
    let mut signatures = march(&STRAIT, 4);
    signatures.extend(march(&FLOOD, 5));
    let stories = cluster(&signatures);
    assert_eq!(sizes(&stories), [3, 2]);
    assert_eq!(stories[1].id(), stories[1].witnesses.first().map(|it| it.report));
}

#[test]
fn two_reports_alone_are_told_alike_or_unlike() {
    assert_eq!(sizes(&cluster(&march(&STRAIT[..2], 4))), [2]);
    let unlike = [signature("Harbour Post", 4, STRAIT[0]), signature("Coastal Wire", 4, FLOOD[0])];
    assert_eq!(sizes(&cluster(&unlike)), [1, 1]);
}

#[test]
fn reports_months_apart_never_join_but_undated_ones_may() {
    let mut late = report("Coastal Wire", 4, STRAIT[1]);
    late.published = Some(Published { day: jiff::civil::date(2031, 6, 4), at: None });
    let early = signature("Harbour Post", 4, STRAIT[0]);
    assert_eq!(sizes(&cluster(&[early.clone(), signed(&late)])), [1, 1]);
    assert_eq!(sizes(&cluster(&[early, signature("Coastal Wire", 0, STRAIT[1])])), [2]);
}

#[test]
fn a_second_round_a_week_later_is_a_story_of_its_own() {
    let second = [
        "Strait talks stall over pilots\nA second round between Maravia and Costa Brenna broke up \
         in Port Lucas without a date for a third. Maravia wants its own pilots aboard every \
         tanker, deputy minister Joao Pell said; Costa Brenna calls that a matter of sovereignty.",
        "Port Lucas round ends in dispute on pilots\nThe question whose pilots steer tankers ended \
         the second round of talks in Port Lucas. Joao Pell, Maravia’s deputy minister, left \
         without shaking hands. Costa Brenna spoke of sovereignty over its waters.",
        "Tanker pilots sink second round\nMaravia’s demand to put its pilots on tankers has sunk \
         the Port Lucas round. Sovereignty is not for sale, Costa Brenna answered Joao Pell, the \
         deputy minister, and no third round was set.",
    ];
    let mut signatures = march(&STRAIT, 4);
    signatures.extend(march(&second, 11));
    assert_eq!(sizes(&cluster(&signatures)), [3, 3]);
}

#[test]
fn a_report_that_comes_with_two_days_is_in_one_story_once() {
    let [late, early, other] = [28, 2, 9]
        .map(|day| signature("Harbour Post", day, if day == 9 { FLOOD[0] } else { STRAIT[0] }));
    let stories = cluster(&[late.clone(), other, early.clone()]);
    assert_eq!(sizes(&stories), [1, 1]);
    assert_eq!(Story::of(&[&late, &early]).witnesses.len(), 1);
}

#[test]
fn witnesses_stand_in_order_of_time() {
    let stories = cluster(&[
        signature("Coastal Wire", 0, STRAIT[2]),
        signature("Harbour Post", 5, STRAIT[1]),
        signature("The Brenna Times", 4, STRAIT[0]),
    ]);
    let expected = [("The Brenna Times", 4, 0), ("Harbour Post", 5, 1), ("Coastal Wire", 0, 2)]
        .map(|(outlet, day, n)| signature(outlet, day, STRAIT[n]).report);
    let found: Vec<ReportId> = stories[0].witnesses.iter().map(|it| it.report).collect();
    assert_eq!(found, expected);
}

/// The exemplars in the story these reports make, as places in their order of rank.
fn exemplars(reports: &[&Report]) -> Vec<Option<usize>> {
    let signatures: Vec<Signature> = reports.iter().map(|it| signed(it)).collect();
    let story = Story::of(&signatures.iter().collect::<Vec<_>>());
    let place = |id| story.witnesses.iter().position(|it| it.report == id);
    story.witnesses.iter().map(|it| it.exemplar.and_then(place)).collect()
}

#[test]
fn a_cut_copy_is_laid_to_the_earliest_report() {
    let whole = report("Coastal Wire", 4, COPIED);
    let cut =
        COPIED.split_once(" The company").unwrap().0.replace("Cranes stood", "The cranes stood");
    let cut = report("Harbour Post", 5, &cut);
    let own = report("The Brenna Times", 6, FLOOD[0]);
    assert_eq!(exemplars(&[&cut, &own, &whole]), [None, Some(0), None]);
}

#[test]
fn a_credited_agency_is_the_exemplar_though_its_report_carries_a_later_day() {
    let mut printed = report("Harbour Post", 4, COPIED);
    printed.credit = Some("Coastal Wire".into());
    let wire = report("Coastal Wire", 5, COPIED);
    assert_eq!(exemplars(&[&printed, &wire]), [Some(1), None]);
}

#[test]
fn sharing_only_a_quotation_is_no_copy() {
    let words = COPIED.split_once('\n').unwrap().1;
    let one = format!("Ruiz on the walkout\n“{words}” Ana Ruiz said at the gates on Tuesday.");
    let other = format!("Port strike\nMs Ruiz told members of the union: “{words}”");
    let (one, other) = (report("Harbour Post", 4, &one), report("Coastal Wire", 4, &other));
    assert_eq!(exemplars(&[&one, &other]), [None, None]);
}

#[test]
fn two_states_of_one_page_are_versions_and_not_copies() {
    let page = |day, text: &str| {
        let shape = report("Harbour Post", day, text);
        let parts = shape.parts().to_vec();
        let url = Some("https://harbourpost.example/cranes");
        let mut report = Report::new(Some("Harbour Post"), url, text, parts);
        // The address and its time of publication stay; only the capture tells which came first.
        report.captured = format!("2031-03-{day:02}T12:00:00Z").parse().ok();
        report.published = Some(Published { day: jiff::civil::date(2031, 3, 4), at: None });
        signed(&report)
    };
    let (first, second) = (page(4, COPIED), page(5, &COPIED.replace("noon", "one o’clock")));
    let story = Story::of(&[&second, &first]);
    let told: Vec<_> = story.witnesses.iter().map(|it| (it.version_of, it.exemplar)).collect();
    assert_eq!(told, [(None, None), (Some(first.report), None)]);
}

#[test]
fn a_note_longer_than_the_reports_above_it_is_taken_for_their_text() {
    let note = "The Brenna Times is read by more people in the islands than any other paper, and is \
        paid for by its readers alone; write to the desk at the Old Customs House if you see a \
        mistake, and mention the page, the column and the day on which it appeared in print.";
    let noted = |text: &str| signature("The Brenna Times", 4, &format!("{text}\n{note}"));
    let [a, b, c, d] = [STRAIT[0], STRAIT[1], FLOOD[0], "Rye loaf wins\nBakers cheer."].map(noted);
    let n_shared = |stories: [u32; 4]| {
        copies::shared_among(&[&a, &b, &c, &d], |it| stories[it as usize]).len()
    };
    assert_eq!(n_shared([0, 0, 1, 1]), 6);
    // FIXME: what three stories have is furniture, but this note makes up more than half of each
    // report, as an agency's text would, and so links the stories (copies/window.rs, LINKED).
    assert_eq!(n_shared([0, 0, 1, 2]), 6);
}

#[test]
fn no_reports_make_no_stories_and_empty_ones_a_story_each() {
    assert_eq!(cluster(&[]), []);
    assert_eq!(Story::of(&[]).id(), None);
    let empty =
        ["Harbour Post", "Coastal Wire"].map(|it| signed(&Report::new(Some(it), None, "", vec![])));
    assert_eq!(sizes(&cluster(&empty)), [1, 1]);
}

/// Reports made of a few words each, so that they are alike in many ways.
fn some_signatures() -> impl Strategy<Value = Vec<Signature>> {
    let words = ["ferry", "dam", "Ruiz", "Pell", "strait", "valley", "4", "strike", "the", "of"];
    let text = prop::collection::vec(prop::sample::select(words.to_vec()), 1..40);
    let one = (text, 0_i8..28, 0_u8..4).prop_map(|(words, day, outlet)| {
        signature(&format!("Outlet {outlet}"), day, &words.join(" "))
    });
    prop::collection::vec(one, 0..25)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn order_of_arrival_and_repetition_change_nothing(
        (signatures, shuffled) in some_signatures()
            .prop_flat_map(|it| (Just(it.clone()), Just([it.clone(), it].concat()).prop_shuffle()))
    ) {
        prop_assert_eq!(cluster(&signatures), cluster(&shuffled));
    }

    #[test]
    fn going_on_from_any_day_gives_what_the_first_day_would(
        signatures in some_signatures(), from in 0_i8..28
    ) {
        let signatures = in_order(signatures.iter().collect());
        let mut days: BTreeMap<i32, Vec<&Signature>> = BTreeMap::new();
        for it in &signatures {
            days.entry(it.placed().unwrap_or(0)).or_default().push(it);
        }
        let from = jiff::civil::date(2031, 3, 1 + from) - signature::EPOCH;
        let (from, mut whole) = (from.get_days(), Timeline::default());
        let mut expected: BTreeMap<i32, Day> = BTreeMap::new();
        for (day, reports) in &days {
            expected.insert(*day, whole.add_day(*day, reports));
        }
        let placed = expected.values().flat_map(|it| &it.placed);
        let placed: BTreeMap<ReportId, ReportId> = placed.map(|it| (it.report, it.group)).collect();
        let day_of = |id| signatures.iter().find(|it| it.report == id).and_then(|it| it.placed());
        let known = |it: &&Signature| Known {
            signature: (*it).clone(),
            group: placed[&it.report],
            first_day: day_of(placed[&it.report]).unwrap_or(0),
        };
        let mut window: Vec<&Signature> = days.range(from - WINDOW..from).flat_map(|it| it.1).copied().collect();
        window.sort_by_key(|it| (it.placed(), it.report));
        let mut resumed = Timeline::before(from);
        for day in window.chunk_by(|a, b| a.placed() == b.placed()) {
            resumed.take_up(&day.iter().map(known).collect::<Vec<_>>());
        }
        for (day, reports) in days.range(from..) {
            prop_assert_eq!(&resumed.add_day(*day, reports), &expected[day]);
        }
    }

    #[test]
    fn a_folded_digest_is_the_digest_of_the_folded_word(word in "[a-zA-ZéÉİß]{0,6}['’]?[sS]?") {
        let expected = signature::digest_wide(fold(&word).bytes());
        prop_assert_eq!(signature::digest_folded(&word), expected);
    }

    #[test]
    fn each_report_is_in_one_story(signatures in some_signatures()) {
        let stories = cluster(&signatures);
        let mut found: Vec<ReportId> =
            stories.iter().flat_map(|it| &it.witnesses).map(|it| it.report).collect();
        let mut expected: Vec<ReportId> = signatures.iter().map(|it| it.report).collect();
        found.sort_unstable();
        expected.sort_unstable();
        expected.dedup();
        prop_assert_eq!(found, expected);
    }

    #[test]
    fn a_signature_is_read_back_as_it_was_written(signatures in some_signatures()) {
        for signature in signatures {
            let read = Signature::from_bytes(signature.report, &signature.to_bytes());
            prop_assert_eq!(read, Some(signature));
        }
    }

    #[test]
    fn damaged_bytes_give_no_panic(bytes in prop::collection::vec(any::<u8>(), 0..200)) {
        let id = signature("Harbour Post", 4, "x").report;
        let mut headed = vec![1];
        headed.extend(&bytes);
        let _ = (Signature::from_bytes(id, &bytes), Signature::from_bytes(id, &headed));
    }

    #[test]
    fn any_text_can_be_signed(text in "\\PC{0,200}") {
        let _ = signature("Harbour Post", 4, &text);
    }
}

#[test]
fn transcripts_of_different_days_are_never_one_story() {
    let briefing = |day: i8, text: &str| {
        let mut report = report("Foreign Ministry", day, text);
        report.genre = crate::report::Genre::Transcript;
        signed(&report)
    };
    let n_stories = |day: i8| {
        cluster(&[
            briefing(5, STRAIT[0]),
            briefing(day, STRAIT[1]),
            signature("Post", 5, STRAIT[2]),
        ])
        .len()
    };
    assert_eq!(n_stories(5), 1, "two transcripts of one day may tell of one occasion");
    assert_eq!(n_stories(6), 2, "the formulas of a briefing come again the next day");
}

#[test]
fn two_who_took_down_one_briefing_are_no_copies_of_each_other() {
    let transcript = |outlet: &str, text: &str| {
        let mut it = report(outlet, 4, text);
        it.genre = crate::report::Genre::Transcript;
        it
    };
    let heard = [("withdrew", "withdraws"), ("told", "tells"), ("handed", "hand"), ("far", "long")];
    let other = heard.iter().fold(COPIED.to_owned(), |it, (old, new)| it.replace(old, new));
    let n_copies = |reports: [Report; 2]| {
        let signatures = reports.map(|it| signed(&it));
        let story = Story::of(&signatures.iter().collect::<Vec<_>>());
        story.witnesses.iter().filter(|it| it.exemplar.is_some()).count()
    };
    assert_eq!(n_copies([report("Ministry", 4, COPIED), report("Brenna Times", 4, &other)]), 1);
    assert_eq!(n_copies([transcript("Ministry", COPIED), transcript("Brenna Times", &other)]), 0);
    assert_eq!(n_copies([transcript("Ministry", COPIED), transcript("Brenna Times", COPIED)]), 1);
}

#[test]
fn what_was_made_from_a_report_counts_as_it() {
    let outlets = ["Harbour Post", "Coastal Wire", "The Brenna Times", "Echo"];
    let [a, b, c, d] = outlets.map(|it| report(it, 4, COPIED).id());
    let witness = |report, exemplar, version_of| Witness { report, exemplar, version_of };
    let witnesses = vec![
        witness(a, None, None),
        witness(b, None, Some(a)),
        witness(c, Some(b), None),
        witness(d, None, None),
    ];
    assert_eq!(Story { witnesses }.heads(), [a, a, a, d]);
}

#[test]
fn a_round_up_joins_one_story_and_glues_none() {
    let told = |text: &str| text.split_once('\n').unwrap().1.to_owned();
    let items = [STRAIT[0], FLOOD[0], STRAIT[1], FLOOD[1]].map(told).join("\n");
    let round_up =
        signature("Echo", 5, &format!("Morning briefing: what you need to know\n{items}"));
    assert!(round_up.kinds.joins_last());
    let mut signatures = march(&STRAIT, 4);
    signatures.extend(march(&FLOOD, 5));
    signatures.push(round_up.clone());
    let stories = cluster(&signatures);
    let has = |it: &&Story| it.witnesses.iter().any(|it| it.report == round_up.report);
    let with = stories.iter().filter(has);
    assert_eq!((stories.len(), with.count()), (2, 1));
    // Alone it is a story of its own, and keeps out of what comes later.
    let later = [signature("Echo", 6, FLOOD[0]), signature("Harbour Post", 6, STRAIT[0])];
    assert_eq!(sizes(&cluster(&[&[round_up][..], &later].concat())), [1, 1, 1]);
}

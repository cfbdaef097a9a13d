use proptest::prelude::*;

use super::*;
use crate::annotate::annotate;
use crate::collate::collate;
use crate::intake::{Body, Capture};
use crate::lexicon::Lexicon;
use crate::report::extract;
use crate::story::gather;

const WIRE: &str = "Pilots leave the strait unmanned\n\n\
    PORT SELLICK (Coastal Wire) — Eleven tankers lay at anchor off the northern buoy on Tuesday \
    after the pilots of the strait walked off their boats over a roster that they say leaves no \
    man more than five hours of sleep.\n\n\
    “We have buried two of our own since the new roster came in,” said Ana Ruiz, who speaks for \
    the pilots’ guild. “The harbour office has had our letter since spring.”\n\n\
    The harbour office put the cost of each idle day at four million crowns and sent two retired \
    captains out in a tug to bring in the ferries, which carry most of the island’s bread.\n\n\
    “Nobody sails on a promise,” Ruiz said.\n\n\
    Talks that were to begin at noon in the old customs house had not begun by nightfall, and the \
    lights on the upper floor went out shortly after the harbour master drove away.";

/// Its first half, with nothing added.
const CUT: &str = "Tankers wait off buoy\n\n\
    PORT SELLICK (Coastal Wire) — Eleven tankers lay at anchor off the northern buoy on Tuesday \
    after the pilots of the strait walked off their boats over a roster that they say leaves no \
    man more than five hours of sleep.\n\n\
    “We have buried two of our own since the new roster came in,” said Ana Ruiz, who speaks for \
    the pilots’ guild. “The harbour office has had our letter since spring.”";

/// From one who was there too: the same quotations, word for word.
const WITNESS: &str = "A day without pilots\n\n\
    The quay at Port Sellick was quiet as a church when Ana Ruiz climbed on a bollard.\n\n\
    “We have buried two of our own since the new roster came in,” she said. “The harbour office \
    has had our letter since spring.”\n\n\
    Some in the crowd took off their caps. A boy sold chestnuts.\n\n\
    “Nobody sails on a promise,” Ruiz said, and stepped down.";

fn report(outlet: &str, day: u8, text: &str) -> Annotated {
    let published = (day > 0).then(|| format!("2031-03-{day:02}").into());
    let body = Body::Text(text.into());
    let capture = Capture { body, outlet: Some(outlet.into()), published, ..Capture::default() };
    let report = extract(&capture).expect("a report");
    Annotated { annotations: annotate(&Lexicon::english(), &report), report }
}

fn of(reports: &[Annotated]) -> (Story, Apparatus, Stemma) {
    let story = gather(reports);
    let apparatus = collate(&story, reports);
    let stemma = stemma(&story, reports, &apparatus);
    (story, apparatus, stemma)
}

fn outlet(reports: &[Annotated], id: ReportId) -> &str {
    let it = reports.iter().find(|it| it.report.id() == id).expect("a report of the story");
    it.report.outlet_or_place()
}

/// `Harbour Post < Coastal Wire: Copy, Credit Narration Earlier`; `~` where no direction is told.
fn draw(reports: &[Annotated], stemma: &Stemma) -> Vec<String> {
    let line = |it: &Descent| {
        let from = match &it.from {
            Origin::Report(it) => outlet(reports, *it).to_owned(),
            Origin::Agency(it) => format!("({it})"),
        };
        let facts = it.evidence.iter().map(|it| format!("{:?}", it.fact));
        let facts = facts.map(|it| it.split([' ', '(']).next().unwrap_or("").to_owned());
        let facts: Vec<String> = facts.collect();
        let sign = if it.directed { "<" } else { "~" };
        let own = outlet(reports, it.report);
        format!("{own} {sign} {from}: {:?}, {}", it.kind, facts.join(" "))
    };
    stemma.descents.iter().map(line).collect()
}

#[track_caller]
fn check(reports: &[Annotated], expected: &[&str]) {
    assert_eq!(draw(reports, &of(reports).2), expected);
}

fn n_independent(reports: &[Annotated]) -> usize {
    let (story, _, stemma) = of(reports);
    independent(&story, &stemma).len()
}

#[test]
fn a_cut_copy_that_credits_its_agency_descends_from_it_whatever_the_dates() {
    let reports = [report("Harbour Post", 0, CUT), report("Coastal Wire", 5, WIRE)];
    check(&reports, &["Harbour Post < Coastal Wire: Copy, Credit Narration Statements"]);
    assert_eq!(n_independent(&reports), 1);
}

#[test]
fn an_agency_that_is_not_there_is_named() {
    let reports = [report("Harbour Post", 5, CUT), report("Brenna Times", 5, WITNESS)];
    check(&reports, &["Harbour Post < (Coastal Wire): Credited, Credit"]);
    assert_eq!(n_independent(&reports), 2);
}

#[test]
fn evidence_leads_to_the_words_that_show_it() {
    let reports = [report("Harbour Post", 5, CUT), report("Coastal Wire", 5, WIRE)];
    let (_, _, stemma) = of(&reports);
    let words = |place: &Place| {
        let of = |it: &&Annotated| it.report.id() == place.report;
        place.span.of(reports.iter().find(of).expect("a report").report.text())
    };
    let evidence = &stemma.descents[0].evidence;
    assert_eq!(words(&evidence[0].places[0]), "Coastal Wire");
    let [here, there] = &evidence[1].places[..] else { panic!("two places") };
    assert!(words(here).starts_with("Eleven tankers") && words(here).ends_with("hours of sleep"));
    assert_eq!(words(here), words(there));
}

#[test]
fn two_who_heard_the_same_words_are_independent() {
    let wire = WIRE.replace(" (Coastal Wire)", "");
    let reports = [report("Coastal Wire", 4, &wire), report("Brenna Times", 5, WITNESS)];
    check(&reports, &[]);
    assert_eq!(n_independent(&reports), 2);
}

#[test]
fn a_chain_of_copies_is_told_by_what_is_handed_on() {
    let own = "\n\nThe mayor of Port Sellick has asked the bakers of the mainland for three \
        thousand loaves a day, to be landed by rowing boat below the old fort if need be.";
    let wire = WIRE.replace(" (Coastal Wire)", "");
    let reports = [
        report("Coastal Wire", 4, &wire),
        report("Harbour Post", 5, &format!("{wire}{own}")),
        report("Brenna Times", 6, &format!("{wire}{own}\n\nIt rained.")),
    ];
    check(
        &reports,
        &[
            "Harbour Post < Coastal Wire: Copy, Narration Statements Earlier",
            "Brenna Times < Harbour Post: Copy, Narration Statements Earlier",
        ],
    );
    assert_eq!(n_independent(&reports), 1);
}

#[test]
fn of_an_undated_pair_no_direction_is_told() {
    let wire = WIRE.replace(" (Coastal Wire)", "");
    let reports =
        [report("Harbour Post", 0, &wire), report("Brenna Times", 0, &format!("{wire} A."))];
    let (_, _, stemma) = of(&reports);
    assert_eq!(stemma.descents.len(), 1);
    assert_eq!((stemma.descents[0].kind, stemma.descents[0].directed), (DescentKind::Copy, false));
}

#[test]
fn two_prints_of_one_agency_tell_no_direction_whatever_their_days() {
    let reports = [report("Harbour Post", 4, WIRE), report("Brenna Times", 6, WIRE)];
    let (_, _, stemma) = of(&reports);
    let copy = stemma.descents.iter().find(|it| it.kind == DescentKind::Copy).expect("a copy");
    assert!(!copy.directed, "{copy:?}");
}

#[test]
fn a_report_that_names_its_source_descends_from_it() {
    let wire = WIRE.replace(" (Coastal Wire)", "").replace(
        "said Ana Ruiz, who speaks for the pilots’ guild",
        "Ana Ruiz, who speaks for the pilots’ guild, told the Coastal Wire",
    );
    let follow = "Guild blames roster\n\n\
        The pilots’ guild of Port Sellick has lost two men to tiredness, its speaker Ana Ruiz told \
        the Coastal Wire.\n\n\
        “We have buried two of our own since the new roster came in,” she said. “The harbour \
        office has had our letter since spring.”";
    // Undated: what the report says of itself is enough.
    let reports = [report("Harbour Post", 0, follow), report("Coastal Wire", 0, &wire)];
    check(&reports, &["Harbour Post < Coastal Wire: Rewrite, Named Statements"]);
    // A rewrite may have asked for itself: it counts, and is marked.
    let (story, apparatus, stemma) = of(&reports);
    let families = Families::of(&story, &stemma);
    let entry = apparatus.shared().next().expect("a shared entry");
    let expected = Witnesses { all: 2, independent: 2, tied: 1 };
    assert_eq!(entry.n_witnesses(&families), expected);
}

#[test]
fn a_copy_of_the_report_it_names_is_no_exemplar_of_it() {
    let named =
        WIRE.replace(" (Coastal Wire)", "").replace("Ruiz said.", "Ruiz told the Coastal Wire.");
    let reports = [report("Harbour Post", 4, &named), report("Coastal Wire", 5, &named)];
    check(&reports, &["Harbour Post < Coastal Wire: Copy, Named Narration Statements"]);
    let (story, _, stemma) = of(&reports);
    assert_eq!(independent(&story, &stemma), [reports[1].report.id()]);
}

#[test]
fn sentences_of_one_text_in_two_reports_show_a_source_in_common() {
    let post = "Bread runs short on the island\n\n\
        Bakers on the island shut their doors at ten. The harbour office put the cost of each idle \
        day at four million crowns and sent two retired captains for the ferries. Queues formed before first light at every shop that still had flour, and a \
        schoolteacher wrote numbers on people’s hands so that nobody need stand in the wind. Old \
        women brought stools and the priest brought soup, and by eight the flour was gone.\n\n\
        The last storm of this kind is remembered for the winter in which the island ate its seed \
        corn. Jo Silva keeps a photograph of it behind the counter: nine people in coats, a cart \
        without a horse, and a loaf on the cart. Her father baked it out of bran. She has told the \
        children that they may look but not ask, since the man on the left never came home, and \
        nobody has wished to be photographed with bread again.\n\n\
        Talks that were to begin at noon in the old customs house had not begun by nightfall, said \
        the guild.";
    let reports = [
        report("Coastal Wire", 4, &WIRE.replace(" (Coastal Wire)", "")),
        report("Harbour Post", 5, post),
    ];
    check(&reports, &["Harbour Post ~ Coastal Wire: SharedSource, Narration Earlier"]);
    assert_eq!(n_independent(&reports), 2);
}

#[test]
fn words_that_one_of_them_puts_in_quotation_marks_are_no_narration() {
    let words = "The guild regrets that the office has not replied to any of its letters and sees \
        no other way than to keep the boats in port until the roster is withdrawn. The members of \
        the guild thank the people of the island for their patience in these hard days.";
    let reports = [
        report("Coastal Wire", 4, &format!("Guild writes\n\nThe guild wrote: “{words}”")),
        report("Harbour Post", 4, &format!("A letter\n\nIt is short.\n\n{words}\n\nIt is sealed.")),
        report("Brenna Times", 4, &format!("The reply\n\nHere it is in full.\n\n{words}\n\nDone.")),
    ];
    let (_, _, stemma) = of(&reports);
    let narration = |it: &Evidence| matches!(it.fact, Fact::Narration { .. });
    assert!(!stemma.descents.iter().any(|it| it.evidence.iter().any(narration)), "{stemma:?}");
}

/// Quotations in the words given, each in a paragraph of its own, in the way of one of five
/// reporters.
fn quoting(reporter: usize, quotations: &[&str]) -> String {
    const WAYS: [(&str, &str, &str); 5] = [
        ("Pilots walk out", "“", ",” Ana Ruiz said on Tuesday."),
        ("No boat leaves", "Ana Ruiz told reporters: “", ".”"),
        ("A strike begins", "“", ",” said Ana Ruiz at noon."),
        ("The quay is still", "Ana Ruiz added at the quay: “", ".”"),
        ("Guild stays away", "“", ",” Ana Ruiz of the guild told the crowd."),
    ];
    let (headline, before, after) = WAYS[reporter];
    let each = quotations.iter().map(|it| format!("\n\n{before}{it}{after}"));
    format!("{headline}{}", each.collect::<String>())
}

const SAID: [&str; 6] = [
    "We have buried two of our own since the new roster came in",
    "The harbour office has had our letter since spring",
    "Nobody on these boats has slept a whole night since January",
    "We will talk tomorrow if they bring the old roster back",
    "The ferries must not sail without a pilot on board",
    "Two retired captains cannot do the work of forty men",
];

const REWORDED: [&str; 6] = [
    "Since the new roster was introduced two of our people have been laid in the grave",
    "Our letter has been lying in the office of the harbour since the springtime",
    "On those boats no one slept through an entire night since January began",
    "If tomorrow they return to the old roster, then we are ready for talks",
    "Without having a pilot aboard it is not permitted that ferries go sailing",
    "The work of forty men is not to be done by a pair of retired captains",
];

#[test]
fn quotations_reworded_throughout_in_one_order_are_tied_and_no_more_is_said() {
    let reports = [
        report("Coastal Wire", 4, &quoting(0, &SAID)),
        report("Tarvon Courier", 6, &quoting(2, &REWORDED)),
    ];
    check(&reports, &["Tarvon Courier ~ Coastal Wire: SharedSource, Reworded Statements Earlier"]);
}

#[test]
fn the_same_in_another_language_is_a_translation() {
    let mut reports = [
        report("Coastal Wire", 4, &quoting(0, &SAID)),
        report("Tarvon Courier", 6, &quoting(2, &REWORDED)),
    ];
    reports[1].report.language = Some("fi".into());
    let expected =
        "Tarvon Courier ~ Coastal Wire: Translation, Reworded Statements Language Earlier";
    check(&reports, &[expected]);
}

#[test]
fn who_reworded_ties_no_two_who_did_not() {
    let reports = [
        report("Coastal Wire", 4, &quoting(0, &SAID)),
        report("Harbour Post", 4, &quoting(1, &SAID)),
        report("Tarvon Courier", 2, &quoting(2, &REWORDED)),
    ];
    let (_, _, stemma) = of(&reports);
    assert_eq!(stemma.descents.len(), 1, "{stemma:?}");
    assert_eq!(outlet(&reports, stemma.descents[0].report), "Tarvon Courier");
}

/// Reports of six quotations, in the outlets' order; each changes those in its list.
fn altering(changes: &[&[(usize, &str, &str)]]) -> Vec<Annotated> {
    let outlets = ["Coastal Wire", "Harbour Post", "Brenna Times", "Hill Courier", "Echo"];
    let of_outlet = |(n, changes): (usize, &&[(usize, &str, &str)])| {
        let mut said = SAID.map(String::from);
        for (at, old, new) in *changes {
            said[*at] = said[*at].replace(old, new);
        }
        let said: Vec<&str> = said.iter().map(String::as_str).collect();
        report(outlets[n], 4, &quoting(n, &said))
    };
    changes.iter().enumerate().map(of_outlet).collect()
}

#[test]
fn errors_in_common_show_a_source_in_common() {
    let slips: &[_] = &[(0, "buried", "married"), (4, "pilot", "parrot")];
    let reports = altering(&[&[], &[], slips, slips]);
    let (_, _, stemma) = of(&reports);
    assert_eq!(stemma.descents.len(), 1, "{stemma:?}");
    let descent = &stemma.descents[0];
    assert_eq!((descent.kind, descent.directed), (DescentKind::SharedSource, false));
    assert_eq!(descent.evidence[0].fact, Fact::Alterations(2));
    assert_eq!(descent.evidence[0].places.len(), 6);
    let mut tied = vec![outlet(&reports, descent.report)];
    tied.extend(match descent.from {
        Origin::Report(it) => Some(outlet(&reports, it)),
        Origin::Agency(_) => None,
    });
    tied.sort_unstable();
    assert_eq!(tied, ["Brenna Times", "Hill Courier"]);
}

#[test]
fn a_reading_that_most_have_is_no_error_in_common() {
    let slips: &[_] = &[(0, "buried", "married"), (4, "pilot", "parrot")];
    check(&altering(&[&[], slips, slips, slips]), &[]);
    // One error each, or one in common: that may be a mishearing.
    check(&altering(&[&[], &[], &slips[..1], &slips[1..]]), &[]);
    check(&altering(&[&[], &[], &slips[..1], &slips[..1]]), &[]);
}

#[test]
fn a_verbatim_agreement_with_a_copy_is_no_second_witness() {
    let reports = [
        report("Coastal Wire", 4, WIRE),
        report("Harbour Post", 5, WIRE),
        report("Brenna Times", 5, WITNESS.split("\n\n“Nobody").next().expect("a beginning")),
    ];
    let (story, apparatus, stemma) = of(&reports);
    let families = Families::of(&story, &stemma);
    let counts = |words: &str| {
        let has = |it: &&Entry| {
            let passages = &it.lemma;
            let of = |it: &&Annotated| it.report.id() == passages.statement.report;
            let text = reports.iter().find(of).expect("a report").report.text();
            passages.spans.iter().any(|it| it.of(text).contains(words))
        };
        let entry = apparatus.entries.iter().find(has).expect("an entry with these words");
        entry.n_witnesses(&families)
    };
    assert_eq!(counts("buried two"), Witnesses { all: 3, independent: 2, tied: 0 });
    assert_eq!(counts("Nobody sails"), Witnesses { all: 2, independent: 1, tied: 0 });
}

#[test]
fn two_reports_that_credit_one_agency_are_tied() {
    let early = "Pilots out\n\nPORT SELLICK (Coastal Wire) — The pilots of the strait are on \
        strike.\n\n“Nobody sails on a promise,” Ana Ruiz said on Tuesday.";
    let late = "No bread\n\nPORT SELLICK (Coastal Wire) — The island has run out of flour.\n\n\
        “Nobody sails on a promise,” Ana Ruiz said on Tuesday.";
    let reports = [report("Harbour Post", 4, early), report("Brenna Times", 5, late)];
    let (story, apparatus, stemma) = of(&reports);
    let families = Families::of(&story, &stemma);
    let entry = apparatus.shared().next().expect("a shared entry");
    let expected = Witnesses { all: 2, independent: 2, tied: 1 };
    assert_eq!(entry.n_witnesses(&families), expected);
}

#[test]
fn two_transcripts_of_one_briefing_are_not_told_for_rewrites() {
    let mut reports = [
        report("Coastal Wire", 4, &quoting(0, &SAID)),
        report("Tarvon Courier", 6, &quoting(2, &REWORDED)),
    ];
    for it in &mut reports {
        it.report.genre = crate::report::Genre::Transcript;
    }
    check(&reports, &[]);
}

// Laws --------------------------------------------------------------------------------------------

fn drawn_report() -> impl Strategy<Value = Annotated> {
    let pieces: Vec<&'static str> = WIRE.split("\n\n").chain(WITNESS.split("\n\n")).collect();
    let outlet = prop::sample::select(vec!["Coastal Wire", "Harbour Post", "Brenna Times", "Echo"]);
    let names = prop::sample::select(vec![
        "She told the Harbour Post so.",
        "The Brenna Times reported it first.",
        "It rained.",
    ]);
    let body = prop::sample::subsequence(pieces, 3..8);
    (outlet, 0..4_u8, body, names).prop_map(|(outlet, day, body, names)| {
        report(outlet, day, &format!("{}\n\n{names}", body.join("\n\n")))
    })
}

/// Whether each report has one descent at most, and none leads back to itself.
fn is_forest(stemma: &Stemma) -> bool {
    let of: BTreeMap<ReportId, &Origin> =
        stemma.descents.iter().map(|it| (it.report, &it.from)).collect();
    let next = |it: &ReportId| match of.get(it) {
        Some(Origin::Report(it)) => Some(*it),
        _ => None,
    };
    let n = stemma.descents.len();
    let ends = |it: &ReportId| std::iter::successors(Some(*it), next).take(n + 2).count() <= n + 1;
    of.len() == n && of.keys().all(ends)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    #[test]
    fn a_stemma_is_a_forest_that_no_order_changes(
        reports in prop::collection::vec(drawn_report(), 2..7), turn in 1..6_usize,
    ) {
        let (story, apparatus, found) = of(&reports);
        prop_assert!(is_forest(&found), "{found:?}");
        prop_assert!(found.descents.iter().all(|it| !it.evidence.is_empty()), "{found:?}");
        let mut turned = reports.clone();
        turned.rotate_left(turn % reports.len());
        prop_assert_eq!(&stemma(&story, &turned, &apparatus), &found);
        prop_assert_eq!(&of(&turned).2, &found);
    }

    #[test]
    fn there_are_as_many_independent_reports_as_families(
        reports in prop::collection::vec(drawn_report(), 1..7),
    ) {
        let (story, apparatus, stemma) = of(&reports);
        let own = independent(&story, &stemma);
        let heads: BTreeSet<ReportId> = story.heads().into_iter().collect();
        prop_assert_eq!(own.len(), heads.len());
        let families = Families::of(&story, &stemma);
        for entry in &apparatus.entries {
            let it = entry.n_witnesses(&families);
            prop_assert!(1 <= it.independent && it.independent <= it.all);
            prop_assert!(it.tied < it.independent && it.independent <= own.len());
        }
    }
}

//! A story and its reports in, an apparatus out: which statements are one utterance, and how the
//! wording of each differs from outlet to outlet, word by word.
//!
//! | question | modules, in the order they are asked |
//! |---|---|
//! | what is compared with what | `unit`, `candidate` |
//! | are two wordings one utterance | `link` and `model` (words alone: `pair`, `thesaurus`), `speaker`, `order`, `group`; `why` says it |
//! | how do they differ | `align`, `beside`, `classify`, `mark`, `accidental`, `conflict` with `venue`; `entry` puts it together |
//! | how is it drawn | `pieces`, `folded`, `place`, `siglum`; `lemma` draws it on another witness |
//! | what of the story as a whole | `absent` and `splice` (transcripts), `stemma` (who was made from whom), `deed` (events) |
//! | which figures are for one thing, and can they both hold | `figure` |
//! | and beyond it | `phrase`: lines said again in other stories |

mod absent;
mod accidental;
mod align;
mod beside;
mod candidate;
mod classify;
mod conflict;
mod deed;
mod edited;
mod entry;
mod figure;
mod folded;
mod group;
mod lemma;
mod link;
mod mark;
mod model;
mod order;
mod pair;
mod phrase;
mod pieces;
mod place;
mod siglum;
mod speaker;
mod splice;
pub mod stemma;
mod thesaurus;
mod unit;
mod venue;
mod why;

pub use absent::{Absent, Found, InTranscripts, Nearest, TurnPlace, Why, standing};
pub use align::Op;
pub use candidate::candidates;
pub use deed::{Deed, EventId, deeds};
pub use edited::{Edit, EditKind, changes, edits};
pub use figure::{Counted, FigureId, Stand, Told, can_both_hold, figures};
pub use folded::{Row, folded};
pub use lemma::{Wordings, redraw, redraw_with};
pub use link::MEASURES;
pub use pair::{Claim, Comparer, Comparison, Prepared, Tables};
pub use phrase::{Hit, Line, MOST_WITH_PHRASE, Phrases, Repeat, repeats};
pub use pieces::{Piece, pieces};
pub use place::{
    Place, PlaceReading, Segment, SegmentReading, Segments, accidental_places, places, segments,
};
pub use siglum::sigla;
pub use splice::{Joined, Splice, SpliceKind, splices, standing_and_splices};
pub use stemma::{Stemma, Witnesses, independent, stemma};
use unit::Unit;
pub use venue::{Venue, VenueKind, venue};
pub use why::{Linked, linked, linked_in};

use crate::annotate::{Annotated, StatementId};
use crate::report::ReportId;
use crate::story::{Rank, Story};
use crate::text::Span;

/// All readings of a story's statements.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Apparatus {
    /// The story's id.
    pub story: Option<ReportId>,
    /// One entry an utterance, in the order of the story's first witness that has it.
    pub entries: Vec<Entry>,
}

/// One thing said, once: its lemma, and what the other witnesses have.
///
/// An utterance is a sentence of a quotation, or the whole content of an indirect statement:
/// outlets cut, join and drop sentences, so whole quotations seldom pair off.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    /// The wording compared against: a transcript's if there is one, else the longest direct
    /// reading; ties by time, then id.
    pub lemma: Passages,
    /// What each other witness has.
    pub readings: Vec<Reading>,
}

/// The words of one statement that take part in an entry.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Passages {
    /// The statement.
    pub statement: StatementId,
    /// Spans in the statement's report. Never empty.
    pub spans: Box<[Span]>,
}

/// What one witness has for an entry.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reading {
    /// Its words.
    pub passages: Passages,
    /// How they stand to the lemma's.
    pub agreement: Agreement,
    /// Where the wording differs (the substantives), in order. Empty for a paraphrase.
    pub variants: Vec<Variant>,
    /// Where only spelling, case or marks differ (the accidentals), or where another transcript has
    /// the reading's word, in order. They never have a mark.
    pub accidentals: Vec<Variant>,
    /// Where words were left out, if some were and nothing else differs.
    pub cut: Option<Cut>,
    /// How much differs, if it is altered.
    pub degree: Option<Degree>,
    /// Both dates are known, or both days are named, and they are not the same.
    pub day_conflict: bool,
    /// The two reports name different persons as the speaker of nearly the same words.
    pub speaker_conflict: bool,
    /// The two reports have it said in different places.
    pub venue_conflict: bool,
}

/// How a reading's words stand to the lemma's, after normalisation.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Agreement {
    /// The same words in the same order.
    Verbatim,
    /// The same words with some left out.
    Trimmed,
    /// Words of two utterances printed as one quotation.
    Spliced,
    /// Both claim the words, and at least one word differs otherwise.
    Altered,
    /// The same utterance, where one side does not claim the words.
    Paraphrase,
}

/// Where words were left out of a quotation, and whether its reader can see that.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Cut {
    /// Inside, rather than only at an edge.
    pub inside: bool,
    /// Every cut inside has an ellipsis or brackets in its place.
    pub marked: bool,
}

/// How much of an altered reading differs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Degree {
    /// At least 70 % of the shorter side's words are in the longest common row of words.
    Light,
    /// Fewer.
    Heavy,
}

/// What a variant changes of the meaning.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Mark {
    /// One side negates, the other does not.
    Negation,
    /// Another number.
    Number,
    /// Another name.
    Name,
    /// Another strength of will or duty: `will` for `may`.
    Modal,
    /// Another person is meant: `we` for `they`.
    Person,
}

/// One place where a reading differs from the lemma.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Variant {
    /// How.
    pub kind: VariantKind,
    /// What it changes of the meaning: the gravest, in the order of [`Mark`].
    pub mark: Option<Mark>,
    /// In the lemma's report; empty for an addition.
    pub lemma: Span,
    /// In the reading's report; empty for an omission.
    pub reading: Span,
}

/// How a place differs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum VariantKind {
    /// Words of the lemma that the reading leaves out.
    Omission,
    /// Words the lemma lacks.
    Addition,
    /// Words in place of others.
    Substitution,
    /// The same words in another place.
    Transposition,
}

impl Apparatus {
    /// The entries that two or more reports have.
    pub fn shared(&self) -> impl Iterator<Item = &Entry> {
        self.entries.iter().filter(|it| !it.readings.is_empty())
    }
}

impl Entry {
    /// The lemma, then each reading's words.
    pub fn passages(&self) -> impl Iterator<Item = &Passages> {
        std::iter::once(&self.lemma).chain(self.readings.iter().map(|it| &it.passages))
    }

    /// The statements that take part, the lemma's first.
    pub fn statements(&self) -> impl Iterator<Item = StatementId> + '_ {
        self.passages().map(|it| it.statement)
    }

    /// Whether any outlet dates it to another day than the lemma's.
    pub fn has_day_conflict(&self) -> bool {
        self.readings.iter().any(|it| it.day_conflict)
    }
}

/// Links the statements of a story that are one utterance, and compares their words.
///
/// `reports` holds the story's reports, in any order; others are left aside. What comes out does
/// not depend on the order of witnesses or reports.
pub fn collate(story: &Story, reports: &[Annotated]) -> Apparatus {
    collate_with(&Tables::english(), story, reports)
}

/// As [`collate`], with tables made once for many stories.
pub fn collate_with(tables: &Tables, story: &Story, reports: &[Annotated]) -> Apparatus {
    collate_read(tables, story, &Read::of(tables, story, reports))
}

/// As [`collate_with`], with [`standing_and_splices`]: the reports are read once for all.
pub fn collate_whole(
    tables: &Tables,
    story: &Story,
    reports: &[Annotated],
) -> (Apparatus, InTranscripts, Vec<Splice>) {
    let read = Read::of(tables, story, reports);
    let apparatus = collate_read(tables, story, &read);
    let (standing, splices) = splice::in_read(tables, story, &read, &apparatus);
    (apparatus, standing, splices)
}

fn collate_read(tables: &Tables, story: &Story, read: &Read<'_>) -> Apparatus {
    let Read { reports, units } = read;
    let copied: Vec<bool> = reports.iter().map(|it| is_copy(story, reports, it)).collect();
    let is_copy = |report: usize| copied[report];
    let own = units.iter().filter(|it| !is_copy(it.report));
    let comparer = Comparer::among(tables, own.map(|it| &it.faces[0].prepared));
    let speakers = |a: usize, b: usize| speaker::compare(reports, &units[a], &units[b]);
    let two_occasions = |a: usize, b: usize| conflict::two_occasions(reports, &units[a], &units[b]);
    let told =
        group::Told { speakers: &speakers, two_occasions: &two_occasions, is_copy: &is_copy };
    let groups = join_lone(units, group::group(&comparer, units, &told));
    let entries =
        groups.iter().map(|group| entry::entry(&comparer, reports, units, group)).collect();
    Apparatus { story: story.id(), entries }
}

/// A story's reports, and what of them is compared.
struct Read<'r> {
    /// In the order of the story's witnesses.
    reports: Vec<&'r Annotated>,
    /// Those of all reports, in order.
    units: Vec<Unit>,
}

impl<'r> Read<'r> {
    fn of(tables: &Tables, story: &Story, reports: &'r [Annotated]) -> Read<'r> {
        let reports = in_order(story, reports);
        let units = reports.iter().enumerate();
        let units = units.flat_map(|(n, report)| unit::units(tables, report, n)).collect();
        Read { reports, units }
    }

    /// Each report with its units.
    fn each(&self) -> impl Iterator<Item = (&'r Annotated, &[Unit])> {
        let units = |n| {
            let start = self.units.partition_point(|it| it.report < n);
            &self.units[start..self.units.partition_point(|it| it.report <= n)]
        };
        self.reports.iter().enumerate().map(move |(n, it)| (*it, units(n)))
    }
}

/// The story's reports in the order of its witnesses, each once: as of its earliest day, should it
/// come with several.
fn in_order<'r>(story: &Story, reports: &'r [Annotated]) -> Vec<&'r Annotated> {
    let mut found: Vec<&Annotated> = reports
        .iter()
        .filter(|it| story.witnesses.iter().any(|witness| witness.report == it.report.id()))
        .collect();
    found.sort_by_key(|it| (it.report.id(), Rank::of(&it.report)));
    found.dedup_by_key(|it| it.report.id());
    found.sort_by_key(|it| Rank::of(&it.report));
    found
}

/// Whether a report was copied from another that is here.
fn is_copy(story: &Story, reports: &[&Annotated], report: &Annotated) -> bool {
    let mut witnesses = story.witnesses.iter().filter(|it| it.report == report.report.id());
    let exemplar = witnesses.find_map(|it| it.exemplar);
    exemplar.is_some_and(|exemplar| reports.iter().any(|it| it.report.id() == exemplar))
}

/// Sentences of one statement that no other report has stay together.
fn join_lone(units: &[Unit], groups: Vec<Vec<usize>>) -> Vec<Vec<usize>> {
    let mut joined: Vec<Vec<usize>> = Vec::new();
    // Whether the last of `joined` is of such sentences.
    let mut lone = false;
    for group in groups {
        let goes_on = |run: &&mut Vec<usize>| {
            let (before, unit) = (run[run.len() - 1], group[0]);
            before + 1 == unit && units[before].statement == units[unit].statement
        };
        match joined.last_mut().filter(|_| lone && group.len() == 1).filter(goes_on) {
            Some(run) => run.push(group[0]),
            None => {
                lone = group.len() == 1;
                joined.push(group);
            }
        }
    }
    joined
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::annotate::{
        Actor, ActorIdx, ActorKind, Annotations, Day, Manner, Speaker, Statement,
    };
    use crate::report::{Genre, Part, PartKind, Report};
    use crate::story::Witness;

    /// A report drawn as lines `speaker | day | content`: content in quotation marks is direct, with
    /// some inside it is mixed. A line `TRANSCRIPT` makes it one.
    fn report(outlet: &str, drawn: &str) -> Annotated {
        let (mut text, mut genre) = (String::new(), Genre::News);
        let mut annotations = Annotations::default();
        for line in drawn.lines().map(str::trim).filter(|it| !it.is_empty()) {
            if line == "TRANSCRIPT" {
                genre = Genre::Transcript;
                continue;
            }
            let mut cells = line.splitn(3, '|').map(str::trim);
            let mut cell = || cells.next().expect("three cells");
            let (speaker, day, content) = (cell(), cell(), cell());
            let day = Span::new(text.len(), text.len() + day.len());
            text.push_str(&format!("{}: ", line.split('|').nth(1).unwrap_or("").trim()));
            let start = text.len();
            text.push_str(content);
            let (manner, span) = manner(content, Span::new(start, text.len()));
            text.push('\n');
            annotations.actors.push(Actor {
                name: speaker.into(),
                kind: ActorKind::Person,
                role: None,
                affiliation: None,
            });
            let actor = ActorIdx(annotations.actors.len() as u32 - 1);
            annotations.statements.push(Statement {
                speaker: if speaker.is_empty() {
                    Speaker::Unresolved
                } else {
                    Speaker::Named(actor)
                },
                day: (!day.is_empty()).then_some(Day { written: day, date: None }),
                ..Statement::of(manner, [span], "by hand")
            });
        }
        let whole = Part { kind: PartKind::Paragraph, span: Span::new(0, text.len()).trim(&text) };
        let mut report = Report::new(Some(outlet), None, &text, vec![whole]);
        report.genre = genre;
        Annotated { report, annotations }
    }

    fn manner(content: &str, whole: Span) -> (Manner, Span) {
        let inner = content.strip_prefix('“').and_then(|it| it.strip_suffix('”'));
        match inner {
            Some(inner) if !inner.contains(['“', '”']) => {
                let start = whole.start() + '“'.len_utf8();
                (Manner::Direct, Span::new(start, start + inner.len()))
            }
            _ if content.contains('“') => (Manner::Mixed, whole),
            _ => (Manner::Indirect, whole),
        }
    }

    fn reports(drawn: &[String]) -> Vec<Annotated> {
        drawn.iter().enumerate().map(|(n, it)| report(&format!("Outlet {n}"), it)).collect()
    }

    fn story(reports: &[Annotated]) -> Story {
        let witness =
            |it: &Annotated| Witness { report: it.report.id(), exemplar: None, version_of: None };
        Story { witnesses: reports.iter().map(witness).collect() }
    }

    /// Two reports, and the entries that both have: how the reading agrees, lemma, reading.
    #[track_caller]
    fn check(post: &str, wire: &str, expected: &[[&str; 3]]) {
        let reports = [report("Harbour Post", post), report("Coastal Wire", wire)];
        let words = |passages: &Passages| {
            let report = reports.iter().find(|it| it.report.id() == passages.statement.report);
            let text = report.expect("a report of the story").report.text();
            passages.spans.iter().map(|it| it.of(text)).collect::<Vec<_>>().join(" + ")
        };
        let mut found = Vec::new();
        for entry in collate(&story(&reports), &reports).shared() {
            for it in &entry.readings {
                let day = if it.day_conflict { ", another day" } else { "" };
                let speaker = if it.speaker_conflict { ", another speaker" } else { "" };
                let agreement = format!("{:?}{day}{speaker}", it.agreement);
                found.push([agreement, words(&entry.lemma), words(&it.passages)]);
            }
        }
        assert_eq!(found, expected);
    }

    #[test]
    fn of_equal_lemmas_the_one_whose_time_is_known_comes_first() {
        use crate::report::Published;
        let words = "Ana Ruiz | | “The harbour stays open to every ship that pays its dues.”";
        let day = jiff::civil::date(2031, 3, 4);
        let noon = jiff::tz::Offset::UTC.to_timestamp(day.at(12, 0, 0, 0)).ok();
        let [mut untimed, mut timed] = ["Harbour Post", "Coastal Wire"].map(|it| report(it, words));
        untimed.report.published = Some(Published { day, at: None });
        timed.report.published = Some(Published { day, at: noon });
        let first = timed.report.id();
        let reports = [untimed, timed];
        let apparatus = collate(&story(&reports), &reports);
        assert_eq!(apparatus.entries[0].lemma.statement.report, first);
        assert_eq!(crate::story::gather(&reports).id(), Some(first));
    }

    #[test]
    fn a_report_that_comes_with_two_days_is_no_witness_of_itself() {
        use crate::report::Published;
        let words = "Ana Ruiz | | “The harbour stays open to every ship that pays its dues.”";
        let reports = [4, 6, 5].map(|day| {
            let outlet = if day == 5 { "Coastal Wire" } else { "Harbour Post" };
            let mut it = report(outlet, words);
            it.report.published =
                Some(Published { day: jiff::civil::date(2031, 3, day), at: None });
            it
        });
        let apparatus = collate(&story(&reports), &reports);
        assert_eq!(apparatus.entries.len(), 1);
        assert_eq!(apparatus.entries[0].readings.len(), 1);
    }

    #[test]
    fn one_quotation_in_two_reports_is_verbatim() {
        check(
            "Ana Ruiz | | “The harbour stays open to every ship that pays its dues.”",
            "Ruiz | | “the harbor stays open to every ship that pays its dues, okay?”",
            &[[
                "Trimmed",
                "the harbor stays open to every ship that pays its dues, okay?",
                "The harbour stays open to every ship that pays its dues.",
            ]],
        );
    }

    #[test]
    fn spelling_and_marks_make_no_alteration() {
        check(
            "Ana Ruiz | | “We won’t close the harbour for 9,000 crowns.”",
            "Ruiz | | “we will not close the harbor, for nine thousand crowns, by God”",
            &[[
                "Trimmed",
                "we will not close the harbor, for nine thousand crowns, by God",
                "We won’t close the harbour for 9,000 crowns.",
            ]],
        );
    }

    #[test]
    fn a_quotation_with_words_left_out_is_trimmed() {
        check(
            "Ana Ruiz | | “The harbour stays open, whatever they say, to every ship that pays.”",
            "Ana Ruiz | | “The harbour stays open … to every ship that pays.”",
            &[[
                "Trimmed",
                "The harbour stays open, whatever they say, to every ship that pays.",
                "The harbour stays open … to every ship that pays.",
            ]],
        );
    }

    #[test]
    fn a_quotation_with_another_word_is_altered() {
        check(
            "Ana Ruiz | Wednesday | “They have again refused to engage with the pilots.”",
            "Ana Ruiz | Tuesday | “They have once more refused to cooperate with the pilots.”",
            &[[
                "Altered, another day",
                "They have once more refused to cooperate with the pilots.",
                "They have again refused to engage with the pilots.",
            ]],
        );
    }

    #[test]
    fn words_told_indirectly_are_a_paraphrase() {
        check(
            "Ana Ruiz | | “The new pilots will board every tanker at the northern buoy.”",
            "Ana Ruiz | | the new pilots would board each tanker at the northern buoy",
            &[[
                "Paraphrase",
                "The new pilots will board every tanker at the northern buoy.",
                "the new pilots would board each tanker at the northern buoy",
            ]],
        );
    }

    #[test]
    fn quoted_words_of_a_mixed_statement_are_compared_as_claimed() {
        check(
            "Ana Ruiz | | it was hard, but “in the end the pilots have kept us from a deal”",
            "Ana Ruiz | | some were late and “in the end the pilots kept us away from any deal”",
            &[[
                "Altered",
                "in the end the pilots kept us away from any deal",
                "in the end the pilots have kept us from a deal",
            ]],
        );
    }

    #[test]
    fn a_transcript_is_the_lemma_and_its_sentences_may_end_elsewhere() {
        check(
            "Ana Ruiz | | “We lost the tug, and we know why it sank so fast that night.”",
            "TRANSCRIPT
            Ana Ruiz | | “Good evening. We lost the tug. And we know why it sank so fast that night.”",
            &[[
                "Verbatim",
                "We lost the tug. + And we know why it sank so fast that night.",
                "We lost the tug, and we know why it sank so fast that night.",
            ]],
        );
    }

    #[test]
    fn what_two_persons_say_is_not_linked() {
        check(
            "Ana Ruiz | | “We asked for pilots at the northern buoy in spring.”",
            "Jo Silva | | “They asked for no pilots at the northern buoy.”",
            &[],
        );
    }

    #[test]
    fn the_same_words_of_two_persons_are_a_conflict() {
        let words = "The harbour stays open to every ship that pays its dues.";
        check(
            &format!("Ana Ruiz | | “{words}”"),
            &format!("Jo Silva | | “{words}”"),
            &[["Verbatim, another speaker", words, words]],
        );
    }

    #[test]
    fn other_things_said_by_one_person_are_not_linked() {
        check(
            "Ana Ruiz | | “The ferry left the quay at nine with all its lights on.”",
            "Ana Ruiz | | “Every widow of this town will have her pension by Friday.”",
            &[],
        );
    }

    #[test]
    fn what_one_report_has_alone_is_an_entry_without_readings() {
        let reports = [report(
            "Harbour Post",
            "Ana Ruiz | | “The ferry left at nine. It had its lights on.”
            Ana Ruiz | | nobody had called the coast guard",
        )];
        let apparatus = collate(&story(&reports), &reports);
        assert_eq!(apparatus.entries.len(), 2);
        assert!(apparatus.entries.iter().all(|it| it.readings.is_empty()));
        assert_eq!(apparatus.entries[0].lemma.spans.len(), 2);
    }

    /// Forty quotations that other outlets have too, a third of them with a word of this outlet's.
    fn busy(outlet: usize) -> String {
        let things = ["ferry", "harbour", "pilot", "buoy", "tanker", "crane", "quay", "captain"];
        let deeds = ["left", "burned", "closed", "waited", "sank"];
        let line = |n: usize| {
            let own = if (n + outlet).is_multiple_of(3) { "old" } else { "new" };
            let (thing, deed) = (things[n % 8], deeds[n / 8]);
            format!("Ana Ruiz | | “The {own} {thing} of pier {n} {deed} before storm {n}.”\n")
        };
        (0..40).map(line).collect()
    }

    #[test]
    fn thirty_reports_of_forty_statements_make_forty_entries() {
        let reports = reports(&(0..30).map(busy).collect::<Vec<_>>());
        let apparatus = collate(&story(&reports), &reports);
        assert_eq!(apparatus.shared().count(), 40);
        assert!(apparatus.shared().all(|it| it.readings.len() == 29));
    }

    fn sentence() -> impl Strategy<Value = String> {
        let word = prop::sample::select(vec![
            "the", "port", "of", "ships", "sail", "storm", "and", "8", "quay", "we", "not",
            "open.", "Pilots", "waited", "for", "“tugs", "men”",
        ]);
        prop::collection::vec(word, 1..10).prop_map(|it| it.join(" "))
    }

    fn drawn_report() -> impl Strategy<Value = String> {
        let speaker = prop::sample::select(vec!["Ana Ruiz", "Jo Silva", ""]);
        let line = (speaker, sentence(), any::<bool>()).prop_map(|(speaker, words, direct)| {
            let words = if direct { format!("“{words}”") } else { words };
            format!("{speaker} | Tuesday | {words}")
        });
        prop::collection::vec(line, 1..4).prop_map(|it| it.join("\n"))
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(64))]

        #[test]
        fn the_order_of_witnesses_and_reports_changes_nothing(
            drawn in prop::collection::vec(drawn_report(), 2..5), turn in 1..4_usize,
        ) {
            let reports = reports(&drawn);
            let mut turned = reports.clone();
            turned.rotate_left(turn % reports.len());
            let found = collate(&story(&reports), &reports);
            prop_assert_eq!(&collate(&story(&reports), &turned), &found);
            prop_assert_eq!(collate(&story(&turned), &reports).entries, found.entries);
        }

        #[test]
        fn every_statement_is_in_an_entry_and_no_report_twice_in_one(
            drawn in prop::collection::vec(drawn_report(), 1..4),
        ) {
            let reports = reports(&drawn);
            let apparatus = collate(&story(&reports), &reports);
            let all: Vec<StatementId> =
                apparatus.entries.iter().flat_map(Entry::statements).collect();
            for annotated in &reports {
                for ordinal in 0..annotated.annotations.statements.len() as u32 {
                    let id = StatementId { report: annotated.report.id(), ordinal };
                    prop_assert!(all.contains(&id));
                }
            }
            for entry in &apparatus.entries {
                let mut ids: Vec<ReportId> = entry.statements().map(|it| it.report).collect();
                let n = ids.len();
                ids.sort();
                ids.dedup();
                prop_assert_eq!(ids.len(), n);
            }
        }

        #[test]
        fn only_words_that_differ_are_variants(drawn in prop::collection::vec(drawn_report(), 2..4)) {
            let reports = reports(&drawn);
            for entry in collate(&story(&reports), &reports).shared() {
                for it in &entry.readings {
                    let alike = matches!(it.agreement, Agreement::Verbatim | Agreement::Paraphrase);
                    prop_assert_eq!(it.variants.is_empty(), alike);
                }
            }
        }

        #[test]
        fn any_words_are_collated_without_a_panic(a in "\\PC{0,60}", b in "\\PC{0,60}") {
            let line = |it: &str| format!("Ana Ruiz | | “{}”", it.replace(['|', '\0'], " "));
            collate(&story(&reports(&[line(&a), line(&b)])), &reports(&[line(&a), line(&b)]));
        }
    }
}

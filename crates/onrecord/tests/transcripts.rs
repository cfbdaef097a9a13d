//! Invented reports against invented transcripts: what stands in them, what does not, and what one
//! report prints as one and others have as two.

// Reads the seeds where they lie beside the project.
#![allow(clippy::disallowed_methods)]

use std::path::PathBuf;

use onrecord::collate::{SpliceKind, Tables, Why, collate_with, splices, standing};
use onrecord::intake::{Body, Capture};
use onrecord::report::extract;
use onrecord::text::joined;
use onrecord::{Agreement, Annotated, Apparatus, Genre, Lexicon, Story, VariantKind};
use proptest::prelude::*;

const BRIEFING: &str = "Daily briefing by Spokeswoman Ana Ruiz

MS. RUIZ: Good afternoon. The lift will be repaired before the strait is.

Q: Did you ask for pilots at the northern buoy?

MS. RUIZ: We asked for pilots at the northern buoy, and nobody answered us for seven weeks. \
Every tanker that waits there costs this country four hundred crowns an hour.

Q: Who broke off the talks?

MS. RUIZ: It is their delegation that left the room, not ours. I met eleven of the families on \
Monday, and they asked me nothing about the buoys. They asked me when their sons would be home \
from Sostra.

Q: Does that include the navy?

MS. RUIZ: Nobody in this building wants to see grey ships doing the work of pilots.

Q: Thank you.
";

fn read(outlet: &str, published: Option<&str>, text: &str) -> Annotated {
    let capture = Capture {
        body: Body::Text(text.into()),
        outlet: Some(outlet.into()),
        published: published.map(Into::into),
        ..Capture::default()
    };
    let report = extract(&capture).expect("a report");
    let annotations = onrecord::annotate::annotate(&Lexicon::english(), &report);
    Annotated { report, annotations }
}

fn briefing() -> Annotated {
    let transcript = read("Foreign Ministry", Some("2031-03-05"), BRIEFING);
    assert_eq!(transcript.report.genre, Genre::Transcript);
    transcript
}

/// A news report of some paragraphs.
fn news(outlet: &str, paragraphs: &str) -> Annotated {
    let text = format!("Strait stays closed\n\nThe strait stayed closed.\n\n{paragraphs}\n");
    read(outlet, Some("2031-03-06"), &text)
}

struct Laid {
    tables: Tables,
    reports: Vec<Annotated>,
    story: Story,
    apparatus: Apparatus,
}

fn lay(reports: Vec<Annotated>) -> Laid {
    let tables = Tables::english();
    let story = onrecord::story::gather(&reports);
    let apparatus = collate_with(&tables, &story, &reports);
    Laid { tables, reports, story, apparatus }
}

impl Laid {
    fn words(&self, it: &onrecord::collate::Passages) -> String {
        let report = self.reports.iter().find(|r| r.report.id() == it.statement.report);
        joined(report.expect("a report of the story").report.text(), &it.spans)
    }

    /// A line for each quotation: what it is, where it leads.
    fn drawn(&self) -> Vec<String> {
        let found = standing(&self.tables, &self.story, &self.reports, &self.apparatus);
        let stands = found
            .found
            .iter()
            .map(|it| format!("turn {}: {}", it.turn.number, self.words(&it.passages)));
        let absent = found.absent.iter().map(|it| {
            let nearest = it.nearest.as_ref().map(|it| self.words(&it.passages));
            let nearest = nearest.unwrap_or_else(|| "nothing".to_owned());
            format!("{}: {} / nearest: {nearest}", it.why.name(), self.words(&it.passages))
        });
        stands.chain(absent).collect()
    }

    /// A line for each splice.
    fn spliced(&self) -> Vec<String> {
        let found = splices(&self.tables, &self.story, &self.reports, &self.apparatus);
        let parts = |it: &onrecord::collate::Splice| -> Vec<String> {
            it.parts.iter().map(|it| self.words(&it.here)).collect()
        };
        found.iter().map(|it| format!("{}: {}", it.kind.name(), parts(it).join(" + "))).collect()
    }
}

#[test]
fn a_quotation_leads_to_its_turn_and_the_question_it_answers() {
    let post = news(
        "Harbour Post",
        "“Nobody in this building wants to see grey ships doing the work of pilots,” Ana Ruiz said.",
    );
    let laid = lay(vec![post, briefing()]);
    let found = standing(&laid.tables, &laid.story, &laid.reports, &laid.apparatus);
    let [it] = &found.found[..] else { panic!("{found:?}") };
    assert!(it.linked && found.absent.is_empty());
    assert_eq!(it.turn.number, 7);
    let transcript = &laid.reports[1];
    let text = transcript.report.text();
    assert_eq!(it.turn.tag.map(|it| it.of(text)), Some("MS. RUIZ:"));
    let asked = it.turn.asked.expect("a question");
    let question = &transcript.annotations.statements[asked.ordinal as usize];
    assert_eq!(joined(text, &question.content), "Does that include the navy?");
}

#[test]
fn what_was_cut_is_a_trimmed_reading_and_still_found() {
    let post = news(
        "Harbour Post",
        "“We asked for pilots at the northern buoy … for seven weeks,” Ana Ruiz said.",
    );
    let laid = lay(vec![post, briefing()]);
    assert_eq!(
        laid.drawn(),
        ["turn 3: We asked for pilots at the northern buoy … for seven weeks"]
    );
    let entry = laid.apparatus.shared().next().expect("a shared entry");
    assert_eq!(entry.lemma.statement.report, laid.reports[1].report.id());
    let [reading] = &entry.readings[..] else { panic!("one reading") };
    assert_eq!(reading.agreement, Agreement::Trimmed);
    assert!(reading.variants.iter().all(|it| it.kind == VariantKind::Omission));
}

#[test]
fn less_than_a_sentence_two_sentences_and_a_second_print_are_found() {
    let post = news(
        "Harbour Post",
        "“They asked me when their sons would be home,” Ana Ruiz said.

Ruiz said every ship “costs this country four hundred crowns an hour” in dues.

“They asked me when their sons would be home,” Ruiz said again.",
    );
    let laid = lay(vec![post, briefing()]);
    assert_eq!(
        laid.drawn(),
        [
            "turn 5: They asked me when their sons would be home",
            "turn 3: costs this country four hundred crowns an hour",
            "turn 5: They asked me when their sons would be home",
        ]
    );
}

#[test]
fn what_stands_in_no_transcript_is_listed_with_the_nearest_passage() {
    let post = news(
        "Harbour Post",
        "“Every widow of this town will have her pension from the pilots by Friday,” Ana Ruiz said.",
    );
    let laid = lay(vec![post, briefing()]);
    assert_eq!(
        laid.drawn(),
        ["not_found: Every widow of this town will have her pension from the pilots by Friday / \
          nearest: Nobody in this building wants to see grey ships doing the work of pilots."]
    );
    let found = standing(&laid.tables, &laid.story, &laid.reports, &laid.apparatus);
    let [absent] = &found.absent[..] else { panic!("one") };
    assert_eq!(absent.transcripts[..], [laid.reports[1].report.id()]);
    assert!(absent.nearest.as_ref().is_some_and(|it| it.score < 0.5));
}

#[test]
fn whoever_does_not_speak_there_is_not_looked_for() {
    let post = news(
        "Harbour Post",
        "“Every widow of this town will have her pension by Friday,” Jo Silva, the mayor, said.",
    );
    assert_eq!(lay(vec![post, briefing()]).drawn(), [""; 0]);
}

#[test]
fn a_quotation_of_another_day_is_not_called_missing() {
    let post = news(
        "Harbour Post",
        "“Every widow of this town will have her pension by Friday,” Ana Ruiz said on Monday.",
    );
    let laid = lay(vec![post, briefing()]);
    let found = standing(&laid.tables, &laid.story, &laid.reports, &laid.apparatus);
    assert_eq!(found.absent.iter().map(|it| it.why).collect::<Vec<_>>(), [Why::AnotherDay]);
}

#[test]
fn of_two_transcripts_that_disagree_one_is_enough() {
    let other =
        read("Coastal Wire", Some("2031-03-05"), &BRIEFING.replace("grey ships", "great ships"));
    let post = news(
        "Harbour Post",
        "“Nobody in this building wants to see great ships doing the work of pilots,” Ana Ruiz said.",
    );
    let laid = lay(vec![post, briefing(), other]);
    let found = standing(&laid.tables, &laid.story, &laid.reports, &laid.apparatus);
    assert_eq!(found.absent, []);
    assert_eq!(found.found.len(), 1);
}

#[test]
fn another_speaker_and_another_place_are_conflicts() {
    let words = "The harbour stays open to every ship that pays its dues";
    let conflicts = |a: &str, b: &str| {
        let reports = [("Harbour Post", a), ("Coastal Wire", b)]
            .map(|(outlet, end)| news(outlet, &format!("“{words},” {end}.")));
        let laid = lay(reports.into());
        let entry = laid.apparatus.shared().next().expect("a shared entry");
        (entry.readings[0].speaker_conflict, entry.readings[0].venue_conflict)
    };
    assert_eq!(conflicts("Ana Ruiz said", "Jo Silva said"), (true, false));
    let briefing = "Ana Ruiz said at a briefing in Norvik";
    assert_eq!(conflicts(briefing, "Ana Ruiz said in an interview"), (false, true));
    assert_eq!(conflicts(briefing, "Ana Ruiz said at a briefing in Selle"), (false, true));
    assert_eq!(conflicts(briefing, "Ana Ruiz said in a statement"), (false, false));
    assert_eq!(conflicts(briefing, "Ana Ruiz said"), (false, false));
    let radio = "Ana Ruiz told Harbour Radio";
    assert_eq!(conflicts(radio, "Ana Ruiz told the Coastal Wire"), (false, true));
}

#[test]
fn words_of_two_days_in_one_pair_of_marks_are_a_splice() {
    let one = "The ferry left the quay at nine with all its lights on";
    let two = "Every widow of this town will have her pension by Friday";
    let post = news("Harbour Post", &format!("“{one}. {two},” Ana Ruiz said."));
    let wire = news(
        "Coastal Wire",
        &format!("“{one},” Ana Ruiz said on Monday.\n\n“{two},” Ruiz said on Tuesday."),
    );
    assert_eq!(lay(vec![post.clone(), wire]).spliced(), [format!("two_days: {one}. + {two}")]);
    let same_day = news(
        "Coastal Wire",
        &format!("“{one},” Ana Ruiz said on Monday.\n\n“{two},” Ruiz said on Monday."),
    );
    assert_eq!(lay(vec![post, same_day]).spliced(), [""; 0]);
}

#[test]
fn quotations_of_two_days_given_to_one_are_told() {
    let one = "The ferry left the quay at nine with all its lights on";
    let two = "Every widow of this town will have her pension by Friday";
    let told = |outlet: &str, first: &str, second: &str| {
        news(
            outlet,
            &format!("“{one},” Ana Ruiz said on {first}.\n\n“{two},” Ruiz said on {second}."),
        )
    };
    let laid = lay(vec![
        told("Harbour Post", "Tuesday", "Tuesday"),
        told("Coastal Wire", "Monday", "Tuesday"),
    ]);
    let found = splices(&laid.tables, &laid.story, &laid.reports, &laid.apparatus);
    let [splice] = &found[..] else { panic!("{found:?}") };
    assert_eq!(splice.kind, SpliceKind::OneDay);
    assert_eq!(splice.statement.report, laid.reports[0].report.id());
    assert_eq!(laid.words(&splice.parts[0].here), one);
}

#[test]
fn words_of_two_answers_in_one_pair_of_marks_are_a_splice() {
    let ruiz =
        |words: &str| lay(vec![news("Post", &format!("“{words},” Ana Ruiz said.")), briefing()]);
    assert_eq!(
        ruiz(
            "It is their delegation that left the room, not ours. \
             Nobody in this building wants to see grey ships doing the work of pilots"
        )
        .spliced(),
        ["two_turns: It is their delegation that left the room, not ours. + \
          Nobody in this building wants to see grey ships doing the work of pilots"]
    );
    // Within one sentence.
    assert_eq!(
        ruiz("We asked for pilots at the northern buoy and they asked me nothing about the buoys")
            .spliced(),
        ["two_turns: We asked for pilots at the northern buoy and + \
          they asked me nothing about the buoys"]
    );
    // Sentences side by side, and one left out, are none.
    for honest in [
        "We asked for pilots at the northern buoy, and nobody answered us for seven weeks. \
         Every tanker that waits there costs this country four hundred crowns an hour",
        "It is their delegation that left the room, not ours. \
         They asked me when their sons would be home from Sostra",
    ] {
        assert_eq!(ruiz(honest).spliced(), [""; 0]);
    }
    // Two halves around a cue are none.
    let halves = "“It is their delegation that left the room, not ours,” Ana Ruiz said. \
                  “Nobody in this building wants to see grey ships doing the work of pilots.”";
    assert_eq!(lay(vec![news("Post", halves), briefing()]).spliced(), [""; 0]);
}

#[test]
fn a_story_without_a_transcript_has_nothing_to_look_in() {
    let post = news("Harbour Post", "“We sail at dawn with every pilot we have,” Ana Ruiz said.");
    assert_eq!(lay(vec![post]).drawn(), [""; 0]);
}

#[test]
fn the_order_of_reports_changes_nothing() {
    let post = news(
        "Harbour Post",
        "“It is their delegation that left the room, not ours. Nobody in this building wants to see \
         grey ships doing the work of pilots,” Ana Ruiz said.

“Every widow of this town will have her pension by Friday,” Ruiz said.",
    );
    let wire = news("Coastal Wire", "“We sailed at dawn, and no pilot came,” Ana Ruiz said.");
    let mut reports = vec![post, wire, briefing()];
    let first = lay(reports.clone());
    reports.rotate_left(1);
    let turned = lay(reports);
    assert_eq!(first.drawn(), turned.drawn());
    assert_eq!(first.spliced(), turned.spliced());
    assert_eq!(first.spliced().len(), 1);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    #[test]
    fn any_words_are_looked_for_without_a_panic(said in "\\PC{0,80}", printed in "\\PC{0,80}") {
        let transcript = BRIEFING.replace("Good afternoon.", &said.replace('\0', " "));
        let transcript = read("Foreign Ministry", Some("2031-03-05"), &transcript);
        let post = news(
            "Harbour Post",
            &format!("“{printed},” Ana Ruiz said at a briefing. “{said}. {printed} … {said}.”")
                .replace('\0', " "),
        );
        let laid = lay(vec![post, transcript]);
        laid.drawn();
        laid.spliced();
        for report in &laid.reports {
            for statement in &report.annotations.statements {
                let Some(found) = onrecord::collate::venue(report, statement) else { continue };
                let inside = [found.place, found.outlet].into_iter().flatten();
                prop_assert!(inside.into_iter().all(|it| found.words.contains(it)));
            }
        }
    }
}

/// The seeds: one gives to Wednesday what the other gives to Tuesday and to Wednesday.
#[test]
fn the_seed_that_joins_two_days_is_told() {
    let given = std::env::var_os("ONRECORD_SEEDS").map(PathBuf::from);
    let beside = PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/../../../shared/seeds"));
    let folder = given.unwrap_or(beside);
    let text = |name: &str| std::fs::read_to_string(folder.join(name)).ok();
    let (Some(a), Some(b)) = (text("000_239eb2b243280613.txt"), text("001_c542b9df6bb828f5.txt"))
    else {
        return;
    };
    let laid = lay(vec![read("A", None, &a), read("B", None, &b)]);
    let found = splices(&laid.tables, &laid.story, &laid.reports, &laid.apparatus);
    let [splice] = &found[..] else { panic!("{:?}", laid.spliced()) };
    assert_eq!((splice.kind, splice.marked), (SpliceKind::OneDay, false));
    assert_eq!(splice.statement.report, laid.reports[0].report.id());
    // Wednesday in both, then what B gives to Tuesday.
    assert!(splice.parts.len() >= 3, "{:?}", laid.spliced());
    let n_conflicts = laid.apparatus.entries.iter().filter(|it| it.has_day_conflict()).count();
    assert!(n_conflicts >= 2);
    // No place is told by both.
    let readings = laid.apparatus.entries.iter().flat_map(|it| &it.readings);
    assert!(readings.into_iter().all(|it| !it.venue_conflict));
}

//! Invented reports of a speaker's words on two days: a line said again the next day is another
//! utterance, and one that two outlets date otherwise is not.

use onrecord::collate::collate;
use onrecord::intake::{Body, Capture};
use onrecord::report::extract;
use onrecord::story::gather;
use onrecord::text::joined;
use onrecord::{Annotated, Lexicon, annotate::annotate};

fn read(outlet: &str, published: &str, paragraphs: &str) -> Annotated {
    let capture = Capture {
        body: Body::Text(format!(
            "Strait stays closed\n\nThe strait stayed closed.\n\n{paragraphs}\n"
        )),
        outlet: Some(outlet.into()),
        published: Some(published.into()),
        ..Capture::default()
    };
    let report = extract(&capture).expect("a report");
    let annotations = annotate(&Lexicon::english(), &report);
    Annotated { report, annotations }
}

/// The words of each utterance that both have, a line each.
fn shared(a: &Annotated, b: &Annotated) -> Vec<String> {
    let reports = [a.clone(), b.clone()];
    let apparatus = collate(&gather(&reports), &reports);
    let words = |it: &onrecord::collate::Passages| {
        let report = reports.iter().find(|r| r.report.id() == it.statement.report);
        joined(report.expect("a report of the story").report.text(), &it.spans)
    };
    let line =
        |it: &onrecord::collate::Entry| it.passages().map(words).collect::<Vec<_>>().join(" | ");
    apparatus.shared().map(line).collect()
}

const TUESDAY: &str = "“Our pilots are ready to board every tanker that waits in the strait,” Ana Ruiz \
told reporters on Tuesday.";

const WEDNESDAY: &str = "“Our pilots stand ready to guide each tanker that waits outside the strait,” \
Ana Ruiz told reporters on Wednesday.";

#[test]
fn a_stump_line_said_again_the_next_day_is_another_utterance() {
    let first = read("Harbour Post", "2031-03-04", TUESDAY);
    let second = read("Coastal Wire", "2031-03-05", WEDNESDAY);
    assert_eq!(shared(&first, &second), [""; 0]);
}

#[test]
fn a_report_that_has_both_days_does_not_show_that_the_other_is_right() {
    let both = format!(
        "{TUESDAY}\n\n“The lift at Norvik will be repaired before winter,” Ruiz told reporters on Wednesday."
    );
    let first = read("Harbour Post", "2031-03-06", &both);
    let second = read("Coastal Wire", "2031-03-06", WEDNESDAY);
    assert_eq!(shared(&first, &second).len(), 1);
}

#[test]
fn one_utterance_that_two_outlets_date_otherwise_stays_linked() {
    let first = read("Harbour Post", "2031-03-06", TUESDAY);
    let second = read("Coastal Wire", "2031-03-06", WEDNESDAY);
    assert_eq!(shared(&first, &second).len(), 1);
}

#[test]
fn the_same_words_on_two_days_are_shown_with_their_days() {
    let first = read("Harbour Post", "2031-03-04", TUESDAY);
    let again = TUESDAY.replace("Tuesday", "Wednesday");
    let second = read("Coastal Wire", "2031-03-05", &again);
    assert_eq!(shared(&first, &second).len(), 1);
}

#[test]
fn what_stands_in_one_order_in_both_reports_is_one_occasion() {
    let around = |day: &str, line: &str| {
        format!(
            "“Nobody in this building wants to see grey ships in the strait,” Ana Ruiz told reporters on {day}.\n\n\
             {line}\n\n\
             “They asked me when their sons would be home from Sostra,” Ruiz said on {day}."
        )
    };
    let first = read("Harbour Post", "2031-03-04", &around("Tuesday", TUESDAY));
    let second = read("Coastal Wire", "2031-03-05", &around("Wednesday", WEDNESDAY));
    assert_eq!(shared(&first, &second).len(), 3);
}

//! An invented briefing and reports of what its speaker said on other days: short sentences of hers
//! that are like anything, and none of them what was quoted.

use onrecord::collate::collate;
use onrecord::intake::{Body, Capture};
use onrecord::report::extract;
use onrecord::story::gather;
use onrecord::text::joined;
use onrecord::{Annotated, Genre, Lexicon, annotate::annotate};

const BRIEFING: &str = "Daily briefing by Spokeswoman Ana Ruiz

MS. RUIZ: Good afternoon. Just a couple of things. The lift at Norvik will be repaired before winter.

Q: Did you ask for pilots?

MS. RUIZ: I hear you. It's an important meeting. We will give an update on the buoys next week.

Q: And the navy?

MS. RUIZ: That's what the minister is focused on. We understand that. The tanker owners know where we stand.

Q: Will she meet them?

MS. RUIZ: I'm happy to check on that. This is about fighting for their harbour. Each one is a tragedy.

Q: Thank you.
";

fn read(outlet: &str, text: &str) -> Annotated {
    let capture = Capture {
        body: Body::Text(text.into()),
        outlet: Some(outlet.into()),
        published: Some("2031-03-06".into()),
        ..Capture::default()
    };
    let report = extract(&capture).expect("a report");
    let annotations = annotate(&Lexicon::english(), &report);
    Annotated { report, annotations }
}

/// What the briefing has for a quotation of its speaker.
fn found(quotation: &str) -> Vec<String> {
    let briefing = read("Foreign Ministry", BRIEFING);
    assert_eq!(briefing.report.genre, Genre::Transcript);
    let text = format!(
        "Strait stays closed\n\nThe strait stayed closed.\n\n“{quotation},” Ana Ruiz said.\n"
    );
    let reports = [briefing, read("Harbour Post", &text)];
    let apparatus = collate(&gather(&reports), &reports);
    let words = |it: &onrecord::collate::Entry| joined(reports[0].report.text(), &it.lemma.spans);
    apparatus.shared().map(words).collect()
}

#[test]
fn a_short_sentence_of_a_briefing_attracts_nothing() {
    for quotation in [
        "It was an important trip, and good meetings were had with the owners",
        "I don't have any new position on that, but I'm glad to check with the pilots",
        "There are a range of reports about the buoys, so let me give you an update on this",
        "Our focus is going to be on getting the seamen home",
        "They are going to continue fighting this for their freedom and for their country",
        "We can spare the families a siege, each death being a tragedy, and bring help in",
    ] {
        assert_eq!(found(quotation), [""; 0], "{quotation}");
    }
}

#[test]
fn what_was_said_there_is_found_whole_in_part_and_reworded() {
    let lift = ["The lift at Norvik will be repaired before winter."];
    assert_eq!(found("The lift at Norvik will be repaired before winter"), lift);
    assert_eq!(found("will be repaired before winter"), lift);
    assert_eq!(found("The lift at Norvik will be rebuilt before winter"), lift);
    assert_eq!(found("The lift in Norvik is to be repaired before the winter"), lift);
    assert_eq!(found("I'm happy to check on that"), ["I'm happy to check on that."]);
}

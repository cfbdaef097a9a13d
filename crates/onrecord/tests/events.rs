//! Events of invented reports: kind, who, to whom, standing, voice.

use onrecord::annotate::{
    Besides, EVENT_RULES, Event, EventKind, Standing, Voice, annotate, annotate_only,
};
use onrecord::{Annotations, Lexicon, Part, PartKind, Report, Span};

fn read(text: &str) -> Annotations {
    let part = Part { kind: PartKind::Paragraph, span: Span::new(0, text.len()) };
    annotate(&Lexicon::english(), &Report::new(None, None, text, vec![part]))
}

/// Kind and codes of both sides: `ASSAULT NOR>DNK`.
fn drawn(event: &Event) -> String {
    let side = |all: &[onrecord::annotate::Participant]| {
        let codes = all.iter().map(|it| it.party.as_ref().map_or("?", |party| &party.code));
        codes.collect::<Vec<_>>().join("+")
    };
    format!("{} {}>{}", event.kind.name(), side(&event.actors), side(&event.recipients))
}

/// The main event of a sentence.
fn check(text: &str, expected: &str) {
    let found = read(text);
    let main = found.events.first().map_or_else(|| "none".to_owned(), drawn);
    assert_eq!(main, expected, "{text}");
}

#[test]
fn each_rule_finds_its_sentence() {
    for rule in EVENT_RULES {
        let found = read(rule.finds);
        let told: Vec<_> = found.events.iter().map(|it| (it.rule, it.kind)).collect();
        assert!(told.contains(&(rule.name, rule.kind)), "{}: {told:?}", rule.name);
    }
}

#[test]
fn each_kind_is_told_with_who_and_to_whom() {
    check("Norway agreed to send food to Denmark.", "AGREE NOR>DNK");
    check("The Norwegian foreign minister met the Danish president on Monday.", "CONSULT NOR>DNK");
    check("Norway praised Denmark for its patience.", "SUPPORT NOR>DNK");
    check("Norway eased the sanctions on Denmark.", "CONCEDE NOR>DNK");
    check("Norway cooperated with Denmark on the bridge.", "COOPERATE NOR>DNK");
    check("Norway provided food to Denmark.", "AID NOR>DNK");
    check("Norway withdrew its troops from Denmark.", "RETREAT NOR>DNK");
    check("Norway urged Denmark to open the strait.", "REQUEST NOR>DNK");
    check("Norway accused Denmark of hiding the pilots.", "ACCUSE NOR>DNK");
    check("Norway rejected a Danish proposal.", "REJECT NOR>DNK");
    check("Norway threatened to bomb Denmark.", "THREATEN NOR>DNK");
    check("Norwegian students demonstrated against Denmark.", "PROTEST NOR>DNK");
    check("Norway imposed sanctions on Denmark.", "SANCTION NOR>DNK");
    check("Norway deployed troops along the border with Denmark.", "MOBILIZE NOR>DNK");
    check("Norwegian police arrested a Danish journalist.", "COERCE NOR>DNK");
    check("Norwegian soldiers killed three Danish fishermen.", "ASSAULT NOR>DNK");
}

#[test]
fn in_a_passive_whoever_stands_after_by_did_it() {
    check("Danish fishermen were attacked by Norwegian soldiers.", "ASSAULT NOR>DNK");
}

#[test]
fn parties_that_act_together_are_all_actors() {
    check("Norway and Denmark signed a treaty.", "SUPPORT NOR+DNK>");
}

#[test]
fn the_outermost_act_decides_the_kind_and_what_is_refused_is_no_event() {
    let found = read("Norway refused to attack Denmark.");
    let told: Vec<_> = found.events.iter().map(drawn).collect();
    assert_eq!(told, ["REJECT NOR>DNK"]);
    check("Norway vowed to bomb Denmark.", "THREATEN NOR>DNK");
}

#[test]
fn standing_tells_whether_it_took_place() {
    let standing = |text: &str| read(text).events.first().map(|it| it.standing);
    assert_eq!(standing("Norway attacked Denmark."), Some(Standing::Occurred));
    assert_eq!(standing("Norway did not attack Denmark."), Some(Standing::Negated));
    assert_eq!(standing("Norway may attack Denmark."), Some(Standing::Hypothetical));
    assert_eq!(standing("Norway invaded Denmark in 1911."), Some(Standing::Historical));
    assert_eq!(standing("Norway will praise Denmark."), Some(Standing::Future));
}

#[test]
fn what_somebody_says_is_in_that_voice_and_the_saying_in_the_outlets() {
    let found = read("“Norway attacked Denmark,” said Ana Ruiz, the ministry’s spokeswoman.");
    let event = found.events.iter().find(|it| it.kind == EventKind::Assault).unwrap();
    assert_eq!(event.voice, Voice::Statement(0));
    let found = read("Norway accused Denmark of hiding the pilots.");
    assert_eq!(found.events[0].voice, Voice::Outlet);
}

#[test]
fn a_sentence_without_acts_or_parties_has_no_event() {
    check("The harbour was calm on Monday.", "none");
    check("The fishermen attacked the problem with a spreadsheet.", "none");
}

#[test]
fn a_verb_done_to_a_thing_that_makes_it_idle_is_no_act() {
    check("Norway released a report on Denmark.", "none");
    check("Norway released two Danish pilots.", "RETREAT NOR>DNK");
}

#[test]
fn what_is_only_supposed_is_hypothetical() {
    let found = read("Say that Norway demanded a treaty of Denmark.");
    assert_eq!(found.events.first().map(|it| it.standing), Some(Standing::Hypothetical));
}

#[test]
fn to_go_somewhere_in_order_to_do_something_is_no_visit() {
    check("The Norwegian president flew there to swim.", "none");
}

#[test]
fn a_warning_of_the_weather_threatens_nobody() {
    check("Norway warned that the vote could slow growth in Denmark.", "none");
    check("Norway warned Denmark of an attack.", "THREATEN NOR>DNK");
}

#[test]
fn whose_strike_it_was_is_who_did_it() {
    check("Danish pilots were killed last week in a Norwegian air strike.", "ASSAULT NOR>DNK");
}

#[test]
fn what_nobody_is_named_to_undergo_counts_only_beside_the_subjects_head() {
    check("An area half the size of Denmark was damaged by frost.", "none");
}

#[test]
fn a_party_right_before_a_verb_does_it_though_another_is_told_first() {
    let found = read(
        "Norway attacked Sweden, the day after some 60 Danish soldiers kidnapped Finnish pilots.",
    );
    let told: Vec<_> = found.events.iter().map(drawn).collect();
    assert!(told.contains(&"ASSAULT DNK>FIN".to_owned()), "{told:?}");
}

#[test]
fn mediators_are_whom_the_report_names_as_such() {
    let found = read(
        "Sweden has refused to negotiate with the mediators. \
         Sweden met mediators from Norway and Denmark in March.",
    );
    assert_eq!(found.events.first().map(drawn).as_deref(), Some("REJECT SWE>NOR+DNK"));
}

#[test]
fn unwillingness_is_theirs_who_stand_before_it() {
    check("It is Norway being unwilling to meet Denmark that worries the port.", "REJECT NOR>DNK");
}

#[test]
fn a_genitive_without_an_s_tells_whose_refusal_it_is() {
    check(
        "It is the Philippines’ lack of willingness to engage with Denmark that is the obstacle.",
        "REJECT PHL>DNK",
    );
}

#[test]
fn what_may_be_no_act_between_parties_is_told_in_doubt_and_supposed_parties_are_marked() {
    let found = read("Thousands of students marched through the town of Bergen in Norway.");
    let [event] = &found.events[..] else { panic!("{:?}", found.events) };
    assert!(event.doubtful && event.kind == EventKind::Protest);
    let actor = event.actors[0].party.as_ref().map(|it| &*it.code);
    assert!(actor == Some("NOR") && event.actors[0].supposed, "the one country it names");

    let found = read("Norwegian troops attacked the Danish garrison.");
    let [event] = &found.events[..] else { panic!("{:?}", found.events) };
    assert!(!event.doubtful && !event.actors[0].supposed);
}

#[test]
fn what_is_not_wanted_is_left_out_and_the_rest_is_the_same() {
    let text = "Norwegian troops attacked the Danish garrison, killing 40 soldiers. “We will hold \
                ceasefire talks with Denmark,” said Ana Ruiz, the minister.";
    let part = Part { kind: PartKind::Paragraph, span: Span::new(0, text.len()) };
    let report = Report::new(None, None, text, vec![part]);
    let lexicon = Lexicon::english();
    let all = annotate(&lexicon, &report);
    assert!(!all.events.is_empty() && !all.figures.is_empty() && !all.turns.is_empty());
    assert_eq!(annotate_only(&lexicon, &report, Besides::ALL), all);
    let alone = annotate_only(&lexicon, &report, Besides::NOTHING);
    assert_eq!(alone.statements, all.statements);
    assert!(alone.events.is_empty() && alone.figures.is_empty() && alone.turns.is_empty());
}

#[test]
fn a_threat_is_told_by_unless_and_a_siege_is_lifted_in_deeds() {
    check(
        "Norway will withdraw its troops from Denmark unless the talks go on.",
        "THREATEN NOR>DNK",
    );
    check("Norwegian troops lifted the blockade of Denmark.", "RETREAT NOR>DNK");
    check("The Norwegian government welcomed Denmark’s decision to stay.", "SUPPORT NOR>DNK");
    check("The Danes of southern Norway are demanding talks with Sweden.", "REQUEST NOR>SWE");
    check("Norwegian troops arrived in Denmark.", "MOBILIZE NOR>DNK");
}

#[test]
fn what_is_asked_wished_or_thought_of_did_not_take_place() {
    let standing = |text: &str| read(text).events.first().map(|it| it.standing);
    assert_eq!(standing("Has Norway attacked Denmark?"), Some(Standing::Hypothetical));
    assert_eq!(standing("Norway was eager to attack Denmark."), Some(Standing::Hypothetical));
    assert_eq!(
        standing("Norway would have to withdraw its troops from Denmark."),
        Some(Standing::Hypothetical)
    );
    assert_eq!(standing("Norway cannot continue to support Denmark."), Some(Standing::Negated));
    assert_eq!(standing("Norwegian troops attacked Denmark."), Some(Standing::Occurred));
}

#[test]
fn an_accident_is_nobodys_act_and_whoever_faces_an_attack_does_not_make_it() {
    let sure = |text: &str| read(text).events.iter().any(|it| !it.doubtful);
    assert!(sure("Two Norwegian soldiers were killed near the border."));
    assert!(!sure("Two Norwegian soldiers were killed in an avalanche near the border."));
    let found = read("Norwegian troops will face attacks in Denmark.");
    let attacks =
        |it: &Event| it.kind == EventKind::Assault && !it.actors.is_empty() && !it.doubtful;
    assert!(!found.events.iter().any(attacks), "{:?}", found.events);
}

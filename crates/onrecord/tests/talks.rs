//! Talks: each kind of turn from a sentence that tells it, and none from one that does not; and the
//! state that turns of several reports fold into.

use onrecord::annotate::{Phase, Role, Standing, TurnKind, annotate};
use onrecord::report::Published;
use onrecord::talks::{Format, Reported, Talks, Told, follow};
use onrecord::{Annotated, Lexicon, Part, PartKind, Report, Span};

fn report(outlet: &str, day: i8, text: &str) -> Annotated {
    let mut parts = Vec::new();
    let mut at = 0;
    for line in text.split_inclusive('\n') {
        let span = Span::new(at, at + line.len()).trim(text);
        parts.push(Part { kind: PartKind::Paragraph, span });
        at += line.len();
    }
    let mut report = Report::new(Some(outlet), None, text, parts);
    report.published =
        jiff::civil::Date::new(2031, 3, day).ok().map(|day| Published { day, at: None });
    let annotations = annotate(&Lexicon::english(), &report);
    Annotated { report, annotations }
}

/// What a text tells: kind and value, standing, by whom, obstacle or condition, whose account.
fn told(text: &str) -> Vec<String> {
    let told = Told::of(&report("Harbour Post", 5, text));
    let told = told.iter().filter(|it| it.kind != TurnKind::Named);
    told.map(|it| {
        let by: Vec<String> = it.by.iter().chain(&it.to).map(|it| it.name()).collect();
        let what = it.what.as_deref().or(it.then.as_deref());
        let parts = [
            Some(it.kind.of().unwrap_or(it.kind.name()).to_owned()),
            (it.standing != Standing::Occurred).then(|| it.standing.name().to_owned()),
            (!by.is_empty()).then(|| by.join("+")),
            what.map(|it| format!("“{it}”")),
            Some(it.account.speaker.as_deref().unwrap_or("outlet").to_owned()),
        ];
        parts.into_iter().flatten().collect::<Vec<_>>().join(" | ")
    })
    .collect()
}

#[track_caller]
fn check(text: &str, expected: &[&str]) {
    assert_eq!(told(text), expected, "{text}");
}

/// Reports of one matter.
fn matter(reports: &[(&str, i8, &str)]) -> Vec<Talks> {
    let read: Vec<Annotated> =
        reports.iter().map(|(outlet, day, text)| report(outlet, *day, text)).collect();
    let matter = read[0].report.id();
    let reported = |it: &Annotated| {
        let outlet = it.report.outlet.as_deref().unwrap_or("");
        let day = it.report.published.map(|it| it.day);
        Reported { matter, ..Reported::alone(it.report.id(), outlet, day, Told::of(it)) }
    };
    let reported: Vec<Reported> = read.iter().map(reported).collect();
    let found = follow(&reported);
    let reversed: Vec<Reported> = reported.into_iter().rev().collect();
    assert_eq!(found, follow(&reversed), "order of reports changes nothing");
    found
}

fn stands(talks: &Talks) -> Vec<String> {
    let one = |it: &onrecord::talks::Stand| {
        let by = if it.by.is_empty() { String::new() } else { format!(" by {}", it.by.join("+")) };
        let not = if it.standing == Standing::Negated { "not " } else { "" };
        let who = it.account.speaker.as_deref().unwrap_or("outlet");
        format!("{not}{}{by}: {who}", it.phase.name())
    };
    talks.stands.iter().map(one).collect()
}

#[test]
fn each_phase_is_told_by_its_verbs() {
    for (text, expected) in [
        ("Tarvonia rejected the peace talks.", "refused | Tarvonia | outlet"),
        ("Tarvonia refused to resume the ceasefire talks.", "refused | Tarvonia | outlet"),
        ("Tarvonia walked out of the ceasefire talks.", "broken off | Tarvonia | outlet"),
        ("Tarvonia broke off the ceasefire talks.", "broken off | Tarvonia | outlet"),
        ("The ceasefire talks collapsed.", "broken off | outlet"),
        ("The ceasefire talks were suspended.", "broken off | outlet"),
        ("The ceasefire talks have stalled.", "stalled | outlet"),
        ("The ceasefire talks resumed in Aldhaven.", "under way | outlet"),
        ("Ardovia and Tarvonia held ceasefire talks.", "under way | Ardovia+Tarvonia | outlet"),
        ("Tarvonia agreed to resume the ceasefire talks.", "accepted | Tarvonia | outlet"),
        ("Tarvonia accepted the ceasefire proposal.", "accepted | Tarvonia | outlet"),
        ("Tarvonia called for peace talks.", "proposed | Tarvonia | outlet"),
        ("Ardovia and Tarvonia signed a ceasefire deal.", "agreed | Ardovia+Tarvonia | outlet"),
        ("The ceasefire took effect.", "in force | outlet"),
        ("Tarvonia violated the ceasefire.", "breached | Tarvonia | outlet"),
        ("The ceasefire expired.", "lapsed | outlet"),
        ("The peace negotiations remain relevant.", "open | outlet"),
    ] {
        check(text, &[expected]);
    }
}

#[test]
fn what_is_no_phase_of_talks_is_left_alone() {
    for text in [
        "Ana Ruiz talks about the harbour.",
        "Ruiz said the ferry would resume on Monday.",
        "Tarvonia rejected blame for the ceasefire talks.",
        "He dealt with the plan for the new deal on fish.",
        "Tarvonia’s foreign minister left the room.",
    ] {
        check(text, &[]);
    }
}

#[test]
fn a_negation_a_will_and_an_if_are_no_phase_reached() {
    check("The ceasefire talks did not resume.", &["under way | negated | outlet"]);
    check("The ceasefire talks will resume.", &["accepted | future | outlet"]);
    check("The ceasefire talks could collapse.", &["broken off | hypothetical | outlet"]);
}

#[test]
fn what_one_side_says_of_the_other_stays_its_account() {
    check(
        "Tarvonia has refused to resume the strait talks, Ana Ruiz said.",
        &["refused | Tarvonia | Ana Ruiz"],
    );
    check(
        "“Tarvonia has shown no willingness to negotiate,” Ana Ruiz said of the peace talks.",
        &["refused | Tarvonia | Ana Ruiz"],
    );
}

#[test]
fn who_declines_vouches_for_nothing() {
    let found = Told::of(&report(
        "Harbour Post",
        5,
        "Tarvonia officially refuses to take part in peace talks.",
    ));
    let refused = found.iter().find(|it| it.kind == TurnKind::Phase(Phase::Refused)).unwrap();
    assert_eq!(refused.account.speaker, None, "the outlet says so");
}

#[test]
fn helpers_have_a_role() {
    check(
        "Mediators from Kelland and Ostmar opened nothing in the peace talks.",
        &["mediator | Kelland+Ostmar | outlet"],
    );
    check("Kelland-brokered peace talks are near.", &["mediator | Kelland | outlet"]);
    check("A reporter asked about Kelland-backed peace talks.", &["supporter | Kelland | outlet"]);
    check("Tarvonia rejected blame for the stalled peace talks.", &["stalled | outlet"]);
}

#[test]
fn an_obstacle_is_asserted_or_denied() {
    check(
        "“The fighting at the strait has overshadowed the peace talks,” Ana Ruiz said.",
        &[
            "obstacle | “The fighting at the strait” | Ana Ruiz",
            "linkage | “The fighting at the strait” | Ana Ruiz",
        ],
    );
    check(
        "“It is not that the weather has delayed the peace talks,” Ana Ruiz said.",
        &["obstacle | negated | “the weather” | Ana Ruiz"],
    );
    check(
        "“The peace talks are late, though that is not because of any lack of money,” Ana Ruiz said.",
        &["obstacle | negated | “any lack of money” | Ana Ruiz"],
    );
}

#[test]
fn a_condition_tells_what_is_done_if() {
    let text = "Ana Ruiz said that Tarvonia would stop its patrols if Ardovia and Kelland reach a ceasefire deal.";
    let found = Told::of(&report("Harbour Post", 5, text));
    let condition = found.iter().find(|it| it.kind == TurnKind::Condition).unwrap();
    assert_eq!(condition.by[0].name(), "Tarvonia");
    assert_eq!(condition.what.as_deref(), Some("Ardovia and Kelland reach a ceasefire deal"));
    assert_eq!(condition.then.as_deref(), Some("Tarvonia would stop its patrols"));
    assert_eq!(condition.account.speaker.as_deref(), Some("Ana Ruiz"));
}

#[test]
fn who_waits_for_whom_is_told() {
    check(
        "The mediators are waiting for Tarvonia’s answer to the ceasefire proposal.",
        &["waiting | mediators+Tarvonia | “Tarvonia’s answer” | outlet"],
    );
}

#[test]
fn two_accounts_that_differ_stay_two() {
    let found = matter(&[
        ("Harbour Post", 4, "Tarvonia broke off the strait talks with Ardovia, Ana Ruiz said."),
        ("Tarvon Courier", 4, "The strait talks with Ardovia resumed, Viktor Daneck said."),
    ]);
    assert_eq!(found.len(), 1);
    let mut told = stands(&found[0]);
    told.sort();
    assert_eq!(told, ["broken off by Tarvonia: Ana Ruiz", "under way: Viktor Daneck"]);
    assert_eq!(found[0].format, Format::NotStated);
}

#[test]
fn a_later_account_takes_the_place_of_the_same_ones_earlier() {
    let found = matter(&[
        ("Harbour Post", 4, "The strait talks between Ardovia and Tarvonia have stalled."),
        ("Harbour Post", 9, "The strait talks between Ardovia and Tarvonia resumed."),
    ]);
    assert_eq!(stands(&found[0]), ["under way: outlet"]);
    assert_eq!(found[0].turns.len(), 4, "all turns are kept");
}

#[test]
fn silence_is_no_phase() {
    let found = matter(&[("Harbour Post", 4, "Ardovia and Tarvonia held strait talks.")]);
    assert_eq!(stands(&found[0]), ["under way by Ardovia+Tarvonia: outlet"]);
    assert_eq!(found[0].last_day, Some(jiff::civil::date(2031, 3, 4)));
}

#[test]
fn talks_that_are_only_named_have_no_phase() {
    let found = matter(&[(
        "Harbour Post",
        4,
        "She spoke of the peace talks between Ardovia and Tarvonia.",
    )]);
    assert_eq!(found.len(), 1);
    assert!(found[0].stands.is_empty());
}

#[test]
fn a_copy_is_no_second_account() {
    let text = "Tarvonia broke off the strait talks with Ardovia.";
    let (first, copy) = (report("Harbour Post", 4, text), report("Ferrin Echo", 4, text));
    let matter = first.report.id();
    let mut both: Vec<Reported> = [&first, &copy]
        .map(|it| Reported {
            matter,
            ..Reported::alone(
                it.report.id(),
                it.report.outlet.as_deref().unwrap(),
                None,
                Told::of(it),
            )
        })
        .into();
    both[1].copy_of = Some(matter);
    assert_eq!(follow(&both)[0].n_reports, 1);
}

#[test]
fn who_has_no_say_is_not_heard_and_a_refusal_is_waited_out() {
    let found = matter(&[(
        "Harbour Post",
        4,
        "Tarvonia has refused to resume the strait talks with Ardovia and the mediators from Kelland, Ana Ruiz said.",
    )]);
    let talks = &found[0];
    assert!(
        talks
            .third_parties
            .iter()
            .any(|it| it.role == Role::Mediator && it.member.name == "Kelland")
    );
    assert_eq!(talks.format, Format::Mediated);
    assert!(talks.not_heard.iter().any(|it| it.name == "Tarvonia"));
    assert_eq!(talks.waiting[0].whom, ["Tarvonia"]);
    assert!(!talks.waiting[0].told, "nobody says so");
}

//! Reports made by hand, with findings that `annotate` might have made.

use onrecord::annotate::{
    Actor, ActorIdx, ActorKind, Bound, Day, Figure, Measure, Unit, UnitKind, Voice,
};
use onrecord::collate::Passages;
use onrecord::report::Published;
use onrecord::{
    Act, Agreement, Annotated, Annotations, Apparatus, Cut, Degree, Entry, Manner, Mark, Part,
    PartKind, Reading, Report, Span, Speaker, Statement, StatementId, Story, Tier, Variant,
    VariantKind,
};

/// A report; its first line is the headline, every other a paragraph.
pub(crate) fn report(outlet: &str, url: Option<&str>, day: i8, text: &str) -> Annotated {
    let mut parts = Vec::new();
    let mut at = 0;
    for line in text.split_inclusive('\n') {
        let kind = if at == 0 { PartKind::Headline } else { PartKind::Paragraph };
        parts.push(Part { kind, span: Span::new(at, at + line.len()).trim(text) });
        at += line.len();
    }
    let mut report = Report::new(Some(outlet), url, text, parts);
    report.place = format!("{outlet}, line {day}").into();
    report.author = Some("Mira Okoye".into());
    let at = format!("2031-03-{day:02}T08:30:00.25Z").parse().ok();
    report.published = jiff::civil::Date::new(2031, 3, day).ok().map(|day| Published { day, at });
    Annotated { report, annotations: Annotations::default() }
}

pub(crate) fn span(text: &str, words: &str) -> Span {
    let start = text.find(words).unwrap_or_else(|| panic!("no {words:?} in {text:?}"));
    Span::new(start, start + words.len())
}

/// Adds what Ana Ruiz is said to have said, in one or more pieces.
pub(crate) fn ruiz(mut annotated: Annotated, content: &[&str]) -> Annotated {
    let text = annotated.report.text().to_owned();
    let annotations = &mut annotated.annotations;
    if annotations.actors.is_empty() {
        annotations.actors.push(Actor {
            name: "Ana Ruiz".into(),
            kind: ActorKind::Person,
            role: Some("foreign minister".into()),
            affiliation: None,
        });
    }
    let find = |words: &str| text.contains(words).then(|| span(&text, words));
    let written = find("on Tuesday");
    let date = jiff::civil::Date::new(2031, 3, 4).ok();
    annotations.statements.push(Statement {
        act: if find("refused").is_some() { Act::Declined } else { Act::Said },
        source: find("Ruiz").into_iter().collect(),
        cue: find("said").into_iter().collect(),
        addressee: find("reporters"),
        speaker: Speaker::Named(ActorIdx(0)),
        day: written.map(|written| Day { written, date }),
        ..Statement::of(
            Manner::Direct,
            content.iter().map(|it| span(&text, it)).collect::<Vec<_>>(),
            "quotation-then-cue",
        )
    });
    annotated
}

/// Adds what nobody in particular is said to have said.
pub(crate) fn somebody(mut annotated: Annotated, content: &str, speaker: Speaker) -> Annotated {
    let content = span(annotated.report.text(), content);
    let before = annotated.annotations.statements.len() as u32;
    annotated.annotations.statements.push(Statement {
        speaker,
        candidates: (0..annotated.annotations.actors.len() as u32).map(ActorIdx).collect(),
        within: before.checked_sub(1),
        tier: Tier::Accurate,
        confidence: 0.37,
        ..Statement::of(Manner::Indirect, [content], "cue-that")
    });
    annotated
}

/// Adds numbers of each kind that a report may give.
pub(crate) fn with_figures(mut annotated: Annotated) -> Annotated {
    let text = annotated.report.text().to_owned();
    let figure = |written: &str, bound, least: Option<&str>, most: Option<&str>| Figure {
        written: span(&text, written),
        least: least.map(|it| it.parse().unwrap()),
        most: most.map(|it| it.parse().unwrap()),
        bound,
        unit: Unit::COUNT,
        counted: None,
        measure: None,
        place: None,
        period: None,
        as_of: None,
        voice: Voice::Outlet,
        source: None,
        passage: span(&text, &text[text.find("Nine").unwrap()..text.find(" Engineers").unwrap()]),
        rule: "figure-count",
    };
    let date = jiff::civil::Date::new(2031, 3, 4).ok();
    annotated.annotations.figures = vec![
        Figure {
            counted: Some(span(&text, "drowned")),
            measure: Some(Measure::Killed),
            place: Some(span(&text, "Tallow")),
            period: Some(span(&text, "overnight")),
            source: Some(span(&text, "Engineers")),
            as_of: Some(Day { written: span(&text, "overnight"), date }),
            ..figure("Nine", Bound::Exact, Some("9"), Some("9"))
        },
        Figure {
            unit: Unit { kind: UnitKind::Money, name: "dollar" },
            voice: Voice::Statement(0),
            ..figure("the wall", Bound::MoreThan, Some("0.1"), None)
        },
        // As many digits as are read.
        figure("cracked", Bound::AtMost, None, Some("1234567890123.25")),
    ];
    annotated
}

/// Four reports of one story (one in two states) and one of another.
pub(crate) fn reports() -> Vec<Annotated> {
    let post = "Ruiz: pas de “lack of effort” à Brenna\nAna Ruiz, foreign minister of Costa Brenna, \
        spoke on Tuesday of the Brenna Strait talks — 😀 — with Maravia in San Pedro.\n“We have \
        again refused to engage,” Ruiz said, “and will refuse.” Ferries remain in port, she added.";
    let wire = "Costa Brenna refuses to cooperate\nCosta Brenna’s foreign minister Ana Ruiz told \
        reporters at the San Pedro talks with Maravia on the Brenna Strait: “We have once again \
        refused to cooperate, and will refuse.”\nA diplomat called the round a failure for ferries.";
    let times = "San Pedro talks on strait end early\nTalks between Maravia and Costa Brenna on the \
        Brenna Strait ended early in San Pedro. “We have again refused to engage,” foreign minister \
        Ana Ruiz said. Ferries stay tied up.";
    let edited = times.replace("ended early in", "broke up in").replace("again ", "");
    let flood = "Orchard dam bursts\nNine drowned when the Orchard dam burst above the Tallow \
        valley overnight. Engineers had warned that the wall was cracked.";
    let page = Some("https://brennatimes.example/talks");
    vec![
        somebody(
            ruiz(
                report("Harbour Post", None, 5, post),
                &["We have again refused to engage", "and will refuse"],
            ),
            "Ferries remain in port",
            Speaker::Unresolved,
        ),
        somebody(
            ruiz(
                report("Coastal Wire", None, 6, wire),
                &["We have once again refused to cooperate, and will refuse"],
            ),
            "the round a failure",
            Speaker::Unnamed,
        ),
        ruiz(report("The Brenna Times", page, 6, times), &["We have again refused to engage"]),
        ruiz(report("The Brenna Times", page, 7, &edited), &["We have refused to engage"]),
        with_figures(somebody(
            report("Harbour Post", Some("https://harbourpost.example/dam"), 5, flood),
            "the wall was cracked",
            Speaker::Unresolved,
        )),
    ]
}

/// An apparatus as `collate` might make it: the first statement of each report is one utterance.
pub(crate) fn collated(story: &Story, reports: &[Annotated]) -> Apparatus {
    let firsts = story.witnesses.iter().filter_map(|witness| {
        let annotated = reports.iter().find(|it| it.report.id() == witness.report)?;
        let first = annotated.annotations.statements.first()?;
        let statement = StatementId { report: witness.report, ordinal: 0 };
        Some((annotated, Passages { statement, spans: first.content.clone() }))
    });
    let mut firsts: Vec<_> = firsts.collect();
    if firsts.is_empty() {
        return Apparatus { story: story.id(), entries: Vec::new() };
    }
    let (one, lemma) = firsts.remove(0);
    let reading = |(other, passages): (&Annotated, Passages)| {
        let same =
            lemma.spans[0].of(one.report.text()) == passages.spans[0].of(other.report.text());
        let variant = Variant {
            kind: VariantKind::Substitution,
            mark: (!same).then_some(Mark::Number),
            lemma: lemma.spans[0],
            reading: passages.spans[0],
        };
        Reading {
            agreement: if same { Agreement::Trimmed } else { Agreement::Altered },
            variants: vec![variant],
            accidentals: if same { vec![Variant { mark: None, ..variant }] } else { Vec::new() },
            cut: same.then_some(Cut { inside: true, marked: false }),
            degree: (!same).then_some(Degree::Heavy),
            day_conflict: same,
            speaker_conflict: false,
            venue_conflict: !same,
            passages,
        }
    };
    let readings = firsts.into_iter().map(reading).collect();
    Apparatus { story: story.id(), entries: vec![Entry { lemma, readings }] }
}

use super::*;
use crate::annotate::annotate;
use crate::lexicon::Lexicon;
use crate::report::{Part, PartKind, Published, Report};

/// The figures of a paragraph, published on Thursday 6 March 2031, each drawn in a line: as written,
/// `least..most bound unit`, what is counted, what became of it, place, period, day, voice.
fn drawn(text: &str) -> Vec<String> {
    let part = Part { kind: PartKind::Paragraph, span: Span::new(0, text.len()) };
    let mut report = Report::new(None, None, text, vec![part]);
    let day = jiff::civil::Date::constant(2031, 3, 6);
    report.published = Some(Published { day, at: None });
    let found = annotate(&Lexicon::english(), &report);
    let number = |it: Option<Decimal>| it.map_or(String::new(), |it| it.to_string());
    let words = |it: Option<Span>| it.map_or("-".to_owned(), |it| it.of(text).to_owned());
    let figure = |it: &Figure| {
        let voice = match it.voice {
            Voice::Outlet => it.source.map_or("outlet", |it| it.of(text)).to_owned(),
            Voice::Statement(n) => words(found.statements[n as usize].source.first().copied()),
        };
        format!(
            "{} | {}..{} {} {} | {} | {} | {} | {} | {} | {voice}",
            it.written.of(text),
            number(it.least),
            number(it.most),
            it.bound.name(),
            it.unit.name,
            words(it.counted),
            it.measure.map_or("-", Measure::name),
            words(it.place),
            words(it.period),
            it.as_of.map_or("-", |it| it.written.of(text)),
        )
    };
    found.figures.iter().map(figure).collect()
}

#[track_caller]
fn check(text: &str, expected: &[&str]) {
    assert_eq!(drawn(text), expected, "{text}");
}

#[track_caller]
fn check_none(text: &str) {
    check(text, &[]);
}

/// As written, value and bound of each figure.
#[track_caller]
fn check_values(text: &str, expected: &[&str]) {
    let values: Vec<String> = drawn(text)
        .iter()
        .map(|it| it.split(" | ").take(2).collect::<Vec<_>>().join(" | "))
        .collect();
    assert_eq!(values, expected, "{text}");
}

/// What is counted and what became of it.
#[track_caller]
fn check_told(text: &str, expected: &[&str]) {
    let told: Vec<String> = drawn(text)
        .iter()
        .map(|it| it.split(" | ").skip(2).take(2).collect::<Vec<_>>().join(" | "))
        .collect();
    assert_eq!(told, expected, "{text}");
}

#[test]
fn every_rule_finds_its_sentence_and_leaves_the_other() {
    for rule in FIGURE_RULES {
        let part = |text: &str| Part { kind: PartKind::Paragraph, span: Span::new(0, text.len()) };
        let found = |text: &str| {
            let report = Report::new(None, None, text, vec![part(text)]);
            annotate(&Lexicon::english(), &report).figures
        };
        let rules: Vec<&str> = found(rule.finds).iter().map(|it| it.rule).collect();
        assert_eq!(rules, [rule.name], "{}", rule.finds);
        assert!(found(rule.leaves).is_empty(), "{}", rule.leaves);
    }
}

#[test]
fn numbers_in_digits_and_words_have_exact_values() {
    check_values("Rescuers found 1,204 sailors.", &["1,204 | 1204..1204 exact 1"]);
    check_values("Two dozen sailors were killed.", &["Two dozen | 24..24 exact 1"]);
    check_values("Twenty-seven sailors drowned.", &["Twenty-seven | 27..27 exact 1"]);
    check_values("It shipped 1.25 million crates.", &["1.25 million | 1250000..1250000 exact 1"]);
    check_values(
        "A quarter of a million people fled.",
        &["A quarter of a million | 250000..250000 exact 1"],
    );
    check_values("Half a million people fled.", &["Half a million | 500000..500000 exact 1"]);
    check_values(
        "The dam holds 0.1 million cubic metres of water.",
        &["0.1 million cubic metres | 100000..100000 exact cubic metre"],
    );
}

#[test]
fn a_heading_may_end_with_what_is_counted() {
    check_values(
        "The list of ships will shrink to 25% of its current size",
        &["25% | 25..25 exact per cent"],
    );
}

#[test]
fn bounds_and_ranges_are_kept() {
    check_values("About 300 sailors left.", &["About 300 | 300..300 about 1"]);
    check_values("It hit more than 9,000 boats.", &["more than 9,000 | 9000.. more_than 1"]);
    check_values("At least 40 boats sank.", &["At least 40 | 40.. at_least 1"]);
    check_values("Fewer than 40 boats sank.", &["Fewer than 40 | ..40 less_than 1"]);
    check_values("As many as 40 boats sank.", &["As many as 40 | ..40 at_most 1"]);
    check_values("No fewer than 40 boats sank.", &["No fewer than 40 | 40.. at_least 1"]);
    check_values("Nearly 40 boats sank.", &["Nearly 40 | 40..40 nearly 1"]);
    check_values("Some 40 boats sank.", &["Some 40 | 40..40 about 1"]);
    check_values("It took 40 or more boats.", &["40 or more | 40.. at_least 1"]);
    check_values("The storm sank 20 to 30 boats.", &["20 to 30 | 20..30 between 1"]);
    check_values("The storm sank 20-30 boats.", &["20-30 | 20..30 between 1"]);
    check_values("Between 20 and 30 boats sank.", &["Between 20 and 30 | 20..30 between 1"]);
    check_values(
        "It costs $2 million to $3 million.",
        &["$2 million to $3 million | 2000000..3000000 between dollar"],
    );
    check_values(
        "It will cost 2 to 3 million crowns.",
        &["2 to 3 million | 2000000..3000000 between 1"],
    );
}

#[test]
fn vague_amounts_have_the_fewest_they_are_used_for() {
    check_values("Dozens of pilots left.", &["Dozens | 24.. vague 1"]);
    check_values(
        "Hundreds of thousands of people fled.",
        &["Hundreds of thousands | 200000.. vague 1"],
    );
    check_values("Several hundred pilots left.", &["Several hundred | 200.. vague 1"]);
    check_values("It lost thousands of dollars.", &["thousands of dollars | 2000.. vague dollar"]);
}

#[test]
fn what_became_of_the_counted_is_told() {
    check_told(
        "Raiders killed 20 sailors and wounded 30 others.",
        &["sailors | killed", "others | wounded"],
    );
    check_told("At least 20 sailors were killed.", &["sailors | killed"]);
    check_told("Twelve people died and 40 were injured.", &["people | killed", "- | wounded"]);
    check_told("The blast left 12 dead.", &["- | killed"]);
    check_told("The death toll rose to 40.", &["- | killed"]);
    check_told(
        "The navy fired 300 rockets, shells and drones.",
        &["rockets, shells and drones | launched"],
    );
    check_told(
        "Some 5,000 islanders have been forced to leave their homes.",
        &["islanders | displaced"],
    );
    check_told("Some 5,000 Halenis have been forced to leave.", &["Halenis | displaced"]);
    check_told("The port is empty after a year of war.", &["war | lasted"]);
    check_told("Raiders abducted 14 fishermen.", &["fishermen | abducted"]);
    check_told("Police arrested 60 protesters.", &["protesters | arrested"]);
    check_told(
        "Raiders killed 20 soldiers and 12 pilots.",
        &["soldiers | killed", "pilots | killed"],
    );
    check_told("Prices rose by 5 percent.", &["- | rose"]);
    check_told("A 5 percent increase followed.", &["- | rose"]);
    check_told("The ministry pledged $40 million in aid.", &["aid | given"]);
    check_told("The raiders who killed him had 20 boats.", &["boats | -"]);
}

#[test]
fn place_period_and_day_are_those_of_the_figure() {
    check(
        "Since May, 40 sailors have been killed in the Brenna Strait.",
        &["40 | 40..40 exact 1 | sailors | killed | Brenna Strait | Since May | - | outlet"],
    );
    check(
        "On Tuesday 40 sailors drowned near Lowe.",
        &["40 | 40..40 exact 1 | sailors | killed | Lowe | - | Tuesday | outlet"],
    );
    check(
        "The port loses $5 million a day.",
        &["$5 million | 5000000..5000000 exact dollar | - | - | - | a day | - | outlet"],
    );
}

#[test]
fn an_attribution_covers_its_sentence_and_not_the_next() {
    let found = drawn(
        "The harbour is weaker after a year of war, according to the navy. To date, raiders have fired \
         more than 9,000 rockets at the port.",
    );
    assert_eq!(found.len(), 2, "{found:?}");
    assert!(found[0].starts_with("a year | 1..1 exact year"), "{found:?}");
    assert!(found[0].ends_with("| the navy"), "{found:?}");
    assert!(found[1].ends_with("| outlet"), "{found:?}");
}

#[test]
fn a_figure_in_a_statement_is_that_speakers() {
    let found = drawn("“We lost 40 boats,” Ana Ruiz said. The storm sank 12 boats.");
    assert!(found[0].ends_with("| Ana Ruiz") && found[1].ends_with("| outlet"), "{found:?}");
}

#[test]
fn whoever_is_named_for_a_figure_vouches_for_it_without_a_statement() {
    let voice = |text: &str| {
        let found = drawn(text);
        assert_eq!(found.len(), 1, "{found:?}");
        found[0].rsplit(" | ").next().unwrap().to_owned()
    };
    assert_eq!(voice("A 2030 study by the port found 31 leaks."), "A 2030 study by the port");
    assert_eq!(voice("The ministry reported 40 deaths."), "The ministry");
    assert_eq!(voice("Divers found 40 boats."), "outlet");
    assert_eq!(
        voice("He quoted a Harbour Post report from Sunday that 40 boats sank."),
        "Harbour Post report"
    );
    assert_eq!(voice("Nobody forgot Holt’s remark about 40 percent of the town."), "Holt’s");
    assert_eq!(voice("That is less than the $20 million experts say it costs."), "experts");
    assert_eq!(voice("At least 40 deaths were reported."), "outlet");
    assert_eq!(voice("The council condemned the 40 raids."), "outlet");
}

#[test]
fn what_only_looks_like_a_figure_is_left() {
    check_none("Christians are less than half of 1 percent.");
    check_told("It takes 90 percent of the Halen-Veldish vote.", &["Halen-Veldish vote | -"]);
    check_values(
        "We asked for $22.5 [billion].",
        &["$22.5 [billion] | 22500000000..22500000000 exact dollar"],
    );
    check_told("They surged 20,000 U.S. forces there.", &["U.S. forces | -"]);
    check_told("Ten were wounded by a bomb and 12 pilots left.", &["- | wounded", "pilots | -"]);
    check_none("He sang “Harbour Skin (41 Shots)” again.");
    check_none("It airs on Tarvon Radio 125 weekdays from 6:00 a.m.");
    check_values("The papers talk about 40 bombs.", &["40 | 40..40 exact 1"]);
    check_told("The ministry launched 12 programmes.", &["programmes | -"]);
    check_values("It costs 500 bucks.", &["500 bucks | 500..500 exact dollar"]);
}

#[test]
fn the_day_of_saying_is_not_the_day_of_the_figure() {
    let found = drawn("Ana Ruiz said on Wednesday that 40 sailors had been killed.");
    assert!(found[0].ends_with("| - | - | - | Ana Ruiz"), "{found:?}");
}

#[test]
fn dates_years_times_and_ages_are_no_figures() {
    check_none("The Oct. 7 raid began at 8:30 a.m. in 2023.");
    check_none("On 4 March 2031 the envoys met at 10 am.");
    check_none("Tomas Holt, 43, and his 12-year-old son left in the 1990s.");
    check_none("She is 12 years old; men aged 60 left.");
    check_none("They left two years ago, within 24 hours.");
}

#[test]
fn names_and_numbers_of_things_are_no_figures() {
    check_none("Channel 12 and the Group of 7 praised the F-16.");
    check_none("Resolution 1701, Article 5 and Flight 370 were named.");
    check_none("They live at 12 Harbour Street.");
    check_none("Call 555-0142 or 911.");
    check_none("Lowe won 3-1 after a 5-4 vote, 24/7.");
    check_none("1. The first list, (2) the second, No. 5.");
    check_none("The 9/11 raid, the two-state plan and the G7.");
}

#[test]
fn words_that_count_nothing_are_no_figures() {
    check_none("One can hope; it was the one they wanted.");
    check_none("The two sides met; both left for two reasons.");
    check_none("She was the third speaker on the 20th.");
    check_none("He was a hundred percent sure, nine times out of ten.");
    check_none("For as little as $5, you can support the Harbour Post.");
}

#[test]
fn what_is_counted_is_whole() {
    check_told(
        "Some 800 nurses, pilots, teachers, and more have left.",
        &["nurses, pilots, teachers, and more | -"],
    );
    check_told(
        "It drew $5 billion in private-sector shipping and clean harbour investments.",
        &["private-sector shipping and clean harbour investments | -"],
    );
    check_told(
        "It brings billions of dollars in health and economic benefits.",
        &["health and economic benefits | -"],
    );
    check_told("It sent $5 million in food and medicine.", &["food and medicine | -"]);
    check_told("They found 12 civilian and military boats.", &["civilian and military boats | -"]);
    check_told("It sent $5 million in food and promised peace.", &["food | -"]);
    check_told("The port is $5 million in the red.", &["- | -"]);
}

#[test]
fn an_article_stands_between_bound_and_number() {
    check_values("They pay at least a $15 wage.", &["at least a $15 | 15.. at_least dollar"]);
    check_values(
        "It was nearly a 40 percent drop.",
        &["nearly a 40 percent | 40..40 nearly per cent"],
    );
    check_values("They drove over a 20-mile bridge.", &["20-mile | 20..20 exact mile"]);
    check_values(
        "We have a $20-plus trillion dollar budget.",
        &["$20-plus trillion dollar | 20000000000000.. at_least dollar"],
    );
}

#[test]
fn ratios_are_no_figures() {
    check_none("About $4 of every $5 worth of goods goes to Halen.");
    check_none("Four of every five boats sank.");
    check_none("That is the $64,000 question.");
}

#[test]
fn who_stands_behind_a_figure_of_another_clause_is_not_its_voice() {
    let voice = |text: &str| {
        let found = drawn(text);
        assert_eq!(found.len(), 1, "{found:?}");
        found[0].rsplit(" | ").next().unwrap().to_owned()
    };
    assert_eq!(
        voice("The whale weighs 40 tonnes, which makes it heavy according to its keepers."),
        "outlet"
    );
    assert_eq!(voice("The whale weighs 40 tonnes, according to its keepers."), "its keepers");
    assert_eq!(
        voice("Some 20 percent of islanders in a recent Coastal Wire poll were unsure."),
        "a recent Coastal Wire poll"
    );
    assert_eq!(
        voice("Nobody forgot his infamous remark about 40 percent of the town."),
        "his infamous remark"
    );
}

#[test]
fn what_a_turn_hands_on_from_others_has_no_voice_and_is_left() {
    let found = |said: &str| {
        let text = format!("MS. RUIZ: {said}");
        let tag = Part { kind: PartKind::SpeakerTag, span: Span::new(0, "MS. RUIZ:".len()) };
        let said = Span::new("MS. RUIZ: ".len(), text.len());
        let turn = Part { kind: PartKind::Paragraph, span: said };
        let mut report = Report::new(None, None, &text, vec![tag, turn]);
        report.genre = crate::report::Genre::Transcript;
        let found = annotate(&Lexicon::english(), &report).figures;
        let words = |it: &Figure| (it.written.of(&text).to_owned(), it.voice != Voice::Outlet);
        found.iter().map(words).collect::<Vec<_>>()
    };
    assert_eq!(found("We lost 12 boats."), [("12".to_owned(), true)]);
    assert_eq!(found("I said we lost 12 boats."), [("12".to_owned(), true)]);
    assert_eq!(found("Halen officials report that 12 boats sank."), []);
    assert_eq!(found("The navy said 12 boats sank."), []);
    assert_eq!(found("It sank 12 boats, according to the navy."), []);
}

#[test]
fn captions_and_furniture_are_not_read() {
    let text = "Soldiers killed 40 raiders.";
    for kind in [PartKind::Caption, PartKind::Furniture, PartKind::Byline] {
        let part = Part { kind, span: Span::new(0, text.len()) };
        let report = Report::new(None, None, text, vec![part]);
        assert!(annotate(&Lexicon::english(), &report).figures.is_empty(), "{kind:?}");
    }
}

/// Who vouches for the one figure of a text.
#[track_caller]
fn voice_of(text: &str) -> String {
    let found = drawn(text);
    assert_eq!(found.len(), 1, "{found:?}");
    found[0].rsplit(" | ").next().unwrap().to_owned()
}

#[test]
fn more_words_that_bound_a_number_are_known() {
    check_values(
        "The bill went north of $4 million.",
        &["north of $4 million | 4000000.. more_than dollar"],
    );
    check_values("The convoy sank north of 12 villages.", &["12 | 12..12 exact 1"]);
    check_values("Perhaps 40 boats sank.", &["Perhaps 40 | 40..40 about 1"]);
    check_values(
        "It fell to as low as 19 percent.",
        &["as low as 19 percent | 19.. at_least per cent"],
    );
    check_values("They hold in the order of 60 ships.", &["in the order of 60 | 60..60 about 1"]);
}

#[test]
fn a_bound_may_stand_behind_what_is_counted() {
    check_values("They called on 60 harbours or so.", &["60 | 60..60 about 1"]);
    check_values("They need 50 votes or more.", &["50 | 50.. at_least 1"]);
    check_values(
        "It is worth less than $1 million or more than $42 million.",
        &[
            "less than $1 million | ..1000000 less_than dollar",
            "more than $42 million | 42000000.. more_than dollar",
        ],
    );
    check_told("Some 60 sailors or so were killed.", &["sailors | killed"]);
}

#[test]
fn a_share_is_of_what_stands_behind_of() {
    check_told("It has 25 sailors, 40 percent of whom are ill.", &["sailors | -", "of whom | -"]);
    check_told("About 40 percent of those surveyed stayed.", &["of those | -"]);
    check_told("He built 95 percent of this pipeline.", &["pipeline | -"]);
    check_told("Over 97 percent of the U.S. population stayed.", &["U.S. population | -"]);
    check_told("It keeps 60 percent of the Halen Isles Navy in port.", &["Halen Isles Navy | -"]);
    check_told("More than 40 percent of that money arrived.", &["money | -"]);
}

#[test]
fn what_is_counted_ends_neither_early_nor_late() {
    check_told("New pipes for millions of towns — of people in towns.", &["people | -"]);
    check_told(
        "Hundreds of pro-Ruiz demonstrators marched.",
        &["pro-Ruiz demonstrators | gathered"],
    );
    check_none("Whether it was 1,800 hardly matters.");
}

#[test]
fn what_has_not_come_about_is_no_measure() {
    check_told("The court freed all 240 delegates to vote.", &["delegates | -"]);
    check_told("The storm took 40 lives.", &["lives | killed"]);
    check_told("More than 40 sailors were killed or wounded.", &["sailors | casualties"]);
    check_told("The raid killed or injured 40 sailors.", &["sailors | casualties"]);
    check_told("Some 40 were killed and 12 injured.", &["- | killed", "- | wounded"]);
    check_told("It killed 40 and left 12 injured.", &["- | killed", "- | wounded"]);
    check_told("It met after the shooting deaths of 40 people.", &["people | killed"]);
}

#[test]
fn groups_and_things_named_after_numbers_are_no_figures() {
    check_none("It helps the top 1 percent, and the bottom 40 percent of earners.");
    check_none("The gains went to the 1 percent.");
    check_values("It rose from the 1 percent who liked him.", &["1 percent | 1..1 exact per cent"]);
    check_none("If there is more than one child, it doubles.");
    check_values("At least one sailor was killed.", &["At least one | 1.. at_least 1"]);
    check_none("His face is on $20 bills.");
    check_values(
        "They passed a $20 million bill.",
        &["$20 million | 20000000..20000000 exact dollar"],
    );
    check_none("They spoke of the 123 Agreement negotiations.");
    check_none("The Fight for 15 marchers came.");
    check_none("I am 100% convinced.");
    check_none("The other boat was gaining six.");
}

#[test]
fn a_document_named_at_the_head_vouches() {
    assert_eq!(
        voice_of("In the latest Coastal Wire survey, 71 percent of islanders agreed."),
        "the latest Coastal Wire survey"
    );
    assert_eq!(
        voice_of("The debate came as a new poll showed 40 percent of islanders unsure."),
        "a new poll"
    );
    assert_eq!(voice_of("In a speech on the poll, 40 boats were praised."), "outlet");
}

#[test]
fn nouns_that_might_be_verbs_and_insertions_vouch_for_nothing() {
    assert_eq!(
        voice_of("It is a set of Clean Harbour Act rules that could close hundreds of mines."),
        "outlet"
    );
    assert_eq!(
        voice_of("He left a firm - some say unrealistic - promise to cut leaks by 80 percent."),
        "outlet"
    );
    assert_eq!(
        voice_of("The envoys cited the paper at a meeting viewed by 14 million people."),
        "outlet"
    );
    assert_eq!(
        voice_of("Ruiz says the tide turns — and the council votes after the loss of 49 ships."),
        "outlet"
    );
}

#[test]
fn what_goes_on_behind_who_says_so_is_theirs_too() {
    assert_eq!(
        voice_of(
            "The port was the talk of the evening, Tarvon announced, gaining 22,000 followers."
        ),
        "Tarvon"
    );
}

#[test]
fn what_a_turn_quotes_has_another_voice_and_is_left() {
    let found = |said: &str| {
        let text = format!("Q {said}");
        let tag = Part { kind: PartKind::SpeakerTag, span: Span::new(0, 1) };
        let turn = Part { kind: PartKind::Paragraph, span: Span::new(2, text.len()) };
        let mut report = Report::new(None, None, &text, vec![tag, turn]);
        report.genre = crate::report::Genre::Transcript;
        annotate(&Lexicon::english(), &report).figures.len()
    };
    assert_eq!(found("What of releasing, quote, “thousands of raiders” for a deal?"), 0);
    assert_eq!(found("You said that 85 boats sank."), 0);
    assert_eq!(found("The port put out some information that 85 boats sank."), 0);
    assert_eq!(found("Today the port announced $40 million in aid."), 1);
}

#[test]
fn money_and_lengths_of_time_are_read_through_what_stands_between() {
    check_values(
        "The cost is approaching $800 million.",
        &["approaching $800 million | 800000000..800000000 nearly dollar"],
    );
    check_values(
        "It added 20 billion extra U.S. dollars.",
        &["20 billion extra U.S. dollars | 20000000000..20000000000 exact dollar"],
    );
    check_told("They asked for a 21-day truce.", &["truce | lasted"]);
    check_none("He fell in a 100-yard dash.");
}

#[test]
fn what_only_looks_like_somebody_saying_so_vouches_for_nothing() {
    assert_eq!(voice_of("Holt fell short of his declared goal of $40 million."), "outlet");
    assert_eq!(voice_of("Rents from letting boats fell to $12 million."), "outlet");
    assert_eq!(voice_of("At the port, 140 pilots said they would stay."), "outlet");
    assert_eq!(
        voice_of("Holt comes in second, with a few percent saying that they fear 40 storms."),
        "outlet"
    );
    assert_eq!(voice_of("The costs add up to $40 million."), "outlet");
    assert_eq!(voice_of("She later listed an array of 60 boats."), "outlet");
    assert_eq!(voice_of("The study, which notes that 58 boats sank, is new."), "The study");
    assert_eq!(voice_of("They left in the wake of a new poll showing 14 percent."), "a new poll");
}

#[test]
fn what_money_is_for_may_end_a_heading_without_a_full_stop() {
    let found = drawn("Ardovia gets $4 million of harbour aid");
    assert!(found[0].contains("| harbour aid |"), "{found:?}");
}

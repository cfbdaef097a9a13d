//! Who is meant: real countries and bodies, since the lists are of them; people and lists of our own
//! where a user's file is read.

use std::fmt::Write;
use std::sync::LazyLock;

use super::*;
use crate::text::Span;

static PARTIES: LazyLock<Parties> = LazyLock::new(Parties::english);

/// Each phrase and whom it means: `Norway NOR GOV`, or `nobody`.
#[track_caller]
fn check(expected: &[(&str, &str)]) {
    let mut wrong = String::new();
    for (words, whom) in expected {
        let found = told(&PARTIES, words, None);
        if found != *whom {
            writeln!(wrong, "{words:?} is {found:?}, not {whom:?}").unwrap();
        }
    }
    assert!(wrong.is_empty(), "{wrong}");
}

fn told(parties: &Parties, words: &str, on: Option<&str>) -> String {
    match parties.named(words, on.map(|day| day.parse().unwrap())) {
        None => "nobody".into(),
        Some(party) => {
            let sector = party.sector.map_or("-", Sector::code);
            format!("{} {} {sector}", party.name, party.code)
        }
    }
}

#[test]
fn a_country_is_told_by_its_names_its_people_and_its_capital() {
    check(&[
        ("Norway", "Norway NOR -"),
        ("the Kingdom of Norway", "Norway NOR -"),
        ("Norwegians", "Norway NOR -"),
        ("the Norwegian", "Norway NOR -"),
        ("Oslo", "Norway NOR GOV"),
        ("the U.S.", "United States USA -"),
        ("US", "United States USA -"),
        ("Britain", "United Kingdom GBR -"),
        ("Palestinians", "Palestinian Territories PSE -"),
        ("Ivory Coast", "Côte d’Ivoire CIV -"),
        ("Cote d'Ivoire", "Côte d’Ivoire CIV -"),
        ("SOUTH KOREA", "South Korea KOR -"),
        ("the Democratic Republic of the Congo", "Democratic Republic of the Congo COD -"),
    ]);
}

#[test]
fn small_letters_and_look_alikes_are_no_countries() {
    check(&[
        ("us", "nobody"),
        ("turkey", "nobody"),
        ("a chad", "nobody"),
        ("the polish", "nobody"),
        ("Guinea-Bissau", "Guinea-Bissau GNB -"),
        ("Equatorial Guinea", "Equatorial Guinea GNQ -"),
        ("Papua New Guinea", "Papua New Guinea PNG -"),
        ("the harbour board", "nobody"),
    ]);
}

#[test]
fn who_acts_tells_the_sector() {
    check(&[
        ("Norwegian troops", "Norway NOR MIL"),
        ("the Norwegian foreign minister", "Norway NOR GOV"),
        ("Norway's high court", "Norway NOR JUD"),
        ("Norwegian riot police", "Norway NOR COP"),
        ("Norwegian lawmakers", "Norway NOR LEG"),
        ("two Norwegian journalists", "Norway NOR MED"),
        ("Norwegian army spokesman", "Norway NOR MIL"),
        ("rebel troops in Norway", "Norway NOR REB"),
        ("a Norwegian opposition leader", "Norway NOR OPP"),
        ("students throughout Norway", "Norway NOR EDU"),
        ("the president of Norway", "Norway NOR GOV"),
        ("Egyptian mediators", "Egypt EGY GOV"),
        ("aid workers", "aid workers NGO -"),
        ("Iraqi Kurds", "Iraq IRQ -"),
        ("Russia's Chechen rebels", "Russia RUS REB"),
        ("aid workers in the town", "aid workers NGO -"),
        ("the former Norwegian prime minister", "Norway NOR -"),
    ]);
}

#[test]
fn what_only_describes_another_is_not_meant() {
    check(&[
        ("Iran-backed militia", "nobody"),
        ("an Iranian-backed militia in Iraq", "Iraq IRQ UAF"),
        ("anti-American protesters", "nobody"),
        ("NATO-member Norway", "Norway NOR -"),
        ("the US ambassador to Norway", "United States USA GOV"),
        ("Israeli-occupied West Bank", "Palestinian Territories PSE -"),
        ("ethnic Albanians in Serbia", "Serbia SRB -"),
        ("the Albanians of southern Serbia", "Serbia SRB -"),
        ("Norwegian refugees in Sweden", "Norway NOR REF"),
    ]);
}

#[test]
fn bodies_groups_and_seats_of_government_are_known() {
    check(&[
        ("Hamas", "Hamas PSE REB"),
        ("HAMAS", "Hamas PSE REB"),
        ("Hamas's armed wing", "Hamas PSE REB"),
        ("Hamas troops", "Hamas PSE REB"),
        ("the IDF", "Israel Defense Forces ISR MIL"),
        ("Israel Defense Forces", "Israel Defense Forces ISR MIL"),
        ("Lebanon's Hezbollah", "Hizballah LBN REB"),
        ("the UN Security Council", "Security Council IGO -"),
        ("Nato troops", "North Atlantic Treaty Organization IGO MIL"),
        ("the European Union", "European Union IGO -"),
        ("the Pentagon", "Pentagon USA MIL"),
        ("the Kremlin", "Kremlin RUS GOV"),
        ("Downing Street", "Whitehall GBR GOV"),
        ("the Knesset", "Knesset ISR LEG"),
    ]);
}

#[test]
fn a_country_s_own_organ_is_not_that_of_another() {
    check(&[
        ("the State Department", "State Department USA GOV"),
        ("U.S. State Department spokesperson Ana Ruiz", "United States USA GOV"),
        ("the Norwegian State Department", "Norway NOR GOV"),
        ("Mexican Congress", "Mexico MEX LEG"),
        ("the Norwegian Labour Party", "Norway NOR PTY"),
        ("Lt. Gen. Ana Ruiz of Norway", "Norway NOR MIL"),
        ("China's People's Liberation Army", "China CHN MIL"),
    ]);
}

#[test]
fn an_office_holder_is_in_office_on_his_days_only() {
    let holder = |on| told(&PARTIES, "Barack Obama", Some(on));
    assert!(holder("2012-06-01").ends_with("USA GOV"));
    assert!(holder("2004-06-01").ends_with("USA -"));
    let next = |on| told(&PARTIES, "Prime Minister Netanyahu", Some(on));
    assert!(next("2012-06-01").starts_with("Binyamin Netanyahu ISR GOV"), "{}", next("2012-06-01"));
    assert!(next("2024-06-01").starts_with("Benyamin Netanyahu ISR GOV"), "{}", next("2024-06-01"));
}

#[test]
fn another_of_the_same_name_is_not_meant() {
    check(&[
        ("Netanyahu", "Benyamin Netanyahu ISR GOV"),
        ("Netanyahu Okafor", "nobody"),
        ("spokesman Abel Okafor Netanyahu", "nobody"),
        ("spokesman Okafor Jordan", "nobody"),
        ("the Harbour Post", "nobody"),
        ("Friday", "nobody"),
        ("the Bush administration", "George H.W. Bush USA GOV"),
        ("the bush", "nobody"),
        ("the National Park", "nobody"),
    ]);
}

#[test]
fn parties_of_a_sentence_are_found_with_what_stands_beside_them() {
    let text =
        "Norwegian troops met U.S. Secretary of State Ana Ruiz in Oslo, and Egypt’s envoy left.";
    let found = PARTIES.mentions(text, Span::new(0, text.len()), None);
    let sure = found.iter().filter(|it| it.sure);
    let told: Vec<_> = sure.map(|it| (slice(&it.at, text), &*it.party.code)).collect();
    assert_eq!(
        told,
        [
            ("Norwegian troops", "NOR"),
            ("U.S. Secretary of State Ana Ruiz", "USA"),
            ("Egypt’s envoy", "EGY"),
        ]
    );
}

const DICTIONARY: &str = "\
# a list of invented actors
VELD_  [VLD] ; country
+VELDISH_
<!-- two lines
of comment -->
ANA_RUIZ_ ; minister
+A._RUIZ_
\t[VLDELI 310101-900630]
\t[VLDGOV 900701-991231]
\t[VLDOPP >20000101]
HARBOUR_GUARD_ [VLDMIL]
NOBODY_MUCH_ [---]
KIT_OKAFOR_ [VLDGOV 900101-991231] [ELI]# later out of office
QUAYSIDERS
BROKEN_DATES_ [VLDGOV 2004017-20061201]
 [VLDREB 19910101-19921231]
+LATE_NAME [lower]
";

#[test]
fn an_actor_dictionary_is_read_with_its_dates() {
    let (actors, bad) = Actors::read(DICTIONARY);
    let parties = Parties::english().with(&actors);
    let on = |words, day| told(&parties, words, day);
    assert_eq!(on("Veldish troops", None), "VELD VLD MIL");
    assert_eq!(on("Ana Ruiz", Some("1992-05-01")), "ANA RUIZ VLD GOV");
    assert_eq!(on("A. Ruiz", Some("2004-05-01")), "ANA RUIZ VLD OPP");
    assert_eq!(on("Ana Ruiz", Some("1980-01-01")), "ANA RUIZ VLD -");
    assert_eq!(on("Ana Ruiz", Some("1999-12-31")), "ANA RUIZ VLD GOV");
    assert_eq!(on("the Harbour Guard", None), "HARBOUR GUARD VLD MIL");
    assert_eq!(on("the harbour guard", None), "nobody");
    assert_eq!(on("Nobody Much", None), "nobody");
    assert_eq!(on("Kit Okafor", Some("1995-01-01")), "KIT OKAFOR VLD GOV");
    assert_eq!(on("Kit Okafor", Some("2005-01-01")), "nobody");
    let bad: Vec<String> = bad.iter().map(ToString::to_string).collect();
    assert_eq!(
        bad,
        [
            "line 14: \"QUAYSIDERS\" has no code",
            "line 15: \"2004017\" is no date",
            "line 17: \"lower\" begins with no code of a country or body",
        ]
    );
}

#[test]
fn an_agent_dictionary_is_read_with_its_plurals_and_sets() {
    let (actors, bad) = Actors::read(
        "PILOT_BOAT [~COP]\nHARBOUR!PERSON! [~LAB]\n!PERSON! = MAN, MEN\nWATCH {} [~MIL]\n\
         QUAY_HELPER [NGO~]\nODD [~xx]\n",
    );
    let parties = Parties::english().with(&actors);
    let named = |words| told(&parties, words, None);
    assert_eq!(named("Norwegian pilot boats"), "Norway NOR COP");
    assert_eq!(named("Norwegian harbourmen"), "Norway NOR LAB");
    assert_eq!(named("the Norwegian watch"), "Norway NOR MIL");
    assert_eq!(named("the Norwegian watchs"), "Norway NOR -");
    assert_eq!(named("quay helpers"), "quay helpers NGO -");
    assert_eq!(bad, [BadLine { line: 6, why: "\"~xx\" is no code of an agent".into() }]);
}

#[test]
fn a_user_s_table_wins_over_the_lists() {
    let (actors, bad) = Actors::read(
        "# ours\nHamas|The Movement\tPSE\tPTY\nNorway\tVLD\nAna Ruiz\tVLD\tGOV\t2021-05-01\t2024-11-30\n\
         Bo\tveld\nBo\tVLD\tXYZ\nBo\tVLD\tGOV\t2021\n",
    );
    let parties = Parties::english().with(&actors);
    assert_eq!(told(&parties, "Hamas", None), "Hamas PSE PTY");
    assert_eq!(told(&parties, "Norway", None), "Norway VLD -");
    assert_eq!(told(&parties, "Minister Ana Ruiz", Some("2022-01-01")), "Ana Ruiz VLD GOV");
    assert_eq!(told(&parties, "Ana Ruiz", Some("2025-01-01")), "nobody");
    let lines: Vec<usize> = bad.iter().map(|it| it.line).collect();
    assert_eq!(lines, [5, 6, 7]);
}

#[test]
fn every_row_of_the_lists_is_read() {
    for (name, table) in list::TABLES {
        for row in crate::lexicon::rows(table) {
            let fields: Vec<&str> = row.split('\t').collect();
            assert!(matches!(fields.len(), 7 | 8), "{name}: {row}");
            assert!(list::Is::named(fields[0]).is_some(), "{name}: kind {}", fields[0]);
            assert!(fields[1].len() == 3, "{name}: code {}", fields[1]);
            assert!(fields[2] == "-" || Sector::coded(fields[2]).is_some(), "{name}: {row}");
            for day in &fields[3..5] {
                assert!(*day == "-" || day.parse::<jiff::civil::Date>().is_ok(), "{name}: {row}");
            }
        }
    }
}

proptest::proptest! {
    #[test]
    fn any_text_is_read(text in "\\PC{0,60}", list in "[A-Z_+\\[\\]{}!=~<>0-9 \\t\\n;#-]{0,120}") {
        let party = PARTIES.named(&text, None);
        proptest::prop_assert_eq!(party, PARTIES.named(&text, None));
        for found in PARTIES.mentions(&text, Span::new(0, text.len()), None) {
            proptest::prop_assert!(!slice(&found.at, &text).is_empty());
        }
        let (actors, _) = Actors::read(&list);
        Parties::default().with(&actors).named(&text, None);
    }
}

fn slice<'t>(at: &Span, text: &'t str) -> &'t str {
    &text[at.start()..at.end()]
}

/// Each text and the parties that it names for sure, joined by `|`.
#[track_caller]
fn check_running(expected: &[(&str, &str)]) {
    let mut wrong = String::new();
    for (text, whom) in expected {
        let day = "2024-06-01".parse().ok();
        let found = PARTIES.mentions(text, Span::new(0, text.len()), day);
        let sure = found.iter().filter(|it| it.sure);
        let told: Vec<String> =
            sure.map(|it| format!("{} {}", slice(&it.at, text), it.party.code)).collect();
        let told = told.join("|");
        if told != *whom {
            writeln!(wrong, "{text:?} names {told:?}, not {whom:?}").unwrap();
        }
    }
    assert!(wrong.is_empty(), "{wrong}");
}

#[test]
fn a_country_within_a_longer_name_is_not_meant() {
    check_running(&[
        ("the Indian Ocean", ""),
        ("the Harbour Indians won", ""),
        ("The Boston Indians won. The Indians sang.", ""),
        ("The Cleveland Norwegians won. Norwegians sang.", ""),
        ("the Stade de Suisse", ""),
        ("Norwegian-American voters on the Norway-Sweden ferry", ""),
        ("the National Security Council", ""),
        ("the PR officer of Norway", "Norway NOR"),
        ("Coach Kit Jordan left Norway.", "Norway NOR"),
        ("The Bank of Norway and the Gulf of Oman", ""),
        ("Norwegian Airlines and the Norwegian Open", ""),
        ("a Norwegian shepherd ate Danish pastry", ""),
        ("the Norwegian Navy and Norwegian troops", "Norwegian Navy NOR|Norwegian troops NOR"),
        ("Norwegian and Danish troops left", "Norwegian NOR|Danish troops DNK"),
        ("a Danish proposal and a Danish biscuit", "Danish DNK"),
        ("the Norwegian, who swims, left", ""),
        ("Norwegians met the Dutch, and the Dutch said so.", "Norwegians NOR|Dutch NLD|Dutch NLD"),
    ]);
}

#[test]
fn a_namesake_of_a_country_needs_another_name_of_it_in_the_report() {
    check_running(&[
        ("Georgia sent its troopers.", ""),
        ("Georgia sent envoys. Tbilisi agreed.", "Georgia GEO|Tbilisi GEO"),
    ]);
}

#[test]
fn a_capital_where_something_only_is_names_nobody() {
    check_running(&[
        ("Norway said pilots met in Oslo.", "Norway NOR"),
        ("Oslo refused, Norway said.", "Oslo NOR|Norway NOR"),
        ("OSLO (Coastal Wire) Norway left.", "Norway NOR"),
        ("Oslo, Ohio, has a harbour; Norway has two.", "Norway NOR"),
    ]);
}

#[test]
fn a_family_name_counts_after_the_full_name_or_beside_the_office() {
    check_running(&[
        ("Erdogan said so.", ""),
        ("Recep Tayyip Erdogan came. Erdogan said so.", "Recep Tayyip Erdogan TUR|Erdogan TUR"),
        ("President Erdogan came.", "President Erdogan TUR"),
        ("Kit Erdogan and Deputy Erdogan came.", ""),
    ]);
}

#[test]
fn a_political_party_counts_in_a_report_of_its_country() {
    check_running(&[("Likud won.", ""), ("Likud won in Israel.", "Likud ISR|Israel ISR")]);
}

#[test]
fn an_abbreviation_in_a_line_of_capitals_is_a_word() {
    check_running(&[("CORE OF THE HARBOUR", ""), ("pilots and CORE met", "CORE NGO")]);
}

#[test]
fn the_kind_of_the_name_is_told() {
    let text =
        "Norway, Norwegian troops, Hamas, NATO, the Norwegian prime minister and aid workers.";
    let found = PARTIES.mentions(text, Span::new(0, text.len()), None);
    let kinds: Vec<NameKind> = found.iter().map(|it| it.kind).collect();
    use NameKind::{ArmedGroup, Country, International, People, Role};
    assert_eq!(kinds, [Country, People, ArmedGroup, International, People, Role]);
}

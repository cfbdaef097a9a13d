//! What is found by words, names, outlets and days; what a page of a list has; that the index of
//! words is that of the reports, however the record came to be.

use jiff::civil::Date;
use onrecord::{Act, Annotated, Manner, ReportId};
use onrecord_store::{COUNTED, Record, SaidFilter, StoryFilter, update};

use crate::made::{report, reports, ruiz};
use crate::{Kept, empty, full, rules};

fn day(day: i8) -> Option<Date> {
    Date::new(2031, 3, day).ok()
}

/// Titles of the stories, in their order.
fn titles(kept: &Kept, filter: &StoryFilter) -> String {
    let rows = kept.reader().stories(filter).unwrap();
    rows.into_iter().map(|it| it.title).collect::<Vec<_>>().join("|")
}

fn about<'f>(words: &'f str) -> StoryFilter<'f> {
    StoryFilter { about: Some(words), ..StoryFilter::default() }
}

/// Reports of happenings that have nothing in common, one story each.
fn apart() -> Vec<Annotated> {
    let told = [
        ("Harbour Post", 3, "Dam at Orchard bursts\nWater stood in Tallow Lane by noon."),
        ("Coastal Wire", 5, "Café owners march\nBakers and café owners marched for cheap flour."),
        ("Harbour Post", 5, "Goat wins a prize\nA grey goat took the first prize of the fair."),
        ("Echo", 8, "Weir to be rebuilt\nMasons will rebuild the weir, not the lock beside it."),
        ("港湾日報", 9, "港湾長官が会見\n長官は東京で記者会見を開いた。"),
    ];
    told.iter().map(|(outlet, day, text)| report(outlet, None, *day, text)).collect()
}

fn apart_kept() -> Kept {
    let mut kept = empty();
    kept.add(&apart());
    kept
}

#[test]
fn stories_are_found_by_beginnings_phrases_alternatives_and_what_is_left_out() {
    let kept = apart_kept();
    let found = |words: &str| titles(&kept, &about(words));
    assert_eq!(found("tall noon"), "Dam at Orchard bursts");
    assert_eq!(found("noon goat"), "");
    assert_eq!(found("\"first prize\""), "Goat wins a prize");
    assert_eq!(found("\"prize first\""), "");
    assert_eq!(found("\"first priz\""), "", "in a phrase words are whole");
    assert_eq!(found("\"priz\" priz"), "", "even beside the same as a beginning");
    assert_eq!(found("cafe BAKERS"), "Café owners march");
    assert_eq!(found("weir OR dam"), "Weir to be rebuilt|Dam at Orchard bursts");
    assert_eq!(found("the"), "Weir to be rebuilt|Goat wins a prize");
    assert_eq!(found("the -goat"), "Weir to be rebuilt");
    assert_eq!(found("th"), "", "so short a word is whole");
    assert_eq!(found("prize NOT \"grey goat\""), "");
}

#[test]
fn one_report_meets_all_conditions() {
    let kept = apart_kept();
    let all = StoryFilter::default;
    let by = StoryFilter { outlet: Some("harbour"), ..all() };
    assert_eq!(titles(&kept, &by), "Goat wins a prize|Dam at Orchard bursts");
    let late = StoryFilter { since: day(5), ..by.clone() };
    assert_eq!(titles(&kept, &late), "Goat wins a prize");
    let early = StoryFilter { until: day(4), ..by.clone() };
    assert_eq!(titles(&kept, &early), "Dam at Orchard bursts");
    let between = StoryFilter { since: day(4), until: day(8), ..all() };
    assert_eq!(titles(&kept, &between).split('|').count(), 3);
    assert_eq!(titles(&kept, &StoryFilter { about: Some("dam"), ..late }), "");
    // The strait talks have reports by three outlets, of which one says that ferries remain.
    let kept = full();
    let both = |about, outlet| StoryFilter { about: Some(about), outlet: Some(outlet), ..all() };
    let told = titles(&kept, &about("cooperate"));
    assert!(told.starts_with("Costa Brenna refuses"), "{told}");
    assert_eq!(titles(&kept, &both("cooperate", "wire")), told);
    assert_eq!(titles(&kept, &both("cooperate", "times")), "");
    let quoted = |speaker, about| StoryFilter { speaker: Some(speaker), about, ..all() };
    assert_eq!(titles(&kept, &quoted("an rui", None)), told);
    assert_eq!(titles(&kept, &quoted("ruiz", Some("coop"))), told);
    assert_eq!(titles(&kept, &quoted("ruiz", Some("tallow"))), "");
    assert_eq!(titles(&kept, &quoted("refused", None)), "", "words are no names");
}

#[test]
fn a_hit_shows_the_words_in_the_latest_report_that_has_them() {
    let kept = apart_kept();
    let rows = kept.reader().stories(&about("grey PRIZ")).unwrap();
    let hit = rows[0].hit.as_ref().unwrap();
    assert_eq!((hit.outlet.as_str(), hit.day), ("Harbour Post", day(5)));
    let cut = |[start, end]: &[usize; 2]| -> String {
        hit.passage.chars().skip(*start).take(end - start).collect()
    };
    let marked: Vec<String> = hit.marked.iter().map(cut).collect();
    assert_eq!(marked, ["prize", "grey", "prize"], "{hit:?}");
    assert!(!hit.passage.contains('\n'));
    assert!(kept.reader().stories(&StoryFilter::default()).unwrap()[0].hit.is_none());
}

#[test]
fn words_in_scripts_without_blanks_are_found_inside_a_row_of_letters() {
    let kept = apart_kept();
    let found = |words: &str| titles(&kept, &about(words));
    assert_eq!(found("記者会見"), "港湾長官が会見");
    assert_eq!(found("東京"), "港湾長官が会見");
    assert_eq!(found("京東"), "");
    assert_eq!(found("東京 -記者"), "");
    assert_eq!(found("東京 -goat"), "港湾長官が会見");
    assert_eq!(found("東京 OR goat"), "港湾長官が会見|Goat wins a prize");
    assert_eq!(found("東京 goat"), "");
    assert_eq!(found("prize -東京"), "Goat wins a prize");
    let hit = kept.reader().stories(&about("東京")).unwrap().remove(0).hit.unwrap();
    assert_eq!(hit.outlet, "港湾日報");
    assert!(hit.passage.contains("東京"), "{hit:?}");
    assert_eq!(hit.marked.len(), 1);
}

/// So many reports over three days, with what Ana Ruiz said in each.
fn crowd(n: usize) -> Vec<Annotated> {
    let words: Vec<String> = (0..n).map(|n| format!("We close gate {}", name(n))).collect();
    let one = |(n, words): (usize, &String)| {
        let own: Vec<String> = (1..20).map(|it| name(n * 20 + it)).collect();
        let text = format!("{} gate\n“{words},” said Ruiz.", own.join(" "));
        ruiz(report("Harbour Post", None, (n % 3) as i8 + 1, &text), &[words])
    };
    words.iter().enumerate().map(one).collect()
}

/// A word of its own for each number.
fn name(mut n: usize) -> String {
    let mut word = String::from("z");
    for _ in 0..6 {
        word.push((b'a' + (n % 26) as u8) as char);
        n = n / 26 + n % 26 * 3;
    }
    word
}

#[test]
fn pages_of_a_list_are_the_list() {
    let mut given = crowd(40);
    given[3].report.published = None;
    given[4].report.published = None;
    given[4].report.captured = "2031-03-02T10:00:00Z".parse().ok();
    let mut kept = empty();
    kept.add(&given);
    let reader = kept.reader();
    for words in [None, Some("gate")] {
        let all = StoryFilter { about: words, ..StoryFilter::default() };
        let whole: Vec<ReportId> =
            reader.stories(&all).unwrap().into_iter().map(|it| it.id).collect();
        assert!(whole.len() > 30, "most are stories of their own");
        let (mut paged, mut after) = (Vec::new(), None);
        loop {
            let filter = StoryFilter { after, limit: Some(7), ..all.clone() };
            let page = reader.page_of_stories(&filter).unwrap();
            paged.extend(page.rows.iter().map(|it| it.id));
            assert_eq!(paged.len() + page.n_more, whole.len());
            // A place can be written and read, as the address of a page.
            after = page.end.map(|it| it.to_string().parse().unwrap());
            if page.n_more == 0 {
                break;
            }
        }
        assert_eq!(paged, whole, "{words:?}");
    }
    for (oldest, speaker) in
        [(false, None), (true, None), (false, Some("Ruiz")), (true, Some("ana"))]
    {
        let all = SaidFilter { oldest, speaker, ..SaidFilter::default() };
        let whole: Vec<String> =
            reader.said(&all).unwrap().into_iter().map(|it| it.statement).collect();
        assert_eq!(whole.len(), 40);
        let (mut paged, mut after) = (Vec::<String>::new(), None);
        while paged.len() < whole.len() {
            let filter = SaidFilter { after, limit: Some(9), ..all.clone() };
            let page = reader.page_of_said(&filter).unwrap();
            paged.extend(page.rows.into_iter().map(|it| it.statement));
            assert_eq!(paged.len() + page.n_more, whole.len());
            after = page.end;
        }
        assert_eq!(paged, whole, "oldest {oldest}, {speaker:?}");
    }
}

#[test]
fn lists_go_from_the_latest_day_back_or_the_other_way() {
    let mut kept = empty();
    kept.add(&crowd(9));
    let days = |oldest| -> Vec<Option<Date>> {
        let filter = SaidFilter { oldest, ..SaidFilter::default() };
        kept.reader().said(&filter).unwrap().into_iter().map(|it| it.published).collect()
    };
    let mut expected = [[day(1); 3], [day(2); 3], [day(3); 3]].concat();
    assert_eq!(days(true), expected);
    expected.reverse();
    assert_eq!(days(false), expected);
}

#[test]
fn undated_reports_are_last_in_any_order() {
    let mut given = crowd(6);
    given[0].report.published = None;
    let undated = given[0].report.id();
    let mut kept = empty();
    kept.add(&given);
    for oldest in [false, true] {
        let said = kept.reader().said(&SaidFilter { oldest, ..SaidFilter::default() }).unwrap();
        assert_eq!(said.last().unwrap().report, undated);
        assert_eq!(said.len(), 6);
    }
    let stories = kept.reader().stories(&about("gate")).unwrap();
    assert_eq!(stories.last().unwrap().id, undated);
    let since = StoryFilter { since: day(1), ..about("gate") };
    assert_eq!(kept.reader().stories(&since).unwrap().len(), 5);
}

#[test]
fn order_of_arrival_changes_no_page() {
    let listed = |given: Vec<Annotated>| {
        let mut kept = empty();
        for batch in given.chunks(8) {
            kept.add(batch);
        }
        let said = SaidFilter { speaker: Some("Ruiz"), limit: Some(5), ..SaidFilter::default() };
        let stories = StoryFilter { limit: Some(5), ..about("gate") };
        let reader = kept.reader();
        (reader.page_of_said(&said).unwrap(), reader.page_of_stories(&stories).unwrap())
    };
    let mut backwards = crowd(40);
    backwards.reverse();
    assert_eq!(listed(crowd(40)), listed(backwards));
}

#[test]
fn more_than_a_thousand_are_not_counted() {
    let mut kept = empty();
    kept.record.add(&crowd(1100)).unwrap();
    let page = |limit| {
        let filter = SaidFilter { limit: Some(limit), ..SaidFilter::default() };
        let page = kept.reader().page_of_said(&filter).unwrap();
        (page.rows.len(), page.n_more)
    };
    assert_eq!(page(20), (20, COUNTED));
    assert_eq!(page(500), (500, 600));
    assert_eq!(page(1100), (1100, 0));
    assert_eq!(page(0), (0, COUNTED));
}

#[test]
fn what_was_said_is_found_by_the_day_it_was_said_else_published() {
    let kept = full();
    let said = |filter: SaidFilter| -> Vec<(Option<Date>, Option<Date>)> {
        let rows = kept.reader().said(&filter).unwrap();
        rows.into_iter().map(|it| (it.day, it.published)).collect()
    };
    let all = SaidFilter::default;
    let whole = said(all());
    let on = |it: &(Option<Date>, Option<Date>)| it.0.or(it.1);
    for at in 3..8 {
        let since = said(SaidFilter { since: day(at), ..all() });
        let until = said(SaidFilter { until: day(at), ..all() });
        assert_eq!(since.len(), whole.iter().filter(|it| on(it) >= day(at)).count(), "{at}");
        assert_eq!(until.len(), whole.iter().filter(|it| on(it) <= day(at)).count(), "{at}");
    }
    assert!(whole.iter().any(|it| it.0 < it.1 && it.0.is_some()), "some is told a day later");
}

#[test]
fn what_was_said_is_found_by_act_story_and_whoever_says_it() {
    let kept = full();
    let n = |filter: SaidFilter| kept.reader().said(&filter).unwrap().len();
    let all = SaidFilter::default;
    assert_eq!(n(SaidFilter { act: Some(Act::Declined), ..all() }), 4);
    assert_eq!(n(SaidFilter { speaker: Some("*"), ..all() }), 7);
    assert_eq!(n(SaidFilter { speaker: Some("*"), words: Some("refuse NOT again"), ..all() }), 1);
    let stories = kept.reader().stories(&StoryFilter::default()).unwrap();
    let of = |n: usize| Some(stories[n].id);
    assert_eq!(n(SaidFilter { story: of(0), ..all() }), 6);
    assert_eq!(n(SaidFilter { story: of(1), ..all() }), 1);
    assert_eq!(n(SaidFilter { story: of(1), words: Some("refuse"), ..all() }), 0);
    assert_eq!(n(SaidFilter { story: of(0), words: Some("refus"), ..all() }), 4);
    let manner = Some(Manner::Direct);
    assert_eq!(n(SaidFilter { outlet: Some("wire"), manner, ..all() }), 1);
}

#[test]
fn names_like_one_that_was_mistyped_are_told() {
    let reader = full().reader();
    assert_eq!(reader.speakers_like("Ana Ruitz").unwrap(), ["Ana Ruiz"]);
    assert_eq!(reader.speakers_like("Xyz").unwrap(), ["Ana Ruiz"], "else those last quoted");
    assert_eq!(reader.speakers_like("\"*").unwrap(), ["Ana Ruiz"]);
    assert!(empty().reader().speakers_like("Ana").unwrap().is_empty());
}

/// The index of words against the reports and statements themselves.
#[track_caller]
fn check_index(path: &std::path::Path) {
    let db = rusqlite::Connection::open(path).unwrap();
    for table in ["report_fts", "statement_fts"] {
        let check = format!("INSERT INTO {table} ({table}, rank) VALUES ('integrity-check', 1)");
        db.execute_batch(&check).unwrap_or_else(|error| panic!("{table}: {error}"));
    }
}

#[test]
fn a_record_that_was_vacuumed_finds_what_it_found() {
    let mut kept = full();
    let db = rusqlite::Connection::open(kept.path()).unwrap();
    db.execute_batch("DELETE FROM statement WHERE n = 1; VACUUM").unwrap();
    check_index(&kept.path());
    kept.add(&apart());
    check_index(&kept.path());
    let copy = kept.folder.path().join("copy.db");
    db.execute("VACUUM INTO ?1", [copy.to_str().unwrap()]).unwrap();
    check_index(&copy);
}

#[test]
fn reports_of_a_record_of_the_third_schema_are_numbered_and_found() {
    let mut given = apart();
    given.extend(reports());
    given[0].report.published = None;
    given[0].report.captured = "2031-03-04T23:00:00Z".parse().ok();
    let mut kept = empty();
    kept.add(&given);
    let path = kept.path();
    drop(kept.record);
    let db = rusqlite::Connection::open(&path).unwrap();
    // As it was: rows in order of arrival, no index of the reports' words.
    db.execute_batch(
        "DROP TRIGGER report_added; DROP TRIGGER report_changed; DROP TRIGGER report_removed; DROP TABLE report_fts;
         DROP INDEX report_unspaced;
         UPDATE report SET rowid = new.n
         FROM (SELECT id, row_number() OVER (ORDER BY id) AS n FROM report) AS new
         WHERE new.id = report.id;
         PRAGMA user_version = 3",
    )
    .unwrap();
    drop(db);
    let mut record = Record::open(&path).unwrap();
    update(&mut record, &rules(), std::iter::empty(), &()).unwrap();
    check_index(&path);
    let kept = Kept { record, ..kept };
    assert_eq!(titles(&kept, &about("prize")), "Goat wins a prize");
    assert_eq!(titles(&kept, &about("東京")), "港湾長官が会見");
    // Rows are numbered as those of a record made anew.
    let days = |path: &std::path::Path| -> Vec<(String, i64)> {
        let db = rusqlite::Connection::open(path).unwrap();
        let mut rows = db.prepare("SELECT id, rowid >> 26 FROM report ORDER BY id").unwrap();
        let rows = rows.query_map([], |row| Ok((row.get(0)?, row.get(1)?))).unwrap();
        rows.map(Result::unwrap).collect()
    };
    let mut anew = empty();
    anew.add(&given);
    assert_eq!(days(&path), days(&anew.path()));
}

#[test]
fn what_is_known_of_a_speaker_and_the_first_statements_are_found_in_one_walk() {
    for n_reports in [3, 40, 1100] {
        let mut kept = empty();
        kept.record.add(&crowd(n_reports)).unwrap();
        let reader = kept.reader();
        let first = reader.said(&SaidFilter { limit: Some(1), ..SaidFilter::default() }).unwrap();
        let name = first[0].speaker.clone().unwrap();
        let named = SaidFilter { named: Some(&name), ..SaidFilter::default() };
        for limit in [Some(1), Some(20), Some(500), Some(COUNTED), Some(COUNTED + 50), None] {
            let after = reader.page_of_said(&SaidFilter { limit: Some(1), ..named.clone() });
            let after = after.unwrap().end;
            let narrowed = [
                SaidFilter { limit, ..named.clone() },
                SaidFilter { limit, after, ..named.clone() },
                SaidFilter { limit, words: Some("gate"), ..named.clone() },
                SaidFilter { limit, manner: Some(Manner::Indirect), ..named.clone() },
            ];
            for filter in narrowed {
                let (heard, said) = reader.heard_and_said(&filter).unwrap();
                assert_eq!(heard, reader.heard(&name).unwrap(), "{filter:?}");
                assert_eq!(said, reader.page_of_said(&filter).unwrap(), "{filter:?}");
            }
        }
    }
}

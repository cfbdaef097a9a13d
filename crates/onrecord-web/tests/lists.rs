//! Search, speakers, outlets, edits and feeds, asked through the router as a browser and a program
//! ask, over one invented record and an empty one.

use std::path::Path;

use axum::Router;
use axum::body::{Body, to_bytes};
use axum::http::{Request, StatusCode};
use onrecord::annotate::annotate;
use onrecord::{Capture, Lexicon, Report, intake};
use onrecord_store::{Monitor, Record, Warning, update_on};
use serde_json::Value;
use tower::ServiceExt;

/// Two outlets and a copy on one briefing, one page in two states, one report of another matter.
/// A `<b>` stands in one, and a right-to-left override.
const REPORTS: &[(&str, &str, &str, &str)] = &[
    (
        "Harbour Post",
        "https://harbourpost.example/strait",
        "2031-03-05",
        "Strait talks end without a date\n\n\
         The talks on the Brenna strait ended on Tuesday without a date for the next round.\n\n\
         “We have kept a chair for them at every session of these talks,” Ana Ruiz told reporters \
         in San Pedro. “Nobody here will close the strait to the pilots,” Ruiz said.\n\n\
         The pilots of the Brenna strait would go back to work, she said.",
    ),
    (
        "Coastal Wire",
        "https://coastalwire.example/talks",
        "2031-03-05",
        "Brenna strait talks end, pilots return\n\n\
         The strait talks in San Pedro ended on Tuesday, and the pilots return to work.\n\n\
         “We have kept a seat for them at every session of these talks,” Ana Ruiz said. \
         “Nobody here will close the strait to the pilots,” she said.\n\n\
         Tomas Holt denied that the <b>pilots</b> had been paid. “No pilot of the strait was paid by \
         us,” Holt said.",
    ),
    (
        "Tarvon Courier",
        "https://tarvoncourier.example/talks",
        "2031-03-06",
        "Brenna strait talks end, pilots return\n\n\
         The strait talks in San Pedro ended on Tuesday, and the pilots return to work.\n\n\
         “We have kept a seat for them at every session of these talks,” Ana Ruiz said. \
         “Nobody here will close the strait to the pilots,” she said.\n\n\
         Tomas Holt denied that the <b>pilots</b> had been paid. “No pilot of the strait was paid by \
         us,” Holt said.",
    ),
    (
        "The Brenna Times",
        "https://brennatimes.example/talks",
        "2031-03-06",
        "Pilots of the Brenna strait go back to work\n\n\
         Pilots went back to work after the Brenna strait talks in San Pedro.\n\n\
         “Nobody here will close the strait to the pilots,” Ana Ruiz said on Tuesday.\n\n\
         “Our grey ships will leave the strait in June,” Tomas Holt said.",
    ),
    (
        "The Brenna Times",
        "https://brennatimes.example/talks",
        "2031-03-07",
        "Pilots of the Brenna strait go back to work\n\n\
         Pilots went back to work after the Brenna strait talks in San Pedro.\n\n\
         “Nobody here will close the strait to the pilots,” Ana Ruiz said on Tuesday.\n\n\
         “Our warships will leave the strait in June,” Tomas Holt said.",
    ),
    (
        "Orchard Gazette",
        "javascript:alert(1)",
        "2031-03-09",
        "Goat wins a prize at Tallow fair\n\n\
         A goat won the first prize at the fair of Tallow on Saturday.\n\n\
         “She eats a h\u{202e}at a day,” Edda Karsten said.",
    ),
];

struct Silent;

impl Monitor for Silent {
    fn warn(&self, warning: &Warning) {
        panic!("{warning}");
    }
}

fn capture(&(outlet, url, day, text): &(&str, &str, &str, &str)) -> Result<Capture, intake::Error> {
    Ok(Capture {
        place: format!("{outlet} {day}").into(),
        body: intake::Body::Text(text.to_owned()),
        url: Some(url.into()),
        outlet: Some(outlet.into()),
        published: Some(day.into()),
        ..Capture::default()
    })
}

fn made(folder: &Path, reports: &[(&str, &str, &str, &str)]) -> Router {
    let path = folder.join("onrecord.db");
    let lexicon = Lexicon::english();
    let annotate = |report: &Report| annotate(&lexicon, report);
    let mut record = Record::create(&path).unwrap();
    update_on(1, &mut record, &annotate, reports.iter().map(capture), &Silent).unwrap();
    onrecord_web::router(&path).unwrap()
}

/// A record and what answers for it.
struct Site {
    _folder: tempfile::TempDir,
    router: Router,
}

fn site(reports: &[(&str, &str, &str, &str)]) -> Site {
    let folder = tempfile::tempdir().unwrap();
    let router = made(folder.path(), reports);
    Site { _folder: folder, router }
}

impl Site {
    fn ask(&self, address: &str) -> (StatusCode, String, String) {
        let request = Request::get(address).header("host", "127.0.0.1").body(Body::empty());
        let runtime =
            tokio::runtime::Builder::new_multi_thread().worker_threads(1).build().unwrap();
        runtime.block_on(async {
            let answer = self.router.clone().oneshot(request.unwrap()).await.unwrap();
            let kind = answer.headers()["content-type"].to_str().unwrap().to_owned();
            let (status, body) = (answer.status(), answer.into_body());
            let body = to_bytes(body, usize::MAX).await.unwrap();
            (status, kind, String::from_utf8(body.to_vec()).unwrap())
        })
    }

    #[track_caller]
    fn page(&self, address: &str) -> String {
        let (status, kind, body) = self.ask(address);
        assert_eq!(status, StatusCode::OK, "{address}\n{body}");
        assert_eq!(kind, "text/html; charset=utf-8", "{address}");
        // What stands in a report never is markup, and nothing turns the page round.
        assert!(!body.contains("<b>") && !body.contains('\u{202e}'), "{address}");
        assert!(!body.contains("href=\"javascript:"), "{address}");
        body
    }

    #[track_caller]
    fn json(&self, address: &str) -> Value {
        let (status, _, body) = self.ask(address);
        assert_eq!(status, StatusCode::OK, "{address}\n{body}");
        serde_json::from_str(&body).unwrap()
    }

    #[track_caller]
    fn rows(&self, address: &str) -> usize {
        let (status, kind, body) = self.ask(address);
        assert_eq!(status, StatusCode::OK, "{address}\n{body}");
        assert!(kind.starts_with("text/csv"), "{kind}");
        body.matches("\r\n").count() - 1
    }
}

fn len(of: &Value) -> usize {
    of.as_array().unwrap().len()
}

fn words(of: &Value) -> Vec<&str> {
    of.as_array().unwrap().iter().map(|it| it["words"].as_str().unwrap()).collect()
}

#[test]
fn a_search_gives_statements_first_then_stories_with_the_words_lit() {
    let site = site(REPORTS);
    let page = site.page("/search?q=chair");
    assert!(page.contains("kept a <mark>chair</mark> for them"), "{page}");
    let found = site.json("/search.json?q=chair");
    assert_eq!(
        words(&found["statements"]),
        ["We have kept a chair for them at every session of these talks"]
    );
    assert_eq!(found["statements"][0]["marked"], serde_json::json!([[15, 20]]));
    assert_eq!(len(&found["stories"]), 1);
    assert_eq!(site.rows("/search.csv?q=chair"), 1);
    // Words that only a report has.
    let found = site.json("/search.json?q=prize");
    assert_eq!((len(&found["statements"]), len(&found["stories"])), (0, 1));
    assert!(site.page("/search?q=prize").contains("<mark>prize</mark>"));
}

#[test]
fn a_search_is_narrowed_and_written_as_the_record_reads_it() {
    let site = site(REPORTS);
    let n = |query: &str| len(&site.json(&format!("/search.json?{query}"))["statements"]);
    assert_eq!(n("q=chair+OR+seat"), 3);
    assert_eq!(n("q=session+-chair"), 2);
    assert_eq!(n("q=%22every+session%22&outlet=wire"), 1);
    assert_eq!(n("q=session&speaker=Holt"), 0);
    assert_eq!(n("q=strait&manner=indirect") + n("q=strait&manner=direct"), n("q=strait"));
    // The copy of the lemma has its words.
    assert_eq!(n("q=session&agreement=altered"), 2);
    assert_eq!(n("act=denied"), 2);
    assert_eq!(n("q=session&since=2031-03-01"), 3);
    assert_eq!(n("q=session&until=2031-03-01"), 0);
    assert_eq!(n(""), 0);
}

#[test]
fn a_query_that_cannot_be_read_is_told_with_what_to_write_instead() {
    let site = site(REPORTS);
    for (query, told) in [
        ("q=%22every+session", "a quotation mark is not closed"),
        ("q=-chair", "it only says what to leave out"),
        ("q=chair&manner=loud", "direct, indirect, mixed"),
        ("q=chair&since=tuesday", "2031-03-04"),
        ("q=chair&after=x", "next"),
    ] {
        let (status, kind, body) = site.ask(&format!("/search.json?{query}"));
        assert_eq!((status.as_u16(), kind.as_str()), (400, "application/problem+json"), "{query}");
        assert!(body.contains(told), "{query}: {body}");
        let (status, kind, _) = site.ask(&format!("/search?{query}"));
        assert_eq!((status.as_u16(), kind.as_str()), (400, "text/html; charset=utf-8"));
    }
    let (_, _, body) = site.ask("/search.atom?q=%22x");
    assert!(body.contains("words that stand together"), "{body}");
}

#[test]
fn an_empty_search_says_how_to_write_one() {
    for site in [site(REPORTS), site(&[])] {
        assert!(site.page("/search").contains("How to write what you look for"));
        assert!(site.page("/search?q=zebra").contains("Nothing in this record has all of this"));
        assert_eq!(site.rows("/search.csv?q=zebra"), 0);
    }
}

#[test]
fn a_speaker_is_read_day_by_day_under_each_name() {
    let site = site(REPORTS);
    let found = site.json("/speaker/Ana%20Ruiz.json");
    let n = len(&found["statements"]);
    assert_eq!(found["counted"], n);
    let sum = |of: &str| -> u64 {
        found[of].as_array().unwrap().iter().map(|it| it["statements"].as_u64().unwrap()).sum()
    };
    assert_eq!((sum("names"), sum("outlets"), sum("stories")), (n as u64, n as u64, n as u64));
    assert!(found["statements"].as_array().unwrap().iter().all(|it| it["speaker"] == "Ana Ruiz"));
    let page = site.page("/speaker/Ana%20Ruiz");
    let days: Vec<usize> = ["2031-03-07", "2031-03-06", "2031-03-05"]
        .iter()
        .map(|it| page.find(&format!("<h2 class=\"day\">{it}")).unwrap())
        .collect();
    assert!(days.is_sorted());
    let narrowed = site.json("/speaker/Ana%20Ruiz.json?words=chair&outlet=post&manner=direct");
    assert_eq!(len(&narrowed["statements"]), 1);
    assert_eq!(site.rows("/speaker/Ana%20Ruiz.csv"), n);
    // The grade leads to the utterance of the story in which it is compared.
    let story = narrowed["statements"][0]["story"].as_str().unwrap();
    let number = narrowed["statements"][0]["utterance"].as_u64().unwrap();
    assert!(page.contains(&format!("/story/{story}#u{number}")));
    assert!(site.page(&format!("/story/{story}")).contains(&format!("id=\"u{number}\"")));
}

#[test]
fn a_surname_alone_gives_all_who_end_in_it_and_a_stranger_is_told_who_there_is() {
    let site = site(REPORTS);
    let n = |name: &str| len(&site.json(&format!("/speaker/{name}.json"))["statements"]);
    assert_eq!(n("Ruiz"), n("Ana%20Ruiz"));
    assert_eq!(n("RUIZ"), n("Ruiz"));
    for name in ["Rui", "Maria%20Ruiz", "%22", "%2F..%2F", "Ruiz%20OR%20Holt"] {
        let (status, _, body) = site.ask(&format!("/speaker/{name}"));
        assert_eq!(status, StatusCode::NOT_FOUND, "{name}");
        assert!(body.contains("nothing said by"), "{body}");
    }
    let (_, _, body) = site.ask("/speaker/Ana%20Ruis.json");
    assert!(body.contains("Ana Ruiz"), "{body}");
}

const LISTS: [&str; 10] = [
    "altered",
    "spliced",
    "trimmed",
    "paraphrase",
    "accidentals",
    "verbatim",
    "fullest",
    "alone",
    "copied",
    "later",
];

#[test]
fn each_count_of_an_outlet_is_as_long_as_the_list_behind_it() {
    let site = site(REPORTS);
    for outlet in ["Harbour%20Post", "Coastal%20Wire", "Tarvon%20Courier", "The%20Brenna%20Times"] {
        let counts = site.json(&format!("/outlet/{outlet}.json"));
        let mut n_all = 0;
        for (told, name) in counts["wordings"].as_array().unwrap().iter().zip(LISTS) {
            assert_eq!(told["agreement"], name);
            let address = format!("/outlet/{outlet}.json?agreement={name}");
            let list = site.json(&address);
            assert_eq!(told["n"], len(&list["list"]), "{address}");
            assert_eq!(list["wordings"], counts["wordings"]);
            assert!(list["list"].as_array().unwrap().iter().all(|it| it["manner"] == "direct"));
            assert_eq!(site.rows(&address.replace(".json", ".csv")), len(&list["list"]));
            let page = site.page(&address.replace(".json", ""));
            assert_eq!(page.matches("class=\"saying\"").count(), len(&list["list"]));
            n_all += len(&list["list"]);
        }
        let name = outlet.replace("%20", "+");
        let direct = site.json(&format!("/search.json?outlet={name}&manner=direct"));
        assert_eq!(n_all, len(&direct["statements"]), "{outlet}");
    }
}

#[test]
fn copies_and_later_states_are_not_an_outlets_own_wording() {
    let site = site(REPORTS);
    let n = |outlet: &str, name: &str| {
        let told = site.json(&format!("/outlet/{outlet}.json"));
        let at = LISTS.iter().position(|it| *it == name).unwrap();
        told["wordings"][at]["n"].as_u64().unwrap()
    };
    assert_eq!(n("Harbour%20Post", "altered"), 1);
    assert_eq!(n("Harbour%20Post", "verbatim"), 1);
    assert_eq!(n("Coastal%20Wire", "alone"), 1, "its copy is no second report");
    assert_eq!(n("Tarvon%20Courier", "copied"), 3);
    assert_eq!(site.json("/outlet/Tarvon%20Courier.json")["compared"], 0);
    assert_eq!(n("The%20Brenna%20Times", "later"), 2);
    let page = site.page("/outlet/Tarvon%20Courier");
    for word in ["score", "rank", "misquot", "accura"] {
        assert!(!page.to_lowercase().contains(word), "{word}");
    }
}

#[test]
fn an_outlet_without_a_name_is_known_by_its_host() {
    let mut capture = capture(&REPORTS[0]).unwrap();
    capture.outlet = None;
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("onrecord.db");
    let lexicon = Lexicon::english();
    let annotate = |report: &Report| annotate(&lexicon, report);
    let mut record = Record::create(&path).unwrap();
    update_on(1, &mut record, &annotate, std::iter::once(Ok(capture)), &Silent).unwrap();
    let site = Site { router: onrecord_web::router(&path).unwrap(), _folder: folder };
    assert_eq!(site.json("/outlet/harbourpost.example.json")["reports"], 1);
    let (status, _, _) = site.ask("/outlet/harbourpost.exampl");
    assert_eq!(status, StatusCode::NOT_FOUND);
}

#[test]
fn what_a_page_changed_is_listed_with_both_wordings_and_counted_at_its_outlet() {
    let site = site(REPORTS);
    let found = site.json("/edited.json");
    let edit = &found["edits"][0];
    assert_eq!(len(&found["edits"]), 1, "{found:#}");
    assert_eq!(
        (edit["kind"].as_str(), edit["speaker"].as_str()),
        (Some("altered"), Some("Tomas Holt"))
    );
    assert_eq!(edit["changes"], "grey ships → warships");
    let page = site.page("/edited");
    assert!(page.contains("grey ships") && page.contains("warships"), "{page}");
    let n = |query: &str| len(&site.json(&format!("/edited.json?{query}"))["edits"]);
    assert_eq!((n("kind=altered"), n("kind=removed")), (1, 0));
    assert_eq!((n("outlet=The+Brenna+Times"), n("outlet=Brenna")), (1, 0));
    assert_eq!((n("since=2031-03-07"), n("since=2031-03-08"), n("until=2031-03-06")), (1, 0, 0));
    assert_eq!(site.rows("/edited.csv"), 1);
    let counted = site.json("/outlet/The%20Brenna%20Times.json");
    assert_eq!(counted["edits"], serde_json::json!([{ "kind": "altered", "n": 1 }]));
}

/// The entries of a feed as our own reader of feeds takes them: id by id, address and words.
#[track_caller]
fn entries(site: &Site, address: &str) -> (Vec<String>, Vec<Capture>) {
    let (status, kind, body) = site.ask(address);
    assert_eq!(status, StatusCode::OK, "{address}: {body}");
    let is_json = address.contains(".feed.json");
    let expected =
        if is_json { "application/feed+json" } else { "application/atom+xml; charset=utf-8" };
    assert_eq!(kind, expected);
    let mark = if is_json { "\"id\": \"" } else { "<id>" };
    let ids = body.split(mark).skip(if is_json { 1 } else { 2 });
    let ids = ids.map(|it| it.split(['<', '"']).next().unwrap().to_owned()).collect();
    let captures = intake::read("feed", body.as_bytes());
    let captures = captures.map(|it| it.unwrap_or_else(|why| panic!("{address}: {why}\n{body}")));
    (ids, captures.collect())
}

#[test]
fn feeds_are_read_by_our_own_reader_entry_for_entry() {
    let site = site(REPORTS);
    let story =
        site.json("/search.json?q=chair")["statements"][0]["story"].as_str().unwrap().to_owned();
    for (feed, n) in [
        ("/search.atom?q=session".to_owned(), 3),
        ("/search.feed.json?q=session".to_owned(), 3),
        ("/speaker/Tomas%20Holt.atom?manner=direct".to_owned(), 4),
        ("/speaker/Tomas%20Holt.feed.json?manner=direct".to_owned(), 4),
        ("/edited.atom".to_owned(), 1),
        ("/edited.feed.json".to_owned(), 1),
    ] {
        let (ids, captures) = entries(&site, &feed);
        assert_eq!((ids.len(), captures.len()), (n, n), "{feed}");
        let mut once = ids.clone();
        once.sort();
        once.dedup();
        assert_eq!(once.len(), n, "{ids:?}");
        assert!(ids.iter().all(|it| it.starts_with("tag:onrecord,2026:statement/")), "{ids:?}");
    }
    let (ids, _) = entries(&site, &format!("/story/{story}.atom"));
    assert!(ids.len() > 6, "{ids:?}");
    // The later state repeats Ruiz's words and changes Holt's: only those are new.
    let states: Vec<_> = ids.iter().filter(|it| it.contains("/state/")).collect();
    assert_eq!(states.len(), 1, "{ids:?}");
    assert!(states[0].ends_with("/state/2"));
}

#[test]
fn a_feed_holds_words_as_text_and_no_address_that_runs() {
    let site = site(REPORTS);
    let (_, _, atom) = site.ask("/search.atom?q=paid");
    assert!(atom.contains("&lt;b&gt;pilots&lt;/b&gt;") && !atom.contains("<b>"), "{atom}");
    assert!(atom.contains("<updated>2031-03-06T00:00:00Z</updated>"), "{atom}");
    for form in ["atom", "feed.json"] {
        let (_, _, feed) = site.ask(&format!("/speaker/Edda%20Karsten.{form}"));
        assert!(feed.contains("a day") && !feed.contains("javascript:"), "{feed}");
    }
    let (_, captures) = entries(&site, "/search.feed.json?q=chair");
    assert_eq!(captures[0].url.as_deref(), Some("https://harbourpost.example/strait"));
}

#[test]
fn a_page_names_its_feeds() {
    let site = site(REPORTS);
    let page = site.page("/speaker/Ana%20Ruiz?words=chair");
    for address in
        ["/speaker/Ana%20Ruiz.atom?words=chair", "/speaker/Ana%20Ruiz.feed.json?words=chair"]
    {
        assert!(page.contains(&format!("title=\"Ana Ruiz\" href=\"{address}\"")), "{page}");
    }
}

#[test]
fn an_empty_record_has_every_list_and_nothing_in_it() {
    let site = site(&[]);
    assert!(site.page("/edited").contains("No page of this record is there in two states"));
    assert_eq!(len(&site.json("/edited.json")["edits"]), 0);
    for address in ["/edited.atom", "/search.atom?q=chair"] {
        let (status, _, body) = site.ask(address);
        assert_eq!(status, StatusCode::OK);
        assert!(
            body.contains("<updated>1970-01-01T00:00:00Z</updated>") && !body.contains("<entry>")
        );
    }
    for address in ["/speaker/Ana%20Ruiz", "/outlet/Harbour%20Post", "/speaker/Ana%20Ruiz.json"] {
        assert_eq!(site.ask(address).0, StatusCode::NOT_FOUND, "{address}");
    }
}

#[test]
fn the_stories_are_narrowed_by_what_they_have_and_lead_to_outlets_and_speakers() {
    let site = site(REPORTS);
    let page = site.page("/");
    assert!(page.contains("Outlets, speakers and days of these 2 stories"), "{page}");
    for link in ["/?outlet=Coastal%20Wire", "/?speaker=Ana%20Ruiz", "/outlet/Coastal%20Wire"] {
        assert!(page.contains(&format!("href=\"{link}\"")), "{link}\n{page}");
    }
    assert!(!site.page("/?outlet=Orchard").contains("class=\"facets\""));
    let story =
        site.json("/search.json?q=chair")["statements"][0]["story"].as_str().unwrap().to_owned();
    let page = site.page(&format!("/story/{story}"));
    for link in ["/speaker/Ana%20Ruiz", "/outlet/Coastal%20Wire"] {
        assert!(page.contains(&format!("href=\"{link}\"")), "{link}\n{page}");
    }
}

#[test]
fn a_long_list_goes_on_where_it_ended() {
    // Sixty reports of sixty matters, one statement each.
    let texts: Vec<(String, String)> = (0..60)
        .map(|n| {
            let day = format!("2031-0{}-{:02}", 1 + n / 28, 1 + n % 28);
            (day, format!("Matter {n}\n\n“Barge {n} is late,” Jo Silva said at dock {n}."))
        })
        .collect();
    let reports: Vec<(&str, &str, &str, &str)> =
        texts.iter().map(|(day, text)| ("Echo", "", day.as_str(), text.as_str())).collect();
    let site = site(&reports);
    for address in
        ["/speaker/Jo%20Silva.json", "/search.json?q=barge", "/outlet/Echo.json?agreement=alone"]
    {
        let rows = |it: &Value| -> Vec<Value> {
            let list = it.get("statements").filter(|it| it.is_array()).or(it.get("list")).unwrap();
            list.as_array().unwrap().iter().map(|it| it["statement"].clone()).collect()
        };
        let first = site.json(address);
        let rest =
            site.json(first["next"].as_str().unwrap_or_else(|| panic!("{address}: {first}")));
        assert_eq!((rows(&first).len(), rows(&rest).len()), (50, 10), "{address}");
        assert_eq!((first["more"].as_u64(), rest["next"].is_null()), (Some(10), true));
        assert!(rows(&rest).iter().all(|it| !rows(&first).contains(it)), "{address}");
    }
    assert!(site.page("/search?q=barge").contains("rel=\"next\""));
}

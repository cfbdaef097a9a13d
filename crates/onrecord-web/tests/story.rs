//! The views of a story, each as a page and as JSON, over one invented record: a transcript, three
//! outlets, a copy, a later state of a page, and a report that gives no date.

use axum::Router;
use axum::body::{Body, to_bytes};
use axum::http::{Request, StatusCode};
use onrecord::annotate::annotate;
use onrecord::{Lexicon, Report, intake};
use onrecord_store::{Reader, Record, StoryFilter, update};
use serde_json::{Value, json};
use tower::ServiceExt;

const TRANSCRIPT: &str = "Daily press briefing on the strait of Halmund\n\n\
    MS. RUIZ: Good afternoon. The strait of Halmund stays closed to tankers and the pilots wait in \
    Port Amsel. Nobody in this building wants to see grey ships doing the work of the pilots. We \
    have kept a chair for them at every session of these talks.\n\n\
    QUESTION: Will the pilots of the strait be paid?\n\n\
    MS. RUIZ: The pilots of the strait will be paid for every day they have waited in Port Amsel.\n";

/// What the Wire tells, and the Echo copies.
const WIRE: &str = "The strait of Halmund stays closed to tankers and the pilots wait in Port Amsel, \
    the ministry said on Wednesday, as the wind turned and forty ships lay at anchor below the old \
    fort with their lamps lit.\n\n\
    “Nobody in this building wants to see warships doing the work of the pilots,” Ana Ruiz, the \
    spokeswoman, told reporters on Wednesday.\n\n\
    Along the quay the families of the crews cooked soup on open fires and counted the days since the \
    last boat had come through the narrows from the south.\n\n\
    “The pilots of the strait will be paid for every day they have waited in Port Amsel,” Ruiz said.\n\n\
    “Our boats rot while they talk,” Bo Lindt, a pilot, said.";

fn reports() -> Vec<Value> {
    let post = |last: &str| {
        format!(
            "Pilots waited in Port Amsel on Wednesday while the strait of Halmund stayed closed to \
             tankers for a fiftieth day.\n\n“Nobody in this building wants to see grey ships doing \
             the work of the pilots,” Ana Ruiz, the spokeswoman, said on Tuesday.\n\n“We have kept a \
             chair for them,” she said.\n\n{last}"
        )
    };
    vec![
        json!({"outlet": "Foreign Ministry", "genre": "transcript", "date": "2031-03-05T13:00:00Z",
               "title": "Daily press briefing on the strait of Halmund", "text": TRANSCRIPT,
               "url": "https://ministry.example/briefing"}),
        json!({"outlet": "Harbour Post", "date": "2031-03-05T15:30:00Z", "url": "https://post.example/strait",
               "title": "Pilots wait as strait of Halmund stays closed to tankers",
               "text": post("“They will never sail again,” Ruiz said of the grey ships of the strait.")}),
        json!({"outlet": "Harbour Post", "date": "2031-03-05T19:45:00Z", "url": "https://post.example/strait",
               "title": "Pilots wait as strait of Halmund stays closed to tankers",
               "text": post("“They will never sail again,” Ruiz said of the grey ships of the strait. The \
                             ministry did not answer a letter of the pilots.")}),
        json!({"outlet": "Coastal Wire", "date": "2031-03-05", "url": "https://wire.example/1",
               "title": "Tankers wait as strait of Halmund stays closed to pilots", "text": WIRE}),
        json!({"outlet": "Ferrin Echo", "date": "2031-03-06", "url": "https://echo.example/1",
               "title": "Strait of Halmund stays closed, tankers and pilots wait", "text": WIRE}),
        json!({"outlet": "Tarvon Courier", "url": "https://courier.example/1",
               "title": "Closed strait of Halmund: pilots and tankers wait",
               "text": "The pilots in Port Amsel still wait for the strait of Halmund to open to \
                        tankers.\n\nRuiz said nobody in the building wanted to see warships doing \
                        the work of the pilots. “The fort is ours,” Mayor Ilse Dekker said."}),
    ]
}

/// A record, its largest story, and what answers for it.
struct Served {
    router: Router,
    story: String,
    _folder: tempfile::TempDir,
}

fn served(reports: &[Value]) -> Served {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("onrecord.db");
    let lines: Vec<String> = reports.iter().map(Value::to_string).collect();
    let lexicon = Lexicon::english();
    let rules = |report: &Report| annotate(&lexicon, report);
    let mut record = Record::create(&path).unwrap();
    let text = lines.join("\n");
    update(&mut record, &rules, intake::read("reports.jsonl", text.as_bytes()), &()).unwrap();
    let stories = Reader::open(&path).unwrap().stories(&StoryFilter::default()).unwrap();
    let largest = stories.iter().max_by_key(|it| it.n_reports).unwrap();
    let left_out = reports.len() - largest.n_reports as usize;
    assert!(left_out * 2 < reports.len(), "{left_out} reports are of other stories");
    let router = onrecord_web::router(&path).unwrap();
    Served { router, story: largest.id.to_string(), _folder: folder }
}

impl Served {
    /// What a browser gets under an end of the story's address.
    fn get(&self, end: &str) -> (StatusCode, String, String) {
        let uri = format!("/story/{}{end}", self.story);
        let request = Request::builder().uri(uri).header("host", "127.0.0.1");
        let request = request.body(Body::empty()).unwrap();
        let runtime = tokio::runtime::Builder::new_multi_thread().build().unwrap();
        runtime.block_on(async {
            let response = self.router.clone().oneshot(request).await.unwrap();
            let kind = response.headers()["content-type"].to_str().unwrap().to_owned();
            let status = response.status();
            let body = to_bytes(response.into_body(), usize::MAX).await.unwrap();
            (status, kind, String::from_utf8(body.to_vec()).unwrap())
        })
    }

    #[track_caller]
    fn page(&self, end: &str) -> String {
        let (status, kind, body) = self.get(end);
        assert_eq!((status, kind.as_str()), (StatusCode::OK, "text/html; charset=utf-8"), "{body}");
        assert!(!body.contains(" style=") && !body.contains(" onclick"), "nothing inline: {end}");
        body
    }

    #[track_caller]
    fn json(&self, end: &str) -> Value {
        let (status, kind, body) = self.get(end);
        assert_eq!((status, kind.as_str()), (StatusCode::OK, "application/json"), "{body}");
        serde_json::from_str(&body).unwrap()
    }
}

fn words(of: &Value) -> &str {
    of["words"].as_str().unwrap()
}

/// The entry whose lemma has these letters.
#[track_caller]
fn entry<'v>(of: &'v Value, letters: &str) -> &'v Value {
    let entries = of["entries"].as_array().unwrap();
    let found = entries.iter().find(|it| words(&it["lemma"]).contains(letters));
    found.unwrap_or_else(|| panic!("no {letters:?} in {of:#}"))
}

fn siglum(of: &Value, outlet: &str) -> String {
    let reports = of["reports"].as_array().unwrap();
    let found = reports.iter().find(|it| it["outlet"] == outlet).unwrap();
    found["siglum"].as_str().unwrap().to_owned()
}

#[test]
fn a_ledger_is_narrowed_by_speaker_outlet_and_grade() {
    let served = served(&reports());
    let all = served.json(".json")["entries"].as_array().unwrap().len();
    let count = |end: &str| served.json(end)["entries"].as_array().unwrap().len();
    assert!(all >= 5, "{all}");
    let lindt = count(".json?speaker=lindt");
    assert_eq!(lindt, 1);
    let by_echo = served.json(".json?by=Ferrin%20Echo");
    for it in by_echo["entries"].as_array().unwrap() {
        let readings = it["readings"].as_array().unwrap();
        let mut sigla = readings.iter().chain([&it["lemma"]]).map(|it| &it["siglum"]);
        assert!(sigla.any(|it| *it == siglum(&by_echo, "Ferrin Echo")), "{it:#}");
    }
    assert!(count(".json?by=Ferrin%20Echo") < all);
    assert_eq!(count(".json?alone=1") + count(".json?alone=0"), all);
    assert_eq!(count(".json?speaker=nobody"), 0);
    let page = served.page("?speaker=lindt&only=verbatim");
    assert!(page.contains("Our boats rot") && !page.contains("grey ships doing"));
    assert!(served.page("?speaker=nobody").contains("No utterance of this story has all of this"));
}

#[test]
fn a_copy_stands_behind_what_it_was_copied_from() {
    let served = served(&reports());
    let [wire, echo] = {
        let told = served.json(".json");
        ["Coastal Wire", "Ferrin Echo"].map(|it| siglum(&told, it))
    };
    let page = served.page("");
    let copied = format!("title=\"Ferrin Echo (copy of {wire})\">{echo}</a>");
    let at = page.find(&copied).unwrap_or_else(|| panic!("no {copied}: {page}"));
    let before = &page[..at];
    let before = &before[..before.rfind("<a class=\"siglum copied\"").unwrap()];
    assert!(before.trim_end().ends_with(&format!("title=\"Coastal Wire\">{wire}</a>")));
}

#[test]
fn a_time_line_has_a_lane_for_reports_without_a_date() {
    let page = served(&reports()).page("");
    let drawing = &page[page.find("<svg").unwrap()..page.find("</svg>").unwrap()];
    assert!(drawing.contains("role=\"img\"") && drawing.contains("date not given</text>"));
    assert_eq!(drawing.matches("class=\"mark").count(), 6);
    assert_eq!(drawing.matches("<circle class=\"mark copy\"").count(), 1);
    assert_eq!(drawing.matches("<rect class=\"mark\"").count(), 1, "a transcript");
    assert_eq!(drawing.matches("class=\"join\"").count(), 1, "two states of one page");
    assert!(page.contains("id=\"reports-caption\"") && page.contains("15:30 UTC"));
}

#[test]
fn the_lemma_that_is_chosen_is_what_others_are_compared_with() {
    let served = served(&reports());
    let told = served.json("/apparatus.json");
    let ships = entry(&told, "in this building");
    assert!(words(&ships["lemma"]).contains("grey ships"), "the transcript’s: {ships:#}");
    let place = &ships["places"][0];
    assert_eq!(
        (&place["lemma"], &place["readings"][0]["words"]),
        (&json!("grey ships"), &json!("warships"))
    );
    let wire = siglum(&told, "Coastal Wire");
    let redrawn = served.json(&format!("/apparatus.json?lemma={wire}"));
    let ships = entry(&redrawn, "in this building");
    assert!(words(&ships["lemma"]).contains("warships"), "{ships:#}");
    assert_eq!(ships["places"][0]["lemma"], "warships");
    assert_eq!(redrawn["lemma"], json!(wire));
    let page = served.page(&format!("/apparatus?lemma={wire}"));
    assert!(
        page.contains("<bdi class=\"at\">warships</bdi>")
            && page.contains("“<bdi class=\"other\">grey ships</bdi>”")
    );
    assert!(page.contains(&format!("<option value=\"{wire}\" selected>")));
    assert!(served.page("/apparatus").contains("<bdi class=\"at\">grey ships</bdi>"));
    let (status, _, why) = served.get("/apparatus.json?lemma=Nowhere");
    assert_eq!(status, StatusCode::BAD_REQUEST);
    assert!(why.contains("Coastal Wire"), "{why}");
}

#[test]
fn accidentals_are_hidden_until_they_are_asked_for() {
    let mut reports = reports();
    let text = WIRE.replace("the work of the pilots", "the Work of the pilots");
    reports[3]["text"] = json!(text);
    let served = served(&reports);
    assert!(!served.page("/apparatus").contains("(accidental)"));
    let asked = served.page("/apparatus?accidentals=1");
    assert!(asked.contains("(accidental)") && asked.contains("Hide them"), "{asked}");
}

#[test]
fn a_story_is_exported_on_the_lemma_that_is_chosen() {
    let served = served(&reports());
    let (status, kind, tei) = served.get(".tei.xml");
    assert_eq!((status, kind.as_str()), (StatusCode::OK, "application/tei+xml; charset=utf-8"));
    assert!(tei.contains("<TEI") && tei.contains("Daily press briefing"));
    let wire = siglum(&served.json(".json"), "Coastal Wire");
    assert_ne!(tei, served.get(&format!(".tei.xml?lemma={wire}")).2);
    for form in [".annotations.json", ".quotations.json"] {
        let (status, kind, body) = served.get(form);
        assert_eq!((status, kind.as_str()), (StatusCode::OK, "application/ld+json"));
        assert!(body.contains("grey ships"), "{form}");
    }
}

#[test]
fn a_matrix_counts_what_the_ledger_lists() {
    let served = served(&reports());
    let told = served.json("/matrix.json");
    let said_by = told["said_by"].as_array().unwrap();
    assert!(said_by.len() >= 3);
    let mut n_cells = 0;
    for row in said_by {
        let speaker = row["speaker"].as_str().unwrap().replace(' ', "%20");
        let count = |end: String| served.json(&end)["entries"].as_array().unwrap().len();
        assert_eq!(json!(count(format!(".json?speaker={speaker}"))), row["utterances"], "{row}");
        for cell in row["reported_by"].as_array().unwrap() {
            let outlet = cell["outlet"].as_str().unwrap().replace(' ', "%20");
            let n = count(format!(".json?speaker={speaker}&by={outlet}"));
            assert_eq!(json!(n), cell["utterances"], "{speaker} {cell}");
            n_cells += usize::from(n > 0);
        }
    }
    let page = served.page("/matrix");
    assert_eq!(page.matches("<td class=\"cell shade-").count(), n_cells);
    assert!(page.contains("title=\"Tarvon Courier did not carry Bo Lindt\""), "{page}");
    assert!(page.contains("<span class=\"faint\">copy</span>"));
    let (_, kind, table) = served.get("/matrix.csv");
    assert!(kind.starts_with("text/csv"));
    let lines: Vec<&str> = table.lines().collect();
    assert_eq!(lines[0], "speaker,outlet,utterances,in_own_reports,gravest");
    assert_eq!(lines.len(), 1 + said_by.len() * 5);
}

#[test]
fn what_stands_in_no_transcript_is_told_with_what_comes_nearest() {
    let served = served(&reports());
    let told = served.json("/transcript.json");
    let absent: Vec<&str> = told["absent"].as_array().unwrap().iter().map(words).collect();
    assert!(absent.iter().any(|it| it.contains("never sail again")), "{absent:?}");
    let n_found = told["found"].as_array().unwrap().len();
    assert!(n_found > 0);
    let page = served.page("/transcript");
    assert!(page.contains("They will never sail again") && page.contains("not found in"));
    assert!(
        page.contains(&format!("{n_found} of {} quoted sentences found", n_found + absent.len()))
    );
    assert!(served.page("").contains("/transcript\">Against the transcript</a>"));
}

#[test]
fn each_report_and_each_utterance_says_why_it_is_where_it_is() {
    let served = served(&reports());
    let told = served.json("/why.json");
    assert_eq!(told["memberships"].as_array().unwrap().len(), 6);
    let kinds: Vec<&str> =
        told["stemma"].as_array().unwrap().iter().map(|it| it["kind"].as_str().unwrap()).collect();
    assert!(kinds.contains(&"copy") && kinds.contains(&"version"), "{kinds:?}");
    let page = served.page("/why");
    assert!(page.contains("hangs on") && page.contains("is a later state of"));

    let all = served.json(".json");
    let ships = entry(&all, "in this building");
    let number = &ships["number"];
    let one = served.json(&format!("/why/{number}.json"));
    assert_eq!(&one["entry"], ships);
    let links = one["linked"].as_array().unwrap();
    assert_eq!(links.len(), ships["readings"].as_array().unwrap().len());
    assert!(links.iter().all(|it| it["shared_words"].as_u64() > Some(3)), "{links:#?}");
    let page = served.page(&format!("/why/{number}"));
    assert!(page.contains("cue-after-quotation") || page.contains("right in"), "{page}");
    assert!(page.contains("<del><bdi>grey ships</bdi></del> <ins><bdi>warships</bdi></ins>"));
    assert_eq!(served.get("/why/999").0, StatusCode::NOT_FOUND);
    assert!(served.page("").contains(&format!("/why/{number}\"")));
}

/// A story of 200 reports that quote 45 things and more of their own, as far as words can be made up
/// from a few lists.
fn many() -> Vec<Value> {
    let subjects = [
        "the pilots",
        "the harbour board",
        "the ferry crews",
        "the tug owners",
        "the customs house",
    ];
    let verbs =
        ["will not accept", "have again refused", "must repay", "want to close", "agreed to share"];
    let objects =
        ["the new toll of forty crowns", "a second survey of the channel", "the winter timetable"];
    let ends = ["before the end of the month", "while the storm lasts", "under the old treaty"];
    let names = ["Ana Ruiz", "Tomas Holt", "Ilse Dekker", "Bram Varga", "Vera Olsen"];
    let said = |n: usize| {
        let (subject, verb) = (subjects[n % 5], verbs[n / 5 % 5]);
        format!("{subject} {verb} {} {}", objects[n % 3], ends[n / 3 % 3])
    };
    let report = |n: usize| {
        let mut text = format!(
            "The strait of Halmund stays closed to tankers, berth {} heard from watch {}.",
            n * 7919 % 1000,
            n * 104_729 % 1000
        );
        for it in 0..11 {
            let which = (n * 7 + it * 4) % 45;
            let mut words = said(which);
            match (n + it) % 4 {
                0 => words = words.replace("the ", "this "),
                1 => words.push_str(&format!(" of {}", n % 7)),
                _ => {}
            }
            text.push_str(&format!("\n\n“Now {words},” {} said.", names[which % 5]));
        }
        json!({
            "outlet": format!("Outlet {}", n % 150),
            "url": format!("https://outlet{}.example/{n}", n % 150),
            "date": format!("2031-03-{:02}T{:02}:00:00Z", 4 + n % 4, n % 24),
            "title": "Strait of Halmund stays closed to tankers",
            "text": text,
        })
    };
    (0..200).map(report).collect()
}

#[test]
fn pages_of_a_large_story_are_bounded_and_lead_on_to_all_of_it() {
    let served = served(&many());
    let told = served.json("/matrix.json");
    let n: u64 = told["said_by"]
        .as_array()
        .unwrap()
        .iter()
        .map(|it| it["utterances"].as_u64().unwrap())
        .sum();
    for view in ["", "/apparatus"] {
        let mut numbers: Vec<u64> = Vec::new();
        let mut end = format!("{view}.json");
        loop {
            let part = served.json(&end);
            let entries = part["entries"].as_array().unwrap();
            numbers.extend(entries.iter().map(|it| it["number"].as_u64().unwrap()));
            let Some(next) = part["next"].as_str() else { break };
            let (_, next) = next.split_once(&served.story).unwrap();
            let page = served.page(&next.replace(".json", ""));
            assert!(page.len() < 500_000, "{next}: {}", page.len());
            end = next.to_owned();
        }
        numbers.sort_unstable();
        assert_eq!(numbers, (1..=n).collect::<Vec<_>>(), "each utterance once: {view}");
        assert!(served.page(view).contains("rel=\"next\""));
    }
    for view in ["", "/apparatus", "/matrix", "/why"] {
        let page = served.page(view);
        assert!(page.len() < 500_000, "{view}: {}", page.len());
    }
    assert!(served.page("").contains("<rect class=\"bar"), "so many reports are counted by day");
}

#[test]
fn the_ledger_tells_the_day_of_an_utterance_once() {
    let served = served(&reports());
    let (page, twin) = (served.page(""), served.json(".json"));
    let day = |it: &Value| {
        let (day, date) = (it["day"].as_str()?, it["date"].as_str()?);
        Some(format!("said <bdi>{day} ({date})"))
    };
    let mut told = 0;
    for entry in twin["entries"].as_array().unwrap() {
        let readings = entry["readings"].as_array().unwrap();
        let number = entry["number"].as_u64().unwrap();
        let (_, here) = page.split_once(&format!("id=\"u{number}\"")).unwrap();
        let here = here.split("</article>").next().unwrap();
        if let Some(day) = std::iter::once(&entry["lemma"]).chain(readings).find_map(day) {
            told += 1;
            assert_eq!(here.matches("said <bdi>").count(), 1, "{here}");
            assert!(here.contains(&day), "{day}: {here}");
        }
    }
    assert!(told > 0);
}

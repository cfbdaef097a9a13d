//! Reading reports side by side, one report, one statement: each page as HTML and as JSON, over one
//! invented record; and a record of reports that try to be more than text.

use axum::Router;
use axum::body::{Body, to_bytes};
use axum::http::{Request, StatusCode};
use onrecord::{Lexicon, Report, annotate, intake};
use onrecord_store::{Reader, Record, StoryFilter};
use serde_json::{Value, json};
use tempfile::TempDir;
use tower::ServiceExt;

/// A record, and what answers for it.
struct Site {
    router: Router,
    reader: Reader,
    _folder: TempDir,
}

impl Site {
    /// Of reports as lines of JSON.
    fn of(lines: &str) -> Site {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("record.db");
        let mut record = Record::create(&path).unwrap();
        let lexicon = Lexicon::english();
        let annotate = |report: &Report| annotate::annotate(&lexicon, report);
        let captures = intake::read("reports.jsonl", lines.as_bytes());
        onrecord_store::update(&mut record, &annotate, captures, &()).unwrap();
        let router = onrecord_web::router(&path).unwrap();
        Site { router, reader: record.reader().unwrap(), _folder: folder }
    }

    fn ask(&self, address: &str) -> (StatusCode, String) {
        let request = Request::builder().uri(address).header("host", "127.0.0.1:8642");
        let request = request.body(Body::empty()).unwrap();
        let runtime = tokio::runtime::Builder::new_current_thread().build().unwrap();
        runtime.block_on(async {
            let response = self.router.clone().oneshot(request).await.unwrap();
            let status = response.status();
            let body = to_bytes(response.into_body(), usize::MAX).await.unwrap();
            (status, String::from_utf8(body.to_vec()).unwrap())
        })
    }

    #[track_caller]
    fn get(&self, address: &str) -> String {
        let (status, body) = self.ask(address);
        assert_eq!(status, StatusCode::OK, "{address}: {body}");
        body
    }

    #[track_caller]
    fn json(&self, address: &str) -> Value {
        serde_json::from_str(&self.get(address)).unwrap()
    }

    /// The one story, and its reports by sign.
    fn story(&self) -> String {
        let stories = self.reader.stories(&StoryFilter::default()).unwrap();
        assert_eq!(stories.len(), 1, "{stories:#?}");
        stories[0].id.to_string()
    }

    /// Id of the report with this sign.
    fn report(&self, siglum: &str) -> String {
        let story = self.json(&format!("/story/{}.json", self.story()));
        let reports = story["reports"].as_array().unwrap();
        let signs: Vec<&Value> = reports.iter().map(|it| &it["siglum"]).collect();
        let found = reports.iter().find(|it| it["siglum"] == siglum);
        found.unwrap_or_else(|| panic!("{siglum} of {signs:?}"))["id"].as_str().unwrap().to_owned()
    }
}

fn lines(reports: &[Value]) -> String {
    reports.iter().map(Value::to_string).collect::<Vec<_>>().join("\n")
}

/// A briefing: what was said, two reports of it (one moves the day), a copy of one of them, and the
/// other as it stood later.
fn briefing() -> Site {
    const POST: &str = "NORVIK — The pilots of the Sundal strait stayed ashore for a third day while the \
        talks on their pay went on in Norvik.\n\nThe pilots have been out since Sunday, and eleven \
        tankers wait off the northern buoy.\n\n“We have kept a chair for them at every session of these \
        talks, and they have again refused to engage,” Ana Ruiz, the ministry’s spokeswoman, said on \
        Wednesday.\n\n“Nobody here will close the strait to the pilots or to anybody else,” Ruiz said.\n\n\
        The harbour master, Tomas Holt, said the tugs would stay in port until the wind fell.";
    let transcript = "MS. RUIZ: Good morning. Thank you all for coming to Norvik on such a day.\n\n\
        QUESTION: Will the ministry close the strait to the pilots?\n\n\
        MS. RUIZ: Nobody here will close the strait to the pilots or to anybody else.\n\n\
        QUESTION: And the talks on their pay?\n\n\
        MS. RUIZ: We have kept a chair for them at every session of these talks, and they have once \
        again refused to cooperate.\n\nQUESTION: Thank you.\n\nMS. RUIZ: Thank you all.";
    let wire = "NORVIK (Coastal Wire) — Pilots of the Sundal strait stayed ashore for a third day while \
        talks on their pay went on in Norvik.\n\nEleven tankers wait off the northern buoy, and three \
        more are due by the weekend, the port said.\n\n“We have kept a seat for them at every session of \
        these talks, and they have again refused to engage,” Ana Ruiz, a ministry spokeswoman, said on \
        Tuesday.\n\nRuiz said nobody would close the strait to the pilots or to anybody else.\n\nIn the \
        market hall of Norvik the price of coal rose by a fifth, and the bakers lit their ovens with \
        driftwood, as they had in the winter of the long ice.";
    Site::of(&lines(&[
        json!({"outlet": "Foreign Ministry", "url": "https://ministry.example/t", "genre": "transcript",
               "date": "2031-03-05", "title": "Briefing on the talks of the Sundal strait pilots in Norvik",
               "text": transcript}),
        json!({"outlet": "Harbour Post", "url": "https://post.example/pilots", "date": "2031-03-05",
               "title": "Pilots of the Sundal strait stay ashore as Norvik talks go on", "text": POST,
               "author": "Bo Lindt"}),
        json!({"outlet": "Harbour Post", "url": "https://post.example/pilots", "date": "2031-03-06",
               "title": "Pilots of the Sundal strait stay ashore as Norvik talks go on",
               "text": POST.replace("refused to engage", "refused to take part")}),
        json!({"outlet": "Coastal Wire", "url": "https://wire.example/1", "date": "2031-03-05",
               "title": "Sundal strait pilots stay ashore as Norvik talks go on", "text": wire}),
        json!({"outlet": "Ferrin Echo", "url": "https://echo.example/9", "date": "2031-03-06",
               "title": "Sundal strait pilots stay ashore as Norvik talks go on", "text": wire}),
    ]))
}

#[test]
fn of_two_days_that_reports_tell_the_ledger_takes_none_for_the_right_one() {
    let site = briefing();
    let page = site.get(&format!("/story/{}", site.story()));
    let both = ["Wednesday (2031-03-05) or", "or Wednesday (2031-03-05)"];
    let said: Vec<&str> = page.match_indices("said <bdi>").map(|(at, _)| &page[at..]).collect();
    let said = said.iter().map(|it| it.split("</bdi>").next().unwrap());
    let said: Vec<&str> = said.filter(|it| it.contains("Tuesday (2031-03-04)")).collect();
    assert!(said.iter().any(|it| both.iter().any(|both| it.contains(both))), "{said:?}");
}

#[test]
fn two_reports_stand_side_by_side_with_what_differs_marked() {
    let site = briefing();
    let story = site.story();
    let page = site.get(&format!("/story/{story}/read?a=H1&b=C"));
    // What the first has and the second not is marked in the first, and the other way round.
    assert!(page.contains("[only in H1: </span>chair"), "{page}");
    assert!(page.contains("[only in C: </span>seat"), "{page}");
    // The day conflict is told at the top and at the words.
    let told = page.find("≠ day").unwrap();
    assert!(told < page.find("<table class=\"beside\"").unwrap());
    assert!(page.contains("Wednesday (2031-03-05)") && page.contains("Tuesday (2031-03-04)"));
    assert!(
        page.contains("[another day: </span>on Wednesday")
            || page.contains("[another day: </span>Wednesday"),
        "{page}"
    );
    // What only one has stays where it is.
    assert!(page.contains("tugs would stay in port") && page.contains("price of coal"));
    assert!(page.contains("only H1") && page.contains("only C"));
    assert!(page.contains("data-variant"));
    let twin = site.json(&format!("/story/{story}/read.json?a=H1&b=C"));
    assert_eq!(twin["a"]["outlet"], "Harbour Post");
    let readings = twin["entries"].as_array().unwrap();
    assert!(readings.iter().all(|it| it["readings"].as_array().unwrap().len() == 1));
    let altered = readings.iter().find(|it| it["readings"][0]["agreement"] == "altered").unwrap();
    assert!(altered["lemma"]["words"].as_str().unwrap().contains("chair"));
    assert_eq!(altered["readings"][0]["day_conflict"], true);
    let rows = twin["rows"].as_array().unwrap();
    let number = &altered["number"];
    let row = rows.iter().find(|it| it["utterances"].as_array().unwrap().contains(number)).unwrap();
    assert_eq!(row["shared"], true);
    assert!(row["a"][0]["words"].as_str().unwrap().contains("chair"));
    assert!(row["b"][0]["words"].as_str().unwrap().contains("seat"));
}

#[test]
fn the_first_report_is_the_lemma_whichever_it_is() {
    let site = briefing();
    let story = site.story();
    let page = site.get(&format!("/story/{story}/read?a=C&b=H1"));
    assert!(
        page.contains("<del data-differs><span class=\"hidden\">[only in C: </span>seat"),
        "{page}"
    );
    assert!(page.contains("<ins data-differs><span class=\"hidden\">[only in H1: </span>chair"));
    // The transcript is the story's lemma, and comes first where nobody chooses.
    let page = site.json(&format!("/story/{story}/read.json"));
    assert_eq!(page["a"]["genre"], "transcript");
    let swap = site.get(&format!("/story/{story}/read?a=H1&b=C"));
    assert!(swap.contains(&format!("href=\"/story/{story}/read?a=C&amp;b=H1\"")), "{swap}");
}

#[test]
fn only_reports_of_the_story_are_laid_side_by_side() {
    let site = briefing();
    let story = site.story();
    let (status, body) = site.ask(&format!("/story/{story}/read?a=H1&b=X"));
    assert_eq!(status, StatusCode::BAD_REQUEST);
    assert!(body.contains("H1") && body.contains("T"), "{body}");
    assert_eq!(site.ask(&format!("/story/{story}/read?a=C&b=C")).0, StatusCode::BAD_REQUEST);
    let lone =
        "{\"text\": \"“We will not sign the paper,” Ana Ruiz said on Wednesday in Port Lowe.\"}";
    let site = Site::of(lone);
    assert!(site.get(&format!("/story/{}/read", site.story())).contains("has one report"));
}

#[test]
fn a_report_is_shown_with_its_statements_its_copies_and_the_states_of_its_page() {
    let site = briefing();
    let page = site.get(&format!("/report/{}", site.report("H2")));
    for words in [
        "class=\"content direct\"",
        "class=\"source\"",
        "class=\"cue\"",
        "class=\"day\"",
        "id=\"s0\"",
        "States of this page",
        "engage → take part",
        "take part",
        "As found",
        "https://post.example/pilots",
        "Harbour Post",
    ] {
        assert!(page.contains(words), "{words} in {page}");
    }
    assert!(page.contains(&format!("/story/{}#u", site.story())), "{page}");
    let twin = site.json(&format!("/report/{}.json", site.report("H2")));
    assert_eq!(twin["states"].as_array().unwrap().len(), 2);
    assert_eq!(twin["edits"][0]["kind"], "altered");
    assert_eq!(twin["story"]["id"], site.story());
    assert!(!twin["captures"].as_array().unwrap().is_empty());
    let first = site.json(&format!("/report/{}.json", site.report("H1")));
    assert_eq!(first["author"], "Bo Lindt");
    let wire = site.get(&format!("/report/{}", site.report("C")));
    assert!(wire.contains("Copied by") && wire.contains("Ferrin Echo"), "{wire}");
    let copy = site.json(&format!("/report/{}.json", site.report("F")));
    assert_eq!(copy["copy_of"], site.report("C"));
    let captured = site.get(&format!("/report/{}/captured", site.report("C")));
    assert!(captured.contains("id=\"s0\"") && !captured.contains("class=\"cue\""));
    let why = site.get(&format!("/story/{}/why", site.story()));
    assert!(why.contains("copy of"), "{why}");
    assert_eq!(site.ask("/report/0000000000000000").0, StatusCode::NOT_FOUND);
    assert_eq!(site.ask("/report/x.json").0, StatusCode::NOT_FOUND);
}

#[test]
fn a_statement_leads_to_its_words_to_others_and_can_be_cited() {
    let site = briefing();
    let report = site.json(&format!("/report/{}.json", site.report("H1")));
    let statements = report["statements"].as_array().unwrap();
    let is = |it: &&Value| it["words"].as_str().unwrap().contains("a chair");
    let id = statements.iter().find(is).unwrap()["statement"].as_str().unwrap().to_owned();
    let page = site.get(&format!("/statement/{id}"));
    for words in [
        "#:~:text=%E2%80%9C-,We%20have%20kept%20a,",
        "As captured",
        "Wednesday (2031-03-05)",
        "a seat for them",
        "finds what is said in",
        "Ana Ruiz, spokeswoman",
    ] {
        assert!(page.contains(words), "{words} in {page}");
    }
    assert!(page.contains(&format!("data-statement=\"{id}\"")));
    let twin = site.json(&format!("/statement/{id}.json"));
    assert_eq!(twin["speaker"], "Ana Ruiz");
    let others = twin["utterances"][0]["others"].as_array().unwrap();
    assert!(others.iter().any(|it| it["outlet"] == "Coastal Wire"), "{twin:#}");
    // The number leads to the same utterance in the ledger.
    let number = &twin["utterances"][0]["number"];
    let ledger = site.json(&format!("/story/{}.json", site.story()));
    let entry = ledger["entries"].as_array().unwrap().iter().find(|it| it["number"] == *number);
    assert!(entry.unwrap().to_string().contains(&id));
    let csl = site.json(&format!("/statement/{id}.csl.json"));
    assert_eq!(csl[0]["container-title"], "Harbour Post");
    assert_eq!(csl[0]["author"][0]["literal"], "Bo Lindt");
    let cited = site.get(&format!("/statement/{id}.cite.txt"));
    assert!(cited.starts_with("Ana Ruiz, spokeswoman") && cited.contains("2031-03-05"), "{cited}");
    assert_eq!(site.ask(&format!("/statement/{id}9999")).0, StatusCode::NOT_FOUND);
    assert_eq!(site.ask("/statement/nothing").0, StatusCode::NOT_FOUND);
}

#[test]
fn text_that_would_be_more_is_shown_as_text() {
    let long = "x".repeat(1 << 20);
    let evil = [
        "“<script>alert(1)</script> we will not sign,” Ana <b onmouseover=alert(2)>Ruiz</b> said on Wednesday.",
        "“We have kept \\u202Ea chair\\u202C for them at every session of these talks,” Ana Ruiz said on Tuesday.",
        "“\\ud800 broken </pre></textarea><img src=x onerror=alert(3)> words stand here,” Ana Ruiz said.",
    ];
    let report = |outlet: &str, url: &str, more: &str| {
        let text = evil.map(|it| it.replace('"', "\\\"")).join("\\n\\n");
        format!(
            "{{\"outlet\": \"{outlet}\", \"url\": \"{url}\", \"date\": \"2031-03-05\", \
             \"title\": \"</title><script>alert(0)</script> talks of the pilots in Norvik\", \
             \"author\": \"<script>alert(4)</script>\", \"text\": \"{text}\\n\\n{more}\"}}"
        )
    };
    let lines = [
        report(
            "Harbour Post\\\"><script>",
            "javascript:alert(5)",
            &format!("“{long} is long,” Ana Ruiz said."),
        ),
        report(
            "Coastal Wire",
            "https://wire.example/\\\"onclick=\\\"x",
            "“We stay here,” Ana Ruiz said.",
        ),
        report(
            "Ferrin Echo",
            "JaVaScRiPt://echo.example/%0aalert(6)",
            "“We go home now,” Ana Ruiz said.",
        ),
    ];
    let site = Site::of(&lines.join("\n"));
    let stories = site.reader.stories(&StoryFilter::default()).unwrap();
    let mut n_pages = 0;
    for story in stories {
        let mut addresses =
            ["", "/read", "/why"].map(|view| format!("/story/{}{view}", story.id)).to_vec();
        for witness in site.reader.witnesses(story.id).unwrap() {
            addresses.push(format!("/report/{}", witness.id));
            addresses.push(format!("/report/{}/captured", witness.id));
            let n = witness.n_statements;
            addresses.extend((0..n).map(|it| format!("/statement/{}.{it}", witness.id)));
        }
        for address in addresses {
            let page = site.get(&address).to_lowercase();
            n_pages += 1;
            let scripts = page.matches("<script").count();
            assert_eq!(scripts, 1, "{address}: a script of the text");
            for never in
                ["href=\"javascript", "<img", "<b on", "</textarea", "\u{202e}", " onclick=\"x"]
            {
                assert!(!page.contains(never), "{address}: {never}");
            }
        }
    }
    assert!(n_pages >= 15, "{n_pages}");
}

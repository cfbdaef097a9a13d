//! Figures outlet beside outlet, asked through the router as a browser and a program ask. All reports
//! are invented.

use axum::Router;
use axum::body::{Body, to_bytes};
use axum::http::{Request, StatusCode};
use onrecord::annotate::annotate;
use onrecord::{Lexicon, Report, intake};
use onrecord_store::{Record, update};
use serde_json::{Value, json};
use tower::ServiceExt;

fn reports() -> Vec<Value> {
    let report = |outlet: &str, url: &str, title: &str, text: &str| json!({"outlet": outlet, "date": "2031-03-05", "url": url, "title": title, "text": text});
    vec![
        report(
            "Harbour Post",
            "https://post.example/lowe",
            "Raiders burn boats in Lowe harbour",
            "Raiders burned boats in Lowe harbour before dawn and left for the strait.\n\n\
             “The raiders killed 40 sailors,” Ana Ruiz, the navy’s spokeswoman, said.\n\n\
             The raiders burned 12 boats in the <b>harbour</b> of Lowe, and the strait is closed.",
        ),
        report(
            "Coastal Wire",
            "https://wire.example/lowe",
            "Raiders leave Lowe harbour in flames",
            "Lowe harbour burned after raiders came through the strait at dawn.\n\n\
             The raiders killed 52 sailors. About 12 boats burned in Lowe, and the strait was closed to \
             all ships of the harbour.",
        ),
    ]
}

/// The router over a record of these reports, in a folder kept as long as it.
fn router(reports: &[Value]) -> (tempfile::TempDir, Router) {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("raid.db");
    let mut record = Record::create(&path).unwrap();
    let lines: Vec<String> = reports.iter().map(Value::to_string).collect();
    let lexicon = Lexicon::english();
    let rules = |it: &Report| annotate(&lexicon, it);
    let jsonl = lines.join("\n");
    update(&mut record, &rules, intake::read("raid.jsonl", jsonl.as_bytes()), &()).unwrap();
    drop(record);
    (folder, onrecord_web::router(&path).unwrap())
}

async fn asked(router: &Router, address: &str) -> (StatusCode, String) {
    let request = Request::get(address).header("host", "127.0.0.1:8642").body(Body::empty());
    let answer = router.clone().oneshot(request.unwrap()).await.unwrap();
    let status = answer.status();
    let body = to_bytes(answer.into_body(), usize::MAX).await.unwrap();
    (status, String::from_utf8(body.to_vec()).unwrap())
}

async fn page(router: &Router, address: &str) -> String {
    let (status, body) = asked(router, address).await;
    assert_eq!(status, StatusCode::OK, "{address}: {body}");
    body
}

#[tokio::test]
async fn figures_in_dispute_stand_beside_each_other_with_whoever_vouches() {
    let (_folder, router) = router(&reports());
    let html = page(&router, "/figures").await;
    assert!(html.contains("sailors, killed") && html.contains("in dispute"), "{html}");
    assert!(html.contains("<bdi>Ana Ruiz</bdi>") && html.contains("the outlet"), "{html}");
    assert!(!html.contains("About 12"), "no dispute: {html}");
    let all = page(&router, "/figures?show=all").await;
    assert!(all.contains("About 12") && all.contains("can hold beside the others"), "{all}");
    let none = page(&router, "/figures?since=2031-04-01").await;
    assert!(none.contains("No figures are in dispute"), "{none}");
}

#[tokio::test]
async fn twins_have_the_same_rows() {
    let (_folder, router) = router(&reports());
    let json: Value = serde_json::from_str(&page(&router, "/figures.json").await).unwrap();
    let given = json["figures"][0]["figures"].as_array().unwrap();
    let words: Vec<&str> = given.iter().map(|it| it["words"].as_str().unwrap()).collect();
    assert_eq!(words.len(), 2, "{json}");
    assert!(words.contains(&"40") && words.contains(&"52"), "{json}");
    let story = json["figures"][0]["story"].as_str().unwrap();
    let csv = page(&router, &format!("/story/{story}/figures.csv")).await;
    let header = csv.lines().next().unwrap();
    assert!(header.starts_with("story,story_title,what,measure"), "{csv}");
    let twin = page(&router, &format!("/story/{story}/figures.json")).await;
    let twin: Value = serde_json::from_str(&twin).unwrap();
    let rows: usize = twin["figures"]
        .as_array()
        .unwrap()
        .iter()
        .map(|it| it["figures"].as_array().unwrap().len())
        .sum();
    assert_eq!(csv.lines().count(), rows + 1, "{csv}");
}

#[tokio::test]
async fn a_story_without_figures_says_so_and_markup_in_a_report_is_only_text() {
    let bare = json!({"outlet": "Harbour Post", "date": "2031-03-05", "title": "Fog at Lowe",
                      "text": "Fog lay over Lowe harbour all day, and no ship left."});
    let (_folder, without) = router(&[bare]);
    let stories: Value = serde_json::from_str(&page(&without, "/stories.json").await).unwrap();
    let id = stories["stories"][0]["id"].as_str().unwrap();
    let html = page(&without, &format!("/story/{id}/figures")).await;
    assert!(html.contains("No number of anything was found"), "{html}");
    let (status, _) = asked(&without, "/story/zzzz/figures").await;
    assert_eq!(status, StatusCode::NOT_FOUND);
    let (_folder, with) = router(&reports());
    assert!(!page(&with, "/figures?show=all").await.contains("<b>"));
}

//! A record that another process adds to while it is shown.

use std::sync::atomic::{AtomicBool, Ordering};

use axum::http::StatusCode;

use crate::asked::{REPORTS, Served, add};

#[tokio::test]
async fn a_story_that_is_added_is_on_the_page_at_once() {
    let served = Served::of(REPORTS);
    let before = served.page("/").await;
    assert!(before.contains("Orchard dam is mended") && !before.contains("Ferry quay"));
    assert_eq!(served.page("/").await, before, "from what is kept");
    let tag = served.get("/stories.json").await.header("etag").to_owned();

    let text = "Ferry quay opens in Tarvon\\n\\nThe ferry quay in Tarvon opened on Monday.\\n\\n\
                “The quay is open,” Bo Lindt, the harbour master, said.";
    let added = format!("{{\"outlet\": \"Echo\", \"date\": \"2031-05-05\", \"text\": \"{text}\"}}");
    add(&served.path(), &added);

    let after = served.page("/").await;
    assert!(after.contains("Ferry quay opens in Tarvon"), "{after}");
    let head = [("host", "localhost"), ("if-none-match", tag.as_str())];
    let again = served.ask(axum::http::Method::GET, "/stories.json", &head).await;
    assert_eq!(again.status, 200, "what a browser kept is old");
}

#[tokio::test]
async fn a_report_that_joins_a_story_is_on_all_of_its_pages_at_once() {
    let served = Served::of(REPORTS);
    let stories = served.json("/stories.json").await;
    let of_two = stories["stories"].as_array().unwrap().iter().find(|it| it["reports"] == 2);
    let id = of_two.unwrap()["id"].as_str().unwrap().to_owned();
    let pages = ["", "/apparatus", "/matrix", "/read", "/figures", "/why", "/why/1"];
    for end in pages {
        assert!(!served.page(&format!("/story/{id}{end}")).await.contains("Amsel Echo"), "{end}");
    }
    let text = "Tankers wait as strait of Halmund stays closed\\n\\nTankers wait before the \
                strait of Halmund, which stays closed, the ministry in Port Amsel said on \
                Wednesday.\\n\\n“Nobody in this building wants to see warships taking the place \
                of pilots,” Ana Ruiz, the spokeswoman, told reporters.";
    let head = "\"outlet\": \"Amsel Echo\", \"date\": \"2031-03-05\"";
    add(&served.path(), &format!("{{{head}, \"text\": \"{text}\"}}"));
    let stories = served.json("/stories.json").await;
    let of_three = stories["stories"].as_array().unwrap().iter().find(|it| it["reports"] == 3);
    let id = of_three.unwrap()["id"].as_str().unwrap().to_owned();
    for end in pages {
        let page = served.page(&format!("/story/{id}{end}")).await;
        assert!(page.contains("Amsel Echo"), "{end}\n{page}");
    }
}

#[tokio::test]
async fn every_page_answers_while_reports_are_added() {
    let served = Served::of(REPORTS);
    let addresses = served.addresses().await;
    let done = AtomicBool::new(false);
    let path = served.path();
    std::thread::scope(|scope| {
        scope.spawn(|| {
            for n in 0..12 {
                let text = format!(
                    "Light {n} is lit at Cape Lowe\\n\\nKeepers lit light {n} at Cape Lowe on \
                        Monday.\\n\\n\
                     “Light number {n} burns,” Bo Lindt said."
                );
                add(&path, &format!("{{\"outlet\": \"Echo {n}\", \"text\": \"{text}\"}}"));
            }
            done.store(true, Ordering::Release);
        });
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
        // A runtime of its own: this thread must not wait for the other in one.
        std::thread::scope(|inner| {
            inner.spawn(|| {
                runtime.unwrap().block_on(async {
                    let mut n_rounds = 0;
                    while !done.load(Ordering::Acquire) || n_rounds == 0 {
                        for path in &addresses {
                            let got = served.get(path).await;
                            assert!(answered(path, got.status), "{path}: {}", got.body);
                        }
                        n_rounds += 1;
                    }
                });
            });
        });
    });
    let stories = served.json("/stories.json").await;
    assert!(stories["stories"].as_array().unwrap().len() >= 3, "{stories}");
    for path in served.addresses().await {
        let got = served.get(&path).await;
        assert_eq!(got.status, 200, "{path}: {}", got.body);
    }
}

/// While a story changes, its utterances may be on their way, or what was asked for gone with it.
fn answered(path: &str, status: StatusCode) -> bool {
    let on_its_way = [StatusCode::SERVICE_UNAVAILABLE, StatusCode::NOT_FOUND].contains(&status);
    status == StatusCode::OK || (path.starts_with("/story/") && on_its_way)
}

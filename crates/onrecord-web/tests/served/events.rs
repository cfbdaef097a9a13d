//! What parties did to each other, as a page and as data.

use crate::asked::Served;

const REPORTS: &str = r#"
{"url": "https://post.example/ferry", "outlet": "Harbour Post", "date": "2031-03-05", "title": "Ferry \
    line is cut", "text": "Ferry line is cut\n\nNorway imposed sanctions on Denmark on \
    Tuesday.\n\n“Denmark attacked Norway,” Ana Ruiz, the spokeswoman, said."}
"#;

/// The address of the events of the only story.
async fn events(served: &Served) -> String {
    let stories = served.json("/stories.json").await;
    format!("/story/{}/events", stories["stories"][0]["id"].as_str().unwrap())
}

#[tokio::test]
async fn an_event_stands_with_its_words_its_parties_and_whoever_vouches_for_it() {
    let reports = REPORTS.replace("\\\n    ", "");
    let served = Served::of(&reports);
    let address = events(&served).await;
    let page = served.page(&address).await;
    assert!(page.contains("SANCTION") && page.contains("NOR") && page.contains("DNK"), "{page}");
    assert!(page.contains("<mark>imposed sanctions"), "words side by side are one mark: {page}");
    assert!(page.contains("by <bdi>Harbour Post</bdi> itself"), "{page}");
    assert!(page.contains("by account of <a href=\"/speaker/Ana%20Ruiz\">"), "{page}");

    let twin = served.json(&format!("{address}.json")).await;
    let deeds = twin["deeds"].as_array().unwrap();
    let told = |kind: &str| {
        let deed = deeds.iter().find(|it| it["kind"] == kind);
        deed.unwrap_or_else(|| panic!("no {kind} in {twin}"))["accounts"][0].clone()
    };
    assert_eq!(told("SANCTION")["voice"]["statement"], serde_json::Value::Null);
    assert_eq!(told("ASSAULT")["voice"]["speaker"], "Ana Ruiz");
    let table = served.get(&format!("{address}.csv")).await;
    let header = table.body.lines().next().unwrap();
    assert!(header.starts_with("Event ID,Event Date,Event Type,Event Mode"), "{header}");
    assert_eq!(table.body.lines().count(), 1 + deeds.len());
}

//! `/record.db`: the record as a file.

use axum::body::{Body, to_bytes};
use axum::http::{Method, Request, StatusCode};
use onrecord_store::{Reader, TABLES};
use serde_json::Value;

use crate::asked::{REPORTS, Served, add};

fn request() -> Request<Body> {
    let request = Request::builder().uri("/record.db").header("host", "localhost");
    request.body(Body::empty()).unwrap()
}

#[tokio::test]
async fn the_copy_is_a_record_with_the_same_rows() {
    let served = Served::of(REPORTS);
    let response = served.send(request()).await;
    assert_eq!(response.status(), StatusCode::OK);
    let header = |name: &str| response.headers()[name].to_str().unwrap().to_owned();
    assert_eq!(header("content-type"), "application/vnd.sqlite3");
    assert_eq!(header("content-disposition"), "attachment; filename=\"record.db\"");
    let length: usize = header("content-length").parse().unwrap();
    let bytes = to_bytes(response.into_body(), usize::MAX).await.unwrap();
    assert_eq!(bytes.len(), length);

    let folder = tempfile::tempdir().unwrap();
    let copy = folder.path().join("copy.db");
    std::fs::write(&copy, &bytes).unwrap();
    let copy = Reader::open(&copy).unwrap();
    for table in TABLES {
        let rows = copy.table(table, None).unwrap();
        assert_eq!(rows, served.reader().table(table, None).unwrap(), "{table}");
    }
    assert_eq!(copy.counts().unwrap().reports, 3);
}

#[tokio::test]
async fn a_copy_has_what_another_process_added_last() {
    let served = Served::of(REPORTS);
    let before = to_bytes(served.send(request()).await.into_body(), usize::MAX).await.unwrap();
    let text = "Ferry quay opens\\n\\n“The quay is open,” Bo Lindt said in Tarvon on Monday.";
    add(&served.path(), &format!("{{\"outlet\": \"Echo\", \"text\": \"{text}\"}}"));
    let after = to_bytes(served.send(request()).await.into_body(), usize::MAX).await.unwrap();
    let has = |it: &[u8]| it.windows(16).any(|it| it == b"The quay is open");
    assert!(!has(&before) && has(&after));
}

#[tokio::test]
async fn one_copy_is_made_at_a_time() {
    let served = Served::of(REPORTS);
    let first = served.send(request()).await;
    let second = served.get("/record.db").await;
    assert_eq!(second.status, StatusCode::SERVICE_UNAVAILABLE);
    assert_eq!(second.header("retry-after"), "10");
    assert_eq!(second.header("content-type"), "application/problem+json");
    let problem: Value = serde_json::from_str(&second.body).unwrap();
    assert_eq!(problem["title"], "A copy is being made");

    // Pages are answered meanwhile.
    served.page("/").await;
    // Whoever goes away half-way leaves the turn to the next.
    drop(first);
    let third = served.send(request()).await;
    assert_eq!(third.status(), StatusCode::OK);
    to_bytes(third.into_body(), usize::MAX).await.unwrap();
    assert_eq!(served.send(request()).await.status(), StatusCode::OK);
}

#[tokio::test]
async fn asking_what_the_copy_would_be_makes_none() {
    let served = Served::of(REPORTS);
    let copying = served.send(request()).await;
    let head = served.ask(Method::HEAD, "/record.db", &[("host", "localhost")]).await;
    assert_eq!((head.status, head.body.as_str()), (StatusCode::OK, ""));
    assert_eq!(head.header("content-type"), "application/vnd.sqlite3");
    assert_eq!(head.header("content-length"), "", "nobody knows it yet");
    drop(copying);
}

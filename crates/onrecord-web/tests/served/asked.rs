//! A record in a folder of its own, and what it answers.

use std::path::{Path, PathBuf};

use axum::body::{Body, to_bytes};
use axum::http::{HeaderMap, Method, Request, StatusCode};
use onrecord::annotate::annotate;
use onrecord::{Lexicon, Report, intake};
use onrecord_store::{Reader, Record, update};
use serde_json::Value;
use tower::ServiceExt;

/// A story of two reports that part in one word, and one of a single report.
pub(crate) const REPORTS: &str = r#"
{"url": "https://post.example/strait", "outlet": "Harbour \
    Post", "date": "2031-03-05", "title": "Strait of Halmund stays closed to \
    tankers", "text": "Strait of Halmund stays closed to tankers\n\nThe strait of Halmund stays \
    closed to tankers, the ministry in Port Amsel said on Wednesday.\n\n“Nobody in this building \
    wants to see grey ships doing the work of pilots,” Ana Ruiz, the spokeswoman, told \
    reporters.\n\nRuiz said the pilots of the strait would wait."}
{"url": "https://wire.example/strait", "outlet": "Coastal \
    Wire", "date": "2031-03-05", "title": "Tankers wait as strait of Halmund stays \
    closed", "text": "Tankers wait as strait of Halmund stays closed\n\nTankers wait before the \
    strait of Halmund, which stays closed, the ministry in Port Amsel said on \
    Wednesday.\n\n“Nobody in this building wants to see warships doing the work of pilots,” Ana \
    Ruiz, the spokeswoman, told reporters."}
{"url": "https://post.example/orchard", "outlet": "Harbour \
    Post", "date": "2031-04-11", "title": "Orchard dam is mended", "text": "Orchard dam is \
    mended\n\nEngineers mended the orchard dam above Lowe before the rain, the county said on \
    Friday.\n\n“The wall will hold,” Bo Lindt, the engineer, said."}
"#;

/// A record that is served.
pub(crate) struct Served {
    folder: tempfile::TempDir,
    router: axum::Router,
}

impl Served {
    pub(crate) fn of(reports: &str) -> Served {
        let folder = tempfile::tempdir().unwrap();
        add(&folder.path().join("onrecord.db"), reports);
        let router = onrecord_web::router(folder.path().join("onrecord.db")).unwrap();
        Served { folder, router }
    }

    pub(crate) fn path(&self) -> PathBuf {
        self.folder.path().join("onrecord.db")
    }

    pub(crate) fn reader(&self) -> Reader {
        Reader::open(self.path()).unwrap()
    }

    /// What comes back, body unread.
    pub(crate) async fn send(&self, request: Request<Body>) -> axum::response::Response {
        self.router.clone().oneshot(request).await.unwrap()
    }

    pub(crate) async fn ask(&self, method: Method, path: &str, head: &[(&str, &str)]) -> Got {
        let mut request = Request::builder().method(method).uri(path);
        for (name, value) in head {
            request = request.header(*name, *value);
        }
        Got::of(self.send(request.body(Body::empty()).unwrap()).await).await
    }

    /// As a browser on this machine asks.
    pub(crate) async fn get(&self, path: &str) -> Got {
        self.ask(Method::GET, path, &[("host", "127.0.0.1:8642")]).await
    }

    /// What a browser gets that leads somewhere.
    pub(crate) async fn page(&self, path: &str) -> String {
        let got = self.get(path).await;
        assert_eq!(got.status, StatusCode::OK, "{path}: {}", got.body);
        got.body
    }

    pub(crate) async fn json(&self, path: &str) -> Value {
        serde_json::from_str(&self.page(path).await).unwrap_or_else(|why| panic!("{path}: {why}"))
    }

    /// Every address that this program has, in all its forms, each leading somewhere in the record
    /// if there is anything in it.
    pub(crate) async fn addresses(&self) -> Vec<String> {
        let document = self.json("/openapi.json").await;
        let paths = document["paths"].as_object().unwrap();
        let filled = |(path, item): (&String, &Value)| {
            let mut path = path.clone();
            for it in item["get"]["parameters"].as_array().into_iter().flatten() {
                if let (Some(name), Some(value)) = (it["name"].as_str(), it["example"].as_str()) {
                    path = path.replace(&format!("{{{name}}}"), &encoded(value));
                }
            }
            path
        };
        paths.iter().map(filled).collect()
    }
}

/// An answer.
pub(crate) struct Got {
    pub(crate) status: StatusCode,
    pub(crate) head: HeaderMap,
    pub(crate) body: String,
}

impl Got {
    async fn of(response: axum::response::Response) -> Got {
        let (parts, body) = response.into_parts();
        let body = to_bytes(body, usize::MAX).await.unwrap();
        let body = String::from_utf8_lossy(&body).into_owned();
        Got { status: parts.status, head: parts.headers, body }
    }

    /// A header; empty if it is not there.
    pub(crate) fn header(&self, name: &str) -> &str {
        self.head.get(name).map_or("", |it| it.to_str().unwrap())
    }
}

/// Adds reports, one JSON object a line, read by the rules. A line that ends in a backslash goes on in the next.
pub(crate) fn add(record: &Path, reports: &str) {
    let reports = reports.replace("\\\n    ", "");
    let mut record = Record::create(record).unwrap();
    let lexicon = Lexicon::english();
    let annotator = |report: &Report| annotate(&lexicon, report);
    update(&mut record, &annotator, intake::read("reports.jsonl", reports.trim().as_bytes()), &())
        .unwrap();
}

fn encoded(text: &str) -> String {
    let of = |it: u8| match it {
        b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'.' => char::from(it).to_string(),
        _ => format!("%{it:02X}"),
    };
    text.bytes().map(of).collect()
}

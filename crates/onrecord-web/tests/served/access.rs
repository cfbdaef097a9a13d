//! Who may ask, by which methods and names; what every answer carries; what went wrong.

use axum::http::{Method, StatusCode};
use serde_json::Value;

use crate::asked::{REPORTS, Served};

const HOST: (&str, &str) = ("host", "127.0.0.1:8642");

#[tokio::test]
async fn only_names_of_this_machine_are_answered() {
    let served = Served::of(REPORTS);
    for ours in ["127.0.0.1", "127.0.0.1:8642", "localhost", "LOCALHOST:1", "[::1]", "[::1]:65535"]
    {
        let got = served.ask(Method::GET, "/", &[("host", ours)]).await;
        assert_eq!(got.status, StatusCode::OK, "{ours}");
    }
    for other in [
        "",
        ":8642",
        "evil.example",
        "evil.example:8642",
        "127.0.0.1.evil.example",
        "localhost.evil.example",
        "evil.example@127.0.0.1",
        "127.0.0.1@evil.example",
        "127.0.0.1:8642@evil.example",
        "127.0.0.1:8642.evil.example",
        "127.0.0.1:86x2",
        "127.0.0.1 evil.example",
        "127.0.0.2",
        "0.0.0.0:8642",
        "[::1",
        "::1",
        "[::2]:8642",
        "localhost.",
    ] {
        for path in ["/", "/stories.json", "/style.css", "/record.db", "/nothing"] {
            let got = served.ask(Method::GET, path, &[("host", other)]).await;
            assert_eq!(got.status, StatusCode::MISDIRECTED_REQUEST, "{other} {path}");
            assert!(!got.body.contains("Halmund"), "{other} {path}");
        }
    }
    let nameless = served.ask(Method::GET, "/", &[]).await;
    assert_eq!(nameless.status, StatusCode::MISDIRECTED_REQUEST);
    let two = served.ask(Method::GET, "/", &[HOST, ("host", "evil.example")]).await;
    assert_eq!(two.status, StatusCode::MISDIRECTED_REQUEST, "one name alone");
    let proxied = served.ask(Method::GET, "http://evil.example/stories.json", &[HOST]).await;
    assert_eq!(proxied.status, StatusCode::MISDIRECTED_REQUEST, "as to a proxy");
}

#[tokio::test]
async fn a_record_is_only_read() {
    let served = Served::of(REPORTS);
    for method in ["POST", "PUT", "DELETE", "PATCH", "OPTIONS", "TRACE", "BREW"] {
        for path in ["/", "/stories.json", "/record.db", "/nothing"] {
            let method = Method::from_bytes(method.as_bytes()).unwrap();
            let got = served.ask(method.clone(), path, &[HOST]).await;
            assert_eq!(got.status, StatusCode::METHOD_NOT_ALLOWED, "{method} {path}");
            assert_eq!(got.header("allow"), "GET, HEAD", "{method} {path}");
        }
    }
}

#[tokio::test]
async fn a_head_is_that_of_the_answer_without_its_body() {
    let served = Served::of(REPORTS);
    for path in ["/", "/stories.json", "/stories.csv", "/style.css", "/method", "/nothing"] {
        let whole = served.get(path).await;
        let head = served.ask(Method::HEAD, path, &[HOST]).await;
        assert_eq!(head.status, whole.status, "{path}");
        assert!(head.body.is_empty(), "{path}");
        assert_eq!(head.header("content-length"), whole.body.len().to_string(), "{path}");
        for name in ["content-type", "etag", "content-security-policy"] {
            assert_eq!(head.header(name), whole.header(name), "{path} {name}");
        }
    }
}

#[tokio::test]
async fn what_a_browser_has_already_is_not_sent_again() {
    let served = Served::of(REPORTS);
    let whole = served.get("/stories.json").await;
    let tag = whole.header("etag").to_owned();
    assert!(tag.starts_with('"') && tag.ends_with('"') && tag.len() > 10, "{tag}");
    for known in [
        tag.clone(),
        format!("W/{tag}"),
        "*".to_owned(),
        format!("\"other\", {tag}"),
        format!("W/\"other\" ,W/{tag}, \"third\""),
    ] {
        let got =
            served.ask(Method::GET, "/stories.json", &[HOST, ("if-none-match", &known)]).await;
        assert_eq!(got.status, StatusCode::NOT_MODIFIED, "{known}");
        assert!(got.body.is_empty(), "{known}");
        assert_eq!(got.header("etag"), tag, "{known}");
    }
    for other in ["", "\"other\"", tag.trim_matches('"'), "W/", "\"\""] {
        let got = served.ask(Method::GET, "/stories.json", &[HOST, ("if-none-match", other)]).await;
        assert_eq!((got.status, got.body.len()), (StatusCode::OK, whole.body.len()), "{other}");
    }
}

#[tokio::test]
async fn what_is_not_there_is_told_in_the_form_that_was_asked_for() {
    let served = Served::of(REPORTS);
    let page = served.get("/nothing").await;
    assert_eq!(page.status, StatusCode::NOT_FOUND);
    assert_eq!(page.header("content-type"), "text/html; charset=utf-8");
    assert!(page.body.contains("<h1>Not in this record</h1>"), "{}", page.body);

    let docs = served.page("/docs").await;
    for (path, status, title) in [
        ("/nothing.json", 404, "Not in this record"),
        ("/nothing.csv?a=b", 404, "Not in this record"),
        ("/story/zzzz.json", 404, "Not in this record"),
        ("/style.css.json", 404, "No such form"),
        ("/method.csv", 404, "No such form"),
        ("/stories.atom", 404, "No such form"),
        ("/stories.json?since=tuesday", 400, "Cannot be asked"),
        ("/stories.json?after=tuesday", 400, "Cannot be asked"),
        ("/stories.json?about=%22%22%20OR", 400, "Cannot be asked"),
    ] {
        let got = served.get(path).await;
        assert_eq!(got.header("content-type"), "application/problem+json", "{path}");
        let problem: Value = serde_json::from_str(&got.body).unwrap();
        assert_eq!(got.status, status, "{path}: {problem}");
        assert_eq!(problem["status"], status, "{path}");
        assert_eq!(problem["title"], title, "{path}");
        assert_eq!(problem["instance"], path);
        assert!(problem["detail"].as_str().is_some_and(|it| it.len() > 10), "{problem}");
        let anchor = problem["type"].as_str().unwrap().strip_prefix("/docs#").unwrap();
        assert!(docs.contains(&format!("id=\"{anchor}\"")), "{anchor} is described");
    }
}

/// Addresses made to break a reader: each is answered, and none leads out of the table.
#[tokio::test]
async fn strange_addresses_are_answered_like_any_other() {
    let served = Served::of(REPORTS);
    let long = "a".repeat(8 << 10);
    let words = "word%20OR%20".repeat(600) + "word";
    for path in [
        "/%zz".to_owned(),
        "/%".to_owned(),
        "/%2".to_owned(),
        "/story/%00".to_owned(),
        "/story/%ff%fe".to_owned(),
        "/story/%F0%9F%92%A9".to_owned(),
        "/story/%25".to_owned(),
        "/story/_".to_owned(),
        "/../../etc/passwd".to_owned(),
        "/%2e%2e/%2e%2e/etc/passwd".to_owned(),
        "/..%2f..%2fetc%2fpasswd".to_owned(),
        "/style.css/../../Cargo.toml".to_owned(),
        "//evil.example/stories".to_owned(),
        "/stories/".to_owned(),
        "/STORIES".to_owned(),
        "/.json".to_owned(),
        "/story/.json".to_owned(),
        format!("/{long}"),
        format!("/story/{long}"),
        format!("/stories?about={long}"),
        format!("/stories?about={words}"),
        format!("/stories?outlet={long}&speaker={long}"),
        "/stories?about=%00".to_owned(),
        "/stories?about=%22".to_owned(),
        "/stories?since=9999-99-99".to_owned(),
        "/stories?since=-0001-01-01".to_owned(),
        "/stories?after=%00;%00".to_owned(),
        "/stories?&&&=&=x&about".to_owned(),
        "/stories?about='%20OR%201=1--".to_owned(),
        "/stories?<script>alert(1)</script>=1".replace('<', "%3C").replace('>', "%3E"),
    ] {
        let begun = std::time::Instant::now();
        let got = served.get(&path).await;
        let told = &path[..path.len().min(60)];
        assert!([200, 400, 404].contains(&got.status.as_u16()), "{told}: {}", got.status);
        assert!(!got.body.contains("root:"), "{told}");
        assert!(!got.body.contains("<script>alert"), "{told}");
        assert!(begun.elapsed().as_secs() < 5, "{told}: {:?}", begun.elapsed());
    }
}

#[tokio::test]
async fn every_answer_says_what_a_browser_may_do_with_it() {
    let served = Served::of(REPORTS);
    let mut addresses = served.addresses().await;
    addresses.extend(["/nothing", "/nothing.json", "/stories?since=x"].map(str::to_owned));
    for path in addresses {
        let mut answers = vec![served.get(&path).await];
        answers.push(served.ask(Method::GET, &path, &[("host", "evil.example")]).await);
        answers.push(served.ask(Method::POST, &path, &[HOST]).await);
        answers.push(served.ask(Method::GET, &path, &[HOST, ("if-none-match", "*")]).await);
        for got in answers {
            let policy = got.header("content-security-policy");
            assert!(policy.starts_with("default-src 'none';"), "{path}: {policy}");
            for forbidden in ["unsafe", "http", "*"] {
                assert!(!policy.contains(forbidden), "{path}: {policy}");
            }
            assert_eq!(got.header("x-content-type-options"), "nosniff", "{path}");
            assert_eq!(got.header("referrer-policy"), "no-referrer", "{path}");
            assert_eq!(got.header("cross-origin-resource-policy"), "same-origin", "{path}");
            assert_eq!(got.header("cross-origin-opener-policy"), "same-origin", "{path}");
            assert_eq!(got.header("access-control-allow-origin"), "", "{path}");
            assert!(!got.header("cache-control").is_empty(), "{path}");
        }
    }
}

/// An address means the same whoever asks: it is copied, kept and sent on.
#[tokio::test]
async fn the_form_is_told_by_the_address_and_by_nothing_else() {
    let served = Served::of(REPORTS);
    let page = served.get("/stories").await;
    let asked = [HOST, ("accept", "application/json")];
    let asked_for_json = served.ask(Method::GET, "/stories", &asked).await;
    assert_eq!(page.body, asked_for_json.body);
    assert_eq!(page.header("vary"), "");
}

#[tokio::test]
async fn a_long_list_leads_on_in_every_form() {
    let mut reports = String::new();
    for n in 0..120 {
        // Each tells of a matter of its own.
        let word: String =
            (0..8).map(|at| char::from(b'a' + (n * 7 + at * n + at) as u8 % 26)).collect();
        reports.push_str(&format!(
            "{{\"outlet\": \"Harbour Post\", \"date\": \"{}-03-05\", \"text\": \"{word}{n} \
                {word}s {n}{word}\\n\\n\
             “The {word}{n} is mended,” Bo Lindt said in {word}ton.\"}}\n",
            // Years apart, so that no two are one story.
            2031 + n
        ));
    }
    let served = Served::of(&reports);
    let n_stories = served.reader().counts().unwrap().stories as usize;
    assert!(n_stories > 100, "{n_stories}");
    for form in [".json", ".ndjson", ".csv"] {
        let (mut path, mut n_rows, mut n_pages) = (format!("/stories{form}"), 0, 0);
        loop {
            let got = served.get(&path).await;
            assert_eq!(got.status, StatusCode::OK, "{path}");
            n_pages += 1;
            n_rows += match form {
                ".json" => {
                    let twin: Value = serde_json::from_str(&got.body).unwrap();
                    let link = twin["next"].as_str().map(|it| format!("<{it}>; rel=\"next\""));
                    assert_eq!(got.header("link"), link.unwrap_or_default());
                    twin["stories"].as_array().unwrap().len()
                }
                ".ndjson" => {
                    let rows = got.body.lines().map(serde_json::from_str::<Value>);
                    rows.map(|it| assert!(it.unwrap()["id"].is_string())).count()
                }
                _ => got.body.lines().count() - 1,
            };
            let link = got.header("link").to_owned();
            let next = link.strip_prefix('<').and_then(|it| it.split_once(">; rel=\"next\""));
            match next {
                Some((next, "")) => path = next.to_owned(),
                _ => break,
            }
        }
        assert_eq!((n_rows, n_pages), (n_stories, n_stories.div_ceil(50)), "{form}");
    }
}

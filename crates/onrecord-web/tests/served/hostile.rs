//! Reports made to break a page: whatever stands in them is shown as text.
//!
//! Every address of the program is asked, so that a new page is tested by being in the table.

use std::time::{Duration, Instant};

use crate::asked::Served;

/// What would do something in a page if it went into it as it is. Each stands in headlines, outlets,
/// names, quotations and text of the reports below.
const PIECES: [&str; 12] = [
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(2)>",
    "\"><svg onload=alert(3)>",
    "' onmouseover='alert(4)",
    "</title></textarea><script>alert(5)</script>",
    "<!-- never closed",
    "]]><script>alert(6)</script>",
    "{{ 7 * 7 }}{% raw %}",
    "javascript:alert(8)",
    "\u{202e}evil\u{202d}",
    "&lt;script&gt;alert(9)&lt;/script&gt;",
    "\u{0}\u{7}\u{1b}[31m\u{fffe}",
];

/// What no page may have in it as it is, in lower case.
const FORBIDDEN: [&str; 13] = [
    "<script>alert",
    "<img src=x",
    "<svg onload",
    "' onmouseover='",
    "</textarea>",
    "<!--",
    "]]><script",
    // What a reader asked for stands in a search box, where it is only text.
    "href=\"javascript:",
    "src=\"javascript:",
    "action=\"javascript:",
    "\u{202e}",
    "\u{202d}",
    "\u{0}",
];

/// What JSON and CSV may not have either.
const FORBIDDEN_IN_DATA: [&str; 1] = ["\u{0}"];

fn reports() -> String {
    let mut lines = String::new();
    for (n, piece) in PIECES.iter().enumerate() {
        // Two reports of each, so that there is something to compare.
        for (outlet, verb) in [("Harbour Post", "stays"), ("Coastal Wire", "remains")] {
            let text = format!(
                "Strait {n} {piece} closed to tankers\n\n\
                 The strait of Halmund {n} {verb} closed, the ministry of {piece} said on Wednesday.\n\n\
                 “Pilots number {n} {piece} {verb} in the harbour,” Ana {piece} Ruiz told reporters.\n\n\
                 Ruiz said the tankers {piece} would wait. {piece}"
            );
            lines.push_str(
                &serde_json::json!({
                    "url": format!("javascript:alert({n})//{piece}"),
                    "outlet": format!("{outlet} {piece}"),
                    "title": format!("Strait {n} {piece} closed to tankers"),
                    "author": piece,
                    "language": piece,
                    "date": "2031-03-05",
                    "text": text,
                })
                .to_string(),
            );
            lines.push('\n');
        }
    }
    let surrogates = "\\ud800 lone \\udc00\\ud800";
    lines.push_str(&format!(
        "{{\"outlet\": \"Echo {surrogates}\", \"title\": \"{surrogates}\", \"text\": \
         \"Broken {surrogates}\\n\\n“We will {surrogates} wait,” Ana Ruiz said.\"}}\n"
    ));
    let word = "a".repeat(1 << 20);
    for outlet in ["Echo", "Lowe Observer"] {
        lines.push_str(&format!(
            "{{\"outlet\": \"{outlet}\", \"title\": \"{word}\", \"date\": \"2031-03-06\", \
                \"text\": \
             \"{word}\\n\\n“We will {word} wait,” Ana {word} said on Friday in Lowe.\"}}\n"
        ));
    }
    lines
}

#[tokio::test]
async fn whatever_stands_in_a_report_is_shown_as_text() {
    let served = Served::of(&reports());
    let counts = served.reader().counts().unwrap();
    assert!(counts.reports > PIECES.len() as u64 * 2 && counts.statements > 20, "{counts:?}");
    let mut addresses = served.addresses().await;
    for report in served.reader().table("report", None).unwrap().rows {
        let id = report[0].as_str().unwrap().to_owned();
        addresses.push(format!("/report/{id}"));
        addresses.push(format!("/statement/{id}.0"));
    }
    for story in served.json("/stories.json").await["stories"].as_array().unwrap() {
        let id = story["id"].as_str().unwrap();
        for view in ["", ".json", "/read", "/apparatus", "/matrix", "/figures", ".atom"] {
            addresses.push(format!("/story/{id}{view}"));
        }
    }
    for piece in PIECES {
        let asked: String = piece.bytes().map(|it| format!("%{it:02X}")).collect();
        for list in [
            "/stories?about=",
            "/stories?outlet=",
            "/stories?speaker=",
            "/search?q=",
            "/outlet/",
            "/speaker/",
            "/story/",
            "/",
        ] {
            addresses.push(format!("{list}{asked}"));
            addresses.push(format!("{list}{asked}").replacen('?', ".json?", 1));
        }
    }
    let (mut n_pages, mut n_shown) = (0, 0);
    for path in addresses.iter().filter(|it| *it != "/record.db") {
        let begun = Instant::now();
        let got = served.get(path).await;
        let took = begun.elapsed();
        let told = &path[..path.len().min(80)];
        assert!([200, 400, 404].contains(&got.status.as_u16()), "{told}: {}", got.status);
        // A hang, not a slow build on a busy machine.
        assert!(took < Duration::from_secs(90), "{told}: {took:?}");
        let kind = got.header("content-type").to_owned();
        if kind.starts_with("text/html") {
            n_pages += 1;
            n_shown += usize::from(got.body.contains("&lt;script&gt;alert(1)"));
            check_page(told, &got.body);
        } else if !kind.starts_with("text/css") && !kind.starts_with("text/javascript") {
            for piece in FORBIDDEN_IN_DATA {
                assert!(!got.body.contains(piece), "{told}: {piece:?}");
            }
        }
    }
    assert!(n_pages > 40 && n_shown > 3, "{n_pages} pages, {n_shown} with the first piece");
}

fn check_page(path: &str, page: &str) {
    let body = page.to_lowercase();
    for piece in FORBIDDEN {
        let at = body.find(piece).map(|at| body[..at].chars().rev().take(80).collect::<String>());
        let before = at.map(|it| it.chars().rev().collect::<String>());
        assert!(before.is_none(), "{path}: {piece:?} behind {before:?}");
    }
    // Tags and their attributes: only what templates have.
    for tag in body.split('<').skip(1).filter_map(|it| it.split('>').next()) {
        let name = tag.trim_start_matches('/').split([' ', '\n']).next().unwrap();
        assert!(
            !["iframe", "object", "embed", "base", "math", "style"].contains(&name),
            "{path}: <{tag}>"
        );
        assert!(
            name != "script"
                || tag.starts_with('/')
                || tag.starts_with("script src=\"/script.js\""),
            "{path}: <{tag}>"
        );
        let handlers = tag.split('"').step_by(2).flat_map(str::split_whitespace);
        for attribute in handlers {
            assert!(!(attribute.starts_with("on") && attribute.contains('=')), "{path}: <{tag}>");
            assert!(!attribute.starts_with("style="), "{path}: the policy forbids it: <{tag}>");
        }
    }
    for address in body.split("href=\"").skip(1).filter_map(|it| it.split('"').next()) {
        let here = address.starts_with(['/', '#', '?']) && !address.starts_with("//");
        let known =
            here || ["http://", "https://", "data:,"].iter().any(|it| address.starts_with(it));
        assert!(known, "{path}: href=\"{}\"", &address[..address.len().min(80)]);
    }
}

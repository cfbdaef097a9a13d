//! Each kind of page under axe-core (`tests/axe`), in light and dark, wide and narrow; and a picture
//! of each, to be looked at.

use std::path::{Path, PathBuf};

use serde_json::{Value, json};

use crate::driver::{Browser, http, note};
use crate::site::{Site, kind};

const AXE: &str = include_str!("../axe/axe.min.js");

/// Pages there are to be. One that no other leads to is named and passed over, until it is there.
const PAGES: [&str; 17] = [
    "/",
    "/story/{id}",
    "/story/{id}/read",
    "/story/{id}/apparatus",
    "/story/{id}/matrix",
    "/story/{id}/figures",
    "/story/{id}/events",
    "/report/{id}",
    "/statement/{id}",
    "/speaker/{id}",
    "/outlet/{id}",
    "/search",
    "/figures",
    "/talks",
    "/method",
    "/docs",
    "/stories",
];

/// Widths of windows, in CSS pixels: a desk's and a telephone's.
const WIDTHS: [u32; 2] = [1280, 390];

/// What the rules of axe-core are named for: WCAG 2.2 A and AA, and habits beyond.
const TAGS: [&str; 6] = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];

pub(crate) fn check_every_page(browser: &Browser, site: &Site) {
    let mut faults = Vec::new();
    for (name, address) in addresses(site) {
        for width in WIDTHS {
            browser.size(width, 900);
            browser.media("", &[("prefers-color-scheme", "light")]);
            browser.open(&site.at(&address));
            faults.extend(troubles(browser).into_iter().map(|it| format!("{address}: {it}")));
            keep_picture(browser, &name, width);
            let wide = browser.value("document.documentElement.scrollWidth - innerWidth");
            if wide.as_f64() > Some(0.0) {
                faults.push(format!("{address} at {width}: {wide} pixels wider than the window"));
            }
            browser.value(AXE.trim_end().trim_end_matches(';'));
            let at = format!("{address} at {width}");
            faults.extend(violations(browser, &json!({ "type": "tag", "values": TAGS }), &at));
            // Nothing but colours is another in the dark.
            browser.media("", &[("prefers-color-scheme", "dark")]);
            let contrast = json!({ "type": "rule", "values": ["color-contrast"] });
            faults.extend(violations(browser, &contrast, &format!("{at}, dark")));
        }
    }
    assert!(faults.is_empty(), "{} faults:\n{}", faults.len(), faults.join("\n"));
}

/// Names for pictures, and addresses: one of each kind, and what pages show in other states.
fn addresses(site: &Site) -> Vec<(String, String)> {
    let story = &site.story;
    let mut addresses = vec![
        ("stories-found".to_owned(), "/?about=pilots".to_owned()),
        ("stories-none".to_owned(), "/?about=zeppelin".to_owned()),
        ("story-altered".to_owned(), format!("/story/{story}?only=altered")),
        ("missing".to_owned(), "/story/nothing-of-the-kind".to_owned()),
    ];
    for kind in PAGES {
        match site.page(kind) {
            Some(page) => addresses.push((name(kind), page.to_owned())),
            // The first page has the same.
            None if kind == "/stories" => {}
            None => note(&format!("no page leads to {kind}: passed over")),
        }
    }
    let unknown = site.kinds().filter(|it| !PAGES.contains(it));
    addresses.extend(unknown.map(|kind| (name(kind), site.page(kind).unwrap_or("/").to_owned())));
    addresses.extend(promised(site));
    addresses
}

/// What the description of the API promises and no page leads to is to be looked at all the same,
/// where it has no names in it.
fn promised(site: &Site) -> Vec<(String, String)> {
    let (status, described) = http(site.port, "GET", "/openapi.json", "");
    if status != 200 {
        note("no /openapi.json: only pages that others lead to are looked at");
        return Vec::new();
    }
    let described: Value = serde_json::from_str(&described).unwrap();
    let paths = described["paths"].as_object().into_iter().flatten().map(|(path, _)| path.as_str());
    let unseen = paths.filter(|it| !it.contains('.') && site.page(&kind(it)).is_none());
    let (named, plain): (Vec<&str>, Vec<&str>) = unseen.partition(|it| it.contains('{'));
    for path in named {
        note(&format!("{path} is described, and no page leads to one"));
    }
    plain.into_iter().map(|it| (name(it), it.to_owned())).collect()
}

/// `story-apparatus` of `/story/{id}/apparatus`.
fn name(kind: &str) -> String {
    let parts: Vec<&str> = kind.split('/').filter(|it| !it.is_empty() && *it != "{id}").collect();
    if parts.is_empty() { "stories".to_owned() } else { parts.join("-") }
}

/// A page that is missing is told of on the console by the browser itself.
fn troubles(browser: &Browser) -> Vec<String> {
    let mut troubles = browser.troubles();
    troubles.retain(|it| !(it.contains("nothing-of-the-kind") && it.contains("404")));
    troubles
}

fn violations(browser: &Browser, rules: &Value, at: &str) -> Vec<String> {
    let run = "const found = await axe.run(document, { runOnly: arguments_[0], resultTypes: ['violations'] });
        return found.violations.flatMap((rule) => rule.nodes.map((it) =>
            `${rule.id}: ${it.target.join(' ')} ${it.any.concat(it.all, it.none).map((it) => it.message).join('; ')}`));";
    let found = browser.promised(run, json!([rules]));
    let found = found.as_array().cloned().unwrap_or_default();
    // A fault that is in each row of a table is told once or twice.
    let mut told: Vec<String> = Vec::new();
    for it in found.iter().filter_map(Value::as_str) {
        let rule = it.split(':').next().unwrap_or(it);
        if told.iter().filter(|it| it.starts_with(rule)).count() < 3 {
            told.push(it.to_owned());
        }
    }
    told.into_iter().map(|it| format!("{at}: {it}")).collect()
}

/// Under `target/screenshots/`.
fn keep_picture(browser: &Browser, name: &str, width: u32) {
    let target = Path::new(env!("CARGO_TARGET_TMPDIR")).parent().map(Path::to_owned);
    let folder: PathBuf = target.unwrap_or_default().join("screenshots");
    std::fs::create_dir_all(&folder).unwrap();
    let png = decoded(&browser.picture());
    std::fs::write(folder.join(format!("{name}-{width}.png")), png).unwrap();
}

/// Base 64.
fn decoded(text: &str) -> Vec<u8> {
    let value = |it: u8| match it {
        b'A'..=b'Z' => Some(it - b'A'),
        b'a'..=b'z' => Some(it - b'a' + 26),
        b'0'..=b'9' => Some(it - b'0' + 52),
        b'+' => Some(62),
        b'/' => Some(63),
        _ => None,
    };
    let digits: Vec<u32> = text.bytes().filter_map(value).map(u32::from).collect();
    let bytes = digits.chunks(4).flat_map(|four| {
        let whole = four.iter().fold(0, |sum, it| sum << 6 | it) << (6 * (4 - four.len()));
        [whole >> 16, whole >> 8, whole].map(|it| it as u8).into_iter().take(four.len() - 1)
    });
    bytes.collect()
}

/// How many pixels of the window have the colour that only lit words of the source have.
pub(crate) fn n_lit(browser: &Browser) -> u64 {
    let shot = browser.devtools("Page.captureScreenshot", json!({ "format": "png" }));
    let count = "const picture = new Image();
        picture.src = 'data:image/png;base64,' + arguments_[0];
        await picture.decode();
        const canvas = new OffscreenCanvas(picture.width, picture.height).getContext('2d');
        canvas.drawImage(picture, 0, 0);
        const { data } = canvas.getImageData(0, 0, picture.width, picture.height);
        let n = 0;
        for (let at = 0; at < data.length; at += 4)
            if (data[at] === 255 && data[at + 1] === 0 && data[at + 2] === 200) n += 1;
        return n;";
    browser.promised(count, json!([shot["data"]])).as_u64().unwrap_or(0)
}

/// A page of that kind that links into the source.
pub(crate) fn page_with(site: &Site, kind: &str, source: &str) -> Option<String> {
    let link = format!("href=\"{source}#:~:text=");
    let stories: Value =
        serde_json::from_str(&http(site.port, "GET", "/stories.json", "").1).ok()?;
    let ids = stories["stories"].as_array()?.iter().filter_map(|it| it["id"].as_str());
    let of_story = |id: &str| -> Vec<String> {
        let whole = http(site.port, "GET", &format!("/story/{id}.json"), "").1;
        let whole: Value = serde_json::from_str(&whole).unwrap_or_default();
        let own = whole["reports"].as_array().into_iter().flatten();
        let own = own.filter(|it| it["outlet"] == "Harbour Lantern");
        let own: Vec<String> = own.filter_map(|it| it["id"].as_str().map(str::to_owned)).collect();
        let first_part = kind.split('/').nth(1).unwrap_or_default();
        match first_part {
            "report" => own.iter().map(|it| format!("/report/{it}")).collect(),
            _ => own.iter().flat_map(|it| statements_of(it)).collect(),
        }
    };
    let pages: Vec<String> = ids.flat_map(of_story).collect();
    pages.into_iter().find(|it| http(site.port, "GET", it, "").1.contains(&link))
}

/// Addresses that its first statements would have.
fn statements_of(report: &str) -> Vec<String> {
    (0..4).map(|n| format!("/statement/{report}.{n}")).collect()
}

//! The record that the tests look at, served: the corpus, and one more report at an address of this
//! machine, so that a link into its source leads somewhere.

use std::collections::{BTreeMap, BTreeSet, VecDeque};
use std::fs::File;
use std::io::{BufRead, BufReader, Write};
use std::net::TcpListener;
use std::path::{Path, PathBuf};
use std::sync::OnceLock;

use onrecord::{Capture, Lexicon, Report, intake};
use onrecord_store::Record;
use onrecord_web::Server;
use serde_json::Value;
use tempfile::TempDir;

use crate::driver::http;

/// The added report's address on its server.
pub(crate) const SOURCE: &str = "/2031/03/06/harbour-pilots.html";

/// What stands in it, far down.
pub(crate) const SAID: &str = "Every pilot who boards a ship in fog does so on trust alone";

pub(crate) struct Site {
    pub(crate) port: u16,
    pub(crate) source_port: u16,
    pub(crate) record: PathBuf,
    /// The story of most reports.
    pub(crate) story: String,
    pages: BTreeMap<String, Vec<String>>,
    _folder: TempDir,
}

/// One for all tests that only read.
pub(crate) fn site() -> &'static Site {
    static SITE: OnceLock<Site> = OnceLock::new();
    SITE.get_or_init(Site::serve)
}

impl Site {
    /// A record of its own.
    pub(crate) fn serve() -> Site {
        let folder = tempfile::tempdir().unwrap();
        let record = folder.path().join("onrecord.db");
        let source_port = serve_source();
        let corpus = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../corpus");
        let mut captures: Vec<Capture> = files(&corpus).iter().flat_map(|it| read(it)).collect();
        captures.push(source(source_port));
        add(&record, captures);
        let port = serve(&record);
        let stories: Value =
            serde_json::from_str(&http(port, "GET", "/stories.json", "").1).unwrap();
        let stories = stories["stories"].as_array().unwrap();
        let largest = stories.iter().max_by_key(|it| it["reports"].as_u64()).unwrap();
        let story = largest["id"].as_str().unwrap().to_owned();
        let pages = pages(port, &story);
        Site { port, source_port, record, story, pages, _folder: folder }
    }

    pub(crate) fn at(&self, path: &str) -> String {
        format!("http://127.0.0.1:{}{path}", self.port)
    }

    /// A page of that kind that other pages lead to: `/report/{id}`.
    pub(crate) fn page(&self, kind: &str) -> Option<&str> {
        self.pages.get(kind)?.first().map(String::as_str)
    }

    /// Every kind of page that others lead to.
    pub(crate) fn kinds(&self) -> impl Iterator<Item = &str> {
        self.pages.keys().map(String::as_str)
    }
}

/// Adds reports to a record, as another process would.
pub(crate) fn add(record: &Path, captures: Vec<Capture>) {
    let lexicon = Lexicon::english();
    let annotate = |report: &Report| onrecord::annotate::annotate(&lexicon, report);
    let mut record = Record::create(record).unwrap();
    onrecord_store::update_on(2, &mut record, &annotate, captures.into_iter().map(Ok), &())
        .unwrap();
}

fn serve(record: &Path) -> u16 {
    let server = Server::bind(record, 0).unwrap();
    let port = server.address().unwrap().port();
    // It ends with the process.
    std::thread::spawn(|| server.run());
    port
}

fn files(folder: &Path) -> Vec<PathBuf> {
    let mut entries: Vec<PathBuf> =
        std::fs::read_dir(folder).unwrap().map(|it| it.unwrap().path()).collect();
    entries.sort();
    let about = ["gold", "README.md", "SOURCES.md"];
    entries.retain(|it| !about.iter().any(|about| it.ends_with(about)));
    entries.into_iter().flat_map(|it| if it.is_dir() { files(&it) } else { vec![it] }).collect()
}

fn read(path: &Path) -> Vec<Capture> {
    let file = BufReader::new(File::open(path).unwrap());
    let name = path.file_name().unwrap().to_string_lossy().into_owned();
    intake::read(&name, file).map(|it| it.unwrap()).collect()
}

// The source ------------------------------------------------------------------------------------

fn source(port: u16) -> Capture {
    let url = format!("http://127.0.0.1:{port}{SOURCE}");
    let line =
        serde_json::json!({ "url": url, "outlet": "Harbour Lantern", "html": source_page() });
    let line = std::io::Cursor::new(line.to_string());
    intake::read("source.jsonl", line).next().unwrap().unwrap()
}

/// Long enough that the words are below the first screen. What the browser lights has a colour that
/// stands nowhere else.
pub(crate) fn source_page() -> String {
    let filler: String = (1..=40)
        .map(|n| {
            format!(
                "<p>At berth {n} the morning went as mornings go in Port Amsel: two barges of gravel, a \
                 tanker that waited for the tide, and a clerk with a list who counted what came in and \
                 what went out. Nobody at berth {n} had heard of new rules.</p>\n"
            )
        })
        .collect();
    format!(
        "<!doctype html><html lang=\"en\"><head><meta charset=\"utf-8\">\
         <title>Pilots ask for a rule on fog</title>\
         <meta property=\"article:published_time\" content=\"2031-03-06T09:00:00Z\">\
         <meta property=\"og:site_name\" content=\"Harbour Lantern\">\
         <style>body {{ font: 20px/1.6 serif }} ::target-text {{ background: rgb(255, 0, 200) }}</style>\
         </head><body><article><h1>Pilots ask for a rule on fog</h1>\n{filler}\
         <p id=\"said\">“{SAID},” said Ilse Marrin, head of the Amsel pilots’ guild. “We ask for a rule \
         that a captain can read.”</p>\n{filler}</article></body></html>"
    )
}

/// Serves the page, and nothing else, to whoever asks.
fn serve_source() -> u16 {
    let listener = TcpListener::bind(("127.0.0.1", 0)).unwrap();
    let port = listener.local_addr().unwrap().port();
    std::thread::spawn(move || {
        for socket in listener.incoming().filter_map(Result::ok) {
            let mut asked = BufReader::new(&socket).lines();
            let first = asked.next().and_then(Result::ok).unwrap_or_default();
            asked.find(|it| it.as_ref().is_ok_and(String::is_empty));
            let (status, body) = match first.contains(SOURCE) {
                true => ("200 OK", source_page()),
                false => ("204 No Content", String::new()),
            };
            let head = format!(
                "HTTP/1.1 {status}\r\nContent-Type: text/html; charset=utf-8\r\n\
                 Content-Length: {}\r\nConnection: close\r\n\r\n",
                body.len()
            );
            let _ = (&socket).write_all(format!("{head}{body}").as_bytes());
        }
    });
    port
}

// The pages that lead to each other -------------------------------------------------------------

/// No more pages of a kind are opened to look for links.
const OF_A_KIND: usize = 4;

/// Addresses by kind, found by following links from the largest story and the first page.
fn pages(port: u16, story: &str) -> BTreeMap<String, Vec<String>> {
    let mut pages: BTreeMap<String, Vec<String>> = BTreeMap::new();
    let mut seen = BTreeSet::new();
    let mut next =
        VecDeque::from(["/".to_owned(), format!("/story/{story}"), "/search?q=pilots".to_owned()]);
    while let Some(address) = next.pop_front() {
        let kind = kind(&address);
        if pages.get(&kind).is_some_and(|it| it.len() >= OF_A_KIND) || !seen.insert(address.clone())
        {
            continue;
        }
        let (status, body) = http(port, "GET", &address, "");
        if status != 200 || !body.starts_with("<!doctype html>") {
            continue;
        }
        pages.entry(kind).or_default().push(address);
        next.extend(links(&body));
    }
    pages
}

/// Addresses on this server that a page leads to.
fn links(body: &str) -> Vec<String> {
    let after = body.split("href=\"").skip(1).filter_map(|it| it.split('"').next());
    let own = after.filter(|it| it.starts_with('/') && !it.starts_with("//"));
    own.map(|it| it.split('#').next().unwrap_or(it).replace("&amp;", "&")).collect()
}

/// The kind of page at an address: as the table of addresses has it.
pub(crate) fn kind(address: &str) -> String {
    let path = address.split(['?', '#']).next().unwrap_or(address);
    let mut parts: Vec<&str> = path.split('/').filter(|it| !it.is_empty()).collect();
    if let [_, id, ..] = &mut parts[..] {
        *id = "{id}";
    }
    // An utterance's number: pages that differ in nothing else are of one kind.
    if let [_, _, _, number] = &mut parts[..] {
        *number = "{n}";
    }
    format!("/{}", parts.join("/"))
}

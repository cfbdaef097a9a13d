//! Asks a served record for its pages, many at once, and tells how long they take.
//!
//! `addresses` finds pages of every kind by what the server itself lists and links to, so that it
//! knows no more of it than a reader. `ask` opens connections that each wait for an answer before
//! they ask again, kind by kind: each address once, then the same once more.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::path::Path;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use anyhow::{Context, ensure};
use serde_json::{Value, json};

/// So many stories are looked into for links, spread over the whole list; and the largest besides.
const N_STORIES: usize = 1_200;
const N_LARGEST: usize = 24;

/// No more addresses of a kind than this.
const OF_A_KIND: usize = 4_000;

/// A story of so many reports is of a kind of its own: its page may take longer.
const LARGE: u64 = 200;

// Addresses -------------------------------------------------------------------------------------

/// Writes kinds and addresses of pages, a line each.
pub(crate) fn addresses(server: &str, out: &Path) -> anyhow::Result<()> {
    let mut connection = Connection::to(server)?;
    let mut found = Found::default();
    let stories = stories(&mut connection, &mut found)?;
    for story in chosen(&stories) {
        let address = format!("/story/{}", story.id);
        let kind = if story.n_reports >= LARGE { "/story/{id}, large" } else { "/story/{id}" };
        found.add(kind, &address);
        let words: Vec<&str> = story.title.split(' ').filter(|it| it.len() > 5).take(2).collect();
        found.add("/search", &format!("/search?q={}", encoded(&words.join(" "))));
        found.add("/?about=", &format!("/?about={}", encoded(&words.join(" "))));
        let links = connection.links(&address)?;
        // What a report and a statement lead to.
        let of = |start: &str| links.iter().find(|it| it.starts_with(start)).cloned();
        let further = [of("/report/"), of("/statement/")];
        links.iter().for_each(|it| found.add(&kind_of(it), it));
        for address in further.into_iter().flatten() {
            for link in connection.links(&address)? {
                found.add(&kind_of(&link), &link);
            }
        }
    }
    let mut lines = String::new();
    for (kind, addresses) in &found.by_kind {
        // One that is not there is no page.
        let first = addresses.iter().next().map(String::as_str).unwrap_or_default();
        if connection.ask(first)?.status == 200 {
            let own = addresses.iter().take(OF_A_KIND);
            own.for_each(|it| lines.push_str(&format!("{kind}\t{it}\n")));
        }
    }
    fs::write(out, lines).with_context(|| format!("cannot write {}", out.display()))
}

struct Listed {
    id: String,
    title: String,
    n_reports: u64,
}

/// All stories; pages of the list are found on the way.
fn stories(connection: &mut Connection, found: &mut Found) -> anyhow::Result<Vec<Listed>> {
    let mut stories = Vec::new();
    let mut next = Some("/stories.json".to_owned());
    while let Some(address) = next {
        let page: Value = serde_json::from_slice(&connection.ask(&address)?.body)?;
        let text = |it: &Value| it.as_str().unwrap_or_default().to_owned();
        let rows = page["stories"].as_array().context("/stories.json has no stories")?;
        stories.extend(rows.iter().map(|it| Listed {
            id: text(&it["id"]),
            title: text(&it["title"]),
            n_reports: it["reports"].as_u64().unwrap_or(0),
        }));
        found.add("/stories", &address.replace("/stories.json", "/stories"));
        next = page["next"].as_str().map(str::to_owned);
    }
    Ok(stories)
}

/// Some of all, and the largest.
fn chosen(stories: &[Listed]) -> Vec<&Listed> {
    let mut by_size: Vec<&Listed> = stories.iter().collect();
    by_size.sort_by_key(|it| std::cmp::Reverse(it.n_reports));
    by_size.truncate(N_LARGEST);
    let every = (stories.len() / N_STORIES).max(1);
    by_size.into_iter().chain(stories.iter().step_by(every)).collect()
}

#[derive(Default)]
struct Found {
    by_kind: BTreeMap<String, BTreeSet<String>>,
}

impl Found {
    fn add(&mut self, kind: &str, address: &str) {
        self.by_kind.entry(kind.to_owned()).or_default().insert(address.to_owned());
    }
}

/// `/report/{id}` of `/report/7k3q…`; a view asked for otherwise is of the same kind.
fn kind_of(address: &str) -> String {
    let path = address.split(['?', '#']).next().unwrap_or(address);
    let mut parts: Vec<&str> = path.split('/').filter(|it| !it.is_empty()).collect();
    if let [_, id, ..] = &mut parts[..] {
        *id = "{id}";
    }
    if let Some(n) = parts.last_mut().filter(|it| it.parse::<u32>().is_ok()) {
        *n = "{n}";
    }
    format!("/{}", parts.join("/"))
}

fn is_page(address: &str) -> bool {
    let path = address.split('?').next().unwrap_or(address);
    ![".json", ".csv", ".atom", ".txt", ".md", ".css", ".js", ".db"]
        .iter()
        .any(|it| path.ends_with(it))
}

fn encoded(words: &str) -> String {
    let byte = |it: u8| match it {
        b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' => char::from(it).to_string(),
        it => format!("%{it:02X}"),
    };
    words.bytes().map(byte).collect()
}

/// So many addresses are asked for again.
const AGAIN: usize = 500;

// Asking ----------------------------------------------------------------------------------------

/// Asks for the addresses in a file and prints a line of JSON for each kind and visit.
pub(crate) fn ask(server: &str, addresses: &Path, options: &[&str]) -> anyhow::Result<()> {
    let (mut n_connections, mut seconds) = (32, 10);
    for option in options.chunks(2) {
        match *option {
            ["--connections", n] => n_connections = n.parse()?,
            ["--seconds", n] => seconds = n.parse()?,
            _ => anyhow::bail!("no such option, or nothing after it: {}", option.join(" ")),
        }
    }
    let lines = fs::read_to_string(addresses)?;
    let mut by_kind: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
    for (kind, address) in lines.lines().filter_map(|it| it.split_once('\t')) {
        by_kind.entry(kind).or_default().push(address);
    }
    let time = Duration::from_secs(seconds);
    for (kind, addresses) in by_kind {
        let first = round(server, &addresses, n_connections, time)?;
        say(kind, "first", &first)?;
        // So few that the server can have kept all of them.
        let known = &addresses[..first.n_asked.min(AGAIN)];
        let again = round(server, known, n_connections, time)?;
        say(kind, "again", &again)?;
    }
    Ok(())
}

/// What a round came to.
#[derive(Default)]
struct Round {
    /// How many of the addresses, from the first, were asked for.
    n_asked: usize,
    n_errors: usize,
    milliseconds: Vec<f64>,
    largest: usize,
    seconds: f64,
}

/// Each address once, in order, until the time is over.
fn round(
    server: &str,
    addresses: &[&str],
    n_connections: usize,
    time: Duration,
) -> anyhow::Result<Round> {
    let next = AtomicUsize::new(0);
    let connections = (0..n_connections).map(|_| Connection::to(server));
    let connections = connections.collect::<anyhow::Result<Vec<_>>>()?;
    let begin = Instant::now();
    let work = |mut connection: Connection| -> anyhow::Result<Round> {
        let mut round = Round::default();
        while begin.elapsed() < time {
            let at = next.fetch_add(1, Ordering::Relaxed);
            let Some(address) = addresses.get(at) else { break };
            let asked = Instant::now();
            let answer = connection.ask(address)?;
            round.milliseconds.push(asked.elapsed().as_secs_f64() * 1e3);
            round.n_errors += usize::from(answer.status != 200);
            round.largest = round.largest.max(answer.body.len());
        }
        Ok(round)
    };
    let rounds = std::thread::scope(|scope| {
        let started: Vec<_> =
            connections.into_iter().map(|it| scope.spawn(move || work(it))).collect();
        let ended = started.into_iter().map(|it| it.join().expect("a connection panicked"));
        ended.collect::<anyhow::Result<Vec<_>>>()
    })?;
    let mut all = Round { seconds: begin.elapsed().as_secs_f64(), ..Round::default() };
    for round in rounds {
        all.n_errors += round.n_errors;
        all.largest = all.largest.max(round.largest);
        all.milliseconds.extend(round.milliseconds);
    }
    all.n_asked = all.milliseconds.len();
    all.milliseconds.sort_by(f64::total_cmp);
    Ok(all)
}

fn say(kind: &str, visit: &str, round: &Round) -> anyhow::Result<()> {
    let at = |share: f64| {
        let place = (round.milliseconds.len() as f64 * share).ceil() as usize;
        round.milliseconds.get(place.saturating_sub(1)).copied().unwrap_or(0.0)
    };
    let line = json!({
        "kind": kind, "visit": visit, "requests": round.n_asked, "errors": round.n_errors,
        "seconds": round.seconds, "p50": at(0.5), "p95": at(0.95), "p99": at(0.99),
        "most": at(1.0), "largest": round.largest,
    });
    Ok(writeln!(std::io::stdout(), "{line}")?)
}

// A connection ----------------------------------------------------------------------------------

/// Kept open; one question at a time.
struct Connection {
    server: String,
    socket: BufReader<TcpStream>,
}

struct Answered {
    status: u16,
    body: Vec<u8>,
}

impl Connection {
    /// `127.0.0.1:8417`, with or without `http://`.
    fn to(server: &str) -> anyhow::Result<Connection> {
        let server = server.trim_start_matches("http://").trim_end_matches('/').to_owned();
        let socket =
            TcpStream::connect(&server).with_context(|| format!("no server at {server}"))?;
        socket.set_nodelay(true)?;
        Ok(Connection { server, socket: BufReader::with_capacity(1 << 16, socket) })
    }

    fn ask(&mut self, address: &str) -> anyhow::Result<Answered> {
        let asked = format!("GET {address} HTTP/1.1\r\nHost: {}\r\n\r\n", self.server);
        self.socket.get_mut().write_all(asked.as_bytes())?;
        let mut line = String::new();
        ensure!(self.socket.read_line(&mut line)? > 0, "the server closed the connection");
        let status = line.split(' ').nth(1).and_then(|it| it.parse().ok());
        let status = status.context("the server does not answer in HTTP")?;
        let mut n_bytes = None;
        while line.trim_end() != "" {
            line.clear();
            self.socket.read_line(&mut line)?;
            if let Some((name, value)) = line.split_once(':')
                && name.eq_ignore_ascii_case("content-length")
            {
                n_bytes = value.trim().parse::<usize>().ok();
            }
        }
        let mut body = vec![0; n_bytes.context("an answer of unknown length")?];
        self.socket.read_exact(&mut body)?;
        Ok(Answered { status, body })
    }

    /// Pages of this server that a page leads to: no other forms, no places within a page.
    fn links(&mut self, address: &str) -> anyhow::Result<Vec<String>> {
        let body = String::from_utf8(self.ask(address)?.body)?;
        let links = body.split("href=\"").skip(1).filter_map(|it| it.split('"').next());
        let own = links.filter(|it| it.starts_with('/') && !it.starts_with("//"));
        let own = own.map(|it| it.split('#').next().unwrap_or(it).replace("&amp;", "&"));
        Ok(own.filter(|it| is_page(it)).collect())
    }
}

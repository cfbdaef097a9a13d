//! `onrecord serve`, as a process: it tells where it is, answers, and ends when it is told to.
#![cfg(unix)]

use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::path::Path;
use std::process::{Child, ChildStderr, Command, Output, Stdio};

fn onrecord(args: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_onrecord")).args(args).output().unwrap()
}

fn err(output: &Output) -> String {
    String::from_utf8(output.stderr.clone()).unwrap()
}

/// A record of two reports.
fn record(folder: &Path) -> String {
    let text = "{\"outlet\": \"Harbour Post\", \"date\": \"2031-03-05\", \"text\": \"Strait stays \
        closed\\n\\n\
                “We will wait,” Ana Ruiz said on Wednesday in Port Lowe.\"}\n";
    let file = folder.join("reports.jsonl");
    std::fs::write(&file, text).unwrap();
    let record = folder.join("press.db").display().to_string();
    let added = onrecord(&["add", file.to_str().unwrap(), "--record", &record, "--tier", "fast"]);
    assert_eq!(added.status.code(), Some(0), "{}", err(&added));
    record
}

/// A server, and the address it told.
struct Serving {
    child: Child,
    told: BufReader<ChildStderr>,
    address: String,
}

impl Serving {
    fn start(args: &[&str]) -> Serving {
        let mut command = Command::new(env!("CARGO_BIN_EXE_onrecord"));
        let command = command.args(args).stdout(Stdio::null()).stderr(Stdio::piped());
        let mut child = command.spawn().unwrap();
        let mut told = BufReader::new(child.stderr.take().unwrap());
        let mut line = String::new();
        while !line.contains("http://") {
            line.clear();
            assert!(told.read_line(&mut line).unwrap() > 0, "it ended before it told an address");
        }
        let address = line.split("http://").nth(1).unwrap().split('/').next().unwrap().to_owned();
        Serving { child, told, address }
    }

    /// What is answered to a question in so many words.
    fn send(&self, request: &str) -> String {
        let mut stream = TcpStream::connect(&self.address).unwrap();
        stream.write_all(request.as_bytes()).unwrap();
        let mut answer = String::new();
        stream.read_to_string(&mut answer).unwrap();
        answer
    }

    fn get(&self, path: &str) -> String {
        let host = &self.address;
        self.send(&format!("GET {path} HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n\r\n"))
    }

    /// Sends it a signal and waits for its end; gives the exit status and what else it told.
    fn stop(mut self, signal: &str) -> (Option<i32>, String) {
        let id = self.child.id().to_string();
        assert!(Command::new("kill").args([signal, &id]).status().unwrap().success());
        let status = self.child.wait().unwrap();
        let mut rest = String::new();
        self.told.read_to_string(&mut rest).unwrap();
        (status.code(), rest)
    }
}

#[test]
fn serve_tells_its_address_answers_and_ends_with_ctrl_c() {
    let folder = tempfile::tempdir().unwrap();
    let record = record(folder.path());
    let serving = Serving::start(&["serve", "--record", &record, "--port", "0"]);
    assert!(serving.address.starts_with("127.0.0.1:"), "{}", serving.address);

    let answer = serving.get("/stories.json");
    assert!(answer.starts_with("HTTP/1.1 200 OK\r\n"), "{answer}");
    assert!(answer.contains("content-type: application/json\r\n"), "{answer}");
    let body = answer.split_once("\r\n\r\n").unwrap().1;
    let twin: serde_json::Value = serde_json::from_str(body).unwrap();
    assert_eq!(twin["stories"][0]["title"], "Strait stays closed");

    // On the wire: what has no body says nothing of its length that is not so.
    let tag = answer.split("etag: ").nth(1).unwrap().split("\r\n").next().unwrap();
    let host = &serving.address;
    let again = serving.send(&format!(
        "GET /stories.json HTTP/1.1\r\nHost: {host}\r\nIf-None-Match: {tag}\r\nConnection: \
            close\r\n\r\n"
    ));
    assert!(again.starts_with("HTTP/1.1 304 ") && again.ends_with("\r\n\r\n"), "{again}");
    assert!(!again.contains("content-length: 0"), "{again}");
    let head =
        serving.send(&format!("HEAD / HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n\r\n"));
    assert!(head.starts_with("HTTP/1.1 200 ") && head.ends_with("\r\n\r\n"), "{head}");

    // A browser keeps its connections open: they do not hold up the end.
    let open = TcpStream::connect(&serving.address).unwrap();
    let (status, rest) = serving.stop("-INT");
    assert_eq!((status, rest.as_str()), (Some(0), ""));
    drop(open);
}

#[test]
fn other_names_and_raw_nonsense_are_refused_on_the_wire() {
    let folder = tempfile::tempdir().unwrap();
    let record = record(folder.path());
    let serving = Serving::start(&["serve", "--record", &record, "--port", "0"]);
    for (request, status) in [
        ("GET / HTTP/1.1\r\nHost: evil.example\r\nConnection: close\r\n\r\n", "421"),
        ("GET / HTTP/1.1\r\nConnection: close\r\n\r\n", "421"),
        ("GET / HTTP/1.0\r\n\r\n", "421"),
        (
            "GET http://evil.example/ HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n",
            "421",
        ),
        (
            "POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: 2\r\nConnection: \
                close\r\n\r\nhi",
            "405",
        ),
        ("GET /\0 HTTP/1.1\r\nHost: localhost\r\n\r\n", "400"),
        ("GET /stories?about=\u{1} HTTP/1.1\r\nHost: localhost\r\n\r\n", "400"),
        ("\u{16}\u{3}\u{1}\0\r\n\r\n", "400"),
    ] {
        let answer = serving.send(request);
        assert!(
            answer.starts_with(&format!("HTTP/1.1 {status} "))
                || answer.starts_with(&format!("HTTP/1.0 {status} ")),
            "{request:?}: {answer}"
        );
        assert!(!answer.contains("Strait"), "{request:?}");
    }
    assert!(serving.get("/").contains("Strait stays closed"), "it is still there");
    assert_eq!(serving.stop("-INT").0, Some(0));
}

#[test]
fn what_cannot_be_served_is_told_with_why_and_what_to_try() {
    let folder = tempfile::tempdir().unwrap();
    let path = |name: &str| folder.path().join(name).display().to_string();

    let absent = onrecord(&["serve", "--record", &path("absent.db"), "--port", "0"]);
    assert_eq!(absent.status.code(), Some(2));
    for words in ["absent.db", "there is no such file", "onrecord add"] {
        assert!(err(&absent).contains(words), "{}", err(&absent));
    }

    std::fs::write(path("letter.db"), "Dear editor").unwrap();
    let other = onrecord(&["serve", "--record", &path("letter.db"), "--port", "0"]);
    assert_eq!(other.status.code(), Some(2));
    assert!(err(&other).contains("a file of another kind"), "{}", err(&other));

    let record = record(folder.path());
    for (version, words) in [
        (1_u8, ["an older onrecord", "onrecord add"]),
        (99, ["a newer onrecord", "use that version"]),
    ] {
        let copy = path("copy.db");
        // `user_version` stands in the file's head, big-endian.
        let mut bytes = std::fs::read(&record).unwrap();
        bytes[60..64].copy_from_slice(&[0, 0, 0, version]);
        std::fs::write(&copy, bytes).unwrap();
        let refused = onrecord(&["serve", "--record", &copy, "--port", "0"]);
        assert_eq!(refused.status.code(), Some(2), "{version}");
        for words in words {
            assert!(err(&refused).contains(words), "{version}: {}", err(&refused));
        }
    }

    let serving = Serving::start(&["serve", "--record", &record, "--port", "0"]);
    let port = serving.address.rsplit(':').next().unwrap();
    let taken = onrecord(&["serve", "--record", &record, "--port", port]);
    assert_eq!(taken.status.code(), Some(2));
    for words in [port, "--port 0"] {
        assert!(err(&taken).contains(words), "{}", err(&taken));
    }
    assert_eq!(serving.stop("-INT").0, Some(0));
}

#[test]
fn demo_serves_the_record_it_makes() {
    let folder = tempfile::tempdir().unwrap();
    let into = folder.path().join("demo.db").display().to_string();
    let serving =
        Serving::start(&["demo", "--into", &into, "--tier", "fast", "--serve", "--port", "0"]);
    assert!(serving.get("/").contains("Halmund talks resume"));
    assert_eq!(serving.stop("-INT").0, Some(0));

    let alone = onrecord(&["demo", "--into", &into, "--open"]);
    assert_eq!(alone.status.code(), Some(2), "--open is of --serve");
}

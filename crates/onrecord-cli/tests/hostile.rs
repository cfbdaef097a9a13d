//! Files made to break a reader, given to the command: each ends in a warning that names it, or is
//! read as what it is. None costs its neighbours anything.

use std::fs::{self, File};
use std::io::Write;
use std::path::Path;
use std::process::{Command, Output};

use flate2::Compression;
use flate2::write::GzEncoder;

/// Two reports as good as any, before and behind all the others by name.
const GOOD: [(&str, &str); 2] = [
    ("00-good.txt", "“We will not sign the paper,” Ana Ruiz said on Wednesday in Port Lowe.\n"),
    ("99-good.txt", "“The ferries stay in port,” Bo Lindt told the Harbour Post on Tuesday.\n"),
];

fn onrecord(args: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_onrecord")).args(args).output().unwrap()
}

fn err(output: &Output) -> String {
    String::from_utf8_lossy(&output.stderr).into_owned()
}

fn nested(tag: &str) -> Vec<u8> {
    format!("<html><body>{}words", format!("<{tag}>").repeat(100_000)).into_bytes()
}

fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut packed = GzEncoder::new(Vec::new(), Compression::fast());
    packed.write_all(bytes).unwrap();
    packed.finish().unwrap()
}

/// So many MiB of one byte, packed.
fn bomb(byte: u8, n_mib: usize) -> Vec<u8> {
    let mut packed = GzEncoder::new(Vec::new(), Compression::fast());
    let block = vec![byte; 1 << 20];
    (0..n_mib).for_each(|_| packed.write_all(&block).unwrap());
    packed.finish().unwrap()
}

fn warc_record(n_claimed: Option<i64>) -> Vec<u8> {
    let page = "<html><title>Talks end</title><p>“We will go home,” Ana Ruiz said on Friday.</p>";
    let http = format!("HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\n\r\n{page}");
    let length = n_claimed.unwrap_or(http.len() as i64);
    format!(
        "WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: http://harbour.example/1\r\n\
         Content-Type: application/http; msgtype=response\r\nContent-Length: {length}\r\n\r\n\
         {http}\r\n\r\n"
    )
    .into_bytes()
}

/// Files that cannot be read in full, each of which must be told of.
fn broken() -> Vec<(&'static str, Vec<u8>)> {
    let line = "{\"text\": \"“We will wait,” Ana Ruiz said.\"}\n";
    let lines = gzip(line.repeat(2000).as_bytes());
    let warc = [warc_record(None), warc_record(None)].concat();
    let broken_utf8 = ["“No,” Ana Ruiz said. ".repeat(100).as_bytes(), &[0xff; 3]].concat();
    let entities =
        "<rss version=\"2.0\"><channel><title>Harbour Post</title><item><description>cut";
    vec![
        ("01-empty.txt", Vec::new()),
        ("02-blank.txt", b" \n\t\n".repeat(1000)),
        ("03-divs.html", b"<div>".repeat(10 << 20)),
        ("04-nested-divs.html", nested("div")),
        ("05-nested-spans.html", nested("span")),
        ("06-nested-quotes.html", nested("blockquote")),
        ("07-nested-bold.html", nested("b")),
        ("08-nested-tables.html", nested("table")),
        ("09-nested-cells.html", nested("table><tr><td")),
        ("10-escapes.html", b"<p>&amp;".repeat(400_000)),
        ("11-nul.txt", vec![0; 1 << 20]),
        ("12-nul-within.txt", "“No,” Ana Ruiz said.\0 She left.\n".into()),
        ("13-broken-utf8.txt", broken_utf8),
        ("14-odd-utf16.txt", b"\xff\xfeN\0o\0.\0 \0N".to_vec()),
        ("15-cut.jsonl.gz", lines[..lines.len() / 2].to_vec()),
        ("16-cut-head.gz", lines[..12].to_vec()),
        ("17-bad-sum.jsonl.gz", [&lines[..lines.len() - 8], b"sumlengt"].concat()),
        ("18-zeros.gz", bomb(0, 256)),
        ("19-letters.gz", bomb(b'a', 256)),
        ("20-packed-twice.gz", gzip(&bomb(b'a', 64))),
        ("21-bad.zst", [b"\x28\xb5\x2f\xfd".as_slice(), &[0x5a; 500]].concat()),
        ("22-cut.warc", warc[..warc.len() - 40].to_vec()),
        ("23-endless.warc", warc_record(Some(i64::MAX))),
        ("24-negative.warc", warc_record(Some(-5))),
        ("25-one-bad-line.jsonl", [line, "{\"text\": \"Ana\n", line].concat().into_bytes()),
        ("26-long-line.jsonl", [b"{\"text\": \"".as_slice(), &vec![b'a'; 65 << 20]].concat()),
        ("27-deep.jsonl", b"{\"text\":".repeat(200_000)),
        ("28-half-surrogate.jsonl", br#"{"text": "\ud800 Ana Ruiz said no."}"#.to_vec()),
        ("29-cut-feed.xml", entities.as_bytes().to_vec()),
        ("30-paper.pdf", b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n1 0 obj\n".to_vec()),
        ("31-picture.txt", [b"\xff\xd8\xff\xe0\0\x10JFIF".as_slice(), &[7; 500]].concat()),
        ("32-program", [b"\x7fELF\x02\x01\x01".as_slice(), &[0; 500]].concat()),
        ("33-noise.bin", (0..100_000_u32).map(|n| (n.wrapping_mul(n) >> 3) as u8).collect()),
    ]
}

/// Texts that are odd, and yet nothing but text.
fn odd() -> Vec<(&'static str, String)> {
    let tags = (0..20_000).map(|n| format!("MR. N{}: Yes.\n\n", "ABCDEFGHIJ".repeat(1 + n % 7)));
    vec![
        ("40-quotation-marks.txt", "\"".repeat(1 << 20)),
        ("41-opening-marks.txt", "“‘".repeat(200_000)),
        ("42-one-word.txt", "a".repeat(1 << 20)),
        ("43-one-paragraph.txt", "Ana Ruiz said that Bo Lindt said that ".repeat(20_000)),
        ("44-short-lines.txt", "Yes\n".repeat(100_000)),
        ("45-he-said.txt", "\"a,\" he said. ".repeat(20_000)),
        ("46-tags.txt", tags.collect()),
        ("47-brackets.md", "[".repeat(500_000)),
        ("48-arrays.json", "[".repeat(1_000_000)),
        ("49-marks-on-marks.txt", format!("e{}", "\u{301}".repeat(500_000))),
    ]
}

fn write_all(folder: &Path) {
    for (name, words) in GOOD {
        fs::write(folder.join(name), words).unwrap();
    }
    for (name, bytes) in broken() {
        fs::write(folder.join(name), bytes).unwrap();
    }
    for (name, words) in odd() {
        fs::write(folder.join(name), words).unwrap();
    }
}

fn is_calm(told: &str) {
    for word in ["panicked", "overflow", "mistake of this program"] {
        assert!(!told.contains(word), "{told}");
    }
}

#[test]
fn hostile_files_are_each_told_of_and_cost_their_neighbours_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let files = folder.path().join("files");
    fs::create_dir(&files).unwrap();
    write_all(&files);
    let record = folder.path().join("desk.db").display().to_string();
    let added = onrecord(&["add", files.to_str().unwrap(), "--tier", "fast", "--record", &record]);
    let told = err(&added);
    assert_eq!(added.status.code(), Some(2), "{told}");
    is_calm(&told);
    for (name, _) in broken() {
        let is_about = |it: &str| it.starts_with("onrecord: warning: ") && it.contains(name);
        assert!(told.lines().any(is_about), "no warning for {name} in:\n{told}");
    }
    for (speaker, words) in [("Ruiz", "not sign the paper"), ("Lindt", "ferries stay in port")] {
        let said = onrecord(&["said", speaker, "--record", &record]);
        let said = String::from_utf8(said.stdout).unwrap();
        assert!(said.contains(words), "{said}");
    }
}

#[test]
fn what_a_folder_has_besides_files_is_told_of_and_left() {
    let folder = tempfile::tempdir().unwrap();
    let files = folder.path().join("files");
    fs::create_dir_all(files.join("below")).unwrap();
    fs::write(files.join("below").join(GOOD[0].0), GOOD[0].1).unwrap();
    fs::write(files.join("below/logo.png"), b"\x89PNG\r\n\x1a\n").unwrap();
    let mut expected = Vec::new();
    #[cfg(unix)]
    {
        use std::os::unix::fs::symlink;
        symlink("..", files.join("below/up")).unwrap();
        symlink("nowhere", files.join("dangling.txt")).unwrap();
        let _socket = std::os::unix::net::UnixListener::bind(files.join("socket")).unwrap();
        let made = Command::new("mkfifo").arg(files.join("pipe")).status();
        assert!(made.is_ok_and(|it| it.success()));
        expected.extend(["up", "dangling.txt", "socket", "pipe"]);
    }
    let output = onrecord(&["annotate", files.to_str().unwrap()]);
    let told = err(&output);
    assert_eq!(String::from_utf8(output.stdout).unwrap().lines().count(), 1, "{told}");
    assert_eq!(told.lines().count(), expected.len(), "{told}");
    for name in expected {
        assert!(told.lines().any(|it| it.contains(name)), "no {name} in:\n{told}");
    }
}

#[test]
fn a_line_of_two_gigabytes_is_passed_over_in_little_memory() {
    // A hole in a file takes no room on the disk; what follows it is read.
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("long.jsonl");
    let mut file = File::create(&path).unwrap();
    file.write_all(b"{\"text\": \"Ana Ruiz said").unwrap();
    file.set_len(2 << 30).unwrap();
    let mut file = File::options().append(true).open(&path).unwrap();
    file.write_all("\"}\n{\"text\": \"“We stay,” Ana Ruiz said.\"}\n".as_bytes()).unwrap();
    let output = onrecord(&["annotate", path.to_str().unwrap()]);
    let told = err(&output);
    assert_eq!(output.status.code(), Some(2), "{told}");
    assert!(told.contains("long.jsonl, line 1: skipped: it is 2048 MiB long"), "{told}");
    assert!(String::from_utf8(output.stdout).unwrap().contains("We stay"));
}

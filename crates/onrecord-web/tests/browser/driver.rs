//! A browser without a window, driven over WebDriver: HTTP with JSON, on this machine. That needs no
//! redirects, no TLS and no pool of connections, so it is written here rather than pulled in.

use std::env;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::path::PathBuf;
use std::process::{Child, ChildStdout, Command, Stdio};
use std::sync::{Mutex, MutexGuard};
use std::time::{Duration, Instant};

use serde_json::{Value, json};
use tempfile::TempDir;

/// Set to `required` where a missing browser is a failure: where the tests are run for all.
const REQUIRED: &str = "ONRECORD_BROWSER";

/// What a page may take to come to what is waited for, on a busy machine.
const PATIENCE: Duration = Duration::from_secs(20);

const SWITCHES: [&str; 9] = [
    "--headless=new",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    // The memory that pages share is small in containers.
    "--disable-dev-shm-usage",
];

/// WebDriver's name for the member of an object that says which element it is.
const ELEMENT: &str = "element-6066-11e4-a52e-4f735466cecf";

/// Keys that are no characters, as WebDriver writes them.
pub(crate) const ENTER: &str = "\u{e007}";
pub(crate) const ESCAPE: &str = "\u{e00c}";
pub(crate) const CONTROL: &str = "\u{e009}";

/// A browser with a profile of its own; it ends with the value.
pub(crate) struct Browser {
    driver: Child,
    /// The driver must be able to write what it says.
    _says: BufReader<ChildStdout>,
    port: u16,
    session: String,
    _profile: TempDir,
    /// One browser at a time: several would only wait for each other.
    _alone: MutexGuard<'static, ()>,
}

/// An element of the page.
#[derive(Clone, Debug)]
pub(crate) struct Element(String);

impl Browser {
    /// `None`, and a line that says so, where there is no Chromium.
    pub(crate) fn start() -> Option<Browser> {
        static ALONE: Mutex<()> = Mutex::new(());
        let alone = ALONE.lock().unwrap_or_else(|it| it.into_inner());
        let (Some(browser), Some(driver)) =
            (found(&["chromium", "chromium-browser", "google-chrome"]), found(&["chromedriver"]))
        else {
            let missing = "no Chromium with its driver here (Debian: chromium, chromium-driver)";
            assert_ne!(env::var(REQUIRED).as_deref(), Ok("required"), "{missing}");
            note(&format!("skipped: {missing}"));
            return None;
        };
        let profile = tempfile::tempdir().unwrap();
        let mut driver = Command::new(driver)
            .arg("--port=0")
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .expect("chromedriver starts");
        let mut says = BufReader::new(driver.stdout.take().expect("it is piped"));
        let port = port(&mut says);
        let mut browser_of = Browser {
            driver,
            _says: says,
            port,
            session: String::new(),
            _profile: profile,
            _alone: alone,
        };
        browser_of.begin(&browser);
        Some(browser_of)
    }

    fn begin(&mut self, browser: &PathBuf) {
        let mut switches: Vec<String> = SWITCHES.map(str::to_owned).to_vec();
        switches.push(format!("--user-data-dir={}", self._profile.path().display()));
        let asked = json!({ "capabilities": { "alwaysMatch": {
            "browserName": "chrome",
            "goog:chromeOptions": { "args": switches, "binary": browser },
            "goog:loggingPrefs": { "browser": "ALL" },
            "timeouts": { "script": 120_000, "pageLoad": 60_000 },
        }}});
        let session = self.ask("POST", "/session", &asked);
        self.session = session["sessionId"].as_str().expect("a session has an id").to_owned();
        // What the policy stops is counted by the page itself too.
        let listener = "window.stopped = [];
            addEventListener('securitypolicyviolation', (it) => stopped.push(it.violatedDirective + ' ' + it.blockedURI));";
        self.devtools("Page.addScriptToEvaluateOnNewDocument", json!({ "source": listener }));
        self.size(1280, 900);
    }

    // Pages --------------------------------------------------------------------------------------

    pub(crate) fn open(&self, address: &str) {
        self.post("url", &json!({ "url": address }));
    }

    pub(crate) fn address(&self) -> String {
        text_of(self.get("url"))
    }

    /// Waits for a click or key to lead to an address that has this in it.
    #[track_caller]
    pub(crate) fn wait_for_address(&self, part: &str) {
        self.wait(&format!("an address with {part}"), || {
            self.address().contains(part).then_some(())
        });
    }

    /// Asks again and again for what takes a moment.
    #[track_caller]
    pub(crate) fn wait<T>(&self, what: &str, look: impl Fn() -> Option<T>) -> T {
        let begin = Instant::now();
        loop {
            match look() {
                Some(found) => return found,
                None if begin.elapsed() > PATIENCE => panic!("{what}: not at {}", self.address()),
                None => std::thread::sleep(Duration::from_millis(50)),
            }
        }
    }

    // Elements -----------------------------------------------------------------------------------

    pub(crate) fn find(&self, selector: &str) -> Option<Element> {
        let found = self.post("elements", &json!({ "using": "css selector", "value": selector }));
        Some(Element(text_of(found[0].get(ELEMENT)?.clone())))
    }

    #[track_caller]
    pub(crate) fn click(&self, selector: &str) {
        let found = self.find(selector);
        let Element(id) =
            found.unwrap_or_else(|| panic!("{selector} is not at {}", self.address()));
        self.post(&format!("element/{id}/click"), &json!({}));
    }

    pub(crate) fn type_into(&self, selector: &str, text: &str) {
        let Element(id) = self.find(selector).expect(selector);
        self.post(&format!("element/{id}/value"), &json!({ "text": text }));
    }

    /// Keys, one after another, to what has the focus.
    pub(crate) fn press(&self, keys: &str) {
        let press = |key: char| {
            ["keyDown", "keyUp"].map(|kind| json!({ "type": kind, "value": key.to_string() }))
        };
        self.keys(keys.chars().flat_map(press).collect());
    }

    /// A key while another is held down.
    pub(crate) fn press_with(&self, held: &str, key: &str) {
        let of = |kind: &str, key: &str| json!({ "type": kind, "value": key });
        self.keys(vec![
            of("keyDown", held),
            of("keyDown", key),
            of("keyUp", key),
            of("keyUp", held),
        ]);
    }

    fn keys(&self, actions: Vec<Value>) {
        let actions = json!([{ "type": "key", "id": "keys", "actions": actions }]);
        self.post("actions", &json!({ "actions": actions }));
    }

    // Scripts and the developer's side -------------------------------------------------------------

    /// What an expression is worth in the page.
    pub(crate) fn value(&self, expression: &str) -> Value {
        let script = format!("return ({expression});");
        self.post("execute/sync", &json!({ "script": script, "args": [] }))
    }

    /// What a promise comes to; `arguments` are those of the script.
    pub(crate) fn promised(&self, script: &str, args: Value) -> Value {
        let script = format!(
            "const done = arguments[arguments.length - 1];
             Promise.resolve((async (...arguments_) => {{ {script} }})(...arguments))
                 .then(done, (why) => done({{ failed: String(why) }}));"
        );
        let told = self.post("execute/async", &json!({ "script": script, "args": args }));
        assert!(told.get("failed").is_none(), "{told}");
        told
    }

    pub(crate) fn devtools(&self, command: &str, params: Value) -> Value {
        self.post("goog/cdp/execute", &json!({ "cmd": command, "params": params }))
    }

    /// A window of that size, in CSS pixels.
    pub(crate) fn size(&self, width: u32, height: u32) {
        let params =
            json!({ "width": width, "height": height, "deviceScaleFactor": 1, "mobile": false });
        self.devtools("Emulation.setDeviceMetricsOverride", params);
    }

    /// As if the reader's system, or a printer, asked for it: `("prefers-color-scheme", "dark")`.
    pub(crate) fn media(&self, medium: &str, features: &[(&str, &str)]) {
        let features: Vec<Value> =
            features.iter().map(|(name, value)| json!({ "name": name, "value": value })).collect();
        let params = json!({ "media": medium, "features": features });
        self.devtools("Emulation.setEmulatedMedia", params);
    }

    /// The whole page as a PNG, in base 64.
    pub(crate) fn picture(&self) -> String {
        let params = json!({ "format": "png", "captureBeyondViewport": true });
        text_of(self.devtools("Page.captureScreenshot", params)["data"].clone())
    }

    /// What went wrong in the page since this was asked: errors of the console, what the policy
    /// stopped.
    pub(crate) fn troubles(&self) -> Vec<String> {
        let log = self.post("se/log", &json!({ "type": "browser" }));
        let errors = log.as_array().into_iter().flatten().filter(|it| it["level"] == "SEVERE");
        let errors = errors.map(|it| text_of(it["message"].clone()));
        let stopped = self.value("window.stopped ?? []");
        let stopped = stopped.as_array().into_iter().flatten().map(|it| text_of(it.clone()));
        errors.chain(stopped).collect()
    }

    fn get(&self, what: &str) -> Value {
        self.ask("GET", &format!("/session/{}/{what}", self.session), &Value::Null)
    }

    #[track_caller]
    fn post(&self, what: &str, body: &Value) -> Value {
        self.ask("POST", &format!("/session/{}/{what}", self.session), body)
    }

    #[track_caller]
    fn ask(&self, method: &str, path: &str, body: &Value) -> Value {
        let body = if body.is_null() { String::new() } else { body.to_string() };
        let (status, answer) = http(self.port, method, path, &body);
        let mut answer: Value = serde_json::from_str(&answer).unwrap_or_default();
        let asked: String = body.chars().take(300).collect();
        assert_eq!(status, 200, "{method} {path} {asked}\n{:#}", answer["value"]);
        answer["value"].take()
    }
}

impl Drop for Browser {
    fn drop(&mut self) {
        // Its browser ends with the session; without an answer the driver ends all the same.
        if !self.session.is_empty() && !std::thread::panicking() {
            self.ask("DELETE", &format!("/session/{}", self.session), &Value::Null);
        } else if !self.session.is_empty() {
            let path = format!("/session/{}", self.session);
            let _ = std::panic::catch_unwind(|| http(self.port, "DELETE", &path, ""));
        }
        let _ = self.driver.kill();
        let _ = self.driver.wait();
    }
}

fn port(says: &mut impl BufRead) -> u16 {
    let mut line = String::new();
    while says.read_line(&mut line).expect("it says where it listens") > 0 {
        let told = line.trim().strip_prefix("ChromeDriver was started successfully on port ");
        if let Some(port) = told {
            return port.trim_end_matches('.').parse().expect("a port is a number");
        }
        line.clear();
    }
    panic!("chromedriver ended before it listened");
}

fn found(names: &[&str]) -> Option<PathBuf> {
    let folders: Vec<PathBuf> = env::split_paths(&env::var_os("PATH")?).collect();
    names.iter().find_map(|name| folders.iter().map(|it| it.join(name)).find(|it| it.is_file()))
}

/// Says something even where the test passes.
pub(crate) fn note(what: &str) {
    let _ = writeln!(std::io::stderr(), "browser tests: {what}");
}

fn text_of(value: Value) -> String {
    value.as_str().unwrap_or_default().to_owned()
}

/// One question to a server of this machine: the status and the body.
pub(crate) fn http(port: u16, method: &str, path: &str, body: &str) -> (u16, String) {
    let mut socket = TcpStream::connect(("127.0.0.1", port)).expect("it listens");
    let head = format!(
        "{method} {path} HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nConnection: close\r\n\
         Content-Type: application/json\r\nContent-Length: {}\r\n\r\n",
        body.len()
    );
    socket.write_all(head.as_bytes()).expect("it reads the head");
    socket.write_all(body.as_bytes()).expect("it reads the body");
    let mut answer = BufReader::new(socket);
    let mut line = String::new();
    answer.read_line(&mut line).expect("it answers");
    let status = line.split(' ').nth(1).and_then(|it| it.parse().ok()).expect("a status");
    let mut n_bytes = None;
    loop {
        line.clear();
        answer.read_line(&mut line).expect("it ends the head");
        if line.trim().is_empty() {
            break;
        }
        let (name, value) = line.split_once(':').unwrap_or((&line, ""));
        if name.eq_ignore_ascii_case("content-length") {
            n_bytes = value.trim().parse::<usize>().ok();
        }
    }
    let mut body = Vec::new();
    match n_bytes {
        Some(n) => answer.take(n as u64).read_to_end(&mut body),
        None => answer.read_to_end(&mut body),
    }
    .expect("the body comes");
    (status, String::from_utf8_lossy(&body).into_owned())
}

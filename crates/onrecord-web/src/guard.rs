//! Who may ask, and what a browser may do with an answer. A page of the web must not be able to
//! read a record through the reader's own browser.

use axum::extract::Request;
use axum::http::{HeaderMap, HeaderValue, Method, StatusCode, header};
use axum::response::Response;

use crate::answer::{ONLY_READ, OTHER_NAME, Problem};

/// Nothing but what this server sends, and nothing sent anywhere.
const POLICY: &str = "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self' data:; \
    connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

/// Refuses a question under another name than this machine's (a name of the web may be made to
/// lead here: DNS rebinding), and any that would change something.
pub(crate) fn check(request: &Request) -> Result<(), Problem> {
    if !matches!(*request.method(), Method::GET | Method::HEAD) {
        let detail = "a record is only read here; the command writes to it".to_owned();
        let status = StatusCode::METHOD_NOT_ALLOWED;
        return Err(Problem { status, title: ONLY_READ, detail });
    }
    // A question may name the machine in its first line too, as to a proxy: that holds as well.
    let line = request.uri().authority().map(|it| it.as_str());
    match host(request.headers()).is_some_and(is_ours) && line.is_none_or(is_ours) {
        true => Ok(()),
        false => Err(Problem {
            status: StatusCode::MISDIRECTED_REQUEST,
            title: OTHER_NAME,
            detail: "ask for http://127.0.0.1 or http://localhost, with the port".to_owned(),
        }),
    }
}

/// The name a question is put to; `None` if there is none, or more than one.
fn host(headers: &HeaderMap) -> Option<&str> {
    let mut hosts = headers.get_all(header::HOST).iter();
    let host = hosts.next()?.to_str().ok()?;
    hosts.next().is_none().then_some(host)
}

/// Whether a name, with a port or without, is this machine's for itself.
fn is_ours(host: &str) -> bool {
    let port = host.rfind(':').filter(|at| host[at + 1..].bytes().all(|it| it.is_ascii_digit()));
    let name = &host[..port.unwrap_or(host.len())];
    ["127.0.0.1", "localhost", "[::1]"].iter().any(|it| it.eq_ignore_ascii_case(name))
}

/// Sets what every answer carries.
pub(crate) fn seal(mut response: Response) -> Response {
    let headers = response.headers_mut();
    for (name, value) in [
        (header::CONTENT_SECURITY_POLICY, POLICY),
        (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
        (header::REFERRER_POLICY, "no-referrer"),
        (header::CACHE_CONTROL, "no-cache"),
        (header::HeaderName::from_static("cross-origin-opener-policy"), "same-origin"),
        (header::HeaderName::from_static("cross-origin-resource-policy"), "same-origin"),
    ] {
        headers.insert(name, HeaderValue::from_static(value));
    }
    response
}

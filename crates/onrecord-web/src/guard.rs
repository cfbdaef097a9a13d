//! Who may ask, and what a browser may do with an answer. A page of the web must not be able to
//! read a record through the reader's own browser.

use axum::extract::Request;
use axum::http::{HeaderMap, HeaderValue, Method, StatusCode, header};
use axum::response::Response;

use crate::answer::Problem;

/// Nothing but what this server sends, and nothing sent anywhere.
const POLICY: &str = "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self' data:; \
    connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

/// Refuses a question under another name than this machine's (a name of the web may be made to
/// lead here: DNS rebinding), and any that would change something.
pub(crate) fn check(request: &Request) -> Result<(), Problem> {
    if !matches!(*request.method(), Method::GET | Method::HEAD) {
        let detail = "a record is only read here; the command writes to it".to_owned();
        let status = StatusCode::METHOD_NOT_ALLOWED;
        return Err(Problem { status, title: "Only to be read", detail });
    }
    match host(request.headers()) {
        Some("127.0.0.1" | "localhost" | "[::1]") => Ok(()),
        _ => Err(Problem {
            status: StatusCode::MISDIRECTED_REQUEST,
            title: "Not by this name",
            detail: "ask for http://127.0.0.1 or http://localhost, with the port".to_owned(),
        }),
    }
}

/// The name a question is put to, without the port.
fn host(headers: &HeaderMap) -> Option<&str> {
    let host = headers.get(header::HOST)?.to_str().ok()?;
    let port = host.rfind(':').filter(|at| host[at + 1..].bytes().all(|it| it.is_ascii_digit()));
    Some(&host[..port.unwrap_or(host.len())])
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

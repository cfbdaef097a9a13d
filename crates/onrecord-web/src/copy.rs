//! `/record.db`: a copy of the record, as it is when asked for. Made beside the answers that are
//! kept, since it is as large as the record; sent piece by piece, and gone from the disk after.

use std::fs::File;
use std::io::{self, Read};
use std::path::{Path, PathBuf};
use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::task::{Context, Poll, ready};

use axum::body::{Body, Bytes, HttpBody};
use axum::http::{HeaderValue, Method, StatusCode, header};
use axum::response::Response;
use http_body::{Frame, SizeHint};
use onrecord_store::Reader;
use tokio::task::{JoinHandle, spawn_blocking};

use crate::answer::{COPYING, NOT_COPIED, Problem};

/// Where it is asked for.
pub(crate) const PATH: &str = "/record.db";

/// What it says that it is.
pub(crate) const MEDIA: &str = "application/vnd.sqlite3";

/// So many bytes are read at a time.
const PIECE: usize = 256 << 10;

/// Makes copies of a record, one at a time: each takes as much room as the record.
pub(crate) struct Copies {
    record: PathBuf,
    busy: Arc<AtomicBool>,
}

impl Copies {
    pub(crate) fn of(record: &Path) -> Copies {
        Copies { record: record.to_owned(), busy: Arc::default() }
    }

    /// The copy, or what it would be like if only that is asked.
    pub(crate) async fn answer(&self, method: &Method) -> Result<Response, Problem> {
        let mut response = Response::new(Body::new(Unmade));
        if method != Method::HEAD {
            let turn = Turn::take(&self.busy)?;
            let record = self.record.clone();
            let copied = spawn_blocking(move || copy(&record)).await;
            let (file, n_bytes) = copied.map_err(|_| Problem::broken())?.map_err(not_copied)?;
            let pieces = Pieces { reading: read_on(file), n_left: n_bytes, _turn: turn };
            *response.body_mut() = Body::new(pieces);
        }
        let headers = response.headers_mut();
        headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(MEDIA));
        let save = HeaderValue::from_static("attachment; filename=\"record.db\"");
        headers.insert(header::CONTENT_DISPOSITION, save);
        Ok(response)
    }
}

/// A turn at copying; it ends when the copy is sent, or nobody waits for it any more.
struct Turn(Arc<AtomicBool>);

impl Turn {
    fn take(busy: &Arc<AtomicBool>) -> Result<Turn, Problem> {
        match busy.swap(true, Ordering::AcqRel) {
            false => Ok(Turn(Arc::clone(busy))),
            true => Err(Problem {
                status: StatusCode::SERVICE_UNAVAILABLE,
                title: COPYING,
                detail: "a copy is sent to somebody else; try again in a while".to_owned(),
            }),
        }
    }
}

impl Drop for Turn {
    fn drop(&mut self) {
        self.0.store(false, Ordering::Release);
    }
}

/// A copy of the record, open for reading, and its length. It has no name any more where the system
/// allows that; elsewhere it goes when it is closed.
fn copy(record: &Path) -> io::Result<(File, u64)> {
    let copy = tempfile::Builder::new().prefix("onrecord-").suffix(".db").tempfile()?;
    let reader = Reader::open(record).map_err(io::Error::other)?;
    reader.copy_into(copy.path()).map_err(io::Error::other)?;
    let file = copy.reopen()?;
    let n_bytes = file.metadata()?.len();
    Ok((file, n_bytes))
}

fn not_copied(why: io::Error) -> Problem {
    let status = StatusCode::INTERNAL_SERVER_ERROR;
    Problem { status, title: NOT_COPIED, detail: why.to_string() }
}

/// A copy that is not made, so that nobody knows how long it would be.
struct Unmade;

impl HttpBody for Unmade {
    type Data = Bytes;
    type Error = io::Error;

    fn poll_frame(self: Pin<&mut Self>, _: &mut Context) -> Poll<Option<io::Result<Frame<Bytes>>>> {
        Poll::Ready(None)
    }
}

/// A file on its way out.
struct Pieces {
    reading: JoinHandle<io::Result<(File, Bytes)>>,
    n_left: u64,
    _turn: Turn,
}

/// Reads the next piece where waiting for the disk holds up nobody.
fn read_on(mut file: File) -> JoinHandle<io::Result<(File, Bytes)>> {
    spawn_blocking(move || {
        let mut piece = Vec::new();
        Read::by_ref(&mut file).take(PIECE as u64).read_to_end(&mut piece)?;
        Ok((file, piece.into()))
    })
}

impl HttpBody for Pieces {
    type Data = Bytes;
    type Error = io::Error;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        context: &mut Context,
    ) -> Poll<Option<io::Result<Frame<Bytes>>>> {
        if self.n_left == 0 {
            return Poll::Ready(None);
        }
        let read = ready!(Pin::new(&mut self.reading).poll(context));
        let (file, piece) = read.map_err(io::Error::other).flatten()?;
        if piece.is_empty() {
            return Poll::Ready(Some(Err(io::ErrorKind::UnexpectedEof.into())));
        }
        self.n_left = self.n_left.saturating_sub(piece.len() as u64);
        self.reading = read_on(file);
        Poll::Ready(Some(Ok(Frame::data(piece))))
    }

    fn size_hint(&self) -> SizeHint {
        SizeHint::with_exact(self.n_left)
    }
}

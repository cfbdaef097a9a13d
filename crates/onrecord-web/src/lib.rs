//! The record in a browser: one URL is one query, one template and one JSON twin. Reads a record,
//! never writes to it; asks nothing of any other machine.
//!
//! | module | what it does |
//! |---|---|
//! | `route` | the table of addresses: the router, `/openapi.json` and `/docs` are made from it |
//! | `described` | the same table in words |
//! | `ask` | an address as a page sees it: what it names, what is asked, in which form |
//! | `answer` | a page, its JSON, its table; what went wrong, in the same forms |
//! | `frame` | what stands around a page |
//! | `guard` | who may ask (this machine alone), and what a browser may do with an answer |
//! | `readers` | connections to the record, and what it answered while it stayed the same |
//! | `copy` | `/record.db`: a copy of the record, sent piece by piece |
//! | `escape`, `mark` | words of a report as HTML; a text with marks on its passages |
//! | `link` | addresses of speakers and outlets, by their names |
//! | `drawn` | an utterance as HTML |
//! | `prose` | our own documents as HTML |
//! | `aligned`, `beside` | two reports' paragraphs in rows; both texts with what differs marked |
//! | `marked` | a report's statements as marks on its text |
//! | `cited` | a statement as text, Markdown and CSL-JSON, to be cited |
//! | `source` | links that land on the words, on the outlet's own page |
//! | `when` | instants in words |
//! | `feed` | statements and edits as Atom and JSON Feed |
//! | `page` | the pages, a module each |

mod aligned;
mod answer;
mod ask;
mod beside;
mod cited;
mod copy;
mod described;
mod drawn;
mod escape;
mod feed;
mod frame;
mod guard;
mod link;
mod mark;
mod marked;
mod page;
mod prose;
mod readers;
mod route;
mod source;
mod when;

use std::io;
use std::net::{SocketAddr, TcpListener};
use std::path::Path;
use std::sync::Arc;

use axum::Router;
use axum::extract::{Request, State};
use axum::response::Response;
use onrecord_store::Error;
use tokio::runtime::{Builder, Runtime};

use crate::copy::Copies;
use crate::readers::Readers;

/// A server of one record, on this machine alone.
#[derive(Debug)]
pub struct Server {
    listener: TcpListener,
    router: Router,
}

/// Why a record cannot be served.
#[derive(Debug, thiserror::Error)]
pub enum Refused {
    /// The record cannot be read.
    #[error(transparent)]
    Record(#[from] Error),
    /// Nothing can listen there.
    #[error(
        "port {port} of this machine: cannot be listened at: {why}; try another with --port, or --port 0 for any that is free"
    )]
    Port {
        /// The port asked for.
        port: u16,
        /// What the system says.
        why: io::Error,
    },
}

impl Server {
    /// Opens a record, and listens at a port of 127.0.0.1; 0 is any that is free.
    ///
    /// # Errors
    /// If the record cannot be opened, or the port is taken.
    pub fn bind(record: impl AsRef<Path>, port: u16) -> Result<Server, Refused> {
        let router = router(record)?;
        let refused = |why| Refused::Port { port, why };
        let listener = TcpListener::bind(("127.0.0.1", port)).map_err(refused)?;
        listener.set_nonblocking(true).map_err(refused)?;
        Ok(Server { listener, router })
    }

    /// Where it listens.
    ///
    /// # Errors
    /// If the system does not say.
    pub fn address(&self) -> io::Result<SocketAddr> {
        self.listener.local_addr()
    }

    /// Answers until the process is told to stop (Ctrl-C).
    ///
    /// # Errors
    /// If no threads can be had, or the socket fails.
    pub fn run(self) -> io::Result<()> {
        let stop = async {
            // A system that cannot tell of Ctrl-C ends the process by itself.
            if tokio::signal::ctrl_c().await.is_err() {
                std::future::pending::<()>().await;
            }
        };
        let serve = async {
            let listener = tokio::net::TcpListener::from_std(self.listener)?;
            // A browser keeps its connections open: they are not waited for.
            tokio::select! {
                done = async { axum::serve(listener, self.router).await } => done,
                () = stop => Ok(()),
            }
        };
        let runtime = runtime()?;
        let done = runtime.block_on(serve);
        runtime.shutdown_background();
        done
    }
}

/// Threads that talk to browsers, and as many again that read the record: more would only wait for
/// each other.
fn runtime() -> io::Result<Runtime> {
    let n_cores = std::thread::available_parallelism().map_or(2, usize::from);
    Builder::new_multi_thread()
        .worker_threads(n_cores.min(4))
        .max_blocking_threads(n_cores * 2)
        .enable_all()
        .build()
}

/// Answers for one record.
///
/// # Errors
/// If the record cannot be opened.
pub fn router(record: impl AsRef<Path>) -> Result<Router, Error> {
    let record = record.as_ref();
    let served = Served { readers: Arc::new(Readers::open(record)?), copies: Copies::of(record) };
    Ok(Router::new().fallback(answer).with_state(Arc::new(served)))
}

/// A record, and the two ways in which it is given out: by answers, and as it is.
struct Served {
    readers: Arc<Readers>,
    copies: Copies,
}

async fn answer(State(served): State<Arc<Served>>, request: Request) -> Response {
    let form = ask::Form::of(request.uri().path());
    let asked = request.uri().to_string();
    if let Err(refused) = guard::check(&request) {
        return guard::seal(refused.response(form, &asked));
    }
    if request.uri().path() == copy::PATH {
        let copy = served.copies.answer(request.method()).await;
        // Who asks for a file is a program, or is going to save what comes.
        return guard::seal(copy.unwrap_or_else(|it| it.response(ask::Form::Json, &asked)));
    }
    let address = ask::Address::of(request.uri());
    let readers = Arc::clone(&served.readers);
    // SQLite waits on the disk; the threads that talk to browsers must not.
    let answered = tokio::task::spawn_blocking(move || readers.answer(&address)).await;
    let answered = answered.unwrap_or_else(|_| Err(answer::Problem::broken()));
    guard::seal(match answered {
        Ok(answer) => answer.response(request.headers()),
        Err(problem) => problem.response(form, &asked),
    })
}

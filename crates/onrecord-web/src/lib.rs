//! The record in a browser: one URL is one query, one template and one JSON twin. Reads a record,
//! never writes to it; asks nothing of any other machine.
//!
//! | module | what it does |
//! |---|---|
//! | `route` | the table of addresses: the router, `/openapi.json` and `/docs` are made from it |
//! | `ask` | an address as a page sees it: what it names, what is asked, in which form |
//! | `answer` | a page, its JSON, its table; what went wrong, in the same forms |
//! | `frame` | what stands around a page |
//! | `guard` | who may ask (this machine alone), and what a browser may do with an answer |
//! | `readers` | connections to the record, and what it answered while it stayed the same |
//! | `escape`, `mark` | words of a report as HTML; a text with marks on its passages |
//! | `drawn` | an utterance as HTML |
//! | `page` | the pages, a module each |

mod answer;
mod ask;
mod drawn;
mod escape;
mod frame;
mod guard;
mod mark;
mod page;
mod readers;
mod route;

use std::io;
use std::net::{SocketAddr, TcpListener};
use std::path::Path;
use std::sync::Arc;

use axum::Router;
use axum::extract::{Request, State};
use axum::response::Response;
use onrecord_store::Error;
use tokio::runtime::{Builder, Runtime};

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
    let readers = Arc::new(Readers::open(record.as_ref())?);
    Ok(Router::new().fallback(answer).with_state(readers))
}

async fn answer(State(readers): State<Arc<Readers>>, request: Request) -> Response {
    let form = ask::Form::of(request.uri().path());
    if let Err(refused) = guard::check(&request) {
        return guard::seal(refused.response(form));
    }
    let address = ask::Address::of(request.uri());
    // SQLite waits on the disk; the threads that talk to browsers must not.
    let answered = tokio::task::spawn_blocking(move || readers.answer(&address)).await;
    let answered = answered.unwrap_or_else(|_| Err(answer::Problem::broken()));
    guard::seal(match answered {
        Ok(answer) => answer.response(request.headers()),
        Err(problem) => problem.response(form),
    })
}

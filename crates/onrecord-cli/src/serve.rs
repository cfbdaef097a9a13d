//! `onrecord serve`: the record in a browser of this machine.

use std::path::Path;

use anyhow::Context;
use onrecord_web::Server;

use crate::args::ServeArgs;
use crate::outcome::Outcome;
use crate::terminal::Terminal;

pub(crate) fn run(options: &ServeArgs) -> anyhow::Result<Outcome> {
    serve(&options.record.record, options.port, options.open)
}

/// Serves a record until Ctrl-C; `open`s the browser on it.
pub(crate) fn serve(record: &Path, port: u16, open: bool) -> anyhow::Result<Outcome> {
    let server = Server::bind(record, port)?;
    let address = format!("http://{}/", server.address()?);
    Terminal::say(&format_args!("{} is at {address} (Ctrl-C stops)", record.display()));
    if open && let Err(why) = ::open::that_detached(&address) {
        Terminal::say(&format_args!("no browser could be opened ({why}); open {address} yourself"));
    }
    server.run().context("the server stopped")?;
    Ok(Outcome::Done)
}

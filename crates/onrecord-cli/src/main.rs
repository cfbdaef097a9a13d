//! The command. Parses, opens files, calls the library and the record, draws what they answer.

mod add;
mod annotate;
mod args;
mod compare;
mod decide;
mod demo;
mod digest;
mod export;
mod figures;
mod input;
mod interchange;
mod manual;
mod outcome;
mod progress;
mod said;
mod serve;
mod show;
mod stories;
mod talks;
mod terminal;
mod wrap;

use std::process::ExitCode;

use args::{Args, Verb};
use clap::Parser;
use outcome::Outcome;
use terminal::Terminal;

fn main() -> ExitCode {
    let args = Args::parse();
    args.color.write_global();
    let mut terminal = Terminal::new();
    match run(args, &mut terminal) {
        Ok(outcome) => outcome.into(),
        // A reader that went away (`onrecord … | head`) is no failure.
        Err(error) if is_broken_pipe(&error) => ExitCode::SUCCESS,
        Err(error) => {
            Terminal::error(&error);
            Outcome::Warnings.into()
        }
    }
}

fn run(args: Args, terminal: &mut Terminal) -> anyhow::Result<Outcome> {
    match args.verb {
        None => manual::first_lines(terminal),
        Some(Verb::Demo(options)) => demo::run(&options, terminal),
        Some(Verb::Add(options)) => add::run(options, terminal),
        Some(Verb::Stories(options)) => stories::run(&options, terminal),
        Some(Verb::Show(options)) => show::run(&options, terminal),
        Some(Verb::Split(options)) => decide::split(&options, terminal),
        Some(Verb::Join(options)) => decide::join(&options, terminal),
        Some(Verb::Decisions(options)) => decide::list(&options, terminal),
        Some(Verb::Said(options)) => said::run(&options, terminal),
        Some(Verb::Figures(options)) => figures::run(&options, terminal),
        Some(Verb::Talks(options)) => talks::run(&options, terminal),
        Some(Verb::Serve(options)) => serve::run(&options),
        Some(Verb::Export(options)) => export::run(&options, terminal),
        Some(Verb::Compare(options)) => compare::run(options, terminal),
        Some(Verb::Annotate(options)) => annotate::run(options, terminal),
        Some(Verb::Completions { shell }) => manual::completions(shell, terminal),
        Some(Verb::Man { dir }) => manual::man_pages(&dir),
    }
}

fn is_broken_pipe(error: &anyhow::Error) -> bool {
    let kind = |it: &std::io::Error| it.kind() == std::io::ErrorKind::BrokenPipe;
    error.chain().any(|it| it.downcast_ref::<std::io::Error>().is_some_and(kind))
}

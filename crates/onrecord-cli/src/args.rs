//! Every verb and flag, in one table: help, man pages and completions are made from it.

use std::path::PathBuf;

use clap::{Args as Group, Parser, Subcommand, ValueEnum};

/// Who said what, in which words, by whose report.
#[derive(Parser)]
#[command(name = "onrecord", version, about, max_term_width = 100)]
#[command(disable_help_subcommand = true)]
#[command(after_help = "Start with: onrecord demo")]
pub(crate) struct Args {
    #[command(flatten)]
    pub(crate) color: colorchoice_clap::Color,
    #[command(subcommand)]
    pub(crate) verb: Option<Verb>,
}

#[derive(Subcommand)]
pub(crate) enum Verb {
    /// Lay two or more reports side by side: who said what, and where the wording parts.
    #[command(after_help = COMPARE_EXAMPLES)]
    Compare(CompareArgs),
    /// Filter: reports in, one JSON line of statements out for each. Keeps no record.
    #[command(after_help = ANNOTATE_EXAMPLES)]
    Annotate(AnnotateArgs),
    /// Print a completion script for a shell.
    Completions {
        /// The shell.
        shell: clap_complete::Shell,
    },
    /// Write a man page for each verb.
    Man {
        /// Folder to write them to; made if it is not there.
        dir: PathBuf,
    },
}

#[derive(Group)]
pub(crate) struct CompareArgs {
    /// Two or more files or folders; `-` is standard input.
    #[arg(required = true, value_name = "PATH")]
    pub(crate) paths: Vec<PathBuf>,
    #[command(flatten)]
    pub(crate) given: GivenArgs,
    #[command(flatten)]
    pub(crate) view: ViewArgs,
}

#[derive(Group)]
pub(crate) struct AnnotateArgs {
    /// Files or folders; `-`, or nothing, is standard input.
    #[arg(value_name = "PATH")]
    pub(crate) paths: Vec<PathBuf>,
    #[command(flatten)]
    pub(crate) given: GivenArgs,
}

/// What the user knows of the reports and their files do not say.
#[derive(Group)]
pub(crate) struct GivenArgs {
    /// Name of the outlet, for reports that do not tell it.
    #[arg(long, value_name = "NAME")]
    pub(crate) outlet: Option<String>,
    /// Day of publication, for reports that do not tell it.
    #[arg(long, value_name = "YYYY-MM-DD")]
    pub(crate) date: Option<jiff::civil::Date>,
    /// Kind of report, if it is not found from the text.
    #[arg(long, value_enum)]
    pub(crate) genre: Option<GenreArg>,
}

#[derive(Clone, Copy, ValueEnum)]
pub(crate) enum GenreArg {
    /// A news article.
    News,
    /// Words as spoken, turn by turn.
    Transcript,
    /// A statement handed out by the speaker's side.
    Release,
}

/// How a story is shown.
#[derive(Group)]
pub(crate) struct ViewArgs {
    /// Only entries with a reading of this agreement.
    #[arg(long, value_enum, value_name = "AGREEMENT")]
    pub(crate) only: Option<AgreementArg>,
    /// Show what entry N rests on: passages, rules, places.
    #[arg(long, value_name = "N")]
    pub(crate) explain: Option<usize>,
    /// One JSON document instead of a digest.
    #[arg(long)]
    pub(crate) json: bool,
}

#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum AgreementArg {
    /// The same words.
    Verbatim,
    /// The same words, some left out.
    Trimmed,
    /// In quotation marks, and at least one word differs.
    Altered,
    /// The same utterance, its words not claimed by one side.
    Paraphrase,
}

const COMPARE_EXAMPLES: &str = "\
Examples:
  onrecord compare harbour-post.html coastal-wire.txt
  onrecord compare briefing-transcript.md report.html --only altered
  onrecord compare a.html b.html --explain 1
  onrecord compare a.html b.html --json | jq '.entries[].readings[].agreement'";

const ANNOTATE_EXAMPLES: &str = "\
Examples:
  onrecord annotate < reports.jsonl > statements.jsonl
  onrecord annotate page.html | jq -r '.statements[].words'";

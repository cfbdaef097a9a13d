//! Every verb and flag, in one table: help, man pages and completions are made from it.

use std::path::PathBuf;

use clap::{Args as Group, Parser, Subcommand, ValueEnum};
use onrecord::annotate::Tier;
use onrecord::{Act, Agreement};

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
    /// See it work: the record of a small invented collection.
    #[command(after_help = DEMO_EXAMPLES)]
    Demo(DemoArgs),
    /// Lay two or more reports side by side: who said what, and where the wording parts.
    #[command(after_help = COMPARE_EXAMPLES)]
    Compare(CompareArgs),
    /// Put reports into a record: files, folders, feeds, WARC, JSONL; told by content.
    #[command(after_help = ADD_EXAMPLES)]
    Add(AddArgs),
    /// List the record's stories, newest first, and what each follows on.
    #[command(after_help = STORIES_EXAMPLES)]
    Stories(StoriesArgs),
    /// One story: who said what, and where the wording parts.
    #[command(after_help = SHOW_EXAMPLES)]
    Show(ShowArgs),
    /// Take reports out of a story: they are of another.
    #[command(after_help = SPLIT_EXAMPLES)]
    Split(SplitArgs),
    /// Make one story of two or more.
    #[command(after_help = JOIN_EXAMPLES)]
    Join(JoinArgs),
    /// What was decided with split and join, and how to take it back.
    #[command(after_help = DECISIONS_EXAMPLES)]
    Decisions(DecisionsArgs),
    /// Everything a speaker is reported to have said.
    #[command(after_help = SAID_EXAMPLES)]
    Said(SaidArgs),
    /// Numbers that reports give for one thing, outlet beside outlet: those in dispute.
    #[command(after_help = FIGURES_EXAMPLES)]
    Figures(FiguresArgs),
    /// Who negotiates with whom, where talks stand and by whose account.
    #[command(after_help = TALKS_EXAMPLES)]
    Talks(TalksArgs),
    /// Show the record in a browser of this machine.
    #[command(after_help = SERVE_EXAMPLES)]
    Serve(ServeArgs),
    /// Write tables and views as CSV or JSON lines.
    #[command(after_help = EXPORT_EXAMPLES)]
    Export(ExportArgs),
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
    pub(crate) tier: TierArgs,
    #[command(flatten)]
    pub(crate) actors: ActorsArgs,
    #[command(flatten)]
    pub(crate) view: ViewArgs,
    /// Print the apparatus in a form for other programs.
    #[arg(long = "as", value_enum, value_name = "FORM", conflicts_with_all = ["json", "explain"])]
    pub(crate) form: Option<FormArg>,
}

#[derive(Group)]
pub(crate) struct AnnotateArgs {
    /// Files or folders; `-`, or nothing, is standard input.
    #[arg(value_name = "PATH")]
    pub(crate) paths: Vec<PathBuf>,
    #[command(flatten)]
    pub(crate) given: GivenArgs,
    #[command(flatten)]
    pub(crate) tier: TierArgs,
    #[command(flatten)]
    pub(crate) actors: ActorsArgs,
}

#[derive(Group)]
pub(crate) struct DemoArgs {
    /// The record to make; one that is there already is added to.
    #[arg(long, value_name = "FILE", default_value = "demo.db")]
    pub(crate) into: PathBuf,
    #[command(flatten)]
    pub(crate) tier: TierArgs,
    /// One JSON document instead of a digest.
    #[arg(long)]
    pub(crate) json: bool,
    /// Then show it in a browser of this machine, until Ctrl-C.
    #[arg(long, conflicts_with = "json")]
    pub(crate) serve: bool,
    /// The port of 127.0.0.1; 0 is any that is free.
    #[arg(long, value_name = "PORT", default_value_t = 8642, requires = "serve")]
    pub(crate) port: u16,
    /// Open the browser on it.
    #[arg(long, requires = "serve")]
    pub(crate) open: bool,
}

#[derive(Group)]
pub(crate) struct ServeArgs {
    #[command(flatten)]
    pub(crate) record: RecordArg,
    /// The port of 127.0.0.1; 0 is any that is free.
    #[arg(long, value_name = "PORT", default_value_t = 8642)]
    pub(crate) port: u16,
    /// Open the browser on it.
    #[arg(long)]
    pub(crate) open: bool,
}

#[derive(Group)]
pub(crate) struct AddArgs {
    /// Files or folders; `-` is standard input.
    #[arg(required = true, value_name = "PATH")]
    pub(crate) paths: Vec<PathBuf>,
    #[command(flatten)]
    pub(crate) record: RecordArg,
    #[command(flatten)]
    pub(crate) given: GivenArgs,
    #[command(flatten)]
    pub(crate) tier: TierArgs,
    #[command(flatten)]
    pub(crate) actors: ActorsArgs,
    /// Say what would be added, and write nothing.
    #[arg(long)]
    pub(crate) dry_run: bool,
    /// One JSON document of counts.
    #[arg(long)]
    pub(crate) json: bool,
    /// Say how long each step took.
    #[arg(long)]
    pub(crate) timings: bool,
}

/// Which record.
#[derive(Group)]
pub(crate) struct RecordArg {
    /// The record.
    #[arg(long, value_name = "FILE", default_value = "onrecord.db", env = "ONRECORD_RECORD")]
    pub(crate) record: PathBuf,
}

#[derive(Group)]
pub(crate) struct StoriesArgs {
    #[command(flatten)]
    pub(crate) record: RecordArg,
    /// With a report of this day or later.
    #[arg(long, value_name = "YYYY-MM-DD")]
    pub(crate) since: Option<jiff::civil::Date>,
    /// With a report of this day or earlier.
    #[arg(long, value_name = "YYYY-MM-DD")]
    pub(crate) until: Option<jiff::civil::Date>,
    /// With a report that has these words in it: beginnings of words, "words that stand together",
    /// -word or NOT word to leave out, one OR other.
    #[arg(long, value_name = "WORDS", allow_hyphen_values = true)]
    pub(crate) about: Option<String>,
    /// With a report by this outlet; some letters of its name will do.
    #[arg(long, value_name = "NAME")]
    pub(crate) outlet: Option<String>,
    /// With a report in which this speaker is quoted: any words of the name.
    #[arg(long, value_name = "NAME")]
    pub(crate) speaker: Option<String>,
    #[command(flatten)]
    pub(crate) limit: LimitArg,
    /// One JSON document.
    #[arg(long)]
    pub(crate) json: bool,
}

/// How much of a list.
#[derive(Clone, Copy, Group)]
pub(crate) struct LimitArg {
    /// Give so many at most, 0 for all; by default 50, and all of them with --json.
    #[arg(long, value_name = "N")]
    limit: Option<usize>,
}

impl LimitArg {
    /// So many are a list that can be looked through; who asks for less asks in more words.
    const SHOWN: usize = 50;

    /// `None`: all.
    pub(crate) fn of(self, json: bool) -> Option<usize> {
        match self.limit {
            None => (!json).then_some(LimitArg::SHOWN),
            Some(n) => (n > 0).then_some(n),
        }
    }
}

#[derive(Group)]
pub(crate) struct ShowArgs {
    /// The story's id, or its beginning, as `onrecord stories` prints it.
    #[arg(value_name = "STORY")]
    pub(crate) story: String,
    #[command(flatten)]
    pub(crate) record: RecordArg,
    #[command(flatten)]
    pub(crate) view: ViewArgs,
}

#[derive(Group)]
pub(crate) struct SplitArgs {
    /// The story's id, or its beginning.
    #[arg(value_name = "STORY")]
    pub(crate) story: String,
    /// Reports to take out: sign or outlet, as `onrecord show` lists them, number in that list, or
    /// id. Their copies and later states go with them.
    #[arg(value_name = "REPORT", required = true)]
    pub(crate) reports: Vec<String>,
    #[command(flatten)]
    pub(crate) decided: DecidedArgs,
}

#[derive(Group)]
pub(crate) struct JoinArgs {
    /// Ids of two or more stories, or their beginnings.
    #[arg(value_name = "STORY", required = true, num_args = 2..)]
    pub(crate) stories: Vec<String>,
    #[command(flatten)]
    pub(crate) decided: DecidedArgs,
}

/// What is common to decisions.
#[derive(Group)]
pub(crate) struct DecidedArgs {
    #[command(flatten)]
    pub(crate) record: RecordArg,
    /// Why, to be kept with the decision.
    #[arg(long, value_name = "WORDS")]
    pub(crate) note: Option<String>,
    /// One JSON document: the decision and the stories as they are now.
    #[arg(long)]
    pub(crate) json: bool,
}

#[derive(Group)]
pub(crate) struct DecisionsArgs {
    #[command(flatten)]
    pub(crate) record: RecordArg,
    /// Take decision N back, as if it had never been made.
    #[arg(long, value_name = "N")]
    pub(crate) undo: Option<u64>,
    /// One JSON document.
    #[arg(long)]
    pub(crate) json: bool,
}

#[derive(Group)]
pub(crate) struct SaidArgs {
    /// The speaker: any words of the name; '*' is anyone.
    #[arg(value_name = "NAME", required_unless_present = "any")]
    pub(crate) name: Option<String>,
    /// What must stand in the statement: beginnings of words, "words that stand together", NOT word
    /// to leave out, one OR other.
    #[arg(value_name = "WORDS")]
    pub(crate) words: Vec<String>,
    #[command(flatten)]
    pub(crate) record: RecordArg,
    /// Whoever says it: no name is given, only words.
    #[arg(long)]
    pub(crate) any: bool,
    /// Only what was said on this day or later; where that is not told, published.
    #[arg(long, value_name = "YYYY-MM-DD")]
    pub(crate) since: Option<jiff::civil::Date>,
    /// Only what was said on this day or earlier; where that is not told, published.
    #[arg(long, value_name = "YYYY-MM-DD")]
    pub(crate) until: Option<jiff::civil::Date>,
    /// Only as this outlet has it; some letters of its name will do.
    #[arg(long, value_name = "NAME")]
    pub(crate) outlet: Option<String>,
    /// Only in reports of this story: its id, or the beginning of it.
    #[arg(long, value_name = "STORY")]
    pub(crate) story: Option<String>,
    /// Only what was done so.
    #[arg(long, value_enum)]
    pub(crate) act: Option<ActArg>,
    /// Only in this manner.
    #[arg(long, value_enum)]
    pub(crate) manner: Option<MannerArg>,
    /// Only with this grade, against another report.
    #[arg(long, value_enum)]
    pub(crate) agreement: Option<AgreementArg>,
    /// What was published first comes first; by default, last.
    #[arg(long)]
    pub(crate) oldest: bool,
    #[command(flatten)]
    pub(crate) limit: LimitArg,
    /// One JSON document.
    #[arg(long)]
    pub(crate) json: bool,
}

#[derive(Group)]
pub(crate) struct FiguresArgs {
    #[command(flatten)]
    pub(crate) record: RecordArg,
    /// Those that are in no dispute, too.
    #[arg(long)]
    pub(crate) all: bool,
    /// Only of this story: its id, or the beginning of it.
    #[arg(long, value_name = "STORY")]
    pub(crate) story: Option<String>,
    /// Only of stories with a report of this day or later.
    #[arg(long, value_name = "YYYY-MM-DD")]
    pub(crate) since: Option<jiff::civil::Date>,
    #[command(flatten)]
    pub(crate) limit: LimitArg,
    /// One JSON document.
    #[arg(long)]
    pub(crate) json: bool,
}

#[derive(Group)]
pub(crate) struct TalksArgs {
    #[command(flatten)]
    pub(crate) record: RecordArg,
    /// Only talks of which no account of the last day says that they are over: agreed, in force,
    /// broken off, lapsed.
    #[arg(long)]
    pub(crate) open: bool,
    /// Only talks with these letters in the name of a party, a third party, or of the talks.
    #[arg(long, value_name = "WORDS")]
    pub(crate) about: Option<String>,
    /// Only talks of which a report of this day or later tells.
    #[arg(long, value_name = "YYYY-MM-DD")]
    pub(crate) since: Option<jiff::civil::Date>,
    #[command(flatten)]
    pub(crate) limit: LimitArg,
    /// One JSON document, with every turn.
    #[arg(long)]
    pub(crate) json: bool,
}

#[derive(Group)]
pub(crate) struct ExportArgs {
    /// Form to write; all but csv and jsonl are of a story: its apparatus, or its events.
    #[arg(long = "as", value_enum, value_name = "FORM", default_value = "csv")]
    pub(crate) form: FormArg,
    #[command(flatten)]
    pub(crate) record: RecordArg,
    /// The table or view to print; `apparatus` has a row a witness of an utterance. See `--into`
    /// for all of them.
    #[arg(long, value_name = "NAME", default_value = "said")]
    pub(crate) table: String,
    /// Write every table and view into this folder instead, a file each; or, in a form of the
    /// apparatus, every story.
    #[arg(long, value_name = "DIR", conflicts_with = "table")]
    pub(crate) into: Option<PathBuf>,
    /// Only what belongs to one story.
    #[arg(long, value_name = "STORY")]
    pub(crate) story: Option<String>,
    /// Compare with the words of this witness: its sign in the story, or its outlet.
    #[arg(long, value_name = "SIGLUM", requires = "story")]
    pub(crate) lemma: Option<String>,
}

#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum FormArg {
    /// Comma-separated values with a header.
    Csv,
    /// One JSON object a line.
    Jsonl,
    /// TEI P5: a critical apparatus by parallel segmentation.
    Tei,
    /// W3C Web Annotations, as JSON-LD: one a passage.
    Webannotation,
    /// schema.org quotations, as JSON-LD.
    Quotation,
    /// Events as PLOVER records, one JSON object a line.
    Plover,
    /// Events in the columns of POLECAT, comma-separated.
    Polecat,
}

#[derive(Clone, Copy, ValueEnum)]
pub(crate) enum MannerArg {
    /// In quotation marks.
    Direct,
    /// Without.
    Indirect,
    /// Partly.
    Mixed,
}

#[derive(Clone, Copy, ValueEnum)]
pub(crate) enum ActArg {
    /// Said, told, wrote.
    Said,
    /// Asked.
    Asked,
    /// Denied that it is so.
    Denied,
    /// Declined to do so, or to answer.
    Declined,
    /// Did not say so.
    NotSaid,
}

impl From<ActArg> for Act {
    fn from(arg: ActArg) -> Act {
        match arg {
            ActArg::Said => Act::Said,
            ActArg::Asked => Act::Asked,
            ActArg::Denied => Act::Denied,
            ActArg::Declined => Act::Declined,
            ActArg::NotSaid => Act::NotSaid,
        }
    }
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

/// How reports are read.
#[derive(Clone, Copy, Group)]
pub(crate) struct TierArgs {
    /// How to find statements; accurate unless this build has no weights for it.
    #[arg(long, value_enum, value_name = "TIER")]
    pub(crate) tier: Option<TierArg>,
}

/// Who is who, beside the lists that come with the program.
#[derive(Group)]
pub(crate) struct ActorsArgs {
    /// Your own actors, whose names win: a table, or a dictionary of PETRARCH; may be given again.
    ///
    /// A table has names, code, sector, first and last day, parted by tabs, and names joined by `|`;
    /// what comes after the code may be left out. Of a dictionary, actors with their dates and agents
    /// with their plurals and sets are read. A line that cannot be read is a warning.
    #[arg(long, value_name = "FILE")]
    pub(crate) actors: Vec<PathBuf>,
}

#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum TierArg {
    /// By rules: for crawls of millions.
    Fast,
    /// By rules and a small neural network: finds what rules miss, some hundred times slower.
    Accurate,
}

impl From<TierArg> for Tier {
    fn from(arg: TierArg) -> Tier {
        match arg {
            TierArg::Fast => Tier::Fast,
            TierArg::Accurate => Tier::Accurate,
        }
    }
}

/// How a story is shown.
#[derive(Default, Group)]
pub(crate) struct ViewArgs {
    /// How to draw it.
    #[arg(long, value_enum, value_name = "VIEW", default_value = "ledger")]
    pub(crate) view: ViewArg,
    /// Only entries with a reading of this agreement; several, parted by commas or given again.
    #[arg(long, value_enum, value_name = "AGREEMENT", value_delimiter = ',')]
    pub(crate) only: Vec<AgreementArg>,
    /// Leave out what only one report has.
    #[arg(long)]
    pub(crate) shared: bool,
    /// Compare with the words of this witness, where it has any: its sign, or its outlet.
    #[arg(long, value_name = "SIGLUM")]
    pub(crate) lemma: Option<String>,
    /// Show what differs in spelling, case or marks only, too.
    #[arg(long)]
    pub(crate) accidentals: bool,
    /// Show what entry N rests on: passages, rules, places, and what links them; without N, why
    /// each report is in the story.
    #[arg(long, value_name = "N")]
    pub(crate) explain: Option<Option<usize>>,
    /// Of events, show also those of which it is not sure that they are acts between parties.
    #[arg(long)]
    pub(crate) doubtful: bool,
    /// One JSON document instead of a digest.
    #[arg(long)]
    pub(crate) json: bool,
}

#[derive(Clone, Copy, Default, PartialEq, Eq, ValueEnum)]
pub(crate) enum ViewArg {
    /// By speaker: each reading marked against the lemma.
    #[default]
    Ledger,
    /// In the order of the text: the places where witnesses part, as scholars print them.
    Apparatus,
    /// What outlets changed on their pages afterwards.
    Edits,
    /// What parties did to each other, by whose account.
    Events,
    /// Numbers that reports give for one thing, side by side.
    Figures,
}

#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum AgreementArg {
    /// The same words.
    Verbatim,
    /// The same words, some left out.
    Trimmed,
    /// Words of two utterances as one quotation.
    Spliced,
    /// In quotation marks, and at least one word differs.
    Altered,
    /// The same utterance, its words not claimed by one side.
    Paraphrase,
}

impl From<AgreementArg> for Agreement {
    fn from(arg: AgreementArg) -> Agreement {
        match arg {
            AgreementArg::Verbatim => Agreement::Verbatim,
            AgreementArg::Trimmed => Agreement::Trimmed,
            AgreementArg::Spliced => Agreement::Spliced,
            AgreementArg::Altered => Agreement::Altered,
            AgreementArg::Paraphrase => Agreement::Paraphrase,
        }
    }
}

const DEMO_EXAMPLES: &str = "\
Examples:
  onrecord demo
  onrecord demo --serve --open
  onrecord demo --into /tmp/demo.db";

const ADD_EXAMPLES: &str = "\
Examples:
  onrecord add crawl/ feed.xml pages.warc.gz
  onrecord add pasted.txt --outlet 'Harbour Post' --date 2031-03-05
  onrecord add crawl.warc.gz --tier fast
  curl … | onrecord add - --record desk.db

A stopped add keeps what was committed; run it again and it goes on.";

const STORIES_EXAMPLES: &str = "\
Examples:
  onrecord stories --since 2031-03-01
  onrecord stories --about 'strait talks' --json | jq '.[].id'
  onrecord stories --about '\"gray ships\" pilots -ferry' --until 2031-03-31
  onrecord stories --about 'dam OR weir' --outlet 'Harbour Post' --speaker Ruiz

A story is listed if one of its reports meets all the conditions, and stands on the day of the
latest that does.";

const SHOW_EXAMPLES: &str = "\
Examples:
  onrecord show 7k3q
  onrecord show 7k3q --only altered,spliced
  onrecord show 7k3q --view apparatus --lemma H
  onrecord show 7k3q --explain 2
  onrecord show 7k3q --explain
  onrecord show 7k3q --view edits
  onrecord show 7k3q --view events
  onrecord show 7k3q --view figures --shared";

const SPLIT_EXAMPLES: &str = "\
Examples:
  onrecord split 7k3q H2
  onrecord split 7k3q 'Harbour Post' 4 --note 'another briefing'

A decision lies over what is grouped by itself: reports added later change nothing in it, and
onrecord decisions --undo N takes it back.";

const JOIN_EXAMPLES: &str = "\
Examples:
  onrecord join 7k3q 2mx8
  onrecord join 7k3q 2mx8 9c1f --note 'one flood, three valleys'";

const DECISIONS_EXAMPLES: &str = "\
Examples:
  onrecord decisions
  onrecord decisions --undo 3
  onrecord decisions --json | jq '.[] | select(.has_effect)'";

const SERVE_EXAMPLES: &str = "\
Examples:
  onrecord serve --open
  onrecord serve --record press.db --port 9000

Only this machine can ask; the record is never written to, and may be added to meanwhile.";
const SAID_EXAMPLES: &str = "\
Examples:
  onrecord said Ruiz
  onrecord said 'Ana Ruiz' permission --manner direct
  onrecord said Ruiz '\"ask permission\"' NOT pilots --since 2031-03-01
  onrecord said --any permission --act denied --limit 0
  onrecord said Ruiz --agreement altered --json";

const FIGURES_EXAMPLES: &str = "\
Examples:
  onrecord figures
  onrecord figures --since 2031-03-01 --json | jq '.[].figures[] | {outlet, words, voice}'
  onrecord figures --all --story 7k3q

In dispute are numbers of the same thing, place and time that can not both hold. Rounding and bounds
(about, more than) are no dispute, nor is a toll that grew from day to day.";
const TALKS_EXAMPLES: &str = "\
  onrecord talks
  onrecord talks --open --since 2031-03-01
  onrecord talks --about 'Tarvonia strait'
  onrecord talks --json | jq '.[] | {parties: [.parties[].name], status}'
  onrecord export --table talked

A phase belongs to whoever tells it, and is no finding of the record. Talks of which nobody tells
any more are not called stalled: there is no news since a day.";

const EXPORT_EXAMPLES: &str = "\
Examples:
  onrecord export > said.csv
  onrecord export --table altered --as jsonl
  onrecord export --table apparatus --story 7k3q > apparatus.csv
  onrecord export --as tei --story 7k3q > story.xml
  onrecord export --as webannotation --into annotations/
  onrecord export --into tables/";

const COMPARE_EXAMPLES: &str = "\
Examples:
  onrecord compare harbour-post.html coastal-wire.txt
  onrecord compare briefing-transcript.md report.html --only altered
  onrecord compare a.html b.html c.html --view apparatus
  onrecord compare a.html b.html --explain 1
  onrecord compare a.html b.html --as tei > apparatus.xml
  onrecord compare a.html b.html --json | jq '.entries[].readings[].agreement'";

const ANNOTATE_EXAMPLES: &str = "\
Examples:
  onrecord annotate < reports.jsonl > statements.jsonl
  onrecord annotate page.html | jq -r '.statements[].words'";

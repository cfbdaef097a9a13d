//! A turn in words: what is left of it when the report’s text is not at hand.

use crate::annotate::{
    Act, Annotated, Issue, Participant, Rule, Speaker, Standing, Turn, TurnKind, Voice,
};
use crate::lexicon::Party;
use crate::report::ReportId;

/// One thing a report tells about talks, in its words.
#[derive(Clone, Debug, PartialEq)]
pub struct Told {
    /// The report.
    pub report: ReportId,
    /// Its place among the report’s turns.
    pub n: u32,
    /// What it tells.
    pub kind: TurnKind,
    /// Who talks, as far as the passage names them.
    pub parties: Vec<Who>,
    /// Whose act it is.
    pub by: Vec<Who>,
    /// Whom it is done to.
    pub to: Vec<Who>,
    /// What the talks are about.
    pub issues: Vec<Issue>,
    /// The words that name the talks.
    pub named: Option<Box<str>>,
    /// Whether it took place.
    pub standing: Standing,
    /// It is told to have happened before.
    pub again: bool,
    /// Of obstacles: it is called the main one.
    pub main: bool,
    /// Since when, as the report words it.
    pub since: Option<Box<str>>,
    /// The obstacle; what a condition asks; what the talks are tied to.
    pub what: Option<Box<str>>,
    /// What is done if a condition is met.
    pub then: Option<Box<str>>,
    /// By whose account.
    pub account: Account,
    /// The words it rests on.
    pub words: Box<str>,
    /// The sentence they stand in.
    pub passage: Box<str>,
    /// The rule that found it.
    pub rule: Rule,
}

/// Who takes part in a turn.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Who {
    /// As the report words it: `the Tarvonian foreign minister`.
    pub mention: Box<str>,
    /// Whom that means, where a list tells.
    pub party: Option<Party>,
}

/// By whose account something is told.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Account {
    /// The statement, by its place in the report; `None`: the outlet itself.
    pub statement: Option<u32>,
    /// The speaker’s name, or how the report calls them.
    pub speaker: Option<Box<str>>,
    /// Whether there is a name.
    pub is_named: bool,
    /// What was done: said, asked, denied.
    pub act: Act,
    /// The party the speaker speaks for.
    pub side: Option<Party>,
}

impl Told {
    /// The turns of a report, in words.
    pub fn of(annotated: &Annotated) -> Vec<Told> {
        let turns = annotated.annotations.turns.iter().enumerate();
        turns.map(|(n, turn)| Told::one(annotated, n as u32, turn)).collect()
    }

    fn one(annotated: &Annotated, n: u32, turn: &Turn) -> Told {
        let text = annotated.report.text();
        let words = |it: Option<crate::text::Span>| it.map(|it| it.of(text).into());
        let who = |it: &[Participant]| it.iter().map(|it| who(text, it)).collect();
        Told {
            report: annotated.report.id(),
            n,
            kind: turn.kind,
            parties: who(&turn.parties),
            by: who(&turn.by),
            to: who(&turn.to),
            issues: turn.issues.clone(),
            named: words(turn.named),
            standing: turn.standing,
            again: turn.again,
            main: turn.main,
            since: words(turn.since),
            what: words(turn.what),
            then: words(turn.then),
            account: account(annotated, turn),
            words: crate::text::joined(text, &turn.words).into(),
            passage: turn.passage.of(text).into(),
            rule: turn.rule,
        }
    }
}

fn who(text: &str, it: &Participant) -> Who {
    Who { mention: it.mention.of(text).into(), party: it.party.clone() }
}

fn account(annotated: &Annotated, turn: &Turn) -> Account {
    let Voice::Statement(n) = turn.voice else { return Account::default() };
    let found = &annotated.annotations;
    let Some(statement) = found.statements.get(n as usize) else { return Account::default() };
    let source = statement.source.first().map(|it| it.of(annotated.report.text()).into());
    let name = found.speaker(statement).map(|it| it.name.clone());
    Account {
        statement: Some(n),
        is_named: matches!(statement.speaker, Speaker::Named(_)),
        speaker: name.or(source),
        act: statement.act,
        side: turn.side.clone(),
    }
}

impl Who {
    /// What it is joined by with other mentions: the list’s name, else the words without article,
    /// genitive and what the name has (`Ardovia’s government`: `ardovia`).
    pub fn key(&self) -> String {
        match &self.party {
            Some(party) => party.name.to_lowercase(),
            None => bare(&self.mention).to_lowercase(),
        }
    }

    /// What to call it: the list’s name, else the words without article and genitive.
    pub fn name(&self) -> String {
        match &self.party {
            Some(party) => party.name.to_string(),
            None => bare(&self.mention),
        }
    }

    /// Whether a name stands in it: `mediators`, `both sides` are nobody by name.
    pub fn is_named(&self) -> bool {
        self.party.is_some() || self.mention.chars().any(char::is_uppercase) && bare(&self.mention).chars().any(char::is_uppercase)
    }
}

fn bare(mention: &str) -> String {
    let words = mention.split_whitespace();
    let mut kept: Vec<&str> = Vec::new();
    for word in words {
        let name = ["’s", "'s", "’", "'"].iter().find_map(|it| word.strip_suffix(it));
        let article = kept.is_empty() && matches!(word, "the" | "The" | "a" | "an" | "our" | "their" | "its");
        if article {
            continue;
        }
        kept.push(name.unwrap_or(word).trim_end_matches([',', '.']));
        if name.is_some() {
            break;
        }
    }
    // `Tarvonian delegation`: the name alone.
    let capitals = kept.iter().take_while(|it| it.starts_with(char::is_uppercase)).count();
    if capitals > 0 {
        kept.truncate(capitals);
    }
    kept.join(" ")
}

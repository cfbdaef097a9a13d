//! What both views draw alike: grades and doubts beside words, marks around them.

use anstyle::Style;
use onrecord::VariantKind;
use onrecord::collate::Piece;
use onrecord::json::{EntryInfo, ReadingInfo, StatementInfo};
use onrecord::ledger::{Conflict, conflicts, notes, tag};

use crate::terminal::{ADDED, DOUBT, FAINT, OMITTED};
use crate::wrap::Run;

/// `heavy · meaning: negation, number`; `cut inside, not marked`. Nothing for what is verbatim.
pub(super) fn note_runs(of: &ReadingInfo) -> Vec<Run> {
    let parted = notes(of).into_iter().enumerate().flat_map(|(n, it)| {
        let between = (n > 0).then(|| Run::new(FAINT, " · ".to_owned()));
        let style = if it.grave { DOUBT } else { FAINT };
        between.into_iter().chain([Run::new(style, it.words)])
    });
    parted.collect()
}

/// What witnesses of an entry tell differently beside its words, each with its label.
pub(super) fn conflict_runs(info: &EntryInfo) -> Vec<(String, Vec<Run>)> {
    let runs = |it: &Conflict| vec![Run::new(DOUBT, it.to_string())];
    conflicts(info).iter().map(|it| (format!("{} differs", it.about), runs(it))).collect()
}

/// The lemma's words, and beside them who says so if nobody is named.
pub(super) fn lemma_runs(info: &EntryInfo) -> [Vec<Run>; 2] {
    // Quoted words of a mixed statement are the lemma where they were compared as claimed.
    let claimed = info.readings.iter().any(|it| it.agreement != "paraphrase");
    statement_runs(&info.lemma, claimed)
}

/// A statement's words, and beside them who says so if nobody is named. `claimed`: they were
/// compared as the speaker's own.
pub(super) fn statement_runs(info: &StatementInfo, claimed: bool) -> [Vec<Run>; 2] {
    let words = quoted(info, claimed, vec![Run::plain(&info.words)]);
    let mut beside = tagged(info, Vec::new());
    if info.speaker.is_none() && !info.source.is_empty() {
        beside.push(Run::new(FAINT, format!("  — {}", info.source)));
    }
    [words, beside]
}

/// With the cue and what it does where the words were not said: `did not say [not said]`.
pub(super) fn tagged(info: &StatementInfo, mut runs: Vec<Run>) -> Vec<Run> {
    runs.extend(tag(info.act, &info.cue).map(|it| Run::new(DOUBT, format!("  — {it}"))));
    runs
}

/// Words given as the speaker's in quotation marks; the reporter's own words without.
pub(super) fn quoted(info: &StatementInfo, claimed: bool, runs: Vec<Run>) -> Vec<Run> {
    if info.manner != "direct" && !(info.manner == "mixed" && claimed) {
        return runs;
    }
    let (open, close) = (Run::plain("“"), Run::plain("”"));
    std::iter::once(open).chain(runs).chain(std::iter::once(close)).collect()
}

/// A piece with its marks: `[-omitted-]`, `{+added+}`, `old→new`, `~moved~`.
pub(super) fn marked(pieces: &[Piece<'_>], at: usize) -> Vec<Run> {
    let piece = &pieces[at];
    let one_word = |it: &str| !it.is_empty() && !it.contains(char::is_whitespace);
    let omitted = || Run::new(OMITTED, format!("[-{}-]", piece.lemma));
    let added = || Run::new(ADDED, format!("{{+{}+}}", piece.reading));
    let bare = |style: Style, words: &str| Run::new(style, words.to_owned());
    match piece.kind {
        None => vec![Run::plain(piece.reading)],
        Some(VariantKind::Transposition) if !piece.reading.is_empty() => {
            vec![Run::new(ADDED, format!("~{}~", piece.reading))]
        }
        Some(VariantKind::Substitution) if one_word(piece.lemma) && one_word(piece.reading) => {
            let (old, new) = (bare(OMITTED, piece.lemma), bare(ADDED, piece.reading));
            vec![old, bare(FAINT, "→"), new]
        }
        Some(_) if piece.lemma.is_empty() => vec![added()],
        // Words left out take no room in the reading: they are set off by blanks, but not from a
        // mark that closes what stands before them.
        Some(_) if piece.reading.is_empty() => {
            let closes = |it: &Piece<'_>| it.reading.starts_with([',', '.', ';', ':', '?', '!']);
            let before = if at == 0 { "" } else { " " };
            let after = if pieces.get(at + 1).is_none_or(closes) { "" } else { " " };
            vec![Run::plain(before), omitted(), Run::plain(after)]
        }
        Some(_) => vec![omitted(), added()],
    }
}

//! What outlets changed on their pages afterwards: what was said there as it was, and as it is.

use std::io::Write;

use onrecord::json::{EditInfo, WordsInfo};
use onrecord::ledger::{count, outlet};

use super::Digest;
use crate::terminal::{DOUBT, FAINT, STRONG, Terminal};
use crate::wrap::Run;

/// Columns before an edit, and before its words.
const ITEM: usize = 2;
const WORDS: usize = 6;

impl Digest<'_> {
    /// Draws the edits; gives how many.
    pub(super) fn edits(
        &self,
        accidentals: bool,
        terminal: &mut Terminal,
    ) -> anyhow::Result<usize> {
        let all = &self.published.whole.edits;
        let shown = |it: &&EditInfo| accidentals || it.kind != "accidentals";
        let edits: Vec<&EditInfo> = all.iter().filter(shown).collect();
        if edits.is_empty() {
            let n = self.published.reports.iter().filter(|it| it.version_of.is_some()).count();
            let words = match n {
                0 => "no page of this story is there in two states",
                _ => "nothing that is reported as said was changed afterwards",
            };
            writeln!(terminal.out, "\n{words}")?;
        }
        for of_pair in edits.chunk_by(|a, b| (&a.earlier, &a.later) == (&b.earlier, &b.later)) {
            self.states(of_pair[0], terminal)?;
            of_pair.iter().try_for_each(|it| edit(it, terminal))?;
        }
        let hidden = all.len() - edits.len();
        if hidden > 0 {
            let words =
                format!("{} of spelling or marks too: --accidentals", count(hidden, "edit"));
            writeln!(terminal.out, "\n{FAINT}{words}{FAINT:#}")?;
        }
        Ok(edits.len())
    }

    fn states(&self, edit: &EditInfo, terminal: &mut Terminal) -> anyhow::Result<()> {
        let name = self.report(&edit.later).map_or("", outlet);
        let states = format!("{} → {}", edit.earlier_siglum, edit.later_siglum);
        let mut head = vec![Run::new(STRONG, states), Run::plain(" "), Run::plain(name)];
        if !edit.order_known {
            head.push(Run::new(DOUBT, "  which was first is not told".to_owned()));
        }
        writeln!(terminal.out)?;
        terminal.lines(0, &head)?;
        Ok(())
    }
}

fn edit(edit: &EditInfo, terminal: &mut Terminal) -> anyhow::Result<()> {
    let mark = edit.mark.map(|it| format!(": {it}")).unwrap_or_default();
    let head = [
        Run::new(STRONG, format!("{}{mark}", kind(edit.kind))),
        Run::plain("  "),
        Run::plain(edit.speaker.as_deref().unwrap_or("speaker not resolved")),
    ];
    terminal.lines(ITEM, &head)?;
    if !edit.changes.is_empty() {
        terminal.lines(WORDS, &[Run::plain(&edit.changes)])?;
    }
    let sides =
        [("was ", &edit.before, &edit.earlier_siglum), ("is ", &edit.after, &edit.later_siglum)];
    for (name, words, siglum) in sides {
        let Some(WordsInfo { words, .. }) = words else { continue };
        let runs = [
            Run::new(FAINT, name.to_owned()),
            Run::plain(&format!("“{words}”")),
            Run::new(FAINT, format!("  {siglum}")),
        ];
        terminal.lines(WORDS, &runs)?;
    }
    Ok(())
}

/// The kind of an edit, as people read it.
fn kind(name: &str) -> &str {
    match name {
        "altered" => "words in quotation marks altered",
        "trimmed" => "words left out",
        "extended" => "words put in",
        "paraphrase" => "told in other words",
        "attribution" => "attributed otherwise",
        "day" => "given to another day",
        "manner" => "told in another manner",
        "removed" => "no longer told",
        "added" => "newly told",
        _ => "spelling or marks",
    }
}

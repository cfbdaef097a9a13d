//! What parties did to each other, by whose account: each deed with the passages that tell it.

use std::io::Write;

use onrecord::json::{DeedInfo, EventInfo, ParticipantInfo, deeds};
use onrecord::ledger::{count, outlet};
use serde_json::json;

use super::Digest;
use crate::args::ViewArgs;
use crate::terminal::{DOUBT, FAINT, STRONG, Terminal};
use crate::wrap::Run;

/// Columns before an account.
const ACCOUNT: usize = 4;

impl Digest<'_> {
    /// Draws the deeds, the doubtful ones where they are asked for; gives how many.
    pub(super) fn deeds(&self, view: &ViewArgs, terminal: &mut Terminal) -> anyhow::Result<usize> {
        let mut deeds = deeds(self.story, self.reports);
        if view.json {
            let reports = &self.published.reports;
            let story = &self.published.story;
            terminal.json(&json!({ "story": story, "reports": reports, "deeds": deeds }))?;
            return Ok(deeds.len());
        }
        let n_all = deeds.len();
        deeds.retain(|it| view.doubtful || !it.doubtful);
        self.head(terminal)?;
        for deed in &deeds {
            self.deed(deed, terminal)?;
        }
        let words = match deeds.len() {
            0 => "no report of this story says what a party did to another".to_owned(),
            n => format!("{}: what reports say was done, not what was", count(n, "deed")),
        };
        writeln!(terminal.out)?;
        terminal.lines(0, &[Run::new(FAINT, words)])?;
        if n_all > deeds.len() {
            let words = format!("{} more in doubt: --doubtful shows them", n_all - deeds.len());
            terminal.lines(0, &[Run::new(FAINT, words)])?;
        }
        Ok(deeds.len())
    }

    fn deed(&self, deed: &DeedInfo, terminal: &mut Terminal) -> anyhow::Result<()> {
        let Some(first) = deed.accounts.first() else { return Ok(()) };
        let mode = first.mode.map(|it| format!(" ({it})")).unwrap_or_default();
        let mut head = vec![
            Run::new(FAINT, format!("{} ", deed.number)),
            Run::new(STRONG, format!("{}{mode}", deed.kind)),
            Run::plain("  "),
            Run::plain(&parties(first)),
        ];
        if first.standing != "occurred" {
            head.push(Run::new(DOUBT, format!("  {}", first.standing)));
        }
        if deed.doubtful {
            head.push(Run::new(DOUBT, "  in doubt".to_owned()));
        }
        writeln!(terminal.out)?;
        terminal.lines(0, &head)?;
        deed.accounts.iter().try_for_each(|it| self.account(it, terminal))
    }

    fn account(&self, event: &EventInfo, terminal: &mut Terminal) -> anyhow::Result<()> {
        let own = self.report(&event.report).map_or("the outlet", outlet);
        let when = [&event.day, &event.place].into_iter().flatten();
        let when: Vec<&str> = when.map(String::as_str).collect();
        let mut runs = vec![
            Run::new(STRONG, event.siglum.clone()),
            Run::plain(" "),
            Run::plain(&format!("“{}”", event.passage.trim())),
            Run::new(FAINT, format!("  {}", by(event, own))),
        ];
        if !when.is_empty() {
            runs.push(Run::new(FAINT, format!(" · {}", when.join(" · "))));
        }
        Ok(terminal.lines(ACCOUNT, &runs)?)
    }
}

/// `Veld [VLD GOV] → Osk [OSK]`; of what they do together, `Veld [VLD] and Osk [OSK]`.
fn parties(event: &EventInfo) -> String {
    let side = |of: &[ParticipantInfo]| of.iter().map(party).collect::<Vec<_>>().join(" and ");
    match (event.actors.is_empty(), event.recipients.is_empty()) {
        (true, true) => "who did it is not told".to_owned(),
        (false, true) => side(&event.actors),
        (true, false) => format!("not told → {}", side(&event.recipients)),
        (false, false) => format!("{} → {}", side(&event.actors), side(&event.recipients)),
    }
}

fn party(who: &ParticipantInfo) -> String {
    let codes: Vec<&str> = who.code.as_deref().into_iter().chain(who.sector).collect();
    match codes.is_empty() {
        true => who.mention.clone(),
        false => {
            let doubt = if who.supposed { "?" } else { "" };
            format!("{} [{}{doubt}]", who.mention, codes.join(" "))
        }
    }
}

/// Whose account it is.
fn by(event: &EventInfo, outlet: &str) -> String {
    let voice = &event.voice;
    match (&voice.statement, &voice.speaker, &voice.source) {
        (None, ..) => format!("by {outlet} itself"),
        (_, Some(speaker), _) => format!("by {speaker}’s account"),
        (_, None, Some(source)) => format!("by account of {source}"),
        (_, None, None) => "by account of a speaker who is not told".to_owned(),
    }
}

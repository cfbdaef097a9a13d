//! `?lemma=`: a story's apparatus with another witness's words as lemma.

use onrecord::json::{ReportInfo, reports};
use onrecord::ledger::outlet;
use onrecord::{Apparatus, ReportId};

use crate::answer::Problem;
use crate::ask::Ask;
use crate::whole::Story;

/// An apparatus with a chosen lemma.
pub(crate) struct Redrawn {
    pub(crate) apparatus: Apparatus,
    /// The sign of the report whose words are the lemma.
    pub(crate) siglum: String,
    pub(crate) outlet: String,
}

/// The apparatus on the lemma that is asked for; `None`: none is asked for.
pub(crate) fn redrawn(ask: &Ask, whole: &Story) -> Result<Option<Redrawn>, Problem> {
    let Some(asked) = ask.get("lemma") else { return Ok(None) };
    let all = reports(&whole.story, &whole.reports);
    let Some(chosen) = find(&all, asked) else {
        let known = all.iter().take(12).map(|it| format!("{} ({})", it.siglum, outlet(it)));
        let known = known.collect::<Vec<_>>().join(", ");
        return Err(Problem::bad(format!(
            "lemma is the sign of a report of this story, its id or its outlet: {known}"
        )));
    };
    let id = ReportId::parse(&chosen.id).ok_or_else(Problem::broken)?;
    Ok(Some(Redrawn {
        apparatus: whole.wordings().redraw(&whole.reports, &whole.apparatus, &|_| Some(id)),
        siglum: chosen.siglum.clone(),
        outlet: outlet(chosen).to_owned(),
    }))
}

/// The report with a sign or an id, or the first of an outlet.
fn find<'r>(all: &'r [ReportInfo], asked: &str) -> Option<&'r ReportInfo> {
    let same = |one: &str| one.to_lowercase() == asked.to_lowercase();
    let exact = all.iter().find(|it| it.siglum == asked || it.id == asked);
    exact.or_else(|| all.iter().find(|it| same(&it.siglum) || same(outlet(it))))
}

//! Reasons in words: what links a reading to its lemma, why a report is in its story.

use super::{count, day, first_words, speaker_line, turn};
use crate::collate::Linked;
use crate::json::{DescentInfo, FoundInfo, MembershipInfo, ReportInfo, StatementInfo};

/// What a witness's words rest on, as names and what they are: who is said to have said them, by
/// which words of the report, when and where; and the turn of a transcript that they lead to, if
/// `found` (the story's) has one. What is not told is left out, but for the day.
pub fn rests_on(of: &StatementInfo, found: &[FoundInfo]) -> Vec<(&'static str, String)> {
    let told = |it: &Option<String>| it.clone().unwrap_or_default();
    let facts = [
        ("speaker", speaker_line(of.speaker.as_deref(), of)),
        ("source", of.source.clone()),
        ("cue", of.cue.clone()),
        ("act", of.act.replace('_', " ")),
        ("to", told(&of.addressee)),
        ("within", told(&of.within)),
        ("perhaps", of.candidates.join(" or ")),
        ("manner", of.manner.to_owned()),
        ("day", if of.day.is_some() { day(of) } else { "not told".to_owned() }),
        ("venue", of.venue.as_ref().map(|it| it.words.clone()).unwrap_or_default()),
        ("turn", leads_to(of, found)),
    ];
    facts.into_iter().filter(|(_, value)| !value.is_empty()).collect()
}

/// `fast, right in 98 of 100`: how often what found a statement is right.
pub fn sure(of: &StatementInfo) -> String {
    format!("{}, right in {:.0} of 100", of.tier, 100.0 * of.confidence)
}

/// `reports/a.html, characters 20–52`: where its words stand.
pub fn place(of: &StatementInfo, report: Option<&ReportInfo>) -> String {
    let spans: Vec<String> = of.spans.iter().map(|[s, e]| format!("{s}–{e}")).collect();
    format!("{}, characters {}", report.map_or("", |it| it.place.as_str()), spans.join(", "))
}

/// The turn of a transcript that its words lead to, and the question before it.
fn leads_to(of: &StatementInfo, found: &[FoundInfo]) -> String {
    let is = |it: &&FoundInfo| {
        [&it.quotation, &it.transcript].iter().any(|it| {
            it.statement == of.statement && it.spans.iter().any(|it| of.spans.contains(it))
        })
    };
    found.iter().find(is).map(|it| turn(&it.turn)).unwrap_or_default()
}

/// `shares 12 of its 12 words with the lemma’s 14, in the same order; the same speaker; …`
pub fn linked_by(of: &Linked) -> String {
    let speaker = match of.same_speaker {
        Some(true) => "the same speaker",
        Some(false) => "another speaker",
        None => "the speaker is not told by both",
    };
    format!(
        "shares {} of its {} words with the lemma’s {}, in the same order; {speaker}; by words \
         alone one utterance in {:.0} of 100",
        of.n_shared,
        of.n_reading,
        of.n_lemma,
        100.0 * of.score
    )
}

/// Why a report is in its story, as names and what they are: `hangs on`, `by`, `on all` (of a story of
/// more than two reports), `copy` (and, without a name, passages that show it), `state`, `kind`, `but`.
/// `reports` and `stemma` are the story's.
pub fn belongs(
    of: &MembershipInfo,
    reports: &[ReportInfo],
    stemma: &[DescentInfo],
) -> Vec<(&'static str, String)> {
    let mut facts: Vec<(&str, String)> = Vec::new();
    if let Some(nearest) = &of.nearest {
        let days = nearest.days.map(days_after).unwrap_or_default();
        let alike = percent(nearest.likeness);
        facts.push(("hangs on", format!("{}, {alike} alike{days}", nearest.siglum)));
        let words = nearest.words.iter();
        let words: Vec<String> =
            words.map(|it| format!("{} {}", it.word, percent(it.weight))).collect();
        facts.push(("by", words.join(" · ")));
    } else {
        facts.push(("hangs on", "no other report".to_owned()));
    }
    if reports.len() > 2 {
        facts.push(("on all", format!("{} alike on average", percent(of.mean_likeness))));
    }
    if let Some(copy) = &of.copy {
        let runs = count(copy.n_runs, "sampled run");
        let share = percent(copy.share);
        let more = format!("{runs} of three words in common, {share} of the shorter report’s");
        facts.push(("copy", format!("of {}: {more}", copy.siglum)));
        let places = stemma.iter().filter(|it| it.report == of.report).flat_map(passages);
        facts.extend(places.map(|it| ("", it)));
    }
    if let Some(first) = &of.version_of {
        let siglum = reports.iter().find(|it| it.id == *first).map_or("?", |it| &it.siglum);
        facts.push(("state", format!("of the page of {siglum}, by its address")));
    }
    for it in &of.kinds {
        let place = if it.span.is_some() { "" } else { " in its address" };
        facts.push(("kind", format!("{}, by “{}”{place}", it.kind, it.words)));
    }
    let doubts: Vec<String> = of.doubts.iter().map(|it| doubt(it, of)).collect();
    if !doubts.is_empty() {
        facts.push(("but", doubts.join("; ")));
    }
    facts
}

/// `12 %`, of a share from 0 to 1.
pub fn percent(share: f32) -> String {
    format!("{:.0} %", 100.0 * share)
}

/// Passages that a copy has from its exemplar, as the stemma quotes them.
fn passages(descent: &DescentInfo) -> Vec<String> {
    let narration = descent.evidence.iter().filter(|it| it.fact == "narration");
    let places = narration.flat_map(|it| &it.places).filter(|it| it.report == descent.report);
    places.map(|it| format!("“{}”", first_words(&it.words))).collect()
}

fn doubt(name: &str, of: &MembershipInfo) -> String {
    match name {
        "little_alike" => {
            format!("little like the others on the whole ({})", percent(of.mean_likeness))
        }
        "days_apart" => {
            let days = of.days_apart.unwrap_or(0).unsigned_abs() as usize;
            format!("{} from the nearest of the others", count(days, "day"))
        }
        "held_by_one" => "one report alone is much like it".to_owned(),
        _ => "it has no day".to_owned(),
    }
}

/// `, 5 days later`
fn days_after(days: i32) -> String {
    let n = count(days.unsigned_abs() as usize, "day");
    match days {
        0 => ", of the same day".to_owned(),
        1.. => format!(", {n} later"),
        _ => format!(", {n} earlier"),
    }
}

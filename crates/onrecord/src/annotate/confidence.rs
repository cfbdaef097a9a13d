//! How a statement was found in; how often such statements are right, out. For rules a table,
//! `data/en/confidence.tsv`, which `eval/fit_confidence.py` writes; for a learned reader its own
//! confidence, set right by what is known besides.

use std::sync::LazyLock;

use rustc_hash::FxHashMap;

use super::Manner;
use crate::lexicon::CueKind;

/// By rule, kind of cue and manner; `-` for any.
static TABLE: LazyLock<FxHashMap<[&str; 3], f32>> = LazyLock::new(|| {
    let rows = include_str!("../../data/en/confidence.tsv").lines();
    rows.filter(|row| !row.starts_with('#')).filter_map(row).collect()
});

fn row(row: &'static str) -> Option<([&'static str; 3], f32)> {
    let fields: Vec<&str> = row.split('\t').collect();
    let [rule, kind, manner, confidence, _] = fields[..] else { return None };
    Some(([rule, kind, manner], confidence.parse().ok()?))
}

/// The likeliest row's figure: as near to the statement as the table goes.
pub(super) fn of(rule: &str, kind: Option<CueKind>, manner: Manner) -> f32 {
    let kind = kind.map_or("none", CueKind::name);
    let manner = match manner {
        Manner::Direct => "direct",
        Manner::Indirect => "indirect",
        Manner::Mixed => "mixed",
    };
    let keys = [[rule, kind, manner], [rule, "-", "-"], ["-", "-", manner]];
    keys.iter().find_map(|it| TABLE.get(it).copied()).unwrap_or(0.5)
}

/// Weights of a logistic regression on PolNeAR dev; printed by `eval/fit_calibration.py`, which says
/// what they mean.
const BIAS: f32 = -1.12;
const ODDS: f32 = 0.61;
const AGREES: f32 = 1.01;
const SPOKEN: f32 = 0.07;
const DIRECT: f32 = 0.37;

/// How often statements of a learned reader are right that is so sure of itself; `agrees` if the
/// rules found the same cue with the same source.
pub(super) fn of_tagged(own: f32, agrees: bool, kind: Option<CueKind>, manner: Manner) -> f32 {
    use CueKind::{Asked, Denied, Spoken, Written};
    let own = own.clamp(1e-4, 1.0 - 1e-4);
    let one_if = |it: bool| f32::from(u8::from(it));
    let spoken = matches!(kind, Some(Spoken | Written | Asked | Denied));
    let direct = manner == Manner::Direct;
    let weighed = BIAS
        + ODDS * (own / (1.0 - own)).ln()
        + AGREES * one_if(agrees)
        + SPOKEN * one_if(spoken)
        + DIRECT * one_if(direct);
    1.0 / (1.0 + (-weighed).exp())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::annotate::RULES;

    #[test]
    fn every_row_of_the_table_is_read_and_names_a_rule() {
        let rows = include_str!("../../data/en/confidence.tsv").lines();
        let rows: Vec<&str> = rows.filter(|it| !it.starts_with('#')).collect();
        assert_eq!(rows.len(), TABLE.len());
        for ([rule, kind, manner], confidence) in rows.into_iter().filter_map(row) {
            let known = RULES.iter().any(|it| it.name == rule);
            assert!(known || ["-", "transcript-turn"].contains(&rule), "{rule}");
            assert!(["-", "none"].contains(&kind) || CueKind::named(kind).is_some(), "{kind}");
            assert!(["-", "direct", "indirect", "mixed"].contains(&manner), "{manner}");
            assert!((0.0..=1.0).contains(&confidence), "{confidence}");
        }
    }

    #[test]
    fn a_quotation_with_its_cue_is_surer_than_a_judgement_and_an_unknown_rule_gets_the_mean() {
        let quoted = of("quotation-cue", Some(CueKind::Spoken), Manner::Direct);
        let judged = of("cue-clause", Some(CueKind::Judged), Manner::Indirect);
        let unknown = of("no such rule", None, Manner::Direct);
        assert!(quoted > 0.9 && judged < 0.7 && unknown > 0.5, "{quoted} {judged} {unknown}");
    }
}

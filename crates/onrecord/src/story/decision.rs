//! Derived stories and a user's decisions in, the stories that people see out.
//!
//! Decisions name reports, not stories: ids of stories change when an earlier report turns up, and
//! grouping may cut otherwise tomorrow. They lie over what is derived and never change it, so each
//! can be taken back.

use std::collections::{BTreeMap, BTreeSet};

use super::Story;
use crate::report::ReportId;

/// What a user decided of stories. Of two that contradict each other, the later holds.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Decision {
    /// Each of these reports stands for its story: these stories are one.
    Together(Vec<ReportId>),
    /// These reports are of no story with those.
    Apart {
        /// Split off, as one story.
        reports: Vec<ReportId>,
        /// What they were split off from.
        from: Vec<ReportId>,
    },
}

impl Decision {
    /// The reports it names.
    pub fn reports(&self) -> impl Iterator<Item = ReportId> + '_ {
        let (one, other) = match self {
            Decision::Together(reports) => (reports, None),
            Decision::Apart { reports, from } => (reports, Some(from)),
        };
        one.iter().chain(other.into_iter().flatten()).copied()
    }

    /// That `reports`, with what was made from them, are split off from `story`. `None` if none of
    /// them is in it, or nothing would be left.
    pub fn split(story: &Story, reports: &[ReportId]) -> Option<Decision> {
        let all: Vec<ReportId> = story.witnesses.iter().map(|it| it.report).collect();
        let chosen: BTreeSet<ReportId> = reports.iter().copied().collect();
        let off = with_followers(&all, &chosen, &BTreeSet::new(), &followed(&[story]));
        let (reports, from): (Vec<ReportId>, Vec<ReportId>) =
            all.into_iter().partition(|it| off.contains(it));
        (!reports.is_empty() && !from.is_empty()).then_some(Decision::Apart { reports, from })
    }

    /// That these stories are one, whatever `before` says. `None` for less than two stories.
    pub fn join(stories: &[&Story], before: &[Decision]) -> Option<Decision> {
        let first = stories.iter().filter_map(|it| it.id());
        let mut together: Vec<ReportId> = first.collect::<BTreeSet<_>>().into_iter().collect();
        if together.len() < 2 {
            return None;
        }
        let all: BTreeSet<ReportId> =
            stories.iter().flat_map(|it| &it.witnesses).map(|it| it.report).collect();
        // What was split off is put back by name, with one of those that it was split off from.
        for (reports, from) in still_apart(before) {
            if let Some(one) = from.intersection(&all).next() {
                together.extend(reports.intersection(&all).chain([one]));
            }
        }
        together.sort_unstable();
        together.dedup();
        Some(Decision::Together(together))
    }
}

/// The stories as decided: the derived ones, with reports split off and stories joined. Each lists
/// its reports by id; stories by their first.
///
/// A report that no decision names stays with the main part of its derived story, but for a copy or
/// later state of one that was split off, which goes with it. Reports that are in no derived story
/// are passed over.
pub fn decided(derived: &[Story], decisions: &[Decision]) -> Vec<Vec<ReportId>> {
    let mut groups: Groups = derived
        .iter()
        .map(|it| it.witnesses.iter().map(|it| it.report).collect())
        .filter(|it: &Vec<ReportId>| !it.is_empty())
        .collect();
    let followed = followed(&derived.iter().collect::<Vec<_>>());
    let mut apart = Vec::new();
    // Made twice in a row, a decision is made once: it would find other groups the second time.
    for (n, decision) in decisions.iter().enumerate() {
        if n > 0 && decisions[n - 1] == *decision {
            continue;
        }
        note(decision, &mut apart);
        match decision {
            Decision::Together(reports) => {
                unite(&mut groups, reports);
                // Others of the two stories may be held apart.
                apart.iter().for_each(|it| detach(&mut groups, it, &followed));
            }
            Decision::Apart { .. } => {
                apart.last().into_iter().for_each(|it| detach(&mut groups, it, &followed));
            }
        }
    }
    groups.iter_mut().for_each(|it| it.sort_unstable());
    groups.sort_unstable();
    groups
}

/// For each decision, whether the stories would be others without it. Of two that do the same, the
/// earlier has the effect.
pub fn effects(derived: &[Story], decisions: &[Decision]) -> Vec<bool> {
    let all = decided(derived, decisions);
    let mut needed = decisions.to_vec();
    let mut effects = vec![true; decisions.len()];
    for n in (0..decisions.len()).rev() {
        let decision = needed.remove(n);
        effects[n] = decided(derived, &needed) != all;
        if effects[n] {
            needed.insert(n, decision);
        }
    }
    effects
}

/// The derived groups that must be looked at together with these: decisions tie them, one to the
/// next. Any others can be decided on their own, and so can what still has an effect.
pub fn with_tied<G: Ord + Copy>(
    mut groups: BTreeSet<G>,
    decisions: &[Decision],
    group_of: impl Fn(ReportId) -> Option<G>,
) -> BTreeSet<G> {
    let groups_of = |it: &Decision| it.reports().filter_map(&group_of).collect();
    let ties: Vec<BTreeSet<G>> = decisions.iter().map(groups_of).collect();
    loop {
        let before = groups.len();
        for tied in ties.iter().filter(|it| !it.is_disjoint(&groups)).cloned().collect::<Vec<_>>() {
            groups.extend(tied);
        }
        if groups.len() == before {
            return groups;
        }
    }
}

type Groups = Vec<Vec<ReportId>>;

/// What was split off, and from what.
type Split = (BTreeSet<ReportId>, BTreeSet<ReportId>);

/// What is held apart once later decisions have overridden earlier ones.
fn still_apart(decisions: &[Decision]) -> Vec<Split> {
    let mut apart = Vec::new();
    decisions.iter().for_each(|it| note(it, &mut apart));
    apart
}

/// What a decision adds to what is held apart, or takes from it.
fn note(decision: &Decision, apart: &mut Vec<Split>) {
    match decision {
        Decision::Together(tie) => {
            let tie: BTreeSet<ReportId> = tie.iter().copied().collect();
            for (reports, from) in apart {
                if !tie.is_disjoint(from) {
                    reports.retain(|it| !tie.contains(it));
                }
            }
        }
        Decision::Apart { reports, from } => {
            let reports: BTreeSet<ReportId> = reports.iter().copied().collect();
            let from = from.iter().copied().filter(|it| !reports.contains(it)).collect();
            apart.push((reports, from));
        }
    }
}

fn detach(
    groups: &mut Groups,
    (reports, from): &Split,
    followed: &BTreeMap<ReportId, Vec<ReportId>>,
) {
    for n in 0..groups.len() {
        let holds = |of: &BTreeSet<ReportId>| groups[n].iter().any(|it| of.contains(it));
        if holds(reports) && holds(from) {
            let off = with_followers(&groups[n], reports, from, followed);
            let (off, rest) = groups[n].iter().partition(|it| off.contains(it));
            groups[n] = rest;
            groups.push(off);
        }
    }
}

fn unite(groups: &mut Groups, tie: &[ReportId]) {
    let (tied, rest): (Groups, Groups) =
        groups.drain(..).partition(|it| it.iter().any(|it| tie.contains(it)));
    *groups = rest;
    if !tied.is_empty() {
        groups.push(tied.concat());
    }
}

/// The chosen reports of a group, with those that were made from them, step by step, save the ones
/// to `keep`.
fn with_followers(
    group: &[ReportId],
    chosen: &BTreeSet<ReportId>,
    keep: &BTreeSet<ReportId>,
    followed: &BTreeMap<ReportId, Vec<ReportId>>,
) -> BTreeSet<ReportId> {
    let mut off = BTreeSet::new();
    let mut open: Vec<ReportId> = group.iter().copied().filter(|it| chosen.contains(it)).collect();
    while let Some(report) = open.pop() {
        if off.insert(report) {
            let next = followed.get(&report).into_iter().flatten();
            open.extend(next.filter(|it| group.contains(it) && !keep.contains(it)));
        }
    }
    off
}

/// For each report those that follow it: its copies, and the next state of its page.
fn followed(stories: &[&Story]) -> BTreeMap<ReportId, Vec<ReportId>> {
    let mut followed: BTreeMap<ReportId, Vec<ReportId>> = BTreeMap::new();
    for story in stories {
        let mut last_state: BTreeMap<ReportId, ReportId> = BTreeMap::new();
        for witness in &story.witnesses {
            let page = witness.version_of.unwrap_or(witness.report);
            let before = last_state.insert(page, witness.report);
            if let Some(before) = before.or(witness.exemplar) {
                followed.entry(before).or_default().push(witness.report);
            }
        }
    }
    followed
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::super::Witness;
    use super::*;

    fn id(n: u8) -> ReportId {
        let letters = b"0123456789abcdefghjkmnpqrstvwxyz";
        ReportId::parse(&format!("{:0>16}", letters[usize::from(n)] as char)).unwrap()
    }

    fn ids(reports: &str) -> Vec<ReportId> {
        reports.bytes().map(|it| id(it - b'a')).collect()
    }

    /// A story drawn as the letters of its reports; `b=a` copies `a`, `c-a` is a later state of it.
    fn story(drawn: &str) -> Story {
        let letter = |it: Option<u8>| it.map(|it| id(it - b'a'));
        let witness = |it: &str| {
            let bytes = it.as_bytes();
            let of = |sign| letter(bytes.get(2).copied().filter(|_| bytes[1] == sign));
            Witness { report: id(bytes[0] - b'a'), exemplar: of(b'='), version_of: of(b'-') }
        };
        Story { witnesses: drawn.split_whitespace().map(witness).collect() }
    }

    fn stories(drawn: &str) -> Vec<Story> {
        drawn.split('|').map(story).collect()
    }

    /// `ab` are one; `a/bc` splits a off from b and c.
    fn decisions(drawn: &str) -> Vec<Decision> {
        let decision = |it: &str| match it.split_once('/') {
            Some((reports, from)) => Decision::Apart { reports: ids(reports), from: ids(from) },
            None => Decision::Together(ids(it)),
        };
        drawn.split_whitespace().map(decision).collect()
    }

    #[track_caller]
    fn check(derived: &str, decided_by: &str, expected: &str) {
        let groups = decided(&stories(derived), &decisions(decided_by));
        let mut expected: Vec<Vec<ReportId>> = expected.split_whitespace().map(ids).collect();
        expected.sort();
        assert_eq!(groups, expected);
    }

    #[test]
    fn without_decisions_stories_are_as_derived() {
        check("a b | c", "", "ab c");
    }

    #[test]
    fn stories_are_joined_by_any_of_their_reports() {
        check("a b | c d | e", "ac", "abcd e");
        check("a b | c d | e", "bd de", "abcde");
    }

    #[test]
    fn what_is_split_off_is_one_story() {
        check("a b c d", "bc/ad", "ad bc");
    }

    #[test]
    fn reports_that_are_not_in_the_record_are_passed_over() {
        check("a b | c", "ax xy z/a", "ab c");
    }

    #[test]
    fn a_new_report_goes_with_the_main_part() {
        check("a b c n", "b/ac", "acn b");
    }

    #[test]
    fn a_new_copy_and_a_new_state_of_what_was_split_off_go_with_it() {
        check("a b c n=b", "b/ac", "ac bn");
        check("a b c m-b n-b", "b/ac", "ac bmn");
        // The second state was split off: the third goes on from it.
        check("a b-a c n-a", "b/ac", "ac bn");
    }

    #[test]
    fn a_copy_that_was_left_behind_stays() {
        check("a b=a c", "a/bc", "a bc");
    }

    #[test]
    fn of_two_decisions_the_later_holds() {
        check("a b | c", "a/b ab", "ab c");
        check("a b | c", "ac c/ab", "ab c");
        check("a b | c", "bc b/ac", "ac b");
    }

    #[test]
    fn what_was_split_off_stays_apart_when_grouping_or_a_join_brings_it_back_by_others() {
        // Once a stood with c; now it stands with m, and m’s story was joined with c’s.
        check("a m | c", "a/c mc", "a cm");
    }

    #[test]
    fn a_split_takes_copies_along_and_leaves_something() {
        let whole = story("a b c=b d-b");
        let split = Decision::split(&whole, &ids("b")).unwrap();
        assert_eq!(split, Decision::Apart { reports: ids("bcd"), from: ids("a") });
        assert_eq!(Decision::split(&whole, &ids("ab")), None);
        assert_eq!(Decision::split(&whole, &ids("x")), None);
        assert_eq!(Decision::split(&story("a"), &ids("a")), None);
    }

    #[test]
    fn what_decisions_tie_is_looked_at_together() {
        let derived = stories("a b | c d | e | f");
        let group_of =
            |it| derived.iter().position(|of| of.witnesses.iter().any(|of| of.report == it));
        let all = with_tied(BTreeSet::from([0]), &decisions("bc de fx"), group_of);
        assert_eq!(all, BTreeSet::from([0, 1, 2]));
    }

    #[test]
    fn a_decision_that_changes_nothing_any_more_is_told() {
        let told = |drawn: &str| effects(&stories("a b | c"), &decisions(drawn));
        assert_eq!(told("ac ab a/b"), [true, false, true]);
        // Without the second the first would split a off.
        assert_eq!(told("a/b ab"), [false, true]);
        assert_eq!(told("ac bc"), [true, false]);
    }

    fn some_stories() -> impl Strategy<Value = Vec<Story>> {
        // For each report its story, and which earlier one it was made from, if any.
        prop::collection::vec((0_usize..6, 0_u8..3, 0_usize..20), 1..20).prop_map(|drawn| {
            let mut stories = vec![Story { witnesses: Vec::new() }; 6];
            for (n, (of, how, from)) in drawn.into_iter().enumerate() {
                let story = &mut stories[of];
                let from = story.witnesses.get(from % story.witnesses.len().max(1)).copied();
                let head = from.map(|it| it.exemplar.or(it.version_of).unwrap_or(it.report));
                let exemplar = head.filter(|_| how == 1);
                let version_of = head.filter(|_| how == 2);
                story.witnesses.push(Witness { report: id(n as u8), exemplar, version_of });
            }
            stories.retain(|it| !it.witnesses.is_empty());
            stories
        })
    }

    fn some_reports() -> impl Strategy<Value = Vec<ReportId>> {
        prop::collection::vec((0_u8..22).prop_map(id), 1..5)
    }

    fn some_decisions() -> impl Strategy<Value = Vec<Decision>> {
        let together = some_reports().prop_map(Decision::Together);
        let apart = (some_reports(), some_reports())
            .prop_map(|(reports, from)| Decision::Apart { reports, from });
        prop::collection::vec(prop_oneof![together, apart], 0..8)
    }

    fn reports(of: &[Story]) -> Vec<ReportId> {
        let mut all: Vec<ReportId> =
            of.iter().flat_map(|it| &it.witnesses).map(|it| it.report).collect();
        all.sort_unstable();
        all
    }

    proptest! {
        #[test]
        fn no_report_is_lost_or_doubled(derived in some_stories(), by in some_decisions()) {
            let mut found = decided(&derived, &by).concat();
            found.sort_unstable();
            prop_assert_eq!(found, reports(&derived));
        }

        #[test]
        fn the_order_of_derived_stories_changes_nothing(
            (derived, turned) in some_stories()
                .prop_flat_map(|it| (Just(it.clone()), Just(it).prop_shuffle())),
            by in some_decisions(),
        ) {
            prop_assert_eq!(decided(&derived, &by), decided(&turned, &by));
        }

        #[test]
        fn deciding_the_same_twice_is_deciding_it_once(
            derived in some_stories(), by in some_decisions(),
        ) {
            let twice: Vec<Decision> = by.iter().flat_map(|it| [it.clone(), it.clone()]).collect();
            prop_assert_eq!(decided(&derived, &twice), decided(&derived, &by));
        }

        #[test]
        fn what_was_split_and_joined_again_is_as_it_was_derived(
            derived in some_stories(), chosen in some_reports(),
        ) {
            for story in &derived {
                let Some(split) = Decision::split(story, &chosen) else { continue };
                let parts = decided(&derived, std::slice::from_ref(&split));
                let of = |it: &Vec<ReportId>| it.iter().any(|it| reports(std::slice::from_ref(story)).contains(it));
                let parts: Vec<Story> = parts
                    .iter()
                    .filter(|it| of(it))
                    .map(|it| {
                        let in_part = |of: &&Witness| it.contains(&of.report);
                        Story { witnesses: story.witnesses.iter().filter(in_part).copied().collect() }
                    })
                    .collect();
                prop_assert_eq!(parts.len(), 2);
                let join = Decision::join(&[&parts[0], &parts[1]], std::slice::from_ref(&split));
                let both = [split, join.unwrap()];
                prop_assert_eq!(decided(&derived, &both), decided(&derived, &[]));
            }
        }

        #[test]
        fn what_is_joined_last_is_one_and_what_is_split_off_last_is_apart(
            derived in some_stories(), by in some_decisions(), chosen in some_reports(),
        ) {
            let now = decided(&derived, &by);
            let of = |it: &Vec<ReportId>| Story {
                witnesses: it
                    .iter()
                    .map(|it| Witness { report: *it, exemplar: None, version_of: None })
                    .collect(),
            };
            let seen: Vec<Story> = now.iter().map(of).collect();
            let mut more = by.clone();
            if let [one, other, ..] = &seen[..] {
                more.extend(Decision::join(&[one, other], &by));
                let joined = decided(&derived, &more);
                let at = |it: &Story| joined.iter().position(|of| of.contains(&it.id().unwrap()));
                prop_assert_eq!(at(one), at(other));
            }
            let mut less = by;
            if let Some(split) = seen.iter().find_map(|it| Decision::split(it, &chosen)) {
                less.push(split.clone());
                let Decision::Apart { reports, from } = split else { unreachable!() };
                for group in decided(&derived, &less) {
                    let holds = |of: &[ReportId]| group.iter().any(|it| of.contains(it));
                    prop_assert!(!(holds(&reports) && holds(&from)));
                }
            }
        }

        #[test]
        fn groups_that_are_not_tied_can_be_decided_on_their_own(
            derived in some_stories(), by in some_decisions(), first in 0_usize..6,
        ) {
            let group_of =
                |it| derived.iter().position(|of| of.witnesses.iter().any(|of| of.report == it));
            let tied = with_tied(BTreeSet::from([first % derived.len()]), &by, group_of);
            let (here, there): (Vec<_>, Vec<_>) =
                derived.iter().cloned().enumerate().partition(|(n, _)| tied.contains(n));
            let part = |it: Vec<(usize, Story)>| {
                decided(&it.into_iter().map(|(_, it)| it).collect::<Vec<_>>(), &by)
            };
            let mut apart = [part(here), part(there)].concat();
            apart.sort();
            prop_assert_eq!(apart, decided(&derived, &by));
        }
    }
}

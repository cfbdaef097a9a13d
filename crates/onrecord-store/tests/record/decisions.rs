//! Decisions of users: they lie over what is derived, survive more reports and another order of
//! them, and can be taken back.

use onrecord::story::{self, Decision};
use onrecord::{Annotated, ReportId};
use onrecord_store::{Record, StoryFilter, regroup, update};

use crate::made::reports;
use crate::{Kept, empty, full, rules};

const NOON: &str = "2031-03-08T12:00:00Z";

impl Kept {
    /// The stories, each as its reports by id; in order.
    fn groups(&self) -> Vec<Vec<ReportId>> {
        let reader = self.reader();
        let stories = reader.stories(&StoryFilter::default()).unwrap();
        let of = |it: ReportId| {
            let mut ids: Vec<ReportId> =
                reader.witnesses(it).unwrap().into_iter().map(|it| it.id).collect();
            ids.sort();
            ids
        };
        let mut groups: Vec<Vec<ReportId>> = stories.into_iter().map(|it| of(it.id)).collect();
        groups.sort();
        groups
    }

    fn split(&mut self, report: &Annotated) -> u64 {
        let id = report.report.id();
        let found = self.reader().find_story(&id.to_string()).unwrap().unwrap();
        let whole = self.reader().story(found).unwrap().unwrap();
        let decision = Decision::split(&whole.story, &[id]).unwrap();
        let n = self.record.decide(&decision, NOON, Some("another round")).unwrap();
        regroup(&mut self.record, &()).unwrap();
        n
    }
}

fn ids(reports: &[Annotated]) -> Vec<ReportId> {
    let mut ids: Vec<ReportId> = reports.iter().map(|it| it.report.id()).collect();
    ids.sort();
    ids
}

fn sorted(mut groups: Vec<Vec<ReportId>>) -> Vec<Vec<ReportId>> {
    groups.sort();
    groups
}

#[test]
fn what_is_split_off_is_a_story_of_its_own_and_both_are_collated() {
    let mut kept = full();
    let made = reports();
    kept.split(&made[0]);
    let expected = [ids(&made[..1]), ids(&made[1..4]), ids(&made[4..])];
    assert_eq!(kept.groups(), sorted(expected.to_vec()));
    let rows = kept.reader().stories(&StoryFilter::default()).unwrap();
    assert!(rows.iter().all(|it| it.collated));
}

#[test]
fn old_ids_lead_to_what_their_report_is_in_after_a_split() {
    let mut kept = full();
    let made = reports();
    let old = kept.reader().find_story(&made[1].report.id().to_string()).unwrap().unwrap();
    assert_eq!(old, made[0].report.id());
    kept.split(&made[0]);
    let found = |it: ReportId| kept.reader().find_story(&it.to_string()).unwrap();
    assert_eq!(found(old), Some(old));
    // The two that come next are of one time: the one of the lower id is the first.
    assert_eq!(found(made[3].report.id()), Some(ids(&made[1..3])[0]));
}

#[test]
fn decisions_survive_more_reports_in_any_order() {
    let made = reports();
    let mut kept = empty();
    kept.add(&made[..3]);
    kept.split(&made[0]);
    kept.record.add(&made[3..]).unwrap();
    regroup(&mut kept.record, &()).unwrap();
    let expected = [ids(&made[..1]), ids(&made[1..4]), ids(&made[4..])];
    assert_eq!(kept.groups(), sorted(expected.to_vec()));
    // The same decision on the whole record gives the same tables.
    let mut other = empty();
    other.record.add(&made.iter().rev().cloned().collect::<Vec<_>>()).unwrap();
    let decision = kept.reader().decisions().unwrap().remove(0).decision;
    other.record.decide(&decision, NOON, Some("another round")).unwrap();
    regroup(&mut other.record, &()).unwrap();
    assert_eq!(other.dump(), kept.dump());
}

#[test]
fn a_decision_taken_back_leaves_no_trace_in_stories() {
    let mut kept = full();
    let before = kept.dump();
    let n = kept.split(&reports()[0]);
    assert!(kept.record.undo(n).unwrap());
    kept.add(&[]);
    assert_eq!(kept.dump(), before);
    assert!(!kept.record.undo(n).unwrap());
}

#[test]
fn stories_are_joined_and_the_list_tells_what_still_has_an_effect() {
    let mut kept = full();
    let made = reports();
    let (talks, dam) = (made[0].report.id(), made[4].report.id());
    let story = |it: ReportId| kept.reader().story(it).unwrap().unwrap().story;
    let join = Decision::join(&[&story(talks), &story(dam)], &[]).unwrap();
    let n = kept.record.decide(&join, NOON, None).unwrap();
    regroup(&mut kept.record, &()).unwrap();
    assert_eq!(kept.groups(), [ids(&made)]);
    let row = kept.reader().decisions().unwrap().remove(0);
    assert_eq!((row.n, row.made_at.as_str(), row.has_effect), (n, NOON, true));
    // Both are of one time: the one of the lower id is the first.
    assert_eq!(row.stories().into_iter().collect::<Vec<_>>(), [talks.min(dam)]);
    assert_eq!(row.reports.len(), 2);
    // The same again changes nothing.
    kept.record.decide(&join, NOON, None).unwrap();
    regroup(&mut kept.record, &()).unwrap();
    let effects: Vec<bool> =
        kept.reader().decisions().unwrap().iter().map(|it| it.has_effect).collect();
    assert_eq!(effects, [true, false]);
}

#[test]
fn a_decision_on_reports_of_another_machine_waits_for_them() {
    let made = reports();
    let ids: Vec<ReportId> = [0, 4].map(|it: usize| made[it].report.id()).to_vec();
    let mut kept = empty();
    kept.add(&made[..4]);
    kept.record.decide(&Decision::Together(ids), NOON, None).unwrap();
    regroup(&mut kept.record, &()).unwrap();
    let row = kept.reader().decisions().unwrap().remove(0);
    assert_eq!((row.has_effect, row.reports.len()), (false, 1));
    kept.add(&made[4..]);
    assert_eq!(kept.groups().len(), 1);
}

#[test]
fn decisions_outlive_an_older_schema() {
    let mut kept = full();
    kept.split(&reports()[0]);
    let before = kept.reader().decisions().unwrap();
    let (path, folder) = (kept.path(), kept.folder);
    drop(kept.record);
    let db = rusqlite::Connection::open(&path).unwrap();
    db.pragma_update(None, "user_version", 3).unwrap();
    drop(db);
    let mut record = Record::open(&path).unwrap();
    // Reports have to be read anew first: a decision cannot do that.
    assert!(regroup(&mut record, &()).is_err());
    update(&mut record, &rules(), std::iter::empty(), &()).unwrap();
    let after = record.reader().unwrap().decisions().unwrap();
    assert_eq!(before.len(), after.len());
    assert_eq!(before[0].decision, after[0].decision);
    drop(folder);
}

#[test]
fn derived_stories_are_the_librarys_where_nothing_was_decided() {
    let kept = full();
    let stories = story::cluster(&reports().iter().map(story::sign).collect::<Vec<_>>());
    let mut derived: Vec<Vec<ReportId>> =
        stories.iter().map(|it| it.witnesses.iter().map(|it| it.report).collect()).collect();
    derived.iter_mut().for_each(|it| it.sort());
    assert_eq!(kept.groups(), sorted(derived));
}

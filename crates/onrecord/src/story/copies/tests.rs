use super::*;
use crate::annotate::{Annotated, Annotations};
use crate::report::{Part, PartKind, Report};
use crate::story::Story;
use crate::text::Span;

/// The signature of invented words: for each range, from and before, its words: `w7 w8 w9`.
fn words(outlet: &str, ranges: &[(u32, u32)]) -> Signature {
    let numbers = ranges.iter().flat_map(|(from, before)| *from..*before);
    let words: Vec<String> = numbers.map(|it| format!("w{it}")).collect();
    let text = words.join(" ");
    let part = Part { kind: PartKind::Paragraph, span: Span::new(0, text.len()) };
    let report = Report::new(Some(outlet), None, &text, vec![part]);
    crate::story::sign(&Annotated { report, annotations: Annotations::default() })
}

/// Pairs that the days' reports make, (later, earlier); reports are numbered through.
fn pairs(days: &[&[Signature]], group_of: impl Fn(u32) -> u32) -> Vec<(u32, u32)> {
    let mut window = Window::default();
    let mut first = 0;
    let mut found = Vec::new();
    for day in days {
        let mut numbered: Vec<(u32, &Signature)> = (first..).zip(day.iter()).collect();
        first += day.len() as u32;
        numbered.reverse();
        found.extend(window.meet(&numbered, &group_of).iter().map(|it| (it.later, it.earlier)));
    }
    found.sort_unstable();
    found
}

#[test]
fn a_long_text_keeps_a_bounded_sample_and_its_cut_copy_is_found() {
    let long = words("Coastal Wire", &[(0, 20_000)]);
    let copy = words("Harbour Post", &[(3_000, 9_000)]);
    assert!(long.shingles.len() <= 128 && long.shingles.len() > 32, "{}", long.shingles.len());
    assert_eq!(pairs(&[&[long], &[copy]], |_| 0), [(1, 0)]);
}

#[test]
fn days_that_come_together_or_apart_give_the_same_pairs() {
    let [a, b, c, d] = [[(0, 300)], [(100, 400)], [(1_000, 1_300)], [(1_100, 1_250)]]
        .map(|ranges| words("Coastal Wire", &ranges));
    let together = pairs(&[&[a.clone(), b.clone(), c.clone(), d.clone()]], |_| 0);
    assert_eq!(together, [(1, 0), (3, 2)]);
    assert_eq!(pairs(&[&[a], &[b, c], &[d]], |_| 0), together);
}

#[test]
fn a_day_that_has_left_the_window_is_met_no_more() {
    let text = words("Coastal Wire", &[(0, 300)]);
    let mut window = Window::default();
    window.meet(&[(0, &text)], |_| 0);
    window.forget_before(0);
    assert_eq!(window.meet(&[(1, &text)], |_| 0).len(), 1);
    window.forget_before(2);
    assert_eq!(window.meet(&[(2, &text)], |_| 0), []);
}

#[test]
fn an_agency_text_in_four_groups_is_no_furniture_but_a_note_under_their_own_texts_is() {
    let outlets = ["Coastal Wire", "Harbour Post", "Echo", "The Brenna Times"];
    let noted = |own: fn(u32) -> (u32, u32)| {
        let report = |n: u32| words(outlets[n as usize], &[own(n), (0, 100)]);
        (0..4).map(report).collect::<Vec<_>>()
    };
    let copies = noted(|n| (10_000 + n * 10, 10_000 + n * 10 + 5));
    assert_eq!(pairs(&[&copies], |it| it).len(), 6);
    let own = noted(|n| (n * 1_000 + 10_000, n * 1_000 + 10_120));
    assert_eq!(pairs(&[&own], |it| it), []);
    assert_eq!(pairs(&[&own[..2]], |_| 0).len(), 1, "nobody can tell that it is a note");
}

#[test]
fn two_briefs_of_two_stories_with_one_note_are_no_copies() {
    let brief = |n: u32| words("Echo", &[(n, n + 50), (0, 42)]);
    let briefs = [brief(1_000), brief(2_000)];
    assert_eq!(pairs(&[&briefs], |it| it), []);
}

fn exemplars(reports: &[&Signature]) -> Vec<Option<usize>> {
    let story = Story::of(reports);
    let at = |id| reports.iter().position(|it| it.report == id);
    let of = |it: &&Signature| story.witnesses.iter().find(|w| w.report == it.report)?.exemplar;
    reports.iter().map(|it| of(it).and_then(at)).collect()
}

/// With a day in March 2031.
fn on(day: i8, signature: Signature) -> Signature {
    Signature { day: Some(jiff::civil::date(2031, 3, day)), ..signature }
}

#[test]
fn a_round_up_is_no_copy_of_what_it_holds() {
    let part = on(4, words("Coastal Wire", &[(0, 100)]));
    let round_up = on(5, words("Echo", &[(0, 100), (1_000, 1_900)]));
    let added = on(5, words("Harbour Post", &[(0, 100), (3_000, 3_150)]));
    assert_eq!(exemplars(&[&part, &round_up, &added]), [None, None, Some(0)]);
}

#[test]
fn a_merged_copy_is_laid_to_the_text_of_which_it_has_most() {
    let first = on(4, words("Coastal Wire", &[(0, 300)]));
    let second = on(4, words("Harbour Post", &[(1_000, 1_300)]));
    let merged = on(5, words("Echo", &[(0, 140), (1_000, 1_200)]));
    assert_eq!(exemplars(&[&first, &second, &merged]), [None, None, Some(1)]);
}

#[test]
fn who_copies_a_copy_is_laid_to_the_root_only_with_text_of_the_root() {
    let root = on(4, words("Coastal Wire", &[(0, 200)]));
    let copy = on(5, words("Harbour Post", &[(0, 100), (1_000, 1_100)]));
    let of_its_own_half = on(6, words("Echo", &[(1_000, 1_100)]));
    let whole = on(6, words("The Brenna Times", &[(0, 100), (1_000, 1_090)]));
    let expected = [None, Some(0), Some(1), Some(0)];
    assert_eq!(exemplars(&[&root, &copy, &of_its_own_half, &whole]), expected);
}

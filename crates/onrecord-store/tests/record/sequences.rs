//! Titles and kinds of stories, and what each follows on.

use onrecord::intake::Body;
use onrecord_store::StoryRow;

use super::*;

/// Headlines and words of three reports on the first round of talks.
const OPEN: [(&str, &str); 3] = [
    (
        "Pilots and Ruiz open strait talks",
        "Envoys of the strait pilots met Ana Ruiz at Port Sellick. Tolls kept ferries of Costa Brenna waiting off Maravia.",
    ),
    (
        "Strait pilots talk with Ana Ruiz",
        "In Sellick minister Ruiz heard what pilots ask: lower tolls for every strait ferry, and envoys from Maravia took notes about Brenna’s ferries.",
    ),
    (
        "Ruiz meets pilots over strait tolls",
        "Maravia sends envoys; Brenna sends Ruiz. Both want ferries moving, while pilots in Sellick call tolls on traffic through the strait robbery.",
    ),
];

/// The same of the second, 40 days later.
const END: [(&str, &str); 3] = [
    (
        "Ruiz and pilots sign strait treaty",
        "Ana Ruiz signed on Sunday, and so did envoys. Pilots will guide ferries along the strait at half the tolls, Port Sellick heard; Maravia pays with Costa Brenna.",
    ),
    (
        "Treaty ends quarrel of Ruiz with strait pilots",
        "A treaty halves tolls: pilots cheered as Ruiz left Sellick, where Maravia had two envoys. Ferries from Brenna use the strait again.",
    ),
    (
        "Strait tolls halved as pilots and Ruiz agree",
        "Half price for ferries. Brenna, Maravia and pilots agree on tolls, said Ruiz after envoys slept in Sellick; ships fill the strait.",
    ),
];

const OUTLETS: [&str; 3] = ["Harbour Post", "Coastal Wire", "Echo"];

/// Six reports of two rounds of talks, 40 days apart, and a live blog on the first.
fn talks() -> Vec<Capture> {
    let round = |day: &str, told: [(&str, &str); 3]| -> Vec<Capture> {
        let all = OUTLETS.iter().zip(told);
        all.map(|(outlet, (headline, words))| capture(outlet, day, headline, words)).collect()
    };
    let mut all = round("2031-03-04", OPEN);
    let live = "Live: pilots and Ana Ruiz open strait talks at Port Sellick";
    let words = "Pilots, Ruiz and envoys of Maravia are in. Tolls first, then ferries.";
    all.push(capture("Strait Observer", "2031-03-04", live, words));
    all.extend(round("2031-04-13", END));
    all
}

fn capture(outlet: &str, day: &str, headline: &str, words: &str) -> Capture {
    Capture {
        place: format!("{outlet}, {day}").into(),
        body: Body::Text(format!("{headline}\n\n{words}")),
        outlet: Some(outlet.into()),
        published: Some(day.into()),
        ..Capture::default()
    }
}

fn kept(captures: &[Capture]) -> Kept {
    let mut kept = empty();
    add(&mut kept, captures);
    kept
}

fn add(kept: &mut Kept, captures: &[Capture]) {
    let lexicon = Lexicon::english();
    let rules = |it: &Report| annotate(&lexicon, it);
    update(&mut kept.record, &rules, captures.iter().cloned().map(Ok), &()).unwrap();
}

/// The stories, the first first.
fn stories(kept: &Kept) -> Vec<StoryRow> {
    let mut stories = kept.reader().stories(&StoryFilter::default()).unwrap();
    stories.reverse();
    stories
}

#[test]
fn a_story_follows_on_an_earlier_one_by_words_that_its_reports_print() {
    let found = stories(&kept(&talks()));
    let [first, second] = &found[..] else { panic!("{found:#?}") };
    let earlier = second.follows.as_ref().unwrap();
    assert_eq!((earlier.story, &earlier.title), (first.id, &first.title));
    assert!(earlier.likeness > 0.5 && earlier.likeness <= 1.0, "{}", earlier.likeness);
    for word in ["pilots", "Ruiz", "strait"] {
        let has = earlier.words.iter().any(|it| it.eq_ignore_ascii_case(word));
        assert!(has, "no {word} in {:?}", earlier.words);
    }
    assert_eq!(first.follows, None);
    assert_eq!(first.followed_by.len(), 1);
    assert_eq!(first.followed_by[0].story, second.id);
    assert_eq!(first.followed_by[0].words, earlier.words);
}

#[test]
fn what_follows_is_told_anew_when_an_earlier_story_comes_changes_or_goes() {
    let all = talks();
    let (first, second) = all.split_at(4);
    let mut kept = kept(second);
    assert!(stories(&kept)[0].follows.is_none());
    // Two reports are too few for a sequence.
    add(&mut kept, &first[..2]);
    assert!(stories(&kept).iter().all(|it| it.follows.is_none()));
    add(&mut kept, &first[2..]);
    let found = stories(&kept);
    assert_eq!(found[1].follows.as_ref().map(|it| it.story), Some(found[0].id));
    assert_eq!(found, stories(&super::sequences::kept(&all)));

    let split: Vec<ReportId> =
        kept.reader().witnesses(found[0].id).unwrap()[2..].iter().map(|it| it.id).collect();
    let from = vec![found[0].id];
    let apart = onrecord::story::Decision::Apart { reports: split, from };
    kept.record.decide(&apart, "2031-05-01T00:00:00Z", None).unwrap();
    add(&mut kept, &[]);
    assert!(stories(&kept).iter().all(|it| it.follows.is_none() && it.followed_by.is_empty()));
}

#[test]
fn a_live_blog_is_told_beside_the_counts_and_gives_no_title() {
    let kept = kept(&talks());
    let found = stories(&kept);
    assert_eq!((&found[0].kinds[..], found[0].n_reports), (&["live blog".to_owned()][..], 4));
    assert!(OPEN.iter().any(|it| it.0 == found[0].title), "{}", found[0].title);
    assert!(found[1].kinds.is_empty());
    let witnesses = kept.reader().witnesses(found[0].id).unwrap();
    let live: Vec<&str> =
        witnesses.iter().filter(|it| !it.kinds.is_empty()).map(|it| &*it.outlet).collect();
    assert_eq!(live, ["Strait Observer"]);
}

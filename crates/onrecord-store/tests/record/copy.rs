//! A copy of the record: whole, a file of its own, and only where nothing stood.

use onrecord_store::{Reader, StoryFilter};

use crate::made::reports;
use crate::{empty, full};

#[test]
fn a_copy_is_the_record_as_it_was_then() {
    let mut kept = empty();
    kept.add(&reports()[..2]);
    let path = kept.folder.path().join("copy.db");
    let then = kept.dump();
    kept.reader().copy_into(&path).unwrap();
    kept.add(&reports());
    let copy = Reader::open(&path).unwrap();
    for (name, rows) in then {
        assert_eq!(copy.table(name, None).unwrap(), rows, "{name}");
    }
    assert!(kept.dump().iter().any(|(name, rows)| copy.table(name, None).unwrap() != *rows));
}

#[test]
fn a_copy_needs_no_log_and_can_be_searched() {
    let kept = full();
    let path = kept.folder.path().join("copy.db");
    kept.reader().copy_into(&path).unwrap();
    assert!(!kept.folder.path().join("copy.db-wal").exists());
    let about = StoryFilter { about: Some("strait"), ..StoryFilter::default() };
    let (of, in_copy) = (kept.reader(), Reader::open(&path).unwrap());
    let ids = |it: &Reader| -> Vec<_> {
        it.stories(&about).unwrap().into_iter().map(|it| it.id).collect()
    };
    assert!(!ids(&of).is_empty());
    assert_eq!(ids(&in_copy), ids(&of));
}

#[test]
fn a_copy_never_takes_the_place_of_another_file() {
    let kept = full();
    let path = kept.folder.path().join("notes.txt");
    std::fs::write(&path, "what a reporter wrote").unwrap();
    let error = kept.reader().copy_into(&path).unwrap_err();
    assert!(error.to_string().contains("cannot copy the record"), "{error}");
    assert_eq!(std::fs::read_to_string(&path).unwrap(), "what a reporter wrote");
    let nowhere = kept.folder.path().join("no folder").join("copy.db");
    assert!(kept.reader().copy_into(nowhere).is_err());
}

//! Stories as they were read, for as long as the record stays the same: who reads a story opens
//! several of its pages, and reading all of a long one takes longer than drawing a page of it.

use std::ops::Deref;
use std::sync::{Arc, Mutex, OnceLock};

use onrecord::ReportId;
use onrecord::collate::{Row, Wordings, folded};
use onrecord::json::{Comparison, compared};
use onrecord_store::{Error, Reader, Whole};

use crate::kept::Kept;
use crate::readers::lock;
use crate::words::{FOLDING, TABLES};

/// Stories are kept up to about this many bytes in all.
const MOST_BYTES: usize = 64 << 20;

/// What a report and a statement take beside the report's text: published, with their places in the
/// text, in rows of an apparatus. (Of a story of 200 reports 2.1 kB a statement.)
const OF_A_REPORT: usize = 2 << 10;
const OF_A_STATEMENT: usize = 2 << 10;

/// A story with all that is known of it, and what is published of that.
pub(crate) struct Story {
    whole: Whole,
    published: OnceLock<Comparison>,
    wordings: OnceLock<Wordings<'static>>,
    /// For each utterance, its witnesses in rows.
    rows: Box<[OnceLock<Vec<Row>>]>,
}

impl Story {
    fn of(whole: Whole) -> Story {
        let rows = whole.apparatus.entries.iter().map(|_| OnceLock::new()).collect();
        Story { whole, published: OnceLock::new(), wordings: OnceLock::new(), rows }
    }

    /// Its reports and utterances as published.
    pub(crate) fn published(&self) -> &Comparison {
        let Whole { story, reports, apparatus, .. } = &self.whole;
        self.published.get_or_init(|| compared(story, reports, apparatus))
    }

    /// What its reports tell, ready to be compared anew.
    pub(crate) fn wordings(&self) -> &Wordings<'static> {
        let Whole { story, reports, .. } = &self.whole;
        self.wordings.get_or_init(|| Wordings::of(&TABLES, story, reports))
    }

    /// The witnesses of an utterance, counted from 1, in rows: those with the same words together.
    pub(crate) fn rows(&self, number: usize) -> &[Row] {
        let Whole { reports, apparatus, .. } = &self.whole;
        let entry = &apparatus.entries[number - 1];
        self.rows[number - 1].get_or_init(|| folded(&FOLDING, entry, reports))
    }

    fn n_bytes(&self) -> usize {
        let of = |it: &onrecord::Annotated| {
            let n_statements = it.annotations.statements.len();
            it.report.text().len() + OF_A_REPORT + n_statements * OF_A_STATEMENT
        };
        self.whole.reports.iter().map(of).sum()
    }
}

impl Deref for Story {
    type Target = Whole;

    fn deref(&self) -> &Whole {
        &self.whole
    }
}

/// The stories last read.
pub(crate) struct Stories {
    /// The state of the record that they are of, and a place for each.
    kept: Mutex<(i64, Kept<ReportId, Place>)>,
}

/// A story, once one of those who ask for it has read it: the others wait meanwhile.
type Place = Arc<Mutex<Option<Arc<Story>>>>;

impl Stories {
    pub(crate) fn new() -> Stories {
        Stories { kept: Mutex::new((0, Kept::up_to(MOST_BYTES))) }
    }

    /// A story of the record as a reader sees it. `version`: which state of the record that is;
    /// `None`: it was changed at this very moment, and what is kept may be of another.
    pub(crate) fn story(
        &self,
        reader: &Reader,
        id: ReportId,
        version: Option<i64>,
    ) -> Result<Option<Arc<Story>>, Error> {
        let read = || Ok(reader.story(id)?.map(|it| Arc::new(Story::of(it))));
        let Some(version) = version else { return read() };
        let place = self.place(id, version);
        let mut place = lock(&place);
        if place.is_none() {
            *place = read()?;
            if let Some(story) = &*place {
                self.weigh(id, version, story.n_bytes());
            }
        }
        Ok(place.clone())
    }

    /// Where a story stands, or will.
    fn place(&self, id: ReportId, version: i64) -> Place {
        let (of, kept) = &mut *lock(&self.kept);
        if *of != version {
            *of = version;
            kept.clear();
        }
        kept.get(&id).unwrap_or_else(|| {
            let place = Place::default();
            kept.put(id, Arc::clone(&place), 0);
            place
        })
    }

    /// Once it is known how large it is.
    fn weigh(&self, id: ReportId, version: i64, n_bytes: usize) {
        let (of, kept) = &mut *lock(&self.kept);
        if *of == version
            && let Some(place) = kept.get(&id)
        {
            kept.put(id, place, n_bytes);
        }
    }
}

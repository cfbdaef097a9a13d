//! What an entry's readings are linked by: for whoever asks why two wordings are held for one
//! utterance.

use super::group::Speakers;
use super::lemma::Wordings;
use super::link::lay;
use super::pair::Tables;
use super::{Entry, speaker};
use crate::annotate::Annotated;
use crate::story::Story;

/// What a reading has in common with its lemma.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Linked {
    /// Words of both, in the same order; spelling and marks aside.
    pub n_shared: usize,
    /// Words of the lemma.
    pub n_lemma: usize,
    /// Words of the reading.
    pub n_reading: usize,
    /// How surely they are one utterance by their words alone, 0 to 1.
    pub score: f32,
    /// Whether both name one speaker; `None` if one of them does not tell.
    pub same_speaker: Option<bool>,
}

/// For each reading of an entry that [`collate`](super::collate) made of these reports: what links it
/// to the lemma. `None` where its words are not found in them.
pub fn linked(
    tables: &Tables,
    story: &Story,
    reports: &[Annotated],
    entry: &Entry,
) -> Vec<Option<Linked>> {
    linked_in(&Wordings::of(tables, story, reports), reports, entry)
}

/// As [`linked`], of wordings made ready before; the reports are those that they are of.
pub fn linked_in(wordings: &Wordings, reports: &[Annotated], entry: &Entry) -> Vec<Option<Linked>> {
    let reports = wordings.ordered(reports);
    let Wordings { units, comparer, .. } = wordings;
    let lemma = wordings.members(&entry.lemma);
    let words = |members: &[usize]| {
        members.iter().flat_map(|it| units[*it].faces[0].prepared.words.clone()).collect::<Vec<_>>()
    };
    let lemma_words = words(&lemma);
    let of_reading = |reading: &super::Reading| {
        let own = wordings.members(&reading.passages);
        let (first, other) = (*lemma.first()?, *own.first()?);
        let laid = lay(&comparer.tables.likeness, &lemma_words, &words(&own));
        let pairs = lemma.iter().flat_map(|a| own.iter().map(move |b| (*a, *b)));
        let faces = pairs.flat_map(|(a, b)| {
            let (a, b) = (&units[a].faces, &units[b].faces);
            a.iter().flat_map(move |a| b.iter().map(move |b| (&a.prepared, &b.prepared)))
        });
        Some(Linked {
            n_shared: laid.alignment.pairs.len(),
            n_lemma: laid.a.len(),
            n_reading: laid.b.len(),
            score: faces.map(|(a, b)| comparer.score(a, b)).fold(0.0, f32::max),
            same_speaker: match speaker::compare(&reports, &units[first], &units[other]) {
                Speakers::Same => Some(true),
                Speakers::Different => Some(false),
                Speakers::Unknown => None,
            },
        })
    };
    entry.readings.iter().map(of_reading).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::collate::collate;
    use crate::invented::chairs;
    use crate::story;

    #[test]
    fn a_reading_is_linked_by_the_words_and_the_speaker_it_shares() {
        let reports = chairs();
        let story = story::gather(&reports);
        let apparatus = collate(&story, &reports);
        let entry = apparatus.shared().next().unwrap();
        let all = linked(&Tables::english(), &story, &reports, entry);
        assert_eq!(all.len(), entry.readings.len());
        let first = all[0].unwrap();
        // A chair is a seat, and every session each session.
        assert_eq!(first.n_lemma - first.n_shared, 2);
        assert_eq!(first.n_reading - first.n_shared, 2);
        assert_eq!(first.same_speaker, Some(true));
        assert!(first.score > 0.5, "{first:?}");
    }
}

//! Word lists, compiled in: cues, titles, agencies, months. Data lies in `data/en/`.

/// The word lists of one language.
#[derive(Debug)]
pub struct Lexicon {}

impl Lexicon {
    /// The lists for English. Built once by the caller and passed on.
    pub fn english() -> Lexicon {
        Lexicon {}
    }
}

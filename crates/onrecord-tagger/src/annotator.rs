use std::sync::OnceLock;

use onrecord::annotate::{Tier, annotate, annotate_tagged};
use onrecord::lexicon::Parties;
use onrecord::{Annotations, Genre, Lexicon, Report};

use crate::{Error, Tagger};

/// Longer texts, in bytes, are books or lists, and left to the rules: the network would take ten
/// seconds and more. Of 840 reports of PolNeAR train the longest has 34,309.
const LONGEST_TEXT: usize = 200_000;

/// Reads reports at one tier. May be shared between threads.
pub struct Annotator {
    lexicon: Lexicon,
    tier: Tier,
    /// Unpacked when the first report wants it.
    tagger: OnceLock<Result<Tagger, Error>>,
}

impl Annotator {
    /// A reader at `tier`. Weights are unpacked later, when the first report is read.
    ///
    /// # Errors
    /// [`Error::Absent`] if the tier is the accurate one, and this build has no weights.
    pub fn new(tier: Tier) -> Result<Annotator, Error> {
        if tier == Tier::Accurate && !Tagger::AVAILABLE {
            return Err(Error::Absent);
        }
        Ok(Annotator { lexicon: Lexicon::english(), tier, tagger: OnceLock::new() })
    }

    /// With these parties for those compiled in.
    #[must_use]
    pub fn with_parties(self, parties: Parties) -> Annotator {
        Annotator { lexicon: self.lexicon.with_parties(parties), ..self }
    }

    /// The most accurate tier that this build has.
    pub fn best() -> Tier {
        if Tagger::AVAILABLE { Tier::Accurate } else { Tier::Fast }
    }

    /// Finds who is said to have said what. Transcripts are read by rules at either tier: who
    /// speaks stands before each turn; so are reports that are not in English, and texts of more than
    /// 200,000 bytes. Should the tagger fail, what the rules found stands, and each statement names
    /// its tier.
    pub fn annotate(&self, report: &Report) -> Annotations {
        let rules = annotate(&self.lexicon, report);
        let english = report.language.as_deref().is_none_or(|it| it.starts_with("en"));
        let readable = english && report.text().len() <= LONGEST_TEXT;
        if self.tier == Tier::Fast || report.genre == Genre::Transcript || !readable {
            return rules;
        }
        let Ok(tagger) = self.tagger.get_or_init(Tagger::english) else { return rules };
        match tagger.read(report, &rules) {
            Ok(tagged) => annotate_tagged(&self.lexicon, report, &tagged),
            Err(_) => rules,
        }
    }
}

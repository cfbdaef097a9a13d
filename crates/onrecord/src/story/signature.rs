use jiff::civil::Date;

use super::copies;
use super::facts::{Fact, Facts};
use super::kind::Kinds;
use super::reading::{Reading, readings};
use super::weigh::{Word, weigh};
use crate::annotate::Annotated;
use crate::report::{Genre, Part, PartKind, Report, ReportId};
use crate::text::TokenKind;

/// What grouping needs to know of a report; a few hundred numbers, made once.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Signature {
    /// The report.
    pub report: ReportId,
    /// Its day of publication.
    pub day: Option<Date>,
    /// It is a transcript: it tells of one occasion, that of its day.
    pub(super) transcript: bool,
    /// What else it is than plain news.
    pub kinds: Kinds,
    /// Facts that set its happening apart from others like it.
    pub(super) facts: Box<[Fact]>,
    /// Its second of publication since 1970, where the outlet gives a time with an offset.
    pub(super) second: Option<i64>,
    /// Second of its capture, which tells states of one page apart.
    pub(super) captured: Option<i64>,
    /// Digest of its address.
    pub(super) url: Option<u32>,
    /// Digest of its outlet's name.
    pub(super) outlet: Option<u32>,
    /// Digest of the name of the agency it credits.
    pub(super) credit: Option<u32>,
    /// Digests of its heaviest words with their weights, in order of digest: see `weigh`.
    pub(super) words: Box<[(u32, u32)]>,
    /// Digests of a sample of its three words in a row, in order, each once.
    pub(super) shingles: Box<[u32]>,
}

/// A headline's words count this often. (Grouping anchors: title x 3.)
const HEADLINE: u8 = 3;

/// So many words of the body are read: a happening is told at the top, and tails differ. On 579
/// reports of 69 stories 250 grouped as well as 400 and as 1,000. (In a stream of 33,000 reports
/// better than whole texts, and twice as fast: grouping anchors.)
const FIRST_WORDS: usize = 250;

/// What grouping needs to know of a report.
pub fn sign(annotated: &Annotated) -> Signature {
    let report = &annotated.report;
    let name = |it: &str| digest(&it.to_lowercase());
    let readings = readings(report);
    Signature {
        report: report.id(),
        day: report.published.map(|it| it.day),
        transcript: report.genre == Genre::Transcript,
        kinds: Kinds::of(report),
        facts: Facts::of_readings(report, &readings).facts().collect(),
        second: second(report),
        captured: captured(report),
        url: report.url.as_deref().map(digest),
        outlet: report.outlet.as_deref().map(name),
        credit: report.credit.as_deref().map(name),
        words: weigh(&words(&readings)).into(),
        shingles: copies::shingles(&readings),
    }
}

/// The day from which [`Signature::day_number`] counts.
pub(super) const EPOCH: Date = jiff::civil::date(1, 1, 1);

/// 1 January 1970, counted from [`EPOCH`].
const UNIX_EPOCH: i64 = 719_162;

impl Signature {
    /// Its day, counted from the first of the Christian era.
    pub(super) fn day_number(&self) -> Option<i32> {
        Some((self.day? - EPOCH).get_days())
    }

    /// The day it is read on, as a number: that of its publication, or of its capture where it
    /// tells none. (What is watched is captured when it appears.)
    pub fn placed(&self) -> Option<i32> {
        let captured = |second: i64| (second.div_euclid(86_400) + UNIX_EPOCH) as i32;
        self.day_number().or_else(|| self.captured.map(captured))
    }

    /// The day of the one occasion it tells of, if it is a transcript.
    pub(super) fn occasion(&self) -> Option<i32> {
        self.day_number().filter(|_| self.transcript)
    }

    pub(super) fn rank(&self) -> Rank {
        Rank {
            day: last_if_unknown(self.day),
            second: last_if_unknown(self.second),
            captured: last_if_unknown(self.captured),
            report: self.report,
        }
    }
}

/// Order of witnesses: by day, then time of day, then time of capture, then id; what is not told
/// comes last.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Rank {
    day: (bool, Option<Date>),
    second: (bool, Option<i64>),
    captured: (bool, Option<i64>),
    report: ReportId,
}

impl Rank {
    /// A report's place among others.
    pub(crate) fn of(report: &Report) -> Rank {
        Rank {
            day: last_if_unknown(report.published.map(|it| it.day)),
            second: last_if_unknown(second(report)),
            captured: last_if_unknown(captured(report)),
            report: report.id(),
        }
    }
}

fn last_if_unknown<T>(told: Option<T>) -> (bool, Option<T>) {
    (told.is_none(), told)
}

fn second(report: &Report) -> Option<i64> {
    report.published.and_then(|it| it.at).map(|it| it.as_second())
}

fn captured(report: &Report) -> Option<i64> {
    report.captured.map(|it| it.as_second())
}

/// Parts that tell the happening: no captions (often of older pictures), bylines, directions.
pub(crate) fn telling(report: &Report) -> impl Iterator<Item = &Part> {
    use PartKind::{Crosshead, Headline, Paragraph, Standfirst};
    let tells = |it: &&Part| matches!(it.kind, Headline | Standfirst | Crosshead | Paragraph);
    report.parts().iter().filter(tells)
}

/// One occurrence of a word.
struct Seen {
    word: u32,
    count: u8,
    /// Whether it has a capital, where that tells something: not in headlines and openings.
    capital: Option<bool>,
}

fn words(readings: &[Reading]) -> Vec<Word> {
    let mut seen = Vec::new();
    let mut n_words = 0;
    for part in readings {
        let headline = part.kind == PartKind::Headline;
        if headline || n_words < FIRST_WORDS {
            let before = seen.len();
            read_words(part, &mut seen);
            n_words += if headline { 0 } else { seen.len() - before };
        }
    }
    seen.sort_unstable_by_key(|it| it.word);
    seen.chunk_by(|a, b| a.word == b.word).map(word).collect()
}

fn read_words(part: &Reading, seen: &mut Vec<Seen>) {
    let headline = part.kind == PartKind::Headline;
    let mut opening = true;
    for (token, digest) in part.tokens.iter().zip(&part.digests) {
        if token.kind == TokenKind::Mark {
            opening |= matches!(token.text, "." | "!" | "?" | ":" | "“" | "\"");
            continue;
        }
        let capital = token.text.starts_with(char::is_uppercase);
        seen.push(Seen {
            word: narrow(*digest),
            count: if headline { HEADLINE } else { 1 },
            capital: (!headline && !opening).then_some(capital),
        });
        opening = false;
    }
}

fn word(occurrences: &[Seen]) -> Word {
    let count = occurrences.iter().map(|it| usize::from(it.count)).sum();
    let telling = occurrences.iter().filter_map(|it| it.capital);
    let (capital, small): (Vec<bool>, Vec<bool>) = telling.partition(|it| *it);
    Word { digest: occurrences[0].word, count, name: capital.len() > small.len() }
}

/// Lower case, without a possessive ending.
pub(crate) fn fold(word: &str) -> String {
    let mut word = word.to_lowercase();
    let bare = word.strip_suffix("'s").or_else(|| word.strip_suffix("’s")).map(str::len);
    word.truncate(bare.unwrap_or(word.len()));
    word
}

/// [`digest_wide`] of the word, folded: as of [`fold`], which takes ten times as long.
pub(super) fn digest_folded(word: &str) -> u64 {
    let ends = ["'s", "’s", "'S", "’S"];
    let bare = ends.iter().find_map(|it| word.strip_suffix(it)).unwrap_or(word);
    match bare.is_ascii() {
        true => digest_wide(bare.bytes().map(|it| it.to_ascii_lowercase())),
        false => digest_wide(fold(word).bytes()),
    }
}

/// FNV-1a, folded to 32 bits. Signatures are stored, so it must never change.
pub(super) fn digest(word: &str) -> u32 {
    narrow(digest_wide(word.bytes()))
}

fn narrow(wide: u64) -> u32 {
    (wide ^ (wide >> 32)) as u32
}

/// FNV-1a.
pub(crate) fn digest_wide(bytes: impl Iterator<Item = u8>) -> u64 {
    bytes.fold(0xcbf2_9ce4_8422_2325, |hash, byte| {
        (hash ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01b3)
    })
}

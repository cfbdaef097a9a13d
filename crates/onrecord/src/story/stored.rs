//! A signature as bytes and back, for keeping beside its report.

use super::facts::Fact;
use super::kind::Kinds;
use super::signature::{EPOCH, Signature};
use crate::report::ReportId;

/// The form below. Another form gets another number, and signatures of this one are made again.
const FORM: u8 = 4;

impl Signature {
    /// The signature as bytes, without the report's id: some 6 a word and 4 a run of words.
    pub fn to_bytes(&self) -> Vec<u8> {
        let mut bytes = vec![FORM, u8::from(self.transcript), self.kinds.to_bits()];
        let day = self.day_number().map(i64::from);
        for number in [day, self.second, self.captured] {
            write_optional(&mut bytes, number.map(i64::to_le_bytes));
        }
        for digest in [self.url, self.outlet, self.credit] {
            write_optional(&mut bytes, digest.map(u32::to_le_bytes));
        }
        bytes.extend((self.words.len() as u32).to_le_bytes());
        for (word, weight) in &self.words {
            bytes.extend(word.to_le_bytes());
            // No weight is above `UNIT`.
            bytes.extend((*weight as u16).to_le_bytes());
        }
        bytes.push(self.facts.len().min(255) as u8);
        bytes.extend(self.facts.iter().take(255).flat_map(|it| it.to_bits().to_le_bytes()));
        bytes.extend(self.shingles.iter().flat_map(|it| it.to_le_bytes()));
        bytes
    }

    /// Reads a signature back. `None`: bytes of another form, or damaged.
    pub fn from_bytes(report: ReportId, bytes: &[u8]) -> Option<Signature> {
        let mut bytes = Bytes(bytes);
        if bytes.take::<1>()? != [FORM] {
            return None;
        }
        let transcript = bytes.take::<1>()? != [0];
        let [kinds] = bytes.take()?;
        let kinds = Kinds::from_bits(kinds);
        let day = match bytes.optional()?.map(i64::from_le_bytes) {
            Some(n) => Some(EPOCH.checked_add(jiff::Span::new().try_days(n).ok()?).ok()?),
            None => None,
        };
        let second = bytes.optional()?.map(i64::from_le_bytes);
        let captured = bytes.optional()?.map(i64::from_le_bytes);
        let url = bytes.optional()?.map(u32::from_le_bytes);
        let outlet = bytes.optional()?.map(u32::from_le_bytes);
        let credit = bytes.optional()?.map(u32::from_le_bytes);
        let n_words = u32::from_le_bytes(bytes.take()?);
        let words = (0..n_words).map(|_| bytes.word()).collect::<Option<_>>()?;
        let [n_facts] = bytes.take()?;
        let fact = |bytes: [u8; 4]| Fact::from_bits(u32::from_le_bytes(bytes));
        let facts = (0..n_facts).map(|_| bytes.take().map(fact)).collect::<Option<_>>()?;
        let mut shingles = Vec::with_capacity(bytes.0.len() / 4);
        while !bytes.0.is_empty() {
            shingles.push(u32::from_le_bytes(bytes.take()?));
        }
        let shingles = shingles.into();
        Some(Signature {
            report,
            day,
            transcript,
            kinds,
            facts,
            second,
            captured,
            url,
            outlet,
            credit,
            words,
            shingles,
        })
    }
}

fn write_optional<const N: usize>(bytes: &mut Vec<u8>, value: Option<[u8; N]>) {
    bytes.push(u8::from(value.is_some()));
    bytes.extend(value.iter().flatten());
}

/// What is still to be read.
struct Bytes<'b>(&'b [u8]);

impl Bytes<'_> {
    fn take<const N: usize>(&mut self) -> Option<[u8; N]> {
        let (taken, rest) = self.0.split_first_chunk()?;
        self.0 = rest;
        Some(*taken)
    }

    fn optional<const N: usize>(&mut self) -> Option<Option<[u8; N]>> {
        match self.take()? {
            [0] => Some(None),
            [_] => Some(Some(self.take()?)),
        }
    }

    fn word(&mut self) -> Option<(u32, u32)> {
        let word = u32::from_le_bytes(self.take()?);
        Some((word, u16::from_le_bytes(self.take()?).into()))
    }
}

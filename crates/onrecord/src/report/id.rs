use sha2::{Digest, Sha256};

/// Digest of a report's outlet, address and text; published as 16 letters and digits.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct ReportId([u8; 10]);

/// Crockford's base 32, in lower case: no `i`, `l`, `o`, `u`.
const LETTERS: &[u8; 32] = b"0123456789abcdefghjkmnpqrstvwxyz";

impl ReportId {
    pub(super) fn of(outlet: Option<&str>, url: Option<&str>, text: &str) -> ReportId {
        let mut digest = Sha256::new();
        for field in [outlet.unwrap_or(""), url.unwrap_or(""), text] {
            digest.update((field.len() as u64).to_le_bytes());
            digest.update(field);
        }
        let mut id = [0; 10];
        id.copy_from_slice(&digest.finalize()[..10]);
        ReportId(id)
    }

    /// Reads an id back from its published form.
    pub fn parse(published: &str) -> Option<ReportId> {
        let bytes = published.as_bytes();
        if bytes.len() != 16 {
            return None;
        }
        let mut id = [0; 10];
        for (five, letters) in id.chunks_exact_mut(5).zip(bytes.chunks_exact(8)) {
            let mut bits = 0_u64;
            for letter in letters {
                let value = LETTERS.iter().position(|it| it == letter)?;
                bits = bits << 5 | value as u64;
            }
            five.copy_from_slice(&bits.to_be_bytes()[3..]);
        }
        Some(ReportId(id))
    }
}

impl std::fmt::Display for ReportId {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        for five in self.0.chunks_exact(5) {
            let bits = five.iter().fold(0_u64, |bits, byte| bits << 8 | u64::from(*byte));
            for shift in (0..8).rev() {
                let letter = LETTERS[(bits >> (5 * shift) & 31) as usize];
                write!(f, "{}", letter as char)?;
            }
        }
        Ok(())
    }
}

impl std::fmt::Debug for ReportId {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{self}")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_id_is_read_back_as_it_was_written() {
        let id = ReportId::of(Some("Harbour Post"), None, "“We will not sign.”");
        let published = id.to_string();
        assert_eq!(published.len(), 16);
        assert_eq!(ReportId::parse(&published), Some(id));
        assert_eq!(ReportId::parse("not an id"), None);
        assert_ne!(id, ReportId::of(None, Some("Harbour Post"), "“We will not sign.”"));
    }
}

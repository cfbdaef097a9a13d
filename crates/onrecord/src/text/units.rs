use super::Span;

/// Turns byte offsets of one text into code points, the unit of everything we publish.
///
/// ASCII texts cost nothing; others one pass at construction and a binary search an offset.
pub struct CodePoints {
    /// For each multi-byte character: the byte after it, and how many bytes more than characters
    /// the text has up to there.
    excess: Vec<(u32, u32)>,
}

impl CodePoints {
    /// Reads `text` once.
    pub fn new(text: &str) -> CodePoints {
        let mut excess = Vec::new();
        if !text.is_ascii() {
            let mut more = 0;
            // A character's first byte tells how many it has.
            for (at, first) in text.bytes().enumerate().filter(|(_, it)| *it >= 0xc0) {
                let len = u32::from(first >= 0xf0) + u32::from(first >= 0xe0) + 2;
                more += len - 1;
                excess.push((at as u32 + len, more));
            }
        }
        CodePoints { excess }
    }

    /// The code point that begins at byte `at`.
    pub fn at(&self, at: usize) -> usize {
        let before = self.excess.partition_point(|(end, _)| *end as usize <= at);
        match before.checked_sub(1) {
            Some(last) => at - self.excess[last].1 as usize,
            None => at,
        }
    }

    /// The byte at which code point `point` begins: the way back.
    pub fn byte(&self, point: usize) -> usize {
        let before = self.excess.partition_point(|(end, more)| (end - more) as usize <= point);
        match before.checked_sub(1) {
            Some(last) => point + self.excess[last].1 as usize,
            None => point,
        }
    }

    /// `[start, end)` of a span, in code points.
    pub fn of(&self, span: Span) -> [usize; 2] {
        [self.at(span.start()), self.at(span.end())]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn offsets_count_characters_not_bytes() {
        let text = "“Não,” disse a Ministra — 😀 she said: “we won’t sign.”";
        let points = CodePoints::new(text);
        for (n, (at, _)) in text.char_indices().enumerate() {
            assert_eq!(points.at(at), n);
            assert_eq!(points.byte(n), at);
        }
        let second = text.rfind('“').unwrap();
        assert_eq!((second, points.at(second)), (48, 38));
    }
}

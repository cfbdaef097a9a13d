use super::Span;

/// A word, a number or a mark, with its place.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Token<'t> {
    /// As it stands in the text.
    pub text: &'t str,
    /// Where it stands.
    pub span: Span,
    /// What it is made of.
    pub kind: TokenKind,
}

/// What a token is made of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TokenKind {
    /// Letters, with inner apostrophes (`don’t`) and marks of abbreviation inside (`U.S` of `U.S.`).
    Word,
    /// Begins with a digit: `9,000`, `1.5`, `8th`.
    Number,
    /// One mark.
    Mark,
}

/// The tokens of `within`, in order. White space is left out.
///
/// A word is a run of letters and digits, joined over an apostrophe between letters, a full stop
/// between letters (`U.S`), and a comma or full stop between digits. Hyphens part words.
pub fn tokens(text: &str, within: Span) -> impl Iterator<Item = Token<'_>> {
    let mut at = within.start();
    std::iter::from_fn(move || {
        let rest = &text[at..within.end()];
        let rest = rest.trim_start();
        at = within.end() - rest.len();
        let first = rest.chars().next()?;
        let (len, kind) = if first.is_alphanumeric() {
            (word_len(rest), if first.is_numeric() { TokenKind::Number } else { TokenKind::Word })
        } else {
            (first.len_utf8(), TokenKind::Mark)
        };
        let token = Token { text: &rest[..len], span: Span::new(at, at + len), kind };
        at += len;
        Some(token)
    })
}

fn word_len(rest: &str) -> usize {
    let mut chars = rest.char_indices().peekable();
    let mut previous = ' ';
    while let Some((at, ch)) = chars.next() {
        if !ch.is_alphanumeric() {
            let next = chars.peek().map_or(' ', |(_, next)| *next);
            if !joins(previous, ch, next) {
                return at;
            }
        }
        previous = ch;
    }
    rest.len()
}

fn joins(before: char, mark: char, after: char) -> bool {
    match mark {
        '\'' | '’' => before.is_alphabetic() && after.is_alphabetic(),
        '.' => {
            (before.is_uppercase() && after.is_uppercase())
                || (before.is_ascii_digit() && after.is_ascii_digit())
        }
        ',' => before.is_ascii_digit() && after.is_ascii_digit(),
        '\u{301}' | '\u{ad}' => true,
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_numbers_and_marks_are_told_apart() {
        let text = "The U.S. won’t pay $9,000 – “half-price”, he said.";
        let found: Vec<&str> = tokens(text, Span::new(0, text.len())).map(|it| it.text).collect();
        let expected = "The|U.S|.|won’t|pay|$|9,000|–|“|half|-|price|”|,|he|said|.";
        assert_eq!(found.join("|"), expected);
    }
}

//! Words as treebanks part them: `doesn’t` is *does* and *n’t*, `Veldia's` is *Veldia* and *'s*.

/// A piece of a word, and which word it is a piece of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Piece<'w> {
    pub(crate) text: &'w str,
    pub(crate) word: u32,
}

/// The pieces of all words, in order.
pub(crate) fn pieces<'w>(words: &[&'w str]) -> Vec<Piece<'w>> {
    let mut pieces = Vec::with_capacity(words.len() + 4);
    for (word, text) in (0..).zip(words) {
        let at = parted_at(text);
        if at > 0 {
            pieces.push(Piece { text: &text[..at], word });
        }
        pieces.push(Piece { text: &text[at..], word });
    }
    pieces
}

/// Where a clitic begins; 0 if the word is whole.
fn parted_at(word: &str) -> usize {
    let bytes = word.as_bytes();
    if bytes.len() == 6 && word.eq_ignore_ascii_case("cannot") {
        return 3;
    }
    let Some((at, mark)) = apostrophe(bytes) else { return 0 };
    let after = &bytes[at + mark..];
    let is = |clitic: &[u8]| after.eq_ignore_ascii_case(clitic);
    if is(b"t") && at > 1 && bytes[at - 1].eq_ignore_ascii_case(&b'n') {
        return at - 1;
    }
    let clitics: [&[u8]; 6] = [b"s", b"re", b"ve", b"ll", b"d", b"m"];
    if clitics.into_iter().any(is) { at } else { 0 }
}

/// Place and length of the last apostrophe, if at most two letters follow it.
fn apostrophe(bytes: &[u8]) -> Option<(usize, usize)> {
    let from = bytes.len().saturating_sub(3);
    let straight = bytes[from..].iter().rposition(|it| *it == b'\'').map(|at| (from + at, 1));
    straight.or_else(|| {
        let from = bytes.len().saturating_sub(5);
        let curly = "’".as_bytes();
        bytes[from..].windows(3).rposition(|it| it == curly).map(|at| (from + at, 3))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(word: &str, expected: &str) {
        let found: Vec<&str> = pieces(&[word]).iter().map(|it| it.text).collect();
        assert_eq!(found.join("|"), expected, "{word}");
    }

    #[test]
    fn clitics_part_from_their_word() {
        check("doesn’t", "does|n’t");
        check("CAN'T", "CA|N'T");
        check("cannot", "can|not");
        check("Veldia's", "Veldia|'s");
        check("they’ll", "they|’ll");
        check("'s", "'s");
    }

    #[test]
    fn other_apostrophes_do_not_part() {
        check("O’Hara", "O’Hara");
        check("Sana'a", "Sana'a");
        check("’", "’");
        check("t", "t");
        check("", "");
        check("é’s", "é|’s");
        check("€’’s", "€’|’s");
    }
}

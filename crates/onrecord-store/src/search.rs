//! What a user asks for, in words; what the indexes of words are asked, out.
//!
//! Words are beginnings of words, but for the very short and the very common, and all of them must
//! be there; `"two words"` stand as they are; `-word` and `NOT word` leave out; `OR` parts
//! alternatives. What cannot be read so is refused in
//! plain words before SQLite sees it.

use std::borrow::Cow;

use onrecord::lexicon::is_stopword;

/// Alternatives, of which one must hold.
#[derive(Debug, PartialEq)]
pub(crate) struct Query {
    pub(crate) alternatives: Vec<Alternative>,
}

/// What must be there, and what must not.
#[derive(Debug, Default, PartialEq)]
pub(crate) struct Alternative {
    with: Vec<Piece>,
    without: Vec<Piece>,
}

/// A word, or some that stand together.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Piece {
    words: String,
    /// The last word may go on; not so in quotation marks.
    goes_on: bool,
}

/// Why a query cannot be read.
pub(crate) type Trouble = &'static str;

/// What to write instead.
pub(crate) const FORMS: &str =
    "write words, \"words that stand together\", -word or NOT word to leave out, one OR other";

impl Query {
    /// `Ok(None)`: nothing is asked for.
    pub(crate) fn read(asked: &str) -> Result<Option<Query>, Trouble> {
        Query::of(asked, |word| word.chars().count() > 2 && !is_stopword(&word.to_lowercase()))
    }

    /// As [`Query::read`], of names: any word of two letters may go on.
    pub(crate) fn read_name(asked: &str) -> Result<Option<Query>, Trouble> {
        Query::of(asked, |word| word.chars().count() > 1)
    }

    fn of(asked: &str, goes_on: impl Fn(&str) -> bool) -> Result<Option<Query>, Trouble> {
        if asked.trim().is_empty() {
            return Ok(None);
        }
        let mut alternatives = vec![Alternative::default()];
        let mut leave_out = false;
        for token in tokens(asked, &goes_on)? {
            let here = alternatives.last_mut().expect("there is one from the start");
            match token {
                Token::Or | Token::And if leave_out => return Err(NOTHING_AFTER_NOT),
                Token::And => {}
                Token::Or => alternatives.push(Alternative::default()),
                Token::Not => leave_out = true,
                Token::Piece(piece) if leave_out => {
                    leave_out = false;
                    here.without.push(piece);
                }
                Token::Piece(piece) => here.with.push(piece),
            }
        }
        match alternatives.iter().all(|it| !it.with.is_empty()) {
            _ if leave_out => Err(NOTHING_AFTER_NOT),
            true => Ok(Some(Query { alternatives })),
            false if alternatives.len() > 1 => Err("one side of OR has no word to look for"),
            false if !alternatives[0].without.is_empty() => Err("it only says what to leave out"),
            false => Err("there is no word in it"),
        }
    }

    /// As FTS5 is asked, each piece as `write` has it.
    pub(crate) fn fts(&self, write: &dyn Fn(&Piece) -> String) -> String {
        let alternatives = self.alternatives.iter().filter_map(|it| it.fts(write));
        alternatives.map(|it| format!("({it})")).collect::<Vec<_>>().join(" OR ")
    }

    /// Has words in a script without blanks, which the index of words cannot find inside a row.
    pub(crate) fn is_unspaced(&self) -> bool {
        self.pieces().any(Piece::is_unspaced)
    }

    /// Beginnings of words that the index of words writes as they stand here, but for capitals.
    pub(crate) fn beginnings(&self) -> impl Iterator<Item = &Piece> {
        self.pieces().filter(|it| it.is_plain_beginning())
    }

    fn pieces(&self) -> impl Iterator<Item = &Piece> {
        self.alternatives.iter().flat_map(|it| it.with.iter().chain(&it.without))
    }
}

impl Alternative {
    /// As FTS5 is asked for the words in scripts with blanks, if one of them must be there.
    pub(crate) fn fts(&self, write: &dyn Fn(&Piece) -> String) -> Option<String> {
        let spaced = |pieces: &[Piece], joint: &str| {
            let pieces = pieces.iter().filter(|it| !it.is_unspaced()).map(write);
            pieces.collect::<Vec<_>>().join(joint)
        };
        let (with, without) = (spaced(&self.with, " AND "), spaced(&self.without, " OR "));
        match (with.is_empty(), without.is_empty()) {
            (true, _) => None,
            (false, true) => Some(with),
            (false, false) => Some(format!("({with}) NOT ({without})")),
        }
    }

    /// Words that an index of words cannot find, each with whether it must be there; of those to
    /// be left out all, where no word must be there that it can find.
    pub(crate) fn letters(&self) -> Vec<(&str, bool)> {
        let by_letters = |it: &&Piece| it.is_unspaced() || self.fts(&Piece::fts).is_none();
        let with = self.with.iter().filter(by_letters).map(|it| (&*it.words, true));
        let without = self.without.iter().filter(by_letters).map(|it| (&*it.words, false));
        with.chain(without).collect()
    }
}

impl Piece {
    pub(crate) fn words(&self) -> &str {
        &self.words
    }

    pub(crate) fn fts(&self) -> String {
        format!("\"{}\"{}", self.words, if self.goes_on { " *" } else { "" })
    }

    /// One word that may go on, in letters that the index does not fold, capitals apart.
    pub(crate) fn is_plain_beginning(&self) -> bool {
        self.goes_on && self.words.chars().all(|ch| ch.is_ascii_alphanumeric())
    }

    fn is_unspaced(&self) -> bool {
        self.words.chars().any(is_unspaced)
    }
}

const NOTHING_AFTER_NOT: Trouble = "NOT has no word after it";

/// Letters of Thai, Lao, Burmese, Khmer, Japanese and Chinese; those of `report_unspaced`.
fn is_unspaced(ch: char) -> bool {
    matches!(ch, '\u{e00}'..='\u{eff}' | '\u{1000}'..='\u{109f}' | '\u{1780}'..='\u{17ff}'
        | '\u{3040}'..='\u{30ff}' | '\u{3400}'..='\u{9fff}')
}

enum Token {
    And,
    Or,
    Not,
    Piece(Piece),
}

fn tokens(asked: &str, goes_on: &dyn Fn(&str) -> bool) -> Result<Vec<Token>, Trouble> {
    let mut tokens = Vec::new();
    let mut rest = asked.trim_start();
    while !rest.is_empty() {
        // A dash alone is a mark; before a word it leaves the word out.
        let dashed = rest.strip_prefix('-').filter(|it| it.starts_with(begins));
        if let Some(after) = dashed {
            tokens.push(Token::Not);
            rest = after;
        }
        let (token, after) = match rest.strip_prefix(is_mark) {
            Some(inside) => {
                let (phrase, after) =
                    inside.split_once(is_mark).ok_or("a quotation mark is not closed")?;
                (piece(phrase, false), after)
            }
            None => {
                let end = rest.find(|it: char| it.is_whitespace() || is_mark(it));
                let (word, after) = rest.split_at(end.unwrap_or(rest.len()));
                let token = match word {
                    "AND" => Some(Token::And),
                    "OR" => Some(Token::Or),
                    "NOT" => Some(Token::Not),
                    _ => piece(word, goes_on(word)),
                };
                (token, after)
            }
        };
        // `-"…"` leaves out nothing: there is no word to leave out, and no other is to be taken.
        if token.is_none() && dashed.is_some() {
            tokens.pop();
        }
        tokens.extend(token);
        rest = after.trim_start();
    }
    Ok(tokens)
}

fn begins(ch: char) -> bool {
    ch.is_alphanumeric() || is_mark(ch)
}

/// Marks around a phrase, as typed and as pasted.
fn is_mark(ch: char) -> bool {
    matches!(ch, '"' | '“' | '”' | '„')
}

/// `None` for what has no letter and no digit.
fn piece(words: &str, goes_on: bool) -> Option<Token> {
    let words: String = words.chars().map(|it| if it.is_control() { ' ' } else { it }).collect();
    let has_words = words.contains(char::is_alphanumeric);
    has_words.then(|| Token::Piece(Piece { words: words.trim().to_owned(), goes_on }))
}

/// A pattern for LIKE: has these letters somewhere.
pub(crate) fn holding(letters: &str) -> String {
    let special = letters.contains(['\\', '%', '_']);
    let escaped = match special {
        true => Cow::from(letters.replace('\\', "\\\\").replace('%', "\\%").replace('_', "\\_")),
        false => Cow::from(letters),
    };
    format!("%{escaped}%")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(asked: &str, expected: &str) {
        let told = match Query::read(asked) {
            Ok(query) => query.map_or_else(String::new, |it| it.fts(&Piece::fts)),
            Err(trouble) => trouble.to_owned(),
        };
        assert_eq!(told, expected, "{asked}");
    }

    #[test]
    fn words_are_beginnings_and_all_must_be_there() {
        check("strait pilots", "(\"strait\" * AND \"pilots\" *)");
        check("strait AND pilots", "(\"strait\" * AND \"pilots\" *)");
        check("walk-out of the UN", "(\"walk-out\" * AND \"of\" AND \"the\" AND \"UN\")");
        let name = Query::read_name("An Ruiz").unwrap().unwrap();
        assert_eq!(name.fts(&Piece::fts), "(\"An\" * AND \"Ruiz\" *)");
        check("  ", "");
    }

    #[test]
    fn what_stands_in_quotation_marks_stands_together() {
        check("\"gray ships\" pilots", "(\"gray ships\" AND \"pilots\" *)");
        check("“gray ships”", "(\"gray ships\")");
    }

    #[test]
    fn a_dash_or_not_leaves_out_and_or_parts_alternatives() {
        check("dam -flood", "((\"dam\" *) NOT (\"flood\" *))");
        check("dam NOT \"the flood\" -rain", "((\"dam\" *) NOT (\"the flood\" OR \"rain\" *))");
        check("dam OR weir lock", "(\"dam\" *) OR (\"weir\" * AND \"lock\" *)");
        check("dam or weir", "(\"dam\" * AND \"or\" AND \"weir\" *)");
    }

    #[test]
    fn marks_without_letters_are_passed_over() {
        check("dam — * -- ( flood", "(\"dam\" * AND \"flood\" *)");
        check("dam -\"…\" flood", "(\"dam\" * AND \"flood\" *)");
        check("ab\u{0}cd", "(\"ab cd\" *)");
    }

    #[test]
    fn what_cannot_be_read_is_told_in_words() {
        check("\"gray ships", "a quotation mark is not closed");
        check("-flood", "it only says what to leave out");
        check("dam NOT", "NOT has no word after it");
        check("dam NOT OR flood", "NOT has no word after it");
        check("dam OR", "one side of OR has no word to look for");
        check("* —", "there is no word in it");
    }

    #[test]
    fn words_in_scripts_without_blanks_are_looked_for_by_their_letters() {
        let query = Query::read("記者 minister -会見").unwrap().unwrap();
        assert!(query.is_unspaced());
        let here = &query.alternatives[0];
        assert_eq!(here.fts(&Piece::fts).unwrap(), "\"minister\" *");
        assert_eq!(here.letters(), [("記者", true), ("会見", false)]);
        let query = Query::read("記者 -minister").unwrap().unwrap();
        assert_eq!(query.alternatives[0].letters(), [("記者", true), ("minister", false)]);
        assert!(!Query::read("ministre à Genève").unwrap().unwrap().is_unspaced());
    }
}

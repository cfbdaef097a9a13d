//! Styled words folded into lines of a width: on blanks, never inside a word.

use anstyle::Style;
use unicode_width::UnicodeWidthStr;

/// Words in one style.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Run {
    style: Style,
    words: String,
}

impl Run {
    pub(crate) fn new(style: Style, words: String) -> Run {
        Run { style, words }
    }

    pub(crate) fn plain(words: &str) -> Run {
        Run::new(Style::new(), words.to_owned())
    }
}

/// Lines of at most `width` columns (East Asian width counted); a longer word has its own line.
pub(crate) fn wrap(runs: &[Run], width: usize) -> Vec<String> {
    let mut lines = Vec::new();
    let (mut line, mut columns) = (String::new(), 0);
    for word in words(runs) {
        let wide: usize = word.iter().map(|it| it.words.width()).sum();
        if columns > 0 && columns + 1 + wide > width {
            lines.push(std::mem::take(&mut line));
            columns = 0;
        }
        if columns > 0 {
            line.push(' ');
            columns += 1;
        }
        for Run { style, words } in &word {
            line.push_str(&format!("{style}{words}{style:#}"));
        }
        columns += wide;
    }
    if columns > 0 {
        lines.push(line);
    }
    lines
}

/// The stretches between blanks, each in as many styles as it needs.
fn words(runs: &[Run]) -> Vec<Vec<Run>> {
    let mut words: Vec<Vec<Run>> = Vec::new();
    let mut open = false;
    for run in runs {
        for (n, piece) in run.words.split(char::is_whitespace).enumerate() {
            open &= n == 0;
            if piece.is_empty() {
                continue;
            }
            let piece = Run::new(run.style, shown(piece));
            match words.last_mut() {
                Some(word) if open => word.push(piece),
                _ => words.push(vec![piece]),
            }
            open = true;
        }
    }
    words
}

/// Control and direction-changing characters in a report must not reach the terminal.
fn shown(word: &str) -> String {
    let hidden = |ch: char| {
        ch.is_control() || matches!(ch, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
    };
    word.chars().map(|ch| if hidden(ch) { '\u{fffd}' } else { ch }).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_break_at_blanks_and_a_style_change_is_no_blank() {
        let runs = [Run::plain("they have refused “to"), Run::plain("day” again")];
        assert_eq!(wrap(&runs, 12), ["they have", "refused", "“today”", "again"]);
    }

    #[test]
    fn a_word_longer_than_the_line_is_not_cut() {
        assert_eq!(wrap(&[Run::plain("an incomprehensibility")], 8), ["an", "incomprehensibility"]);
    }

    #[test]
    fn escape_sequences_in_a_report_are_not_sent_to_the_terminal() {
        assert_eq!(wrap(&[Run::plain("a\u{1b}[2Jb")], 20), ["a\u{fffd}[2Jb"]);
    }
}

//! Text of reports on its way into HTML. Whatever stands in a report is shown as text: what HTML
//! would read as its own is escaped, and characters that change how the others are shown without
//! being seen are made visible.

use std::fmt::{self, Write};

use askama::filters::Escaper;

/// How templates write every value (named in `askama.toml`).
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Visible;

impl Escaper for Visible {
    fn write_escaped_str<W: Write>(&self, mut to: W, text: &str) -> fmt::Result {
        let mut start = 0;
        for (at, ch) in text.char_indices().filter(|(_, ch)| is_special(*ch)) {
            to.write_str(&text[start..at])?;
            start = at + ch.len_utf8();
            match ch {
                '&' => to.write_str("&amp;")?,
                '<' => to.write_str("&lt;")?,
                '>' => to.write_str("&gt;")?,
                '"' => to.write_str("&quot;")?,
                '\'' => to.write_str("&#39;")?,
                _ => write!(to, "[U+{:04X}]", u32::from(ch))?,
            }
        }
        to.write_str(&text[start..])
    }
}

/// Whether a character must not go into a page as it is. Overrides and embeddings of the direction
/// (UAX 9) can make words read other than they stand; isolates and marks only keep pieces apart.
fn is_special(ch: char) -> bool {
    // The last two may not stand in XML, whose feeds are written so too.
    matches!(ch, '&' | '<' | '>' | '"' | '\'' | '\u{202a}'..='\u{202e}' | '\u{fffe}' | '\u{ffff}')
        || ch.is_control() && !matches!(ch, '\n' | '\t' | '\r')
}

/// A text as HTML.
pub(crate) fn escaped(text: &str) -> String {
    let mut html = String::with_capacity(text.len() + text.len() / 16);
    // Writing to a string cannot fail.
    let _ = Visible.write_escaped_str(&mut html, text);
    html
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_in_a_text_is_markup_and_nothing_turns_it_round() {
        assert_eq!(
            escaped("<b onclick='x'>\"&\""),
            "&lt;b onclick=&#39;x&#39;&gt;&quot;&amp;&quot;"
        );
        assert_eq!(escaped("pay \u{202e}evif"), "pay [U+202E]evif");
        assert_eq!(escaped("bell\u{7}\nשלום\u{200f}"), "bell[U+0007]\nשלום\u{200f}");
    }
}

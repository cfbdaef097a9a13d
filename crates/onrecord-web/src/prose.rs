//! Our own documents in, blocks of HTML out: as much of Markdown as they use. Not for words of
//! reports.

use crate::escape::escaped;

/// A piece of a document. Words in it are Markdown; [`inline`] makes them HTML.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Block<'d> {
    /// Its depth, from 1.
    Heading(usize, &'d str),
    Paragraph(String),
    List(Vec<String>),
    Table {
        columns: Vec<&'d str>,
        rows: Vec<Vec<&'d str>>,
    },
}

/// The blocks of a document, in order.
pub(crate) fn blocks(document: &str) -> Vec<Block<'_>> {
    let mut blocks = Vec::new();
    let mut lines: Vec<&str> = Vec::new();
    for line in document.lines().chain([""]) {
        match heading(line) {
            Some(heading) => {
                blocks.extend(block(&std::mem::take(&mut lines)));
                blocks.push(heading);
            }
            None if line.trim().is_empty() => blocks.extend(block(&std::mem::take(&mut lines))),
            None => lines.push(line),
        }
    }
    blocks
}

fn heading(line: &str) -> Option<Block<'_>> {
    let words = line.trim_start_matches('#');
    let depth = line.len() - words.len();
    (depth > 0).then(|| Block::Heading(depth, words.trim()))
}

/// Lines between two empty ones.
fn block<'d>(lines: &[&'d str]) -> Option<Block<'d>> {
    let first = lines.first()?;
    Some(match first.as_bytes() {
        [b'|', ..] => table(lines),
        [b'-', b' ', ..] => Block::List(items(lines)),
        _ => Block::Paragraph(lines.join(" ")),
    })
}

fn table<'d>(lines: &[&'d str]) -> Block<'d> {
    let cells = |line: &&'d str| -> Vec<&'d str> {
        line.trim().trim_matches('|').split('|').map(str::trim).collect()
    };
    // The second line only draws a rule.
    let rows = lines.iter().skip(2).map(cells).collect();
    Block::Table { columns: lines.first().map(cells).unwrap_or_default(), rows }
}

/// An item goes on in lines that do not begin one.
fn items(lines: &[&str]) -> Vec<String> {
    let mut items: Vec<String> = Vec::new();
    for line in lines {
        match (line.strip_prefix("- "), items.last_mut()) {
            (Some(item), _) => items.push(item.to_owned()),
            (None, Some(item)) => item.push_str(&format!(" {}", line.trim())),
            (None, None) => {}
        }
    }
    items
}

/// `code`, **strong**, *emphasis* and links as HTML; of a link only its words, since our documents
/// are not served.
pub(crate) fn inline(markdown: &str) -> String {
    let mut html = String::new();
    let mut rest = markdown;
    while let Some(at) = rest.find(['`', '*', '[']) {
        html.push_str(&escaped(&rest[..at]));
        let (found, after) = marked(&rest[at..]);
        html.push_str(&found);
        rest = after;
    }
    html + &escaped(rest)
}

/// What begins with a mark, as HTML, and what follows it. A mark that nothing closes is itself.
fn marked(text: &str) -> (String, &str) {
    let within = |open: &str, close: &str| {
        let inside = text.strip_prefix(open)?;
        let end = inside.find(close)?;
        Some((&inside[..end], &inside[end + close.len()..]))
    };
    if let Some((words, after)) = within("`", "`") {
        (format!("<code>{}</code>", escaped(words)), after)
    } else if let Some((words, after)) = within("**", "**") {
        (format!("<strong>{}</strong>", inline(words)), after)
    } else if let Some((words, after)) = within("*", "*") {
        (format!("<em>{}</em>", inline(words)), after)
    } else if let Some((words, after)) = within("[", "](") {
        (inline(words), after.split_once(')').map_or("", |it| it.1))
    } else {
        (escaped(&text[..1]), &text[1..])
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_document_is_read_into_blocks() {
        let document = "# Title\n\nTwo\nlines.\n\n## Table\n| a | b |\n|---|---|\n| 1 | 2 |\n\n- one\n  goes on\n- two\n";
        assert_eq!(
            blocks(document),
            [
                Block::Heading(1, "Title"),
                Block::Paragraph("Two lines.".into()),
                Block::Heading(2, "Table"),
                Block::Table { columns: vec!["a", "b"], rows: vec![vec!["1", "2"]] },
                Block::List(vec!["one goes on".into(), "two".into()]),
            ]
        );
    }

    #[test]
    fn words_are_escaped_and_marked() {
        assert_eq!(
            inline("a **b `<c>`** *d* [e](f.md) 2 * 3 [T]"),
            "a <strong>b <code>&lt;c&gt;</code></strong> <em>d</em> e 2 * 3 [T]"
        );
    }
}

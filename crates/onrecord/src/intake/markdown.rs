//! A Markdown file in, one capture out: its YAML head in the fields, the rest as it stands.

use std::borrow::Cow;

use saphyr_parser::{Event, Parser};

use super::document;
use super::fields::Fields;
use super::source::Source;
use super::{Body, Captures, Error};

/// Longest YAML head, in bytes. Beyond, the dashes at the top are not one.
const MAX_HEAD: usize = 64 << 10;

/// A Markdown file: its YAML head into the capture's fields, the rest its words.
pub(super) fn read<'r>(place: &str, source: Source<'r>) -> Captures<'r> {
    let (text, loss) = match document::whole(place, source, false) {
        Ok(whole) => whole,
        Err(error) => return Box::new(std::iter::once(Err(error))),
    };
    let (head, words) = split(&text);
    let (fields, error) = read_head(head);
    let capture = fields.into_capture_of(place.into(), Body::Markdown(words.to_owned()));
    let broken = error.map(|(line, why)| {
        let place = format!("{place}, line {line}");
        Error::new(place, "YAML head not read in full", format!("{why}; the text below is kept"))
    });
    Box::new(std::iter::once(Ok(capture)).chain(broken.map(Err)).chain(loss.map(Err)))
}

/// The lines between the dashes, and what follows them.
fn split(text: &str) -> (&str, &str) {
    let Some(after) = text.strip_prefix("---") else { return ("", text) };
    let Some(start) = after.find('\n').filter(|at| after[..*at].trim().is_empty()) else {
        return ("", text);
    };
    let mut at = 3 + start + 1;
    let head_start = at;
    for line in text[at..].split_inclusive('\n') {
        if at - head_start > MAX_HEAD {
            break;
        }
        if matches!(line.trim_end(), "---" | "...") {
            return (&text[head_start..at], &text[at + line.len()..]);
        }
        at += line.len();
    }
    ("", text)
}

/// The scalars of a head's outermost mapping, lists of them joined. What could not be read, and
/// on which line of the file. Aliases are not followed: nothing can grow.
fn read_head(head: &str) -> (Fields<'_>, Option<(usize, String)>) {
    let mut fields = Fields::default();
    let mut depth = 0;
    let mut name: Option<Cow<'_, str>> = None;
    let mut values: Vec<Cow<'_, str>> = Vec::new();
    for event in Parser::new_from_str(head) {
        let event = match event {
            Ok((event, _)) => event,
            // The head begins on the file's second line.
            Err(error) => {
                return (fields, Some((error.marker().line() + 1, error.info().to_owned())));
            }
        };
        match event {
            Event::MappingStart(..) | Event::SequenceStart(..) => depth += 1,
            Event::MappingEnd | Event::SequenceEnd => depth -= 1,
            Event::Scalar(word, ..) if depth == 1 && name.is_none() => {
                name = Some(word);
                continue;
            }
            Event::Scalar(word, ..) if depth <= 2 => values.push(word),
            Event::Alias(_) => {}
            _ => continue,
        }
        if depth == 1
            && let Some(name) = name.take()
        {
            fields.set(&name, Cow::Owned(values.join(", ")));
            values.clear();
        }
    }
    (fields, None)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::intake::{Capture, Error};

    fn read(text: &str) -> Vec<Result<Capture, Error>> {
        crate::intake::read("talks.md", text.as_bytes()).collect()
    }

    #[test]
    fn a_head_is_read_into_the_fields_and_taken_off() {
        let text = "---\ndate: '2031-06-10'\npublished_time: 2031-06-10 14:06:00-05:00\n\
            source_url: https://ministry.example/briefing\ntags: [briefing, harbour]\n\
            author:\n  - Ana Ruiz\n  - Tom Bell\n\
            title: \"Briefing by Minister Ana\\_Ruiz and Harbour Master\\\n  \\ Tom\\_Bell\"\n\
            genre: transcript\nextra: {title: no, deep: [1, 2]}\nlang: >\n  en\n---\n\n\
            MS. RUIZ:  Good afternoon.\n";
        let captures = read(text);
        assert_eq!(captures.len(), 1);
        let capture = captures[0].as_ref().unwrap();
        assert_eq!(capture.body, Body::Markdown("\nMS. RUIZ:  Good afternoon.\n".into()));
        assert_eq!(capture.published.as_deref(), Some("2031-06-10 14:06:00-05:00"));
        assert_eq!(capture.url.as_deref(), Some("https://ministry.example/briefing"));
        assert_eq!(capture.author.as_deref(), Some("Ana Ruiz, Tom Bell"));
        let title = "Briefing by Minister Ana\u{a0}Ruiz and Harbour Master Tom\u{a0}Bell";
        assert_eq!(capture.title.as_deref(), Some(title));
        assert_eq!(capture.genre, Some(crate::report::Genre::Transcript));
        assert_eq!(capture.language.as_deref(), Some("en"));
    }

    #[test]
    fn windows_line_ends_and_a_mark_change_nothing() {
        let captures = read("\u{feff}---\r\ntitle: Talks\r\n---\r\nRuiz began.\r\n");
        let capture = captures[0].as_ref().unwrap();
        assert_eq!(capture.title.as_deref(), Some("Talks"));
        assert_eq!(capture.body, Body::Markdown("Ruiz began.\r\n".into()));
    }

    #[test]
    fn a_broken_head_costs_its_fields_not_the_text() {
        let captures = read("---\ntitle: Talks\ndate: \"2031\nx: [\n---\nRuiz began.\n");
        let capture = captures[0].as_ref().unwrap();
        assert_eq!(capture.body, Body::Markdown("Ruiz began.\n".into()));
        assert_eq!(capture.title.as_deref(), Some("Talks"));
        let error = captures[1].as_ref().unwrap_err();
        assert!(error.place.starts_with("talks.md, line "), "{error}");
    }

    #[test]
    fn without_a_head_the_whole_text_is_kept() {
        let text = "# Talks resume\n\nRuiz began.\n\n---\n\nMore follows.\n";
        assert_eq!(read(text)[0].as_ref().unwrap().body, Body::Markdown(text.into()));
        let open = "---\ntitle: never closed\n\nRuiz began.\n";
        assert_eq!(read(open)[0].as_ref().unwrap().body, Body::Markdown(open.into()));
    }
}

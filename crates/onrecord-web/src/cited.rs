//! How words are cited: who said what, by whose report, when, and where it can be read again. As text,
//! Markdown and CSL-JSON (Zotero and other reference managers read it).

use jiff::Timestamp;
use jiff::civil::Date;
use onrecord::json::{StatementInfo, annotated};
use onrecord::{Annotated, Genre, PartKind, Span, StatementId, ledger};
use serde_json::{Value, json};

use crate::source;

/// What a citation of a statement says.
pub(crate) struct Citation {
    pub(crate) info: StatementInfo,
    outlet: String,
    headline: Option<String>,
    author: Option<String>,
    genre: Genre,
    published: Option<Date>,
    captured: Option<Timestamp>,
    language: Option<String>,
    /// Leads to the words on the outlet's page; `None`: there is no address of the web.
    pub(crate) link: Option<String>,
    /// The address as found, whatever it is.
    url: Option<String>,
}

impl Citation {
    /// `None`: the report has no such statement.
    pub(crate) fn of(report: &Annotated, id: StatementId) -> Option<Citation> {
        let statement = report.annotations.statements.get(id.ordinal as usize)?;
        let info = annotated(report).statements.swap_remove(id.ordinal as usize);
        let report = &report.report;
        let spans: Vec<Span> = statement.content.to_vec();
        let owned = |it: &Option<Box<str>>| it.as_deref().map(str::to_owned);
        let link = |url: &str| source::link(url, report.text(), &spans);
        Some(Citation {
            info,
            outlet: report.outlet_or_place().to_owned(),
            headline: report.part(PartKind::Headline).map(one_line),
            author: owned(&report.author),
            genre: report.genre,
            published: report.published.map(|it| it.day),
            captured: report.captured,
            language: owned(&report.language),
            link: report.url.as_deref().and_then(link),
            url: owned(&report.url),
        })
    }

    /// Who is said to have said it, as far as the report tells.
    pub(crate) fn who(&self) -> String {
        match (&self.info.speaker, self.info.source.is_empty()) {
            (Some(name), _) => ledger::speaker_line(Some(name), &self.info),
            (None, false) => one_line(&self.info.source),
            (None, true) => "Speaker not told".to_owned(),
        }
    }

    /// The words on one line; in quotation marks if the report has them so.
    pub(crate) fn words(&self) -> String {
        let words = one_line(&self.info.words);
        if self.info.manner == "direct" { format!("“{words}”") } else { words }
    }

    /// `said Wednesday (2031-03-05)`
    fn said(&self) -> Option<String> {
        self.info.day.as_ref().map(|_| format!("said {}", one_line(&ledger::day(&self.info))))
    }

    fn dates(&self) -> String {
        let published = self.published.map_or("date not given".to_owned(), |it| it.to_string());
        let captured = self.captured.map(|it| format!("captured {it}"));
        let dates = [Some(published), self.said(), captured];
        dates.into_iter().flatten().collect::<Vec<_>>().join("; ")
    }

    /// Not in quotation marks: the report's words for what was said.
    fn told(&self) -> &'static str {
        if self.info.manner == "direct" { "" } else { " (told by the report)" }
    }

    /// One line of text.
    pub(crate) fn text(&self) -> String {
        let headline = self.headline.as_ref().map(|it| format!(", “{it}”")).unwrap_or_default();
        let link = self.link.as_ref().or(self.url.as_ref()).map(|it| format!(" {}", one_line(it)));
        format!(
            "{}: {}{}, {}{headline}, {}.{} [onrecord {}]",
            self.who(),
            self.words(),
            self.told(),
            self.outlet,
            self.dates(),
            link.unwrap_or_default(),
            self.info.statement,
        )
    }

    /// A quotation with its source under it.
    pub(crate) fn markdown(&self) -> String {
        let title = self.headline.clone().unwrap_or_else(|| self.outlet.clone());
        let title = match &self.link {
            Some(link) => format!("[{}](<{link}>)", plain(&title)),
            None => plain(&title),
        };
        let words = plain(&self.words());
        format!(
            "> {words}{}\n>\n> — {}. {title}, {}, {}. `onrecord {}`\n",
            self.told(),
            plain(&self.who()),
            plain(&self.outlet),
            plain(&self.dates()),
            self.info.statement,
        )
    }

    /// CSL-JSON 1.0.2: a list of one item.
    pub(crate) fn csl(&self) -> Value {
        let kind = match self.genre {
            Genre::News => "article-newspaper",
            Genre::Transcript => "speech",
            Genre::Release => "document",
        };
        let day = |it: Date| json!({ "date-parts": [[it.year(), it.month(), it.day()]] });
        let note = [Some(format!("{}: {}", self.who(), self.words())), self.said()];
        let mut item = json!({
            "id": self.info.statement,
            "type": kind,
            "container-title": self.outlet,
            "note": note.into_iter().flatten().collect::<Vec<_>>().join("; "),
            "archive": "onrecord",
            "archive_location": self.info.statement,
        });
        let accessed = self.captured.map(|it| day(it.to_zoned(jiff::tz::TimeZone::UTC).date()));
        for (key, value) in [
            ("title", self.headline.clone().map(Value::from)),
            ("author", self.author.as_ref().map(|it| json!([{ "literal": it }]))),
            ("issued", self.published.map(day)),
            ("accessed", accessed),
            ("URL", self.link.clone().map(Value::from)),
            ("language", self.language.clone().map(Value::from)),
        ] {
            if let Some(value) = value {
                item[key] = value;
            }
        }
        json!([item])
    }
}

fn one_line(words: &str) -> String {
    words.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Words in which Markdown reads nothing of its own.
fn plain(words: &str) -> String {
    let mut written = String::with_capacity(words.len());
    for ch in words.chars() {
        if matches!(ch, '\\' | '`' | '*' | '_' | '[' | ']' | '<' | '>' | '#' | '|' | '&' | '!') {
            written.push('\\');
        }
        written.push(ch);
    }
    written
}

#[cfg(test)]
mod tests {
    use onrecord::intake::{Body, Capture};
    use onrecord::{Lexicon, annotate, report};

    use super::*;

    fn citation(url: &str) -> Citation {
        let text = "Pilots stay *ashore*\n\n“We will not sign,” Ana Ruiz, the ministry’s \
                    spokeswoman, said on Wednesday.";
        let capture = Capture {
            body: Body::Text(text.into()),
            outlet: Some("Harbour Post".into()),
            url: Some(url.into()),
            published: Some("2031-03-06".into()),
            ..Capture::default()
        };
        let report = report::extract(&capture).unwrap();
        let annotations = annotate::annotate(&Lexicon::english(), &report);
        let id = StatementId { report: report.id(), ordinal: 0 };
        Citation::of(&Annotated { report, annotations }, id).unwrap()
    }

    #[test]
    fn a_citation_says_who_what_where_and_when() {
        let citation = citation("https://post.example/a");
        let id = &citation.info.statement;
        assert_eq!(
            citation.text(),
            format!(
                "Ana Ruiz, spokeswoman (ministry): “We will not sign”, Harbour Post, “Pilots stay \
                 *ashore*”, 2031-03-06; said Wednesday (2031-03-05). \
                 https://post.example/a#:~:text=%E2%80%9C-,We%20will%20not%20sign,-%2C%E2%80%9D%20Ana%20Ruiz%2C \
                 [onrecord {id}]"
            )
        );
        let markdown = citation.markdown();
        assert!(
            markdown.contains("[Pilots stay \\*ashore\\*](<https://post.example/a#"),
            "{markdown}"
        );
        let csl = &citation.csl()[0];
        assert_eq!(csl["type"], "article-newspaper");
        assert_eq!(csl["issued"]["date-parts"], json!([[2031, 3, 6]]));
        assert_eq!(csl["container-title"], "Harbour Post");
        assert!(csl["URL"].as_str().unwrap().starts_with("https://post.example/a#:~:text="));
    }

    #[test]
    fn what_is_no_address_of_the_web_is_cited_as_text() {
        let citation = citation("javascript:alert(1)");
        assert_eq!(citation.link, None);
        assert!(citation.text().contains(" javascript:alert(1) [onrecord"));
        assert!(!citation.markdown().contains("javascript"));
        assert_eq!(citation.csl()[0].get("URL"), None);
    }
}

//! Addresses of this record's things by their names: speakers and outlets have no other key.

use onrecord::ReportId;

use crate::ask::{Form, encoded};

/// The page of a speaker.
pub(crate) fn speaker(name: &str) -> String {
    format!("/speaker/{}", part(name))
}

/// The page of an outlet, by its name or what stands for it.
pub(crate) fn outlet(name: &str) -> String {
    format!("/outlet/{}", part(name))
}

/// The page of a story.
pub(crate) fn story(id: ReportId) -> String {
    format!("/story/{id}")
}

/// An utterance in its story's ledger, by its number from 1.
pub(crate) fn utterance(story: ReportId, number: u64) -> String {
    format!("/story/{story}#u{number}")
}

/// A name as a part of a path. One that ends like a form (`harbour.json`) is not to be read as one.
pub(crate) fn part(name: &str) -> String {
    let written = encoded(name);
    match Form::of(&written) {
        Form::Html => written,
        _ => written.replace('.', "%2E"),
    }
}

/// The address of a page of the web; `None` for any other, which a browser might run.
pub(crate) fn web(url: Option<&str>) -> Option<&str> {
    let is_web = |it: &&str| {
        let start = it.get(..8).unwrap_or(it).to_ascii_lowercase();
        start.starts_with("https://") || start.starts_with("http://")
    };
    url.filter(is_web)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ask::Address;

    #[test]
    fn a_name_comes_back_out_of_its_address_whatever_stands_in_it() {
        for name in ["Ana Ruiz", "harbour.json", "x.feed.json", "50% / half", "Post?q=#", "河 港"]
        {
            let address = Address::of(&outlet(name).parse().unwrap());
            assert_eq!(address.parts, ["outlet", name]);
            assert_eq!(address.form, Form::Html, "{name}");
        }
    }

    #[test]
    fn only_pages_of_the_web_are_linked() {
        assert!(web(Some("HTTPS://harbourpost.example/")).is_some());
        for url in ["javascript:alert(1)", "data:text/html,x", "file:///x", "é:é:é:é:"] {
            assert_eq!(web(Some(url)), None);
        }
    }
}

//! What stands around a page: its title, the search box, and the same rows in other forms.

use crate::ask::{Ask, Form};

/// Given to `base.html` by every page.
#[derive(Clone, Debug, Default)]
pub(crate) struct Frame {
    /// Of the page.
    pub(crate) title: String,
    /// The first part of its address: what the menu marks as where the reader is.
    pub(crate) section: String,
    /// What stands in the search box.
    pub(crate) asked: String,
    /// Other forms of exactly what the page shows: name and address.
    pub(crate) twins: Vec<(&'static str, String)>,
    /// Its feed.
    pub(crate) feed: Option<String>,
    /// The same as JSON Feed.
    pub(crate) json_feed: Option<String>,
}

impl Frame {
    pub(crate) fn new(ask: &Ask, title: String) -> Frame {
        let forms = if ask.route.path == "/" { &[Form::Json, Form::Csv] } else { ask.route.forms };
        let is_twin = |form: &&Form| matches!(form, Form::Json | Form::Csv);
        let twin = |form: &Form| (form.name().0, ask.address_of(*form));
        let feed = |form| ask.route.forms.contains(&form).then(|| ask.address_of(form));
        Frame {
            title,
            section: ask.address.parts.first().cloned().unwrap_or_default(),
            asked: ask.get("q").unwrap_or("").to_owned(),
            twins: forms.iter().filter(is_twin).map(twin).collect(),
            feed: feed(Form::Atom),
            json_feed: feed(Form::Feed),
        }
    }

    /// `page` for the part of the menu that the reader is in, as ARIA says it.
    pub(crate) fn is_at(&self, section: &str) -> bool {
        self.section == section
    }
}

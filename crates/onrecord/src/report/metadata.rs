//! stub
use dom_query::Document;
pub(super) struct About {
    pub(super) title: Option<String>,
}
pub(super) fn read(document: &Document) -> About {
    let _ = document;
    About { title: None }
}

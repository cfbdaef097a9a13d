//! The pages, a module each: a query, a template, the JSON twin. `head` stands above all views of a
//! story.

pub(crate) mod asset;
pub(crate) mod head;
pub(crate) mod stories;
pub(crate) mod story;

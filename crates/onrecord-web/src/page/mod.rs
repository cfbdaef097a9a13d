//! The pages, a module each: a query, a template, the JSON twin. `head` stands above all views of a
//! story; `shown` says which utterances of it are asked for, `lemma` what they are compared with,
//! `timeline` draws when its reports came out. `said` draws lists of statements.

pub(crate) mod apparatus;
pub(crate) mod asset;
pub(crate) mod docs;
pub(crate) mod edited;
pub(crate) mod events;
pub(crate) mod exported;
pub(crate) mod figures;
pub(crate) mod head;
mod lemma;
pub(crate) mod matrix;
pub(crate) mod method;
pub(crate) mod openapi;
pub(crate) mod outlet;
pub(crate) mod read;
pub(crate) mod report;
pub(crate) mod said;
pub(crate) mod search;
mod shown;
pub(crate) mod speaker;
pub(crate) mod statement;
pub(crate) mod stories;
pub(crate) mod story;
pub(crate) mod talks;
mod timeline;
pub(crate) mod transcript;
pub(crate) mod why;

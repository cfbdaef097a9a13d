//! A story's apparatus in the forms that other programs read; `docs/exports.md` describes them.

use onrecord::json::{annotations, quotations};
use onrecord::tei;
use onrecord_store::Whole;
use serde_json::Value;

use crate::answer::{Answer, Answered, Problem, json_of};
use crate::ask::{Ask, Form};
use crate::page::lemma::redrawn;
use crate::whole::Story;

/// The whole apparatus, on the lemma that is asked for.
pub(crate) fn answer(ask: &Ask, whole: &Story) -> Answered {
    let redrawn = redrawn(ask, whole)?;
    let apparatus = redrawn.as_ref().map_or(&whole.apparatus, |it| &it.apparatus);
    let Whole { row, story, reports, .. } = &**whole;
    match ask.form {
        Form::Tei => {
            let body = tei::document(&row.title, story, reports, apparatus);
            Ok(Answer { kind: Form::Tei.media(), body: body.into_bytes().into(), next: None })
        }
        Form::Annotations => Ok(linked_data(&annotations(story, reports, apparatus))),
        Form::Quotations => Ok(linked_data(&quotations(story, reports, apparatus))),
        _ => Err(Problem::no_such_form()),
    }
}

fn linked_data(document: &Value) -> Answer {
    Answer { kind: Form::Annotations.media(), ..json_of(document) }
}

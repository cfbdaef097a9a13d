//! Style and script: in the program, so that nothing is fetched.

use crate::answer::{Answer, Answered};
use crate::ask::Ask;

pub(crate) fn style(_: &Ask) -> Answered {
    let body = include_bytes!("../../assets/style.css");
    Ok(Answer { kind: "text/css; charset=utf-8", body: body.as_slice().into(), next: None })
}

pub(crate) fn script(_: &Ask) -> Answered {
    let body = include_bytes!("../../assets/script.js");
    Ok(Answer { kind: "text/javascript; charset=utf-8", body: body.as_slice().into(), next: None })
}

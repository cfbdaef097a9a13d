//! Text and parts in, the report out, with all that its container, its page and its own words say
//! of it. The container is believed before the page, the page before the words.

use super::metadata::{About, is_later, language_tag};
use super::{Genre, Part, PartKind, Report, date, dateline};
use crate::intake::Capture;
use crate::text::Span;

/// Makes the report over a text that is cut into parts.
pub(super) fn report(capture: &Capture, about: About, text: &str, parts: Vec<Part>) -> Report {
    let parts = with_datelines(text, parts);
    let own = |given: &Option<Box<str>>| {
        given.as_deref().map(str::trim).filter(|it| !it.is_empty()).map(String::from)
    };
    let outlet = own(&capture.outlet).or(about.outlet);
    let url = own(&capture.url).or(about.url);
    let mut report = Report::new(outlet.as_deref(), url.as_deref(), text, parts);
    let given = own(&capture.published).and_then(|it| date::parse(&it));
    let is_past = |it: &super::Published| capture.captured.is_none_or(|at| !is_later(it, at));
    report.place = capture.place.clone();
    report.genre = capture.genre.unwrap_or(Genre::News);
    report.published = given.filter(is_past).or(about.published);
    report.captured = capture.captured;
    report.author = own(&capture.author).or(about.author).map(Box::from);
    report.key = capture.key.clone();
    let language = own(&capture.language).and_then(|it| language_tag(&it)).or(about.language);
    report.language = language_of(&report, language).map(Box::from);
    report.credit = credit(&report).or(about.credit).map(Box::from);
    report
}

/// Parts the datelines from the paragraphs they open. Only the first paragraphs can have one.
fn with_datelines(text: &str, parts: Vec<Part>) -> Vec<Part> {
    /// Some outlets put a summary or a note above the paragraph that has it.
    const FIRST: usize = 3;
    let mut cut = Vec::with_capacity(parts.len() + 1);
    let mut n_paragraphs = 0;
    let mut found = false;
    for part in parts {
        n_paragraphs += usize::from(part.kind == PartKind::Paragraph);
        let may_open = part.kind == PartKind::Paragraph && n_paragraphs <= FIRST && !found;
        match dateline::find(part.span.of(text)).filter(|_| may_open) {
            Some((len, _)) => {
                found = true;
                let middle = part.span.start() + len;
                let start = Span::new(part.span.start(), middle);
                let rest = Span::new(middle, part.span.end()).trim(text);
                cut.push(Part { kind: PartKind::Dateline, span: start });
                cut.push(Part { kind: PartKind::Paragraph, span: rest });
            }
            None => cut.push(part),
        }
    }
    cut
}

/// The language the words are in, where that is beyond doubt; else the one declared: templates
/// declare languages that their pages are not written in.
fn language_of(report: &Report, declared: Option<String>) -> Option<String> {
    /// Least confidence of the detector (0 to 1) to be believed against a declaration.
    const SURE: f64 = 0.9;
    /// Bytes that are enough to tell a language by: on the development pages no tag differs from
    /// what three times as many tell.
    const ENOUGH: usize = 500;
    let mut sample = String::new();
    let read = |it: &&Part| matches!(it.kind, PartKind::Paragraph | PartKind::Standfirst);
    for part in report.parts().iter().filter(read) {
        if sample.len() > ENOUGH {
            break;
        }
        sample.push_str(part.span.of(report.text()));
        sample.push(' ');
    }
    let mut end = sample.len().min(2 * ENOUGH);
    while !sample.is_char_boundary(end) {
        end -= 1;
    }
    let found = whatlang::detect(&sample[..end])
        .filter(|it| it.is_reliable() && it.confidence() >= SURE)
        .and_then(|it| two_letters(it.lang()));
    match (found, declared) {
        (Some(found), Some(declared)) if end < 200 || declared == found => Some(declared),
        (Some(found), _) => Some(found.to_string()),
        (None, declared) => declared,
    }
}

/// Tags as pages write them; the detector has three letters for a language.
fn two_letters(lang: whatlang::Lang) -> Option<&'static str> {
    use whatlang::Lang::*;
    Some(match lang {
        Eng => "en",
        Spa => "es",
        Por => "pt",
        Fra => "fr",
        Ita => "it",
        Deu => "de",
        Nld => "nl",
        Rus => "ru",
        Ukr => "uk",
        Bel => "be",
        Pol => "pl",
        Ces => "cs",
        Slk => "sk",
        Slv => "sl",
        Hrv => "hr",
        Srp => "sr",
        Mkd => "mk",
        Bul => "bg",
        Ron => "ro",
        Hun => "hu",
        Fin => "fi",
        Est => "et",
        Lav => "lv",
        Lit => "lt",
        Swe => "sv",
        Dan => "da",
        Nob => "no",
        Ell => "el",
        Tur => "tr",
        Aze => "az",
        Uzb => "uz",
        Tuk => "tk",
        Ara => "ar",
        Heb => "he",
        Yid => "yi",
        Pes => "fa",
        Urd => "ur",
        Hin => "hi",
        Ben => "bn",
        Pan => "pa",
        Guj => "gu",
        Mar => "mr",
        Tam => "ta",
        Tel => "te",
        Kan => "kn",
        Mal => "ml",
        Ori => "or",
        Sin => "si",
        Nep => "ne",
        Tha => "th",
        Khm => "km",
        Mya => "my",
        Vie => "vi",
        Ind => "id",
        Jav => "jv",
        Tgl => "tl",
        Cmn => "zh",
        Jpn => "ja",
        Kor => "ko",
        Kat => "ka",
        Hye => "hy",
        Amh => "am",
        Cat => "ca",
        Epo => "eo",
        Lat => "la",
        Afr => "af",
        Zul => "zu",
        Sna => "sn",
        Aka => "ak",
        _ => return None,
    })
}

/// The agency the outlet credits: in the dateline, the byline, or a line of its own.
fn credit(report: &Report) -> Option<String> {
    let text = report.text();
    let of_dateline = report.part(PartKind::Dateline).and_then(|it| {
        let agency = it.split_once('(')?.1.split_once(')')?.0.trim();
        let is_outlet = report.outlet.as_deref().is_some_and(|it| it.eq_ignore_ascii_case(agency));
        (!is_outlet).then(|| dateline::agency(agency).unwrap_or(agency).to_string())
    });
    let of_byline = || {
        let bylines = [report.part(PartKind::Byline), report.author.as_deref()];
        bylines.into_iter().flatten().find_map(dateline::agency_in_byline).map(String::from)
    };
    let of_line = || {
        let kinds = [PartKind::Furniture, PartKind::Paragraph, PartKind::Byline];
        let lines = report.parts().iter().rev().filter(|it| kinds.contains(&it.kind)).take(12);
        lines.map(|it| it.span.of(text)).find_map(dateline::agency_in_line)
    };
    of_dateline.or_else(of_byline).or_else(of_line)
}

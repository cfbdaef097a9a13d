//! `/story/{id}/apparatus`: the lemma of each utterance in the order of the text, and below it the
//! places where witnesses part.

use askama::Template;
use onrecord::VariantKind;
use onrecord::collate::{Place, PlaceReading, accidental_places, places};
use onrecord::json::{Comparison, EntryInfo, ReportInfo, compared, mark};
use onrecord::ledger::{
    self, Note, heading, notes, outlet, place_words, statements, superscript, witnesses,
    word_before,
};
use onrecord_store::Whole;
use serde_json::{Value, json};

use crate::answer::{Answered, html, json_of};
use crate::ask::{Ask, Form};
use crate::drawn::{Drawing, Siglum, beside, quoted};
use crate::escape::escaped;
use crate::frame::Frame;
use crate::page::head::Head;
use crate::page::lemma::redrawn;
use crate::page::shown::{Choice, Part, part};
use crate::page::story::{Asked, whole};
use crate::words::FOLDING;

#[derive(Template)]
#[template(path = "apparatus.html")]
struct Page {
    frame: Frame,
    head: Head,
    asked: Asked,
    /// Sign and outlet of each report, to choose a lemma from, and whether it is the one chosen.
    witnesses: Vec<(String, String, bool)>,
    /// The one chosen.
    lemma: Option<(String, String)>,
    /// Whether accidentals are shown, and where they are, or are not.
    accidentals: (bool, String),
    /// The same in other forms: name and address.
    forms: Vec<(&'static str, String)>,
    entries: Vec<Entry>,
    more: String,
    next: Option<String>,
}

/// An utterance.
struct Entry {
    number: usize,
    speaker: String,
    /// `transcript, 2 outlets`
    by: String,
    /// The lemma's words: finished HTML.
    lemma: String,
    sigla: Vec<Siglum>,
    beside: Vec<String>,
    places: Vec<Parting>,
    told: Vec<Told>,
    conflicts: Vec<(&'static str, String)>,
    why: String,
}

/// A place where witnesses part.
struct Parting {
    /// The lemma's words there; `None`: the beginning.
    words: Option<String>,
    /// Which of several such it is: `²`.
    nth: String,
    readings: Vec<Read>,
    accidental: bool,
}

/// What witnesses have at a place.
struct Read {
    /// What they do, shortened as apparatuses have it, and in full; nothing for other words.
    deed: Option<(&'static str, &'static str)>,
    /// Their words.
    words: Option<String>,
    /// Where they have the lemma's: `after “tuesday”`.
    to: Option<String>,
    sigla: String,
    mark: Option<&'static str>,
}

/// What witnesses are as a whole.
struct Told {
    sigla: Vec<Siglum>,
    agreement: &'static str,
    notes: Vec<Note>,
    /// Words of those that tell it in their own: finished HTML.
    words: Option<String>,
    beside: Vec<String>,
}

pub(crate) fn page(ask: &Ask) -> Answered {
    let whole = whole(ask)?;
    let redrawn = redrawn(ask, &whole)?;
    let compared = redrawn.as_ref().map(|it| compared(&whole.story, &whole.reports, &it.apparatus));
    let published = compared.as_ref().unwrap_or_else(|| whole.published());
    let lemma = redrawn.as_ref().map(|it| (it.siglum.clone(), it.outlet.clone()));
    let accidentals = ask.choice("accidentals", &[("1", true), ("0", false)])?.unwrap_or(false);
    let choice = Choice::of(ask, published)?;
    let shown: Vec<&EntryInfo> = published.entries.iter().filter(|it| choice.holds(it)).collect();
    let part = part(ask, &shown)?;
    let drawn = Apparatus {
        drawing: match &redrawn {
            Some(it) => Drawing::new(published, &whole.reports, &it.apparatus),
            None => Drawing::of(&whole),
        },
        accidentals,
    };
    if ask.form == Form::Json {
        return Ok(json_of(&drawn.twin(&whole, lemma.as_ref(), &part)));
    }
    let chosen = |it: &ReportInfo| lemma.as_ref().is_some_and(|(siglum, _)| *siglum == it.siglum);
    let witness = |it: &ReportInfo| (it.siglum.clone(), named(it), chosen(it));
    let other = if accidentals { "" } else { "1" };
    html(Page {
        frame: ask.frame(&whole.row.title),
        head: Head::of(ask, &whole, published, "apparatus")?,
        asked: Asked::of(ask, &choice, published),
        witnesses: published.reports.iter().map(witness).collect(),
        accidentals: (accidentals, ask.address_with(&[("accidentals", other)])),
        forms: forms(&whole, lemma.as_ref()),
        entries: part.entries.iter().map(|it| drawn.entry(it, &choice)).collect(),
        lemma,
        more: part.more,
        next: part.next,
    })
}

/// The story's addresses in the forms that other programs read.
fn forms(whole: &Whole, lemma: Option<&(String, String)>) -> Vec<(&'static str, String)> {
    let forms = [Form::Tei, Form::Annotations, Form::Quotations];
    let query = lemma.map_or(String::new(), |it| format!("?lemma={}", crate::ask::encoded(&it.0)));
    let address = |it: Form| format!("/story/{}{}{query}", whole.row.id, it.name().1);
    forms.map(|it| (it.name().0, address(it))).to_vec()
}

/// Its outlet and day, for a list that holds no markup: the outlet's letters are set off, since after
/// letters from right to left a browser writes a day backwards.
fn named(of: &ReportInfo) -> String {
    match &of.published {
        Some(day) => format!("\u{2068}{}\u{2069}, {day}", outlet(of)),
        None => outlet(of).to_owned(),
    }
}

struct Apparatus<'s> {
    drawing: Drawing<'s>,
    accidentals: bool,
}

impl Apparatus<'_> {
    fn entry(&self, info: &EntryInfo, choice: &Choice) -> Entry {
        let rows = self.drawing.rows(info.number);
        let of_lemma = std::iter::once(&info.lemma)
            .chain(rows[0].readings.iter().map(|it| &info.readings[*it].statement));
        let claimed = info.readings.iter().any(|it| it.agreement != "paraphrase");
        let conflicts = ledger::conflicts(info);
        let mut told: Vec<Told> = Vec::new();
        for row in rows.iter().filter(|it| !it.lemma) {
            let of = &info.readings[row.readings[0]];
            let all = row.readings.iter().map(|it| &info.readings[*it].statement).collect();
            let own = of.agreement == "paraphrase";
            let words = quoted(&of.statement, false, &escaped(&of.statement.words));
            told.push(Told {
                sigla: self.drawing.sigla(all),
                agreement: of.agreement,
                notes: notes(of),
                words: own.then_some(words),
                beside: if own { beside(&of.statement) } else { Vec::new() },
            });
        }
        Entry {
            number: info.number,
            speaker: heading(&choice.headings, info).to_owned(),
            by: self.by(info),
            lemma: quoted(&info.lemma, claimed, &escaped(&info.lemma.words)),
            sigla: self.drawing.sigla(of_lemma.collect()),
            beside: beside(&info.lemma),
            places: self.partings(info),
            told: together(told),
            conflicts: conflicts.iter().map(|it| (it.about, it.to_string())).collect(),
            why: self.drawing.why(info.number),
        }
    }

    fn of(&self, info: &EntryInfo) -> &onrecord::Entry {
        &self.drawing.apparatus.entries[info.number - 1]
    }

    /// `transcript, 2 outlets`
    fn by(&self, info: &EntryInfo) -> String {
        let is_transcript =
            |id: &str| self.drawing.report(id).is_some_and(|it| it.genre == "transcript");
        let mut by = Vec::new();
        if statements(info).any(|it| is_transcript(&it.report)) {
            by.push("transcript".to_owned());
        }
        if info.outlets > 0 {
            by.push(ledger::outlets(info));
        }
        by.join(", ")
    }

    fn partings(&self, info: &EntryInfo) -> Vec<Parting> {
        let entry = self.of(info);
        let substantives = places(&FOLDING, entry, self.drawing.reports);
        let accidentals = match self.accidentals {
            true => accidental_places(entry, self.drawing.reports),
            false => Vec::new(),
        };
        let substantives = substantives.iter().map(|it| self.parting(info, it, false));
        substantives.chain(accidentals.iter().map(|it| self.parting(info, it, true))).collect()
    }

    fn parting(&self, info: &EntryInfo, place: &Place, accidental: bool) -> Parting {
        let entry = self.of(info);
        let text = self.drawing.text(entry.lemma.statement.report);
        let words = place_words(text, &entry.lemma.spans, place.lemma);
        Parting {
            nth: words.as_ref().and_then(|it| it.nth).map(superscript).unwrap_or_default(),
            words: words.map(|it| it.words),
            readings: place.readings.iter().map(|it| self.read(info, it)).collect(),
            accidental,
        }
    }

    fn read(&self, info: &EntryInfo, of: &PlaceReading) -> Read {
        let passages = &self.of(info).readings[of.witnesses[0]].passages;
        let text = self.drawing.text(passages.statement.report);
        let words = || Some(of.reading.of(text).to_owned());
        let (deed, words, to) = match of.kind {
            VariantKind::Omission => (Some(("om.", "leaves it out")), None, None),
            VariantKind::Addition => (Some(("add.", "puts in after it")), words(), None),
            VariantKind::Substitution => (None, words(), None),
            VariantKind::Transposition => {
                let before = word_before(text, &passages.spans, of.reading.start());
                let to = match before {
                    Some(word) => format!("after “{}”", word.of(text)),
                    None => "to the beginning".to_owned(),
                };
                (Some(("transp.", "puts it elsewhere")), None, Some(to))
            }
        };
        let sigla = witnesses(info, &of.witnesses);
        Read { deed, words, to, sigla, mark: of.mark.map(mark) }
    }

    fn twin(&self, whole: &Whole, lemma: Option<&(String, String)>, part: &Part) -> Value {
        let published: &Comparison = self.drawing.published;
        let entry = |it: &&EntryInfo| {
            let mut entry = serde_json::to_value(it).unwrap_or_default();
            entry["places"] = self.partings(it).iter().map(parting_json).collect();
            entry
        };
        json!({
            "story": published.story,
            "title": whole.row.title,
            "lemma": lemma.map(|it| &it.0),
            "reports": published.reports,
            "entries": part.entries.iter().map(entry).collect::<Vec<_>>(),
            "more": part.n_more,
            "next": part.next,
        })
    }
}

/// A place as published, in the words of the page.
fn parting_json(of: &Parting) -> Value {
    let read = |it: &Read| {
        json!({
            "kind": match it.deed {
                Some(("om.", _)) => "omission",
                Some(("add.", _)) => "addition",
                Some(_) => "transposition",
                None => "substitution",
            },
            "words": it.words,
            "to": it.to,
            "sigla": it.sigla,
            "mark": it.mark,
        })
    };
    json!({
        "lemma": of.words,
        "accidental": of.accidental,
        "readings": of.readings.iter().map(read).collect::<Vec<_>>(),
    })
}

/// Those of whom the same is true share a line, if their words stand at the places.
fn together(told: Vec<Told>) -> Vec<Told> {
    let mut joined: Vec<Told> = Vec::new();
    for it in told {
        let alike = |of: &&mut Told| {
            of.words.is_none() && of.agreement == it.agreement && of.notes == it.notes
        };
        match joined.iter_mut().filter(|_| it.words.is_none()).find(alike) {
            Some(of) => of.sigla.extend(it.sigla),
            None => joined.push(it),
        }
    }
    joined
}

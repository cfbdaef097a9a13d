//! The table of addresses: what each leads to. The description of the API is made from it.

use std::collections::BTreeMap;

use onrecord_store::Reader;

use crate::answer::{Answered, Problem};
use crate::ask::{Address, Ask, Form};
use crate::page;
use crate::whole::Stories;

/// An address and what it leads to.
pub(crate) struct Route {
    /// With names in braces for the parts that differ.
    pub(crate) path: &'static str,
    pub(crate) page: fn(&Ask) -> Answered,
    /// A sentence for people.
    pub(crate) about: &'static str,
    /// What may be asked after the question mark, and what it means.
    pub(crate) query: &'static [(&'static str, &'static str)],
    /// The forms it has beside the page.
    pub(crate) forms: &'static [Form],
}

impl Route {
    /// The forms it has: that of its own path (a page, but for `/openapi.json`), then the others.
    pub(crate) fn all_forms(&self) -> impl Iterator<Item = Form> + '_ {
        std::iter::once(Form::of(self.path)).chain(self.forms.iter().copied())
    }

    fn has(&self, form: Form) -> bool {
        self.all_forms().any(|it| it == form)
    }

    /// The path that asks for a form of it: `/story/{id}.json`.
    pub(crate) fn path_of(&self, form: Form) -> String {
        format!("{}{}", Form::split(self.path).0, form.name().1)
    }
}

/// What lists of stories may be asked for.
const OF_STORIES: &[(&str, &str)] = &[
    ("about", "words that a report of it has; written as in a search"),
    ("outlet", "letters of an outlet that reports it"),
    ("speaker", "a speaker who has a say in it"),
    ("since", "with a report of this day (YYYY-MM-DD) or later"),
    ("until", "with a report of this day or earlier"),
    ("after", "the end of the page before"),
];

// What may be asked of a story's utterances.
const ONLY: (&str, &str) =
    ("only", "verbatim, trimmed, spliced, altered or paraphrase: utterances with such a reading");
const SPEAKER: (&str, &str) = ("speaker", "a speaker's name, or letters of it");
const BY: (&str, &str) =
    ("by", "an outlet's name, letters of it, or a report's sign: utterances that it has");
const ALONE: (&str, &str) = ("alone", "1: those in one report only; 0: those in several");
const AFTER: (&str, &str) = ("after", "the number of the last utterance of the page before");
const LEMMA_OF_EXPORTS: (&str, &str) = (
    "lemma",
    "in TEI, Web Annotations and quotations: the sign, id or outlet of a report; its words are compared against",
);
const LEMMA: (&str, &str) =
    ("lemma", "the sign, id or outlet of a report: its words are compared against");
const ACCIDENTALS: (&str, &str) = ("accidentals", "1: with spelling, case and marks");

/// What lists of statements may be asked for, but for the words and the speaker.
macro_rules! of_statements {
    ($($own:expr),*) => {
        &[
            $($own,)*
            ("outlet", "letters of the outlet that reports it"),
            ("manner", "direct, indirect or mixed"),
            ("agreement", "the gravest grade of its comparisons: verbatim, trimmed, spliced, altered or paraphrase"),
            ("act", "said, asked, denied, declined or not_said"),
            ("since", "said on this day (YYYY-MM-DD) or later; where the day is not told, published"),
            ("until", "said on this day or earlier"),
            ("after", "the end of the page before"),
        ]
    };
}

pub(crate) const ROUTES: &[Route] = &[
    Route {
        path: "/",
        page: page::stories::page,
        about: "The stories, the latest first.",
        query: OF_STORIES,
        forms: &[],
    },
    Route {
        path: "/stories",
        page: page::stories::page,
        about: "The stories, the latest first.",
        query: OF_STORIES,
        forms: &[Form::Json, Form::Ndjson, Form::Csv],
    },
    Route {
        path: "/story/{id}",
        page: page::story::page,
        about: "A story's ledger: who said what, in which words, by whose report. What is asked narrows the page and its JSON; the other forms have the whole story.",
        query: &[ONLY, SPEAKER, BY, ALONE, AFTER, LEMMA_OF_EXPORTS],
        forms: &[
            Form::Json,
            Form::Tei,
            Form::Annotations,
            Form::Quotations,
            Form::Atom,
            Form::Feed,
        ],
    },
    Route {
        path: "/story/{id}/apparatus",
        page: page::apparatus::page,
        about: "A story's apparatus: each lemma, and the places where witnesses part.",
        query: &[LEMMA, ACCIDENTALS, ONLY, SPEAKER, BY, ALONE, AFTER],
        forms: &[Form::Json],
    },
    Route {
        path: "/search",
        page: page::search::page,
        about: "Statements with some words, the latest first, then the stories whose reports have them.",
        query: of_statements![
            (
                "q",
                "words, \"words that stand together\", -word or NOT word to leave out, one OR other"
            ),
            ("speaker", "words that the speaker's name begins with, in any order")
        ],
        forms: &[Form::Json, Form::Csv, Form::Atom, Form::Feed],
    },
    Route {
        path: "/speaker/{name}",
        page: page::speaker::page,
        about: "What a speaker is reported to have said, the latest reports first; who reports it, under which names.",
        query: of_statements![("words", "words that it has; written as in a search")],
        forms: &[Form::Json, Form::Csv, Form::Atom, Form::Feed],
    },
    Route {
        path: "/outlet/{name}",
        page: page::outlet::page,
        about: "An outlet's quotations beside what others have of them: counts, and the lists behind them.",
        query: &[
            (
                "agreement",
                "the list to give: verbatim, accidentals, trimmed, spliced, altered, paraphrase, fullest, alone, copied or later",
            ),
            ("since", "in reports of this day (YYYY-MM-DD) or later"),
            ("until", "in reports of this day or earlier"),
            ("after", "the end of the page before"),
        ],
        forms: &[Form::Json, Form::Csv],
    },
    Route {
        path: "/edited",
        page: page::edited::page,
        about: "What outlets changed on their pages afterwards, in what they report as said.",
        query: &[
            (
                "kind",
                "altered, trimmed, extended, paraphrase, attribution, day, manner, removed or added",
            ),
            ("outlet", "the outlet's whole name"),
            ("since", "in a state of this day (YYYY-MM-DD) or later"),
            ("until", "in a state of this day or earlier"),
            ("after", "the end of the page before"),
        ],
        forms: &[Form::Json, Form::Csv, Form::Atom, Form::Feed],
    },
    Route {
        path: "/story/{id}/read",
        page: page::read::page,
        about: "Two reports of a story side by side, paragraph by paragraph, with what differs marked.",
        query: &[
            ("a", "sign or id of the first report; without it the one that has most in common"),
            ("b", "sign or id of the second"),
            ("all", "1: nothing is folded"),
        ],
        forms: &[Form::Json],
    },
    Route {
        path: "/report/{id}",
        page: page::report::page,
        about: "A report with all that was found in it, the states of its page, and its story.",
        query: &[],
        forms: &[Form::Json],
    },
    Route {
        path: "/report/{id}/captured",
        page: page::report::captured,
        about: "A report's text alone, as it was extracted.",
        query: &[],
        forms: &[],
    },
    Route {
        path: "/story/{id}/matrix",
        page: page::matrix::page,
        about: "Said by × reported by: how many utterances of each speaker each outlet has.",
        query: &[
            ONLY,
            SPEAKER,
            BY,
            ALONE,
            ("after", "how many speakers stand on the pages before"),
        ],
        forms: &[Form::Json, Form::Csv],
    },
    Route {
        path: "/story/{id}/transcript",
        page: page::transcript::page,
        about: "Where quotations stand in the story's transcripts, and which stand in none.",
        query: &[],
        forms: &[Form::Json, Form::Csv],
    },
    Route {
        path: "/story/{id}/why",
        page: page::why::page,
        about: "Why each report is in the story, and which was made from which.",
        query: &[("nearest", "1: with the nearest story it is not")],
        forms: &[Form::Json],
    },
    Route {
        path: "/story/{id}/why/{n}",
        page: page::why::utterance,
        about: "What an utterance rests on: passages, rules, and what links them.",
        query: &[],
        forms: &[Form::Json],
    },
    Route {
        path: "/story/{id}/events",
        page: page::events::page,
        about: "What a story's reports say parties did to each other, by whose account; as CSV in the \
                columns of POLECAT.",
        query: &[("after", "the number of the last deed on the page before")],
        forms: &[Form::Json, Form::Ndjson, Form::Csv],
    },
    Route {
        path: "/story/{id}/figures",
        page: page::figures::of_story,
        about: "The numbers a story's reports give for one thing, outlet beside outlet, and by whose account.",
        query: &[("after", "the end of the page before")],
        forms: &[Form::Json, Form::Csv],
    },
    Route {
        path: "/figures",
        page: page::figures::page,
        about: "Numbers that reports give for one thing, outlet beside outlet: those in dispute.",
        query: &[
            ("show", "all: those in no dispute, too"),
            ("since", "of stories of this day (YYYY-MM-DD) or later"),
            ("after", "the end of the page before"),
        ],
        forms: &[Form::Json, Form::Ndjson, Form::Csv],
    },
    Route {
        path: "/talks",
        page: page::talks::page,
        about: "Negotiations: who talks, who helps, where they stand and by whose account.",
        query: &[
            ("about", "letters of a party, a third party, or of what the talks are called"),
            ("since", "with a turn of this day (YYYY-MM-DD) or later"),
            ("open", "1: those alone of which no account of the last day says that they are over"),
        ],
        forms: &[Form::Json, Form::Ndjson, Form::Csv],
    },
    Route {
        path: "/method",
        page: page::method::page,
        about: "How the record is made: steps, rules, grades, what counts as no difference, limits.",
        query: &[],
        forms: &[Form::Json],
    },
    Route {
        path: "/docs",
        page: page::docs::page,
        about: "The addresses, drawn for people.",
        query: &[],
        forms: &[],
    },
    Route {
        path: "/openapi.json",
        page: page::openapi::page,
        about: "The addresses as OpenAPI 3.1, for programs.",
        query: &[],
        forms: &[],
    },
    Route {
        path: "/statement/{id}",
        page: page::statement::page,
        about: "One thing said, as one report gives it; what others have of it; how to cite it.",
        query: &[],
        forms: &[Form::Json, Form::Csl, Form::Text],
    },
    Route {
        path: "/style.css",
        page: page::asset::style,
        about: "How the pages look.",
        query: &[],
        forms: &[],
    },
    Route {
        path: "/script.js",
        page: page::asset::script,
        about: "Keys and hovering; everything else works without.",
        query: &[],
        forms: &[],
    },
];

/// Answers a question about the record; `version` is that of what the reader sees, if it is known.
pub(crate) fn answer(
    reader: &Reader,
    stories: &Stories,
    version: Option<i64>,
    address: &Address,
) -> Answered {
    let missing = || Problem::not_found("there is no such page; the stories are at /");
    let (route, names) = find(address).ok_or_else(missing)?;
    let form = address.form;
    if !route.has(form) {
        return Err(Problem::no_such_form());
    }
    (route.page)(&Ask { reader, stories, version, route, address, names, form })
}

/// The route of an address, and what stands for its names.
fn find(address: &Address) -> Option<(&'static Route, BTreeMap<&'static str, String>)> {
    ROUTES.iter().find_map(|route| {
        let (path, _) = Form::split(route.path);
        let pattern: Vec<&str> = path.split('/').filter(|it| !it.is_empty()).collect();
        if pattern.len() != address.parts.len() {
            return None;
        }
        let mut names = BTreeMap::new();
        for (known, part) in pattern.into_iter().zip(&address.parts) {
            match known.strip_prefix('{').and_then(|it| it.strip_suffix('}')) {
                Some(name) => drop(names.insert(name, part.clone())),
                None if known == part => {}
                None => return None,
            }
        }
        Some((route, names))
    })
}

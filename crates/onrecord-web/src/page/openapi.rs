//! `/openapi.json`: the addresses as OpenAPI 3.1. Made from the same table as the router; only the
//! shapes of answers are written down here, and a test holds them against real ones.

use serde_json::{Map, Value, json};

use crate::answer::{Answer, Answered, json_of};
use crate::ask::{Ask, Form};
use crate::described::{COPY, Examples, media, names};
use crate::route::{ROUTES, Route};

pub(crate) fn page(ask: &Ask) -> Answered {
    let examples = Examples::of(ask.reader)?;
    Ok(Answer { kind: "application/json", ..json_of(&document(&examples)) })
}

fn document(examples: &Examples) -> Value {
    let mut paths = Map::new();
    for route in ROUTES {
        for form in route.all_forms() {
            paths.insert(route.path_of(form), json!({ "get": operation(route, form, examples) }));
        }
    }
    paths.insert(COPY.0.to_owned(), json!({ "get": copy() }));
    json!({
        "openapi": "3.1.0",
        "info": {
            "title": "onrecord",
            "version": env!("CARGO_PKG_VERSION"),
            "summary": "Who said what, in which words, by whose report.",
            "description": "A record as data, on this machine alone; /docs says the same for \
                people. \
                Fields are added, never renamed. Places count Unicode code points, end excluded. \
                Lists go on at `next`, which is in the header Link too.",
            "license": { "name": "MIT OR Apache-2.0", "identifier": "MIT OR Apache-2.0" },
        },
        "servers": [{ "url": "/" }],
        "tags": [
            { "name": "pages", "description": "For people." },
            { "name": "data", "description": "For programs." },
        ],
        "paths": paths,
        "components": {
            "schemas": schemas(),
            "responses": {
                "Unchanged": { "description": "The answer is the one whose ETag was sent." },
                "Problem": {
                    "description": "What went wrong, and what to try; titles are listed at \
                        /docs#problems.",
                    "content": { "application/problem+json": { "schema": reference("Problem") } },
                },
                "ProblemPage": {
                    "description": "What went wrong, and what to try, as a page.",
                    "content": { "text/html": { "schema": { "type": "string" } } },
                },
            },
        },
    })
}

fn operation(route: &Route, form: Form, examples: &Examples) -> Value {
    let page = Form::of(route.path) == Form::Html && form == Form::Html;
    let problem = if page { "ProblemPage" } else { "Problem" };
    let problem = json!({ "$ref": format!("#/components/responses/{problem}") });
    let mut headers = Map::new();
    headers.insert("ETag".to_owned(), header("digest of the answer"));
    if route.query.iter().any(|(name, _)| *name == "after") && form != Form::Html {
        headers.insert("Link".to_owned(), header("`<address>; rel=\"next\"` while a list goes on"));
    }
    json!({
        "operationId": operation_id(route.path, form),
        "summary": route.about,
        "tags": [if page { "pages" } else { "data" }],
        "parameters": parameters(route, examples),
        "responses": {
            "200": {
                "description": form_name(form),
                "headers": headers,
                "content": { content_type(route, form): { "schema": schema_of(route, form) } },
            },
            "304": { "$ref": "#/components/responses/Unchanged" },
            "default": problem,
        },
    })
}

fn copy() -> Value {
    json!({
        "operationId": "record_db",
        "summary": COPY.2,
        "tags": ["data"],
        "responses": {
            "200": { "description": "The file.", "content": { COPY.1: {} } },
            "default": { "$ref": "#/components/responses/Problem" },
        },
    })
}

fn header(about: &str) -> Value {
    json!({ "description": about, "schema": { "type": "string" } })
}

fn form_name(form: Form) -> String {
    format!("As {}.", form.name().0)
}

/// `story_id_figures_json`
fn operation_id(path: &str, form: Form) -> String {
    let words = path.split(|it: char| !it.is_ascii_alphanumeric()).filter(|it| !it.is_empty());
    let end = form.name().1;
    let end = if path.ends_with(end) { "" } else { end };
    let end = end.split('.').filter(|it| !it.is_empty());
    let words: Vec<&str> = words.chain(end).collect();
    if words.is_empty() { "front".to_owned() } else { words.join("_") }
}

/// Without what is said of charset and header: OpenAPI names the type alone.
fn content_type(route: &Route, form: Form) -> &'static str {
    media(route, form).split(';').next().unwrap_or_default()
}

fn parameters(route: &Route, examples: &Examples) -> Vec<Value> {
    let in_path = names(route.path).into_iter().map(|(name, about)| {
        let mut parameter = json!({
            "name": name, "in": "path", "required": true, "description": about,
            "schema": { "type": "string" },
        });
        if let Some(value) = examples.value_in(route.path, name) {
            parameter["example"] = value.into();
        }
        parameter
    });
    let asked = route.query.iter().map(|(name, about)| {
        let schema = match *name {
            "since" | "until" => json!({ "type": "string", "format": "date" }),
            _ => json!({ "type": "string" }),
        };
        json!({ "name": name, "in": "query", "description": about, "schema": schema })
    });
    in_path.chain(asked).collect()
}

/// Which shape the twin of a page has; of those not named it is said only that it is an object.
const SHAPES: [(&str, &str); 9] = [
    ("/stories", "Stories"),
    ("/story/{id}", "Comparison"),
    ("/report/{id}", "ReportRead"),
    ("/story/{id}/events", "Events"),
    ("/story/{id}/figures", "Figures"),
    ("/figures", "Figures"),
    ("/talks", "Talks"),
    ("/method", "Method"),
    ("/openapi.json", "OpenAPI"),
];

fn schema_of(route: &Route, form: Form) -> Value {
    match form {
        Form::Json => {
            let known = SHAPES.iter().find(|it| it.0 == route.path);
            known.map_or(json!({ "type": "object" }), |it| reference(it.1))
        }
        _ => json!({ "type": "string" }),
    }
}

fn reference(name: &str) -> Value {
    json!({ "$ref": format!("#/components/schemas/{name}") })
}

// Shapes ------------------------------------------------------------------------------------------

/// An object of fields that are always there.
fn object(about: &str, fields: Value) -> Value {
    let names: Vec<&String> = fields.as_object().into_iter().flat_map(|it| it.keys()).collect();
    json!({ "type": "object", "description": about, "required": names, "properties": fields })
}

fn list(of: Value) -> Value {
    json!({ "type": "array", "items": of })
}

fn text(about: &str) -> Value {
    json!({ "type": "string", "description": about })
}

fn text_or_null(about: &str) -> Value {
    json!({ "type": ["string", "null"], "description": about })
}

fn number(about: &str) -> Value {
    json!({ "type": "integer", "minimum": 0, "description": about })
}

fn truth(about: &str) -> Value {
    json!({ "type": "boolean", "description": about })
}

fn one_of(words: &[&str]) -> Value {
    json!({ "type": "string", "enum": words })
}

fn span(about: &str) -> Value {
    let offset = json!({ "type": "integer", "minimum": 0 });
    json!({ "type": "array", "items": offset, "minItems": 2, "maxItems": 2, "description": about })
}

/// A list of which a page is given.
fn paged(about: &str, name: &str, rows: Value) -> Value {
    let fields = json!({
        name: list(rows),
        "more": number("How many follow; from 1,000 on, no more are counted."),
        "next": text_or_null("The address of the rest, in the same form; null at the end."),
    });
    object(about, fields)
}

fn schemas() -> Value {
    json!({
        "Problem": object("What went wrong (RFC 9457).", json!({
            "type": text("Where it is described."),
            "title": text("What went wrong."),
            "status": number("The HTTP status."),
            "detail": text("Why, and what to try."),
            "instance": text("The address that was asked for."),
        })),
        "Stories": paged("Stories, the latest first.", "stories", reference("Story")),
        "Story": story(),
        "Linked": object("A story before or behind another in its sequence.", json!({
            "id": text("Its id."),
            "title": text("Its title."),
            "likeness": { "type": "number", "description": "How alike the two are, 0 to 1." },
            "words": list(text("A word that both have, as printed.")),
        })),
        "Hit": object("The passage in which words that were looked for stand.", json!({
            "report": text("The report."),
            "outlet": text("Its outlet."),
            "day": text_or_null("Its day."),
            "passage": text("The words."),
            "marked": list(span("What was found in the passage.")),
        })),
        "Comparison": comparison(),
        "Report": report(),
        "ReportRead": report_read(),
        "Entry": entry(),
        "Statement": object("Words, and who is said to have said them.", statement()),
        "Reading": reading(),
        "Variant": object("One place where a reading differs.", json!({
            "kind": one_of(&["omission", "addition", "substitution", "transposition"]),
            "mark": text_or_null("What it changes of the meaning: negation, number, name, modal, \
                person."),
            "lemma": text("The lemma's words."),
            "reading": text("The reading's words."),
            "lemma_span": span("Where the lemma's stand."),
            "reading_span": span("Where the reading's stand."),
        })),
        "Events": paged("What parties did to each other, in the order in which reports first tell \
            it; what is doubtful comes last.", "deeds", reference("Deed")),
        "Deed": object("One thing done, by all accounts of it.", json!({
            "number": number("Its number in the story, from 1."),
            "kind": text("One of the sixteen kinds of PLOVER: AGREE, ... ASSAULT."),
            "quad": number("Quad class, 1 to 4: cooperation in words, in deeds, conflict in words, \
                in deeds."),
            "doubtful": truth("It may be no act between parties at all, by every account of it."),
            "outlets_without_copies": number("How many outlets tell it; copies and what they were \
                copied from count as one."),
            "accounts": list(reference("Event")),
        })),
        "Event": event(),
        "Figures": paged("Numbers that reports give for one thing.", "figures", reference("Counted")),
        "Counted": counted(),
        "Figure": figure(),
        "Talks": paged("Negotiations, the latest first.", "talks", talks()),
        "Method": method(),
        "OpenAPI": { "type": "object", "description": "An OpenAPI 3.1 document." },
    })
}

fn talks() -> Value {
    let places = || list(number("A place in `turns`, from 0."));
    let member = || {
        json!({
            "name": text("What it is called."),
            "code": text_or_null("Its country or organisation, as event data code it."),
            "sector": text_or_null("What it is there: GOV, MIL, REB, …"),
            "turns": places(),
        })
    };
    let mut third = member();
    third["role"] = text("mediator, facilitator, host, guarantor, observer or supporter.");
    object(
        "One negotiation, as reports tell of it. Its state is no finding of the record: each status \
            belongs to whoever tells it.",
        json!({
            "id": text("That of its first turn."),
            "parties": list(object("A party.", member())),
            "third_parties": list(object("Who helps.", third)),
            "issues": list(text("What it is about.")),
            "format": text("direct, mediated, multilateral or not stated."),
            "status": list(json!({ "type": "object", "description": "A phase, by whose account." })),
            "mentioned_only": truth("No report tells where it stands."),
            "obstacles": list(json!({ "type": "object", "description": "What is in the way, who says so, asks, denies it." })),
            "conditions": places(),
            "linkage": places(),
            "waiting": list(json!({ "type": "object", "description": "Who waits for whom; told false: it follows from a refusal." })),
            "not_heard": list(text("A party without a statement on the talks.")),
            "first_day": text_or_null("The first day of a turn."),
            "no_news_since": text_or_null("The last."),
            "reports": number("Reports that tell of it, copies not counted."),
            "turns": list(json!({ "type": "object", "description": "What one report tells, with its words." })),
        }),
    )
}

fn story() -> Value {
    let counts = json!({
        "reports": number("Reports."),
        "outlets": number("Outlets."),
        "statements": number("Statements."),
        "altered": number("Utterances with an altered reading."),
    });
    let optional = |name: &str| json!({ "anyOf": [reference(name), { "type": "null" }] });
    object(
        "A story of a list.",
        json!({
            "id": text("Its id: its first report's."),
            "title": text("A headline of one of its reports."),
            "first_day": text_or_null("Day of its first dated report."),
            "last_day": text_or_null("Day of its last dated report."),
            "outlets": list(text("An outlet's name.")),
            "reports": number("Reports, copies among them."),
            "copies": number("How many of them are copies."),
            "kinds": list(text("What reports are besides plain news.")),
            "statements": number("Statements."),
            "altered": number("Utterances with an altered reading."),
            "without_copies": object("The same without copies and later states of a page.", counts),
            "collated": truth("Its wordings are compared."),
            "follows": optional("Linked"),
            "followed_by": list(reference("Linked")),
            "hit": optional("Hit"),
            "decisions": list(number("Number of a decision that has an effect on it.")),
        }),
    )
}

fn event() -> Value {
    let participant = object(
        "Who takes part, as the passage words it.",
        json!({
            "mention": text("The noun phrase."),
            "span": span("Where it stands."),
            "name": text_or_null("The party it means, by the list of parties."),
            "code": text_or_null("Its country (ISO 3166-1 alpha-3), or IGO, NGO, IMG, MNC."),
            "sector": text_or_null("What it is there: GOV, MIL, REB, ..."),
            "supposed": truth("Name and code are only supposed."),
        }),
    );
    let voice = object(
        "Who vouches for it.",
        json!({
            "statement": text_or_null("The statement that tells it; null: the outlet itself."),
            "speaker": text_or_null("Who is said to have said so."),
            "source": text_or_null("The same, as the report words it there."),
        }),
    );
    let standings = ["occurred", "historical", "future", "hypothetical", "negated"];
    object(
        "An event, as one passage of one report tells it.",
        json!({
            "event": text("Its id."),
            "report": text("The report."),
            "siglum": text("The report's sign."),
            "kind": text("One of the sixteen kinds of PLOVER."),
            "mode": text_or_null("How it was done."),
            "contexts": list(text("What it is about.")),
            "actors": list(participant.clone()),
            "recipients": list(participant),
            "standing": one_of(&standings),
            "doubtful": truth("Its words leave doubt that it is an act between parties."),
            "voice": voice,
            "day": text_or_null("The day as the report words it."),
            "date": text_or_null("The date that comes to."),
            "place": text_or_null("The place."),
            "words": text("The words that make it an event of its kind."),
            "spans": list(span("Where they stand.")),
            "passage": text("The sentence."),
            "passage_span": span("Where that stands."),
            "rule": text("What found it."),
        }),
    )
}

fn comparison() -> Value {
    object(
        "A story with its reports and its utterances. Its figures and its events have addresses of \
            their own, /story/{id}/figures.json and /story/{id}/events.json.",
        json!({
            "story": text_or_null("The story's id."),
            "reports": list(reference("Report")),
            "entries": list(reference("Entry")),
            "title": text("The headline most like the others."),
            "more": number("How many utterances follow on other pages."),
            "next": text_or_null("The address of the rest."),
        }),
    )
}

fn counted() -> Value {
    object(
        "The figures of a story's reports for one thing.",
        json!({
            "id": text("Its id."),
            "story": text("The story."),
            "story_title": text("The story's title."),
            "day": text_or_null("The story's last day."),
            "what": text("What is counted; empty where nothing is named."),
            "measure": text_or_null("What became of it: killed, launched, given, ..."),
            "unit_kind": text("count, money, share, duration, ..."),
            "unit": text("The unit's name; of a count 1."),
            "disputed": truth("Two of the figures can not both hold."),
            "figures": list(reference("Figure")),
        }),
    )
}

fn figure() -> Value {
    object(
        "A number that a report gives for something.",
        json!({
            "id": text("Its id."),
            "report": text("The report."),
            "outlet": text("The outlet's name, or what stands for it."),
            "url": text_or_null("The report's address."),
            "published": text_or_null("Day of publication."),
            "words": text("As written."),
            "least": text_or_null("The least it is by these words, digit by digit."),
            "most": text_or_null("The most."),
            "bound": one_of(&["exact", "about", "nearly", "more_than", "at_least", "less_than",
                "at_most", "between", "vague"]),
            "unit": text("The unit's name; of a count 1."),
            "counted": text_or_null("What is counted, as the report words it."),
            "measure": text_or_null("What became of it."),
            "place": text_or_null("Where."),
            "period": text_or_null("Over what time."),
            "day": text_or_null("As of which day, as the report words it."),
            "date": text_or_null("The date that comes to."),
            "voice": text_or_null("Whoever vouches for it; null: the outlet."),
            "statement": text_or_null("The statement it stands in."),
            "passage": text("The sentence."),
            "passage_span": span("Where the sentence stands."),
            "span": span("Where the number stands."),
            "stand": one_of(&["alone", "apart", "same", "compatible", "disputed"]),
            "in_copy": truth("Its report is a copy or a later state of another."),
            "rule": text("What found it."),
        }),
    )
}

fn report() -> Value {
    object(
        "What is known of a report, without its text.",
        json!({
            "id": text("Its id."),
            "siglum": text("Its sign in this story."),
            "outlet": text_or_null("The outlet's name."),
            "title": text_or_null("The headline."),
            "url": text_or_null("Its address, as it was found: not always one that can be opened."),
            "published": text_or_null("Day of publication."),
            "genre": one_of(&["news", "transcript", "release"]),
            "kinds": list(text("What it is besides plain news.")),
            "credit": text_or_null("The agency it credits."),
            "copy_of": text_or_null("The report it is a copy of."),
            "version_of": text_or_null("The first report at the same address."),
            "place": text("Where it was read."),
        }),
    )
}

/// A report with all that is found in it.
fn report_read() -> Value {
    let some = |about: &str| json!({ "type": "object", "description": about });
    let some_or_null = |about: &str| json!({ "type": ["object", "null"], "description": about });
    let mut fields = report()["properties"].clone();
    let more = json!({
        "text": text("Its text, which all spans count in, in characters."),
        "statements": list(reference("Statement")),
        "events": list(reference("Event")),
        "figures": list(report_figure()),
        "author": text_or_null("Who wrote it."),
        "language": text_or_null("Its language, as a code of two letters."),
        "published_at": text_or_null("When it was published, to the second, in UTC."),
        "captured": text_or_null("When it was fetched."),
        "captures": list(text("Digest of a capture it was read from.")),
        "story": some_or_null("The story it is in: id, title, reports."),
        "copies": list(some("A report that is a copy of it.")),
        "states": list(some("Another state of its page.")),
        "edits": list(some("What its outlet changed on the page.")),
        "utterances": list(some("The utterance of a story that a statement of it is a part of.")),
    });
    extend(&mut fields, more);
    let mut read = object("A report with all that is found in it.", fields);
    // Not always there.
    read["properties"]["key"] = text("The identifier the input gave it, if it gave one.");
    read
}

/// A figure of a report on its own.
fn report_figure() -> Value {
    let mut fields = figure()["properties"].clone();
    let told_by_story = ["id", "outlet", "url", "published", "stand", "in_copy"];
    if let Some(fields) = fields.as_object_mut() {
        fields.retain(|name, _| !told_by_story.contains(&name.as_str()));
    }
    let more = json!({
        "figure": text("Its id."),
        "siglum": text("The report's sign."),
        "unit_kind": text("count, money, share, duration, ..."),
    });
    extend(&mut fields, more);
    object("A number that the report gives for something.", fields)
}

fn entry() -> Value {
    object(
        "One utterance.",
        json!({
            "number": number("Its number in the story, from 1."),
            "outlets": number("How many outlets have it."),
            "outlets_without_copies": number("The same, where copies count as one."),
            "witnesses": object("How many reports have it.", json!({
                "all": number("All of them."),
                "independent": number("Without copies and later states."),
                "tied": number("Those of them whose wording ties them to another."),
            })),
            "lemma": reference("Statement"),
            "readings": list(reference("Reading")),
        }),
    )
}

fn statement() -> Value {
    json!({
        "statement": text("Its id."),
        "report": text("The report it stands in."),
        "siglum": text("The report's sign."),
        "speaker": text_or_null("The speaker's name."),
        "speaker_status": one_of(&["named", "unnamed", "unresolved"]),
        "role": text_or_null("What the report calls the speaker."),
        "affiliation": text_or_null("For whom the speaker speaks."),
        "candidates": list(text("Whom an unresolved source may mean.")),
        "manner": one_of(&["direct", "indirect", "mixed"]),
        "act": one_of(&["said", "asked", "denied", "declined", "not_said"]),
        "addressee": text_or_null("To whom."),
        "day": text_or_null("The day as the report words it."),
        "date": text_or_null("The date that comes to."),
        "venue": { "type": ["object", "null"], "description": "The place or occasion." },
        "words": text("The words."),
        "spans": list(span("Where they stand in the report's text.")),
        "source": text("The mention beside them."),
        "cue": text("The word that says they were said."),
        "within": text_or_null("The statement in whose content it stands."),
        "rule": text("What found it; described at /method#rule-NAME."),
        "tier": one_of(&["fast", "accurate"]),
        "confidence": { "type": "number", "description": "How likely a reader would find the same, \
            0 to 1." },
    })
}

fn reading() -> Value {
    let mut fields = statement();
    let more = json!({
        "agreement": one_of(&["verbatim", "trimmed", "spliced", "altered", "paraphrase"]),
        "cut": text_or_null("Where it was cut: edge, inside."),
        "cut_marked": { "type": ["boolean", "null"], "description": "Every cut inside can be \
            seen." },
        "degree": text_or_null("How much differs, if it is altered: light, heavy."),
        "day_conflict": truth("It gives another day than the lemma."),
        "speaker_conflict": truth("It names another speaker."),
        "act_conflict": truth("By one it was said and by the other not."),
        "venue_conflict": truth("It has it said in another place."),
        "variants": list(reference("Variant")),
        "accidentals": list(reference("Variant")),
    });
    extend(&mut fields, more);
    object("What one witness has.", fields)
}

fn extend(fields: &mut Value, more: Value) {
    if let (Some(fields), Value::Object(more)) = (fields.as_object_mut(), more) {
        fields.extend(more);
    }
}

fn method() -> Value {
    let named = |about: &str, name: &str| {
        let fields = json!({ name: text("Its name."), "about": text("What it means.") });
        list(object(about, fields))
    };
    object(
        "How the record is made.",
        json!({
            "version": text("Of onrecord."),
            "schema": number("Of the file."),
            "steps": list(object("A step whose results are kept.", json!({
                "step": text("Its name."),
                "about": text("What it does."),
                "version": { "type": ["integer", "null"], "description": "Raised when it gives \
                    other results." },
            }))),
            "tiers": named("Who finds statements.", "tier"),
            "rules": list(object("A rule that finds statements.", json!({
                "rule": text("Its name, as statements give it."),
                "about": text("What it finds."),
                "finds": text("An invented text in which it finds a statement."),
                "leaves": text_or_null("One that it leaves alone."),
            }))),
            "figure_rules": list(object("A rule that finds figures.", json!({
                "rule": text("Its name, as figures give it."),
                "about": text("What it looks for."),
                "finds": text("An invented sentence in which it finds a figure."),
                "leaves": text("One in which no figure stands."),
            }))),
            "event_rules": list(object("A rule that finds events.", json!({
                "rule": text("Its name, as events give it."),
                "about": text("What it looks for."),
                "finds": text("An invented sentence in which it finds an event."),
                "kind": text("The kind of that event."),
            }))),
            "grades": list(object("How a reading stands to the lemma.", json!({
                "grade": text("Its name."),
                "about": text("What it means."),
                "lemma": text("Invented words compared against."),
                "reading": text("A reading of this grade."),
            }))),
            "normalisation": list(object("A table of the contract on what counts as the same \
                words.", json!({
                "section": text("Its heading."),
                "columns": list(text("A column's name.")),
                "rows": list(list(text("A cell, as Markdown."))),
            }))),
            "limits": named("Where it errs, and what it cannot do.", "limit"),
        }),
    )
}

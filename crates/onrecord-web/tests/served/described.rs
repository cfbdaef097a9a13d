//! What programs are told of the addresses is so: every address is in `/openapi.json` and `/docs`,
//! each leads somewhere, and answers have the shapes that are promised.

use std::collections::BTreeSet;

use serde_json::Value;

use crate::asked::{REPORTS, Served};

#[tokio::test]
async fn the_description_has_the_structure_of_openapi() {
    let served = Served::of(REPORTS);
    let document = served.json("/openapi.json").await;
    assert_eq!(document["openapi"], "3.1.0");
    for field in ["title", "version", "description"] {
        assert!(document["info"][field].as_str().is_some_and(|it| !it.is_empty()), "{field}");
    }
    let mut ids = BTreeSet::new();
    for (path, item) in document["paths"].as_object().unwrap() {
        assert!(path.starts_with('/'), "{path}");
        let get = &item["get"];
        let id = get["operationId"].as_str().unwrap();
        assert!(ids.insert(id.to_owned()), "{id} twice");
        assert!(id.chars().all(|it| it.is_ascii_alphanumeric() || it == '_'), "{id}");
        assert!(get["summary"].as_str().is_some_and(|it| !it.is_empty()), "{path}");
        check_parameters(path, get["parameters"].as_array().unwrap_or(&Vec::new()));
        let responses = get["responses"].as_object().unwrap();
        assert!(responses.contains_key("200") && responses.contains_key("default"), "{path}");
        for (status, response) in responses {
            let known = status == "default" || status.parse::<u16>().is_ok();
            assert!(known, "{path} {status}");
            let response = resolved(&document, response);
            assert!(response["description"].is_string(), "{path} {status}");
            for (media, content) in response["content"].as_object().into_iter().flatten() {
                assert!(media.contains('/') && content.is_object(), "{path} {media}");
            }
        }
    }
    check_references(&document, &document);
}

/// Every name in a path is a parameter of it, and no parameter is told twice.
fn check_parameters(path: &str, parameters: &[Value]) {
    let mut seen = BTreeSet::new();
    for it in parameters {
        let (name, place) = (it["name"].as_str().unwrap(), it["in"].as_str().unwrap());
        assert!(seen.insert((place, name)), "{path}: {name} twice");
        assert!(["path", "query"].contains(&place), "{path}: {place}");
        assert!(it["description"].as_str().is_some_and(|it| !it.is_empty()), "{path}: {name}");
        assert!(it["schema"].is_object(), "{path}: {name}");
        if place == "path" {
            assert!(it["required"] == true && path.contains(&format!("{{{name}}}")), "{path}");
        }
    }
    let n_in_path = seen.iter().filter(|it| it.0 == "path").count();
    assert_eq!(n_in_path, path.matches('{').count(), "{path}");
}

fn check_references(document: &Value, value: &Value) {
    match value {
        Value::Object(fields) => {
            if let Some(to) = fields.get("$ref") {
                assert!(!resolved(document, value).is_null(), "{to} leads nowhere");
            }
            fields.values().for_each(|it| check_references(document, it));
        }
        Value::Array(items) => items.iter().for_each(|it| check_references(document, it)),
        _ => {}
    }
}

/// What a reference stands for; what is none stands for itself.
fn resolved<'d>(document: &'d Value, value: &'d Value) -> &'d Value {
    let Some(to) = value["$ref"].as_str() else { return value };
    document.pointer(to.strip_prefix('#').unwrap()).unwrap_or(&Value::Null)
}

/// The table of addresses is one: whatever it has is in the program's description, on the page, and
/// leads somewhere.
#[tokio::test]
async fn every_address_is_described_twice_and_answers() {
    let served = Served::of(REPORTS);
    let document = served.json("/openapi.json").await;
    let page = served.page("/docs").await;
    let addresses = served.addresses().await;
    assert!(addresses.len() > 15, "{addresses:?}");
    for (path, address) in document["paths"].as_object().unwrap().keys().zip(&addresses) {
        assert!(page.contains(&format!("<code>{path}</code>")), "{path} is not on the page");
        assert!(!address.contains('{'), "say in described.rs what {address} may lead to");
        assert!(page.contains(&format!("href=\"{address}\"")), "no example of {path}: {address}");
        let got = served.get(address).await;
        assert_eq!(got.status, 200, "{address}: {}", got.body);
        let promised = document["paths"][path]["get"]["responses"]["200"]["content"].as_object();
        let media = got.header("content-type").split(';').next().unwrap();
        assert!(promised.unwrap().contains_key(media), "{address} is {media}");
        // What a page offers in other forms is there.
        for twin in got.body.split("class=\"twins\"").nth(1).into_iter().flat_map(hrefs) {
            assert_eq!(served.get(&twin).await.status, 200, "{address} offers {twin}");
        }
    }
}

fn hrefs(html: &str) -> Vec<String> {
    let footer = html.split("</p>").next().unwrap();
    let found = footer.split("href=\"").skip(1).filter_map(|it| it.split('"').next());
    found.map(|it| it.replace("&amp;", "&")).collect()
}

#[tokio::test]
async fn answers_have_the_shapes_that_are_promised() {
    let served = Served::of(REPORTS);
    let document = served.json("/openapi.json").await;
    let mut n_shapes = 0;
    for (path, address) in
        document["paths"].as_object().unwrap().keys().zip(served.addresses().await)
    {
        let content = &document["paths"][path]["get"]["responses"]["200"]["content"];
        let schema = &content["application/json"]["schema"];
        if schema["$ref"].is_string() {
            n_shapes += 1;
            check(&document, schema, &served.json(&address).await, &address);
        }
    }
    assert!(n_shapes >= 6, "{n_shapes}");
    for path in ["/nothing.json", "/stories.json?since=x", "/method.csv"] {
        let problem: Value = serde_json::from_str(&served.get(path).await.body).unwrap();
        check(&document, &document["components"]["schemas"]["Problem"], &problem, path);
    }
    // One with words looked for, for the passage.
    let found = served.json("/stories.json?about=warships").await;
    assert!(found["stories"][0]["hit"].is_object(), "{found}");
    check(&document, &document["components"]["schemas"]["Stories"], &found, "a hit");
}

/// As much of JSON Schema as the description uses. A field that is not described is a fault too:
/// it would be a promise nobody has read.
fn check(document: &Value, schema: &Value, value: &Value, at: &str) {
    let schema = resolved(document, schema);
    if let Some(either) = schema["anyOf"].as_array() {
        let of = either.iter().find(|it| it["type"] != "null" && !value.is_null());
        return of.into_iter().for_each(|it| check(document, it, value, at));
    }
    let types: Vec<&str> = match &schema["type"] {
        Value::Array(types) => types.iter().filter_map(Value::as_str).collect(),
        one => one.as_str().into_iter().collect(),
    };
    assert!(
        types.is_empty() || types.iter().any(|it| is(value, it)),
        "{at}: {value} is no {types:?}"
    );
    if let Some(words) = schema["enum"].as_array() {
        assert!(words.contains(value), "{at}: {value}");
    }
    for name in schema["required"].as_array().into_iter().flatten().filter_map(Value::as_str) {
        assert!(value.is_null() || value.get(name).is_some(), "{at}: no {name} in {value}");
    }
    if let (Some(known), Some(fields)) = (schema["properties"].as_object(), value.as_object()) {
        for (name, field) in fields {
            let of = known.get(name).unwrap_or_else(|| panic!("{at}: {name} is not described"));
            check(document, of, field, &format!("{at} {name}"));
        }
    }
    if let (Some(of), Some(items)) = (schema.get("items"), value.as_array()) {
        items.iter().for_each(|it| check(document, of, it, at));
    }
}

fn is(value: &Value, kind: &str) -> bool {
    match kind {
        "object" => value.is_object(),
        "array" => value.is_array(),
        "string" => value.is_string(),
        "integer" => value.is_i64() || value.is_u64(),
        "number" => value.is_number(),
        "boolean" => value.is_boolean(),
        "null" => value.is_null(),
        _ => false,
    }
}

/// Wherever a page asks “why?”, the answer is there.
#[tokio::test]
async fn every_rule_grade_and_mark_that_is_found_has_a_place_on_the_method_page() {
    let served = Served::of(REPORTS);
    let page = served.page("/method").await;
    let id = |it: &str| page.contains(&format!("id=\"{it}\""));
    let rules = served.json("/method.json").await["rules"].clone();
    assert!(rules.as_array().unwrap().len() > 15);
    for rule in rules.as_array().unwrap() {
        assert!(id(&format!("rule-{}", rule["rule"].as_str().unwrap())), "{rule}");
    }
    let said = served.reader().table("statement", None).unwrap();
    let column = said.columns.iter().position(|it| it == "rule").unwrap();
    assert!(!said.rows.is_empty());
    for row in &said.rows {
        assert!(id(&format!("rule-{}", row[column].as_str().unwrap())), "{}", row[column]);
    }
    for grade in ["verbatim", "trimmed", "spliced", "altered", "paraphrase"] {
        assert!(id(&format!("grade-{grade}")), "{grade}");
    }
    for mark in ["negation", "number", "name", "modal", "person"] {
        assert!(id(&format!("mark-{mark}")), "{mark}");
    }
    for section in ["steps", "tiers", "rules", "grades", "same-words", "stories", "limits"] {
        assert!(id(section) && page.contains(&format!("href=\"#{section}\"")), "{section}");
    }
    assert!(page.contains("<ins>") && page.contains("<del>"), "an example is drawn with its marks");
}

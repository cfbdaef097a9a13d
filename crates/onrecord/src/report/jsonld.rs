//! The scripts of JSON-LD in a page in, what they say of the page's article out.

use serde_json::{Map, Value};

/// What JSON-LD says of the page's article, in the order of trust.
#[derive(Clone, Debug, Default)]
pub(super) struct Article {
    pub(super) headline: Option<String>,
    pub(super) description: Option<String>,
    pub(super) author: Option<String>,
    pub(super) publisher: Option<String>,
    /// Name of a `WebSite`.
    pub(super) site: Option<String>,
    pub(super) url: Option<String>,
    pub(super) language: Option<String>,
    pub(super) published: Option<String>,
    pub(super) created: Option<String>,
    pub(super) modified: Option<String>,
    pub(super) body: Option<String>,
}

type Object = Map<String, Value>;

/// Reads the article that is `titled` so; the first article, if no title fits.
pub(super) fn article(scripts: &[String], titled: &str) -> Article {
    let values: Vec<Value> = scripts.iter().filter_map(|it| parse(it)).collect();
    let mut objects = Vec::new();
    for value in &values {
        collect(value, &mut objects);
    }
    let articles: Vec<&Object> = objects.iter().copied().filter(|it| is_article(it)).collect();
    let fits = |it: &&&Object| {
        text(it, &["headline", "name"]).is_some_and(|it| it.len() > 10 && titled.contains(&it))
    };
    let page = objects.iter().copied().find(|it| is_kind(it, &["WebPage", "ItemPage"]));
    let site = objects.iter().copied().find(|it| is_kind(it, &["WebSite"]));
    let site = site.and_then(|it| text(it, &["name"]));
    match articles.iter().find(fits).or(articles.first()) {
        Some(article) => read(article, &objects, page, site),
        None => Article {
            published: page.and_then(|it| text(it, &["datePublished"])),
            modified: page.and_then(|it| text(it, &["dateModified"])),
            language: page.and_then(|it| text(it, &["inLanguage"])),
            site,
            ..Article::default()
        },
    }
}

fn read(article: &Object, all: &[&Object], page: Option<&Object>, site: Option<String>) -> Article {
    let of_page = |key: &str| page.and_then(|it| text(it, &[key]));
    Article {
        headline: text(article, &["headline", "name"]),
        description: text(article, &["description"]),
        author: names(article.get("author"), all).or_else(|| names(article.get("creator"), all)),
        publisher: names(article.get("publisher"), all),
        site,
        url: text(article, &["url"]).or_else(|| match article.get("mainEntityOfPage") {
            Some(Value::String(url)) => Some(url.clone()),
            Some(Value::Object(page)) => text(page, &["@id", "url"]),
            _ => None,
        }),
        language: text(article, &["inLanguage"]),
        published: text(article, &["datePublished"]).or_else(|| of_page("datePublished")),
        created: text(article, &["dateCreated"]),
        modified: text(article, &["dateModified"]).or_else(|| of_page("dateModified")),
        body: text(article, &["articleBody"]),
    }
}

/// Reads a script, with the faults mended that pages have most: markers around it, line breaks
/// inside strings.
fn parse(script: &str) -> Option<Value> {
    let script = script.trim();
    let script = script.strip_prefix("<!--").unwrap_or(script).trim();
    let script = script.strip_suffix("-->").unwrap_or(script).trim();
    let script = script.strip_prefix("//<![CDATA[").unwrap_or(script);
    let script = script.strip_suffix("//]]>").unwrap_or(script);
    let script = script.strip_prefix("<![CDATA[").unwrap_or(script);
    let script = script.strip_suffix("]]>").unwrap_or(script).trim().trim_end_matches(';');
    if let Ok(value) = serde_json::from_str(script) {
        return Some(value);
    }
    let mended: String = script.chars().map(|it| if it.is_control() { ' ' } else { it }).collect();
    serde_json::from_str(&mended).ok().or_else(|| {
        // The first value, if rubbish follows it.
        serde_json::Deserializer::from_str(&mended).into_iter().next()?.ok()
    })
}

/// The objects that stand for themselves: at the top, in arrays, graphs and as a page's entity.
fn collect<'v>(value: &'v Value, objects: &mut Vec<&'v Object>) {
    match value {
        Value::Array(values) => values.iter().for_each(|it| collect(it, objects)),
        Value::Object(object) => {
            objects.push(object);
            for key in ["@graph", "mainEntity", "mainEntityOfPage"] {
                if let Some(inner) = object.get(key) {
                    collect(inner, objects);
                }
            }
        }
        _ => {}
    }
}

fn is_article(object: &Object) -> bool {
    kinds(object).any(|it| {
        let it = it.rsplit('/').next().unwrap_or(it);
        it.ends_with("Article")
            || it.ends_with("Posting")
            || matches!(it, "Report" | "Review" | "ClaimReview")
    })
}

fn is_kind(object: &Object, names: &[&str]) -> bool {
    kinds(object).any(|it| names.contains(&it.rsplit('/').next().unwrap_or(it)))
}

fn kinds(object: &Object) -> impl Iterator<Item = &str> {
    let kinds = match object.get("@type") {
        Some(Value::Array(kinds)) => kinds.as_slice(),
        Some(kind) => std::slice::from_ref(kind),
        None => &[],
    };
    kinds.iter().filter_map(Value::as_str)
}

/// The first of some keys that holds words.
fn text(object: &Object, keys: &[&str]) -> Option<String> {
    keys.iter().find_map(|key| {
        let value = match object.get(*key)? {
            Value::Array(values) => values.first()?,
            value => value,
        };
        let words = match value {
            Value::String(words) => super::metadata::clean(words),
            Value::Number(number) => number.to_string(),
            Value::Object(inner) => return text(inner, &["@value", "name", "alternateName"]),
            _ => return None,
        };
        (!words.is_empty()).then_some(words)
    })
}

/// The names of one or several people or bodies, given as words, objects or references.
fn names(value: Option<&Value>, all: &[&Object]) -> Option<String> {
    let values = match value? {
        Value::Array(values) => values.as_slice(),
        value => std::slice::from_ref(value),
    };
    let mut names: Vec<String> = Vec::new();
    for value in values {
        let name = match value {
            Value::String(name) => Some(super::metadata::clean(name)),
            Value::Object(object) => text(object, &["name"]).or_else(|| {
                let id = object.get("@id")?;
                let whom =
                    all.iter().find(|it| it.get("@id") == Some(id) && it.contains_key("name"))?;
                text(whom, &["name"])
            }),
            _ => None,
        };
        names.extend(name.filter(|it| !it.is_empty()));
    }
    (!names.is_empty()).then(|| names.join(", "))
}

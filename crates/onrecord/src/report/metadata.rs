//! What a page says of itself: title, author, outlet, address, date, language. Read from what it
//! declares for machines (JSON-LD, OpenGraph, `meta`, microdata, `time`), never from its prose: a
//! page that declares no date has none.

use super::html::is_inline;
use super::jsonld::{self, Article};
use super::{Published, date};
use dom_query::{Document, NodeData, NodeRef};

/// What a page says of itself.
#[derive(Clone, Debug, Default)]
pub(super) struct About {
    pub(super) title: Option<String>,
    pub(super) author: Option<String>,
    pub(super) outlet: Option<String>,
    pub(super) url: Option<String>,
    pub(super) language: Option<String>,
    pub(super) standfirst: Option<String>,
    pub(super) published: Option<Published>,
    /// The agency that a line of its own credits.
    pub(super) credit: Option<String>,
    /// The body's words, if the page declares them besides showing them.
    pub(super) body: Option<String>,
}

/// Reads what a page says of itself. `captured`: when; nothing is published later than that.
pub(super) fn read(document: &Document, captured: Option<jiff::Timestamp>) -> About {
    let mut found = Found::default();
    for node in document.root().descendants_it().filter(NodeRef::is_element) {
        found.element(&node);
    }
    let article = jsonld::article(&found.scripts, found.shown_title());
    About {
        outlet: outlet(&found, &article),
        title: title(&found, &article),
        author: author(&found, &article),
        url: url(&found, &article),
        language: language(&found, &article),
        standfirst: [&found.meta("og:description"), &found.meta("description")]
            .into_iter()
            .flatten()
            .map(|it| clean(it))
            .next()
            .or(article.description.clone()),
        published: published(&found, &article, captured),
        credit: None,
        body: article.body,
    }
}

/// What stands on the page's elements, in order.
#[derive(Default)]
struct Found {
    /// Lower-case name, value.
    metas: Vec<(String, String)>,
    /// `itemprop`, value; those of things other than the article left out.
    items: Vec<(String, String)>,
    scripts: Vec<String>,
    title: Option<String>,
    headings: Vec<String>,
    canonical: Option<String>,
    language: Option<String>,
    /// Of `time` elements that say they are of publication.
    times: Vec<String>,
    /// Of those that say neither that nor that they are of a change.
    other_times: Vec<String>,
    bylines: Vec<String>,
}

impl Found {
    fn element(&mut self, node: &NodeRef) {
        let Some(element) = node.element_ref() else { return };
        let name = element.name.local.clone();
        let attribute = |name: &str| {
            let found = element.attrs.iter().find(|it| &*it.name.local == name);
            found.map(|it| it.value.trim().to_string()).filter(|it| !it.is_empty())
        };
        let item = attribute("itemprop");
        match name.as_ref() {
            "meta" => {
                let Some(content) = attribute("content") else { return };
                for name in ["property", "name", "http-equiv"].into_iter().filter_map(attribute) {
                    self.metas.push((name.to_ascii_lowercase(), content.clone()));
                }
                if let Some(item) = item {
                    self.item(node, &item, content);
                }
                return;
            }
            "html" => self.language = attribute("lang").or_else(|| attribute("xml:lang")),
            "link" => {
                if attribute("rel").is_some_and(|it| it.eq_ignore_ascii_case("canonical")) {
                    self.canonical = self.canonical.take().or_else(|| attribute("href"));
                }
                return;
            }
            "script" => {
                if attribute("type").is_some_and(|it| it.to_ascii_lowercase().contains("ld+json")) {
                    self.scripts.push(node.text().to_string());
                }
                return;
            }
            "title" if self.title.is_none() && !is_inside(node, &["svg", "body"]) => {
                self.title = Some(node.text().to_string());
            }
            "h1" => self.headings.push(words_of(node)),
            "time" => {
                let names = attribute("class").unwrap_or_default().to_ascii_lowercase();
                let is_published = element.attrs.iter().any(|it| &*it.name.local == "pubdate")
                    || ["publish", "entry-date", "posted", "pubdate"]
                        .iter()
                        .any(|it| names.contains(it));
                if let Some(written) = attribute("datetime") {
                    let is_change = ["updat", "modif"].iter().any(|it| names.contains(it));
                    match is_published {
                        true => self.times.push(written),
                        false if !is_change => self.other_times.push(written),
                        false => {}
                    }
                }
            }
            _ => {}
        }
        if let Some(item) = item {
            let value = attribute("content").or_else(|| attribute("datetime"));
            let value = value.unwrap_or_else(|| words_of(node));
            self.item(node, &item, value);
        }
        if self.bylines.len() < 4 {
            let is_author = attribute("rel").is_some_and(|it| it == "author");
            let names = attribute("class").unwrap_or_default().to_ascii_lowercase();
            let is_byline =
                names.split(|it: char| !it.is_ascii_alphanumeric()).any(|it| it == "byline")
                    || names.contains("author-name")
                    || names.contains("author_name");
            if is_author || is_byline {
                self.bylines.push(words_of(node));
            }
        }
    }

    fn item(&mut self, node: &NodeRef, item: &str, value: String) {
        const READ: [&str; 8] = [
            "headline",
            "author",
            "datePublished",
            "dateModified",
            "dateCreated",
            "inLanguage",
            "name",
            "publisher",
        ];
        for item in item.split_ascii_whitespace().filter(|it| READ.contains(it)) {
            // A name says of whom only by what stands around it.
            let item = match (item, item_around(node)) {
                ("name", Some(around)) if around == "author" || around == "publisher" => around,
                ("name", _) => continue,
                _ => item.to_string(),
            };
            if !value.is_empty() && value.len() < 500 {
                self.items.push((item, value.clone()));
            }
        }
    }

    fn meta(&self, name: &str) -> Option<&str> {
        self.metas.iter().find(|it| it.0 == name).map(|it| it.1.as_str())
    }

    fn item_of(&self, item: &str) -> Option<&str> {
        self.items.iter().find(|it| it.0 == item).map(|it| it.1.as_str())
    }

    fn shown_title(&self) -> &str {
        self.meta("og:title").or(self.title.as_deref()).unwrap_or("")
    }
}

fn is_inside(node: &NodeRef, names: &[&str]) -> bool {
    node.ancestors_it(Some(6)).any(|it| names.iter().any(|name| it.has_name(name)))
}

/// The nearest `itemprop` around a node.
fn item_around(node: &NodeRef) -> Option<String> {
    node.ancestors_it(Some(4)).find_map(|it| it.attr("itemprop")).map(|it| it.to_string())
}

fn words_of(node: &NodeRef) -> String {
    let mut words = String::new();
    for part in node.descendants_it() {
        part.query(|it| match &it.data {
            NodeData::Text { contents } => words.push_str(contents),
            NodeData::Element(element) if !is_inline(&element.name.local) => words.push(' '),
            _ => {}
        });
    }
    clean(&words)
}

/// Single spaces, entities read: declared values are often escaped twice.
pub(super) fn clean(value: &str) -> String {
    let value = unescape(value);
    value.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn unescape(value: &str) -> String {
    let mut out = String::new();
    let mut rest = value;
    while let Some(at) = rest.find('&') {
        out.push_str(&rest[..at]);
        rest = &rest[at..];
        let entity = rest.find(';').filter(|end| *end < 10).map(|end| &rest[1..end]);
        match entity.and_then(character) {
            Some(ch) => {
                out.push(ch);
                rest = &rest[rest.find(';').map_or(1, |it| it + 1)..];
            }
            None => {
                out.push('&');
                rest = &rest[1..];
            }
        }
    }
    out.push_str(rest);
    out
}

fn character(entity: &str) -> Option<char> {
    let number = entity.strip_prefix('#').and_then(|it| match it.strip_prefix(['x', 'X']) {
        Some(hex) => u32::from_str_radix(hex, 16).ok(),
        None => it.parse().ok(),
    });
    if let Some(number) = number {
        return char::from_u32(number).filter(|it| *it != '\0');
    }
    Some(match entity {
        "amp" => '&',
        "quot" => '"',
        "apos" => '\'',
        "lt" => '<',
        "gt" => '>',
        "nbsp" => ' ',
        "rsquo" => '’',
        "lsquo" => '‘',
        "rdquo" => '”',
        "ldquo" => '“',
        "ndash" => '–',
        "mdash" => '—',
        "hellip" => '…',
        _ => return None,
    })
}

fn outlet(found: &Found, article: &Article) -> Option<String> {
    let names = [
        found.meta("og:site_name").map(clean),
        article.publisher.clone(),
        found.item_of("publisher").map(clean),
        article.site.clone(),
        found.meta("application-name").map(clean),
        found.meta("dc.publisher").map(clean),
        found.meta("article:publisher").map(clean),
        outlet_in_title(found),
    ];
    names.into_iter().flatten().find(|it| is_name(it))
}

/// What stands behind the headline in the page's title: `Port reopens - Harbour Post` over a page
/// that is headed `Port reopens`.
fn outlet_in_title(found: &Found) -> Option<String> {
    /// Longest name of an outlet, in words.
    const LONGEST: usize = 5;
    let title = clean(found.title.as_deref()?);
    let behind = |heading: &String| {
        let rest = title.strip_prefix(clean(heading).as_str())?.trim_start();
        let name = rest.strip_prefix(['|', '-', '–', '—', '·', '«', '»'])?.trim();
        (name.split(' ').count() <= LONGEST).then(|| name.to_string())
    };
    found.headings.iter().filter(|it| !it.is_empty()).find_map(behind)
}

/// Whether it can be the name of someone, and not an address or a number.
fn is_name(words: &str) -> bool {
    let n_letters = words.chars().filter(|it| it.is_alphabetic()).count();
    n_letters >= 2 && words.len() <= 120 && !words.contains("://") && !words.starts_with("www.")
}

fn title(found: &Found, article: &Article) -> Option<String> {
    let shown: Vec<String> = found.headings.iter().map(|it| clean(it)).collect();
    let outlet = outlet(found, article).unwrap_or_default();
    let declared = [
        article.headline.clone(),
        found.meta("og:title").map(clean),
        found.item_of("headline").map(clean),
        found.meta("twitter:title").map(clean),
        found.meta("dc.title").map(clean),
        found.meta("parsely-title").map(clean),
        found.title.as_deref().map(clean),
        shown.first().cloned(),
    ];
    let title = declared.into_iter().flatten().find(|it| is_title(it, &outlet))?;
    let url = url(found, article).unwrap_or_default();
    let host = super::host_of(&url).and_then(|it| it.split('.').next()).unwrap_or("");
    let title = without_outlet(&title, &outlet, &shown);
    Some(without_outlet(title, host, &shown).to_string())
}

fn is_title(words: &str, outlet: &str) -> bool {
    words.chars().any(char::is_alphanumeric) && !words.eq_ignore_ascii_case(outlet)
}

/// Takes the outlet's name off the end of a title: `Port reopens | Harbour Post`.
fn without_outlet<'t>(title: &'t str, outlet: &str, shown: &[String]) -> &'t str {
    const BARS: [&str; 8] = [" | ", " - ", " – ", " — ", " « ", " » ", " · ", " :: "];
    let same = |a: &str, b: &str| {
        let letters = |it: &str| -> String {
            let letters = it.chars().filter(|ch| ch.is_alphanumeric());
            letters.flat_map(char::to_lowercase).collect()
        };
        let (a, b) = (letters(a), letters(b));
        !a.is_empty()
            && !b.is_empty()
            && (a == b || a == format!("{b}com") || format!("the{a}") == b)
    };
    for bar in BARS {
        let Some(at) = title.rfind(bar) else { continue };
        let (head, tail) = (title[..at].trim_end(), &title[at + bar.len()..]);
        let is_shown = shown.iter().any(|it| same(it, head));
        if head.contains(' ') && (same(tail, outlet) || is_shown) {
            return without_outlet(head, outlet, shown);
        }
    }
    title
}

fn author(found: &Found, article: &Article) -> Option<String> {
    let mut declared = vec![article.author.clone()];
    let metas = [
        "author",
        "article:author",
        "og:article:author",
        "parsely-author",
        "dc.creator",
        "dcterms.creator",
        "dc:creator",
        "sailthru.author",
        "byl",
        "citation_author",
    ];
    for name in metas {
        let values = found.metas.iter().filter(|it| it.0 == name);
        declared.push(Some(values.map(|it| it.1.as_str()).collect::<Vec<_>>().join(", ")));
    }
    let items = found.items.iter().filter(|it| it.0 == "author");
    declared.push(Some(items.map(|it| it.1.as_str()).collect::<Vec<_>>().join(", ")));
    declared.extend(found.bylines.iter().map(|it| Some(it.clone())));
    let mut names = declared.into_iter().flatten().map(|it| author_name(&it));
    names.find(|it| is_name(it))
}

/// The names in a byline, without `By`, addresses, dates and doubles.
fn author_name(written: &str) -> String {
    const LEADS: [&str; 9] =
        ["By ", "by ", "BY ", "Von ", "Por ", "Par ", "Di ", "Текст:", "Author:"];
    /// Behind these, bylines go on with times.
    const ENDS: [&str; 4] = ["Published", "Updated", "Posted", "Last updated"];
    /// Longest name of a writer or of a desk, in bytes.
    const LONGEST: usize = 60;
    let written = clean(written);
    let end = ENDS.iter().filter_map(|it| written.find(it)).min().unwrap_or(written.len());
    let mut names: Vec<&str> = Vec::new();
    for name in written[..end].split([',', ';', '|', '•', '·']) {
        let mut name = name.trim();
        for by in LEADS {
            name = name.strip_prefix(by).unwrap_or(name).trim();
        }
        name = name[..weekday(name).unwrap_or(name.len())].trim();
        if name.starts_with(|it: char| it.is_ascii_digit()) {
            continue;
        }
        let is_address = name.contains('@') || name.contains("://") || name.contains("www.");
        let is_double = names.iter().any(|it| it.eq_ignore_ascii_case(name));
        if !name.is_empty() && !is_address && !is_double && name.len() <= LONGEST {
            names.push(name);
        }
    }
    names.join(", ")
}

fn weekday(words: &str) -> Option<usize> {
    let days = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"];
    days.iter().filter_map(|it| words.find(it)).min()
}

fn url(found: &Found, article: &Article) -> Option<String> {
    let urls = [
        found.canonical.clone(),
        found.meta("og:url").map(String::from),
        article.url.clone(),
        found.meta("twitter:url").map(String::from),
    ];
    urls.into_iter().flatten().find(|it| leads_to_a_page(it))
}

fn leads_to_a_page(url: &str) -> bool {
    let rest = url.strip_prefix("https://").or_else(|| url.strip_prefix("http://"));
    rest.and_then(|it| it.split_once('/'))
        .is_some_and(|(host, path)| !host.is_empty() && !path.is_empty())
}

fn language(found: &Found, article: &Article) -> Option<String> {
    let declared = [
        found.language.as_deref(),
        found.meta("content-language"),
        found.meta("og:locale"),
        article.language.as_deref(),
        found.meta("dc.language"),
        found.meta("language"),
    ];
    declared.into_iter().flatten().find_map(language_tag)
}

/// `en` of `en-GB`, `en_US`, `EN`.
pub(super) fn language_tag(written: &str) -> Option<String> {
    let first = written.trim().split(['-', '_', ',', ';', ' ']).next()?;
    let is_tag = (2..=3).contains(&first.len()) && first.bytes().all(|it| it.is_ascii_alphabetic());
    is_tag.then(|| first.to_ascii_lowercase())
}

/// The time of publication. Times of change are no substitute; where one is declared for the
/// other, and another place declares an earlier day, that is taken.
fn published(
    found: &Found,
    article: &Article,
    captured: Option<jiff::Timestamp>,
) -> Option<Published> {
    const METAS: [&str; 30] = [
        "article:published_time",
        "og:article:published_time",
        "og:published_time",
        "article:published",
        "datepublished",
        "parsely-pub-date",
        "sailthru.date",
        "cxenseparse:recs:publishtime",
        "cxenseparse:pub",
        "dc.date.issued",
        "dcterms.issued",
        "dc.issued",
        "dcterms.created",
        "dc.date.created",
        "dc.created",
        "dcterms.date",
        "dc.date",
        "pubdate",
        "pub_date",
        "publishdate",
        "publish-date",
        "publish_date",
        "publication_date",
        "publication-date",
        "published_time",
        "date",
        "displaydate",
        "ptime",
        "citation_date",
        "weibo:article:create_at",
    ];
    let mut declared: Vec<&str> = article.published.as_deref().into_iter().collect();
    let metas = |name: &&str| found.metas.iter().find(|it| it.0 == *name).map(|it| it.1.as_str());
    declared.extend(METAS.iter().filter_map(metas));
    declared
        .extend(found.items.iter().filter(|it| it.0 == "datePublished").map(|it| it.1.as_str()));
    declared.extend(found.times.iter().map(String::as_str));
    declared.extend(article.created.as_deref());
    let is_past = |it: &Published| captured.is_none_or(|captured| !is_later(it, captured));
    let dates: Vec<Published> =
        declared.into_iter().filter_map(date::parse).filter(is_past).collect();
    let Some(first) = dates.first().copied() else {
        // A page with one time on it means its own.
        let (one, rest) = found.other_times.split_first()?;
        let is_one = rest.iter().all(|it| it == one);
        return date::parse(one).filter(|it| is_one && is_past(it));
    };
    let modified = [
        article.modified.as_deref(),
        found.meta("article:modified_time"),
        found.meta("og:updated_time"),
        found.item_of("dateModified"),
    ];
    let is_change = modified.into_iter().flatten().filter_map(date::parse).any(|it| it == first);
    let earliest = dates.iter().min_by_key(|it| it.day).copied();
    if is_change { earliest } else { Some(first) }
}

/// More than a day after: zones apart, in the future.
pub(super) fn is_later(published: &Published, captured: jiff::Timestamp) -> bool {
    let captured = captured.to_zoned(jiff::tz::TimeZone::UTC).date();
    captured.tomorrow().is_ok_and(|tomorrow| published.day > tomorrow)
}

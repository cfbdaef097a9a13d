//! The fields of an object or a head in, a capture out, whatever the program that wrote them calls
//! them. Unknown fields are passed over unread.

use std::borrow::Cow;
use std::fmt;

use serde::de::{Deserialize, Deserializer, IgnoredAny, MapAccess, SeqAccess, Visitor};

use super::document::{self, without_nul};
use super::feed;
use super::{Body, Capture, Error, MAX_ITEM};
use crate::report::Genre;

/// What an object, an entry or a head says of a report, whatever it calls it.
#[derive(Default)]
pub(super) struct Fields<'de> {
    slots: [Option<(u8, Cow<'de, str>)>; Slot::COUNT],
    /// Objects in a list that could be reports: JSON Feed's `items`.
    pub(super) items: Vec<Fields<'de>>,
    /// How many objects of that list were too many to be held.
    pub(super) n_left: usize,
}

/// Most objects held of one list, some 40 MB of fields. Feeds have tens; a whole collection is
/// better given one a line.
const MAX_ITEMS: usize = 50_000;

/// What a field is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Slot {
    Key,
    Url,
    Outlet,
    Title,
    Standfirst,
    Author,
    Published,
    Captured,
    Language,
    Genre,
    Text,
    Html,
    /// HTML or plain: told by what is in it.
    Either,
    Summary,
    Version,
    /// An address in some exports, an outlet's name in others.
    Source,
    Items,
    /// An object with more fields of the same kind.
    More,
}

impl Slot {
    const COUNT: usize = Slot::More as usize + 1;

    /// What a name stands for, and its rank among the names for that (the lowest is taken).
    /// Compared without case and punctuation: `date_publish`, `datePublish`, `Date-Publish`.
    ///
    /// Ours first; then trafilatura's (`source-hostname`, `excerpt`, `raw_text`), news-please's
    /// (`maintext`, `date_publish`, `source_domain`, `title_page`), Common Crawl's and its
    /// derivatives' (`WARC-Target-URI`, `warc_date`, `domain`, `timestamp`), newspaper's
    /// (`publish_date`, `meta_lang`), schema.org's (`articleBody`, `headline`), JSON Feed's
    /// (`content_html`, `date_published`), and the heads of Markdown files.
    #[rustfmt::skip]
    fn of(name: &str) -> Option<(Slot, u8)> {
        let mut plain = [0; 24];
        let mut len = 0;
        for byte in name.bytes().filter(u8::is_ascii_alphanumeric) {
            *plain.get_mut(len)? = byte.to_ascii_lowercase();
            len += 1;
        }
        Some(match &plain[..len] {
            b"id" => (Slot::Key, 0),
            b"key" => (Slot::Key, 1),
            b"uuid" | b"guid" | b"docid" | b"articleid" => (Slot::Key, 2),
            b"url" => (Slot::Url, 0),
            b"canonicalurl" | b"sourceurl" | b"targeturi" | b"warctargeturi" => (Slot::Url, 1),
            b"link" | b"permalink" | b"uri" | b"webpageurl" => (Slot::Url, 2),
            b"originalurl" | b"requestedurl" | b"urlused" | b"externalurl" => (Slot::Url, 3),
            b"outlet" => (Slot::Outlet, 0),
            b"sourcehostname" | b"sitename" | b"ogsitename" => (Slot::Outlet, 1),
            b"publisher" | b"publication" | b"newspaper" | b"sourcename" => (Slot::Outlet, 2),
            b"sourcedomain" | b"domain" | b"hostname" => (Slot::Outlet, 4),
            b"source" => (Slot::Source, 3),
            b"title" => (Slot::Title, 0),
            b"headline" => (Slot::Title, 1),
            b"titlepage" => (Slot::Title, 2),
            b"titlerss" => (Slot::Title, 3),
            b"standfirst" => (Slot::Standfirst, 0),
            b"description" => (Slot::Standfirst, 1),
            b"excerpt" => (Slot::Standfirst, 2),
            b"subtitle" | b"dek" | b"lead" | b"lede" => (Slot::Standfirst, 3),
            b"author" => (Slot::Author, 0),
            b"authors" | b"byline" => (Slot::Author, 1),
            b"creator" => (Slot::Author, 2),
            b"publishedtime" | b"publishedat" | b"published" => (Slot::Published, 0),
            b"datepublished" | b"datepublish" | b"publishdate" => (Slot::Published, 1),
            b"pubdate" | b"publicationdate" | b"publishtime" => (Slot::Published, 2),
            b"date" => (Slot::Published, 3),
            b"captured" => (Slot::Captured, 0),
            b"warcdate" | b"datedownload" | b"downloaddate" => (Slot::Captured, 1),
            b"crawldate" | b"fetched" | b"fetchedat" | b"timestamp" => (Slot::Captured, 2),
            b"filedate" => (Slot::Captured, 3),
            b"language" => (Slot::Language, 0),
            b"lang" | b"metalang" | b"languagecode" => (Slot::Language, 1),
            b"genre" => (Slot::Genre, 0),
            b"text" => (Slot::Text, 0),
            b"maintext" => (Slot::Text, 1),
            b"contenttext" | b"articletext" | b"fulltext" | b"plaintext" => (Slot::Text, 2),
            b"articlebody" => (Slot::Either, 0),
            b"content" | b"body" | b"article" => (Slot::Either, 1),
            b"rawtext" => (Slot::Text, 3),
            b"html" => (Slot::Html, 0),
            b"contenthtml" | b"rawhtml" | b"htmlcontent" | b"contentencoded" => (Slot::Html, 1),
            b"summary" => (Slot::Summary, 0),
            b"version" => (Slot::Version, 0),
            b"items" | b"articles" | b"documents" | b"results" => (Slot::Items, 0),
            b"warcheaders" | b"metadata" | b"meta" => (Slot::More, 0),
            _ => return None,
        })
    }
}

/// Added to the rank of a name that stands in an object within: the outer one knows better.
const WITHIN: u8 = 10;

impl<'de> Fields<'de> {
    /// Notes the value of the field called `name`, if that is one we know.
    pub(super) fn set(&mut self, name: &str, value: Cow<'de, str>) {
        if let Some((slot, rank)) = Slot::of(name) {
            self.put(slot, rank, value);
        }
    }

    fn put(&mut self, slot: Slot, rank: u8, value: Cow<'de, str>) {
        let is_void = matches!(value.trim(), "" | "None" | "null" | "nan" | "NaN");
        let slot = match slot {
            Slot::Source if value.contains("://") => Slot::Url,
            Slot::Source => Slot::Outlet,
            slot => slot,
        };
        let place = &mut self.slots[slot as usize];
        if !is_void && place.as_ref().is_none_or(|(best, _)| rank < *best) {
            *place = Some((rank, value));
        }
    }

    fn take_more(&mut self, more: Fields<'de>) {
        for (mine, theirs) in self.slots.iter_mut().zip(more.slots) {
            if let Some((rank, value)) = theirs
                && mine.as_ref().is_none_or(|(best, _)| rank + WITHIN < *best)
            {
                *mine = Some((rank + WITHIN, value));
            }
        }
    }

    fn take(&mut self, slot: Slot) -> Option<Cow<'de, str>> {
        self.slots[slot as usize].take().map(|it| it.1)
    }

    fn line(&mut self, slot: Slot) -> Option<Box<str>> {
        self.take(slot).map(|it| without_nul(it.trim().to_owned()).into())
    }

    /// Whether it is a JSON Feed, whose `items` are the reports.
    pub(super) fn is_feed(&self) -> bool {
        let version = self.slots[Slot::Version as usize].as_ref();
        version.is_some_and(|(_, it)| it.contains("jsonfeed.org"))
    }

    /// Whether it has words of a report itself.
    pub(super) fn has_body(&self) -> bool {
        [Slot::Text, Slot::Html, Slot::Either].iter().any(|it| self.slots[*it as usize].is_some())
    }

    /// The title: what a feed is called.
    pub(super) fn title(&mut self) -> Option<Box<str>> {
        self.line(Slot::Title)
    }

    /// Takes a feed's summary for the standfirst, or for the words where there is no full text and
    /// the summary is long. False if that leaves no words.
    pub(super) fn read_summary(&mut self) -> bool {
        if let Some(summary) = self.take(Slot::Summary) {
            if self.has_body() {
                self.put(Slot::Standfirst, 1, summary);
            } else if feed::plain(&summary).chars().count() >= feed::LEAST_SUMMARY {
                self.put(Slot::Either, 9, summary);
            }
        }
        self.has_body()
    }

    /// The capture it describes, if it has the words of one.
    pub(super) fn into_capture(mut self, place: String) -> Result<Capture, Error> {
        let Some(body) = self.body() else {
            let why = "it has no text: no field called text, html, content, body, maintext or the \
                like, or an empty one; rename the field that holds the words to text";
            return Err(Error::new(place, "skipped", why));
        };
        let (Body::Text(words) | Body::Html(words) | Body::Markdown(words)) = &body;
        if words.len() > MAX_ITEM {
            return Err(document::too_long(&place));
        }
        if is_teaser(words) {
            let why = "only its first words are in it ([+… chars]); fetch the page and give that";
            return Err(Error::new(place, "skipped", why));
        }
        Ok(self.into_capture_of(place.into(), body))
    }

    /// The capture it describes, the words of which came otherwise.
    pub(super) fn into_capture_of(mut self, place: Box<str>, body: Body) -> Capture {
        Capture {
            place,
            body,
            url: self.line(Slot::Url),
            outlet: self.line(Slot::Outlet),
            title: self.line(Slot::Title),
            standfirst: self.line(Slot::Standfirst),
            author: self.line(Slot::Author),
            published: self.line(Slot::Published),
            captured: self.take(Slot::Captured).and_then(|it| instant(it.trim())),
            language: self.line(Slot::Language),
            genre: self.take(Slot::Genre).and_then(|it| genre(it.trim())),
            key: self.line(Slot::Key),
        }
    }

    fn body(&mut self) -> Option<Body> {
        if let Some(text) = self.take(Slot::Text) {
            return Some(Body::Text(without_nul(text.into_owned())));
        }
        if let Some(html) = self.take(Slot::Html) {
            return Some(Body::Html(without_nul(html.into_owned())));
        }
        let words = without_nul(self.take(Slot::Either)?.into_owned());
        Some(if is_markup(&words) { Body::Html(words) } else { Body::Text(words) })
    }
}

/// Whether words are cut off as NewsAPI does: `She said: “We… [+2031 chars]`.
fn is_teaser(words: &str) -> bool {
    let cut = words.trim_end().strip_suffix(" chars]").and_then(|it| it.rsplit_once("[+"));
    cut.is_some_and(|(_, number)| number.bytes().all(|it| it.is_ascii_digit()))
}

/// Whether words in a field that may hold either begin with a tag.
fn is_markup(words: &str) -> bool {
    let Some(tag) = words.trim_start().strip_prefix('<') else { return false };
    tag.starts_with(|ch: char| ch.is_ascii_alphabetic() || ch == '!') && tag.contains('>')
}

/// An instant as exports write it: RFC 3339, without a zone (UTC, as crawlers keep it), or in
/// seconds or milliseconds since 1970.
pub(super) fn instant(words: &str) -> Option<jiff::Timestamp> {
    if let Ok(instant) = words.parse() {
        return Some(instant);
    }
    if let Ok(number) = words.parse::<f64>() {
        // Seconds reach this only in the year 5138.
        let milliseconds = if number < 1e11 { number * 1e3 } else { number };
        return jiff::Timestamp::from_millisecond(milliseconds as i64).ok();
    }
    let date_time: jiff::civil::DateTime = words.parse().ok()?;
    date_time.to_zoned(jiff::tz::TimeZone::UTC).ok().map(|it| it.timestamp())
}

fn genre(word: &str) -> Option<Genre> {
    match word.to_ascii_lowercase().as_str() {
        "news" => Some(Genre::News),
        "transcript" => Some(Genre::Transcript),
        "release" => Some(Genre::Release),
        _ => None,
    }
}

impl<'de> Deserialize<'de> for Fields<'de> {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Fields<'de>, D::Error> {
        from.deserialize_map(ObjectVisitor { is_outermost: true })
    }
}

struct ObjectVisitor {
    /// Lists are looked into in the outermost object only.
    is_outermost: bool,
}

impl<'de> Visitor<'de> for ObjectVisitor {
    type Value = Fields<'de>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object with the fields of a report")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Fields<'de>, A::Error> {
        let mut fields = Fields::default();
        while let Some(Name(slot)) = map.next_key()? {
            match slot {
                None => drop(map.next_value::<IgnoredAny>()?),
                Some((Slot::Items, _)) if self.is_outermost => {
                    Items(fields.items, fields.n_left) = map.next_value()?;
                }
                Some((Slot::Items, _)) => drop(map.next_value::<IgnoredAny>()?),
                Some((Slot::More, _)) => {
                    if let Maybe(Some(more)) = map.next_value()? {
                        fields.take_more(more);
                    }
                }
                Some((slot, rank)) => {
                    let words = map.next_value::<Words>()?;
                    fields.put(slot, rank, words.joined_for(slot));
                }
            }
        }
        Ok(fields)
    }
}

/// The names of an object's first fields, as they stand there.
pub(super) struct Names(pub(super) Vec<String>);

/// Most names given.
const MAX_NAMES: usize = 12;

impl<'de> Deserialize<'de> for Names {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Names, D::Error> {
        struct NamesVisitor;
        impl<'de> Visitor<'de> for NamesVisitor {
            type Value = Names;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("an object")
            }

            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Names, A::Error> {
                let mut names = Vec::new();
                while let Some((name, IgnoredAny)) = map.next_entry()? {
                    if names.len() < MAX_NAMES {
                        names.push(name);
                    }
                }
                Ok(Names(names))
            }
        }
        from.deserialize_map(NamesVisitor)
    }
}

/// The name of a field: what it is for.
struct Name(Option<(Slot, u8)>);

impl<'de> Deserialize<'de> for Name {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Name, D::Error> {
        struct NameVisitor;
        impl Visitor<'_> for NameVisitor {
            type Value = Name;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a field's name")
            }

            fn visit_str<E>(self, name: &str) -> Result<Name, E> {
                Ok(Name(Slot::of(name)))
            }
        }
        from.deserialize_str(NameVisitor)
    }
}

/// A value as words: a string, a number, an object's `name`; a list of them, one a line.
struct Words<'de>(Cow<'de, str>, IsList);

type IsList = bool;

impl<'de> Words<'de> {
    /// A list of paragraphs stays one a line; names are one line.
    fn joined_for(self, slot: Slot) -> Cow<'de, str> {
        let Words(words, is_list) = self;
        match slot {
            Slot::Text | Slot::Html | Slot::Either => words,
            _ if is_list => Cow::Owned(words.replace('\n', ", ")),
            _ => words,
        }
    }
}

impl<'de> Deserialize<'de> for Words<'de> {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Words<'de>, D::Error> {
        from.deserialize_any(WordsVisitor)
    }
}

struct WordsVisitor;

impl<'de> Visitor<'de> for WordsVisitor {
    type Value = Words<'de>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a value")
    }

    fn visit_borrowed_str<E>(self, words: &'de str) -> Result<Words<'de>, E> {
        Ok(Words(Cow::Borrowed(words), false))
    }

    fn visit_str<E>(self, words: &str) -> Result<Words<'de>, E> {
        Ok(Words(Cow::Owned(words.to_owned()), false))
    }

    fn visit_u64<E>(self, number: u64) -> Result<Words<'de>, E> {
        Ok(Words(Cow::Owned(number.to_string()), false))
    }

    fn visit_i64<E>(self, number: i64) -> Result<Words<'de>, E> {
        Ok(Words(Cow::Owned(number.to_string()), false))
    }

    fn visit_f64<E>(self, number: f64) -> Result<Words<'de>, E> {
        Ok(Words(Cow::Owned(number.to_string()), false))
    }

    fn visit_bool<E>(self, _: bool) -> Result<Words<'de>, E> {
        Ok(Words(Cow::Borrowed(""), false))
    }

    fn visit_unit<E>(self) -> Result<Words<'de>, E> {
        Ok(Words(Cow::Borrowed(""), false))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<Words<'de>, A::Error> {
        let mut all = String::new();
        while let Some(Words(words, _)) = seq.next_element()? {
            if !words.is_empty() {
                all.push_str(if all.is_empty() { "" } else { "\n" });
                all.push_str(&words);
            }
        }
        Ok(Words(Cow::Owned(all), true))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Words<'de>, A::Error> {
        let mut name = Words(Cow::Borrowed(""), false);
        while let Some(key) = map.next_key::<Cow<'de, str>>()? {
            // schema.org, WordPress, XML turned into JSON.
            if matches!(&*key, "name" | "rendered" | "value" | "#text") {
                name = map.next_value()?;
            } else {
                map.next_value::<IgnoredAny>()?;
            }
        }
        Ok(name)
    }
}

/// An object's fields, or nothing if it is no object.
struct Maybe<'de>(Option<Fields<'de>>);

impl<'de> Deserialize<'de> for Maybe<'de> {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Maybe<'de>, D::Error> {
        from.deserialize_any(MaybeVisitor)
    }
}

/// The objects of a list, and how many more there were.
struct Items<'de>(Vec<Fields<'de>>, usize);

impl<'de> Deserialize<'de> for Items<'de> {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Items<'de>, D::Error> {
        from.deserialize_any(ItemsVisitor)
    }
}

/// The methods of a visitor that passes over anything but what it is for.
macro_rules! pass_over_scalars {
    ($nothing:expr) => {
        fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
            f.write_str("a value")
        }

        fn visit_str<E>(self, _: &str) -> Result<Self::Value, E> {
            Ok($nothing)
        }

        fn visit_u64<E>(self, _: u64) -> Result<Self::Value, E> {
            Ok($nothing)
        }

        fn visit_i64<E>(self, _: i64) -> Result<Self::Value, E> {
            Ok($nothing)
        }

        fn visit_f64<E>(self, _: f64) -> Result<Self::Value, E> {
            Ok($nothing)
        }

        fn visit_bool<E>(self, _: bool) -> Result<Self::Value, E> {
            Ok($nothing)
        }

        fn visit_unit<E>(self) -> Result<Self::Value, E> {
            Ok($nothing)
        }
    };
}

struct MaybeVisitor;

impl<'de> Visitor<'de> for MaybeVisitor {
    type Value = Maybe<'de>;

    pass_over_scalars!(Maybe(None));

    fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<Maybe<'de>, A::Error> {
        while seq.next_element::<IgnoredAny>()?.is_some() {}
        Ok(Maybe(None))
    }

    fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<Maybe<'de>, A::Error> {
        let inner = ObjectVisitor { is_outermost: false };
        inner.visit_map(map).map(|it| Maybe(Some(it)))
    }
}

struct ItemsVisitor;

impl<'de> Visitor<'de> for ItemsVisitor {
    type Value = Items<'de>;

    pass_over_scalars!(Items(Vec::new(), 0));

    fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<Items<'de>, A::Error> {
        let (mut items, mut n_left) = (Vec::new(), 0);
        while let Some(Maybe(item)) = seq.next_element()? {
            match item {
                Some(_) if items.len() == MAX_ITEMS => n_left += 1,
                item => items.extend(item),
            }
        }
        Ok(Items(items, n_left))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Items<'de>, A::Error> {
        while map.next_entry::<IgnoredAny, IgnoredAny>()?.is_some() {}
        Ok(Items(Vec::new(), 0))
    }
}

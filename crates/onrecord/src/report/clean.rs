//! Takes what is not the report out of a page: before the content is looked for, elements that
//! their names show to be furniture; after it, paragraphs that their words, their links or their
//! place show to be.

use super::PartKind;
use super::furniture::{self, Place, fold};
use super::html::{Block, Element, is_inline};
use super::metadata::About;
use aho_corasick::AhoCorasick;
use dom_query::{Document, NodeData, NodeId, NodeRef};
use std::collections::BTreeSet;
use std::sync::LazyLock;

static MARKS: LazyLock<Marks> =
    LazyLock::new(|| Marks::read(include_str!("../../data/en/page_marks.tsv")));

/// Most of a page's paragraph text that an element may hold and still be furniture or a caption.
/// What a theme calls `has-sidebar` may hold the whole report.
const MOST: f32 = 0.4;

/// Least share of the found text that an element named as the report's body must hold for the
/// rest to be left out.
const BODY: f32 = 0.7;

/// The attribute that carries an element's mark from [`before`] to [`marked`].
const ATTRIBUTE: &str = "data-onrecord";

/// The attribute that tells the page's own paragraphs from those that the search for content makes
/// of loose words.
pub(super) const OWN: &str = "data-onrecord-p";

/// What the names on an element say it is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Mark {
    Caption,
    Standfirst,
    Furniture,
    Byline,
    Body,
}

impl Mark {
    /// In order of weight: an element with several names is what the first of these says.
    const ALL: [(&str, Mark); 5] = [
        ("caption", Mark::Caption),
        ("standfirst", Mark::Standfirst),
        ("furniture", Mark::Furniture),
        ("byline", Mark::Byline),
        ("body", Mark::Body),
    ];

    fn named(name: &str) -> Option<Mark> {
        Mark::ALL.iter().find(|it| it.0 == name).map(|it| it.1)
    }
}

/// What [`before`] found an element to be.
pub(super) fn marked(node: &NodeRef) -> Option<Mark> {
    let name = node.attr(ATTRIBUTE)?;
    Mark::named(&name)
}

struct Marks {
    words: AhoCorasick,
    /// In the order of `words`: places in [`Mark::ALL`].
    kinds: Vec<usize>,
}

impl Marks {
    fn read(list: &str) -> Marks {
        let mut words = Vec::new();
        let mut kinds = Vec::new();
        for line in list.lines() {
            let Some((kind, mark)) = line.split_once('\t') else { continue };
            let Some(kind) = Mark::ALL.iter().position(|it| it.0 == kind) else { continue };
            words.push(format!(" {mark} "));
            kinds.push(kind);
        }
        let words = AhoCorasick::new(words).expect("a short list of words makes an automaton");
        Marks { words, kinds }
    }

    fn of(&self, names: &str) -> Option<usize> {
        self.words.find_overlapping_iter(names).map(|it| self.kinds[it.pattern()]).min()
    }
}

/// Place in [`Mark::ALL`] of what the names on an element say it is for.
fn mark(node: &NodeRef) -> Option<usize> {
    let mut names = String::new();
    let by_tag = node.query_or(None, |it| {
        let NodeData::Element(element) = &it.data else { return None };
        for attribute in &element.attrs {
            match attribute.name.local.as_ref() {
                "class" | "id" | "role" => push_words(&mut names, &attribute.value),
                "itemprop" => {
                    push_words(&mut names, "itemprop");
                    push_words(&mut names, &attribute.value);
                }
                _ => {}
            }
        }
        match element.name.local.as_ref() {
            "figcaption" => Some(0),
            "aside" | "nav" | "footer" | "form" | "dialog" => Some(2),
            _ => None,
        }
    });
    by_tag.or_else(|| MARKS.of(&names))
}

/// Adds the words of classes or of an id, in lower case, a space before and after each:
/// `RelatedLinks--wide` gives ` related links wide `. What a class says of the report's topic or
/// author says nothing of the element.
fn push_words(names: &mut String, value: &str) {
    const OF_THE_REPORT: [&str; 5] = ["category-", "tag-", "author-", "term-", "topic-"];
    for class in value.split_ascii_whitespace() {
        if OF_THE_REPORT.iter().any(|it| class.starts_with(it)) {
            continue;
        }
        if !names.ends_with(' ') {
            names.push(' ');
        }
        let mut after_lower = false;
        for ch in class.chars() {
            let parts = !ch.is_alphanumeric() || (ch.is_uppercase() && after_lower);
            if parts && !names.ends_with(' ') {
                names.push(' ');
            }
            if ch.is_alphanumeric() {
                names.push(ch.to_ascii_lowercase());
            }
            after_lower = ch.is_lowercase();
        }
    }
    if !names.is_empty() && !names.ends_with(' ') {
        names.push(' ');
    }
}

/// Takes furniture out of the page, by the names on its elements, and marks what is left.
pub(super) fn before(document: &Document) {
    let Some(body) = document.body() else { return };
    let mut outline = Vec::new();
    enter(&mut outline, &body, false, false);
    for paragraph in outline.iter().filter(|it| it.is_paragraph) {
        NodeRef::new(paragraph.id, &document.tree).set_attr(OWN, "");
    }
    let total = outline.first().map_or(0, |it| it.prose);
    let mut at = 0;
    while let Some(entry) = outline.get(at) {
        at += 1;
        let Some((name, mark)) = entry.mark.map(|it| Mark::ALL[it]) else { continue };
        let node = NodeRef::new(entry.id, &document.tree);
        let is_small = (entry.prose as f32) <= MOST * total as f32;
        match mark {
            Mark::Furniture if is_small => {
                node.remove_from_parent();
                at = entry.next;
            }
            Mark::Body => node.set_attr(ATTRIBUTE, name),
            _ if is_small => {
                pass_on(document, &outline[at - 1..entry.next], name);
                at = entry.next;
            }
            _ => {}
        }
    }
    // A quotation's links are not a menu.
    for link in document.select("blockquote a").nodes() {
        link.rename("span");
    }
}

/// Marks an element and all under it. Those with no block inside become paragraphs: the search
/// for content makes such ones of its own, which would lose the mark.
fn pass_on(document: &Document, entries: &[Entry], name: &str) {
    for entry in entries {
        let node = NodeRef::new(entry.id, &document.tree);
        node.set_attr(ATTRIBUTE, name);
        if entry.is_innermost {
            node.rename("p");
        }
    }
}

/// An element of the page, in the order of the page.
struct Entry {
    id: NodeId,
    /// Whether it is a `div` or its like with no block inside.
    is_innermost: bool,
    is_paragraph: bool,
    /// Place in [`Mark::ALL`].
    mark: Option<usize>,
    /// Bytes of text in paragraphs under it.
    prose: usize,
    /// Place in the outline of the element after all that are under it.
    next: usize,
}

fn enter(outline: &mut Vec<Entry>, node: &NodeRef, in_article: bool, in_prose: bool) -> usize {
    /// Text in no paragraph, but longer than this, is counted as if it were.
    const LONG: usize = 80;
    let name = node.qual_name_ref().map(|it| it.local.clone());
    let name = name.as_deref().unwrap_or("");
    if matches!(name, "script" | "style" | "svg" | "noscript") {
        return 0;
    }
    let at = outline.len();
    let is_article = name == "article";
    let mark = match name {
        "body" | "main" => None,
        "article" if in_article => Some(2),
        _ => mark(node),
    };
    let is_box = matches!(name, "div" | "section" | "figcaption" | "header");
    outline.push(Entry {
        id: node.id,
        is_innermost: is_box,
        is_paragraph: name == "p",
        mark,
        prose: 0,
        next: 0,
    });
    let in_prose = in_prose || matches!(name, "p" | "blockquote");
    let mut prose = 0;
    for child in node.children_it(false) {
        let text = child.query_or(None, |it| match &it.data {
            NodeData::Text { contents } => Some(contents.trim().len()),
            _ => None,
        });
        match text {
            Some(len) if in_prose || len > LONG => prose += len,
            Some(_) => {}
            None if child.is_element() => {
                let is_inline = child.qual_name_ref().is_some_and(|it| is_inline(&it.local));
                outline[at].is_innermost &= is_inline;
                prose += enter(outline, &child, in_article || is_article, in_prose);
            }
            None => {}
        }
    }
    outline[at].prose = prose;
    outline[at].next = outline.len();
    prose
}

/// Takes paragraphs out that are not the report.
pub(super) fn after(mut blocks: Vec<Block>, about: &About) -> Vec<Block> {
    drop_doubles(&mut blocks);
    mark_lead(&mut blocks);
    keep_most(&mut blocks, |it| it.in_body.then_some(0));
    keep_most(&mut blocks, |it| it.article);
    for block in &mut blocks {
        if block.kind == PartKind::Paragraph && furniture::is_caption(&block.words) {
            block.kind = PartKind::Caption;
        }
    }
    drop_link_lists(&mut blocks);
    blocks.truncate(tail_start(&blocks));
    blocks.retain(|it| it.kind == PartKind::Caption || !is_furniture(it));
    clean_head(&mut blocks, about);
    blocks
}

/// Takes a paragraph out where it comes again: pages hold copies for small screens.
fn drop_doubles(blocks: &mut Vec<Block>) {
    /// Shorter ones, in bytes, may well stand twice: an interview asks many the same.
    const LEAST: usize = 300;
    let mut seen = BTreeSet::new();
    blocks.retain(|it| it.words.len() < LEAST || seen.insert(it.words.clone()));
}

/// A paragraph right above what the page names as the report's body is its standfirst, if it has
/// no other.
fn mark_lead(blocks: &mut [Block]) {
    let Some(body) = blocks.iter().position(|it| it.in_body) else { return };
    let above = &mut blocks[..body];
    if above.iter().all(|it| it.kind != PartKind::Standfirst)
        && let Some(lead) = above.iter_mut().rfind(|it| is_prose(it) && it.words.ends_with('.'))
    {
        lead.kind = PartKind::Standfirst;
    }
}

/// Leaves out what stands outside the group that holds most of the text, if one does; the
/// standfirst may stand above it.
fn keep_most(blocks: &mut Vec<Block>, group: impl Fn(&Block) -> Option<u32>) {
    let total: usize = blocks.iter().map(|it| it.letters).sum();
    let mut groups: Vec<u32> = blocks.iter().filter_map(&group).collect();
    groups.sort_unstable();
    groups.dedup();
    for one in groups {
        let held = blocks.iter().filter(|it| group(it) == Some(one)).map(|it| it.letters);
        if held.sum::<usize>() as f32 >= BODY * total as f32 {
            let mut above = true;
            blocks.retain(|it| {
                above &= group(it) != Some(one);
                group(it) == Some(one) || (above && it.kind == PartKind::Standfirst)
            });
            return;
        }
    }
}

/// Takes out lists of links, and what a heading of furniture announces.
fn drop_link_lists(blocks: &mut Vec<Block>) {
    let mut dropped = vec![false; blocks.len()];
    let mut announced = false;
    for at in 0..blocks.len() {
        let block = &blocks[at];
        let is_item = block.element == Element::Item;
        let has_neighbour = [at.checked_sub(1), Some(at + 1)].into_iter().flatten().any(|near| {
            blocks.get(near).is_some_and(|it| it.element == Element::Item && it.is_link())
        });
        dropped[at] = match (is_item, block.is_link()) {
            (true, true) => has_neighbour || announced,
            (true, false) => announced && block.linked > 0,
            _ => false,
        };
        if !is_item {
            announced = furniture::is_furniture(&block.words, Place::Tail);
        }
    }
    let mut at = 0;
    blocks.retain(|_| {
        at += 1;
        !dropped[at - 1]
    });
}

/// The first block after which there is nothing but furniture.
fn tail_start(blocks: &[Block]) -> usize {
    let is_tail = |it: &Block| {
        is_furniture(it)
            || furniture::is_furniture(&it.words, Place::Tail)
            || it.element == Element::Heading
            || it.is_link()
            || it.kind == PartKind::Byline
    };
    blocks
        .iter()
        .rposition(|it| it.kind != PartKind::Caption && !is_tail(it))
        .map_or(0, |it| it + 1)
}

fn is_furniture(block: &Block) -> bool {
    let leads_elsewhere = block.is_link()
        && block.element != Element::Heading
        && block.element != Element::Item
        && !block.words.ends_with(['.', '”', '"', '?', '!', '…', '。']);
    furniture::is_furniture(&block.words, Place::Inside) || leads_elsewhere
}

/// Takes the headline, its kicker, times and names out from before the first paragraph: they are
/// read from what the page declares.
fn clean_head(blocks: &mut Vec<Block>, about: &About) {
    let head = blocks.iter().position(is_prose).unwrap_or(0);
    let title = fold(about.title.as_deref().unwrap_or(""));
    let standfirst = fold(about.standfirst.as_deref().unwrap_or(""));
    for block in blocks.iter_mut().take(head + 1) {
        // Its first paragraph is what many a report declares as its summary.
        if block.element != Element::Paragraph && fold(&block.words) == standfirst {
            block.kind = PartKind::Standfirst;
        }
    }
    for block in blocks.iter_mut().skip(head) {
        if matches!(block.kind, PartKind::Standfirst | PartKind::Byline) {
            let is_heading = block.words.len() < 80 && !block.words.ends_with('.');
            block.kind = if is_heading { PartKind::Crosshead } else { PartKind::Paragraph };
        }
    }
    let mut at = 0;
    blocks.retain(|it| {
        at += 1;
        let in_head = at <= head;
        it.kind == PartKind::Caption
            || it.kind == PartKind::Standfirst
            || !(in_head && is_head(it, &title))
    });
}

fn is_prose(block: &Block) -> bool {
    block.kind == PartKind::Paragraph && block.words.len() >= 80 && !block.is_link()
}

fn is_head(block: &Block, title: &str) -> bool {
    let words = &block.words;
    let n_words = words.split(' ').count();
    let n_digits = words.bytes().filter(u8::is_ascii_digit).count();
    let is_sentence = words.ends_with(['.', '”', '"', '?', '!', '…', ':', '。', ','])
        && !words.ends_with("a.m.")
        && !words.ends_with("p.m.");
    let folded = fold(words);
    folded == title
        || block.kind == PartKind::Byline
        || block.is_link()
        || (!is_sentence
            && ((n_words <= 4 && block.element != Element::Paragraph)
                || (n_digits >= 4 && n_words <= 14)))
        || (folded.starts_with("by ") && n_words <= 12)
}

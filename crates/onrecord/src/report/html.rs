//! A page in, the report in it out. Everything that is particular to HTML stands here and in the
//! modules this one calls; what the page says of itself is read by [`super::metadata`].

use super::clean::Mark;
use super::compose::Composer;
use super::metadata::{self, About};
use super::{Genre, Part, PartKind, Report, clean, dateline, describe, nesting, transcript};
use crate::intake::Capture;
use dom_query::{Document, NodeData, NodeRef};
use dom_smoothie::{Config, Readability};

/// Longest page read. What comes after it in a longer one is left out.
const MAX_PAGE: usize = 8 << 20;

/// Reads the report in a page.
pub(super) fn extract(capture: &Capture, html: &str) -> Option<Report> {
    let html = nesting::cap(cut(html, MAX_PAGE))?;
    let document = Document::from(html.as_ref());
    let mut about = metadata::read(&document, capture.captured);
    clean::before(&document);
    let blocks = clean_blocks(&html, document, &mut about);
    let mut composer = Composer::default();
    head(&mut composer, capture, &about, &blocks);
    match about.body.as_deref().filter(|it| says_more(it, &blocks)) {
        Some(body) => body.lines().for_each(|it| composer.push(PartKind::Paragraph, it)),
        None => compose(&mut composer, &blocks),
    }
    let (text, parts) = composer.finish();
    let has_words = parts.iter().any(|it| it.kind == PartKind::Paragraph);
    has_words.then(|| read_as(capture, about, &text, parts))
}

/// The report, as a transcript if its tags or the user say so.
fn read_as(capture: &Capture, about: About, text: &str, parts: Vec<Part>) -> Report {
    let asked = capture.genre == Some(Genre::Transcript);
    let may_be = asked || (capture.genre.is_none() && transcript::has_tags(text, &parts));
    match may_be.then(|| transcript::cut(text, parts.clone(), asked)).flatten() {
        Some(turns) => {
            let mut report = describe::report(capture, about, text, turns);
            report.genre = Genre::Transcript;
            report
        }
        None => describe::report(capture, about, text, parts),
    }
}

/// The report's blocks. If next to nothing is left of the page when its furniture is out, names
/// misled the cleaner, and it is read again with all of it in.
fn clean_blocks(html: &str, document: Document, about: &mut About) -> Vec<Block> {
    /// Fewer bytes of paragraphs than a short news item has.
    const FEW: usize = 300;
    clean::before(&document);
    let blocks = find_blocks(document).unwrap_or_default();
    let lines = blocks.iter().rev().map(|it| it.words.as_str());
    about.credit = lines.filter_map(dateline::agency_in_line).next();
    let blocks = clean::after(blocks, about);
    if n_bytes(&blocks) >= FEW {
        return blocks;
    }
    let all = find_blocks(Document::from(html)).unwrap_or_default();
    let all = if all.is_empty() && is_fragment(html) { all_blocks(html) } else { all };
    let all = clean::after(all, about);
    if n_bytes(&all) > 2 * n_bytes(&blocks) { all } else { blocks }
}

/// Whether it is a piece of a page, as feeds and tables hold: the report and nothing else.
fn is_fragment(html: &str) -> bool {
    let start = cut(html, 1000).to_ascii_lowercase();
    !["<html", "<body", "<head"].iter().any(|it| start.contains(it))
}

fn all_blocks(html: &str) -> Vec<Block> {
    let document = Document::from(html);
    document.body().map(|it| blocks(&it)).unwrap_or_default()
}

fn n_bytes(blocks: &[Block]) -> usize {
    let is_prose = |it: &&Block| it.kind == PartKind::Paragraph;
    blocks.iter().filter(is_prose).map(|it| it.words.len()).sum()
}

/// Headline, standfirst and byline: what the container gives before what the page does.
fn head(composer: &mut Composer, capture: &Capture, about: &About, blocks: &[Block]) {
    let title = capture.title.as_deref().or(about.title.as_deref());
    composer.push(PartKind::Headline, title.unwrap_or(""));
    let shown = blocks.iter().find(|it| it.kind == PartKind::Standfirst);
    let standfirst = shown.map(|it| it.words.as_str()).or(capture.standfirst.as_deref());
    composer.push(PartKind::Standfirst, standfirst.unwrap_or(""));
    let author = capture.author.as_deref().or(about.author.as_deref());
    composer.push(PartKind::Byline, author.unwrap_or(""));
}

/// The rest, in the order of the page. A second standfirst is a paragraph like any other.
fn compose(composer: &mut Composer, blocks: &[Block]) {
    let shown = blocks.iter().position(|it| it.kind == PartKind::Standfirst);
    for (_, block) in blocks.iter().enumerate().filter(|it| Some(it.0) != shown) {
        let kind = match block.kind {
            PartKind::Standfirst | PartKind::Byline => PartKind::Paragraph,
            kind => kind,
        };
        composer.push(kind, &block.words);
    }
}

/// Whether the body that the page declares has much that was not found in what it shows: pages
/// put together by scripts show nothing.
fn says_more(body: &str, blocks: &[Block]) -> bool {
    /// Shorter than this, in bytes, a declared body is a teaser.
    const LEAST: usize = 400;
    body.len() >= LEAST && body.len() / 3 > n_bytes(blocks)
}

fn cut(text: &str, most: usize) -> &str {
    let mut end = text.len().min(most);
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    &text[..end]
}

/// A stretch of a page that stands on lines of its own.
#[derive(Clone, Debug)]
pub(super) struct Block {
    pub(super) kind: PartKind,
    pub(super) words: String,
    /// How many letters and digits it has.
    pub(super) letters: usize,
    /// How many of them stand in links.
    pub(super) linked: usize,
    /// What the nearest block element around it is.
    pub(super) element: Element,
    /// Whether it stands in an element that the page names as the report's body.
    pub(super) in_body: bool,
    /// Which of the page's articles it stands in.
    pub(super) article: Option<u32>,
}

impl Block {
    /// Whether it is nothing but a link.
    pub(super) fn is_link(&self) -> bool {
        self.linked * 10 >= self.letters * 9 && self.linked > 0
    }
}

/// Elements that make blocks, as far as the cleaner needs to tell them apart.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Element {
    Paragraph,
    Heading,
    Item,
    Other,
}

/// The content of the page, as the extraction crate finds it: the one place that calls it.
fn find_blocks(document: Document) -> Option<Vec<Block>> {
    let config = Config { keep_classes: true, disable_json_ld: true, ..Config::default() };
    let mut page = Readability::with_document(document, None, Some(config)).ok()?;
    page.parse().ok()?;
    let content = page.doc.select_single("#readability-page-1");
    let root = content.nodes().first()?;
    Some(blocks(root))
}

/// The blocks under an element, in order.
pub(super) fn blocks(root: &NodeRef) -> Vec<Block> {
    let mut walk = Walk::default();
    walk.node(root, Around::default());
    walk.end_block(Around::default());
    walk.blocks
}

/// What is known of a place in the page from the elements around it.
#[derive(Clone, Copy)]
struct Around {
    element: Element,
    kind: PartKind,
    in_link: bool,
    in_body: bool,
    article: Option<u32>,
}

impl Default for Around {
    fn default() -> Around {
        Around {
            element: Element::Other,
            kind: PartKind::Paragraph,
            in_link: false,
            in_body: false,
            article: None,
        }
    }
}

#[derive(Default)]
struct Walk {
    blocks: Vec<Block>,
    n_articles: u32,
    words: String,
    letters: usize,
    linked: usize,
    after_break: bool,
}

impl Walk {
    fn node(&mut self, node: &NodeRef, around: Around) {
        for child in node.children_it(false) {
            let name = child.query_or(None, |it| match &it.data {
                NodeData::Text { contents } => {
                    self.text(contents, around);
                    None
                }
                NodeData::Element(element) => Some(element.name.local.clone()),
                _ => None,
            });
            if let Some(name) = name {
                self.element(&child, &name, around);
            }
        }
    }

    fn element(&mut self, node: &NodeRef, name: &str, around: Around) {
        match name {
            "br" => self.line_break(around),
            "hr" => self.end_block(around),
            "script" | "style" | "noscript" | "svg" | "button" | "select" | "textarea"
            | "iframe" | "template" | "audio" | "video" => {}
            _ => {
                let inside = self.inside(node, name, around);
                let is_block = !is_inline(name) || inside.kind != around.kind;
                if is_block {
                    self.end_block(around);
                }
                self.node(node, inside);
                if is_block {
                    self.end_block(inside);
                }
            }
        }
    }

    fn inside(&mut self, node: &NodeRef, name: &str, around: Around) -> Around {
        let element = match name {
            "p" if node.has_attr(clean::OWN) => Element::Paragraph,
            "li" => Element::Item,
            "h1" | "h2" | "h3" | "h4" | "h5" | "h6" if around.element != Element::Item => {
                Element::Heading
            }
            _ => around.element,
        };
        let mark = clean::marked(node);
        let kind = match mark {
            _ if around.kind == PartKind::Caption => PartKind::Caption,
            Some(Mark::Caption) => PartKind::Caption,
            Some(Mark::Standfirst) => PartKind::Standfirst,
            Some(Mark::Byline) => PartKind::Byline,
            _ if matches!(around.kind, PartKind::Standfirst | PartKind::Byline) => around.kind,
            _ if element == Element::Heading => PartKind::Crosshead,
            _ => PartKind::Paragraph,
        };
        let article = match around.article {
            None if name == "article" => {
                self.n_articles += 1;
                Some(self.n_articles)
            }
            article => article,
        };
        Around {
            element,
            kind,
            in_link: around.in_link || name == "a",
            in_body: around.in_body || mark == Some(Mark::Body),
            article,
        }
    }

    fn text(&mut self, text: &str, around: Around) {
        let mut letters = 0;
        for ch in text.chars() {
            if !ch.is_whitespace() {
                self.words.push(ch);
                self.after_break = false;
                letters += usize::from(ch.is_alphanumeric());
            } else if !self.words.is_empty() && !self.words.ends_with(' ') {
                self.words.push(' ');
            }
        }
        self.letters += letters;
        if around.in_link {
            self.linked += letters;
        }
    }

    /// Two line breaks end a paragraph; one is a space.
    fn line_break(&mut self, around: Around) {
        if self.after_break {
            self.end_block(around);
        } else if !self.words.is_empty() {
            if !self.words.ends_with(' ') {
                self.words.push(' ');
            }
            self.after_break = true;
        }
    }

    fn end_block(&mut self, around: Around) {
        let words = self.words.trim();
        if !words.is_empty() {
            self.blocks.push(Block {
                kind: around.kind,
                words: words.to_string(),
                letters: self.letters,
                linked: self.linked,
                element: around.element,
                in_body: around.in_body,
                article: around.article,
            });
        }
        self.words.clear();
        self.letters = 0;
        self.linked = 0;
        self.after_break = false;
    }
}

pub(super) fn is_inline(name: &str) -> bool {
    // A name with a hyphen is the page's own; browsers take those for inline.
    name.contains('-')
        || matches!(
            name,
            "a" | "abbr"
                | "acronym"
                | "b"
                | "bdi"
                | "bdo"
                | "big"
                | "cite"
                | "code"
                | "data"
                | "del"
                | "dfn"
                | "em"
                | "font"
                | "i"
                | "ins"
                | "kbd"
                | "label"
                | "mark"
                | "nobr"
                | "q"
                | "s"
                | "samp"
                | "small"
                | "span"
                | "strike"
                | "strong"
                | "sub"
                | "sup"
                | "time"
                | "tt"
                | "u"
                | "var"
                | "wbr"
                | "rp"
                | "rt"
                | "ruby"
        )
}

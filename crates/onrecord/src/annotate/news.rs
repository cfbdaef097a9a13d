//! A news report: statements paragraph by paragraph, then speakers and days over the whole.

use rustc_hash::FxHashSet;

use super::actor::{Cast, Meant, Scene};
use super::day::{self, Dated, Days};
use super::event;
use super::name;
use super::paragraph::{Paragraph, Words};
use super::rule::{self, Draft};
use super::tagged::{self, Tagged};
use super::{Act, Annotations, Manner, Statement};
use crate::lexicon::Lexicon;
use crate::report::{Part, PartKind, Report};
use crate::text::Span;

/// `tagged` is what a learned reader found, if one has read the report.
pub(super) fn annotate(
    lexicon: &Lexicon,
    report: &Report,
    tagged: Option<&[Tagged]>,
    with_events: bool,
) -> Annotations {
    let mut found = Found { tagged, ..Found::default() };
    let mut events = event::Reader::new(report.published.map(|it| it.day));
    let tags = interview_tags(report);
    let turns = turns(report, &tags);
    for part in report.parts().iter().filter(|it| read(it.kind)) {
        let heading = matches!(part.kind, PartKind::Headline | PartKind::Crosshead);
        let p = Paragraph::read(lexicon, report.text(), part.span, heading);
        if with_events {
            events.read(&p);
        }
        let tagged = tag(part.span.of(report.text())).is_some_and(|it| tags.contains(it));
        if tagged {
            found.read_turn(&p);
        } else if !(turns.contains(part.span) && found.read_more(&p)) {
            found.read(&p, part.span.start());
        }
    }
    let found = found.resolve(lexicon, report);
    let events = events.finish(lexicon, report.text(), &found.statements, &found.actors);
    Annotations { events, ..found }
}

/// Captions, bylines and what the page prints around the report are not read.
fn read(kind: PartKind) -> bool {
    use PartKind::{Crosshead, Headline, Paragraph, Standfirst};
    matches!(kind, Headline | Standfirst | Paragraph | Crosshead)
}

/// The tags of an interview printed turn by turn (`Courier: …`, `Ruiz: …`): at least two, each
/// before at least two paragraphs, one of them a question. A lone `Correction: …` makes no
/// interview, nor does a table (`Ruiz: 547`).
fn interview_tags(report: &Report) -> FxHashSet<&str> {
    let paragraphs = report.parts().iter().filter(|it| it.kind == PartKind::Paragraph);
    let (mut once, mut twice) = (FxHashSet::default(), FxHashSet::default());
    let mut asks = false;
    for words in paragraphs.map(|it| it.span.of(report.text())) {
        let Some(tag) = tag(words) else { continue };
        asks |= words.ends_with(['?']) || words.ends_with("?”") || words.ends_with("?\"");
        if !once.insert(tag) {
            twice.insert(tag);
        }
    }
    if twice.len() < 2 || !asks { FxHashSet::default() } else { twice }
}

/// From the first turn of an interview to its last, if most paragraphs there have tags: those that
/// have none go on with an answer.
fn turns(report: &Report, tags: &FxHashSet<&str>) -> Span {
    let tagged = |it: &&Part| tag(it.span.of(report.text())).is_some_and(|it| tags.contains(it));
    let (first, last) = (report.parts().iter().find(tagged), report.parts().iter().rfind(tagged));
    let (Some(first), Some(last)) = (first, last) else { return Span::new(0, 0) };
    let whole = first.span.cover(last.span);
    let n_parts = report.parts().iter().filter(|it| whole.contains(it.span)).count();
    let n_tagged = report.parts().iter().filter(tagged).count();
    if n_tagged * 2 > n_parts { whole } else { Span::new(0, 0) }
}

/// Up to three capitalised words and a colon, with more after it; `Q.`
fn tag(paragraph: &str) -> Option<&str> {
    const LONGEST: usize = 40;
    if ["Q. ", "A. "].iter().any(|it| paragraph.starts_with(it)) {
        return Some(&paragraph[..2]);
    }
    let (tag, rest) = paragraph.split_once(':')?;
    let named = |it: &str| it.starts_with(char::is_uppercase);
    let words = tag.split(' ');
    let fits = tag.len() <= LONGEST && words.clone().count() <= 3 && words.clone().all(named);
    (fits && rest.starts_with(char::is_whitespace)).then_some(tag)
}

/// What has been found so far, paragraph by paragraph.
#[derive(Default)]
struct Found<'a> {
    tagged: Option<&'a [Tagged]>,
    told: Vec<Told>,
    mentions: Vec<name::Mention>,
    /// The statement that a quotation opening the next paragraph would go on with.
    open: Option<usize>,
    /// Where this paragraph and the one before begin.
    starts: (usize, usize),
    /// Sentences that tell a day and an occasion of speech, in order.
    dated: Vec<Dated>,
    /// The weekday the first paragraph tells.
    lead: Option<Span>,
    /// How many paragraphs were read, headings apart.
    n_paragraphs: usize,
}

/// A statement whose speaker and day are still to be resolved.
struct Told {
    statement: Statement,
    /// What goes on with its content in later paragraphs.
    more: Vec<Span>,
    /// Names may stand for pronouns from here on.
    horizon: usize,
    /// Where its paragraph begins.
    start: usize,
    day: Option<Span>,
    /// Number of its paragraph, headings apart, from 1.
    paragraph: usize,
    /// Its cue is in the past, so that a day told before may still hold.
    past: bool,
    /// It stands in another's content, so that the next *he* is not its speaker.
    inner: bool,
}

impl Told {
    fn row(&self, who: Meant) -> day::Row {
        let at = self.statement.content.first().or(self.statement.cue.first());
        let Told { day, paragraph, past, .. } = *self;
        day::Row { at: at.map_or(0, |it| it.start()), who, day, paragraph, past }
    }
}

impl Found<'_> {
    fn read(&mut self, p: &Paragraph, start: usize) {
        self.starts = (self.starts.1, start);
        name::mentions(p, &mut self.mentions);
        let mut drafts = rule::drafts(p);
        if let Some(tagged) = self.tagged {
            drafts = tagged::join(p, drafts, tagged);
        }
        if !p.headline() {
            self.read_days(p, &drafts);
        }
        let (drafts, leading) = join_quotations(p, drafts);
        if let Some(earlier) = self.open.filter(|_| !leading.is_empty()) {
            let more = leading.iter().filter_map(|it| content_span(p, it));
            self.open = Some(self.go_on(earlier, more.collect()));
        }
        let goes_on = !leading.is_empty() && drafts.is_empty();
        let mut open = self.open.filter(|_| goes_on);
        for draft in drafts {
            let Some(told) = self.told(p, &draft) else { continue };
            if draft.open && reaches_end(p, &draft) {
                open = Some(self.told.len());
            }
            self.told.push(told);
        }
        self.open = open;
    }

    /// A paragraph of an interview: all after the tag is said by the one it names.
    fn read_turn(&mut self, p: &Paragraph) {
        name::mentions(p, &mut self.mentions);
        self.n_paragraphs += 1;
        self.open = None;
        let Some(colon) = (0..p.len()).find(|at| matches!(p.mark(*at), ':' | '.')) else { return };
        let content = content_span(p, &(colon + 1..p.len()));
        let (Some(tag), Some(content)) = (p.span(&(0..colon)), content) else { return };
        let statement = Statement {
            source: [tag].into(),
            cue: p.span(&(colon..colon + 1)).into_iter().collect(),
            ..Statement::of(Manner::Direct, [content], rule::INTERVIEW_TURN)
        };
        self.told.push(Told {
            statement,
            more: Vec::new(),
            horizon: self.starts.0,
            start: self.starts.1,
            day: None,
            paragraph: self.n_paragraphs,
            past: false,
            inner: false,
        });
    }

    /// A paragraph without a tag between two turns goes on with the one before, unless it tells who
    /// says something itself.
    fn read_more(&mut self, p: &Paragraph) -> bool {
        let turn = self.told.last_mut().filter(|it| it.statement.rule == rule::INTERVIEW_TURN);
        let (Some(turn), Some(span)) = (turn, content_span(p, &(0..p.len()))) else { return false };
        if p.headline() || !rule::drafts(p).is_empty() {
            return false;
        }
        turn.more.push(span);
        name::mentions(p, &mut self.mentions);
        true
    }

    /// Gives what a paragraph opens with to an earlier statement, or, where that is a paraphrase, to
    /// a new one of the same source.
    fn go_on(&mut self, earlier: usize, more: Vec<Span>) -> usize {
        let told = &mut self.told[earlier];
        if told.statement.manner != Manner::Indirect {
            told.more.extend(more);
            return earlier;
        }
        let statement = Statement {
            manner: Manner::Direct,
            content: more.into(),
            rule: rule::QUOTATION_FOLLOWS,
            act: Act::Said,
            ..told.statement.clone()
        };
        let told = Told { statement, more: Vec::new(), ..*told };
        self.told.push(told);
        self.told.len() - 1
    }

    fn read_days(&mut self, p: &Paragraph, drafts: &[Draft]) {
        self.n_paragraphs += 1;
        let mut rest = drafts;
        for (n, unit) in p.units().iter().enumerate() {
            let (mine, others) = rest.split_at(rest.partition_point(|it| it.unit <= n));
            rest = others;
            let said =
                mine.iter().filter(|it| !it.object).flat_map(|it| it.content.iter().cloned());
            let said: Vec<Words> = said.collect();
            let Some(day) = day::day_told(p, unit, unit.start, &said) else { continue };
            let (Some(sentence), Some(span)) = (p.span(unit), p.span(&day)) else { continue };
            if day::occasion(p, unit) {
                self.dated.push(Dated { sentence, day: span });
            }
        }
        if self.n_paragraphs == 1 {
            let told = p.units().iter().find_map(|unit| day::weekday_told(p, unit));
            self.lead = told.and_then(|it| p.span(&it));
        }
    }

    fn told(&self, p: &Paragraph, draft: &Draft) -> Option<Told> {
        let statement = statement(p, draft)?;
        let unit = p.units().get(draft.unit)?;
        let cue = draft.cue.as_ref().map_or(unit.start, |it| it.start);
        let around = draft.inner.as_ref().unwrap_or(unit);
        let day = day::day_told(p, around, cue, if draft.object { &[] } else { &draft.content })
            .and_then(|it| p.span(&it));
        Some(Told {
            statement,
            more: Vec::new(),
            horizon: self.starts.0,
            start: self.starts.1,
            day,
            paragraph: self.n_paragraphs,
            past: draft.past,
            inner: draft.inner.is_some(),
        })
    }

    fn resolve(self, lexicon: &Lexicon, report: &Report) -> Annotations {
        let mut cast = Cast::new(lexicon, report.text(), self.mentions);
        let mut told = self.told;
        // A colon whose quotation never came.
        told.retain(|it| !(it.statement.content.is_empty() && it.more.is_empty()));
        let mut meant = Vec::with_capacity(told.len());
        let mut contents: Vec<Span> = Vec::new();
        let mut last = None;
        for told in &told {
            for span in told.statement.content.iter().chain(&told.more) {
                contents.insert(contents.partition_point(|it| it < span), *span);
            }
            // `Q`, `A` name nobody.
            let letter = |it: &&Span| told.statement.rule != rule::INTERVIEW_TURN || it.len() > 1;
            let who = match told.statement.source.first().filter(letter) {
                Some(source) => {
                    let (horizon, paragraph) = (told.horizon, told.start);
                    let contents = &contents[..];
                    cast.meant(&Scene { source: *source, last, contents, horizon, paragraph })
                }
                None => Meant::Unclear,
            };
            if let Meant::Figure(figure) = who
                && !told.inner
            {
                let at = told.statement.cue.first().or(told.statement.source.first());
                last = Some((figure, at.map_or(0, |it| it.start())));
            }
            meant.push(who);
        }
        let days = Days { report, dated: &self.dated, lead: self.lead, contents: &contents };
        let rows: Vec<day::Row> =
            told.iter().zip(&meant).map(|(told, who)| told.row(*who)).collect();
        let days = days.of(&cast, &rows);
        let (actors, speakers) = cast.publish(&meant);
        let told = told.into_iter().zip(days);
        let mut statements: Vec<Statement> = told
            .zip(speakers)
            .map(|((told, day), who)| {
                let (speaker, candidates) = (who.speaker, who.candidates);
                let content = told.statement.content.iter().copied().chain(told.more).collect();
                Statement { speaker, candidates, day, content, ..told.statement }
            })
            .collect();
        statements.sort_by_key(|it| it.content[0]);
        Annotations { actors, statements, ..Annotations::default() }
    }
}

fn reaches_end(p: &Paragraph, draft: &Draft) -> bool {
    let last_unit = p.units().len().saturating_sub(1);
    draft.unit == last_unit || draft.content.last().is_none_or(|it| it.end + 1 >= p.len())
}

/// Gives quotations without a cue of their own to the statement before them in the paragraph, if
/// possible to one in quotation marks; those before any statement are returned apart.
fn join_quotations(p: &Paragraph, drafts: Vec<Draft>) -> (Vec<Draft>, Vec<Words>) {
    let mut rest = drafts.into_iter().peekable();
    let mut joined: Vec<Draft> = Vec::new();
    let mut leading = Vec::new();
    // The statement before, and how far it stands in quotation marks.
    let mut before: Option<(usize, Manner)> = None;
    for (n, unit) in p.units().iter().enumerate() {
        let first = joined.len();
        while let Some(draft) = rest.next_if(|it| it.unit <= n) {
            joined.push(draft);
        }
        if first < joined.len() {
            before = last_open(p, &joined, first).or(before);
            continue;
        }
        // A sentence beside it may have claimed it already.
        let taken = joined.last().into_iter().chain(rest.peek()).any(|it| claims(it, unit));
        if taken || !p.all_quoted(unit) {
            continue;
        }
        match before {
            // What was paraphrased and what was quoted are two readings.
            Some((paraphrase, Manner::Indirect)) => {
                before = Some((joined.len(), manner(p, std::slice::from_ref(unit))));
                joined.push(Draft {
                    content: [unit.clone()].into(),
                    rule: rule::QUOTATION_FOLLOWS,
                    unit: n,
                    act: Act::Said,
                    object: false,
                    ..joined[paraphrase].clone()
                });
            }
            Some((quotation, _)) => joined[quotation].content.push(unit.clone()),
            None => leading.push(unit.clone()),
        }
    }
    (joined, leading)
}

/// Of the drafts from `first` on that can go on, the last in quotation marks, else the last.
fn last_open(p: &Paragraph, drafts: &[Draft], first: usize) -> Option<(usize, Manner)> {
    let open = (first..drafts.len()).rev().filter(|it| drafts[*it].open);
    let mut open = open.map(|it| (it, manner(p, &drafts[it].content))).peekable();
    let last = open.peek().copied();
    open.find(|it| it.1 == Manner::Direct).or(last)
}

fn claims(draft: &Draft, unit: &Words) -> bool {
    draft.content.iter().any(|it| it.start < unit.end && unit.start < it.end)
}

fn statement(p: &Paragraph, draft: &Draft) -> Option<Statement> {
    let content: Vec<Span> = draft.content.iter().filter_map(|it| content_span(p, it)).collect();
    if content.is_empty() && !draft.content.is_empty() {
        return None;
    }
    let spans = |words: &Option<Words>| words.iter().filter_map(|it| p.span(it)).collect();
    // What is awaited stands in quotation marks.
    let manner = if content.is_empty() { Manner::Direct } else { manner(p, &draft.content) };
    let statement = Statement {
        act: draft.act,
        source: spans(&draft.source),
        cue: spans(&draft.cue),
        addressee: draft.addressee.as_ref().and_then(|it| p.span(it)),
        ..Statement::of(manner, content, draft.rule)
    };
    Some(match &draft.learned {
        Some(learned) => learned.tell(p, statement),
        None => statement,
    })
}

/// Without quotation marks at its ends, and without the comma that the report puts before its cue.
fn content_span(p: &Paragraph, words: &Words) -> Option<Span> {
    let mut inner = p.inside_marks(words);
    if inner.end > inner.start && p.comma(inner.end - 1) {
        inner.end -= 1;
    }
    inner.clone().any(|at| p.proper(at)).then(|| p.span(&inner))?
}

fn manner(p: &Paragraph, content: &[Words]) -> Manner {
    let (mut inside, mut outside) = (false, false);
    for at in content.iter().flat_map(Clone::clone).filter(|at| p.proper(*at)) {
        match p.quote(at) {
            Some(_) => inside = true,
            None => outside = true,
        }
    }
    match (inside, outside) {
        (true, false) => Manner::Direct,
        (true, true) => Manner::Mixed,
        _ => Manner::Indirect,
    }
}

//! A seed in, stories of invented reports out, for measuring speed: outlets that quote one occasion,
//! each in its own way (word for word, cut, altered, told indirectly), with quotations and sentences
//! of their own, and sentences that several print; with a transcript, if asked.
//!
//! Words are invented from syllables; how often each is used falls off as in real text (Zipf), and
//! half of a quotation is small English words. The same seed gives the same reports.

use onrecord::annotate::{Actor, ActorIdx, ActorKind, Annotations, Day};
use onrecord::{
    Annotated, Genre, Manner, Part, PartKind, Report, Span, Speaker, Statement, Story, Witness,
};

use crate::language::{Random, SMALL, Shares, word};

/// Content words of the language.
const N_WORDS: usize = 30_000;

/// Content words that one story keeps coming back to.
const N_OF_STORY: usize = 400;

/// Lines that are said again and again at a time. Every fourth story one gives way to another, so that
/// each is said in some six.
const N_STUMP_LINES: usize = 20;

/// What outlets make of one occasion.
pub(crate) struct Invented {
    random: Random,
    words: Vec<String>,
    shares: Shares,
    /// Said again on other occasions, for a while.
    stump_lines: Vec<Utterance>,
    n_stories: usize,
}

/// What was said, and which of the two speakers said it.
#[derive(Clone)]
struct Utterance {
    words: Vec<String>,
    speaker: ActorIdx,
}

/// What the reports of a story draw on.
struct Occasion {
    /// The content words that it keeps coming back to.
    own: Vec<usize>,
    /// In order.
    said: Vec<Utterance>,
    /// Sentences that several outlets print, an agency's.
    handed_out: Vec<String>,
}

/// How much there is of a story.
#[derive(Clone, Copy)]
pub(crate) struct Size {
    pub(crate) n_reports: usize,
    /// Statements of each report.
    pub(crate) n_statements: usize,
}

impl Invented {
    pub(crate) fn new(seed: u64) -> Invented {
        let mut random = Random::new(seed);
        let words: Vec<String> = (0..N_WORDS).map(|it| word(&mut random, it)).collect();
        let shares = Shares::falling(N_WORDS, 2.7);
        let mut made = Invented { random, words, shares, stump_lines: Vec::new(), n_stories: 0 };
        let own: Vec<usize> = (0..N_OF_STORY).map(|_| made.word_of_language()).collect();
        made.stump_lines = (0..N_STUMP_LINES).map(|_| made.utterance(&own)).collect();
        made
    }

    /// The next story and its reports.
    pub(crate) fn story(&mut self, size: Size) -> (Story, Vec<Annotated>) {
        let occasion = self.occasion(size);
        let reports = self.reports(size, &occasion);
        (together(&reports), reports)
    }

    /// The next story, its reports and, last, a transcript of all that was said.
    pub(crate) fn story_with_transcript(&mut self, size: Size) -> (Story, Vec<Annotated>) {
        let occasion = self.occasion(size);
        let mut reports = self.reports(size, &occasion);
        reports.push(transcript(&occasion.said));
        (together(&reports), reports)
    }

    fn occasion(&mut self, size: Size) -> Occasion {
        self.n_stories += 1;
        let own: Vec<usize> = (0..N_OF_STORY).map(|_| self.word_of_language()).collect();
        if self.n_stories.is_multiple_of(4) {
            self.stump_lines[self.n_stories / 4 % N_STUMP_LINES] = self.utterance(&own);
        }
        let n_said = (size.n_statements * 4).max(size.n_reports * size.n_statements / 12);
        let said = (0..n_said)
            .map(|_| match self.random.below(50) {
                0 => self.stump_lines[self.random.below(self.stump_lines.len())].clone(),
                _ => self.utterance(&own),
            })
            .collect();
        let handed_out = (0..size.n_statements * 3).map(|_| self.narration(&own)).collect();
        Occasion { own, said, handed_out }
    }

    fn reports(&mut self, size: Size, occasion: &Occasion) -> Vec<Annotated> {
        (0..size.n_reports).map(|n| self.report(n, size.n_statements, occasion)).collect()
    }

    /// Statements in the order they were said, two in three of the occasion's, the rest its own.
    fn report(&mut self, outlet: usize, n_statements: usize, occasion: &Occasion) -> Annotated {
        let said = &occasion.said;
        let mut chosen: Vec<usize> = (0..n_statements * 2 / 3)
            .map(|_| {
                // What came early is quoted more often.
                let (a, b) = (self.random.below(said.len()), self.random.below(said.len()));
                a.min(b)
            })
            .collect();
        chosen.sort_unstable();
        chosen.dedup();
        let mut draft = Draft::default();
        draft.end(PartKind::Headline, &format!("Report {} of outlet {outlet}", self.n_stories));
        let mut next = chosen.into_iter().peekable();
        while draft.statements.len() < n_statements {
            let left = n_statements - draft.statements.len();
            let (utterance, manner) = match next.peek().copied() {
                Some(at) if next.len() >= left || self.random.below(3) > 0 => {
                    next.next();
                    self.retold(&said[at], &occasion.own)
                }
                _ => (self.utterance(&occasion.own), Manner::Direct),
            };
            let handed_out = self.random.below(occasion.handed_out.len() * 3);
            match occasion.handed_out.get(handed_out) {
                Some(sentence) => draft.write(sentence),
                None => draft.write(&self.narration(&occasion.own)),
            };
            draft.write("The minister said on ");
            let written = match self.random.below(40) {
                0..20 => None,
                20 => Some(draft.write("Wednesday")),
                _ => Some(draft.write("Tuesday")),
            };
            draft.write(": “");
            let content = draft.write(&utterance.words.join(" "));
            draft.statements.push(Statement {
                speaker: Speaker::Named(utterance.speaker),
                day: written.map(|written| Day { written, date: None }),
                ..Statement::of(manner, [content], "invented")
            });
            draft.end(PartKind::Paragraph, ".”");
        }
        draft.report(&format!("Outlet {outlet}"), Genre::News)
    }

    /// Word for word, cut, altered, or told indirectly.
    fn retold(&mut self, said: &Utterance, own: &[usize]) -> (Utterance, Manner) {
        let Utterance { mut words, speaker } = said.clone();
        let manner = match self.random.below(20) {
            0..8 => Manner::Direct,
            8..13 => {
                let cut = self.random.below(words.len() / 3 + 1);
                words.drain(..cut);
                words.truncate((words.len() - self.random.below(words.len() / 3 + 1)).max(4));
                Manner::Direct
            }
            13..17 => {
                self.reword(&mut words, 12, own);
                Manner::Direct
            }
            _ => {
                self.reword(&mut words, 35, own);
                Manner::Indirect
            }
        };
        (Utterance { words, speaker }, manner)
    }

    /// Changes, drops or adds about `percent` of the words.
    fn reword(&mut self, words: &mut Vec<String>, percent: usize, own: &[usize]) {
        for n in (0..words.len()).rev() {
            if self.random.below(100) >= percent {
                continue;
            }
            match self.random.below(3) {
                0 => drop(words.remove(n)),
                1 => words[n] = self.word(own),
                _ => {
                    let added = self.word(own);
                    words.insert(n, added);
                }
            }
        }
        if words.is_empty() {
            words.push(self.word(own));
        }
    }

    fn utterance(&mut self, own: &[usize]) -> Utterance {
        let n_words = 6 + self.random.below(12) + self.random.below(12);
        let words = (0..n_words).map(|_| self.word(own)).collect();
        // The first says three in four.
        Utterance { words, speaker: ActorIdx(self.random.below(8) as u32 / 6) }
    }

    /// A sentence of the reporter's, who is not in it.
    fn narration(&mut self, own: &[usize]) -> String {
        let n_words = 8 + self.random.below(12);
        let words = (0..n_words).map(|_| match self.word(own) {
            word if ["we", "our"].contains(&&*word) => "the".to_owned(),
            word => word,
        });
        format!("Then {}. ", words.collect::<Vec<_>>().join(" "))
    }

    /// A small word, a word of the story, or any.
    fn word(&mut self, own: &[usize]) -> String {
        match self.random.below(100) {
            0..48 => {
                let (a, b) = (self.random.below(SMALL.len()), self.random.below(SMALL.len()));
                SMALL[a.min(b)].to_owned()
            }
            48..78 => {
                let (a, b) = (self.random.below(own.len()), self.random.below(own.len()));
                self.words[own[a.min(b)]].clone()
            }
            _ => {
                let at = self.word_of_language();
                self.words[at].clone()
            }
        }
    }

    fn word_of_language(&mut self) -> usize {
        self.shares.draw(&mut self.random)
    }
}

/// What all outlets report on.
fn together(reports: &[Annotated]) -> Story {
    let witness =
        |it: &Annotated| Witness { report: it.report.id(), exemplar: None, version_of: None };
    Story { witnesses: reports.iter().map(witness).collect() }
}

fn transcript(said: &[Utterance]) -> Annotated {
    let mut draft = Draft::default();
    for Utterance { words, speaker } in said {
        let tag = draft.write(["MS. RUIZ:", "MR. SILVA:"][speaker.0 as usize]);
        draft.part(PartKind::SpeakerTag);
        draft.write(" ");
        let content = draft.write(&words.join(" "));
        draft.statements.push(Statement {
            source: [tag].into(),
            speaker: Speaker::Named(*speaker),
            ..Statement::of(Manner::Direct, [content], "invented")
        });
        draft.end(PartKind::Paragraph, ".");
    }
    draft.report("Ministry of Ports", Genre::Transcript)
}

/// A report being written.
#[derive(Default)]
struct Draft {
    text: String,
    parts: Vec<Part>,
    /// Where the part being written begins.
    from: usize,
    statements: Vec<Statement>,
}

impl Draft {
    /// Where the words stand.
    fn write(&mut self, words: &str) -> Span {
        let start = self.text.len();
        self.text.push_str(words);
        Span::new(start, self.text.len())
    }

    fn part(&mut self, kind: PartKind) {
        let span = Span::new(self.from, self.text.len()).trim(&self.text);
        self.parts.push(Part { kind, span });
        self.from = self.text.len();
    }

    /// Ends a part with these words.
    fn end(&mut self, kind: PartKind, words: &str) {
        self.write(words);
        self.part(kind);
        self.write("\n");
    }

    fn report(self, outlet: &str, genre: Genre) -> Annotated {
        let mut report = Report::new(Some(outlet), None, &self.text, self.parts);
        report.genre = genre;
        let actor = |name: &str| Actor {
            name: name.into(),
            kind: ActorKind::Person,
            role: None,
            affiliation: None,
        };
        let actors = vec![actor("Ana Ruiz"), actor("Jo Silva")];
        Annotated {
            report,
            annotations: Annotations {
                actors,
                statements: self.statements,
                ..Annotations::default()
            },
        }
    }
}

//! A story's own people, place and words, and its reports' headlines and texts.

use crate::language::{Random, capital};

use super::plan::{Kind, MINUTES, Plan, Slot};
use super::world::{AGENCIES, FIRST_NAMES, OFFICES, World};

const WEEKDAYS: [&str; 7] =
    ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"];

const ROUNDS: [&str; 8] =
    ["first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth"];

/// Words that a story keeps coming back to.
const N_OWN: usize = 36;

/// Of them, those that all of a series have.
const N_OF_SERIES: usize = 24;

/// What the reports of a story draw on.
pub(super) struct Occasion<'w> {
    seed: [u64; 3],
    own: Vec<&'w str>,
    people: Vec<Person<'w>>,
    place: &'w str,
    weekday: &'static str,
    /// What it is one of: `third`, where it is of a series.
    round: Option<&'static str>,
    numbers: [usize; 3],
    said: Vec<Said>,
}

struct Person<'w> {
    first: &'static str,
    surname: &'w str,
    office: &'static str,
}

/// What was said, and by whom.
#[derive(Clone)]
struct Said {
    words: String,
    person: usize,
}

/// A report's words.
pub(super) struct Text {
    pub(super) headline: String,
    pub(super) paragraphs: Vec<String>,
}

impl<'w> Occasion<'w> {
    pub(super) fn of(world: &'w World, plan: &Plan, first_weekday: i64) -> Occasion<'w> {
        let seed = [world.seed, plan.day as u64, plan.n];
        let mut random = Random::of(&[seed[0], 3, seed[1], seed[2]]);
        // People, place and most words of a series are those of all its occasions.
        let mut common = match plan.series {
            Some(it) => Random::of(&[world.seed, 4, it]),
            None => random.clone(),
        };
        let mut own: Vec<&str> = (0..N_OF_SERIES).map(|_| world.rare(&mut common)).collect();
        let n_people = 2 + common.below(2);
        let people = (0..n_people).map(|_| Person {
            first: FIRST_NAMES[common.below(FIRST_NAMES.len())],
            surname: &world.surnames[common.below(world.surnames.len())],
            office: OFFICES[common.below(OFFICES.len())],
        });
        let people: Vec<Person> = people.collect();
        let place = &world.places[common.below(world.places.len())];
        own.extend((N_OF_SERIES..N_OWN).map(|_| world.rare(&mut random)));
        let n_said = 6 + plan.slots.len().min(60) / 6;
        let said = (0..n_said).map(|_| said(world, &mut random, &own, people.len())).collect();
        Occasion {
            seed,
            people,
            place,
            weekday: WEEKDAYS[(plan.day + first_weekday).rem_euclid(7) as usize],
            round: plan.series.map(|_| ROUNDS[plan.day as usize % ROUNDS.len()]),
            numbers: [random.below(90) + 3, random.below(900) + 100, random.below(40) + 2],
            said,
            own,
        }
    }

    /// The words of one of its reports. `others`: what else is told of that day.
    pub(super) fn text(&self, world: &World, plan: &Plan, n: usize, others: &[Occasion]) -> Text {
        let slot = &plan.slots[n];
        let mut random = self.random(n);
        match slot.kind {
            Kind::Own => self.report(world, &mut random),
            Kind::Exemplar { agency } => {
                let mut text = self.agency_text(world, plan, agency);
                self.credit(&mut random, &mut text, plan, slot, agency);
                text
            }
            Kind::Copy { agency, .. } => self.copy(world, plan, slot, agency, &mut random),
            Kind::State { of } => {
                let mut text = self.text(world, plan, of, others);
                self.edit_page(world, &mut random, &mut text);
                text
            }
            Kind::Live => self.live(world, slot, &mut random, others),
            Kind::RoundUp => round_up(world, &mut random, others),
            Kind::Transcript => self.transcript(world, &mut random),
        }
    }

    fn random(&self, n: usize) -> Random {
        Random::of(&[self.seed[0], 5, self.seed[1], self.seed[2], n as u64])
    }

    /// A report of one outlet, in its own words.
    fn report(&self, world: &World, random: &mut Random) -> Text {
        let headline = self.headline(world, random);
        let mut paragraphs = vec![self.lead(world, random)];
        if random.percent(35) {
            paragraphs[0].insert_str(0, &format!("{} — ", self.place.to_uppercase()));
        }
        let n_words = 130 + random.below(150);
        while paragraphs.iter().map(|it| it.len()).sum::<usize>() < n_words * 6 {
            paragraphs.push(self.paragraph(world, random));
        }
        Text { headline, paragraphs }
    }

    fn headline(&self, world: &World, random: &mut Random) -> String {
        let own = |random: &mut Random| self.own[random.below(16)];
        let person = random.one_of(&self.people).surname;
        let words = match random.below(4) {
            0 => format!(
                "{person} says {} {} {}",
                own(random),
                world.word(random, &self.own),
                own(random)
            ),
            1 => format!(
                "{} {} in {} as {} {}",
                own(random),
                own(random),
                self.place,
                own(random),
                person
            ),
            2 => format!("{}: {} {} to {}", self.place, own(random), own(random), own(random)),
            _ => format!(
                "{} {} {} {} {}",
                own(random),
                world.word(random, &self.own),
                own(random),
                self.place,
                own(random)
            ),
        };
        capital(&words)
    }

    /// What happened, who was there, where and when.
    fn lead(&self, world: &World, random: &mut Random) -> String {
        let person = random.one_of(&self.people);
        let n_words = 8 + random.below(8);
        let first = world.sentence(random, &self.own, n_words);
        let own = random.one_of(&self.own);
        let when = match (random.below(3), self.round) {
            (0, Some(round)) => format!("in the {round} round of talks on {}", self.weekday),
            (0 | 1, _) => format!("on {}", self.weekday),
            _ => format!("late on {}", self.weekday),
        };
        let number = random.one_of(&self.numbers);
        format!(
            "{} {own} in {} {when}, {} {} {} with {number} {}.",
            capital(&first),
            self.place,
            person.office,
            person.first,
            person.surname,
            random.one_of(&self.own),
        )
    }

    /// Narration, or something said.
    fn paragraph(&self, world: &World, random: &mut Random) -> String {
        match random.below(10) {
            0..3 => self.direct(world, random),
            3 => self.indirect(world, random),
            4 => format!("{} {}", self.narration(world, random), self.indirect(world, random)),
            _ => format!("{} {}", self.narration(world, random), self.narration(world, random)),
        }
    }

    fn narration(&self, world: &World, random: &mut Random) -> String {
        let n_words = 9 + random.below(11);
        let sentence = capital(&world.sentence(random, &self.own, n_words));
        match random.below(6) {
            0 => format!("{sentence} in {}.", self.place),
            1 => format!(
                "{sentence} {} of {}.",
                random.one_of(&self.numbers),
                random.one_of(&self.own)
            ),
            2 => format!("{sentence} with {}.", random.one_of(&self.people).surname),
            _ => sentence + ".",
        }
    }

    fn direct(&self, world: &World, random: &mut Random) -> String {
        let said = self.retold(world, random);
        let Person { first, surname, office } = &self.people[said.person];
        let words = capital(&said.words);
        match random.below(4) {
            0 => format!("“{words},” said {office} {first} {surname}."),
            1 => format!("“{words},” {surname} told reporters in {}.", self.place),
            2 => format!("{first} {surname} said: “{words}.”"),
            _ => format!("“{words},” {surname} said on {}.", self.weekday),
        }
    }

    fn indirect(&self, world: &World, random: &mut Random) -> String {
        let said = self.retold(world, random);
        let Person { first, surname, office } = &self.people[said.person];
        match random.below(3) {
            0 => format!("{surname} said that the {}.", said.words),
            1 => format!("According to {office} {first} {surname}, {}.", said.words),
            _ => format!("{first} {surname} added that the {}.", said.words),
        }
    }

    /// Word for word, cut, or altered.
    fn retold(&self, world: &World, random: &mut Random) -> Said {
        let (a, b) = (random.below(self.said.len()), random.below(self.said.len()));
        let mut said = self.said[a.min(b)].clone();
        match random.below(10) {
            0..5 => {}
            5..7 => {
                let cut = said.words.match_indices(' ').nth(5 + random.below(4)).map(|it| it.0);
                said.words.truncate(cut.unwrap_or(said.words.len()));
            }
            _ => said.words = self.reworded(world, random, &said.words, 12),
        }
        said
    }

    /// Changes or drops about `percent` of the words.
    fn reworded(&self, world: &World, random: &mut Random, words: &str, percent: usize) -> String {
        let mut reworded = String::with_capacity(words.len() + 16);
        for word in words.split(' ') {
            // Words with marks stay, and marks with them.
            let plain = word.bytes().all(|it| it.is_ascii_lowercase());
            let word = match random.below(200) {
                it if it >= 2 * percent || !plain => word,
                it if it % 2 == 0 => continue,
                _ => world.word(random, &self.own),
            };
            reworded.push_str(if reworded.is_empty() { "" } else { " " });
            reworded.push_str(word);
        }
        reworded
    }

    /// The text of the story's agency of that number, the same whoever prints it.
    fn agency_text(&self, world: &World, plan: &Plan, agency: usize) -> Text {
        let mut random = self.random(1_000_000 + agency);
        let mut text = self.report(world, &mut random);
        text.paragraphs[0] = self.lead(world, &mut random);
        // It puts names and words first that all papers will want.
        for _ in 0..2 + plan.slots.len().min(4) {
            text.paragraphs.push(self.paragraph(world, &mut random));
        }
        text
    }

    /// An agency's text as a paper prints it: whole, cut, with paragraphs of its own, under another
    /// headline, lightly edited.
    fn copy(
        &self,
        world: &World,
        plan: &Plan,
        slot: &Slot,
        agency: usize,
        random: &mut Random,
    ) -> Text {
        let mut text = self.agency_text(world, plan, agency);
        if random.percent(60) {
            text.headline = self.headline(world, random);
        }
        if random.percent(45) {
            let n_kept = text.paragraphs.len() * (35 + random.below(50)) / 100;
            text.paragraphs.truncate(n_kept.max(3));
        }
        if random.percent(40) {
            let percent = 2 + random.below(8);
            for paragraph in &mut text.paragraphs {
                *paragraph = self.reworded(world, random, paragraph, percent);
            }
        }
        if random.percent(25) {
            for _ in 0..1 + text.paragraphs.len() / 4 {
                let at = 1 + random.below(text.paragraphs.len());
                text.paragraphs.insert(at, self.paragraph(world, random));
            }
        }
        self.credit(random, &mut text, plan, slot, agency);
        text
    }

    /// In the dateline, at the end, or not at all.
    fn credit(
        &self,
        random: &mut Random,
        text: &mut Text,
        plan: &Plan,
        slot: &Slot,
        agency: usize,
    ) {
        let agency = plan.agency(agency);
        let name = AGENCIES[agency];
        match random.below(10) {
            _ if slot.outlet == agency => {}
            0..5 => {
                let dateline = format!("{} ({name}) — ", self.place.to_uppercase());
                text.paragraphs[0].insert_str(0, &dateline);
            }
            5..8 => text.paragraphs.push(format!("({name})")),
            _ => {}
        }
        if random.percent(20) {
            text.paragraphs.push(format!("© 2031 {name}. All rights reserved."));
        }
    }

    /// A correction, words changed, a paragraph more.
    fn edit_page(&self, world: &World, random: &mut Random, text: &mut Text) {
        let at = random.below(text.paragraphs.len());
        text.paragraphs[at] = self.reworded(world, random, &text.paragraphs[at], 10);
        if random.percent(60) {
            let at = 1 + random.below(text.paragraphs.len());
            text.paragraphs.insert(at, self.paragraph(world, random));
        }
        if random.percent(30) {
            text.headline = self.headline(world, random);
        }
    }

    /// Entries of an hour each, one in four on another story.
    fn live(&self, world: &World, slot: &Slot, random: &mut Random, others: &[Occasion]) -> Text {
        let headline = format!("Live: {}", self.headline(world, random));
        let hour = slot.minute.rem_euclid(MINUTES) / 60;
        let paragraphs = (0..10).map(|n| {
            let of = match others.get(random.below(others.len().max(1))) {
                Some(other) if random.percent(25) => other,
                _ => self,
            };
            let minute = random.below(60);
            format!("{:02}:{minute:02} {}", (hour + n) % 24, of.paragraph(world, random))
        });
        Text { headline, paragraphs: paragraphs.collect() }
    }

    fn transcript(&self, world: &World, random: &mut Random) -> Text {
        let person = &self.people[0];
        let tag = format!("MS. {}:", person.surname.to_uppercase());
        let mut paragraphs = Vec::new();
        for said in &self.said {
            let n_words = 8 + random.below(8);
            let question = capital(&world.sentence(random, &self.own, n_words));
            paragraphs.push(format!("QUESTION: {question}?"));
            let more = capital(&world.sentence(random, &self.own, 14));
            paragraphs.push(format!("{tag} {}. {more}.", capital(&said.words)));
        }
        let headline = format!("Transcript: {} {} in {}", person.first, person.surname, self.place);
        Text { headline, paragraphs }
    }
}

fn said(world: &World, random: &mut Random, own: &[&str], n_people: usize) -> Said {
    let n_words = 7 + random.below(10) + random.below(8);
    // The first says most.
    let person = random.below(n_people).min(random.below(n_people));
    Said { words: world.sentence(random, own, n_words), person }
}

fn round_up(world: &World, random: &mut Random, others: &[Occasion]) -> Text {
    let told = others.iter().map(|it| {
        let lead = it.lead(world, random);
        format!("{lead} {}", it.narration(world, random))
    });
    let mut paragraphs: Vec<String> = told.collect();
    if paragraphs.is_empty() {
        paragraphs.push(format!("{}.", capital(&world.sentence(random, &[], 20))));
    }
    Text { headline: "What we know this morning, in short".into(), paragraphs }
}

//! What the invented crawl draws on all along: words, names, outlets with their standing notes,
//! agencies.

use crate::language::{Random, SMALL, Shares, capital, name, word};

/// Words that few reports hold.
const N_RARE: usize = 30_000;

/// The commonest of the rare words are drawn about as often, so that no invented word stands in more
/// than some two reports of a hundred.
const N_ALIKE: f64 = 300.0;

const N_OUTLETS: usize = 400;
const N_SURNAMES: usize = 6_000;
const N_PLACES: usize = 1_500;

/// Outlets of one owner print the same note.
const N_OWNERS: usize = 90;

pub(super) const FIRST_NAMES: [&str; 32] = [
    "Ana", "Jo", "Tomas", "Mira", "Lena", "Oskar", "Ines", "Pavel", "Rosa", "Emil", "Nadia",
    "Hugo", "Clara", "Ivo", "Marta", "Stefan", "Elin", "Bruno", "Vera", "Anton", "Lucia", "Felix",
    "Nora", "Viktor", "Alma", "Leo", "Irena", "Karl", "Sofia", "Milan", "Greta", "Paul",
];

/// Read as offices before a name.
pub(super) const OFFICES: [&str; 16] = [
    "foreign minister",
    "mayor",
    "spokesman",
    "spokeswoman",
    "governor",
    "interior minister",
    "union leader",
    "police chief",
    "senator",
    "president",
    "finance minister",
    "coach",
    "chief executive",
    "ambassador",
    "professor",
    "general",
];

pub(super) const AGENCIES: [&str; 6] = [
    "Coastal Wire",
    "Meridian Wire",
    "Northern Press Agency",
    "Strait News Agency",
    "Continental Wire",
    "Harbour Press Service",
];

const PAPERS: [&str; 16] = [
    "Post",
    "Times",
    "Echo",
    "Gazette",
    "Courier",
    "Observer",
    "Mail",
    "Herald",
    "Chronicle",
    "Tribune",
    "Today",
    "Standard",
    "Star",
    "Journal",
    "Dispatch",
    "Radio",
];

pub(super) struct World {
    pub(super) seed: u64,
    rare: Vec<String>,
    rare_shares: Shares,
    common: Vec<&'static str>,
    common_shares: Shares,
    pub(super) surnames: Vec<String>,
    pub(super) places: Vec<String>,
    pub(super) outlets: Vec<Outlet>,
    outlet_shares: Shares,
}

pub(super) struct Outlet {
    pub(super) name: String,
    pub(super) host: String,
    /// Stands under its reports.
    pub(super) note: Option<String>,
}

impl World {
    pub(super) fn new(seed: u64) -> World {
        let mut random = Random::of(&[seed, 1]);
        let rare = (0..N_RARE).map(|it| word(&mut random, it + 31)).collect();
        let (common, percents): (Vec<&str>, Vec<f64>) = common_words().into_iter().unzip();
        let mut world = World {
            seed,
            rare,
            rare_shares: Shares::falling(N_RARE, N_ALIKE),
            common,
            common_shares: Shares::of(percents.into_iter()),
            surnames: (0..N_SURNAMES).map(|_| name(&mut random)).collect(),
            places: (0..N_PLACES).map(|_| name(&mut random)).collect(),
            outlets: Vec::new(),
            outlet_shares: Shares::falling(N_OUTLETS, 6.0),
        };
        let notes: Vec<String> = (0..N_OWNERS).map(|_| world.note(&mut random)).collect();
        world.outlets = (0..N_OUTLETS).map(|it| world.outlet(&mut random, it, &notes)).collect();
        world
    }

    fn outlet(&self, random: &mut Random, n: usize, notes: &[String]) -> Outlet {
        let agency = AGENCIES.get(n).map(|it| (*it).to_owned());
        let is_agency = agency.is_some();
        let paper = format!("{} {}", random.one_of(&self.places), random.one_of(&PAPERS));
        let name = agency.unwrap_or(paper);
        let host = format!("{}{n}.example", name.to_lowercase().replace(' ', ""));
        let note = (!is_agency && random.percent(60)).then(|| random.one_of(notes).clone());
        Outlet { name, host, note }
    }

    fn note(&self, random: &mut Random) -> String {
        let mut note = capital(&self.sentence(random, &[], 22));
        note.push_str(". ");
        note.push_str(&capital(&self.sentence(random, &[], 18)));
        note + "."
    }

    pub(super) fn draw_outlet(&self, random: &mut Random) -> usize {
        self.outlet_shares.draw(random)
    }

    /// A word that few reports hold.
    pub(super) fn rare(&self, random: &mut Random) -> &str {
        &self.rare[self.rare_shares.draw(random)]
    }

    /// Words in a row, as in a sentence, of a story's own words among others.
    pub(super) fn sentence(&self, random: &mut Random, own: &[&str], n_words: usize) -> String {
        let mut sentence = String::with_capacity(n_words * 7);
        for n in 0..n_words {
            if n > 0 {
                sentence.push(' ');
            }
            sentence.push_str(self.word(random, own));
        }
        sentence
    }

    /// A small word, a common one, one of the story's own, or a rare one.
    pub(super) fn word<'w>(&'w self, random: &mut Random, own: &[&'w str]) -> &'w str {
        match random.below(100) {
            0..46 => SMALL[random.below(SMALL.len()).min(random.below(SMALL.len()))],
            46..68 => self.common[self.common_shares.draw(random)],
            68..86 if !own.is_empty() => own[random.below(own.len()).min(random.below(own.len()))],
            _ => self.rare(random),
        }
    }
}

/// Content words that many reports hold, with the share of reports in a hundred.
fn common_words() -> Vec<(&'static str, f64)> {
    /// Words of more reports than this are small words.
    const COMMON: f64 = 45.0;
    let lines = include_str!("../../../crates/onrecord/data/en/common_words.txt").lines();
    let lines = lines.filter_map(|it| {
        let (percent, words) = it.split_once(':')?;
        Some((percent.parse::<f64>().ok()?, words))
    });
    let common = lines.filter(|it| it.0 < COMMON);
    common
        .flat_map(|(percent, words)| words.split_whitespace().map(move |it| (it, percent)))
        .collect()
}

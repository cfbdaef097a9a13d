//! Who takes part in politics: countries, bodies, armed groups, offices and who holds them.
//!
//! In goes a noun phrase (`the Veldish foreign minister`), out comes a code, a sector and a name as
//! event data have them. Names come from lists compiled in (`data/en/parties*.tsv`, made by
//! `make parties`), what acts for a country (`troops`, `minister`) from `agents.tsv`. Nothing is
//! guessed: who is in no list is nobody.
//!
//! ```
//! use onrecord::lexicon::{Parties, Sector};
//!
//! let parties = Parties::english();
//! let found = parties.named("the Norwegian foreign minister", None).unwrap();
//! assert_eq!((&*found.code, found.sector), ("NOR", Some(Sector::Government)));
//! assert_eq!(&*found.name, "Norway");
//! ```

mod actors;
mod list;
mod phrase;
mod running;
#[cfg(test)]
mod tests;
mod words;

pub use actors::{Actors, BadLine};
pub use list::Parties;
pub use phrase::Named;
pub(crate) use running::Company;
pub use running::NameKind;

/// Whether a code is that of bodies of no one country.
pub(crate) fn stateless(code: &str) -> bool {
    matches!(code, "IGO" | "NGO" | "IMG" | "MNC")
}

/// A party to what happens between states and groups, as event data code it.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Party {
    /// Its country (ISO 3166-1 alpha-3), or `IGO`, `NGO`, `IMG` (an international militarised group),
    /// `MNC` where it has none, as PLOVER codes it.
    pub code: Box<str>,
    /// What it is in its country.
    pub sector: Option<Sector>,
    /// Its name as the list has it: the same for `Israeli`, `Israel` and `Jerusalem`.
    pub name: Box<str>,
}

/// What a party is in its country (PLOVER codebook, table of sectors).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Sector {
    /// Government: executive, ministries, their spokesmen.
    Government,
    /// Armed forces.
    Military,
    /// Police and other forces of order.
    Police,
    /// Courts.
    Judiciary,
    /// Secret services.
    Intelligence,
    /// Lawmakers.
    Legislature,
    /// Parties and people out of government that seek it by lawful means.
    Opposition,
    /// Armed groups against the state.
    Rebel,
    /// Armed groups beside the state, and who they are is not told.
    Unidentified,
    /// People without office or arms.
    Civilian,
    /// Workers and unions.
    Labor,
    /// Press.
    Media,
    /// Firms.
    Business,
    /// Who breaks the law for gain.
    Criminal,
    /// Groups of belief.
    Religious,
    /// Schools, students.
    Education,
    /// Refugees and displaced people.
    Refugee,
    /// Political parties, in government or out of it.
    Party,
}

impl Sector {
    const CODES: [(&'static str, Sector); 18] = [
        ("GOV", Sector::Government),
        ("MIL", Sector::Military),
        ("COP", Sector::Police),
        ("JUD", Sector::Judiciary),
        ("SPY", Sector::Intelligence),
        ("LEG", Sector::Legislature),
        ("OPP", Sector::Opposition),
        ("REB", Sector::Rebel),
        ("UAF", Sector::Unidentified),
        ("CVL", Sector::Civilian),
        ("LAB", Sector::Labor),
        ("MED", Sector::Media),
        ("BUS", Sector::Business),
        ("CRM", Sector::Criminal),
        ("REL", Sector::Religious),
        ("EDU", Sector::Education),
        ("REF", Sector::Refugee),
        ("PTY", Sector::Party),
    ];

    /// Its code in event data: `GOV`.
    pub fn code(self) -> &'static str {
        Sector::CODES.iter().find(|it| it.1 == self).map_or("", |it| it.0)
    }

    /// By that code.
    pub fn coded(code: &str) -> Option<Sector> {
        Sector::CODES.iter().find(|it| it.0 == code).map(|it| it.1)
    }
}

//! Where a report was written, by the first words of its first paragraph, and the agency that is
//! credited there, in the byline or in a line of its own.

use regex::Regex;
use std::sync::LazyLock;

/// `SAN PEDRO (Coastal Wire) — `, `SAN PEDRO, Norland, March 4 — `, `San Pedro (Coastal Wire) - `:
/// place in capitals, or any place with an agency; then a dash, or a colon after an agency.
static DATELINE: LazyLock<Regex> = LazyLock::new(|| {
    let place = concat!(
        r"\p{Lu}[\p{Lu}\p{M}.'’\-]+(?:[ /][\p{Lu}\p{M}.'’\-]{2,}){0,2}",
        r"(?:, [^ ()—–\n]{2,20}(?: [^ ()—–,\n]{1,12}){0,2}){0,2}"
    );
    let town = concat!(
        r"\p{Lu}[\p{L}\p{M}.'’\-]+(?:,? \p{Lu}[\p{L}\p{M}.'’\-]+){0,4}",
        r"(?:, [^()—–\n]{2,30})?"
    );
    let agency = r"\((?P<agency>[^()\n]{2,40})\)";
    let dash = r"(?:—|–|--|-|―)";
    let agency = [agency, &agency.replace("agency>", "other>")];
    let pattern = format!(
        r"^(?:{place} ?(?:{})? ?{dash}{{1,2}}\s+|{town},? {} ?(?:{dash}{{1,2}}|:)\s*)",
        agency[0], agency[1],
    );
    Regex::new(&pattern).expect("a pattern that compiles always compiles")
});

static AGENCIES: LazyLock<Vec<(&str, &str)>> = LazyLock::new(|| {
    let mut forms = Vec::new();
    for line in include_str!("../../data/en/agencies.tsv").lines().filter(|it| !it.starts_with('#'))
    {
        let mut columns = line.split('\t');
        let name = columns.next().unwrap_or("");
        forms.extend(columns.map(|form| (form, name)));
    }
    forms
});

/// Longest dateline, in bytes.
const LONGEST: usize = 90;

/// A dateline at the start of a paragraph: its length in bytes, dash included and the space after
/// it not; and the agency in it.
pub(super) fn find(paragraph: &str) -> Option<(usize, Option<&str>)> {
    let found = DATELINE.captures(paragraph)?;
    let whole = found.get(0)?;
    let words = whole.as_str().trim_end();
    let rest = paragraph[whole.end()..].trim();
    let agency = found.name("agency").or(found.name("other")).map(|it| it.as_str());
    // `Ana Ruiz (P-Norland):` is a member of a party who is quoted, `FILE —` a caption.
    let is_agency =
        |it: &str| self::agency(it).is_some() || (!it.contains('-') && !words.ends_with(':'));
    let is_other = !agency.is_none_or(is_agency) || words.starts_with("FILE");
    let is_dateline = words.len() <= LONGEST && !rest.is_empty() && !is_other;
    is_dateline.then_some((words.len(), agency))
}

/// The agency's name, if words name one and nothing else.
pub(crate) fn agency(words: &str) -> Option<&'static str> {
    let words = words.trim_matches(|it: char| !it.is_alphanumeric());
    AGENCIES
        .iter()
        .find(|it| it.0 == words || (it.0.len() > 4 && it.0.eq_ignore_ascii_case(words)))
        .map(|it| it.1)
}

/// The agency that a byline credits: `Ana Ruiz, Coastal Wire`, `By Ana Ruiz | AP`, `Reuters`.
pub(super) fn agency_in_byline(byline: &str) -> Option<&'static str> {
    let parts = byline.split([',', '|', ';', '/', '(', ')', '–', '—', '\n']);
    let parts = parts.flat_map(|it| it.split(" and ")).flat_map(|it| it.split(" for "));
    parts.map(|it| it.trim().trim_start_matches("By ").trim_start_matches("by ")).find_map(agency)
}

/// The agency that a line of its own credits: `Source: Coastal Wire`, `© 2031 The Associated
/// Press`.
pub(super) fn agency_in_line(line: &str) -> Option<String> {
    let line = line.trim();
    if line.len() > 300 {
        return None;
    }
    let lower = line.to_lowercase();
    let leads = ["source:", "sources:", "agency:", "via:"];
    if let Some(lead) = leads.iter().find(|it| lower.starts_with(*it)) {
        let named = line.get(lead.len()..)?.trim().trim_end_matches('.');
        return agency_in_byline(named).map(String::from).or_else(|| {
            let is_name = named.split(' ').all(|it| it.starts_with(char::is_uppercase));
            (is_name && named.split(' ').count() <= 4).then(|| named.to_string())
        });
    }
    let is_copyright =
        lower.contains('©') || lower.starts_with("copyright") || lower.starts_with("(c)");
    let mut names = AGENCIES.iter().filter(|it| it.0.len() > 2);
    is_copyright.then(|| names.find(|it| line.contains(it.0)).map(|it| it.1.to_string())).flatten()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(paragraph: &str, dateline: &str, agency: &str) {
        let (len, found) = find(paragraph).unwrap_or((0, None));
        assert_eq!((&paragraph[..len], found.unwrap_or("")), (dateline, agency));
    }

    #[test]
    fn a_place_before_a_dash_is_a_dateline() {
        check(
            "SAN PEDRO (Coastal Wire) — Ships wait.",
            "SAN PEDRO (Coastal Wire) —",
            "Coastal Wire",
        );
        check("SAN PEDRO, Norland – Ships wait.", "SAN PEDRO, Norland –", "");
        check("SAN PEDRO, March 4 (AP) -- Ships wait.", "SAN PEDRO, March 4 (AP) --", "AP");
        check(
            "San Pedro (Coastal Wire) - Ships wait.",
            "San Pedro (Coastal Wire) -",
            "Coastal Wire",
        );
        check("ST. ANNE-SUR-MER — Ships wait.", "ST. ANNE-SUR-MER —", "");
    }

    #[test]
    fn a_sentence_with_a_dash_is_none() {
        check("The port — closed since May — reopens.", "", "");
        check("NATO-backed ships wait.", "", "");
        check("Ana Ruiz (Coastal Party) said so.", "", "");
        check("SAN PEDRO —", "", "");
        check("Sen. Ana Ruiz (N-Norland): Ships wait.", "", "");
        check("FILE — Ships wait off San Pedro.", "", "");
        check("HARBOUR STAYS SHUT, BUT SHIPS SAIL ON — Ana Ruiz is late.", "", "");
    }

    #[test]
    fn agencies_are_found_in_bylines_and_source_lines() {
        assert_eq!(agency_in_byline("By Ana Ruiz, Associated Press"), Some("AP"));
        assert_eq!(agency_in_byline("Reuters and Harbour Post"), Some("Reuters"));
        assert_eq!(agency_in_byline("Ana Ruiz"), None);
        let line = |it: &str| agency_in_line(it).unwrap_or_default();
        assert_eq!(line("Source: Agence France-Presse"), "AFP");
        assert_eq!(line("Source: Coastal Wire"), "Coastal Wire");
        assert_eq!(line("© 2031 The Associated Press. All rights reserved."), "AP");
        assert_eq!(line("Source: the ministry says so"), "");
        assert_eq!(line("The source: a leak."), "");
    }
}

use crate::report::{Genre, Report};

/// A short sign for each report, unique among them: the outlet's initial, longer where two
/// outlets share one, numbered where one outlet has several reports; `T` for a transcript.
///
/// Sigla depend on the order of `reports` only where one outlet has several.
pub fn sigla(reports: &[&Report]) -> Vec<String> {
    let names: Vec<String> = reports.iter().map(|it| letters(it)).collect();
    let stems: Vec<&str> = names.iter().map(|name| shortest_unique(name, &names)).collect();
    let numbered = |idx: usize| {
        let alike = |it: &&&str| **it == stems[idx];
        let before = stems[..idx].iter().filter(alike).count();
        match stems.iter().filter(alike).count() {
            1 => stems[idx].to_owned(),
            _ => format!("{}{}", stems[idx], before + 1),
        }
    };
    (0..stems.len()).map(numbered).collect()
}

/// The letters to draw on: of the outlet's name without its article, else `R`.
fn letters(report: &Report) -> String {
    if report.genre == Genre::Transcript {
        return "T".to_owned();
    }
    let host = || report.url.as_deref().and_then(crate::report::host_of);
    let name = report.outlet.as_deref().or_else(host).unwrap_or("");
    let name = name.strip_prefix("The ").unwrap_or(name);
    // `news.harbour.example` is the Harbour's.
    const HOSTS: [&str; 6] = ["www.", "news.", "articles.", "edition.", "amp.", "m."];
    let name = HOSTS.iter().find_map(|it| name.strip_prefix(it)).unwrap_or(name);
    let mut letters = name.chars().filter(|it| it.is_alphanumeric());
    match letters.next() {
        Some(first) => first.to_uppercase().chain(letters.flat_map(char::to_lowercase)).collect(),
        None => "R".to_owned(),
    }
}

/// The shortest beginning of `name` that no other name in `names` has.
fn shortest_unique<'n>(name: &'n str, names: &[String]) -> &'n str {
    let ends = name.char_indices().map(|(at, ch)| at + ch.len_utf8());
    let unique = |head: &&str| names.iter().all(|it| it == name || !it.starts_with(*head));
    ends.map(|end| &name[..end]).find(unique).unwrap_or(name)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(outlets: &[&str], expected: &[&str]) {
        let report = |name: &&str| Report::new(Some(name), None, "", Vec::new());
        let reports: Vec<Report> = outlets.iter().map(report).collect();
        assert_eq!(sigla(&reports.iter().collect::<Vec<_>>()), expected);
    }

    #[test]
    fn an_initial_is_enough_where_no_other_outlet_has_it() {
        check(&["Harbour Post", "Coastal Wire"], &["H", "C"]);
    }

    #[test]
    fn the_first_part_of_a_host_that_says_nothing_is_left_aside() {
        check(&["news.harbour.example", "articles.wire.example"], &["H", "W"]);
    }

    #[test]
    fn outlets_with_one_initial_are_told_apart_by_more_letters() {
        check(&["Harbour Post", "Hill Courier", "The Capital"], &["Ha", "Hi", "C"]);
    }

    #[test]
    fn several_reports_of_one_outlet_are_numbered() {
        check(&["Harbour Post", "Harbour Post", "Wire"], &["H1", "H2", "W"]);
    }
}

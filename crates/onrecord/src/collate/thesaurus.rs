//! A stem in, the groups of words of like meaning it belongs to out. The table is sorted and is
//! searched where it lies in the program: nothing is read beforehand.

use crate::text::stem::Stemmer;

const TABLE: &str = include_str!("../../data/en/synonyms.tsv");

/// Numbers of the groups that words with this stem belong to, rising.
pub(crate) fn groups(stemmer: &Stemmer, stem: &str) -> Box<[u16]> {
    // Stems lose endings and turn y to i; what is left begins every word of the stem.
    let beginning = stem.strip_suffix('i').unwrap_or(stem);
    if beginning.len() < 3 || !beginning.bytes().all(|it| it.is_ascii_lowercase()) {
        return Box::default();
    }
    let lines = TABLE[first_line_from(beginning)..].lines();
    let mut groups: Vec<u16> = lines
        .take_while(|line| line.starts_with(beginning))
        .filter_map(|line| line.split_once('\t'))
        .filter(|(word, _)| &*stemmer.stem(word) == stem)
        .flat_map(|(_, groups)| groups.split(' ').filter_map(|it| it.parse().ok()))
        .collect();
    groups.sort_unstable();
    groups.dedup();
    groups.into()
}

/// Whether two words share a group.
pub(crate) fn mean_alike(a: &[u16], b: &[u16]) -> bool {
    a.iter().any(|it| b.binary_search(it).is_ok())
}

/// Where the first line begins that is not before `wanted`, by bytes. Comments sort before words.
fn first_line_from(wanted: &str) -> usize {
    let (mut low, mut high) = (0, TABLE.len());
    while low < high {
        let middle =
            TABLE[..low + (high - low) / 2].rfind('\n').map_or(low, |it| (it + 1).max(low));
        let end = TABLE[middle..].find('\n').map_or(TABLE.len(), |it| middle + it + 1);
        if TABLE[middle..end].trim_end() < wanted {
            low = end;
        } else {
            high = middle;
        }
    }
    low
}

#[cfg(test)]
mod tests {
    use super::*;

    fn alike(a: &str, b: &str) -> bool {
        let stemmer = Stemmer::english();
        let of = |word: &str| groups(&stemmer, &stemmer.stem(word));
        mean_alike(&of(a), &of(b))
    }

    #[test]
    fn words_of_like_meaning_are_found_in_any_form() {
        assert!(alike("began", "started"));
        assert!(alike("purchases", "buying"));
        assert!(alike("reply", "answers"));
        assert!(!alike("ship", "answer"));
    }

    #[test]
    fn every_word_of_the_table_is_found() {
        let rows = TABLE.lines().filter(|it| !it.starts_with('#'));
        assert!(rows.clone().is_sorted());
        for row in rows.step_by(97) {
            let found = &TABLE[first_line_from(row.split('\t').next().unwrap_or(""))..];
            assert!(found.starts_with(row), "{row}");
        }
    }
}

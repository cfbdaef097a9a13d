//! A word in, the part it shares with its other forms out: `talks`, `talking`, `talked`. Light on
//! purpose: it takes off endings of grammar, not of word formation.

use rustc_hash::FxHashMap;

/// The irregular forms of one language, read once.
pub(crate) struct Stemmer {
    irregular: FxHashMap<&'static str, &'static str>,
}

impl Stemmer {
    /// The tables for English.
    pub(crate) fn english() -> Stemmer {
        let rows = include_str!("../../data/en/irregular.tsv").lines();
        Stemmer { irregular: rows.filter_map(|row| row.split_once('\t')).collect() }
    }

    /// The stem of a folded word. Not a word in its own right; only good to compare by.
    pub(crate) fn stem(&self, word: &str) -> Box<str> {
        if let Some(base) = self.irregular.get(word) {
            return (*base).into();
        }
        if word.len() <= 3 || !word.bytes().all(|it| it.is_ascii_lowercase()) {
            return word.into();
        }
        let word = without_plural(word);
        let word = word.strip_suffix("ness").filter(|it| it.len() >= 4).unwrap_or(&word);
        let word = ending(word).unwrap_or_else(|| word.to_owned());
        let word = word.strip_suffix('e').filter(|it| it.len() >= 3).unwrap_or(&word);
        match word.strip_suffix('y').filter(|it| it.len() >= 3) {
            Some(base) => format!("{base}i").into(),
            None => word.into(),
        }
    }
}

fn without_plural(word: &str) -> String {
    if let Some(base) = word.strip_suffix("ies").filter(|it| it.len() >= 2) {
        return format!("{base}y");
    }
    let hissing = ["sses", "shes", "ches", "xes"].iter().any(|it| word.ends_with(it));
    if hissing {
        return word[..word.len() - 2].to_owned();
    }
    let singular = word.ends_with("ss") || word.ends_with("us") || word.ends_with("is");
    match word.strip_suffix('s').filter(|_| !singular) {
        Some(base) => base.to_owned(),
        None => word.to_owned(),
    }
}

fn ending(word: &str) -> Option<String> {
    if let Some(base) = word.strip_suffix("ied").filter(|it| it.len() >= 2) {
        return Some(format!("{base}y"));
    }
    let base = ["ing", "ed", "ly"].iter().find_map(|it| word.strip_suffix(it))?;
    let has_vowel = base.contains(['a', 'e', 'i', 'o', 'u', 'y']);
    if base.len() < 3 || !has_vowel {
        return None;
    }
    let last_two = &base.as_bytes()[base.len() - 2..];
    let doubled = last_two[0] == last_two[1] && !b"lsz".contains(&last_two[0]);
    Some(if doubled { base[..base.len() - 1].to_owned() } else { base.to_owned() })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn forms_of_one_word_share_a_stem() {
        for forms in [
            &["talk", "talks", "talking", "talked"][..],
            &["refuse", "refuses", "refused", "refusing"],
            &["party", "parties"],
            &["stop", "stopped", "stopping", "stops"],
            &["deny", "denies", "denied", "denying"],
            &["willing", "willingness"],
            &["take", "took", "taken", "taking"],
        ] {
            let stems: Vec<_> = forms.iter().map(|it| Stemmer::english().stem(it)).collect();
            assert!(stems.iter().all(|it| *it == stems[0]), "{forms:?}: {stems:?}");
        }
    }

    #[test]
    fn short_words_and_names_stay_whole() {
        for word in ["sea", "ring", "bus", "crisis", "8", "são"] {
            assert_eq!(&*Stemmer::english().stem(word), word);
        }
    }
}

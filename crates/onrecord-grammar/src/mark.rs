//! Marks stand aside while words are parsed, and are hung in afterwards by rule: a comma between two words would only
//! hide them from each other. What stood before a word is a feature of the word.

use crate::{Node, Relation};

/// What marks stand before a word: a bit each.
pub(crate) fn kind(text: &str) -> u32 {
    match text {
        "," => 1,
        "\"" | "“" | "”" | "''" | "``" | "„" | "«" | "»" => 2,
        "-" => 4,
        "–" | "—" | ":" | ";" | "--" => 8,
        "(" | ")" | "[" | "]" => 16,
        "." | "?" | "!" => 32,
        _ => 64,
    }
}

/// Gives the marks (all that are not in `kept`) their heads, when the other words have theirs.
pub(crate) fn hang(texts: &[&str], kept: &[u32], nodes: &mut [Node]) {
    if kept.len() == nodes.len() {
        return;
    }
    let reach = Reach::new(kept, nodes);
    let mut n_before = 0;
    for at in 0..nodes.len() {
        if kept.get(n_before).is_some_and(|it| *it as usize == at) {
            n_before += 1;
            continue;
        }
        let left = n_before.checked_sub(1).map(|it| kept[it]);
        let right = kept.get(n_before).copied();
        let head = reach
            .pair(texts, kept, nodes, at)
            .or_else(|| reach.head(nodes, (left, right), texts[at] == "-"));
        nodes[at].head = head.or(reach.root);
        nodes[at].relation = Relation::Punct;
    }
}

/// How far to each side what depends on a word reaches.
struct Reach {
    from: Vec<u32>,
    to: Vec<u32>,
    root: Option<u32>,
}

impl Reach {
    fn new(kept: &[u32], nodes: &[Node]) -> Self {
        let mut reach =
            Self { from: (0..nodes.len() as u32).collect(), to: Vec::new(), root: None };
        reach.to.clone_from(&reach.from);
        reach.root = kept.iter().copied().find(|it| nodes[*it as usize].head.is_none());
        // Arcs do not cross: the outermost words are found by going down from each side.
        for word in kept {
            let mut at = *word;
            while let Some(head) = nodes[at as usize].head {
                let (from, to) = (&mut reach.from[head as usize], &mut reach.to[head as usize]);
                if *from <= *word && *to >= *word {
                    break;
                }
                *from = (*from).min(*word);
                *to = (*to).max(*word);
                at = head;
            }
        }
        reach
    }

    /// Of a mark between two words: what it parts hangs from one side, or both from further right.
    fn head(
        &self,
        nodes: &[Node],
        (left, right): (Option<u32>, Option<u32>),
        hyphen: bool,
    ) -> Option<u32> {
        let (left, right) = (left?, right?);
        let left = self.highest(nodes, left, |reach, it| reach.to[it as usize] == left);
        let right = self.highest(nodes, right, |reach, it| reach.from[it as usize] == right);
        match nodes[left as usize].head {
            Some(head) if head > left => Some(if hyphen { left } else { head }),
            _ => Some(right),
        }
    }

    /// The highest above a word that still reaches no further.
    fn highest(&self, nodes: &[Node], mut word: u32, ends: impl Fn(&Self, u32) -> bool) -> u32 {
        while let Some(head) = nodes[word as usize].head.filter(|it| ends(self, *it)) {
            word = head;
        }
        word
    }

    /// Of quotation marks and brackets: the first word between the two whose head is not between them.
    fn pair(&self, texts: &[&str], kept: &[u32], nodes: &[Node], at: usize) -> Option<u32> {
        let (from, to) = partner(texts, at)?;
        let within = kept.iter().copied().filter(|it| (from..to).contains(&(*it as usize)));
        let out = |it: &u32| {
            nodes[*it as usize].head.is_none_or(|head| !(from..to).contains(&(head as usize)))
        };
        within.clone().find(out)
    }
}

/// Places of a pair of marks, of which one stands at `at`.
fn partner(texts: &[&str], at: usize) -> Option<(usize, usize)> {
    const FARTHEST: usize = 100;
    let later = |mark: &str| {
        let rest = texts.iter().enumerate().skip(at + 1).take(FARTHEST);
        rest.clone().find(|(_, it)| **it == mark).map(|(to, _)| (at, to))
    };
    let earlier = |mark: &str| {
        let start = at.saturating_sub(FARTHEST);
        texts[start..at].iter().rposition(|it| *it == mark).map(|from| (start + from, at))
    };
    match texts[at] {
        "“" => later("”"),
        "”" => earlier("“"),
        "(" => later(")"),
        ")" => earlier("("),
        "[" => later("]"),
        "]" => earlier("["),
        "\"" => {
            let n_before = texts[..at].iter().filter(|it| **it == "\"").count();
            if n_before % 2 == 0 { later("\"") } else { earlier("\"") }
        }
        _ => None,
    }
}

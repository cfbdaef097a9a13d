//! The possible links of two reports in, what their order says of each out.
//!
//! Statements of one story mostly run in the same order in two reports, with some left out on either
//! side and some moved. So a pair of reports is looked at as a whole: by dynamic programming, each
//! possible link gets the best chain of other links before it and after it that rises on both sides,
//! each counting as far as it is sure by itself, less what is skipped in between. A link that stands
//! in such a chain is likelier than its words alone make it; one that stands alone, or was moved, has
//! to do with its words.

/// A possible link between two reports.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Step {
    /// Place among the units of the one report.
    pub a: usize,
    /// Place among the units of the other.
    pub b: usize,
    /// How sure it is without the others, 0 to 1.
    pub sure: f32,
}

/// Cost of skipping, for each doubling or so of the units skipped on both sides; a sure link is
/// worth 1.
const SKIP: f32 = 0.5;

/// Most that a chain on one side of a link is worth.
const MOST: f32 = 2.0;

/// Links looked back upon, at most: keeps two long transcripts linear.
const LOOK_BACK: usize = 400;

/// For each step, the worth of the best chain of others around it, 0 to 2 × [`MOST`].
pub(crate) fn support(steps: &[Step]) -> Vec<f32> {
    let mut order: Vec<usize> = (0..steps.len()).collect();
    order.sort_unstable_by_key(|it| (steps[*it].a, steps[*it].b));
    let mut support = vec![0.0; steps.len()];
    add_chains(steps, &order, &mut support);
    order.reverse();
    add_chains(steps, &order, &mut support);
    support
}

/// Adds, for each step, the best chain that ends just before it in `order`.
fn add_chains(steps: &[Step], order: &[usize], support: &mut [f32]) {
    let mut chain = vec![0.0_f32; order.len()];
    for (n, at) in order.iter().enumerate() {
        let step = steps[*at];
        for before in n.saturating_sub(LOOK_BACK)..n {
            let other = steps[order[before]];
            let (a, b) = (step.a.abs_diff(other.a), step.b.abs_diff(other.b));
            let rises = a > 0 && b > 0 && (step.a > other.a) == (step.b > other.b);
            if rises && other.sure > 0.0 {
                let worth = chain[before] + other.sure - SKIP * ((a + b - 1) as f32).ln();
                chain[n] = chain[n].max(worth.min(MOST));
            }
        }
        support[*at] += chain[n];
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(steps: &[(usize, usize, f32)], expected: &[f32]) {
        let steps: Vec<Step> =
            steps.iter().map(|(a, b, sure)| Step { a: *a, b: *b, sure: *sure }).collect();
        let found = support(&steps);
        let found: Vec<f32> = found.iter().map(|it| (it * 100.0).round() / 100.0).collect();
        assert_eq!(found, expected);
    }

    #[test]
    fn neighbours_in_the_same_order_support_each_other() {
        check(&[(3, 7, 1.0), (4, 8, 0.0), (5, 9, 1.0)], &[0.45, 2.0, 0.45]);
    }

    #[test]
    fn a_chain_is_worth_more_than_its_nearest_link() {
        check(&[(1, 1, 1.0), (2, 2, 1.0), (3, 3, 1.0), (4, 4, 1.0)], &[2.0, 3.0, 3.0, 2.0]);
    }

    #[test]
    fn what_stands_far_off_says_little() {
        check(&[(0, 0, 1.0), (20, 30, 1.0)], &[0.0, 0.0]);
        check(&[(0, 0, 1.0), (1, 4, 1.0)], &[0.31, 0.31]);
    }

    #[test]
    fn what_was_moved_has_no_support() {
        check(&[(0, 5, 1.0), (1, 0, 1.0), (2, 1, 1.0)], &[0.0, 1.0, 1.0]);
    }

    #[test]
    fn two_links_of_one_unit_do_not_support_each_other() {
        check(&[(1, 1, 1.0), (1, 2, 1.0)], &[0.0, 0.0]);
    }
}

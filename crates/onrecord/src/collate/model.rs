//! Measures of likeness in, a probability out. The weights lie in `data/en/link_model.tsv`, which
//! `eval/fit_link.py` writes.

use super::link::MEASURES;

/// A logistic model over [`MEASURES`].
pub(crate) struct Model {
    bias: f32,
    weights: [f32; MEASURES.len()],
}

impl Model {
    pub(crate) fn english() -> Model {
        let mut model = Model { bias: 0.0, weights: [0.0; MEASURES.len()] };
        let rows = include_str!("../../data/en/link_model.tsv").lines();
        for (name, weight) in rows.filter_map(|row| row.split_once('\t')) {
            let weight = weight.parse().unwrap_or(0.0);
            match MEASURES.iter().position(|it| *it == name) {
                Some(n) => model.weights[n] = weight,
                None => model.bias = weight,
            }
        }
        model
    }

    /// How surely two statements with these measures are one utterance, 0 to 1.
    pub(crate) fn probability(&self, measures: &[f32; MEASURES.len()]) -> f32 {
        let weighted = measures.iter().zip(&self.weights).map(|(it, weight)| it * weight);
        1.0 / (1.0 + (-(weighted.sum::<f32>() + self.bias)).exp())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_measure_has_a_weight() {
        let model = Model::english();
        assert!(model.weights.iter().all(|it| *it != 0.0), "{:?}", model.weights);
        assert!(model.bias != 0.0);
    }
}

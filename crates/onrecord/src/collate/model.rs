//! The weights by which measures of likeness become a probability.

use super::link::N_MEASURES;

const BIAS: f32 = -4.0;
const WEIGHTS: [f32; N_MEASURES] = [8.0; N_MEASURES];

/// How surely two statements with these measures are one utterance, 0 to 1.
pub(crate) fn probability(measures: &[f32; N_MEASURES]) -> f32 {
    let logit = measures.iter().zip(&WEIGHTS).map(|(it, weight)| it * weight).sum::<f32>() + BIAS;
    1.0 / (1.0 + (-logit).exp())
}

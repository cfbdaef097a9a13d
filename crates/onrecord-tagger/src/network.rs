//! The two graphs that `train/export.py` writes, and how they are run.
//!
//! Each window is run by itself: nothing is padded, and what is found in one window never depends
//! on another. A run is single-threaded; reports are what is spread over threads.

use std::sync::{Arc, Mutex, PoisonError};

use rten::{Model, ModelOptions, NodeId, OpRegistry, RunOptions, ThreadPool, Value, ValueOrView};
use rten_tensor::prelude::*;
use rten_tensor::{NdTensor, Tensor};

use crate::{Error, Seen, Window};

/// Log probabilities of a token's role: none, source, cue, content.
pub(crate) type Roles = [f32; 4];

/// A token that may open a cue, and the roles of the window's tokens if it does.
pub(crate) struct Anchor {
    pub(crate) token: usize,
    /// Probability that it opens a cue.
    pub(crate) probability: f32,
    pub(crate) roles: Vec<Roles>,
}

/// Less likely anchors are not read at all.
const LEAST: f32 = 0.05;

/// Distances from the anchor are told apart up to here; `FAR` of `train/model.py`.
const FAR: i64 = 63;

pub(crate) struct Network {
    encoder: Model,
    reader: Model,
    /// Pools of one thread each, made as they are needed and used again. Without one of its own,
    /// each run would wait for the threads of a global pool.
    idle: Mutex<Vec<Arc<ThreadPool>>>,
}

impl Network {
    pub(crate) fn load(encoder: &'static [u8], reader: &'static [u8]) -> Result<Network, Error> {
        let load = |bytes| {
            let options = ModelOptions::with_ops(operations());
            options.load_static_slice(bytes).map_err(|err| Error::Weights(err.to_string()))
        };
        let (encoder, reader) = apart(|| (load(encoder), load(reader)));
        Ok(Network { encoder: encoder?, reader: reader?, idle: Mutex::default() })
    }

    /// The likely anchors of each window, in order.
    pub(crate) fn read(&self, windows: &[Window]) -> Result<Vec<Vec<Anchor>>, Error> {
        let pool = self.idle.lock().unwrap_or_else(PoisonError::into_inner).pop();
        let pool = pool.unwrap_or_else(|| Arc::new(ThreadPool::with_num_threads(1)));
        let read = || windows.iter().map(|it| self.read_on(&pool, it)).collect();
        let read = apart(read);
        self.idle.lock().unwrap_or_else(PoisonError::into_inner).push(pool);
        read
    }

    fn read_on(&self, pool: &Arc<ThreadPool>, window: &Window) -> Result<Vec<Anchor>, Error> {
        let (tokens, odds) = self.encode(pool, window)?;
        let probability = |odds: f32| 1.0 / (1.0 + (-odds).exp());
        let likely: Vec<(usize, f32)> = odds
            .into_iter()
            .map(probability)
            .enumerate()
            .filter(|(_, probability)| *probability >= LEAST)
            .collect();
        if likely.is_empty() {
            return Ok(Vec::new());
        }
        let at: Vec<usize> = likely.iter().map(|it| it.0).collect();
        let roles = self.roles(pool, tokens, window.tokens.len(), &at)?;
        let anchors = likely.into_iter().zip(roles);
        Ok(anchors
            .map(|((token, probability), roles)| Anchor { token, probability, roles })
            .collect())
    }

    fn encode(&self, pool: &Arc<ThreadPool>, window: &Window) -> Result<(Value, Vec<f32>), Error> {
        let n = window.pieces.len();
        let row = |of: &dyn Fn(&Seen) -> u8| {
            let mut row = vec![0; n];
            for token in &window.tokens {
                row[token.first as usize] = i32::from(of(token));
            }
            row
        };
        let flat = |it: Vec<i32>| Tensor::from_data(&[it.len()], it);
        let wide = |it: Vec<i32>| Tensor::from_data(&[1, it.len()], it);
        let inputs = [
            ("pieces", wide(window.pieces.iter().map(|it| *it as i32).collect())),
            ("shape", wide(row(&|it| it.shape))),
            ("quote", wide(row(&|it| it.quote))),
            ("role", wide(row(&|it| it.role))),
            ("heading", wide(row(&|it| it.heading))),
            ("places", flat((0..n as i32).collect())),
            ("first", flat(window.tokens.iter().map(|it| it.first as i32).collect())),
        ];
        let inputs = inputs.into_iter().map(|(name, it)| (name, ValueOrView::from(it)));
        let [tokens, odds] = run(&self.encoder, pool, inputs.collect(), ["tokens", "anchors"])?;
        let odds: Tensor<f32> = odds.try_into().map_err(|_| Error::Shape("anchors"))?;
        Ok((tokens, odds.to_vec()))
    }

    fn roles(
        &self,
        pool: &Arc<ThreadPool>,
        tokens: Value,
        n: usize,
        at: &[usize],
    ) -> Result<Vec<Vec<Roles>>, Error> {
        let distance = |from: usize, to: usize| (to as i64 - from as i64).clamp(-FAR, FAR) + FAR;
        let distances: Vec<i32> =
            at.iter().flat_map(|from| (0..n).map(|to| distance(*from, to) as i32)).collect();
        let places: Vec<i32> = at.iter().map(|it| *it as i32).collect();
        let inputs = vec![
            ("tokens", ValueOrView::from(tokens)),
            ("at", Tensor::from_data(&[at.len()], places).into()),
            ("distance", Tensor::from_data(&[at.len(), n], distances).into()),
        ];
        let [roles] = run(&self.reader, pool, inputs, ["roles"])?;
        let roles: NdTensor<f32, 3> = roles.try_into().map_err(|_| Error::Shape("roles"))?;
        let all = roles.to_vec();
        let (rows, rest) = all.as_chunks::<4>();
        if !rest.is_empty() || rows.len() != at.len() * n {
            return Err(Error::Shape("roles"));
        }
        Ok(rows.chunks(n).map(<[Roles]>::to_vec).collect())
    }
}

/// Does work that waits for a thread pool, on a thread that belongs to none. A pool's thread does
/// other work of its pool while it waits: it would begin the next report before this one is done,
/// and wait for ever where both want the same lock. A plain thread just waits.
fn apart<T: Send>(work: impl FnOnce() -> T + Send) -> T {
    let done = std::thread::scope(|scope| scope.spawn(work).join());
    done.unwrap_or_else(|panic| std::panic::resume_unwind(panic))
}

fn run<const N: usize>(
    model: &Model,
    pool: &Arc<ThreadPool>,
    inputs: Vec<(&str, ValueOrView)>,
    outputs: [&str; N],
) -> Result<[Value; N], Error> {
    let node = |name: &str| model.node_id(name).map_err(|err| Error::Weights(err.to_string()));
    let inputs: Result<Vec<(NodeId, ValueOrView)>, Error> =
        inputs.into_iter().map(|(name, it)| Ok((node(name)?, it))).collect();
    let outputs: Result<Vec<NodeId>, Error> = outputs.into_iter().map(node).collect();
    let mut options = RunOptions::default();
    options.thread_pool = Some(pool.clone());
    let values = model.run(inputs?, &outputs?, Some(options));
    let values = values.map_err(|err| Error::Run(err.to_string()))?;
    values.try_into().map_err(|_| Error::Shape("outputs"))
}

/// What the graphs use, and no more, so that the rest is not linked.
fn operations() -> OpRegistry {
    rten::op_registry!(
        Add,
        Cast,
        Concat,
        DequantizeLinear,
        Div,
        Erf,
        Gather,
        LayerNormalization,
        LogSoftmax,
        MatMul,
        Mul,
        Pow,
        ReduceMean,
        Reshape,
        Shape,
        Softmax,
        Split,
        Sqrt,
        Squeeze,
        Sub,
        Transpose,
        Unsqueeze
    )
}

//! The accurate tier: a small transformer that reads paragraphs for statements.
//!
//! A report and what the rules found in it come in, [`Tagged`] statements go out, which
//! [`onrecord::annotate::annotate_tagged`] joins with what the rules know and gives speakers and
//! days. Nothing is resolved here, and nothing but a report's own text is looked at.
//!
//! The weights are compiled in, and unpacked on first use. `docs/model-card.md` says what they were
//! trained on, how well they do, and where they fail.

mod annotator;
mod decode;
mod network;
mod pieces;
mod window;

pub use annotator::Annotator;
pub use pieces::Pieces;
pub use window::{LONGEST, Seen, Window, windows};

use onrecord::annotate::Tagged;
use onrecord::{Annotations, Report};

/// Why the accurate tier could not read.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// This build was made without weights.
    #[error(
        "this build has no weights for the accurate tier; use --tier fast, or build with the feature `weights`"
    )]
    Absent,
    /// The weights compiled in are not what the program expects.
    #[error("weights of the accurate tier: {0}")]
    Weights(String),
    /// The network failed on a window.
    #[error("the accurate tier failed: {0}")]
    Run(String),
    /// An output is not of the form the program expects.
    #[error("the accurate tier gave no proper {0}")]
    Shape(&'static str),
}

/// The network with its vocabulary, ready to read. May be shared between threads.
pub struct Tagger {
    pieces: Pieces,
    network: network::Network,
}

impl Tagger {
    /// Whether this build has weights.
    pub const AVAILABLE: bool = cfg!(feature = "weights");

    /// The tagger with the weights that this build was made with.
    ///
    /// # Errors
    /// [`Error::Absent`] in a build without them.
    #[cfg(feature = "weights")]
    pub fn english() -> Result<Tagger, Error> {
        static ENCODER: &[u8] = include_bytes!("../weights/encoder.onnx");
        static READER: &[u8] = include_bytes!("../weights/reader.onnx");
        let network = network::Network::load(ENCODER, READER)?;
        Ok(Tagger { pieces: Pieces::english(), network })
    }

    /// The tagger with the weights that this build was made with: none.
    ///
    /// # Errors
    /// Always [`Error::Absent`].
    #[cfg(not(feature = "weights"))]
    pub fn english() -> Result<Tagger, Error> {
        Err(Error::Absent)
    }

    /// Reads a report; `rules` is what the rules found in it.
    ///
    /// # Errors
    /// [`Error::Run`] or [`Error::Shape`] where weights and program do not fit together.
    pub fn read(&self, report: &Report, rules: &Annotations) -> Result<Vec<Tagged>, Error> {
        let windows = windows(&self.pieces, report, rules, LONGEST);
        let anchors = self.network.read(&windows)?;
        let found = windows.iter().zip(anchors);
        Ok(found.flat_map(|(window, anchors)| decode::statements(window, &anchors)).collect())
    }
}

//! Word lists, read once and not for each page: they never change.

use std::sync::LazyLock;

use onrecord::collate::Tables;
use onrecord::text::fold::Folding;

/// To compare wordings with.
pub(crate) static TABLES: LazyLock<Tables> = LazyLock::new(Tables::english);

/// To fold words with.
pub(crate) static FOLDING: LazyLock<Folding> = LazyLock::new(Folding::english);

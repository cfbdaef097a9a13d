//! Not written yet.

use std::path::Path;

pub(crate) fn run(input: &Path, out: &Path) -> anyhow::Result<()> {
    anyhow::bail!("pairs: not written yet ({} to {})", input.display(), out.display())
}

//! Not written yet.

use std::path::Path;

pub(crate) fn run(input: &Path, out: &Path) -> anyhow::Result<()> {
    anyhow::bail!("stories: not written yet ({} to {})", input.display(), out.display())
}

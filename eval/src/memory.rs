//! The memory of this process.

use std::fs;

/// Memory of this process, where the system tells it (Linux).
pub(crate) struct Memory {
    bytes: f64,
}

impl Memory {
    /// What it has now. The most it ever had is forgotten.
    pub(crate) fn now() -> Option<Memory> {
        fs::write("/proc/self/clear_refs", "5").ok()?;
        Some(Memory { bytes: status("VmRSS:")? })
    }

    /// The most it had since, beyond what it had then. What had been given back to the allocator
    /// and is used again does not show.
    pub(crate) fn since(self) -> Option<f64> {
        Some(status("VmHWM:")? - self.bytes)
    }
}

/// A figure that the system tells of this process, in bytes.
fn status(name: &str) -> Option<f64> {
    let told = fs::read_to_string("/proc/self/status").ok()?;
    let line = told.lines().find_map(|it| it.strip_prefix(name))?;
    let kilobytes: f64 = line.trim().strip_suffix("kB")?.trim().parse().ok()?;
    Some(kilobytes * 1024.0)
}

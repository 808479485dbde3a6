//! How a night is worked off.

use std::path::PathBuf;
use std::time::Duration;

use crate::fetch::{FetchOptions, Surroundings};
use crate::model::Target;
use crate::provenance::Trust;
use crate::signatures::Signatures;
use crate::store::{Blobs, ParsedFiles, StoreError};

/// Everything that the workers of one process share beside the database.
pub struct Settings {
    pub signatures: Signatures,
    pub surroundings: Surroundings,
    pub options: FetchOptions,
    pub target: Target,
    /// Whose proofs count; without it nobody is asked for any.
    pub trust: Option<Trust>,
    /// Where artifacts, parsed files and imported advisories of this machine lie.
    pub cache: PathBuf,
    /// What the artifacts there may take, in bytes.
    pub keep: u64,
    /// Names this process in the queue; no other has the same.
    pub worker: String,
    /// Packages judged side by side.
    pub jobs: usize,
    /// How long an item stays with a worker that is not heard of.
    pub lease: Duration,
    /// How long one item may take in all, whatever its worker says.
    pub deadline: Duration,
    /// How long an item waits after its first failure; twice as long after the second.
    pub pause: Duration,
    pub budget: Budget,
}

impl Settings {
    /// Removes artifacts and parsed files that were not needed for longest, where they take more than they may.
    pub fn tidy(&self) -> Result<(), StoreError> {
        Blobs::new(&self.cache).prune(self.keep)?;
        self.parsed()?.prune();
        Ok(())
    }

    /// A tenth of what artifacts may take is for what was parsed of them.
    pub(super) fn parsed(&self) -> Result<ParsedFiles, StoreError> {
        ParsedFiles::open(&self.cache, self.keep / 10)
    }
}

/// Requests of all workers together.
#[derive(Debug, Clone, PartialEq)]
pub struct Budget {
    /// To each host, in a second. None for as fast as it goes.
    pub requests_per_second: Option<f64>,
    /// The MCP registry, as `host` or `host:port`: it asks for at most one request a second.
    pub gentle: Option<String>,
}

/// Between two requests to the MCP registry.
const GENTLE: Duration = Duration::from_secs(1);

impl Budget {
    /// Between two requests to this host.
    pub fn interval(&self, host: &str) -> Option<Duration> {
        let rate = self.requests_per_second.filter(|rate| *rate > 0.0)?;
        let interval = Duration::from_secs_f64(1.0 / rate);
        Some(if self.gentle.as_deref() == Some(host) { interval.max(GENTLE) } else { interval })
    }
}

impl Default for Budget {
    fn default() -> Self {
        Self { requests_per_second: Some(5.0), gentle: None }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_mcp_registry_is_asked_at_most_once_a_second() {
        let budget = |rate| Budget { requests_per_second: Some(rate), gentle: Some("registry.example".to_owned()) };
        assert_eq!(budget(5.0).interval("npm.example"), Some(Duration::from_millis(200)));
        assert_eq!(budget(5.0).interval("registry.example"), Some(GENTLE));
        assert_eq!(budget(0.5).interval("registry.example"), Some(GENTLE * 2));
        assert_eq!(budget(0.0).interval("registry.example"), None);
    }
}

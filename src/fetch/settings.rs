//! What the program is told about its surroundings: nothing in `fetch` asks the process itself.

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use super::pace::Pace;

/// The environment that a command runs in, handed over by the command line.
#[derive(Debug, Clone, Default)]
pub struct Surroundings {
    pub env: BTreeMap<String, String>,
    pub home: Option<PathBuf>,
    pub cwd: PathBuf,
}

impl Surroundings {
    /// A variable that is set and not empty.
    pub fn var(&self, name: &str) -> Option<&str> {
        self.env.get(name).map(String::as_str).filter(|value| !value.is_empty())
    }

    /// The first of several variables that is set and not empty.
    pub fn first_var(&self, names: &[&str]) -> Option<&str> {
        names.iter().find_map(|name| self.var(name))
    }
}

/// What flags say about fetching.
#[derive(Debug, Clone)]
pub struct FetchOptions {
    /// npm registry; scopes keep their own.
    pub registry: Option<String>,
    pub index_url: Option<String>,
    pub extra_index_url: Vec<String>,
    /// The MCP registry's address, or `none`.
    pub mcp_registry: Option<String>,
    /// Where npm tells which packages have changed; a base of `_changes`.
    pub npm_changes: Option<String>,
    /// Whom the owner of a registry may write to: an address of the web or of mail. It is told with each request.
    pub contact: Option<String>,
    /// Asked before each request.
    pub pace: Option<Arc<dyn Pace>>,
    /// Every network call is refused.
    pub offline: bool,
    /// How long one document or file may take, retries included.
    pub timeout: Duration,
    /// How long a connection may stay silent.
    pub read_timeout: Duration,
    /// Largest artifact, in bytes.
    pub max_size: u64,
    /// Attempts after the first.
    pub retries: usize,
    /// Delay before the first retry; doubles from there, with jitter.
    pub retry_delay: Duration,
}

impl Default for FetchOptions {
    fn default() -> Self {
        Self {
            registry: None,
            index_url: None,
            extra_index_url: Vec::new(),
            mcp_registry: None,
            npm_changes: None,
            contact: None,
            pace: None,
            offline: false,
            timeout: Duration::from_secs(300),
            read_timeout: Duration::from_secs(30),
            max_size: 256 << 20,
            retries: 3,
            retry_delay: Duration::from_millis(500),
        }
    }
}

//! How fast a host may be asked: decided by whoever knows of all who ask it.

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

/// One budget of requests for everybody who holds it. Hosts are named as `host`, or `host:port` where the port is unusual.
pub trait Pace: Send + Sync {
    /// How long to wait before the next request to this host. Each request asks, retries and the hops of redirects too.
    fn reserve(&self, host: &str) -> Duration;

    /// Told after each answer: what came of its body, decompressed.
    fn received(&self, host: &str, bytes: u64);

    /// The host asks for a pause (`Retry-After`). Who asked obeys; this is for the others.
    fn asked_to_wait(&self, host: &str, pause: Duration) {
        let _ = (host, pause);
    }
}

impl fmt::Debug for dyn Pace {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Pace")
    }
}

/// Tells what came once an answer is done with, however it ended.
pub(super) struct Received {
    pace: Option<Arc<dyn Pace>>,
    host: String,
    pub bytes: u64,
}

impl Received {
    pub fn nothing(pace: Option<&Arc<dyn Pace>>, host: String) -> Self {
        Self { pace: pace.cloned(), host, bytes: 0 }
    }
}

impl Drop for Received {
    fn drop(&mut self) {
        if let Some(pace) = &self.pace {
            pace.received(&self.host, self.bytes);
        }
    }
}

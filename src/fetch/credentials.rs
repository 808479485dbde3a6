//! One `Authorization` header: never printed, and sent to one origin only.

use std::fmt;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;

#[derive(Clone, PartialEq, Eq)]
pub(crate) struct Credentials(String);

impl Credentials {
    pub fn bearer(token: &str) -> Self {
        Self(format!("Bearer {token}"))
    }

    pub fn basic(user: &str, password: &str) -> Self {
        Self::encoded(&STANDARD.encode(format!("{user}:{password}")))
    }

    /// `user:password` that is in base64 already.
    pub fn encoded(base64: &str) -> Self {
        Self(format!("Basic {base64}"))
    }

    pub(super) fn header(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for Credentials {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Credentials(…)")
    }
}

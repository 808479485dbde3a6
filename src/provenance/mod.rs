//! Whether the proofs that come with a release hold: the registry's own signature, and what Sigstore says of how its files were
//! built. Never asks anybody; where the answers come from is for `fetch`.

mod answer;
mod registry;
#[cfg(feature = "provenance")]
mod statement;
mod subject;

#[cfg_attr(not(feature = "provenance"), path = "unverified.rs")]
mod sigstore;

pub use answer::attestations;
pub use registry::signature;
pub use sigstore::Trust;
pub use subject::Subject;

use thiserror::Error;

/// A trusted root that is none.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[error("not a trusted root: {0}\nhint: it is the `trusted_root.json` of a Sigstore instance")]
pub struct BadTrust(String);

/// A stranger's text in a message: one line of at most 200 characters.
fn brief(text: &str) -> String {
    text.chars().take(200).map(|c| if c.is_control() { '\u{fffd}' } else { c }).collect()
}

#[cfg(all(test, feature = "provenance"))]
mod tests;

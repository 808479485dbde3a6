//! Which packages the code of a package comes to.

use serde::{Deserialize, Serialize};

#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Links {
    /// What its code imports from outside, as far as something runs that code: `@acme/core` of `@acme/core/io`, `yaml` of
    /// `yaml.nodes`. Sorted.
    pub imports: Vec<String>,
    /// The modules of Python that the package brings; sorted.
    pub provides: Vec<String>,
}

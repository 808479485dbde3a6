//! Which packages the code of a package comes to.

use serde::{Deserialize, Serialize};

#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Links {
    /// What its code imports from outside, as far as something runs that code: `@acme/core` of `@acme/core/io`, `yaml` of
    /// `yaml.nodes`. Sorted.
    pub imports: Vec<String>,
    /// The modules of Python that the package brings; sorted.
    pub provides: Vec<String>,
    /// Words of the commands that its code and its install scripts give, and files of dependencies that it names: any of them may be a
    /// command of another package. Sorted.
    #[serde(default)]
    pub gives: Vec<String>,
    /// What another package would write to start one of its commands. Sorted.
    #[serde(default)]
    pub commands: Vec<String>,
}

//! Whose code something is.

use std::fmt;

use serde::{Deserialize, Serialize};

#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Origin {
    /// Written for this package, as far as can be told.
    #[default]
    Own,
    /// Another package's code inside this one's files.
    Bundled(String),
    /// A dependency, as `name@version`.
    Dependency(String),
}

impl fmt::Display for Origin {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Own => f.write_str("own"),
            Self::Bundled(package) => write!(f, "bundled:{package}"),
            Self::Dependency(package) => write!(f, "dependency:{package}"),
        }
    }
}

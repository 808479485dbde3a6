//! What the solver decides about: a project, or one extra of a project, which asks for more.

use std::fmt;

use pep508_rs::ExtraName;

use crate::model::PackageName;

#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(super) enum Part {
    /// What was asked for. It has one version.
    Request,
    Base(PackageName),
    /// Always at the version of its project.
    Extra(PackageName, ExtraName),
}

impl Part {
    pub fn project(&self) -> Option<&PackageName> {
        match self {
            Self::Request => None,
            Self::Base(name) | Self::Extra(name, _) => Some(name),
        }
    }

    pub fn extra(&self) -> Option<&ExtraName> {
        match self {
            Self::Request | Self::Base(_) => None,
            Self::Extra(_, extra) => Some(extra),
        }
    }
}

impl fmt::Display for Part {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Request => f.write_str("the request"),
            Self::Base(name) => name.fmt(f),
            Self::Extra(name, extra) => write!(f, "{name}[{extra}]"),
        }
    }
}

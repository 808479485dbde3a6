//! The ways in which a value from outside does harm, and sets of them.

use serde::{Deserialize, Deserializer};

/// What a value is taken for at the place where it ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Kind {
    /// Words of a shell.
    Shell,
    /// An argument of a program, which may begin with `-` or name a file.
    Option,
    /// A path of the file system.
    Path,
    /// The text of a query: SQL, Cypher.
    Sql,
    /// The address that a request goes to.
    Url,
    /// An address that the desktop opens with whatever program its scheme names.
    Open,
    /// Code, or bytes that an unsafe loader turns into objects.
    Code,
}

impl Kind {
    pub const ALL: [Self; 7] = [Self::Shell, Self::Option, Self::Path, Self::Sql, Self::Url, Self::Open, Self::Code];
}

/// A set of [`Kind`]s.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub struct Kinds(u8);

impl Kinds {
    pub const NONE: Self = Self(0);
    pub const ALL: Self = Self(0x7f);

    pub const fn of(kind: Kind) -> Self {
        Self(1 << kind as u8)
    }

    pub const fn with(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }

    pub const fn both(self, other: Self) -> Self {
        Self(self.0 & other.0)
    }

    pub const fn has(self, kind: Kind) -> bool {
        self.0 & (1 << kind as u8) != 0
    }

    pub const fn is_empty(self) -> bool {
        self.0 == 0
    }
}

impl FromIterator<Kind> for Kinds {
    fn from_iter<I: IntoIterator<Item = Kind>>(kinds: I) -> Self {
        kinds.into_iter().fold(Self::NONE, |all, kind| all.with(Self::of(kind)))
    }
}

/// A list of words, or `"all"`.
impl<'de> Deserialize<'de> for Kinds {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        #[derive(Deserialize)]
        #[serde(untagged)]
        enum Raw {
            Word(String),
            List(Vec<Kind>),
        }
        match Raw::deserialize(deserializer)? {
            Raw::List(kinds) => Ok(kinds.into_iter().collect()),
            Raw::Word(word) if word == "all" => Ok(Self::ALL),
            Raw::Word(word) => Err(serde::de::Error::custom(format!("`{word}` is neither \"all\" nor a list of kinds"))),
        }
    }
}

//! The keys of pnpm-lock.yaml, which changed with its versions: `/name/1.0.0_peer@2`, `/name@1.0.0(peer@2)`, `name@1.0.0(peer@2)`.

use super::split_name;

/// The generations of the format that differ in their keys.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Keys {
    /// Version 5.
    Slashes,
    /// Version 6.
    LeadingSlash,
    /// Version 9.
    Plain,
}

impl Keys {
    pub fn of(version: &str) -> Option<Self> {
        match version.split('.').next()? {
            "5" => Some(Self::Slashes),
            "6" | "7" => Some(Self::LeadingSlash),
            "9" => Some(Self::Plain),
            _ => None,
        }
    }

    /// Name and version of a package from a registry; none for what is kept by its address.
    pub fn split(self, key: &str) -> Option<(&str, &str)> {
        let (name, version) = match self {
            Self::Slashes => {
                let (name, version) = key.strip_prefix('/')?.rsplit_once('/')?;
                // Peers stand behind the version: `1.0.0_react@18.2.0`, of which old files escape the slash of a scope as `+`.
                (name, version.split('_').next()?)
            }
            Self::LeadingSlash => split_name(without_peers(key.strip_prefix('/')?))?,
            Self::Plain => split_name(without_peers(key))?,
        };
        let is_version = version.starts_with(|first: char| first.is_ascii_digit()) && !version.contains(['/', ':']);
        is_version.then_some((name, version))
    }

    /// The key of its description in `packages`, where snapshots have keys of their own.
    pub fn description(self, key: &str) -> &str {
        match self {
            Self::Slashes | Self::LeadingSlash => key,
            Self::Plain => without_peers(key),
        }
    }

    /// Where a reference such as `1.0.0(react@18.2.0)`, `other@2.0.0` or an address may lead, best first.
    pub fn candidates(self, name: &str, reference: &str) -> [String; 2] {
        let own = match self {
            Self::Slashes => format!("/{name}/{reference}"),
            Self::LeadingSlash => format!("/{name}@{reference}"),
            Self::Plain => format!("{name}@{reference}"),
        };
        [own, reference.to_owned()]
    }
}

/// An address may hold brackets of its own, but no reference to a peer begins without a name and an `@`.
fn without_peers(key: &str) -> &str {
    key.split('(').next().unwrap_or(key)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_and_versions_are_read_from_every_generation() {
        assert_eq!(Keys::Slashes.split("/@s/a/1.0.0-rc.1_react@18.2.0"), Some(("@s/a", "1.0.0-rc.1")));
        assert_eq!(Keys::LeadingSlash.split("/@s/a@1.0.0(@t/b@2.0.0)(c@3.0.0(d@4.0.0))"), Some(("@s/a", "1.0.0")));
        assert_eq!(Keys::Plain.split("@s/a@1.0.0(@t/b@2.0.0)"), Some(("@s/a", "1.0.0")));
        for (keys, key) in [
            (Keys::Slashes, "github.com/acme/a/0123"),
            (Keys::LeadingSlash, "@files.example/a.tgz"),
            (Keys::Plain, "a@https://files.example/a.tgz"),
            (Keys::Plain, "a@file:../a"),
            (Keys::Plain, "a"),
            (Keys::Plain, ""),
        ] {
            assert_eq!(keys.split(key), None, "{key}");
        }
    }
}

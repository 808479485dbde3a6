//! What a release says that it asks for: core metadata, as an index serves it or as the files hold it. Nothing is built to learn it.

use std::str::FromStr;

use pep508_rs::{ExtraName, MarkerEnvironment};

use super::requirement::{Origin, Requirement};
use crate::manifest::core_metadata;
use crate::resolve::marker;

/// The longest lists of honest packages have some two thousand.
const MOST_REQUIREMENTS: usize = 10_000;
/// Of one file that is read for requirements.
const LONGEST_TEXT: usize = 16 << 20;

#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Metadata {
    pub requirements: Vec<Requirement>,
    pub extras: Vec<ExtraName>,
    pub requires_python: Option<String>,
    /// Why an install may find that more or something else is asked for: a clause.
    pub doubt: Option<String>,
    /// It was read off the end of the wheel, so no hash vouches for it.
    pub is_unverified: bool,
}

impl Metadata {
    /// METADATA of a wheel.
    pub fn of_wheel(text: &[u8]) -> Self {
        Core::read(text).metadata
    }

    /// Nothing is known, for a reason that is a clause.
    pub fn unknown(doubt: impl Into<String>) -> Self {
        Self { doubt: Some(doubt.into()), ..Self::default() }
    }

    /// Takes requirements up as they were written.
    pub fn asking(mut self, texts: impl IntoIterator<Item = String>) -> Self {
        let mut texts = texts.into_iter();
        self.requirements.extend(texts.by_ref().take(MOST_REQUIREMENTS).map(|text| Requirement::read(&text)));
        if texts.next().is_some() {
            self.doubt = Some(format!("it asks for more than {MOST_REQUIREMENTS} packages, and the others were not read"));
        }
        self
    }

    /// What is asked for in any case, or else because of the extra alone.
    pub fn asked<'a>(&'a self, extra: Option<&ExtraName>, environment: &MarkerEnvironment) -> Vec<&'a Requirement> {
        let asked = self.requirements.iter().filter(|requirement| {
            let Some(marker) = &requirement.marker else { return extra.is_none() };
            let holds = |extras: &[ExtraName]| marker::holds(marker, environment, extras);
            match (holds(&[]), extra) {
                // In doubt it is asked for.
                (always, None) => always.unwrap_or(true),
                (always, Some(extra)) => always == Some(false) && holds(std::slice::from_ref(extra)) == Some(true),
            }
        });
        asked.collect()
    }

    /// Whether the requirement has a marker that cannot be read, so that it is asked for in doubt.
    pub fn is_doubtful(requirement: &Requirement, environment: &MarkerEnvironment) -> bool {
        let marker = requirement.marker.as_deref();
        marker.is_some_and(|marker| marker::holds(marker, environment, &[]).is_none()) || matches!(requirement.origin, Origin::Unread(_))
    }
}

/// Core metadata with what tells how far a source distribution's may be trusted.
pub(super) struct Core {
    pub metadata: Metadata,
    /// Since 2.2, what is not named dynamic stays as it is in whatever is built.
    pub is_final: bool,
}

impl Core {
    pub fn read(text: &[u8]) -> Self {
        let cut = &text[..text.len().min(LONGEST_TEXT)];
        let text = String::from_utf8_lossy(cut.strip_prefix(b"\xef\xbb\xbf").unwrap_or(cut));
        let headers = core_metadata(&text);
        let all = |name: &'static str| headers.fields.iter().filter(move |header| header.name == name).map(|header| header.value.as_str());
        let one_line = |value: &str| value.lines().map(str::trim).collect::<Vec<_>>().join(" ");
        let is_dynamic = all("dynamic").any(|field| ["requires-dist", "provides-extra"].contains(&field.to_ascii_lowercase().as_str()));
        let version = headers.first("metadata-version").and_then(version).unwrap_or_default();
        let metadata = Metadata {
            extras: all("provides-extra").filter_map(|name| ExtraName::from_str(name).ok()).collect(),
            requires_python: headers.first("requires-python").map(one_line),
            ..Metadata::default()
        };
        Self { metadata: metadata.asking(all("requires-dist").map(one_line)), is_final: version >= (2, 2) && !is_dynamic }
    }
}

/// `2.1`
fn version(text: &str) -> Option<(u32, u32)> {
    let (major, minor) = text.split_once('.')?;
    Some((major.trim().parse().ok()?, minor.trim().parse().ok()?))
}

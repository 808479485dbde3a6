//! What no data has a reason to call while it is loaded.

use serde::Deserialize;

use super::entry::{Source, entry};
use super::error::SignatureError;
use super::{CHECKED, Signatures, glob, source};
use crate::model::Severity;

/// Bytes of a name or a text that are looked at.
const LONGEST: usize = 200;
/// Ways to read one name.
const MAX_READINGS: usize = 8;

#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PickledSignature {
    pub id: String,
    /// `runs commands`
    pub does: String,
    pub severity: Severity,
    /// `module.name`; `*` stands for any run of characters.
    pub names: Vec<String>,
    /// Names that are none of it although they fit.
    #[serde(default)]
    pub exempt: Vec<String>,
    /// Where given, one of the constant texts in the call must fit one of these.
    #[serde(default)]
    pub with: Vec<String>,
    pub why: String,
    pub example: String,
    pub clean: Vec<String>,
}

entry!(PickledSignature);

impl PickledSignature {
    fn fits(&self, name: &str, words: &[String]) -> bool {
        let is_one = |patterns: &[String], text: &str| patterns.iter().any(|pattern| glob::matches(pattern, text));
        let is_with = |word: &String| is_one(&self.with, &word[..word.floor_char_boundary(LONGEST)]);
        is_one(&self.names, name) && !is_one(&self.exempt, name) && (self.with.is_empty() || words.iter().any(is_with))
    }
}

#[derive(Debug)]
pub(super) struct PickledNames {
    entries: Vec<PickledSignature>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    #[serde(default)]
    callable: Vec<PickledSignature>,
}

impl PickledNames {
    pub fn parse(file: &str, text: &str) -> Result<Self, SignatureError> {
        let source = Source { file, text };
        let entries = source.parse::<File>()?.callable;
        source.check(&entries)?;
        Ok(Self { entries })
    }

    #[cfg(test)]
    pub fn entries(&self) -> &[PickledSignature] {
        &self.entries
    }
}

impl Signatures {
    pub(super) fn pickled_names(&self) -> &PickledNames {
        self.pickled.get_or_init(|| self.texts.parse(source::PICKLED, PickledNames::parse).expect(CHECKED))
    }

    /// What a pickle does that asks a module for a name and calls it with these constant texts. A name may go through another
    /// module: `os.system` of `acme.files`.
    pub fn pickled(&self, module: &str, name: &str, words: &[String]) -> Option<&PickledSignature> {
        let name = &name[..name.floor_char_boundary(LONGEST)];
        let whole = if module.is_empty() { name.to_owned() } else { format!("{}.{name}", &module[..module.floor_char_boundary(LONGEST)]) };
        let inner = std::iter::successors(Some(name), |name| name.split_once('.').map(|(_, rest)| rest));
        let mut readings = std::iter::once(whole.as_str()).chain(inner.filter(|name| name.contains('.'))).take(MAX_READINGS);
        readings.find_map(|reading| self.pickled_names().entries.iter().find(|entry| entry.fits(reading, words)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn id(module: &str, name: &str) -> Option<String> {
        Signatures::builtin().pickled(module, name, &[]).map(|entry| entry.id.clone())
    }

    #[test]
    fn a_name_is_known_through_other_modules() {
        assert_eq!(id("acme.files", "os.system").as_deref(), Some("commands"));
        assert_eq!(id("acme", "files.subprocess.Popen").as_deref(), Some("commands"));
        assert_eq!(id("acme.files", "os").as_deref(), Some("modules-of-others"));
    }

    #[test]
    fn what_honest_data_is_made_of_is_unknown() {
        for (module, name) in [
            ("numpy.core.multiarray", "_reconstruct"),
            ("numpy", "dtype"),
            ("sklearn.linear_model._logistic", "LogisticRegression"),
            ("collections", "OrderedDict"),
            ("datetime", "datetime"),
            ("torch._utils", "_rebuild_tensor_v2"),
            ("copyreg", "_reconstructor"),
            ("_codecs", "encode"),
            ("builtins", "object"),
            ("builtins", "set"),
            ("builtins", "getattr"),
            ("pathlib", "PosixPath"),
            ("os", "stat_result"),
            ("requests.sessions", "Session"),
            ("subprocess", "CompletedProcess"),
        ] {
            assert_eq!(id(module, name), None, "{module}.{name}");
        }
    }
}

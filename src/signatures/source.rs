//! The texts of the signature files: built in, or those that a folder replaces.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::fs;
use std::io::Read;
use std::path::{Path, PathBuf};

use super::entry::Source;
use super::error::SignatureError;
use crate::model::Sha256;

pub(super) const JAVASCRIPT: &str = "sinks/javascript.toml";
pub(super) const PYTHON: &str = "sinks/python.toml";
pub(super) const SHELL: &str = "sinks/shell.toml";
/// By [`super::Runtime`].
pub(super) const PASSAGES: [&str; 2] = ["passages/javascript.toml", "passages/python.toml"];
pub(super) const ENTRIES: &str = "entries.toml";
pub(super) const HOSTS: &str = "hosts.toml";
pub(super) const CLIENTS: &str = "clients.toml";
pub(super) const ENV: &str = "env.toml";
pub(super) const PATHS: &str = "paths.toml";
pub(super) const CREDENTIALS: &str = "credentials.toml";
pub(super) const PICKLED: &str = "pickled.toml";
pub(super) const PROGRAMS: &str = "programs.toml";
pub(super) const ROLES: &str = "roles.toml";
pub(super) const SERVERS: &str = "servers.toml";
pub(super) const OPTIONS: &str = "options.toml";
pub(super) const PURPOSES: &str = "purposes.toml";
pub(super) const CLAIMS: &str = "claims.toml";
pub(super) const INSTALLERS: &str = "installers.toml";
pub(super) const INSTRUCTIONS: &str = "instructions.toml";
pub(super) const SOURCES: &str = "sources.toml";
pub(super) const TARGETS: &str = "targets.toml";
pub(super) const TRANSPORT: &str = "transport.toml";
pub(super) const WEIGHTS: &str = "weights.toml";

const BUILTIN: &[(&str, &str)] = &[
    (JAVASCRIPT, include_str!("../../signatures/sinks/javascript.toml")),
    (PYTHON, include_str!("../../signatures/sinks/python.toml")),
    (SHELL, include_str!("../../signatures/sinks/shell.toml")),
    (PASSAGES[0], include_str!("../../signatures/passages/javascript.toml")),
    (PASSAGES[1], include_str!("../../signatures/passages/python.toml")),
    (ENTRIES, include_str!("../../signatures/entries.toml")),
    (HOSTS, include_str!("../../signatures/hosts.toml")),
    (CLIENTS, include_str!("../../signatures/clients.toml")),
    (ENV, include_str!("../../signatures/env.toml")),
    (PATHS, include_str!("../../signatures/paths.toml")),
    (CREDENTIALS, include_str!("../../signatures/credentials.toml")),
    (PICKLED, include_str!("../../signatures/pickled.toml")),
    (PROGRAMS, include_str!("../../signatures/programs.toml")),
    (ROLES, include_str!("../../signatures/roles.toml")),
    (SERVERS, include_str!("../../signatures/servers.toml")),
    (OPTIONS, include_str!("../../signatures/options.toml")),
    (PURPOSES, include_str!("../../signatures/purposes.toml")),
    (CLAIMS, include_str!("../../signatures/claims.toml")),
    (TARGETS, include_str!("../../signatures/targets.toml")),
    (SOURCES, include_str!("../../signatures/sources.toml")),
    (INSTALLERS, include_str!("../../signatures/installers.toml")),
    (INSTRUCTIONS, include_str!("../../signatures/instructions.toml")),
    (TRANSPORT, include_str!("../../signatures/transport.toml")),
    (WEIGHTS, include_str!("../../signatures/weights.toml")),
];

/// Bytes; the built-in files are below a twentieth of it.
const LIMIT: u64 = 1 << 20;

/// Every signature file, by its path inside the folder.
pub(super) struct Texts(BTreeMap<&'static str, Cow<'static, str>>);

impl Texts {
    pub fn builtin() -> Self {
        Self(BUILTIN.iter().map(|(file, text)| (*file, Cow::Borrowed(*text))).collect())
    }

    pub fn read(folder: &Path) -> Result<Self, SignatureError> {
        refuse_unknown(folder)?;
        refuse_unknown_in(folder, "sinks")?;
        refuse_unknown_in(folder, "passages")?;
        let mut texts = Self::builtin();
        let mut replaced = 0;
        for (file, text) in &mut texts.0 {
            if let Some(own) = read(&folder.join(file))? {
                *text = Cow::Owned(own);
                replaced += 1;
            }
        }
        match replaced {
            0 => Err(SignatureError::Empty { path: folder.to_owned(), known: known() }),
            _ => Ok(texts),
        }
    }

    pub fn get(&self, file: &str) -> &str {
        self.0.get(file).expect("every file is asked for by its constant")
    }

    pub fn parse<T>(&self, file: &str, parse: impl Fn(&str, &str) -> Result<T, SignatureError>) -> Result<T, SignatureError> {
        parse(file, self.get(file))
    }

    pub fn source<'t>(&'t self, file: &'t str) -> Source<'t> {
        Source { file, text: self.get(file) }
    }

    pub fn digest(&self) -> Sha256 {
        Sha256::of_parts(self.0.iter().flat_map(|(file, text)| [file.as_bytes(), text.as_bytes()]))
    }
}

/// None when there is no such file.
fn read(path: &Path) -> Result<Option<String>, SignatureError> {
    let failed = |source| SignatureError::Read { path: path.to_owned(), source };
    let file = match fs::File::open(path) {
        Ok(file) => file,
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(None),
        Err(error) => return Err(failed(error)),
    };
    let mut text = String::new();
    file.take(LIMIT + 1).read_to_string(&mut text).map_err(failed)?;
    if text.len() as u64 > LIMIT {
        return Err(SignatureError::TooLarge { path: path.to_owned(), limit: LIMIT });
    }
    Ok(Some(text))
}

/// A misspelt file would otherwise leave the built-in rules standing without a word.
fn refuse_unknown(folder: &Path) -> Result<(), SignatureError> {
    let failed = |source| SignatureError::Read { path: folder.to_owned(), source };
    refuse(fs::read_dir(folder).map_err(failed)?, "")
}

fn refuse_unknown_in(folder: &Path, inner: &str) -> Result<(), SignatureError> {
    match fs::read_dir(folder.join(inner)) {
        Ok(entries) => refuse(entries, &format!("{inner}/")),
        Err(_) => Ok(()),
    }
}

fn refuse(entries: fs::ReadDir, prefix: &str) -> Result<(), SignatureError> {
    for entry in entries.flatten() {
        let name = format!("{prefix}{}", entry.file_name().to_string_lossy());
        if name.ends_with(".toml") && !BUILTIN.iter().any(|(file, _)| *file == name) {
            return Err(SignatureError::UnknownFile { path: PathBuf::from(name), known: known() });
        }
    }
    Ok(())
}

fn known() -> String {
    BUILTIN.iter().map(|(file, _)| *file).collect::<Vec<_>>().join(", ")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn error(folder: &Path) -> String {
        Texts::read(folder).err().map(|error| error.to_string()).unwrap_or_default()
    }

    #[test]
    fn a_folder_without_signatures_is_an_error() {
        let folder = tempfile::tempdir().unwrap();
        assert!(error(folder.path()).contains("none of its files is a signature file"));
        assert!(error(&folder.path().join("missing")).contains("hint: --signatures takes a folder"));
    }

    #[test]
    fn a_misspelt_file_is_an_error() {
        let folder = tempfile::tempdir().unwrap();
        fs::create_dir(folder.path().join("sinks")).unwrap();
        fs::write(folder.path().join("sinks/pyhton.toml"), "").unwrap();
        assert!(error(folder.path()).starts_with("sinks/pyhton.toml: no signature file has this name"));
    }

    #[test]
    fn a_huge_file_is_an_error() {
        let folder = tempfile::tempdir().unwrap();
        fs::write(folder.path().join(HOSTS), "#".repeat(LIMIT as usize + 1)).unwrap();
        assert!(error(folder.path()).contains("larger than"));
    }
}

//! Where npm looks for settings, and which place wins: environment, then the project's, the user's and the global `.npmrc`.

use std::collections::BTreeMap;
use std::fs::File;
use std::io::{ErrorKind, Read};
use std::path::{Path, PathBuf};

use super::ini;
use crate::fetch::error::FetchError;
use crate::fetch::settings::Surroundings;

const MAX_FILE: u64 = 1 << 20;

/// The value that wins for one key.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Setting {
    /// One, or several where `key[]` is repeated.
    pub values: Vec<String>,
    pub place: Place,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Place {
    Environment,
    File { file: PathBuf, line: usize },
}

impl Setting {
    /// The last of its values, as npm takes a repeated key.
    pub fn value(&self) -> &str {
        self.values.last().map_or("", String::as_str)
    }

    /// `registry` at `/home/me/.npmrc:3`, as a person would look for it.
    pub fn named(&self, key: &str) -> String {
        match &self.place {
            Place::Environment => format!("npm_config_{}", key.replace('-', "_")),
            Place::File { file, line } => format!("`{key}` in {}:{line}", file.display()),
        }
    }
}

#[derive(Debug, Default)]
pub(super) struct Layers(BTreeMap<String, Setting>);

impl Layers {
    pub fn read(surroundings: &Surroundings) -> Result<Self, FetchError> {
        let mut layers = Self::default();
        layers.add_environment(surroundings);
        let user = layers.path("userconfig", surroundings).or_else(|| Some(surroundings.home.as_ref()?.join(".npmrc")));
        let project = project_folder(&surroundings.cwd).join(".npmrc");
        if user.as_ref() != Some(&project) {
            layers.add_file(&project, surroundings)?;
        }
        if let Some(user) = user {
            layers.add_file(&user, surroundings)?;
        }
        if let Some(global) = layers.global_file(surroundings) {
            layers.add_file(&global, surroundings)?;
        }
        Ok(layers)
    }

    pub fn get(&self, key: &str) -> Option<&Setting> {
        self.0.get(key)
    }

    pub fn iter(&self) -> impl Iterator<Item = (&str, &Setting)> {
        self.0.iter().map(|(key, setting)| (key.as_str(), setting))
    }

    /// A path as npm takes it: `~/` is the home folder, others stand in the current one.
    pub fn path(&self, key: &str, surroundings: &Surroundings) -> Option<PathBuf> {
        let value = self.get(key).map(Setting::value).filter(|value| !matches!(*value, "" | "null"))?;
        match (value.strip_prefix("~/"), &surroundings.home) {
            (Some(rest), Some(home)) => Some(home.join(rest)),
            _ => Some(surroundings.cwd.join(value)),
        }
    }

    /// `npm_config_strict_ssl` in any case is `strict-ssl`; keys that begin with a host (`//…`) are kept as they are.
    fn add_environment(&mut self, surroundings: &Surroundings) {
        for (name, value) in &surroundings.env {
            let Some((prefix, key)) = name.split_at_checked("npm_config_".len()) else { continue };
            if !prefix.eq_ignore_ascii_case("npm_config_") || key.is_empty() || value.is_empty() {
                continue;
            }
            let key = if key.starts_with("//") { key.to_owned() } else { normal(key) };
            let values = vec![ini::expand(value, surroundings)];
            self.0.insert(key, Setting { values, place: Place::Environment });
        }
    }

    fn add_file(&mut self, file: &Path, surroundings: &Surroundings) -> Result<(), FetchError> {
        let Some(text) = read(file)? else { return Ok(()) };
        let mut layer: BTreeMap<String, Setting> = BTreeMap::new();
        for ini::Entry { key, value, line } in ini::entries(text.trim_start_matches('\u{feff}'), surroundings) {
            let place = Place::File { file: file.to_owned(), line };
            match key.strip_suffix("[]") {
                Some(key) => layer.entry(key.to_owned()).or_insert(Setting { values: Vec::new(), place }).values.push(value),
                None => _ = layer.insert(key, Setting { values: vec![value], place }),
            }
        }
        for (key, setting) in layer {
            self.0.entry(key).or_insert(setting);
        }
        Ok(())
    }

    /// `PREFIX/etc/npmrc`, where the prefix is a setting, or the folder above the one that holds `node`.
    fn global_file(&self, surroundings: &Surroundings) -> Option<PathBuf> {
        if let Some(file) = self.path("globalconfig", surroundings) {
            return Some(file);
        }
        let prefix = self
            .path("prefix", surroundings)
            .or_else(|| surroundings.var("PREFIX").map(PathBuf::from))
            .or_else(|| node_prefix(surroundings.var("PATH")?));
        Some(prefix?.join("etc").join("npmrc"))
    }
}

/// `_` stands for `-`, except at the beginning (`_auth`).
fn normal(key: &str) -> String {
    let dashes = key.char_indices().map(|(at, c)| if c == '_' && at > 0 { '-' } else { c });
    dashes.collect::<String>().to_ascii_lowercase()
}

/// The nearest folder upwards that looks like a project, else the current one.
fn project_folder(cwd: &Path) -> &Path {
    let is_project = |folder: &&Path| folder.join("package.json").exists() || folder.join("node_modules").exists();
    cwd.ancestors().find(is_project).unwrap_or(cwd)
}

fn node_prefix(path: &str) -> Option<PathBuf> {
    let node = std::env::split_paths(path).map(|folder| folder.join("node")).find(|node| node.is_file())?;
    let node = node.canonicalize().ok()?;
    node.parent()?.parent().map(Path::to_owned)
}

fn read(file: &Path) -> Result<Option<String>, FetchError> {
    let bad = |why: String| FetchError::BadConfig { file: file.to_owned(), line: None, why };
    let opened = match File::open(file) {
        Ok(opened) => opened,
        Err(error) if matches!(error.kind(), ErrorKind::NotFound | ErrorKind::NotADirectory) => return Ok(None),
        Err(error) => return Err(bad(format!("cannot read it: {error}"))),
    };
    let mut bytes = Vec::new();
    match opened.take(MAX_FILE + 1).read_to_end(&mut bytes) {
        Ok(length) if length as u64 > MAX_FILE => Err(bad(format!("more than {MAX_FILE} bytes"))),
        Ok(_) => String::from_utf8(bytes).map(Some).map_err(|_| bad("it is not UTF-8".to_owned())),
        Err(error) => Err(bad(format!("cannot read it: {error}"))),
    }
}

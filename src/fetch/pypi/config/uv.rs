//! uv's configuration: `UV_…` variables, `uv.toml` and the `[tool.uv]` of pyproject.toml in all the places where uv looks.

use std::path::{Path, PathBuf};

use serde::Deserialize;
use serde::de::DeserializeOwned;

use super::super::super::{FetchError, Surroundings};
use super::{Named, Tool, file};

#[derive(Deserialize, Default)]
#[serde(rename_all = "kebab-case", default)]
struct UvFile {
    index: Vec<UvIndex>,
    index_url: Option<String>,
    extra_index_url: Vec<String>,
}

#[derive(Deserialize)]
struct UvIndex {
    url: String,
    name: Option<String>,
    #[serde(default)]
    default: bool,
    /// Only for packages that a project pins to it.
    #[serde(default)]
    explicit: bool,
}

#[derive(Deserialize, Default)]
#[serde(default)]
struct Pyproject {
    tool: Tools,
}

#[derive(Deserialize, Default)]
#[serde(default)]
struct Tools {
    uv: Option<UvFile>,
}

/// Variables before files, the project's file before the user's, the user's before the machine's; `[[index]]` before
/// `extra-index-url`.
pub(super) fn read(surroundings: &Surroundings) -> Result<Tool, FetchError> {
    let mut tool = Tool {
        default: ["UV_DEFAULT_INDEX", "UV_INDEX_URL"].into_iter().find_map(|name| listed(surroundings, name).into_iter().next()),
        extra: listed(surroundings, "UV_INDEX"),
    };
    let mut older = listed(surroundings, "UV_EXTRA_INDEX_URL");
    for (path, found) in files(surroundings)? {
        let setting = path.display().to_string();
        let (defaults, others): (Vec<_>, Vec<_>) =
            found.index.iter().filter(|index| !index.explicit || index.default).partition(|index| index.default);
        tool.extra.extend(others.into_iter().map(|index| named(index, &setting, surroundings)));
        let default = defaults.first().map(|index| named(index, &setting, surroundings));
        let default = default.or_else(|| found.index_url.as_ref().map(|text| Named::new(text, setting.clone())));
        tool.default = tool.default.or(default);
        older.extend(found.extra_index_url.iter().map(|text| Named::new(text, setting.clone())));
    }
    tool.extra.append(&mut older);
    Ok(tool)
}

/// The indexes of a variable, separated by white space, each `URL` or `NAME=URL`.
fn listed(surroundings: &Surroundings, variable: &str) -> Vec<Named> {
    let words = surroundings.var(variable).unwrap_or_default().split_whitespace();
    words
        .map(|word| match word.split_once('=') {
            Some((name, url)) if is_name(name) => Named { login: login(name, surroundings), ..Named::new(url, variable) },
            _ => Named::new(word, variable),
        })
        .collect()
}

fn is_name(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"-_.".contains(&byte))
}

fn named(index: &UvIndex, setting: &str, surroundings: &Surroundings) -> Named {
    let login = index.name.as_deref().and_then(|name| login(name, surroundings));
    Named { login, ..Named::new(&index.url, setting) }
}

/// `UV_INDEX_<NAME>_USERNAME` and `…_PASSWORD`.
fn login(name: &str, surroundings: &Surroundings) -> Option<(String, String)> {
    let name: String = name.chars().map(|c| if c.is_ascii_alphanumeric() { c.to_ascii_uppercase() } else { '_' }).collect();
    let user = surroundings.var(&format!("UV_INDEX_{name}_USERNAME"));
    let password = surroundings.var(&format!("UV_INDEX_{name}_PASSWORD"));
    let login = (user.unwrap_or_default().to_owned(), password.unwrap_or_default().to_owned());
    (user.is_some() || password.is_some()).then_some(login)
}

/// The files that count, the most important first.
fn files(surroundings: &Surroundings) -> Result<Vec<(PathBuf, UvFile)>, FetchError> {
    if let Some(text) = surroundings.var("UV_CONFIG_FILE") {
        let path = file::path(text, surroundings);
        return Ok(parsed(&path)?.map(|found| (path, found)).into_iter().collect());
    }
    if surroundings.var("UV_NO_CONFIG").is_some_and(|value| !matches!(value, "0" | "false")) {
        return Ok(Vec::new());
    }
    let mut files: Vec<_> = project(&surroundings.cwd)?.into_iter().collect();
    let mut machine: Vec<_> = file::machine_folders(surroundings).into_iter().map(|folder| folder.join("uv/uv.toml")).collect();
    if !cfg!(windows) {
        machine.push("/etc/uv/uv.toml".into());
    }
    let user = file::user_folder(surroundings).map(|folder| folder.join("uv/uv.toml"));
    if let Some(found) = first(user)? {
        files.push(found);
    }
    if let Some(found) = first(machine)? {
        files.push(found);
    }
    Ok(files)
}

fn first(places: impl IntoIterator<Item = PathBuf>) -> Result<Option<(PathBuf, UvFile)>, FetchError> {
    for place in places {
        if let Some(found) = parsed(&place)? {
            return Ok(Some((place, found)));
        }
    }
    Ok(None)
}

/// The nearest folder upwards with a uv.toml, or a pyproject.toml that speaks of uv.
fn project(folder: &Path) -> Result<Option<(PathBuf, UvFile)>, FetchError> {
    for folder in folder.ancestors() {
        let own = folder.join("uv.toml");
        if let Some(found) = parsed(&own)? {
            return Ok(Some((own, found)));
        }
        let shared = folder.join("pyproject.toml");
        if let Some(found) = parsed::<Pyproject>(&shared)?.and_then(|file| file.tool.uv) {
            return Ok(Some((shared, found)));
        }
    }
    Ok(None)
}

fn parsed<T: DeserializeOwned>(path: &Path) -> Result<Option<T>, FetchError> {
    let Some(text) = file::read(path)? else { return Ok(None) };
    let bad = |error: &toml::de::Error, why: &str| FetchError::BadConfig {
        file: path.to_owned(),
        line: error.span().and_then(|span| text.get(..span.start)).map(|before| before.matches('\n').count() + 1),
        why: why.to_owned(),
    };
    // The text of an error may repeat a value, which may hold a password: of broken syntax only the message is told, of a wrong
    // type not even that.
    text.parse::<toml::Table>().map_err(|error| bad(&error, error.message()))?;
    toml::from_str(&text).map(Some).map_err(|error| bad(&error, "the setting has a value of the wrong type"))
}

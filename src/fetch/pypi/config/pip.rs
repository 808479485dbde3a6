//! pip's configuration: `PIP_…` variables and `pip.conf` in all the places where pip looks.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use configparser::ini::Ini;

use super::super::super::{FetchError, Surroundings};
use super::{Named, Pip, Tool, file};

/// Option name, as in `index-url` → value, and the file that says so.
type Options = BTreeMap<String, (String, PathBuf)>;

/// Variables before files; a file's `[install]` before any file's `[global]`; later places before earlier ones.
pub(super) fn read(surroundings: &Surroundings) -> Result<Pip, FetchError> {
    let options = options(&places(surroundings))?;
    let get = |variable: &str, option: &str| match surroundings.var(variable) {
        Some(text) => Some(Named::new(text, variable)),
        None => options.get(option).map(|(text, file)| Named::new(text, file.display().to_string())),
    };
    let extra = get("PIP_EXTRA_INDEX_URL", "extra-index-url")
        .map_or_else(Vec::new, |named| named.text.split_whitespace().map(|text| Named::new(text, named.setting.clone())).collect());
    Ok(Pip {
        tool: Tool { default: get("PIP_INDEX_URL", "index-url"), extra },
        certificate: get("PIP_CERT", "cert").map(|named| file::path(&named.text, surroundings)),
        proxy: get("PIP_PROXY", "proxy"),
    })
}

/// The files that pip reads, the least important first.
fn places(surroundings: &Surroundings) -> Vec<PathBuf> {
    let own = surroundings.var("PIP_CONFIG_FILE");
    if own.is_some_and(|file| file == "/dev/null" || file.eq_ignore_ascii_case("nul")) {
        return Vec::new();
    }
    let own = own.map(|text| file::path(text, surroundings));
    let name = if cfg!(windows) { "pip.ini" } else { "pip.conf" };
    let mut places = machine(surroundings, name);
    // The user's own file is left out when a variable names another that exists.
    if own.as_ref().is_none_or(|own| !own.exists()) {
        places.extend(user(surroundings, name));
    }
    places.extend(surroundings.var("VIRTUAL_ENV").map(|folder| Path::new(folder).join(name)));
    places.extend(own);
    places
}

fn machine(surroundings: &Surroundings, name: &str) -> Vec<PathBuf> {
    let mut places: Vec<_> = file::machine_folders(surroundings).into_iter().map(|folder| folder.join("pip").join(name)).collect();
    if cfg!(target_os = "macos") {
        places = vec![Path::new("/Library/Application Support/pip").join(name)];
    } else if !cfg!(windows) {
        places.push(Path::new("/etc").join(name));
    }
    places
}

fn user(surroundings: &Surroundings, name: &str) -> Vec<PathBuf> {
    let mut places = Vec::new();
    if let Some(home) = &surroundings.home {
        places.push(home.join(if cfg!(windows) { "pip" } else { ".pip" }).join(name));
    }
    let mac = surroundings.home.as_ref().map(|home| home.join("Library/Application Support/pip"));
    match mac.filter(|folder| cfg!(target_os = "macos") && folder.is_dir()) {
        Some(folder) => places.push(folder.join(name)),
        None => places.extend(file::user_folder(surroundings).map(|folder| folder.join("pip").join(name))),
    }
    places
}

fn options(places: &[PathBuf]) -> Result<Options, FetchError> {
    let (mut global, mut install) = (Options::new(), Options::new());
    for place in places {
        let Some(text) = file::read(place)? else { continue };
        for (section, values) in parse(place, text)? {
            let options = match section.as_str() {
                "global" => &mut global,
                "install" => &mut install,
                _ => continue,
            };
            for (key, value) in values {
                let value = value.filter(|value| !value.trim().is_empty());
                options.extend(value.map(|value| (key.trim_start_matches("--").replace('_', "-"), (value, place.clone()))));
            }
        }
    }
    global.extend(install);
    Ok(global)
}

type Sections = Vec<(String, Vec<(String, Option<String>)>)>;

fn parse(place: &Path, text: String) -> Result<Sections, FetchError> {
    let mut ini = Ini::new();
    ini.set_multiline(true);
    // As in Python's reader, `#` and `;` inside a value belong to it.
    ini.set_inline_comment_symbols(Some(&[]));
    let text = text.trim_start_matches('\u{feff}').to_owned();
    let map = ini.read(text).map_err(|why| FetchError::BadConfig { file: place.to_owned(), line: None, why })?;
    Ok(map.into_iter().map(|(section, values)| (section, values.into_iter().collect())).collect())
}

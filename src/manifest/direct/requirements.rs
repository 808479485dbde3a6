//! requirements.txt, .npmrc, pip.conf: files that an installer takes up only where it is told to, or by who works on the package.

use super::{Direct, DirectFrom, Manifest, Text, Wanted, push, specifier};
use crate::model::{RelPath, Tree};

/// Options of a requirements file that name another index.
const INDEX: [&str; 6] = ["-i", "--index-url", "--extra-index-url", "-f", "--find-links", "--pypi-url"];
/// Keys of npm's and pip's settings that do.
const KEYS: [&str; 6] = ["registry", "index-url", "extra-index-url", "find-links", "index_url", "extra_index_url"];

pub(super) fn read(tree: &Tree, manifest: &mut Manifest) {
    for file in tree.files().iter().filter(|file| file.path.depth() <= 3 && !is_of_another(&file.path)) {
        match file.path.file_name() {
            ".npmrc" | "pip.conf" | "pip.ini" | "uv.toml" | ".yarnrc" => settings(&Text::of(file), manifest),
            name if name.starts_with("requirements") && name.ends_with(".txt") && file.path.depth() == 1 => {
                requirements(&Text::of(file), manifest);
            }
            _ => {}
        }
    }
}

fn is_of_another(path: &RelPath) -> bool {
    path.as_str().split('/').any(|part| part == "node_modules" || part.ends_with("vendor"))
}

fn requirements(text: &Text, manifest: &mut Manifest) {
    for (at, line) in text.lines() {
        let mut words = line.split([' ', '=', '\t']).filter(|word| !word.is_empty());
        let (option, value) = (words.next().unwrap_or_default(), words.next().unwrap_or_default());
        let from = match option {
            "--trusted-host" => Some(DirectFrom::Trusted { host: value.to_ascii_lowercase() }),
            option if INDEX.contains(&option) => specifier::index(value),
            _ => {
                let address = line.split_once('@').map_or(line, |(_, address)| address).trim();
                // What stands there alone, or behind the name.
                let name = line.split([' ', '@', '[']).next().unwrap_or_default();
                if line.contains("://") && !line.trim_start().starts_with('#') {
                    let written = address.split([' ', ';']).next().unwrap_or_default();
                    super::add(manifest, Wanted::Development, name, written, text.place(at..at));
                }
                None
            }
        };
        let Some(from) = from else { continue };
        let (name, written) = (option.to_owned(), specifier::shown(value));
        push(manifest, Direct { wanted: Wanted::Setting, name, written, from, location: text.place(at..at) });
    }
}

fn settings(text: &Text, manifest: &mut Manifest) {
    for (at, line) in text.lines() {
        let Some((key, value)) = line.split_once(['=', ' ']).filter(|_| !line.trim_start().starts_with(['#', ';'])) else { continue };
        let key = key.trim().trim_matches('"');
        // `@acme:registry=…` is about one scope.
        let bare = key.rsplit(':').next().unwrap_or(key);
        if !KEYS.contains(&bare) {
            continue;
        }
        let value = value.trim().trim_start_matches('=').trim().trim_matches('"');
        let Some(from) = specifier::index(value) else { continue };
        let (name, written) = (key.to_owned(), specifier::shown(value));
        push(manifest, Direct { wanted: Wanted::Setting, name, written, from, location: text.place(at..at) });
    }
}

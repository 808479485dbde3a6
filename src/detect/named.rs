//! Where a package's own manifest says something of it.

use crate::model::{Location, RelPath};

use super::Evidence;

/// Lines of a manifest that are looked through for a key.
const LINES_MAX: u32 = 2_000;

impl Evidence<'_> {
    /// The line of package.json, METADATA, PKG-INFO, pyproject.toml or setup.py that names the key; the first line where none does.
    pub fn manifest_line(&self, key: &str) -> Location {
        let Some(path) = self.manifest_path() else {
            return Location::line(RelPath::from_root("package.json").expect("a plain word is a path"), 1);
        };
        let says = |line: &str| says(line, key);
        let source = (self.sources)(path);
        let lines = (1..=LINES_MAX).map_while(|number| Some((number, source.line_text(number)?)));
        let found = lines.into_iter().find(|(_, line)| says(line)).map_or(1, |(number, _)| number);
        Location::line(path.clone(), found)
    }

    fn manifest_path(&self) -> Option<&RelPath> {
        let of_wheel = || self.tree.files().iter().map(|file| &file.path).find(|path| path.as_str().ends_with(".dist-info/METADATA"));
        let named = ["PKG-INFO", "package.json", "pyproject.toml", "setup.cfg", "setup.py", "manifest.json"];
        of_wheel().or_else(|| named.iter().find_map(|name| self.tree.get(name)).map(|file| &file.path))
    }
}

/// `"name": …`, `Name: …`, `name = …`, `name=…,`.
fn says(line: &str, key: &str) -> bool {
    let line = line.trim_start().trim_start_matches(['{', ' ']).trim_start_matches('"');
    let Some(start) = line.get(..key.len()).filter(|start| start.eq_ignore_ascii_case(key)) else { return false };
    line[start.len()..].trim_start_matches('"').trim_start().starts_with([':', '='])
}

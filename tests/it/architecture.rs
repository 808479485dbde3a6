//! Holds the table of `ARCHITECTURE.md` to the code: who may use whom, which crate has one door only, and how long a thought may be.
#![allow(clippy::unwrap_used, reason = "a test may panic")]

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

/// A module uses lower layers only; modules of one layer do not use each other.
const LAYERS: [(&str, u32); 23] = [
    ("model", 0),
    ("advisories", 1),
    ("approvals", 1),
    ("fetch", 1),
    ("manifest", 1),
    ("signatures", 1),
    ("store", 1),
    ("syntax", 1),
    ("unpack", 1),
    ("flow", 2),
    ("provenance", 2),
    ("facts", 3),
    ("taint", 4),
    ("detect", 5),
    ("score", 5),
    ("detectors", 6),
    ("resolve", 7),
    ("scan", 7),
    ("closure", 8),
    ("diff", 8),
    ("sweep", 9),
    ("report", 10),
    ("cli", 11),
];

/// The one command that is run: a user's own, to tell somebody what is new.
const NOTIFY: &[&str] = &["cli::sweep::notify::command"];

/// What may be written only in certain modules, which are named from the crate's root.
const DOORS: [(&str, &[&str]); 35] = [
    ("reqwest::", &["fetch"]),
    ("deno_npmrc", &["fetch"]),
    ("std::net::Tcp", &[]),
    ("std::net::Udp", &[]),
    ("tree_sitter", &["syntax"]),
    ("rusqlite", &["store"]),
    ("tokio_postgres", &["store"]),
    ("rustls::", &["store"]),
    ("toml_edit", &["approvals"]),
    ("pep508_rs", &["resolve"]),
    ("pubgrub", &["resolve"]),
    ("sigstore_verify", &["provenance"]),
    ("use aws_lc_rs", &["provenance"]),
    ("refinery", &["store"]),
    ("flate2", &["unpack", "flow"]),
    ("clap::", &["cli"]),
    ("indicatif::", &["cli"]),
    ("terminal_size", &["cli"]),
    ("println!", &["cli"]),
    ("print!", &["cli"]),
    ("dbg!", &[]),
    ("std::io::stdout", &["cli"]),
    ("io::stdout", &["cli"]),
    ("io::stderr", &["cli"]),
    ("env::var", &["cli"]),
    ("env::args", &["cli"]),
    ("env::current_dir", &["cli"]),
    ("env::set_", &[]),
    ("process::exit", &[]),
    ("process::Command", NOTIFY),
    ("process::Stdio", NOTIFY),
    ("process::{", &[]),
    ("Command::new", NOTIFY),
    ("askama", &["report"]),
    ("unsafe {", &[]),
];

/// From a tree to a report there is no clock, no file, no network and no `async`.
const PURE: [&str; 12] =
    ["model", "approvals", "manifest", "syntax", "flow", "facts", "taint", "detect", "detectors", "score", "diff", "report"];
const IMPURE: [&str; 9] =
    ["std::fs", "fs::read", "File::open", "tokio::", "async fn", "SystemTime", "Timestamp::now", "thread::sleep", "getrandom"];

const FILE_LINES: usize = 400;
const FUNCTION_LINES: usize = 60;

/// A file of the program without its comments.
struct Source {
    path: PathBuf,
    /// The module right under the crate's root; none in `lib.rs` and `main.rs`.
    module: Option<String>,
    /// How many modules deep the file stands.
    depth: usize,
    text: String,
}

impl Source {
    fn says(&self, wrong: impl std::fmt::Display) -> String {
        format!("{}: {wrong}", self.path.display())
    }

    /// Whether the file is a module of this path, or stands below it.
    fn is_in(&self, module: &str) -> bool {
        self.path.with_extension("").starts_with(Path::new("src").join(module.replace("::", "/")))
    }

    /// Without what is compiled for tests only.
    fn shipped(&self) -> &str {
        let is_test = self.path.iter().any(|part| part == "tests" || part == "tests.rs" || part == "examples.rs");
        if is_test { "" } else { self.text.split("#[cfg(test)]\nmod tests {").next().unwrap_or_default() }
    }
}

fn sources() -> Vec<Source> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut folders = vec![root.clone()];
    let mut sources = Vec::new();
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(&folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|extension| extension == "rs") {
                sources.push(source(&root, &path));
            }
        }
    }
    sources.sort_by(|a, b| a.path.cmp(&b.path));
    assert!(sources.len() > LAYERS.len(), "the program's files were found");
    sources
}

fn source(root: &Path, path: &Path) -> Source {
    let inside = path.strip_prefix(root).unwrap().with_extension("");
    let mut modules: Vec<String> = inside.iter().map(|part| part.to_string_lossy().into_owned()).collect();
    modules.retain(|part| !["mod", "lib", "main"].contains(&part.as_str()));
    let text = without_comments(&fs::read_to_string(path).unwrap());
    Source { path: Path::new("src").join(path.strip_prefix(root).unwrap()), module: modules.first().cloned(), depth: modules.len(), text }
}

/// Whole-line comments only: what stands behind code on a line is short enough to name nothing.
fn without_comments(text: &str) -> String {
    text.lines().map(|line| if line.trim_start().starts_with("//") { "\n".to_owned() } else { format!("{line}\n") }).collect()
}

/// The modules that the text names by `crate::…`, groups included.
fn used(text: &str) -> BTreeSet<&str> {
    let mut used = BTreeSet::new();
    for (at, _) in text.match_indices("crate::").filter(|(at, _)| !text[..*at].ends_with('$')) {
        let rest = &text[at + "crate::".len()..];
        match rest.strip_prefix('{') {
            Some(group) => used.extend(group_heads(group)),
            None => {
                used.insert(word(rest));
            }
        }
    }
    used.remove("");
    used
}

/// The first words of what stands in a group of imports, up to its closing brace.
fn group_heads(group: &str) -> Vec<&str> {
    let (mut depth, mut fresh, mut heads) = (0, true, Vec::new());
    for (at, character) in group.char_indices() {
        match character {
            '{' => depth += 1,
            '}' if depth == 0 => break,
            '}' => depth -= 1,
            ',' if depth == 0 => fresh = true,
            _ if fresh && !character.is_whitespace() => {
                heads.push(word(&group[at..]));
                fresh = false;
            }
            _ => {}
        }
    }
    heads
}

fn word(text: &str) -> &str {
    let end = text.find(|character: char| !character.is_alphanumeric() && character != '_').unwrap_or(text.len());
    &text[..end]
}

/// Where `super::` at the head of a file climbs out of its module, which hides whom it uses.
fn climbs_out(source: &Source) -> Option<&str> {
    source.text.lines().find(|line| {
        let path = line.trim_start_matches("pub ").strip_prefix("use ").unwrap_or_default();
        let climbed = path.split("::").take_while(|part| *part == "super").count();
        climbed > 0 && climbed >= source.depth
    })
}

/// Functions by name and length, from `fn` to the brace at the same indentation; the code is formatted by rustfmt.
fn functions(text: &str) -> Vec<(&str, usize)> {
    let lines: Vec<&str> = text.lines().collect();
    let mut functions = Vec::new();
    for (at, line) in lines.iter().enumerate() {
        let (indent, code) = line.split_at(line.len() - line.trim_start().len());
        let mut words = code.split_whitespace().skip_while(|word| word.starts_with("pub") || ["async", "const"].contains(word));
        if words.next() != Some("fn") {
            continue;
        }
        let ends =
            |line: &&str| line.strip_prefix(indent).is_some_and(|rest| rest == "}" || rest.ends_with([';', '}']) && !rest.starts_with(' '));
        let length = lines[at..].iter().position(ends).map_or(0, |end| end + 1);
        functions.push((word(words.next().unwrap_or_default()), length));
    }
    functions
}

fn none_wrong(wrong: &[String]) {
    assert!(wrong.is_empty(), "\n{}", wrong.join("\n"));
}

#[test]
fn a_module_uses_lower_layers_only() {
    let layers = BTreeMap::from(LAYERS);
    let mut wrong = Vec::new();
    for source in sources() {
        let Some(own) = source.module.as_deref() else { continue };
        let Some(layer) = layers.get(own) else {
            wrong.push(source.says("stands in no layer"));
            continue;
        };
        for other in used(&source.text).into_iter().filter(|other| *other != own) {
            match layers.get(other) {
                Some(lower) if lower < layer => {}
                Some(_) => wrong.push(source.says(format!("`{own}` uses `{other}`"))),
                None => wrong.push(source.says(format!("`crate::{other}` is no module of a layer"))),
            }
        }
        wrong.extend(climbs_out(&source).map(|line| source.says(format!("write `crate::` for {line}"))));
    }
    none_wrong(&wrong);
}

#[test]
fn every_module_stands_in_the_table_of_the_map() {
    let map = fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("ARCHITECTURE.md")).unwrap();
    let rows: BTreeSet<(&str, u32)> = map.lines().filter_map(row).collect();
    assert_eq!(rows, BTreeSet::from(LAYERS));
    let modules: BTreeSet<String> = sources().into_iter().filter_map(|source| source.module).collect();
    assert_eq!(modules, LAYERS.iter().map(|(module, _)| (*module).to_owned()).collect());
}

/// ``| 1 | `fetch` | …``
fn row(line: &str) -> Option<(&str, u32)> {
    let mut cells = line.strip_prefix('|')?.split('|').map(str::trim);
    let layer = cells.next()?.parse().ok()?;
    Some((cells.next()?.trim_matches('`'), layer))
}

#[test]
fn the_world_outside_has_one_door_each() {
    let mut wrong = Vec::new();
    for source in sources() {
        for (what, doors) in DOORS {
            if source.shipped().contains(what) && !doors.iter().any(|door| source.is_in(door)) {
                wrong.push(source.says(format!("`{what}` belongs in {doors:?} only")));
            }
        }
    }
    none_wrong(&wrong);
}

#[test]
fn from_tree_to_report_there_is_no_clock_file_or_network() {
    let mut wrong = Vec::new();
    for source in sources().iter().filter(|source| source.module.as_deref().is_some_and(|module| PURE.contains(&module))) {
        let found = IMPURE.iter().filter(|what| source.shipped().contains(**what));
        wrong.extend(found.map(|what| source.says(format!("`{what}` in the pure middle"))));
    }
    none_wrong(&wrong);
}

#[test]
fn files_and_functions_fit_in_one_look() {
    let mut wrong = Vec::new();
    for source in sources() {
        let lines = source.text.lines().count();
        if lines > FILE_LINES {
            wrong.push(source.says(format!("{lines} lines")));
        }
        let long = functions(&source.text).into_iter().filter(|(_, length)| *length > FUNCTION_LINES);
        wrong.extend(long.map(|(name, length)| source.says(format!("`{name}` has {length} lines"))));
    }
    none_wrong(&wrong);
}

#[test]
fn the_checks_see_what_they_look_for() {
    let text = "use crate::{flow::{a, b}, syntax};\nfn f() -> crate::model::X {\n    g()\n}\nfn h() {}\n";
    assert_eq!(used(text), BTreeSet::from(["flow", "model", "syntax"]));
    assert_eq!(functions(text), [("f", 3), ("h", 1)]);
    let source = |text: &str| Source { path: PathBuf::new(), module: Some("flow".to_owned()), depth: 2, text: text.to_owned() };
    assert!(climbs_out(&source("use super::super::facts::X;\n")).is_some());
    assert!(climbs_out(&source("use super::value::Value;\n")).is_none());
    let notify = Source { path: "src/cli/sweep/notify/command.rs".into(), ..source("") };
    assert!(notify.is_in("cli") && notify.is_in(NOTIFY[0]) && !notify.is_in("cli::sweep::notify::file") && !notify.is_in("cl"));
    assert_eq!(source("a\n#[cfg(test)]\nmod tests {\n println!").shipped(), "a\n");
    assert_eq!(row("| 1 | `fetch` | spec → artifact |"), Some(("fetch", 1)));
}

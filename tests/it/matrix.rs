//! Each kind of flaw, at each distance between where a value comes in and where it ends, in both languages: an open package whose
//! marked lines are found, and its closed twin that does the same safely and stays silent.
//!
//! `tests/matrix/<rule>/<distance>-<language>-{open,closed}/` holds the files of one package, as in `expect: <rule>` at a line's end.
#![allow(clippy::unwrap_used, reason = "a test may panic")]

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

use mcpscan::model::ArtifactKind;
use mcpscan::signatures::Signatures;

use crate::judged::{Files, judge, pack};

const DISTANCES: [&str; 6] = ["same-function", "other-function", "other-file", "method", "callback", "bundled"];
const LANGUAGES: [&str; 2] = ["javascript", "python"];

/// Lines of a package by path.
type Lines = BTreeSet<(String, u32)>;

struct Cell {
    /// `ssrf/other-file-python-open`
    name: String,
    rule: String,
    files: Files,
}

impl Cell {
    fn is_python(&self) -> bool {
        self.name.contains("-python-")
    }

    /// The file that registers the tools.
    fn server(&self) -> &str {
        let libraries = ["@modelcontextprotocol/sdk", "from \"fastmcp\"", "from mcp.server", "from fastmcp"];
        let is_server = |content: &[u8]| libraries.iter().any(|library| String::from_utf8_lossy(content).contains(library));
        &self.files.iter().find(|(_, content)| is_server(content)).expect("one file uses an SDK").0
    }

    fn expected(&self) -> Lines {
        let mark = format!("expect: {}", self.rule);
        let marked = |path: &String, content: &[u8]| -> Vec<(String, u32)> {
            let text = String::from_utf8_lossy(content).into_owned();
            (1..).zip(text.lines()).filter(|(_, line)| line.ends_with(&mark)).map(|(number, _)| (path.clone(), number)).collect()
        };
        self.files.iter().flat_map(|(path, content)| marked(path, content)).collect()
    }

    /// With a manifest that names the server, unless the cell brings its own.
    fn with_manifest(&self) -> Files {
        let mut files = self.files.clone();
        let server = self.server();
        let (path, text) = if self.is_python() {
            let module = server.trim_end_matches(".py").replace('/', ".");
            let project = format!("[project]\nname = \"acme\"\nversion = \"1.0.0\"\n\n[project.scripts]\nacme = \"{module}:main\"\n");
            ("pyproject.toml", project)
        } else {
            ("package.json", format!(r#"{{ "name": "acme", "version": "1.0.0", "bin": {{ "acme": "{server}" }} }}"#))
        };
        if files.iter().all(|(known, _)| known != path) {
            files.push((path.to_owned(), text.into_bytes()));
        }
        files
    }

    fn found(&self, signatures: &Signatures) -> Lines {
        let kind = if self.is_python() { ArtifactKind::Sdist } else { ArtifactKind::NpmTarball };
        let report = judge(pack(kind, &self.with_manifest()), signatures);
        let mine = report.findings.iter().filter(|finding| finding.rule == self.rule);
        mine.map(|finding| (finding.location.path.to_string(), finding.location.start_line)).collect()
    }
}

fn inside(folder: &Path) -> Vec<PathBuf> {
    let mut all: Vec<PathBuf> = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    all.sort();
    all
}

fn name_of(path: &Path) -> String {
    path.file_name().unwrap().to_str().unwrap().to_owned()
}

fn files(folder: &Path) -> Files {
    let mut all = Files::new();
    let mut left = vec![folder.to_owned()];
    while let Some(at) = left.pop() {
        for path in inside(&at) {
            if path.is_dir() {
                left.push(path);
            } else {
                all.push((path.strip_prefix(folder).unwrap().to_str().unwrap().to_owned(), fs::read(&path).unwrap()));
            }
        }
    }
    all.sort();
    all
}

fn cells() -> Vec<Cell> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/matrix");
    let rules = inside(&root);
    let cell = |folder: PathBuf| {
        let rule = name_of(folder.parent().unwrap());
        Cell { name: format!("{rule}/{}", name_of(&folder)), rule, files: files(&folder) }
    };
    rules.iter().flat_map(|rule| inside(rule)).map(cell).collect()
}

/// One line for each rule and language, one column for each distance: open and closed.
fn table(answers: &BTreeMap<String, bool>, rules: &BTreeSet<String>) -> String {
    let mut out = format!("{:34}", "");
    out.extend(DISTANCES.iter().map(|distance| format!("{distance:16}")));
    for (rule, language) in rules.iter().flat_map(|rule| LANGUAGES.map(|language| (rule, language))) {
        out += &format!("\n{:34}", format!("{rule} {language}"));
        for distance in DISTANCES {
            let answer = |side: &str| answers.get(&format!("{rule}/{distance}-{language}-{side}"));
            let cell = match (answer("open"), answer("closed")) {
                (Some(open), Some(closed)) => [if *open { "found" } else { "MISSED" }, if *closed { "silent" } else { "ALARM" }].join(" "),
                _ => "-".to_owned(),
            };
            out += &format!("{cell:16}");
        }
    }
    out
}

#[test]
fn every_cell_is_as_it_is_marked() {
    let signatures = Signatures::builtin();
    let (mut answers, mut wrong, mut rules) = (BTreeMap::new(), Vec::new(), BTreeSet::new());
    for cell in cells() {
        let (found, expected) = (cell.found(&signatures), cell.expected());
        let as_marked = found == expected;
        if !as_marked {
            wrong.push(format!("{}: found {found:?}, marked {expected:?}", cell.name));
        }
        rules.insert(cell.rule.clone());
        answers.insert(cell.name, as_marked);
    }
    let table = table(&answers, &rules);
    println!("{table}");
    assert!(wrong.is_empty(), "{}\n\n{table}", wrong.join("\n"));
}

#[test]
fn every_open_cell_has_a_mark_and_a_closed_twin_without_one() {
    let cells = cells();
    let names: BTreeSet<&str> = cells.iter().map(|cell| cell.name.as_str()).collect();
    for cell in &cells {
        let is_open = cell.name.ends_with("-open");
        let twin = if is_open { cell.name.replace("-open", "-closed") } else { cell.name.replace("-closed", "-open") };
        assert!(names.contains(twin.as_str()), "{} has no twin", cell.name);
        assert_eq!(!cell.expected().is_empty(), is_open, "{}: only the open one has marks", cell.name);
        assert!(cell.name.split(['/', '-']).count() >= 4 && DISTANCES.iter().any(|distance| cell.name.contains(distance)), "{}", cell.name);
    }
}

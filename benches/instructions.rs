//! Instructions of a scan, counted by valgrind, and whether they have become more: `cargo bench --bench instructions`
//!
//! Linux only. A count is the same on a busy machine. What is scanned lies in the repository: the benign corpus and synthetic servers.
//! `-- --keep` writes down what is counted, for later runs to be held against.

mod bare;
mod measure;
mod synthetic;

use std::env;
use std::fs;
use std::hint::black_box;
use std::path::{Path, PathBuf};
use std::process::{Command, ExitCode, Stdio};

use mcpscan::model::{ArtifactKind, ArtifactSummary, Context, File, RelPath, Sha256, Tree, Verification};
use mcpscan::scan::analyze_trees;
use mcpscan::signatures::Signatures;
use measure::Outcome;
use serde::{Deserialize, Serialize};
use synthetic::{Files, Layout, Speech, package};

/// First argument of a process whose instructions are counted.
const COUNTED: &str = "--counted";
/// Folder and file are relative to the crate.
const CORPUS: &str = "corpus/benign";
const KEPT: &str = "benches/instructions.toml";
/// Code of each synthetic server.
const BYTES: usize = 256 << 10;
/// Growth that is let through, as a share: tables of names are laid out anew in each run, and so are pages of memory.
const TOLERANCE: f64 = 0.03;

/// Millions of instructions.
#[derive(Debug, Clone, PartialEq, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
struct Counts {
    /// One small package, from reading the signatures on.
    start: f64,
    /// A bare tree-sitter parse of all code.
    parse: f64,
    /// The scan of all packages, one after the other.
    scan: f64,
}

type Package = (ArtifactKind, Tree);

fn main() -> Outcome<ExitCode> {
    let arguments: Vec<String> = env::args().skip(1).filter(|argument| argument != "--bench").collect();
    let words: Vec<&str> = arguments.iter().map(String::as_str).collect();
    match words.as_slice() {
        [COUNTED, what] => work(what).map(|()| ExitCode::SUCCESS),
        [] => compare(),
        ["--keep"] => keep(),
        _ => Err("cargo bench --bench instructions [-- --keep]".into()),
    }
}

fn compare() -> Outcome<ExitCode> {
    let Some(now) = count()? else { return Ok(ExitCode::SUCCESS) };
    let kept: Counts = toml::from_str(&fs::read_to_string(in_crate(KEPT))?)?;
    let mut grown = false;
    for (name, before, now) in [("start", kept.start, now.start), ("parse", kept.parse, now.parse), ("scan", kept.scan, now.scan)] {
        println!("{name:6}{now:>10.1} million instructions, kept {before:.1}: {:+.1} %", 100.0 * (now / before - 1.0));
        grown |= name != "parse" && now > before * (1.0 + TOLERANCE);
    }
    println!("scan {:.2} times the bare parse, kept {:.2}", now.scan / now.parse, kept.scan / kept.parse);
    if grown {
        println!("error: a scan takes over {:.0} % more instructions than {KEPT} says", 100.0 * TOLERANCE);
        println!(
            "hint: where that is meant, or comes of another compiler, write it anew with `cargo bench --bench instructions -- --keep`"
        );
        return Ok(ExitCode::FAILURE);
    }
    Ok(ExitCode::SUCCESS)
}

fn keep() -> Outcome<ExitCode> {
    let Some(now) = count()? else { return Ok(ExitCode::SUCCESS) };
    let text = "# Millions of instructions, as `cargo bench --bench instructions -- --keep` has counted them.\n".to_owned();
    let text = text + &toml::to_string(&now)?;
    print!("{text}");
    fs::write(in_crate(KEPT), text)?;
    Ok(ExitCode::SUCCESS)
}

/// None where nothing can be counted, which is said.
fn count() -> Outcome<Option<Counts>> {
    let has = |program: &str| Command::new(program).arg("--version").stdout(Stdio::null()).stderr(Stdio::null()).status().is_ok();
    if let Some(missing) = ["valgrind", "taskset"].into_iter().find(|program| !has(program)) {
        println!("skipped: there is no `{missing}` on the path");
        return Ok(None);
    }
    let load = instructions("load")?;
    let more = |what: &str| Ok::<f64, Box<dyn std::error::Error>>(((instructions(what)? - load) / 1e5).round() / 10.0);
    Ok(Some(Counts { start: more("start")?, parse: more("parse")?, scan: more("scan")? }))
}

/// Of a process of its own, on one processor: threads that wait for each other would count how long.
fn instructions(what: &str) -> Outcome<f64> {
    let counter = ["valgrind", "--tool=cachegrind", "--cache-sim=no", "--cachegrind-out-file=/dev/null"];
    let itself = env::current_exe()?;
    let output = Command::new("taskset").args(["-c", &processor()?]).args(counter).arg(itself).args([COUNTED, what]).output()?;
    let told = String::from_utf8_lossy(&output.stderr);
    let line = told.lines().find(|line| line.contains("I   refs:") || line.contains("I refs:"));
    let digits: String = line.unwrap_or_default().rsplit(':').next().unwrap_or_default().chars().filter(char::is_ascii_digit).collect();
    digits.parse().map_err(|_| format!("valgrind counted nothing: {told}").into())
}

/// The first that this process may use.
fn processor() -> Outcome<String> {
    let status = fs::read_to_string("/proc/self/status")?;
    let line = status.lines().find_map(|line| line.strip_prefix("Cpus_allowed_list:")).ok_or("/proc/self/status lacks a line")?;
    Ok(line.trim().chars().take_while(char::is_ascii_digit).collect())
}

/// What is counted; `load` is what all of them begin with.
fn work(what: &str) -> Outcome<()> {
    let packages = packages()?;
    match what {
        "start" => scan(packages.into_iter().take(1)),
        "parse" => packages.iter().try_for_each(|(_, tree)| bare::parse_all(&bare::sources_of(tree)))?,
        "scan" => scan(packages.into_iter()),
        _ => drop(black_box(packages)),
    }
    Ok(())
}

fn scan(packages: impl Iterator<Item = Package>) {
    let signatures = Signatures::builtin();
    for (kind, tree) in packages {
        let verification = Verification::Unverified { why: "made here".to_owned() };
        let summary = ArtifactSummary { file: "package-1.0.0".to_owned(), sha256: Sha256::of(b""), verification, bytes: 0 };
        black_box(analyze_trees(None, vec![(summary, kind, tree)], &Context::default(), &signatures));
    }
}

/// Those of the corpus by name, then the synthetic ones.
fn packages() -> Outcome<Vec<Package>> {
    let mut all = Vec::new();
    for (ecosystem, kind) in [("npm", ArtifactKind::NpmTarball), ("pypi", ArtifactKind::Sdist)] {
        for folder in entries(&in_crate(CORPUS).join(ecosystem))? {
            all.push((kind, tree(files(&folder.join("package"))?)?));
        }
    }
    for (speech, kind) in [(Speech::JavaScript, ArtifactKind::NpmTarball), (Speech::Python, ArtifactKind::Sdist)] {
        for layout in [Layout::Files, Layout::Bundle] {
            all.push((kind, tree(package(speech, layout, BYTES))?));
        }
    }
    Ok(all)
}

fn tree(files: Files) -> Outcome<Tree> {
    let file = |(path, bytes): (String, Vec<u8>)| RelPath::new(&path).map(|path| File { path, bytes, executable: false });
    let files: Result<Vec<File>, _> = files.into_iter().map(file).collect();
    Ok(Tree::new(files?, Vec::new()))
}

fn files(folder: &Path) -> Outcome<Files> {
    let (mut all, mut left) = (Files::new(), vec![folder.to_owned()]);
    while let Some(at) = left.pop() {
        for path in entries(&at)? {
            if path.is_dir() {
                left.push(path);
            } else {
                let name = path.strip_prefix(folder)?.to_string_lossy().into_owned();
                all.push((name, fs::read(&path)?));
            }
        }
    }
    all.sort();
    Ok(all)
}

fn entries(folder: &Path) -> Outcome<Vec<PathBuf>> {
    let mut all = Vec::new();
    for entry in fs::read_dir(folder)? {
        all.push(entry?.path());
    }
    all.sort();
    Ok(all)
}

fn in_crate(path: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join(path)
}

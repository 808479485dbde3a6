//! What single scans of many packages cost together: `cargo bench --bench packages -- FILE…`
//!
//! Linux only. Each package is scanned in a process of its own, as a person would: start-up, signatures and the report are in it, the
//! cache is not. Beside it stands a bare tree-sitter parse of the code of all of them, by turns.

mod bare;
mod measure;

use std::env;
use std::ffi::{OsStr, OsString};
use std::path::PathBuf;
use std::process::{Command, ExitCode, Stdio};

use bare::Sources;
use mcpscan::cli::{self, OwnJudge, Streams};
use measure::{Beside, Outcome, Rounds, cpu, peak, user_time_of_children};

/// First argument of a process that scans one package.
const ALONE: &str = "--scan-alone";
const ROUNDS: usize = 5;

/// One package and what its scans cost.
struct Measured {
    path: PathBuf,
    scan: Rounds,
    /// In KiB.
    peak: u64,
}

fn main() -> Outcome<ExitCode> {
    let arguments: Vec<OsString> = env::args_os().skip(1).filter(|argument| argument != "--bench").collect();
    match arguments.as_slice() {
        [first, path] if first == ALONE => scan_alone(path),
        [] => {
            println!("no archive given: cargo bench --bench packages -- FILE…");
            Ok(ExitCode::SUCCESS)
        }
        paths => measure(paths.iter().map(PathBuf::from).collect()),
    }
}

/// The whole program on one package; the last line on stderr is the peak of memory.
fn scan_alone(path: &OsStr) -> Outcome<ExitCode> {
    let asked = ["mcpscan", "scan", "--quiet", "--no-cache", "--mcp-registry", "none", "--fail-on", "never"];
    let arguments = asked.iter().map(OsString::from).chain([path.to_owned()]);
    let exit = cli::run(arguments, &OwnJudge, &mut Streams::of_process());
    eprintln!("{}", peak()?);
    Ok(exit.into())
}

fn measure(paths: Vec<PathBuf>) -> Outcome<ExitCode> {
    let mut sources = Sources::new();
    for path in &paths {
        sources.extend(bare::sources(&bare::read(path)?)?);
    }
    let mut all: Vec<Measured> = paths.into_iter().map(|path| Measured { path, scan: Rounds::default(), peak: 0 }).collect();
    let mut costs = Beside::default();
    for _ in 0..ROUNDS {
        let begin = user_time_of_children()?;
        all.iter_mut().try_for_each(scan)?;
        costs.scan.add(user_time_of_children()? - begin);
        costs.bare.add(cpu(|| bare::parse_all(&sources))?);
    }
    println!("{:60}{:>8}{:>10}", "", "CPU s", "peak MiB");
    for one in &all {
        let name = one.path.file_name().unwrap_or_default().to_string_lossy();
        println!("{name:60}{:>8.2}{:>10.0}", one.scan.least(), one.peak as f64 / 1024.0);
    }
    let peak = all.iter().map(|one| one.peak).max().unwrap_or_default();
    println!("{} packages, largest peak of memory {:.0} MiB", all.len(), peak as f64 / 1024.0);
    println!("{costs}");
    Ok(ExitCode::SUCCESS)
}

fn scan(one: &mut Measured) -> Outcome<()> {
    let begin = user_time_of_children()?;
    let output = Command::new(env::current_exe()?).arg(ALONE).arg(&one.path).stdout(Stdio::null()).output()?;
    one.scan.add(user_time_of_children()? - begin);
    let told = String::from_utf8_lossy(&output.stderr);
    let last = told.lines().next_back().unwrap_or_default();
    if !output.status.success() {
        return Err(format!("{}: {told}", one.path.display()).into());
    }
    let peak: u64 = last.parse()?;
    one.peak = one.peak.max(peak);
    Ok(())
}

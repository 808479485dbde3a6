//! What a scan costs beside a bare tree-sitter parse of the same files, as user CPU: `cargo bench --bench speed -- FILE…`
//!
//! Linux only. Both are run by turns, so that whoever else uses the machine disturbs both. The scan comes first, so that the peak of
//! memory is its own.

mod bare;
mod measure;

use std::env;
use std::path::{Path, PathBuf};

use bare::Sources;
use mcpscan::model::{Artifact, Context, Coverage};
use mcpscan::scan::analyze;
use mcpscan::signatures::Signatures;
use measure::{Beside, Outcome, cpu, forget_peak};

const ROUNDS: usize = 5;

fn main() -> Outcome<()> {
    let files: Vec<PathBuf> = env::args_os().skip(1).filter(|argument| argument != "--bench").map(PathBuf::from).collect();
    if files.is_empty() {
        println!("no archive given: cargo bench --bench speed -- FILE…");
    }
    files.iter().try_for_each(|path| show_cost(path))
}

fn show_cost(path: &Path) -> Outcome<()> {
    let artifacts = [bare::read(path)?];
    let context = Context::default();
    forget_peak();
    let coverage = analyze(None, &artifacts, &context, &Signatures::builtin())?.coverage;
    let peak = measure::peak()?;
    let sources = bare::sources(&artifacts[0])?;
    show(&artifacts[0], &coverage, &sources, peak);
    let mut costs = Beside::default();
    for _ in 0..ROUNDS {
        costs.scan.add(cpu(|| Ok(analyze(None, &artifacts, &context, &Signatures::builtin()).map(drop)?))?);
        costs.bare.add(cpu(|| bare::parse_all(&sources))?);
    }
    println!("{costs}");
    Ok(())
}

fn show(artifact: &Artifact, coverage: &Coverage, sources: &Sources, peak: u64) {
    let bytes: usize = sources.iter().map(|(_, text)| text.len()).sum();
    let share = 100.0 * coverage.bytes_analyzed as f64 / coverage.bytes.max(1) as f64;
    println!("{}", artifact.file);
    println!(
        "  {} files and {} bytes of code, {share:.2} % analysed; parsed bare: {} and {bytes}",
        coverage.files,
        coverage.bytes,
        sources.len()
    );
    println!("  peak memory of the scan {:.1} MiB", peak as f64 / 1024.0);
}

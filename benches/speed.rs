//! What a scan costs beside a bare tree-sitter parse of the same files, as user CPU: `cargo bench --bench speed -- FILE…`
//!
//! Linux only. The scan comes first, so that the peak of memory is its own.

mod measure;

use std::path::{Path, PathBuf};
use std::{env, fs};

use mcpscan::model::{Artifact, ArtifactKind, Context, Coverage, Sha256, Verification};
use mcpscan::scan::analyze;
use mcpscan::signatures::Signatures;
use mcpscan::syntax::{Language, decode};
use mcpscan::unpack::{Limits, sniff, unpack};
use measure::{Outcome, cpu, forget_peak};
use tree_sitter::Parser;

fn main() -> Outcome<()> {
    let files: Vec<PathBuf> = env::args_os().skip(1).filter(|argument| argument != "--bench").map(PathBuf::from).collect();
    if files.is_empty() {
        println!("no archive given: cargo bench --bench speed -- FILE…");
    }
    files.iter().try_for_each(|path| show_cost(path))
}

fn show_cost(path: &Path) -> Outcome<()> {
    let artifacts = [read(path)?];
    let context = Context::default();
    forget_peak();
    let coverage = analyze(None, &artifacts, &context, &Signatures::builtin())?.coverage;
    let peak = measure::peak()?;
    let whole = cpu(|| Ok(analyze(None, &artifacts, &context, &Signatures::builtin()).map(drop)?))?;
    let sources = sources(&artifacts[0])?;
    let bare = cpu(|| sources.iter().try_for_each(|(language, text)| parse(*language, text)))?;
    show(&artifacts[0], &coverage, &sources, peak);
    println!("  bare parse {bare:.3} s, whole scan {whole:.3} s of user CPU: {:.2} times", whole / bare);
    Ok(())
}

fn show(artifact: &Artifact, coverage: &Coverage, sources: &[(Language, String)], peak: u64) {
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

fn read(path: &Path) -> Outcome<Artifact> {
    let file = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
    let bytes = fs::read(path).map_err(|error| format!("{}: {error}", path.display()))?;
    let kind: ArtifactKind = sniff(&file, &bytes).ok_or_else(|| format!("{}: not an archive", path.display()))?;
    let verification = Verification::Unverified { why: "a local file".to_owned() };
    Ok(Artifact { file, kind, sha256: Sha256::of(&bytes), bytes: bytes.into(), verification })
}

/// The files that their names make code, decoded.
fn sources(artifact: &Artifact) -> Outcome<Vec<(Language, String)>> {
    let tree = unpack(&artifact.bytes, artifact.kind, &Limits::default())?;
    let coded = tree.files().iter().filter_map(|file| Some((Language::from_extension(file.path.extension()?)?, file)));
    Ok(coded.filter_map(|(language, file)| Some((language, decode::decode(&file.bytes, language).ok()?.text.into_owned()))).collect())
}

fn parse(language: Language, text: &str) -> Outcome<()> {
    let grammar = match language {
        Language::JavaScript => tree_sitter_javascript::LANGUAGE,
        Language::TypeScript => tree_sitter_typescript::LANGUAGE_TYPESCRIPT,
        Language::Tsx => tree_sitter_typescript::LANGUAGE_TSX,
        Language::Python => tree_sitter_python::LANGUAGE,
        Language::Bash => tree_sitter_bash::LANGUAGE,
    };
    let mut parser = Parser::new();
    parser.set_language(&grammar.into())?;
    parser.parse(text, None).map(drop).ok_or_else(|| "tree-sitter gave up".into())
}

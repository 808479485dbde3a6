//! What a scan costs as packages grow: user CPU per MB, which stays level where cost is linear. `cargo bench --bench growth`
//!
//! Linux only. Numbers after `--` are the sizes in MB: `cargo bench --bench growth -- 1 2 32`.

mod measure;
mod synthetic;

use std::env;

use mcpscan::model::{ArtifactKind, ArtifactSummary, Context, File, RelPath, ScanReport, Sha256, Tree, Verification};
use mcpscan::scan::analyze_trees;
use mcpscan::signatures::Signatures;
use measure::{Outcome, cpu, forget_peak, peak};
use synthetic::{Layout, Speech, package};

const MB: usize = 1 << 20;

fn main() -> Outcome<()> {
    let sizes: Vec<usize> = env::args().skip(1).filter_map(|argument| argument.parse().ok()).collect();
    let sizes = if sizes.is_empty() { vec![1, 2, 4, 8, 16] } else { sizes };
    println!("{:24}{:>6}{:>10}{:>10}{:>10}{:>10}", "", "MB", "files", "CPU s", "s per MB", "peak MiB");
    for speech in [Speech::JavaScript, Speech::Python] {
        for layout in [Layout::Files, Layout::Bundle] {
            sizes.iter().try_for_each(|size| measure(speech, layout, *size))?;
        }
    }
    Ok(())
}

fn measure(speech: Speech, layout: Layout, size: usize) -> Outcome<()> {
    let tree = tree(speech, layout, size * MB)?;
    let signatures = Signatures::builtin();
    forget_peak();
    let report = scan(speech, tree.clone(), &signatures);
    let peak = peak()?;
    let cpu = cpu(|| {
        scan(speech, tree.clone(), &signatures);
        Ok(())
    })?;
    let mb = report.coverage.bytes as f64 / MB as f64;
    let name = format!("{speech:?}, {layout:?}");
    println!("{name:24}{mb:>6.1}{:>10}{cpu:>10.2}{:>10.3}{:>10.0}", report.coverage.files, cpu / mb, peak as f64 / 1024.0);
    if report.coverage.bytes_analyzed < report.coverage.bytes {
        println!("    read in part: {:?}", report.coverage.gaps);
    }
    report.notes.iter().for_each(|note| println!("    {note}"));
    Ok(())
}

fn tree(speech: Speech, layout: Layout, bytes: usize) -> Outcome<Tree> {
    let files = package(speech, layout, bytes).into_iter();
    let files: Result<Vec<File>, _> =
        files.map(|(path, bytes)| RelPath::new(&path).map(|path| File { path, bytes, executable: false })).collect();
    Ok(Tree::new(files?, Vec::new()))
}

fn scan(speech: Speech, tree: Tree, signatures: &Signatures) -> ScanReport {
    let kind = match speech {
        Speech::JavaScript => ArtifactKind::NpmTarball,
        Speech::Python => ArtifactKind::Sdist,
    };
    let verification = Verification::Unverified { why: "made here".to_owned() };
    let summary = ArtifactSummary { file: "synthetic-1.0.0".to_owned(), sha256: Sha256::of(b""), verification, bytes: 0 };
    let context = Context::default();
    analyze_trees(None, vec![(summary, kind, tree)], &context, signatures)
}

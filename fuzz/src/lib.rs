//! What must hold for any input, one function per fuzz target: `cargo +nightly fuzz run tar_entries`.
//!
//! The functions are ordinary code, so that a seed that once failed can be tried without a fuzzer.

pub mod archives;
pub mod code;
pub mod documents;
pub mod reports;
#[cfg(test)]
mod seeds;

use mcpscan::model::{
    ArtifactKind, ArtifactSummary, Context, File, RelPath, ScanReport, Sha256, Tree, Verification,
};
use mcpscan::scan::analyze_trees;
use mcpscan::signatures::Signatures;

fn file(path: &str, bytes: &[u8]) -> File {
    File { path: RelPath::new(path).expect("the targets name safe paths"), bytes: bytes.to_vec(), executable: false }
}

/// The pure middle over one tree.
fn judge(tree: Tree) -> ScanReport {
    let verification = Verification::Unverified { why: "fuzzed".to_owned() };
    let summary = ArtifactSummary { file: "fuzzed.tgz".to_owned(), sha256: Sha256::of(b""), verification, bytes: 0 };
    let context = Context::default();
    analyze_trees(None, vec![(summary, ArtifactKind::NpmTarball, tree)], &context, &Signatures::builtin())
}

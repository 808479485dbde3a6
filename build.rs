//! Gives the program a digest of its own sources, so that what one build has judged is never taken for another build's answer.

use std::collections::hash_map::DefaultHasher;
use std::fs;
use std::hash::{Hash, Hasher};
use std::path::{Path, PathBuf};

fn main() {
    let mut files = Vec::new();
    for folder in ["src", "Cargo.lock"] {
        println!("cargo::rerun-if-changed={folder}");
        collect(Path::new(folder), &mut files);
    }
    files.sort();
    let mut hasher = DefaultHasher::new();
    for file in &files {
        file.hash(&mut hasher);
        fs::read(file).unwrap_or_default().hash(&mut hasher);
    }
    // What is built without it answers differently.
    println!("cargo::rerun-if-env-changed=CARGO_FEATURE_PROVENANCE");
    std::env::var_os("CARGO_FEATURE_PROVENANCE").is_some().hash(&mut hasher);
    println!("cargo::rustc-env=MCPSCAN_SOURCES={:016x}", hasher.finish());
}

fn collect(path: &Path, files: &mut Vec<PathBuf>) {
    match fs::read_dir(path) {
        Ok(entries) => entries.flatten().for_each(|entry| collect(&entry.path(), files)),
        Err(_) => files.push(path.to_owned()),
    }
}

//! Archives from disk, the code in them, and tree-sitter alone on that code: what a scan is measured by.
#![allow(dead_code, reason = "each bench takes a part")]

use std::fs;
use std::path::Path;

use mcpscan::model::{Artifact, ArtifactKind, Sha256, Tree, Verification};
use mcpscan::syntax::{Language, decode};
use mcpscan::unpack::{Limits, sniff, unpack};
use tree_sitter::Parser;

use crate::measure::Outcome;

/// The files that their names make code, decoded.
pub type Sources = Vec<(Language, String)>;

pub fn read(path: &Path) -> Outcome<Artifact> {
    let file = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
    let bytes = fs::read(path).map_err(|error| format!("{}: {error}", path.display()))?;
    let kind: ArtifactKind = sniff(&file, &bytes).ok_or_else(|| format!("{}: not an archive", path.display()))?;
    let verification = Verification::Unverified { why: "a local file".to_owned() };
    Ok(Artifact { file, kind, sha256: Sha256::of(&bytes), bytes: bytes.into(), verification })
}

pub fn sources(artifact: &Artifact) -> Outcome<Sources> {
    Ok(sources_of(&unpack(&artifact.bytes, artifact.kind, &Limits::default())?))
}

pub fn sources_of(tree: &Tree) -> Sources {
    let coded = tree.files().iter().filter_map(|file| Some((Language::from_extension(file.path.extension()?)?, file)));
    coded.filter_map(|(language, file)| Some((language, decode::decode(&file.bytes, language).ok()?.text.into_owned()))).collect()
}

pub fn parse_all(sources: &Sources) -> Outcome<()> {
    sources.iter().try_for_each(|(language, text)| parse(*language, text))
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

//! What kind of thing a file is: source in a language that is read, code that is not, or no code at all.

use crate::manifest::Manifest;
use crate::model::{File, GapReason, Registry};
use crate::syntax::Language;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    Source(Language),
    /// Code that nobody reads here, and why.
    Opaque(GapReason),
    /// Documents and data.
    Other,
}

/// By extension, by `#!` line, by being named as something to run, by the first bytes.
pub(super) fn classify(file: &File, manifest: &Manifest, is_entry: bool) -> Kind {
    let extension = file.path.extension().unwrap_or_default().to_ascii_lowercase();
    if is_machine_code(&file.bytes) || matches!(extension.as_str(), "pyc" | "pyo") {
        return Kind::Opaque(GapReason::NativeBinary);
    }
    if let Some(language) = Language::from_extension(&extension) {
        return Kind::Source(language);
    }
    if let Some(kind) = by_interpreter(&file.bytes) {
        return kind;
    }
    match extension.as_str() {
        "zsh" | "fish" | "ps1" | "psm1" | "bat" | "cmd" | "vbs" | "wsf" | "scpt" | "applescript" | "rb" | "pl" | "php" | "lua"
        | "coffee" | "vue" | "svelte" | "pyx" => Kind::Opaque(GapReason::UnsupportedLanguage),
        // Start-up files of Python are lines of it.
        "pth" => Kind::Source(Language::Python),
        "json" | "md" | "txt" | "toml" | "yaml" | "yml" | "map" => Kind::Other,
        _ if is_entry && is_text(&file.bytes) => Kind::Source(language_of(manifest)),
        _ => Kind::Other,
    }
}

/// As [`classify`] says, but a text that an interpreter is told to run is code, whatever its ending says.
pub(super) fn classify_started(file: &File, manifest: &Manifest) -> Kind {
    match classify(file, manifest, true) {
        Kind::Other if is_text(&file.bytes) && !file.path.as_str().ends_with(".json") => Kind::Source(language_of(manifest)),
        known => known,
    }
}

/// What the package's own ecosystem runs.
fn language_of(manifest: &Manifest) -> Language {
    match manifest.ecosystem {
        Registry::Pypi => Language::Python,
        Registry::Npm | Registry::Local => Language::JavaScript,
    }
}

fn by_interpreter(bytes: &[u8]) -> Option<Kind> {
    let bytes = bytes.strip_prefix(&[0xef, 0xbb, 0xbf]).unwrap_or(bytes);
    let rest = bytes.strip_prefix(b"#!")?;
    let line = rest.split(|byte| *byte == b'\n').next().unwrap_or_default();
    let line = String::from_utf8_lossy(&line[..line.len().min(200)]).into_owned();
    let mut words = line.split_whitespace().map(|word| word.rsplit('/').next().unwrap_or(word));
    let program = words.find(|word| *word != "env" && !word.starts_with('-') && !word.contains('='))?;
    let name = program.trim_end_matches(|c: char| c.is_ascii_digit() || c == '.');
    Some(match name {
        "node" | "nodejs" | "bun" => Kind::Source(Language::JavaScript),
        "deno" | "tsx" | "ts-node" => Kind::Source(Language::TypeScript),
        "python" | "pythonw" | "pypy" | "uv" => Kind::Source(Language::Python),
        "sh" | "bash" | "dash" | "ash" | "ksh" | "bats" => Kind::Source(Language::Bash),
        _ => Kind::Opaque(GapReason::UnsupportedLanguage),
    })
}

/// ELF, PE, Mach-O of either order and width, WebAssembly, Java classes.
fn is_machine_code(bytes: &[u8]) -> bool {
    const MAGIC: [&[u8]; 8] = [
        b"\x7fELF",
        b"\xfe\xed\xfa\xce",
        b"\xfe\xed\xfa\xcf",
        b"\xce\xfa\xed\xfe",
        b"\xcf\xfa\xed\xfe",
        b"\xca\xfe\xba\xbe",
        b"\0asm",
        b"dex\n",
    ];
    let portable = bytes.starts_with(b"MZ") && bytes.len() > 256;
    portable || MAGIC.iter().any(|magic| bytes.starts_with(magic))
}

fn is_text(bytes: &[u8]) -> bool {
    let head = &bytes[..bytes.len().min(4096)];
    !head.contains(&0) && std::str::from_utf8(head).map_or_else(|error| error.error_len().is_none(), |_| true)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{RelPath, Tree};

    fn kind(path: &str, bytes: &[u8], is_entry: bool) -> Kind {
        let file = File { path: RelPath::new(path).unwrap(), bytes: bytes.into(), executable: false };
        classify(&file, &crate::manifest::read(&Tree::default()), is_entry)
    }

    #[test]
    fn a_file_is_known_by_name_by_first_line_or_by_being_run() {
        assert_eq!(kind("a.MJS", b"", false), Kind::Source(Language::JavaScript));
        assert_eq!(kind("cli", b"#!/usr/bin/env -S node --no-warnings\n", false), Kind::Source(Language::JavaScript));
        assert_eq!(kind("run", b"#!/usr/bin/python3.12\n", false), Kind::Source(Language::Python));
        assert_eq!(kind("run", b"#!/bin/sh\n", false), Kind::Source(Language::Bash));
        assert_eq!(kind("a.bash", b"", false), Kind::Source(Language::Bash));
        assert_eq!(kind("run", b"#!/usr/bin/fish\n", false), Kind::Opaque(GapReason::UnsupportedLanguage));
        assert_eq!(kind("cli", b"run()", true), Kind::Source(Language::JavaScript));
        assert_eq!(kind("LICENSE", b"MIT", false), Kind::Other);
    }

    #[test]
    fn machine_code_is_known_by_its_first_bytes_whatever_it_is_called() {
        assert_eq!(kind("image.png.js", b"\x7fELF\x02", false), Kind::Opaque(GapReason::NativeBinary));
        assert_eq!(kind("m.pyc", b"", false), Kind::Opaque(GapReason::NativeBinary));
    }
}

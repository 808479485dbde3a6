//! Small packages made in memory and judged as if they had been fetched.
#![allow(clippy::unwrap_used, reason = "a test may panic")]

use std::io::Write;

use flate2::Compression;
use flate2::write::GzEncoder;
use mcpscan::model::{Artifact, ArtifactKind, Context, Platform, PythonVersion, ScanReport, Sha256, Target, Verification};
use mcpscan::scan::analyze;
use mcpscan::signatures::Signatures;

/// Path inside the package and content.
pub type Files = Vec<(String, Vec<u8>)>;

/// An entry as a hostile archive may have it: any name, perhaps a link.
pub struct Entry<'e> {
    pub name: &'e str,
    pub link: Option<&'e str>,
    pub content: &'e [u8],
}

/// Packed as its registry would: one top folder in a compressed tar.
pub fn pack(kind: ArtifactKind, files: &Files) -> Artifact {
    let top = if kind == ArtifactKind::NpmTarball { "package" } else { "acme-1.0.0" };
    let names: Vec<String> = files.iter().map(|(path, _)| format!("{top}/{path}")).collect();
    let entries: Vec<Entry<'_>> =
        names.iter().zip(files).map(|(name, (_, content))| Entry { name, link: None, content: content.as_slice() }).collect();
    pack_entries(kind, &entries)
}

pub fn pack_entries(kind: ArtifactKind, entries: &[Entry<'_>]) -> Artifact {
    let mut tar = tar::Builder::new(Vec::new());
    for entry in entries {
        let mut header = tar::Header::new_ustar();
        // The names of a hostile archive are written as they are: the library's own setters would refuse them.
        header.as_old_mut().name[..entry.name.len()].copy_from_slice(entry.name.as_bytes());
        header.set_mode(0o644);
        match entry.link {
            Some(target) => {
                header.set_entry_type(tar::EntryType::Symlink);
                header.set_link_name(target).unwrap();
                header.set_size(0);
            }
            None => header.set_size(entry.content.len() as u64),
        }
        header.set_cksum();
        tar.append(&header, if entry.link.is_some() { &[] } else { entry.content }).unwrap();
    }
    let mut gzip = GzEncoder::new(Vec::new(), Compression::fast());
    gzip.write_all(&tar.into_inner().unwrap()).unwrap();
    let bytes = gzip.finish().unwrap();
    let file = if kind == ArtifactKind::NpmTarball { "acme-1.0.0.tgz" } else { "acme-1.0.0.tar.gz" };
    let verification = Verification::Unverified { why: "made by a test".to_owned() };
    Artifact { file: file.to_owned(), kind, sha256: Sha256::of(&bytes), bytes: bytes.into(), verification }
}

pub fn context() -> Context {
    let target =
        Target { python: PythonVersion { major: 3, minor: 12 }, platform: Platform { os: "linux".to_owned(), arch: "x86_64".to_owned() } };
    Context { target, ..Context::default() }
}

pub fn judge(artifact: Artifact, signatures: &Signatures) -> ScanReport {
    analyze(None, &[artifact], &context(), signatures).unwrap()
}

/// A package whose entry file is `code`; nothing else is in it and nothing is declared, unless the code's first line is a comment
/// that begins with `readme:`.
pub fn package_of(extension: &str, code: &str) -> Artifact {
    let file = |path: &str, content: &str| (path.to_owned(), content.as_bytes().to_vec());
    let readme = code.lines().next().and_then(|line| line.split_once(" readme: "));
    let readme = readme.map(|(_, text)| file("README.md", &format!("# Notes\n\n{text}\n")));
    if extension == "py" {
        let project = "[project]\nname = \"notes\"\nversion = \"1.0.0\"\n\n[project.scripts]\nnotes = \"notes:main\"\n";
        pack(ArtifactKind::Sdist, &[file("pyproject.toml", project), file("notes.py", code)].into_iter().chain(readme).collect())
    } else {
        let main = format!("index.{extension}");
        let manifest = format!(r#"{{ "name": "notes", "version": "1.0.0", "main": "{main}" }}"#);
        pack(ArtifactKind::NpmTarball, &[file("package.json", &manifest), file(&main, code)].into_iter().chain(readme).collect())
    }
}

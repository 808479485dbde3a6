//! Core metadata out of a downloaded file, for an index that does not serve it: METADATA of a wheel, and what a source distribution
//! tells without being built.

use super::metadata::{Core, Metadata};
use super::sources;
use crate::model::{Artifact, ArtifactKind, PackageName, Tree};
use crate::unpack::{Limits, end_of_zip, unpack};

const LONGEST_METADATA: u64 = 16 << 20;

const UNTOLD: &str = "only a build would tell what it asks for, and nothing is built";
const GUESSED: &str = "its source distribution tells what it asked for when it was packed; an install builds it anew and may ask for more";

pub(super) fn metadata(artifact: &Artifact, project: &PackageName) -> Metadata {
    let tree = match unpack(&artifact.bytes, artifact.kind, &Limits::default()) {
        Ok(tree) => tree,
        Err(error) => return Metadata::unknown(format!("{} cannot be unpacked: {error}", artifact.file)),
    };
    match artifact.kind {
        ArtifactKind::Wheel => of_wheel(&tree, project),
        ArtifactKind::Sdist | ArtifactKind::Zip | ArtifactKind::NpmTarball | ArtifactKind::Mcpb | ArtifactKind::Folder => of_sdist(&tree),
    }
}

/// METADATA out of the last bytes of a wheel of this size; none where they do not hold it.
pub(super) fn metadata_at_end(end: &[u8], size: u64, project: &PackageName) -> Option<Metadata> {
    let text = end_of_zip(end, size, LONGEST_METADATA, |path| is_metadata(path, project))?;
    Some(Metadata { is_unverified: true, ..Metadata::of_wheel(&text) })
}

pub(super) fn of_wheel(tree: &Tree, project: &PackageName) -> Metadata {
    let found = tree.files().iter().find(|file| is_metadata(file.path.as_str(), project));
    found.map_or_else(|| Metadata::unknown("its wheel holds no METADATA"), |file| Metadata::of_wheel(&file.bytes))
}

/// Installers take the folder that is named for the project.
fn is_metadata(path: &str, project: &PackageName) -> bool {
    let folder = path.strip_suffix("/METADATA").and_then(|folder| folder.strip_suffix(".dist-info"));
    let name = folder.filter(|folder| !folder.contains('/')).and_then(|folder| folder.split('-').next());
    name.is_some_and(|name| PackageName::pypi(name).is_ok_and(|name| name == *project))
}

/// PKG-INFO where it is final, else what the sources say, else what was known when it was packed.
pub(super) fn of_sdist(tree: &Tree) -> Metadata {
    let core = tree.get("PKG-INFO").map(|file| Core::read(&file.bytes));
    if let Some(core) = core.as_ref().filter(|core| core.is_final) {
        return core.metadata.clone();
    }
    let requires_python = core.as_ref().and_then(|core| core.metadata.requires_python.clone());
    if let Some(project) = sources::of(tree) {
        return Metadata { requires_python: project.requires_python.clone().or(requires_python), ..project };
    }
    let listed = tree.files().iter().find(|file| file.path.file_name() == "requires.txt" && file.path.parent().ends_with(".egg-info"));
    let packed = match (listed, core) {
        (Some(file), core) => {
            let extras = core.map(|core| core.metadata.extras).unwrap_or_default();
            Metadata { extras, ..of_egg_info(&String::from_utf8_lossy(&file.bytes)) }
        }
        (None, Some(core)) if !core.metadata.requirements.is_empty() => core.metadata,
        (None, Some(_) | None) => Metadata { requires_python: requires_python.clone(), ..Metadata::unknown(UNTOLD) },
    };
    Metadata { requires_python, doubt: packed.doubt.clone().or_else(|| Some(GUESSED.to_owned())), ..packed }
}

/// requires.txt of setuptools: lines under `[extra]`, `[extra:marker]` and `[:marker]`.
fn of_egg_info(text: &str) -> Metadata {
    let mut section = (String::new(), String::new());
    let mut asked = Vec::new();
    for line in text.lines().map(str::trim).filter(|line| !line.is_empty() && !line.starts_with('#')) {
        if let Some(name) = line.strip_prefix('[').and_then(|rest| rest.strip_suffix(']')) {
            let (extra, marker) = name.split_once(':').unwrap_or((name, ""));
            section = (extra.trim().to_owned(), marker.trim().to_owned());
            continue;
        }
        let conditional = if section.1.is_empty() { line.to_owned() } else { with_marker(line, &section.1) };
        asked.push(if section.0.is_empty() { conditional } else { for_extra(&conditional, &section.0) });
    }
    Metadata::default().asking(asked)
}

pub(super) fn for_extra(requirement: &str, extra: &str) -> String {
    with_marker(requirement, &format!("extra == '{}'", extra.replace('\'', "")))
}

/// The blank before the semicolon ends an address.
fn with_marker(requirement: &str, marker: &str) -> String {
    match requirement.split_once(" ;").or_else(|| requirement.split_once(';')) {
        Some((head, own)) => format!("{head} ; ({}) and {marker}", own.trim()),
        None => format!("{requirement} ; {marker}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{File, RelPath};

    fn sdist(files: &[(&str, &str)]) -> Metadata {
        let file =
            |(path, text): &(&str, &str)| File { path: RelPath::new(path).unwrap(), bytes: text.as_bytes().to_vec(), executable: false };
        of_sdist(&Tree::new(files.iter().map(file).collect(), Vec::new()))
    }

    fn asked(metadata: &Metadata) -> Vec<String> {
        metadata.requirements.iter().map(|requirement| format!("{} {}", requirement.name, requirement.wanted)).collect()
    }

    #[test]
    fn final_metadata_of_a_source_distribution_is_trusted() {
        let info = "Metadata-Version: 2.2\nName: a\nRequires-Python: >=3.9\nRequires-Dist: b>=1\nProvides-Extra: x\n\nRequires-Dist: no\n";
        let found = sdist(&[("PKG-INFO", info), ("pyproject.toml", "[project]\ndependencies = ['c']")]);
        assert_eq!((asked(&found), found.doubt, found.requires_python), (vec!["b >=1".to_owned()], None, Some(">=3.9".to_owned())));
    }

    #[test]
    fn what_is_dynamic_is_taken_from_pyproject_unless_it_is_dynamic_there_too() {
        let info = "Metadata-Version: 2.2\nName: a\nDynamic: Requires-Dist\nRequires-Dist: b>=1\n";
        let project = "[project]\nname = 'a'\nrequires-python = '>=3.8'\ndependencies = ['c>1']\n[project.optional-dependencies]\nx = ['d; os_name == \"nt\"']";
        let found = sdist(&[("PKG-INFO", info), ("pyproject.toml", project)]);
        assert_eq!(asked(&found), ["c >1", "d ; (os_name == \"nt\") and extra == 'x'"]);
        assert_eq!((found.doubt, found.requires_python.as_deref()), (None, Some(">=3.8")));
        let found = sdist(&[("PKG-INFO", info), ("pyproject.toml", "[project]\ndynamic = ['dependencies']")]);
        assert_eq!((asked(&found), found.doubt.as_deref()), (vec!["b >=1".to_owned()], Some(GUESSED)));
    }

    #[test]
    fn lists_of_setuptools_are_taken_with_doubt() {
        let listed = "b>=1\n\n[:python_version < '3']\nc\n[x]\nd\n[x:os_name == 'nt']\ne\n";
        let found = sdist(&[("PKG-INFO", "Metadata-Version: 2.1\nName: a\nProvides-Extra: x\n"), ("a.egg-info/requires.txt", listed)]);
        let wanted = ["b >=1", "c ; python_version < '3'", "d ; extra == 'x'", "e ; (os_name == 'nt') and extra == 'x'"];
        assert_eq!(asked(&found), wanted);
        assert_eq!((found.doubt.as_deref(), found.extras.len()), (Some(GUESSED), 1));
    }

    #[test]
    fn what_only_a_build_tells_is_not_guessed() {
        for files in [
            &[("setup.py", "setup()")][..],
            &[("PKG-INFO", "Metadata-Version: 1.0\n")],
            &[("pyproject.toml", "[project"), ("setup.cfg", "")],
        ] {
            let found = sdist(files);
            assert_eq!((asked(&found), found.doubt.as_deref()), (Vec::new(), Some(UNTOLD)));
        }
    }

    #[test]
    fn a_wheel_speaks_for_its_own_project() {
        let file = |path: &str, text: &str| File { path: RelPath::new(path).unwrap(), bytes: text.as_bytes().to_vec(), executable: false };
        let tree = Tree::new(
            vec![file("A_b-1.0.dist-info/METADATA", "Requires-Dist: c"), file("A-0.dist-info/METADATA", "Requires-Dist: d")],
            Vec::new(),
        );
        assert_eq!(asked(&of_wheel(&tree, &PackageName::pypi("a-b").unwrap())), ["c "]);
        assert_eq!(of_wheel(&tree, &PackageName::pypi("other").unwrap()).doubt.as_deref(), Some("its wheel holds no METADATA"));
    }
}

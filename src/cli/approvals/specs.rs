//! A file of packages, one a line: purls, `npm NAME@VERSION`, `pypi NAME==VERSION`.

use std::path::{Path, PathBuf};

use thiserror::Error;

use super::args::SpecFile;
use super::file::{self, FileError};
use crate::cli::Subject;
use crate::model::{PackageSpec, Registry};

/// A line that names a package.
pub(super) struct Line {
    pub text: String,
    pub subject: Subject,
}

#[derive(Debug, Error)]
pub(super) enum SpecsError {
    #[error(transparent)]
    File(#[from] FileError),
    #[error("{path}:{line}: `{text}` names no package: {why}\nhint: write a purl, `npm NAME@VERSION` or `pypi NAME==VERSION`", path = .path.display())]
    BadLine { path: PathBuf, line: usize, text: String, why: String },
    #[error("`{path}` names no package\nhint: write a purl, `npm NAME@VERSION` or `pypi NAME==VERSION` on each line", path = .0.display())]
    Empty(PathBuf),
}

/// All lines are understood before the first one is judged.
pub(super) fn read(file: &SpecFile) -> Result<Vec<Line>, SpecsError> {
    let text = file::text(&file.file, "name a file of packages that you may read: mcpscan check list FILE")?;
    let specs = specs(&file.file, &text)?;
    let subject = |spec: PackageSpec| match spec.registry {
        Registry::Npm => Subject::Npm { spec, registry: file.registry.clone() },
        Registry::Pypi | Registry::Local => {
            Subject::Pypi { spec, index_url: file.index_url.clone(), extra_index_urls: file.extra_index_url.clone() }
        }
    };
    Ok(specs.into_iter().map(|(text, spec)| Line { text, subject: subject(spec) }).collect())
}

fn specs(path: &Path, text: &str) -> Result<Vec<(String, PackageSpec)>, SpecsError> {
    let mut specs = Vec::new();
    for (at, line) in text.trim_start_matches('\u{feff}').lines().enumerate() {
        let line = without_comment(line).trim();
        if line.is_empty() {
            continue;
        }
        let bad = |why| SpecsError::BadLine { path: path.to_owned(), line: at + 1, text: line.to_owned(), why };
        specs.push((line.to_owned(), spec(line).map_err(bad)?));
    }
    if specs.is_empty() { Err(SpecsError::Empty(path.to_owned())) } else { Ok(specs) }
}

/// A # within a word belongs to it.
fn without_comment(line: &str) -> &str {
    let comment = line.match_indices('#').map(|(at, _)| at).find(|at| line[..*at].ends_with([' ', '\t']) || *at == 0);
    comment.map_or(line, |at| &line[..at])
}

fn spec(line: &str) -> Result<PackageSpec, String> {
    if line.starts_with("pkg:") {
        return purl(line);
    }
    let (registry, rest) = line.split_once([' ', '\t']).ok_or("it does not begin with a registry")?;
    let parsed = match registry {
        "npm" => PackageSpec::npm(rest),
        "pypi" => PackageSpec::pypi(rest),
        other => return Err(format!("there is no registry `{other}`")),
    };
    parsed.map_err(in_short)
}

fn purl(line: &str) -> Result<PackageSpec, String> {
    let purl: packageurl::PackageUrl<'_> = line.parse().map_err(|error: packageurl::Error| error.to_string())?;
    let name = match purl.namespace() {
        Some(namespace) => format!("{namespace}/{}", purl.name()),
        None => purl.name().to_owned(),
    };
    let mut spec = match purl.ty() {
        "npm" => PackageSpec::npm(&name),
        "pypi" => PackageSpec::pypi(&name),
        other => return Err(format!("packages of `{other}` are not judged")),
    }
    .map_err(in_short)?;
    spec.wanted = purl.version().map(str::to_owned);
    Ok(spec)
}

fn in_short(error: crate::model::SpecError) -> String {
    error.to_string().lines().next().unwrap_or_default().to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Result<Vec<String>, String> {
        let read = specs(Path::new("list.txt"), text).map_err(|error| error.to_string())?;
        Ok(read.into_iter().map(|(_, spec)| format!("{} {spec}", spec.registry)).collect())
    }

    #[test]
    fn a_line_is_a_purl_or_a_spec() {
        let text = "# ours\npkg:npm/%40acme/server@1.2.3\n\nnpm @acme/server@1.2.3 # the same\npypi My_Server==1.0\npkg:pypi/my-server@1.0\nnpm open\n";
        let all = ["npm @acme/server@1.2.3", "npm @acme/server@1.2.3", "pypi my-server@1.0", "pypi my-server@1.0", "npm open"];
        assert_eq!(read(text).unwrap(), all);
    }

    #[test]
    fn a_bad_line_is_told_by_its_number() {
        for (line, why) in [
            ("server@1.2.3", "it does not begin with a registry"),
            ("cargo a@1", "there is no registry `cargo`"),
            ("pkg:gem/rails@1", "packages of `gem` are not judged"),
            ("npm ../x", "is not a npm package name"),
        ] {
            let error = read(&format!("npm a@1\n{line}\n")).unwrap_err();
            assert!(error.starts_with(&format!("list.txt:2: `{line}` names no package: ")) && error.contains(why), "{error}");
        }
        assert!(read("# nothing\n").unwrap_err().contains("names no package"));
    }
}

//! A file of packages, one a line: purls, `npm NAME@VERSION`, `pypi NAME==VERSION`.

use std::path::{Path, PathBuf};

use thiserror::Error;

use super::args::SpecFile;
use super::file::{self, FileError};
use crate::cli::Subject;
use crate::model::{BadSpecLine, PackageSpec, Registry, SpecLine};

/// A line that names a package.
pub(super) struct Line {
    pub text: String,
    pub subject: Subject,
}

#[derive(Debug, Error)]
pub(super) enum SpecsError {
    #[error(transparent)]
    File(#[from] FileError),
    #[error("{}:{}: {bad}", .path.display(), .bad.line)]
    BadLine { path: PathBuf, bad: BadSpecLine },
    #[error("`{path}` names no package\nhint: write a purl, `npm NAME@VERSION` or `pypi NAME==VERSION` on each line", path = .0.display())]
    Empty(PathBuf),
}

/// All lines are understood before the first one is judged.
pub(super) fn read(file: &SpecFile) -> Result<Vec<Line>, SpecsError> {
    let text = file::text(&file.file, "name a file of packages that you may read: mcpscan check list FILE")?;
    let specs = specs(&file.file, &text)?;
    let registries = &file.registries;
    let subject = |spec: PackageSpec| match spec.registry {
        Registry::Npm => Subject::Npm { spec, registry: registries.registry.clone() },
        Registry::Pypi | Registry::Local => {
            Subject::Pypi { spec, index_url: registries.index_url.clone(), extra_index_urls: registries.extra_index_url.clone() }
        }
    };
    Ok(specs.into_iter().map(|SpecLine { text, spec }| Line { text, subject: subject(spec) }).collect())
}

fn specs(path: &Path, text: &str) -> Result<Vec<SpecLine>, SpecsError> {
    let specs = SpecLine::read_all(text).map_err(|bad| SpecsError::BadLine { path: path.to_owned(), bad })?;
    if specs.is_empty() { Err(SpecsError::Empty(path.to_owned())) } else { Ok(specs) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_bad_line_is_told_with_its_file_and_number() {
        let error = specs(Path::new("list.txt"), "npm a@1\nserver@1.2.3\n").unwrap_err().to_string();
        assert!(error.starts_with("list.txt:2: `server@1.2.3` names no package: it does not begin with a registry\nhint: "), "{error}");
        assert!(specs(Path::new("list.txt"), "# nothing\n").unwrap_err().to_string().contains("names no package"));
    }
}

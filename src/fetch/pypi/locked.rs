//! The files of a Python release that a lock file pins.

use std::cmp::Reverse;
use std::str::FromStr;

use pep440_rs::Version;
use url::Url;

use super::super::integrity::Digest;
use super::super::locked::LockedDistribution;
use super::super::url::{bare, base_url, shown};
use super::super::{FetchError, RemoteFile, Resolved};
use super::Pypi;
use super::file_name::{Distribution, Form};
use crate::model::{ArtifactKind, PackageId, RegistryFacts, Target};

impl Pypi {
    pub fn locked(
        &self,
        id: &PackageId,
        index: Option<&str>,
        files: &[LockedDistribution],
        target: &Target,
    ) -> Result<Resolved, FetchError> {
        let index = match index {
            Some(text) => bare(&base_url(text, "the lock file")?),
            None => self.settings.indexes[0].url.clone(),
        };
        let Some((file, kind)) = installed(id, files, target) else {
            let why = "none of the files that are locked of it fits".to_owned();
            return Err(FetchError::NotInstallable { package: id.to_string(), target: super::choose::shown(target), why });
        };
        // A lock file may be a stranger's: like a page from the network it may not point at this machine.
        let page: &Url = &self.settings.indexes[0].url;
        self.http.check(&file.url, Some(page))?;
        let mut notes = self.settings.notes.clone();
        if !file.digests.iter().any(Digest::is_strong) {
            notes.push(format!("{}: the lock file has no hash of it that proves anything", file.file));
        }
        let remote = RemoteFile {
            file: file.file.clone(),
            kind,
            url: bare(&file.url),
            registry: index.clone(),
            expected: file.digests.clone(),
            size: file.size,
            attestations: None,
        };
        let facts = RegistryFacts { notes, ..RegistryFacts::default() };
        Ok(Resolved { id: id.clone(), source: shown(&index), files: vec![remote], facts })
    }
}

/// Of files that are of this very version: the wheel that fits best, or else the first source distribution.
fn installed<'f>(id: &PackageId, files: &'f [LockedDistribution], target: &Target) -> Option<(&'f LockedDistribution, ArtifactKind)> {
    let version = Version::from_str(&id.version).ok()?;
    let own =
        || files.iter().filter_map(|file| Some((file, Distribution::parse(&file.file, &id.name).filter(|own| own.version == version)?)));
    let wheels = own().filter_map(|(file, own)| match own.form {
        Form::Wheel(tags) => Some((file, tags.fit(target)?, tags.build)),
        Form::Sdist(_) => None,
    });
    let best = wheels.min_by(|a, b| (&a.1, Reverse(&a.2)).cmp(&(&b.1, Reverse(&b.2)))).map(|(file, ..)| (file, ArtifactKind::Wheel));
    best.or_else(|| {
        own().find_map(|(file, own)| match own.form {
            Form::Sdist(kind) => Some((file, kind)),
            Form::Wheel(_) => None,
        })
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{PackageName, Platform, PythonVersion, Registry};

    fn taken(names: &[&str], os: &str) -> Option<String> {
        let url = |name: &str| Url::parse("https://files.example/").unwrap().join(name).unwrap();
        let file = |name: &&str| LockedDistribution { file: (*name).to_owned(), url: url(name), digests: Vec::new(), size: None };
        let files: Vec<LockedDistribution> = names.iter().map(file).collect();
        let id = PackageId { registry: Registry::Pypi, name: PackageName::pypi("a").unwrap(), version: "1.0".into() };
        let platform = Platform { os: os.into(), arch: "x86_64".into() };
        let target = Target { python: PythonVersion { major: 3, minor: 13 }, platform };
        installed(&id, &files, &target).map(|(file, _)| file.file.clone())
    }

    #[test]
    fn the_wheel_that_fits_is_taken_and_else_the_sdist() {
        let all = ["a-1.0.tar.gz", "a-1.0-cp313-cp313-win_amd64.whl", "a-1.0-py3-none-any.whl", "a-1.0-2-py3-none-any.whl"];
        assert_eq!(taken(&all, "windows").as_deref(), Some("a-1.0-cp313-cp313-win_amd64.whl"));
        assert_eq!(taken(&all, "linux").as_deref(), Some("a-1.0-2-py3-none-any.whl"));
        assert_eq!(taken(&all[..2], "linux").as_deref(), Some("a-1.0.tar.gz"));
    }

    #[test]
    fn files_of_another_project_or_version_are_not_taken() {
        assert_eq!(taken(&["b-1.0-py3-none-any.whl", "a-2.0-py3-none-any.whl", "a.whl"], "linux"), None);
    }
}

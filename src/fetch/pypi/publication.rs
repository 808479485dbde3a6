//! When the files of a release came into the index, and whether the releases before it were attested.

use jiff::Timestamp;
use pep440_rs::Version;

use super::index::IndexFile;
use crate::model::{ArtifactKind, EarlierRelease, Publication};

/// A habit shows in a few releases.
const EARLIER: usize = 5;

/// `before` are the lower versions with their files, the highest first.
pub(super) fn of<'p>(
    version: &Version,
    files: &[(&IndexFile, ArtifactKind)],
    before: impl Iterator<Item = (&'p Version, Vec<&'p IndexFile>)>,
) -> Publication {
    let first = files.iter().filter_map(|(file, _)| Some((moment(file)?, file.uploaded.clone()?))).min();
    let published = first.as_ref().map(|(moment, _)| *moment);
    let same_kind = |other: &Version| other.any_prerelease() == version.any_prerelease();
    // Files can be added to a release for ever: one that has been there before counts by the oldest of them.
    let was_before = |files: &[&IndexFile]| {
        let oldest = files.iter().filter_map(|file| moment(file)).min();
        published.zip(oldest).is_none_or(|(published, oldest)| oldest < published)
    };
    let before = before.filter(|(other, files)| same_kind(other) && !files.is_empty() && was_before(files));
    let earlier = before.take(EARLIER).map(|(version, files)| EarlierRelease {
        version: version.to_string(),
        attested: files.iter().all(|file| file.provenance.is_some()),
        publisher: None,
    });
    Publication { earlier: earlier.collect(), published: first.map(|(_, text)| text), ..Publication::default() }
}

fn moment(file: &IndexFile) -> Option<Timestamp> {
    file.uploaded.as_ref()?.parse().ok()
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use url::Url;

    use super::super::file_name::Distribution;
    use super::super::index::Hashes;
    use super::*;
    use crate::model::PackageName;

    fn file(name: &str, uploaded: &str, attested: bool) -> IndexFile {
        let url = Url::parse("https://index.example/x").unwrap();
        let provenance = attested.then(|| url.clone());
        let uploaded = Some(uploaded.to_owned());
        IndexFile {
            name: name.to_owned(),
            url,
            hashes: Hashes::default(),
            requires_python: None,
            yanked: None,
            size: None,
            uploaded,
            provenance,
            metadata: None,
        }
    }

    #[test]
    fn a_release_counts_as_attested_where_each_of_its_files_is() {
        let files = [
            file("server-1.0.tar.gz", "2025-01-01T00:00:00Z", true),
            file("server-1.0-py3-none-any.whl", "2025-01-01T00:00:00Z", true),
            file("server-1.1.tar.gz", "2025-02-01T00:00:00.5Z", true),
            file("server-1.1-py3-none-any.whl", "2025-02-01T00:00:00Z", false),
            file("server-1.2rc1.tar.gz", "2025-02-10T00:00:00Z", true),
            file("server-1.0.1.tar.gz", "2025-04-01T00:00:00Z", true),
            file("server-1.2.tar.gz", "2025-03-01T00:00:00Z", false),
        ];
        let project = PackageName::pypi("server").unwrap();
        let chosen = [(&files[6], ArtifactKind::Sdist)];
        let mut before: BTreeMap<Version, Vec<&IndexFile>> = BTreeMap::new();
        for file in &files[..6] {
            before.entry(Distribution::parse(&file.name, &project).unwrap().version).or_default().push(file);
        }
        let before = before.iter().rev().map(|(version, files)| (version, files.clone()));
        let publication = of(&"1.2".parse().unwrap(), &chosen, before);
        let earlier: Vec<_> = publication.earlier.iter().map(|release| (release.version.as_str(), release.attested)).collect();
        assert_eq!(earlier, [("1.1", false), ("1.0", true)]);
        assert_eq!(publication.published.as_deref(), Some("2025-03-01T00:00:00Z"));
    }
}

//! What an index lists of one project, read once: for whoever weighs its versions against each other.

use std::collections::BTreeMap;

use pep440_rs::Version;
use url::Url;

use super::choose::{Choice, NO_SDIST, admitted, choose, refusal};
use super::file_name::{Distribution, unread_version};
use super::index::{IndexFile, IndexPage};
use super::publication;
use super::{check_page, expected, remote_file};
use crate::fetch::document::Document;
use crate::fetch::url::{PlainOrigins, shown};
use crate::fetch::{FetchError, Resolved};
use crate::model::{ArtifactKind, PackageId, PackageName, PackageSpec, Published, Registry, RegistryFacts, Target};

/// The versions of one project and their files.
pub struct PythonReleases {
    project: PackageName,
    index: Url,
    document: Document,
    page: IndexPage,
    /// The places of each version's files in the page.
    versions: BTreeMap<Version, Vec<usize>>,
    pub(super) plain: PlainOrigins,
    /// What is to be known of every release, whichever is taken.
    pub(super) notes: Vec<String>,
}

impl PythonReleases {
    /// A page in one of the forms of the simple repository API, as it came from `url`; `index` is what served it.
    pub fn read(project: &PackageName, index: &Url, url: &Url, content_type: &str, page: Vec<u8>) -> Result<Self, FetchError> {
        let document = Document { bytes: page, content_type: Some(content_type.to_owned()), url: url.clone() };
        Self::new(&document, project, index)
    }

    pub(super) fn new(document: &Document, project: &PackageName, index: &Url) -> Result<Self, FetchError> {
        let page = IndexPage::read(document)?;
        check_page(&page, document, project)?;
        let mut versions: BTreeMap<Version, Vec<usize>> = BTreeMap::new();
        for (at, file) in page.files.iter().enumerate() {
            let version = Distribution::parse(&file.name, project).map(|distribution| distribution.version);
            if let Some(version) = version.or_else(|| unread_version(&file.name, project)) {
                versions.entry(version).or_default().push(at);
            }
        }
        // The bytes have been read; what is still asked of the document is where it came from.
        let document = Document { bytes: Vec::new(), content_type: None, url: document.url.clone() };
        let (project, index) = (project.clone(), index.clone());
        Ok(Self { project, index, document, page, versions, plain: PlainOrigins::default(), notes: Vec::new() })
    }

    pub fn project(&self) -> &PackageName {
        &self.project
    }

    /// The lowest first.
    pub fn versions(&self) -> impl DoubleEndedIterator<Item = &Version> {
        self.versions.keys()
    }

    /// The versions that an install of `spec` takes, best first: one stands in only where those before it will not do. Never none.
    pub fn admitted(&self, spec: &PackageSpec, target: &Target) -> Result<Vec<Version>, FetchError> {
        admitted(&self.page, spec, target)
    }

    /// Why an install for the target would not take the version, as in `was yanked`; none where it would.
    pub fn refusal(&self, version: &Version, target: &Target, yanked_too: bool) -> Option<String> {
        refusal(&self.files(version), &self.project, target, yanked_too)
    }

    /// What an install of `spec` takes, and the source distribution to compare it with.
    pub fn chosen(&self, spec: &PackageSpec, target: &Target) -> Result<Resolved, FetchError> {
        self.resolved(choose(&self.page, spec, target)?)
    }

    /// What an install that has settled on this version takes, and no more.
    pub fn installed(&self, version: &Version, target: &Target) -> Result<Resolved, FetchError> {
        let wanted = Some(format!("=={version}"));
        let spec = PackageSpec { registry: Registry::Pypi, name: self.project.clone(), wanted };
        let page = IndexPage { name: None, files: self.files(version).into_iter().cloned().collect() };
        let mut choice = choose(&page, &spec, target)?;
        choice.earlier = self.versions.range(..version).count() as u32;
        if choice.files.first().is_some_and(|(_, kind)| *kind == ArtifactKind::Wheel) {
            choice.files.truncate(1);
        }
        choice.notes.retain(|note| note != NO_SDIST);
        self.resolved(choice)
    }

    fn files(&self, version: &Version) -> Vec<&IndexFile> {
        self.versions.get(version).into_iter().flatten().map(|at| &self.page.files[*at]).collect()
    }

    /// Without files in formats that are not read.
    fn read_files(&self, version: &Version) -> Vec<&IndexFile> {
        let files = self.files(version).into_iter();
        files.filter(|file| Distribution::parse(&file.name, &self.project).is_some()).collect()
    }

    fn resolved(&self, choice: Choice<'_>) -> Result<Resolved, FetchError> {
        let Choice { version, files, mut notes, earlier } = choice;
        let before = self.versions.range(..&version).rev().map(|(version, _)| (version, self.read_files(version)));
        let publication = publication::of(&version, &files, before);
        let yanked = files.iter().filter_map(|(file, _)| file.yanked.clone()).max();
        let mut published = Published { earlier: Some(earlier), ..Published::default() };
        let mut remote = Vec::new();
        for (file, kind) in files {
            published.metadata.extend(file.metadata.clone().map(|digest| (file.name.clone(), digest)));
            self.plain.check(&file.url, Some(&self.document.url))?;
            let expected = expected(file, &self.document, &mut notes)?;
            remote.push(remote_file(file, kind, expected, &self.index));
        }
        notes.extend(self.notes.iter().cloned());
        Ok(Resolved {
            id: PackageId { registry: Registry::Pypi, name: self.project.clone(), version: version.to_string() },
            source: shown(&self.index),
            files: remote,
            facts: RegistryFacts { yanked, publication, notes, published: Some(published), ..RegistryFacts::default() },
        })
    }
}

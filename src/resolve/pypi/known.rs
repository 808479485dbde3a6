//! What the index has answered so far. Each question is asked once, whoever asks it first.

use std::cell::{Ref, RefCell};
use std::collections::{BTreeMap, BTreeSet};
use std::rc::Rc;

use pep440_rs::Version;
use pep508_rs::{ExtraName, MarkerEnvironment};

use super::artifact;
use super::index::PythonIndex;
use super::metadata::Metadata;
use super::project::Project;
use crate::fetch::{FetchError, RemoteFile, Resolved};
use crate::model::{ArtifactKind, PackageName, PackageSpec, Target};
use crate::resolve::marker::environment;

/// The largest installations of honest packages have some five hundred.
pub(super) const MOST_PROJECTS: usize = 3_000;
/// Versions whose requirements are read.
pub(super) const MOST_RELEASES: usize = 6_000;

/// Of a larger one only the end is fetched for its METADATA.
const LARGE_WHEEL: u64 = 2 << 20;
/// How much of it: enough for most, then for a directory of some ten thousand files with the lists and licences beside METADATA.
const ENDS_OF_WHEEL: [u64; 2] = [256 << 10, 8 << 20];

/// An error is an answer as well: it counts once somebody needs what it is about.
pub(super) type Answer<T> = Result<Rc<T>, FetchError>;

/// One version: its files, and what it asks for.
pub(super) struct Release {
    pub resolved: Resolved,
    pub metadata: Metadata,
}

pub(super) struct Known<'a, I> {
    pub index: &'a I,
    pub target: &'a Target,
    pub environment: MarkerEnvironment,
    root: &'a PackageSpec,
    /// The version of the root where it lies here: no index is asked about it.
    own: Option<Version>,
    projects: RefCell<BTreeMap<PackageName, Answer<Project>>>,
    releases: RefCell<BTreeMap<(PackageName, Version), Answer<Release>>>,
    /// What has been followed to what it asks for, see [`super::ahead`].
    pub(super) followed: RefCell<BTreeSet<(PackageName, Version, Option<ExtraName>)>>,
}

impl<'a, I: PythonIndex> Known<'a, I> {
    pub fn nothing(index: &'a I, root: &'a PackageSpec, target: &'a Target) -> Self {
        Self {
            index,
            target,
            environment: environment::of(target),
            root,
            own: None,
            projects: RefCell::default(),
            releases: RefCell::default(),
            followed: RefCell::default(),
        }
    }

    /// Nothing but the root, which lies here.
    pub fn own(index: &'a I, root: &'a PackageSpec, target: &'a Target, version: Version, release: Release) -> Self {
        let known = Self { own: Some(version.clone()), ..Self::nothing(index, root, target) };
        known.releases.borrow_mut().insert((root.name.clone(), version), Ok(Rc::new(release)));
        known
    }

    /// The one version that a project has because it lies here.
    pub fn own_version(&self, name: &PackageName) -> Option<&Version> {
        self.own.as_ref().filter(|_| *name == self.root.name)
    }

    /// As far as it is known.
    pub fn known_project(&self, name: &PackageName) -> Option<Answer<Project>> {
        self.projects.borrow().get(name).cloned()
    }

    pub fn known_release(&self, name: &PackageName, version: &Version) -> Option<Answer<Release>> {
        self.releases.borrow().get(&(name.clone(), version.clone())).cloned()
    }

    /// What there is more of than anybody needs, and how many of it would do.
    pub fn excess(&self) -> Option<(&'static str, usize)> {
        let is_over = |count: usize, most: usize| count >= most;
        let projects: Ref<'_, _> = self.projects.borrow();
        if is_over(projects.len(), MOST_PROJECTS) {
            return Some(("projects", MOST_PROJECTS));
        }
        is_over(self.releases.borrow().len(), MOST_RELEASES).then_some(("versions", MOST_RELEASES))
    }

    pub async fn project(&self, name: &PackageName) -> Answer<Project> {
        if let Some(known) = self.known_project(name) {
            return known;
        }
        let answer = self.ask_for_project(name).await;
        self.projects.borrow_mut().entry(name.clone()).or_insert(answer).clone()
    }

    async fn ask_for_project(&self, name: &PackageName) -> Answer<Project> {
        let project = Project::new(self.index.releases(name).await?);
        if *name == self.root.name {
            project.is_wanted(self.root, self.target)?;
        }
        Ok(Rc::new(project))
    }

    pub async fn release(&self, name: &PackageName, version: &Version) -> Answer<Release> {
        if let Some(known) = self.known_release(name, version) {
            return known;
        }
        let answer = self.ask_for_release(name, version).await;
        self.releases.borrow_mut().entry((name.clone(), version.clone())).or_insert(answer).clone()
    }

    async fn ask_for_release(&self, name: &PackageName, version: &Version) -> Answer<Release> {
        let resolved = self.project(name).await?.resolved(version, self.target)?;
        let metadata = self.metadata(&resolved).await?;
        Ok(Rc::new(Release { resolved, metadata }))
    }

    /// What the index serves beside the wheel, where it says so; else what the file itself holds.
    async fn metadata(&self, resolved: &Resolved) -> Result<Metadata, FetchError> {
        let Some(file) = resolved.files.first() else { return Ok(Metadata::unknown("it has no files")) };
        let announced = resolved.facts.published.as_ref().and_then(|published| published.metadata.get(&file.file));
        if let (ArtifactKind::Wheel, Some(sha256)) = (file.kind, announced) {
            return Ok(Metadata::of_wheel(&self.index.metadata(file, sha256).await?));
        }
        if let Some(metadata) = self.metadata_at_end(file, &resolved.id.name).await {
            return Ok(metadata);
        }
        match self.index.artifact(file).await {
            Ok(artifact) => Ok(artifact::metadata(&artifact, &resolved.id.name)),
            Err(FetchError::TooLarge { limit, .. }) => {
                Ok(Metadata::unknown(format!("{} would tell, and is larger than the limit of {limit} bytes", file.file)))
            }
            Err(error) => Err(error),
        }
    }

    /// Of a large wheel whose server gives parts of files; none where that is of no use.
    async fn metadata_at_end(&self, file: &RemoteFile, project: &PackageName) -> Option<Metadata> {
        let size = file.size.filter(|size| file.kind == ArtifactKind::Wheel && *size > LARGE_WHEEL)?;
        for length in ENDS_OF_WHEEL {
            let end = self.index.end_of_wheel(file, length).await.ok()?;
            if let Some(metadata) = artifact::metadata_at_end(&end, size, project) {
                return Some(metadata);
            }
        }
        None
    }
}

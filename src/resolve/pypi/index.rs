//! Whom the resolver asks, and for what. Questions are futures, so that many can be under way at once.

use std::future::Future;
use std::io;

use crate::fetch::{FetchError, Fetcher, PythonReleases, RemoteFile};
use crate::model::{Artifact, PackageName};

/// What package indexes answer.
pub trait PythonIndex {
    /// All versions of a project.
    fn releases(&self, project: &PackageName) -> impl Future<Output = Result<PythonReleases, FetchError>>;

    /// The METADATA that is served beside a wheel and was announced with this hash (PEP 658).
    fn metadata(&self, wheel: &RemoteFile, sha256: &str) -> impl Future<Output = Result<Vec<u8>, FetchError>>;

    /// The last bytes of a wheel, at most so many.
    fn end_of_wheel(&self, wheel: &RemoteFile, length: u64) -> impl Future<Output = Result<Vec<u8>, FetchError>>;

    /// A whole file.
    fn artifact(&self, file: &RemoteFile) -> impl Future<Output = Result<Artifact, FetchError>>;

    /// Waits for answers.
    fn wait<T>(&self, question: impl Future<Output = T>) -> Result<T, io::Error>;
}

impl PythonIndex for Fetcher {
    async fn releases(&self, project: &PackageName) -> Result<PythonReleases, FetchError> {
        self.python_releases(project).await
    }

    async fn metadata(&self, wheel: &RemoteFile, sha256: &str) -> Result<Vec<u8>, FetchError> {
        self.python_metadata(wheel, sha256).await
    }

    async fn end_of_wheel(&self, wheel: &RemoteFile, length: u64) -> Result<Vec<u8>, FetchError> {
        Fetcher::end_of_wheel(self, wheel, length).await
    }

    async fn artifact(&self, file: &RemoteFile) -> Result<Artifact, FetchError> {
        self.download(file, &|_, _| ()).await
    }

    fn wait<T>(&self, question: impl Future<Output = T>) -> Result<T, io::Error> {
        Fetcher::wait(self, question)
    }
}

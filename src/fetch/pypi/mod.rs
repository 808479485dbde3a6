//! PyPI and the private indexes that speak its language: which files an install would take, and what the index promises of them.

mod choose;
mod config;
mod file_name;
mod html;
mod index;
mod lenient;
mod locked;
mod platform;
mod publication;
mod releases;
mod serials;
mod wanted;
mod wheel;

use url::Url;

use super::credentials::Credentials;
use super::document::Document;
use super::http::{Http, Manner};
use super::integrity::{Algorithm, Digest, Mismatch, verify};
use super::url::shown;
use super::{FetchError, FetchOptions, RemoteFile, Surroundings};
use crate::model::{ArtifactKind, PackageName, Registry};
use config::{Index, Settings};
use file_name::Distribution;
use index::{IndexFile, IndexPage};
pub use releases::PythonReleases;
pub use serials::Serials;
pub use wanted::admits_python;

/// The largest pages of the public index have about 10 MiB.
const LARGEST_PAGE: u64 = 64 << 20;

/// It holds the README, which may well be long.
const LARGEST_METADATA: u64 = 16 << 20;

/// The flags that name indexes, as errors call them.
pub(super) const FLAGS: [&str; 2] = ["--index-url", "--extra-index-url"];

/// The indexes that the user's settings name, and the way to them.
pub(super) struct Pypi {
    settings: Settings,
    pub(super) http: Http,
}

impl Pypi {
    pub(super) fn new(surroundings: &Surroundings, options: &FetchOptions) -> Result<Self, FetchError> {
        let settings = Settings::read(surroundings, options)?;
        let http = Http::new(settings.network.clone(), options);
        Ok(Self { settings, http })
    }

    /// For a file that an index named.
    pub(super) fn credentials_for(&self, url: &Url) -> Option<Credentials> {
        self.settings.credentials_for(url)
    }

    /// The addresses of the indexes, in the order in which they are asked.
    pub(super) fn sources(&self) -> Vec<String> {
        self.settings.indexes.iter().map(|index| shown(&index.url)).collect()
    }

    /// The first index that has the project decides; one that refuses access is an error and not passed over, since the
    /// project may be there.
    pub(super) async fn releases(&self, project: &PackageName) -> Result<PythonReleases, FetchError> {
        for index in &self.settings.indexes {
            if let Some(document) = self.page(index, project).await? {
                return self.read(index, &document, project);
            }
        }
        let (registry, package) = (Registry::Pypi, project.to_string());
        Err(FetchError::UnknownPackage { registry, package, source_url: self.sources().join(", ") })
    }

    /// What the index announces to be the METADATA of a wheel that it named (PEP 658).
    pub(super) async fn metadata(&self, wheel: &RemoteFile, sha256: &str) -> Result<Vec<u8>, FetchError> {
        let mut url = wheel.url.clone();
        url.set_path(&format!("{}.metadata", wheel.url.path()));
        let expected = Digest::from_hex(Algorithm::Sha256, sha256)
            .map_err(|error| FetchError::BadDocument { url: shown(&url), why: format!("the sha256 announced of it is {error}") })?;
        let credentials = self.credentials_for(&url);
        let bytes = self.http.document(&url, "*/*", credentials.as_ref(), LARGEST_METADATA).await?.bytes;
        let file = format!("{}.metadata", wheel.file);
        verify(&bytes, &[expected]).map_err(|Mismatch { expected, got }| FetchError::HashMismatch { file, expected, got })?;
        Ok(bytes)
    }

    /// The last bytes of a wheel, at most so many; a server that gives no parts of files is an error. No hash vouches for them.
    pub(super) async fn end_of_wheel(&self, wheel: &RemoteFile, length: u64) -> Result<Vec<u8>, FetchError> {
        let range = format!("bytes=-{length}");
        let manner = Manner { header: Some(("range", &range)), ..Manner::default() };
        let credentials = self.credentials_for(&wheel.url);
        Ok(self.http.document_in(manner, &wheel.url, "*/*", credentials.as_ref(), length).await?.bytes)
    }

    /// None when the index does not know the project.
    async fn page(&self, index: &Index, project: &PackageName) -> Result<Option<Document>, FetchError> {
        let address = format!("{project}/");
        let url = index.url.join(&address).map_err(|error| FetchError::BadUrl {
            setting: shown(&index.url),
            text: address,
            why: error.to_string(),
        })?;
        match self.http.document(&url, index::ACCEPT, index.credentials.as_ref(), LARGEST_PAGE).await {
            Ok(document) => Ok(Some(document)),
            Err(FetchError::Status { status: 404 | 410, .. }) => Ok(None),
            Err(error) => Err(error),
        }
    }

    fn read(&self, index: &Index, document: &Document, project: &PackageName) -> Result<PythonReleases, FetchError> {
        let mut releases = PythonReleases::new(document, project, &index.url)?;
        releases.plain = self.http.plain_origins().clone();
        releases.notes.clone_from(&self.settings.notes);
        if self.settings.indexes.len() > 1 {
            let count = self.settings.indexes.len();
            releases.notes.push(format!(
                "{} is the first of {count} package indexes that has it; the others were not asked further",
                shown(&index.url)
            ));
        }
        Ok(releases)
    }
}

fn check_page(page: &IndexPage, document: &Document, project: &PackageName) -> Result<(), FetchError> {
    if let Some(name) = &page.name
        && PackageName::pypi(name).ok().as_ref() != Some(project)
    {
        return Err(FetchError::OtherPackage { asked: project.to_string(), got: brief(name) });
    }
    let is_file = |file: &IndexFile| Distribution::parse(&file.name, project).is_some();
    // Every site answers with HTML, whatever it was asked: a page without a single file of the project is a log-in page or the like.
    if document.is_html() && !page.files.iter().any(is_file) {
        let found = "an HTML page without a file of the package".to_owned();
        return Err(FetchError::NotTheFormat { url: shown(&document.url), wanted: index::FORMAT, found });
    }
    Ok(())
}

fn remote_file(file: &IndexFile, kind: ArtifactKind, expected: Vec<Digest>, index: &Url) -> RemoteFile {
    RemoteFile {
        file: file.name.clone(),
        kind,
        url: file.url.clone(),
        registry: index.clone(),
        expected,
        size: file.size,
        attestations: file.provenance.clone(),
    }
}

/// What the index promises of a file. A hash that is none is an error: taking it for absent would be the easy way round it.
fn expected(file: &IndexFile, document: &Document, notes: &mut Vec<String>) -> Result<Vec<Digest>, FetchError> {
    let hashes = &file.hashes;
    let given = [
        (Algorithm::Sha512, &hashes.sha512),
        (Algorithm::Sha384, &hashes.sha384),
        (Algorithm::Sha256, &hashes.sha256),
        (Algorithm::Sha1, &hashes.sha1),
    ];
    let mut digests = Vec::new();
    for (algorithm, text) in given.into_iter().filter_map(|(algorithm, text)| Some((algorithm, text.as_ref()?))) {
        let why = |error| format!("{}: the {} is {error}", file.name, algorithm.as_str());
        digests.push(
            Digest::from_hex(algorithm, text).map_err(|error| FetchError::BadDocument { url: shown(&document.url), why: why(error) })?,
        );
    }
    if digests.is_empty() {
        let only = if hashes.md5.is_some() { "only an MD5, which proves nothing and was not compared" } else { "no hash" };
        notes.push(format!("{}: the index gives {only}", file.name));
    } else if !digests.iter().any(Digest::is_strong) {
        notes.push(format!("{}: the index gives only a SHA-1, which is weak", file.name));
    }
    Ok(digests)
}

/// An index's text in a message: one line of at most 100 plain characters.
fn brief(text: &str) -> String {
    text.chars().take(100).map(|c| if c.is_ascii_graphic() || c == ' ' { c } else { '\u{fffd}' }).collect()
}

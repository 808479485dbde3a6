//! A package index that is made of a few lines.

use std::cell::{Cell, RefCell};
use std::collections::BTreeMap;
use std::future::Future;
use std::io;

use serde_json::{Value, json};
use url::Url;

use crate::fetch::{FetchError, PythonReleases, RemoteFile};
use crate::model::{Artifact, ArtifactKind, PackageName, PackageSpec, Platform, PythonVersion, Registry, Sha256, Target, Verification};
use crate::resolve::pypi::{PythonIndex, pypi};
use crate::resolve::{Resolution, ResolveError};

pub fn target() -> Target {
    Target { python: PythonVersion { major: 3, minor: 11 }, platform: Platform { os: "linux".into(), arch: "x86_64".into() } }
}

/// Of what is downloaded whole.
const LARGEST: usize = 1 << 20;

#[derive(Default)]
pub struct World {
    pages: BTreeMap<String, Vec<Value>>,
    metadata: BTreeMap<String, String>,
    artifacts: BTreeMap<String, (ArtifactKind, Vec<u8>)>,
    pub asked: RefCell<Vec<String>>,
    pub at_once: Cell<usize>,
    pub most_at_once: Cell<usize>,
}

impl World {
    /// Lines of `NAME VERSION: REQUIREMENT | REQUIREMENT`; each is a wheel for every system, with its METADATA beside it.
    pub fn new(lines: &[&str]) -> Self {
        let mut world = Self::default();
        for line in lines {
            let (release, requirements) = line.split_once(':').unwrap_or((line, ""));
            let (name, version) = release.trim().split_once(' ').unwrap();
            let requirements: Vec<&str> = requirements.split('|').map(str::trim).filter(|text| !text.is_empty()).collect();
            world.wheel(name, version, json!({}), &requirements);
        }
        world
    }

    /// `more` are fields of the file on the index's page.
    pub fn wheel(&mut self, name: &str, version: &str, more: Value, requirements: &[&str]) {
        let extras = requirements.iter().filter_map(|text| text.split_once("extra == '")?.1.split_once('\''));
        let extras: Vec<String> = extras.map(|(extra, _)| format!("Provides-Extra: {extra}\n")).collect();
        let requires: Vec<String> = requirements.iter().map(|text| format!("Requires-Dist: {text}\n")).collect();
        let text = format!("Metadata-Version: 2.1\nName: {name}\nVersion: {version}\n{}{}\n", extras.concat(), requires.concat());
        let file = format!("{}-{version}-py3-none-any.whl", name.replace('-', "_"));
        self.file(name, &file, json!({ "core-metadata": { "sha256": Sha256::of(text.as_bytes()).to_string() } }), more);
        self.metadata.insert(file, text);
    }

    pub fn file(&mut self, name: &str, file: &str, own: Value, more: Value) {
        let mut entry = json!({ "filename": file, "url": format!("/files/{file}"), "hashes": { "sha256": "00".repeat(32) } });
        for fields in [own, more] {
            entry.as_object_mut().unwrap().extend(fields.as_object().unwrap().clone());
        }
        self.pages.entry(name.to_owned()).or_default().push(entry);
    }

    pub fn artifact(&mut self, name: &str, file: &str, kind: ArtifactKind, bytes: Vec<u8>) {
        self.file(name, file, json!({ "size": bytes.len() }), json!({}));
        self.artifacts.insert(file.to_owned(), (kind, bytes));
    }

    pub fn resolve(&self, spec: &str) -> Result<Resolution, ResolveError> {
        self.with_extras(spec, &[])
    }

    pub fn with_extras(&self, spec: &str, extras: &[&str]) -> Result<Resolution, ResolveError> {
        let extras: Vec<String> = extras.iter().map(|extra| (*extra).to_owned()).collect();
        pypi(self, &PackageSpec::pypi(spec).unwrap(), &extras, &target())
    }

    /// `NAME@VERSION` of all that comes.
    pub fn brought(&self, spec: &str) -> String {
        brought(&self.resolve(spec).unwrap())
    }

    async fn question(&self, what: String) {
        self.asked.borrow_mut().push(what);
        self.at_once.set(self.at_once.get() + 1);
        self.most_at_once.set(self.most_at_once.get().max(self.at_once.get()));
        tokio::task::yield_now().await;
        self.at_once.set(self.at_once.get() - 1);
    }
}

pub fn brought(resolution: &Resolution) -> String {
    resolution.packages.iter().map(|package| package.release.id.to_string()).collect::<Vec<_>>().join(" ")
}

impl PythonIndex for World {
    async fn releases(&self, project: &PackageName) -> Result<PythonReleases, FetchError> {
        self.question(format!("{project}/")).await;
        let index = Url::parse("https://index.example/simple/").unwrap();
        let files = self.pages.get(project.as_str()).ok_or_else(|| FetchError::UnknownPackage {
            registry: Registry::Pypi,
            package: project.to_string(),
            source_url: index.to_string(),
        })?;
        let page = json!({ "name": project.as_str(), "files": files }).to_string().into_bytes();
        PythonReleases::read(project, &index, &index.join(project.as_str()).unwrap(), "application/json", page)
    }

    async fn metadata(&self, wheel: &RemoteFile, sha256: &str) -> Result<Vec<u8>, FetchError> {
        self.question(wheel.file.clone()).await;
        let text = &self.metadata[&wheel.file];
        assert_eq!(sha256, Sha256::of(text.as_bytes()).to_string(), "the hash is the one that was announced");
        Ok(text.clone().into_bytes())
    }

    async fn end_of_wheel(&self, wheel: &RemoteFile, length: u64) -> Result<Vec<u8>, FetchError> {
        self.question(format!("the end of {}", wheel.file)).await;
        let whole = &self.artifacts[&wheel.file].1;
        Ok(whole[whole.len().saturating_sub(length as usize)..].to_vec())
    }

    async fn artifact(&self, file: &RemoteFile) -> Result<Artifact, FetchError> {
        self.question(file.file.clone()).await;
        let (kind, bytes) = self.artifacts[&file.file].clone();
        if bytes.len() > LARGEST {
            return Err(FetchError::TooLarge { url: file.url.to_string(), limit: LARGEST as u64 });
        }
        let verification = Verification::Unverified { why: "it is made up".to_owned() };
        Ok(Artifact { file: file.file.clone(), kind, sha256: Sha256::of(&bytes), bytes: bytes.into(), verification })
    }

    fn wait<T>(&self, question: impl Future<Output = T>) -> Result<T, io::Error> {
        Ok(tokio::runtime::Builder::new_current_thread().build()?.block_on(question))
    }
}

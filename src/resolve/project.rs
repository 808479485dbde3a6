//! A project that lies here: which of its files decide over what an installation of it brings.

use serde_json::Value;

use super::lock::{self, Lock, LockFormat};
use super::{NeedKind, NpmProject, PythonProject};
use crate::model::{ArtifactKind, PackageName, Registry, Tree};

/// What a project's own files say of its installation.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Project {
    pub npm: Option<Part<NpmProject>>,
    pub python: Option<Part<PythonProject>>,
    /// What it asks for besides, and why nobody can tell: a clause each.
    pub untold: Vec<(&'static str, String)>,
    pub notes: Vec<String>,
}

/// What it asks for in one ecosystem, and what its lock file pins of that.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Part<P> {
    pub asks: P,
    pub lock: Option<LockFile>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LockFile {
    pub name: &'static str,
    pub text: String,
}

/// How it is installed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Form {
    /// In its own folder, by whatever tool it is kept with.
    Folder,
    /// As any package of a registry.
    Packed(Registry),
    /// As it is: what it needs lies in it.
    Bundle,
}

/// Lock files, and whose they are; of several of one tool the first counts.
const NPM: [(&str, &str); 5] =
    [("npm-shrinkwrap.json", "npm"), ("package-lock.json", "npm"), ("pnpm-lock.yaml", "pnpm"), ("yarn.lock", "yarn"), ("bun.lock", "bun")];
const PYTHON: [&str; 3] = ["uv.lock", "poetry.lock", "pylock.toml"];
/// Lock files that nobody reads here.
const UNREAD: [(&str, Registry); 3] = [("bun.lockb", Registry::Npm), ("Pipfile.lock", Registry::Pypi), ("pdm.lock", Registry::Pypi)];
const LIST: &str = "requirements.txt";

impl Project {
    /// `name` is what the project calls itself.
    pub fn of(tree: &Tree, kind: ArtifactKind, name: &str) -> Self {
        let mut project = Self::default();
        let form = form(tree, kind);
        if form == Form::Bundle {
            project.notes.push("a bundle is run as it is: an installation brings nothing but what lies in it".to_owned());
            return project;
        }
        if form != Form::Packed(Registry::Pypi) {
            project.npm = project.npm_part(tree, form);
        }
        if form != Form::Packed(Registry::Npm) {
            project.python = project.python_part(tree, kind, form, name);
        }
        if project.npm.is_none() && project.python.is_none() && project.untold.is_empty() {
            let why = "at its root lies neither a package.json nor what tells of a Python project".to_owned();
            project.untold.push(("what it asks for", why));
        }
        project
    }

    fn npm_part(&mut self, tree: &Tree, form: Form) -> Option<Part<NpmProject>> {
        let text = text(tree, "package.json")?;
        let Some(package_json) = serde_json::from_str::<Value>(text.trim_start_matches('\u{feff}')).ok().filter(Value::is_object) else {
            self.untold.push(("what its package.json asks for", "it is not understood".to_owned()));
            return None;
        };
        let tool = package_json.get("packageManager").and_then(Value::as_str).and_then(|text| text.split('@').next()).map(str::to_owned);
        let is_packed = form != Form::Folder;
        let asks = if is_packed { NpmProject::packed(package_json) } else { NpmProject::folder(package_json) };
        let lies_there: Vec<_> = NPM.into_iter().filter(|(file, _)| tree.contains(file) && (!is_packed || *file == NPM[0].0)).collect();
        let first = lies_there.iter().find(|(_, owner)| tool.as_deref() == Some(owner)).or(lies_there.first());
        let lock = first.and_then(|(name, _)| Some(LockFile { name, text: self::text(tree, name)? }));
        self.tell_of_locks(lock.as_ref(), &lies_there.iter().map(|(name, _)| *name).collect::<Vec<_>>());
        if lock.is_none() && !is_packed {
            self.tell_of_the_unlocked(tree, &asks);
        }
        Some(Part { asks, lock })
    }

    /// What npm would do, and what other tools, or npm for whoever works on the project, would do besides.
    fn tell_of_the_unlocked(&mut self, tree: &Tree, asks: &NpmProject) {
        self.tell_of_the_unread(tree, Registry::Npm);
        let foreign = asks.foreign_overrides();
        if !foreign.is_empty() {
            self.notes.push(format!(
                "{} of its package.json {} not heeded: npm knows nothing of that",
                foreign.join(" and "),
                is_or_are(foreign.len())
            ));
        }
        let development = asks.development().len();
        if development > 0 {
            let packages = if development == 1 { "package that is".to_owned() } else { format!("{development} packages that are") };
            self.notes.push(format!(
                "what using the project brings was judged; `npm install` in its folder also brings the {packages} for development only"
            ));
        }
        if asks.has_workspaces() {
            self.untold.push(("what its workspaces ask for", "only a lock file would tell".to_owned()));
        }
    }

    fn python_part(&mut self, tree: &Tree, kind: ArtifactKind, form: Form, name: &str) -> Option<Part<PythonProject>> {
        // What a project of npm builds its native parts with is no project by itself.
        let is_aside = self.npm.is_some() && !["PKG-INFO", "pyproject.toml"].iter().any(|file| tree.contains(file));
        let asks = PythonProject::of(tree, kind, name)?;
        if is_aside {
            let lists = tree.contains(LIST).then(|| format!("what `{LIST}` lists for Python was not judged"));
            self.notes.extend(lists);
            return None;
        }
        if form != Form::Folder {
            return Some(Part { asks, lock: None });
        }
        let lies_there: Vec<&'static str> = PYTHON.into_iter().chain([LIST]).filter(|file| tree.contains(file)).collect();
        let locks = lies_there.iter().filter_map(|name| Some(LockFile { name, text: text(tree, name)? }));
        let lock = locks.into_iter().find(|lock| lock.name != LIST || is_pinned(&lock.text));
        let locks: Vec<&'static str> = lies_there.into_iter().filter(|name| *name != LIST).collect();
        self.tell_of_locks(lock.as_ref(), &locks);
        if lock.is_none() {
            self.tell_of_the_unread(tree, Registry::Pypi);
        }
        Some(Part { asks, lock })
    }

    fn tell_of_locks(&mut self, taken: Option<&LockFile>, lie_there: &[&str]) {
        let Some(taken) = taken else { return };
        let others: Vec<String> = lie_there.iter().filter(|name| **name != taken.name).map(|name| format!("`{name}`")).collect();
        let others = match others.len() {
            0 => String::new(),
            count => format!("; {} lie{} there as well and decide{} nothing", others.join(" and "), ending(count), ending(count)),
        };
        let chosen = if PYTHON.contains(&taken.name) { " unless it is chosen" } else { "" };
        let (name, left_out) = (taken.name, format!("what only development asks for was left out{chosen}"));
        self.notes.push(format!("`{name}` decides what an installation brings; {left_out}{others}"));
    }

    fn tell_of_the_unread(&mut self, tree: &Tree, registry: Registry) {
        for (name, _) in UNREAD.iter().filter(|(name, owner)| *owner == registry && tree.contains(name)) {
            self.notes.push(format!("`{name}` is a lock file that is not read here: what an installation today would take was judged"));
        }
    }
}

fn is_or_are(count: usize) -> &'static str {
    if count == 1 { "is" } else { "are" }
}

fn ending(count: usize) -> &'static str {
    if count == 1 { "s" } else { "" }
}

impl Part<NpmProject> {
    /// What the project asks for and the lock file does not know, or knows in other words: it is older than that.
    pub fn unlocked(&self, lock: &Lock) -> Vec<(String, String)> {
        let names = lock.names();
        let asks = self.asks.used().into_iter().filter(|(_, _, kind)| *kind == NeedKind::Runtime);
        let is_absent = |name: &str, wanted: &str| !names.contains(name) || is_in_other_words(lock, name, wanted);
        asks.filter(|(name, wanted, _)| is_absent(name, wanted)).map(|(name, wanted, _)| (name, wanted)).collect()
    }
}

/// npm keeps in its lock file what the project asked for when it was written.
fn is_in_other_words(lock: &Lock, name: &str, wanted: &str) -> bool {
    let mut known = lock.roots.iter().filter(|need| need.name == name && !need.wanted.is_empty()).peekable();
    lock.format == LockFormat::Npm && known.peek().is_some() && known.all(|need| need.wanted != wanted)
}

impl Part<PythonProject> {
    /// As for npm. What is only asked for in some places may rightly be absent.
    pub fn unlocked(&self, lock: &Lock) -> Vec<(String, String)> {
        let names = lock.names();
        let is_absent = |name: &PackageName| !names.contains(name.as_str());
        self.asks.always().into_iter().filter(|(name, _)| is_absent(name)).map(|(name, wanted)| (name.to_string(), wanted)).collect()
    }
}

/// Archives without a word of the tool that packs for a registry are folders that somebody packed.
fn form(tree: &Tree, kind: ArtifactKind) -> Form {
    match kind {
        ArtifactKind::NpmTarball => Form::Packed(Registry::Npm),
        ArtifactKind::Wheel => Form::Packed(Registry::Pypi),
        ArtifactKind::Sdist | ArtifactKind::Zip if tree.contains("PKG-INFO") => Form::Packed(Registry::Pypi),
        ArtifactKind::Sdist | ArtifactKind::Zip | ArtifactKind::Folder => Form::Folder,
        ArtifactKind::Mcpb if is_run_by_uv(tree) => Form::Folder,
        ArtifactKind::Mcpb => Form::Bundle,
    }
}

/// For such a bundle the client has uv install what its project asks for.
fn is_run_by_uv(tree: &Tree) -> bool {
    let manifest = text(tree, "manifest.json").and_then(|text| serde_json::from_str::<Value>(&text).ok());
    manifest.is_some_and(|manifest| manifest.pointer("/server/type").and_then(Value::as_str) == Some("uv"))
}

/// Whether a list of requirements pins the files of all that it names.
fn is_pinned(text: &str) -> bool {
    let lock = lock::read(LIST, text);
    lock.is_ok_and(|lock| {
        let has_digest = |package: &lock::Locked| package.files.iter().any(|file| !file.digests.is_empty());
        lock.format == LockFormat::Requirements && !lock.packages.is_empty() && lock.packages.iter().all(has_digest)
    })
}

fn text(tree: &Tree, path: &str) -> Option<String> {
    tree.get(path).map(|file| String::from_utf8_lossy(&file.bytes).into_owned())
}

//! How a Python distribution's files lie: as installed (wheel), or as written (source distribution).

use std::collections::BTreeMap;

use crate::model::{File, RelPath, Tree};

/// More than any honest distribution has: each is looked through for each module.
const ROOTS_MAX: usize = 20;
const EGG_INFOS_MAX: usize = 4;

pub struct Layout {
    /// `acme-1.0.dist-info` of a wheel.
    dist_info: Option<String>,
    /// Folders named `*.egg-info`, sorted.
    egg_infos: Vec<String>,
    /// Folders that stand for the import root, each empty or with a slash at its end; the likeliest first.
    roots: Vec<String>,
    is_source: bool,
}

impl Layout {
    pub fn of(tree: &Tree) -> Self {
        let mut layout = Self { dist_info: None, egg_infos: Vec::new(), roots: vec![String::new()], is_source: false };
        for file in tree.files() {
            layout.look_at(&file.path);
        }
        if layout.dist_info.is_none() {
            layout.is_source = ["PKG-INFO", "pyproject.toml", "setup.py", "setup.cfg"].iter().any(|name| tree.contains(name));
            layout.roots = vec!["src/".to_owned(), String::new(), "lib/".to_owned(), "python/".to_owned()];
        }
        layout
    }

    fn look_at(&mut self, path: &RelPath) {
        let folder = path.parent();
        let (top, below) = folder.split_once('/').unwrap_or((folder, ""));
        if top.ends_with(".dist-info") && path.file_name() == "METADATA" && below.is_empty() {
            self.dist_info.get_or_insert_with(|| top.to_owned());
        }
        if folder.ends_with(".egg-info")
            && folder.split('/').count() <= 2
            && !self.egg_infos.iter().any(|known| known == folder)
            && self.egg_infos.len() < EGG_INFOS_MAX
        {
            self.egg_infos.push(folder.to_owned());
        }
        let data = below.split('/').next().unwrap_or_default();
        if top.ends_with(".data") && matches!(data, "purelib" | "platlib") {
            let root = format!("{top}/{data}/");
            if !self.roots.contains(&root) && self.roots.len() < ROOTS_MAX {
                self.roots.push(root);
            }
        }
    }

    pub fn is_python(&self) -> bool {
        self.dist_info.is_some() || self.is_source
    }

    pub fn is_wheel(&self) -> bool {
        self.dist_info.is_some()
    }

    /// A folder that pyproject.toml names as an import root comes before the guesses.
    pub fn add_root(&mut self, folder: &str) {
        let root = if folder.is_empty() { String::new() } else { format!("{}/", folder.trim_matches('/').trim_start_matches("./")) };
        if !self.roots.contains(&root) && self.roots.len() < ROOTS_MAX {
            self.roots.insert(0, root);
        }
    }

    pub fn metadata<'a>(&self, tree: &'a Tree) -> Option<&'a File> {
        match &self.dist_info {
            Some(folder) => tree.get(&format!("{folder}/METADATA")),
            None => tree.get("PKG-INFO").or_else(|| self.egg_infos.iter().find_map(|folder| tree.get(&format!("{folder}/PKG-INFO")))),
        }
    }

    /// Paths at which a file of the metadata folder may stand.
    pub fn info_files(&self, name: &str) -> Vec<String> {
        self.dist_info.iter().chain(&self.egg_infos).map(|folder| format!("{folder}/{name}")).collect()
    }

    /// `acme/server.py` or `acme/server/__init__.py` for `acme.server`.
    pub fn module(&self, tree: &Tree, module: &str) -> Option<RelPath> {
        let stem = module.replace('.', "/");
        let at = |root: &str| {
            let names = [format!("{root}{stem}.py"), format!("{root}{stem}/__init__.py"), format!("{root}{stem}.pyc")];
            names.iter().find_map(|name| tree.get(name)).or_else(|| native(tree, &format!("{root}{stem}."))).map(|file| file.path.clone())
        };
        self.roots.iter().find_map(|root| at(root)).or_else(|| shallowest(tree, &stem))
    }

    /// The path as it lies under `site-packages`, if it is installed at all.
    pub fn installed<'p>(&self, path: &'p RelPath) -> Option<&'p str> {
        let path = path.as_str();
        let longest = self.roots.iter().filter_map(|root| path.strip_prefix(root.as_str())).min_by_key(|rest| rest.len())?;
        let top = longest.split('/').next().unwrap_or_default();
        (!top.ends_with(".dist-info") && !top.ends_with(".egg-info") && !top.ends_with(".data")).then_some(longest)
    }

    /// `acme-1.0.data/scripts/acme`: copied onto the PATH.
    pub fn is_wheel_script(&self, path: &RelPath) -> bool {
        self.is_wheel() && path.depth() == 3 && path.parent().ends_with(".data/scripts")
    }

    /// What `import` of each top-level name runs first.
    pub fn top_level(&self, tree: &Tree) -> BTreeMap<String, RelPath> {
        let mut found = BTreeMap::new();
        for file in tree.files() {
            let Some(inside) = self.installed(&file.path) else { continue };
            let name = match inside.split_once('/') {
                Some((name, "__init__.py")) => name,
                // `package_dir={"acme": "."}`
                None if inside == "__init__.py" => "__init__",
                None if self.is_wheel() => inside.strip_suffix(".py").unwrap_or_default(),
                Some(_) | None => "",
            };
            if !name.is_empty() && !matches!(name, "tests" | "test" | "docs" | "examples") {
                found.entry(name.to_owned()).or_insert_with(|| file.path.clone());
            }
        }
        for name in self.named_top_levels(tree) {
            if let Some(path) = self.module(tree, &name) {
                found.insert(name, path);
            }
        }
        found
    }

    fn named_top_levels(&self, tree: &Tree) -> Vec<String> {
        let files = self.info_files("top_level.txt").into_iter().filter_map(|path| tree.get(&path));
        let names = files.flat_map(|file| String::from_utf8_lossy(&file.bytes).lines().take(1_000).map(str::to_owned).collect::<Vec<_>>());
        names.filter(|name| !name.trim().is_empty()).collect()
    }
}

/// `acme/_core.cpython-313-x86_64-linux-gnu.so` for the beginning `acme/_core.`.
fn native<'a>(tree: &'a Tree, beginning: &str) -> Option<&'a File> {
    let files = tree.files();
    let at = files.partition_point(|file| file.path.as_str() < beginning);
    let named = files[at..].iter().take_while(|file| file.path.as_str().starts_with(beginning));
    named.into_iter().find(|file| matches!(file.path.extension(), Some("so" | "pyd")))
}

/// Where the import root is in no known place: the file nearest to the top that ends in the module's path.
fn shallowest(tree: &Tree, stem: &str) -> Option<RelPath> {
    let endings = [format!("/{stem}.py"), format!("/{stem}/__init__.py")];
    let fits = |path: &&RelPath| endings.iter().any(|ending| path.as_str().ends_with(ending.as_str()));
    tree.files().iter().map(|file| &file.path).filter(fits).min_by_key(|path| path.depth()).cloned()
}

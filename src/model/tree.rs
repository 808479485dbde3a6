//! A package's files in memory.

use super::anomaly::Anomaly;
use super::path::RelPath;

#[derive(Debug, Clone)]
pub struct File {
    pub path: RelPath,
    pub bytes: Vec<u8>,
    /// The mode's execute bit, where the archive keeps one.
    pub executable: bool,
}

/// What an installer would place, sorted by path, each path once.
#[derive(Debug, Clone, Default)]
pub struct Tree {
    files: Vec<File>,
    /// Sorted; what a reader must know before trusting the file list.
    pub anomalies: Vec<Anomaly>,
}

impl Tree {
    /// Sorts; of files with one path the last given wins, as with installers.
    pub fn new(mut files: Vec<File>, mut anomalies: Vec<Anomaly>) -> Self {
        files.reverse();
        files.sort_by(|a, b| a.path.cmp(&b.path));
        files.dedup_by(|a, b| a.path == b.path);
        anomalies.sort();
        anomalies.dedup();
        Self { files, anomalies }
    }

    pub fn files(&self) -> &[File] {
        &self.files
    }

    pub fn get(&self, path: &str) -> Option<&File> {
        self.files.binary_search_by(|file| file.path.as_str().cmp(path)).ok().map(|at| &self.files[at])
    }

    pub fn contains(&self, path: &str) -> bool {
        self.get(path).is_some()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_last_of_two_files_with_one_path_wins() {
        let file = |text: &str| File { path: RelPath::new("a").unwrap(), bytes: text.into(), executable: false };
        let tree = Tree::new(vec![file("first"), file("last")], Vec::new());
        assert_eq!(tree.files().len(), 1);
        assert_eq!(tree.get("a").unwrap().bytes, b"last");
    }
}

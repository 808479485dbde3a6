//! Every format on what a real tool wrote, and on what none would.

mod chosen;
mod hostile;
mod npm;
mod python;
mod resolution;
mod yarn;

use super::*;
use crate::model::{Platform, PythonVersion, Registry, Target};
use crate::resolve::NeedKind;

fn target(os: &str, arch: &str) -> Target {
    Target { python: PythonVersion { major: 3, minor: 12 }, platform: Platform { os: os.into(), arch: arch.into() } }
}

/// A line for each package, and one for each of its needs.
fn shown(lock: &Lock) -> String {
    let mut lines = Vec::new();
    for need in &lock.roots {
        lines.push(need_shown(lock, need));
    }
    for package in &lock.packages {
        lines.push(package_shown(package));
        lines.extend(package.needs.iter().map(|need| format!("    {}", need_shown(lock, need))));
    }
    lines.extend(lock.notes.iter().map(|note| format!("note: {note}")));
    lines.join("\n")
}

fn package_shown(package: &Locked) -> String {
    let from = match &package.from {
        LockedFrom::Registry { index: None } => String::new(),
        LockedFrom::Registry { index: Some(index) } => format!(" of {index}"),
        LockedFrom::Direct(address) => format!(" from {address}"),
        LockedFrom::Local(path) => format!(" in {path}"),
    };
    let mut line = format!("- {}{from}", package.id);
    for (is, word) in [(package.is_dev, " dev"), (package.is_optional, " optional"), (package.bundled, " bundled")] {
        line += if is { word } else { "" };
    }
    let NpmPlatforms { os, cpu, libc } = &package.platforms;
    for (key, list) in [("os", os), ("cpu", cpu), ("libc", libc)] {
        if !list.is_empty() {
            line += &format!(" {key}={}", list.join(","));
        }
    }
    if let Some(marker) = &package.marker {
        line += &format!(" if {marker}");
    }
    for file in &package.files {
        let place = file.url.as_ref().map_or(file.name.as_str(), |url| url.as_str());
        let place = place.rsplit_once("/packages/").map_or(place, |_| file.name.as_str());
        let digests: Vec<String> = file.digests.iter().map(|digest| digest.to_string().chars().take(11).collect()).collect();
        line += &format!(" [{place} {}]", digests.join(" "));
    }
    line
}

fn need_shown(lock: &Lock, need: &LockedNeed) -> String {
    let by = need.by.map_or("nothing".to_owned(), |by| format!("{}@{}", lock.packages[by].id.name, lock.packages[by].id.version));
    let mut line = format!("{} `{}` by {by}", need.name, need.wanted);
    line += match need.kind {
        NeedKind::Runtime => "",
        NeedKind::Optional => " optional",
        NeedKind::Peer => " peer",
    };
    line += if need.is_dev { " dev" } else { "" };
    if !need.extras.is_empty() {
        line += &format!(" with {}", need.extras.join(","));
    }
    if let Some(extra) = &need.of_extra {
        line += &format!(" for {extra}");
    }
    if let Some(marker) = &need.marker {
        line += &format!(" if {marker}");
    }
    line
}

fn ids(lock: &Lock) -> Vec<String> {
    let mut ids: Vec<String> = lock.packages.iter().map(|package| package.id.to_string()).collect();
    ids.sort();
    ids
}

fn taken(name: &str, text: &str, os: &str) -> (Vec<String>, Vec<String>) {
    let selected = read(name, text).unwrap().for_target(&target(os, "x86_64"), &Parts::default());
    (ids(&selected.lock), selected.elsewhere.iter().map(ToString::to_string).collect())
}

#[test]
fn formats_are_known_by_name_or_by_content() {
    let real = [
        ("package-lock.json", include_str!("real/package-lock.json"), LockFormat::Npm),
        ("npm-shrinkwrap.json", include_str!("real/package-lock-v1.json"), LockFormat::Npm),
        ("pnpm-lock.yaml", include_str!("real/pnpm-lock-10.yaml"), LockFormat::Pnpm),
        ("yarn.lock", include_str!("real/yarn-classic.lock"), LockFormat::YarnClassic),
        ("yarn.lock", include_str!("real/yarn-berry.lock"), LockFormat::YarnBerry),
        ("bun.lock", include_str!("real/bun.lock"), LockFormat::Bun),
        ("uv.lock", include_str!("real/uv.lock"), LockFormat::Uv),
        ("poetry.lock", include_str!("real/poetry.lock"), LockFormat::Poetry),
        ("pylock.dev.toml", include_str!("real/pylock.toml"), LockFormat::Pylock),
        ("dev-requirements.txt", include_str!("real/requirements.txt"), LockFormat::Requirements),
    ];
    for (name, text, format) in real {
        assert_eq!(read(&format!("some/where/{name}"), text).unwrap().format, format, "{name}");
        assert_eq!(read("other", text).unwrap().format, format, "{name} by its content");
    }
    for (name, text) in [("Cargo.lock", "version = 4\n[[package]]\nname = \"x\"\n"), ("x.json", "{}"), ("x", ""), ("notes.txt", "hello\n")]
    {
        let error = read(name, text).unwrap_err().to_string();
        assert!(error.starts_with(name) && error.contains("hint: package-lock.json, "), "{error}");
    }
    let error = read("bun.lockb", "#!/usr/bin/env bun\nbun-lockfile-format-v0\n\u{0}").unwrap_err();
    assert!(error.hint.contains("bun install --save-text-lockfile"), "{error}");
}

/// The same project was locked by all of them, yarn 1 and 2 without its development dependencies told apart.
#[test]
fn all_tools_lock_the_same_packages() {
    let linux = |name: &str, text: &str| {
        let (ids, elsewhere) = taken(name, text, "linux");
        let local = ["inner", "lab", "packages/inner", "packages/inner@0.1.0", "."];
        (ids.into_iter().filter(|id| !local.contains(&id.as_str())).collect::<Vec<_>>(), elsewhere)
    };
    let npm = linux("package-lock.json", include_str!("real/package-lock.json"));
    let expected = [
        "debug@4.4.3",
        "detect-libc@2.1.2",
        "is-number@6.0.0",
        "is-odd@3.0.1",
        "js-tokens@4.0.0",
        "loose-envify@1.4.0",
        "ms@2.0.0",
        "ms@2.1.1",
        "ms@2.1.3",
        "react@18.2.0",
        "use-sync-external-store@1.2.0",
    ];
    assert_eq!(npm.0, expected);
    assert_eq!(npm.1, ["@rollup/rollup-linux-x64-musl@4.9.0", "fsevents@2.3.2"]);
    assert_eq!(linux("pnpm-lock.yaml", include_str!("real/pnpm-lock-10.yaml")), npm);
    assert_eq!(linux("pnpm-lock.yaml", include_str!("real/pnpm-lock-8.yaml")), npm);
    let bun = linux("bun.lock", include_str!("real/bun.lock"));
    let without_version = |ids: &[String]| ids.iter().map(|id| id.replace("is-odd@3.0.1", "is-odd")).collect::<Vec<_>>();
    assert_eq!((bun.0, &bun.1), (without_version(&npm.0), &npm.1), "bun keeps no version of what has an address");
    let berry = linux("yarn.lock", include_str!("real/yarn-berry.lock"));
    let with_dev: Vec<String> = expected.iter().map(|id| (*id).to_owned()).chain(["is-number@7.0.0".to_owned()]).collect();
    let sorted = |mut ids: Vec<String>| {
        ids.sort();
        ids
    };
    assert_eq!((berry.0, berry.1), (sorted(with_dev.clone()), npm.1));
    let classic = linux("yarn.lock", include_str!("real/yarn-classic.lock")).0;
    let all = with_dev.into_iter().chain(["@rollup/rollup-linux-x64-musl@4.9.0".to_owned(), "fsevents@2.3.2".to_owned()]).collect();
    assert_eq!(classic, sorted(all));
}

//! What is judged of a lock file.

use std::collections::BTreeMap;

use url::Url;

use super::*;
use crate::fetch::{Digest, FetchError, LockedDistribution, RemoteFile, Resolved};
use crate::model::{ArtifactKind, PackageId, PackageName, RegistryFacts};

/// Takes everything as it is pinned.
struct AsPinned;

fn release(id: &PackageId, url: Url, expected: Vec<Digest>, kind: ArtifactKind) -> Resolved {
    let file = url.path().rsplit('/').next().unwrap_or_default().to_owned();
    let registry = Url::parse("https://registry.example/").unwrap();
    let files = vec![RemoteFile { file, kind, url, registry, expected, size: None, attestations: None }];
    Resolved { id: id.clone(), source: "https://registry.example/".into(), files, facts: RegistryFacts::default() }
}

impl Places for AsPinned {
    fn npm(&self, id: &PackageId, url: Option<&Url>, digests: &[Digest]) -> Result<Resolved, FetchError> {
        let usual = || Url::parse(&format!("https://registry.example/{0}/-/{0}-{1}.tgz", id.name, id.version)).unwrap();
        Ok(release(id, url.cloned().unwrap_or_else(usual), digests.to_vec(), ArtifactKind::NpmTarball))
    }

    fn pypi(&self, id: &PackageId, _: Option<&str>, files: &[LockedDistribution], _: &Target) -> Result<Resolved, FetchError> {
        let wheel = files.iter().find(|file| file.file.ends_with(".whl"));
        let wheel = wheel.ok_or_else(|| FetchError::Scheme { url: "https://files.example/".into() })?;
        Ok(release(id, wheel.url.clone(), wheel.digests.clone(), ArtifactKind::Wheel))
    }
}

fn project() -> PackageId {
    PackageId { registry: Registry::Local, name: PackageName::local("lab"), version: String::new() }
}

fn judged(name: &str, text: &str, answers: &BTreeMap<PackageId, Result<Resolved, FetchError>>) -> FromLock {
    let target = target("linux", "x86_64");
    from_lock(&read(name, text).unwrap().for_target(&target, &Parts::default()), &project(), &target, &AsPinned, answers)
}

fn shown(from: &FromLock) -> String {
    let packages = &from.resolution.packages;
    let need = |need: &crate::resolve::Need| format!("{} `{}` by {}", need.name, need.wanted, packages[need.by].release.id);
    let mut lines: Vec<String> = from.roots.iter().map(need).collect();
    for brought in packages {
        let files: Vec<String> = brought.release.files.iter().map(|file| format!("{} {}", file.file, file.expected.len())).collect();
        lines.push(format!("- {} [{}]", brought.release.id, files.join(", ")));
        lines.extend(brought.needs.iter().map(|wanted| format!("    {}", need(wanted))));
    }
    let missing = from.resolution.missing.iter();
    lines.extend(
        missing.map(|missing| {
            format!("missing {} `{}` of {}: {} {}", missing.name, missing.wanted, missing.by, missing.why, missing.is_direct)
        }),
    );
    lines.extend(from.resolution.elsewhere.iter().map(|id| format!("elsewhere {id}")));
    lines.extend(from.resolution.notes.iter().map(|note| format!("note: {note}")));
    lines.extend(from.folders.iter().map(|path| format!("folder: {path}")));
    lines.join("\n")
}

#[test]
fn npm_s_lock_brings_each_version_once() {
    insta::assert_snapshot!(shown(&judged("package-lock.json", include_str!("real/package-lock.json"), &BTreeMap::new())), @r##"
debug `^4.3.0` by debug@4.4.3
detect-libc `^2` by detect-libc@2.1.2
ms `2.1.1` by ms@2.1.1
old-ms `npm:ms@2.0.0` by ms@2.0.0
react `18.2.0` by react@18.2.0
use-sync-external-store `1.2.0` by use-sync-external-store@1.2.0
- debug@4.4.3 [debug-4.4.3.tgz 1]
    ms `^2.1.3` by ms@2.1.3
- detect-libc@2.1.2 [detect-libc-2.1.2.tgz 1]
- is-number@6.0.0 [is-number-6.0.0.tgz 1]
- js-tokens@4.0.0 [js-tokens-4.0.0.tgz 1]
- loose-envify@1.4.0 [loose-envify-1.4.0.tgz 1]
    js-tokens `^3.0.0 || ^4.0.0` by js-tokens@4.0.0
- ms@2.0.0 [ms-2.0.0.tgz 1]
- ms@2.1.1 [ms-2.1.1.tgz 1]
- ms@2.1.3 [ms-2.1.3.tgz 1]
- react@18.2.0 [react-18.2.0.tgz 1]
    loose-envify `^1.1.0` by loose-envify@1.4.0
- use-sync-external-store@1.2.0 [use-sync-external-store-1.2.0.tgz 1]
    react `^16.8.0 || ^17.0.0 || ^18.0.0` by react@18.2.0
missing is-odd `https://registry.example/is-odd/-/is-odd-3.0.1.tgz` of lab: it comes from https://registry.example/is-odd/-/is-odd-3.0.1.tgz true
elsewhere @rollup/rollup-linux-x64-musl@4.9.0
elsewhere fsevents@2.3.2
folder: packages/inner
"##);
}

#[test]
fn uv_s_lock_brings_its_wheels() {
    insta::assert_snapshot!(shown(&judged("uv.lock", include_str!("real/uv.lock"), &BTreeMap::new())), @r##"
click `>=8` by click@8.5.1
httpx `==0.27.0` by httpx@0.27.0
markupsafe `==2.1.5` by markupsafe@2.1.5
- anyio@4.16.0 [anyio-4.16.0-py3-none-any.whl 1]
    idna `` by idna@3.20
    typing-extensions `; python_full_version < '3.15'` by typing-extensions@4.16.0
- certifi@2026.10.18 [certifi-2026.10.18-py3-none-any.whl 1]
- click@8.5.1 [click-8.5.1-py3-none-any.whl 1]
- h11@0.16.0 [h11-0.16.0-py3-none-any.whl 1]
- h2@4.4.1 [h2-4.4.1-py3-none-any.whl 1]
    hpack `` by hpack@4.2.0
    hyperframe `` by hyperframe@6.1.0
- hpack@4.2.0 [hpack-4.2.0-py3-none-any.whl 1]
- httpcore@1.0.9 [httpcore-1.0.9-py3-none-any.whl 1]
    certifi `` by certifi@2026.10.18
    h11 `` by h11@0.16.0
- httpx@0.27.0 [httpx-0.27.0-py3-none-any.whl 1]
    anyio `` by anyio@4.16.0
    certifi `` by certifi@2026.10.18
    h2 `` by h2@4.4.1
    httpcore `` by httpcore@1.0.9
    idna `` by idna@3.20
    sniffio `` by sniffio@1.3.1
- hyperframe@6.1.0 [hyperframe-6.1.0-py3-none-any.whl 1]
- idna@3.20 [idna-3.20-py3-none-any.whl 1]
- markupsafe@2.1.5 [MarkupSafe-2.1.5-cp312-cp312-manylinux_2_17_x86_64.manylinux2014_x86_64.whl 1]
- sniffio@1.3.1 [sniffio-1.3.1-py3-none-any.whl 1]
- typing-extensions@4.16.0 [typing_extensions-4.16.0-py3-none-any.whl 1]
elsewhere colorama@0.4.6
elsewhere exceptiongroup@1.3.1
folder: .
"##);
}

#[test]
fn only_what_has_neither_address_nor_digest_is_asked_for() {
    let count =
        |name: &str, text: &str| unlocated(&read(name, text).unwrap().for_target(&target("linux", "x86_64"), &Parts::default())).len();
    assert_eq!(count("pnpm-lock.yaml", include_str!("real/pnpm-lock-10.yaml")), 0);
    assert_eq!(count("uv.lock", include_str!("real/uv.lock")), 0);
    assert_eq!(count("yarn.lock", include_str!("real/yarn-berry.lock")), 11, "all but what has an address of its own");
    assert_eq!(count("poetry.lock", include_str!("real/poetry.lock")), 13);
}

#[test]
fn what_a_registry_offers_must_have_the_hashes_of_the_lock() {
    let text = "a==1.0 --hash=sha256:e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855\n";
    let id = PackageId { registry: Registry::Pypi, name: PackageName::pypi("a").unwrap(), version: "1.0".into() };
    let answer = |digests: &str| {
        let url = Url::parse("https://files.example/a-1.0-py3-none-any.whl").unwrap();
        BTreeMap::from([(id.clone(), Ok(release(&id, url, crate::fetch::parse_sri(digests).unwrap(), ArtifactKind::Wheel)))])
    };
    let good = answer("sha256-47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=");
    assert_eq!(shown(&judged("requirements.txt", text, &good)), "a `` by a@1.0\n- a@1.0 [a-1.0-py3-none-any.whl 1]");
    for other in ["sha1-2jmj7l5rSw0yVb/vlWAYkK/YBwk=", ""] {
        let found = shown(&judged("requirements.txt", text, &answer(other)));
        assert_eq!(found, "missing a `` of lab: what its registry offers has other hashes than the lock file false");
    }
    let found = shown(&judged("requirements.txt", text, &BTreeMap::new()));
    assert_eq!(found, "missing a `` of lab: its registry was not asked false");
}

#[test]
fn one_version_with_two_contents_is_two() {
    let entry = |path: &str, digit: char| {
        let digest = format!("{}wk=", digit.to_string().repeat(25));
        format!(r#""{path}": {{"version": "1.0.0", "resolved": "https://registry.example/b/-/b-1.0.0.tgz", "integrity": "sha1-{digest}"}}"#)
    };
    let text = format!(
        r#"{{"lockfileVersion": 3, "packages": {{"": {{"dependencies": {{"a": "1", "b": "1"}}}},
            "node_modules/a": {{"version": "1.0.0", "resolved": "https://registry.example/a/-/a-1.0.0.tgz", "dependencies": {{"b": "1"}}}},
            {}, {}}}}}"#,
        entry("node_modules/b", 'A'),
        entry("node_modules/a/node_modules/b", 'B')
    );
    let from = judged("package-lock.json", &text, &BTreeMap::new());
    assert_eq!(from.resolution.packages.len(), 3);
    assert_eq!(from.resolution.notes, ["`b@1.0.0` is locked with different files in different places: each was taken"]);
}

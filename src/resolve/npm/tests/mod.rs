//! Small registries, and what npm would install from them. Each expectation is what npm 11 does with the same packages.

mod project;

use nodejs_semver::Version;
use serde_json::{Value, json};
use url::Url;

use super::*;
use crate::fetch::NpmReleases;
use crate::model::{PackageName, Platform, Registry, RegistryFacts};
use crate::resolve::NeedKind;

/// Package → version → manifest.
struct World(Value);

impl NpmSource for World {
    fn releases(&self, first: Vec<PackageName>, next: &mut Next<'_>) -> Result<(), FetchError> {
        let mut open = first;
        while let Some(name) = open.pop() {
            let answer = match self.0.get(name.as_str()) {
                Some(versions) => {
                    let newest = versions.as_object().unwrap().keys().next_back().unwrap();
                    let document = json!({"name": name.as_str(), "dist-tags": {"latest": newest}, "versions": versions});
                    Ok(NpmReleases::read(&name, document.to_string().as_bytes()).unwrap())
                }
                None => Err(FetchError::UnknownPackage {
                    registry: Registry::Npm,
                    package: name.to_string(),
                    source_url: "https://registry.example/".to_owned(),
                }),
            };
            open.extend(next(name, answer));
        }
        Ok(())
    }
}

fn located(releases: &NpmReleases, version: &str) -> Result<Resolved, FetchError> {
    let id = PackageId { registry: Registry::Npm, name: releases.name.clone(), version: version.to_owned() };
    let source = Url::parse("https://registry.example/").unwrap().to_string();
    Ok(Resolved { id, source, files: Vec::new(), facts: RegistryFacts::default() })
}

fn machine() -> Machine {
    let platform = Platform { os: "linux".to_owned(), arch: "x86_64".to_owned() };
    Machine::new(&platform, Version::parse("22.0.0").unwrap())
}

fn installed(world: Value, spec: &str) -> Resolution {
    npm(&World(world), &PackageSpec::npm(spec).unwrap(), &machine(), &located).unwrap()
}

fn names(resolution: &Resolution) -> Vec<String> {
    resolution.packages.iter().map(|one| one.release.id.to_string()).collect()
}

#[test]
fn the_package_comes_first_and_the_others_by_name() {
    let world = json!({
        "server": {"1.0.0": {"dependencies": {"b": "^1", "a": "^1"}}},
        "a": {"1.0.0": {}, "1.1.0": {}, "2.0.0": {}},
        "b": {"1.0.0": {"dependencies": {"a": "^2"}}},
    });
    let resolution = installed(world, "server@1.0.0");
    assert_eq!(names(&resolution), ["server@1.0.0", "a@1.1.0", "a@2.0.0", "b@1.0.0"]);
    let needs = |at: usize| resolution.packages[at].needs.iter().map(|need| (need.name.as_str(), need.by)).collect::<Vec<_>>();
    assert_eq!((needs(0), needs(3)), (vec![("a", 1), ("b", 3)], vec![("a", 2)]));
}

#[test]
fn what_lies_there_already_is_taken_where_it_serves() {
    let world = json!({
        "server": {"1.0.0": {"dependencies": {"a": "~1.0.0", "b": "^1"}}},
        "a": {"1.0.0": {}, "1.1.0": {}},
        "b": {"1.0.0": {"dependencies": {"a": "^1"}}},
    });
    assert_eq!(names(&installed(world, "server")), ["server@1.0.0", "a@1.0.0", "b@1.0.0"], "b alone would take a@1.1.0");
}

#[test]
fn packages_that_need_each_other_come_once() {
    let world = json!({
        "server": {"1.0.0": {"dependencies": {"a": "1"}}},
        "a": {"1.0.0": {"dependencies": {"b": "*"}}},
        "b": {"1.0.0": {"dependencies": {"a": "*", "server": "*"}}},
    });
    assert_eq!(names(&installed(world, "server")), ["server@1.0.0", "a@1.0.0", "b@1.0.0"]);
}

#[test]
fn versions_that_chase_each_other_come_to_an_end() {
    let world = json!({
        "server": {"1.0.0": {"dependencies": {"a": "1.0.0"}}},
        "a": {"1.0.0": {"dependencies": {"b": "1.0.0"}}, "2.0.0": {"dependencies": {"b": "2.0.0"}}},
        "b": {"1.0.0": {"dependencies": {"a": "2.0.0"}}, "2.0.0": {"dependencies": {"a": "1.0.0"}}},
    });
    let resolution = installed(world, "server");
    assert_eq!(names(&resolution), ["server@1.0.0", "a@1.0.0", "a@2.0.0", "b@1.0.0", "b@2.0.0"]);
    assert_eq!(resolution.missing, [], "npm links the last to the first");
    assert!(resolution.packages[4].needs.iter().any(|need| need.by == 1), "{:?}", resolution.packages[4].needs);
}

#[test]
fn peers_come_along_and_optional_ones_do_not() {
    let world = json!({
        "server": {"1.0.0": {"dependencies": {"plugin": "^1"}}},
        "plugin": {"1.0.0": {"peerDependencies": {"host": ">=1 <3", "extra": "*"}, "peerDependenciesMeta": {"extra": {"optional": true}}}},
        "host": {"1.0.0": {}, "2.0.0": {}, "3.0.0": {}},
        "extra": {"1.0.0": {}},
    });
    let resolution = installed(world, "server");
    assert_eq!(names(&resolution), ["server@1.0.0", "host@2.0.0", "plugin@1.0.0"]);
    assert_eq!(resolution.packages[2].needs[0].kind, NeedKind::Peer);
}

#[test]
fn a_peer_is_the_one_that_the_dependent_asks_for() {
    let world = json!({
        "server": {"1.0.0": {"dependencies": {"host": "^1", "plugin": "^1"}}},
        "plugin": {"1.0.0": {"peerDependencies": {"host": ">=1"}}},
        "host": {"1.0.0": {}, "2.0.0": {}},
    });
    assert_eq!(names(&installed(world, "server")), ["server@1.0.0", "host@1.0.0", "plugin@1.0.0"]);
}

#[test]
fn peers_that_cannot_be_one_lie_with_those_who_need_them() {
    let world = json!({
        "server": {"1.0.0": {"dependencies": {"x": "1", "y": "1"}}},
        "x": {"1.0.0": {"dependencies": {"plugin": "1", "host": "1"}}},
        "y": {"1.0.0": {"dependencies": {"plugin": "2", "host": "2"}}},
        "plugin": {"1.0.0": {"peerDependencies": {"host": "1"}}, "2.0.0": {"peerDependencies": {"host": "2"}}},
        "host": {"1.0.0": {}, "2.0.0": {}},
    });
    let all = ["server@1.0.0", "host@1.0.0", "host@2.0.0", "plugin@1.0.0", "plugin@2.0.0", "x@1.0.0", "y@1.0.0"];
    assert_eq!(names(&installed(world, "server")), all);
}

#[test]
fn optional_packages_for_other_platforms_are_left_out_with_what_they_bring() {
    let world = json!({
        "server": {"1.0.0": {"optionalDependencies": {"native-linux": "1", "native-mac": "1", "native-musl": "1"}}},
        "native-linux": {"1.0.0": {"os": ["linux"], "cpu": ["x64"], "dependencies": {"shared": "1"}}},
        "native-mac": {"1.0.0": {"os": ["darwin"], "dependencies": {"shared": "1", "only-mac": "1"}}},
        "native-musl": {"1.0.0": {"libc": ["musl"], "dependencies": {"only-mac": "1"}}},
        "shared": {"1.0.0": {}},
        "only-mac": {"1.0.0": {}},
    });
    let resolution = installed(world, "server");
    assert_eq!(names(&resolution), ["server@1.0.0", "native-linux@1.0.0", "shared@1.0.0"]);
    let elsewhere: Vec<String> = resolution.elsewhere.iter().map(ToString::to_string).collect();
    assert_eq!(elsewhere, ["native-mac@1.0.0", "native-musl@1.0.0", "only-mac@1.0.0"]);
    assert_eq!(resolution.notes, [""; 0]);
}

#[test]
fn a_needed_package_for_another_platform_is_told_of() {
    let world = json!({
        "server": {"1.0.0": {"dependencies": {"mac": "1"}}},
        "mac": {"1.0.0": {"os": ["darwin"]}},
    });
    let resolution = installed(world, "server");
    assert_eq!(names(&resolution), ["server@1.0.0", "mac@1.0.0"]);
    assert_eq!(resolution.notes, ["mac@1.0.0 is needed, but not made for this platform: npm refuses to install it"]);
}

#[test]
fn an_alias_brings_the_package_that_it_names() {
    let world = json!({
        "server": {"1.0.0": {"dependencies": {"a": "^2", "old": "npm:a@^1"}}},
        "a": {"1.3.0": {}, "2.0.0": {}},
    });
    let resolution = installed(world, "server");
    assert_eq!(names(&resolution), ["server@1.0.0", "a@1.3.0", "a@2.0.0"]);
    assert_eq!((resolution.packages[0].needs[1].name.as_str(), resolution.packages[0].needs[1].by), ("old", 1));
}

#[test]
fn what_comes_in_the_tarball_or_from_elsewhere_is_not_looked_up() {
    let world = json!({
        "server": {"1.0.0": {
            "dependencies": {"inside": "^1", "from-git": "git+https://git.example/a.git", "a": "1"},
            "bundleDependencies": ["inside"],
        }},
        "a": {"1.0.0": {}},
    });
    let resolution = installed(world, "server");
    assert_eq!(names(&resolution), ["server@1.0.0", "a@1.0.0"]);
    let missing: Vec<_> = resolution.missing.iter().map(|one| (one.name.as_str(), one.why.as_str(), one.is_direct)).collect();
    assert_eq!(missing, [("from-git", "it comes from a git repository", true)]);
}

#[test]
fn what_is_not_there_is_said_and_the_rest_goes_on() {
    let world = json!({
        "server": {"1.0.0": {"dependencies": {"a": "^9", "b": "1"}, "optionalDependencies": {"gone": "1"}}},
        "a": {"1.0.0": {}},
        "b": {"1.0.0": {}},
    });
    let resolution = installed(world, "server");
    assert_eq!(names(&resolution), ["server@1.0.0", "b@1.0.0"]);
    let missing: Vec<_> = resolution.missing.iter().map(|one| (one.name.as_str(), one.kind, one.is_direct)).collect();
    assert_eq!(missing, [("a", NeedKind::Runtime, false), ("gone", NeedKind::Optional, false)]);
}

#[test]
fn hostile_sets_of_peers_come_to_an_end() {
    let mut world = serde_json::Map::new();
    let all: Value = (0..40).map(|at| (format!("p{at}"), json!("*"))).collect::<serde_json::Map<_, _>>().into();
    for at in 0..40 {
        world.insert(format!("p{at}"), json!({"1.0.0": {"peerDependencies": all}, "2.0.0": {"peerDependencies": all}}));
    }
    world.insert("server".to_owned(), json!({"1.0.0": {"dependencies": all}}));
    assert_eq!(installed(Value::Object(world), "server").packages.len(), 41);
}

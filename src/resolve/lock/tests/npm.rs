//! npm, pnpm, yarn and bun.

use super::*;

#[test]
fn npm_s_places_tell_who_serves_whom() {
    let lock = read("package-lock.json", include_str!("real/package-lock.json")).unwrap();
    insta::assert_snapshot!(shown(&lock), @"");
}

#[test]
fn npm_6_trees_hold_the_same_packages() {
    let lock = read("package-lock.json", include_str!("real/package-lock-v1.json")).unwrap();
    insta::assert_snapshot!(shown(&lock), @"");
}

#[test]
fn pnpm_9_tells_by_snapshots() {
    let lock = read("pnpm-lock.yaml", include_str!("real/pnpm-lock-10.yaml")).unwrap();
    insta::assert_snapshot!(shown(&lock), @"");
}

#[test]
fn pnpm_6_says_the_same_as_9() {
    let old = read("pnpm-lock.yaml", include_str!("real/pnpm-lock-8.yaml")).unwrap();
    let new = read("pnpm-lock.yaml", include_str!("real/pnpm-lock-10.yaml")).unwrap();
    assert_eq!((old.packages, old.roots), (new.packages, new.roots));
}

#[test]
fn pnpm_5_keeps_versions_behind_slashes_and_peers_behind_lines() {
    let text = "\
lockfileVersion: 5.4
specifiers:
  '@s/a': ^1.0.0
  other: npm:real@2.0.0
  dev-tool: github:acme/tool
dependencies:
  '@s/a': 1.0.0_react@18.2.0
  other: /real/2.0.0
devDependencies:
  dev-tool: github.com/acme/tool/0123456789
packages:
  /@s/a/1.0.0_react@18.2.0:
    resolution: {integrity: sha1-2jmj7l5rSw0yVb/vlWAYkK/YBwk=}
    peerDependencies: {react: '>=16'}
    dependencies: {react: 18.2.0}
  /react/18.2.0:
    resolution: {integrity: sha1-2jmj7l5rSw0yVb/vlWAYkK/YBwk=}
  /real/2.0.0:
    resolution: {integrity: sha1-2jmj7l5rSw0yVb/vlWAYkK/YBwk=, tarball: https://registry.example/real/-/real-2.0.0.tgz}
  github.com/acme/tool/0123456789:
    resolution: {tarball: https://codeload.example/acme/tool/tar.gz/0123456789}
    name: tool
    version: 3.0.0
";
    let lock = read("pnpm-lock.yaml", text).unwrap();
    insta::assert_snapshot!(shown(&lock), @"");
}

#[test]
fn pnpm_snapshots_with_other_peers_are_one_package() {
    let text = "\
lockfileVersion: '9.0'
importers:
  .:
    dependencies:
      a: {specifier: ^1, version: 1.0.0(p@1.0.0)}
      b: {specifier: ^1, version: git+https://git.example/b.git#0123}
  packages/x:
    dependencies:
      a: {specifier: ^1, version: 1.0.0(p@2.0.0)}
      y: {specifier: 'workspace:*', version: 'link:../y'}
  packages/y: {}
packages:
  a@1.0.0: {resolution: {}, peerDependencies: {p: '*'}}
  b@git+https://git.example/b.git#0123: {resolution: {type: git, repo: 'https://me:secret@git.example/b.git', commit: '0123'}, version: 0.1.0}
  p@1.0.0: {resolution: {}}
  p@2.0.0: {resolution: {}}
snapshots:
  a@1.0.0(p@1.0.0): {dependencies: {p: 1.0.0}}
  a@1.0.0(p@2.0.0): {dependencies: {p: 2.0.0}}
  b@git+https://git.example/b.git#0123: {dependencies: {gone: 1.0.0}}
  p@1.0.0: {}
  p@2.0.0: {}
";
    let lock = read("pnpm-lock.yaml", text).unwrap();
    insta::assert_snapshot!(shown(&lock), @"");
}

#[test]
fn yarn_1_entries_answer_to_patterns() {
    let lock = read("yarn.lock", include_str!("real/yarn-classic.lock")).unwrap();
    insta::assert_snapshot!(shown(&lock), @"");
}

#[test]
fn yarn_1_patterns_may_be_many_and_of_an_alias() {
    let text = "\
# yarn lockfile v1

\"string-width-cjs@npm:string-width@^4.2.0\", \"string-width@^1.0.2 || 2 || 3 || 4\", string-width@^4.2.0:
  version \"4.2.3\"
  resolved \"https://registry.example/string-width/-/string-width-4.2.3.tgz#da39a3ee5e6b4b0d3255bfef95601890afd80709\"
  optionalDependencies:
    gone \"^1\"

tool@acme/tool:
  version \"1.0.0\"
  resolved \"git+ssh://git@git.example/acme/tool.git#0123\"
  dependencies:
    string-width-cjs \"npm:string-width@^4.2.0\"
";
    let lock = read("yarn.lock", text).unwrap();
    insta::assert_snapshot!(shown(&lock), @"");
    let text = text.replace("npm:string-width@^4.2.0\", ", "npm:other@^4.2.0\", ");
    let error = read("yarn.lock", &text).unwrap_err();
    assert!(error.what.ends_with("it stands for packages with different names"), "{error}");
}

#[test]
fn berry_descriptors_lead_to_locators() {
    let lock = read("yarn.lock", include_str!("real/yarn-berry.lock")).unwrap();
    insta::assert_snapshot!(shown(&lock), @"");
}

#[test]
fn berry_names_archives_conditions_and_patches() {
    let text = r#"
__metadata:
  version: 6

"a@npm:^1, a@npm:^1.0.1":
  version: 1.0.1
  resolution: "a@npm:1.0.1::__archiveUrl=https%3A%2F%2Fother.example%2Fa%2Fa-1.0.1.tgz"
  conditions: (os=darwin | os=linux) & !cpu=arm64
  dependencies:
    b: ^2
  checksum: 1234

"b@npm:^2":
  version: 2.0.0
  resolution: "b@npm:2.0.0"

"b@patch:b@npm%3A^2#./b.patch":
  version: 2.0.0
  resolution: "b@patch:b@npm%3A2.0.0#./b.patch::version=2.0.0&hash=df0bf1"

"lab@workspace:.":
  version: 0.0.0-use.local
  resolution: "lab@workspace:."
  dependencies:
    a: ^1
    b: "patch:b@npm%3A^2#./b.patch"
"#;
    let lock = read("yarn.lock", text).unwrap();
    insta::assert_snapshot!(shown(&lock), @"");
}

#[test]
fn bun_keys_are_ways() {
    let lock = read("bun.lock", include_str!("real/bun.lock")).unwrap();
    insta::assert_snapshot!(shown(&lock), @"");
}

#[test]
fn links_bundles_and_repositories_are_told_apart() {
    let text = r#"{"lockfileVersion": 2, "packages": {
        "": {"dependencies": {"a": "^1", "g": "github:acme/g", "local": "file:../local.tgz", "lib": "file:lib", "evil": "^1"}},
        "lib": {"version": "0.1.0", "dependencies": {"a": "^1"}, "devDependencies": {"gone": "1"}},
        "node_modules/lib": {"resolved": "lib", "link": true},
        "node_modules/a": {"version": "1.0.0", "resolved": "https://user:word@registry.example/a/-/a-1.0.0.tgz", "dependencies": {"b": "1"}},
        "node_modules/a/node_modules/b": {"version": "1.0.0", "inBundle": true},
        "node_modules/g": {"version": "2.0.0", "resolved": "git+ssh://git@github.com/acme/g.git#0123"},
        "node_modules/local": {"version": "3.0.0", "resolved": "file:../local.tgz", "integrity": "sha1-2jmj7l5rSw0yVb/vlWAYkK/YBwk="},
        "node_modules/evil": {"version": "1.0.0", "resolved": "https://files.example/x.tgz"}
    }}"#;
    let lock = read("npm-shrinkwrap.json", text).unwrap();
    insta::assert_snapshot!(shown(&lock), @"");
}

#[test]
fn an_optional_package_goes_with_all_that_needs_what_is_for_others() {
    let text = |kind: &str| {
        format!(
            r#"{{"lockfileVersion": 3, "packages": {{
            "": {{"{kind}": {{"a": "1"}}, "dependencies": {{"d": "1"}}}},
            "node_modules/a": {{"version": "1.0.0", "dependencies": {{"b": "1", "c": "1"}}, "optional": true}},
            "node_modules/b": {{"version": "1.0.0", "os": ["darwin"], "optional": true}},
            "node_modules/c": {{"version": "1.0.0", "optional": true}},
            "node_modules/d": {{"version": "1.0.0", "optionalDependencies": {{"b": "1"}}}},
            "node_modules/e": {{"version": "1.0.0"}},
            "node_modules/f": {{"version": "1.0.0", "dev": true}}
        }}}}"#
        )
    };
    let select = |kind: &str, os: &str| {
        let selected = read("package-lock.json", &text(kind)).unwrap().for_target(&target(os, "x86_64"));
        (ids(&selected.lock).join(" "), selected.elsewhere.len(), selected.lock.notes.join("; "))
    };
    let unasked = "nothing asks for `e@1.0.0`, which is in the file and was taken";
    assert_eq!(select("optionalDependencies", "linux"), ("d@1.0.0 e@1.0.0".into(), 2, unasked.into()));
    assert_eq!(select("optionalDependencies", "macos"), ("a@1.0.0 b@1.0.0 c@1.0.0 d@1.0.0 e@1.0.0".into(), 0, unasked.into()));
    let stops = "an installation stops at `b@1.0.0`, which is for other platforms and not optional; ";
    let runtime = text("peerDependencies");
    let selected = read("package-lock.json", &runtime).unwrap().for_target(&target("linux", "x86_64"));
    assert_eq!((ids(&selected.lock).len(), selected.lock.notes.join("; ")), (5, format!("{stops}{unasked}")));
}

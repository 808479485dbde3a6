//! npm, pnpm and bun.

use super::*;

#[test]
fn npm_s_places_tell_who_serves_whom() {
    let lock = read("package-lock.json", include_str!("real/package-lock.json")).unwrap();
    insta::assert_snapshot!(shown(&lock), @r##"
@rollup/rollup-linux-x64-musl `4.9.0` by @rollup/rollup-linux-x64-musl@4.9.0 optional
debug `^4.3.0` by debug@4.4.3
detect-libc `^2` by detect-libc@2.1.2
fsevents `2.3.2` by fsevents@2.3.2 optional
inner `0.1.0` by packages/inner@0.1.0
is-number `7.0.0` by is-number@7.0.0 dev
is-odd `https://registry.example/is-odd/-/is-odd-3.0.1.tgz` by is-odd@3.0.1
old-ms `npm:ms@2.0.0` by ms@2.0.0
packages/inner `` by packages/inner@0.1.0
react `18.2.0` by react@18.2.0
use-sync-external-store `1.2.0` by use-sync-external-store@1.2.0
- @rollup/rollup-linux-x64-musl@4.9.0 optional os=linux cpu=x64 libc=musl [https://registry.example/@rollup/rollup-linux-x64-musl/-/rollup-linux-x64-musl-4.9.0.tgz sha512-VFAC]
- debug@4.4.3 [https://registry.example/debug/-/debug-4.4.3.tgz sha512-RGww]
    ms `^2.1.3` by ms@2.1.3
- detect-libc@2.1.2 [https://registry.example/detect-libc/-/detect-libc-2.1.2.tgz sha512-Btj2]
- fsevents@2.3.2 optional os=darwin [https://registry.example/fsevents/-/fsevents-2.3.2.tgz sha512-xiqM]
- is-number@7.0.0 dev [https://registry.example/is-number/-/is-number-7.0.0.tgz sha512-41Ci]
- is-odd@3.0.1 from https://registry.example/is-odd/-/is-odd-3.0.1.tgz [https://registry.example/is-odd/-/is-odd-3.0.1.tgz sha512-CQpn]
    is-number `^6.0.0` by is-number@6.0.0
- is-number@6.0.0 [https://registry.example/is-number/-/is-number-6.0.0.tgz sha512-Wu1V]
- js-tokens@4.0.0 [https://registry.example/js-tokens/-/js-tokens-4.0.0.tgz sha512-RdJU]
- loose-envify@1.4.0 [https://registry.example/loose-envify/-/loose-envify-1.4.0.tgz sha512-lyux]
    js-tokens `^3.0.0 || ^4.0.0` by js-tokens@4.0.0
- ms@2.1.3 [https://registry.example/ms/-/ms-2.1.3.tgz sha512-6Flz]
- ms@2.0.0 [https://registry.example/ms/-/ms-2.0.0.tgz sha512-Tpp6]
- react@18.2.0 [https://registry.example/react/-/react-18.2.0.tgz sha512-/3Ij]
    loose-envify `^1.1.0` by loose-envify@1.4.0
- use-sync-external-store@1.2.0 [https://registry.example/use-sync-external-store/-/use-sync-external-store-1.2.0.tgz sha512-eEgn]
    react `^16.8.0 || ^17.0.0 || ^18.0.0` by react@18.2.0 peer
- packages/inner@0.1.0 in packages/inner
    ms `2.1.1` by ms@2.1.1
- ms@2.1.1 [https://registry.example/ms/-/ms-2.1.1.tgz sha512-tgp+]
"##);
}

#[test]
fn npm_6_trees_hold_the_same_packages() {
    let lock = read("package-lock.json", include_str!("real/package-lock-v1.json")).unwrap();
    insta::assert_snapshot!(shown(&lock), @r##"
@rollup/rollup-linux-x64-musl `` by @rollup/rollup-linux-x64-musl@4.9.0 optional
debug `` by debug@4.4.3
detect-libc `` by detect-libc@2.1.2
fsevents `` by fsevents@2.3.2 optional
inner `` by inner@
is-number `` by is-number@7.0.0 dev
is-odd `` by is-odd@
ms `` by ms@2.0.0
react `` by react@18.2.0
use-sync-external-store `` by use-sync-external-store@1.2.0
- @rollup/rollup-linux-x64-musl@4.9.0 optional [ sha512-VFAC]
- debug@4.4.3 [ sha512-RGww]
    ms `^2.1.3` by ms@2.1.3
- detect-libc@2.1.2 [ sha512-Btj2]
- fsevents@2.3.2 optional [ sha512-xiqM]
- inner from file:packages/inner
    ms `2.1.1` by ms@2.1.1
- is-number@7.0.0 dev [ sha512-41Ci]
- is-odd from https://registry.example/is-odd/-/is-odd-3.0.1.tgz [https://registry.example/is-odd/-/is-odd-3.0.1.tgz sha512-CQpn]
    is-number `^6.0.0` by is-number@6.0.0
- js-tokens@4.0.0 [ sha512-RdJU]
- loose-envify@1.4.0 [ sha512-lyux]
    js-tokens `^3.0.0 || ^4.0.0` by js-tokens@4.0.0
- ms@2.1.3 [ sha512-6Flz]
- ms@2.0.0 [ sha512-Tpp6]
- react@18.2.0 [ sha512-/3Ij]
    loose-envify `^1.1.0` by loose-envify@1.4.0
- use-sync-external-store@1.2.0 [ sha512-eEgn]
- is-number@6.0.0 [ sha512-Wu1V]
- ms@2.1.1 [ sha512-tgp+]
"##);
}

#[test]
fn pnpm_9_tells_by_snapshots() {
    let lock = read("pnpm-lock.yaml", include_str!("real/pnpm-lock-10.yaml")).unwrap();
    insta::assert_snapshot!(shown(&lock), @r##"
@rollup/rollup-linux-x64-musl `4.9.0` by @rollup/rollup-linux-x64-musl@4.9.0 optional
debug `^4.3.0` by debug@4.4.3
detect-libc `^2` by detect-libc@2.1.2
fsevents `2.3.2` by fsevents@2.3.2 optional
inner `workspace:*` by packages/inner@
is-number `7.0.0` by is-number@7.0.0 dev
is-odd `https://registry.example/is-odd/-/is-odd-3.0.1.tgz` by is-odd@3.0.1
old-ms `npm:ms@2.0.0` by ms@2.0.0
packages/inner `` by packages/inner@
react `18.2.0` by react@18.2.0
use-sync-external-store `1.2.0` by use-sync-external-store@1.2.0
- @rollup/rollup-linux-x64-musl@4.9.0 optional os=linux cpu=x64 libc=musl [ sha512-VFAC]
- debug@4.4.3 [ sha512-RGww]
    ms `2.1.3` by ms@2.1.3
- detect-libc@2.1.2 [ sha512-Btj2]
- fsevents@2.3.2 optional os=darwin [ sha512-xiqM]
- is-number@6.0.0 [ sha512-Wu1V]
- is-number@7.0.0 dev [ sha512-41Ci]
- is-odd@3.0.1 [ sha512-CQpn]
    is-number `6.0.0` by is-number@6.0.0
- js-tokens@4.0.0 [ sha512-RdJU]
- loose-envify@1.4.0 [ sha512-lyux]
    js-tokens `4.0.0` by js-tokens@4.0.0
- ms@2.0.0 [ sha512-Tpp6]
- ms@2.1.1 [ sha512-tgp+]
- ms@2.1.3 [ sha512-6Flz]
- react@18.2.0 [ sha512-/3Ij]
    loose-envify `1.4.0` by loose-envify@1.4.0
- use-sync-external-store@1.2.0 [ sha512-eEgn]
    react `^16.8.0 || ^17.0.0 || ^18.0.0` by react@18.2.0 peer
- packages/inner in packages/inner
    ms `2.1.1` by ms@2.1.1
"##);
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
    insta::assert_snapshot!(shown(&lock), @r##"
@s/a `^1.0.0` by @s/a@1.0.0
dev-tool `github:acme/tool` by tool@3.0.0 dev
other `npm:real@2.0.0` by real@2.0.0
- @s/a@1.0.0 [ sha1-2jmj7l]
    react `>=16` by react@18.2.0 peer
- react@18.2.0 [ sha1-2jmj7l]
- real@2.0.0 [https://registry.example/real/-/real-2.0.0.tgz sha1-2jmj7l]
- tool@3.0.0 from https://codeload.example/acme/tool/tar.gz/0123456789 dev [https://codeload.example/acme/tool/tar.gz/0123456789 ]
"##);
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
    insta::assert_snapshot!(shown(&lock), @r##"
a `^1` by a@1.0.0
b `^1` by b@0.1.0
packages/x `` by packages/x@
packages/y `` by packages/y@
- a@1.0.0 [ ]
    p `*` by p@1.0.0 peer
    p `*` by p@2.0.0 peer
- b@0.1.0 from https://git.example/b.git
    gone `1.0.0` by nothing
- p@1.0.0 [ ]
- p@2.0.0 [ ]
- packages/x in packages/x
    a `^1` by a@1.0.0
    y `workspace:*` by packages/y@
- packages/y in packages/y
note: `b@git+https://git.example/b.git#0123` asks for `gone`, which is not in the file
"##);
}

#[test]
fn bun_keys_are_ways() {
    let lock = read("bun.lock", include_str!("real/bun.lock")).unwrap();
    insta::assert_snapshot!(shown(&lock), @r##"
@rollup/rollup-linux-x64-musl `4.9.0` by @rollup/rollup-linux-x64-musl@4.9.0 optional
debug `^4.3.0` by debug@4.4.3
detect-libc `^2` by detect-libc@2.1.2
fsevents `2.3.2` by fsevents@2.3.2 optional
inner `workspace:*` by packages/inner@
is-number `7.0.0` by is-number@7.0.0 dev
is-odd `https://registry.example/is-odd/-/is-odd-3.0.1.tgz` by is-odd@
old-ms `npm:ms@2.0.0` by ms@2.0.0
packages/inner `` by packages/inner@
react `18.2.0` by react@18.2.0
use-sync-external-store `1.2.0` by use-sync-external-store@1.2.0
- @rollup/rollup-linux-x64-musl@4.9.0 os=linux cpu=x64 libc=musl [ sha512-VFAC]
- debug@4.4.3 [ sha512-RGww]
    ms `^2.1.3` by ms@2.1.3
- detect-libc@2.1.2 [ sha512-Btj2]
- fsevents@2.3.2 os=darwin [ sha512-xiqM]
- packages/inner in packages/inner
    ms `2.1.1` by ms@2.1.1
- is-number@7.0.0 dev [ sha512-41Ci]
- is-odd from https://registry.example/is-odd/-/is-odd-3.0.1.tgz [https://registry.example/is-odd/-/is-odd-3.0.1.tgz sha512-CQpn]
    is-number `^6.0.0` by is-number@6.0.0
- js-tokens@4.0.0 [ sha512-RdJU]
- loose-envify@1.4.0 [ sha512-lyux]
    js-tokens `^3.0.0 || ^4.0.0` by js-tokens@4.0.0
- ms@2.1.1 [ sha512-tgp+]
- ms@2.0.0 [ sha512-Tpp6]
- react@18.2.0 [ sha512-/3Ij]
    loose-envify `^1.1.0` by loose-envify@1.4.0
- use-sync-external-store@1.2.0 [ sha512-eEgn]
    react `^16.8.0 || ^17.0.0 || ^18.0.0` by react@18.2.0 peer
- ms@2.1.3 [ sha512-6Flz]
- is-number@6.0.0 [ sha512-Wu1V]
"##);
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
    insta::assert_snapshot!(shown(&lock), @r##"
a `^1` by a@1.0.0
evil `^1` by evil@1.0.0
g `github:acme/g` by g@2.0.0
lib `` by lib@0.1.0
lib `file:lib` by lib@0.1.0
local `file:../local.tgz` by local@3.0.0
- lib@0.1.0 in lib
    a `^1` by a@1.0.0
    gone `1` by nothing dev
- a@1.0.0 [https://registry.example/a/-/a-1.0.0.tgz ]
    b `1` by b@1.0.0
- b@1.0.0 bundled
- g@2.0.0 from git+ssh://github.com/acme/g.git#0123
- local@3.0.0 from file:../local.tgz
- evil@1.0.0 [https://files.example/x.tgz ]
note: `evil@1.0.0` is taken from https://files.example/x.tgz, an address that does not name it
"##);
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
            "node_modules/d": {{"version": "1.0.0", "optionalDependencies": {{"b": "1"}}, "peerDependencies": {{"h": "1"}},
                "peerDependenciesMeta": {{"h": {{"optional": true}}}}}},
            "node_modules/e": {{"version": "1.0.0"}},
            "node_modules/f": {{"version": "1.0.0", "dev": true}},
            "node_modules/g": {{"version": "1.0.0", "extraneous": true}},
            "node_modules/h": {{"version": "1.0.0", "dev": true}}
        }}}}"#
        )
    };
    let select = |kind: &str, os: &str| {
        let selected = read("package-lock.json", &text(kind)).unwrap().for_target(&target(os, "x86_64"), &Parts::default());
        (ids(&selected.lock).join(" "), selected.elsewhere.len(), selected.lock.notes.join("; "))
    };
    let unasked = "nothing asks for `e@1.0.0`, which is in the file and was taken";
    assert_eq!(select("optionalDependencies", "linux"), ("d@1.0.0 e@1.0.0".into(), 2, unasked.into()));
    assert_eq!(select("optionalDependencies", "macos"), ("a@1.0.0 b@1.0.0 c@1.0.0 d@1.0.0 e@1.0.0".into(), 0, unasked.into()));
    let stops = "an installation stops at `b@1.0.0`, which is for other platforms and not optional; ";
    let runtime = text("peerDependencies");
    let selected = read("package-lock.json", &runtime).unwrap().for_target(&target("linux", "x86_64"), &Parts::default());
    assert_eq!((ids(&selected.lock).len(), selected.lock.notes.join("; ")), (5, format!("{stops}{unasked}")));
}

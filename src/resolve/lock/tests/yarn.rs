//! yarn, as it was and as it is.

use super::*;

#[test]
fn yarn_1_entries_answer_to_patterns() {
    let lock = read("yarn.lock", include_str!("real/yarn-classic.lock")).unwrap();
    insta::assert_snapshot!(shown(&lock), @r##"
@rollup/rollup-linux-x64-musl `` by @rollup/rollup-linux-x64-musl@4.9.0
debug `` by debug@4.4.3
detect-libc `` by detect-libc@2.1.2
fsevents `` by fsevents@2.3.2
is-number `` by is-number@7.0.0
is-odd `` by is-odd@3.0.1
ms `` by ms@2.1.1
ms `` by ms@2.0.0
react `` by react@18.2.0
use-sync-external-store `` by use-sync-external-store@1.2.0
- @rollup/rollup-linux-x64-musl@4.9.0 [https://registry.example/@rollup/rollup-linux-x64-musl/-/rollup-linux-x64-musl-4.9.0.tgz sha512-VFAC]
- debug@4.4.3 [https://registry.example/debug/-/debug-4.4.3.tgz sha512-RGww]
    ms `^2.1.3` by ms@2.1.3
- detect-libc@2.1.2 [https://registry.example/detect-libc/-/detect-libc-2.1.2.tgz sha512-Btj2]
- fsevents@2.3.2 [https://registry.example/fsevents/-/fsevents-2.3.2.tgz sha512-xiqM]
- is-number@7.0.0 [https://registry.example/is-number/-/is-number-7.0.0.tgz sha512-41Ci]
- is-number@6.0.0 [https://registry.example/is-number/-/is-number-6.0.0.tgz sha512-Wu1V]
- is-odd@3.0.1 from https://registry.example/is-odd/-/is-odd-3.0.1.tgz#65101baf3727d728b66fa62f50cda7f2d3989601 [https://registry.example/is-odd/-/is-odd-3.0.1.tgz sha1-ZRAbrz]
    is-number `^6.0.0` by is-number@6.0.0
- js-tokens@4.0.0 [https://registry.example/js-tokens/-/js-tokens-4.0.0.tgz sha512-RdJU]
- loose-envify@1.4.0 [https://registry.example/loose-envify/-/loose-envify-1.4.0.tgz sha512-lyux]
    js-tokens `^3.0.0 || ^4.0.0` by js-tokens@4.0.0
- ms@2.1.1 [https://registry.example/ms/-/ms-2.1.1.tgz sha512-tgp+]
- ms@2.1.3 [https://registry.example/ms/-/ms-2.1.3.tgz sha512-6Flz]
- ms@2.0.0 [https://registry.example/ms/-/ms-2.0.0.tgz sha512-Tpp6]
- react@18.2.0 [https://registry.example/react/-/react-18.2.0.tgz sha512-/3Ij]
    loose-envify `^1.1.0` by loose-envify@1.4.0
- use-sync-external-store@1.2.0 [https://registry.example/use-sync-external-store/-/use-sync-external-store-1.2.0.tgz sha512-eEgn]
note: yarn 1 does not tell what only development or another platform needs: all of it was taken
"##);
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
    insta::assert_snapshot!(shown(&lock), @r##"
tool `` by tool@1.0.0
- string-width@4.2.3 [https://registry.example/string-width/-/string-width-4.2.3.tgz sha1-2jmj7l]
- tool@1.0.0 from git+ssh://git.example/acme/tool.git#0123
    string-width-cjs `npm:string-width@^4.2.0` by string-width@4.2.3
note: yarn 1 does not tell what only development or another platform needs: all of it was taken
"##);
    let text = text.replace("npm:string-width@^4.2.0\", ", "npm:other@^4.2.0\", ");
    let error = read("yarn.lock", &text).unwrap_err();
    assert!(error.what.ends_with("it stands for packages with different names"), "{error}");
}

#[test]
fn berry_descriptors_lead_to_locators() {
    let lock = read("yarn.lock", include_str!("real/yarn-berry.lock")).unwrap();
    insta::assert_snapshot!(shown(&lock), @r##"
. `` by .@
packages/inner `` by packages/inner@
- @rollup/rollup-linux-x64-musl@4.9.0 os=linux cpu=x64 libc=musl [ ]
- debug@4.4.3 [ ]
    ms `npm:^2.1.3` by ms@2.1.3
- detect-libc@2.1.2 [ ]
- fsevents@2.3.2 os=darwin [ ]
- packages/inner in packages/inner
    ms `npm:2.1.1` by ms@2.1.1
- is-number@7.0.0 [ ]
- is-number@6.0.0 [ ]
- is-odd@3.0.1 from https://registry.example/is-odd/-/is-odd-3.0.1.tgz [https://registry.example/is-odd/-/is-odd-3.0.1.tgz ]
    is-number `npm:^6.0.0` by is-number@6.0.0
- js-tokens@4.0.0 [ ]
- . in .
    @rollup/rollup-linux-x64-musl `npm:4.9.0` by @rollup/rollup-linux-x64-musl@4.9.0 optional
    debug `npm:^4.3.0` by debug@4.4.3
    detect-libc `npm:^2` by detect-libc@2.1.2
    fsevents `npm:2.3.2` by fsevents@2.3.2 optional
    inner `workspace:*` by packages/inner@
    is-number `npm:7.0.0` by is-number@7.0.0
    is-odd `https://registry.example/is-odd/-/is-odd-3.0.1.tgz` by is-odd@3.0.1
    old-ms `npm:ms@2.0.0` by ms@2.0.0
    react `npm:18.2.0` by react@18.2.0
    use-sync-external-store `npm:1.2.0` by use-sync-external-store@1.2.0
- loose-envify@1.4.0 [ ]
    js-tokens `npm:^3.0.0 || ^4.0.0` by js-tokens@4.0.0
- ms@2.1.1 [ ]
- ms@2.1.3 [ ]
- ms@2.0.0 [ ]
- react@18.2.0 [ ]
    loose-envify `npm:^1.1.0` by loose-envify@1.4.0
- use-sync-external-store@1.2.0 [ ]
note: yarn does not tell what only development needs: all of it was taken
note: yarn's checksums are of its own archives: what the registry promises is compared instead
"##);
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
    insta::assert_snapshot!(shown(&lock), @r##"
. `` by .@
- a@1.0.1 os=darwin,linux cpu=!arm64 [https://other.example/a/a-1.0.1.tgz ]
    b `^2` by b@2.0.0
- b@2.0.0 [ ]
- b@2.0.0 from patch:b@npm%3A2.0.0#./b.patch
    b `b@npm:2.0.0` by b@2.0.0
- . in .
    a `^1` by a@1.0.1
    b `patch:b@npm%3A^2#./b.patch` by b@2.0.0
note: yarn does not tell what only development needs: all of it was taken
note: yarn's checksums are of its own archives: what the registry promises is compared instead
"##);
}

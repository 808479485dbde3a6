//! uv, poetry, PEP 751 and requirements.

use super::*;

#[test]
fn uv_tells_files_extras_and_markers() {
    let lock = read("uv.lock", include_str!("real/uv.lock")).unwrap();
    insta::assert_snapshot!(shown(&lock), @r##"
lab `` by lab@1.0.0
- anyio@4.16.0 of https://index.example/simple [anyio-4.16.0-py3-none-any.whl sha256-xmrm] [anyio-4.16.0.tar.gz sha256-WbsD]
    exceptiongroup `` by exceptiongroup@1.3.1 if python_full_version < '3.11'
    idna `` by idna@3.20
    typing-extensions `` by typing-extensions@4.16.0 if python_full_version < '3.15'
- certifi@2026.10.18 of https://index.example/simple [certifi-2026.10.18-py3-none-any.whl sha256-cxkc] [certifi-2026.10.18.tar.gz sha256-uZld]
- click@8.5.1 of https://index.example/simple [click-8.5.1-py3-none-any.whl sha256-i7U3] [click-8.5.1.tar.gz sha256-m7+t]
- colorama@0.4.6 of https://index.example/simple [colorama-0.4.6-py2.py3-none-any.whl sha256-Tx2Z] [colorama-0.4.6.tar.gz sha256-CGlf]
- exceptiongroup@1.3.1 of https://index.example/simple [exceptiongroup-1.3.1-py3-none-any.whl sha256-p6Oa] [exceptiongroup-1.3.1.tar.gz sha256-i0Ek]
    typing-extensions `` by typing-extensions@4.16.0
- h11@0.16.0 of https://index.example/simple [h11-0.16.0-py3-none-any.whl sha256-Y8+L] [h11-0.16.0.tar.gz sha256-TjW5]
- h2@4.4.1 of https://index.example/simple [h2-4.4.1-py3-none-any.whl sha256-DiXx] [h2-4.4.1.tar.gz sha256-ToZv]
    hpack `` by hpack@4.2.0
    hyperframe `` by hyperframe@6.1.0
- hpack@4.2.0 of https://index.example/simple [hpack-4.2.0-py3-none-any.whl sha256-hYrA] [hpack-4.2.0.tar.gz sha256-CJXP]
- httpcore@1.0.9 of https://index.example/simple [httpcore-1.0.9-py3-none-any.whl sha256-LUAH] [httpcore-1.0.9.tar.gz sha256-bjRG]
    certifi `` by certifi@2026.10.18
    h11 `` by h11@0.16.0
- httpx@0.27.0 of https://index.example/simple [httpx-0.27.0-py3-none-any.whl sha256-cdVG] [httpx-0.27.0.tar.gz sha256-oMuI]
    anyio `` by anyio@4.16.0
    certifi `` by certifi@2026.10.18
    h2 `` by h2@4.4.1 for http2
    httpcore `` by httpcore@1.0.9
    idna `` by idna@3.20
    sniffio `` by sniffio@1.3.1
- hyperframe@6.1.0 of https://index.example/simple [hyperframe-6.1.0-py3-none-any.whl sha256-sDOA] [hyperframe-6.1.0.tar.gz sha256-9jCQ]
- idna@3.20 of https://index.example/simple [idna-3.20-py3-none-any.whl sha256-q3rn] [idna-3.20.tar.gz sha256-p9uF]
- iniconfig@2.3.1 of https://index.example/simple dev [iniconfig-2.3.1-py3-none-any.whl sha256-kSHi] [iniconfig-2.3.1.tar.gz sha256-Z/S5]
- lab@1.0.0 in .
    click `>=8` by click@8.5.1
    colorama `` by colorama@0.4.6 if sys_platform == 'win32'
    httpx `==0.27.0` by httpx@0.27.0 with http2
    idna `` by idna@3.20 for extra
    iniconfig `` by iniconfig@2.3.1 dev
    markupsafe `==2.1.5` by markupsafe@2.1.5
- markupsafe@2.1.5 of https://index.example/simple [MarkupSafe-2.1.5-cp312-cp312-manylinux_2_17_x86_64.manylinux2014_x86_64.whl sha256-9d+0] [MarkupSafe-2.1.5-cp312-cp312-musllinux_1_1_x86_64.whl sha256-WMmP] [MarkupSafe-2.1.5-cp312-cp312-win_amd64.whl sha256-gjtl] [MarkupSafe-2.1.5.tar.gz sha256-0oPT]
- sniffio@1.3.1 of https://index.example/simple [sniffio-1.3.1-py3-none-any.whl sha256-L22k] [sniffio-1.3.1.tar.gz sha256-9DJO]
- typing-extensions@4.16.0 of https://index.example/simple [typing_extensions-4.16.0-py3-none-any.whl sha256-SByq] [typing_extensions-4.16.0.tar.gz sha256-3Jg9]
"##);
}

#[test]
fn poetry_tells_groups_and_markers() {
    let lock = read("poetry.lock", include_str!("real/poetry.lock")).unwrap();
    insta::assert_snapshot!(shown(&lock), @r##"
anyio `` by anyio@4.16.0
certifi `` by certifi@2026.10.18
click `` by click@8.5.1
colorama `` by colorama@0.4.6
exceptiongroup `` by exceptiongroup@1.3.1
h11 `` by h11@0.16.0
h2 `` by h2@4.4.1
hpack `` by hpack@4.2.0
httpcore `` by httpcore@1.0.9
httpx `` by httpx@0.27.0
hyperframe `` by hyperframe@6.1.0
idna `` by idna@3.20
iniconfig `` by iniconfig@2.3.1 dev
markupsafe `` by markupsafe@2.1.5
pluggy `` by pluggy@1.7.0 dev
sniffio `` by sniffio@1.3.1
typing-extensions `` by typing-extensions@4.16.0
- anyio@4.16.0 of https://index.example/simple [anyio-4.16.0-py3-none-any.whl sha256-xmrm] [anyio-4.16.0.tar.gz sha256-WbsD]
    exceptiongroup `>=1.0.2` by exceptiongroup@1.3.1 if python_version < "3.11"
    idna `>=2.8` by idna@3.20
    typing_extensions `>=4.16.0` by typing-extensions@4.16.0 if python_version < "3.15"
- certifi@2026.10.18 of https://index.example/simple [certifi-2026.10.18-py3-none-any.whl sha256-cxkc] [certifi-2026.10.18.tar.gz sha256-uZld]
- click@8.5.1 of https://index.example/simple [click-8.5.1-py3-none-any.whl sha256-i7U3] [click-8.5.1.tar.gz sha256-m7+t]
- colorama@0.4.6 of https://index.example/simple if sys_platform == "win32" [colorama-0.4.6-py2.py3-none-any.whl sha256-Tx2Z] [colorama-0.4.6.tar.gz sha256-CGlf]
- exceptiongroup@1.3.1 of https://index.example/simple if python_version == "3.10" [exceptiongroup-1.3.1-py3-none-any.whl sha256-p6Oa] [exceptiongroup-1.3.1.tar.gz sha256-i0Ek]
    typing-extensions `>=4.6.0` by typing-extensions@4.16.0 if python_version < "3.13"
- h11@0.16.0 of https://index.example/simple [h11-0.16.0-py3-none-any.whl sha256-Y8+L] [h11-0.16.0.tar.gz sha256-TjW5]
- h2@4.4.1 of https://index.example/simple [h2-4.4.1-py3-none-any.whl sha256-DiXx] [h2-4.4.1.tar.gz sha256-ToZv]
    hpack `>=4.2,<5` by hpack@4.2.0
    hyperframe `>=6.1,<7` by hyperframe@6.1.0
- hpack@4.2.0 of https://index.example/simple [hpack-4.2.0-py3-none-any.whl sha256-hYrA] [hpack-4.2.0.tar.gz sha256-CJXP]
- httpcore@1.0.9 of https://index.example/simple [httpcore-1.0.9-py3-none-any.whl sha256-LUAH] [httpcore-1.0.9.tar.gz sha256-bjRG]
    certifi `*` by certifi@2026.10.18
    h11 `>=0.16` by h11@0.16.0
- httpx@0.27.0 of https://index.example/simple [httpx-0.27.0-py3-none-any.whl sha256-cdVG] [httpx-0.27.0.tar.gz sha256-oMuI]
    anyio `*` by anyio@4.16.0
    certifi `*` by certifi@2026.10.18
    h2 `>=3,<5` by h2@4.4.1 optional for http2 if extra == "http2"
    httpcore `==1.*` by httpcore@1.0.9
    idna `*` by idna@3.20
    sniffio `*` by sniffio@1.3.1
- hyperframe@6.1.0 of https://index.example/simple [hyperframe-6.1.0-py3-none-any.whl sha256-sDOA] [hyperframe-6.1.0.tar.gz sha256-9jCQ]
- idna@3.20 of https://index.example/simple [idna-3.20-py3-none-any.whl sha256-q3rn] [idna-3.20.tar.gz sha256-p9uF]
- iniconfig@2.3.1 of https://index.example/simple dev [iniconfig-2.3.1-py3-none-any.whl sha256-kSHi] [iniconfig-2.3.1.tar.gz sha256-Z/S5]
- markupsafe@2.1.5 of https://index.example/simple [MarkupSafe-2.1.5-cp312-cp312-manylinux_2_17_x86_64.manylinux2014_x86_64.whl sha256-9d+0] [MarkupSafe-2.1.5-cp312-cp312-musllinux_1_1_x86_64.whl sha256-WMmP] [MarkupSafe-2.1.5-cp312-cp312-win_amd64.whl sha256-gjtl] [MarkupSafe-2.1.5.tar.gz sha256-0oPT]
- pluggy@1.7.0 of https://index.example/simple dev [pluggy-1.7.0-py3-none-any.whl sha256-fdew] [pluggy-1.7.0.tar.gz sha256-0eqk]
- sniffio@1.3.1 of https://index.example/simple [sniffio-1.3.1-py3-none-any.whl sha256-L22k] [sniffio-1.3.1.tar.gz sha256-9DJO]
- typing-extensions@4.16.0 of https://index.example/simple if python_version < "3.15" [typing_extensions-4.16.0-py3-none-any.whl sha256-SByq] [typing_extensions-4.16.0.tar.gz sha256-3Jg9]
"##);
}

#[test]
fn pylock_tells_every_file() {
    let lock = read("pylock.toml", include_str!("real/pylock.toml")).unwrap();
    insta::assert_snapshot!(shown(&lock), @r##"
anyio `` by anyio@4.16.0
certifi `` by certifi@2026.10.18
click `` by click@8.5.1
colorama `` by colorama@0.4.6
exceptiongroup `` by exceptiongroup@1.3.1
h11 `` by h11@0.16.0
h2 `` by h2@4.4.1
hpack `` by hpack@4.2.0
httpcore `` by httpcore@1.0.9
httpx `` by httpx@0.27.0
hyperframe `` by hyperframe@6.1.0
idna `` by idna@3.20
iniconfig `` by iniconfig@2.3.1
markupsafe `` by markupsafe@2.1.5
sniffio `` by sniffio@1.3.1
typing-extensions `` by typing-extensions@4.16.0
- anyio@4.16.0 of https://index.example/simple [anyio-4.16.0-py3-none-any.whl sha256-xmrm] [anyio-4.16.0.tar.gz sha256-WbsD]
- certifi@2026.10.18 of https://index.example/simple [certifi-2026.10.18-py3-none-any.whl sha256-cxkc] [certifi-2026.10.18.tar.gz sha256-uZld]
- click@8.5.1 of https://index.example/simple [click-8.5.1-py3-none-any.whl sha256-i7U3] [click-8.5.1.tar.gz sha256-m7+t]
- colorama@0.4.6 of https://index.example/simple if sys_platform == 'win32' [colorama-0.4.6-py2.py3-none-any.whl sha256-Tx2Z] [colorama-0.4.6.tar.gz sha256-CGlf]
- exceptiongroup@1.3.1 of https://index.example/simple if python_full_version < '3.11' [exceptiongroup-1.3.1-py3-none-any.whl sha256-p6Oa] [exceptiongroup-1.3.1.tar.gz sha256-i0Ek]
- h11@0.16.0 of https://index.example/simple [h11-0.16.0-py3-none-any.whl sha256-Y8+L] [h11-0.16.0.tar.gz sha256-TjW5]
- h2@4.4.1 of https://index.example/simple [h2-4.4.1-py3-none-any.whl sha256-DiXx] [h2-4.4.1.tar.gz sha256-ToZv]
- hpack@4.2.0 of https://index.example/simple [hpack-4.2.0-py3-none-any.whl sha256-hYrA] [hpack-4.2.0.tar.gz sha256-CJXP]
- httpcore@1.0.9 of https://index.example/simple [httpcore-1.0.9-py3-none-any.whl sha256-LUAH] [httpcore-1.0.9.tar.gz sha256-bjRG]
- httpx@0.27.0 of https://index.example/simple [httpx-0.27.0-py3-none-any.whl sha256-cdVG] [httpx-0.27.0.tar.gz sha256-oMuI]
- hyperframe@6.1.0 of https://index.example/simple [hyperframe-6.1.0-py3-none-any.whl sha256-sDOA] [hyperframe-6.1.0.tar.gz sha256-9jCQ]
- idna@3.20 of https://index.example/simple [idna-3.20-py3-none-any.whl sha256-q3rn] [idna-3.20.tar.gz sha256-p9uF]
- iniconfig@2.3.1 of https://index.example/simple [iniconfig-2.3.1-py3-none-any.whl sha256-kSHi] [iniconfig-2.3.1.tar.gz sha256-Z/S5]
- markupsafe@2.1.5 of https://index.example/simple [markupsafe-2.1.5-cp312-cp312-manylinux_2_17_x86_64.manylinux2014_x86_64.whl sha256-9d+0] [markupsafe-2.1.5-cp312-cp312-musllinux_1_1_x86_64.whl sha256-WMmP] [markupsafe-2.1.5-cp312-cp312-win_amd64.whl sha256-gjtl] [MarkupSafe-2.1.5.tar.gz sha256-0oPT]
- sniffio@1.3.1 of https://index.example/simple [sniffio-1.3.1-py3-none-any.whl sha256-L22k] [sniffio-1.3.1.tar.gz sha256-9DJO]
- typing-extensions@4.16.0 of https://index.example/simple if python_full_version < '3.15' [typing_extensions-4.16.0-py3-none-any.whl sha256-SByq] [typing_extensions-4.16.0.tar.gz sha256-3Jg9]
"##);
}

#[test]
fn pinned_requirements_are_a_lock_file() {
    let lock = read("requirements.txt", include_str!("real/requirements.txt")).unwrap();
    insta::assert_snapshot!(shown(&lock), @r##"
anyio `` by anyio@4.16.0
certifi `` by certifi@2026.10.18
click `` by click@8.5.1
colorama `` by colorama@0.4.6
exceptiongroup `` by exceptiongroup@1.3.1
h11 `` by h11@0.16.0
h2 `` by h2@4.4.1
hpack `` by hpack@4.2.0
httpcore `` by httpcore@1.0.9
httpx `` by httpx@0.27.0
hyperframe `` by hyperframe@6.1.0
idna `` by idna@3.20
iniconfig `` by iniconfig@2.3.1
markupsafe `` by markupsafe@2.1.5
sniffio `` by sniffio@1.3.1
typing-extensions `` by typing-extensions@4.16.0
- anyio@4.16.0 [ sha256-WbsD] [ sha256-xmrm]
- certifi@2026.10.18 [ sha256-cxkc] [ sha256-uZld]
- click@8.5.1 [ sha256-i7U3] [ sha256-m7+t]
- colorama@0.4.6 if sys_platform == 'win32' [ sha256-CGlf] [ sha256-Tx2Z]
- exceptiongroup@1.3.1 if python_full_version < '3.11' [ sha256-i0Ek] [ sha256-p6Oa]
- h11@0.16.0 [ sha256-TjW5] [ sha256-Y8+L]
- h2@4.4.1 [ sha256-DiXx] [ sha256-ToZv]
- hpack@4.2.0 [ sha256-CJXP] [ sha256-hYrA]
- httpcore@1.0.9 [ sha256-LUAH] [ sha256-bjRG]
- httpx@0.27.0 [ sha256-cdVG] [ sha256-oMuI]
- hyperframe@6.1.0 [ sha256-sDOA] [ sha256-9jCQ]
- idna@3.20 [ sha256-p9uF] [ sha256-q3rn]
- iniconfig@2.3.1 [ sha256-Z/S5] [ sha256-kSHi]
- markupsafe@2.1.5 [ sha256-B1IC] [ sha256-Djl6] [ sha256-IXTF] [ sha256-/OZZ]
- sniffio@1.3.1 [ sha256-L22k] [ sha256-9DJO]
- typing-extensions@4.16.0 if python_full_version < '3.15' [ sha256-SByq] [ sha256-3Jg9]
"##);
}

#[test]
fn all_tools_of_python_take_the_same_packages() {
    let of = |name: &str, text: &str, os: &str| {
        let (mut ids, elsewhere) = taken(name, text, os);
        ids.retain(|id| id != "lab@1.0.0");
        (ids, elsewhere)
    };
    for os in ["linux", "windows"] {
        let uv = of("uv.lock", include_str!("real/uv.lock"), os);
        assert_eq!(uv.0.iter().any(|id| id == "colorama@0.4.6"), os == "windows");
        assert!(uv.0.iter().any(|id| id == "h2@4.4.1") && !uv.0.iter().any(|id| id.starts_with("iniconfig")), "{uv:?}");
        assert_eq!(of("poetry.lock", include_str!("real/poetry.lock"), os), uv);
        let (pylock, requirements) =
            (of("pylock.toml", include_str!("real/pylock.toml"), os), of("requirements.txt", include_str!("real/requirements.txt"), os));
        assert_eq!(pylock, requirements);
        let exported: Vec<String> = pylock.0.into_iter().filter(|id| !id.starts_with("iniconfig")).collect();
        assert_eq!(exported, uv.0, "an export of uv holds the group `dev`, and no word of it");
    }
}

#[test]
fn uv_forks_lead_to_one_version_each() {
    let text = r#"
version = 1
requires-python = ">=3.10"

[[package]]
name = "own"
version = "0.1"
source = { editable = "." }
dependencies = [
    { name = "a", version = "1.0", source = { registry = "https://user:word@index.example/simple" }, marker = "sys_platform == 'win32'" },
    { name = "a", version = "2.0", source = { registry = "https://index.example/simple" }, marker = "sys_platform != 'win32'" },
    { name = "g" },
    { name = "gone" },
]

[[package]]
name = "a"
version = "1.0"
source = { registry = "https://user:word@index.example/simple" }
sdist = { url = "https://files.example/a-1.0.tar.gz", hash = "md5:d41d8cd98f00b204e9800998ecf8427e" }

[[package]]
name = "a"
version = "2.0"
source = { registry = "https://index.example/simple" }
wheels = [{ filename = "a-2.0-py3-none-any.whl", path = "../wheels/a-2.0-py3-none-any.whl" }]

[[package]]
name = "g"
source = { git = "https://git.example/g?rev=v1#0123" }
"#;
    let lock = read("uv.lock", text).unwrap();
    insta::assert_snapshot!(shown(&lock), @r##"
own `` by own@0.1
- own@0.1 in .
    a `` by a@2.0 if sys_platform != 'win32'
    a `` by a@1.0 if sys_platform == 'win32'
    g `` by g@
    gone `` by nothing
- a@1.0 of https://index.example/simple [https://files.example/a-1.0.tar.gz ]
- a@2.0 of https://index.example/simple [a-2.0-py3-none-any.whl ]
- g from https://git.example/g?rev=v1#0123
note: `own@0.1` asks for `gone`, which is not in the file
"##);
}

#[test]
fn poetry_1_keeps_files_apart_and_extras_out() {
    let text = r#"
[[package]]
name = "a"
version = "1.0"
category = "main"
optional = false
[package.dependencies]
b = {version = ">=1", optional = true, markers = "extra == 'b'"}
c = [{version = "<2", markers = "python_version < '3.8'"}, {version = ">=2", extras = ["x"]}]
[package.extras]
cli = ["b (>=1)"]

[[package]]
name = "B"
version = "1.1"
category = "main"
optional = true

[[package]]
name = "c"
version = "2.0"
category = "dev"
optional = false
[package.source]
type = "git"
url = "https://git.example/c.git"
reference = "main"
resolved_reference = "0123"

[metadata]
lock-version = "1.1"
content-hash = "00"

[metadata.files]
a = [{file = "a-1.0.tar.gz", hash = "sha256:e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"}]
"#;
    let lock = read("poetry.lock", text).unwrap();
    insta::assert_snapshot!(shown(&lock), @r##"
a `` by a@1.0
b `` by b@1.1 for 
c `` by c@2.0 dev
- a@1.0 [a-1.0.tar.gz sha256-47DE]
    b `>=1` by b@1.1 optional for cli if extra == 'b'
    c `<2` by c@2.0 if python_version < '3.8'
    c `>=2` by c@2.0 with x
- b@1.1 optional
- c@2.0 from git+https://git.example/c.git dev
"##);
    assert_eq!(taken("poetry.lock", text, "linux").0, ["a@1.0", "c@2.0"]);
}

#[test]
fn pylock_may_hold_folders_repositories_and_archives() {
    let text = r#"
lock-version = "1.0"
created-by = "hand"
[[packages]]
name = "a"
directory = { path = "libs/a", editable = true }
[[packages]]
name = "b"
version = "1.0"
vcs = { type = "git", url = "https://git.example/b.git", commit-id = "0123" }
[[packages]]
name = "c"
marker = "'dev' in dependency_groups"
archive = { url = "https://files.example/c-1.0.zip", hashes = { sha256 = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855" } }
dependencies = [{ name = "b" }]
"#;
    let lock = read("pylock.toml", text).unwrap();
    insta::assert_snapshot!(shown(&lock), @r##"
a `` by a@
b `` by b@1.0
c `` by c@
- a in libs/a
- b@1.0 from git+https://git.example/b.git
- c from https://files.example/c-1.0.zip if 'dev' in dependency_groups [https://files.example/c-1.0.zip sha256-47DE]
    b `` by b@1.0
"##);
    assert_eq!(taken("pylock.toml", text, "linux").0.len(), 2);
}

#[test]
fn requirements_say_what_they_leave_to_others() {
    let text = "\
# comment
-r other.txt
--index-url https://user:word@index.example/simple
A.b[x]==1.0 ; python_version >= '3.8' \\
    --hash=sha256:e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855
c === 2.0  # why
d @ https://files.example/d-1.0-py3-none-any.whl#sha256=00
-e ./own
e==1.0,>=0.9
git+https://git.example/f.git@v1
";
    let lock = read("requirements.txt", text).unwrap();
    insta::assert_snapshot!(shown(&lock), @r##"
a-b `` by a-b@1.0
c `` by c@2.0
d `` by d@
e `` by e@1.0
git+https://git.example/f.git@v1 `` by git+https://git.example/f.git@v1@
- a-b@1.0 if python_version >= '3.8' [ sha256-47DE]
- c@2.0
- d from https://files.example/d-1.0-py3-none-any.whl#sha256=00 [https://files.example/d-1.0-py3-none-any.whl ]
- e@1.0
- git+https://git.example/f.git@v1 from git+https://git.example/f.git@v1
note: line 2: `other.txt` is another file, which was not read: judge it on its own
note: line 3: the index https://index.example/simple was not asked: your own settings decide, or --index-url
note: line 8: `./own` is a folder or repository, which was not read
note: 4 of 5 lines have no hash: whatever the index offers for the version was taken
"##);
}

#[test]
fn wishes_are_no_lock() {
    for line in ["name>=1", "name", "name==1.*", "name~=1.0", "name <2, >1"] {
        let error = read("requirements.txt", &format!("# wishes\nfine==1.0\n{line}\n")).unwrap_err();
        assert_eq!(error.what, format!("line 3: `{line}` does not pin a version"));
        assert!(error.hint.contains("uv pip compile --generate-hashes"));
    }
}

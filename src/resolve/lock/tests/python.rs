//! uv, poetry, PEP 751 and requirements.

use super::*;

#[test]
fn uv_tells_files_extras_and_markers() {
    let lock = read("uv.lock", include_str!("real/uv.lock")).unwrap();
    insta::assert_snapshot!(shown(&lock), @"");
}

#[test]
fn poetry_tells_groups_and_markers() {
    let lock = read("poetry.lock", include_str!("real/poetry.lock")).unwrap();
    insta::assert_snapshot!(shown(&lock), @"");
}

#[test]
fn pylock_tells_every_file() {
    let lock = read("pylock.toml", include_str!("real/pylock.toml")).unwrap();
    insta::assert_snapshot!(shown(&lock), @"");
}

#[test]
fn pinned_requirements_are_a_lock_file() {
    let lock = read("requirements.txt", include_str!("real/requirements.txt")).unwrap();
    insta::assert_snapshot!(shown(&lock), @"");
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
    { name = "a", version = "1.0", source = { registry = "https://index.example/simple" }, marker = "sys_platform == 'win32'" },
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
    insta::assert_snapshot!(shown(&lock), @"");
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
    insta::assert_snapshot!(shown(&lock), @"");
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
    insta::assert_snapshot!(shown(&lock), @"");
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
    insta::assert_snapshot!(shown(&lock), @"");
}

#[test]
fn wishes_are_no_lock() {
    for line in ["name>=1", "name", "name==1.*", "name~=1.0", "name <2, >1"] {
        let error = read("requirements.txt", &format!("# wishes\nfine==1.0\n{line}\n")).unwrap_err();
        assert_eq!(error.what, format!("line 3: `{line}` does not pin a version"));
        assert!(error.hint.contains("uv pip compile --generate-hashes"));
    }
}

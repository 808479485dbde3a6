//! Extras and groups of a project, as far as its lock file offers them.

use super::*;

/// What is taken besides where these are chosen, and what is asked for by the project itself.
fn besides(name: &str, text: &str, extras: &[&str], groups: &[&str]) -> Vec<String> {
    let lock = read(name, text).unwrap();
    let chosen = Parts::named(extras.iter().copied(), groups.iter().copied());
    assert_eq!(lock.offers.lacks(&chosen), None);
    let taken = |parts: &Parts| ids(&lock.for_target(&target("linux", "x86_64"), parts).lock);
    let always = taken(&Parts::default());
    taken(&chosen).into_iter().filter(|id| !always.contains(id)).collect()
}

const UV: &str = r#"version = 1
[[package]]
name = "own"
version = "1"
source = { editable = "." }
dependencies = [{ name = "always" }]
[package.optional-dependencies]
cli = [{ name = "a" }]
other = [{ name = "b" }]
[package.dev-dependencies]
dev = [{ name = "c" }]
docs = [{ name = "b" }]
[[package]]
name = "always"
version = "1"
source = { registry = "https://index.example/simple" }
optional-dependencies = { cli = [{ name = "b" }] }
[[package]]
name = "a"
version = "1"
source = { registry = "https://index.example/simple" }
dependencies = [{ name = "d" }]
[[package]]
name = "b"
version = "1"
source = { registry = "https://index.example/simple" }
[[package]]
name = "c"
version = "1"
source = { registry = "https://index.example/simple" }
[[package]]
name = "d"
version = "1"
source = { registry = "https://index.example/simple" }
"#;

#[test]
fn uv_offers_what_the_project_has() {
    assert_eq!(besides("uv.lock", UV, &["cli"], &[]), ["a@1", "d@1"], "the extra of another package is another");
    assert_eq!(besides("uv.lock", UV, &["Other"], &["dev"]), ["b@1", "c@1"]);
    assert_eq!(besides("uv.lock", include_str!("real/uv.lock"), &["extra"], &["dev"]), ["iniconfig@2.3.1"]);
    let offers = read("uv.lock", UV).unwrap().offers;
    assert_eq!(offers, Parts::named(["cli", "other"], ["dev", "docs"]));
    assert_eq!(offers.lacks(&Parts::named(["gui"], [])).as_deref(), Some("extra `gui`"));
    assert_eq!(offers.lacks(&Parts::named(["cli"], ["cli"])).as_deref(), Some("group `cli`"));
}

#[test]
fn poetry_offers_extras_by_name_and_groups_by_package() {
    let text = r#"
[[package]]
name = "always"
version = "1"
optional = false
groups = ["main", "dev"]
files = []
[[package]]
name = "Extra_One"
version = "1"
optional = true
groups = ["main"]
markers = "extra == \"cli\""
files = []
[package.dependencies]
below = "*"
[[package]]
name = "below"
version = "1"
optional = true
groups = ["main"]
markers = "extra == \"cli\""
files = []
[[package]]
name = "tool"
version = "1"
optional = false
groups = ["dev", "docs"]
files = []
[extras]
cli = ["extra-one"]
[metadata]
lock-version = "2.1"
"#;
    assert_eq!(besides("poetry.lock", text, &["cli"], &[]), ["below@1", "extra-one@1"]);
    assert_eq!(besides("poetry.lock", text, &[], &["docs"]), ["tool@1"]);
    assert_eq!(read("poetry.lock", text).unwrap().offers, Parts::named(["cli"], ["dev", "docs"]));
}

#[test]
fn pylock_offers_what_it_lists_and_its_markers_decide() {
    let package = |name: &str, marker: &str| format!("[[packages]]\nname = \"{name}\"\nversion = \"1\"\nmarker = \"{marker}\"\n");
    let text = [
        "lock-version = \"1.0\"\nextras = [\"cli\"]\ndependency-groups = [\"dev\"]\n".to_owned(),
        package("a", "'cli' in extras"),
        package("b", "'dev' in dependency_groups or 'cli' in extras"),
        package("c", "'dev' not in dependency_groups"),
    ]
    .concat();
    assert_eq!(besides("pylock.toml", &text, &["cli"], &[]), ["a@1", "b@1"]);
    assert_eq!(besides("pylock.toml", &text, &[], &["dev"]), ["b@1"]);
    let with_dev = read("pylock.toml", &text).unwrap();
    let chosen = Parts::named([], ["dev"]);
    assert_eq!(ids(&with_dev.for_target(&target("linux", "x86_64"), &chosen).lock), ["b@1"], "one is for those without");
}

#[test]
fn other_lock_files_offer_nothing() {
    for (name, text) in [("package-lock.json", include_str!("real/package-lock.json")), ("requirements.txt", "a==1\n")] {
        assert!(read(name, text).unwrap().offers.is_empty());
    }
}

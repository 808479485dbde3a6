//! What no tool writes.

use std::time::{Duration, Instant};

use proptest::prelude::*;

use super::*;

fn bad(name: &str, text: &str) -> String {
    read(name, text).unwrap_err().to_string()
}

#[test]
fn names_versions_and_hashes_that_are_none_are_errors_that_name_the_entry() {
    let npm = |key: &str, rest: &str| format!(r#"{{"lockfileVersion": 3, "packages": {{"{key}": {{{rest}}}}}}}"#);
    let found = bad("package-lock.json", &npm("node_modules/.evil", r#""version": "1.0.0""#));
    assert!(found.contains("`node_modules/.evil`: `.evil` is no name of an npm package"), "{found}");
    let found = bad("package-lock.json", &npm("node_modules/a", r#""version": "../1""#));
    assert!(found.contains("`node_modules/a`: `../1` is no version"), "{found}");
    let found = bad("package-lock.json", &npm("node_modules/a", r#""version": "1.0.0", "integrity": "sha512-AAAA""#));
    assert!(found.contains("`node_modules/a`: its integrity is not a hash of its algorithm's length"), "{found}");
    let found = bad("package-lock.json", &npm("node_modules/a", r#""version": "1.0.0", "resolved": "https://""#));
    assert!(found.contains("is no address on the web"), "{found}");
    let found = bad("bun.lock", r#"{"packages": {"a": ["b/c@1.0.0", "", {}, ""]}}"#);
    assert!(found.contains("`a`: `b/c` is no name of an npm package"), "{found}");
    let found = bad("pnpm-lock.yaml", "lockfileVersion: '9.0'\npackages:\n  a@1.0.x: {}\n");
    assert!(found.contains("`a@1.0.x`: `1.0.x` is no version"), "{found}");
    let found = bad("uv.lock", "version = 1\n[[package]]\nname = \"-\"\nversion = \"1\"\nsource = { registry = \"x\" }\n");
    assert!(found.contains("`-` is no name of a Python package"), "{found}");
    let found = bad("requirements.txt", "a==1.0 --hash=sha256:00\n");
    assert!(found.contains("`line 1`: `00` is not a hash of its algorithm's length"), "{found}");
}

#[test]
fn what_stands_there_twice_is_an_error() {
    let text = "# yarn lockfile v1\na@1:\n  version \"1.0.0\"\na@1:\n  version \"1.0.1\"\n";
    assert!(bad("yarn.lock", text).contains("`a@1`: it stands there twice"));
    let text = r#"{"lockfileVersion": 3, "packages": {"node_modules/a": {"version": "1.0.0"}, "node_modules/a": {"version": "1.0.1"}}}"#;
    assert!(bad("package-lock.json", text).contains("`node_modules/a` stands there twice"));
}

#[test]
fn versions_that_are_not_known_are_errors_with_a_next_step() {
    for (name, text, hint) in [
        ("package-lock.json", "{}", "npm install --package-lock-only"),
        ("pnpm-lock.yaml", "lockfileVersion: '4.0'\n", "pnpm install --lockfile-only"),
        ("uv.lock", "version = 9\n", "uv lock"),
        ("poetry.lock", "[metadata]\nlock-version = \"9.0\"\n", "poetry lock"),
        ("pylock.toml", "lock-version = \"2.0\"\n", "uv export"),
        ("bun.lock", "{}", "bun install"),
        ("yarn.lock", "<<<<<<< HEAD\n", "yarn install"),
    ] {
        let found = bad(name, text);
        assert!(found.starts_with(name) && found.split_once("\nhint: ").is_some_and(|(_, said)| said.contains(hint)), "{found}");
    }
}

#[test]
fn circles_and_gaps_are_followed_once_and_said() {
    let text = r#"{"lockfileVersion": 3, "packages": {
        "": {"dependencies": {"a": "1", "gone": "1"}},
        "node_modules/a": {"version": "1.0.0", "dependencies": {"b": "1", "a": "1"}},
        "node_modules/b": {"version": "1.0.0", "dependencies": {"a": "1"}}
    }}"#;
    let lock = read("package-lock.json", text).unwrap();
    assert_eq!(lock.notes, ["`the project` asks for `gone`, which is not in the file"]);
    assert_eq!(ids(&lock.for_target(&target("linux", "x86_64"), &Parts::default()).lock), ["a@1.0.0", "b@1.0.0"]);
    let text = "# yarn lockfile v1\na@1:\n  version \"1.0.0\"\n  dependencies:\n    b \"1\"\nb@1:\n  version \"1.0.0\"\n  dependencies:\n    a \"1\"\n";
    assert_eq!(
        ids(&read("yarn.lock", text).unwrap().for_target(&target("linux", "x86_64"), &Parts::default()).lock),
        ["a@1.0.0", "b@1.0.0"]
    );
}

/// Runs a reader and a selection, whatever they say.
fn ends_soon(name: &str, text: &str) {
    let started = Instant::now();
    if let Ok(lock) = read(name, text) {
        lock.for_target(&target("linux", "x86_64"), &Parts::default());
    }
    let took = started.elapsed();
    assert!(took < Duration::from_secs(20), "{name} took {took:?}: {}", text.chars().take(60).collect::<String>());
}

#[test]
fn large_and_deep_files_end_soon() {
    let many = 4_000;
    let list = |line: &dyn Fn(usize) -> String| (0..many).map(line).collect::<String>();
    let needs = list(&|at| format!("\"n{at}\": \"1\","));
    let deep: String =
        (0..200).map(|at| format!("\"node_modules/a{}\": {{\"version\": \"1.0.0\"}},", "/node_modules/a".repeat(at))).collect();
    let deepest = format!("node_modules/a{}", "/node_modules/a".repeat(50));
    ends_soon(
        "package-lock.json",
        &format!(
            r#"{{"lockfileVersion": 3, "packages": {{{deep} "{deepest}/node_modules/x": {{"version": "1.0.0", "dependencies": {{{needs} "z": "1"}}}}}}}}"#
        ),
    );
    let tree = format!("{}{}", r#"{"a": {"version": "1.0.0", "dependencies": "#.repeat(60), "{}}}".repeat(60));
    ends_soon("package-lock.json", &format!(r#"{{"lockfileVersion": 1, "dependencies": {tree}}}"#));
    ends_soon("pnpm-lock.yaml", &format!("lockfileVersion: '9.0'\npackages:\n{}", list(&|at| format!("  a@1.0.{at}:\n    os: [linux]\n"))));
    ends_soon("yarn.lock", &format!("# yarn lockfile v1\n{}:\n  version \"1.0.0\"\n", list(&|at| format!("a@{at}, "))));
    ends_soon("yarn.lock", &list(&|at| format!("a@{at}:\n  version \"1.0.0\"\n  dependencies:\n    a \"{}\"\n", at + 1)));
    ends_soon(
        "uv.lock",
        &format!(
            "version = 1\n{}",
            list(&|at| format!(
                "[[package]]\nname = \"a\"\nversion = \"1.{at}\"\nsource = {{ registry = \"r\" }}\ndependencies = [{{ name = \"a\" }}]\n"
            ))
        ),
    );
    ends_soon("poetry.lock", &list(&|at| format!("[[package]]\nname = \"a\"\nversion = \"1.{at}\"\n[package.dependencies]\na = \"*\"\n")));
    ends_soon("requirements.txt", &list(&|at| format!("a{at}==1.0 ; os_name == '{at}' \\\n")));
    ends_soon("requirements.txt", &list(&|at| format!("a{at}==1.0 ; os_name == '{at}'\n")));
    for name in
        ["package-lock.json", "pnpm-lock.yaml", "yarn.lock", "bun.lock", "uv.lock", "poetry.lock", "pylock.toml", "requirements.txt"]
    {
        for part in ["[", "{\"packages\":", "{a: ", "- ", "a@1:\n", "[[package]]\n", "\\\n", "\"", "a==1\n", "("] {
            ends_soon(name, &part.repeat(many));
        }
    }
}

#[test]
fn a_file_beyond_the_limit_is_refused() {
    let found = bad("yarn.lock", &"#\n".repeat(BYTES_MAX));
    assert!(found.contains("of a lock file at most"), "{found}");
}

proptest! {
    /// Pieces of every format in any order.
    #[test]
    fn no_text_makes_a_reader_panic(name in 0..8usize, parts in prop::collection::vec(0..PARTS.len(), 0..40)) {
        let names = ["package-lock.json", "pnpm-lock.yaml", "yarn.lock", "bun.lock", "uv.lock", "poetry.lock", "pylock.toml", "requirements.txt"];
        let text: String = parts.iter().map(|part| PARTS[*part]).collect();
        ends_soon(names[name], &text);
    }
}

const PARTS: [&str; 30] = [
    "{",
    "}",
    "[",
    "]",
    "\"packages\": ",
    "\"\": ",
    "\"node_modules/a\": ",
    "{\"version\": \"1.0.0\"}",
    ",",
    "\n",
    "lockfileVersion: '9.0'\n",
    "packages:\n",
    "snapshots:\n",
    "  a@1.0.0(b@1.0.0):\n",
    "    dependencies: {a: 1.0.0}\n",
    "a@1, \"b@x\":\n",
    "  version \"1.0.0\"\n",
    "  dependencies:\n",
    "    a \"1\"\n",
    "version = 1\n",
    "[[package]]\n",
    "[[packages]]\n",
    "name = \"a\"\n",
    "source = { registry = \"x\" }\n",
    "a==1.0 ; os_name == 'nt'\n",
    " \\\n",
    "--hash=sha256:00\n",
    "é",
    "lock-version = \"1.0\"\n",
    "\"lockfileVersion\": 3,",
];

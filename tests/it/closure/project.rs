//! Projects that lie here, judged with all that an installation of them brings.

use serde_json::{Value, json};

use super::locked::package_lock;
use super::market::{HONEST, Market, THIEF};
use crate::registry::{Answer, Server};
use crate::trouble::desk::{Desk, Ran};
use crate::trouble::pack::{tgz, wheel as zip};

/// `below` was taken over with its second version.
fn market() -> Market {
    Market::new()
        .offers("middle@1.2.0", &[("below", "^2")])
        .sells("below@2.0.0", json!({}), &[("index.js", HONEST)])
        .sells("below@2.0.1", json!({}), &[("index.js", THIEF)])
        .sells("tool@1.0.0", json!({}), &[("index.js", HONEST)])
}

/// Loads what it asks for and does enough of its own to be no mere hand-over.
const SERVER: &str = "require('middle');
module.exports = (text) =>
    text.trim().toLowerCase().split(',').map(String).filter(Boolean).sort().reverse().slice(1).concat(['end']).join(';').padEnd(9);\n";

fn package_json(more: Value) -> String {
    let mut manifest = json!({"name": "server", "version": "0.1.0", "main": "index.js", "description": "Does one thing", "license": "MIT"});
    manifest["dependencies"] = json!({"middle": "^1"});
    manifest.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
    manifest.to_string()
}

/// Writes the folder `server`.
fn folder(desk: &Desk, more: Value) -> String {
    desk.file("project/server/index.js", SERVER);
    desk.file("project/server/README.md", "# server\n\nDoes one thing.\n");
    desk.file("project/server/package.json", package_json(more));
    desk.arg("project/server")
}

/// As npm writes it for such a project.
fn locked(market: &Market, packages: &[(&str, &str)]) -> String {
    package_lock(market, packages).replace("\"*\"", "\"^1\"")
}

fn ran(desk: &Desk, market: &Market, path: &str) -> Ran {
    desk.run(&["scan", path, "--deps", "all", "--format", "json", "--registry", &market.server.url("/")])
}

fn judged(desk: &Desk, market: &Market, path: &str) -> Value {
    ran(desk, market, path).json()
}

/// In the order of their names.
fn purls(report: &Value) -> Vec<&str> {
    let packages = report["dependencies"]["installation"]["packages"].as_array().unwrap();
    let mut purls: Vec<&str> = packages.iter().map(|one| one["purl"].as_str().unwrap()).collect();
    purls.sort_unstable();
    purls
}

fn notes(report: &Value) -> Vec<&str> {
    report["notes"].as_array().unwrap().iter().map(|note| note.as_str().unwrap()).collect()
}

#[test]
fn a_folder_is_judged_with_what_it_brings_today() {
    let (desk, market) = (Desk::new(), market());
    let path = folder(&desk, json!({"devDependencies": {"tool": "1"}}));
    let alone = desk.json(&["scan", &path]);
    assert_eq!(alone["verdict"], "pass", "{}", alone["findings"]);
    let report = judged(&desk, &market, &path);
    assert_eq!((&report["verdict"], purls(&report)), (&json!("block"), vec!["pkg:npm/below@2.0.1", "pkg:npm/middle@1.2.0"]));
    let worst = &report["dependencies"]["worst"][0];
    assert_eq!((&worst["path"], &worst["used"]), (&json!(["server", "middle", "below"]), &json!(true)));
    let development =
        "what using the project brings was judged; `npm install` in its folder also brings the package that is for development only";
    assert!(notes(&report).contains(&development), "{:?}", notes(&report));
    assert_eq!(report["coverage"]["files_analyzed"], 1, "its own code is judged in the same report");
}

#[test]
fn an_override_of_the_folder_counts_and_one_of_a_packed_project_does_not() {
    let (desk, market) = (Desk::new(), market());
    let overrides = json!({"overrides": {"middle": {"below": "2.0.0"}}});
    let path = folder(&desk, overrides.clone());
    let report = judged(&desk, &market, &path);
    assert_eq!((&report["verdict"], purls(&report)), (&json!("pass"), vec!["pkg:npm/below@2.0.0", "pkg:npm/middle@1.2.0"]));
    let lock = locked(&market, &[("middle", "1.2.0"), ("below", "2.0.0")]);
    let files = [("package.json", package_json(overrides)), ("index.js", SERVER.to_owned()), ("package-lock.json", lock.clone())];
    let packed = |files: &[(&str, String)]| tgz("package", &files.iter().map(|(path, text)| (*path, text.as_bytes())).collect::<Vec<_>>());
    let path = desk.file("project/server-0.1.0.tgz", packed(&files));
    let report = judged(&desk, &market, &path);
    assert_eq!(purls(&report), ["pkg:npm/below@2.0.1", "pkg:npm/middle@1.2.0"], "npm heeds neither in a package");
    let [manifest, code, (_, lock)] = files;
    let path = desk.file("project/server-0.1.0.tgz", packed(&[manifest, code, ("npm-shrinkwrap.json", lock)]));
    assert_eq!(purls(&judged(&desk, &market, &path)), ["pkg:npm/below@2.0.0", "pkg:npm/middle@1.2.0"]);
}

#[test]
fn a_lock_file_decides_and_is_named() {
    let (desk, market) = (Desk::new(), market());
    let path = folder(&desk, json!({}));
    desk.file("project/server/package-lock.json", locked(&market, &[("middle", "1.2.0"), ("below", "2.0.0")]));
    desk.file("project/server/yarn.lock", "# yarn lockfile v1\n");
    let report = judged(&desk, &market, &path);
    assert_eq!((&report["verdict"], purls(&report)), (&json!("pass"), vec!["pkg:npm/below@2.0.0", "pkg:npm/middle@1.2.0"]));
    let taken = "`package-lock.json` decides what an installation brings; what only development asks for was left out; \
                 `yarn.lock` lies there as well and decides nothing";
    assert!(notes(&report).contains(&taken), "{:?}", notes(&report));
    folder(&desk, json!({"packageManager": "yarn@1.22.22"}));
    let report = judged(&desk, &market, &path);
    assert!(notes(&report).iter().any(|note| note.starts_with("`yarn.lock` decides")), "{:?}", notes(&report));
    assert_eq!((&report["verdict"], purls(&report).len()), (&json!("review"), 0), "it holds nothing of what is asked for");
}

#[test]
fn a_lock_file_that_is_older_than_its_project_is_no_pass() {
    let (desk, market) = (Desk::new(), market());
    let path = folder(&desk, json!({"dependencies": {"middle": "^1", "tool": "^1"}}));
    desk.file("project/server/package-lock.json", locked(&market, &[("middle", "1.2.0"), ("below", "2.0.0")]));
    let report = judged(&desk, &market, &path);
    let missing = |report: &Value| {
        let missing = &report["dependencies"]["installation"]["missing"][0];
        (missing["package"].as_str().unwrap().to_owned(), missing["why"].as_str().unwrap().to_owned())
    };
    assert_eq!(missing(&report), ("tool@^1".to_owned(), "package-lock.json does not hold it".to_owned()));
    assert_eq!(report["verdict"], "review");
    let path = folder(&desk, json!({"dependencies": {"middle": ">=1.2"}}));
    let report = judged(&desk, &market, &path);
    assert_eq!((&report["verdict"], missing(&report).0), (&json!("review"), "middle@>=1.2".to_owned()), "npm would look it up anew");
}

#[test]
fn a_lock_file_that_cannot_be_read_is_an_error() {
    let (desk, market) = (Desk::new(), market());
    let path = folder(&desk, json!({}));
    desk.file("project/server/package-lock.json", "{");
    ran(&desk, &market, &path).says("package-lock.json", "");
}

#[test]
fn what_other_package_managers_override_is_said_not_to_be_heeded() {
    let (desk, market) = (Desk::new(), market());
    let path = folder(&desk, json!({"resolutions": {"below": "2.0.0"}, "pnpm": {"overrides": {"below": "2.0.0"}}}));
    let report = judged(&desk, &market, &path);
    assert_eq!(purls(&report), ["pkg:npm/below@2.0.1", "pkg:npm/middle@1.2.0"]);
    let note = "`pnpm.overrides` and `resolutions` of its package.json are not heeded: npm knows nothing of that";
    assert!(notes(&report).contains(&note), "{:?}", notes(&report));
}

#[test]
fn what_nobody_can_tell_is_no_pass() {
    let (desk, market) = (Desk::new(), market());
    let missing = |report: &Value| report["dependencies"]["installation"]["missing"][0]["package"].as_str().unwrap().to_owned();
    let workspaces = folder(&desk, json!({"dependencies": {}, "workspaces": ["packages/*"]}));
    let report = judged(&desk, &market, &workspaces);
    assert_eq!((&report["verdict"], missing(&report)), (&json!("review"), "server@what its workspaces ask for".to_owned()));
    desk.file("project/plain/server.go", "package main\n");
    let report = judged(&desk, &market, &desk.arg("project/plain"));
    assert_eq!(missing(&report), "plain@what it asks for");
    desk.file("project/broken/package.json", "{");
    let report = judged(&desk, &market, &desk.arg("project/broken"));
    assert_eq!(missing(&report), "broken@what its package.json asks for");
}

#[test]
fn a_bundle_brings_nothing_but_itself() {
    let (desk, market) = (Desk::new(), market());
    let manifest = json!({
        "manifest_version": "0.3", "name": "server", "version": "0.1.0", "description": "Does one thing", "author": {"name": "Ann"},
        "server": {"type": "node", "entry_point": "index.js", "mcp_config": {"command": "node", "args": ["${__dirname}/index.js"]}},
    });
    let (manifest, package_json) = (manifest.to_string(), package_json(json!({})));
    let files = [("manifest.json", manifest.as_bytes()), ("package.json", package_json.as_bytes()), ("index.js", HONEST.as_bytes())];
    let path = desk.file("project/server.mcpb", zip(&files));
    let report = judged(&desk, &market, &path);
    assert_eq!(purls(&report), [""; 0]);
    assert!(notes(&report).contains(&"a bundle is run as it is: an installation brings nothing but what lies in it"));
}

/// An index with wheels of one module each, by name, version and what is asked for.
fn index(wheels: &[(&str, &str, &[&str])]) -> Server {
    let server = Server::start();
    for (name, version, requirements) in wheels {
        let requires: String = requirements.iter().map(|text| format!("Requires-Dist: {text}\n")).collect();
        let metadata = format!("Metadata-Version: 2.1\nName: {name}\nVersion: {version}\n{requires}\nDoes one thing.\n");
        let folder = format!("{name}-{version}.dist-info");
        let (about, tags) = (format!("{folder}/METADATA"), format!("{folder}/WHEEL"));
        let module = format!("{name}/__init__.py");
        let files: [(&str, &[u8]); 3] = [
            (&module, b"def add(a, b):\n    return a + b\n"),
            (&about, metadata.as_bytes()),
            (&tags, b"Wheel-Version: 1.0\nTag: py3-none-any\n"),
        ];
        let (wheel, bytes) = (format!("{name}-{version}-py3-none-any.whl"), zip(&files));
        let digest = mcpscan::model::Sha256::of(&bytes).to_string();
        let file = json!({"filename": wheel, "url": format!("/files/{wheel}"), "hashes": {"sha256": digest}, "size": bytes.len()});
        let page = json!({"meta": {"api-version": "1.0"}, "name": name, "files": [file]}).to_string();
        server.route(&format!("/simple/{name}/"), [Answer::new(200, "application/vnd.pypi.simple.v1+json", page)]);
        server.route(&format!("/files/{wheel}"), [Answer::file(bytes)]);
    }
    server
}

fn judged_for_python(desk: &Desk, index: &Server, path: &str) -> Value {
    desk.json(&["scan", path, "--deps", "all", "--python", "3.12", "--index-url", &index.url("/simple")])
}

#[test]
fn a_python_project_is_judged_with_what_it_brings_in_each_of_its_forms() {
    let desk = Desk::new();
    let index = index(&[("first", "1.5", &["second>=1"]), ("second", "1.0", &[])]);
    let code = "import first\n\ndef run():\n    return first.add(1, 2)\n";
    let both = ["pkg:pypi/first@1.5", "pkg:pypi/second@1.0"];
    for (form, file, text) in [
        (
            "standard",
            "pyproject.toml",
            "[project]\nname = 'own'\nversion = '1'\ndependencies = ['first>=1,<2', 'third; os_name == \"nt\"']\n",
        ),
        (
            "poetry",
            "pyproject.toml",
            "[tool.poetry]\nname = 'own'\nversion = '1'\n[tool.poetry.dependencies]\npython = '^3.9'\nfirst = '^1.2'\n",
        ),
        ("setup", "setup.cfg", "[metadata]\nname = own\nversion = 1\n[options]\ninstall_requires = first\n"),
        ("list", "requirements.txt", "first\n"),
    ] {
        desk.file(&format!("project/{form}/own.py"), code);
        desk.file(&format!("project/{form}/{file}"), text);
        let report = judged_for_python(&desk, &index, &desk.arg(&format!("project/{form}")));
        assert_eq!((purls(&report), &report["dependencies"]["failed"]), (both.to_vec(), &json!([])), "{form}");
        let missing = &report["dependencies"]["installation"]["missing"];
        assert_eq!((&report["verdict"], missing), (&json!("pass"), &json!([])), "{form}: {}", report["summary"]);
    }
    let about = "Metadata-Version: 2.1\nName: own\nVersion: 1.0\nRequires-Dist: first\n\nDoes one thing.\n";
    let files: [(&str, &[u8]); 3] = [
        ("own.py", code.as_bytes()),
        ("own-1.0.dist-info/METADATA", about.as_bytes()),
        ("own-1.0.dist-info/WHEEL", b"Wheel-Version: 1.0\n"),
    ];
    let wheel = desk.file("project/own-1.0-py3-none-any.whl", zip(&files));
    assert_eq!(purls(&judged_for_python(&desk, &index, &wheel)), both);
}

#[test]
fn a_list_with_digests_is_a_lock_file() {
    let desk = Desk::new();
    let index = index(&[("first", "1.5", &["second>=1"]), ("second", "1.0", &[])]);
    desk.file("project/own/own.py", "import first\n\ndef run():\n    return first.add(1, 2)\n");
    desk.file("project/own/pyproject.toml", "[project]\nname = 'own'\nversion = '1'\ndependencies = ['first']\n");
    let report = judged_for_python(&desk, &index, &desk.arg("project/own"));
    assert_eq!((purls(&report).len(), notes(&report)), (2, Vec::new()));
    let digest = "0".repeat(64);
    desk.file("project/own/requirements.txt", format!("first==1.5 --hash=sha256:{digest}\nsecond==1.0 --hash=sha256:{digest}\n"));
    let report = judged_for_python(&desk, &index, &desk.arg("project/own"));
    assert!(notes(&report).iter().any(|note| note.starts_with("`requirements.txt` decides")), "{:?}", notes(&report));
    assert_eq!((&report["verdict"], purls(&report).len()), (&json!("review"), 0), "these are other files than the index has");
}

#[test]
fn a_project_of_both_kinds_brings_both() {
    let (desk, market) = (Desk::new(), market());
    let index = index(&[("first", "1.5", &[])]);
    let path = folder(&desk, json!({"overrides": {"below": "2.0.0"}}));
    desk.file("project/server/pyproject.toml", "[project]\nname = 'server'\nversion = '1'\ndependencies = ['first']\n");
    let (registry, index) = (market.server.url("/"), index.url("/simple"));
    let report = desk.json(&["scan", &path, "--deps", "all", "--python", "3.12", "--registry", &registry, "--index-url", &index]);
    assert_eq!(purls(&report), ["pkg:npm/below@2.0.0", "pkg:npm/middle@1.2.0", "pkg:pypi/first@1.5"]);
}

#[test]
fn without_a_network_what_was_found_out_before_is_told_again() {
    let (desk, market) = (Desk::new(), market());
    let path = folder(&desk, json!({}));
    let first = judged(&desk, &market, &path);
    let url = market.server.url("/");
    let again = desk.json(&["scan", &path, "--deps", "all", "--registry", &url, "--offline"]);
    assert_eq!(again, first);
    folder(&desk, json!({"dependencies": {"tool": "1"}}));
    desk.run(&["scan", &path, "--deps", "all", "--registry", &url, "--offline"]).says("server@0.1.0", "");
}

#[test]
fn extras_and_groups_come_along_where_they_are_chosen() {
    let desk = Desk::new();
    let index = index(&[("first", "1.5", &[]), ("second", "1.0", &[])]);
    desk.file("project/own/own.py", "import first\n\ndef run():\n    return first.add(1, 2)\n");
    let pyproject = "[project]\nname = 'own'\nversion = '1'\ndependencies = ['first']\n[project.optional-dependencies]\ncli = ['second']\n";
    desk.file("project/own/pyproject.toml", pyproject);
    let (path, url) = (desk.arg("project/own"), index.url("/simple"));
    let with = |more: &[&str]| {
        desk.run(&[&["scan", &path, "--deps", "all", "--python", "3.12", "--index-url", &url, "--format", "json"], more].concat())
    };
    assert_eq!(purls(&with(&[]).json()), ["pkg:pypi/first@1.5"]);
    assert_eq!(purls(&with(&["--extra", "CLI"]).json()), ["pkg:pypi/first@1.5", "pkg:pypi/second@1.0"]);
    with(&["--extra", "gui"]).says("no lock file, has no extra `gui`", "--extra NAME");
    with(&["--group", "dev"]).says("no lock file, has no group `dev`", "--group NAME");
    desk.run(&["scan", &path, "--extra", "cli"]).says("--extra chooses among what comes along", "--deps all");
    let lock = desk.file("project/requirements.txt", "first==1.5\n");
    desk.run(&["lock", &lock, "--group", "dev"]).says("requirements.txt has no group `dev`", "--group NAME");
}

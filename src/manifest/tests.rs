mod hostile;

use super::*;
use crate::model::File;

/// A tree of files given by path and text.
pub(super) fn tree(files: &[(&str, &str)]) -> Tree {
    let file = |(path, text): &(&str, &str)| File { path: RelPath::new(path).unwrap(), bytes: text.as_bytes().to_vec(), executable: false };
    Tree::new(files.iter().map(file).collect(), Vec::new())
}

fn env_names(manifest: &Manifest) -> Vec<&str> {
    let mut names: Vec<&str> = manifest.declared.env.iter().map(|mention| mention.name.as_str()).collect();
    names.dedup();
    names
}

/// `host kind`, sorted, each once.
fn hosts_with_kind(manifest: &Manifest) -> Vec<String> {
    let mut hosts: Vec<String> = manifest.declared.hosts.iter().map(|mention| format!("{} {:?}", mention.host, mention.kind)).collect();
    hosts.sort();
    hosts.dedup();
    hosts
}

fn server_name(manifest: &Manifest) -> Option<&str> {
    manifest.mcp_name.as_ref().map(|claimed| claimed.name.as_str())
}

fn entries(manifest: &Manifest) -> Vec<String> {
    let line = |entry: &Entry| {
        let missing = if entry.missing { " MISSING" } else { "" };
        let function = entry.function.as_deref().map(|function| format!(":{function}")).unwrap_or_default();
        format!("{:?} {}{function} ({}) line {}{missing}", entry.kind, entry.path, entry.name, entry.named_at.start_line)
    };
    manifest.entries.iter().map(line).collect()
}

#[test]
fn package_json_names_its_entries_as_node_and_npm_resolve_them() {
    let package = r#"{
  "name": "@acme/server", "version": "1.2.3", "type": "module", "license": "MIT", "mcpName": "io.github.acme/server",
  "bin": { "acme": "./dist/cli.js", "gone": "dist/gone" },
  "main": "lib", "browser": {"./lib/index.js": "./lib/web.js"},
  "exports": {
    ".": { "types": "./lib/index.d.ts", "import": "./lib/index.mjs", "require": ["./lib/index.js"] },
    "./tools/*": "./dist/tools/*.js"
  },
  "scripts": {
    "build": "tsc && node scripts/build.mjs",
    "postinstall": "node -e \"require('./scripts/hello')\" && npm run -s setup",
    "setup": "cross-env A=1 node --no-warnings ./scripts/missing.js; sh ./fetch.sh",
    "prepare": "husky"
  },
  "dependencies": {"zod": "^3", "opt": "1"}, "optionalDependencies": {"opt": "2"}, "bundledDependencies": ["zod"],
  "homepage": "https://acme.example/mcp#readme", "repository": "github:acme/server",
  "bugs": {"email": "bugs@acme.example"}, "author": "A <a@mail.acme.example> (https://a.example)"
}"#;
    let manifest = read(&tree(&[
        ("package.json", package),
        ("dist/cli.js", ""),
        ("dist/tools/a.js", ""),
        ("dist/tools/b.d.ts", ""),
        ("lib/index.js", ""),
        ("lib/index.mjs", ""),
        ("lib/web.js", ""),
        ("scripts/hello.js", ""),
        ("scripts/build.mjs", ""),
        ("fetch.sh", ""),
    ]));
    insta::assert_snapshot!(entries(&manifest).join("\n"), @r#"
    Bin dist/cli.js (acme) line 3
    Bin dist/gone (gone) line 3 MISSING
    Main lib/index.js (main) line 4
    Main lib/web.js (browser) line 4
    Export dist/tools/a.js (./tools/*) line 7
    Export lib/index.js (.) line 6
    Export lib/index.mjs (.) line 6
    InstallHook fetch.sh (setup) line 12
    InstallHook scripts/hello.js (postinstall) line 11
    InstallHook scripts/missing.js (setup) line 12 MISSING
    Script scripts/build.mjs (build) line 10
    "#);
    let triggers: Vec<(&str, Trigger)> = manifest.scripts.iter().map(|script| (script.name.as_str(), script.trigger)).collect();
    assert_eq!(
        triggers,
        [("build", Trigger::Demand), ("postinstall", Trigger::Install), ("setup", Trigger::Install), ("prepare", Trigger::GitInstall)]
    );
    assert_eq!(manifest.dependencies, [("opt".to_owned(), "2".to_owned()), ("zod".into(), "^3".into())]);
    assert_eq!((manifest.module_type, server_name(&manifest)), (ModuleType::Module, Some("io.github.acme/server")));
    insta::assert_snapshot!(hosts_with_kind(&manifest).join("\n"), @r#"
    a.example Metadata
    acme.example Email
    acme.example Metadata
    github.com Metadata
    mail.acme.example Email
    "#);
}

#[test]
fn a_binding_gyp_is_an_install_hook_unless_the_package_says_otherwise() {
    let hooks = |package: &str| entries(&read(&tree(&[("package.json", package), ("binding.gyp", "{}")])));
    assert_eq!(hooks(r#"{"name":"a"}"#), ["InstallHook binding.gyp (install) line 1"]);
    assert_eq!(hooks(r#"{"name":"a","gypfile":false}"#), Vec::<String>::new());
    assert_eq!(hooks(r#"{"name":"a","scripts":{"install":"true"}}"#), Vec::<String>::new());
}

#[test]
fn a_wheel_names_its_console_scripts_and_what_runs_by_its_place() {
    let metadata = "Metadata-Version: 2.4\nName: Acme_MCP\nVersion: 1.0\nLicense-Expression: MIT\n\
        Requires-Dist: httpx>=0.27\nRequires-Dist: pytest; extra == 'dev'\n\
        Project-URL: Homepage, https://acme.example/\nAuthor-email: A <a@acme.example>\n\n# Acme\n\nmcp-name: io.github.acme/mcp\n\nSet `ACME_TOKEN`.\n";
    let manifest = read(&tree(&[
        ("acme_mcp-1.0.dist-info/METADATA", metadata),
        (
            "acme_mcp-1.0.dist-info/entry_points.txt",
            "[console_scripts]\nacme = acme_mcp.server:main\ngone=acme_mcp.gone:run\n\n[pytest11]\nx = acme_mcp",
        ),
        ("acme_mcp-1.0.data/scripts/acme-tool", "#!python"),
        ("acme_mcp/__init__.py", ""),
        ("acme_mcp/__main__.py", ""),
        ("acme_mcp/server/__init__.py", ""),
        ("acme.pth", "import acme_mcp"),
        ("setup.py", ""),
    ]));
    insta::assert_snapshot!(entries(&manifest).join("\n"), @r#"
    Bin acme_mcp-1.0.data/scripts/acme-tool (acme-tool) line 1
    ConsoleScript acme_mcp/gone.py:run (gone) line 3 MISSING
    ConsoleScript acme_mcp/server/__init__.py:main (acme) line 2
    Module acme_mcp/__init__.py (acme_mcp) line 1
    Module acme_mcp/__main__.py () line 1
    Module setup.py (setup) line 1
    Plugin acme_mcp/__init__.py (pytest11) line 6
    Startup acme.pth () line 1
    "#);
    assert_eq!(manifest.dependencies, [("httpx".to_owned(), ">=0.27".to_owned())]);
    assert_eq!((manifest.name.as_deref(), manifest.ecosystem), (Some("Acme_MCP"), Registry::Pypi));
    assert_eq!(server_name(&manifest), Some("io.github.acme/mcp"));
    assert_eq!(manifest.mcp_name.as_ref().map(|claimed| claimed.location.start_line), Some(12));
    let token = manifest.declared.env_named("ACME_TOKEN").unwrap();
    assert_eq!((token.location.start_line, token.location.path.as_str()), (14, "acme_mcp-1.0.dist-info/METADATA"));
    assert_eq!(hosts_with_kind(&manifest), ["acme.example Email", "acme.example Metadata"]);
}

#[test]
fn a_source_distribution_names_its_build_hooks_and_finds_modules_below_src() {
    let project = r#"
[build-system]
requires = []
build-backend = "backend"
backend-path = ["tools"]
[project]
name = "acme"
version = "2"
dependencies = ["mcp>=1"]
scripts = { acme = "acme.cli:app" }
[project.urls]
Docs = "https://docs.acme.example"
[tool.hatch.build.hooks.custom]
path = "build_hook.py"
"#;
    let manifest = read(&tree(&[
        ("pyproject.toml", project),
        ("setup.py", "setup()"),
        ("setup.cfg", "[options.entry_points]\nconsole_scripts =\n    acme2 = acme.cli:main\n"),
        ("src/acme/__init__.py", ""),
        ("src/acme/cli.py", ""),
        ("tools/backend.py", ""),
    ]));
    insta::assert_snapshot!(entries(&manifest).join("\n"), @r#"
    InstallHook build_hook.py (hatch build hook) line 13 MISSING
    InstallHook setup.py (setup.py) line 1
    InstallHook tools/backend.py (build-backend) line 4
    ConsoleScript src/acme/cli.py:app (acme) line 10
    ConsoleScript src/acme/cli.py:main (acme2) line 2
    Module src/acme/__init__.py (acme) line 1
    Module src/acme/cli.py (src/acme/cli.py) line 1
    "#);
    assert_eq!(manifest.build_backend, Some(BuildBackend { name: "backend".into(), in_tree: true }));
    assert_eq!(hosts_with_kind(&manifest), ["docs.acme.example Metadata"]);
}

#[test]
fn whatever_a_distribution_installs_can_be_imported() {
    let modules = |files: &[(&str, &str)]| {
        let manifest = read(&tree(files));
        let found = manifest.entries.into_iter().filter(|entry| entry.kind == EntryKind::Module);
        found.map(|entry| entry.path.to_string()).collect::<Vec<_>>().join(" ")
    };
    let listed = ("setup.py", "setup(name='a', py_modules=['ctx'])");
    assert_eq!(modules(&[listed, ("ctx.py", ""), ("tool.py", "")]), "ctx.py", "what is listed, and nothing else");
    assert_eq!(modules(&[listed, ("src/ctx.py", "")]), "src/ctx.py");
    assert_eq!(modules(&[("setup.cfg", "[options]\npy_modules =\n    ctx\n"), ("setup.py", "setup()"), ("ctx.py", "")]), "ctx.py");
    assert_eq!(
        modules(&[("pyproject.toml", "[tool.setuptools]\npy-modules = ['ctx']\n"), ("setup.py", "setup()"), ("ctx.py", "")]),
        "ctx.py"
    );
    assert_eq!(
        modules(&[("pyproject.toml", "[project]\nname = 'one-file'\n"), ("pkg/__init__.py", "from . import a"), ("one_file.py", "")]),
        "one_file.py pkg/__init__.py"
    );
    assert_eq!(modules(&[("setup.py", "setup(py_modules=MODULES)"), ("ctx.py", ""), ("conftest.py", "")]), "ctx.py");
    assert_eq!(modules(&[("setup.py", "setup(packages=['acme'])"), ("acme/core.py", ""), ("tests/a.py", "")]), "acme/core.py");
    assert_eq!(
        modules(&[("setup.py", "setup(packages=['acme'])"), ("acme/__init__.py", "import os"), ("acme/core.py", "")]),
        "acme/__init__.py acme/core.py"
    );
    assert_eq!(
        modules(&[
            ("setup.py", "setup(packages=['acme'])"),
            ("acme/__init__.py", "from .core import run"),
            ("acme/core.py", ""),
            ("acme/more.py", "")
        ]),
        "acme/__init__.py"
    );
    let wheel = ("a-1.dist-info/METADATA", "Name: a\nVersion: 1\n");
    assert_eq!(
        modules(&[wheel, ("acme/cloud/__init__.py", ""), ("acme/cloud/deep/__init__.py", ""), ("acme/plain.py", "")]),
        "acme/cloud/__init__.py acme/plain.py"
    );
}

#[test]
fn readmes_declare_variables_in_every_form() {
    let readme = r#"
Set ACME_TOKEN (see `ACME\_REGION`), or `PORT`; use GET and `POST`, MD5 and CODE_OF_CONDUCT.md. `https_proxy` works.

```json
{ "mcpServers": { "acme": { "command": "npx", "args": ["-y"],
  "env": { "acme_lower": "1", "ACME_MODE": "READ_ONLY", ... // more
    "LAST": "YOUR_KEY_HERE" } } } }
```

    claude mcp add acme -e CLI_KEY=v --env CLI2=v -- npx acme
    docker run -i -e DOCKER1 --env=DOCKER2 acme
    "args": ["run", "-e", "DOCKER3", "acme"]

| Variable | Default |
|---|---|
| TIMEOUT | `FAST` |

```sh
export Mixed_Case=1
DEBUG=1 PATHLIKE=2 npx acme --url "https://x.example/?NOT_ME=1" $EXPANDED ${BRACED:-x} %WINDOWS%
$env:POWERSHELL = "x"
```
```toml
[mcp_servers.acme.env]
TOML_KEY = "x"
list = [{"name": "LISTED_KEY"}]
```
```yaml
environment:
  - COMPOSE_KEY
  - COMPOSE=1
```
"#;
    let manifest = read(&tree(&[("docs/README.md", readme), ("node_modules/x/README.md", "`OTHERS_KEY`")]));
    insta::assert_snapshot!(env_names(&manifest).join(" "), @"ACME_MODE ACME_REGION ACME_TOKEN BRACED CLI2 CLI_KEY COMPOSE COMPOSE_KEY DEBUG DOCKER1 DOCKER2 DOCKER3 EXPANDED LAST LISTED_KEY Mixed_Case PATHLIKE PORT POWERSHELL TIMEOUT TOML_KEY WINDOWS acme_lower https_proxy");
    assert_eq!(manifest.declared.env_named("HTTPS_PROXY").unwrap().name, "https_proxy");
    assert_eq!(manifest.declared.env_named("acme_token"), None);
}

#[test]
fn hosts_come_with_the_way_they_are_mentioned() {
    let readme = r#"# Acme
[![npm](https://img.badge.test.acme.com/x.svg)](https://www.target.com/acme) and <https://auto.acme.io>
Talks to api.acme.com and `*.cdn.acme.net`, to https://<tenant>.acme.dev/v1 and to https://API.Shout.com:8443/x.
<img src="https://image.acme.com/a.png"> <a href='https://link.acme.com'>x</a> [ref]: no
[ref]: https://reference.acme.com
Mail help@mail.acme.com, clone git@code.acme.com:acme/x.git.
Not hosts: index.js README.md node.js package.json user.name server.run main.py foo.test.ts io.github.acme @acme/x.io v1.2.io.js e.g. console.log
Not public: http://localhost:3000 http://127.0.0.1/ http://10.0.0.1 https://example.com https://api.example.org http://redis:6379 http://[::1]/
```json
{"ACME_URL": "https://config.acme.com", "HOST": "bare.acme.com", "IP": "http://192.0.2.7:80/"}
```
"#;
    let manifest = read(&tree(&[("README.md", readme)]));
    insta::assert_snapshot!(hosts_with_kind(&manifest).join("\n"), @r#"
    192.0.2.7 Config
    acme.dev Prose
    api.acme.com Prose
    api.shout.com Prose
    auto.acme.io Prose
    bare.acme.com Config
    cdn.acme.net Prose
    code.acme.com Prose
    config.acme.com Config
    image.acme.com Image
    img.badge.test.acme.com Image
    link.acme.com Link
    mail.acme.com Email
    reference.acme.com Link
    www.target.com Link
    "#);
    let line = |host: &str| manifest.declared.hosts.iter().find(|mention| mention.host == host).unwrap().location.start_line;
    assert_eq!((line("www.target.com"), line("bare.acme.com")), (2, 10));
}

#[test]
fn the_server_json_that_lies_highest_is_the_package_s_own() {
    let server = |name: &str| format!(r#"{{"name":"io.github.acme/{name}","packages":[{{"registryType":"npm","identifier":"{name}"}}]}}"#);
    let manifest = read(&tree(&[("a/server.json", &server("x")), ("server.json", &server("y")), ("z/server.json", "{\"port\": 1}")]));
    assert_eq!(manifest.server_json.unwrap().as_str(), "server.json");
    assert_eq!(manifest.servers.len(), 2);
    assert_eq!(manifest.mcp_name, None, "a document is not the package's word");
}

#[test]
fn the_mark_of_the_mcp_registry_is_read_where_the_registry_looks_for_it() {
    let claimed = |path: &str, body: &str| server_name(&read(&tree(&[(path, body)]))).map(str::to_owned);
    assert_eq!(claimed("README.md", "<!-- mcp-name: io.github.acme/x -->").as_deref(), Some("io.github.acme/x"));
    assert_eq!(claimed("README.md", "<!--mcp-name: io.github.acme/x-->").as_deref(), Some("io.github.acme/x"));
    assert_eq!(claimed("docs/publishing.md", "mcp-name: io.github.acme/x"), None);
    assert_eq!(claimed("docs/README.md", "mcp-name: io.github.acme/x"), None);
}

#[test]
fn a_bundle_names_its_program_variables_and_tools() {
    let bundle = r#"{ "mcpb_version": "0.1", "name": "acme", "version": "1.0.0",
  "server": { "type": "node", "entry_point": "server/index.js",
    "mcp_config": { "command": "node", "args": ["${__dirname}/server/index.js", "${__dirname}/server/x.js"],
      "env": { "ACME_KEY": "${user_config.acme_key}" }, "platform_overrides": { "win32": { "env": { "WIN_KEY": "" } } } } },
  "tools": [ { "name": "search", "description": "Searches" }, 5 ],
  "privacy_policies": ["https://privacy.acme.example"], "user_config": { "acme_key": { "sensitive": true } } }"#;
    let manifest = read(&tree(&[("manifest.json", bundle), ("server/index.js", ""), ("server/x.js", "")]));
    assert_eq!(entries(&manifest), ["Bin server/index.js (acme) line 2", "Bin server/x.js (acme) line 3"]);
    assert_eq!(env_names(&manifest), ["ACME_KEY", "WIN_KEY"]);
    assert_eq!((manifest.tools.len(), manifest.tools[0].name.as_str(), manifest.tools[0].location.start_line), (1, "search", 5));
    assert_eq!(hosts_with_kind(&manifest), ["privacy.acme.example Metadata"]);
    assert_eq!(read(&tree(&[("manifest.json", r#"{"manifest_version":3,"homepage":"https://x.example"}"#)])).name, None);
}

#[test]
fn examples_of_settings_declare() {
    let smithery =
        "startCommand:\n  type: stdio\n  commandFunction: |-\n    (config) => ({ command: 'node', env: { ACME: config.key, lower: 1 } })\n";
    let dot_env = "# needed\nACME_A=\n#OPTIONAL=1\nexport third=x # see https://keys.acme.example\nnot a line\n";
    let manifest = read(&tree(&[
        ("smithery.yaml", smithery),
        (".env.example", dot_env),
        ("Dockerfile", "FROM x\nENV DOCK_A=1 DOCKB=2\nENV PLAIN value words\nARG BUILD\nRUN set -e"),
        ("glama.json", r#"{"environmentVariables":{"type":"object","properties":{"GLAMA_KEY":{"type":"string"}}}}"#),
        ("mcp.json", r#"{"mcpServers":{"x":{"env":{"CLIENT_KEY":"1"}}}}"#),
        ("plugin.json", r#"{"env":{"NOT_A_SERVER":"1"}}"#),
        (".env", "USED_KEY=1"),
    ]));
    insta::assert_snapshot!(env_names(&manifest).join(" "), @"ACME ACME_A BUILD CLIENT_KEY DOCKB DOCK_A GLAMA_KEY OPTIONAL PLAIN lower third");
    assert_eq!(hosts_with_kind(&manifest), ["keys.acme.example Config"]);
}

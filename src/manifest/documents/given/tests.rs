//! Each kind of document that may be handed over, and what it declares.

use super::*;
use crate::model::Registry;

/// Variables and hosts, or that it was not understood.
fn said(name: &str, text: &str) -> String {
    let mut manifest = Manifest::default();
    let own = Identity { registry: Registry::Npm, name: "@acme/server".to_owned() };
    let document = GivenDocument { name: name.to_owned(), text: text.to_owned() };
    let Some(path) = given(&document, Some(&own), &mut manifest) else { return "not understood".to_owned() };
    let env = manifest.declared.env.iter().map(|mention| format!("{}:{}", mention.name, mention.location.start_line));
    let hosts =
        manifest.declared.hosts.iter().map(|mention| format!("{}:{} {:?}", mention.host, mention.location.start_line, mention.kind));
    let tools = manifest.tools.iter().map(|tool| tool.name.clone());
    let line = |all: Vec<String>| all.join(" ");
    format!("{path}\n{}\n{}\n{}", line(env.collect()), hosts.collect::<Vec<_>>().join(", "), line(tools.collect()))
}

#[test]
fn docker_s_catalogue_names_hosts_secrets_and_variables() {
    let server = "name: acme\nimage: mcp/acme\ntype: server\nmeta:\n  category: devops\nabout:\n  title: Acme\n  icon: https://pictures.acme.example/1\n\
source:\n  project: https://code.acme.example/mcp\nrun:\n  env:\n    ACME_URL: '{{acme.url}}'\n  allowHosts:\n    - api.acme.example:443\n    - '*.cdn-acme.example:443'\n\
config:\n  description: Set up\n  secrets:\n    - name: acme.api_key\n      env: ACME_API_KEY\n      example: <KEY>\n  env:\n    - name: ACME_REGION\n      example: eu\n      value: '{{acme.region}}'\n\
  parameters:\n    type: object\n    properties:\n      region:\n        type: string\n";
    insta::assert_snapshot!(said("server.yaml", server), @r##"
declared/server.yaml
ACME_API_KEY:20 ACME_REGION:24 ACME_URL:13
api.acme.example:15 Config, cdn-acme.example:16 Config, code.acme.example:10 Metadata
"##);
    let tools = r#"[{"name": "search", "description": "Searches", "arguments": [{"name": "QUERY", "type": "string", "desc": "x"}]}, {"name": "get"}]"#;
    assert_eq!(said("tools.json", "[]\n"), "declared/tools.json\n\n\n");
    insta::assert_snapshot!(said("tools.json", tools), @r##"
declared/tools.json


search get
"##);
}

#[test]
fn tool_hive_s_and_dockyard_s_specifications_name_hosts_and_variables() {
    let spec = "image: images.acme.example/mcp:1.0\ntransport: stdio\ntier: Community\ntools:\n  - search\n  - get\n\
env_vars:\n  - name: ACME_TOKEN\n    description: see https://docs.acme.example\n    required: true\n    secret: true\n\
permissions:\n  network:\n    outbound:\n      allow_host:\n        - .acme.example\n        - api.acme.example\n      allow_port:\n        - 443\n";
    insta::assert_snapshot!(said("spec.yaml", spec), @r##"
declared/spec.yaml
ACME_TOKEN:8
acme.example:16 Config, api.acme.example:17 Config, docs.acme.example:9 Metadata
search get
"##);
    let dockyard = "metadata:\n  name: acme\n  protocol: npx\nspec:\n  package: \"@acme/server\"\n  version: 1.2.3\n\
provenance:\n  repository_uri: https://code.acme.example/mcp\n  sigstore_url: https://seals.acme.example\nsecurity:\n  mock_env:\n    - name: ACME_TOKEN\n      value: x\n";
    insta::assert_snapshot!(said("spec.yaml", dockyard), @r##"
declared/spec.yaml
ACME_TOKEN:12
code.acme.example:8 Metadata
"##);
}

#[test]
fn bundles_and_server_json_declare_as_shipped_ones_do() {
    let bundle = r#"{"name": "acme", "server": {"entry_point": "index.js", "mcp_config": {"env": {"ACME_KEY": "x"}}}, "homepage": "https://acme.example"}"#;
    insta::assert_snapshot!(said("manifest.json", bundle), @r##"
declared/manifest.json
ACME_KEY:1
acme.example:1 Metadata
"##);
    let of = |name: &str| {
        format!(
            r#"{{"server": {{"name": "io.github.acme/server", "packages": [
 {{"registryType": "npm", "identifier": "{name}", "environmentVariables": [{{"name": "ONE"}}]}},
 {{"registryType": "npm", "identifier": "other", "environmentVariables": [{{"name": "TWO"}}]}}]}}, "_meta": {{}}}}"#
        )
    };
    insta::assert_snapshot!(said("server.json", &of("@acme/server")), @r##"
declared/server.json
ONE:2
"##);
    insta::assert_snapshot!(said("anything.json", &of("another")), @r##"
declared/anything.json
ONE:2 TWO:3
"##);
}

#[test]
fn of_a_configuration_in_use_only_the_servers_of_this_package_count() {
    let json = r#"{ // mine
  "mcpServers": {
    "a": {"command": "npx", "args": ["-y", "@acme/server@1.2.3"], "env": {"ACME_TOKEN": "x", "ACME_URL": "https://api.acme.example"}},
    "b": {"command": "npx", "args": ["-y", "@acme/server-other"], "env": {"OTHER_TOKEN": "x"}},
    "c": {"url": "https://mcp.other.example", "env": {"THIRD_TOKEN": "x"}}}}"#;
    insta::assert_snapshot!(said("claude_desktop_config.json", json), @r##"
declared/claude_desktop_config.json
ACME_TOKEN:3 ACME_URL:3
api.acme.example:3 Config
"##);
    insta::assert_snapshot!(said("mcp.json", r#"{"servers": {"x": {"command": "node", "args": ["i.js"], "env": {"ONLY_ONE": ""}}}}"#), @r##"
declared/mcp.json
ONLY_ONE:1
"##);
    let goose = "extensions:\n  acme:\n    cmd: npx\n    args: ['-y', '@acme/server']\n    envs:\n      ACME_TOKEN: x\n";
    insta::assert_snapshot!(said("config.yaml", goose), @r##"
declared/config.yaml
ACME_TOKEN:6
"##);
    let codex = "[mcp_servers.acme]\ncommand = \"npx\"\n\n[mcp_servers.acme.env]\nACME_TOKEN = \"x\"\n";
    insta::assert_snapshot!(said("config.toml", codex), @r##"
declared/config.toml
ACME_TOKEN:5 ACME_TOKEN:5
"##);
}

#[test]
fn texts_for_people_and_examples_of_settings_declare() {
    insta::assert_snapshot!(said("NOTES.md", "# It talks to https://api.acme.example\n\nSet `ACME_TOKEN`.\n\nmcp-name: io.github.acme/x\n"), @r##"
declared/NOTES.md
ACME_TOKEN:3
api.acme.example:1 Prose
"##);
    insta::assert_snapshot!(said("../of/mine/.env.example", "ACME_TOKEN=\n"), @r##"
declared/.env.example
ACME_TOKEN:1
"##);
    let smithery = "startCommand:\n  type: stdio\n  configSchema:\n    properties: {}\n  commandFunction: |-\n    (config) => ({ env: { ACME_TOKEN: config.t } })\n";
    insta::assert_snapshot!(said("smithery.yaml", smithery), @r##"
declared/smithery.yaml
ACME_TOKEN:6 ACME_TOKEN:6
"##);
}

#[test]
fn what_is_none_of_these_is_not_understood() {
    let strangers = [
        ("values.yaml", "replicas: 2\nimage: x\n"),
        ("broken.yaml", "run: {allowHosts: [\n"),
        ("empty.yaml", ""),
        ("package.json", r#"{"name": "acme", "version": "1.0.0"}"#),
        ("list.json", "[1, 2]"),
        ("empty.json", "[]"),
        ("Cargo.toml", "[package]\nname = \"x\"\n"),
        ("image.png", "\u{fffd}PNG\0"),
        ("index.js", "process.env.X"),
        ("..", "x"),
        ("", ""),
    ];
    for (name, text) in strangers {
        assert_eq!(said(name, text), "not understood", "{name}");
    }
}

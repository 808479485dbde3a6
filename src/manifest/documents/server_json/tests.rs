//! One document of each generation of the schema, and what is read from it.

use super::*;
use crate::manifest::json;
use crate::model::{Registry, RelPath};

/// Everything that one document says: the name, the packages, the variables and the hosts.
fn said(body: &str, own: Option<(Registry, &str)>) -> String {
    let text = Text::new(RelPath::new("server.json").unwrap(), body.to_owned(), 1);
    let root = json::parse(&text.body);
    let mut manifest = Manifest::default();
    match own {
        Some((registry, name)) => listed(&text, &root, &Identity { registry, name: name.to_owned() }, &mut manifest),
        None => read(&text, &root, &mut manifest),
    }
    manifest.tidy();
    let server = manifest.servers.pop().expect("it is a server.json");
    let packages = server
        .packages
        .iter()
        .map(|package| format!("{} {} {}", package.registry, package.identifier, package.version.as_deref().unwrap_or("-")));
    let env = manifest.declared.env.iter().map(|mention| format!("{}:{}", mention.name, mention.location.start_line));
    let hosts = manifest.declared.hosts.iter().map(|mention| format!("{} {:?}", mention.host, mention.kind));
    let joined = |all: &mut dyn Iterator<Item = String>| all.collect::<Vec<_>>().join(", ");
    format!(
        "{}\n{}\n{}\n{}",
        server.name.unwrap_or_default(),
        joined(&mut packages.into_iter()),
        joined(&mut env.into_iter()),
        joined(&mut hosts.into_iter())
    )
}

#[test]
fn the_first_drafts_said_registry_name() {
    let body = r#"{ "name": "io.github.acme/files", "description": "Files", "repository": {"url": "https://code.acme.example/files", "source": "x"},
 "version_detail": {"version": "0.1.0"},
 "packages": [{ "registry_name": "npm", "name": "@acme/files", "version": "0.1.0",
   "runtime_hint": "npx", "environment_variables": [
     { "name": "ACME_LEVEL", "description": "one of", "is_required": false, "choices": ["low", "HIGH_LEVEL"] }] }],
 "remotes": [{ "transport_type": "sse", "url": "https://sse.acme.example/mcp" }] }"#;
    insta::assert_snapshot!(said(body, None), @r##"
io.github.acme/files
npm @acme/files 0.1.0
ACME_LEVEL:5
code.acme.example Metadata, sse.acme.example Config
"##);
}

#[test]
fn the_schema_of_2025_07_09_writes_with_underscores() {
    let body = r#"{ "$schema": "https://static.schema.example/2025-07-09/server.schema.json", "name": "io.github.acme/files", "status": "active",
 "website_url": "https://www.acme.example",
 "packages": [{ "registry_type": "pypi", "registry_base_url": "https://index.acme.example", "identifier": "acme-files", "version": "1.0.2",
   "transport": { "type": "stdio" }, "runtime_hint": "uvx",
   "runtime_arguments": [{ "type": "named", "name": "--python", "value": "3.12" }],
   "package_arguments": [{ "type": "positional", "value_hint": "target_dir", "default": "/tmp" }],
   "environment_variables": [
     { "name": "ACME_TOKEN", "is_secret": true, "is_required": true }] },
  { "registry_type": "oci", "registry_base_url": "https://images.acme.example", "identifier": "acme/files", "version": "1.0.2",
   "runtime_arguments": [{ "type": "named", "name": "-e", "value": "ACME_IN_DOCKER={token}",
     "variables": { "token": { "is_secret": true } } }] }] }"#;
    insta::assert_snapshot!(said(body, None), @r##"
io.github.acme/files
pypi acme-files 1.0.2, oci acme/files 1.0.2
ACME_IN_DOCKER:10, ACME_TOKEN:8
www.acme.example Metadata
"##);
}

#[test]
fn the_schema_of_2025_09_16_writes_in_camel_case() {
    let body = r#"{ "$schema": "https://static.schema.example/2025-09-16/server.schema.json", "name": "io.github.acme/files", "version": "1.1.0",
 "websiteUrl": "https://www.acme.example",
 "packages": [{ "registryType": "npm", "registryBaseUrl": "https://packages.acme.example", "identifier": "@acme/files", "version": "1.1.0",
   "transport": { "type": "streamable-http", "url": "https://{tenant}.cell.acme.example/mcp",
     "headers": [{ "name": "Authorization", "value": "Bearer {API_KEY}", "variables": { "API_KEY": { "isSecret": true } } }] },
   "runtimeArguments": [{ "type": "named", "name": "--env", "value": "ACME_BY_FLAG=1" }],
   "environmentVariables": [
     { "name": "ACME_BASE", "default": "https://api.acme.example" }, { "name": "not a name" }, "NAKED_NAME", 7] }] }"#;
    insta::assert_snapshot!(said(body, None), @r##"
io.github.acme/files
npm @acme/files 1.1.0
ACME_BASE:8, ACME_BY_FLAG:6
api.acme.example Config, cell.acme.example Config, www.acme.example Metadata
"##);
}

#[test]
fn the_schema_of_2025_12_11_has_variables_of_remotes_and_icons() {
    let body = r#"{ "$schema": "https://static.schema.example/2025-12-11/server.schema.json", "name": "example.acme/files", "version": "2.0.0",
 "title": "Files", "icons": [{ "src": "https://pictures.acme.example/i.png", "mimeType": "image/png" }],
 "repository": { "url": "https://code.acme.example/files", "source": "x", "id": "1", "subfolder": "a" },
 "packages": [{ "registryType": "mcpb", "identifier": "https://releases.acme.example/f.mcpb", "fileSha256": "00", "transport": {"type": "stdio"} },
   { "registryType": "npm", "identifier": "@acme/files", "version": "2.0.0", "transport": {"type": "stdio"}, "environmentVariables": [
     { "name": "ACME_TOKEN", "value": "{prefix}-{token}", "format": "string", "placeholder": "OTHER_WORDS",
       "variables": { "prefix": { "default": "live" }, "token": { "isSecret": true } } }] }],
 "remotes": [{ "type": "streamable-http", "url": "https://{region}.acme-remote.example/mcp",
   "variables": { "region": { "choices": ["eu", "us"], "default": "eu" } },
   "headers": [{ "name": "X-Key", "value": "{key}", "variables": { "key": { "isSecret": true } } }] }],
 "_meta": { "io.modelcontextprotocol.registry/publisher-provided": { "tool": "x" } } }"#;
    insta::assert_snapshot!(said(body, None), @r##"
example.acme/files
mcpb https://releases.acme.example/f.mcpb -, npm @acme/files 2.0.0
ACME_TOKEN:6
acme-remote.example Config, code.acme.example Metadata, pictures.acme.example Image, releases.acme.example Config
"##);
}

const TWO: &str = r#"{ "name": "io.github.acme/files",
 "packages": [
  { "registryType": "npm", "identifier": "@acme/files",
    "transport": { "type": "sse", "url": "https://mine.acme.example" }, "environmentVariables": [{ "name": "MINE" }] },
  { "registryType": "npm", "identifier": "@other/files",
    "transport": { "type": "sse", "url": "https://theirs.other.example" }, "environmentVariables": [{ "name": "THEIRS" }] }],
 "remotes": [{ "type": "sse", "url": "https://remote.acme.example" }] }"#;

#[test]
fn the_registry_declares_for_the_package_that_it_names_and_for_no_other() {
    insta::assert_snapshot!(said(TWO, Some((Registry::Npm, "@acme/files"))), @r##"
io.github.acme/files
npm @acme/files -, npm @other/files -
MINE:4
mine.acme.example Config, remote.acme.example Config
"##);
    insta::assert_snapshot!(said(TWO, Some((Registry::Npm, "@third/files"))), @r##"
io.github.acme/files
npm @acme/files -, npm @other/files -
"##);
    insta::assert_snapshot!(said(TWO, Some((Registry::Pypi, "@acme/files"))), @r##"
io.github.acme/files
npm @acme/files -, npm @other/files -
"##);
}

#[test]
fn what_is_no_server_json_says_nothing() {
    for body in ["", "[]", "null", r#"{"port": 1}"#, r#"{"name": "server"}"#, "\u{0}"] {
        assert!(!is_one(&json::parse(body)), "{body}");
    }
    let odd = r#"{"name": ["a/b"], "packages": {"a": 1}, "remotes": "https://x.acme.example"}"#;
    insta::assert_snapshot!(said(odd, None), @r##"


x.acme.example Config
"##);
}

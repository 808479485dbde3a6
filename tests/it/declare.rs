//! What a package ought to declare, and that declaring it closes the gap.
#![allow(clippy::unwrap_used, reason = "a test may panic")]

use mcpscan::model::*;
use mcpscan::report::declare::{Only, SCHEMA, json, text};
use mcpscan::signatures::Signatures;
use serde_json::Value;

use crate::judged::{judge, pack};
use crate::sample;

type Sources = [(&'static str, &'static str)];

fn report(kind: ArtifactKind, files: &Sources, more: &[(&str, &str)]) -> ScanReport {
    let files = files.iter().chain(more).map(|(path, text)| ((*path).to_owned(), text.as_bytes().to_vec())).collect();
    judge(pack(kind, &files), &Signatures::builtin())
}

const SCRIPT: &Sources = &[
    (
        "package.json",
        r#"{ "name": "@acme/server", "version": "1.2.3", "main": "index.js", "mcpName": "io.github.acme/server",
  "description": "Answers questions about Acme", "repository": "github:acme/server" }"#,
    ),
    (
        "index.js",
        "import fs from 'node:fs';
const token = process.env.ACME_TOKEN;
if (!token) { console.error('ACME_TOKEN'); process.exit(1); }
const mode = process.env.ACME_MODE ?? 'fast';
const port = parseInt(process.env.PORT_OF_ACME || '3000', 10);
const debug = process.env.ACME_DEBUG === 'true';
const home = process.env.HOME;
export async function ask(question) {
    await fetch('https://events.acme.sh/x', { method: 'POST' });
    await fetch('https://api.github.com/repos');
    return fetch(`https://api.acme.example/v1/${mode}?q=${question}`, { headers: { authorization: token } });
}
",
    ),
    ("README.md", "# Acme\n\nSet `ACME_DEBUG` to `true` to see more.\n"),
];

const SNAKE: &Sources = &[
    (
        "pyproject.toml",
        "[project]\nname = \"acme-server\"\nversion = \"1.2.3\"\ndescription = \"Answers questions\"\n\n[project.scripts]\nacme = \"acme:main\"\n",
    ),
    (
        "acme.py",
        "import os
import httpx
from pydantic import Field
from pydantic_settings import BaseSettings

class Settings(BaseSettings):
    acme_region: str = Field(default=\"eu\", description=\"Where the data lies\")

TOKEN = os.environ[\"ACME_TOKEN\"]

def main():
    httpx.get(\"https://api.acme.example/v1\", timeout=float(os.getenv(\"ACME_TIMEOUT\", \"30\")))
",
    ),
];

#[test]
fn the_gaps_come_first_and_what_closes_them_after() {
    insta::assert_snapshot!(text(&report(ArtifactKind::NpmTarball, SCRIPT, &[]), None), @r##"
# What @acme/server@1.2.3 ought to declare

3 of 4 variables and 3 of 3 hosts are named in no document of the package:

- variable `ACME_MODE`, read at `index.js:4`
- variable `ACME_TOKEN`, required, a secret, read at `index.js:2`
- variable `PORT_OF_ACME`, read at `index.js:5`
- host `api.acme.example`, contacted at `index.js:11`
- host `api.github.com`, contacted at `index.js:10`
- host `events.acme.sh`, contacted at `index.js:9`

Declared already: `ACME_DEBUG`.

## server.json

```json
{
  "$schema": "https://static.modelcontextprotocol.io/schemas/2025-12-11/server.schema.json",
  "name": "io.github.acme/server",
  "description": "Answers questions about Acme",
  "repository": {
    "url": "https://github.com/acme/server",
    "source": "github"
  },
  "version": "1.2.3",
  "packages": [
    {
      "registryType": "npm",
      "identifier": "@acme/server",
      "version": "1.2.3",
      "runtimeHint": "npx",
      "transport": {
        "type": "stdio"
      },
      "environmentVariables": [
        {
          "name": "ACME_DEBUG",
          "isRequired": false,
          "isSecret": false,
          "format": "boolean"
        },
        {
          "name": "ACME_MODE",
          "isRequired": false,
          "isSecret": false,
          "format": "string",
          "default": "fast"
        },
        {
          "name": "ACME_TOKEN",
          "isRequired": true,
          "isSecret": true,
          "format": "string"
        },
        {
          "name": "PORT_OF_ACME",
          "isRequired": false,
          "isSecret": false,
          "format": "number",
          "default": "3000"
        }
      ]
    }
  ]
}
```

## README

```markdown
## Environment variables

| Variable | Required | Secret | What for | Default |
| --- | --- | --- | --- | --- |
| `ACME_DEBUG` | no | no | | |
| `ACME_MODE` | no | no | | `fast` |
| `ACME_TOKEN` | yes | yes | | |
| `PORT_OF_ACME` | no | no | | `3000` |

## Hosts it connects to

- `api.acme.example`
- `api.github.com`
- `https://events.acme.sh`
```
"##);
}

#[test]
fn a_python_package_is_installed_from_its_own_registry() {
    insta::assert_snapshot!(text(&report(ArtifactKind::Sdist, SNAKE, &[]), Some(Only::ServerJson)), @r##"
{
  "$schema": "https://static.modelcontextprotocol.io/schemas/2025-12-11/server.schema.json",
  "name": "io.github.YOUR-GITHUB-NAME/acme-server",
  "description": "Answers questions",
  "version": "1.2.3",
  "packages": [
    {
      "registryType": "pypi",
      "identifier": "acme-server",
      "version": "1.2.3",
      "runtimeHint": "uvx",
      "transport": {
        "type": "stdio"
      },
      "environmentVariables": [
        {
          "name": "ACME_REGION",
          "description": "Where the data lies",
          "isRequired": false,
          "isSecret": false,
          "format": "string",
          "default": "eu"
        },
        {
          "name": "ACME_TIMEOUT",
          "isRequired": false,
          "isSecret": false,
          "format": "number",
          "default": "30"
        },
        {
          "name": "ACME_TOKEN",
          "isRequired": true,
          "isSecret": true,
          "format": "string"
        }
      ]
    }
  ]
}
"##);
}

#[test]
fn the_server_json_declares_every_variable() {
    for (kind, files) in [(ArtifactKind::NpmTarball, SCRIPT), (ArtifactKind::Sdist, SNAKE)] {
        let before = report(kind, files, &[]);
        assert!(undeclared(&before) > 0);
        let server_json = text(&before, Some(Only::ServerJson));
        let after = report(kind, files, &[("server.json", &server_json)]);
        assert_eq!(undeclared(&after), 0);
        assert!(rules(&before).contains(&"undeclared-env") && !rules(&after).contains(&"undeclared-env"), "{:?}", rules(&after));
    }
}

#[test]
fn the_readme_section_declares_every_variable_and_host() {
    for (kind, files) in [(ArtifactKind::NpmTarball, SCRIPT), (ArtifactKind::Sdist, SNAKE)] {
        let before = report(kind, files, &[]);
        for only in [Only::Readme, Only::Missing] {
            let section = text(&before, Some(only));
            let after = report(kind, files, &[("docs/setup.md", &section)]);
            let open: Vec<&str> = after.observed.hosts.iter().filter(|host| !host.declared).map(|host| host.name.as_str()).collect();
            assert_eq!((undeclared(&after), open), (0, Vec::new()), "{section}");
            let left = rules(&after);
            assert!(!left.contains(&"undeclared-env") && !left.contains(&"undeclared-host"), "{left:?}");
            let said = text(&after, None);
            assert!(said.contains(" declares all that its code was seen to use: ") && said.lines().count() == 1, "{said}");
        }
    }
}

#[test]
fn a_second_run_on_the_declared_package_says_the_same() {
    let before = report(ArtifactKind::NpmTarball, SCRIPT, &[]);
    let server_json = text(&before, Some(Only::ServerJson));
    let after = report(ArtifactKind::NpmTarball, SCRIPT, &[("server.json", &server_json)]);
    assert_eq!(text(&after, Some(Only::ServerJson)), server_json);
}

#[test]
fn a_package_that_uses_nothing_has_nothing_to_declare() {
    let files: &Sources =
        &[("package.json", r#"{ "name": "a", "version": "1.0.0", "main": "index.js" }"#), ("index.js", "process.env.PATH;\n")];
    let report = report(ArtifactKind::NpmTarball, files, &[]);
    for only in [None, Some(Only::Missing)] {
        let said = text(&report, only);
        assert_eq!(
            said,
            "a@1.0.0 has nothing to declare: its code was seen to read no variable of its own and to connect to no known host\n"
        );
    }
    assert_eq!(text(&report, Some(Only::Readme)), "");
    let server = serde_json::from_str::<Value>(&text(&report, Some(Only::ServerJson))).unwrap();
    assert_eq!(server["name"], "io.github.YOUR-GITHUB-NAME/a");
    assert_eq!(server["packages"][0].get("environmentVariables"), None);
}

#[test]
fn every_document_keeps_to_the_schema() {
    let schema = jsonschema::validator_for(&serde_json::from_str(SCHEMA).unwrap()).unwrap();
    let reports =
        [sample::clean(), sample::hostile(), report(ArtifactKind::NpmTarball, SCRIPT, &[]), report(ArtifactKind::Sdist, SNAKE, &[])];
    for report in &reports {
        for only in [None, Some(Only::ServerJson), Some(Only::Readme), Some(Only::Missing)] {
            let document: Value = serde_json::from_str(&json(report, only)).unwrap();
            let errors: Vec<String> = schema.iter_errors(&document).map(|error| format!("{} {error}", error.instance_path())).collect();
            assert_eq!(errors, Vec::<String>::new());
            assert_eq!(document.get("server_json").is_some(), matches!(only, None | Some(Only::ServerJson)));
            assert_eq!(document.get("env").is_some(), matches!(only, None | Some(Only::Missing)));
        }
    }
    let mut bad: Value = serde_json::from_str(&json(&reports[2], None)).unwrap();
    bad["server_json"]["name"] = "no slash".into();
    assert!(!schema.is_valid(&bad));
}

#[test]
fn files_telemetry_and_the_moment_are_told() {
    let mut report = sample::clean();
    report.observed.hosts[0] = ObservedHost {
        telemetry: true,
        declared: false,
        runs: Runs::Install,
        settings: vec!["ACME_URL".to_owned()],
        implied_by: Some("posthog-node".to_owned()),
        ..report.observed.hosts[0].clone()
    };
    report.observed.env.push(ObservedEnv { name: "ACME_NO_TELEMETRY".to_owned(), ..report.observed.env[0].clone() });
    let file = |path: &str, access, store: Option<&str>| ObservedFile {
        path: path.to_owned(),
        access,
        store: store.map(str::to_owned),
        runs: Runs::Server,
        location: report.observed.env[0].location.clone(),
        origin: Origin::Own,
    };
    report.observed.files = vec![
        file("~/.aws/credentials", FileAccess::Read, Some("AWS credentials")),
        file("~/.acme/*", FileAccess::Write, None),
        file("*/*", FileAccess::Delete, None),
    ];
    let section = text(&report, Some(Only::Readme));
    let (_, lists) = section.split_once("## Hosts").unwrap();
    insta::assert_snapshot!(lists, @r##"
 it connects to

- `api.acme.example`: telemetry, see `ACME_NO_TELEMETRY`; the default, `ACME_URL` may name another one; contacted by the library `posthog-node`; when the package is installed

## Files

- reads `~/.aws/credentials` (AWS credentials)
- writes to `~/.acme/*`
"##);
    assert!(section.contains("| `ACME_NO_TELEMETRY` | no | no | Switches telemetry off | |"), "{section}");
}

#[test]
fn hostile_words_mark_nothing_up_and_steer_no_terminal() {
    let mut report = sample::hostile();
    let bad = "x`|<img src=https://x.example>[a](https://x.example)\u{1b}[2J\u{202e}\n## Trusted";
    report.about = About {
        ecosystem: None,
        mcp_name: Some(format!("a/{bad}")),
        description: Some(bad.repeat(10)),
        repository: Some(bad.to_owned()),
        variables: vec![Variable {
            name: "ACME_DEBUG".to_owned(),
            default: Some(bad.to_owned()),
            purpose: Some(bad.to_owned()),
            ..Variable::default()
        }],
    };
    report.observed.hosts.push(ObservedHost { name: bad.to_owned(), implied_by: Some(bad.to_owned()), ..report.observed.hosts[0].clone() });
    for out in [text(&report, None), text(&report, Some(Only::Missing)), json(&report, None)] {
        assert!(!out.contains(['\u{1b}', '\u{202e}']), "{out}");
        assert!(!out.lines().any(|line| line.starts_with("## Trusted")), "{out}");
    }
    let server: Value = serde_json::from_str(&text(&report, Some(Only::ServerJson))).unwrap();
    assert_eq!(server["name"], "io.github.YOUR-GITHUB-NAME/server");
    assert!(server["description"].as_str().unwrap().chars().count() <= 100);
}

fn undeclared(report: &ScanReport) -> usize {
    report.observed.env.iter().filter(|env| !env.declared && !env.harmless).count()
}

fn rules(report: &ScanReport) -> Vec<&str> {
    report.findings.iter().map(|finding| finding.rule.as_str()).collect()
}

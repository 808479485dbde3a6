//! What makes code run, what only a help text tells, and how much a variable weighs.
#![allow(clippy::unwrap_used, reason = "a test may panic")]

use mcpscan::model::{ArtifactKind, ScanReport, Severity};
use mcpscan::report::terminal::{Options, render};
use mcpscan::signatures::Signatures;

use crate::judged::{Files, judge, pack};

fn report(kind: ArtifactKind, files: &[(&str, &str)]) -> ScanReport {
    let files: Files = files.iter().map(|(path, text)| ((*path).to_owned(), text.as_bytes().to_vec())).collect();
    judge(pack(kind, &files), &Signatures::builtin())
}

fn script(manifest: &str, files: &[(&str, &str)]) -> ScanReport {
    let manifest = format!(r#"{{ "name": "@widgets/notes-mcp", "version": "1.0.0"{manifest} }}"#);
    let mut all = vec![("package.json", manifest.as_str())];
    all.extend(files);
    report(ArtifactKind::NpmTarball, &all)
}

fn python(files: &[(&str, &str)]) -> ScanReport {
    let project = "[project]\nname = \"notes-mcp\"\nversion = \"1.0.0\"\n\n[project.scripts]\nnotes = \"notes.server:main\"\n";
    let mut all = vec![("pyproject.toml", project)];
    all.extend(files);
    report(ArtifactKind::Sdist, &all)
}

/// Name and what runs it.
fn runs(report: &ScanReport) -> Vec<(&str, &str)> {
    report.observed.env.iter().map(|env| (env.name.as_str(), env.runs.as_str())).collect()
}

/// Severity and message of each finding of a rule.
fn told(report: &ScanReport, rule: &str) -> Vec<(Severity, String)> {
    let of_rule = report.findings.iter().filter(|finding| finding.rule == rule);
    let mut told: Vec<_> = of_rule.map(|finding| (finding.severity, finding.message.clone())).collect();
    told.sort_by_key(|(_, message)| message.split('`').nth(1).map(str::to_owned));
    told
}

#[test]
fn code_says_what_makes_it_run() {
    let code = |name: &str| format!("console.log(process.env.ACME_{name});\n");
    let worker = format!("export default {{ fetch() {{ {} }} }};\n", code("WORKER").trim_end());
    let report = script(
        r#", "type": "module", "main": "index.js", "scripts": { "postinstall": "node install.js", "stats": "node tools/stats.js" }"#,
        &[
            ("index.js", &format!("import './shared.js';\n{}", code("SERVER"))),
            ("install.js", &format!("import './shared.js';\n{}", code("INSTALL"))),
            ("shared.js", &format!("{}export function later() {{ return process.env.ACME_LATER; }}\n", code("SHARED"))),
            ("tools/stats.js", &code("SCRIPT")),
            ("src/worker.js", &worker),
            ("lost.js", &code("LOST")),
            ("test/a.test.js", &code("TEST")),
        ],
    );
    assert_eq!(
        runs(&report),
        [
            ("ACME_INSTALL", "install"),
            ("ACME_LATER", "server"),
            ("ACME_LOST", "unreached"),
            ("ACME_SCRIPT", "script"),
            ("ACME_SERVER", "server"),
            ("ACME_SHARED", "install"),
            ("ACME_WORKER", "hosted"),
        ]
    );
}

#[test]
fn code_of_python_says_what_makes_it_run() {
    let code = |name: &str| format!("import os\n\nprint(os.environ.get('ACME_{name}'))\n");
    let report = python(&[
        ("setup.py", &format!("{}from setuptools import setup\n\nsetup()\n", code("INSTALL"))),
        ("notes/__init__.py", ""),
        ("notes/server.py", &format!("{}\n\ndef main():\n    pass\n", code("SERVER"))),
        ("functions/hook.py", "import os\n\n\ndef lambda_handler(event, context):\n    return os.environ['ACME_FUNCTION']\n"),
        ("lost.py", &code("LOST")),
        ("tests/test_notes.py", &code("TEST")),
    ]);
    assert_eq!(
        runs(&report),
        [("ACME_FUNCTION", "hosted"), ("ACME_INSTALL", "install"), ("ACME_LOST", "unreached"), ("ACME_SERVER", "server"),]
    );
}

#[test]
fn the_place_that_runs_soonest_is_shown() {
    let report = script(
        r#", "main": "a.js", "scripts": { "postinstall": "node z.js" }"#,
        &[
            ("a.js", "fetch('https://api.acme.example/' + process.env.ACME_ID);\n"),
            ("z.js", "fetch('https://api.acme.example/' + process.env.ACME_ID);\n"),
        ],
    );
    let env = &report.observed.env[0];
    assert_eq!((env.runs.as_str(), env.location.path.as_str()), ("install", "z.js"));
    let host = &report.observed.hosts[0];
    assert_eq!((host.runs.as_str(), host.location.path.as_str()), ("install", "z.js"));
    assert_eq!(
        told(&report, "undeclared-host"),
        [(Severity::High, "contacts `api.acme.example`, which no shipped document names, when it is installed".to_owned())]
    );
}

#[test]
fn what_the_server_does_not_run_weighs_less() {
    let contact = "fetch('https://api.acme.example/');\n";
    let only = |manifest: &str, path: &str| {
        let report = script(&format!(r#", "main": "index.js"{manifest}"#), &[("index.js", "module.exports = 1;\n"), (path, contact)]);
        told(&report, "undeclared-host")
    };
    let message = |clause: &str| format!("contacts `api.acme.example`, which no shipped document names{clause}");
    assert_eq!(
        only(r#", "scripts": { "stats": "node stats.js" }"#, "stats.js"),
        [(Severity::Info, message(", only in a script that a person starts"))]
    );
    assert_eq!(only("", "lost.js"), [(Severity::Low, message(", in code that nothing here starts"))]);
    assert_eq!(only("", "test/a.test.js"), [(Severity::Info, message(", only in tests or examples"))]);
}

#[test]
fn somebody_elses_secret_weighs_more_than_the_packages_own() {
    let names = [
        "ACME_REGION",
        "NOTES_REGION",
        "NOTES_TOKEN",
        "ACME_TOKEN",
        "API_KEY",
        "GITHUB_TOKEN",
        "AWS_SESSION_TOKEN",
        "OPENAI_APPS_CHALLENGE_TOKEN",
    ];
    let code: String = names.iter().map(|name| format!("use(process.env.{name});\n")).collect();
    let report = script(r#", "main": "index.js""#, &[("index.js", &code), ("README.md", "Set `AWS_SECRET_ACCESS_KEY`.\n")]);
    let told: Vec<String> = told(&report, "undeclared-env")
        .into_iter()
        .map(|(severity, message)| format!("{severity:?}: {}", message.split(", which no").next().unwrap()))
        .collect();
    assert_eq!(
        told,
        [
            "Low: reads the variable `ACME_REGION`",
            "Low: reads a secret that no known service gives out, `ACME_TOKEN`",
            "Medium: reads what looks like a secret, `API_KEY`",
            "Low: reads another credential of Amazon Web Services `AWS_SESSION_TOKEN`",
            "Medium: reads a credential of GitHub `GITHUB_TOKEN`",
            "Info: reads a setting of its own, `NOTES_REGION`",
            "Low: reads a secret of its own, `NOTES_TOKEN`",
            "Low: reads the variable `OPENAI_APPS_CHALLENGE_TOKEN`",
        ]
    );
}

#[test]
fn a_prefix_that_the_documents_use_is_the_packages_own() {
    let report = script(
        r#", "main": "index.js""#,
        &[
            ("index.js", "use(process.env.ACME_URL, process.env.ACME_REGION, process.env.OTHER_REGION);\n"),
            ("README.md", "| Variable | |\n|---|---|\n| `ACME_URL` | where it is |\n"),
        ],
    );
    let severities: Vec<_> = told(&report, "undeclared-env").into_iter().map(|(severity, _)| severity).collect();
    assert_eq!(severities, [Severity::Info, Severity::Low]);
}

#[test]
fn a_name_in_a_help_text_is_a_hint_and_no_declaration() {
    let script = script(
        r#", "main": "index.js""#,
        &[(
            "index.js",
            "const { Command } = require('commander');\nnew Command().option('--region <r>', 'where (or ACME_REGION)');\n\
         if (!process.env.ACME_TOKEN) throw new Error('Set ACME_TOKEN to go on');\n\
         use(process.env.ACME_REGION, process.env.ACME_HIDDEN, 'ACME_HIDDEN');\n",
        )],
    );
    let python = python(&[
        ("notes/__init__.py", ""),
        (
            "notes/server.py",
            "import argparse\nimport os\n\nparser = argparse.ArgumentParser()\nparser.add_argument('--region', help='where (or ACME_REGION)')\n\
             if not os.environ.get('ACME_TOKEN'):\n    raise ValueError('ACME_TOKEN is required')\n\
             use(os.environ.get('ACME_REGION'), os.environ.get('ACME_HIDDEN'), 'ACME_HIDDEN')\n\n\ndef main():\n    pass\n",
        ),
    ]);
    for report in [script, python] {
        let seen: Vec<_> = report.observed.env.iter().map(|env| (env.name.as_str(), env.declared, env.declared_by_code)).collect();
        assert_eq!(seen, [("ACME_HIDDEN", false, false), ("ACME_REGION", false, true), ("ACME_TOKEN", false, true)]);
        let severities: Vec<_> = told(&report, "undeclared-env").into_iter().map(|(severity, _)| severity).collect();
        assert_eq!(severities, [Severity::Low, Severity::Info, Severity::Info]);
    }
}

#[test]
fn stores_that_are_read_and_folders_that_are_written_are_listed() {
    let script = script(
        r#", "main": "index.js""#,
        &[(
            "index.js",
            "const fs = require('fs');\nconst path = require('path');\nconst os = require('os');\n\
         fs.readFileSync(path.join(os.homedir(), '.aws', 'credentials'));\nfs.readFileSync('settings.json');\n\
         fs.mkdirSync(path.join(os.homedir(), '.acme'));\nfs.writeFileSync(path.join(os.homedir(), '.acme', 'state.json'), '');\n\
         fs.unlinkSync(`/tmp/acme-${process.pid}.json`);\nfs.writeFileSync('out.txt', '');\n",
        )],
    );
    let python = python(&[
        ("notes/__init__.py", ""),
        (
            "notes/server.py",
            "import os\nfrom pathlib import Path\n\nopen(os.path.expanduser('~/.aws/credentials')).read()\nopen('settings.json').read()\n\
             os.makedirs(os.path.expanduser('~/.acme'))\n(Path.home() / '.acme' / 'state.json').write_text('')\n\
             os.remove(f'/tmp/acme-{os.getpid()}.json')\nopen('out.txt', 'w').write('')\n\n\ndef main():\n    pass\n",
        ),
    ]);
    let options = Options { width: 100, color: false, verbose: false };
    for report in [script, python] {
        let text = render(&report, None, options);
        let shown: Vec<&str> = text.lines().skip_while(|line| *line != "Files").skip(1).take_while(|line| !line.is_empty()).collect();
        assert_eq!(shown, ["  reads       ~/.aws/credentials (AWS keys)", "  writes to   ./, ~/.acme", "  deletes in  /tmp/*"]);
        let files: Vec<_> =
            report.observed.files.iter().map(|file| (file.access.as_str(), file.path.as_str(), file.store.is_some())).collect();
        assert_eq!(
            files,
            [("write", "./", false), ("delete", "/tmp/*", false), ("write", "~/.acme", false), ("read", "~/.aws/credentials", true),]
        );
    }
}

#[test]
fn a_host_that_is_made_of_itself_is_made_once() {
    let report = python(&[
        ("notes/__init__.py", ""),
        (
            "notes/server.py",
            "import os\nimport requests\n\n\nclass Account:\n    def __init__(self, host):\n        self.host = host\n\n    def address(self):\n\
            \x20       host = self.host\n        if not host.endswith('.acme.example'):\n            host = f'{host}.acme.example'\n\
            \x20       return f'https://{host}/v1'\n\n\ndef main():\n    requests.get(Account(os.environ['ACME_HOST']).address())\n",
        ),
    ]);
    let hosts: Vec<_> = report.observed.hosts.iter().map(|host| host.name.as_str()).collect();
    assert_eq!(hosts, ["*.acme.example"]);
}

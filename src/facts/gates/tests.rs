//! What stands in front of a call, in both languages.

use std::sync::Arc;

use crate::flow::{Program, Unit};
use crate::manifest;
use crate::model::{File, RelPath, Tree};
use crate::signatures::Signatures;
use crate::syntax::ir::{Expr, ExprId};
use crate::syntax::{Language, ParseBudget, parse};

use super::{Gate, Gates, Place, UnitId};

/// What stands in front of the call of `mark`.
fn gates(path: &str, code: &str) -> Vec<Gate> {
    gates_among(path, code, &[])
}

/// The same in a package that has other files, each with its text.
fn gates_among(path: &str, code: &str, others: &[(&str, &str)]) -> Vec<Gate> {
    let language = Language::from_extension(path.rsplit('.').next().unwrap()).unwrap();
    let module = parse(code, language, &ParseBudget::default()).unwrap();
    let unit = Unit { path: RelPath::new(path).unwrap(), module: Arc::new(module), parts: Default::default() };
    let program = Program::new(vec![unit], None);
    let signatures = Signatures::builtin();
    let file = |(path, text): &(&str, &str)| File { path: RelPath::new(path).unwrap(), bytes: text.as_bytes().to_vec(), executable: false };
    let files = if others.is_empty() { Vec::new() } else { others.iter().chain(&[(path, code)]).map(file).collect() };
    let manifest = manifest::read(&Tree::new(files, Vec::new()));
    let (facts, _) = crate::facts::collect(&program, &manifest, &signatures);
    let module = program.module(UnitId(0));
    let is_mark = |callee: ExprId| matches!(module.expr(callee), Expr::Name(name, _) if module.name(name) == "mark");
    let (expr, _) = module.iter().find(|(_, expr)| matches!(expr, Expr::Call(callee, _) if is_mark(*callee))).unwrap();
    Gates::new(&program, &facts.callers, &manifest).before(Place { unit: UnitId(0), expr }).into_iter().collect()
}

fn script(code: &str) -> Vec<Gate> {
    gates("index.js", code)
}

fn snake(code: &str) -> Vec<Gate> {
    gates("acme.py", code)
}

#[test]
fn a_word_on_the_command_line_is_asked_for() {
    assert_eq!(script("if (process.argv[2] === 'install') mark();"), [Gate::Asked]);
    assert_eq!(script("function install() { mark(); }\nif (process.argv.includes('--install')) install();"), [Gate::Asked]);
    assert_eq!(script("const { Command } = require('commander');\nnew Command().command('install').action(() => mark());"), [Gate::Asked]);
    assert_eq!(script("if (process.argv[2] !== 'install') process.exit(0);\nmark();"), [Gate::Asked]);
    assert_eq!(script("const [, , word] = process.argv;\nswitch (word) { case 'install': mark(); break; }"), [Gate::Asked]);
    assert_eq!(snake("import sys\nmatch sys.argv[1]:\n    case 'install' | 'setup':\n        mark()\n"), [Gate::Asked]);
    assert_eq!(snake("import sys\nif sys.argv[1:] == ['install']:\n    mark()\n"), [Gate::Asked]);
    let parsed = "import argparse\nargs = argparse.ArgumentParser().parse_args()\n";
    assert_eq!(snake(&format!("{parsed}if args.install:\n    mark()\n")), [Gate::Asked]);
}

#[test]
fn a_word_that_a_table_knows_is_asked_for() {
    let table = "function install() { mark(); }\nfunction run() {}\nconst commands = { run, install };\n";
    assert_eq!(script(&format!("{table}const word = process.argv[2] || 'run';\ncommands[word]();")), [Gate::Asked]);
    assert_eq!(script(&format!("{table}commands[process.argv[2]]();")), [Gate::Asked]);
    assert_eq!(script(&format!("{table}const word = process.argv[2] || 'install';\ncommands[word]();")), []);
    assert_eq!(script(&format!("{table}commands[process.env.WORD]();")), []);
    let table = "import sys\ndef install():\n    mark()\ndef run():\n    pass\nword = sys.argv[1] if len(sys.argv) > 1 else 'run'\n";
    assert_eq!(snake(&format!("{table}{{'run': run, 'install': install}}[word]()\n")), [Gate::Asked]);
    assert_eq!(snake(&format!("{table}{{'run': run, 'install': install}}.get(word, run)()\n")), [Gate::Asked]);
    assert_eq!(snake(&format!("{table}{{'other': run, 'run': install}}[word]()\n")), []);
}

#[test]
fn a_file_that_is_no_entry_is_started_by_those_who_know_it() {
    assert_eq!(script("if (require.main === module) mark();"), [Gate::Asked]);
    assert_eq!(snake("if __name__ == '__main__':\n    mark()\n"), [Gate::Asked]);
}

#[test]
fn beside_a_command_a_module_that_python_starts_by_name_is_asked_for() {
    let code = "if __name__ == '__main__':\n    mark()\n";
    let wheel = |entry_points| {
        [("acme-1.0.dist-info/METADATA", "Name: acme\nVersion: 1.0\n"), ("acme-1.0.dist-info/entry_points.txt", entry_points)]
    };
    assert_eq!(gates_among("acme/__main__.py", code, &wheel("[console_scripts]\nacme = acme.server:main\n")), [Gate::Asked]);
    assert_eq!(gates_among("acme/__main__.py", code, &wheel("")), []);
    assert_eq!(gates_among("acme/__main__.py", code, &wheel("[console_scripts]\nacme = acme.__main__:main\n")), []);
}

#[test]
fn what_happens_unless_somebody_says_otherwise_is_not_asked_for() {
    assert_eq!(script("if (process.argv[2] !== 'quiet') mark();"), []);
    assert_eq!(script("if (!process.argv.includes('--quiet')) mark();"), []);
    assert_eq!(script("if (process.argv[2] === 'serve') serve(); else mark();"), []);
    assert_eq!(script("function run() { mark(); }\nrun();\nif (process.argv[2] === 'install') run();"), []);
    assert_eq!(snake("import sys\nif len(sys.argv) > 0:\n    mark()\n"), []);
}

#[test]
fn dates_machines_and_build_servers_are_told_apart() {
    assert_eq!(script("if (Date.now() > new Date('2027-01-01').getTime()) mark();"), [Gate::Date("2027-01-01".into())]);
    assert_eq!(script("if (process.env.CI) return;\nmark();"), [Gate::BuildServer(false)]);
    assert_eq!(script("if (process.env.GITHUB_ACTIONS) { mark(); }"), [Gate::BuildServer(true)]);
    assert_eq!(script("const os = require('os');\nconst name = os.hostname();\nname.startsWith('prod') && mark();"), [Gate::Machine]);
    assert_eq!(snake("import sys\ndef go():\n    if sys.gettrace():\n        return\n    mark()\ngo()\n"), [Gate::Unwatched]);
    assert_eq!(snake("import datetime\nif datetime.date.today() > datetime.date(2027, 1, 1):\n    mark()\n"), [Gate::Date("2027".into())]);
}

#[test]
fn tests_of_other_things_are_no_gates() {
    assert_eq!(script("if (process.platform === 'win32') mark();"), []);
    assert_eq!(script("if (fs.existsSync('a')) mark();\nif (process.env.CI) other();"), []);
    assert_eq!(script("mark();\nif (process.argv[2] === 'install') other();"), []);
    assert_eq!(script("switch (mode) { case 'a': run(process.argv.includes('x')); mark(); break; }"), []);
    assert_eq!(script("const os = require('os');\nswitch (mode) { case 'a': log(os.hostname()); mark(); break; }"), []);
}

//! When the calls of functions named `at_…` first run, in packages of a few lines.

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::facts::{Place, collect};
use crate::flow::{Program, Unit, origin};
use crate::manifest;
use crate::model::{File, RelPath, Tree};
use crate::signatures::Signatures;
use crate::syntax::ir::Expr;
use crate::syntax::{Language, ParseBudget, parse};

/// Each marked call with its moment, in the order of their names.
fn moments(files: &[(&str, &str)]) -> String {
    let file = |(path, text): &(&str, &str)| File { path: RelPath::new(path).unwrap(), bytes: text.as_bytes().into(), executable: false };
    let tree = Tree::new(files.iter().map(file).collect(), Vec::new());
    let manifest = manifest::read(&tree);
    let unit = |(path, text): &(&str, &str)| {
        let language = Language::from_extension(path.rsplit('.').next()?)?;
        let module = Arc::new(parse(text, language, &ParseBudget::default()).unwrap());
        Some(Unit { path: RelPath::new(path).unwrap(), module, parts: origin::Parts::default() })
    };
    let program = Program::new(files.iter().filter_map(unit).collect(), manifest.name.as_deref());
    let signatures = Signatures::builtin();
    let (facts, _) = collect(&program, &manifest, &signatures);
    let mut found = BTreeMap::new();
    for unit in program.ids() {
        let module = program.module(unit);
        for (expr, kind) in module.iter() {
            let Expr::Call(callee, _) = kind else { continue };
            let Expr::Name(name, _) = module.expr(callee) else { continue };
            if let Some(name) = module.name(name).strip_prefix("at_") {
                let place = Place { unit, expr };
                found.insert(name.to_owned(), facts.moments.of(&program, place, facts.reach.runs(&program, place)));
            }
        }
    }
    found.into_iter().map(|(name, moment)| format!("{name}: {moment:?}")).collect::<Vec<_>>().join(", ")
}

const PACKAGE: &str = r#"{"name":"acme","version":"1.0.0","main":"index.js"}"#;

fn script(code: &str) -> String {
    moments(&[("package.json", PACKAGE), ("index.js", code)])
}

fn python(code: &str) -> String {
    moments(&[("acme-1.0.dist-info/METADATA", "Name: acme\nVersion: 1.0\n"), ("acme/__init__.py", code)])
}

fn setup(code: &str) -> String {
    moments(&[("PKG-INFO", "Name: acme\nVersion: 1.0\n"), ("setup.py", code)])
}

#[test]
fn a_command_runs_once_somebody_types_its_name() {
    let code = "const { program } = require('commander');\n\
                program.command('init').action(() => at_a());\nprogram.action(() => at_b());\n\
                program.command('run', { isDefault: true }).action(() => at_c());\nprogram.parse();";
    assert_eq!(script(code), "a: Use, b: Load, c: Load");
    let code = "const yargs = require('yargs');\n\
                yargs.command('init', 'x', {}, () => at_a()).argv;\nyargs.command('$0', 'x', {}, () => at_b()).argv;";
    assert_eq!(script(code), "a: Use, b: Load");
}

#[test]
fn a_worker_waits_for_the_orders_of_who_started_it() {
    assert_eq!(
        script("process.on('message', () => at_a()); parentPort.once('message', () => at_b()); process.on('exit', () => at_c());"),
        "a: Use, b: Use, c: Load"
    );
}

#[test]
fn what_is_called_when_a_module_is_loaded_runs_then() {
    assert_eq!(
        script("(async () => { at_a(); })(); function b() { at_b(); } b(); setTimeout(() => at_c(), 9e6);"),
        "a: Load, b: Load, c: Load"
    );
    assert_eq!(
        script("class A { constructor() { setTimeout(this.run.bind(this)); } run() { at_a(); } stop() { at_b(); } } new A();"),
        "a: Load, b: Use"
    );
    assert_eq!(script("async function main() { await work(); } const work = async () => at_a(); main().catch(console.error);"), "a: Load");
    assert_eq!(python("import asyncio\nasync def main():\n    at_a()\nif __name__ == '__main__':\n    asyncio.run(main())\n"), "a: Load");
    assert_eq!(
        python("class A:\n    at_a()\n    x = [at_b() for _ in range(2)]\n    def m(self):\n        at_c()\n"),
        "a: Load, b: Load, c: Use"
    );
    assert_eq!(python("def deco(f):\n    at_a()\n    return f\n@deco\ndef g():\n    at_b()\n"), "a: Load, b: Use");
}

#[test]
fn threads_and_timers_run_what_they_are_given() {
    let code = "import threading\ndef f():\n    at_a()\ndef g():\n    at_b()\nthreading.Thread(target=f, daemon=True).start()\nthreading.Timer(60, g).start()\n";
    assert_eq!(python(code), "a: Load, b: Load");
    let code = "from threading import Thread\nclass T(Thread):\n    def run(self):\n        at_a()\n    def other(self):\n        at_b()\nT().start()\n";
    assert_eq!(python(code), "a: Load, b: Use");
    let files = [
        ("acme-1.0.dist-info/METADATA", "Name: acme\nVersion: 1.0\n"),
        (
            "acme/__init__.py",
            "import threading\nfrom .port import serve\nfrom . import agent\nthreading.Thread(target=serve).start()\nthreading.Thread(target=agent.loop).start()\nshow(agent.other)\n",
        ),
        ("acme/port.py", "def serve():\n    at_a()\n"),
        ("acme/agent.py", "def loop():\n    at_b()\ndef other():\n    at_c()\n"),
    ];
    assert_eq!(moments(&files), "a: Load, b: Load, c: Use");
    let code = "import atexit\n@atexit.register\ndef f():\n    at_a()\n";
    assert_eq!(python(code), "a: Load");
}

#[test]
fn what_is_only_offered_waits_until_somebody_asks() {
    assert_eq!(script("exports.a = () => at_a(); function b() { at_b(); } module.exports.b = b;"), "a: Use, b: Use");
    let tool = "const { McpServer } = require('@modelcontextprotocol/sdk/server/mcp.js');\nconst s = new McpServer({});\ns.tool('t', 'd', {}, async () => { at_a(); });\n";
    assert_eq!(script(tool), "a: Use");
    let tool = "from mcp.server.fastmcp import FastMCP\nmcp = FastMCP('x')\n@mcp.tool()\ndef t() -> str:\n    at_a()\nmcp.run()\n";
    assert_eq!(python(tool), "a: Use");
}

#[test]
fn hooks_of_npm_run_when_it_installs_and_start_when_it_starts() {
    let package = r#"{"name":"acme","version":"1.0.0","bin":"cli.js","scripts":{"postinstall":"node setup.js","start":"node serve.js","test":"node test.js"}}"#;
    let files = [
        ("package.json", package),
        ("setup.js", "const { go } = require('./lib'); go(); at_a();"),
        ("lib.js", "exports.go = go; function go() { at_b(); } exports.other = () => at_c();"),
        ("cli.js", "at_d(); require('./lib');"),
        ("serve.js", "at_e();"),
        ("test.js", "at_f();"),
    ];
    assert_eq!(moments(&files), "a: Install, b: Install, c: Use, d: Load, e: Load, f: Never");
}

#[test]
fn setup_py_runs_its_top_and_its_commands() {
    let code = "from setuptools import setup\nfrom setuptools.command.install import install\nclass Own(install):\n    def run(self):\n        install.run(self)\n        self.more()\n        at_a()\n    def more(self):\n        helper()\ndef helper():\n    at_b()\ndef unused():\n    at_c()\nat_d()\nsetup(name='acme', cmdclass={'install': Own})\n";
    assert_eq!(setup(code), "a: Install, b: Install, c: Use, d: Install");
    let code = "import setuptools\nfrom distutils.cmd import Command\nclass Base(Command):\n    pass\nclass Own(Base):\n    def run(self):\n        at_a()\nclass Plain:\n    def run(self):\n        at_b()\nclass Given:\n    def run(self):\n        at_c()\ncommands = {'x': Given}\nsetuptools.setup(cmdclass=commands)\n";
    assert_eq!(setup(code), "a: Install, b: Use, c: Install");
}

#[test]
fn commands_of_setup_py_that_a_person_gives_wait_for_them() {
    let code = |call: &str| {
        format!(
            "from setuptools import setup, Command\nclass Test(Command):\n    def run(self):\n        import tests.all\n        at_a()\nclass Build(Command):\n    def run(self):\n        {call}\nsetup(name='acme', cmdclass={{'test': Test, 'build_py': Build}})\n"
        )
    };
    let files = |setup: &str| moments(&[("PKG-INFO", "Name: acme\nVersion: 1.0\n"), ("setup.py", setup), ("tests/all.py", "at_b()\n")]);
    assert_eq!(files(&code("at_c()")), "a: Never, b: Never, c: Install");
    assert_eq!(files(&code("at_c(); self.run_command('test')")), "a: Install, b: Install, c: Install");
}

#[test]
fn an_option_of_the_command_line_calls_back_when_it_is_given() {
    let code = "import typer\ndef f(value):\n    at_a()\ndef g():\n    at_b()\nChoice = typer.Option('--install', callback=f)\nrun(g)\n";
    assert_eq!(python(code), "a: Use, b: Load");
}

#[test]
fn a_build_backend_of_its_own_runs_its_hooks() {
    let project = "[build-system]\nrequires = []\nbuild-backend = \"backend\"\nbackend-path = [\"build_tools\"]\n";
    let code = "def build_wheel(a, b=None, c=None):\n    at_a()\ndef helper():\n    at_b()\nat_c()\n";
    assert_eq!(moments(&[("pyproject.toml", project), ("build_tools/backend.py", code)]), "a: Install, b: Use, c: Install");
    let project = "[build-system]\nbuild-backend = \"hatchling.build\"\n[tool.hatch.build.hooks.custom]\n";
    let code = "from hatchling.builders.hooks.plugin.interface import BuildHookInterface\nclass Hook(BuildHookInterface):\n    def initialize(self, version, build_data):\n        at_a()\n";
    assert_eq!(moments(&[("pyproject.toml", project), ("hatch_build.py", code)]), "a: Install");
}

#[test]
fn a_file_begins_to_run_where_it_is_first_loaded() {
    let package = |index: &str| {
        let files = [("package.json", PACKAGE), ("index.js", index), ("lib/stage.js", "at_top(); exports.go = () => at_inner();")];
        moments(&files)
    };
    assert_eq!(package("const stage = require('./lib/stage');"), "inner: Use, top: Load");
    assert_eq!(package("exports.use = () => require('./lib/stage');"), "inner: Use, top: Use");
    assert_eq!(package("const load = () => require('./lib/stage').go(); load();"), "inner: Load, top: Load");
    assert_eq!(package("exports.use = () => new Worker('lib/stage.js');"), "inner: Use, top: Use");
    assert_eq!(package("const name = process.argv[2]; exports.use = () => require(name);"), "inner: Use, top: Load");
}

#[test]
fn a_file_that_is_loaded_at_the_start_in_a_roundabout_way_begins_then() {
    for index in [
        "class A { constructor() { require('./lib/stage'); } }\nnew A();",
        "class A { run() { require('./lib/stage'); } }\nnew A().run();",
        "(async () => { await import('./lib/stage.js'); })();",
        "const a = { go() { require('./lib/stage'); } };\na.go();",
        "setTimeout(() => require('./lib/stage'), 1);",
        "process.on('exit', () => require('./lib/stage'));",
        "Promise.resolve().then(() => require('./lib/stage'));",
        "[1].forEach(() => require('./lib/stage'));",
        "const f = () => require('./lib/stage');\nconst g = f;\ng();",
        "const table = { a: () => require('./lib/stage') };\ntable['a']();",
        "function f() { require('./lib/stage'); }\nf.call(null);",
    ] {
        let files = [("package.json", PACKAGE), ("index.js", index), ("lib/stage.js", "at_top();")];
        assert_eq!(moments(&files), "top: Load", "{index}");
    }
    for init in [
        "def f():\n    from acme import stage\nf()\n",
        "import threading\ndef f():\n    import acme.stage\nthreading.Thread(target=f).start()\n",
        "class A:\n    def __init__(self):\n        from . import stage\nA()\n",
        "import atexit\ndef f():\n    from . import stage\natexit.register(f)\n",
        "import importlib\n(lambda: importlib.import_module('.stage', __name__))()\n",
    ] {
        let metadata = ("acme-1.0.dist-info/METADATA", "Name: acme\nVersion: 1.0\n");
        assert_eq!(moments(&[metadata, ("acme/__init__.py", init), ("acme/stage.py", "at_top()\n")]), "top: Load", "{init}");
    }
}

#[test]
fn a_script_of_the_shell_runs_when_something_can_start_it() {
    let package = |index: &str| moments(&[("package.json", PACKAGE), ("index.js", index), ("bin/fix.sh", "at_top\n")]);
    let unknown =
        "const { spawnSync } = require('child_process');\nconst SCRIPT = 'fix.sh';\nconst run = (name) => spawnSync('bash', [name]);\n";
    assert_eq!(package(&format!("{unknown}exports.fix = () => run(SCRIPT);")), "top: Use");
    assert_eq!(package(&format!("{unknown}run(SCRIPT);")), "top: Load");
}

use crate::facts;
use crate::flow::{Program, Unit};
use crate::manifest;
use crate::model::{RelPath, Tree};
use crate::signatures::Signatures;
use crate::syntax::ir::Expr;
use crate::syntax::{Language, ParseBudget, parse};

use super::*;

/// The truth of the one argument of `test(…)` in the last file.
fn truth_in(files: &[(&str, &str)]) -> Option<bool> {
    let units = files
        .iter()
        .map(|(path, text)| {
            let path = RelPath::new(path).unwrap();
            let language = Language::from_extension(path.extension().unwrap()).unwrap();
            Unit { module: parse(text, language, &ParseBudget::default()).unwrap().into(), path, parts: Default::default() }
        })
        .collect();
    let program = Program::new(units, None);
    let signatures = Signatures::builtin();
    let (_, mut flow) = facts::collect(&program, &manifest::read(&Tree::default()), &signatures);
    let unit = UnitId(files.len() as u32 - 1);
    let module = program.module(unit);
    let asked = module.iter().find_map(|(_, expr)| match expr {
        Expr::Call(callee, list) => match (module.expr(callee), module.list(list)) {
            (Expr::Name(name, _), [only]) if module.name(name) == "test" => Some(*only),
            _ => None,
        },
        _ => None,
    });
    truth(&mut flow, unit, asked.expect("the file has a `test(…)`"))
}

fn all_as_expected(path: &str, table: &[(&str, Option<bool>)]) {
    let wrong: Vec<String> = table
        .iter()
        .map(|(code, expected)| (code, expected, truth_in(&[(path, code)])))
        .filter(|(_, expected, found)| found != *expected)
        .map(|(code, expected, found)| format!("{code}\n  is {found:?}, not {expected:?}"))
        .collect();
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn a_setting_of_javascript_is_what_it_is_by_default() {
    let table = [
        ("test(process.env.X === 'true')", Some(false)),
        ("test(!process.env.X)", Some(true)),
        ("test(process.env.X !== 'false')", Some(true)),
        ("test((process.env.X ?? 'false').toLowerCase() === 'true')", Some(false)),
        ("test(['1', 'true'].includes(process.env.X))", Some(false)),
        ("test(process.env.X?.trim() === '1')", Some(false)),
        ("const {STRICT} = process.env; test(STRICT)", Some(false)),
        ("const {STRICT = 'yes'} = process.env; test(STRICT)", Some(true)),
        ("import {env} from 'node:process'; test(env['X'] == null)", Some(true)),
        ("const dirs = (process.env.DIRS || '').split(',').map((d) => d.trim()).filter(Boolean); test(dirs.length === 0)", Some(true)),
        ("const dirs = (process.env.DIRS || '').split(',').filter((d) => d.length > 0); test(dirs.length > 0)", Some(false)),
        ("const dirs = process.env.DIRS ? process.env.DIRS.split(',') : null; test(dirs && dirs.length)", Some(false)),
        ("const root = process.env.ROOT || process.cwd(); test(root)", Some(true)),
        ("const allowed = new Set((process.env.A ?? '').split(',').filter(Boolean)); test(allowed.size === 0)", Some(true)),
        ("test(process.argv.includes('--unsafe'))", Some(false)),
        ("const args = process.argv.slice(2); test(args.length === 0)", Some(true)),
        ("let strict = false; if (process.env.STRICT) strict = true; test(strict)", Some(false)),
        ("let strict = true; if (process.env.LAX === '1') { strict = false; } test(strict)", Some(true)),
        ("let strict = false; if (look()) strict = true; test(strict)", None),
        ("function f() { return process.env.HARDEN === 'true' } test(f())", Some(false)),
        ("const is = (v) => v === '1'; test(is(process.env.A) || is(process.env.B))", Some(false)),
        ("function f() { const v = process.env.A; if (!v) { return true; } return v === 'x'; } test(f())", Some(true)),
        ("function f() { if (look()) { return true; } return false; } test(f())", None),
        ("function f(x) { test(x.private) }", None),
        ("function f(x) { test(!x) }", None),
        ("function f(x) { test(x && process.env.HARDEN === '1') }", Some(false)),
        ("const config = { strict: process.env.S === '1', dirs: [] }; test(config.strict)", Some(false)),
        ("const config = { strict: true }; test(!config.strict)", Some(false)),
        ("const config = { strict: false }; if (process.env.S) config.strict = true; test(config.strict)", Some(false)),
        ("const config = { ...load(), strict: false }; test(config.strict)", None),
        (
            "class C { constructor(o) { this.strict = o.strict; } ask() { test(this.strict) } } new C({ strict: !!process.env.S })",
            Some(false),
        ),
        ("class C { strict = false; ask() { test(this.strict) } }", Some(false)),
        ("class C { get strict() { return process.env.S === '1' } } const c = new C(); test(c.strict)", Some(false)),
        ("const seen = new Map(); test(seen.get('x'))", None),
        ("test(await ask())", None),
        ("const issues = []; if (look()) issues.push(1); test(issues.length === 0)", None),
        ("let first = true; for (const x of look()) { test(first); first = false; }", None),
        ("let found = false; look().forEach(() => { found = true; }); test(found)", None),
        ("let found = false; for (const d of look()) { if (d) { found = true; } } test(found)", None),
    ];
    all_as_expected("index.mjs", &table);
}

#[test]
fn a_setting_of_python_is_what_it_is_by_default() {
    let table = [
        ("import os\ntest(os.environ.get('X', 'false').lower() in ('1', 'true'))", Some(false)),
        ("import os\ntest(os.getenv('X'))", Some(false)),
        ("import os\ntest(os.getenv('X') is None)", Some(true)),
        ("import os\ntest('X' not in os.environ)", Some(true)),
        ("from os import environ\ntest(bool(environ.get('X', '')))", Some(false)),
        ("import os\nDIRS = [d for d in os.environ.get('DIRS', '').split(':') if d]\ndef f():\n  test(not DIRS)", Some(true)),
        ("import os\nDIRS = [d.strip() for d in os.getenv('DIRS', '').split(',') if d.strip()] or None\ntest(DIRS)", Some(false)),
        ("import os\nDIRS = os.getenv('DIRS', '').split(':')\ntest(not DIRS)", Some(false)),
        (
            "import os\nfrom pathlib import Path\nDIRS = [Path(d) for d in os.environ.get('DIRS', '/srv').split(':')]\ntest(len(DIRS) == 0)",
            Some(false),
        ),
        ("import os\nraw = os.getenv('X', '')\nraw = raw.strip().lower()\ntest(raw == 'on')", Some(false)),
        ("ROOT = None\ndef f():\n  test(ROOT is None)", Some(true)),
        (
            "import argparse\nROOT = None\ndef main():\n  global ROOT\n  p = argparse.ArgumentParser()\n  p.add_argument('--root')\n  a = p.parse_args()\n  ROOT = a.root\ndef f():\n  test(ROOT)",
            Some(false),
        ),
        (
            "import argparse\np = argparse.ArgumentParser()\np.add_argument('--allow-all', action='store_true')\na = p.parse_args()\ntest(a.allow_all)",
            Some(false),
        ),
        ("ROOT = None\ndef choose(path):\n  global ROOT\n  ROOT = path\ndef f():\n  test(ROOT)", None),
        (
            "import os\ndef enabled(name, default=False):\n  value = os.getenv(name)\n  if value is None:\n    return default\n  return value == '1'\ntest(enabled('X'))",
            Some(false),
        ),
        (
            "import os\ndef dirs():\n  raw = os.environ.get('D')\n  if not raw:\n    return []\n  return raw.split(':')\ntest(dirs())",
            Some(false),
        ),
        (
            "from dataclasses import dataclass, field\n@dataclass\nclass C:\n  strict: bool = False\n  dirs: list = field(default_factory=list)\nc = C()\ntest(c.strict or c.dirs)",
            Some(false),
        ),
        (
            "from pydantic_settings import BaseSettings\nfrom pydantic import Field\nclass S(BaseSettings):\n  private: bool = Field(default=True, description='x')\ns = S()\ntest(s.private)",
            Some(true),
        ),
        (
            "import os\nclass C:\n  def __init__(self, dirs=None):\n    self.dirs = None\n    if dirs:\n      self.dirs = [d for d in dirs]\n  def f(self):\n    test(self.dirs)\nC(dirs=os.getenv('D'))",
            Some(false),
        ),
        ("class C:\n  def __init__(self, dirs=None):\n    self.dirs = dirs\n  def f(self):\n    test(self.dirs)\nC(read())", None),
        ("@tool\ndef f(path, strict=False):\n  test(strict)", None),
        ("import sys\ntest(len(sys.argv) > 1)", Some(false)),
        ("for x in y:\n  test(x)", None),
        ("found = []\nfor x in y:\n  found.append(x)\ntest(not found)", None),
        ("import os\nstrict = False\nfor name in os.getenv('S', '').split(','):\n  if name:\n    strict = True\ntest(strict)", Some(false)),
        ("try:\n  import yara\n  HAS = True\nexcept ImportError:\n  HAS = False\ntest(HAS)", None),
        (
            "class C:\n  def __init__(self):\n    self.found = []\n  def add(self, x):\n    self.found.append(x)\n  def f(self):\n    test(self.found)\nC()",
            None,
        ),
        ("import os\ntest(any(os.getenv(n) for n in ('A', 'B')))", Some(false)),
    ];
    all_as_expected("server.py", &table);
}

#[test]
fn settings_are_found_in_other_files() {
    let config =
        "export const STRICT = process.env.S === '1';\nexport function load() { const strict = STRICT; return { strict, open: !strict }; }";
    assert_eq!(truth_in(&[("config.js", config), ("index.js", "import {STRICT} from './config.js'; test(STRICT)")]), Some(false));
    let reader = "import {load} from './config.js'; function f() { const c = load(); if (test(!c.strict || c.open)) return; }";
    assert_eq!(truth_in(&[("config.js", config), ("index.js", reader)]), Some(true));
    let common = "'use strict'; Object.defineProperty(exports, '__esModule', { value: true }); exports.STRICT = void 0;\nexports.STRICT = process.env.S === '1';";
    assert_eq!(truth_in(&[("config.js", common), ("index.js", "const c = require('./config'); test(c.STRICT)")]), Some(false));
    let python = "import os\nSTRICT = os.getenv('S') == '1'\n";
    assert_eq!(
        truth_in(&[("a/__init__.py", ""), ("a/config.py", python), ("a/server.py", "from .config import STRICT\ntest(STRICT)")]),
        Some(false)
    );
    assert_eq!(
        truth_in(&[("a/__init__.py", ""), ("a/config.py", python), ("a/server.py", "from . import config\ntest(config.STRICT)")]),
        Some(false)
    );
}

#[test]
fn a_part_of_a_class_knows_what_the_whole_gives_it() {
    let whole = "from .part import Part\nimport os\nclass Client(Part):\n  def __init__(self, dirs=None):\n    self._dirs = None\n    if dirs:\n      self._dirs = list(dirs)\n\ndef main():\n  raw = os.environ.get('D', '')\n  dirs = [d for d in raw.split(',') if d] or None\n  Client(dirs=dirs)\n";
    let part = "class Part:\n  _dirs: list | None\n  def check(self):\n    test(self._dirs)\n";
    assert_eq!(truth_in(&[("a/__init__.py", ""), ("a/client.py", whole), ("a/part.py", part)]), Some(false));
}

#[test]
fn a_maze_ends() {
    let recursive = "function f(n) { return g(n) || process.env.X } function g(n) { return f(n) } test(f(1))";
    assert_eq!(truth_in(&[("index.js", recursive)]), None);
    let chain: String = (0..500).map(|at| format!("const v{at} = v{} || v{};\n", at + 1, at + 1)).collect();
    assert_eq!(truth_in(&[("index.js", &format!("{chain}test(v0)"))]), None);
    let deep = format!("test({}process.env.X)", "!".repeat(400));
    assert_eq!(truth_in(&[("index.js", &deep)]), None);
}

//! Every way in which code asks for a variable of its environment, and what only looks like one.
#![allow(clippy::unwrap_used, reason = "a test may panic")]

use std::sync::LazyLock;

use mcpscan::model::ArtifactKind;
use mcpscan::signatures::Signatures;

use crate::judged::{Files, judge, pack, package_of};

/// Code and the variables that it reads, apart from those that every program may read.
type Row = (&'static str, &'static [&'static str]);

static SIGNATURES: LazyLock<Signatures> = LazyLock::new(Signatures::builtin);

fn read_by(extension: &str, code: &str) -> Vec<String> {
    names(&judge(package_of(extension, code), &SIGNATURES))
}

fn names(report: &mcpscan::model::ScanReport) -> Vec<String> {
    report.observed.env.iter().filter(|env| !env.harmless).map(|env| env.name.clone()).collect()
}

fn hold(extension: &str, rows: &[Row]) {
    let wrong: Vec<String> = rows
        .iter()
        .map(|(code, wanted)| (code, read_by(extension, code), wanted))
        .filter(|(_, found, wanted)| found != *wanted)
        .map(|(code, found, wanted)| format!("{code}\n  found {found:?}\n  wanted {wanted:?}"))
        .collect();
    assert!(wrong.is_empty(), "{} of {}:\n{}", wrong.len(), rows.len(), wrong.join("\n"));
}

#[test]
fn members_keys_and_patterns_of_the_environment_are_read_in_scripts() {
    hold(
        "js",
        &[
            ("use(process.env.ACME_A)", &["ACME_A"]),
            ("use(process.env['ACME_A'])", &["ACME_A"]),
            ("use(process.env[`ACME_A`])", &["ACME_A"]),
            ("use(process['env'].ACME_A)", &["ACME_A"]),
            ("use(process.env?.ACME_A ?? process?.env?.ACME_B)", &["ACME_A", "ACME_B"]),
            (
                "use(globalThis.process?.env.ACME_A, global.process.env.ACME_B, globalThis.process.env['ACME_C'])",
                &["ACME_A", "ACME_B", "ACME_C"],
            ),
            ("const { ACME_A, ACME_B = 'x', ACME_C: own } = process.env; use(own)", &["ACME_A", "ACME_B", "ACME_C"]),
            ("const { env: { ACME_A } } = process; use(ACME_A)", &["ACME_A"]),
            ("const { env } = process; use(env.ACME_A)", &["ACME_A"]),
            ("const { env: { ACME_A = 1, ACME_B: b } = {} } = process; use(b)", &["ACME_A", "ACME_B"]),
            ("let a; ({ ACME_A: a } = process.env); use(a)", &["ACME_A"]),
            ("function f({ ACME_A, ACME_B } = process.env) { use(ACME_A) } f()", &["ACME_A", "ACME_B"]),
            ("const e = process.env; use(e.ACME_A, e['ACME_B'])", &["ACME_A", "ACME_B"]),
            ("import { env } from 'node:process'; use(env.ACME_A)", &["ACME_A"]),
            ("import process from 'node:process'; use(process.env.ACME_A)", &["ACME_A"]),
            ("import * as proc from 'process'; use(proc.env.ACME_A)", &["ACME_A"]),
            ("import { env as settings } from 'process'; use(settings.ACME_A)", &["ACME_A"]),
            ("const { env } = require('process'); use(env.ACME_A)", &["ACME_A"]),
            ("use(require('node:process').env.ACME_A)", &["ACME_A"]),
            ("use('ACME_A' in process.env)", &["ACME_A"]),
            ("use(Object.hasOwn(process.env, 'ACME_A'))", &["ACME_A"]),
            ("use(process.env.hasOwnProperty('ACME_A'))", &["ACME_A"]),
            ("use(Object.prototype.hasOwnProperty.call(process.env, 'ACME_A'))", &["ACME_A"]),
            ("use(Reflect.get(process.env, 'ACME_A'), Reflect.has(process.env, 'ACME_B'))", &["ACME_A", "ACME_B"]),
            ("use(import.meta.env.ACME_A)", &["ACME_A"]),
            ("use(Deno.env.get('ACME_A'), Deno.env.has('ACME_B'))", &["ACME_A", "ACME_B"]),
            ("use(Bun.env.ACME_A, Bun.env['ACME_B'])", &["ACME_A", "ACME_B"]),
            ("use(process.env['ACME_' + 'A'], process.env[`ACME_${'B'}`])", &["ACME_A", "ACME_B"]),
            ("const copy = { ...process.env }; use(copy.ACME_A)", &["ACME_A"]),
            ("const copy = Object.assign({}, process.env); use(copy.ACME_A)", &["ACME_A"]),
            (
                "class Config { static env = process.env; get token() { return process.env.ACME_A } region() { return Config.env.ACME_B } }",
                &["ACME_A", "ACME_B"],
            ),
            (
                "class Config { constructor(env = process.env) { this.env = env } get token() { return this.env.ACME_A } } new Config().token",
                &["ACME_A"],
            ),
            ("function load(env) { return env.ACME_A } load(process.env)", &["ACME_A"]),
            ("const load = (env = process.env) => env.ACME_A; load()", &["ACME_A"]),
            ("const load = ({ env }) => env.ACME_A; load(process)", &["ACME_A"]),
        ],
    );
}

#[test]
fn names_that_are_lists_prefixes_or_arguments_are_read_in_scripts() {
    hold(
        "js",
        &[
            ("for (const k of ['ACME_A', 'ACME_B']) use(process.env[k])", &["ACME_A", "ACME_B"]),
            ("const REQUIRED = ['ACME_A', 'ACME_B']; const missing = REQUIRED.filter((k) => !process.env[k])", &["ACME_A", "ACME_B"]),
            ("const N = { a: 'ACME_A', b: 'ACME_B' }; for (const [k, v] of Object.entries(N)) use(process.env[v])", &["ACME_A", "ACME_B"]),
            ("const N = { a: 'ACME_A', b: 'ACME_B' }; Object.values(N).forEach((v) => use(process.env[v]))", &["ACME_A", "ACME_B"]),
            ("const N = { ACME_A: 1, ACME_B: 2 }; Object.keys(N).map((k) => process.env[k])", &["ACME_A", "ACME_B"]),
            ("const N = [{ env: 'ACME_A' }, { env: 'ACME_B' }]; for (const o of N) use(process.env[o.env])", &["ACME_A", "ACME_B"]),
            ("const N = [['a', 'ACME_A'], ['b', 'ACME_B']]; for (const [k, v] of N) use(process.env[v])", &["ACME_A", "ACME_B"]),
            ("const N = ['A', 'B']; for (const n of N) use(process.env[`ACME_${n}`])", &["ACME_A", "ACME_B"]),
            ("const name = flag ? 'ACME_A' : 'ACME_B'; use(process.env[name])", &["ACME_A", "ACME_B"]),
            ("const K = Object.freeze({ TOKEN: 'ACME_A' }); use(process.env[K.TOKEN])", &["ACME_A"]),
            (
                "function need(name) { const v = process.env[name]; if (!v) throw new Error(name); return v } need('ACME_A'); need('ACME_B')",
                &["ACME_A", "ACME_B"],
            ),
            ("const get = (name) => process.env['ACME_' + name]; get('A'); get('B')", &["ACME_A", "ACME_B"]),
            ("const get = (name) => process.env[`ACME_${name.toUpperCase()}`]; get('a')", &["ACME_A"]),
            ("const outer = (n) => inner(n); function inner(n) { return process.env[n] } outer('ACME_A')", &["ACME_A"]),
            ("function one(env, name) { return env[name] } one(process.env, 'ACME_A')", &["ACME_A"]),
            ("class Settings { get(name) { return process.env[name] } } new Settings().get('ACME_A')", &["ACME_A"]),
            ("use(Object.keys(process.env).filter((k) => k.startsWith('ACME_')))", &["ACME_*"]),
            ("for (const [k, v] of Object.entries(process.env)) { if (k.startsWith('ACME_')) use(k, v) }", &["ACME_*"]),
            ("for (const k in process.env) if (k.startsWith('ACME_')) use(process.env[k])", &["ACME_*"]),
            ("Object.keys(process.env).forEach((k) => { if (/^ACME_/.test(k)) use(k) })", &["ACME_*"]),
            ("Object.entries(process.env).filter(([key]) => key.startsWith('ACME_')).map(([, v]) => v)", &["ACME_*"]),
            ("function host(name) { return process.env[`ACME_${name}_URL`] } module.exports = host", &["ACME_*_URL"]),
        ],
    );
}

#[test]
fn libraries_read_for_a_script() {
    hold(
        "js",
        &[
            ("const { parsed } = require('dotenv').config(); use(parsed.ACME_A)", &["ACME_A"]),
            ("import dotenv from 'dotenv'; const r = dotenv.config(); use(r.parsed?.ACME_A)", &["ACME_A"]),
            ("import { config } from 'dotenv'; use(config().parsed.ACME_A)", &["ACME_A"]),
            ("import { Command, Option } from 'commander'; new Command().addOption(new Option('--a <a>').env('ACME_A'))", &["ACME_A"]),
            (
                "import { Option } from 'commander'; new Option('--a <a>', 'A').default('x').env('ACME_A').makeOptionMandatory()",
                &["ACME_A"],
            ),
            ("import yargs from 'yargs'; yargs(process.argv).env('ACME').option('a', {}).argv", &["ACME_*"]),
            ("import { Flags } from '@oclif/core'; class C { static flags = { a: Flags.string({ env: 'ACME_A' }) } }", &["ACME_A"]),
            (
                "import { z } from 'zod'; const S = z.object({ ACME_A: z.string(), ACME_B: z.string().optional() }); use(S.parse(process.env))",
                &["ACME_A", "ACME_B"],
            ),
            (
                "import { z } from 'zod'; const S = z.object({ ACME_A: z.string() }); const r = S.safeParse(process.env); use(r)",
                &["ACME_A"],
            ),
            (
                "import { z } from 'zod'; const env = z.object({ ACME_A: z.string() }).extend({ ACME_B: z.string() }).passthrough().parse(process.env)",
                &["ACME_A", "ACME_B"],
            ),
            (
                "import { z } from 'zod'; const Base = z.object({ ACME_A: z.string() }); const S = Base.merge(z.object({ ACME_B: z.string() })); S.parse(process.env)",
                &["ACME_A", "ACME_B"],
            ),
            (
                "import { z } from 'zod'; const S = z.object({ ACME_A: z.string() }); const read = (s) => s.parse(process.env); read(S)",
                &["ACME_A"],
            ),
            ("import { z } from 'zod'; const S = z.object({ ACME_A: z.string() }); S.parse({ ...process.env })", &["ACME_A"]),
            ("import * as v from 'valibot'; const S = v.object({ ACME_A: v.string() }); v.parse(S, process.env)", &["ACME_A"]),
            ("import Joi from 'joi'; const S = Joi.object({ ACME_A: Joi.string() }).unknown(); S.validate(process.env)", &["ACME_A"]),
            (
                "import { cleanEnv, str } from 'envalid'; use(cleanEnv(process.env, { ACME_A: str(), ACME_B: str() }))",
                &["ACME_A", "ACME_B"],
            ),
            (
                "import { createEnv } from '@t3-oss/env-core'; createEnv({ server: { ACME_A: z.string() }, client: {}, runtimeEnv: process.env })",
                &["ACME_A"],
            ),
            (
                "import { createEnv } from '@t3-oss/env-core'; createEnv({ server: { ACME_A: z.string() }, runtimeEnvStrict: { ACME_A: process.env.ACME_A } })",
                &["ACME_A"],
            ),
            (
                "import convict from 'convict'; convict({ a: { format: String, env: 'ACME_A' }, b: { c: { env: 'ACME_B', default: 1 } } })",
                &["ACME_A", "ACME_B"],
            ),
            (
                "import envSchema from 'env-schema'; envSchema({ schema: { type: 'object', properties: { ACME_A: { type: 'string' } } } })",
                &["ACME_A"],
            ),
            ("import { parseEnv, port } from 'znv'; parseEnv(process.env, { ACME_A: port() })", &["ACME_A"]),
            ("import env from 'env-var'; env.get('ACME_A').required().asString()", &["ACME_A"]),
            ("const env = require('env-var'); env.from(process.env).get('ACME_A')", &["ACME_A"]),
            ("import nconf from 'nconf'; nconf.env(['ACME_A', 'ACME_B'])", &["ACME_A", "ACME_B"]),
            ("import arg from 'cleye'; use(process.env.ACME_A)", &["ACME_A"]),
            (
                "const schema = { ACME_A: String }; const out = {}; for (const k of Object.keys(schema)) out[k] = process.env[k]",
                &["ACME_A"],
            ),
        ],
    );
}

#[test]
fn what_only_looks_like_a_read_is_none_in_scripts() {
    hold(
        "js",
        &[
            ("process.env.ACME_A = '1'", &[]),
            ("process.env['ACME_A'] = '1'", &[]),
            ("const e = process.env; e.ACME_A = '1'; delete e.ACME_B", &[]),
            ("for (const k of ['ACME_A']) process.env[k] = '1'", &[]),
            ("process.env.ACME_A ??= '1'", &["ACME_A"]),
            ("process.env.ACME_A = process.env.ACME_A || '1'", &["ACME_A"]),
            ("Object.assign(process.env, { ACME_A: '1' })", &[]),
            ("const cp = require('child_process'); cp.spawn('git', [], { env: { ...process.env, ACME_A: '1' } })", &[]),
            ("const cp = require('child_process'); cp.spawn('git', [], { env: process.env })", &[]),
            ("const cp = require('child_process'); const env = { ...process.env, ACME_A: '1' }; cp.spawn('git', [], { env })", &[]),
            ("const config = { env: { ACME_A: 'x' } }; use(config.env.ACME_A)", &[]),
            ("function on(env) { return env.ACME_A } on({ ACME_A: 1 })", &[]),
            ("use(process.env.toString(), process.env.hasOwnProperty)", &[]),
            ("console.log('set ACME_A to use this')", &[]),
            ("const s = { env: 'ACME_A' }; use(s)", &[]),
        ],
    );
}

#[test]
fn members_keys_and_getters_of_the_environment_are_read_in_python() {
    hold(
        "py",
        &[
            ("import os\nuse(os.environ['ACME_A'])", &["ACME_A"]),
            (
                "import os\nuse(os.environ.get('ACME_A'), os.environ.get(key='ACME_B'), os.getenv('ACME_C', 'x'), os.getenv(key='ACME_D'))",
                &["ACME_A", "ACME_B", "ACME_C", "ACME_D"],
            ),
            ("import os\nos.environ.setdefault('ACME_A', 'x')", &["ACME_A"]),
            ("import os\nuse(os.environ.pop('ACME_A', None))", &["ACME_A"]),
            ("import os\nuse('ACME_A' in os.environ, 'ACME_B' not in os.environ)", &["ACME_A", "ACME_B"]),
            ("import os\nuse(os.environ.__getitem__('ACME_A'), os.environ.__contains__('ACME_B'))", &["ACME_A", "ACME_B"]),
            ("from os import environ as E, getenv\nuse(E['ACME_A'], getenv('ACME_B'), E.get('ACME_C'))", &["ACME_A", "ACME_B", "ACME_C"]),
            ("import os as system\nenv = system.environ\nuse(env['ACME_A'])", &["ACME_A"]),
            ("import os\nget = os.environ.get\nuse(get('ACME_A'))", &["ACME_A"]),
            ("import os\nenv = os.environ.copy()\nuse(env['ACME_A'], env.get('ACME_B'))", &["ACME_A", "ACME_B"]),
            ("import os\nenv = dict(os.environ)\nuse(env['ACME_A'], env.get('ACME_B'))", &["ACME_A", "ACME_B"]),
            ("import os\nenv = {**os.environ}\nuse(env.get('ACME_A'))", &["ACME_A"]),
            ("import os\nuse(os.environb[b'ACME_A'], os.getenvb(b'ACME_B'))", &["ACME_A", "ACME_B"]),
            ("import os\nmatch os.environ:\n    case {'ACME_A': a}:\n        use(a)", &["ACME_A"]),
            ("import os\nif (a := os.environ.get('ACME_A')):\n    use(a)", &["ACME_A"]),
            (
                "import os\nuse(os.environ['ACME_' + 'A'], os.environ[f\"ACME_{'B'}\"], os.environ['ACME_%s' % 'C'], os.environ['ACME_{}'.format('D')])",
                &["ACME_A", "ACME_B", "ACME_C", "ACME_D"],
            ),
            ("import os\nuse(os.path.expandvars('$ACME_A/${ACME_B}/x'))", &["ACME_A", "ACME_B"]),
            (
                "import os\nclass Config:\n    @property\n    def token(self):\n        return os.environ['ACME_A']\n    region = os.getenv('ACME_B')",
                &["ACME_A", "ACME_B"],
            ),
            (
                "import os\nfrom dataclasses import dataclass, field\n@dataclass\nclass Config:\n    a: str = field(default_factory=lambda: os.environ['ACME_A'])\n    b: str = os.getenv('ACME_B', '')",
                &["ACME_A", "ACME_B"],
            ),
            ("import os\ndef load(env=os.environ):\n    return env['ACME_A'], env.get('ACME_B')\nload()", &["ACME_A", "ACME_B"]),
            ("import os\ndef load(env):\n    return env.get('ACME_A')\nload(os.environ)", &["ACME_A"]),
            ("import os, sys\nuse(getattr(os, 'environ')['ACME_A'], vars(os)['environ']['ACME_B'])", &["ACME_A", "ACME_B"]),
            ("import os\nuse(os.environ | {}, (os.environ or {}).get('ACME_A'))", &["ACME_A"]),
        ],
    );
}

#[test]
fn names_that_are_lists_prefixes_or_arguments_are_read_in_python() {
    hold(
        "py",
        &[
            ("import os\nfor k in ['ACME_A', 'ACME_B']:\n    use(os.environ[k])", &["ACME_A", "ACME_B"]),
            ("import os\nREQUIRED = ('ACME_A', 'ACME_B')\nmissing = [k for k in REQUIRED if not os.getenv(k)]", &["ACME_A", "ACME_B"]),
            ("import os\nREQUIRED = ['ACME_A', 'ACME_B']\nvalues = {k: os.environ[k] for k in REQUIRED}", &["ACME_A", "ACME_B"]),
            ("import os\nN = {'a': 'ACME_A', 'b': 'ACME_B'}\nvalues = {k: os.environ.get(v) for k, v in N.items()}", &["ACME_A", "ACME_B"]),
            ("import os\nN = {'ACME_A': 1, 'ACME_B': 2}\nfor k in N:\n    use(os.environ.get(k))", &["ACME_A", "ACME_B"]),
            ("import os\nN = {'ACME_A': 1}\nfor k, v in N.items():\n    use(os.environ.get(k, v))", &["ACME_A"]),
            ("import os\nN = [('a', 'ACME_A'), ('b', 'ACME_B')]\nfor field, name in N:\n    use(os.getenv(name))", &["ACME_A", "ACME_B"]),
            ("import os\nuse(next((os.environ[k] for k in ('ACME_A', 'ACME_B') if k in os.environ), None))", &["ACME_A", "ACME_B"]),
            (
                "import os\nuse(any(os.getenv(k) for k in ['ACME_A']), all(map(os.getenv, ['ACME_B', 'ACME_C'])))",
                &["ACME_A", "ACME_B", "ACME_C"],
            ),
            (
                "import os\ndef need(name, default=None):\n    return os.environ.get(name, default)\nneed('ACME_A')\nneed(name='ACME_B')",
                &["ACME_A", "ACME_B"],
            ),
            (
                "import os\nPREFIX = 'ACME_'\ndef get(name):\n    return os.environ.get(f'{PREFIX}{name}')\nget('A')\nget('B')",
                &["ACME_A", "ACME_B"],
            ),
            ("import os\ndef get(name):\n    return os.getenv('ACME_' + name.upper())\nget('a')", &["ACME_A"]),
            (
                "import os\nclass Settings:\n    def get(self, name):\n        return os.environ[name]\nSettings().get('ACME_A')",
                &["ACME_A"],
            ),
            (
                "import os\ndef flag(name: str) -> bool:\n    return os.getenv(name, '').lower() in ('1', 'true')\nVERBOSE = flag('ACME_A')",
                &["ACME_A"],
            ),
            ("import os\nuse({k: v for k, v in os.environ.items() if k.startswith('ACME_')})", &["ACME_*"]),
            ("import os\nfor k in os.environ:\n    if k.startswith('ACME_'):\n        use(k)", &["ACME_*"]),
            (
                "import os\nfor key, value in os.environ.items():\n    if key.startswith(('ACME_', 'OTHER_')):\n        use(value)",
                &["ACME_*", "OTHER_*"],
            ),
            ("import os\nuse([k for k in os.environ.keys() if k.startswith('ACME_')])", &["ACME_*"]),
            (
                "import os\nPREFIX = 'ACME_'\nfor k, v in os.environ.items():\n    if not k.startswith(PREFIX):\n        continue\n    use(v)",
                &["ACME_*"],
            ),
            ("import os\ndef url(name):\n    return os.environ[f'ACME_{name}_URL']", &["ACME_*_URL"]),
        ],
    );
}

#[test]
fn command_lines_read_for_python() {
    hold(
        "py",
        &[
            ("import click\n@click.option('--a', envvar='ACME_A')\ndef f(a): pass", &["ACME_A"]),
            ("import click\n@click.option('--a', envvar=['ACME_A', 'ACME_B'])\ndef f(a): pass", &["ACME_A", "ACME_B"]),
            ("import typer\ndef f(a: str = typer.Option(None, envvar='ACME_A')): pass", &["ACME_A"]),
            ("import typer\nfrom typing import Annotated\ndef f(a: Annotated[str, typer.Option(envvar='ACME_A')] = ''): pass", &["ACME_A"]),
            (
                "import click\n@click.command()\n@click.option('--api-key')\n@click.option('--region')\ndef f(api_key, region): pass\nf(auto_envvar_prefix='ACME')",
                &["ACME_*"],
            ),
            (
                "import click\n@click.command(context_settings={'auto_envvar_prefix': 'ACME'})\n@click.option('--api-key')\ndef f(api_key): pass",
                &["ACME_*"],
            ),
            ("import configargparse\np = configargparse.ArgParser()\np.add_argument('--a', env_var='ACME_A')", &["ACME_A"]),
            ("import argparse, os\np = argparse.ArgumentParser()\np.add_argument('--a', default=os.environ.get('ACME_A'))", &["ACME_A"]),
            (
                "import argparse, os\np = argparse.ArgumentParser()\np.add_argument('--a', default=os.getenv('ACME_A', 'x'), required='ACME_B' not in os.environ)",
                &["ACME_A", "ACME_B"],
            ),
            (
                "from cyclopts import App, Parameter\nfrom typing import Annotated\ndef f(a: Annotated[str, Parameter(env_var='ACME_A')]): pass",
                &["ACME_A"],
            ),
        ],
    );
}

#[test]
fn libraries_read_for_python() {
    hold(
        "py",
        &[
            (
                "from dotenv import dotenv_values\nuse(dotenv_values('.env')['ACME_A'], dotenv_values().get('ACME_B'))",
                &["ACME_A", "ACME_B"],
            ),
            (
                "import os\nfrom dotenv import dotenv_values\nconfig = {**dotenv_values('.env'), **os.environ}\nuse(config['ACME_A'])",
                &["ACME_A"],
            ),
            ("from dotenv import get_key\nuse(get_key('.env', 'ACME_A'))", &["ACME_A"]),
            (
                "from environs import Env\nenv = Env()\nenv.read_env()\nuse(env.str('ACME_A'), env('ACME_B'), env.int('ACME_C', 1))",
                &["ACME_A", "ACME_B", "ACME_C"],
            ),
            ("from environs import env\nuse(env.str('ACME_A'))", &["ACME_A"]),
            ("from decouple import config\nuse(config('ACME_A', default='x', cast=str))", &["ACME_A"]),
            (
                "from decouple import Config, RepositoryEnv\nconfig = Config(RepositoryEnv('.env'))\nuse(config('ACME_A'), config.get('ACME_B'))",
                &["ACME_A", "ACME_B"],
            ),
            ("from starlette.config import Config\nconfig = Config('.env')\nuse(config('ACME_A', cast=bool, default=False))", &["ACME_A"]),
            (
                "import environ\nenv = environ.Env(ACME_A=(bool, False))\nuse(env('ACME_B'), env.bool('ACME_C'))",
                &["ACME_A", "ACME_B", "ACME_C"],
            ),
            ("from dynaconf import Dynaconf\nsettings = Dynaconf(envvar_prefix='ACME', settings_files=[])", &["ACME_*"]),
            (
                "from dynaconf import Dynaconf\nsettings = Dynaconf(envvar_prefix='ACME')\nuse(settings.REGION, settings['TOKEN'])",
                &["ACME_*"],
            ),
        ],
    );
}

#[test]
fn fields_of_settings_classes_are_read() {
    let head = "from pydantic_settings import BaseSettings, SettingsConfigDict\nfrom pydantic import Field, AliasChoices\nfrom typing import Annotated, ClassVar, Optional\n";
    let rows: &[Row] = &[
        ("class S(BaseSettings):\n    acme_a: str\n    ACME_B: str = 'x'", &["ACME_A", "ACME_B"]),
        ("class S(BaseSettings):\n    model_config = SettingsConfigDict(env_prefix='ACME_')\n    a: str", &["ACME_A"]),
        ("class S(BaseSettings):\n    model_config = {'env_prefix': 'ACME_'}\n    a: str", &["ACME_A"]),
        ("class S(BaseSettings, env_prefix='ACME_'):\n    a: str", &["ACME_A"]),
        ("class S(BaseSettings):\n    class Config:\n        env_prefix = 'ACME_'\n    a: str", &["ACME_A"]),
        (
            "class S(BaseSettings):\n    a: str = Field(..., env='ACME_A')\n    b: str = Field(default='x', env=['ACME_B', 'ACME_C'])",
            &["ACME_A", "ACME_B", "ACME_C"],
        ),
        (
            "class S(BaseSettings):\n    model_config = SettingsConfigDict(env_prefix='OTHER_')\n    a: str = Field(validation_alias='ACME_A')\n    b: str = Field(alias='ACME_B')",
            &["ACME_A", "ACME_B"],
        ),
        ("class S(BaseSettings):\n    a: str = Field(validation_alias=AliasChoices('ACME_A', 'ACME_B'))", &["ACME_A", "ACME_B"]),
        ("class S(BaseSettings):\n    a: Annotated[str, Field(validation_alias='ACME_A')] = ''", &["ACME_A"]),
        ("class Base(BaseSettings):\n    acme_a: str\nclass S(Base):\n    acme_b: str", &["ACME_A", "ACME_B"]),
        ("class Base(BaseSettings):\n    model_config = SettingsConfigDict(env_prefix='ACME_')\nclass S(Base):\n    b: str", &["ACME_B"]),
        ("class S(BaseSettings):\n    acme_a: str\n    kind: ClassVar[str] = 'x'\n    _private: str = 'y'\n    PLAIN = 3", &["ACME_A"]),
        (
            "from pydantic import BaseModel\nclass Db(BaseModel):\n    host: str\n    port: int = 1\nclass S(BaseSettings):\n    model_config = SettingsConfigDict(env_prefix='ACME_', env_nested_delimiter='__')\n    db: Db",
            &["ACME_DB", "ACME_DB__HOST", "ACME_DB__PORT"],
        ),
        ("class S(BaseSettings):\n    a: str = ''\nS(_env_prefix='ACME_')", &["ACME_A"]),
        ("class S(BaseSettings):\n    acme_a: str\n    computed: str = Field(default='x', init=False)", &["ACME_A", "COMPUTED"]),
    ];
    let wrong: Vec<String> = rows
        .iter()
        .map(|(code, wanted)| (code, read_by("py", &format!("{head}{code}\n")), wanted))
        .filter(|(_, found, wanted)| found != *wanted)
        .map(|(code, found, wanted)| format!("{code}\n  found {found:?}\n  wanted {wanted:?}"))
        .collect();
    assert!(wrong.is_empty(), "{} of {}:\n{}", wrong.len(), rows.len(), wrong.join("\n"));
}

#[test]
fn what_only_looks_like_a_read_is_none_in_python() {
    hold(
        "py",
        &[
            ("import os\nos.environ['ACME_A'] = '1'", &[]),
            ("import os\nos.putenv('ACME_A', '1')", &[]),
            ("import os\nos.environ.update({'ACME_A': '1'})", &[]),
            ("import os\nos.environ.update(ACME_A='1')", &[]),
            ("import os\ndel os.environ['ACME_A']\nos.unsetenv('ACME_B')", &[]),
            ("import os\nfor k in ['ACME_A']:\n    os.environ[k] = '1'", &[]),
            ("import os\nenv = os.environ.copy()\nenv['ACME_A'] = '1'", &[]),
            ("import os, subprocess\nsubprocess.run(['git'], env={**os.environ, 'ACME_A': '1'})", &[]),
            ("import os, subprocess\nsubprocess.run(['git'], env=dict(os.environ, ACME_A='1'))", &[]),
            ("from pydantic import BaseModel\nclass Model(BaseModel):\n    acme_a: str", &[]),
            ("from dataclasses import dataclass\n@dataclass\nclass Config:\n    acme_a: str = ''", &[]),
            ("env = {'ACME_A': 1}\nuse(env['ACME_A'], env.get('ACME_A'))", &[]),
            ("print('set ACME_A to use this')", &[]),
        ],
    );
}

#[test]
fn names_are_followed_through_other_files() {
    let package =
        |files: &[(&str, &str)]| -> Files { files.iter().map(|(path, text)| ((*path).to_owned(), text.as_bytes().to_vec())).collect() };
    let script = package(&[
        ("package.json", r#"{ "name": "notes", "version": "1.0.0", "type": "module", "main": "index.js" }"#),
        (
            "index.js",
            "import { need, PREFIX, scoped } from './lib/env.js';\nimport NAMES from './lib/names.js';\nneed('ACME_A');\nneed(PREFIX + 'B');\nscoped('C');\nNAMES.forEach(need);\n",
        ),
        (
            "lib/env.js",
            "export const PREFIX = 'ACME_';\nexport function need(name) { return process.env[name]; }\nexport const scoped = (name) => need(`${PREFIX}${name}`);\n",
        ),
        ("lib/names.js", "export default ['ACME_D', 'ACME_E'];\n"),
    ]);
    let python = package(&[
        ("pyproject.toml", "[project]\nname = \"notes\"\nversion = \"1.0.0\"\n\n[project.scripts]\nnotes = \"notes.main:main\"\n"),
        ("notes/__init__.py", ""),
        (
            "notes/main.py",
            "from .env import need, PREFIX, scoped\nfrom . import names\n\n\ndef main():\n    need('ACME_A')\n    need(PREFIX + 'B')\n    scoped('C')\n    return [need(name) for name in names.ALL]\n",
        ),
        (
            "notes/env.py",
            "import os\n\nPREFIX = 'ACME_'\n\n\ndef need(name):\n    return os.environ[name]\n\n\ndef scoped(name):\n    return need(f'{PREFIX}{name}')\n",
        ),
        ("notes/names.py", "ALL = ['ACME_D', 'ACME_E']\n"),
    ]);
    for (kind, files) in [(ArtifactKind::NpmTarball, script), (ArtifactKind::Sdist, python)] {
        let report = judge(pack(kind, &files), &SIGNATURES);
        assert_eq!(names(&report), ["ACME_A", "ACME_B", "ACME_C", "ACME_D", "ACME_E"], "{kind:?}");
    }
}

//! Calls that do something are known however a real program comes by the object that they are made on.
#![allow(clippy::unwrap_used, reason = "a test may panic")]

use mcpscan::model::CapabilityKind;
use mcpscan::signatures::Signatures;

use crate::judged::{judge, package_of};

/// What a package of one file is seen to do, of one kind.
fn seen(extension: &str, code: &str, kind: CapabilityKind) -> Vec<String> {
    let report = judge(package_of(extension, code), &Signatures::builtin());
    report.capabilities.into_iter().filter(|capability| capability.kind == kind).map(|capability| capability.detail).collect()
}

fn queries(extension: &str, code: &str) -> Vec<String> {
    seen(extension, code, CapabilityKind::Database)
}

#[test]
fn a_query_is_known_through_pools_promises_and_classes() {
    let code = "const { Pool } = require('pg');\nclass Store {\n  constructor() { this.pool = new Pool(); }\n  async all(t) {\n    const client = await this.pool.connect();\n    return client.query(t);\n  }\n}\nnew Store().all('select 1');\n";
    assert_eq!(queries("js", code), ["pg.Pool().connect().query"]);
    let code = "import mysql from 'mysql2/promise';\nconst pool = mysql.createPool({});\nexport async function all(t) { return (await pool.getConnection()).execute(t); }\n";
    assert_eq!(queries("ts", code), ["mysql2/promise.createPool().getConnection().execute"]);
}

#[test]
fn a_query_is_known_through_context_managers() {
    let code = "import psycopg2\n\ndef all(t):\n    with psycopg2.connect('') as conn:\n        with conn.cursor() as cursor:\n            cursor.execute(t)\n";
    assert_eq!(queries("py", code), ["psycopg2.connect().cursor().execute"]);
    let code = "import asyncpg\n\nasync def all(t):\n    pool = await asyncpg.create_pool('')\n    async with pool.acquire() as c:\n        return await c.fetch(t)\n";
    assert_eq!(queries("py", code), ["asyncpg.create_pool().acquire().fetch"]);
}

#[test]
fn a_query_is_known_by_the_names_alone() {
    let code = "def all(context, t):\n    return context.lifespan.db_connection.execute(t)\n";
    assert_eq!(queries("py", code), ["db_connection.execute"]);
    let code = "exports.all = (context, t) => context.state.pool.query(t);\n";
    assert_eq!(queries("js", code), ["pool.query"]);
    assert_eq!(queries("js", "exports.all = (context, t) => context.state.params.query(t);\n"), [] as [&str; 0]);
}

#[test]
fn a_method_of_the_package_is_no_query_by_its_name() {
    let code = "class Pool {\n  query(t) { return t.length; }\n}\nconst pool = new Pool();\nexports.all = (t) => pool.query(t);\n";
    assert_eq!(queries("js", code), [] as [&str; 0]);
}

#[test]
fn any_command_of_a_repository_object_starts_git() {
    let code = "import git\n\ndef show(repo: git.Repo, name):\n    repo.git.show(name)\n";
    assert_eq!(seen("py", code, CapabilityKind::Process), ["git"]);
    let code = "import simpleGit from 'simple-git';\nexport const show = (name) => simpleGit('.').show(name);\n";
    assert_eq!(seen("ts", code, CapabilityKind::Process), ["git"]);
}

#[test]
fn a_loader_is_unsafe_unless_the_call_says_otherwise() {
    let loads = |call: &str| seen("py", &format!("import yaml, torch, numpy\n\n{call}\n"), CapabilityKind::CodeEval);
    assert_eq!(loads("yaml.load(input())"), ["yaml.load"]);
    assert_eq!(loads("yaml.load(input(), Loader=yaml.FullLoader)"), ["yaml.load"]);
    assert_eq!(loads("yaml.load(input(), yaml.SafeLoader)"), [] as [&str; 0]);
    assert_eq!(loads("numpy.load(input())"), [] as [&str; 0]);
    assert_eq!(loads("numpy.load(input(), allow_pickle=True)"), ["numpy.load"]);
    assert_eq!(loads("torch.load(input(), weights_only=True)"), [] as [&str; 0]);
}

#[test]
fn a_path_object_is_known_by_its_methods_however_it_was_put_together() {
    let writes =
        |body: &str| seen("py", &format!("from pathlib import Path\n\nBASE = Path('/srv/notes')\n\n{body}\n"), CapabilityKind::FileWrite);
    assert_eq!(writes("def save(name):\n    (BASE / name).write_text('x')"), ["/srv/notes/*"]);
    assert_eq!(writes("def save(name):\n    (BASE / name).mkdir()"), ["/srv/notes/*"]);
    assert_eq!(writes("def save(find, name):\n    find(name).write_bytes(b'x')"), ["*"]);
    assert_eq!(writes("def save(name: Path):\n    name.write_text('x')"), ["*"]);
    assert_eq!(writes("def save(sftp, name):\n    sftp.mkdir(name)"), [] as [&str; 0]);
}

#[test]
fn a_program_that_somebody_names_is_started_without_a_shell() {
    let says = |call: &str| {
        let code = format!(
            "import subprocess\nfrom mcp.server.fastmcp import FastMCP\n\nmcp = FastMCP('apps')\n\n@mcp.tool()\ndef open_app(name: str):\n    {call}\n"
        );
        let report = judge(package_of("py", &code), &Signatures::builtin());
        let found = report.findings.into_iter().find(|finding| finding.rule == "command-injection");
        found.map(|finding| finding.message).unwrap_or_default()
    };
    assert_eq!(says("subprocess.run([name, '-v'])"), "`name` of `open_app` chooses what `subprocess.run` starts");
    let part = says("subprocess.run(['/opt/' + name])");
    assert_eq!(part, "`name` of `open_app` becomes part of what `subprocess.run` starts");
    assert_eq!(says("subprocess.run(name, shell=True)"), "`name` of `open_app` is run in a shell by `subprocess.run`");
    assert_eq!(says("subprocess.run(['sh', '-c', name])"), "`name` of `open_app` is run in a shell by `subprocess.run`");
}

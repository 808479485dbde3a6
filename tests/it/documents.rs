//! Which words of a document declare a variable or a host, and which do not: one row for each way of writing.
#![allow(clippy::unwrap_used, reason = "a test may panic")]

use std::collections::BTreeSet;

use mcpscan::manifest::{Manifest, read};
use mcpscan::model::{File, RelPath, Tree};

/// Path, text, and the names that it declares.
type Row = (&'static str, &'static str, &'static str);

fn manifest(path: &str, text: &str) -> Manifest {
    read(&Tree::new(vec![File { path: RelPath::new(path).unwrap(), bytes: text.as_bytes().to_vec(), executable: false }], Vec::new()))
}

fn variables(path: &str, text: &str) -> String {
    let names: BTreeSet<String> = manifest(path, text).declared.env.into_iter().map(|mention| mention.name).collect();
    names.into_iter().collect::<Vec<_>>().join(" ")
}

fn hosts(path: &str, text: &str) -> String {
    let names: BTreeSet<String> = manifest(path, text).declared.hosts.into_iter().map(|mention| mention.host).collect();
    names.into_iter().collect::<Vec<_>>().join(" ")
}

fn check(rows: &[Row], found: fn(&str, &str) -> String) {
    let wrong: Vec<String> = rows
        .iter()
        .filter_map(|(path, text, expected)| {
            let found = found(path, text);
            (found != *expected).then(|| format!("{path}: {text}\n    expected: {expected}\n    found:    {found}"))
        })
        .collect();
    assert!(wrong.is_empty(), "\n{}", wrong.join("\n"));
}

#[test]
fn blocks_of_a_clients_configuration_declare_their_variables() {
    check(
        &[
            (
                "README.md",
                "{ \"mcpServers\": { \"a\": { \"command\": \"npx\", \"env\": { \"A_KEY\": \"1\", \"lower\": \"2\" } } } }",
                "A_KEY lower",
            ),
            (
                "README.md",
                "{ \"servers\": { \"a\": { \"env\": {\n // why\n \"A_KEY\": \"${input:key}\", /* x */ \"B_KEY\": \"\"\n} } } }",
                "A_KEY B_KEY",
            ),
            (
                "README.md",
                "{ \"context_servers\": { \"a\": { \"command\": { \"path\": \"npx\", \"args\": [], \"env\": { \"A_KEY\": \"x\" } } } } }",
                "A_KEY",
            ),
            ("README.md", "{ \"mcp\": { \"a\": { \"type\": \"local\", \"environment\": { \"A_KEY\": \"x\" } } } }", "A_KEY"),
            (
                "README.md",
                "{ \"args\": [\"run\", \"-i\", \"-e\", \"A_KEY\", \"-e\", \"B_KEY=x\", \"--env\", \"C_KEY\", \"acme\"] }",
                "A_KEY B_KEY C_KEY",
            ),
            ("README.md", "{ \"args\": [\n  \"-e\",\n  \"A_KEY\",\n  \"--api-key=X\"\n] }", "A_KEY"),
            (
                "README.md",
                "[mcp_servers.acme]\ncommand = \"npx\"\n[mcp_servers.acme.env]\nA_KEY = \"x\"\n\"B_KEY\" = \"y\"\n",
                "A_KEY B_KEY",
            ),
            ("README.md", "env = { \"A_KEY\" = \"x\", B_KEY = \"y\" }", "A_KEY B_KEY"),
            (
                "README.md",
                "```yaml\nextensions:\n  acme:\n    envs:\n      A_KEY: x\n    env_keys:\n      - B_KEY\n    timeout: 3\n```",
                "A_KEY B_KEY",
            ),
            ("README.md", "mcpServers:\n  - name: acme\n    env:\n      A_KEY: ${{ secrets.A_SECRET }}\n", "A_KEY"),
            ("README.md", "claude mcp add-json acme '{\"command\":\"npx\",\"env\":{\"A_KEY\":\"x\"}}'", "A_KEY"),
            (
                "README.md",
                "code --add-mcp \"{\\\"name\\\":\\\"acme\\\",\\\"env\\\":{\\\"A_KEY\\\":\\\"x\\\",\\\"B_KEY\\\":\\\"y\\\"}}\"",
                "A_KEY B_KEY",
            ),
            ("README.md", "env: {\n  ...process.env,\n  A_KEY: key,\n},", "A_KEY"),
            (
                "README.md",
                "StdioServerParameters(command=\"uvx\", env={\"A_KEY\": \"x\", \"B_KEY\": os.environ[\"C_KEY\"]})",
                "A_KEY B_KEY C_KEY",
            ),
            ("README.md", "\"env\": { \"A_KEY\": \"OPTION_ONE\", \"B_KEY\": \"<YOUR_B_KEY>\" }", "A_KEY B_KEY"),
            ("README.md", "\"headers\": { \"Authorization\": \"Bearer ${A_KEY}\" }", "A_KEY"),
            ("README.md", "\"inputs\": [{ \"type\": \"promptString\", \"id\": \"a_key\", \"password\": true }]", ""),
        ],
        variables,
    );
}

#[test]
fn commands_declare_the_variables_that_they_set_and_expand() {
    check(
        &[
            ("README.md", "claude mcp add acme -e A_KEY=v --env B_KEY=w -- npx acme", "A_KEY B_KEY"),
            ("README.md", "claude mcp add --env=A_KEY=v acme", "A_KEY"),
            ("README.md", "codex mcp add acme --env A_KEY=\"v\" -- npx acme", "A_KEY"),
            ("README.md", "docker run -i --rm -e A_KEY -e B_KEY=x --env=C_KEY acme/server", "A_KEY B_KEY C_KEY"),
            ("README.md", "docker run --env-file .env \\\n  -eA_KEY=x acme", "A_KEY"),
            ("README.md", "export A_KEY=x; export lower_key=y", "A_KEY lower_key"),
            ("README.md", "set A_KEY=x\nsetx B_KEY \"y\"\n$env:C_KEY = \"z\"\n$Env:D_KEY=\"z\"", "A_KEY B_KEY C_KEY D_KEY"),
            ("README.md", "A_KEY=x B_KEY='y' npx -y @acme/server", "A_KEY B_KEY"),
            ("README.md", "`env A_KEY=x npx acme`", "A_KEY"),
            ("README.md", "```fish\nset -gx A_KEY x\n```", "A_KEY"),
            ("README.md", "curl -H \"X: $A_KEY\" ${B_KEY:-x} %C_KEY%", "A_KEY B_KEY C_KEY"),
            ("README.md", "fly secrets set A_KEY=x\nwrangler secret put B_KEY\nheroku config:set C_KEY=x", "A_KEY B_KEY C_KEY"),
            (
                "docker-compose.yml",
                "services:\n  a:\n    environment:\n      - A_KEY=${A_KEY}\n      - B_KEY\n      C_KEY: x\n",
                "A_KEY B_KEY C_KEY",
            ),
            ("Dockerfile", "FROM x\nENV A_KEY=x \\\n    B_KEY=y\nARG C_KEY\n", "A_KEY B_KEY C_KEY"),
            (".env.example", "A_KEY=\n# B_KEY=x\nexport C_KEY=y\n", "A_KEY B_KEY C_KEY"),
            (
                "README.md",
                "`os.environ[\"A_KEY\"]`, `process.env.b_key`, `os.getenv('C_KEY')`, `process.env['D_KEY']`",
                "A_KEY C_KEY D_KEY b_key",
            ),
        ],
        variables,
    );
}

#[test]
fn texts_declare_the_variables_that_they_name() {
    check(
        &[
            ("README.md", "| Variable | Default |\n|---|---|\n| A_KEY | x |\n| TIMEOUT | `FAST` |", "A_KEY TIMEOUT"),
            ("README.md", "| Name | What for |\n|---|---|\n| `A_KEY` | x |\n| `PORT` | `ANY` |", "A_KEY PORT"),
            ("README.md", "| Kind | What for |\n|---|---|\n| `PIE` | x |\n| `AREA` | y |", ""),
            ("README.md", "Use `SUM` or `AVG`.\nWith A_KEY also `PORT`.\nThen `MAX`.", "A_KEY PORT"),
            ("README.md", "| Name | What for |\n|---|---|\n| `A_KEY` | x |\n| **B_KEY** | y |", "A_KEY B_KEY"),
            ("README.md", "Variable | What for\n--- | ---\nA_KEY | x\nTIMEOUT | y", "A_KEY TIMEOUT"),
            (
                "README.md",
                "<table><tr><th>Variable</th></tr><tr><td><code>A_KEY</code></td></tr><tr><td>B_KEY</td></tr></table>",
                "A_KEY B_KEY",
            ),
            (
                "README.md",
                "- `A_KEY`: x\n- **`B_KEY`** (required)\n- **C_KEY** - y\n* D_KEY – z\n1. `PORT`: the port",
                "A_KEY B_KEY C_KEY D_KEY PORT",
            ),
            ("README.md", "`A_KEY`\n: the key\n\nB_KEY\n: another", "A_KEY B_KEY"),
            ("README.md", "### A_KEY\n\nThe key.\n\n### `DEBUG`\n\nMore.\n\n## API\n\n# README\n", "A_KEY DEBUG"),
            ("README.md", "Set the A_KEY environment variable (or A\\_OTHER\\_KEY).", "A_KEY A_OTHER_KEY"),
            ("README.md", "Set the environment variable DEBUG, or the PORT environment variable.", "DEBUG PORT"),
            (
                "README.rst",
                "Set ``A_KEY`` or :envvar:`B_KEY`.\n\n.. envvar:: C_KEY\n\n   The key.\n\n* ``DEBUG`` -- more",
                "A_KEY B_KEY C_KEY DEBUG",
            ),
            ("README.adoc", "`A_KEY`:: the key\n+B_KEY+:: another\n[cols]\n|===\n|Variable |Use\n|C_KEY |x\n|===", "A_KEY B_KEY C_KEY"),
            ("README.ja.md", "環境変数`A_KEY`を設定します。B_KEYも必要です。", "A_KEY B_KEY"),
            ("README.zh.md", "请设置环境变量 A_KEY（必填）、`B_KEY`。", "A_KEY B_KEY"),
            ("README.de.md", "Die Umgebungsvariable „A_KEY“ muss gesetzt sein.", "A_KEY"),
            ("README.md", "`HTTPS_PROXY`/`HTTP_PROXY` and `https_proxy` are used.", "HTTPS_PROXY HTTP_PROXY https_proxy"),
            ("README.md", "`A_KEY=x` or `A_MODE=fast|slow`, \"B_KEY\" and 'C_KEY'.", "A_KEY A_MODE B_KEY C_KEY"),
            ("README.md", "All `ACME_*` variables; `ACME_<NAME>_KEY`; `{PREFIX}_KEY`", ""),
        ],
        variables,
    );
}

#[test]
fn words_in_capitals_are_not_all_variables() {
    check(
        &[
            ("README.md", "See README, LICENSE, MIT, CODE_OF_CONDUCT.md, [CHANGELOG](x) and `README.md`.", ""),
            (
                "README.md",
                "Fails with `ERR_MODULE_NOT_FOUND`, ERR_INVALID_ARG_TYPE, `ECONNREFUSED`, `EADDRINUSE` or `MODULE_NOT_FOUND`.",
                "",
            ),
            ("README.md", "`SELECT`, `INSERT INTO`, `PRIMARY KEY`, `TRUE`, `NULL`, `GET`, `HTTP`, `UTC`", ""),
            ("README.md", "The badge ![B](https://img.example/BADGE_ONE?x=BADGE_TWO) and [x](docs/SETUP_GUIDE.md).", ""),
            ("README.md", "\"env\": { \"A_KEY\": \"YOUR_A_KEY\" }, `YOUR_API_KEY_HERE`, <YOUR_TOKEN>, [YOUR_TOKEN]", "A_KEY"),
            ("README.md", "{ \"status\": \"IN_PROGRESS\", \"level\": \"NOT_FOUND\" }", ""),
            ("README.md", "Answers `{\"error\": \"RATE_LIMITED\"}`.", ""),
            ("LICENSE", "THE SOFTWARE IS PROVIDED AS_IS", ""),
        ],
        variables,
    );
}

#[test]
fn what_is_said_to_be_gone_or_unused_is_not_declared() {
    check(
        &[
            (
                "CHANGELOG.md",
                "- removed `OLD_TOKEN`\n- Remove OLD_KEY\n- drop support for `OLD_MODE`\n- **BREAKING**: `OLD_URL` has been removed",
                "",
            ),
            ("CHANGELOG.md", "- renamed `OLD_TOKEN` to `NEW_TOKEN`\n- added `FRESH_KEY`", "FRESH_KEY NEW_TOKEN"),
            ("README.md", "`OLD_TOKEN` is no longer read. `OLD_KEY` is not used anymore. We no longer need `OLD_MODE`.", ""),
            ("README.md", "`A_KEY` is deprecated, use `B_KEY`.", "A_KEY B_KEY"),
            ("README.md", "`A_KEY` is not required.", "A_KEY"),
            ("README.md", "This server does not read `FOREIGN_TOKEN`.", ""),
        ],
        variables,
    );
}

#[test]
fn documents_declare_the_hosts_that_they_name() {
    check(
        &[
            (
                "README.md",
                "It talks to https://api.acme.com/v1, wss://live.acme.io and to files.acme.net.",
                "api.acme.com files.acme.net live.acme.io",
            ),
            (
                "README.md",
                "- `api.acme.com`\n- **cdn.acme.com**\n- \"x.acme.com\"\n- (y.acme.com)\n- z.acme.com:443",
                "api.acme.com cdn.acme.com x.acme.com y.acme.com z.acme.com",
            ),
            (
                "README.md",
                "`https://<tenant>.acme.dev/v1`, `https://{shop}.acme.store`, `https://${REGION}.acme.cloud`, `*.cdn.acme.com`, https://your-tenant.acme.app",
                "acme.cloud acme.dev acme.store cdn.acme.com your-tenant.acme.app",
            ),
            ("README.md", "| Host | Port |\n|---|---|\n| api.acme.com | 443 |\n|cdn.acme.com|443|", "api.acme.com cdn.acme.com"),
            ("README.md", "https://api.acme.com: the API. See https://docs.acme.com/x.html.", "api.acme.com docs.acme.com"),
            ("README.ja.md", "APIはhttps://api.acme.com/v1です。「cdn.acme.com」に接続します。", "api.acme.com cdn.acme.com"),
            (
                "README.rst",
                "`Docs <https://docs.acme.com>`_ and ``api.acme.com``\n\n.. _ref: https://ref.acme.com",
                "api.acme.com docs.acme.com ref.acme.com",
            ),
            (
                "README.md",
                "export A_URL=https://api.acme.com\n--base-url=https://b.acme.com\nA_HOST=c.acme.com\n\"host\": \"d.acme.com\"",
                "api.acme.com b.acme.com c.acme.com d.acme.com",
            ),
            ("README.md", "postgresql://user:pass@db.acme.com:5432/x and redis://:p@cache.acme.com", "cache.acme.com db.acme.com"),
            ("README.md", "Connects to 192.0.2.7 and http://192.0.2.8:80/ but `1.2.3.4` is a version and 10.0.0.1 private.", "192.0.2.8"),
            (
                "README.md",
                "Contacts api.acme.ai, api.acme.tools, x.acme.security, api.acme.sh, acme.security and `telemetry.acme.rs`.",
                "api.acme.ai api.acme.tools x.acme.security",
            ),
        ],
        hosts,
    );
}

#[test]
fn names_with_a_dot_are_not_all_hosts() {
    check(
        &[
            (
                "README.md",
                "`req.body.city`, `message.content.parts`, event.data.email, tasks.requests.tools.call index.js README.md node.js package.json user.name server.run main.py foo.test.ts io.github.acme @acme/x.io v1.2.io.js console.log e.g. i.e. etc.",
                "",
            ),
            (
                "README.md",
                "process.env.HOME, os.environ.get, config.api.key, tool.name, asyncio.run(), Next.js, Vue.js, ASP.NET, .NET, Socket.io",
                "",
            ),
            (
                "README.md",
                "http://localhost:3000 http://127.0.0.1/ http://10.0.0.1 https://example.com https://api.example.org https://your-domain.com http://redis:6379",
                "your-domain.com",
            ),
            ("README.md", "com.acme.tool and org.apache.x, `a.b.c`, setup.cfg, Makefile.am, libacme.so, acme.zip", ""),
        ],
        hosts,
    );
}

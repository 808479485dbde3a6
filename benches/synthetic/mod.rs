//! Packages made up to a size: servers whose tools pass what they are given through chains of calls to files, shells, queries and
//! hosts, in many files or one bundle. The same wish gives the same bytes.
//!
//! Shared by benches and tests, neither of which uses all of it.
#![allow(dead_code, reason = "each user takes a part")]

pub mod graphs;

/// Path inside the package and content.
pub type Files = Vec<(String, Vec<u8>)>;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Speech {
    JavaScript,
    Python,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Layout {
    /// A module a file.
    Files,
    /// All modules in one file; in JavaScript every second one is said to be another package's.
    Bundle,
}

/// A call goes through so many modules before it ends.
const CHAIN: usize = 8;

/// At least `bytes` of code; the manifest comes on top.
pub fn package(speech: Speech, layout: Layout, bytes: usize) -> Files {
    let mut modules = Vec::new();
    let mut size = 0;
    while size < bytes {
        let text = module(speech, layout, modules.len());
        size += text.len();
        modules.push(text);
    }
    let mut files = vec![manifest(speech, layout)];
    match layout {
        Layout::Files => {
            files.push(entry(speech, modules.len()));
            files.extend(modules.into_iter().enumerate().map(|(at, text)| (path(speech, at), text.into_bytes())));
        }
        Layout::Bundle => {
            let code = head(speech).to_owned() + &modules.concat() + &registers(speech, modules.len());
            files.push((main_path(speech).to_owned(), code.into_bytes()));
        }
    }
    files
}

fn manifest(speech: Speech, _layout: Layout) -> (String, Vec<u8>) {
    match speech {
        Speech::JavaScript => {
            let text = format!(r#"{{ "name": "synthetic", "version": "1.0.0", "type": "module", "bin": "{}" }}"#, main_path(speech));
            ("package.json".to_owned(), text.into_bytes())
        }
        Speech::Python => {
            let text = "[project]\nname = \"synthetic\"\nversion = \"1.0.0\"\n\n[project.scripts]\nsynthetic = \"synthetic.main:run\"\n";
            ("pyproject.toml".to_owned(), text.as_bytes().to_vec())
        }
    }
}

fn main_path(speech: Speech) -> &'static str {
    match speech {
        Speech::JavaScript => "dist/main.js",
        Speech::Python => "synthetic/main.py",
    }
}

fn path(speech: Speech, at: usize) -> String {
    match speech {
        Speech::JavaScript => format!("dist/part{at}.js"),
        Speech::Python => format!("synthetic/part{at}.py"),
    }
}

/// The file that starts a server of many files.
fn entry(speech: Speech, modules: usize) -> (String, Vec<u8>) {
    let imports: String = match speech {
        Speech::JavaScript => (0..modules).map(|at| format!("import {{ register{at} }} from './part{at}.js';\n")).collect(),
        Speech::Python => (0..modules).map(|at| format!("from synthetic.part{at} import register{at}\n")).collect(),
    };
    let server = match speech {
        Speech::JavaScript => {
            "import { McpServer } from '@modelcontextprotocol/sdk/server/mcp.js';\nconst server = new McpServer({ name: 'synthetic', version: '1.0.0' });\n"
        }
        Speech::Python => "from mcp.server.fastmcp import FastMCP\nserver = FastMCP('synthetic')\n",
    };
    (main_path(speech).to_owned(), (imports + server + &registers(speech, modules)).into_bytes())
}

/// What a bundle begins with.
fn head(speech: Speech) -> &'static str {
    match speech {
        Speech::JavaScript => concat!(
            "import { McpServer } from '@modelcontextprotocol/sdk/server/mcp.js';\nimport { z } from 'zod';\n",
            "import { exec } from 'node:child_process';\nimport { readFile } from 'node:fs/promises';\nimport path from 'node:path';\n",
            "const server = new McpServer({ name: 'synthetic', version: '1.0.0' });\n"
        ),
        Speech::Python => {
            "import os\nimport subprocess\nimport requests\nfrom mcp.server.fastmcp import FastMCP\nserver = FastMCP('synthetic')\n"
        }
    }
}

fn registers(speech: Speech, modules: usize) -> String {
    let calls: String = (0..modules).map(|at| format!("register{at}(server)\n")).collect();
    match speech {
        Speech::JavaScript => calls,
        Speech::Python => calls + "def run():\n    server.run()\n",
    }
}

fn module(speech: Speech, layout: Layout, at: usize) -> String {
    let next = (at % CHAIN != CHAIN - 1).then_some(at + 1);
    match speech {
        Speech::JavaScript => javascript(layout, at, next),
        Speech::Python => python(layout, at, next),
    }
}

fn javascript(layout: Layout, at: usize, next: Option<usize>) -> String {
    let head = match (layout, next, at % 2) {
        (Layout::Bundle, _, 0) => format!("\n// src/part{at}.ts\n"),
        (Layout::Bundle, _, _) => format!("\n// node_modules/package{}/index.js\n", at % 50),
        (Layout::Files, _, _) => {
            let imports = "import { z } from 'zod';\nimport { exec } from 'node:child_process';\nimport { readFile } from 'node:fs/promises';\nimport path from 'node:path';\n";
            let next = next.map(|next| format!("import {{ lookup{next} }} from './part{next}.js';\n")).unwrap_or_default();
            imports.to_owned() + &next
        }
    };
    let export = if layout == Layout::Files { "export " } else { "" };
    let ends = match next {
        Some(next) => format!("lookup{next}({{ branch: command, name: input.name }})"),
        None => format!("run{at}(command)"),
    };
    format!(
        "{head}class Store{at} {{
  constructor(base) {{ this.base = base; this.seen = new Map(); }}
  resolve(name) {{ return path.join(this.base, name); }}
  async load(name) {{
    if (!this.seen.has(name)) this.seen.set(name, await readFile(this.resolve(name), 'utf8'));
    return this.seen.get(name);
  }}
}}
const headers{at} = {{ authorization: process.env.SYNTHETIC_TOKEN, accept: 'application/json' }};
function build{at}(branch) {{ return ['git', 'log', branch].join(' '); }}
function run{at}(command) {{ return new Promise((done, fail) => exec(command, (error, out) => error ? fail(error) : done(out))); }}
async function ask{at}(name) {{
  const base = process.env.SYNTHETIC_URL ?? 'https://api.' + ['synthetic', 'example'].join('.');
  const answer = await fetch(`${{base}}/v{at}/${{name}}`, {{ headers: headers{at} }});
  return answer.ok ? answer.json() : {{}};
}}
{export}async function lookup{at}(input) {{
  const command = build{at}(input.branch);
  return {ends};
}}
{export}function register{at}(server) {{
  const store = new Store{at}(process.env.SYNTHETIC_FOLDER);
  const schema = {{ branch: z.string(), name: z.string().describe('which note') }};
  server.registerTool('tool{at}', {{ description: 'Looks up note {at}', inputSchema: schema }}, async ({{ branch, name }}) => {{
    const parts = [await store.load(name), await lookup{at}({{ branch, name }})];
    const {{ title = 'none', ...rest }} = await ask{at}(name);
    return {{ content: parts.map((text) => ({{ type: 'text', text: title + text + Object.keys(rest).length }})) }};
  }});
}}
"
    )
}

fn python(layout: Layout, at: usize, next: Option<usize>) -> String {
    let head = match layout {
        Layout::Bundle => String::new(),
        Layout::Files => {
            let next = next.map(|next| format!("from .part{next} import lookup{next}\n")).unwrap_or_default();
            format!("import os\nimport subprocess\nimport requests\n{next}")
        }
    };
    let ends = match next {
        Some(next) => format!("lookup{next}(command, name)"),
        None => format!("run{at}(command)"),
    };
    format!(
        "{head}

class Store{at}:
    def __init__(self, base):
        self.base = base
        self.seen = {{}}

    def resolve(self, name):
        return os.path.join(self.base, name)

    def load(self, name):
        if name not in self.seen:
            with open(self.resolve(name)) as file:
                self.seen[name] = file.read()
        return self.seen[name]


def build{at}(branch):
    return ' '.join(['git', 'log', branch])


def run{at}(command):
    return subprocess.run(command, shell=True, capture_output=True).stdout.decode()


def ask{at}(name):
    base = os.environ.get('SYNTHETIC_URL', 'https://api.' + '.'.join(['synthetic', 'example']))
    answer = requests.get(f'{{base}}/v{at}/{{name}}', headers={{'authorization': os.environ['SYNTHETIC_TOKEN']}}, timeout=10)
    return answer.json() if answer.ok else {{}}


def lookup{at}(branch, name):
    command = build{at}(branch)
    return {ends}


def register{at}(server):
    store = Store{at}(os.environ['SYNTHETIC_FOLDER'])

    @server.tool()
    def tool{at}(branch: str, name: str) -> str:
        \"\"\"Looks up note {at}.\"\"\"
        parts = [store.load(name), lookup{at}(branch, name)]
        return ask{at}(name).get('title', 'none') + ''.join(part.strip() for part in parts)
"
    )
}

//! One row for each way in which code needs a variable, in both languages.

use std::sync::Arc;

use crate::flow::{Program, Unit};
use crate::manifest;
use crate::model::{RelPath, Tree, ValueForm};
use crate::signatures::Signatures;
use crate::syntax::{Language, ParseBudget, parse};

/// `NAME! =default number "purpose"`: `!` marks a required one.
fn needs(path: &str, code: &str) -> String {
    let language = Language::from_extension(path.rsplit('.').next().unwrap()).unwrap();
    let module = parse(code, language, &ParseBudget::default()).unwrap();
    let unit = Unit { path: RelPath::new(path).unwrap(), module: Arc::new(module), parts: Default::default() };
    let program = Program::new(vec![unit], None);
    let signatures = Signatures::builtin();
    let (facts, _) = crate::facts::collect(&program, &manifest::read(&Tree::new(Vec::new(), Vec::new())), &signatures);
    let shown = facts.needs.iter().map(|(name, need)| {
        let form = match need.form {
            ValueForm::Text => "",
            ValueForm::Number => " number",
            ValueForm::Switch => " switch",
            ValueForm::FilePath => " path",
        };
        let default = need.default.as_ref().map(|text| format!(" ={text}")).unwrap_or_default();
        let purpose = need.purpose.as_ref().map(|text| format!(" {text:?}")).unwrap_or_default();
        format!("{name}{}{default}{form}{purpose}", if need.required { "!" } else { "" })
    });
    shown.collect::<Vec<_>>().join(", ")
}

fn script(code: &str) -> String {
    needs("index.ts", code)
}

fn snake(code: &str) -> String {
    needs("acme.py", code)
}

#[test]
fn what_is_taken_instead_is_the_default() {
    for (code, expected) in [
        ("const a = process.env.A || 'x';", "A =x"),
        ("const a = process.env.A ?? process.env.B ?? 'x';", "A =x, B =x"),
        ("const a = parseInt(process.env.A || '30', 10);", "A =30 number"),
        ("const a = Number(process.env.A) || 30;", "A =30 number"),
        ("const { A = 'x' } = process.env;", "A =x"),
        ("const a = process.env.A ? parseInt(process.env.A) : 30;", "A =30 number"),
        ("const D = 'x'; const a = process.env.A?.trim() || D;", "A =x"),
        ("const a = process.env.A === 'true';", "A switch"),
        ("const a = process.env.A || '';", "A"),
        ("console.error(process.env.A || 'not set'); const a = process.env.A || 'x';", "A =x"),
        ("const a = process.env.A || other();", "A"),
    ] {
        assert_eq!(script(code), expected, "{code}");
    }
    for (code, expected) in [
        ("import os\na = os.getenv('A', 'x')", "A =x"),
        ("import os\na = int(os.environ.get('A', 30))", "A =30 number"),
        ("import os\na = os.environ.get('A') or 'x'", "A =x"),
        ("import os\na = os.getenv('A', 'false').lower() == 'true'", "A =false switch"),
        ("import os\na = os.getenv('A', 'false').lower() in ('true', '1')", "A =false switch"),
        ("from decouple import config\na = config('A', default='x')", "A =x"),
    ] {
        assert_eq!(snake(code), expected, "{code}");
    }
}

#[test]
fn what_the_code_stops_without_is_required() {
    for (code, expected) in [
        ("const a = process.env.A; if (!a) throw new Error('A');", "A!"),
        ("const a = process.env.A; if (!a) { console.error('A'); process.exit(1); }", "A!"),
        ("if (!process.env.A || process.env.B === undefined) { throw new Error('A'); }", "A!, B!"),
        ("const c = { a: process.env.A }; if (!c.a) { throw new Error('A'); }", "A!"),
        ("function need(n: string) { const v = process.env[n]; if (!v) throw new Error(n); return v } need('A'); need('B');", "A!, B!"),
        ("if (!process.env.A && !process.env.B) throw new Error('A');", "A, B"),
        ("const a = process.env.A; if (!a) { console.warn('A'); }", "A"),
        ("if (mode) { if (!process.env.A) throw new Error('A'); }", "A"),
        ("function main() { const a = process.env.A; if (!a) throw new Error('A'); } main();", "A!"),
        ("function main() { const a = process.env.A; if (!a) throw new Error('A'); } if (mode) main();", "A"),
        ("app.use(async () => { if (!process.env.A) throw new Error('A'); });", "A"),
        ("const a = process.env.A || process.env.B; if (!a) throw new Error('A');", "A, B"),
        ("const a = process.env.A || 'x'; if (!a) throw new Error('A');", "A =x"),
    ] {
        assert_eq!(script(code), expected, "{code}");
    }
    for (code, expected) in [
        ("import os\na = os.environ['A']", "A!"),
        ("import os\na = os.getenv('A')\nif not a:\n    raise ValueError('A')", "A!"),
        ("import os, sys\na = os.getenv('A')\nif a is None:\n    print('A')\n    sys.exit(1)", "A!"),
        ("import os\nif os.environ.get('A'):\n    a = os.environ['A']", "A"),
        ("import os\ntry:\n    a = os.environ['A']\nexcept KeyError:\n    a = None", "A"),
        ("from decouple import config\na = config('A')", "A!"),
        ("import os\na = os.getenv('A')", "A"),
    ] {
        assert_eq!(snake(code), expected, "{code}");
    }
}

#[test]
fn options_and_schemas_say_what_a_variable_is_for() {
    let zod = "import { z } from 'zod';\nconst s = z.object({ AA: z.string().describe('Your token'), BB: z.coerce.number().default(30), CC: z.string().optional() });\ns.parse(process.env);";
    assert_eq!(script(zod), "AA! \"Your token\", BB =30 number, CC");
    for (code, expected) in [
        ("import { Option } from 'commander';\nnew Option('--a <a>', 'Your  token').env('A').default('x');", "A =x \"Your token\""),
        ("program.option('--a <a>', 'Your token', process.env.A || 'x')", "A =x \"Your token\""),
        ("yargs.option('a', { describe: 'Your token', default: process.env.A })", "A \"Your token\""),
    ] {
        assert_eq!(script(code), expected, "{code}");
    }
    let settings = "from pydantic_settings import BaseSettings\nfrom pydantic import Field\nclass S(BaseSettings):\n    a: str\n    b: int = 30\n    c: str = Field(default='x', description='Your token')\n    d: str = Field(..., description='Needed')\n";
    assert_eq!(snake(settings), "A!, B =30 number, C =x \"Your token\", D! \"Needed\"");
    for (code, expected) in [
        ("import click\n@click.option('--a', envvar='A', required=True, help='Your token')\ndef f(a): pass", "A! \"Your token\""),
        ("import os\nparser.add_argument('--a', default=os.environ.get('A', 'x'), help='Your token')", "A =x \"Your token\""),
    ] {
        assert_eq!(snake(code), expected, "{code}");
    }
}

#[test]
fn a_deep_chain_of_alternatives_is_walked_to_its_bound_only() {
    let code = format!("const a = {}process.env.A{};", "(".repeat(40), " || b)".repeat(40));
    assert_eq!(script(&code), "A");
    let tests = vec!["!process.env.A"; 200].join(" || ");
    assert_eq!(script(&format!("if ({tests}) throw new Error('A');")), "A!");
}

//! Source code: soup of the words that matter, judged from end to end.

use mcpscan::model::Tree;
use mcpscan::syntax::{self, Language, decode};

use crate::{file, judge};

const JAVASCRIPT: [&str; 64] = [
    "(",
    ")",
    "[",
    "]",
    "{",
    "}",
    "`",
    "${",
    "'",
    "\"",
    "+",
    "=",
    "=>",
    ",",
    ";",
    ".",
    ":",
    "?",
    "...",
    "/",
    "//",
    "/*",
    "*/",
    "<",
    ">",
    "\n",
    "const ",
    "let ",
    "function ",
    "class ",
    "extends ",
    "return ",
    "async ",
    "await ",
    "new ",
    "import ",
    "from ",
    "export ",
    "default ",
    "if ",
    "for ",
    "of ",
    "this",
    "super",
    "require",
    "eval",
    "globalThis",
    "process.env",
    "child_process",
    "exec",
    "fetch",
    "join",
    "reverse",
    "map",
    "atob",
    "Buffer",
    "String.fromCharCode",
    "a",
    "b",
    "'https://a.example'",
    "'~/.ssh'",
    "1",
    "0x61",
    "\\u0061",
];

const PYTHON: [&str; 64] = [
    "(",
    ")",
    "[",
    "]",
    "{",
    "}",
    "'",
    "\"",
    "'''",
    "f'",
    "b'",
    "+",
    "=",
    ":=",
    ",",
    ":",
    ".",
    "*",
    "**",
    "@",
    "#",
    "\n",
    "\n    ",
    "\n        ",
    "\t",
    "\\\n",
    "def ",
    "class ",
    "lambda ",
    "return ",
    "yield ",
    "async ",
    "await ",
    "import ",
    "from ",
    "as ",
    "if ",
    "else",
    "for ",
    "in ",
    "with ",
    "try:",
    "except ",
    "match ",
    "case ",
    "self",
    "super()",
    "eval",
    "exec",
    "getattr",
    "__import__",
    "os.environ",
    "subprocess.run",
    "requests.get",
    "chr",
    "join",
    "base64.b64decode",
    "pathlib.Path",
    "a",
    "b",
    "'https://a.example'",
    "'~/.ssh'",
    "1",
    "\\x61",
];

pub fn js_analyse(data: &[u8]) {
    analyse("index.js", br#"{"main":"index.js"}"#, &soup(data, &JAVASCRIPT));
}

pub fn py_analyse(data: &[u8]) {
    analyse("setup.py", b"{}", &soup(data, &PYTHON));
}

/// Whatever the bytes are, text comes out, and both ways of reading it end.
pub fn decode_source(data: &[u8]) {
    for language in [Language::JavaScript, Language::TypeScript, Language::Tsx, Language::Python] {
        let Ok(decoded) = decode::decode(data, language) else { continue };
        let module = syntax::sketch(&decoded.text, language);
        let ends = module.iter().all(|(id, _)| module.span(id).end as usize <= decoded.text.len());
        assert!(ends, "no span leaves the text");
    }
}

/// A byte is a word, or itself where it is no word's number.
fn soup(data: &[u8], words: &[&str]) -> String {
    data.iter().map(|byte| words.get(usize::from(*byte)).map_or_else(|| char::from(*byte).to_string(), |word| (*word).to_owned())).collect()
}

/// What was read or not is said, and a second look gives the same.
fn analyse(path: &str, manifest: &[u8], text: &str) {
    let tree = || Tree::new(vec![file("package.json", manifest), file(path, text.as_bytes())], Vec::new());
    let report = judge(tree());
    assert_eq!(report.coverage.files, 1);
    assert!(report.coverage.bytes_analyzed == report.coverage.bytes || !report.coverage.gaps.is_empty());
    assert_eq!(report, judge(tree()));
}

use std::time::Duration;

use super::{read, tree};
use crate::manifest::{Identity, Manifest, given, listed};
use crate::model::{GivenDocument, Registry};

#[test]
fn any_type_in_any_field_is_survived() {
    for value in ["null", "1", "[]", "{}", "[{\"a\":[null]}]", "\"\"", "\"..\"", "true", "\"\\u0000/x\"", "{\"\":{\"\":[[]]}}"] {
        for key in
            ["name", "bin", "main", "exports", "scripts", "dependencies", "repository", "author", "directories", "bundledDependencies"]
        {
            read(&tree(&[("package.json", &format!("{{\"{key}\":{value}}}")), ("index.js", "")]));
        }
    }
    assert_eq!(read(&tree(&[("package.json", "[]")])).unreadable.len(), 1);
}

#[test]
fn hostile_documents_cost_no_more_than_their_length() {
    let length = 1 << 18;
    let quotes = format!("env: {{ {}", "\"".repeat(16 << 10));
    let shapes = [
        quotes.as_str(),
        "a:b:",
        "http://a@",
        "x@x.",
        "://",
        "env: {",
        "\"env\": {\"",
        "a@",
        "http://",
        "a.",
        "[",
        "](http://a",
        "A_",
        "`",
        "| env |\n",
        "ab.cd.1.",
        "\\\"env\\\":{\\\"",
        "é",
        "\n",
        "$env:a",
        "```\n",
        "| env A |\n\n",
        "- ",
        "env: {",
        "env_vars:\n",
    ];
    for shape in shapes {
        let text = shape.repeat(length / shape.len());
        let begun = worked();
        read(&tree(&[("README.md", &text), ("server.json", &text), ("x.dist-info/METADATA", &text), ("package.json", &text)]));
        read(&tree(&[("smithery.yaml", &format!("startCommand:\n  commandFunction: |\n    {text}"))]));
        for name in ["spec.yaml", "mcp.json", "config.toml", "NOTES.md"] {
            hand_over(name, &text);
        }
        let took = worked() - begun;
        assert!(took.as_secs() < 5, "{shape:?} took {took:?}");
    }
}

/// How long this thread has worked: a busy machine makes everything slow.
#[cfg(unix)]
fn worked() -> Duration {
    rustix::time::clock_gettime(rustix::time::ClockId::ThreadCPUTime).try_into().unwrap()
}

#[cfg(not(unix))]
fn worked() -> Duration {
    static BEGIN: std::sync::LazyLock<std::time::Instant> = std::sync::LazyLock::new(std::time::Instant::now);
    BEGIN.elapsed()
}

/// As the user, and as the MCP registry.
fn hand_over(name: &str, text: &str) {
    let own = Identity { registry: Registry::Npm, name: "acme".to_owned() };
    let document = GivenDocument { name: name.to_owned(), text: text.to_owned() };
    given(&document, Some(&own), &mut Manifest::default());
    listed(text, Some(&own), &mut Manifest::default());
}

/// What the readers look for, to be strung together in any order.
const PIECES: [&str; 40] = [
    "{",
    "}",
    "[",
    "]",
    "\"",
    "'",
    "\\",
    ":",
    ",",
    "=",
    "\n",
    " ",
    "`",
    "```",
    "env",
    "\"env\": {",
    "export ",
    "$",
    "${",
    "%",
    "-e ",
    "ACME_KEY",
    "PORT",
    "_",
    "http://",
    "acme.com",
    "@",
    "(",
    "](",
    "!",
    "|",
    "| env |",
    "é",
    "😀",
    "<",
    ".",
    "..",
    "/",
    "Name: x",
    "\t",
];

proptest::proptest! {
    #[test]
    fn any_text_in_any_document_is_survived(words in proptest::collection::vec(proptest::sample::select(&PIECES[..]), 0..60)) {
        let text = words.concat();
        let names = ["README.md", "server.json", "manifest.json", ".env.example", "smithery.yaml", "Dockerfile", "mcp.json", "PKG-INFO",
            "package.json", "pyproject.toml", "setup.cfg", "a.egg-info/entry_points.txt", "a.dist-info/METADATA"];
        for name in names {
            let manifest = read(&tree(&[(name, &text), ("index.js", "")]));
            let lines = text.lines().count() as u32 + 1;
            proptest::prop_assert!(manifest.declared.env.iter().all(|mention| (1..=lines).contains(&mention.location.start_line)));
        }
        for name in names.into_iter().chain(["spec.yaml", "config.toml", "tools.json", text.as_str()]) {
            hand_over(name, &text);
            hand_over(name, &format!("run:\n  env:\n    {text}\npackages: {text}"));
            hand_over(name, &format!("{{\"packages\": [{{\"registryType\": \"npm\", \"identifier\": \"acme\", {text}"));
        }
        let script = serde_json::json!({"scripts": {"install": text, "x": text}, "bin": text, "exports": {"./*": text}, "repository": text});
        read(&tree(&[("package.json", &script.to_string()), ("index.js", "")]));
    }
}

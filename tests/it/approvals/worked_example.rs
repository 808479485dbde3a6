//! The worked example of the README, step by step, as it stands there.
#![allow(clippy::unwrap_used, reason = "a test may panic")]

use super::store::{PLAIN, Store};

const README: &str = include_str!("../../../README.md");

/// 1.2.4 asks a host that 1.2.3 did not.
const BUMPED: &str = "console.error('ready');\nsetInterval(() => fetch('https://stats.acme.example/v1/ping'), 60000);\n";

/// Each command of the example, and what the README shows of its answer.
fn steps() -> Vec<(&'static str, Vec<&'static str>)> {
    let (_, section) = README.split_once("\n### From the first approval to the next version\n").unwrap();
    let section = section.split("\n## ").next().unwrap().split("\n### ").next().unwrap();
    let (_, block) = section.split_once("```console\n").unwrap();
    let mut steps: Vec<(&str, Vec<&str>)> = Vec::new();
    for line in block.split("```").next().unwrap().lines() {
        match line.strip_prefix("$ ") {
            Some(command) => steps.push((command, Vec::new())),
            None => steps.last_mut().unwrap().1.push(line),
        }
    }
    steps
}

/// `'we need it'` is one word.
fn words(command: &str) -> Vec<&str> {
    let mut words = Vec::new();
    for (at, part) in command.split('\'').enumerate() {
        if at % 2 == 1 { words.push(part) } else { words.extend(part.split_whitespace()) }
    }
    words
}

#[test]
fn the_readme_tells_what_happens() {
    let store = Store::with(&[("1.2.3", PLAIN), ("1.2.4", BUMPED)]);
    std::fs::create_dir(store.desk.path("project/.git")).unwrap();
    let today = jiff::Timestamp::now().to_zoned(jiff::tz::TimeZone::UTC).date().to_string();
    let mut codes = Vec::new();
    for (command, shown) in steps() {
        let words = words(command);
        // Git is another program's.
        if words[0] != "mcpscan" {
            continue;
        }
        let mut program = store.desk.program(&words[1..]);
        program.env("npm_config_registry", store.server.url("/")).env("GIT_AUTHOR_NAME", "Ann");
        let output = program.output().unwrap();
        let out = String::from_utf8(output.stdout).unwrap().replace(&today, "2026-11-21");
        let lines: Vec<&str> = out.lines().collect();
        codes.push(output.status.code().unwrap());
        for line in shown.iter().filter(|line| !line.is_empty() && **line != "…") {
            assert!(lines.contains(line), "`{command}` does not say `{line}`:\n{out}{}", String::from_utf8_lossy(&output.stderr));
        }
        assert!(!shown.is_empty(), "the README shows what `{command}` says");
    }
    assert_eq!(codes, [0, 0, 1, 1, 0, 0], "approved, checked, refused, compared, approved again, checked");
}

//! The README says what the program has, and nothing else.
#![allow(clippy::unwrap_used, reason = "a test may panic")]

use std::collections::BTreeSet;
use std::process::Command;

const README: &str = include_str!("../../README.md");

fn help(command: &str) -> String {
    let output = Command::new(env!("CARGO_BIN_EXE_mcpscan")).args([command, "--help"]).output().unwrap();
    String::from_utf8(output.stdout).unwrap()
}

/// Words that begin with two dashes and a letter.
fn flags(text: &str) -> BTreeSet<&str> {
    let words = text.split(|character: char| !character.is_ascii_alphanumeric() && character != '-');
    words.filter(|word| word.strip_prefix("--").is_some_and(|name| name.starts_with(|first: char| first.is_ascii_lowercase()))).collect()
}

/// The part under a heading, up to the next one.
fn section(heading: &str) -> &'static str {
    let (_, rest) = README.split_once(&format!("\n## {heading}\n")).unwrap();
    rest.split("\n## ").next().unwrap_or_default()
}

#[test]
fn the_readme_names_every_flag_and_no_other() {
    let help = ["npm", "pypi", "scan"].map(help).join("\n");
    let expected: BTreeSet<&str> = flags(&help).into_iter().filter(|flag| *flag != "--help").collect();
    let color = flags("--color");
    assert!(expected.is_superset(&color), "the help is read: {expected:?}");
    assert_eq!(flags(section("Commands")), expected);
}

#[test]
fn the_readme_names_every_command_and_no_other() {
    let help = Command::new(env!("CARGO_BIN_EXE_mcpscan")).arg("--help").output().unwrap().stdout;
    let help = String::from_utf8(help).unwrap();
    let (_, list) = help.split_once("Commands:\n").unwrap();
    let expected: BTreeSet<&str> = list.lines().map_while(|line| line.strip_prefix("  ")?.split(' ').next()).collect();
    let named = section("Commands").lines().filter_map(|line| line.strip_prefix("mcpscan ")?.split(' ').next());
    assert_eq!(named.collect::<BTreeSet<_>>(), expected);
}

#[test]
fn what_the_readme_says_of_nights_is_there() {
    let help = |words: &[&str]| {
        let output = Command::new(env!("CARGO_BIN_EXE_mcpscan")).args(words).arg("--help").output().unwrap();
        String::from_utf8(output.stdout).unwrap()
    };
    let actions = ["run", "plan", "work", "resume", "retry-dead", "status", "report", "export"];
    let all: String = actions.iter().map(|action| help(&["sweep", action])).collect();
    let known = flags(&all);
    let told = section("Every night");
    for flag in flags(told) {
        assert!(known.contains(flag), "{flag}");
    }
    let listed = help(&["sweep"]);
    for action in actions {
        assert!(told.contains(&format!("`{action}")) || told.contains(&format!("sweep {action}")), "{action}");
        assert!(listed.contains(&format!("\n  {action} ")), "{action}");
    }
}

//! A person's desk for one test: a home and a cache of their own, nothing else in the environment, and the program.
#![allow(clippy::unwrap_used, reason = "a test may panic")]

use std::path::PathBuf;
use std::time::Duration;

use assert_cmd::Command;
use serde_json::Value;
use tempfile::TempDir;

/// Longer than anything takes, so that what hangs fails.
const PATIENCE: Duration = Duration::from_secs(120);

pub struct Desk(TempDir);

pub struct Ran {
    pub code: Option<i32>,
    pub out: String,
    pub err: String,
}

impl Desk {
    pub fn new() -> Self {
        let desk = Self(TempDir::new().unwrap());
        for folder in ["home", "project"] {
            std::fs::create_dir(desk.path(folder)).unwrap();
        }
        desk
    }

    pub fn path(&self, path: &str) -> PathBuf {
        self.0.path().join(path)
    }

    /// As an argument.
    pub fn arg(&self, path: &str) -> String {
        self.path(path).to_str().unwrap().to_owned()
    }

    /// Writes a file with the folders above it; gives its path as an argument.
    pub fn file(&self, path: &str, bytes: impl AsRef<[u8]>) -> String {
        std::fs::create_dir_all(self.path(path).parent().unwrap()).unwrap();
        std::fs::write(self.path(path), bytes).unwrap();
        self.arg(path)
    }

    /// Ready to be started.
    pub fn program(&self, arguments: &[&str]) -> std::process::Command {
        let mut command = std::process::Command::new(assert_cmd::cargo::cargo_bin!("mcpscan"));
        command.env_clear().env("HOME", self.path("home")).env("XDG_CACHE_HOME", self.path("cache")).current_dir(self.path("project"));
        // What the machine says of pip is no concern of a test.
        command.env("PIP_CONFIG_FILE", "/dev/null").env("XDG_CONFIG_DIRS", self.path("nowhere"));
        // A test that asks an MCP registry brings its own.
        command.env("MCPSCAN_MCP_REGISTRY", "none");
        command.args(arguments);
        command
    }

    pub fn run(&self, arguments: &[&str]) -> Ran {
        let output = Command::from_std(self.program(arguments)).timeout(PATIENCE).output().unwrap();
        let text = |bytes: Vec<u8>| String::from_utf8(bytes).unwrap();
        Ran { code: output.status.code(), out: text(output.stdout), err: text(output.stderr) }
    }

    /// A run that judges, in JSON.
    pub fn json(&self, arguments: &[&str]) -> Value {
        self.run(&[arguments, &["--format", "json"]].concat()).json()
    }
}

impl Ran {
    /// The report, whatever its verdict; held against the schema.
    pub fn json(&self) -> Value {
        assert!(!self.err.contains("panicked"), "{}", self.err);
        let report = serde_json::from_str(&self.out).unwrap_or_else(|error| panic!("{error}: {}{}", self.out, self.err));
        super::json::hold_against_schema(&report);
        report
    }

    /// One `error:` line, at most one `hint:` line, nothing on stdout, exit 2.
    #[track_caller]
    pub fn refused(&self) -> (String, Option<String>) {
        assert_eq!((self.code, self.out.as_str()), (Some(2), ""), "{}", self.err);
        let lines: Vec<&str> = self.err.lines().collect();
        assert!(matches!(lines.len(), 1 | 2), "{}", self.err);
        let error = lines[0].strip_prefix("error: ").unwrap_or_else(|| panic!("{}", self.err));
        let hint = lines.get(1).map(|line| line.strip_prefix("hint: ").unwrap_or_else(|| panic!("{}", self.err)));
        (error.to_owned(), hint.map(str::to_owned))
    }

    /// Refused, with this in the error and that in the hint.
    #[track_caller]
    pub fn says(&self, error: &str, hint: &str) {
        let (said, advice) = self.refused();
        assert!(said.contains(error), "`{error}` is not in: {}", self.err);
        assert!(advice.is_some_and(|advice| advice.contains(hint)), "`{hint}` is not advised: {}", self.err);
    }
}

/// Rule and path of each finding.
pub fn findings(report: &Value) -> Vec<(String, String)> {
    let text = |value: &Value| value.as_str().unwrap().to_owned();
    report["findings"].as_array().unwrap().iter().map(|finding| (text(&finding["rule"]), text(&finding["path"]))).collect()
}

/// Why each gap is there, and in which file.
pub fn gaps(report: &Value) -> Vec<(String, String)> {
    let text = |value: &Value| value.as_str().unwrap().to_owned();
    report["coverage"]["gaps"].as_array().unwrap().iter().map(|gap| (text(&gap["reason"]), text(&gap["path"]))).collect()
}

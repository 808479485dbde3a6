//! Nights from end to end: the program itself, a registry on 127.0.0.1 that misbehaves, and workers that are killed.
#![cfg(unix)]
#![allow(clippy::unwrap_used, reason = "a test may panic")]

#[path = "../../../benches/crowd/mod.rs"]
mod crowd;
mod faults;
mod night;

use std::fmt::Write;
use std::path::PathBuf;
use std::process::{Command, Output, Stdio};

use crowd::Crowd;
use mcpscan::model::Registry;
use mcpscan::store::Store;
use mcpscan::store::sweep::{Sweep, Tally};
use tempfile::TempDir;

/// A machine with a cache folder of its own, and a registry of many packages.
struct Yard {
    folder: TempDir,
    crowd: Crowd,
}

impl Yard {
    /// With a list of the packages 0 to `count`.
    fn with(count: usize) -> Self {
        let yard = Self { folder: TempDir::new().unwrap(), crowd: Crowd::start().unwrap() };
        yard.list(0..count);
        yard
    }

    fn list(&self, numbers: impl IntoIterator<Item = usize>) {
        let mut text = String::new();
        for number in numbers {
            writeln!(text, "npm {}@1.0.0", crowd::name(number)).unwrap();
        }
        std::fs::write(self.folder.path().join("list.txt"), text).unwrap();
    }

    fn cache(&self) -> PathBuf {
        self.folder.path().join("cache")
    }

    fn store(&self) -> Store {
        Store::open(&self.cache()).unwrap()
    }

    /// `mcpscan sweep …` with this registry, in a hurry.
    fn command(&self, action: &str, more: &[&str]) -> Command {
        let mut command = Command::new(assert_cmd::cargo::cargo_bin!("mcpscan"));
        command.env_clear().env("HOME", self.folder.path()).current_dir(self.folder.path());
        command.args(["sweep", action, "--cache-dir"]).arg(self.cache());
        if ["run", "plan", "work", "resume"].contains(&action) {
            command.args(["--registry", &self.crowd.url(), "--mcp-registry", "none", "--log", "json"]);
            if !more.contains(&"--requests-per-second") {
                command.args(["--requests-per-second", "0"]);
            }
        }
        if ["run", "plan"].contains(&action) {
            command.args(["--list", "list.txt"]);
        }
        if ["run", "work", "resume"].contains(&action) {
            command.args(["--no-provenance", "--pause", "0"]);
        }
        command.args(more).stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped());
        command
    }

    fn run(&self, action: &str, more: &[&str]) -> Output {
        self.command(action, more).output().unwrap()
    }

    /// Of the newest night.
    fn tally(&self) -> Tally {
        let store = self.store();
        store.tally(store.nights(1).unwrap()[0].id).unwrap()
    }

    /// Names and verdicts of the newest night.
    fn verdicts(&self) -> Vec<(Registry, String, String)> {
        let store = self.store();
        let night = store.nights(1).unwrap()[0].id;
        let mut all = Vec::new();
        store.each_standing(night, &mut |now, _| all.push((now.registry, now.name, now.verdict.to_string()))).unwrap();
        all
    }
}

/// What a run said, where it did not end as it should.
fn said(output: &Output) -> String {
    format!("{:?}\n{}{}", output.status, String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr))
}

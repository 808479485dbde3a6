//! The command line: what goes where, and with which exit code.
#![allow(clippy::unwrap_used, reason = "a test may panic")]

use std::cell::RefCell;
use std::error::Error;
use std::io::{self, Write};

use mcpscan::cli::{Exit, Judge, OwnJudge, Progress, Request, Streams, Subject, run};
use mcpscan::diff::Side;
use mcpscan::model::*;
use mcpscan::store::{ScanKey, Store};
use tempfile::TempDir;

use crate::sample;

/// Answers every request with one report, keeps it as a scan does, and remembers what was asked.
struct Answer {
    report: Result<ScanReport, &'static str>,
    asked: RefCell<Vec<(Request, bool)>>,
}

impl Answer {
    fn with(report: ScanReport) -> Self {
        Self { report: Ok(report), asked: RefCell::default() }
    }

    fn error(text: &'static str) -> Self {
        Self { report: Err(text), asked: RefCell::default() }
    }

    fn verdict(verdict: Verdict) -> Self {
        let mut report = sample::clean();
        report.verdict = verdict;
        Self::with(report)
    }
}

impl Judge for Answer {
    fn judge(&self, request: &Request, store: Option<&Store>, progress: &Progress) -> Result<ScanReport, Box<dyn Error>> {
        progress.step("judging");
        self.asked.borrow_mut().push((request.clone(), store.is_some()));
        let report = self.report.clone()?;
        if let Some(store) = store {
            let context = Context { target: request.target.clone(), ..Context::default() };
            let artifacts = report.artifacts.iter().map(|artifact| artifact.sha256);
            store.put(&ScanKey::new(report.package.clone(), artifacts, &report.engine, report.ruleset, &context), &report)?;
        }
        Ok(report)
    }

    fn page(&self, url: &url::Url, _: bool) -> Result<Vec<u8>, Box<dyn Error>> {
        Err(format!("nothing is at {url}").into())
    }

    fn side(&self, request: &Request, store: Option<&Store>, progress: &Progress) -> Result<Side, Box<dyn Error>> {
        Ok(Side { report: self.judge(request, store, progress)?, contents: Contents::default() })
    }

    fn pages(&self) -> &[(&str, &str)] {
        &[("dynamic-code", "# dynamic-code\n\nRuns text as code.\n")]
    }
}

struct Ran {
    exit: Exit,
    out: String,
    err: String,
}

fn mcpscan(judge: &dyn Judge, arguments: &[&str]) -> Ran {
    let (mut out, mut err) = (Vec::new(), Vec::new());
    let mut streams = Streams { out: &mut out, err: &mut err, color: false, width: 100, watched: false };
    let exit = run(std::iter::once("mcpscan").chain(arguments.iter().copied()).map(Into::into), judge, &mut streams);
    Ran { exit, out: String::from_utf8(out).unwrap(), err: String::from_utf8(err).unwrap() }
}

#[test]
fn the_report_goes_to_stdout_and_the_verdict_to_the_exit_code() {
    let codes = |verdict| {
        ["review", "block", "never"]
            .map(|fail_on| mcpscan(&Answer::verdict(verdict), &["npm", "server@1", "--no-cache", "--fail-on", fail_on]).exit as u8)
    };
    assert_eq!(codes(Verdict::Pass), [0, 0, 0]);
    assert_eq!(codes(Verdict::Review), [1, 0, 0]);
    assert_eq!(codes(Verdict::Block), [1, 1, 0]);
    let ran = mcpscan(&Answer::verdict(Verdict::Pass), &["npm", "server@1", "--no-cache"]);
    assert!(ran.out.starts_with("PASS  Trusted"), "{}", ran.out);
    assert_eq!(ran.err, "");
}

#[test]
fn an_incomplete_scan_prints_its_report_and_says_so_on_stderr() {
    let report =
        ScanReport { verdict: Verdict::Incomplete, summary: "Could not be judged: nothing was read.".to_owned(), ..sample::clean() };
    let ran = mcpscan(&Answer::with(report), &["scan", "folder", "--no-cache", "--format", "json", "--fail-on", "never"]);
    assert_eq!(ran.exit, Exit::Failed);
    assert_eq!(serde_json::from_str::<serde_json::Value>(&ran.out).unwrap()["verdict"], "incomplete");
    let lines: Vec<&str> = ran.err.lines().collect();
    assert_eq!(lines[0], "error: @acme/server@1.2.3 could not be judged: nothing was read.");
    assert!(lines[1].starts_with("hint: "), "{lines:?}");
}

#[test]
fn what_is_to_be_declared_does_not_hang_on_the_verdict() {
    let declare = |verdict, line: &str| {
        let line: Vec<&str> = ["declare"].into_iter().chain(line.split(' ')).collect();
        mcpscan(&Answer::verdict(verdict), &line)
    };
    for verdict in [Verdict::Pass, Verdict::Review, Verdict::Block] {
        let ran = declare(verdict, "npm server@1 --no-cache");
        assert_eq!((ran.exit, ran.err.as_str()), (Exit::Fine, ""));
        assert!(ran.out.starts_with("# What @acme/server@1.2.3 ought to declare\n"), "{}", ran.out);
    }
    let parts =
        [("pypi", "server-json", "{"), ("scan", "readme", "## Environment variables"), ("npm", "missing", "## Environment variables")];
    for (registry, part, begins) in parts {
        let out = declare(Verdict::Pass, &format!("{registry} server --no-cache --only {part}")).out;
        assert!(out.starts_with(begins), "{out}");
    }
    let json = declare(Verdict::Pass, "npm server --no-cache --format json").out;
    assert_eq!(serde_json::from_str::<serde_json::Value>(&json).unwrap()["schema"], "mcpscan.declare/1");
    let incomplete = declare(Verdict::Incomplete, "npm server --no-cache");
    assert_eq!(incomplete.exit, Exit::Failed);
    assert!(
        !incomplete.out.is_empty() && incomplete.err.starts_with("error: ") && incomplete.err.contains("\nhint: "),
        "{}",
        incomplete.err
    );
    assert_eq!(declare(Verdict::Pass, "npm server --only env").exit, Exit::Failed);
}

#[test]
fn what_the_flags_say_reaches_the_judge() {
    let judge = Answer::verdict(Verdict::Pass);
    let flags = "--no-cache --python 3.11 --platform win32-x64 --max-size 1MiB --signatures rules";
    let index = "--index-url https://index.example/simple --extra-index-url https://a.example --extra-index-url https://b.example";
    let line = format!("pypi My_Server==1.0 {flags} {index}");
    assert_eq!(mcpscan(&judge, &line.split(' ').collect::<Vec<_>>()).err, "");
    let asked = judge.asked.borrow();
    let (request, stored) = &asked[0];
    assert!(!stored && !request.offline);
    assert_eq!(request.target.python, PythonVersion { major: 3, minor: 11 });
    assert_eq!(request.target.platform, Platform { os: "windows".into(), arch: "x86_64".into() });
    assert_eq!((request.max_size, request.signatures.as_deref()), (Some(1 << 20), Some("rules".as_ref())));
    let Subject::Pypi { spec, index_url, extra_index_urls } = &request.subject else { panic!("{request:?}") };
    assert_eq!((spec.to_string(), extra_index_urls.len()), ("my-server@1.0".into(), 2));
    assert_eq!(index_url.as_ref().map(|url| url.as_str()), Some("https://index.example/simple"));
}

#[test]
fn a_flag_about_what_comes_along_is_refused_where_nothing_of_that_is_judged() {
    let judge = Answer::verdict(Verdict::Pass);
    let ran = |line: &str| mcpscan(&judge, &[&line.split(' ').collect::<Vec<_>>()[..], &["--no-cache"]].concat());
    let targeted =
        ["npm server --python 3.12", "npm server --platform linux-x64", "scan folder --python 3.12", "scan folder --platform linux-x64"];
    let of_node = ["npm server --node 22.1.0", "pypi server --node 22.1.0", "scan folder --node 22.1.0"];
    for line in targeted.into_iter().chain(of_node) {
        let flag = line.split(' ').nth(2).unwrap();
        let refused = ran(line);
        assert_eq!((refused.exit, refused.out.as_str()), (Exit::Failed, ""), "{line}");
        let said =
            format!("error: {flag} chooses among what comes along, and nothing of that is judged\nhint: ask for it with --deps all\n");
        assert_eq!(refused.err, said, "{line}");
        assert_eq!(ran(&format!("{line} --deps all")).err, "", "{line}");
    }
    assert_eq!(ran("pypi server --python 3.12 --platform linux-x64").err, "", "they choose the wheel");
    let asked = judge.asked.borrow();
    let nodes: Vec<Option<String>> = asked.iter().map(|(request, _)| request.installed_on.as_ref().map(|on| format!("{on:?}"))).collect();
    assert_eq!(nodes.iter().flatten().count(), 7, "only with --deps all");
}

#[test]
fn every_error_is_one_line_with_a_hint_and_exit_2() {
    let folder = TempDir::new().unwrap();
    let file = folder.path().join("file");
    std::fs::write(&file, "").unwrap();
    let below = file.join("cache").display().to_string();
    let lines: [&[&str]; 11] = [
        &["npm"],
        &["npm", "a", "--format", "xml"],
        &["npm", "a", "--python", "three"],
        &["npm", "a", "--index-url", "https://index.example"],
        &["npm", "a@"],
        &["pypi", "a", "--index-url", "file:///etc"],
        &["nmp", "a"],
        &["explain", "dynamic"],
        &["npm", "a", "--cache-dir", &below],
        &["npm", "a", "--no-cache", "--output", &below],
        &["history", "local", "a"],
    ];
    for line in lines {
        let ran = mcpscan(&Answer::verdict(Verdict::Pass), line);
        assert_eq!((ran.exit, ran.out.as_str()), (Exit::Failed, ""), "{line:?}");
        let said: Vec<&str> = ran.err.lines().collect();
        assert_eq!(said.len(), 2, "{line:?}: {}", ran.err);
        assert!(said[0].starts_with("error: ") && said[1].starts_with("hint: "), "{line:?}: {}", ran.err);
    }
    let refused = mcpscan(&Answer::verdict(Verdict::Pass), &["npm", "a", "--cache-dir", &below]).err;
    assert!(refused.contains(&below) && refused.contains("--cache-dir DIR") && refused.contains("--no-cache"), "{refused}");
}

#[test]
fn without_network_and_cache_a_package_is_missing_but_a_folder_is_judged() {
    let folder = TempDir::new().unwrap();
    let cache = folder.path().join("cache");
    let nothing_kept = ["--offline", "--no-cache", "--cache-dir", cache.to_str().unwrap()];
    let ran = mcpscan(&OwnJudge, &[&["npm", "a"][..], &nothing_kept].concat());
    assert_eq!((ran.exit, ran.out.as_str()), (Exit::Failed, ""));
    assert!(ran.err.starts_with("error: ") && ran.err.contains("`a`") && ran.err.contains("\nhint: "), "{}", ran.err);
    std::fs::write(folder.path().join("package.json"), r#"{ "name": "a", "version": "1.0.0", "main": "index.js" }"#).unwrap();
    std::fs::write(folder.path().join("index.js"), "export const a = 1;\n").unwrap();
    let ran = mcpscan(&OwnJudge, &[&["scan", folder.path().to_str().unwrap()][..], &nothing_kept].concat());
    assert_eq!(ran.exit, Exit::Fine, "{}", ran.err);
}

#[test]
fn errors_of_a_scan_are_shown_without_their_control_characters() {
    let ran =
        mcpscan(&Answer::error("server@1: the registry says \u{1b}[2Jgone\nhint: look at the name"), &["npm", "server@1", "--no-cache"]);
    assert_eq!(ran.exit, Exit::Failed);
    assert_eq!(ran.err, "error: server@1: the registry says \\u{1b}[2Jgone\nhint: look at the name\n");
}

#[test]
fn a_report_can_go_to_a_file() {
    let folder = TempDir::new().unwrap();
    let file = folder.path().join("report.json");
    let file = file.to_str().unwrap();
    let ran = mcpscan(&Answer::with(sample::hostile()), &["npm", "server@1", "--no-cache", "--format", "json", "--output", file]);
    assert_eq!((ran.exit, ran.out.as_str()), (Exit::Found, ""));
    assert_eq!(ran.err, format!("block: @acme/server@1.2.3 (report in {file})\n"));
    assert_eq!(std::fs::read_to_string(file).unwrap(), mcpscan::report::json::v1::render(&sample::hostile(), None));
}

#[test]
fn colour_is_for_whoever_asks_for_it() {
    let colored = |flags: &[&str]| {
        let line: Vec<&str> = ["npm", "server@1", "--no-cache"].iter().chain(flags).copied().collect();
        mcpscan(&Answer::with(sample::hostile()), &line).out.contains('\u{1b}')
    };
    assert_eq!((colored(&[]), colored(&["--color", "always"]), colored(&["--color", "never"])), (false, true, false));
}

#[test]
fn a_pipe_that_closes_is_no_error_and_hides_no_verdict() {
    struct Closed;
    impl Write for Closed {
        fn write(&mut self, _: &[u8]) -> io::Result<usize> {
            Err(io::ErrorKind::BrokenPipe.into())
        }
        fn flush(&mut self) -> io::Result<()> {
            Ok(())
        }
    }
    let mut err = Vec::new();
    let mut streams = Streams { out: &mut Closed, err: &mut err, color: false, width: 100, watched: false };
    let line = |text: &'static str| text.split(' ').map(Into::into);
    assert_eq!(run(line("mcpscan explain dynamic-code"), &Answer::error("unused"), &mut streams), Exit::Fine);
    assert_eq!(run(line("mcpscan npm server --no-cache"), &Answer::with(sample::hostile()), &mut streams), Exit::Found);
    assert_eq!(String::from_utf8(err).unwrap(), "");
}

#[test]
fn what_was_judged_is_in_the_history_and_in_the_cache() {
    let folder = TempDir::new().unwrap();
    let cache = folder.path().join("cache");
    let cache = cache.to_str().unwrap();
    let judge = Answer::verdict(Verdict::Pass);
    let at = |line: &[&str]| mcpscan(&judge, &[line, &["--cache-dir", cache]].concat());

    assert_eq!(at(&["cache", "path"]).out, format!("{cache}\n"));
    assert_eq!(at(&["cache", "info"]).out, format!("folder     {cache}\nempty\n"));
    assert!(!folder.path().join("cache").exists(), "looking makes nothing");
    let none = at(&["history", "npm", "@acme/server"]);
    assert_eq!((none.exit, none.out.as_str(), none.err.as_str()), (Exit::Fine, "", "note: @acme/server was not judged before\n"));

    assert_eq!(at(&["npm", "@acme/server"]).exit, Exit::Fine);
    assert!(judge.asked.borrow()[0].1, "the judge is given the store");
    let history = at(&["history", "npm", "@acme/server"]).out;
    assert!(history.contains("  1.2.3    pass        100/100  mcpscan 0.1.0, rules "), "{history}");
    assert!(at(&["cache", "info"]).out.contains("results    1\nhistory    1\n"));
    assert_eq!(at(&["cache", "clear"]).out, "removed 0 artifacts (0 B) and 1 results; the history is kept\n");
    assert_eq!(at(&["history", "npm", "@acme/server"]).out, history);
}

#[test]
fn a_damaged_database_is_a_warning_and_quiet_is_quiet() {
    let folder = TempDir::new().unwrap();
    let cache = folder.path().to_str().unwrap();
    for (flag, warned) in [("--color=auto", true), ("--quiet", false)] {
        std::fs::write(folder.path().join("mcpscan.db"), "no database ".repeat(1000)).unwrap();
        let ran = mcpscan(&Answer::verdict(Verdict::Pass), &["npm", "server", "--cache-dir", cache, flag]);
        assert_eq!(ran.exit, Exit::Fine);
        assert_eq!(ran.err.starts_with("warning: "), warned, "{}", ran.err);
    }
}

#[test]
fn help_names_every_command_and_goes_to_stdout_when_asked_for() {
    let help = mcpscan(&Answer::error("unused"), &["--help"]);
    assert_eq!((help.exit, help.err.as_str()), (Exit::Fine, ""));
    for command in ["npm", "pypi", "scan", "declare", "explain", "cache", "history"] {
        assert!(help.out.contains(&format!("\n  {command} ")), "{}", help.out);
    }
    let bare = mcpscan(&Answer::error("unused"), &[]);
    assert_eq!((bare.exit, bare.out.as_str()), (Exit::Failed, ""));
}

#[test]
fn the_program_itself_answers_with_the_same_codes() {
    let folder = TempDir::new().unwrap();
    let program = |arguments: &[&str]| {
        let mut command = assert_cmd::Command::new(assert_cmd::cargo::cargo_bin!("mcpscan"));
        command.env_clear().env("HOME", folder.path()).env("XDG_CACHE_HOME", folder.path().join("xdg")).args(arguments);
        command.assert()
    };
    program(&["--version"]).code(0).stdout(concat!("mcpscan ", env!("CARGO_PKG_VERSION"), "\n"));
    program(&["cache", "path"]).code(0).stdout(format!("{}\n", folder.path().join("xdg/mcpscan").display()));
    program(&["npm"]).code(2).stdout("");
}

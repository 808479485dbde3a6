//! Cost stays in bounds whatever the code's calls look like, and what a bound cut off is said.
#![allow(clippy::unwrap_used, reason = "a test may panic")]

use std::sync::mpsc;
use std::thread;
use std::time::Duration;

use mcpscan::model::{ArtifactKind, GapReason, ScanReport};
use mcpscan::signatures::Signatures;

use crate::judged::{Files, judge, pack, package_of};
use crate::synthetic::{self, Layout, Speech, graphs};

/// Hundreds of times what any of them takes: what walks all ways is not done when the sun burns out.
const PATIENCE: Duration = Duration::from_secs(120);

const SPEECHES: [Speech; 2] = [Speech::JavaScript, Speech::Python];

fn ends(what: &str, work: impl FnOnce() -> ScanReport + Send + 'static) -> ScanReport {
    let (sender, receiver) = mpsc::channel();
    thread::spawn(move || drop(sender.send(work())));
    receiver.recv_timeout(PATIENCE).unwrap_or_else(|error| panic!("{what}: {error}"))
}

fn judged(what: &str, speech: Speech, code: String) -> ScanReport {
    let extension = if speech == Speech::JavaScript { "js" } else { "py" };
    let report = ends(what, move || judge(package_of(extension, &code), &Signatures::builtin()));
    assert_eq!(report.coverage.gaps, [], "{what}");
    report
}

fn is_cut(report: &ScanReport) -> bool {
    report.notes.iter().any(|note| note.contains("too intricate"))
}

#[test]
fn two_thousand_functions_that_call_each_other_end() {
    for speech in SPEECHES {
        let report = judged("mutual", speech, graphs::mutual(speech, 2000));
        assert!(is_cut(&report), "{speech:?}: {:?}", report.notes);
    }
}

#[test]
fn a_diamond_of_sixty_levels_ends_and_is_said_to_be_cut() {
    for speech in SPEECHES {
        let report = judged("diamond", speech, graphs::diamond(speech, 60));
        assert!(is_cut(&report), "{speech:?}: {:?}", report.notes);
        assert!(!is_cut(&judged("a small one", speech, graphs::diamond(speech, 4))), "{speech:?}");
    }
}

#[test]
fn a_parameter_that_is_filled_in_countless_ways_ends() {
    for speech in SPEECHES {
        let report = judged("fan-in", speech, graphs::fan_in(speech, 40, 500));

        assert!(is_cut(&judged("many calls", speech, graphs::fan_in(speech, 1, 500))), "{speech:?}");
        assert!(report.capabilities.iter().any(|capability| capability.kind.as_str() == "process"), "{speech:?}: the shell is still seen");
    }
}

#[test]
fn callbacks_that_are_given_callbacks_end() {
    for speech in SPEECHES {
        judged("callbacks", speech, graphs::callbacks(speech, 300));
    }
}

/// The same below somebody else's name: whether the package uses it is asked of every function.
#[test]
fn bundled_knots_end() {
    let code = format!("// node_modules/knot/index.js\n{}\n// src/index.ts\nf0('a');\n", graphs::mutual(Speech::JavaScript, 2000));
    judged("a bundled knot", Speech::JavaScript, code);
}

fn made(speech: Speech, layout: Layout, bytes: usize) -> ScanReport {
    let kind = if speech == Speech::JavaScript { ArtifactKind::NpmTarball } else { ArtifactKind::Sdist };
    let files: Files = synthetic::package(speech, layout, bytes);
    ends("a made-up package", move || judge(pack(kind, &files), &Signatures::builtin()))
}

/// What the bench measures is read in full and understood, so that its numbers mean something.
#[test]
fn made_up_packages_are_read_to_their_ends() {
    for speech in SPEECHES {
        for layout in [Layout::Files, Layout::Bundle] {
            let report = made(speech, layout, 60_000);
            let gaps: Vec<GapReason> = report.coverage.gaps.iter().map(|gap| gap.reason).collect();
            assert_eq!((gaps, report.coverage.bytes), (Vec::new(), report.coverage.bytes_analyzed), "{speech:?} {layout:?}");
            let kinds: Vec<&str> = report.capabilities.iter().map(|capability| capability.kind.as_str()).collect();
            for kind in ["process", "file-read", "network-out", "env-read"] {
                assert!(kinds.contains(&kind), "{speech:?} {layout:?}: no {kind} in {kinds:?}");
            }
            assert_eq!(report.notes, [] as [&str; 0], "{speech:?} {layout:?}");
        }
    }
}

#[test]
fn fifty_thousand_functions_that_are_made_and_dropped_end() {
    let code: String = (0..50_000).map(|at| format!("new Function('return {at}');\n")).collect();
    judged("dropped functions", Speech::JavaScript, code);
}

#[test]
fn three_thousand_tools_behind_one_long_decorator_end() {
    let body = "        note(1)\n".repeat(900);
    let head = "from mcp.server.fastmcp import FastMCP\nmcp = FastMCP('many')\n";
    let decorator = format!(
        "def logged(function):\n    def wrapper(*args, **kwargs):\n{body}        return function(*args, **kwargs)\n    return wrapper\n"
    );
    let tools: String = (0..3_000).map(|at| format!("@mcp.tool()\n@logged\ndef tool{at}(text: str):\n    return text\n")).collect();
    judged("decorated tools", Speech::Python, format!("{head}{decorator}{tools}"));
}

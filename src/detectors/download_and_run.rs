use super::deeds::{Circumstances, Deeds, add, near};
use super::downloads::{Download, Source, downloads};
use super::dynamic_code::brings;
use super::reverse_shell::answer;
use crate::detect::{Detector, Evidence, Findings};
use crate::facts::{CallFact, DATA_IMPORT, Moment, Place, Sink};
use crate::flow::Value;
use crate::model::{Category, Confidence, Severity};
use crate::signatures::Effect;
use crate::syntax::ir::{Expr, ExprId};

pub(super) static DETECTOR: Detector = Detector {
    id: "download-and-run",
    category: Category::RemoteCode,
    severity: Severity::High,
    confidence: Confidence::Medium,
    cwe: 494,
    docs: include_str!("download_and_run.md"),
    check,
};

fn check<'e>(evidence: Evidence<'e>, findings: &mut Findings<'e>) {
    let mut deeds = Deeds::new(evidence);
    let mut told: Vec<Place> = Vec::new();
    let downloads = downloads(evidence);
    let starts = if downloads.is_empty() { Vec::new() } else { starts(evidence) };
    for download in downloads {
        let Some(start) = start_of(evidence, &download, &starts) else { continue };
        if told.contains(&start.place) {
            continue;
        }
        told.push(start.place);
        let how = deeds.at(start.place);
        let severity = judge(&download, &start, &how);
        let from = match download.host.as_deref() {
            Some(host) => format!(" from `{host}`"),
            None => String::new(),
        };
        let checked = if download.checked { ", which it checks" } else { "" };
        let message = format!("{} what it has fetched{from}{checked}: `{}`{}", start.what, start.name, how.clause());
        let draft = findings.at(start.place, message);
        let draft = draft
            .step(&evidence.location(download.fetched), "fetches it")
            .step(&evidence.location(download.written), "writes it to a file");
        let draft = draft.step(&evidence.location(start.place), start.what);
        add(findings, draft, severity, if download.followed { Confidence::High } else { Confidence::Medium });
    }
    answers(evidence, &mut deeds, findings);
}

/// How a file comes to run.
struct Start {
    place: Place,
    what: &'static str,
    name: String,
    /// It is only made ready to be run.
    prepared: bool,
}

/// A call by which a file comes to run, in which way, and whether it is only made ready.
type Starting<'e> = (&'e CallFact<'e>, &'static str, bool);

fn starts<'e>(evidence: Evidence<'e>) -> Vec<Starting<'e>> {
    let starts = evidence.facts.calls.iter().filter_map(|call| {
        let is_here = (call.effect.start().is_some() || call.effect == Effect::Launch) && !call.signature.elsewhere;
        if is_here && handles_only(evidence, call) {
            None
        } else if is_here {
            Some((call, "starts", false))
        } else if call.effect == Effect::Import && !names_module(&call.value) {
            Some((call, "loads", false))
        } else if call.effect == Effect::Write && call.callee.contains("chmod") && makes_executable(evidence, call.place) {
            Some((call, "makes executable", true))
        } else {
            None
        }
    });
    starts.collect()
}

/// The file is an argument of a program that does not run it. `install -m 644` places it as what cannot be run.
fn handles_only(evidence: Evidence<'_>, call: &CallFact<'_>) -> bool {
    let whole = std::iter::once(&call.value).chain(call.arguments.iter().flatten()).map(Value::pattern).collect::<Vec<_>>().join(" ");
    // A line with more than one program in it may do more.
    if whole.contains([';', '|', '&', '`', '$', '\n', '>']) {
        return false;
    }
    let words: Vec<&str> = whole.split_whitespace().collect();
    let plain_mode = |mode: &str| mode.chars().all(|digit| matches!(digit, '0' | '2' | '4' | '6')) && !mode.is_empty();
    let has_plain_mode = || words.windows(2).any(|pair| matches!(pair[0], "-m" | "--mode") && plain_mode(pair[1]));
    let program = words.first().and_then(|first| first.rsplit('/').next()).unwrap_or_default();
    evidence.signatures.only_handles(program) || program == "install" && has_plain_mode()
}

/// `fs`, `@acme/notes`: by a name, and not by the path of a file.
fn names_module(value: &Value) -> bool {
    value.as_text().is_some_and(|text| text.starts_with(|c: char| c.is_ascii_alphabetic() || c == '@') && !text.contains(['\\', ':']))
}

fn start_of(evidence: Evidence<'_>, download: &Download, starts: &[Starting<'_>]) -> Option<Start> {
    let is_it = |(call, _, prepared): &&Starting<'_>| {
        download.is_file_of(evidence, call) || !download.followed && !prepared && starts_unknown(evidence, download, call)
    };
    let found = starts.iter().filter(is_it);
    let start = |(call, what, prepared): &Starting<'_>| Start { place: call.place, what, name: download.name.clone(), prepared: *prepared };
    found.map(start).min_by_key(|start| (start.prepared, start.place))
}

/// One of the bits by which a file can be run is set, or nobody can tell.
fn makes_executable(evidence: Evidence<'_>, place: Place) -> bool {
    let module = evidence.program.module(place.unit);
    let Expr::Call(_, list) = module.expr(place.expr) else { return false };
    module.list(list).iter().all(|argument| match module.expr(*argument) {
        Expr::Number(mode) => mode as u32 & 0o111 != 0,
        Expr::Str(text) => module.text(text).parse::<u32>().is_err() || module.text(text).contains(['1', '3', '5', '7']),
        _ => true,
    })
}

/// Where the path is not followed: something that only the run shows is started beside the download.
fn starts_unknown(evidence: Evidence<'_>, download: &Download, call: &CallFact<'_>) -> bool {
    let is_open = call.value.alternatives().iter().all(|value| !value.has_text() && !matches!(value, Value::Env(_) | Value::Symbol(_)));
    call.effect.start().is_some() && is_open && near(evidence, download.written, call.place)
}

fn judge(download: &Download, start: &Start, how: &Circumstances) -> Severity {
    let at_install = how.moment == Moment::Install;
    let severity = match download.source {
        Source::Vendor if download.checked => Severity::Info,
        Source::Vendor => how.weigh(if at_install { Severity::Medium } else { Severity::Low }, Severity::Low, Severity::Info),
        Source::Maker => how.weigh(if at_install { Severity::Medium } else { Severity::Low }, Severity::Low, Severity::Low),
        Source::Unknown if download.checked => how.weigh(Severity::Medium, Severity::Low, Severity::Low),
        Source::Unknown => how.weigh(Severity::High, Severity::Medium, Severity::Low),
        Source::Foreign if download.checked => how.weigh(Severity::High, Severity::Medium, Severity::Low),
        Source::Foreign => how.weigh(Severity::Critical, Severity::High, Severity::Medium),
        Source::Dark => how.weigh(Severity::Critical, Severity::Critical, Severity::High),
    };
    match severity {
        // What nobody is to see has no reason to be honest.
        Severity::High | Severity::Medium if how.unseen && how.is_unasked() => Severity::Critical,
        Severity::Critical if start.prepared || !download.followed => Severity::High,
        severity => severity,
    }
}

/// Functions that run any text; templates and formulas have languages of their own.
const EVALUATORS: [&str; 10] =
    ["eval", "exec", "execfile", "compile", "Function", "AsyncFunction", "runInThisContext", "runInNewContext", "runInContext", "_compile"];

/// The code stands in a function that a browser runs: a page may do with its own texts what it likes.
fn is_for_a_page(evidence: Evidence<'_>, place: Place) -> bool {
    let module = evidence.program.module(place.unit);
    if !evidence.program.units.iter().any(|unit| unit.module.texts.iter().any(|text| evidence.signatures.drives_browser(text))) {
        return false;
    }
    let is_around = |argument: &ExprId| match module.expr(*argument) {
        Expr::Function(function) => {
            let (start, end) = module.function(function).exprs;
            (start..end).contains(&place.expr.0)
        }
        _ => false,
    };
    module.iter().any(|(_, expr)| match expr {
        Expr::Call(callee, list) => {
            matches!(module.expr(callee), Expr::Member(_, method) if evidence.signatures.runs_in_page(module.name(method)))
                && module.list(list).iter().any(is_around)
        }
        _ => false,
    })
}

/// `eval` of what the network answers, where it takes more than a look at the value to see it.
fn answers<'e>(evidence: Evidence<'e>, deeds: &mut Deeds<'e>, findings: &mut Findings<'e>) {
    for flow in evidence.facts.outflows.iter().filter(|flow| flow.sink == Sink::Evaluate) {
        let Some((host, from)) = answer(flow) else { continue };
        let runs = |call: &&CallFact<'_>| {
            let last = call.callee.rsplit('.').next().unwrap_or_default();
            let is_text = |value: &Value| brings(evidence, value).is_none() && value.as_text().is_none();
            call.place == flow.place
                && call.effect == Effect::Evaluate
                && (EVALUATORS.contains(&last) || call.callee.starts_with("vm."))
                && call.value.alternatives().iter().all(is_text)
        };
        let callee = match evidence.facts.calls.iter().find(runs) {
            Some(call) if host.is_some() || !is_for_a_page(evidence, flow.place) => call.callee.as_str(),
            None if flow.callee == DATA_IMPORT => DATA_IMPORT,
            Some(_) | None => continue,
        };
        let how = deeds.at(flow.place);
        let who = host.map_or_else(|| "the network".to_owned(), |host| format!("`{host}`"));
        let draft = findings.at(flow.place, format!("`{callee}` runs what {who} answers as code{}", how.clause()));
        let draft = draft.step(&evidence.location(from), "asks for it").step(&evidence.location(flow.place), "runs it as code");
        add(findings, draft, Severity::Critical, Confidence::Medium);
    }
}

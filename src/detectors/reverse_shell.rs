use super::deeds::{Deeds, add, command, near, shown};
use crate::detect::{Detector, Evidence, Findings};
use crate::facts::{CallFact, Ingredient, Line, Moment, Order, Outflow, Place, Sink, Tie};
use crate::flow::Value;
use crate::model::{Category, Confidence, Severity};
use crate::signatures::{Effect, ProgramClass};

pub(super) static DETECTOR: Detector = Detector {
    id: "reverse-shell",
    category: Category::RemoteCode,
    severity: Severity::Critical,
    confidence: Confidence::High,
    cwe: 506,
    docs: include_str!("reverse_shell.md"),
    check,
};

fn check<'e>(evidence: Evidence<'e>, findings: &mut Findings<'e>) {
    let mut deeds = Deeds::new(evidence);
    let mut told: Vec<Place> = Vec::new();
    for tie in &evidence.facts.ties {
        if told.iter().any(|place| near(evidence, *place, tie.place)) {
            continue;
        }
        let Some(shell) = shell_near(evidence, tie) else { continue };
        told.push(tie.place);
        let how = deeds.at(tie.place);
        let (what, used) = match tie.line {
            Line::Out => ("gives a shell to the machine that it calls", Severity::Critical),
            Line::In => ("gives a shell to whoever calls", Severity::High),
        };
        let draft = findings.at(tie.place, format!("{what}: a connection is tied to `{shell}`{}", how.clause()));
        let confidence = if shell == "*" { Confidence::Low } else { Confidence::High };
        add(findings, draft, how.weigh(Severity::Critical, used, Severity::Medium), confidence);
    }
    for call in &evidence.facts.calls {
        let Some((_, text)) = command(evidence, call).filter(|(signature, _)| signature.class == ProgramClass::ReverseShell) else {
            continue;
        };
        let how = deeds.at(call.place);
        let draft = findings.at(call.place, format!("gives a shell to another machine: `{}`{}", shown(&text), how.clause()));
        add(findings, draft, Severity::Critical, Confidence::High);
    }
    ordered(evidence, &mut deeds, findings, &told);
    opened(evidence, &mut deeds, findings, &told);
}

/// The shell that is started beside a tie; `*` where only the run shows which program it is.
fn shell_near(evidence: Evidence<'_>, tie: &Tie) -> Option<String> {
    let starts = |call: &&CallFact<'_>| call.effect.start().is_some() && call.place.unit == tie.place.unit;
    let mut unknown = None;
    for call in evidence.facts.calls.iter().filter(starts) {
        for value in call.value.alternatives() {
            match value {
                Value::Env(name) if matches!(&**name, "SHELL" | "COMSPEC" | "ComSpec") => return Some(format!("${name}")),
                value => {
                    let pattern = value.pattern();
                    let first = pattern.split_whitespace().next().unwrap_or_default();
                    let name = first.rsplit(['/', '\\']).next().unwrap_or(first).trim_end_matches(".exe");
                    if evidence.signatures.is_shell(&name.to_ascii_lowercase()) {
                        return Some(first.to_owned());
                    }
                    if pattern == "*" && near(evidence, call.place, tie.place) {
                        unknown = Some("*".to_owned());
                    }
                }
            }
        }
    }
    unknown
}

/// Commands that another machine sends are run.
fn ordered<'e>(evidence: Evidence<'e>, deeds: &mut Deeds<'e>, findings: &mut Findings<'e>, told: &[Place]) {
    for flow in evidence.facts.outflows.iter().filter(|flow| flow.sink == Sink::Run) {
        let Some((host, from)) = answer(flow) else { continue };
        let runs_it = evidence.facts.calls.iter().any(|call| call.place == flow.place && takes_command(evidence, call));
        if !runs_it || told.iter().any(|place| near(evidence, *place, flow.place)) {
            continue;
        }
        let how = deeds.at(flow.place);
        let is_line =
            evidence.facts.calls.iter().any(|call| call.place == from && call.effect == Effect::Host) || is_of_socket(evidence, from);
        let used = if is_line { Severity::Critical } else { Severity::High };
        let who = host.map_or_else(|| "another machine".to_owned(), |host| format!("`{host}`"));
        let draft = findings.at(flow.place, format!("runs the commands that {who} sends{}", how.clause()));
        let draft =
            draft.step(&evidence.location(from), "what another machine sends").step(&evidence.location(flow.place), "runs as a command");
        add(findings, draft, how.weigh(Severity::Critical, used, Severity::Medium), Confidence::Medium);
    }
}

/// What comes in over a web socket comes unasked, as over any other open line.
fn is_of_socket(evidence: Evidence<'_>, place: Place) -> bool {
    let is_one =
        |callee: &str| matches!(callee, "ws" | "WebSocket" | "websocket.WebSocketApp") || callee.to_ascii_lowercase().contains("websocket");
    evidence.facts.calls.iter().any(|call| call.place.unit == place.unit && call.effect == Effect::Url && is_one(&call.callee))
}

/// Words of names and descriptions under which a remote shell is what people ask for.
const SHELL_WORDS: [&str; 14] =
    ["shell", "terminal", "ssh", "console", "repl", "exec", "command", "commands", "bash", "tty", "pty", "webhook", "webhooks", "notebook"];
/// Words of the names of variables that hold what callers have to know.
const KEYS: [&str; 6] = ["TOKEN", "KEY", "SECRET", "PASSWORD", "PASS", "AUTH"];

/// Commands that others bring to this machine are run: whoever reaches a port of it, or writes to a bot that the package has a token for.
fn opened<'e>(evidence: Evidence<'e>, deeds: &mut Deeds<'e>, findings: &mut Findings<'e>, told: &[Place]) {
    for flow in evidence.facts.outflows.iter().filter(|flow| matches!(flow.sink, Sink::Run | Sink::Evaluate)) {
        let Some((order, since)) = order(flow) else { continue };
        let is_code = |call: &CallFact<'_>| call.effect == Effect::Evaluate && !begins_with_text(&call.value);
        let runs_it = evidence.facts.calls.iter().any(|call| call.place == flow.place && (takes_command(evidence, call) || is_code(call)));
        if !runs_it || told.iter().any(|place| near(evidence, *place, flow.place)) {
            continue;
        }
        let how = deeds.at(since);
        let is_told = deeds.speaks_of(&SHELL_WORDS.map(str::to_owned)) || describes(evidence, &SHELL_WORDS);
        let severity = match order {
            // Whose token the user brings is the user's own bot.
            Order::Chat { keyed: false } => continue,
            Order::Chat { keyed: true } => how.weigh(Severity::Critical, Severity::High, Severity::High),
            Order::Caller if is_told || asks_for_key(evidence, flow.place, since) || stays_here(evidence, since) => {
                how.weigh(Severity::High, Severity::Medium, Severity::Medium)
            }
            Order::Caller => how.weigh(Severity::Critical, Severity::High, Severity::High),
        };
        let who = match order {
            Order::Caller => "whoever reaches its port",
            Order::Chat { .. } => "whoever writes to a bot, whose token it brings,",
        };
        let what = if flow.sink == Sink::Run { "the commands" } else { "the code" };
        let starts = if evidence.moment(since) <= Moment::Load && how.is_unasked() { "" } else { ", once that is started" };
        let draft = findings.at(flow.place, format!("runs {what} that {who} sends{}{starts}", how.clause()));
        let draft = draft.step(&evidence.location(since), "listens here").step(&evidence.location(flow.place), "is run");
        add(findings, draft, severity, Confidence::Medium);
    }
}

fn order(flow: &Outflow) -> Option<(Order, Place)> {
    flow.ingredients.iter().find_map(|(ingredient, place)| match ingredient {
        Ingredient::Order(order) => Some((*order, *place)),
        _ => None,
    })
}

/// The manifest's one line says so.
fn describes(evidence: Evidence<'_>, words: &[&str]) -> bool {
    let line = evidence.manifest.description.as_deref().unwrap_or_default().to_ascii_lowercase();
    line.split(|c: char| !c.is_ascii_alphanumeric()).any(|word| words.contains(&word))
}

/// A secret that the user sets stands in the same files; one that the package brings keeps nobody out but its user.
fn asks_for_key(evidence: Evidence<'_>, runs: Place, listens: Place) -> bool {
    let is_key = |name: &str| name.split('_').any(|word| KEYS.contains(&word.to_ascii_uppercase().as_str()));
    let is_there = |place: Place| place.unit == runs.unit || place.unit == listens.unit;
    evidence.facts.env.iter().any(|read| is_there(read.place) && is_key(&read.name))
}

/// It listens to this machine only.
fn stays_here(evidence: Evidence<'_>, listens: Place) -> bool {
    let module = evidence.program.module(listens.unit);
    let is_local = |text: &str| matches!(text, "127.0.0.1" | "localhost" | "::1");
    module.iter().any(|(_, expr)| matches!(expr, crate::syntax::ir::Expr::Str(text) if is_local(module.text(text))))
}

/// What somebody on the network has answered, and where that is asked for.
pub(super) fn answer(flow: &Outflow) -> Option<(Option<&str>, Place)> {
    flow.ingredients.iter().find_map(|(ingredient, place)| match ingredient {
        Ingredient::Answer(host) => Some((host.as_deref(), *place)),
        _ => None,
    })
}

/// The command itself is only known at run time, and not just a word of it.
fn takes_command(evidence: Evidence<'_>, call: &CallFact<'_>) -> bool {
    if call.signature.elsewhere {
        return false;
    }
    match call.effect {
        Effect::Shell => call.value.alternatives().iter().any(|value| !begins_with_text(value)),
        Effect::Program => {
            let program = call.value.pattern();
            let name = program.rsplit(['/', '\\']).next().unwrap_or_default().trim_end_matches(".exe").to_ascii_lowercase();
            let inline = || {
                let arguments = call.arguments.as_deref().unwrap_or_default();
                let at =
                    arguments.iter().position(|word| matches!(word.as_text(), Some("-c" | "/c" | "/C" | "-e" | "-Command" | "-command")));
                at.and_then(|at| arguments.get(at + 1)).is_some_and(|script| !begins_with_text(script))
            };
            let runs_scripts = evidence.signatures.is_shell(&name) || matches!(name.as_str(), "node" | "python" | "python3" | "perl");
            // A program whose arguments stand apart is one that was looked up or fetched.
            program == "*" && call.arguments.is_none() || runs_scripts && inline()
        }
        _ => false,
    }
}

fn begins_with_text(value: &Value) -> bool {
    match value {
        Value::Text(_) => true,
        Value::Concat(parts) => parts.first().is_some_and(|first| matches!(first, Value::Text(text) if !text.trim().is_empty())),
        _ => false,
    }
}

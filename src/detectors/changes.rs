//! What a tool does that changes something, as rules about reading judge it: what a server keeps for itself does not count.

use crate::detect::Evidence;
use crate::facts::CallFact;
use crate::facts::tools::{Entry, EntryKind};
use crate::flow::Value;
use crate::signatures::Effect;

/// What a server keeps for itself while it reads.
const HOUSEKEEPING: [&str; 17] = [
    "cache",
    "caches",
    "cached",
    "tmp",
    "temp",
    "temporary",
    "tmpdir",
    "tempdir",
    "mkdtemp",
    "log",
    "logs",
    "logger",
    "telemetry",
    "history",
    "lock",
    "metrics",
    "track",
];
/// Making a folder, or a file that is gone when it is closed.
const PREPARING: [&str; 12] = [
    "chmod",
    "chmodSync",
    "mkdir",
    "mkdirSync",
    "mkdtemp",
    "mkdtempSync",
    "makedirs",
    "ensureDir",
    "ensureDirSync",
    "mkdirp",
    "NamedTemporaryFile",
    "mkstemp",
];
/// Programs that change what they are pointed at.
const WRITERS: [&str; 14] =
    ["rm", "rmdir", "mv", "cp", "chmod", "chown", "dd", "mkfs", "kill", "pkill", "taskkill", "shutdown", "truncate", "tee"];
/// Programs with words of their own for what they do, and the words that change something.
const MANAGERS: [&str; 12] = ["git", "kubectl", "helm", "docker", "npm", "pip", "brew", "apt", "apt-get", "terraform", "adb", "systemctl"];
const CHANGES: [&str; 20] = [
    "commit",
    "push",
    "reset",
    "checkout",
    "clean",
    "merge",
    "rebase",
    "delete",
    "apply",
    "create",
    "patch",
    "install",
    "uninstall",
    "remove",
    "rm",
    "publish",
    "upgrade",
    "destroy",
    "stop",
    "restart",
];

/// A call that changes something.
pub(super) struct Change<'e> {
    pub call: &'e CallFact<'e>,
    /// The tool's own input says what is changed.
    pub own: bool,
}

/// What the entry at a position reaches that changes something, its own input's doing first.
pub(super) fn of_entry<'e>(evidence: Evidence<'e>, shared: &Shared, at: usize, entry: &Entry) -> Vec<Change<'e>> {
    let reached = evidence.facts.reaches.get(at).map_or(&[][..], Vec::as_slice);
    let calls = reached.iter().filter(|call| !shared.is_common(**call)).filter_map(|call| evidence.facts.calls.get(*call as usize));
    let mut changes: Vec<Change<'e>> = calls.filter_map(|call| change(evidence, at, entry, call).map(|own| Change { call, own })).collect();
    changes.sort_by_key(|change| !change.own);
    changes
}

/// `it writes … by …`
pub(super) fn what(call: &CallFact<'_>) -> String {
    let target: String = call.value.alternatives().first().map(Value::pattern).unwrap_or_default().chars().take(80).collect();
    let target = if target.chars().any(char::is_alphanumeric) { format!(" `{target}`") } else { String::new() };
    let does = match call.effect {
        Effect::Write => "writes",
        Effect::Delete => "deletes",
        _ => "runs",
    };
    format!("it {does}{target} by `{}`", call.callee)
}

/// Whether a call changes something that a reading tool should leave alone, and if so whether the tool's own input says what.
fn change(evidence: Evidence<'_>, at: usize, entry: &Entry, call: &CallFact<'_>) -> Option<bool> {
    let own = depends_on_input(evidence, at, entry, call);
    match call.effect {
        Effect::Write | Effect::Delete => {
            let prepares = PREPARING.iter().any(|name| call.callee.rsplit('.').next() == Some(name));
            (!prepares && !is_housekeeping(evidence, call)).then_some(own)
        }
        Effect::Shell | Effect::Program => {
            let chosen = own && call.value.alternatives().iter().any(|value| value.pattern().starts_with('*'));
            (chosen || changes_by_command(call)).then_some(own)
        }
        Effect::Read
        | Effect::Evaluate
        | Effect::Deserialize
        | Effect::Sql
        | Effect::Import
        | Effect::Url
        | Effect::Host
        | Effect::Listen
        | Effect::Mail
        | Effect::Launch
        | Effect::Log
        | Effect::Copy
        | Effect::Dns => None,
    }
}

/// The path, or the folder and the function around it, is one for caches, logs and the like.
fn is_housekeeping(evidence: Evidence<'_>, call: &CallFact<'_>) -> bool {
    let module = evidence.program.module(call.place.unit);
    let function = module.function(module.enclosing_function(call.place.expr)).name.map(|name| module.name(name)).unwrap_or_default();
    let mut said = words(function);
    said.extend(words(evidence.path(call.place).file_name()));
    texts(evidence, &call.value, &mut said, 6);
    said.iter().any(|word| HOUSEKEEPING.contains(&word.as_str()))
}

fn texts(evidence: Evidence<'_>, value: &Value, into: &mut Vec<String>, depth: u32) {
    let Some(depth) = depth.checked_sub(1) else { return };
    match value {
        Value::Text(text) => into.extend(words(text)),
        Value::Env(name) => into.extend(words(name)),
        Value::Symbol(symbol) => into.extend(words(evidence.facts.symbols.name(*symbol))),
        Value::Member(base, name, _) => {
            into.extend(words(name));
            texts(evidence, base, into, depth);
        }
        Value::Path(inner) | Value::Url(inner) => texts(evidence, inner, into, depth),
        Value::Concat(parts) | Value::Any(parts) | Value::List(parts) => {
            parts.iter().take(64).for_each(|part| texts(evidence, part, into, depth));
        }
        Value::Unknown
        | Value::Number(_)
        | Value::Bool(_)
        | Value::Null
        | Value::Function(_)
        | Value::Class(_)
        | Value::Instance(_)
        | Value::Object(_)
        | Value::Array(_)
        | Value::Given(_)
        | Value::Namespace(_)
        | Value::Parameter(..) => {}
    }
}

/// The words of a path or a name, in lower case: `writeLogFile` is `write`, `log`, `file`.
fn words(text: &str) -> Vec<String> {
    let mut all = vec![String::new()];
    let mut before = ' ';
    for c in text.chars().take(400) {
        if !c.is_ascii_alphanumeric() || c.is_ascii_uppercase() && before.is_ascii_lowercase() {
            all.push(String::new());
        }
        if c.is_ascii_alphanumeric() {
            all.last_mut().expect("there is always a word").push(c.to_ascii_lowercase());
        }
        before = c;
    }
    all.retain(|word| !word.is_empty());
    all
}

/// `git push`, `rm -r …`: a command whose words are known to change something.
fn changes_by_command(call: &CallFact<'_>) -> bool {
    let commands = call.value.alternatives().iter().map(Value::pattern);
    let rest: Vec<String> = call.arguments.iter().flatten().take(16).map(Value::pattern).collect();
    commands.into_iter().any(|command| {
        let mut words = command.split_whitespace().map(str::to_owned).chain(rest.iter().cloned());
        let program = words.next().unwrap_or_default();
        let program = program.rsplit(['/', '\\']).next().unwrap_or_default();
        WRITERS.contains(&program) || MANAGERS.contains(&program) && words.take(6).any(|word| CHANGES.contains(&word.as_str()))
    })
}

fn depends_on_input(evidence: Evidence<'_>, at: usize, entry: &Entry, call: &CallFact<'_>) -> bool {
    let traced = evidence.exposures.iter().any(|exposure| exposure.source.entry == at && exposure.sink == call.place);
    let function = entry.handler.as_ref().map(|handler| handler.function);
    traced
        || function
            .is_some_and(|function| comes_from(&call.value, &|value| matches!(value, Value::Parameter(at, _) if *at == function), 12))
}

fn comes_from(value: &Value, is_source: &dyn Fn(&Value) -> bool, depth: u32) -> bool {
    let Some(depth) = depth.checked_sub(1) else { return false };
    is_source(value)
        || match value {
            Value::Member(inner, ..) | Value::Path(inner) | Value::Url(inner) => comes_from(inner, is_source, depth),
            Value::Concat(parts) | Value::Any(parts) | Value::List(parts) => parts.iter().any(|part| comes_from(part, is_source, depth)),
            _ => false,
        }
}

/// What nearly all tools reach is no tool's own doing: it belongs to the server around them.
pub(super) struct Shared {
    tools: u32,
    reached: Vec<u32>,
}

impl Shared {
    pub fn new(evidence: Evidence<'_>) -> Self {
        let mut shared = Self { tools: 0, reached: vec![0; evidence.facts.calls.len()] };
        for (entry, reached) in evidence.facts.entries.iter().zip(&evidence.facts.reaches) {
            if entry.kind == EntryKind::Tool {
                shared.tools += 1;
                for call in reached {
                    if let Some(count) = shared.reached.get_mut(*call as usize) {
                        *count += 1;
                    }
                }
            }
        }
        shared
    }

    pub fn is_common(&self, call: u32) -> bool {
        let count = self.reached.get(call as usize).copied().unwrap_or_default();
        self.tools >= 4 && count * 10 >= self.tools * 8
    }
}

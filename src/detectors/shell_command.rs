use crate::detect::{Detector, Evidence, Findings};
use crate::facts::{CallFact, Moment, spells, spells_text};
use crate::flow::{Value, unwrapped_base64};
use crate::model::{Category, Confidence, Severity};
use crate::signatures::{Kind, ProgramClass, ProgramSignature, Start};
use crate::syntax::Language;

use super::credential_access::store_in_command;
use super::exposed::told;
use super::vendors::Installs;

pub(super) static DETECTOR: Detector = Detector {
    id: "shell-command",
    category: Category::CommandInjection,
    severity: Severity::Medium,
    confidence: Confidence::Medium,
    cwe: 78,
    docs: include_str!("shell_command.md"),
    check,
};

fn check<'e>(evidence: Evidence<'e>, findings: &mut Findings<'e>) {
    let told = told(evidence, Kind::Shell);
    let mut installs = Installs::new(evidence);
    for call in &evidence.facts.calls {
        if installs.take(call) {
            continue;
        }
        let judged = match call.effect.start() {
            Some(Start::Shell) => judge_shell(evidence, call),
            // The line that it stands in is judged as a whole.
            Some(Start::Program) if is_script(evidence, call) => None,
            Some(Start::Program) => judge_program(evidence, call),
            None => None,
        };
        let Some((what, severity, confidence)) = worse(judged, hidden(evidence, call)) else { continue };
        // The rule on injection says who chooses the words, and how they come here.
        if severity <= Severity::Medium && told.contains(&call.place) {
            continue;
        }
        let draft = findings.at(call.place, format!("`{}` {what}", call.callee));
        findings.add_as_it_runs(draft.severity(severity).confidence(confidence));
    }
    installs.tell(findings);
}

type Judgement = (String, Severity, Confidence);

/// What is done, at the severity of how it is done.
fn worse(what: Option<Judgement>, how: Option<Judgement>) -> Option<Judgement> {
    match (what, how) {
        (Some((what, severity, confidence)), Some((how, worst, _))) => {
            Some((format!("{what}, and {how}"), severity.max(worst), confidence))
        }
        (what, how) => what.or(how),
    }
}

fn hidden(evidence: Evidence<'_>, call: &CallFact<'_>) -> Option<Judgement> {
    (call.effect.start().is_some() && (call.hidden || evidence.is_escaped(call.place)))
        .then(|| ("is reached under a name that the file never writes in one piece".to_owned(), Severity::High, Confidence::High))
}

/// A constant command of a known tool is a capability; a built one may carry somebody else's words into the shell.
fn judge_shell(evidence: Evidence<'_>, call: &CallFact<'_>) -> Option<Judgement> {
    let alternatives = call.value.alternatives();
    if let Some(judged) = alternatives.iter().filter_map(Value::as_text).find_map(|text| known_trouble(evidence, call, text)) {
        return Some(judged);
    }
    if alternatives.iter().all(|value| value.as_text().is_some()) {
        return None;
    }
    if is_script(evidence, call) {
        return None;
    }
    let pattern = alternatives.iter().find(|value| value.as_text().is_none()).map(Value::pattern).unwrap_or_default();
    if let Some(judged) = known_trouble(evidence, call, &pattern) {
        return Some(judged);
    }
    let inserts = alternatives.iter().any(inserts_foreign_text);
    let shown = if pattern == "*" { "a command that is put together at run time".to_owned() } else { format!("`{pattern}`") };
    let severity = if inserts { Severity::Medium } else { Severity::Low };
    Some((format!("runs {shown} in a shell"), severity, Confidence::Medium))
}

/// A script of the shell is made of commands: that it puts them together is no news.
fn is_script(evidence: Evidence<'_>, call: &CallFact<'_>) -> bool {
    evidence.program.module(call.place.unit).language == Language::Bash
}

/// Some part of the command comes from outside the code, other than from its own environment or constants.
fn inserts_foreign_text(value: &Value) -> bool {
    value.has_part(&|part| matches!(part, Value::Unknown | Value::Parameter(..) | Value::Member(..) | Value::Symbol(_)))
}

/// A program with a list of arguments needs no shell; it is trouble when the program is one, or the list says so.
fn judge_program(evidence: Evidence<'_>, call: &CallFact<'_>) -> Option<Judgement> {
    let program = call.value.alternatives().iter().find_map(|value| program_name(evidence, value))?;
    let arguments: Vec<String> = call.arguments.iter().flatten().map(Value::pattern).collect();
    // What an interpreter gives itself to run is no news where anyone can read it.
    let module = evidence.program.module(call.place.unit);
    let is_itself = call.value.alternatives().iter().any(|value| matches!(value, Value::Symbol(_)));
    if is_itself && arguments.iter().all(|argument| !argument.contains('*') && spells_text(module, argument)) {
        return None;
    }
    // Windows takes a program's line in one piece.
    if arguments.is_empty() && program.contains(' ') {
        return known_trouble(evidence, call, &program).filter(|(_, severity, _)| *severity >= Severity::High);
    }
    let words: Vec<&str> = std::iter::once(program.as_str()).chain(arguments.iter().map(String::as_str)).collect();
    if let Some(judged) = evidence.signatures.program(&words).and_then(|signature| trouble(evidence, call, signature, &words.join(" "))) {
        return Some(judged);
    }
    let name = program.rsplit(['/', '\\']).next().unwrap_or(&program).trim_end_matches(".exe");
    let is_shell = matches!(name, "sh" | "bash" | "zsh" | "dash" | "ksh" | "cmd" | "powershell" | "pwsh");
    let at =
        arguments.iter().position(|argument| matches!(argument.to_ascii_lowercase().as_str(), "-c" | "/c" | "-command" | "-lc" | "-ic"))?;
    let command = call.arguments.as_ref()?.get(at + 1)?;
    if let Some(judged) = known_trouble(evidence, call, &command.pattern()).filter(|_| is_shell) {
        return Some(judged);
    }
    (is_shell && inserts_foreign_text(command))
        .then(|| (format!("runs `{}` in `{name}`", command.pattern()), Severity::Medium, Confidence::Medium))
}

/// The program, where it is known; an interpreter may start itself by the path under which it runs.
pub(super) fn program_name(evidence: Evidence<'_>, value: &Value) -> Option<String> {
    match value {
        Value::Symbol(symbol) => match evidence.facts.symbols.name(*symbol) {
            "process.execPath" | "process.argv0" => Some("node".to_owned()),
            "sys.executable" => Some("python".to_owned()),
            _ => None,
        },
        value => value.as_text().map(str::to_owned),
    }
}

fn known_trouble(evidence: Evidence<'_>, call: &CallFact<'_>, command: &str) -> Option<Judgement> {
    // A command of this length is data; what makes it trouble stands at its beginning.
    let command = &command[..command.floor_char_boundary(16 << 10)];
    evidence.signatures.command(command).and_then(|signature| trouble(evidence, call, signature, command))
}

fn trouble(evidence: Evidence<'_>, call: &CallFact<'_>, signature: &ProgramSignature, command: &str) -> Option<Judgement> {
    if signature.class == ProgramClass::EncodedCode
        && let Some(plain) = written_plainly(evidence, call, command)
    {
        // The file encodes what it holds for anyone to read: that is judged.
        let inner = evidence.signatures.command(&plain).filter(|inner| inner.class != ProgramClass::EncodedCode);
        return inner.and_then(|inner| trouble(evidence, call, inner, &plain));
    }
    let what = match signature.class {
        ProgramClass::KnownTool => return None,
        ProgramClass::DownloadCradle => "downloads and runs something",
        // What the program does is read and judged.
        ProgramClass::InlineCode if is_script(evidence, call) => return None,
        ProgramClass::InlineCode => "runs code from its command line",
        ProgramClass::EncodedCode => "runs encoded code",
        // Each of these is a rule of its own, which also asks when it happens.
        ProgramClass::ReverseShell
        | ProgramClass::Destructive
        | ProgramClass::Persistence
        | ProgramClass::Agent
        | ProgramClass::Installer
        | ProgramClass::Miner
        | ProgramClass::Publishing => return None,
        // Where the command names the store, the rule on credentials says what lies there.
        ProgramClass::CredentialDump if store_in_command(evidence, call).is_some() => return None,
        ProgramClass::CredentialDump => "prints stored credentials",
    };
    let shown: String = command.chars().take(80).collect();
    // Nobody has asked an installer for secrets, nor for what cannot be read.
    let is_at_install = signature.severity == Severity::High && evidence.moment(call.place) == Moment::Install;
    let severity = if is_at_install { Severity::Critical } else { signature.severity };
    Some((format!("{what}: `{shown}`"), severity, Confidence::High))
}

/// The text behind an encoded argument, where the file holds the text and not the encoding.
fn written_plainly(evidence: Evidence<'_>, call: &CallFact<'_>, command: &str) -> Option<String> {
    let module = evidence.program.module(call.place.unit);
    let encoded = command.split_whitespace().filter(|word| word.len() >= 16 && !spells(module, word));
    let plain = encoded.filter_map(|word| unwrapped_base64(word.trim_matches(['"', '\''])).map(as_text));
    plain.take(4).find(|text| text.len() > 8 && spells_text(module, text))
}

/// PowerShell wants two bytes for each letter.
fn as_text(bytes: Vec<u8>) -> String {
    let is_wide = bytes.len() > 1 && bytes.iter().skip(1).step_by(2).all(|byte| *byte == 0);
    let bytes = if is_wide { bytes.into_iter().step_by(2).collect() } else { bytes };
    String::from_utf8_lossy(&bytes).into_owned()
}

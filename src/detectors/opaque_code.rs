use std::collections::{BTreeMap, BTreeSet};

use crate::detect::{Detector, Evidence, Findings};
use crate::facts::embedded::From;
use crate::facts::shipped::{Handling, Names, handled};
use crate::facts::{CallFact, Moment, Place, Unpacked, is_test_path, starts_unseen};
use crate::flow::Value;
use crate::manifest::{EntryKind, Trigger};
use crate::model::{Category, Confidence, File, Location, RelPath, Severity};
use crate::signatures::Effect;
use crate::syntax::ir::Expr;
use crate::unpack::{Family, Format, is_encrypted_zip};

use super::deeds::{Deeds, add};
use super::disguised_file::is_disguised;

pub(super) static DETECTOR: Detector = Detector {
    id: "opaque-code",
    category: Category::NativeBinary,
    severity: Severity::Medium,
    confidence: Confidence::High,
    cwe: 506,
    docs: include_str!("opaque_code.md"),
    check,
};

/// Run-time parts of tools that encrypt Python or compile scripts to bytecode; code that names one is a shell around something unread.
const PROTECTORS: [&str; 7] = ["pytransform", "pyarmor_runtime", "__pyarmor__", "sourcedefender", "pyconcrete", "bytenode", "pyprotect"];

/// What cannot be read here, and why.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
enum Kind {
    /// Compiled for a machine.
    Machine(Format),
    /// Python's bytecode beside its source.
    Copy,
    /// Python's bytecode whose source is not there.
    Bytecode,
    /// Scripts compiled for one version of an engine.
    ScriptBytecode,
    Archive,
    Locked,
}

impl Kind {
    fn as_str(self) -> &'static str {
        match self {
            Self::Machine(format) => format.as_str(),
            Self::Copy => "bytecode beside its source",
            Self::Bytecode => "bytecode whose source is not in the package",
            Self::ScriptBytecode => "a script compiled to bytecode",
            Self::Archive => "an archive, which is not opened",
            Self::Locked => "an archive that opens with a password only",
        }
    }
}

/// A program that the code carries as a text: no reader of files meets it.
fn carried<'e>(evidence: Evidence<'e>, findings: &mut Findings<'e>) {
    let mut deeds = Deeds::new(evidence);
    for carried in &evidence.facts.carried {
        let how = deeds.at(carried.run);
        let message = format!("starts {}, which the code carries as a text, and which cannot be inspected{}", carried.what, how.clause());
        let draft = findings.at(carried.run, message);
        let draft = draft.step(&evidence.location(carried.place), "writes it").step(&evidence.location(carried.run), "starts it");
        add(findings, draft, how.weigh(Severity::Critical, Severity::High, Severity::Medium), Confidence::High);
    }
}

/// A library that nobody sees until it is loaded: it lies in no folder of the package, and is gone afterwards.
fn staged<'e>(evidence: Evidence<'e>, findings: &mut Findings<'e>) {
    let mut deeds = Deeds::new(evidence);
    for staged in &evidence.facts.staged {
        let (what, severity) = what_is_staged(evidence, staged.unpacked.as_ref());
        let how = deeds.at(staged.load);
        let message = format!("`{}` loads {what} from a temporary file, which cannot be inspected{}", staged.callee, how.clause());
        let draft = findings.at(staged.load, message);
        let draft = draft.step(&evidence.location(staged.place), "writes it").step(&evidence.location(staged.load), "loads it");
        add(findings, draft, severity, Confidence::High);
    }
}

fn what_is_staged(evidence: Evidence<'_>, unpacked: Option<&Unpacked>) -> (String, Severity) {
    let Some(Unpacked { decoder, turned, from, .. }) = unpacked else {
        return ("a library that it has just written".to_owned(), Severity::High);
    };
    let source = match from {
        From::Constant => "a constant".to_owned(),
        From::File(path) => format!("`{path}`"),
    };
    let is_plain = |path: &String| {
        evidence.tree.get(path).and_then(|file| Format::of(&file.bytes)).is_some_and(|format| format.family() == Family::MachineCode)
    };
    match (decoder, from) {
        (Some(decoder), _) => (format!("a library that `{decoder}` unpacks from {source}"), Severity::Critical),
        (None, From::Constant) => ("a library that the code carries as a constant".to_owned(), Severity::Critical),
        (None, From::File(_)) if *turned => (format!("a library that it decodes from {source}"), Severity::Critical),
        // It could be looked at where it lies.
        (None, From::File(path)) if is_plain(path) => (format!("a copy of {source}"), Severity::Low),
        (None, From::File(_)) => (format!("a library that it makes of {source}"), Severity::High),
    }
}

fn check<'e>(evidence: Evidence<'e>, findings: &mut Findings<'e>) {
    protected(evidence, findings);
    carried(evidence, findings);
    staged(evidence, findings);
    registered(evidence, findings);
    if evidence.is_of_texts() {
        return;
    }
    let opaque: Vec<(&File, Kind)> = evidence.files().iter().filter_map(|file| Some((file, kind(evidence, file)?))).collect();
    let names = Names::of(opaque.iter().map(|(file, _)| &file.path));
    let uses = handled(evidence.program, evidence.facts, &names);
    let hooked = run_at_install(evidence);
    let entries: BTreeSet<&RelPath> =
        evidence.manifest.entries.iter().filter(|entry| entry.kind != EntryKind::Script).map(|entry| &entry.path).collect();
    let around = Around::of(evidence);
    let mut slight: BTreeMap<(Severity, Kind), (usize, &RelPath)> = BTreeMap::new();
    for (file, kind) in opaque {
        let is_run = hooked.contains(&file.path) || entries.contains(&file.path);
        let severity = severity(evidence, around, file, kind, uses.get(&file.path), is_run);
        // Files that one installer copies are one thing.
        let is_copied = severity == Severity::Medium && matches!(kind, Kind::Machine(_)) && !is_run;
        if severity <= Severity::Low || is_copied {
            slight.entry((severity, kind)).or_insert((0, &file.path)).0 += 1;
            continue;
        }
        let mut draft = findings.on(Location::line(file.path.clone(), 1), format!("is {}, and cannot be inspected", kind.as_str()));
        if let Some((_, place)) = uses.get(&file.path) {
            draft = draft.step(&evidence.location(*place), "is used here");
        }
        findings.add(draft.severity(severity));
    }
    for ((severity, kind), (count, path)) in slight {
        let more = if count > 1 { format!(", as are {} more files", count - 1) } else { String::new() };
        let draft = findings.on(Location::line(path.clone(), 1), format!("is {}, and cannot be inspected{more}", kind.as_str()));
        findings.add(draft.severity(severity));
    }
}

/// Code that brings in the run-time part of a protector.
fn protected<'e>(evidence: Evidence<'e>, findings: &mut Findings<'e>) {
    for unit in evidence.program.ids() {
        let module = evidence.program.module(unit);
        let is_protector = |name: &str| {
            let name = name.trim_start_matches('.').split('.').next().unwrap_or(name);
            PROTECTORS.iter().any(|known| name == *known || (*known == "pyarmor_runtime" && name.starts_with(known)))
        };
        let names = |expr: Expr| match expr {
            Expr::Import(specifier) => matches!(module.expr(specifier), Expr::Str(text) if is_protector(module.text(text))),
            Expr::Call(callee, _) => matches!(module.expr(callee), Expr::Name(name, _) if module.name(name) == "__pyarmor__"),
            _ => false,
        };
        if let Some((expr, _)) = module.iter().find(|(_, expr)| names(*expr)) {
            let message = "runs code that was encrypted or compiled by a protector, and cannot be inspected";
            findings.add_as_it_runs(findings.at(Place { unit, expr }, message).severity(Severity::High));
        }
    }
}

/// Programs of Windows that load a library and call into it.
const LOADERS: [&str; 4] = ["rundll32", "regsvr32", "regasm", "installutil"];

/// `rundll32 own.dll,main`: an installer of libraries has no use for such a way in, whatever the file turns out to be.
fn registered<'e>(evidence: Evidence<'e>, findings: &mut Findings<'e>) {
    let starts = |call: &&CallFact<'_>| matches!(call.effect, Effect::Program | Effect::Shell);
    for call in evidence.facts.calls.iter().filter(starts) {
        let Some(path) = library_of(evidence, call) else { continue };
        let severity = match evidence.moment(call.place) {
            Moment::Install | Moment::Load => Severity::Critical,
            Moment::Use | Moment::Never => Severity::High,
        };
        let draft = findings.at(call.place, format!("makes Windows load `{path}`, which the package brings and nobody can inspect"));
        findings.add_as_it_runs(draft.severity(severity));
    }
}

/// The file of the package that one of these programs is told to load.
fn library_of<'e>(evidence: Evidence<'e>, call: &CallFact<'_>) -> Option<&'e RelPath> {
    let words: Vec<String> = call.arguments.iter().flatten().map(Value::pattern).collect();
    let programs = call.value.alternatives().iter().map(Value::pattern);
    let commands = programs.flat_map(|program| match call.arguments {
        Some(_) => {
            evidence.signatures.commands_of(&[&[program.as_str()], &words.iter().map(String::as_str).collect::<Vec<_>>()[..]].concat())
        }
        None => evidence.signatures.commands(&program),
    });
    let named: Vec<String> =
        commands.filter(|command| LOADERS.contains(&command.program.as_str())).flat_map(|command| command.arguments).collect();
    let names = named.iter().flat_map(|word| word.split([',', '/', '\\', '*', '"'])).filter(|name| name.contains('.') && name.len() > 4);
    let files = evidence.tree.files();
    names.take(64).find_map(|name| files.iter().map(|file| &file.path).find(|path| path.file_name() == name))
}

fn run_at_install(evidence: Evidence<'_>) -> BTreeSet<&RelPath> {
    let scripts = evidence.manifest.scripts.iter().filter(|script| script.trigger == Trigger::Install);
    scripts.flat_map(|script| &script.files).collect()
}

/// None for what can be read, and for what another rule tells as a disguise.
fn kind(evidence: Evidence<'_>, file: &File) -> Option<Kind> {
    if is_disguised(file) {
        return None;
    }
    let extension = file.path.extension().unwrap_or_default().to_ascii_lowercase();
    match extension.as_str() {
        "pyc" | "pyo" => return Some(if has_source(evidence, &file.path) { Kind::Copy } else { Kind::Bytecode }),
        "jsc" | "pye" => return Some(Kind::ScriptBytecode),
        "asar" => return Some(Kind::Archive),
        _ => {}
    }
    let format = Format::of(&file.bytes)?;
    match format.family() {
        Family::MachineCode => Some(Kind::Machine(format)),
        Family::Archive if is_encrypted_zip(&file.bytes) => Some(Kind::Locked),
        Family::Archive if holds_files(&file.path, &extension) => Some(Kind::Archive),
        Family::Archive | Family::Image | Family::Font | Family::Media | Family::Document => None,
    }
}

/// Archives that hold packages or folders; documents and compressed data are archives too.
fn holds_files(path: &RelPath, extension: &str) -> bool {
    match extension {
        "gz" | "bz2" | "xz" | "zst" => path.file_name().to_ascii_lowercase().contains(".tar."),
        "zip" | "tar" | "tgz" | "7z" | "rar" | "whl" | "egg" | "jar" | "cab" => true,
        _ => false,
    }
}

/// `a/b.py` of `a/__pycache__/b.cpython-312.pyc` and of `a/b.pyc`.
fn has_source(evidence: Evidence<'_>, path: &RelPath) -> bool {
    let stem = path.file_name().split('.').next().unwrap_or_default();
    let folder = path.parent();
    let folder = folder.strip_suffix("__pycache__").unwrap_or(folder).trim_end_matches('/');
    let source = if folder.is_empty() { format!("{stem}.py") } else { format!("{folder}/{stem}.py") };
    evidence.tree.contains(&source)
}

fn severity(evidence: Evidence<'_>, around: Around, file: &File, kind: Kind, used: Option<&(Handling, Place)>, is_run: bool) -> Severity {
    let moment = used.map(|(_, place)| evidence.moment(*place));
    let starts = used.is_some_and(|(handling, _)| matches!(handling, Handling::Started | Handling::Unlocked));
    if is_test_path(&file.path) && !is_run && moment.is_none_or(|moment| moment == Moment::Never) {
        return Severity::Info;
    }
    match kind {
        Kind::Machine(Format::WebAssembly) if !is_run => Severity::Info,
        Kind::Machine(_) if around.is_for_one_platform => Severity::Info,
        Kind::Machine(_) => match moment {
            _ if is_run => Severity::High,
            Some(Moment::Install)
                if used.is_some_and(|(handling, place)| *handling == Handling::Started && starts_unseen(evidence.program, *place)) =>
            {
                Severity::Critical
            }
            Some(Moment::Install) if used.is_some_and(|(handling, _)| *handling >= Handling::Unlocked) => Severity::High,
            Some(Moment::Install) => Severity::Medium,
            Some(Moment::Load) if starts => Severity::Medium,
            Some(Moment::Load | Moment::Use | Moment::Never) | None => Severity::Low,
        },
        Kind::Copy => Severity::Info,
        // Outside of the folder for copies, Python imports it like a source.
        Kind::Bytecode if is_run || used.is_some() || around.has_no_python || !file.path.parent().ends_with("__pycache__") => {
            Severity::High
        }
        Kind::Bytecode => Severity::Medium,
        Kind::ScriptBytecode if is_run || used.is_some() => Severity::High,
        Kind::ScriptBytecode => Severity::Medium,
        Kind::Locked if used.is_some() => Severity::High,
        Kind::Locked => Severity::Medium,
        Kind::Archive if moment == Some(Moment::Install) => Severity::Medium,
        Kind::Archive if used.is_some() => Severity::Low,
        Kind::Archive => Severity::Info,
    }
}

/// What the package as a whole says.
#[derive(Debug, Clone, Copy)]
struct Around {
    /// No source of Python but what installs the package.
    has_no_python: bool,
    /// The wheel says that it is made for some system: `cp312-manylinux_2_17_x86_64`.
    is_for_one_platform: bool,
}

impl Around {
    fn of(evidence: Evidence<'_>) -> Self {
        let files = evidence.tree.files();
        let is_source = |file: &File| matches!(file.path.extension(), Some("py" | "pyw")) && file.path.file_name() != "setup.py";
        let wheel = files.iter().find(|file| file.path.as_str().ends_with(".dist-info/WHEEL"));
        let is_for_one_platform = wheel.is_some_and(|wheel| {
            let text = String::from_utf8_lossy(&wheel.bytes);
            let mut tags = text.lines().filter_map(|line| line.strip_prefix("Tag:")).map(str::trim).peekable();
            tags.peek().is_some() && tags.all(|tag| !tag.ends_with("-any"))
        });
        Self { has_no_python: !files.iter().any(is_source), is_for_one_platform }
    }
}

use super::deeds::{Deeds, add, command, near, shown};
use super::overwriting;
use crate::detect::{Detector, Evidence, Findings};
use crate::facts::CallFact;
use crate::flow::Value;
use crate::model::{Category, Confidence, Severity};
use crate::signatures::{Effect, ProgramClass};

pub(super) static DETECTOR: Detector = Detector {
    id: "destruction",
    category: Category::Destruction,
    severity: Severity::Critical,
    confidence: Confidence::High,
    cwe: 506,
    docs: include_str!("destruction.md"),
    check,
};

fn check<'e>(evidence: Evidence<'e>, findings: &mut Findings<'e>) {
    let mut deeds = Deeds::new(evidence);
    let calls = &evidence.facts.calls;
    for call in calls {
        let Some(what) = judge(evidence, call, calls) else { continue };
        let how = deeds.at(call.place);
        let draft = findings.at(call.place, format!("{what}{}", how.clause()));
        add(findings, draft, how.weigh(Severity::Critical, Severity::Critical, Severity::Medium), Confidence::High);
    }
}

fn judge(evidence: Evidence<'_>, call: &CallFact<'_>, all: &[CallFact<'_>]) -> Option<String> {
    if let Some((_, text)) = command(evidence, call).filter(|(signature, _)| signature.class == ProgramClass::Destructive) {
        return Some(format!("destroys data or defences: `{}`", shown(&text)));
    }
    // One place among several that nobody may mean says nothing.
    let (first, others) = call.value.alternatives().split_first()?;
    let whose = everything(evidence, first).filter(|_| others.iter().all(|value| everything(evidence, value).is_some()));
    let whose = whose.or_else(|| (call.effect == Effect::Read).then(|| overwriting::walked(evidence, call)).flatten())?;
    if call.effect == Effect::Delete && takes_folders(&call.callee) {
        return Some(format!("`{}` deletes {whose}", call.callee));
    }
    if call.effect != Effect::Read || !lists(&call.callee) {
        return None;
    }
    let handles = |effect: Effect| {
        let mut others = all.iter().filter(|other| other.effect == effect && other.value.as_text().is_none());
        others.any(|other| near(evidence, call.place, other.place))
    };
    let module = evidence.program.module(call.place.unit);
    if handles(Effect::Delete) {
        Some(format!("goes through {whose} and deletes what it finds"))
    } else if CIPHERS.iter().any(|word| module.names.find(word).is_some()) && handles(Effect::Write) {
        Some(format!("goes through {whose} and encrypts what it finds"))
    } else if overwriting::overwrites(evidence, call) {
        Some(format!("goes through {whose} and writes over what it finds"))
    } else {
        None
    }
}

/// What makes a file unreadable without a key.
const CIPHERS: [&str; 7] = ["createCipheriv", "createCipher", "Fernet", "AES", "ChaCha20", "AESGCM", "publicEncrypt"];
/// Last words of the names of functions that delete folders with all that lies in them.
const TAKES_FOLDERS: [&str; 14] = [
    "rm",
    "rmSync",
    "rmdir",
    "rmdirSync",
    "rmtree",
    "remove",
    "removeSync",
    "emptyDir",
    "emptyDirSync",
    "rimraf",
    "sync",
    "rimrafSync",
    "del",
    "deleteAsync",
];
/// The same of functions that list folders.
const LISTS: [&str; 14] = [
    "walk",
    "fwalk",
    "readdir",
    "readdirSync",
    "opendir",
    "listdir",
    "scandir",
    "glob",
    "iglob",
    "rglob",
    "iterdir",
    "globSync",
    "sync",
    "readdirp",
];

fn takes_folders(callee: &str) -> bool {
    // Python's own removes one file, or a folder that is empty.
    !matches!(callee, "os.remove" | "os.rmdir" | "os.unlink") && TAKES_FOLDERS.contains(&callee.rsplit('.').next().unwrap_or(callee))
}

fn lists(callee: &str) -> bool {
    LISTS.contains(&callee.rsplit('.').next().unwrap_or(callee))
}

/// All that a user has, or the whole machine.
pub(super) fn everything(evidence: Evidence<'_>, value: &Value) -> Option<&'static str> {
    let value = value.bare();
    if let [first, others @ ..] = value.alternatives()
        && !others.is_empty()
    {
        return everything(evidence, first).filter(|_| others.iter().all(|value| everything(evidence, value).is_some()));
    }
    let is_home = match value {
        Value::Env(name) => matches!(&**name, "HOME" | "USERPROFILE" | "HOMEPATH"),
        Value::Symbol(symbol) => HOMES.contains(&evidence.facts.symbols.name(*symbol)),
        _ => false,
    };
    match (value, value.as_text()) {
        _ if is_home => Some("the home folder"),
        (_, Some(text)) => whole(text),
        (Value::Concat(parts), None) => match parts.as_ref() {
            [home, Value::Text(rest)] => everything(evidence, home).filter(|_| is_documents(rest)),
            _ => None,
        },
        (_, None) => None,
    }
}

/// What names the home folder.
const HOMES: [&str; 4] = ["os.homedir()", "pathlib.Path.home()", "os.userInfo().homedir", "os.path.expanduser()"];

/// The text as a path, whatever stands behind it to mean all that lies there.
fn whole(text: &str) -> Option<&'static str> {
    if text.len() > 64 {
        return None;
    }
    let path = text.to_ascii_lowercase().replace('\\', "/");
    match path.trim_end_matches(['/', '*']) {
        "" => path.starts_with('/').then_some("the whole machine"),
        "~" | "$home" | "%userprofile%" => Some("the home folder"),
        "c:" | "/home" | "/users" | "/root" | "/etc" | "/usr" | "/var" | "/boot" | "c:/windows" | "c:/users" => Some("the whole machine"),
        other => other.strip_prefix("~/").filter(|rest| is_documents(rest)).map(|_| "the home folder"),
    }
}

/// The folders in which people keep their work.
fn is_documents(rest: &str) -> bool {
    matches!(
        rest.trim_matches(['/', '\\', '*']).to_ascii_lowercase().as_str(),
        "" | "documents" | "desktop" | "pictures" | "downloads" | "music" | "videos" | "onedrive" | "dropbox"
    )
}

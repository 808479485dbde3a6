//! What a package fetches into files: from whom, under which path, and whether anything checks it.

use super::reverse_shell::answer;
use crate::detect::Evidence;
use crate::facts::declared::host_is_declared;
use crate::facts::{Address, CallFact, Place, Sink, spells};
use crate::flow::Value;
use crate::signatures::{Effect, HostClass};

use super::deeds::near;
use super::undeclared_host::is_of_the_vendor;

/// A file that was fetched.
pub(super) struct Download {
    /// Where it is asked for, and where it is written.
    pub fetched: Place,
    pub written: Place,
    /// Its path, as far as it is known.
    path: Value,
    /// The same for people.
    pub name: String,
    pub host: Option<String>,
    pub source: Source,
    /// A digest is compared.
    pub checked: bool,
    /// What is written was seen to come from the network; else it only happens side by side.
    pub followed: bool,
}

/// Whose it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Source {
    /// A declared host, or the package's own repository.
    Vendor,
    /// A host where the makers of languages and tools publish these.
    Maker,
    /// Only known at run time.
    Unknown,
    /// A constant host that no document names.
    Foreign,
    /// A bare address, a paste site, a tunnel: nobody's own.
    Dark,
}

/// Endings of what can be run.
const RUNNABLE: [&str; 24] = [
    "exe", "scr", "msi", "dll", "bat", "cmd", "ps1", "vbs", "js", "mjs", "cjs", "py", "pyw", "pyc", "sh", "bin", "elf", "jar", "hta",
    "com", "node", "so", "dylib", "lnk",
];

pub(super) fn downloads(evidence: Evidence<'_>) -> Vec<Download> {
    let mut found: Vec<Download> = Vec::new();
    let calls = &evidence.facts.calls;
    let writes = |place: Place| calls.iter().find(move |call| call.place == place && call.effect == Effect::Write);
    for flow in evidence.facts.outflows.iter().filter(|flow| flow.sink == Sink::Write) {
        let (Some((host, from)), Some(write)) = (answer(flow), writes(flow.place)) else { continue };
        found.push(download(evidence, from, write, host, true));
    }
    // `urlretrieve(url, path)` does both at once.
    for call in calls.iter().filter(|call| call.effect == Effect::Url) {
        if let Some(write) = writes(call.place).filter(|write| !found.iter().any(|known| known.written == write.place)) {
            found.push(download(evidence, call.place, write, None, true));
        }
    }
    found.extend(calls.iter().filter_map(|call| by_command(evidence, call)));
    side_by_side(evidence, &mut found);
    found
}

/// Programs that fetch, and the options behind which they are told where to.
const FETCHERS: [&str; 6] = ["curl", "wget", "aria2c", "invoke-webrequest", "iwr", "certutil"];
const OUTPUTS: [&str; 6] = ["-o", "-O", "--output", "--output-document", "-OutFile", "-outfile"];

/// `curl -o path address`
fn by_command(evidence: Evidence<'_>, call: &CallFact<'_>) -> Option<Download> {
    let words: Vec<Value> = match call.effect {
        Effect::Program => std::iter::once(&call.value).chain(call.arguments.iter().flatten()).cloned().collect(),
        Effect::Shell => {
            let text = call.value.alternatives().first()?.pattern();
            text.split_whitespace().take(200).map(|word| Value::text(word.trim_matches(['"', '\'']))).collect()
        }
        _ => return None,
    };
    let program = words.first()?.pattern();
    let program = program.rsplit(['/', '\\']).next().unwrap_or_default().trim_end_matches(".exe").to_ascii_lowercase();
    if call.signature.elsewhere || !FETCHERS.contains(&program.as_str()) {
        return None;
    }
    let at = words.iter().position(|word| word.as_text().is_some_and(|word| OUTPUTS.contains(&word)))?;
    let path = words.get(at + 1)?.clone();
    let address = words.iter().find_map(|word| Address::of_url(&word.pattern()));
    let host = address.as_ref().map(|address| address.host.clone());
    let source = source(evidence, host.as_deref(), address.as_ref());
    let (name, place) = (path.pattern(), call.place);
    Some(Download { fetched: place, written: place, path, name, host, source, checked: false, followed: true })
}

/// A call that connects and a program's file that is written, in one function.
fn side_by_side(evidence: Evidence<'_>, found: &mut Vec<Download>) {
    let calls = &evidence.facts.calls;
    for write in calls.iter().filter(|call| call.effect == Effect::Write && !call.callee.contains("chmod")) {
        let pattern = write.value.alternatives().iter().map(Value::pattern).find(|path| is_runnable(path));
        if pattern.is_none() || found.iter().any(|known| known.written == write.place) || found.len() > 200 {
            continue;
        }
        let fetch = calls.iter().find(|call| call.effect == Effect::Url && near(evidence, call.place, write.place));
        if let Some(fetch) = fetch {
            found.push(download(evidence, fetch.place, write, None, false));
        }
    }
}

fn is_runnable(path: &str) -> bool {
    path.rsplit(['/', '\\'])
        .next()
        .and_then(|name| name.rsplit_once('.'))
        .is_some_and(|(_, end)| RUNNABLE.contains(&end.to_ascii_lowercase().as_str()))
}

fn download(evidence: Evidence<'_>, fetched: Place, write: &CallFact<'_>, host: Option<&str>, followed: bool) -> Download {
    let address = address_at(evidence, fetched);
    let host = host.map(str::to_owned).or_else(|| address.as_ref().map(|address| address.host.clone()));
    let name = write.value.alternatives().iter().map(Value::pattern).find(|path| path != "*").unwrap_or_else(|| "*".to_owned());
    let source = source(evidence, host.as_deref(), address.as_ref());
    let module = evidence.program.module(write.place.unit);
    let checked =
        ["createHash", "hashlib", "sha256", "sha512", "sha256sum", "checksum", "integrity"].iter().any(|word| spells(module, word));
    Download { fetched, written: write.place, path: write.value.clone(), name, host, source, checked, followed }
}

/// What the call at a place connects to.
fn address_at(evidence: Evidence<'_>, place: Place) -> Option<Address> {
    let calls = evidence.facts.calls.iter().filter(|call| call.place == place && matches!(call.effect, Effect::Url | Effect::Host));
    calls.flat_map(|call| Address::of_value(&call.value, Address::of_host)).next()
}

fn source(evidence: Evidence<'_>, host: Option<&str>, address: Option<&Address>) -> Source {
    let Some(host) = host else { return Source::Unknown };
    let path = address.map_or("", |address| address.path.as_str());
    let class = evidence.signatures.address(host, path).map(|signature| signature.class);
    match class {
        Some(HostClass::Local) => return Source::Unknown,
        Some(
            HostClass::RequestCatcher
            | HostClass::Paste
            | HostClass::Webhook
            | HostClass::Tunnel
            | HostClass::DeadDrop
            | HostClass::IpLookup
            | HostClass::Metadata,
        ) => return Source::Dark,
        Some(HostClass::Toolchain) => return Source::Maker,
        Some(HostClass::SharedPlatform | HostClass::Reference | HostClass::Resolver | HostClass::Telemetry) | None => {}
    }
    let is_ip = address.is_some_and(Address::is_ip) || host.parse::<std::net::Ipv4Addr>().is_ok();
    if is_ip {
        return Source::Dark;
    }
    if host_is_declared(evidence.manifest, evidence.signatures, host) || is_own(evidence, host, path) {
        return Source::Vendor;
    }
    if evidence.signatures.host(host).is_some_and(|signature| !signature.suffix_of.is_empty()) {
        return of_registry(evidence, path);
    }
    if host.contains('*') { Source::Unknown } else { Source::Foreign }
}

/// A registry keeps anyone's packages: one that this package depends on is installed anyway.
fn of_registry(evidence: Evidence<'_>, path: &str) -> Source {
    let path = path.trim_start_matches('/').replace("%2f", "/");
    let is_it = |name: &str| path.strip_prefix(name).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'));
    if evidence.manifest.dependencies.iter().any(|(name, _)| is_it(name)) {
        Source::Vendor
    } else if path.is_empty() || path.starts_with('*') {
        Source::Unknown
    } else {
        Source::Foreign
    }
}

/// Of the vendor's domain, or of the owner of the package's repository.
fn is_own(evidence: Evidence<'_>, host: &str, path: &str) -> bool {
    if is_of_the_vendor(evidence, host) {
        return true;
    }
    let repository = evidence.manifest.repository.as_deref().unwrap_or_default().to_ascii_lowercase();
    let owner = path.trim_start_matches('/').split('/').next().unwrap_or_default().to_ascii_lowercase();
    !owner.is_empty() && !owner.contains('*') && repository.contains(&format!("/{owner}/"))
}

impl Download {
    /// The call is given the path of the file, as its program, its module, or one of its words.
    pub fn is_file_of(&self, evidence: Evidence<'_>, call: &CallFact<'_>) -> bool {
        let words = call.arguments.iter().flatten().take(16);
        let is_it = |value: &Value| self.is_path(value) && !(call.effect == Effect::Shell && self.is_only_written(value));
        std::iter::once(&call.value).chain(words).any(is_it) && is_after(evidence, self.written, call.place)
    }

    fn is_only_written(&self, line: &Value) -> bool {
        let line = line.pattern();
        self.path.alternatives().iter().any(|path| only_writes(&line, &path.pattern()))
    }

    fn is_path(&self, value: &Value) -> bool {
        self.path.alternatives().iter().any(|path| value.alternatives().iter().any(|value| same(path, value)))
    }
}

/// One file is as good as another; of two places in one function, the later.
fn is_after(evidence: Evidence<'_>, written: Place, started: Place) -> bool {
    written != started && (written.unit != started.unit || evidence.span(written) != evidence.span(started))
}

/// `curl … > /tmp/a`, `curl … -o /tmp/a`: in the whole line the file is only written to.
fn only_writes(line: &str, path: &str) -> bool {
    let name = path.rsplit(['/', '\\', '*']).next().unwrap_or_default();
    let words: Vec<&str> = line.split_whitespace().collect();
    let mut places = (0..words.len()).filter(|at| ends_in(words[*at], name)).peekable();
    let is_target = |at: usize| {
        let before = at.checked_sub(1).map_or("", |before| words[before]);
        words[at].contains('>') || matches!(before, ">" | ">>" | "-o" | "-O" | "--output" | "--output-document" | "tee")
    };
    places.peek().is_some() && places.all(is_target)
}

/// The same path: the same value, or the same text with the same holes, or a command in which its name stands.
fn same(path: &Value, value: &Value) -> bool {
    let (path, value) = (path.bare(), value.bare());
    match (path, value) {
        (Value::Unknown, _) | (_, Value::Unknown) => false,
        (Value::Symbol(_) | Value::Parameter(..) | Value::Member(..), _) => path == value,
        (path, value) => {
            let (path, text) = (path.pattern(), value.pattern());
            let name = path.rsplit(['/', '\\', '*']).next().unwrap_or_default();
            let is_command = || name.len() > 3 && (ends_in(&text, name) || text.split_whitespace().any(|word| ends_in(word, name)));
            path.len() > 3 && path == text || is_command()
        }
    }
}

/// The text is a path whose last part is the name.
fn ends_in(text: &str, name: &str) -> bool {
    let text = text.trim_matches(['"', '\'', '&', ';']);
    text.strip_suffix(name).is_some_and(|before| before.is_empty() || before.ends_with(['/', '\\', '*', '"', '\'']))
}

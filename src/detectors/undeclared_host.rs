use std::collections::BTreeSet;

use crate::detect::{Detector, Evidence, Findings};
use crate::facts::vendor::{Prose, use_is_declared};
use crate::facts::{CallFact, HostUse, Moment, PathAccess, PathUse, Place};
use crate::flow::Value;
use crate::manifest::registrable_domain;
use crate::model::{Category, Confidence, Severity};
use crate::signatures::{Effect, HostClass, HostSignature, ProgramClass};
use crate::syntax::Language;

use super::around::spells_around;
use super::credential_access::is_library;
use super::destination::has_token;
use super::telemetry::is_told;

pub(super) static DETECTOR: Detector = Detector {
    id: "undeclared-host",
    category: Category::UndeclaredHost,
    severity: Severity::Medium,
    confidence: Confidence::High,
    cwe: 200,
    docs: include_str!("undeclared_host.md"),
    check,
};

fn check<'e>(evidence: Evidence<'e>, findings: &mut Findings<'e>) {
    let mut prose = None;
    let mut seen = BTreeSet::new();
    // What the code writes itself comes before what a library brings.
    let (implied, mut written): (Vec<_>, Vec<_>) = evidence.facts.hosts.iter().partition(|host| host.implied_by.is_some());
    written.sort_by_key(|host| tells_no_secret(evidence, host));
    for host in written.into_iter().chain(implied).filter(|host| host.reached && !is_told(evidence, host)) {
        let name = host.address.host.as_str();
        // One channel that the user has chosen says nothing of another that is written in full.
        let is_given_out = evidence.signatures.address(name, &host.address.path).is_some_and(|known| known.class == HostClass::Webhook)
            && has_token(&host.address.path);
        if !seen.insert((name, host.address.email, is_given_out)) {
            continue;
        }
        let prose = prose.get_or_insert_with(|| Prose::of(evidence.tree));
        if use_is_declared(prose, evidence.manifest, evidence.signatures, host) {
            continue;
        }
        let Some((what, severity)) = judge(evidence, host) else { continue };
        let company = company(evidence, host).filter(|_| severity >= Severity::Medium);
        let severity = if is_mirrored(evidence, host) { severity.min(Severity::Low) } else { severity };
        let also = company.map(|deed| format!(" in code that also {deed}")).unwrap_or_default();
        let draft = findings.at(
            host.place,
            format!("{what} `{name}`{}, which no shipped document names,{also}", circumstances(host)).trim_end_matches(','),
        );
        findings.add_as_it_runs(draft.severity(if company.is_some() { Severity::Critical } else { severity }));
    }
}

/// What else the same file does at installation that no installer needs: together with a host that nobody declared it is an attack.
fn company(evidence: Evidence<'_>, host: &HostUse) -> Option<&'static str> {
    // An address that can be configured is a mirror's rather than a thief's.
    if evidence.moment(host.place) != Moment::Install || host.is_default || !host.settings.is_empty() {
        return None;
    }
    let here = |place: Place| place.unit == host.place.unit && place != host.place && evidence.moment(place) == Moment::Install;
    // The call that contacts the host is no company for itself.
    let span = evidence.span(host.place);
    let is_apart = |place: Place| {
        let other = evidence.span(place);
        other.end <= span.start || span.end <= other.start
    };
    let calls = || evidence.facts.calls.iter().filter(|call| here(call.place) && is_apart(call.place));
    if evidence.facts.dumps.iter().any(|dump| here(dump.place)) {
        return Some("hands on the whole environment");
    }
    let is_stored = |path: &PathUse| path.access == PathAccess::Read && evidence.signatures.credential(&path.path).is_some();
    if evidence.facts.paths.iter().any(|path| here(path.place) && is_stored(path)) {
        return Some("reads stored credentials");
    }
    if evidence.facts.env.iter().any(|read| here(read.place) && evidence.signatures.secret_owner(&read.name).is_some()) {
        return Some("reads secrets from the environment");
    }
    if calls().any(|call| call.effect == Effect::Evaluate && call.value.as_text().is_none()) {
        return Some("runs code that it puts together");
    }
    // A script of the shell is made of programs that it starts.
    let starts = |call: &&CallFact<'_>| {
        let is_script = evidence.program.module(call.place.unit).language == Language::Bash;
        call.effect.start().is_some() && !is_script && !is_tool(evidence, call)
    };
    if calls().any(|call| starts(&call)) {
        return Some("starts programs");
    }
    evidence
        .facts
        .paths
        .iter()
        .any(|path| here(path.place) && path.access == PathAccess::Write && is_program(&path.path))
        .then_some("writes programs")
}

/// An installer's address that a setting moves elsewhere: a mirror's, which weighs as much as at any other moment.
fn is_mirrored(evidence: Evidence<'_>, host: &HostUse) -> bool {
    let is_plain = evidence.signatures.address(&host.address.host, &host.address.path).is_none() && !host.address.is_ip() && !host.hidden;
    is_plain && !host.address.email && !host.settings.is_empty() && evidence.moment(host.place) == Moment::Install
}

/// Builds ask compilers and version control, by constant commands.
fn is_tool(evidence: Evidence<'_>, call: &CallFact<'_>) -> bool {
    let words = call.arguments.iter().flatten().map(Value::pattern);
    let all: Vec<String> = std::iter::once(call.value.pattern()).chain(words).collect();
    let known = match call.effect {
        Effect::Shell => evidence.signatures.command(&all[0]),
        _ => evidence.signatures.program(&all.iter().map(String::as_str).collect::<Vec<_>>()),
    };
    known.is_some_and(|known| known.class == ProgramClass::KnownTool) && !all[0].contains('*')
}

/// A file that only makes sense when it is run, or that is kept where nobody looks.
fn is_program(path: &str) -> bool {
    let lower = path.to_ascii_lowercase();
    let ends = [".exe", ".bat", ".cmd", ".ps1", ".vbs", ".sh", ".dll", ".scr", ".hta"];
    ends.iter().any(|end| lower.ends_with(end)) || ["/tmp/", "~/", "/dev/shm/"].iter().any(|start| lower.starts_with(start))
}

/// Who brings the host, and what can take its place.
fn circumstances(host: &HostUse) -> String {
    let by = host.implied_by.as_ref().map(|library| format!(" by `{library}`")).unwrap_or_default();
    let default = match host.settings.first() {
        Some(setting) => format!(" unless `{setting}` says otherwise"),
        None if host.is_default => " unless something else is configured".to_owned(),
        None => String::new(),
    };
    format!("{by}{default}")
}

/// The package's own name or scope is the name of the domain.
pub(super) fn is_of_the_vendor(evidence: Evidence<'_>, host: &str) -> bool {
    let domain = registrable_domain(host.trim_start_matches("*.")).and_then(|domain| domain.split('.').next().map(str::to_owned));
    let package = evidence.manifest.name.as_deref().unwrap_or_default().to_ascii_lowercase();
    // Exactly: whoever squats a name can have a domain that begins with it.
    domain.is_some_and(|domain| domain.len() > 2 && package.split(|c: char| !c.is_ascii_alphanumeric()).any(|word| word == domain))
}

/// Another use of the same host may say more.
fn tells_no_secret(evidence: Evidence<'_>, host: &HostUse) -> bool {
    let class = evidence.signatures.host(&host.address.host).map(|signature| signature.class);
    class == Some(HostClass::Metadata) && !asks_for_credentials(&host.address.path)
}

/// What programs learn of the machine that they run on is another part of the same address.
fn asks_for_credentials(path: &str) -> bool {
    let is_open = path.trim_matches('/').is_empty() || path.contains('*') && !path.starts_with("/latest/dynamic/");
    let names = |word: &&str| path.contains(*word) && !path.ends_with("/api/token");
    is_open || ["credential", "service-accounts", "token", "identity/oauth2", "user-data", "attributes"].iter().any(names)
}

/// What is done with the host, and how bad that is; none for hosts that are no news.
fn judge(evidence: Evidence<'_>, host: &HostUse) -> Option<(&'static str, Severity)> {
    if host.address.email {
        return Some(("addresses mail to", Severity::High));
    }
    if host.implied_by.is_some() {
        return Some(("contacts", Severity::Low));
    }
    if let Some(signature) = evidence.signatures.address(&host.address.host, &host.address.path) {
        let what = match signature.class {
            HostClass::Local => return None,
            HostClass::RequestCatcher => "sends to the request catcher",
            HostClass::Paste => "contacts the paste site",
            // Whoever configures the token has chosen the channel.
            HostClass::Webhook if is_chosen(evidence, signature, host) => {
                return Some(("contacts", signature.severity.min(Severity::Medium)));
            }
            HostClass::Webhook if signature.severity == Severity::High && evidence.moment(host.place) <= Moment::Load => {
                return Some(("sends, before anyone asks for it, to the webhook of", Severity::Critical));
            }
            HostClass::Webhook => "sends to the webhook of",
            HostClass::Tunnel => "contacts the tunnel",
            HostClass::DeadDrop => "fetches from the dead drop",
            HostClass::IpLookup => "asks for its own address at",
            HostClass::Metadata if tells_the_machine(evidence, signature, host) => {
                return Some(("asks what machine this is at", Severity::Medium));
            }
            HostClass::Metadata if evidence.moment(host.place) > Moment::Load && !asks_for_credentials(&host.address.path) => {
                return Some(("asks the cloud about its machine at", Severity::Low));
            }
            // A library of the cloud asks for its caller, whose credentials they are.
            HostClass::Metadata if evidence.moment(host.place) >= Moment::Use && is_library(evidence) => {
                return Some(("asks, for whoever imports it, for cloud credentials at", Severity::Medium));
            }
            HostClass::Metadata => "asks for cloud credentials at",
            // A server for the platform talks to the platform.
            HostClass::SharedPlatform if is_of_the_vendor(evidence, &host.address.host) => {
                return Some(("contacts the platform that it is named after,", signature.severity.min(Severity::Low)));
            }
            HostClass::Reference | HostClass::Toolchain | HostClass::Resolver | HostClass::SharedPlatform | HostClass::Telemetry => {
                "contacts"
            }
        };
        return Some((what, signature.severity));
    }
    if host.address.is_ip() {
        return Some(("contacts the bare address", Severity::High));
    }
    if host.hidden {
        return Some(("contacts a host whose name the code only puts together at run time:", Severity::High));
    }
    if is_of_the_vendor(evidence, &host.address.host) {
        return Some(("contacts another host of its vendor,", Severity::Low));
    }
    Some(("contacts", Severity::Medium))
}

/// No token stands in the address, and whoever sets the package up or calls it has one.
fn is_chosen(evidence: Evidence<'_>, signature: &HostSignature, host: &HostUse) -> bool {
    let path = &host.address.path;
    let is_open =
        || host.is_default || !host.settings.is_empty() || evidence.moment(host.place) >= Moment::Use || takes_variable(evidence, host);
    signature.paths.contains(path) || !has_token(path) && is_open()
}

/// A variable of the environment is part of the address.
fn takes_variable(evidence: Evidence<'_>, host: &HostUse) -> bool {
    let calls = evidence.facts.calls.iter().filter(|call| call.place == host.place && call.effect == Effect::Url);
    calls.flat_map(|call| call.value.alternatives()).any(|value| match value {
        Value::Concat(parts) => parts.iter().any(|part| matches!(part, Value::Env(_))),
        value => matches!(value, Value::Env(_)),
    })
}

/// Nothing around the place asks for a secret of the cloud, and somebody has asked for what is done there.
fn tells_the_machine(evidence: Evidence<'_>, signature: &HostSignature, host: &HostUse) -> bool {
    evidence.moment(host.place) >= Moment::Use && !spells_around(evidence, host.place, &signature.secrets)
}

use crate::detect::{Detector, Evidence, Findings};
use crate::manifest::{AgentSetting, AgentSettingKind, reads_as_host};
use crate::model::{Category, Confidence, Severity};
use crate::signatures::{HostClass, ProgramClass};

pub(super) static DETECTOR: Detector = Detector {
    id: "shipped-agent-config",
    category: Category::AgentControl,
    severity: Severity::Low,
    confidence: Confidence::Medium,
    cwe: 15,
    docs: include_str!("shipped_agent_config.md"),
    check,
};

fn check<'e>(evidence: Evidence<'e>, findings: &mut Findings<'e>) {
    for setting in &evidence.manifest.agents {
        let (what, severity) = judge(evidence, setting);
        let written: String = setting.written.chars().take(150).collect();
        let message = format!("ships settings of an agent or editor that {what} (`{written}`)");
        findings.add(findings.on(setting.location.clone(), message).severity(severity));
    }
}

/// In a package such a file takes effect only where somebody opens its folder, or copies it to where it does.
fn judge(evidence: Evidence<'_>, setting: &AgentSetting) -> (&'static str, Severity) {
    let fetches = fetches(evidence, &setting.written);
    match setting.kind {
        AgentSettingKind::RunsOnOpen if fetches => ("fetch and run something when they are opened", Severity::High),
        AgentSettingKind::RunsOnOpen => ("run a command when they are opened", Severity::Medium),
        AgentSettingKind::Hook if fetches => ("fetch and run something beside an agent's tools", Severity::High),
        AgentSettingKind::Hook => ("run a command beside an agent's tools", Severity::Low),
        AgentSettingKind::Server if fetches => ("start a server from something that they fetch", Severity::High),
        AgentSettingKind::Redirect if !is_local(evidence, &setting.written) => {
            ("send an agent's conversation to another address", Severity::High)
        }
        AgentSettingKind::NoQuestions => ("let an agent act without asking", Severity::Medium),
        AgentSettingKind::Redirect => ("send an agent's conversation to this machine", Severity::Info),
        AgentSettingKind::Grant if is_all(&setting.written) => ("let an agent run any command", Severity::Low),
        AgentSettingKind::Grant => ("let an agent do some things without asking", Severity::Info),
        AgentSettingKind::Server => ("start an MCP server", Severity::Info),
        AgentSettingKind::Container => ("run a command in a container", Severity::Info),
        AgentSettingKind::Instructions => ("agents take for instructions", Severity::Info),
    }
}

/// Something from the network is run, or code is written into the command so that no file shows it.
fn fetches(evidence: Evidence<'_>, command: &str) -> bool {
    if starts_itself(evidence, command) {
        return false;
    }
    let is_cradle = evidence.signatures.command(command).is_some_and(|program| program.class != ProgramClass::KnownTool);
    let inline = [" -e ", " --eval", " -enc", "base64 -d", "| sh", "|sh", "| bash", "|bash", "<(curl", "$(curl", "iex("];
    is_cradle || inline.iter().any(|word| command.contains(word))
}

/// `uvx acme`, in the package `acme`: what it would fetch is what is judged here.
fn starts_itself(evidence: Evidence<'_>, command: &str) -> bool {
    const RUNNERS: [&str; 5] = ["uvx", "npx", "pnpx", "bunx", "pipx"];
    const PLAIN: [&str; 9] = ["-y", "--yes", "-q", "--quiet", "--refresh", "--prerelease=allow", "--isolated", "--offline", "run"];
    let mut words = command.split_whitespace();
    let is_runner = words.next().is_some_and(|program| RUNNERS.contains(&program));
    let mut rest = words.skip_while(|word| PLAIN.contains(word));
    let own = evidence.manifest.name.as_deref().map(plain_name);
    let is_own = own.is_some_and(|own| !own.is_empty() && rest.next().is_some_and(|word| plain_name(word) == own));
    let is_word = |word: &str| word.chars().all(|c| c.is_ascii_alphanumeric() || "-_./:=@".contains(c));
    is_runner && is_own && rest.all(is_word)
}

/// A name without its version and extras, as registries compare it.
fn plain_name(name: &str) -> String {
    let scoped = usize::from(name.starts_with('@'));
    let end = name[scoped..].find(['@', '[', '=', '<', '>', '~']).map_or(name.len(), |at| at + scoped);
    name[..end].to_ascii_lowercase().replace(['_', '.'], "-")
}

fn is_local(evidence: Evidence<'_>, address: &str) -> bool {
    let rest = address.split_once("://").map_or(address, |(_, rest)| rest);
    let host = rest.split(['/', ':', '?']).next().unwrap_or_default().to_ascii_lowercase();
    let is_own =
        ["anthropic.com", "openai.com", "googleapis.com"].iter().any(|vendor| host == *vendor || host.ends_with(&format!(".{vendor}")));
    let is_near = evidence.signatures.host(&host).is_some_and(|signature| signature.class == HostClass::Local);
    is_own || is_near || !reads_as_host(&host)
}

fn is_all(grant: &str) -> bool {
    matches!(grant, "*" | "Bash" | "Bash(*)" | "Bash(*:*)")
}

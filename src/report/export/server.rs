//! A server as MCP registries describe it (`server.json`), and what it is called there.

use serde_json::{Value, json};

use super::{Runner, Server};

pub(super) const SCHEMA: &str = "https://static.modelcontextprotocol.io/schemas/2025-12-11/server.schema.json";
const DESCRIPTION_MAX: usize = 100;
const NAME_MAX: usize = 200;

/// None where its name cannot be made one of a registry.
pub(super) fn server(server: &Server<'_>) -> Option<Value> {
    let approval = server.approval;
    let mut package = json!({
        "registryType": approval.registry.as_str(),
        "identifier": approval.name.as_str(),
        "version": approval.version,
        "runtimeHint": server.runner.as_str(),
        "transport": { "type": "stdio" },
    });
    // Clients have to refuse other bytes. Of several files nobody knows which one a client takes.
    if let [file] = approval.artifacts.as_slice() {
        package["fileSha256"] = json!(file.to_string());
    }
    Some(json!({
        "$schema": SCHEMA,
        "name": name(server)?,
        "description": description(server),
        "version": approval.version,
        "packages": [package],
        "_meta": { "io.modelcontextprotocol.registry/publisher-provided": { "mcpscan": approved(server) } },
    }))
}

fn approved(server: &Server<'_>) -> Value {
    let approval = server.approval;
    let artifacts: Vec<String> = approval.artifacts.iter().map(|digest| format!("sha256:{digest}")).collect();
    json!({
        "approvedBy": approval.by,
        "approvedOn": approval.on.to_string(),
        "approvedUntil": approval.until.map(|until| until.to_string()),
        "artifacts": artifacts,
        "run": run(server),
    })
}

/// As ToolHive takes it.
pub(super) fn run(server: &Server<'_>) -> String {
    let (name, version) = (&server.approval.name, &server.approval.version);
    match server.runner {
        Runner::Npx => format!("npx://{name}@{version}"),
        Runner::Uvx => format!("uvx://{name}@{version}"),
    }
}

/// `npm/server`, `npm.acme/server`, `pypi/server`: which packages publish under which name of a registry, no approval says.
fn name(server: &Server<'_>) -> Option<String> {
    let (registry, package) = (server.approval.registry, server.approval.name.as_str());
    let name = match package.strip_prefix('@').and_then(|scoped| scoped.split_once('/')) {
        Some((scope, name)) => format!("{registry}.{scope}/{name}"),
        None => format!("{registry}/{package}"),
    };
    let (namespace, rest) = name.split_once('/')?;
    let is_plain = |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '-');
    let fits = namespace.chars().all(is_plain) && !rest.is_empty() && rest.chars().all(|c| is_plain(c) || c == '_');
    (fits && name.len() <= NAME_MAX).then_some(name)
}

/// Why it was approved, in one line that fits.
pub(super) fn description(server: &Server<'_>) -> String {
    let line = server.approval.why.split_whitespace().collect::<Vec<_>>().join(" ");
    match line.char_indices().nth(DESCRIPTION_MAX - 1) {
        _ if line.is_empty() => "Approved".to_owned(),
        Some((end, _)) if line.chars().count() > DESCRIPTION_MAX => format!("{}…", &line[..end]),
        Some(_) | None => line,
    }
}

/// A key for one version: `npm-acme-server-1.2.3`. Names that differ in their signs alone are told apart by their digests.
pub(super) fn slug(server: &Server<'_>) -> String {
    let approval = server.approval;
    let text = format!("{}-{}-{}", approval.registry, approval.name.as_str().trim_start_matches('@'), approval.version);
    let plain = |c: char| if c.is_ascii_alphanumeric() || matches!(c, '.' | '_' | '-') { c } else { '-' };
    let slug: String = text.chars().map(plain).collect();
    if slug == text {
        return slug;
    }
    let whole = format!("{} {} {}", approval.registry, approval.name, approval.version);
    format!("{slug}-{}", &crate::model::Sha256::of(whole.as_bytes()).to_string()[..8])
}

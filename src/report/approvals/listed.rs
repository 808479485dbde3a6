//! The list itself as JSON: the same keys as in its TOML, under the same schema.

use serde_json::{Map, Value, json};

use crate::approvals::{Accept, Approval, ApprovedList, Block, Import, Limits, NewVersions, Policy, Source};
use crate::report::json::safe;

pub fn list_json(list: &ApprovedList) -> String {
    safe::to_string(&json!({
        "policy": policy(&list.policy),
        "approve": list.approvals.iter().map(approval).collect::<Vec<_>>(),
        "block": list.blocks.iter().map(block).collect::<Vec<_>>(),
        "import": list.imports.iter().map(import).collect::<Vec<_>>(),
    }))
}

/// Without what is not said.
fn said(pairs: impl IntoIterator<Item = (&'static str, Value)>) -> Value {
    let said = pairs.into_iter().filter(|(_, value)| !value.is_null());
    Value::Object(said.map(|(key, value)| (key.to_owned(), value)).collect::<Map<_, _>>())
}

fn policy(policy: &Policy) -> Value {
    let new_versions = match policy.new_versions {
        NewVersions::Refuse => "refuse",
        NewVersions::SameCapabilities => "same-capabilities",
    };
    said([
        ("min_score", json!(policy.min_score)),
        ("max_severity", json!(policy.max_severity.as_str())),
        ("needs_person", json!(policy.needs_person)),
        ("max_age_days", json!(policy.max_age_days)),
        ("new_versions", json!(new_versions)),
    ])
}

fn approval(approval: &Approval) -> Value {
    let digests: Vec<String> = approval.artifacts.iter().map(|digest| format!("sha256:{digest}")).collect();
    let accept: Vec<Value> = approval.accept.iter().map(accepted).collect();
    said([
        ("registry", json!(approval.registry.as_str())),
        ("name", json!(approval.name.as_str())),
        ("version", json!(approval.version)),
        ("artifacts", json!(digests)),
        ("by", json!(approval.by)),
        ("on", json!(approval.on.to_string())),
        ("until", json!(approval.until.map(|until| until.to_string()))),
        ("why", json!(approval.why)),
        ("score", json!(approval.score)),
        ("capabilities", json!(approval.capabilities)),
        ("dependencies", json!(approval.dependencies)),
        ("tools", json!(approval.tools.map(|digest| format!("sha256:{digest}")))),
        ("accept", if accept.is_empty() { Value::Null } else { json!(accept) }),
        ("limits", limits(&approval.limits)),
    ])
}

fn accepted(accept: &Accept) -> Value {
    let fingerprint = accept.fingerprint.map(|fingerprint| fingerprint.to_string());
    said([("rule", json!(accept.rule)), ("fingerprint", json!(fingerprint)), ("why", json!(accept.why))])
}

fn limits(limits: &Limits) -> Value {
    if limits.is_empty() {
        return Value::Null;
    }
    said([("hosts", json!(limits.hosts)), ("env", json!(limits.env)), ("capabilities", json!(limits.capabilities))])
}

fn block(block: &Block) -> Value {
    said([
        ("registry", json!(block.registry.as_str())),
        ("name", json!(block.name.as_str())),
        ("versions", json!(block.versions.to_string())),
        ("by", json!(block.by)),
        ("on", json!(block.on.map(|on| on.to_string()))),
        ("why", json!(block.why)),
    ])
}

fn import(import: &Import) -> Value {
    let (path, url) = match &import.source {
        Source::Path(path) => (Some(path), None),
        Source::Url(url) => (None, Some(url)),
    };
    said([("name", json!(import.name)), ("path", json!(path)), ("url", json!(url)), ("sha256", json!(import.sha256.to_string()))])
}

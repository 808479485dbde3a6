use crate::detect::{Detector, Evidence, Findings};
use crate::manifest::Trigger;
use crate::model::{Category, Confidence, Earlier, Published, Severity};

pub(super) static DETECTOR: Detector = Detector {
    id: "new-publisher",
    category: Category::Provenance,
    severity: Severity::Info,
    confidence: Confidence::High,
    cwe: 1357,
    docs: include_str!("new_publisher.md"),
    check,
};

fn check<'e>(evidence: Evidence<'e>, findings: &mut Findings<'e>) {
    let Some(published) = evidence.context.registry.published.as_ref().filter(|_| evidence.is_first) else { return };
    let told = published.previous.as_ref().and_then(|previous| changed(evidence, published, previous));
    let Some((message, severity)) = told else { return };
    findings.add(findings.on(evidence.manifest_line("version"), message).severity(severity));
}

/// Somebody else than before has published it; what it brings along decides how much that matters.
fn changed(evidence: Evidence<'_>, published: &Published, previous: &Earlier) -> Option<(String, Severity)> {
    let (now, before) = (published.publisher.as_deref()?, previous.publisher.as_deref()?);
    if now == before {
        return None;
    }
    let news = news(evidence, published, previous);
    let is_member = previous.maintainers.iter().any(|name| name == now);
    let severity = match (&news, is_member) {
        (Some(_), false) => Severity::Medium,
        (Some(_), true) | (None, false) => Severity::Low,
        (None, true) => Severity::Info,
    };
    let brings = news.map(|news| format!(", and {news}")).unwrap_or_default();
    Some((format!("was published by `{now}`, while {} was by `{before}`{brings}", previous.version), severity))
}

fn news(evidence: Evidence<'_>, published: &Published, previous: &Earlier) -> Option<String> {
    let hook = evidence.manifest.scripts.iter().find(|script| script.trigger == Trigger::Install);
    if let Some(hook) = hook.filter(|_| !previous.install_script) {
        return Some(format!("it is the first to run something when it is installed (`{}`)", hook.name));
    }
    let dependencies = published.dependencies.as_ref()?;
    let new: Vec<&str> =
        dependencies.keys().map(String::as_str).filter(|name| !previous.dependencies.iter().any(|known| known == name)).collect();
    let first = new.first()?;
    let more = if new.len() > 1 { format!(" and {} more", new.len() - 1) } else { String::new() };
    Some(format!("brings a new dependency, `{first}`{more}"))
}

use crate::detect::{Detector, Evidence, Findings};
use crate::manifest::{Identity, repository};
use crate::model::{Category, Confidence, Registry, Severity};
use crate::signatures::{Alike, Likeness};

pub(super) static DETECTOR: Detector = Detector {
    id: "look-alike-name",
    category: Category::LookAlikeName,
    severity: Severity::Medium,
    confidence: Confidence::Medium,
    cwe: 1007,
    docs: include_str!("look_alike_name.md"),
    check,
};

fn check<'e>(evidence: Evidence<'e>, findings: &mut Findings<'e>) {
    let Some(own) = Identity::of(evidence.package, evidence.manifest).filter(|_| evidence.is_first) else { return };
    if let Some(alike) = evidence.signatures.look_alike(own.registry, &own.name) {
        let (message, severity) = told(&own, alike);
        findings.add(findings.on(evidence.manifest_line("name"), message).severity(severity));
    }
    presented_as(evidence, &own, findings);
}

fn told(own: &Identity, Alike { known, packages, how }: Alike<'_>) -> (String, Severity) {
    let (name, owner) = (&own.name, &packages.owner);
    match how {
        Likeness::Confusable => (format!("`{name}` looks the same as `{known}`, by {owner}"), Severity::High),
        Likeness::Scope => (format!("the scope of `{name}` can be mistaken for that of `{known}`, by {owner}"), Severity::High),
        Likeness::Misspelt => (format!("`{name}` is one slip of the finger from `{known}`, by {owner}"), Severity::High),
        Likeness::MisspeltShort => (format!("`{name}` is one slip of the finger from `{known}`, by {owner}"), Severity::Medium),
        Likeness::Unscoped => (format!("`{name}` has the name of `{known}`, by {owner}, without its scope"), Severity::Medium),
        Likeness::Separators => {
            (format!("`{name}` differs from `{known}`, by {owner}, only in what stands between the words"), Severity::Medium)
        }
        Likeness::Order => (format!("`{name}` has the words of `{known}`, by {owner}, in another order"), Severity::Low),
        Likeness::Vendor => (format!("`{name}` is named like `{known}`, by {owner}, and is not it"), Severity::Info),
    }
}

/// The repository that it names is where well-known packages are made, and it is none of them.
fn presented_as<'e>(evidence: Evidence<'e>, own: &Identity, findings: &mut Findings<'e>) {
    let Some(named) = evidence.manifest.repository.as_deref().and_then(repository) else { return };
    let address = format!("{}/{}/{}", named.host, named.owner, named.name);
    let Some(packages) = evidence.signatures.made_in(&address) else { return };
    if evidence.signatures.is_well_known(own.registry, &own.name) || is_of_owner(own, &named.owner) {
        return;
    }
    let message = format!("`{}` presents itself as made in `{address}`, by {}, which makes other packages", own.name, packages.owner);
    findings.add(findings.on(evidence.manifest_line("name"), message));
}

/// The scope bears the name of who owns the repository.
fn is_of_owner(own: &Identity, owner: &str) -> bool {
    let scope = own.name.strip_prefix('@').and_then(|rest| rest.split_once('/')).map_or("", |(scope, _)| scope);
    let prefix = own.name.split(['-', '.']).next().unwrap_or_default();
    scope.eq_ignore_ascii_case(owner) || (own.registry == Registry::Pypi && prefix.eq_ignore_ascii_case(owner))
}

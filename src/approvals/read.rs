//! From the text of a list to what it says. What is not understood is an error: a key that nobody reads would be a rule that nobody keeps.

use toml_edit::Document;

use super::capabilities::{BadWord, capability_word};
use super::error::{ListError, SourceText};
use super::fields::{At, Fields};
use super::list::{Accept, Approval, ApprovedList, Block, Import, Limits, NewVersions, Policy, Source};
use super::versions::VersionRange;
use crate::model::{PackageName, Registry, Severity};

const SECTIONS: [&str; 4] = ["policy", "approve", "block", "import"];
const POLICY: [&str; 5] = ["min_score", "max_severity", "needs_person", "max_age_days", "new_versions"];
/// In the order in which they are written.
pub(super) const APPROVE: [&str; 14] = [
    "registry",
    "name",
    "version",
    "artifacts",
    "by",
    "on",
    "until",
    "why",
    "score",
    "capabilities",
    "tools",
    "dependencies",
    "accept",
    "limits",
];
pub(super) const BLOCK: [&str; 6] = ["registry", "name", "versions", "by", "on", "why"];
const IMPORT: [&str; 4] = ["name", "path", "url", "sha256"];
const ACCEPT: [&str; 3] = ["rule", "fingerprint", "why"];
const LIMITS: [&str; 3] = ["hosts", "env", "capabilities"];

/// `file` names it in errors.
pub fn read(file: &str, text: &str) -> Result<ApprovedList, ListError> {
    let source = SourceText { file, text };
    let document = Document::parse(text).map_err(|error| {
        source.error_in(error.span(), format!("this is not TOML: {}", error.message()), "mend the line; the file stays as it is until then")
    })?;
    let root = Fields::new(source, document.as_table(), None, "the list", &SECTIONS)?;
    Ok(ApprovedList {
        policy: root.table("policy", "[policy]", &POLICY, "{ min_score = 75 }")?.map_or(Ok(Policy::default()), policy)?,
        approvals: root.entries("approve", "[[approve]]", &APPROVE)?.into_iter().map(approval).collect::<Result<_, _>>()?,
        blocks: root.entries("block", "[[block]]", &BLOCK)?.into_iter().map(block).collect::<Result<_, _>>()?,
        imports: imports(root.entries("import", "[[import]]", &IMPORT)?)?,
    })
}

fn policy(fields: Fields<'_>) -> Result<Policy, ListError> {
    let usual = Policy::default();
    let max_severity = match fields.text("max_severity", "\"medium\"")? {
        None => usual.max_severity,
        Some(at) => severity(at.value).ok_or_else(|| {
            let what = format!("there is no severity `{}`", at.value);
            fields.source.error(at.span.start, what, "the severities are info, low, medium, high, critical")
        })?,
    };
    let new_versions = match fields.text("new_versions", "\"refuse\"")? {
        None => usual.new_versions,
        Some(At { value: "refuse", .. }) => NewVersions::Refuse,
        Some(At { value: "same-capabilities", .. }) => NewVersions::SameCapabilities,
        Some(at) => {
            let what = format!("`new_versions` cannot be `{}`", at.value);
            return Err(fields.source.error(at.span.start, what, "write \"refuse\" or \"same-capabilities\""));
        }
    };
    Ok(Policy {
        min_score: fields.number("min_score", 100, "75")?.and_then(|score| u8::try_from(score).ok()),
        max_severity,
        needs_person: words(fields, "needs_person")?.unwrap_or_default(),
        max_age_days: fields.number("max_age_days", u32::MAX, "180")?,
        new_versions,
    })
}

fn severity(word: &str) -> Option<Severity> {
    [Severity::Info, Severity::Low, Severity::Medium, Severity::High, Severity::Critical]
        .into_iter()
        .find(|severity| severity.as_str() == word)
}

/// Words of capabilities in a rule: one that names no kind would never hold.
fn words(fields: Fields<'_>, key: &str) -> Result<Option<Vec<String>>, ListError> {
    let Some(texts) = fields.texts(key, "[\"process\", \"network-out:api.acme.example\"]")? else { return Ok(None) };
    let read = |at: At<&str>| {
        let bad = |BadWord { kind, kinds }: BadWord| {
            fields.source.error(at.span.start, format!("there is no capability `{kind}`"), format!("the kinds are {kinds}"))
        };
        capability_word(at.value).map(str::to_owned).map_err(bad)
    };
    texts.into_iter().map(read).collect::<Result<_, _>>().map(Some)
}

fn texts(fields: Fields<'_>, key: &str, example: &str) -> Result<Option<Vec<String>>, ListError> {
    Ok(fields.texts(key, example)?.map(|texts| texts.into_iter().map(|at| at.value.to_owned()).collect()))
}

/// Which package an entry is about.
fn package(fields: Fields<'_>) -> Result<(Registry, PackageName), ListError> {
    let registry = fields.needed_text("registry", "\"npm\"")?;
    let name = fields.needed_text("name", "\"@acme/server\"")?;
    let wrong = |error: crate::model::SpecError| {
        let text = error.to_string();
        let what = text.lines().next().unwrap_or_default();
        fields.source.error(name.span.start, what, "write the name as its registry has it, without a version")
    };
    match registry.value {
        "npm" => Ok((Registry::Npm, PackageName::npm(name.value).map_err(wrong)?)),
        "pypi" => Ok((Registry::Pypi, PackageName::pypi(name.value).map_err(wrong)?)),
        "local" => Ok((Registry::Local, PackageName::local(name.value))),
        other => {
            let what = format!("there is no registry `{other}`");
            Err(fields.source.error(registry.span.start, what, "the registries are npm, pypi, and local for files and folders"))
        }
    }
}

fn approval(fields: Fields<'_>) -> Result<Approval, ListError> {
    let (registry, name) = package(fields)?;
    let version = match registry {
        Registry::Npm | Registry::Pypi => fields.needed_text("version", "\"1.2.3\"")?.value,
        Registry::Local => fields.any_text("version", "\"1.2.3\"")?,
    };
    let mut artifacts = fields.digests("artifacts")?;
    artifacts.sort();
    artifacts.dedup();
    let accept = fields.tables("accept", "`accept`", &ACCEPT, "[{ rule = \"…\", why = \"…\" }]")?;
    let limits = fields.table("limits", "`limits`", &LIMITS, "{ hosts = [\"api.acme.example\"] }")?;
    Ok(Approval {
        registry,
        name,
        version: version.to_owned(),
        artifacts,
        by: fields.needed_text("by", "\"…\"")?.value.to_owned(),
        on: fields.needed_date("on")?,
        until: fields.date("until")?,
        why: fields.needed_text("why", "\"…\"")?.value.to_owned(),
        score: fields.number("score", 100, "87")?.and_then(|score| u8::try_from(score).ok()),
        capabilities: texts(fields, "capabilities", "[\"file-read\"]")?.unwrap_or_default(),
        tools: fields.digest("tools")?,
        dependencies: texts(fields, "dependencies", "[\"zod\"]")?,
        accept: accept.into_iter().map(accepted).collect::<Result<_, _>>()?,
        limits: limits.map_or(Ok(Limits::default()), self::limits)?,
    })
}

fn accepted(fields: Fields<'_>) -> Result<Accept, ListError> {
    Ok(Accept {
        rule: fields.needed_text("rule", "\"undeclared-env\"")?.value.to_owned(),
        fingerprint: fields.digest("fingerprint")?,
        why: fields.needed_text("why", "\"…\"")?.value.to_owned(),
    })
}

fn limits(fields: Fields<'_>) -> Result<Limits, ListError> {
    Ok(Limits {
        hosts: texts(fields, "hosts", "[\"api.acme.example\"]")?.map(|hosts| hosts.iter().map(|host| host.to_ascii_lowercase()).collect()),
        env: texts(fields, "env", "[\"ACME_TOKEN\"]")?,
        capabilities: words(fields, "capabilities")?,
    })
}

fn block(fields: Fields<'_>) -> Result<Block, ListError> {
    let (registry, name) = package(fields)?;
    let versions = fields.needed_text("versions", "\"*\"")?;
    let range = VersionRange::parse(registry, versions.value).map_err(|error| {
        let text = error.to_string();
        let (what, hint) = text.split_once("\nhint: ").unwrap_or((&text, "write \"*\" for all"));
        fields.source.error(versions.span.start, what, hint)
    })?;
    Ok(Block {
        registry,
        name,
        versions: range,
        why: fields.needed_text("why", "\"…\"")?.value.to_owned(),
        by: fields.text("by", "\"…\"")?.map(|at| at.value.to_owned()),
        on: fields.date("on")?,
    })
}

fn imports(entries: Vec<Fields<'_>>) -> Result<Vec<Import>, ListError> {
    let mut imports: Vec<Import> = Vec::new();
    for fields in entries {
        let name = fields.needed_text("name", "\"acme\"")?;
        if imports.iter().any(|import| import.name == name.value) {
            let what = format!("two imports are called `{}`", name.value);
            return Err(fields.source.error(name.span.start, what, "give each a name of its own"));
        }
        let source = match (fields.text("path", "\"…\"")?, fields.text("url", "\"https://…\"")?) {
            (Some(path), None) => Source::Path(path.value.to_owned()),
            (None, Some(url)) => Source::Url(url.value.to_owned()),
            (Some(_), Some(_)) | (None, None) => {
                let what = format!("the import `{}` needs either `path` or `url`", name.value);
                return Err(fields.source.error(name.span.start, what, "name one place where the list is"));
            }
        };
        imports.push(Import { name: name.value.to_owned(), source, sha256: fields.needed_digest("sha256")? });
    }
    Ok(imports)
}

#[cfg(test)]
mod tests;

//! A server.json of the MCP registry's schema of 2025-12-11; what the package does not tell is a placeholder in capitals.

use serde::Serialize;

use super::list::{List, format};
use crate::model::{Registry, ScanReport};
use crate::report::json::safe;

const SCHEMA: &str = "https://static.modelcontextprotocol.io/schemas/2025-12-11/server.schema.json";
/// Characters that the schema allows.
const DESCRIPTION_MAX: usize = 100;
const NAME_MAX: usize = 200;
const VERSION_MAX: usize = 255;

#[derive(Debug, Serialize)]
pub(super) struct ServerJson {
    #[serde(rename = "$schema")]
    schema: &'static str,
    name: String,
    description: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    repository: Option<Repository>,
    version: String,
    packages: [Package; 1],
}

#[derive(Debug, Serialize)]
struct Repository {
    url: String,
    source: &'static str,
}

#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
struct Package {
    registry_type: &'static str,
    identifier: String,
    version: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    runtime_hint: Option<&'static str>,
    transport: Transport,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    environment_variables: Vec<EnvironmentVariable>,
}

#[derive(Debug, Serialize)]
struct Transport {
    r#type: &'static str,
}

#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
struct EnvironmentVariable {
    name: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    description: Option<String>,
    is_required: bool,
    is_secret: bool,
    format: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    default: Option<String>,
}

pub(super) fn render(report: &ScanReport, list: &List) -> String {
    safe::to_string(&of(report, list))
}

pub(super) fn of(report: &ScanReport, list: &List) -> ServerJson {
    let repository = report.about.repository.as_deref().and_then(repository);
    let version = version(&report.package.version);
    ServerJson {
        schema: SCHEMA,
        name: name(report, repository.as_ref()),
        description: description(report.about.description.as_deref()),
        repository,
        version: version.clone(),
        packages: [package(report, list, version)],
    }
}

fn package(report: &ScanReport, list: &List, version: String) -> Package {
    let registry = match report.package.registry {
        Registry::Local => report.about.ecosystem.unwrap_or(Registry::Npm),
        known => known,
    };
    let (registry_type, runtime_hint) = match registry {
        Registry::Npm | Registry::Local => ("npm", "npx"),
        Registry::Pypi => ("pypi", "uvx"),
    };
    let environment_variables = list
        .variables
        .iter()
        .filter(|needed| is_name(&needed.variable.name))
        .map(|needed| EnvironmentVariable {
            name: needed.variable.name.clone(),
            description: needed.variable.purpose.clone(),
            is_required: needed.variable.required,
            is_secret: needed.variable.secret,
            format: format(needed.variable.form),
            default: needed.variable.default.clone(),
        })
        .collect();
    Package {
        registry_type,
        identifier: report.package.name.as_str().to_owned(),
        version,
        runtime_hint: Some(runtime_hint),
        transport: Transport { r#type: "stdio" },
        environment_variables,
    }
}

/// Code may ask for a whole family of names (`ACME_*`), which no document can list.
fn is_name(name: &str) -> bool {
    name.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'_')
}

/// As the package claims it; else guessed from its repository; else a placeholder.
fn name(report: &ScanReport, repository: Option<&Repository>) -> String {
    if let Some(name) = report.about.mcp_name.as_ref().filter(|name| is_server_name(name)) {
        return name.clone();
    }
    let own = report.package.name.as_str();
    let own: String = own.rsplit('/').next().unwrap_or(own).chars().filter(|c| c.is_ascii_alphanumeric() || "._-".contains(*c)).collect();
    let own = if own.is_empty() { "SERVER-NAME" } else { &own };
    let owner = repository.filter(|repository| repository.source == "github").and_then(|repository| repository.url.split('/').nth(3));
    let guess = format!("io.github.{}/{own}", owner.unwrap_or("YOUR-GITHUB-NAME"));
    if is_server_name(&guess) { guess } else { "io.github.YOUR-GITHUB-NAME/SERVER-NAME".to_owned() }
}

/// `^[a-zA-Z0-9.-]+/[a-zA-Z0-9._-]+$`
fn is_server_name(name: &str) -> bool {
    let plain = |part: &str, more: &str| !part.is_empty() && part.chars().all(|c| c.is_ascii_alphanumeric() || more.contains(c));
    name.len() <= NAME_MAX && name.split_once('/').is_some_and(|(space, own)| plain(space, ".-") && plain(own, "._-"))
}

fn description(own: Option<&str>) -> String {
    let words = own.unwrap_or_default().split_whitespace().collect::<Vec<_>>().join(" ");
    if words.is_empty() {
        return "WHAT THE SERVER DOES, IN AT MOST 100 CHARACTERS".to_owned();
    }
    let Some((end, _)) = words.char_indices().nth(DESCRIPTION_MAX) else { return words };
    let short: String = words[..end].chars().take(DESCRIPTION_MAX - 1).collect();
    let whole_words = short.rsplit_once(' ').map_or(short.as_str(), |(words, _)| words);
    format!("{}…", whole_words.trim_end_matches([',', ';', ':', '.']))
}

fn version(own: &str) -> String {
    let plain =
        !own.is_empty() && own.len() <= VERSION_MAX && own.bytes().all(|byte| byte.is_ascii_alphanumeric() || b".+-_!".contains(&byte));
    if plain { own.to_owned() } else { "0.0.0".to_owned() }
}

/// The address that a browser would take; none for a host that the registry does not know.
fn repository(written: &str) -> Option<Repository> {
    let written = written.trim().trim_start_matches("git+").trim_start_matches("git://").trim_start_matches("ssh://");
    let path = written.strip_prefix("https://").or_else(|| written.strip_prefix("http://")).unwrap_or(written).trim_start_matches("git@");
    let short = |host: &str| path.strip_prefix(host).and_then(|rest| rest.strip_prefix(':')).map(str::to_owned);
    let on = |host: &str| path.strip_prefix(host).and_then(|rest| rest.strip_prefix(['/', ':'])).map(str::to_owned);
    let bare = (path == written && path.matches('/').count() == 1 && !path.contains([':', '.'])).then(|| path.to_owned());
    let (host, source, rest) = on("github.com")
        .or_else(|| on("www.github.com"))
        .or_else(|| short("github"))
        .or(bare)
        .map(|rest| ("github.com", "github", rest))
        .or_else(|| on("gitlab.com").or_else(|| short("gitlab")).map(|rest| ("gitlab.com", "gitlab", rest)))?;
    let mut parts = rest.split(['/', '#', '?']);
    let (owner, project) = (parts.next()?, parts.next()?);
    let project = project.trim_end_matches(".git");
    let plain = |part: &str| !part.is_empty() && part.chars().all(|c| c.is_ascii_alphanumeric() || "._-".contains(c));
    (plain(owner) && plain(project)).then(|| Repository { url: format!("https://{host}/{owner}/{project}"), source })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn repositories_are_written_as_a_browser_takes_them() {
        for written in [
            "https://github.com/acme/server",
            "git+https://github.com/acme/server.git",
            "git@github.com:acme/server.git",
            "git+ssh://git@github.com/acme/server.git",
            "github:acme/server",
            "acme/server",
            "https://github.com/acme/server/tree/main/packages/x#readme",
        ] {
            assert_eq!(repository(written).map(|found| found.url).as_deref(), Some("https://github.com/acme/server"), "{written}");
        }
        assert_eq!(repository("gitlab:acme/server").map(|found| found.source), Some("gitlab"));
        for other in ["", "https://code.example/acme/server", "https://github.com/acme", "acme/../x", "https://github.com/a b/c"] {
            assert!(repository(other).is_none(), "{other}");
        }
    }

    #[test]
    fn names_and_descriptions_keep_to_the_schema() {
        assert!(is_server_name("io.github.acme/my_server.x"));
        for bad in ["acme", "a/b/c", "a_b/c", "/x", "x/", "a/b\n", &format!("a/{}", "b".repeat(200))] {
            assert!(!is_server_name(bad), "{bad}");
        }
        let long = description(Some(&"wörter, ".repeat(40)));
        assert!(long.chars().count() <= DESCRIPTION_MAX && long.ends_with("wörter…"), "{long}");
        assert_eq!(description(Some(&"x".repeat(100))).len(), 100);
        assert_eq!(description(Some(" a\n b ")), "a b");
        assert_eq!((version("1.2.3-rc.1"), version(">=1"), version("")), ("1.2.3-rc.1".into(), "0.0.0".into(), "0.0.0".into()));
    }
}

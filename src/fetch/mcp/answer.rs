//! What an MCP registry answers: one server.json or the list of its versions, each perhaps wrapped with what the registry adds.

use serde_json::{Map, Value};

use crate::fetch::document::Document;
use crate::fetch::error::FetchError;
use crate::fetch::url::shown;
use crate::model::{ListingStatus, PackageId, PackageName, Registry};

/// More versions than any server has.
const ENTRIES_MAX: usize = 5_000;

/// Who is looked for.
pub(super) struct Wanted<'w> {
    pub server: &'w str,
    pub package: &'w PackageId,
}

pub(super) struct Entry {
    pub server: Value,
    pub status: ListingStatus,
    is_latest: bool,
}

/// The entries about the server, in the order of the answer.
pub(super) fn read(document: &Document, wanted: &Wanted<'_>) -> Result<Vec<Entry>, FetchError> {
    let bad = |why: &str| FetchError::BadDocument { url: shown(&document.url), why: why.to_owned() };
    let answer: Value = document.json()?;
    let answers = match answer {
        Value::Array(answers) => answers,
        Value::Object(mut fields) => match fields.remove("servers") {
            Some(Value::Array(answers)) => answers,
            Some(_) => return Err(bad("its servers are no list")),
            None => vec![Value::Object(fields)],
        },
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => return Err(bad("it holds no server.json")),
    };
    let is_empty = answers.is_empty();
    let entries: Vec<Entry> = answers.into_iter().take(ENTRIES_MAX).filter_map(entry).collect();
    if entries.is_empty() && !is_empty {
        return Err(bad("it holds no server.json"));
    }
    let (own, others): (Vec<Entry>, Vec<Entry>) = entries.into_iter().partition(|entry| entry.server["name"] == wanted.server);
    if own.is_empty() && !others.is_empty() { Err(bad("it speaks of another server")) } else { Ok(own) }
}

/// `{server, _meta}`, or the server.json itself.
fn entry(answer: Value) -> Option<Entry> {
    let Value::Object(mut fields) = answer else { return None };
    let (server, meta) = match fields.remove("server") {
        Some(server) => (server, fields.remove("_meta")),
        None => {
            let meta = fields.get("_meta").cloned();
            (Value::Object(fields), meta)
        }
    };
    server.get("name").and_then(Value::as_str)?;
    let official = meta.as_ref().and_then(Value::as_object).and_then(official);
    let said = |key: &str| official.and_then(|official| official.get(key));
    let status = status(said("status").or_else(|| server.get("status")));
    let is_latest = said("isLatest").or_else(|| said("is_latest")).and_then(Value::as_bool).unwrap_or(false);
    Some(Entry { status, is_latest, server })
}

pub(super) fn status(said: Option<&Value>) -> ListingStatus {
    match said.and_then(Value::as_str) {
        Some("deprecated") => ListingStatus::Deprecated,
        Some("deleted") => ListingStatus::Deleted,
        Some(_) | None => ListingStatus::Active,
    }
}

/// The registry's own part of `_meta`: `….registry/official`.
pub(super) fn official(meta: &Map<String, Value>) -> Option<&Map<String, Value>> {
    meta.iter().find(|(key, _)| key.ends_with("/official"))?.1.as_object()
}

/// The entry that carries this version of the package, or else the newest that names the package at all, or else the newest.
/// The API lists the newest first.
pub(super) fn choose(entries: Vec<Entry>, wanted: &Wanted<'_>) -> Option<Entry> {
    let rank = |entry: &Entry| match named(&entry.server, wanted.package) {
        Named::ThisVersion => 0,
        Named::AnotherVersion if entry.is_latest => 1,
        Named::AnotherVersion => 2,
        Named::No if entry.is_latest => 3,
        Named::No => 4,
    };
    // Of equal ones the first.
    entries.into_iter().min_by_key(rank)
}

enum Named {
    ThisVersion,
    AnotherVersion,
    No,
}

fn named(server: &Value, package: &PackageId) -> Named {
    let packages = server["packages"].as_array().map(Vec::as_slice).unwrap_or_default();
    let mut same = packages.iter().filter(|entry| is_same(entry, package)).peekable();
    if same.peek().is_none() {
        return Named::No;
    }
    let version = Some(package.version.as_str());
    let is_this = |entry: &Value| entry["version"].as_str().or_else(|| server["version"].as_str()) == version;
    if same.any(is_this) { Named::ThisVersion } else { Named::AnotherVersion }
}

fn is_same(entry: &Value, package: &PackageId) -> bool {
    let text = |keys: &[&str]| keys.iter().find_map(|key| entry[*key].as_str());
    let registry = text(&["registryType", "registry_type", "registry_name", "registryName"]);
    let Some(name) = text(&["identifier", "name"]) else { return false };
    let is_of_the_same = registry.is_some_and(|registry| registry.eq_ignore_ascii_case(package.registry.as_str()));
    is_of_the_same
        && match package.registry {
            Registry::Pypi => PackageName::pypi(name).is_ok_and(|name| name == package.name),
            Registry::Npm | Registry::Local => name == package.name.as_str(),
        }
}

#[cfg(test)]
mod tests {
    use serde_json::json;
    use url::Url;

    use super::*;

    fn package(registry: Registry, name: PackageName, version: &str) -> PackageId {
        PackageId { registry, name, version: version.to_owned() }
    }

    fn acme(version: &str) -> PackageId {
        package(Registry::Npm, PackageName::npm("@acme/server").unwrap(), version)
    }

    /// The version of the server.json that is taken, or what is wrong.
    fn taken(answer: &Value, package: &PackageId) -> Result<Option<String>, String> {
        let url = Url::parse("https://a.example/versions").unwrap();
        let document = Document { bytes: answer.to_string().into_bytes(), content_type: None, url };
        let wanted = Wanted { server: "io.github.acme/server", package };
        let entries = read(&document, &wanted).map_err(|error| error.to_string().lines().next().unwrap_or_default().to_owned())?;
        Ok(choose(entries, &wanted).map(|entry| format!("{} {:?}", entry.server["version"].as_str().unwrap_or("-"), entry.status)))
    }

    fn server(version: &str, identifier: &str, of_package: &str) -> Value {
        let package = json!({ "registryType": "npm", "identifier": identifier, "version": of_package });
        json!({ "server": { "name": "io.github.acme/server", "version": version, "packages": [package] },
            "_meta": { "io.modelcontextprotocol.registry/official": { "status": "active", "isLatest": version == "3" } } })
    }

    #[test]
    fn the_entry_of_this_version_comes_first_then_one_of_this_package_then_the_newest() {
        let renamed = json!({ "servers": [server("2", "@acme/server", "2.0.0"), server("3", "@acme/new", "3.0.0"), server("1", "@acme/server", "1.0.0")] });
        let taken = |package| taken(&renamed, &package).unwrap().unwrap();
        assert_eq!(taken(acme("1.0.0")), "1 Active");
        assert_eq!(taken(acme("1.5.0")), "2 Active");
        assert_eq!(taken(package(Registry::Npm, PackageName::npm("evil").unwrap(), "1.0.0")), "3 Active");
        assert_eq!(taken(package(Registry::Pypi, PackageName::pypi("acme").unwrap(), "1.0.0")), "3 Active");
    }

    #[test]
    fn answers_are_taken_in_every_wrapping() {
        let bare = json!({ "name": "io.github.acme/server", "version": "1", "status": "deprecated",
            "packages": [{ "registry_name": "npm", "name": "@acme/server", "version": "1.0.0" }] });
        assert_eq!(taken(&bare, &acme("1.0.0")), Ok(Some("1 Deprecated".to_owned())));
        assert_eq!(taken(&json!([bare]), &acme("1.0.0")), Ok(Some("1 Deprecated".to_owned())));
        assert_eq!(taken(&json!({ "servers": [] }), &acme("1.0.0")), Ok(None));
        let mut gone = server("1", "@acme/server", "1.0.0");
        gone["_meta"]["io.modelcontextprotocol.registry/official"]["status"] = json!("deleted");
        assert_eq!(taken(&gone, &acme("1.0.0")), Ok(Some("1 Deleted".to_owned())));
        let odd = json!({ "name": "io.github.acme/server", "packages": {"a": [1]}, "_meta": 7 });
        assert_eq!(taken(&odd, &acme("1.0.0")), Ok(Some("- Active".to_owned())));
    }

    #[test]
    fn what_is_no_answer_is_told() {
        for (answer, why) in [
            (json!("hello"), "it holds no server.json"),
            (json!({ "error": "no" }), "it holds no server.json"),
            (json!({ "servers": 5 }), "its servers are no list"),
            (json!([1, "x", null]), "it holds no server.json"),
            (json!({ "name": "io.github.other/server" }), "it speaks of another server"),
        ] {
            assert!(taken(&answer, &acme("1.0.0")).is_err_and(|said| said.contains(why)), "{answer}");
        }
    }
}

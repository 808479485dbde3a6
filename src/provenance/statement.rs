//! What an attestation says: of which file, by name and digest, and what kind of thing (in-toto).

use serde_json::Value;

use super::{Subject, brief};

/// Attestations speak of one file, and sometimes of all those that were built together.
const MOST_SUBJECTS: usize = 1024;

/// An algorithm's name as statements spell it, and the digest.
pub(super) type Digest<'s> = (&'static str, &'s [u8]);

/// The kind of statement, and the digest by which it names the file; or why it is about something else.
pub(super) fn about<'s>(payload: &[u8], subject: &'s Subject) -> Result<(Option<String>, Digest<'s>), String> {
    let statement: Value = serde_json::from_slice(payload).map_err(|error| format!("its statement is no JSON: {error}"))?;
    let predicate = statement["predicateType"].as_str().map(brief);
    let subjects = statement["subject"].as_array().map(Vec::as_slice).unwrap_or_default();
    let mut other = None;
    for named in subjects.iter().take(MOST_SUBJECTS) {
        let name = named["name"].as_str().unwrap_or_default();
        let digests: [Digest<'s>; 2] = [("sha512", &subject.sha512), ("sha256", &subject.sha256)];
        let matching = digests.into_iter().find(|(algorithm, digest)| {
            let given = named["digest"][*algorithm].as_str();
            given.is_some_and(|given| given.eq_ignore_ascii_case(&hex::encode(digest)))
        });
        match (is_called(subject, name), matching) {
            (true, Some(digest)) => return Ok((predicate, digest)),
            (true, None) => other = Some("it is about other bytes than these".to_owned()),
            (false, _) => other = other.or_else(|| Some(format!("it is about `{}` and not about `{}`", brief(name), subject.name))),
        }
    }
    Err(other.unwrap_or_else(|| "it is about no file".to_owned()))
}

/// `My_Server-1.0.tar.gz` is `my-server-1.0.tar.gz`: build tools spell the names of files in several ways.
fn is_called(subject: &Subject, name: &str) -> bool {
    subject.name == name || (!subject.name.starts_with("pkg:") && plain(&subject.name) == plain(name))
}

fn plain(name: &str) -> String {
    let mut plain = String::new();
    for c in name.chars().map(|c| if matches!(c, '_' | '.') { '-' } else { c.to_ascii_lowercase() }) {
        if c != '-' || !plain.ends_with('-') {
            plain.push(c);
        }
    }
    plain
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{PackageId, PackageName, Registry};

    #[test]
    fn files_are_compared_as_the_index_compares_them_and_packages_as_they_are_written() {
        let id = |registry, name| PackageId { registry, name, version: "1.0".to_owned() };
        let file = Subject::new(&id(Registry::Pypi, PackageName::pypi("my-server").unwrap()), "my_server-1.0.tar.gz", b"");
        assert!(is_called(&file, "My.Server-1.0.tar.gz") && !is_called(&file, "my_server-1.1.tar.gz"));
        let package = Subject::new(&id(Registry::Npm, PackageName::npm("@acme/server").unwrap()), "server-1.0.tgz", b"");
        assert!(is_called(&package, "pkg:npm/%40acme/server@1.0") && !is_called(&package, "pkg:npm/%40acme/Server@1.0"));
    }
}

//! A list of packages, one a line: purls, `npm NAME@VERSION`, `pypi NAME==VERSION`.

use thiserror::Error;

use super::spec::{PackageSpec, SpecError};

/// A line that names a package.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SpecLine {
    /// As written, without its comment.
    pub text: String,
    pub spec: PackageSpec,
}

#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[error("`{text}` names no package: {why}\nhint: write a purl, `npm NAME@VERSION` or `pypi NAME==VERSION`")]
pub struct BadSpecLine {
    /// From 1.
    pub line: usize,
    pub text: String,
    pub why: String,
}

impl SpecLine {
    /// All lines but empty ones and comments.
    pub fn read_all(text: &str) -> Result<Vec<Self>, BadSpecLine> {
        let lines = text.trim_start_matches('\u{feff}').lines().map(|line| without_comment(line).trim());
        let named = lines.enumerate().filter(|(_, line)| !line.is_empty());
        let read = |(at, line): (usize, &str)| match spec(line) {
            Ok(spec) => Ok(Self { text: line.to_owned(), spec }),
            Err(why) => Err(BadSpecLine { line: at + 1, text: line.to_owned(), why }),
        };
        named.map(read).collect()
    }
}

impl PackageSpec {
    /// `pkg:npm/%40acme/server@1.2.3`
    pub fn purl(text: &str) -> Result<Self, String> {
        let purl: packageurl::PackageUrl<'_> = text.parse().map_err(|error: packageurl::Error| error.to_string())?;
        let name = match purl.namespace() {
            Some(namespace) => format!("{namespace}/{}", purl.name()),
            None => purl.name().to_owned(),
        };
        let mut spec = match purl.ty() {
            "npm" => Self::npm(&name),
            "pypi" => Self::pypi(&name),
            other => return Err(format!("packages of `{other}` are not judged")),
        }
        .map_err(in_short)?;
        spec.wanted = purl.version().map(str::to_owned);
        Ok(spec)
    }
}

/// A # within a word belongs to it.
fn without_comment(line: &str) -> &str {
    let comment = line.match_indices('#').map(|(at, _)| at).find(|at| line[..*at].ends_with([' ', '\t']) || *at == 0);
    comment.map_or(line, |at| &line[..at])
}

fn spec(line: &str) -> Result<PackageSpec, String> {
    if line.starts_with("pkg:") {
        return PackageSpec::purl(line);
    }
    let (registry, rest) = line.split_once([' ', '\t']).ok_or("it does not begin with a registry")?;
    let parsed = match registry {
        "npm" => PackageSpec::npm(rest),
        "pypi" => PackageSpec::pypi(rest),
        other => return Err(format!("there is no registry `{other}`")),
    };
    parsed.map_err(in_short)
}

fn in_short(error: SpecError) -> String {
    error.to_string().lines().next().unwrap_or_default().to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Result<Vec<String>, BadSpecLine> {
        Ok(SpecLine::read_all(text)?.into_iter().map(|line| format!("{} {}", line.spec.registry, line.spec)).collect())
    }

    #[test]
    fn a_line_is_a_purl_or_a_spec() {
        let text = "# ours\npkg:npm/%40acme/server@1.2.3\n\nnpm @acme/server@1.2.3 # the same\npypi My_Server==1.0\npkg:pypi/my-server@1.0\nnpm open\n";
        let all = ["npm @acme/server@1.2.3", "npm @acme/server@1.2.3", "pypi my-server@1.0", "pypi my-server@1.0", "npm open"];
        assert_eq!(read(text).unwrap(), all);
    }

    #[test]
    fn a_bad_line_is_told_by_its_number() {
        for (line, why) in [
            ("server@1.2.3", "it does not begin with a registry"),
            ("cargo a@1", "there is no registry `cargo`"),
            ("pkg:gem/rails@1", "packages of `gem` are not judged"),
            ("npm ../x", "is not a npm package name"),
        ] {
            let error = read(&format!("npm a@1\n{line}\n")).unwrap_err();
            assert_eq!(error.line, 2);
            assert!(error.to_string().starts_with(&format!("`{line}` names no package: ")) && error.why.contains(why), "{error}");
        }
    }
}

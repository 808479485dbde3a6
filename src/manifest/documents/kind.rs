//! Which files are documents, by their names.

use crate::model::RelPath;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// Text for people.
    Prose,
    /// A configuration in whose lines names and hosts may stand anywhere: glama.json, compose files.
    Settings,
    /// smithery.yaml, in which a function turns settings into variables.
    Smithery,
    DotEnv,
    Dockerfile,
    /// An example of an MCP client's configuration.
    ClientConfig,
    ServerJson,
    /// `manifest.json`, perhaps of an MCP bundle.
    Bundle,
}

/// Folders that hold other people's packages, whose documents declare nothing for this one.
const VENDORED: [&str; 8] =
    ["node_modules", "bower_components", "_vendor", "_vendored", "vendor", "vendored", "third_party", "site-packages"];

/// Texts that every package carries and that speak of no service of its own, and lists for tools.
const NO_DOCUMENTS: [&str; 12] = [
    "license",
    "licence",
    "copying",
    "notice",
    "third",
    "patents",
    "requirements",
    "constraints",
    "top_level",
    "entry_points",
    "sources",
    "dependency_links",
];

/// None for code, data, and whatever lies in a bundled dependency.
pub fn of(path: &RelPath) -> Option<Kind> {
    let mut folders = path.parent().split('/');
    if folders.any(|folder| VENDORED.contains(&folder) || folder == "licenses" || folder.ends_with(".egg-info")) {
        return None;
    }
    let name = path.file_name().to_ascii_lowercase();
    let stem = name.split(['.', '-']).next().unwrap_or_default();
    match name.as_str() {
        "server.json" => Some(Kind::ServerJson),
        "manifest.json" => Some(Kind::Bundle),
        "smithery.yaml" | "smithery.yml" => Some(Kind::Smithery),
        "smithery.json" | "glama.json" => Some(Kind::Settings),
        name if name.ends_with(".yml") || name.ends_with(".yaml") => {
            matches!(stem, "docker" | "compose").then_some(Kind::Settings).filter(|_| name.contains("compose"))
        }
        name if is_client_config(name) => Some(Kind::ClientConfig),
        name if is_dot_env(name) => Some(Kind::DotEnv),
        name if stem == "dockerfile" || name.ends_with(".dockerfile") => Some(Kind::Dockerfile),
        name if is_prose(name, stem) => Some(Kind::Prose),
        _ => None,
    }
}

fn is_client_config(name: &str) -> bool {
    // `mcp.json.example`
    let name = [".example", ".sample", ".template"].iter().find_map(|end| name.strip_suffix(end)).unwrap_or(name);
    let Some(stem) = name.strip_suffix(".json").or_else(|| name.strip_suffix(".jsonc")) else { return false };
    let known = ["mcp", ".mcp", "plugin", "gemini-extension", "mcp_config", "mcp-config", "mcp_settings"];
    known.contains(&stem) || stem.ends_with(".mcp") || stem.starts_with("mcp.") || stem.starts_with("claude_desktop_config")
}

/// `.env.example`, `env.sample`, `acme.env.example`, `example.env`; `.env` itself is used, not shown.
fn is_dot_env(name: &str) -> bool {
    let mut words = name.split(['.', '-', '_']);
    let shown = ["example", "examples", "sample", "template", "dist", "defaults"];
    words.clone().any(|word| word == "env") && words.any(|word| shown.contains(&word)) && !is_prose_ending(name)
}

fn is_prose(name: &str, stem: &str) -> bool {
    !NO_DOCUMENTS.iter().any(|other| stem.starts_with(other)) && (is_prose_ending(name) || stem == "readme")
}

fn is_prose_ending(name: &str) -> bool {
    name.rsplit_once('.').is_some_and(|(_, ending)| matches!(ending, "md" | "mdx" | "markdown" | "mdc" | "rst" | "txt" | "adoc"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn documents_are_told_by_their_names() {
        let kind = |path: &str| of(&RelPath::new(path).unwrap());
        for path in ["README", "README.ja.md", "docs/setup.rst", "acme/prompts/help.txt", "CHANGELOG.md"] {
            assert_eq!(kind(path), Some(Kind::Prose), "{path}");
        }
        for path in [".env.example", "config/acme.env.sample", "env.template", ".env.local.example"] {
            assert_eq!(kind(path), Some(Kind::DotEnv), "{path}");
        }
        for path in ["LICENSE", "LICENSE.md", "requirements-dev.txt", ".env", "index.js", "node_modules/x/README.md", "a/_vendor/b/docs.md"]
        {
            assert_eq!(kind(path), None, "{path}");
        }
        assert_eq!(kind("deploy/docker-compose.prod.yml"), Some(Kind::Settings));
        assert_eq!(kind("examples/mcp.json"), Some(Kind::ClientConfig));
        assert_eq!(kind("acme/mcp.json.example"), Some(Kind::ClientConfig));
    }
}

//! smithery.yaml: a schema of settings, and a function in JavaScript that makes a command and its variables of them.

use std::sync::LazyLock;

use regex::Regex;

use crate::manifest::env::is_name;
use crate::manifest::json::Node;
use crate::manifest::text::Text;
use crate::manifest::{EnvMentionKind, Manifest, yaml};

use super::settings;

/// `env.ACME_TOKEN = …`, `env["ACME_TOKEN"] = …`.
static ASSIGNED: LazyLock<Regex> =
    LazyLock::new(|| Regex::new(r#"\benv(?:\.|\[\s*['"])([A-Za-z_][A-Za-z0-9_]*)['"\]\s]*=[^=]"#).expect("a constant pattern"));
/// `env: config`, `env: { ...config }`, `env = {...config}`: each setting becomes a variable of its own name.
static SPREAD: LazyLock<Regex> =
    LazyLock::new(|| Regex::new(r"\benv\s*[:=]\s*(?:\{[^{}]*\.\.\.\s*)?config\b[^.\[?]").expect("a constant pattern"));

pub fn read(text: &Text, manifest: &mut Manifest) {
    // Lines alone tell most, and something even of a file that is no YAML.
    settings::whole(text, manifest);
    if let Some(root) = yaml::parse(&text.body) {
        declare(text, &root, manifest);
    }
}

/// Whether it is such a document.
pub fn is_one(root: &Node) -> bool {
    root.get("startCommand").is_some_and(|command| command.get("configSchema").or_else(|| command.get("commandFunction")).is_some())
}

fn declare(text: &Text, root: &Node, manifest: &mut Manifest) {
    let Some(command) = root.get("startCommand") else { return };
    let Some(function) = command.get("commandFunction") else { return };
    let code = function.text().unwrap_or_default();
    for found in ASSIGNED.captures_iter(code) {
        manifest.declared.add_env(&found[1], function.place(text), EnvMentionKind::Config);
    }
    if !SPREAD.is_match(code) {
        return;
    }
    let properties = command.get("configSchema").and_then(|schema| schema.get("properties")).map(Node::fields).unwrap_or_default();
    for (at, name, _) in properties.iter().filter(|(_, name, _)| is_name(name)) {
        manifest.declared.add_env(name, text.place(*at..*at), EnvMentionKind::Config);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::RelPath;

    fn names(schema: &str, function: &str) -> Vec<String> {
        let body = format!(
            "startCommand:\n  type: stdio\n  configSchema:\n    type: object\n    properties:\n{schema}  commandFunction: |-\n{function}"
        );
        let text = Text::new(RelPath::new("smithery.yaml").unwrap(), body, 1);
        let mut manifest = Manifest::default();
        read(&text, &mut manifest);
        manifest.tidy();
        let mut names: Vec<String> =
            manifest.declared.env.iter().map(|mention| format!("{}:{}", mention.name, mention.location.start_line)).collect();
        names.dedup();
        names
    }

    const SCHEMA: &str = "      acmeToken:\n        type: string\n      acmePort:\n        type: number\n";

    #[test]
    fn a_function_names_the_variables_that_it_makes_of_settings() {
        let mapped = "    (config) => ({ command: 'node', env: { ACME_TOKEN: config.acmeToken, acme_port: `${config.acmePort}` } })\n";
        assert_eq!(names(SCHEMA, mapped), ["ACME_TOKEN:11", "acme_port:11"]);
        let assigned = "    (config) => {\n      const env = {};\n      if (config.acmeToken) env.acme_token = config.acmeToken;\n      return { command: 'node', env };\n    }\n";
        assert_eq!(names(SCHEMA, assigned), ["acme_token:11"]);
    }

    #[test]
    fn settings_that_are_handed_on_whole_are_variables_themselves() {
        for function in ["    (config) => ({ env: config })\n", "    (config) => ({ env: { A_B: '1', ...config } })\n"] {
            let found = names(SCHEMA, function);
            assert!(found.contains(&"acmeToken:6".to_owned()) && found.contains(&"acmePort:8".to_owned()), "{found:?}");
        }
        assert_eq!(names(SCHEMA, "    (config) => ({ args: [config.acmeToken] })\n"), Vec::<String>::new());
    }

    #[test]
    fn lines_tell_something_of_what_is_no_yaml() {
        let text = Text::new(RelPath::new("smithery.yaml").unwrap(), "a: [\nenv: { ACME_TOKEN: x }\n".to_owned(), 1);
        let mut manifest = Manifest::default();
        read(&text, &mut manifest);
        assert!(manifest.declared.env_named("ACME_TOKEN").is_some());
    }
}

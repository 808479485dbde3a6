//! Examples of settings: .env.example, Dockerfile, compose files, glama.json.

use crate::manifest::env::is_name;
use crate::manifest::text::Text;
use crate::manifest::{EnvMentionKind, Manifest, env, hosts, json};

/// Every line may hold names and hosts.
pub fn whole(text: &Text, manifest: &mut Manifest) {
    let urls = hosts::scan(text, &[], true, &mut manifest.declared);
    env::scan(text, &urls, &mut manifest.declared);
    if text.path.file_name().ends_with(".json") {
        schema_properties(text, &json::parse(&text.body), manifest);
    }
}

/// glama.json: `environmentVariables` is a JSON schema, its properties are the names.
fn schema_properties(text: &Text, root: &json::Node, manifest: &mut Manifest) {
    let properties = root.get("environmentVariables").and_then(|schema| schema.get("properties"));
    for (at, name, _) in properties.map(json::Node::fields).unwrap_or_default() {
        if is_name(name) {
            manifest.declared.add_env(name, text.place(*at..*at), EnvMentionKind::Config);
        }
    }
}

/// `K=V` in each line, `export K=V`, and `# K=V` for what may be left out.
pub fn dot_env(text: &Text, manifest: &mut Manifest) {
    for (at, line) in text.lines() {
        let assignment = line.trim_start_matches(['#', ' ', '\t']);
        let assignment = assignment.strip_prefix("export ").unwrap_or(assignment).trim_start();
        let Some((name, _)) = assignment.split_once('=') else { continue };
        let (start, name) = (at + line.len() - assignment.len(), name.trim_end());
        if is_name(name) {
            manifest.declared.add_env(name, text.place(start..start + name.len()), EnvMentionKind::Config);
        }
    }
    let urls = hosts::scan(text, &[], true, &mut manifest.declared);
    env::scan(text, &urls, &mut manifest.declared);
}

/// `ENV K=V L=W`, over several lines, `ENV K V`, `ARG K`.
pub fn dockerfile(text: &Text, manifest: &mut Manifest) {
    let mut goes_on = false;
    for (at, line) in text.lines() {
        let mut words = line.split_whitespace();
        if !goes_on {
            let instruction = words.next().unwrap_or_default().to_ascii_uppercase();
            if instruction != "ENV" && instruction != "ARG" {
                continue;
            }
        }
        for (index, word) in words.enumerate() {
            let name = word.split('=').next().unwrap_or_default();
            if is_name(name) && ((index == 0 && !goes_on) || word.contains('=')) {
                manifest.declared.add_env(name, text.place(at..at + line.len()), EnvMentionKind::Config);
            }
        }
        goes_on = line.trim_end().ends_with('\\');
    }
    hosts::scan(text, &[], true, &mut manifest.declared);
}

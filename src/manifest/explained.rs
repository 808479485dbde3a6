//! What documents say that a variable is for: the cell beside its name, the words behind it, the comment above it.

use std::collections::{BTreeMap, HashMap, HashSet};

use super::Manifest;
use super::json;
use super::text::Text;
use crate::model::{RelPath, Tree};

/// Longer texts are cut at a word.
const LONGEST: usize = 200;
/// Longer lines, and headings further away, explain nothing.
const LINE_MAX: usize = 4_000;
const ROWS_MAX: usize = 500;

#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Explained {
    pub purpose: Option<String>,
    /// A table says that it must be set.
    pub required: bool,
}

/// For each declared variable that some document explains; the README's words come before a changelog's.
pub fn explained(tree: &Tree, manifest: &Manifest) -> BTreeMap<String, Explained> {
    let names: HashSet<&str> = manifest.declared.env.iter().map(|mention| mention.name.as_str()).collect();
    let mut paths: Vec<&RelPath> = manifest.declared.env.iter().map(|mention| &mention.location.path).collect();
    paths.sort_by_key(|path| (Some(*path) != manifest.readme.as_ref(), *path));
    paths.dedup();
    let mut all: BTreeMap<String, Explained> = BTreeMap::new();
    for file in paths.into_iter().filter_map(|path| tree.get(path.as_str())) {
        let text = Text::of(file);
        let lines: Vec<&str> = text.lines().map(|(_, line)| line).collect();
        let by_key = structured(&text).into_iter().map(|(name, purpose)| (name, Explained { purpose: Some(purpose), required: false }));
        let by_line = (0..lines.len()).filter_map(|at| {
            let name = leading_name(lines[at]).filter(|name| names.contains(name))?;
            Some((name.to_owned(), by_line(&lines, at, name, &text)))
        });
        for (name, found) in by_key.chain(by_line).filter(|(name, _)| names.contains(name.as_str())) {
            let known = all.entry(name).or_default();
            known.purpose = known.purpose.take().or(found.purpose);
            known.required |= found.required;
        }
    }
    all.retain(|_, explained| *explained != Explained::default());
    all
}

/// The name that a line is about: that of an item, of a table's first cell, of an assignment.
fn leading_name(line: &str) -> Option<&str> {
    if line.len() > LINE_MAX {
        return None;
    }
    let begins = line.trim_start_matches(|c: char| c.is_ascii_digit() || " \t-*+#>|`•.)".contains(c));
    let begins = begins.strip_prefix("export ").unwrap_or(begins);
    let end = begins.find(|c: char| !c.is_ascii_alphanumeric() && c != '_').unwrap_or(begins.len());
    (end > 1).then(|| &begins[..end])
}

/// `{"name": "ACME_TOKEN", "description": "…"}` in server.json, and members of a schema with a description.
fn structured(text: &Text) -> HashMap<String, String> {
    let mut found = HashMap::new();
    if !text.path.file_name().ends_with(".json") {
        return found;
    }
    json::parse(&text.body).walk(&mut |key, node| {
        if let Some(words) = node.text_of("description").and_then(tidied) {
            let name = node.text_of("name").unwrap_or(key);
            found.entry(name.to_owned()).or_insert(words);
        }
    });
    found
}

fn by_line(lines: &[&str], at: usize, name: &str, text: &Text) -> Explained {
    let line = lines[at].trim();
    if line.starts_with('|') {
        return by_table(lines, at, name);
    }
    let is_assigned = line.split_once(name).is_some_and(|(_, after)| after.trim_start().starts_with('='));
    let purpose = if is_assigned { by_comment(lines, at, line, text.path.file_name().contains("env")) } else { behind(line, name) };
    Explained { purpose, required: false }
}

/// `ACME_TOKEN=x  # what for`, or in a file of settings the comment on the line above.
fn by_comment(lines: &[&str], at: usize, line: &str, is_settings: bool) -> Option<String> {
    let beside = line.trim_start_matches('#').split_once(" # ").and_then(|(_, comment)| tidied(comment));
    beside.or_else(|| {
        if !is_settings {
            return None;
        }
        let above = lines.get(at.checked_sub(1)?).filter(|line| line.len() <= LINE_MAX)?.trim().strip_prefix('#')?;
        let is_words = above.starts_with(' ') && !above.contains('=') && above.split_whitespace().count() > 1;
        is_words.then(|| tidied(above)).flatten()
    })
}

/// ``- `ACME_TOKEN` (required): what for``; words that only go on with a sentence explain nothing.
fn behind(line: &str, name: &str) -> Option<String> {
    let (before, after) = line.split_once(name)?;
    let is_item = before.trim_start_matches(['-', '*', '+', '#', ' ', '`', '•']).chars().all(|c| c.is_ascii_digit() || ".) ".contains(c));
    let mut after = after.trim_start_matches(['`', '*', '_', ' ']);
    if let Some(rest) = after.strip_prefix('(') {
        after = rest.split_once(')')?.1.trim_start_matches(['`', '*', '_', ' ']);
    }
    let words = [":", "—", "–", "- ", "->", "→", "："].iter().find_map(|mark| after.strip_prefix(mark))?;
    is_item.then(|| tidied(words.trim_start_matches(['*', '_', ' ']))).flatten()
}

/// The cell whose heading speaks of a description, or else the longest one.
fn by_table(lines: &[&str], at: usize, name: &str) -> Explained {
    let row = cells(lines[at]);
    let above = (at.saturating_sub(ROWS_MAX)..at).rev().take_while(|line| lines[*line].trim_start().starts_with('|')).last();
    let heading = above.map(|line| lines[line]).filter(|line| line.len() <= LINE_MAX).map(cells).unwrap_or_default();
    let column = |words: &[&str]| {
        heading.iter().position(|cell| {
            let cell = cell.to_ascii_lowercase();
            words.iter().any(|word| cell.contains(word))
        })
    };
    let named = row.iter().position(|cell| cell.contains(name));
    let longest = || (0..row.len()).filter(|at| Some(*at) != named).max_by_key(|at| row[*at].len());
    let described = column(&["descri", "purpose", "what", "meaning", "note", "usage", "说明", "描述", "説明", "설명"]).or_else(longest);
    let is_required = column(&["required", "mandatory", "必須", "必填"]).and_then(|at| row.get(at)).is_some_and(|cell| {
        let cell = cell.to_lowercase();
        ["yes", "true", "required", "✅", "✓", "✔", "必須", "是"]
            .iter()
            .any(|word| cell.trim_start_matches(['*', '`', ' ']).starts_with(word))
    });
    let purpose = described.filter(|at| Some(*at) != named).and_then(|at| row.get(at)).and_then(|cell| tidied(cell));
    Explained { purpose: purpose.filter(|words| words.contains(' ')), required: is_required }
}

fn cells(line: &str) -> Vec<String> {
    let line = line.trim().trim_start_matches('|').replace("\\|", "\u{1}");
    let line = line.strip_suffix('|').unwrap_or(&line);
    line.split('|').take(32).map(|cell| cell.trim().replace('\u{1}', "|")).collect()
}

/// One line without Markdown's marks, cut at a word; nothing where no words are left.
fn tidied(words: &str) -> Option<String> {
    let mut plain = String::new();
    let mut rest = words;
    // `[text](target)` becomes `text`.
    while let Some(open) = rest.find('[') {
        let Some((text, behind)) = rest[open + 1..].split_once("](") else { break };
        plain += &rest[..open];
        plain += text;
        rest = behind.split_once(')').map_or("", |(_, behind)| behind);
    }
    plain += rest;
    let plain = plain.replace("**", "").replace(['`', '\\'], "");
    let mut out = String::new();
    for word in plain.split_whitespace() {
        if out.len() + word.len() > LONGEST {
            out.push('…');
            break;
        }
        if !out.is_empty() {
            out.push(' ');
        }
        out += word;
    }
    (out.chars().filter(|c| c.is_alphabetic()).count() > 2).then_some(out)
}

#[cfg(test)]
mod tests {
    use super::super::tests::tree;
    use super::*;

    fn purpose(path: &str, text: &str) -> Vec<String> {
        let tree = tree(&[(path, text)]);
        let all = explained(&tree, &super::super::read(&tree));
        all.into_iter()
            .map(|(name, words)| format!("{name}{}: {}", if words.required { "!" } else { "" }, words.purpose.unwrap_or_default()))
            .collect()
    }

    #[test]
    fn tables_lists_and_comments_explain_variables() {
        let table = "| Variable | Required | Default | Description |\n|---|---|---|---|\n| `ACME_TOKEN` | Yes | | Your [token](https://acme.example/x) \\| key |\n| `ACME_MODE` | No | `a long default value` | How it works |\n";
        assert_eq!(purpose("README.md", table), ["ACME_MODE: How it works", "ACME_TOKEN!: Your token | key"]);
        let later = "Set `ACME_TOKEN`, then go on.\n\n* `ACME_TOKEN` - your token\n";
        assert_eq!(purpose("README.md", later), ["ACME_TOKEN: your token"]);
        let list = "- `ACME_TOKEN` (required): **Your** token\n* **ACME_MODE** – how it works\n- Set `ACME_X`: it matters\n\nUse ACME_WORD and so on\n";
        assert_eq!(purpose("README.md", list), ["ACME_MODE: how it works", "ACME_TOKEN: Your token"]);
        let dot_env = "# Your token for Acme\nACME_TOKEN=\n\nACME_MODE=fast # how it works\n# OLD=1\nACME_LAST=1\n";
        assert_eq!(purpose(".env.example", dot_env), ["ACME_MODE: how it works", "ACME_TOKEN: Your token for Acme"]);
        let server =
            r#"{"name":"io.github.acme/x","packages":[{"environmentVariables":[{"name":"ACME_TOKEN","description":"Your token"}]}]}"#;
        assert_eq!(purpose("server.json", server), ["ACME_TOKEN: Your token"]);
    }

    #[test]
    fn the_readme_speaks_first() {
        let files = tree(&[("CHANGELOG.md", "- `ACME_TOKEN`: now trimmed\n"), ("README.md", "- `ACME_TOKEN`: your token\n")]);
        let words = explained(&files, &super::super::read(&files)).remove("ACME_TOKEN");
        assert_eq!(words.and_then(|words| words.purpose).as_deref(), Some("your token"));
    }

    #[test]
    fn a_table_without_end_costs_no_more_than_its_length() {
        let rows: String = (0..20_000).map(|row| format!("| `ACME_{row}` | what for |\n")).collect();
        let started = std::time::Instant::now();
        assert_eq!(purpose("README.md", &format!("| Variable | {} |\n|---|---|\n{rows}", "x".repeat(1 << 20))).len(), 20_000);
        assert!(started.elapsed().as_secs() < 20, "{:?}", started.elapsed());
    }

    #[test]
    fn a_long_explanation_is_cut_at_a_word() {
        let long = format!("- `ACME_TOKEN`: {}\n", "word ".repeat(100));
        let words = purpose("README.md", &long).remove(0);
        assert!(words.ends_with("word…") && words.len() < 240, "{words}");
    }
}

//! A source file without its comments and with other names: what a program does stays, what its author calls things goes.

use std::collections::{BTreeMap, BTreeSet};

use tree_sitter::{Language, Node, Parser};

use crate::judged::Files;

/// Every source file of a package, its comments blanked and its own names replaced; a name that two files share stays.
pub fn blanked(files: &Files) -> Files {
    let sources: Vec<Option<Source<'_>>> = files.iter().map(|(path, content)| Source::of(path, content)).collect();
    let mut seen: BTreeMap<&str, u32> = BTreeMap::new();
    for source in sources.iter().flatten() {
        source.words().into_iter().for_each(|word| *seen.entry(word).or_default() += 1);
    }
    let mut shared: BTreeSet<&str> = seen.into_iter().filter(|(_, files)| *files > 1).map(|(word, _)| word).collect();
    shared.extend(files.iter().filter(|(path, _)| path.ends_with(".toml")).flat_map(|(_, content)| entries(content)));
    files
        .iter()
        .zip(&sources)
        .map(|((path, content), source)| {
            let content = source.as_ref().map_or_else(|| content.clone(), |source| source.blanked(&shared).into_bytes());
            (path.clone(), content)
        })
        .collect()
}

/// `main` of `command = "package.module:main"`: who starts it says so.
fn entries(manifest: &[u8]) -> impl Iterator<Item = &str> {
    let lines = std::str::from_utf8(manifest).unwrap_or_default().lines();
    lines.filter_map(|line| line.trim().strip_suffix('"')?.rsplit_once(':')).map(|(_, function)| function)
}

struct Source<'t> {
    text: &'t str,
    tree: tree_sitter::Tree,
    is_python: bool,
}

impl<'t> Source<'t> {
    fn of(path: &str, content: &'t [u8]) -> Option<Self> {
        let language: Language = match path.rsplit('.').next()? {
            "js" | "mjs" | "cjs" => tree_sitter_javascript::LANGUAGE.into(),
            "ts" => tree_sitter_typescript::LANGUAGE_TYPESCRIPT.into(),
            "py" => tree_sitter_python::LANGUAGE.into(),
            _ => return None,
        };
        let text = std::str::from_utf8(content).ok()?;
        let mut parser = Parser::new();
        parser.set_language(&language).unwrap();
        let tree = parser.parse(text, None).unwrap();
        Some(Self { text, tree, is_python: path.ends_with(".py") })
    }

    fn nodes(&self) -> Vec<Node<'_>> {
        let mut all = Vec::new();
        let mut left = vec![self.tree.root_node()];
        while let Some(node) = left.pop() {
            all.push(node);
            let mut cursor = node.walk();
            left.extend(node.children(&mut cursor));
        }
        all
    }

    fn word(&self, node: Node<'_>) -> &'t str {
        &self.text[node.byte_range()]
    }

    fn words(&self) -> BTreeSet<&'t str> {
        self.nodes().into_iter().filter(|node| node.kind().ends_with("identifier")).map(|node| self.word(node)).collect()
    }

    /// Names of variables, functions and classes that the file makes for itself.
    fn own_names(&self) -> BTreeSet<&'t str> {
        let mut own = BTreeSet::new();
        let mut offered = BTreeSet::new();
        for node in self.nodes().into_iter().filter(|node| node.kind() == "identifier") {
            match self.declares(node) {
                Some(true) => own.insert(self.word(node)),
                Some(false) => offered.insert(self.word(node)),
                None => false,
            };
        }
        &own - &offered
    }

    /// Whether an identifier is declared where it stands: for the file alone, or so that others know it by its name.
    fn declares(&self, node: Node<'_>) -> Option<bool> {
        let parent = node.parent()?;
        let is = |field: &str| parent.child_by_field_name(field) == Some(node);
        let known_outside = |declaration: Node<'_>| {
            let around = declaration.parent().map(|around| around.kind()).unwrap_or_default();
            around.starts_with("export") || around == "decorated_definition" || declaration.kind() == "keyword_argument"
        };
        match parent.kind() {
            "variable_declarator" if is("name") => Some(!parent.parent().is_some_and(known_outside)),
            "function_declaration" | "generator_function_declaration" | "class_declaration" if is("name") => Some(!known_outside(parent)),
            "assignment" if is("left") && self.is_python => Some(!self.is_in_class(parent)),
            "function_definition" | "class_definition" if is("name") => Some(!known_outside(parent) && !self.is_in_class(parent)),
            "for_in_statement" | "for_statement" if is("left") => Some(true),
            // Who is called by keyword, or by a protocol that knows the names, keeps them.
            "keyword_argument" if is("name") => Some(false),
            "parameters" | "default_parameter" | "typed_parameter" | "typed_default_parameter" | "formal_parameters" => Some(false),
            "export_specifier" | "aliased_import" | "dotted_name" | "import_specifier" | "global_statement" => Some(false),
            _ => None,
        }
    }

    fn is_in_class(&self, node: Node<'_>) -> bool {
        let mut around = node.parent();
        while let Some(node) = around {
            match node.kind() {
                "function_definition" => return false,
                "class_definition" => return true,
                _ => around = node.parent(),
            }
        }
        false
    }

    fn blanked(&self, shared: &BTreeSet<&str>) -> String {
        let own = self.own_names();
        let names: BTreeMap<&str, String> = own
            .into_iter()
            .filter(|name| !shared.contains(name) && !name.starts_with("__"))
            .enumerate()
            .map(|(at, name)| (name, format!("name{at}")))
            .collect();
        let mut edits: Vec<(std::ops::Range<usize>, String)> = Vec::new();
        for node in self.nodes() {
            let range = node.byte_range();
            match node.kind() {
                "comment" if !self.word(node).starts_with("#!") => edits.push((range.clone(), blank(&self.text[range]))),
                "identifier" => edits.extend(names.get(self.word(node)).map(|name| (range, name.clone()))),
                "shorthand_property_identifier" => {
                    edits.extend(names.get(self.word(node)).map(|name| (range, format!("{}: {name}", self.word(node)))));
                }
                _ => {}
            }
        }
        edits.sort_by_key(|(range, _)| std::cmp::Reverse(range.start));
        let mut text = self.text.to_owned();
        edits.into_iter().for_each(|(range, new)| text.replace_range(range, &new));
        text
    }
}

/// Spaces for what is said, so that the lines stay.
fn blank(comment: &str) -> String {
    comment.chars().map(|character| if character == '\n' { '\n' } else { ' ' }).collect()
}

#[test]
fn what_a_program_does_stays_and_what_it_is_called_goes() {
    let of = |path: &str, text: &str| {
        let files = blanked(&vec![(path.to_owned(), text.as_bytes().to_vec())]);
        let text = String::from_utf8(files.into_iter().next().unwrap().1).unwrap();
        text.lines().map(str::trim_end).collect::<Vec<_>>().join("\n")
    };
    insta::assert_snapshot!(of("a.js", "const steal = require('fs'); // takes\nfunction send(x) { return { steal, y: steal.z(x) } }\nexport function open() { send(1) }\n"), @"
    const name1 = require('fs');
    function name0(x) { return { steal: name1, y: name1.z(x) } }
    export function open() { name0(1) }
    ");
    insta::assert_snapshot!(of("a.py", "import os\nloot = os.environ  # all\n@mcp.tool()\ndef add(a):\n    return grab(b=loot)\ndef grab(b): pass\n"), @"
    import os
    name1 = os.environ
    @mcp.tool()
    def add(a):
        return name0(b=name1)
    def name0(b): pass
    ");
}

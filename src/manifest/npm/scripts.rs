//! package.json's scripts: which of them npm starts by itself, and which files of the package they name.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use regex::Regex;

use super::{Package, gyp, resolve};
use crate::manifest::entry::{Entry, EntryKind, GYP, Script, Trigger};
use crate::manifest::text::Text;
use crate::model::{RelPath, Tree};

/// Scripts and bytes of a command beyond which nothing honest goes.
const SCRIPTS_MAX: usize = 500;
const COMMAND_MAX: usize = 8 << 10;

/// What npm runs when a package is installed from the registry, in its order.
const INSTALL: [&str; 3] = ["preinstall", "install", "postinstall"];
/// And beside those, when it is installed from a git address.
const GIT: [&str; 5] = ["prepublish", "preprepare", "prepare", "postprepare", "prepack"];

/// Programs whose first plain word is a script to run.
const RUNNERS: [&str; 20] = [
    "node",
    "nodejs",
    "tsx",
    "ts-node",
    "ts-node-esm",
    "bun",
    "deno",
    "python",
    "python3",
    "py",
    "sh",
    "bash",
    "zsh",
    "dash",
    "babel-node",
    "esno",
    "jiti",
    "electron",
    "nodemon",
    "source",
];
/// Words between a program and its script.
const BETWEEN: [&str; 5] = ["run", "watch", "exec", "x", "--"];
const CODE: [&str; 16] = ["js", "mjs", "cjs", "jsx", "ts", "mts", "cts", "tsx", "py", "sh", "bash", "ps1", "bat", "cmd", "rb", "node"];

static OTHER_SCRIPT: LazyLock<Regex> = LazyLock::new(|| {
    let names = r"(?:npm|pnpm|yarn|bun)\s+(?:(?:-s|--silent|--if-present)\s+)*(?:run(?:-script)?\s+)?(?:(?:-s|--silent|--if-present)\s+)*";
    Regex::new(&format!(r"(?:^|[\s;&|]){names}([\w:./-]+)")).expect("a constant pattern")
});
static SCRIPT_LIST: LazyLock<Regex> =
    LazyLock::new(|| Regex::new(r"\b(?:run-s|run-p|npm-run-all2?)\s([^;&|]*)").expect("a constant pattern"));
static REQUIRED: LazyLock<Regex> =
    LazyLock::new(|| Regex::new(r#"\b(?:require|import)\s*\(?\s*\\?['"`](\.{0,2}/[^'"`\\]+)\\?['"`]"#).expect("a constant pattern"));

pub fn read(package: &mut Package<'_>) {
    let mut scripts: Vec<Script> = Vec::new();
    for (at, name, node) in package.root.get("scripts").map(|scripts| scripts.fields()).unwrap_or_default().iter().take(SCRIPTS_MAX) {
        let Some(command) = node.text() else { continue };
        let command = &command[..command.floor_char_boundary(COMMAND_MAX)];
        let location = package.text.place(*at..*at + name.len() + 2);
        let files = files_named(package.tree, command);
        scripts.push(Script { name: name.clone(), command: command.to_owned(), trigger: trigger_of(name), files, location });
    }
    add_native_build(package, &mut scripts);
    spread_triggers(&mut scripts);
    let entries: Vec<Entry> = scripts.iter().flat_map(|script| entries_of(package.tree, script)).collect();
    package.manifest.entries.extend(entries);
    package.manifest.scripts = scripts;
}

fn trigger_of(name: &str) -> Trigger {
    match name {
        name if INSTALL.contains(&name) => Trigger::Install,
        name if GIT.contains(&name) => Trigger::GitInstall,
        _ => Trigger::Demand,
    }
}

/// With a binding.gyp and no install script of its own, npm runs `node-gyp rebuild`, which can run commands of that file.
fn add_native_build(package: &Package<'_>, scripts: &mut Vec<Script>) {
    let Some(path) = super::present(package.tree, "binding.gyp") else { return };
    let own = scripts.iter().any(|script| matches!(script.name.as_str(), "install" | "preinstall"));
    let refused = package.root.get("gypfile").is_some_and(|node| node.value == crate::manifest::json::Value::Bool(false));
    if refused {
        return;
    }
    add_build_commands(package, scripts);
    if !own {
        let location = package.root.place(package.text);
        let (name, command) = ("install".to_owned(), "node-gyp rebuild".to_owned());
        scripts.push(Script { name, command, trigger: Trigger::Install, files: vec![path], location });
    }
}

/// Commands that binding.gyp runs while it is read.
fn add_build_commands(package: &Package<'_>, scripts: &mut Vec<Script>) {
    let Some(file) = package.tree.get(GYP) else { return };
    let text = Text::of(file);
    for (command, at) in gyp::commands(&text.body).into_iter().take(SCRIPTS_MAX) {
        let files = files_named(package.tree, &command);
        scripts.push(Script { name: GYP.to_owned(), command, trigger: Trigger::Install, files, location: text.place(at) });
    }
}

/// What an install script starts by `npm run` runs on installation as well, with its `pre` and `post` scripts.
fn spread_triggers(scripts: &mut [Script]) {
    let index: BTreeMap<String, usize> = scripts.iter().enumerate().map(|(at, script)| (script.name.clone(), at)).collect();
    let mut pending: Vec<usize> = (0..scripts.len()).filter(|at| scripts[*at].trigger != Trigger::Demand).collect();
    while let Some(at) = pending.pop() {
        let trigger = scripts[at].trigger;
        for name in started_by(&scripts[at].command) {
            for name in [format!("pre{name}"), format!("post{name}"), name] {
                let Some(&other) = index.get(&name) else { continue };
                // Install is the smallest: each script is raised twice at most.
                if trigger < scripts[other].trigger {
                    scripts[other].trigger = trigger;
                    pending.push(other);
                }
            }
        }
    }
}

fn started_by(command: &str) -> Vec<String> {
    let single = OTHER_SCRIPT.captures_iter(command).map(|found| found[1].to_owned());
    let listed = SCRIPT_LIST.captures_iter(command).flat_map(|found| found[1].split_whitespace().map(str::to_owned).collect::<Vec<_>>());
    single.chain(listed).collect()
}

fn entries_of(tree: &Tree, script: &Script) -> Vec<Entry> {
    let kind = match script.trigger {
        Trigger::Install => EntryKind::InstallHook,
        Trigger::Demand if script.name == "start" => EntryKind::Start,
        Trigger::GitInstall | Trigger::Demand => EntryKind::Script,
    };
    let entry = |path: &RelPath| Entry {
        kind,
        path: path.clone(),
        missing: !tree.contains(path.as_str()),
        function: None,
        name: script.name.clone(),
        named_at: script.location.clone(),
    };
    script.files.iter().map(entry).collect()
}

/// Where in a simple command a word stands.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Position {
    Program,
    /// Behind a program that runs scripts, options passed over.
    Script,
    Argument,
}

/// Files of the package in a command line: what a known program runs, and any word that is the path of code.
fn files_named(tree: &Tree, command: &str) -> Vec<RelPath> {
    let mut files = Vec::new();
    for words in commands(command) {
        let mut position = Position::Program;
        for word in &words {
            files.extend(file_of(tree, word, position));
            position = position_behind(word, position);
        }
    }
    files.extend(REQUIRED.captures_iter(command).filter_map(|found| resolve::file(tree, &found[1])));
    let mut seen = std::collections::BTreeSet::new();
    files.retain(|path| seen.insert(path.clone()));
    files
}

fn position_behind(word: &str, position: Position) -> Position {
    let program = word.rsplit('/').next().unwrap_or(word).trim_end_matches(".exe");
    let passed_over = word.starts_with('-') || word.contains('=') || BETWEEN.contains(&word);
    match position {
        _ if RUNNERS.contains(&program) => Position::Script,
        position if passed_over => position,
        Position::Program | Position::Script | Position::Argument => Position::Argument,
    }
}

fn file_of(tree: &Tree, word: &str, position: Position) -> Option<RelPath> {
    let value = if word.starts_with('-') { word.split_once('=')?.1 } else { word };
    if value.contains(['*', '$', '{', '(', ':', '<', '>', '`', '=']) {
        return None;
    }
    let is_code = value.rsplit_once('.').is_some_and(|(stem, extension)| !stem.is_empty() && CODE.contains(&extension));
    let is_run = match position {
        Position::Program => value.contains('/'),
        Position::Script => !RUNNERS.contains(&value) && !BETWEEN.contains(&value),
        Position::Argument => false,
    };
    if !is_code && !is_run {
        return None;
    }
    let found = resolve::file(tree, value).filter(|path| is_code || path.extension() != Some("json"));
    // What is run but is not there counts as missing; other words may name what a build makes.
    found.or_else(|| if is_run && is_code { resolve::from_root(value) } else { None })
}

/// The words of each simple command, quotes taken off; a new one begins behind `;`, `&`, `|` and line ends.
fn commands(line: &str) -> Vec<Vec<String>> {
    let mut commands = vec![Vec::new()];
    let mut word = String::new();
    let mut quote = None;
    for character in line.chars() {
        match (quote, character) {
            (Some(open), character) if open == character => quote = None,
            (None, '"' | '\'') => quote = Some(character),
            (None, ';' | '&' | '|' | '\n' | '(' | ')') => {
                finish(&mut commands, &mut word);
                commands.push(Vec::new());
            }
            (_, ' ' | '\t') => finish(&mut commands, &mut word),
            (_, character) => word.push(character),
        }
    }
    finish(&mut commands, &mut word);
    commands
}

fn finish(commands: &mut [Vec<String>], word: &mut String) {
    if let Some(last) = commands.last_mut().filter(|_| !word.is_empty()) {
        last.push(std::mem::take(word));
    }
}

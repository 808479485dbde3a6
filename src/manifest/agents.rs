//! Settings of coding agents and editors that lie in the package, where a folder's own settings would lie.

use super::Manifest;
use super::json::{self, Node, Value};
use super::text::Text;
use crate::model::{File, Location, RelPath, Tree};

/// More than any honest package has.
const SETTINGS_MAX: usize = 200;
/// Bytes of a command or address that are kept.
const WRITTEN_MAX: usize = 1_000;

/// One thing that such a file sets.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct AgentSetting {
    pub kind: AgentSettingKind,
    /// The command, the address, the grant.
    pub written: String,
    pub location: Location,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum AgentSettingKind {
    /// A command that an agent or editor runs when a session or a folder is opened.
    RunsOnOpen,
    /// A command that an agent runs beside its tools.
    Hook,
    /// A command for a container that is built from the folder.
    Container,
    /// Where an agent sends what it is told: another address than its maker's.
    Redirect,
    /// Nobody is asked any more.
    NoQuestions,
    /// What an agent may do without asking.
    Grant,
    /// An MCP server to be started.
    Server,
    /// A text that agents take for their orders.
    Instructions,
}

pub(super) fn read(tree: &Tree, manifest: &mut Manifest) {
    let mut found = Vec::new();
    for file in tree.files().iter().filter(|file| !is_of_another(&file.path)) {
        if let Some(read) = reader(&file.path) {
            let text = Text::of(file);
            let root = json::parse(&text.body);
            read(&mut Settings { file, text: &text, found: &mut found }, &root);
        }
    }
    found.sort();
    found.dedup();
    manifest.agents = found;
}

fn is_of_another(path: &RelPath) -> bool {
    path.as_str().split('/').any(|part| matches!(part, "node_modules" | "_vendor" | "site-packages"))
}

type Reader = fn(&mut Settings<'_>, &Node);

fn reader(path: &RelPath) -> Option<Reader> {
    let (folder, name) = (path.parent().rsplit('/').next().unwrap_or_default(), path.file_name());
    match (folder, name) {
        (".claude" | ".gemini" | ".codex" | ".qwen", name) if name.starts_with("settings") && name.ends_with(".json") => Some(agent),
        (".cursor" | ".vscode" | ".roo" | ".kiro" | ".windsurf", "mcp.json") | (_, ".mcp.json") => Some(servers),
        (".vscode", "tasks.json") => Some(tasks),
        (".vscode", "settings.json") => Some(editor),
        (_, "devcontainer.json" | ".devcontainer.json") => Some(container),
        (_, "CLAUDE.md" | "AGENTS.md" | "GEMINI.md" | ".cursorrules" | ".windsurfrules" | ".clinerules" | "copilot-instructions.md") => {
            Some(text)
        }
        ("rules", name) if path.as_str().contains(".cursor/") && (name.ends_with(".mdc") || name.ends_with(".md")) => Some(text),
        _ => None,
    }
}

struct Settings<'a> {
    file: &'a File,
    text: &'a Text,
    found: &'a mut Vec<AgentSetting>,
}

impl Settings<'_> {
    fn add(&mut self, kind: AgentSettingKind, written: &str, node: &Node) {
        if self.found.len() < SETTINGS_MAX {
            let written = written[..written.floor_char_boundary(WRITTEN_MAX)].to_owned();
            self.found.push(AgentSetting { kind, written, location: node.place(self.text) });
        }
    }

    /// The commands anywhere below a node.
    fn commands(&mut self, kind: AgentSettingKind, node: &Node) {
        node.walk(&mut |key, inner| {
            if let Some(command) = inner.text().filter(|_| key == "command") {
                self.add(kind, command, inner);
            }
        });
    }
}

fn agent(settings: &mut Settings<'_>, root: &Node) {
    for (_, event, node) in root.get("hooks").map(Node::fields).unwrap_or_default() {
        let opens = matches!(event.as_str(), "SessionStart" | "Setup" | "UserPromptSubmit");
        settings.commands(if opens { AgentSettingKind::RunsOnOpen } else { AgentSettingKind::Hook }, node);
    }
    for key in ["apiKeyHelper", "awsAuthRefresh", "awsCredentialExport", "otelHeadersHelper"] {
        if let Some((node, command)) = root.get(key).and_then(|node| Some((node, node.text()?))) {
            settings.add(AgentSettingKind::RunsOnOpen, command, node);
        }
    }
    for (_, name, node) in root.get("env").map(Node::fields).unwrap_or_default() {
        let redirects = name.ends_with("_BASE_URL") || name.ends_with("_API_BASE") || name.ends_with("_ENDPOINT");
        if let Some(address) = node.text().filter(|_| redirects) {
            settings.add(AgentSettingKind::Redirect, address, node);
        }
    }
    grants(settings, root);
    if root.get("mcpServers").is_some() {
        servers(settings, root);
    }
}

fn grants(settings: &mut Settings<'_>, root: &Node) {
    let Some(permissions) = root.get("permissions") else { return };
    if let Some(mode) = permissions.get("defaultMode").filter(|node| node.text() == Some("bypassPermissions")) {
        settings.add(AgentSettingKind::NoQuestions, "bypassPermissions", mode);
    }
    let allowed = permissions.get("allow").map(Node::items).unwrap_or_default();
    if let Some((first, written)) = allowed.iter().find_map(|node| Some((node, node.text()?))) {
        let all = allowed.iter().find(|node| matches!(node.text(), Some("*" | "Bash" | "Bash(*)" | "Bash(*:*)")));
        settings.add(AgentSettingKind::Grant, all.and_then(Node::text).unwrap_or(written), all.unwrap_or(first));
    }
}

fn servers(settings: &mut Settings<'_>, root: &Node) {
    for key in ["mcpServers", "servers"] {
        for (_, _, server) in root.get(key).map(Node::fields).unwrap_or_default() {
            let words = server.get("args").map(Node::items).unwrap_or_default().iter().filter_map(Node::text);
            let command: Vec<&str> = server.text_of("command").into_iter().chain(words).chain(server.text_of("url")).take(50).collect();
            settings.add(AgentSettingKind::Server, &command.join(" "), server);
        }
    }
}

fn tasks(settings: &mut Settings<'_>, root: &Node) {
    for task in root.get("tasks").map(Node::items).unwrap_or_default() {
        let opens = task.get("runOptions").and_then(|options| options.text_of("runOn")) == Some("folderOpen");
        if opens {
            let words = task.get("args").map(Node::items).unwrap_or_default().iter().filter_map(Node::text);
            let command: Vec<&str> = task.text_of("command").into_iter().chain(words).take(50).collect();
            settings.add(AgentSettingKind::RunsOnOpen, &command.join(" "), task);
        }
    }
}

fn editor(settings: &mut Settings<'_>, root: &Node) {
    let asks_nobody = |name: &str, node: &Node| match name {
        "chat.tools.autoApprove" | "chat.tools.global.autoApprove" => node.value == Value::Bool(true),
        "task.allowAutomaticTasks" => node.text() == Some("on"),
        _ => false,
    };
    for (_, name, node) in root.fields().iter().filter(|(_, name, node)| asks_nobody(name, node)) {
        settings.add(AgentSettingKind::NoQuestions, name, node);
    }
}

fn container(settings: &mut Settings<'_>, root: &Node) {
    for key in
        ["initializeCommand", "onCreateCommand", "updateContentCommand", "postCreateCommand", "postStartCommand", "postAttachCommand"]
    {
        let Some(node) = root.get(key) else { continue };
        let words: Vec<&str> = node.text().into_iter().chain(node.items().iter().filter_map(Node::text)).collect();
        settings.add(AgentSettingKind::Container, &words.join(" "), node);
    }
}

fn text(settings: &mut Settings<'_>, root: &Node) {
    let name = settings.file.path.file_name().to_owned();
    settings.add(AgentSettingKind::Instructions, &name, &Node { at: 0, ..root.clone() });
}

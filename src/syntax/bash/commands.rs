//! Commands, pipelines and redirections.

use tree_sitter::Node;

use super::table::Role;
use super::{Walk, span_of};
use crate::syntax::ir::{Expr, ExprId, Span};

/// Programs that only start another one, with their options taken off.
const WRAPPERS: [&str; 15] = [
    "sudo", "doas", "env", "command", "exec", "nohup", "time", "nice", "ionice", "setsid", "timeout", "stdbuf", "xargs", "builtin",
    "busybox",
];
/// Folders in which the programs of the system lie.
const FOLDERS: [&str; 7] = ["/bin/", "/usr/bin/", "/usr/local/bin/", "/sbin/", "/usr/sbin/", "/opt/homebrew/bin/", "/usr/bin/env/"];

/// The words of a command and what stands around them.
#[derive(Default)]
struct Parts<'t> {
    words: Vec<Node<'t>>,
    outputs: Vec<Node<'t>>,
}

impl<'t> Walk<'t> {
    /// A simple command; `stdin` is what is piped into it.
    pub(super) fn command(&mut self, node: Node<'t>, stdin: Option<ExprId>) -> ExprId {
        let mut parts = Parts::default();
        let stdin = self.gather(node, &mut parts, stdin);
        let started = self.start(node, &parts.words, stdin);
        self.redirect_all(&parts.outputs, started)
    }

    /// Sorts the children of a command; gives what it reads.
    fn gather(&mut self, node: Node<'t>, parts: &mut Parts<'t>, mut stdin: Option<ExprId>) -> Option<ExprId> {
        for child in self.children(node) {
            match self.role(child) {
                Role::Assignment => {
                    if let Some(value) = child.child_by_field_name("value") {
                        self.word(value);
                    }
                }
                Role::FileRedirect if self.is_input(child) => stdin = Some(self.input(child)),
                Role::FileRedirect => parts.outputs.push(child),
                Role::Herestring => stdin = self.children(child).first().map(|text| self.word(*text)),
                Role::Heredoc | Role::Comment | Role::Skip => {}
                Role::Inner => parts.words.insert(0, child),
                _ => parts.words.push(child),
            }
        }
        stdin
    }

    /// The call of the program that a list of words starts.
    fn start(&mut self, node: Node<'t>, words: &[Node<'t>], stdin: Option<ExprId>) -> ExprId {
        let words = self.without_wrappers(words);
        let Some((first, rest)) = words.split_first() else { return stdin.unwrap_or_else(|| self.opaque(node)) };
        let name = self.constant(*first);
        let program = name.as_deref().map(program_of);
        match program {
            Some("[" | "test" | ":" | "true" | "false") => {
                rest.iter().for_each(|word| {
                    self.word(*word);
                });
                return self.opaque(node);
            }
            // What it prints is the environment.
            Some("env" | "printenv" | "set") if rest.is_empty() => return self.environment(span_of(node)),
            Some("exit" | "return") => {
                let value = self.opaque(node);
                return self.push(Expr::Return(value), node);
            }
            Some("break" | "continue") => return self.push(Expr::Leave, node),
            Some("read" | "mapfile" | "readarray") => return self.read_into(node, rest, stdin),
            _ => {}
        }
        let mut arguments: Vec<ExprId> = Vec::new();
        if program.is_none() || name.as_deref().is_some_and(is_own_path) {
            arguments.push(self.word(*first));
        }
        let is_run_by_path = !arguments.is_empty();
        arguments.extend(rest.iter().map(|word| self.word(*word)));
        if program == Some("eval") {
            arguments = vec![self.joined(&arguments, node)];
        }
        if let Some(stdin) = stdin {
            arguments.push(self.keyword("stdin", stdin));
        }
        let is_asked_for = rest.iter().any(|word| matches!(self.text_of(*word), "-" | "@-" | "/dev/stdin"));
        if stdin.is_none()
            && is_asked_for
            && let Some(given) = self.piped_parameter(span_of(node))
        {
            arguments.push(self.keyword("stdin", given));
        }
        let program = program.filter(|_| !is_run_by_path).unwrap_or("exec").to_owned();
        self.call(&program, &arguments, span_of(node))
    }

    /// `sudo -E curl …` is `curl …`; a wrapper alone is itself.
    fn without_wrappers(&self, words: &[Node<'t>]) -> Vec<Node<'t>> {
        let mut words = words.to_vec();
        while let Some(name) = words.first().and_then(|first| self.constant(*first)).filter(|name| WRAPPERS.contains(&program_of(name))) {
            let passed = words.iter().skip(1).take_while(|word| self.constant(**word).is_some_and(|word| is_passed_over(&word))).count();
            if passed + 1 >= words.len() || program_of(&name) == "env" && words.len() == 1 {
                break;
            }
            words.drain(..=passed);
        }
        words
    }

    /// `read -r line`: the words are names of variables.
    fn read_into(&mut self, node: Node<'t>, words: &[Node<'t>], stdin: Option<ExprId>) -> ExprId {
        let value = stdin.unwrap_or_else(|| self.opaque(node));
        let names: Vec<String> = words.iter().filter_map(|word| self.constant(*word)).filter(|word| !word.starts_with('-')).collect();
        let set: Vec<ExprId> = names.iter().map(|name| self.set(name, value)).collect();
        let list = self.list(&set);
        self.push(Expr::Sequence(list), node)
    }

    /// `eval` puts its words together with blanks.
    fn joined(&mut self, words: &[ExprId], node: Node<'t>) -> ExprId {
        let mut parts = Vec::new();
        for word in words {
            if !parts.is_empty() {
                parts.push(self.b.string(" ", span_of(node)));
            }
            parts.push(*word);
        }
        let list = self.list(&parts);
        self.push(Expr::Concat(list), node)
    }

    /// `a | b | c`: each is given what the one before prints.
    pub(super) fn pipeline(&mut self, node: Node<'t>, stdin: Option<ExprId>) -> ExprId {
        let mut before = stdin;
        for child in self.children(node) {
            before = Some(self.piped(child, before));
        }
        before.unwrap_or_else(|| self.opaque(node))
    }

    fn piped(&mut self, node: Node<'t>, stdin: Option<ExprId>) -> ExprId {
        match self.role(node) {
            Role::Command => self.visit(node, |walk, node| walk.command(node, stdin)),
            Role::Redirected => self.visit(node, |walk, node| walk.redirected(node, stdin)),
            Role::Pipeline => self.visit(node, |walk, node| walk.pipeline(node, stdin)),
            _ => {
                let inner = self.statement(node);
                match stdin {
                    None => inner,
                    Some(stdin) => {
                        let list = self.list(&[stdin, inner]);
                        self.push(Expr::Sequence(list), node)
                    }
                }
            }
        }
    }

    /// `command > file`, `command <<END`.
    pub(super) fn redirected(&mut self, node: Node<'t>, stdin: Option<ExprId>) -> ExprId {
        let mut stdin = stdin;
        let mut body = None;
        let mut outputs = Vec::new();
        let mut behind = Vec::new();
        for child in self.children(node) {
            match self.role(child) {
                Role::FileRedirect if self.is_input(child) => stdin = Some(self.input(child)),
                Role::FileRedirect => outputs.push(child),
                Role::Herestring => stdin = self.children(child).first().map(|text| self.word(*text)),
                Role::Heredoc => stdin = self.heredoc(child, &mut outputs, &mut behind).or(stdin),
                _ => body = body.or(Some(child)),
            }
        }
        let started = match body {
            Some(body) => self.piped(body, stdin),
            None => stdin.unwrap_or_else(|| self.opaque(node)),
        };
        let mut last = self.redirect_all(&outputs, started);
        for next in behind {
            let is_piped = self.role(next) == Role::Pipeline;
            last = if is_piped { self.pipeline(next, Some(last)) } else { self.piped(next, None) };
        }
        last
    }

    /// The text of a here-document; what follows its mark on the same line belongs to the command.
    fn heredoc(&mut self, node: Node<'t>, outputs: &mut Vec<Node<'t>>, behind: &mut Vec<Node<'t>>) -> Option<ExprId> {
        let mut text = None;
        for child in self.children(node) {
            match self.role(child) {
                Role::HeredocBody => {
                    self.cuts.push(span_of(child));
                    text = Some(self.word(child));
                }
                Role::FileRedirect => outputs.push(child),
                Role::Skip | Role::Herestring => {}
                Role::Pipeline | Role::Command | Role::List | Role::Redirected => behind.push(child),
                _ => {
                    self.word(child);
                }
            }
        }
        text
    }

    fn redirect_all(&mut self, outputs: &[Node<'t>], mut command: ExprId) -> ExprId {
        for output in outputs {
            let Some(target) = output.child_by_field_name("destination") else { continue };
            let written = self.constant(target);
            let goes_nowhere =
                written.as_deref().is_some_and(|path| path.starts_with("/dev/") && !path.contains("/tcp/") && !path.contains("/udp/"));
            // `2>&1`
            if self.role(target) == Role::Plain || goes_nowhere {
                continue;
            }
            let path = self.word(target);
            let span = Span { start: self.b.module.span(command).start.min(span_of(*output).start), end: span_of(*output).end };
            command = self.call(">", &[path, command], span);
        }
        command
    }

    fn is_input(&self, node: Node<'t>) -> bool {
        let mut cursor = node.walk();
        node.children(&mut cursor).any(|child| matches!(child.kind(), "<" | "<&" | "<&-"))
    }

    /// `< file`
    fn input(&mut self, node: Node<'t>) -> ExprId {
        match node.child_by_field_name("destination") {
            Some(target) if self.role(target) == Role::Substitution => self.word(target),
            Some(target) => {
                let path = self.word(target);
                self.call("<", &[path], span_of(node))
            }
            None => self.opaque(node),
        }
    }
}

/// A program's own name: without the folder that systems keep programs in.
fn program_of(name: &str) -> &str {
    name.rsplit('/').next().unwrap_or(name)
}

/// `./run`, `/tmp/x`: a file that somebody has put there.
fn is_own_path(name: &str) -> bool {
    name.contains('/') && !FOLDERS.iter().any(|folder| name.strip_prefix(folder).is_some_and(|rest| !rest.contains('/')))
}

/// Options, assignments and numbers behind a program that starts another one.
fn is_passed_over(word: &str) -> bool {
    let is_number = word.bytes().all(|byte| byte.is_ascii_digit() || matches!(byte, b'.' | b's' | b'm'));
    word.starts_with('-') || is_number || word.split_once('=').is_some_and(|(name, _)| !name.contains('/'))
}

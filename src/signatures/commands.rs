//! A shell command taken apart into the programs that it starts. Coarse on purpose: enough to know who is called.

use super::glob;

/// Bytes; a constant command that is longer is a script, judged by its beginning.
const LONGEST: usize = 16 * 1024;
/// Words and programs of one command text.
const MOST: usize = 2000;
const DEEPEST: u8 = 4;
/// Stands for the output of a command in the place of a word.
const OUTPUT: &str = "$()";

/// Programs that only start another one, with their options taken off.
const WRAPPERS: [&str; 16] = [
    "sudo", "doas", "env", "command", "exec", "nohup", "time", "nice", "ionice", "setsid", "timeout", "stdbuf", "xargs", "start",
    "builtin", "call",
];
const SHELLS: [&str; 10] = ["sh", "bash", "zsh", "dash", "ash", "ksh", "fish", "cmd", "powershell", "pwsh"];
/// Words of shell grammar before a command.
const GRAMMAR: [&str; 12] = ["if", "then", "else", "elif", "fi", "do", "done", "while", "until", "!", "{", "}"];

/// One program with its arguments; the program's name in lower case, without folder and extension.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Command {
    pub program: String,
    pub arguments: Vec<String>,
}

/// Every program that the text starts, those of `sh -c '…'` and `$(…)` among them.
pub(super) fn parse(text: &str) -> Vec<Command> {
    let mut commands = Vec::new();
    let end = text.floor_char_boundary(LONGEST);
    script(&text[..end], DEEPEST, &mut commands);
    commands
}

/// A program that is started without a shell.
pub(super) fn parse_words(words: &[&str]) -> Vec<Command> {
    let mut commands = Vec::new();
    simple(words.iter().take(MOST).map(|word| (*word).to_owned()).collect(), DEEPEST, &mut commands);
    commands
}

impl super::Signatures {
    /// The programs that the text of a command starts, with their words; those of `sh -c '…'` and `$(…)` among them.
    pub fn commands(&self, text: &str) -> Vec<Command> {
        parse(text)
    }

    /// The same for a program that is started with its arguments apart: a shell may have a script among them.
    pub fn commands_of(&self, words: &[&str]) -> Vec<Command> {
        parse_words(words)
    }

    /// The program runs the commands that it is given: `bash`, `cmd`.
    pub fn is_shell(&self, program: &str) -> bool {
        SHELLS.contains(&program)
    }
}

fn script(text: &str, depth: u8, commands: &mut Vec<Command>) {
    let mut scanner = Scanner { rest: text.chars().peekable(), word: None, words: Vec::new(), inner: Vec::new(), lines: Vec::new() };
    scanner.run();
    let Scanner { inner, lines, .. } = scanner;
    for words in lines {
        simple(words, depth, commands);
    }
    for text in inner {
        if depth > 0 {
            script(&text, depth - 1, commands);
        }
    }
}

/// One command: wrappers are looked through, and a shell with its script inline is replaced by the script's commands.
fn simple(words: Vec<String>, depth: u8, commands: &mut Vec<Command>) {
    let mut words = words.into_iter().skip_while(|word| GRAMMAR.contains(&word.as_str())).collect::<Vec<_>>();
    for _ in 0..words.len() {
        let assignments = words.iter().take_while(|word| is_assignment(word)).count();
        words.drain(..assignments);
        match words.first().map(|word| base_name(word)) {
            Some(name) if WRAPPERS.contains(&name.as_str()) && words.len() > 1 => skip_wrapper(&mut words),
            Some(_) | None => break,
        }
    }
    if words.is_empty() || commands.len() >= MOST {
        return;
    }
    let arguments = words.split_off(1);
    let command = Command { program: base_name(&words[0]), arguments };
    match inline_script(&command) {
        Some(text) if depth > 0 && !text.trim_start().starts_with(OUTPUT) => script(&text, depth - 1, commands),
        Some(_) | None => commands.push(command),
    }
}

/// `sudo -u x`, `timeout 5`: options and numbers go with the wrapper; an option's own word may stay, which costs a match.
fn skip_wrapper(words: &mut Vec<String>) {
    words.remove(0);
    let numeric = |word: &String| word.bytes().all(|byte| byte.is_ascii_digit() || matches!(byte, b'.' | b's' | b'm'));
    let options = words.iter().take_while(|word| word.starts_with('-') || numeric(word)).count();
    words.drain(..options.min(words.len().saturating_sub(1)));
}

fn is_assignment(word: &str) -> bool {
    let name = word.split_once('=').map_or("", |(name, _)| name);
    !name.is_empty() && name.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'_')
}

fn base_name(word: &str) -> String {
    let name = word.rsplit(['/', '\\']).next().unwrap_or(word).to_lowercase();
    let known = [".exe", ".cmd", ".bat", ".com"];
    known.iter().find_map(|end| name.strip_suffix(end)).unwrap_or(&name).to_owned()
}

/// The text after `-c` (`-lc`, `/c`, `-Command`) of a shell.
fn inline_script(command: &Command) -> Option<String> {
    if command.program == "osascript" {
        return shell_of_applescript(&command.arguments);
    }
    if !SHELLS.contains(&command.program.as_str()) {
        return None;
    }
    let windows = matches!(command.program.as_str(), "cmd" | "powershell" | "pwsh");
    let takes_script = |word: &String| {
        let word = word.to_lowercase();
        if windows {
            matches!(word.as_str(), "/c" | "/k" | "-c" | "-command" | "/s/c")
        } else {
            word.starts_with('-') && glob::matches("-*c", &word)
        }
    };
    let at = command.arguments.iter().position(takes_script)?;
    let script = &command.arguments[at + 1..];
    match (windows, script) {
        (_, []) => None,
        (true, words) => Some(words.join(" ")),
        (false, [script, ..]) => Some(script.clone()),
    }
}

/// `do shell script "…"`.
fn shell_of_applescript(arguments: &[String]) -> Option<String> {
    let behind = arguments.iter().find_map(|argument| Some(argument.split_once("do shell script")?.1))?;
    let quoted = behind.trim_start().strip_prefix('"')?;
    Some(quoted.rsplit_once('"').map_or(quoted, |(script, _)| script).replace("\\\"", "\""))
}

/// Splits a script at its operators and blanks, undoing quotes.
struct Scanner<'a> {
    rest: std::iter::Peekable<std::str::Chars<'a>>,
    word: Option<String>,
    words: Vec<String>,
    /// Texts of `$(…)`, `` `…` `` and `<(…)`.
    inner: Vec<String>,
    lines: Vec<Vec<String>>,
}

impl Scanner<'_> {
    fn run(&mut self) {
        while let Some(c) = self.rest.next() {
            match c {
                ' ' | '\t' | '\r' => self.end_word(),
                '&' if self.redirects() => self.push(c),
                '\n' | ';' | '|' | '&' | '(' | ')' => self.end_line(),
                '#' if self.word.is_none() => while self.rest.next_if(|c| *c != '\n').is_some() {},
                '\'' => self.single_quoted(),
                '"' => self.double_quoted(),
                '\\' => self.escaped(),
                '`' => self.substitute('`'),
                '$' | '<' | '>' if self.rest.peek() == Some(&'(') => {
                    self.rest.next();
                    self.substitute(')');
                }
                c => self.push(c),
            }
        }
        self.end_line();
    }

    /// The `&` of `2>&1` and `&>file`.
    fn redirects(&mut self) -> bool {
        self.word.as_ref().is_some_and(|word| word.ends_with(['>', '<'])) || self.rest.peek() == Some(&'>')
    }

    fn push(&mut self, c: char) {
        self.word.get_or_insert_default().push(c);
    }

    fn end_word(&mut self) {
        if let Some(word) = self.word.take()
            && self.words.len() < MOST
        {
            self.words.push(word);
        }
    }

    fn end_line(&mut self) {
        self.end_word();
        if !self.words.is_empty() && self.lines.len() < MOST {
            self.lines.push(std::mem::take(&mut self.words));
        }
        self.words.clear();
    }

    fn single_quoted(&mut self) {
        self.word.get_or_insert_default();
        while let Some(c) = self.rest.next_if(|c| *c != '\'') {
            self.push(c);
        }
        self.rest.next();
    }

    fn double_quoted(&mut self) {
        self.word.get_or_insert_default();
        while let Some(c) = self.rest.next() {
            match c {
                '"' => return,
                '\\' => {
                    if let Some(next) = self.rest.next() {
                        self.push(next);
                    }
                }
                '`' => self.substitute('`'),
                '$' if self.rest.peek() == Some(&'(') => {
                    self.rest.next();
                    self.substitute(')');
                }
                c => self.push(c),
            }
        }
    }

    /// A backslash keeps the next character in the word, but Windows paths keep their backslashes.
    fn escaped(&mut self) {
        match self.rest.next_if(|next| !next.is_alphanumeric()) {
            Some('\n') => {}
            Some(next) => self.push(next),
            None => self.push('\\'),
        }
    }

    fn substitute(&mut self, close: char) {
        let mut text = String::new();
        let mut open = 1;
        for c in self.rest.by_ref() {
            open += usize::from(c == '(' && close == ')');
            open -= usize::from(c == close);
            if open == 0 {
                break;
            }
            text.push(c);
        }
        if self.inner.len() < MOST {
            self.inner.push(text);
        }
        self.word.get_or_insert_default().push_str(OUTPUT);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(text: &str) -> String {
        let shown = |command: Command| std::iter::once(command.program).chain(command.arguments).collect::<Vec<_>>().join(" ");
        parse(text).into_iter().map(shown).collect::<Vec<_>>().join(" ; ")
    }

    #[test]
    fn operators_part_commands_and_quotes_do_not() {
        assert_eq!(shown("git log --format='%h; %s' | head -1 && echo \"a & b\""), "git log --format=%h; %s ; head -1 ; echo a & b");
        assert_eq!(shown("make 2>&1 &>log # all; of it\nls"), "make 2>&1 &>log ; ls");
        assert_eq!(shown("/usr/bin/Git status"), "git status");
        assert_eq!(shown("C:\\Windows\\System32\\cmd.exe /c dir"), "dir");
        assert_eq!(shown(""), "");
    }

    #[test]
    fn wrappers_and_inline_scripts_are_looked_through() {
        assert_eq!(shown("sudo -E FOO=1 env -i git pull"), "git pull");
        assert_eq!(shown("bash -lc 'cd /x && npm test'"), "cd /x ; npm test");
        assert_eq!(shown("sh -c \"sh -c 'id'\""), "id");
        assert_eq!(shown("bash build.sh"), "bash build.sh");
        assert_eq!(shown("timeout 5 git fetch"), "git fetch");
    }

    #[test]
    fn substitutions_are_commands_of_their_own() {
        assert_eq!(shown("bash <(curl -s x)"), "bash $() ; curl -s x");
        assert_eq!(shown("bash -c \"$(curl -s x)\""), "bash -c $() ; curl -s x");
        assert_eq!(shown("echo `whoami`"), "echo $() ; whoami");
    }

    #[test]
    fn hostile_texts_end_soon() {
        for text in
            ["$(".repeat(20_000), "sh -c \"".repeat(5_000), "`".repeat(20_000), "a;".repeat(20_000), "'".repeat(9_999), "é".repeat(9_999)]
        {
            assert!(parse(&text).len() <= 2 * MOST);
        }
    }
}

//! Names by their looks and their neighbours: `ACME_TOKEN` in a sentence, `PORT=3000`, `-e ACME_TOKEN`, `${ACME_TOKEN}`.

use std::ops::Range;
use std::sync::LazyLock;

use regex::Regex;

use crate::manifest::declared::{Declarations, EnvMentionKind};
use crate::manifest::text::{Text, contains};

/// Longer words are data.
const NAME_MAX: usize = 80;

/// Words in capitals that stand alone in back-ticks all the time and are no variables: methods, literals, statements, levels.
const NO_VARIABLES: [&str; 28] = [
    "INFO", "WARN", "WARNING", "ERROR", "GET", "POST", "PUT", "PATCH", "DELETE", "HEAD", "OPTIONS", "TRUE", "FALSE", "NULL", "NONE",
    "SELECT", "INSERT", "UPDATE", "DROP", "CREATE", "ALTER", "JSON", "HTML", "CSV", "HTTP", "HTTPS", "URL", "API",
];

/// Keys whose value is a name: in pieces of server.json and of client extensions.
const NAMING_KEYS: [&str; 6] = ["name", "envVar", "env_var", "variable", "key", "env"];

/// `_` may be escaped, as Markdown writers do.
static CAPITALS: LazyLock<Regex> = LazyLock::new(|| Regex::new(r"[A-Z_][A-Z0-9]*(?:\\?_[A-Z0-9]*)*").expect("a constant pattern"));

/// Forms that say by themselves that a variable follows, in whatever case it is written.
static SPELT_OUT: LazyLock<Regex> = LazyLock::new(|| {
    let assigned = r"(?:\bexport\s+|\bset\s+|\bENV\s+|\bARG\s+|[\s\x22'`\[(]-{1,2}e(?:nv)?(?:[\s=]|['\x22]\s*,\s*)\s*['\x22]?)([A-Za-z_][A-Za-z0-9_]*)\s*=";
    let read = r"(?:\$env:|\$\{env:|\bprocess\.env\.|\benviron(?:\.get)?[\[(]\s*['\x22]|\bgetenv\(\s*['\x22]|\benv\.get\(\s*['\x22]|\bsetx\s+)([A-Za-z_][A-Za-z0-9_]*)";
    Regex::new(&format!("(?-u){assigned}|{read}")).expect("a constant pattern")
});

/// Lower-case proxy names where they are back-ticked or assigned.
static PROXIES: LazyLock<Regex> =
    LazyLock::new(|| Regex::new(r"(?-u)\b((?:https?|ftp|all|no)_proxy)(?:[`'\x22\s]*[=:]|`|</code>)").expect("a constant pattern"));

/// Letters, digits and underscores, not beginning with a digit; two characters at least.
pub fn is_name(word: &str) -> bool {
    let plain = word.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'_');
    plain
        && (2..=NAME_MAX).contains(&word.len())
        && !word.as_bytes()[0].is_ascii_digit()
        && word.bytes().any(|byte| byte.is_ascii_alphabetic())
}

pub fn scan(text: &Text, urls: &[Range<usize>], declared: &mut Declarations) {
    for found in SPELT_OUT.captures_iter(&text.body) {
        let name = found.get(1).or_else(|| found.get(2)).expect("one of the two always takes part");
        if is_name(name.as_str()) {
            declared.add_env(name.as_str(), text.place(name.range()), EnvMentionKind::Command);
        }
    }
    for found in PROXIES.captures_iter(&text.body) {
        let name = found.get(1).expect("the group always takes part");
        declared.add_env(name.as_str(), text.place(name.range()), EnvMentionKind::Named);
    }
    let tables = variable_tables(text);
    let mut urls = urls.iter().peekable();
    for found in CAPITALS.find_iter(&text.body) {
        // Nearly all of them are the first letters of ordinary words.
        if found.len() < 2 || text.body.as_bytes().get(found.end()).is_some_and(u8::is_ascii_lowercase) {
            continue;
        }
        while urls.next_if(|url| url.end <= found.start()).is_some() {}
        let in_url = urls.peek().is_some_and(|url| url.contains(&found.start()));
        let range = without_emphasis(found.as_str(), found.range());
        let name = text.body[range.clone()].replace('\\', "");
        let neighbours = Neighbours { body: &text.body, range: range.clone() };
        if in_url || !is_name(&name) {
            continue;
        }
        let in_table = || contains(&tables, found.start()) && neighbours.in_first_cell();
        if let Some(kind) = kind_of(&name, &neighbours, in_table) {
            declared.add_env(&name, text.place(range), kind);
        }
    }
}

/// `_ACME_TOKEN_` is Markdown for an emphasised `ACME_TOKEN`.
fn without_emphasis(word: &str, range: Range<usize>) -> Range<usize> {
    let is_emphasis = word.len() > 2 && word.starts_with('_') && word.ends_with('_');
    if is_emphasis { range.start + 1..range.end - 1 } else { range }
}

/// How a word in capitals names a variable, if it does.
fn kind_of(name: &str, neighbours: &Neighbours<'_>, in_table: impl Fn() -> bool) -> Option<EnvMentionKind> {
    // `ACME_` and `<NAME>_KEY` speak of a family of names, and name none.
    let is_part = name.ends_with('_') || (name.starts_with('_') && !neighbours.is_expanded() && neighbours.follows_placeholder());
    if is_part || !neighbours.is_whole_word() || name.starts_with("YOUR_") {
        return None;
    }
    if neighbours.is_expanded() || neighbours.follows_env_flag() {
        return Some(EnvMentionKind::Command);
    }
    if neighbours.is_assigned() {
        return Some(EnvMentionKind::Config);
    }
    let has_underscore = name.trim_matches('_').contains('_');
    if neighbours.is_value() || (!has_underscore && NO_VARIABLES.contains(&name)) {
        return None;
    }
    if neighbours.is_back_ticked() || in_table() {
        return Some(EnvMentionKind::Named);
    }
    (has_underscore && !neighbours.is_placeholder()).then_some(EnvMentionKind::Prose)
}

/// What stands around a word.
struct Neighbours<'a> {
    body: &'a str,
    range: Range<usize>,
}

impl Neighbours<'_> {
    fn before(&self) -> &str {
        // Enough for the longest form looked for.
        &self.body[self.body.floor_char_boundary(self.range.start.saturating_sub(24))..self.range.start]
    }

    fn after(&self) -> &str {
        &self.body[self.range.end..self.body.floor_char_boundary(self.range.end + 16)]
    }

    /// Not a piece of an identifier, a path, a file name, a member or a call.
    fn is_whole_word(&self) -> bool {
        let mut before = self.before().chars().rev();
        let cut_before = match before.next() {
            Some('-') => before.next().is_some_and(|c| c.is_alphanumeric()),
            Some('/') => before.next().is_some_and(|c| !c.is_ascii_uppercase() && c != '`'),
            Some('.' | '\\' | '@' | '#') => true,
            Some('_') => before.next().is_some_and(|c| c.is_alphanumeric() || c == '\\'),
            Some(c) => c.is_alphanumeric(),
            None => false,
        };
        let mut after = self.after().chars();
        let cut_after = match after.next() {
            Some('.') => after.next().is_some_and(char::is_alphanumeric),
            Some('/') => after.next().is_some_and(|c| !c.is_ascii_uppercase() && c != '`'),
            Some('-') => after.next().is_some_and(char::is_alphanumeric),
            Some('(') => true,
            Some(c) => c.is_alphanumeric(),
            None => false,
        };
        !cut_before && !cut_after
    }

    /// `$K`, `${K}`, `${K:-default}`, `%K%`.
    fn is_expanded(&self) -> bool {
        let (before, after) = (self.before(), self.after());
        before.ends_with('$') || before.ends_with("${") || (before.ends_with('%') && after.starts_with('%'))
    }

    /// `-e K`, `--env K`, `"-e", "K"`.
    fn follows_env_flag(&self) -> bool {
        let before = self.before().trim_end_matches(['"', '\'', ',', ' ', '\n', '\r', '\t', '=', '[', '-']);
        let flag = before.strip_suffix("-e").or_else(|| before.strip_suffix("--env"));
        let between = &self.before()[before.len()..];
        flag.is_some_and(|rest| rest.is_empty() || rest.ends_with([' ', '"', '\'', '\n', '\t', '`'])) && between.contains([' ', '=', ','])
    }

    /// `K=V`, in a line of its own or within a command.
    fn is_assigned(&self) -> bool {
        let after = self.after().as_bytes();
        let starts = self.before().chars().next_back().is_none_or(|c| c.is_whitespace() || "\"'`({[,;|>".contains(c));
        starts && after.first() == Some(&b'=') && after.get(1) != Some(&b'=')
    }

    /// The right side of an assignment, or of a key in quotes: a value, not a name.
    fn is_value(&self) -> bool {
        let before = self.before();
        let Some(unquoted) = before.strip_suffix(['"', '\'']) else { return before.ends_with('=') };
        let Some(key) = unquoted.trim_end().strip_suffix([':', '=']) else { return false };
        // `{"name": "ACME_TOKEN"}` lists a variable.
        !NAMING_KEYS.iter().any(|naming| key.trim_end_matches(['"', '\'', ' ']).ends_with(naming))
    }

    fn is_back_ticked(&self) -> bool {
        let (before, after) = (self.before(), self.after());
        (before.ends_with('`') && after.starts_with('`')) || (before.ends_with("<code>") && after.starts_with("</code>"))
    }

    /// `<ACME_TOKEN>`: put yours here.
    fn is_placeholder(&self) -> bool {
        self.before().ends_with('<') && self.after().starts_with('>')
    }

    fn follows_placeholder(&self) -> bool {
        self.before().ends_with(['>', '}', ']', '*', '`', '.'])
    }

    fn in_first_cell(&self) -> bool {
        let before = self.before();
        let cell = before.rsplit('\n').next().unwrap_or(before).trim_start();
        before.contains('\n') && cell.trim_end_matches(['*', '`', ' ']) == "|"
    }
}

/// Ranges of tables whose heading speaks of variables.
fn variable_tables(text: &Text) -> Vec<Range<usize>> {
    let mut tables: Vec<Range<usize>> = Vec::new();
    let mut heading: Option<&str> = None;
    for (at, line) in text.lines() {
        let row = line.trim();
        if !row.starts_with('|') {
            heading = None;
        } else if let Some(heading) = heading {
            if let Some(table) = tables.last_mut().filter(|table| table.end + 2 >= at && speaks_of_variables(heading)) {
                table.end = at + line.len();
            }
        } else {
            heading = Some(row);
            if speaks_of_variables(row) {
                tables.push(at..at + line.len());
            }
        }
    }
    tables
}

fn speaks_of_variables(heading: &str) -> bool {
    let heading = heading[..heading.floor_char_boundary(400)].to_ascii_lowercase();
    heading.contains("variable") || heading.contains("env")
}

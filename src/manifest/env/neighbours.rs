//! What stands around a word in capitals, and what that makes of it.

use std::ops::Range;

use super::context::{Context, speaks_of_variables};
use super::denied::is_denied;
use super::words::is_error_code;

/// Of a line so many bytes on either side are looked at.
const LINE_REACH: usize = 200;

/// Keys whose value is a name: in pieces of server.json and of client extensions.
const NAMING_KEYS: [&str; 6] = ["name", "envVar", "env_var", "variable", "key", "env"];

/// A letter or digit of a script that puts blanks between words.
fn is_letter(c: char) -> bool {
    c.is_alphanumeric() && c < '\u{2e80}'
}

fn is_plain(c: char) -> bool {
    c.is_ascii_alphanumeric() || c == '_'
}

/// `ACME_TOKEN`: nothing but a variable or a constant is written like this.
pub fn is_long_name(word: &str) -> bool {
    let parts = word.trim_matches('_').split('_');
    word.contains('_')
        && parts.clone().count() > 1
        && parts.flat_map(str::bytes).all(|byte| byte.is_ascii_uppercase() || byte.is_ascii_digit())
}

/// What stands around a word.
pub struct Neighbours<'a> {
    pub body: &'a str,
    pub range: Range<usize>,
    pub context: &'a Context,
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
    pub fn is_whole_word(&self) -> bool {
        let mut before = self.before().chars().rev();
        let cut_before = match before.next() {
            Some('-') => before.next().is_some_and(is_letter),
            Some('/') => before.next().is_some_and(|c| !c.is_ascii_uppercase() && c != '`'),
            Some('.' | '\\' | '@' | '#') => true,
            Some('_') => before.next().is_some_and(|c| is_letter(c) || c == '\\'),
            Some(c) => is_letter(c),
            None => false,
        };
        let mut after = self.after().chars();
        let cut_after = match after.next() {
            Some('.') => after.next().is_some_and(is_letter),
            Some('/') => after.next().is_some_and(|c| !c.is_ascii_uppercase() && c != '`'),
            Some('-') => after.next().is_some_and(is_letter),
            Some('(') => true,
            Some(c) => is_letter(c),
            None => false,
        };
        !cut_before && !cut_after
    }

    /// `$K`, `${K}`, `${K:-default}`, `%K%`.
    pub fn is_expanded(&self) -> bool {
        let (before, after) = (self.before(), self.after());
        before.ends_with('$') || before.ends_with("${") || (before.ends_with('%') && after.starts_with('%'))
    }

    /// `-e K`, `--env K`, `"-e", "K"`.
    pub fn follows_env_flag(&self) -> bool {
        let before = self.before().trim_end_matches(['"', '\'', ',', ' ', '\n', '\r', '\t', '=', '[', '-']);
        let flag = before.strip_suffix("-e").or_else(|| before.strip_suffix("--env"));
        let between = &self.before()[before.len()..];
        flag.is_some_and(|rest| rest.is_empty() || rest.ends_with([' ', '"', '\'', '\n', '\t', '`'])) && between.contains([' ', '=', ','])
    }

    /// `K=V`, in a line of its own or within a command.
    pub fn is_assigned(&self) -> bool {
        let after = self.after().as_bytes();
        let starts = self.before().chars().next_back().is_none_or(|c| c.is_whitespace() || "\"'`({[,;|>".contains(c));
        starts && after.first() == Some(&b'=') && after.get(1) != Some(&b'=')
    }

    /// The right side of an assignment, or of a key in quotes: a value, not a name.
    pub fn is_value(&self) -> bool {
        let before = self.before();
        let Some(unquoted) = before.strip_suffix(['"', '\'']) else { return before.ends_with('=') };
        let Some(key) = unquoted.trim_end().strip_suffix([':', '=']) else { return false };
        // `{"name": "ACME_TOKEN"}` lists a variable.
        !NAMING_KEYS.iter().any(|naming| key.trim_end_matches(['"', '\'', ' ']).ends_with(naming))
    }

    pub fn is_back_ticked(&self) -> bool {
        let (before, after) = (self.before(), self.after());
        (before.ends_with('`') && after.starts_with('`')) || (before.ends_with("<code>") && after.starts_with("</code>"))
    }

    /// `<ACME_TOKEN>`: put yours here.
    pub fn is_placeholder(&self) -> bool {
        self.before().ends_with('<') && self.after().starts_with('>')
    }

    pub fn follows_placeholder(&self) -> bool {
        self.before().ends_with(['>', '}', ']', '*', '`', '.'])
    }

    pub fn in_first_cell(&self) -> bool {
        let before = self.before();
        let cell = before.rsplit('\n').next().unwrap_or(before).trim_start();
        let begins = before.contains('\n') || before.len() == self.range.start;
        let cell = cell.trim_end_matches(['*', '`', ' ']);
        begins && (cell == "|" || (cell.is_empty() && self.after().trim_start_matches(['*', '`', ' ']).starts_with('|')))
    }

    /// `%EF%B8%8F` in an address.
    pub fn is_encoded(&self) -> bool {
        self.before().ends_with('%') && self.range.len() == 2
    }

    /// A single word that is what its line is about, or stands where the text speaks of variables.
    pub fn is_explained(&self) -> bool {
        let line = self.line();
        if line.trim_start().starts_with('|') || line.contains(" | ") {
            return self.in_first_cell() && self.context.in_section(self.range.start);
        }
        self.begins_definition() || self.is_about_variables() || self.has_company()
    }

    /// A longer name stands on the same line.
    fn has_company(&self) -> bool {
        self.line().split(|c: char| !is_plain(c)).any(|word| is_long_name(word) && !is_error_code(word))
    }

    pub fn is_about_variables(&self) -> bool {
        self.context.in_section(self.range.start) || self.context.in_table(self.range.start) || speaks_of_variables(self.line())
    }

    /// ``- **`PORT`**: the port``, ``### `PORT` ``.
    fn begins_definition(&self) -> bool {
        let before = self.before();
        let start = before.rsplit('\n').next().unwrap_or(before);
        let is_start = before.contains('\n') || before.len() == self.range.start;
        let only_marks = start.chars().all(|c| c.is_ascii_digit() || " \t-*+•#.)>`_".contains(c));
        let after = self.after().trim_start_matches(['`', '*', '_', ' ']);
        is_start && only_marks && (after.is_empty() || after.starts_with([':', '：', '(', '（', '-', '–', '—', '\n', '\r']))
    }

    /// The text says that it is gone or not read.
    pub fn is_denied(&self) -> bool {
        self.context.may_ask() && is_denied(self.body, self.range.start, self.range.end)
    }

    /// The line, as far as it is near.
    fn line(&self) -> &str {
        let start = self.body.floor_char_boundary(self.range.start.saturating_sub(LINE_REACH));
        let end = self.body.floor_char_boundary(self.range.end + LINE_REACH);
        let start = self.body[start..self.range.start].rfind('\n').map_or(start, |at| start + at + 1);
        let end = self.body[self.range.end..end].find('\n').map_or(end, |at| self.range.end + at);
        &self.body[start..end]
    }
}

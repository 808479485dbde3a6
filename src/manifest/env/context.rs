//! Where a document speaks of variables: sections by their headings, tables by their first row, and lines by their own words.

use std::cell::Cell;
use std::ops::Range;

use crate::manifest::text::{Text, contains};

use super::neighbours::is_long_name;

/// More of a line than this is not looked at.
const LINE_MAX: usize = 400;

const QUESTIONS_MAX: u32 = 20_000;

/// Headings and rows below which single words may be variables.
const OF_VARIABLES: [&str; 9] = ["variable", "env", "umgebung", "entorno", "environnement", "环境", "環境", "환경", "переменн"];
const OF_SETTINGS: [&str; 6] = ["config", "setting", "option", "setup", "配置", "設定"];

pub struct Context {
    tables: Vec<Range<usize>>,
    sections: Vec<Range<usize>>,
    /// Questions left that cost more than a look.
    questions: Cell<u32>,
}

impl Context {
    pub fn of(text: &Text) -> Self {
        Self { tables: tables(text), sections: sections(text), questions: Cell::new(QUESTIONS_MAX) }
    }

    /// Whether one more dear question may be asked; a document with more names than anybody reads gets no more answers.
    pub fn may_ask(&self) -> bool {
        let left = self.questions.get();
        self.questions.set(left.saturating_sub(1));
        left > 0
    }

    pub fn in_table(&self, at: usize) -> bool {
        contains(&self.tables, at)
    }

    pub fn in_section(&self, at: usize) -> bool {
        contains(&self.sections, at)
    }
}

pub fn speaks_of_variables(line: &str) -> bool {
    speaks(line, &OF_VARIABLES)
}

fn speaks(line: &str, words: &[&str]) -> bool {
    let line = line[..line.floor_char_boundary(LINE_MAX)].to_lowercase();
    words.iter().any(|word| line.contains(word))
}

/// Tables whose heading speaks of variables, or whose rows begin with such names; the bars at the edges may be missing.
fn tables(text: &Text) -> Vec<Range<usize>> {
    let mut tables: Vec<(Range<usize>, bool)> = Vec::new();
    let mut is_open = false;
    for (at, line) in text.lines() {
        let is_row = line.trim_start().starts_with('|') || (line.contains(" | ") && !line.trim_start().starts_with(['#', '-', '*', '>']));
        if !is_row {
            is_open &= is_rule(line);
            continue;
        }
        if !is_open {
            tables.push((at..at, speaks_of_variables(line)));
            is_open = true;
        }
        if let Some((range, is_ours)) = tables.last_mut() {
            range.end = at + line.len();
            *is_ours = *is_ours || begins_with_name(line);
        }
    }
    tables.into_iter().filter_map(|(range, is_ours)| is_ours.then_some(range)).collect()
}

/// ``| `ACME_TOKEN` | …``
fn begins_with_name(row: &str) -> bool {
    row.trim_start_matches(['|', ' ', '`', '*']).split(['|', ' ', '`', '*']).next().is_some_and(is_long_name)
}

/// `--- | ---`
fn is_rule(line: &str) -> bool {
    line.contains('-') && line.len() <= LINE_MAX && line.chars().all(|c| "-|: +=".contains(c))
}

/// What stands below a heading about variables or settings, down to the next heading of the same level.
fn sections(text: &Text) -> Vec<Range<usize>> {
    let mut sections: Vec<Range<usize>> = Vec::new();
    // The level of the heading that opened a section of ours.
    let mut open: Option<usize> = None;
    let (mut in_code, mut before) = (false, "");
    for (at, line) in text.lines() {
        if line.trim_start().starts_with("```") {
            in_code = !in_code;
        }
        if let Some((level, title)) = heading(line, before).filter(|_| !in_code) {
            if open.is_some_and(|above| level <= above) {
                open = None;
            }
            if open.is_none() && (speaks(title, &OF_VARIABLES) || speaks(title, &OF_SETTINGS)) {
                open = Some(level);
                sections.push(at..at);
            }
        }
        if let Some(section) = sections.last_mut().filter(|_| open.is_some()) {
            section.end = at + line.len() + 1;
        }
        before = line;
    }
    sections
}

/// Level and text of `## Settings`, of `== Settings`, and of a line with another one under it that is drawn.
fn heading<'l>(line: &'l str, before: &'l str) -> Option<(usize, &'l str)> {
    for mark in ['#', '='] {
        let title = line.trim_start_matches(mark);
        let level = line.len() - title.len();
        if (1..=6).contains(&level) && title.starts_with(' ') {
            return Some((level, title));
        }
    }
    let drawn = line.trim_end();
    let mark = drawn.chars().next().filter(|mark| "=-~^".contains(*mark))?;
    let is_drawn = drawn.len() >= 3 && drawn.len() <= LINE_MAX && drawn.chars().all(|c| c == mark) && !before.trim().is_empty();
    is_drawn.then(|| ("=-~^".find(mark).unwrap_or(0) + 1, before))
}

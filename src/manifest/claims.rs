//! What documents state: the sentences of their running text, each with the headings that it stands under. What a sentence
//! promises is for others to say.

use std::ops::Range;
use std::sync::LazyLock;

use regex::Regex;

use super::declared::{Declarations, Statement};
use super::text::{Text, contains};
use crate::model::{Location, RelPath};

/// Bytes of a sentence; a longer one is no statement but a list or a broken document.
const SENTENCE_MAX: usize = 600;
/// Bytes of a paragraph that are looked at.
const PARAGRAPH_MAX: usize = 16 << 10;
/// Headings above a sentence; Markdown knows six levels, and a `<summary>` is one more.
const LEVELS: usize = 7;

static IMAGE: LazyLock<Regex> = LazyLock::new(|| pattern(r"!\[[^\]]*\]\([^)]*\)"));
static LINK: LazyLock<Regex> = LazyLock::new(|| pattern(r"\[([^\]]*)\](?:\([^)]*\)|\[[^\]]*\])"));
static TAG: LazyLock<Regex> = LazyLock::new(|| pattern(r"</?[A-Za-z][^>]*>"));
static ITEM: LazyLock<Regex> = LazyLock::new(|| pattern(r"^\s*(?:[-*+•]|\d{1,3}[.)])\s+"));
static TAG_HEADING: LazyLock<Regex> = LazyLock::new(|| pattern(r"(?i)<h([1-6])[^>]*>(.*?)</h[1-6]>"));

fn pattern(text: &str) -> Regex {
    Regex::new(text).expect("a constant pattern")
}

/// The sentences of a document that speaks for the whole package.
pub(super) fn prose(text: &Text, fences: &[Range<usize>], declared: &mut Declarations) {
    if speaks_for_all(&text.path) {
        let mut reader = Reader { text, declared, headings: Default::default(), block: Block::default(), in_list: false };
        for (at, line) in text.lines() {
            if !contains(fences, at) {
                reader.line(at, line);
            }
        }
        reader.flush();
    }
}

/// A description in a manifest: every sentence is about the package.
pub(super) fn description(written: &str, location: &Location, declared: &mut Declarations) {
    let written = &written[..written.floor_char_boundary(PARAGRAPH_MAX)];
    for range in sentences(written) {
        add(&written[range], String::new(), location.clone(), declared);
    }
}

/// The README, what is said of privacy and security, and Python's METADATA. Other documents tell of parts, plans and the past.
fn speaks_for_all(path: &RelPath) -> bool {
    let name = path.file_name().to_ascii_lowercase();
    let stem = name.rsplit_once('.').map_or(name.as_str(), |(stem, _)| stem.trim_end_matches(".en"));
    match stem {
        "readme" => path.depth() == 1,
        "privacy" | "security" | "description" => path.depth() <= 2,
        "metadata" | "pkg-info" => true,
        _ => false,
    }
}

/// Lines that belong together.
#[derive(Default)]
struct Block {
    text: String,
    /// For each line, where it begins here and in the document.
    lines: Vec<(usize, usize)>,
}

struct Reader<'a> {
    text: &'a Text,
    declared: &'a mut Declarations,
    headings: [String; LEVELS],
    block: Block,
    in_list: bool,
}

impl Reader<'_> {
    fn line(&mut self, at: usize, line: &str) {
        let trimmed = line.trim_start_matches(['>', ' ', '\t']).trim_end();
        if trimmed.is_empty() {
            return self.flush();
        }
        let level = trimmed.bytes().take_while(|byte| *byte == b'#').count();
        if (1..LEVELS).contains(&level) && trimmed[level..].starts_with([' ', '\t']) {
            return self.heading(level, &trimmed[level..]);
        }
        if let Some(level) = underlines(trimmed).filter(|_| self.block.lines.len() == 1) {
            let title = std::mem::take(&mut self.block).text;
            return self.heading(level, &title);
        }
        if let Some(found) = TAG_HEADING.captures(trimmed) {
            let level = found[1].parse().unwrap_or(1);
            return self.heading(level, &found[2]);
        }
        if trimmed.contains("</details>") {
            self.flush();
            self.headings[LEVELS - 1].clear();
        } else if let Some((_, summary)) = trimmed.split_once("<summary>") {
            self.heading(LEVELS, summary);
        } else if trimmed.starts_with("+-") || trimmed.matches('|').count() > 1 {
            self.flush();
        } else {
            self.words(at, line, trimmed);
        }
    }

    fn words(&mut self, at: usize, line: &str, trimmed: &str) {
        let is_item = ITEM.is_match(line) || ITEM.is_match(trimmed);
        if is_item {
            self.flush();
            self.in_list = true;
        }
        let is_indented = line.starts_with("    ") || line.starts_with('\t');
        if self.block.lines.is_empty() {
            if is_indented && !is_item && !self.in_list {
                return;
            }
            self.in_list = is_item || (self.in_list && is_indented);
        }
        let words = ITEM.find(trimmed).map_or(trimmed, |item| &trimmed[item.end()..]);
        if self.block.text.len() + words.len() < PARAGRAPH_MAX {
            let start = at + line.len() - line.trim_start_matches(['>', ' ', '\t']).len() + trimmed.len() - words.len();
            self.block.text.push_str(if self.block.text.is_empty() { "" } else { " " });
            self.block.lines.push((self.block.text.len(), start));
            self.block.text.push_str(words);
        }
    }

    fn heading(&mut self, level: usize, title: &str) {
        self.flush();
        self.in_list = false;
        self.headings[level - 1..].iter_mut().for_each(String::clear);
        self.headings[level - 1] = plain(title.trim_end_matches('#'));
    }

    /// Ends a paragraph: its sentences become statements.
    fn flush(&mut self) {
        let block = std::mem::take(&mut self.block);
        // The title is the package's name, which says nothing about the part.
        let headings: Vec<&str> = self.headings[1..].iter().map(String::as_str).filter(|heading| !heading.is_empty()).collect();
        let headings = headings.join(" / ");
        for range in sentences(&block.text) {
            let place = self.text.place(block.at(range.start)..block.at(range.end));
            add(&block.text[range], headings.clone(), place, self.declared);
        }
    }
}

impl Block {
    /// Where a byte of the block stands in the document.
    fn at(&self, byte: usize) -> usize {
        let line = self.lines.partition_point(|(start, _)| *start <= byte).saturating_sub(1);
        self.lines.get(line).map_or(0, |(start, at)| at + byte.saturating_sub(*start))
    }
}

fn add(written: &str, headings: String, location: Location, declared: &mut Declarations) {
    let text = plain(written);
    // A question states nothing, and a line that ends in a colon tells what follows.
    if text.len() <= SENTENCE_MAX && text.contains(' ') && !text.ends_with(['?', ':']) {
        declared.add_statement(Statement { text, headings, location });
    }
}

/// `=====` or `-----` below a heading, as a level.
fn underlines(line: &str) -> Option<usize> {
    let mark = line.chars().next().filter(|c| "=-~^".contains(*c))?;
    (line.len() >= 3 && line.chars().all(|c| c == mark)).then_some(if mark == '=' { 1 } else { 2 })
}

/// Where each sentence stands: a full stop ends one where a blank follows, whatever brackets and marks close in between.
fn sentences(text: &str) -> Vec<Range<usize>> {
    let (mut found, mut start, mut ends) = (Vec::new(), 0, false);
    for (at, c) in text.char_indices() {
        if c.is_whitespace() && ends && !is_abbreviation(&text[start..at]) {
            found.push(start..at);
            start = at + c.len_utf8();
        }
        ends = matches!(c, '.' | '!' | '?') || (ends && "*_)\"'”’]".contains(c));
    }
    found.push(start..text.len());
    found.retain(|range| !text[range.clone()].trim().is_empty());
    found
}

fn is_abbreviation(before: &str) -> bool {
    let end = before[before.floor_char_boundary(before.len().saturating_sub(6))..].to_ascii_lowercase();
    ["e.g.", "i.e.", "etc.", "vs.", "incl."].iter().any(|abbreviation| end.ends_with(abbreviation))
}

/// Without marks, links and tags; back-ticks stay, since what stands in them is a name.
fn plain(written: &str) -> String {
    let text = IMAGE.replace_all(written, "");
    let text = LINK.replace_all(&text, "$1");
    let text = TAG.replace_all(&text, "");
    let mut out = String::new();
    for c in text.chars() {
        match c {
            '*' | '\u{fe0f}' | '\u{200d}' => {}
            '’' | '‘' => out.push('\''),
            '—' | '–' => out.push_str(" - "),
            '‐' | '‑' => out.push('-'),
            c if c.is_whitespace() => out.push(' '),
            c if c.is_alphanumeric() || c.is_ascii() || c.is_alphabetic() => out.push(c),
            c if out.is_empty() && !c.is_ascii() => {}
            c => out.push(c),
        }
    }
    let words: Vec<&str> = out.split_whitespace().map(unmarked).collect();
    words.join(" ").trim_start_matches(|c: char| !c.is_alphanumeric() && c != '`').to_owned()
}

/// `_word_` and `__word__` are marks, `snake_case` is not.
fn unmarked(word: &str) -> &str {
    word.trim_start_matches('_').trim_end_matches('_')
}

#[cfg(test)]
mod tests {
    use super::*;

    fn statements(body: &str) -> Vec<(String, String, u32)> {
        let text = Text::new(RelPath::new("README.md").unwrap(), body.to_owned(), 1);
        let mut declared = Declarations::default();
        prose(&text, &[], &mut declared);
        declared.statements.into_iter().map(|one| (one.text, one.headings, one.location.start_line)).collect()
    }

    #[test]
    fn sentences_are_read_without_their_marks_and_with_their_headings() {
        let body = "# Acme\n\nNotes for **everyone**. It has [no\ntelemetry](https://a.example/x).\n\n## Privacy\n\n- 🔒 **Local.** Nothing else, e.g. clouds.\n- Really?\n";
        let wanted = [("Notes for everyone.", "", 3), ("It has no telemetry.", "", 3), ("Nothing else, e.g. clouds.", "Privacy", 8)];
        assert_eq!(statements(body), wanted.map(|(text, headings, line)| (text.to_owned(), headings.to_owned(), line)));
    }

    #[test]
    fn tables_and_indented_code_state_nothing() {
        assert!(statements("| a b | c |\n|---|---|\n| no telemetry | x |\n").is_empty());
        assert!(statements("Acme\n====\n\n    no telemetry here\n").is_empty());
    }

    #[test]
    fn a_list_goes_on_over_indented_lines_and_details_are_a_part() {
        let body = "- one thing\n    and its end\n\n<details>\n<summary>read_file tool</summary>\n\nIt reads things.\n\n</details>\n\nAll of it.\n";
        let wanted = [("one thing and its end", ""), ("It reads things.", "read_file tool"), ("All of it.", "")];
        let found: Vec<_> = statements(body).into_iter().map(|(text, headings, _)| (text, headings)).collect();
        assert_eq!(found, wanted.map(|(text, headings)| (text.to_owned(), headings.to_owned())));
    }

    #[test]
    fn documents_about_parts_and_the_past_do_not_speak_for_the_package() {
        let speaks = |path: &str| speaks_for_all(&RelPath::new(path).unwrap());
        assert!(["README.md", "readme.rst", "docs/PRIVACY.md", "acme-1.0.dist-info/METADATA"].iter().all(|path| speaks(path)));
        assert!(!["examples/README.md", "CHANGELOG.md", "docs/tools.md", "README.ja.md"].iter().any(|path| speaks(path)));
    }
}

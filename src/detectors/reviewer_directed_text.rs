use std::sync::LazyLock;

use aho_corasick::AhoCorasick;

use crate::detect::{Detector, Evidence, Findings};
use crate::model::{Category, Confidence, File, Location, Severity};
use crate::signatures::{Family, Told};
use crate::syntax::Language;

pub(super) static DETECTOR: Detector = Detector {
    id: "reviewer-directed-text",
    category: Category::ToolPoisoning,
    severity: Severity::High,
    confidence: Confidence::Medium,
    cwe: 1427,
    docs: include_str!("reviewer_directed_text.md"),
    check,
};

/// Some of these words stand in every text that speaks to a program that judges.
static ADDRESSEES: LazyLock<AhoCorasick> = LazyLock::new(|| {
    let words = [
        "reviewer",
        "scanner",
        "llm",
        "language model",
        "auditor",
        "analyzer",
        "analyser",
        "claude",
        "gpt",
        "copilot",
        "automated",
        "ai ",
        "static analy",
    ];
    AhoCorasick::builder().ascii_case_insensitive(true).build(words).expect("a few words make a small automaton")
});

/// Lines of a comment or a paragraph that are read together.
const MAX_LINES: usize = 14;
/// Longer lines are code or data.
const MAX_LINE: usize = 800;
/// Places of one file that are looked at.
const MAX_PLACES: usize = 200;
/// Of one package, so many are shown.
const MAX_FOUND: usize = 10;

fn check<'e>(evidence: Evidence<'e>, findings: &mut Findings<'e>) {
    let mut left = MAX_FOUND;
    for said in evidence.facts.said.iter().filter(|said| wants_a_judgement(&said.told)) {
        if left > 0 {
            left -= 1;
            findings.add(findings.at(said.place, message("a text", &said.text, &said.told)));
        }
    }
    for file in evidence.files() {
        let Some(kind) = kind_of(file) else { continue };
        if !ADDRESSEES.is_match(&*file.bytes) {
            continue;
        }
        let text = &(evidence.sources)(&file.path).text;
        for (line, passage) in passages(text, kind) {
            let told = evidence.signatures.instructions(&passage);
            if wants_a_judgement(&told) && left > 0 {
                left -= 1;
                let what = if kind == Kind::Prose { "a document" } else { "a comment" };
                findings.add(findings.on(Location::line(file.path.clone(), line), message(what, &passage, &told)));
            }
        }
    }
}

/// It speaks to whoever judges, and says what to think.
fn wants_a_judgement(told: &[Told]) -> bool {
    let has = |family: Family| told.iter().any(|told| told.family == family);
    has(Family::Judgement) && (has(Family::Addressed) || has(Family::Override))
}

fn message(what: &str, text: &str, told: &[Told]) -> String {
    let judgement = told.iter().find(|told| told.family == Family::Judgement);
    let at = judgement.map_or(0, |told| told.range.start);
    let start = text.floor_char_boundary(at.saturating_sub(60));
    let words: Vec<&str> = text[start..].split_whitespace().collect();
    let shown: String = words.join(" ").chars().take(160).collect();
    format!("{what} tells whoever judges the package what to conclude: “{shown}”")
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    Code,
    Prose,
}

fn kind_of(file: &File) -> Option<Kind> {
    let path = file.path.as_str();
    if path.split('/').any(|part| part == "node_modules") {
        return None;
    }
    let name = file.path.file_name().to_ascii_lowercase();
    let is_prose = name.starts_with("readme")
        || matches!(file.path.extension(), Some("md" | "mdx" | "rst" | "txt" | "adoc" | "mdc"))
        || matches!(name.as_str(), "metadata" | "pkg-info");
    if is_prose {
        return Some(Kind::Prose);
    }
    file.path.extension().and_then(Language::from_extension).map(|_| Kind::Code)
}

/// Comments and paragraphs around the words, each with the number of its first line.
fn passages(text: &str, kind: Kind) -> Vec<(u32, String)> {
    let mut found: Vec<(u32, String)> = Vec::new();
    let mut passage = String::new();
    let (mut first, mut lines) = (1, 0);
    for (number, line) in (1u32..).zip(text.lines()) {
        let words = (line.len() <= MAX_LINE).then(|| words_of(line, kind)).flatten();
        if let Some(words) = words
            && lines < MAX_LINES
        {
            if passage.is_empty() {
                (first, lines) = (number, 0);
            }
            passage.push_str(words);
            passage.push(' ');
            lines += 1;
            continue;
        }
        keep(&mut found, first, &mut passage);
        lines = 0;
        if let Some(words) = words {
            (first, lines) = (number, 1);
            passage.push_str(words);
            passage.push(' ');
        }
    }
    keep(&mut found, first, &mut passage);
    found
}

fn keep(found: &mut Vec<(u32, String)>, first: u32, passage: &mut String) {
    if passage.is_empty() {
        return;
    }
    if found.len() < MAX_PLACES && ADDRESSEES.is_match(&*passage) {
        found.push((first, passage.clone()));
    }
    passage.clear();
}

/// What a line of a paragraph or a comment says; a comment behind code counts as well.
fn words_of(line: &str, kind: Kind) -> Option<&str> {
    let trimmed = line.trim();
    let comment = match kind {
        Kind::Prose => Some(trimmed),
        Kind::Code if trimmed.starts_with(['#', '*']) || trimmed.starts_with("//") || trimmed.starts_with("/*") => Some(trimmed),
        Kind::Code => comment_in(trimmed),
    };
    comment.map(|words| words.trim_matches(['/', '*', '#', '!', '<', '>', '-', ' '])).filter(|words| !words.is_empty())
}

/// A comment behind code: ` // …`, `  # …`, `/* …`.
fn comment_in(line: &str) -> Option<&str> {
    let bytes = line.as_bytes();
    let begins = |at: &usize| {
        let (before, after) = bytes.split_at(*at);
        let in_script = before.ends_with(b" ") && after.starts_with(b"// ");
        let in_python = before.ends_with(b"  ") && after.starts_with(b"# ");
        in_script || in_python || after.starts_with(b"/* ")
    };
    memchr::memchr2_iter(b'/', b'#', bytes).find(begins).map(|at| &line[at..])
}

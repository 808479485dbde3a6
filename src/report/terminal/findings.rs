//! What a person should look at, worst first, each with the code it is about.

use annotate_snippets::{AnnotationKind, Level, Origin as Place, Renderer, Snippet};
use anstream::adapter::strip_str;

use super::sheet::{BOLD, PLAIN, Sheet};
use super::text::{count, place, short};
use crate::model::{Finding, Frame, Origin, Severity};
use crate::report::escape::escape_source;

pub(super) fn write(sheet: &mut Sheet, findings: &[Finding]) {
    sheet.heading(&format!("Findings: {}", tally(findings)));
    for alike in groups(findings) {
        let shown = if sheet.options.verbose { alike.len() } else { shown(alike[0].severity) };
        for finding in alike.iter().take(shown) {
            one(sheet, finding);
        }
        if let Some(hidden) = alike.get(shown..).filter(|hidden| !hidden.is_empty()) {
            folded(sheet, alike[0], hidden);
        }
    }
}

/// `1 high, 3 low`
fn tally(findings: &[Finding]) -> String {
    const WORST_FIRST: [Severity; 5] = [Severity::Critical, Severity::High, Severity::Medium, Severity::Low, Severity::Info];
    let number = |severity: Severity| findings.iter().filter(|finding| finding.severity == severity).count();
    let parts: Vec<String> = WORST_FIRST
        .into_iter()
        .map(|severity| (number(severity), severity))
        .filter(|(number, _)| *number > 0)
        .map(|(number, severity)| format!("{number} {severity}"))
        .collect();
    if parts.is_empty() { "none".to_owned() } else { parts.join(", ") }
}

/// Findings of one rule and severity together, in the order of their first ones.
fn groups(findings: &[Finding]) -> Vec<Vec<&Finding>> {
    let mut sorted: Vec<&Finding> = findings.iter().collect();
    sorted.sort_by(|a, b| a.sort_key().cmp(&b.sort_key()));
    let mut order = std::collections::HashMap::new();
    let mut groups: Vec<Vec<&Finding>> = Vec::new();
    for finding in sorted {
        let at = *order.entry((finding.severity, finding.rule.as_str())).or_insert(groups.len());
        match groups.get_mut(at) {
            Some(group) => group.push(finding),
            None => groups.push(vec![finding]),
        }
    }
    groups
}

/// How many of a kind are shown without `--verbose`.
fn shown(severity: Severity) -> usize {
    match severity {
        Severity::Critical | Severity::High => 3,
        Severity::Medium => 2,
        Severity::Low | Severity::Info => 1,
    }
}

fn folded(sheet: &mut Sheet, first: &Finding, hidden: &[&Finding]) {
    let files: std::collections::BTreeSet<&str> = hidden.iter().map(|finding| finding.location.path.as_str()).collect();
    let text = format!(
        "… {} more like this ({}) in {}; --verbose shows all",
        hidden.len(),
        short(&first.rule, 60),
        count(files.len(), "file", "files")
    );
    sheet.labelled("  ", PLAIN, &text);
}

fn one(sheet: &mut Sheet, finding: &Finding) {
    if !sheet.options.verbose && matches!(finding.severity, Severity::Low | Severity::Info) {
        brief(sheet, finding);
    } else {
        framed(sheet, finding);
    }
}

/// Two lines: little depends on it.
fn brief(sheet: &mut Sheet, finding: &Finding) {
    let label = format!("{}[{}]: ", finding.severity, short(&finding.rule, 60));
    let text = format!("{} ({})", short(&finding.message, 300), place(&finding.location));
    sheet.labelled(&label, BOLD, &text);
}

fn framed(sheet: &mut Sheet, finding: &Finding) {
    let code = Code::of(&finding.frame);
    let renderer = if sheet.options.color { Renderer::styled() } else { Renderer::plain() };
    let rule = short(&finding.rule, 60);
    let message = short(&finding.message, 500);
    let path = short(finding.location.path.as_str(), 200);
    let title = level(finding.severity).primary_title(message.as_ref()).id(rule.as_ref());
    // The place comes from the finding: a frame that was cut knows other columns.
    let place = Place::path(path.as_ref()).line(finding.location.start_line as usize).char_column(finding.location.start_column as usize);
    let group = title.element(place).elements(code.as_ref().map(Code::snippet));
    let group = [group.elements(notes(finding).into_iter().map(|(name, text)| Level::NOTE.with_name(name).message(text)))];
    let text = renderer.term_width(sheet.options.width).render(&group);
    // The renderer marks the step from a place to its code as if it were one between two files.
    for line in text.lines().filter(|line| strip_str(line).to_string().trim() != ":::") {
        sheet.line(line);
    }
    sheet.line("");
}

fn level(severity: Severity) -> Level<'static> {
    let level = match severity {
        Severity::Critical | Severity::High => Level::ERROR,
        Severity::Medium => Level::WARNING,
        Severity::Low | Severity::Info => Level::INFO,
    };
    level.with_name(severity.as_str())
}

/// What stands below the code: the way of the value, and what is known of the finding itself.
fn notes(finding: &Finding) -> Vec<(&'static str, String)> {
    let mut notes: Vec<(&'static str, String)> = Vec::new();
    for (at, step) in finding.trace.iter().enumerate() {
        let text = format!("{}. {} ({}:{})", at + 1, short(&step.message, 200), short(step.path.as_str(), 80), step.line);
        notes.push(("trace", text));
    }
    let mut facts = format!("{}", finding.confidence);
    if let Some(cwe) = finding.cwe {
        facts += &format!(", CWE-{cwe}");
    }
    match &finding.origin {
        Origin::Own => {}
        Origin::Bundled(package) => facts += &format!(", in bundled code of {}", short(package, 80)),
        Origin::Dependency(package) => facts += &format!(", in the dependency {}", short(package, 80)),
    }
    notes.push(("confidence", facts));
    notes
}

/// A frame that can be printed: escaped, few lines, a mark that fits.
struct Code {
    text: String,
    mark: std::ops::Range<usize>,
    first_line: usize,
}

/// Lines shown at most; enough for the marked line and its neighbours.
const LINES: usize = 7;
/// Frames come cut to a screen's width; a text of more bytes is none, and laying it out would take long.
const LONGEST: usize = 16 << 10;

impl Code {
    fn of(frame: &Frame) -> Option<Self> {
        if frame.text.trim().is_empty() || frame.text.len() > LONGEST {
            return None;
        }
        let (start, end) = frame.mark;
        let (text, mark) = escape_source(&frame.text, start..end.max(start));
        Some(Self { text, mark, first_line: frame.first_line.max(1) as usize }.cut())
    }

    /// Keeps the lines around the beginning of the mark.
    fn cut(self) -> Self {
        let breaks: Vec<usize> = self.text.match_indices('\n').map(|(at, _)| at).collect();
        if breaks.len() < LINES {
            return self;
        }
        let marked = breaks.partition_point(|at| *at < self.mark.start);
        let first = marked.saturating_sub(LINES / 2);
        let from = if first == 0 { 0 } else { breaks[first - 1] + 1 };
        let to = breaks.get(first + LINES - 1).copied().unwrap_or(self.text.len());
        let mark = self.mark.start.clamp(from, to) - from..self.mark.end.clamp(from, to) - from;
        Self { text: self.text[from..to].to_owned(), mark, first_line: self.first_line + first }
    }

    fn snippet(&self) -> Snippet<'_, annotate_snippets::Annotation<'_>> {
        Snippet::source(self.text.as_str())
            .line_start(self.first_line)
            .fold(false)
            .annotation(AnnotationKind::Primary.span(self.mark.clone()))
    }
}

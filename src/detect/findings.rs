//! Puts findings together, so that each has what every finding needs.

use crate::facts::Place;
use crate::model::{Confidence, Finding, Frame, Location, Origin, RelPath, Severity, Sha256, Step};

use super::{Detector, Evidence};

/// Longest snippet, in characters.
const MAX_SNIPPET: usize = 200;
/// Longest line of a code frame, in characters; longer ones are cut around the finding.
const MAX_LINE: usize = 160;

/// What one detector found so far.
pub struct Findings<'e> {
    detector: &'static Detector,
    evidence: Evidence<'e>,
    found: Vec<Finding>,
}

/// A finding in the making; it starts with the detector's own severity and confidence.
pub struct Draft {
    location: Location,
    place: Option<Place>,
    message: String,
    severity: Severity,
    confidence: Confidence,
    trace: Vec<Step>,
}

impl Draft {
    pub fn severity(mut self, severity: Severity) -> Self {
        self.severity = severity;
        self
    }

    pub fn confidence(mut self, confidence: Confidence) -> Self {
        self.confidence = confidence;
        self
    }

    pub fn step(mut self, location: &Location, message: impl Into<String>) -> Self {
        self.trace.push(Step { path: location.path.clone(), line: location.start_line, message: message.into() });
        self
    }
}

impl<'e> Findings<'e> {
    pub(super) fn new(detector: &'static Detector, evidence: Evidence<'e>) -> Self {
        Self { detector, evidence, found: Vec::new() }
    }

    /// A finding at an expression of the code.
    pub fn at(&self, place: Place, message: impl Into<String>) -> Draft {
        let mut draft = self.on(self.evidence.location(place), message);
        draft.place = Some(place);
        // What nothing reaches cannot do harm by itself: it is worth a line, not an alarm.
        if self.evidence.is_aside(place) {
            draft.severity = draft.severity.min(Severity::Low);
        }
        draft
    }

    /// A finding at a place that is no code: a manifest, an archive entry.
    pub fn on(&self, location: Location, message: impl Into<String>) -> Draft {
        let Detector { severity, confidence, .. } = *self.detector;
        Draft { location, place: None, message: message.into(), severity, confidence, trace: Vec::new() }
    }

    pub fn add(&mut self, draft: Draft) {
        let severity = match draft.place {
            Some(place) if self.evidence.is_aside(place) => draft.severity.min(Severity::Low),
            _ => draft.severity,
        };
        let text = (self.evidence.texts)(&draft.location.path);
        let snippet = snippet(&text, &draft.location);
        let function = draft.place.map(|place| self.function_name(place)).unwrap_or_default();
        self.found.push(Finding {
            rule: self.detector.id.to_owned(),
            category: self.detector.category,
            severity,
            confidence: draft.confidence,
            fingerprint: fingerprint(self.detector.id, &draft.location.path, &function, &snippet),
            frame: frame(&text, &draft.location),
            message: draft.message,
            location: draft.location.clone(),
            snippet,
            trace: draft.trace,
            cwe: Some(self.detector.cwe),
            origin: origin(&draft.location.path),
            artifact: self.evidence.artifact.to_owned(),
        });
    }

    pub(super) fn finish(self) -> Vec<Finding> {
        self.found
    }

    fn function_name(&self, place: Place) -> String {
        let module = self.evidence.program.module(place.unit);
        let function = module.function(module.enclosing_function(place.expr));
        function.name.map(|name| module.name(name).to_owned()).unwrap_or_default()
    }
}

/// `node_modules/<package>/…`, `third_party/…` and their like hold other people's code.
pub fn origin(path: &RelPath) -> Origin {
    let parts: Vec<&str> = path.as_str().split('/').collect();
    let at = parts
        .iter()
        .rposition(|part| matches!(*part, "node_modules" | "_vendor" | "_vendored" | "vendor" | "vendored" | "third_party" | "thirdparty"));
    let Some(at) = at else { return Origin::Own };
    match (parts.get(at + 1), parts.get(at + 2)) {
        (Some(scope), Some(name)) if scope.starts_with('@') => Origin::Bundled(format!("{scope}/{name}")),
        (Some(name), _) => Origin::Bundled(name.split('.').next().unwrap_or(name).to_owned()),
        (None, _) => Origin::Own,
    }
}

/// The marked code on one line, cut to [`MAX_SNIPPET`].
fn snippet(text: &str, location: &Location) -> String {
    let Some((start, end)) = range(text, location) else { return String::new() };
    let mut out = String::new();
    for word in text[start..end].split_whitespace() {
        if !out.is_empty() {
            out.push(' ');
        }
        out.push_str(word);
        if out.len() > MAX_SNIPPET * 4 {
            break;
        }
    }
    match out.char_indices().nth(MAX_SNIPPET) {
        Some((cut, _)) => format!("{}…", &out[..cut]),
        None => out,
    }
}

/// The byte range that a location marks; none when it does not lie in the text.
fn range(text: &str, location: &Location) -> Option<(usize, usize)> {
    let mut starts = std::iter::once(0).chain(memchr::memchr_iter(b'\n', text.as_bytes()).map(|at| at + 1));
    let first = starts.nth(location.start_line.checked_sub(1)? as usize)?;
    let last = match location.end_line.saturating_sub(location.start_line) {
        0 => first,
        lines => starts.nth(lines as usize - 1)?,
    };
    let start = first + location.start_column as usize - 1;
    let end = last + location.end_column as usize - 1;
    let line_end = |at: usize| memchr::memchr(b'\n', text.as_bytes().get(at..)?).map_or(Some(text.len()), |length| Some(at + length));
    // A location without columns means the whole line.
    let (start, end) = if (start, end) == (first, first) { (first, line_end(first)?) } else { (start, end) };
    (start <= end && text.is_char_boundary(start) && text.is_char_boundary(end)).then_some((start, end))
}

/// The lines of a finding with one before and one after, long ones cut around the mark.
fn frame(text: &str, location: &Location) -> Frame {
    let Some((start, end)) = range(text, location) else { return Frame::default() };
    let first_line = location.start_line.saturating_sub(1).max(1);
    let last_line = (location.start_line + 3).min(location.end_line) + 1;
    let mut out = Frame { first_line, ..Frame::default() };
    let mut at = 0;
    for (number, line) in (1..).zip(text.split_inclusive('\n')) {
        if number > last_line {
            break;
        }
        if number >= first_line {
            add_line(&mut out, line.trim_end_matches(['\n', '\r']), at, (start, end));
        }
        at += line.len();
    }
    out.text.truncate(out.text.trim_end_matches('\n').len().max(out.mark.1));
    out
}

fn add_line(out: &mut Frame, line: &str, at: usize, (start, end): (usize, usize)) {
    let (mut from, mut to) = (0, line.len());
    if line.chars().count() > MAX_LINE {
        let middle = start.saturating_sub(at).min(line.len());
        from = line.floor_char_boundary(middle.saturating_sub(MAX_LINE / 3));
        to = line.ceil_char_boundary((from + MAX_LINE).min(line.len()));
    }
    let base = out.text.len();
    out.text.push_str(&line[from..to]);
    // The part of the mark that lies in what is shown of this line.
    let marked = (start.max(at + from), end.min(at + to));
    if marked.0 < marked.1 || (start >= at && start <= at + line.len() && out.mark == (0, 0)) {
        let begin = base + marked.0.saturating_sub(at + from).min(to - from);
        let finish = base + marked.1.saturating_sub(at + from).min(to - from);
        out.mark = if out.mark == (0, 0) { (begin, finish.max(begin)) } else { (out.mark.0, finish.max(out.mark.0)) };
    }
    out.text.push('\n');
}

fn fingerprint(rule: &str, path: &RelPath, function: &str, snippet: &str) -> String {
    let plain: String = snippet.split_whitespace().collect();
    Sha256::of_parts([rule.as_bytes(), path.as_str().as_bytes(), function.as_bytes(), plain.as_bytes()]).to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn location(start: (u32, u32), end: (u32, u32)) -> Location {
        Location { path: RelPath::new("a.js").unwrap(), start_line: start.0, end_line: end.0, start_column: start.1, end_column: end.1 }
    }

    #[test]
    fn a_frame_shows_the_line_and_its_neighbours() {
        let frame = frame("one\ntwo(x)\nthree\nfour\n", &location((2, 5), (2, 6)));
        assert_eq!((frame.first_line, frame.text.as_str()), (1, "one\ntwo(x)\nthree"));
        assert_eq!(&frame.text[frame.mark.0..frame.mark.1], "x");
    }

    #[test]
    fn a_long_line_is_cut_around_the_mark() {
        let text = format!("{}MARK{}", "é".repeat(400), "b".repeat(400));
        let frame = frame(&text, &location((1, 801), (1, 805)));
        assert!(frame.text.chars().count() <= MAX_LINE + 2);
        assert_eq!(&frame.text[frame.mark.0..frame.mark.1], "MARK");
    }

    #[test]
    fn a_fingerprint_does_not_depend_on_white_space_or_lines() {
        let path = RelPath::new("a.js").unwrap();
        assert_eq!(fingerprint("r", &path, "f", "a (b)"), fingerprint("r", &path, "f", "a(b)"));
        assert_ne!(fingerprint("r", &path, "f", "a(b)"), fingerprint("r", &path, "g", "a(b)"));
    }
}

//! The code of a finding as it is shown: on one line, and in its place among the lines around it.

use crate::model::{Frame, Location};

use super::Source;

/// Longest snippet, in characters.
const MAX_SNIPPET: usize = 200;
/// Longest line of a code frame, in characters; longer ones are cut around the finding.
const MAX_LINE: usize = 160;

/// The marked code on one line, cut to [`MAX_SNIPPET`].
pub fn snippet(source: &Source<'_>, location: &Location) -> String {
    let Some((start, end)) = range(source, location) else { return String::new() };
    let mut out = String::new();
    for word in source.text[start..end].split_whitespace() {
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
fn range(source: &Source<'_>, location: &Location) -> Option<(usize, usize)> {
    let (first, last) = (source.line(location.start_line)?, source.line(location.end_line)?);
    let start = first + (location.start_column as usize).checked_sub(1)?;
    let end = last + (location.end_column as usize).checked_sub(1)?;
    // A location without columns means the whole line.
    let end = if (start, end) == (first, first) { first + source.line_text(location.start_line)?.len() } else { end };
    (start <= end && source.text.is_char_boundary(start) && source.text.is_char_boundary(end)).then_some((start, end))
}

/// The lines of a finding with one before and one after, long ones cut around the mark.
pub fn frame(source: &Source<'_>, location: &Location) -> Frame {
    let Some(mark) = range(source, location) else { return Frame::default() };
    let first_line = location.start_line.saturating_sub(1).max(1);
    let last_line = (location.start_line + 3).min(location.end_line) + 1;
    let mut out = Frame { first_line, ..Frame::default() };
    for number in first_line..=last_line {
        let (Some(at), Some(line)) = (source.line(number), source.line_text(number)) else { break };
        if number > first_line && at == source.text.len() {
            break;
        }
        add_line(&mut out, line, at, mark);
    }
    out.text.truncate(out.text.trim_end_matches('\n').len().max(out.mark.1));
    out
}

fn add_line(out: &mut Frame, line: &str, at: usize, (start, end): (usize, usize)) {
    let (mut from, mut to) = (0, line.len());
    if line.chars().nth(MAX_LINE).is_some() {
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::RelPath;

    fn source(text: &str) -> Source<'_> {
        Source::new(text.into())
    }

    fn location(start: (u32, u32), end: (u32, u32)) -> Location {
        Location { path: RelPath::new("a.js").unwrap(), start_line: start.0, end_line: end.0, start_column: start.1, end_column: end.1 }
    }

    #[test]
    fn a_frame_shows_the_line_and_its_neighbours() {
        let frame = frame(&source("one\ntwo(x)\nthree\nfour\n"), &location((2, 5), (2, 6)));
        assert_eq!((frame.first_line, frame.text.as_str()), (1, "one\ntwo(x)\nthree"));
        assert_eq!(&frame.text[frame.mark.0..frame.mark.1], "x");
    }

    #[test]
    fn a_long_line_is_cut_around_the_mark() {
        let text = format!("{}MARK{}", "é".repeat(400), "b".repeat(400));
        let frame = frame(&source(&text), &location((1, 801), (1, 805)));
        assert!(frame.text.chars().count() <= MAX_LINE + 2);
        assert_eq!(&frame.text[frame.mark.0..frame.mark.1], "MARK");
    }
}

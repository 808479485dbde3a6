use std::cmp::Reverse;

use crate::detect::{Detector, Evidence, Findings};
use crate::facts::Place;
use crate::facts::unseen::{Gap, gaps};
use crate::flow::UnitId;
use crate::model::{Category, Confidence, Severity};
use crate::syntax::Module;
use crate::syntax::ir::{Expr, ExprId};

pub(super) static DETECTOR: Detector = Detector {
    id: "off-screen-code",
    category: Category::Obfuscation,
    severity: Severity::High,
    confidence: Confidence::High,
    cwe: 506,
    docs: include_str!("off_screen_code.md"),
    check,
};

/// Between a gap and its statement: `;`, an opening bracket.
const MAX_SIGNS: usize = 4;
/// Lines behind a gap of empty ones: a payload at the end of a file is short.
const MAX_LINES: usize = 40;
/// Statements that do nothing grave are looked at this often in a file.
const MAX_PLAIN: usize = 64;
/// Functions that undo an encoding or reach others by name, in either language.
const SUSPECT: [&str; 8] = ["eval", "exec", "compile", "__import__", "getattr", "atob", "b64decode", "Function"];

fn check<'e>(evidence: Evidence<'e>, findings: &mut Findings<'e>) {
    for unit in evidence.program.ids() {
        let path = &evidence.program.unit(unit).path;
        let source = (evidence.sources)(path);
        let gaps = gaps(&source.text);
        if gaps.is_empty() {
            continue;
        }
        let outline = Outline::of(evidence, unit);
        let mut plain = 0;
        for gap in gaps {
            let Some((expr, severity)) = outline.judge(&gap, &source.text, &mut plain) else { continue };
            let lines = gap.lines > gap.columns;
            let how = if lines { format!("{} empty lines", gap.lines) } else { format!("{} blank columns", gap.columns) };
            let location = source.location(path, gap.end..line_end(&source.text, gap.end));
            let place = Some(Place { unit, expr });
            let draft = findings.within(place, location, format!("code stands behind {how}, where no window shows it"));
            findings.add_as_it_runs(draft.severity(severity));
        }
    }
}

/// What stands where in a file, each list in the order of the text.
struct Outline<'p> {
    module: &'p Module,
    /// Where expressions begin, wholes before their parts.
    starts: Vec<(u32, Reverse<ExprId>)>,
    /// Where calls begin that start, run, decode or contact something.
    grave: Vec<u32>,
    /// Texts, each with the farthest end so far.
    texts: Vec<(u32, u32)>,
}

impl<'p> Outline<'p> {
    fn of(evidence: Evidence<'p>, unit: UnitId) -> Self {
        let module = evidence.program.module(unit);
        let mut starts: Vec<(u32, Reverse<ExprId>)> = module.iter().map(|(id, _)| (module.span(id).start, Reverse(id))).collect();
        starts.sort_unstable();
        let calls = evidence.facts.calls.iter().filter(|call| call.place.unit == unit && (call.hidden || call.effect.acts()));
        let mut grave: Vec<u32> = calls.map(|call| evidence.span(call.place).start).collect();
        grave.extend(module.iter().filter(|(_, expr)| is_suspect(module, *expr)).map(|(id, _)| module.span(id).start));
        grave.sort_unstable();
        let is_text = |expr: Expr| matches!(expr, Expr::Str(_) | Expr::Concat(_) | Expr::Regex(_));
        let spans = module.iter().filter(|(_, expr)| is_text(*expr)).map(|(id, _)| module.span(id));
        let mut texts: Vec<(u32, u32)> = spans.map(|span| (span.start, span.end)).collect();
        texts.sort_unstable();
        let mut farthest = 0;
        for (_, end) in &mut texts {
            farthest = farthest.max(*end);
            *end = farthest;
        }
        Self { module, starts, grave, texts }
    }

    /// The code behind a gap, and how bad it is; none for texts, comments, tables of data and indented code that does nothing.
    fn judge(&self, gap: &Gap, text: &str, plain: &mut usize) -> Option<(ExprId, Severity)> {
        let is_sign = |byte: &u8| matches!(byte, b';' | b'(' | b',' | b'!' | b'&' | b'|' | b' ');
        let signs = text.as_bytes()[gap.end..].iter().take(MAX_SIGNS).take_while(|byte| is_sign(byte)).count();
        let expr = self.begun_between(gap.end, gap.end + signs)?;
        if self.lies_in_text(gap) || !stands_apart(text, gap) {
            return None;
        }
        let to = if gap.lines > gap.columns { text.len() } else { line_end(text, gap.end) };
        let next = self.grave.partition_point(|start| (*start as usize) < gap.end);
        if self.grave.get(next).is_some_and(|start| (*start as usize) < to) {
            return Some((expr, Severity::Critical));
        }
        let is_statement = gap.is_within_line && matches!(self.module.expr(expr), Expr::Call(..) | Expr::Assign(..));
        if !is_statement || *plain >= MAX_PLAIN {
            return None;
        }
        *plain += 1;
        (!self.is_data(gap)).then_some((expr, Severity::Medium))
    }

    /// The largest of the expressions that begin first in a range.
    fn begun_between(&self, from: usize, to: usize) -> Option<ExprId> {
        let at = self.starts.partition_point(|(start, _)| (*start as usize) < from);
        self.starts.get(at).filter(|(start, _)| *start as usize <= to).map(|(_, Reverse(expr))| *expr)
    }

    fn lies_in_text(&self, gap: &Gap) -> bool {
        let before = self.texts.partition_point(|(start, _)| (*start as usize) < gap.start);
        before > 0 && self.texts[before - 1].1 as usize > gap.end
    }

    /// The gap stands between the parts of one list, object, call or sum.
    fn is_data(&self, gap: &Gap) -> bool {
        let covers = |id: ExprId| {
            let span = self.module.span(id);
            (span.start as usize) < gap.start && gap.end < span.end as usize
        };
        let innermost = self.module.iter().find(|(id, _)| covers(*id));
        let is_part = |expr: Expr| {
            let joins = matches!(expr, Expr::Array(_) | Expr::Object(_) | Expr::Pair(..) | Expr::Binary(..) | Expr::Assign(..));
            joins || matches!(expr, Expr::Call(..) | Expr::New(..))
        };
        innermost.is_some_and(|(_, expr)| is_part(expr))
    }
}

/// Not deep inside code that is indented just as far, and not the larger part of a file from which a tool has taken lines.
fn stands_apart(text: &str, gap: &Gap) -> bool {
    let bytes = text.as_bytes();
    if gap.lines > gap.columns {
        return memchr::memchr_iter(b'\n', &bytes[gap.end..]).take(MAX_LINES + 1).count() <= MAX_LINES;
    }
    let before = memchr::memrchr(b'\n', &bytes[..gap.start]).map_or(0, |at| at + 1);
    let indent = bytes[before..gap.start].iter().take_while(|byte| matches!(byte, b' ' | b'\t')).count();
    gap.is_within_line || indent * 2 < gap.columns
}

fn line_end(text: &str, from: usize) -> usize {
    memchr::memchr(b'\n', &text.as_bytes()[from..]).map_or(text.len(), |length| from + length)
}

fn is_suspect(module: &Module, expr: Expr) -> bool {
    match expr {
        Expr::Call(callee, _) | Expr::New(callee, _) => match module.expr(callee) {
            Expr::Name(name, _) => SUSPECT.contains(&module.name(name)),
            Expr::Index(..) => true,
            _ => false,
        },
        _ => false,
    }
}

//! All that a detector may look at.

use std::borrow::Cow;
use std::ops::Range;

use crate::facts::{Facts, Moment, Place};
use crate::flow::{Program, UnitId};
use crate::manifest::Manifest;
use crate::model::{Context, File, Location, Origin, PackageId, RelPath, Runs, Severity, Tree};
use crate::signatures::{Credential, Signatures};
use crate::syntax::ir::{ExprId, Span};
use crate::taint::Exposure;

/// What is known of one artifact, before anything is judged.
#[derive(Clone, Copy)]
pub struct Evidence<'e> {
    /// What is judged, by the name it was asked for.
    pub package: &'e PackageId,
    /// This artifact is the one that an installation takes: what is true of the release is said of it alone.
    pub is_first: bool,
    /// File name of the artifact.
    pub artifact: &'e str,
    pub tree: &'e Tree,
    pub manifest: &'e Manifest,
    pub program: &'e Program,
    pub facts: &'e Facts<'e>,
    pub exposures: &'e [Exposure],
    /// What is in the texts that the code runs; empty while those are judged.
    pub inside: &'e [Inside],
    pub signatures: &'e Signatures,
    pub context: &'e Context,
    /// The decoded text of a file of the tree; empty for what is no file.
    pub sources: &'e dyn Fn(&RelPath) -> &'e Source<'e>,
    /// The credentials that stand in the bytes of a file of the tree.
    pub credentials: &'e dyn Fn(&RelPath) -> &'e [Credential<'e>],
}

/// What came out of a text that runs as code.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Inside {
    /// Where it is run.
    pub host: Location,
    /// It starts, sends or changes something.
    pub acts: bool,
    /// The worst that was found in it.
    pub worst: Option<Severity>,
}

/// A file's decoded text, and where each of its lines begins.
#[derive(Debug, Default)]
pub struct Source<'e> {
    /// Borrowed where nothing had to be changed.
    pub text: Cow<'e, str>,
    lines: Vec<usize>,
}

impl<'e> Source<'e> {
    pub fn new(text: Cow<'e, str>) -> Self {
        let lines = std::iter::once(0).chain(memchr::memchr_iter(b'\n', text.as_bytes()).map(|at| at + 1)).collect();
        Self { text, lines }
    }

    /// Where a line begins, in bytes; lines count from 1.
    pub fn line(&self, number: u32) -> Option<usize> {
        self.lines.get((number as usize).checked_sub(1)?).copied()
    }

    /// Line and column of a byte, both from 1; the column counts bytes.
    pub fn position(&self, byte: usize) -> (u32, u32) {
        let line = self.lines.partition_point(|start| *start <= byte).max(1);
        let start = self.lines.get(line - 1).copied().unwrap_or_default();
        (u32::try_from(line).unwrap_or(u32::MAX), u32::try_from(byte.saturating_sub(start) + 1).unwrap_or(u32::MAX))
    }

    /// A stretch of the text of the file at `path`, which must not reach over the end.
    pub fn location(&self, path: &RelPath, bytes: Range<usize>) -> Location {
        let ((start_line, start_column), (end_line, end_column)) = (self.position(bytes.start), self.position(bytes.end));
        Location { path: path.clone(), start_line, end_line, start_column, end_column }
    }

    /// A line without its end.
    pub fn line_text(&self, number: u32) -> Option<&str> {
        let start = self.line(number)?;
        let end = self.line(number + 1).unwrap_or(self.text.len());
        Some(self.text.get(start..end)?.trim_end_matches(['\n', '\r']))
    }
}

impl<'e> Evidence<'e> {
    pub fn span(&self, place: Place) -> Span {
        self.program.module(place.unit).span(place.expr)
    }

    pub fn location(&self, place: Place) -> Location {
        self.program.location(place.unit, place.expr)
    }

    /// Whose code a place is, as the package tells it.
    pub fn origin(&self, place: Place) -> &'e Origin {
        self.program.origin(place.unit, self.span(place).start)
    }

    /// The code at a place is said to be another package's, and the package's own code cannot come to it.
    pub fn is_unused(&self, place: Place) -> bool {
        *self.origin(place) != Origin::Own && !self.facts.used.has(self.program, place)
    }

    /// The source of a place writes letters as escapes, `\\x65val`, which nobody does who wants to be read.
    pub fn is_escaped(&self, place: Place) -> bool {
        let span = self.span(place);
        let source = (self.sources)(self.path(place));
        source.text.get(span.start as usize..span.end as usize).is_some_and(|source| escaped_letters(source) > 2)
    }

    /// What is in the text that the code at a place runs, where that could be read.
    pub fn inside(&self, place: Place) -> Option<&'e Inside> {
        let host = (!self.inside.is_empty()).then(|| self.location(place))?;
        self.inside.iter().find(|inside| inside.host == host)
    }

    /// The code stands in texts that files run, and not in files: what is about the package's files is told elsewhere.
    pub fn is_of_texts(&self) -> bool {
        self.program.units.first().is_some_and(|unit| !self.tree.contains(unit.path.as_str()))
    }

    /// The files that are looked at one by one: none where the evidence is on texts.
    pub fn files(&self) -> &'e [File] {
        if self.is_of_texts() { &[] } else { self.tree.files() }
    }

    /// The innermost expression around a byte of a unit's text.
    pub fn place_at(&self, unit: UnitId, byte: usize) -> Option<Place> {
        let module = self.program.module(unit);
        let byte = u32::try_from(byte).ok()?;
        let holds = |span: &Span| span.start <= byte && byte < span.end;
        // Parts come before what they are part of.
        let expr = module.spans.iter().position(holds)?;
        Some(Place { unit, expr: ExprId(u32::try_from(expr).ok()?) })
    }

    pub fn path(&self, place: Place) -> &'e RelPath {
        &self.program.unit(place.unit).path
    }

    /// The one place stands inside the other, or is it.
    pub fn holds(&self, outer: Place, inner: Place) -> bool {
        let (around, within) = (self.span(outer), self.span(inner));
        outer.unit == inner.unit && around.start <= within.start && within.end <= around.end
    }

    /// What makes the code at a place run.
    pub fn runs(&self, place: Place) -> Runs {
        self.facts.reach.runs(self.program, place)
    }

    /// When the code at a place first runs.
    pub fn moment(&self, place: Place) -> Moment {
        self.facts.moments.of(self.program, place, self.runs(place))
    }

    /// The code at a place is in a folder of tests, examples or the like, and nothing that runs reaches it.
    pub fn is_aside(&self, place: Place) -> bool {
        is_aside(self.facts, self.program, place)
    }
}

fn escaped_letters(source: &str) -> usize {
    let is_letter = |escape: &str| {
        let digits = escape.strip_prefix('x').and_then(|rest| rest.get(..2)).or_else(|| escape.strip_prefix("u00")?.get(..2));
        digits.and_then(|digits| u8::from_str_radix(digits, 16).ok()).is_some_and(|code| code.is_ascii_alphanumeric())
    };
    source.split('\\').skip(1).filter(|escape| is_letter(escape)).count()
}

/// See [`Evidence::is_aside`].
pub fn is_aside(facts: &Facts<'_>, program: &Program, place: Place) -> bool {
    !facts.is_reached(place.unit) && crate::facts::is_test_path(&program.unit(place.unit).path)
}

//! What the sections write on: lines of a known width, with or without colour.

use anstyle::{AnsiColor, Style};

use super::Options;
use super::text::wrap;
use crate::model::Verdict;

/// Text that reaches it is already escaped.
pub(in crate::report) struct Sheet {
    pub options: Options,
    out: String,
}

const NARROWEST: usize = 40;
const WIDEST: usize = 140;

impl Sheet {
    pub fn new(mut options: Options) -> Self {
        options.width = options.width.clamp(NARROWEST, WIDEST);
        Self { options, out: String::new() }
    }

    pub fn line(&mut self, line: &str) {
        self.out.push_str(line.trim_end());
        self.out.push('\n');
    }

    /// An empty line and a title.
    pub fn heading(&mut self, title: &str) {
        self.line("");
        for line in wrap(title, self.options.width) {
            let line = self.paint(BOLD, &line);
            self.line(&line);
        }
    }

    /// A label, and text that is wrapped beside it; `label` counts with its plain width.
    pub fn labelled(&mut self, label: &str, style: Style, text: &str) {
        let indent = label.chars().count();
        let painted = self.paint(style, label);
        let lines = wrap(text, self.options.width.saturating_sub(indent));
        for (at, line) in lines.iter().enumerate() {
            let line = if at == 0 { format!("{painted}{line}") } else { format!("{:indent$}{line}", "") };
            self.line(&line);
        }
    }

    pub fn paint(&self, style: Style, text: &str) -> String {
        if self.options.color && style != Style::new() {
            return format!("{style}{text}{style:#}");
        }
        text.to_owned()
    }

    pub fn finish(self) -> String {
        self.out
    }
}

pub(in crate::report) const PLAIN: Style = Style::new();
pub(in crate::report) const BOLD: Style = Style::new().bold();
pub(in crate::report) const WARNING: Style = AnsiColor::Yellow.on_default().bold();

pub(in crate::report) fn verdict_style(verdict: Verdict) -> Style {
    match verdict {
        Verdict::Pass => AnsiColor::Green.on_default().bold(),
        Verdict::Review | Verdict::Incomplete => WARNING,
        Verdict::Block => AnsiColor::Red.on_default().bold(),
    }
}

//! Where the entries of a list stand in its text, with the comments that belong to them: in whole lines.

use std::ops::Range;

use toml_edit::{Document, Item, Table, TableLike};

/// Each section's entries, in the order of the file.
#[derive(Debug, Default)]
pub(super) struct Regions {
    sections: [Vec<Range<usize>>; 4],
}

/// In the order in which they are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Section {
    Policy,
    Approve,
    Block,
    Import,
}

const SECTIONS: [(Section, &str); 4] =
    [(Section::Policy, "policy"), (Section::Approve, "approve"), (Section::Block, "block"), (Section::Import, "import")];

impl Regions {
    /// Of a text that was read before.
    pub fn of(text: &str) -> Self {
        let Ok(document) = Document::parse(text) else { return Self::default() };
        let mut headers: Vec<(Section, Range<usize>)> = Vec::new();
        for (section, key) in SECTIONS {
            match document.as_table().get(key) {
                Some(Item::Table(table)) => headers.extend(extent(table).map(|span| (section, span))),
                Some(Item::ArrayOfTables(tables)) => headers.extend(tables.iter().filter_map(extent).map(|span| (section, span))),
                Some(Item::Value(_) | Item::None) | None => {}
            }
        }
        headers.sort_by_key(|(_, span)| span.start);
        let mut floor = 0;
        for (_, span) in &mut headers {
            let content = line_end(text, span.end);
            span.start = with_comments_above(text, line_start(text, span.start), floor);
            floor = content;
            span.end = content;
        }
        let starts: Vec<usize> = headers.iter().skip(1).map(|(_, span)| span.start).chain([text.len()]).collect();
        let mut regions = Self::default();
        for ((section, span), ceiling) in headers.into_iter().zip(starts) {
            let end = with_comments_below(text, span.end, ceiling);
            regions.sections[section as usize].push(span.start..end);
        }
        regions
    }

    pub fn section(&self, section: Section) -> &[Range<usize>] {
        &self.sections[section as usize]
    }

    /// Where what comes before the section ends.
    pub fn end_before(&self, section: Section) -> Option<usize> {
        self.sections[..section as usize].iter().flatten().map(|region| region.end).max()
    }

    /// Where what comes after the section begins.
    pub fn start_after(&self, section: Section) -> Option<usize> {
        self.sections[section as usize + 1..].iter().flatten().map(|region| region.start).min()
    }
}

/// From the header to the end of the last value; none for a table that has no header.
fn extent(table: &Table) -> Option<Range<usize>> {
    let header = table.span()?;
    Some(header.start..end_of(table).max(header.end))
}

fn end_of(table: &dyn TableLike) -> usize {
    table.iter().map(|(_, item)| end_of_item(item)).max().unwrap_or(0)
}

fn end_of_item(item: &Item) -> usize {
    let own = item.span().map_or(0, |span| span.end);
    match item {
        Item::Table(table) => end_of(table).max(own),
        Item::ArrayOfTables(tables) => tables.iter().map(|table| end_of(table)).max().unwrap_or(0).max(own),
        Item::Value(_) | Item::None => own,
    }
}

fn line_start(text: &str, at: usize) -> usize {
    text[..at].rfind('\n').map_or(0, |newline| newline + 1)
}

/// Behind the line break.
fn line_end(text: &str, at: usize) -> usize {
    text[at..].find('\n').map_or(text.len(), |newline| at + newline + 1)
}

fn is_comment(line: &str) -> bool {
    line.trim_start().starts_with('#')
}

/// Without an empty line in between, a comment belongs to what follows it.
fn with_comments_above(text: &str, mut start: usize, floor: usize) -> usize {
    while start > floor {
        let above = line_start(text, start - 1);
        if above < floor || !is_comment(&text[above..start]) {
            break;
        }
        start = above;
    }
    start
}

fn with_comments_below(text: &str, mut end: usize, ceiling: usize) -> usize {
    while end < ceiling {
        let below = line_end(text, end);
        if below > ceiling || !is_comment(&text[end..below]) {
            break;
        }
        end = below;
    }
    end
}

//! One table of the list: what it holds, in the types that are wanted, or what is wrong with it and where.

use std::ops::Range;

use jiff::civil::Date;
use toml_edit::{Array, ArrayOfTables, Item, TableLike, Value};

use super::error::{ListError, SourceText};
use crate::model::Sha256;

/// A value and where it stands.
pub(super) struct At<T> {
    pub value: T,
    pub span: Range<usize>,
}

#[derive(Clone, Copy)]
pub(super) struct Fields<'t> {
    pub source: SourceText<'t>,
    table: &'t dyn TableLike,
    /// Where the table begins.
    start: usize,
    /// As a person writes it: `[[approve]]`.
    name: &'static str,
}

impl<'t> Fields<'t> {
    /// A key that is none of these is an error.
    pub fn new(
        source: SourceText<'t>,
        table: &'t dyn TableLike,
        span: Option<Range<usize>>,
        name: &'static str,
        keys: &[&str],
    ) -> Result<Self, ListError> {
        let fields = Self { source, table, start: span.map_or(0, |span| span.start), name };
        let stranger = table.iter().map(|(key, _)| key).find(|key| !keys.contains(key));
        match stranger {
            Some(key) => {
                let span = table.get_key_value(key).and_then(|(key, item)| key.span().or_else(|| item.span()));
                Err(source.error_in(span, format!("{name} has no key `{key}`"), format!("the keys are {}", keys.join(", "))))
            }
            None => Ok(fields),
        }
    }

    fn item(&self, key: &str) -> Option<(&'t Item, Range<usize>)> {
        let (key, item) = self.table.get_key_value(key)?;
        let span = item.span().or_else(|| key.span()).unwrap_or(self.start..self.start);
        Some((item, span))
    }

    /// It stands at `key`, and is not what belongs there.
    fn wrong(&self, key: &str, span: &Range<usize>, wanted: &str, example: &str) -> ListError {
        self.source.error(span.start, format!("`{key}` in {} must be {wanted}", self.name), format!("write it as {key} = {example}"))
    }

    fn missing(&self, key: &str, example: &str) -> ListError {
        self.source.error(self.start, format!("{} lacks `{key}`", self.name), format!("add {key} = {example}"))
    }

    pub fn text(&self, key: &str, example: &str) -> Result<Option<At<&'t str>>, ListError> {
        let Some((item, span)) = self.item(key) else { return Ok(None) };
        match item.as_str().filter(|text| !text.trim().is_empty()) {
            Some(value) => Ok(Some(At { value, span })),
            None => Err(self.wrong(key, &span, "a text that is not empty", example)),
        }
    }

    pub fn needed_text(&self, key: &str, example: &str) -> Result<At<&'t str>, ListError> {
        self.text(key, example)?.ok_or_else(|| self.missing(key, example))
    }

    /// A text that may be empty.
    pub fn any_text(&self, key: &str, example: &str) -> Result<&'t str, ListError> {
        let (item, span) = self.item(key).ok_or_else(|| self.missing(key, example))?;
        item.as_str().ok_or_else(|| self.wrong(key, &span, "a text", example))
    }

    pub fn number(&self, key: &str, most: u32, example: &str) -> Result<Option<u32>, ListError> {
        let Some((item, span)) = self.item(key) else { return Ok(None) };
        let number = item.as_integer().and_then(|number| u32::try_from(number).ok()).filter(|number| *number <= most);
        number.map(Some).ok_or_else(|| self.wrong(key, &span, &format!("a whole number from 0 to {most}"), example))
    }

    /// `2027-01-01`, with or without quotes.
    pub fn date(&self, key: &str) -> Result<Option<Date>, ListError> {
        let Some((item, span)) = self.item(key) else { return Ok(None) };
        let date = match (item.as_datetime(), item.as_str()) {
            (Some(moment), _) if moment.time.is_none() && moment.offset.is_none() => moment.date.and_then(|date| {
                let (year, month, day) = (i16::try_from(date.year).ok()?, i8::try_from(date.month).ok()?, i8::try_from(date.day).ok()?);
                Date::new(year, month, day).ok()
            }),
            (None, Some(text)) => text.parse().ok(),
            (Some(_), _) | (None, None) => None,
        };
        date.map(Some).ok_or_else(|| self.wrong(key, &span, "a day", "2027-01-31"))
    }

    pub fn needed_date(&self, key: &str) -> Result<Date, ListError> {
        self.date(key)?.ok_or_else(|| self.missing(key, "2027-01-31"))
    }

    pub fn digest(&self, key: &str) -> Result<Option<Sha256>, ListError> {
        let Some(At { value, span }) = self.text(key, DIGEST)? else { return Ok(None) };
        digest(value).map(Some).ok_or_else(|| self.wrong(key, &span, "a SHA-256", DIGEST))
    }

    pub fn needed_digest(&self, key: &str) -> Result<Sha256, ListError> {
        self.digest(key)?.ok_or_else(|| self.missing(key, DIGEST))
    }

    pub fn texts(&self, key: &str, example: &str) -> Result<Option<Vec<At<&'t str>>>, ListError> {
        let Some((item, span)) = self.item(key) else { return Ok(None) };
        let array: &Array = item.as_array().ok_or_else(|| self.wrong(key, &span, "a list of texts", example))?;
        let read = |value: &'t Value| {
            let at = value.span().unwrap_or_else(|| span.clone());
            let text = value.as_str().filter(|text| !text.trim().is_empty());
            text.map(|value| At { value, span: at.clone() }).ok_or_else(|| self.wrong(key, &at, "a list of texts", example))
        };
        array.iter().map(read).collect::<Result<Vec<_>, _>>().map(Some)
    }

    /// The files' digests.
    pub fn digests(&self, key: &str) -> Result<Vec<Sha256>, ListError> {
        let example = format!("[{DIGEST}]");
        let texts = self.texts(key, &example)?.ok_or_else(|| self.missing(key, &example))?;
        if texts.is_empty() {
            let span = self.item(key).map_or(self.start..self.start, |(_, span)| span);
            return Err(self.wrong(key, &span, "a list of at least one SHA-256", &example));
        }
        let read =
            |At { value, span }: At<&str>| digest(value).ok_or_else(|| self.wrong(key, &span, "a list of SHA-256 digests", &example));
        texts.into_iter().map(read).collect()
    }

    /// A table, in any of the ways in which TOML writes one.
    pub fn table(&self, key: &str, name: &'static str, keys: &[&str], example: &str) -> Result<Option<Self>, ListError> {
        let Some((item, span)) = self.item(key) else { return Ok(None) };
        let table = item.as_table_like().ok_or_else(|| self.wrong(key, &span, "a table", example))?;
        Self::new(self.source, table, Some(span), name, keys).map(Some)
    }

    /// Several tables, in either of the ways in which TOML writes them.
    pub fn tables(&self, key: &str, name: &'static str, keys: &[&str], example: &str) -> Result<Vec<Self>, ListError> {
        let Some((item, span)) = self.item(key) else { return Ok(Vec::new()) };
        if let Some(tables) = item.as_array_of_tables() {
            return each(self.source, tables, name, keys);
        }
        let array = item.as_array().ok_or_else(|| self.wrong(key, &span, "a list of tables", example))?;
        let read = |value: &'t Value| {
            let at = value.span().unwrap_or_else(|| span.clone());
            let table = value.as_inline_table().ok_or_else(|| self.wrong(key, &at, "a list of tables", example))?;
            Self::new(self.source, table, Some(at), name, keys)
        };
        array.iter().map(read).collect()
    }

    /// Entries with a header each, which is how they are merged and edited.
    pub fn entries(&self, key: &str, name: &'static str, keys: &[&str]) -> Result<Vec<Self>, ListError> {
        let Some((item, span)) = self.item(key) else { return Ok(Vec::new()) };
        match item.as_array_of_tables() {
            Some(tables) => each(self.source, tables, name, keys),
            None => Err(self.source.error(
                span.start,
                format!("`{key}` is not written as {name}"),
                format!("begin each entry with a line {name}, and write its keys below"),
            )),
        }
    }
}

fn each<'t>(source: SourceText<'t>, tables: &'t ArrayOfTables, name: &'static str, keys: &[&str]) -> Result<Vec<Fields<'t>>, ListError> {
    tables.iter().map(|table| Fields::new(source, table, table.span(), name, keys)).collect()
}

const DIGEST: &str = "\"sha256:…\", with 64 hexadecimal digits";

/// `sha256:` and 64 hexadecimal digits, or these alone.
pub(super) fn digest(text: &str) -> Option<Sha256> {
    Sha256::from_hex(text.strip_prefix("sha256:").unwrap_or(text))
}

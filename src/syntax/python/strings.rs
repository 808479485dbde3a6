//! String literals of every prefix, implicit concatenation, and f-strings.

use std::borrow::Cow;

use crate::syntax::ir::{Expr, ExprId, Span};

use super::escapes::{Escapes, decode};
use super::table::{Expression, Part, Role};
use super::walk::{Walk, span_of};

/// What the prefix and the quotes say.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Style {
    is_raw: bool,
    is_bytes: bool,
    /// Has `{…}`: f-strings and t-strings.
    is_format: bool,
    /// Length of prefix and opening quotes.
    opening: u32,
    /// Length of the closing quotes.
    closing: u32,
}

impl Style {
    fn of(literal: &str) -> Self {
        let mut style = Self { is_raw: false, is_bytes: false, is_format: false, opening: 0, closing: 0 };
        for letter in literal.bytes() {
            match letter.to_ascii_lowercase() {
                b'r' => style.is_raw = true,
                b'b' => style.is_bytes = true,
                b'f' | b't' => style.is_format = true,
                b'u' => {}
                _ => break,
            }
            style.opening += 1;
        }
        let rest = &literal.as_bytes()[style.opening as usize..];
        let quotes = match rest {
            [first, second, third, ..] if first == second && second == third => 3,
            [_, ..] => 1,
            [] => 0,
        };
        style.opening += quotes;
        let has_end = rest.len() as u32 >= 2 * quotes && quotes > 0 && rest.ends_with(&rest[..quotes as usize]);
        style.closing = if has_end { quotes } else { 0 };
        style
    }

    fn decode<'a>(self, raw: &'a str) -> Cow<'a, str> {
        let is_plain = |byte: u8| match byte {
            b'\\' => self.is_raw,
            b'{' | b'}' => !self.is_format,
            b'\r' => false,
            _ => true,
        };
        if raw.bytes().all(is_plain) { Cow::Borrowed(raw) } else { Cow::Owned(decode(raw, self.escapes())) }
    }

    fn escapes(self) -> Escapes {
        Escapes { backslash: !self.is_raw, unicode: !self.is_bytes, braces: self.is_format }
    }
}

impl Walk<'_> {
    /// One literal.
    pub fn string(&mut self, span: Span) -> ExprId {
        self.whole_string(span, |walk| walk.pieces(span))
    }

    /// Several literals side by side are one.
    pub fn concatenated(&mut self, span: Span) -> ExprId {
        self.whole_string(span, |walk| {
            let mut from = span.start;
            walk.children(|walk, role, node| {
                if role == Role::Expression(Expression::String) {
                    from = walk.pieces(span_of(node));
                }
            });
            from
        })
    }

    /// `gather` adds text to the buffer and expressions to what is gathered, and gives where the last text begins.
    fn whole_string(&mut self, span: Span, gather: impl FnOnce(&mut Self) -> u32) -> ExprId {
        let mark = self.gathered.len();
        self.buffer.clear();
        let from = gather(self);
        if self.gathered.len() == mark {
            let id = self.builder.string(&self.buffer, span);
            self.buffer.clear();
            return id;
        }
        self.flush(Span { start: from, end: span.end });
        let parts = self.list_from(mark);
        self.push(Expr::Concat(parts), span)
    }

    fn pieces(&mut self, span: Span) -> u32 {
        let style = Style::of(self.builder.slice(span));
        let mut from = span.start + style.opening;
        if style.is_format {
            self.children(|walk, role, node| {
                if role == Role::Part(Part::Interpolation) {
                    let part = span_of(node);
                    let before = Span { start: from, end: part.start };
                    walk.literal_text(style, before);
                    walk.flush(before);
                    let id = walk.lower_node(role, node);
                    walk.gathered.push(id);
                    from = part.end;
                }
            });
        }
        self.literal_text(style, Span { start: from, end: span.end - style.closing });
        from
    }

    fn literal_text(&mut self, style: Style, span: Span) {
        if span.start < span.end {
            let text = style.decode(self.builder.slice(span));
            self.buffer.push_str(&text);
        }
    }

    /// Turns the text so far into a part of its own.
    fn flush(&mut self, span: Span) {
        if !self.buffer.is_empty() {
            let id = self.builder.string(&self.buffer, span);
            self.gathered.push(id);
            self.buffer.clear();
        }
    }

    /// `{expression!r:format}`; what the format holds may run as well, but is not part of the value.
    pub fn interpolation(&mut self, span: Span) -> ExprId {
        let mut value = None;
        self.children(|walk, role, node| {
            let is_value = walk.field() == Some(walk.fields().expression);
            let id = walk.lower_node(role, node);
            if is_value {
                value = Some(id);
            }
        });
        self.or_opaque(value, span)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn prefix_and_quotes_are_told_apart_from_the_text() {
        let measure = |literal: &str| {
            let style = Style::of(literal);
            (style.opening, style.closing)
        };
        let literals = ["''", "'a'", "''''''", "rb\"\"\"x\"\"\"", "F'x", "'", "''''a'''"];
        assert_eq!(literals.map(measure), [(1, 1), (1, 1), (3, 3), (5, 3), (2, 0), (1, 0), (3, 3)]);
    }
}

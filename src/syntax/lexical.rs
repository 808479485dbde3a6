//! A pass over source that could not be parsed: its words and what stands in quotes, in whatever language it is.
//!
//! Comments are not told apart from code, because what is a comment in one language is code in another (`//`, `#`). They only
//! keep a quote in them from swallowing the lines below.

use super::ir::Span;

/// No more lexemes than this are given of one file: twelve million bytes of ordinary code have as many.
pub const MAX_LEXEMES: usize = 1_000_000;

/// In source order.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Lexemes {
    pub all: Vec<Lexeme>,
    /// There were more than [`MAX_LEXEMES`].
    pub is_truncated: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Lexeme {
    pub kind: LexemeKind,
    pub span: Span,
    /// From 1.
    pub line: u32,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LexemeKind {
    /// Names joined by dots: `child_process.exec`.
    Word,
    /// The same with an opening parenthesis, or a backquote, behind it.
    Callee,
    /// What stands between quotes, escapes as they are.
    Text,
}

pub fn scan(text: &str) -> Lexemes {
    let mut scanner = Scanner::new(text);
    while scanner.at < scanner.bytes.len() && !scanner.found.is_truncated {
        scanner.step();
    }
    scanner.found
}

struct Scanner<'t> {
    bytes: &'t [u8],
    at: usize,
    line: u32,
    /// Up to where `line` has counted.
    counted: usize,
    /// Quotes before this stand in what may be a comment, and must be closed there and on their line.
    comment_end: usize,
    /// For `` ` ``, `"""` and `'''`: none closes behind this position any more.
    unclosed: [bool; 3],
    found: Lexemes,
}

impl<'t> Scanner<'t> {
    fn new(text: &'t str) -> Self {
        Self { bytes: text.as_bytes(), at: 0, line: 1, counted: 0, comment_end: 0, unclosed: [false; 3], found: Lexemes::default() }
    }

    fn step(&mut self) {
        let byte = self.bytes[self.at];
        match byte {
            b'"' | b'\'' | b'`' => self.quote(byte),
            // What is escaped outside of quotes (`/\'/`) opens none. This also keeps a failed search from being repeated.
            b'\\' => self.at += if self.bytes.get(self.at + 1).is_some_and(u8::is_ascii) { 2 } else { 1 },
            b'#' => self.comment(b"\n"),
            b'/' if self.next_is(b'/') => self.comment(b"\n"),
            b'/' if self.next_is(b'*') => self.comment(b"*/"),
            b'0'..=b'9' => self.at = self.word_end(self.at),
            _ if is_word(byte) => self.word(),
            _ => self.at += 1,
        }
    }

    fn next_is(&self, byte: u8) -> bool {
        self.bytes.get(self.at + 1) == Some(&byte)
    }

    fn comment(&mut self, end: &[u8]) {
        if self.at >= self.comment_end {
            self.comment_end = memchr::memmem::find(&self.bytes[self.at..], end).map_or(self.bytes.len(), |length| self.at + length);
        }
        self.at += 1;
    }

    fn word_end(&self, from: usize) -> usize {
        self.bytes[from..].iter().position(|byte| !is_word(*byte)).map_or(self.bytes.len(), |length| from + length)
    }

    /// `a.b?.c`
    fn word(&mut self) {
        let start = self.at;
        let mut end = self.word_end(start);
        loop {
            let joint = match self.bytes[end..] {
                [b'?', b'.', next, ..] if is_word(next) => 2,
                [b'.', next, ..] if is_word(next) => 1,
                _ => break,
            };
            end = self.word_end(end + joint);
        }
        let is_called = matches!(self.bytes[end..], [b'(' | b'`', ..] | [b' ' | b'\t', b'(', ..]);
        self.add(if is_called { LexemeKind::Callee } else { LexemeKind::Word }, start, end);
        self.at = end;
    }

    /// A quote that nothing closes is only a mark, as an apostrophe is.
    fn quote(&mut self, quote: u8) {
        let is_triple = quote != b'`' && self.bytes[self.at..].starts_with(&[quote; 3]);
        let length = if is_triple { 3 } else { 1 };
        let from = self.at + length;
        let end = if is_triple || quote == b'`' { self.long_end(from, quote, length) } else { self.short_end(from, quote) };
        self.at = match end {
            Some(end) => {
                self.add(LexemeKind::Text, from, end);
                end + length
            }
            None => from,
        };
    }

    /// A text does not reach out of what may be a comment.
    fn limit(&self, from: usize) -> usize {
        if from < self.comment_end { self.comment_end } else { self.bytes.len() }
    }

    /// Where a text of one line ends; a backslash takes the next line in.
    fn short_end(&self, from: usize, quote: u8) -> Option<usize> {
        let limit = self.limit(from);
        let mut at = from;
        loop {
            at += memchr::memchr3(quote, b'\n', b'\\', &self.bytes[at..limit])?;
            match self.bytes[at] {
                b'\\' => at = (at + 2).min(limit),
                b'\n' => return None,
                _ => return Some(at),
            }
        }
    }

    fn long_end(&mut self, from: usize, quote: u8, length: usize) -> Option<usize> {
        let kind = match quote {
            b'`' => 0,
            b'"' => 1,
            _ => 2,
        };
        let is_comment = from < self.comment_end;
        if self.unclosed[kind] && !is_comment {
            return None;
        }
        let limit = self.limit(from);
        let stop = if is_comment { b'\n' } else { quote };
        let mut at = from;
        while let Some(found) = memchr::memchr3(quote, b'\\', stop, &self.bytes[at..limit]) {
            at += found;
            match self.bytes[at] {
                b'\\' => at = (at + 2).min(limit),
                b'\n' => return None,
                _ if self.bytes[at..limit].starts_with(&[quote; 3][..length]) => return Some(at),
                _ => at += 1,
            }
        }
        self.unclosed[kind] |= !is_comment;
        None
    }

    fn add(&mut self, kind: LexemeKind, start: usize, end: usize) {
        if self.found.all.len() >= MAX_LEXEMES {
            self.found.is_truncated = true;
            return;
        }
        self.line += memchr::memchr_iter(b'\n', &self.bytes[self.counted..start]).count() as u32;
        self.counted = start;
        self.found.all.push(Lexeme { kind, span: Span { start: start as u32, end: end as u32 }, line: self.line });
    }
}

/// Letters of every language, digits, `_` and `$`.
fn is_word(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'$') || !byte.is_ascii()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(text: &str) -> Vec<String> {
        let word = |lexeme: &Lexeme| {
            let part = &text[lexeme.span.start as usize..lexeme.span.end as usize];
            match lexeme.kind {
                LexemeKind::Word => format!("{}:{part}", lexeme.line),
                LexemeKind::Callee => format!("{}:{part}()", lexeme.line),
                LexemeKind::Text => format!("{}:{part:?}", lexeme.line),
            }
        };
        scan(text).all.iter().map(word).collect()
    }

    #[test]
    fn words_and_texts_are_found_with_their_lines() {
        let text = "x = child_process?.exec('~/.ssh')\nif (os.system (\"a\\\"b\")) 0x1f.y\n'''c\n\"d'''; é.f`g\n`";
        let expected = [
            "1:x",
            "1:child_process?.exec()",
            "1:\"~/.ssh\"",
            "2:if()",
            "2:os.system()",
            "2:\"a\\\\\\\"b\"",
            "2:y",
            "3:\"c\\n\\\"d\"",
            "4:é.f()",
            "4:\"g\\n\"",
        ];
        assert_eq!(shown(text), expected);
    }

    #[test]
    fn a_quote_that_nothing_closes_hides_nothing() {
        assert_eq!(shown("it's\neval(x)"), ["1:it", "1:s", "2:eval()", "2:x"]);
        assert_eq!(shown("` '''\neval(x)"), ["2:eval()", "2:x"]);
        assert_eq!(shown("'a\\"), ["1:a"]);
        assert_eq!(shown("\\é \\' f '\\é'"), ["1:é", "1:f", "1:\"\\\\é\""]);
    }

    #[test]
    fn quotes_in_comments_do_not_swallow_the_lines_below() {
        assert_eq!(shown("// a ` b\neval(`c`)"), ["1:a", "1:b", "2:eval()", "2:\"c\""]);
        assert_eq!(shown("# \"\"\" b\neval('c') # \"\"\""), ["1:b", "2:eval()", "2:\"c\""]);
        assert_eq!(shown("/* ` \n ` */ eval(`c`)"), ["2:eval()", "2:\"c\""]);
        assert_eq!(shown("/* it's */ f('x')"), ["1:it", "1:s", "1:f()", "1:\"x\""]);
    }

    #[test]
    fn what_looks_like_a_comment_is_read_as_well() {
        assert_eq!(shown("x = 1 // f('u')"), ["1:x", "1:f()", "1:\"u\""]);
        assert_eq!(shown("this.#key = 'u'"), ["1:this", "1:key", "1:\"u\""]);
    }

    #[test]
    fn more_than_the_most_is_said() {
        let found = scan(&"a ".repeat(MAX_LEXEMES + 1));
        assert_eq!((found.all.len(), found.is_truncated), (MAX_LEXEMES, true));
        assert!(!scan(&"a ".repeat(10)).is_truncated);
    }

    #[test]
    fn hostile_text_takes_linear_time() {
        for text in
            ["`a ", "'''\\", "/*`", "\"\"\" ", "#'''", "//`\n", "'\\\n", "/* ` */", "\"\"\"\"\"", "'''''", "`\\", "'\\", "\"\\'", "//`a"]
        {
            scan(&text.repeat(300_000));
        }
    }
}

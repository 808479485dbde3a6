//! Regular expressions of JavaScript and Python in the words of the crate that takes them apart.

/// A pattern that matches whatever the original does.
pub(super) struct Translated {
    pub pattern: String,
    /// And nothing else.
    pub exact: bool,
    /// Whatever it matches does not begin with `-`: `^(?!-)`.
    pub no_dash_first: bool,
}

/// None where the pattern says something that is not understood.
pub(super) fn translate(pattern: &str) -> Option<Translated> {
    let mut work = Work { rest: pattern, out: String::with_capacity(pattern.len() + 16), exact: true };
    let no_dash_first = ["^(?!-)", "(?!-)", r"\A(?!-)"].iter().any(|start| pattern.starts_with(start));
    while let Some(next) = work.take() {
        match next {
            '\\' => work.escape(false)?,
            '[' => work.class()?,
            '(' => work.group()?,
            '{' => work.braces(),
            ']' | '}' => work.plain(next),
            other => work.out.push(other),
        }
    }
    Some(Translated { pattern: work.out, exact: work.exact, no_dash_first })
}

struct Work<'p> {
    rest: &'p str,
    out: String,
    exact: bool,
}

impl Work<'_> {
    fn take(&mut self) -> Option<char> {
        let mut characters = self.rest.chars();
        let next = characters.next()?;
        self.rest = characters.as_str();
        Some(next)
    }

    /// A character that stands for itself.
    fn plain(&mut self, character: char) {
        self.out.push_str(&regex_syntax::escape(character.encode_utf8(&mut [0; 4])));
    }

    fn is_next(&self, start: &str) -> bool {
        self.rest.starts_with(start)
    }

    /// What follows a backslash.
    fn escape(&mut self, in_class: bool) -> Option<()> {
        match self.take()? {
            'Z' | 'z' if !in_class => self.out.push_str(r"\z"),
            'b' if in_class => self.out.push_str(r"\x08"),
            kept @ ('d' | 'D' | 'w' | 'W' | 's' | 'S' | 'n' | 'r' | 't' | 'f' | 'v' | 'x' | 'u' | 'U' | 'p' | 'P') => {
                self.out.extend(['\\', kept]);
            }
            kept @ ('b' | 'B' | 'A') => self.out.extend(['\\', kept]),
            '0' => self.out.push_str(r"\x00"),
            // What an earlier group has matched: its characters are known from there.
            '1'..='9' if !in_class => {
                self.rest = self.rest.trim_start_matches(|digit: char| digit.is_ascii_digit());
                self.inexactly_nothing();
            }
            'k' if self.is_next("<") => {
                self.skip_past('>')?;
                self.inexactly_nothing();
            }
            letter if letter.is_ascii_alphanumeric() => return None,
            other => self.plain(other),
        }
        Some(())
    }

    fn inexactly_nothing(&mut self) {
        self.exact = false;
        self.out.push_str("(?:)");
    }

    fn skip_past(&mut self, end: char) -> Option<()> {
        let at = self.rest.find(end)?;
        self.rest = &self.rest[at + end.len_utf8()..];
        Some(())
    }

    /// A class in brackets. The crate knows classes inside classes and set operations, the two languages do not.
    fn class(&mut self) -> Option<()> {
        self.out.push('[');
        if self.is_next("^") {
            self.take();
            self.out.push('^');
        }
        // In Python a bracket here is a member, in JavaScript it closes an empty class.
        if self.is_next("]") {
            return None;
        }
        let mut after_set = false;
        loop {
            match self.take()? {
                ']' => break,
                '\\' => {
                    after_set = self.rest.starts_with(['d', 'D', 'w', 'W', 's', 'S', 'p', 'P']);
                    self.escape(true)?;
                    continue;
                }
                // `[\w-.]` and `[.-\w]`: not a range.
                '-' if after_set || self.is_next("]") || self.names_a_set() => self.plain('-'),
                '-' => self.out.push('-'),
                other => self.plain(other),
            }
            after_set = false;
        }
        self.out.push(']');
        Some(())
    }

    fn names_a_set(&self) -> bool {
        self.rest.strip_prefix('\\').is_some_and(|rest| rest.starts_with(['d', 'D', 'w', 'W', 's', 'S', 'p', 'P']))
    }

    fn group(&mut self) -> Option<()> {
        let looks = ["?=", "?!", "?<=", "?<!"];
        if looks.iter().any(|look| self.is_next(look)) {
            self.skip_group()?;
            self.inexactly_nothing();
        } else if self.is_next("?P=") || self.is_next("?#") {
            self.skip_past(')')?;
            self.inexactly_nothing();
        } else if self.is_next("?a)") || self.is_next("?u)") || self.is_next("?L)") {
            self.skip_past(')')?;
        } else {
            self.out.push('(');
        }
        Some(())
    }

    /// Goes on behind the parenthesis that closes this group.
    fn skip_group(&mut self) -> Option<()> {
        let (mut depth, mut in_class) = (1, false);
        while depth > 0 {
            match self.take()? {
                '\\' => _ = self.take()?,
                '[' => in_class = true,
                ']' => in_class = false,
                '(' if !in_class => depth += 1,
                ')' if !in_class => depth -= 1,
                _ => {}
            }
        }
        Some(())
    }

    /// `{2,4}` repeats, any other brace is itself.
    fn braces(&mut self) {
        let counts = self.rest.split_once('}').map(|(counts, _)| counts);
        match counts {
            Some(counts) if is_count(counts) => {
                self.out.push('{');
                if counts.starts_with(',') {
                    self.out.push('0');
                }
            }
            _ => return self.plain('{'),
        }
        let counts = counts.unwrap_or_default();
        self.out.push_str(counts);
        self.out.push('}');
        self.rest = &self.rest[counts.len() + 1..];
    }
}

fn is_count(counts: &str) -> bool {
    let (low, high) = counts.split_once(',').unwrap_or((counts, ""));
    let digits = |text: &str| text.len() < 6 && text.bytes().all(|byte| byte.is_ascii_digit());
    digits(low) && digits(high) && counts.bytes().any(|byte| byte.is_ascii_digit())
}

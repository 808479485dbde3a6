//! PAX records: `LENGTH KEY=VALUE\n`, one after another.

/// What the records say, as far as it decides about names and content.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Records {
    pub path: Option<Vec<u8>>,
    pub link: Option<Vec<u8>>,
    pub size: Option<u64>,
    /// What readers take differently, in words.
    pub odd: Vec<&'static str>,
}

pub(super) fn parse(mut rest: &[u8]) -> Records {
    let mut records = Records::default();
    while !rest.is_empty() && !rest.iter().all(|byte| *byte == 0) {
        let Some((record, behind)) = split_record(rest) else {
            records.odd("a record whose length does not fit");
            break;
        };
        records.take(record);
        rest = behind;
    }
    records
}

/// The `KEY=VALUE` of the first record, and what follows it.
fn split_record(bytes: &[u8]) -> Option<(&[u8], &[u8])> {
    // Ten digits are more than any header has bytes.
    let space = bytes.iter().take(11).position(|byte| *byte == b' ')?;
    let length: usize = std::str::from_utf8(&bytes[..space]).ok()?.parse().ok()?;
    let record = bytes.get(space + 1..length)?.strip_suffix(b"\n")?;
    Some((record, &bytes[length..]))
}

impl Records {
    fn take(&mut self, record: &[u8]) {
        let Some(equals) = record.iter().position(|byte| *byte == b'=') else {
            self.odd("a record without `=`");
            return;
        };
        let (key, value) = (&record[..equals], &record[equals + 1..]);
        // npm splits the header at line ends and so sees records where others see a value.
        if value.contains(&b'\n') {
            self.odd("a value that holds a line end");
        }
        match key {
            b"path" => {
                let before = self.path.take();
                self.path = self.name(before, value);
            }
            b"linkpath" => {
                let before = self.link.take();
                self.link = self.name(before, value);
            }
            b"size" => self.size(value),
            _ if key.starts_with(b"GNU.sparse.") => self.odd("a sparse file, which npm and others do not put together alike"),
            _ => {}
        }
    }

    /// What a name becomes; the last record of one key wins.
    fn name(&mut self, before: Option<Vec<u8>>, value: &[u8]) -> Option<Vec<u8>> {
        if value.is_empty() {
            self.odd("an empty name");
            return before;
        }
        if before.is_some_and(|before| before != value) {
            self.odd("one name twice");
        }
        Some(value.to_vec())
    }

    fn size(&mut self, value: &[u8]) {
        let digits = value.iter().all(u8::is_ascii_digit);
        let size = std::str::from_utf8(value).ok().filter(|_| digits).and_then(|text| text.parse().ok());
        if size.is_none() {
            self.odd("a size that is no number");
        }
        if self.size.is_some() && self.size != size {
            self.odd("two sizes");
        }
        self.size = size.or(self.size);
    }

    fn odd(&mut self, what: &'static str) {
        if !self.odd.contains(&what) {
            self.odd.push(what);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn records_are_read_by_their_length() {
        let records = parse(b"30 mtime=1700000000.123456789\n19 path=a/b=c d.js\n11 size=42\n\0\0");
        assert_eq!(records, Records { path: Some(b"a/b=c d.js"[..].into()), size: Some(42), ..Records::default() });
    }

    #[test]
    fn what_readers_take_differently_is_said() {
        assert_eq!(parse(b"22 comment=\n10 path=x\n").odd, ["a value that holds a line end"]);
        assert_eq!(parse(b"99 path=x\n").odd, ["a record whose length does not fit"]);
        assert_eq!(parse(b"0 path=x\n").odd, ["a record whose length does not fit"]);
        assert_eq!(parse(b"11 size=-1\n").odd, ["a size that is no number"]);
        assert_eq!(parse(b"10 path=x\n10 path=y\n").odd, ["one name twice"]);
    }
}

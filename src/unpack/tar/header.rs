//! One 512-byte tar header, read as node-tar and Python's tarfile read it.

pub(in crate::unpack) const BLOCK: usize = 512;

/// JavaScript's largest exact integer: npm drops a header that announces more.
const LARGEST: u64 = (1 << 53) - 1;

#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::unpack) struct Header {
    /// The name field alone.
    pub name: Vec<u8>,
    /// The prefix field, whatever the magic says; empty when unset.
    pub prefix: Vec<u8>,
    /// The magic that gives the prefix its meaning (`ustar`, version 00).
    pub ustar: bool,
    pub size: Size,
    pub kind: u8,
    pub mode: u64,
    pub link: Vec<u8>,
}

impl Header {
    /// The name with its prefix, for readers that take the prefix.
    pub fn plain_path(&self, with_prefix: bool) -> Vec<u8> {
        if self.prefix.is_empty() || !with_prefix {
            return self.name.clone();
        }
        [self.prefix.as_slice(), b"/", &self.name].concat()
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::unpack) enum Size {
    /// Octal digits, as everywhere.
    Octal(u64),
    /// Base-256, meant for what does not fit into eleven octal digits.
    Binary(u64),
    /// Base-256 below zero: npm and Python read no content.
    Negative,
    /// More than any reader takes.
    Huge,
    /// No number; read as 0.
    Malformed,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::unpack) enum Parsed {
    Header(Box<Header>),
    Zeros,
    /// The checksum is not that of the block: no header.
    Other,
}

pub(in crate::unpack) fn parse(block: &[u8; BLOCK]) -> Parsed {
    if block.iter().all(|byte| *byte == 0) {
        return Parsed::Zeros;
    }
    if octal(&block[148..156]) != Some(checksum(block)) {
        return Parsed::Other;
    }
    Parsed::Header(Box::new(Header {
        name: text(&block[..100]),
        prefix: text(&block[345..500]),
        ustar: &block[257..265] == b"ustar\x0000",
        size: size(&block[124..136]),
        kind: block[156],
        mode: octal(&block[100..108]).unwrap_or(0),
        link: text(&block[157..257]),
    }))
}

/// The sum of all bytes, the checksum's own field taken as spaces.
fn checksum(block: &[u8; BLOCK]) -> u64 {
    let sum = |bytes: &[u8]| bytes.iter().map(|byte| u64::from(*byte)).sum::<u64>();
    sum(&block[..148]) + sum(&block[156..]) + 8 * u64::from(b' ')
}

/// Up to the first NUL.
fn text(field: &[u8]) -> Vec<u8> {
    field.split(|byte| *byte == 0).next().unwrap_or_default().to_vec()
}

fn octal(field: &[u8]) -> Option<u64> {
    let text = text(field);
    let digits = text.trim_ascii();
    if !digits.iter().all(|digit| (b'0'..=b'7').contains(digit)) || digits.is_empty() {
        return None;
    }
    // A field has at most twelve digits, so 36 bits.
    Some(digits.iter().fold(0, |value, digit| value * 8 + u64::from(digit - b'0')))
}

fn size(field: &[u8]) -> Size {
    match field[0] {
        0x80 => binary(&field[1..]),
        0xff => Size::Negative,
        first if first & 0x80 != 0 => Size::Huge,
        _ => match octal(field) {
            Some(size) => Size::Octal(size),
            None if text(field).trim_ascii().is_empty() => Size::Octal(0),
            None => Size::Malformed,
        },
    }
}

fn binary(bytes: &[u8]) -> Size {
    let value = bytes.iter().try_fold(0_u64, |value, byte| Some(value.checked_mul(256)? + u64::from(*byte)));
    match value {
        Some(value) if value <= LARGEST => Size::Binary(value),
        Some(_) | None => Size::Huge,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sizes_come_in_octal_and_in_base_256() {
        assert_eq!(size(b"00000000017\0"), Size::Octal(15));
        assert_eq!(size(b"         17 "), Size::Octal(15));
        assert_eq!(size(&[0; 12]), Size::Octal(0));
        assert_eq!(size(b"0000000001x\0"), Size::Malformed);
        assert_eq!(size(&[0x80, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1, 2]), Size::Binary(258));
        assert_eq!(size(&[0x80, 0, 0, 0, 0x40, 0, 0, 0, 0, 0, 0, 0]), Size::Huge);
        assert_eq!(size(&[0xff; 12]), Size::Negative);
    }

    #[test]
    fn a_block_with_another_checksum_is_no_header() {
        let mut header = tar::Header::new_ustar();
        header.set_path("a/b").unwrap();
        header.set_size(7);
        header.set_mode(0o755);
        header.set_cksum();
        let mut block = *header.as_bytes();
        let Parsed::Header(parsed) = parse(&block) else { panic!("a header") };
        assert_eq!((parsed.name.as_slice(), parsed.size, parsed.mode, parsed.ustar), (&b"a/b"[..], Size::Octal(7), 0o755, true));
        block[0] = b'z';
        assert_eq!(parse(&block), Parsed::Other);
        assert_eq!(parse(&[0; BLOCK]), Parsed::Zeros);
    }
}

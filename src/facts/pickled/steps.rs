//! Bytes of a pickle → what each opcode does to the stack.

/// What one opcode does.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Step<'p> {
    Stop,
    /// Says something of the bytes and does nothing.
    Nothing,
    Mark,
    Push,
    Text(&'p [u8]),
    Pop,
    PopToMark,
    Duplicate,
    Global(&'p [u8], &'p [u8]),
    /// Module and name are on the stack.
    StackGlobal,
    /// A class by its name, called with what stands behind the mark.
    Instance(&'p [u8], &'p [u8]),
    /// The same, with the class behind the mark.
    Object,
    /// Calls what is on the stack with so many values in front of it.
    Call(usize),
    Build,
    /// Puts so many values into the one in front of them.
    Add(usize),
    AddToMark,
    /// Makes one value of so many.
    Gather(usize),
    GatherToMark,
    Get(u64),
    Put(u64),
    Memoize,
}

/// The next step; none where the bytes end or mean nothing.
pub(super) fn next<'p>(bytes: &mut &'p [u8]) -> Option<Step<'p>> {
    let (code, rest) = bytes.split_first()?;
    *bytes = rest;
    Some(match code {
        b'.' => Step::Stop,
        b'(' => Step::Mark,
        b'0' => Step::Pop,
        b'1' => Step::PopToMark,
        b'2' => Step::Duplicate,
        b'R' | 0x81 => Step::Call(1),
        0x92 => Step::Call(2),
        b'b' => Step::Build,
        b'o' => Step::Object,
        b'a' => Step::Add(1),
        b's' => Step::Add(2),
        b'e' | b'u' | 0x90 => Step::AddToMark,
        b't' | b'l' | b'd' | 0x91 => Step::GatherToMark,
        b'Q' | 0x85 => Step::Gather(1),
        0x86 => Step::Gather(2),
        0x87 => Step::Gather(3),
        0x93 => Step::StackGlobal,
        0x94 => Step::Memoize,
        b'c' => Step::Global(line(bytes)?, line(bytes)?),
        b'i' => Step::Instance(line(bytes)?, line(bytes)?),
        b'g' => Step::Get(decimal(line(bytes)?)?),
        b'p' => Step::Put(decimal(line(bytes)?)?),
        b'h' => Step::Get(number(bytes, 1)?),
        b'j' => Step::Get(number(bytes, 4)?),
        b'q' => Step::Put(number(bytes, 1)?),
        b'r' => Step::Put(number(bytes, 4)?),
        b'S' => Step::Text(unquoted(line(bytes)?)),
        b'V' => Step::Text(line(bytes)?),
        b'U' | b'C' | 0x8c => Step::Text(sized(bytes, 1)?),
        b'T' | b'X' | b'B' => Step::Text(sized(bytes, 4)?),
        0x8d | 0x8e | 0x96 => Step::Text(sized(bytes, 8)?),
        0x80 => take(bytes, 1).map(|_| Step::Nothing)?,
        0x95 => take(bytes, 8).map(|_| Step::Nothing)?,
        0x98 => Step::Nothing,
        _ => plain(*code, bytes)?,
    })
}

/// Values that hold no text: numbers, what is empty, what lies elsewhere.
fn plain<'p>(code: u8, bytes: &mut &'p [u8]) -> Option<Step<'p>> {
    let operand = match code {
        b'N' | b']' | b')' | b'}' | 0x88 | 0x89 | 0x8f | 0x97 => Some(&[][..]),
        b'F' | b'I' | b'L' | b'P' => line(bytes),
        b'K' | 0x82 => take(bytes, 1),
        b'M' | 0x83 => take(bytes, 2),
        b'J' | 0x84 => take(bytes, 4),
        b'G' => take(bytes, 8),
        0x8a => sized(bytes, 1),
        0x8b => sized(bytes, 4),
        _ => None,
    };
    operand.map(|_| Step::Push)
}

fn take<'p>(bytes: &mut &'p [u8], count: usize) -> Option<&'p [u8]> {
    let (taken, rest) = bytes.split_at_checked(count)?;
    *bytes = rest;
    Some(taken)
}

/// A little-endian number of so many bytes.
fn number(bytes: &mut &[u8], size: usize) -> Option<u64> {
    Some(take(bytes, size)?.iter().rev().fold(0, |number, byte| number << 8 | u64::from(*byte)))
}

/// As many bytes as the number in front of them says.
fn sized<'p>(bytes: &mut &'p [u8], size: usize) -> Option<&'p [u8]> {
    let length = usize::try_from(number(bytes, size)?).ok()?;
    take(bytes, length)
}

fn line<'p>(bytes: &mut &'p [u8]) -> Option<&'p [u8]> {
    let end = memchr::memchr(b'\n', bytes)?;
    let line = take(bytes, end)?;
    take(bytes, 1)?;
    Some(line.strip_suffix(b"\r").unwrap_or(line))
}

fn decimal(line: &[u8]) -> Option<u64> {
    std::str::from_utf8(line).ok()?.parse().ok()
}

fn unquoted(line: &[u8]) -> &[u8] {
    match line {
        [b'\'', inner @ .., b'\''] | [b'"', inner @ .., b'"'] => inner,
        line => line,
    }
}

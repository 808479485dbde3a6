//! The end record and the central directory, found where Python's zipfile finds them.

use super::super::error::UnpackError;
use super::fields::{self, Names, u16_at, u32_at, u64_at};

const END: [u8; 4] = *b"PK\x05\x06";
const END_LENGTH: usize = 22;
const ENTRY: [u8; 4] = *b"PK\x01\x02";
const ENTRY_LENGTH: usize = 46;
const ZIP64_LOCATOR: [u8; 4] = *b"PK\x06\x07";
const ZIP64_LOCATOR_LENGTH: usize = 20;
const ZIP64_END: [u8; 4] = *b"PK\x06\x06";
const ZIP64_END_LENGTH: usize = 56;

/// Where the parts of the archive lie, as byte offsets from the beginning of the file.
#[derive(Debug)]
pub(super) struct End {
    /// The central directory.
    pub start: usize,
    pub stop: usize,
    /// What every offset in the archive has to be moved by: bytes put in front of it.
    pub shift: usize,
    pub count: u64,
    pub comment: (usize, usize),
    pub zip64: bool,
}

/// One entry of the central directory, zip64 fields resolved, offset moved by the shift.
#[derive(Debug, Clone)]
pub(super) struct Listed {
    pub name: Vec<u8>,
    pub other_name: Option<Vec<u8>>,
    pub flags: u16,
    pub method: u16,
    pub crc: u32,
    pub packed: u64,
    pub unpacked: u64,
    pub offset: u64,
    /// Unix mode; none when another system wrote the entry.
    pub mode: Option<u32>,
    pub comment: bool,
}

pub(super) fn find_end(bytes: &[u8]) -> Result<End, UnpackError> {
    let at = end_record(bytes).ok_or_else(|| UnpackError::Damaged("it has no end record; it may be cut short".to_owned()))?;
    let (mut count, mut size, mut offset) =
        (u64::from(u16_at(bytes, at + 10)), u64::from(u32_at(bytes, at + 12)), u64::from(u32_at(bytes, at + 16)));
    let comment_end = (at + END_LENGTH + usize::from(u16_at(bytes, at + 20))).min(bytes.len());
    let mut stop = at;
    let zip64 = zip64_end(bytes, at);
    if let Some(record) = zip64 {
        (count, size, offset) = (u64_at(bytes, record + 32), u64_at(bytes, record + 40), u64_at(bytes, record + 48));
        stop = record;
    }
    let outside = || UnpackError::Damaged("its end record names a directory outside the file".to_owned());
    let start = usize::try_from(size).ok().and_then(|size| stop.checked_sub(size)).ok_or_else(outside)?;
    let shift = usize::try_from(offset).ok().and_then(|offset| start.checked_sub(offset)).ok_or_else(outside)?;
    Ok(End { start, stop, shift, count, comment: (at + END_LENGTH, comment_end), zip64: zip64.is_some() })
}

/// The last end record within reach of the longest comment.
fn end_record(bytes: &[u8]) -> Option<usize> {
    let last = bytes.len().checked_sub(END_LENGTH)?;
    if bytes[last..].starts_with(&END) {
        return Some(last);
    }
    let first = last.saturating_sub(usize::from(u16::MAX));
    memchr::memmem::rfind(&bytes[first..last + END.len()], &END).map(|found| first + found)
}

/// Directly before its locator, as Python requires it.
fn zip64_end(bytes: &[u8], end: usize) -> Option<usize> {
    let locator = end.checked_sub(ZIP64_LOCATOR_LENGTH)?;
    let record = locator.checked_sub(ZIP64_END_LENGTH)?;
    (bytes[locator..].starts_with(&ZIP64_LOCATOR) && bytes[record..].starts_with(&ZIP64_END)).then_some(record)
}

/// Every record between start and stop; the count in the end record is not asked, as installers do not ask it.
pub(super) fn entries(bytes: &[u8], end: &End, most: u64) -> Result<Vec<Listed>, UnpackError> {
    let mut entries = Vec::new();
    let mut at = end.start;
    while at < end.stop {
        if entries.len() as u64 >= most {
            return Err(UnpackError::Limit { what: "entries", found: most + 1, limit: most });
        }
        let (entry, next) = entry(&bytes[..end.stop], at, end.shift)
            .ok_or_else(|| UnpackError::Damaged(format!("its directory holds no entry at byte {at}")))?;
        entries.push(entry);
        at = next;
    }
    Ok(entries)
}

fn entry(bytes: &[u8], at: usize, shift: usize) -> Option<(Listed, usize)> {
    let head = bytes.get(at..at + ENTRY_LENGTH)?;
    if !head.starts_with(&ENTRY) {
        return None;
    }
    let (name_length, extra_length, comment_length) =
        (usize::from(u16_at(head, 28)), usize::from(u16_at(head, 30)), usize::from(u16_at(head, 32)));
    let name = bytes.get(at + ENTRY_LENGTH..at + ENTRY_LENGTH + name_length)?;
    let extra_start = at + ENTRY_LENGTH + name_length;
    let extra = bytes.get(extra_start..extra_start + extra_length)?;
    let next = extra_start + extra_length + comment_length;
    if next > bytes.len() {
        return None;
    }
    let mut sizes = [u64::from(u32_at(head, 24)), u64::from(u32_at(head, 20)), u64::from(u32_at(head, 42))];
    let Names { other_name } = fields::read_extra(extra, &mut sizes);
    let unix = head[5] == 3;
    let entry = Listed {
        name: name.to_vec(),
        other_name,
        flags: u16_at(head, 8),
        method: u16_at(head, 10),
        crc: u32_at(head, 16),
        packed: sizes[1],
        unpacked: sizes[0],
        offset: sizes[2].saturating_add(shift as u64),
        mode: unix.then(|| u32_at(head, 38) >> 16),
        comment: comment_length > 0,
    };
    Some((entry, next))
}

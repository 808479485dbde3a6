//! The header in front of an entry's data, and the record that may follow it.

use super::fields::{self, Names, u16_at, u32_at};

pub(super) const LOCAL: [u8; 4] = *b"PK\x03\x04";
const LOCAL_LENGTH: usize = 30;
const DESCRIPTOR: [u8; 4] = *b"PK\x07\x08";

/// Sizes and checksum follow the data.
const STREAMED: u16 = 1 << 3;

#[derive(Debug, Clone)]
pub(super) struct Local {
    pub name: Vec<u8>,
    pub other_name: Option<Vec<u8>>,
    pub flags: u16,
    pub method: u16,
    pub crc: u32,
    pub packed: u64,
    pub unpacked: u64,
    /// Where the data begins.
    pub data: usize,
}

impl Local {
    pub fn streamed(&self) -> bool {
        self.flags & STREAMED != 0
    }
}

pub(super) fn parse(bytes: &[u8], at: usize) -> Option<Local> {
    let head = bytes.get(at..at.checked_add(LOCAL_LENGTH)?)?;
    if !head.starts_with(&LOCAL) {
        return None;
    }
    let (name_length, extra_length) = (usize::from(u16_at(head, 26)), usize::from(u16_at(head, 28)));
    let extra_start = at + LOCAL_LENGTH + name_length;
    let name = bytes.get(at + LOCAL_LENGTH..extra_start)?;
    let extra = bytes.get(extra_start..extra_start + extra_length)?;
    let mut sizes = [u64::from(u32_at(head, 22)), u64::from(u32_at(head, 18))];
    let Names { other_name } = fields::read_extra(extra, &mut sizes);
    Some(Local {
        name: name.to_vec(),
        other_name,
        flags: u16_at(head, 6),
        method: u16_at(head, 8),
        crc: u32_at(head, 14),
        packed: sizes[1],
        unpacked: sizes[0],
        data: extra_start + extra_length,
    })
}

/// Length of the record behind the data that says these values; none when no form of it does.
pub(super) fn descriptor_length(bytes: &[u8], at: usize, crc: u32, packed: u64, unpacked: u64) -> Option<usize> {
    let rest = bytes.get(at..)?;
    let narrow = [crc.to_le_bytes(), low(packed), low(unpacked)].concat();
    let wide = [&crc.to_le_bytes()[..], &packed.to_le_bytes(), &unpacked.to_le_bytes()].concat();
    let signature = if rest.starts_with(&DESCRIPTOR) { DESCRIPTOR.len() } else { 0 };
    // Without its signature first: a checksum may look like one.
    [(0, &wide), (0, &narrow), (signature, &wide), (signature, &narrow)]
        .into_iter()
        .find(|(skip, record)| rest[*skip..].starts_with(record))
        .map(|(skip, record)| skip + record.len())
}

/// What 32 bits keep of a size.
fn low(size: u64) -> [u8; 4] {
    let [a, b, c, d, ..] = size.to_le_bytes();
    [a, b, c, d]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_record_behind_the_data_comes_in_four_forms() {
        let narrow = [7_u32.to_le_bytes(), 8_u32.to_le_bytes(), 9_u32.to_le_bytes()].concat();
        let wide = [&7_u32.to_le_bytes()[..], &8_u64.to_le_bytes(), &9_u64.to_le_bytes()].concat();
        let signed = |record: &[u8]| [&DESCRIPTOR[..], record].concat();
        for record in [narrow.clone(), wide.clone(), signed(&narrow), signed(&wide)] {
            assert_eq!(descriptor_length(&record, 0, 7, 8, 9), Some(record.len()));
            assert_eq!(descriptor_length(&record, 0, 7, 8, 10), None);
        }
    }
}

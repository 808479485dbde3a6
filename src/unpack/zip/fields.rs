//! Little-endian fields and the extra blocks that both kinds of headers carry.

/// What 32 bits cannot hold is in the zip64 block instead.
const IN_ZIP64: u64 = 0xffff_ffff;

pub(super) fn u16_at(bytes: &[u8], at: usize) -> u16 {
    bytes.get(at..at + 2).map_or(0, |field| u16::from_le_bytes([field[0], field[1]]))
}

pub(super) fn u32_at(bytes: &[u8], at: usize) -> u32 {
    u32::from(u16_at(bytes, at)) | u32::from(u16_at(bytes, at + 2)) << 16
}

pub(super) fn u64_at(bytes: &[u8], at: usize) -> u64 {
    u64::from(u32_at(bytes, at)) | u64::from(u32_at(bytes, at + 4)) << 32
}

#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Names {
    /// A second name, which some readers take instead of the first.
    pub other_name: Option<Vec<u8>>,
}

/// Fills in the sizes that the header leaves to its zip64 block, in their order: unpacked, packed, offset.
pub(super) fn read_extra(mut extra: &[u8], sizes: &mut [u64]) -> Names {
    let mut names = Names::default();
    while extra.len() >= 4 {
        let (id, length) = (u16_at(extra, 0), usize::from(u16_at(extra, 2)));
        let Some(block) = extra.get(4..4 + length) else { break };
        match id {
            0x0001 => read_zip64(block, sizes),
            // Info-ZIP's Unicode path: a version, a checksum, the name.
            0x7075 if block.len() > 5 => names.other_name = Some(block[5..].to_vec()),
            _ => {}
        }
        extra = &extra[4 + length..];
    }
    names
}

fn read_zip64(mut block: &[u8], sizes: &mut [u64]) {
    for size in sizes.iter_mut().filter(|size| **size == IN_ZIP64) {
        if block.len() < 8 {
            return;
        }
        *size = u64_at(block, 0);
        block = &block[8..];
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn zip64_gives_only_what_the_header_leaves_to_it() {
        let extra = [&[1, 0, 8, 0][..], &7_u64.to_le_bytes(), &[0x75, 0x70, 6, 0, 1, 0, 0, 0, 0, b'x']].concat();
        let mut sizes = [12, IN_ZIP64, 3];
        let names = read_extra(&extra, &mut sizes);
        assert_eq!((sizes, names.other_name), ([12, 7, 3], Some(b"x".to_vec())));
    }

    #[test]
    fn a_block_that_does_not_fit_ends_the_reading() {
        let mut sizes = [IN_ZIP64];
        assert_eq!(read_extra(&[1, 0, 9, 0, 1, 2], &mut sizes), Names::default());
        assert_eq!(sizes, [IN_ZIP64]);
    }
}

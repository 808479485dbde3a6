//! All members of a gzip stream as one reader, each checked against its CRC.

use std::io::{self, Read};

use flate2::bufread::GzDecoder;

use super::error::UnpackError;
use super::limits::{Budget, Limits};

pub(super) const MAGIC: [u8; 2] = [0x1f, 0x8b];

/// Fails where a member is damaged or a limit is reached; ends only when every member was checked to its end.
pub(super) struct Members<'a> {
    current: Option<GzDecoder<&'a [u8]>>,
    rest: &'a [u8],
    budget: Budget,
    pub count: usize,
}

impl<'a> Members<'a> {
    pub fn new(bytes: &'a [u8], limits: &Limits) -> Self {
        Self { current: None, rest: bytes, budget: Budget::new(limits, Some(bytes.len())), count: 0 }
    }

    /// What follows the last member; zeros are padding that every reader skips.
    pub fn trailing(&self) -> &'a [u8] {
        if self.rest.iter().all(|byte| *byte == 0) { &[] } else { self.rest }
    }

    fn open_next(&mut self) -> bool {
        let more = self.rest.starts_with(&MAGIC);
        if more {
            self.count += 1;
            self.current = Some(GzDecoder::new(self.rest));
        }
        more
    }
}

impl Read for Members<'_> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        if buffer.is_empty() {
            return Ok(0);
        }
        loop {
            let Some(decoder) = &mut self.current else {
                if self.open_next() {
                    continue;
                }
                return Ok(0);
            };
            let read = decoder.read(buffer).map_err(|error| damaged(self.count, &error))?;
            if read > 0 {
                self.budget.bytes(read as u64).map_err(UnpackError::into_io)?;
                return Ok(read);
            }
            self.rest = self.current.take().map_or(self.rest, GzDecoder::into_inner);
        }
    }
}

fn damaged(member: usize, error: &io::Error) -> io::Error {
    let what = match error.kind() {
        io::ErrorKind::UnexpectedEof => "it is cut short".to_owned(),
        _ => error.to_string(),
    };
    UnpackError::Damaged(format!("gzip member {member}: {what}")).into_io()
}

#[cfg(test)]
mod tests {
    use std::io::Write;

    use flate2::Compression;
    use flate2::write::GzEncoder;

    use super::*;

    fn gzip(bytes: &[u8]) -> Vec<u8> {
        let mut encoder = GzEncoder::new(Vec::new(), Compression::default());
        encoder.write_all(bytes).unwrap();
        encoder.finish().unwrap()
    }

    fn all(bytes: &[u8], limits: &Limits) -> Result<(Vec<u8>, usize, Vec<u8>), UnpackError> {
        let mut members = Members::new(bytes, limits);
        let mut out = Vec::new();
        members.read_to_end(&mut out).map_err(UnpackError::from_io)?;
        Ok((out, members.count, members.trailing().to_vec()))
    }

    #[test]
    fn every_member_is_read_and_padding_is_no_data() {
        let two = [gzip(b"one "), gzip(b"two"), vec![0; 20]].concat();
        assert_eq!(all(&two, &Limits::default()).unwrap(), (b"one two".to_vec(), 2, vec![]));
        let more = [gzip(b"one"), b"more".to_vec()].concat();
        assert_eq!(all(&more, &Limits::default()).unwrap(), (b"one".to_vec(), 1, b"more".to_vec()));
    }

    #[test]
    fn a_wrong_checksum_is_damage_even_when_all_data_came_out() {
        let mut bytes = gzip(b"some text");
        let crc = bytes.len() - 8;
        bytes[crc] ^= 1;
        assert!(matches!(all(&bytes, &Limits::default()), Err(UnpackError::Damaged(_))));
    }

    #[test]
    fn a_cut_stream_is_damage_wherever_it_is_cut() {
        let bytes = gzip(b"some text that is long enough to be cut");
        for length in 2..bytes.len() {
            assert!(matches!(all(&bytes[..length], &Limits::default()), Err(UnpackError::Damaged(_))), "{length}");
        }
    }

    #[test]
    fn bombs_end_at_the_ratio_and_at_the_size() {
        let zeros = gzip(&vec![0; 8 << 20]);
        assert!(matches!(all(&zeros, &Limits { ratio: 100, ..Limits::default() }), Err(UnpackError::Limit { limit: 100, .. })));
        assert!(matches!(all(&zeros, &Limits { unpacked_bytes: 4 << 20, ..Limits::default() }), Err(UnpackError::Limit { .. })));
    }
}

//! One entry's data → its content, under the budget.

use std::io::Read;

use flate2::bufread::DeflateDecoder;

use super::super::error::UnpackError;
use super::super::limits::{Budget, RATIO_FLOOR};

const STORED: u16 = 0;
const DEFLATED: u16 = 8;
/// A content is not given more room than this before its bytes are seen: sizes are only claims.
const TRUSTED_SIZE: u64 = 16 << 20;

#[derive(Debug, PartialEq, Eq)]
pub(super) struct Content {
    pub bytes: Vec<u8>,
    /// Packed bytes that were used.
    pub used: usize,
    /// Why the content is not whole.
    pub broken: Option<String>,
}

/// None for a method that no installer reads.
pub(super) fn content(data: &[u8], method: u16, claimed: u64, budget: &mut Budget) -> Result<Option<Content>, UnpackError> {
    let content = match method {
        STORED => Content { bytes: stored(data, budget)?, used: data.len(), broken: None },
        DEFLATED => inflate(data, claimed, budget)?,
        _ => return Ok(None),
    };
    budget.bytes(content.bytes.len() as u64)?;
    Ok(Some(content))
}

/// Overlapping entries could each claim the whole archive, so the budget is asked before the copy.
fn stored(data: &[u8], budget: &Budget) -> Result<Vec<u8>, UnpackError> {
    budget.clone().bytes(data.len() as u64)?;
    Ok(data.to_vec())
}

fn inflate(data: &[u8], claimed: u64, budget: &Budget) -> Result<Content, UnpackError> {
    let allowed = RATIO_FLOOR.max((data.len() as u64).saturating_mul(budget.limits.ratio));
    // One byte more than fits, so that the budget sees it.
    let most = allowed.min(budget.left()) + 1;
    let mut decoder = DeflateDecoder::new(data).take(most);
    let mut bytes = Vec::with_capacity(usize::try_from(claimed.min(TRUSTED_SIZE).min(most)).unwrap_or(0));
    let result = decoder.read_to_end(&mut bytes);
    if bytes.len() as u64 > allowed {
        let found = bytes.len() as u64 / (data.len() as u64).max(1);
        return Err(UnpackError::Limit { what: "bytes unpacked from each packed byte", found, limit: budget.limits.ratio });
    }
    // Thousands of entries may claim much and hold little.
    bytes.shrink_to_fit();
    let used = data.len() - decoder.into_inner().into_inner().len();
    Ok(Content { bytes, used, broken: result.err().map(|error| error.to_string()) })
}

#[cfg(test)]
mod tests {
    use std::io::Write;

    use flate2::Compression;
    use flate2::write::DeflateEncoder;

    use super::super::super::limits::Limits;
    use super::*;

    fn deflate(bytes: &[u8]) -> Vec<u8> {
        let mut encoder = DeflateEncoder::new(Vec::new(), Compression::default());
        encoder.write_all(bytes).unwrap();
        encoder.finish().unwrap()
    }

    fn budget(unpacked_bytes: u64, ratio: u64) -> Budget {
        Budget::new(&Limits { unpacked_bytes, ratio, ..Limits::default() }, None)
    }

    #[test]
    fn data_behind_the_compressed_stream_is_counted() {
        let data = [deflate(b"text"), b"more".to_vec()].concat();
        let content = content(&data, DEFLATED, 4, &mut budget(100, 1000)).unwrap().unwrap();
        assert_eq!((content.bytes, content.used, content.broken), (b"text".to_vec(), data.len() - 4, None));
    }

    #[test]
    fn a_cut_stream_gives_what_came_out_and_says_so() {
        let data = deflate(b"text that is not short");
        let content = content(&data[..data.len() - 3], DEFLATED, 4, &mut budget(100, 1000)).unwrap().unwrap();
        assert!(content.broken.is_some());
    }

    #[test]
    fn bombs_end_at_the_ratio_and_at_the_size() {
        let data = deflate(&vec![0; 4 << 20]);
        assert!(matches!(content(&data, DEFLATED, 9, &mut budget(1 << 30, 100)), Err(UnpackError::Limit { limit: 100, .. })));
        assert!(matches!(content(&data, DEFLATED, 9, &mut budget(1 << 20, 2000)), Err(UnpackError::Limit { .. })));
        assert!(matches!(content(&data, STORED, 9, &mut budget(10, 1000)), Err(UnpackError::Limit { .. })));
    }
}

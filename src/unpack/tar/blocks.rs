//! A tar stream, block by block.

use std::io::Read;

use super::super::error::UnpackError;
use super::header::BLOCK;

/// A body is not given more room than this before its bytes are seen: sizes are only claims.
const TRUSTED_SIZE: u64 = 4 << 20;

pub(super) struct Blocks<R> {
    reader: R,
}

pub(super) enum Next {
    Block(Box<[u8; BLOCK]>),
    /// The stream ends inside a block.
    Partial(Vec<u8>),
    End,
}

/// A body that may be shorter than announced.
pub(super) struct Body {
    pub bytes: Vec<u8>,
    pub whole: bool,
}

impl<R: Read> Blocks<R> {
    pub fn new(reader: R) -> Self {
        Self { reader }
    }

    pub fn next(&mut self) -> Result<Next, UnpackError> {
        let mut block = Box::new([0; BLOCK]);
        let filled = self.fill(block.as_mut_slice())?;
        Ok(match filled {
            0 => Next::End,
            BLOCK => Next::Block(block),
            partial => Next::Partial(block[..partial].to_vec()),
        })
    }

    /// The bytes, and then the padding to the next block; a stream that ends inside the padding is whole.
    pub fn body(&mut self, size: u64) -> Result<Body, UnpackError> {
        let room = usize::try_from(size.min(TRUSTED_SIZE)).unwrap_or(0);
        let mut bytes = Vec::with_capacity(room);
        let read = (&mut self.reader).take(size).read_to_end(&mut bytes).map_err(UnpackError::from_io)? as u64;
        bytes.shrink_to_fit();
        self.skip_padding(size)?;
        Ok(Body { bytes, whole: read == size })
    }

    /// Reads past a body without keeping it; tells whether it was all there.
    pub fn skip(&mut self, size: u64) -> Result<bool, UnpackError> {
        let skipped = std::io::copy(&mut (&mut self.reader).take(size), &mut std::io::sink()).map_err(UnpackError::from_io)?;
        self.skip_padding(size)?;
        Ok(skipped == size)
    }

    fn skip_padding(&mut self, size: u64) -> Result<(), UnpackError> {
        let inside = (size % BLOCK as u64) as usize;
        if inside > 0 {
            self.fill(&mut [0; BLOCK][inside..])?;
        }
        Ok(())
    }

    fn fill(&mut self, buffer: &mut [u8]) -> Result<usize, UnpackError> {
        let mut filled = 0;
        while filled < buffer.len() {
            match self.reader.read(&mut buffer[filled..]).map_err(UnpackError::from_io)? {
                0 => break,
                read => filled += read,
            }
        }
        Ok(filled)
    }
}

//! Tar as the installers read it, and what they read past: behind end marks, bad checksums and odd headers.

mod blocks;
mod entry;
mod header;
mod pax;
mod walk;

#[cfg(test)]
mod differential;
#[cfg(test)]
mod tests;

use std::io::Read;

use super::error::UnpackError;
use super::gather::Gather;
use blocks::Blocks;
use walk::Walk;

pub(super) use header::{BLOCK, Parsed, parse as parse_header};

/// Whose reading decides what is installed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Reader {
    /// npm: goes on behind a single zero block and behind a header with a wrong checksum.
    NodeTar,
    /// pip: stops at both without a word.
    Tarfile,
}

/// Reads the stream to its very end.
pub(super) fn walk(stream: impl Read, reader: Reader, gather: &mut Gather) -> Result<(), UnpackError> {
    Walk::new(reader, gather).run(&mut Blocks::new(stream))
}

/// The entries' names as plain headers give them, until `found` says enough; for telling archives apart.
pub(super) fn any_name(stream: impl Read, mut found: impl FnMut(&str) -> bool) -> Result<bool, UnpackError> {
    let mut blocks = Blocks::new(stream);
    while let blocks::Next::Block(block) = blocks.next()? {
        let Parsed::Header(header) = parse_header(&block) else { continue };
        if found(&String::from_utf8_lossy(&header.plain_path(true))) {
            return Ok(true);
        }
        let (header::Size::Octal(size) | header::Size::Binary(size)) = header.size else { continue };
        blocks.skip(size)?;
    }
    Ok(false)
}

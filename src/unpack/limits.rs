//! How much is read at most, and the count of what was read so far.

use super::error::UnpackError;

/// The largest package among npm's most used thousand has 154 MiB and 8,065 files; these leave room and still end.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Limits {
    /// Bytes after unpacking, tar headers included; going over is an error.
    pub unpacked_bytes: u64,
    /// Entries of any type; going over is an error.
    pub entries: u64,
    /// Bytes out for each byte in, once [`RATIO_FLOOR`] is passed; going over is an error, as with npm.
    pub ratio: u64,
    /// Parts of a path; an entry nested deeper is left out with an anomaly, as npm leaves it out.
    pub depth: usize,
    /// Bytes of a path; an entry with a longer one is left out with an anomaly: no system could place it.
    pub name_bytes: usize,
    /// Bytes of a PAX header or GNU long name; a larger one is left out with an anomaly, as npm leaves it out.
    pub extended_header_bytes: u64,
}

impl Default for Limits {
    fn default() -> Self {
        Self { unpacked_bytes: 1 << 30, entries: 200_000, ratio: 1000, depth: 1024, name_bytes: 4096, extended_header_bytes: 1 << 20 }
    }
}

/// What a few kilobytes may become whatever their ratio: small files of one repeated byte are no bombs.
pub(super) const RATIO_FLOOR: u64 = 1 << 20;

/// Counts against [`Limits`].
#[derive(Debug, Clone)]
pub(super) struct Budget {
    pub limits: Limits,
    /// Size of the archive; none for a folder, where nothing is packed.
    packed: Option<u64>,
    unpacked: u64,
    entries: u64,
}

impl Budget {
    pub fn new(limits: &Limits, packed: Option<usize>) -> Self {
        Self { limits: limits.clone(), packed: packed.map(|packed| packed as u64), unpacked: 0, entries: 0 }
    }

    pub fn entry(&mut self) -> Result<(), UnpackError> {
        self.entries += 1;
        if self.entries > self.limits.entries {
            return Err(UnpackError::Limit { what: "entries", found: self.entries, limit: self.limits.entries });
        }
        Ok(())
    }

    pub fn bytes(&mut self, count: u64) -> Result<(), UnpackError> {
        self.unpacked = self.unpacked.saturating_add(count);
        if self.unpacked > self.limits.unpacked_bytes {
            return Err(UnpackError::Limit { what: "bytes after unpacking", found: self.unpacked, limit: self.limits.unpacked_bytes });
        }
        let Some(packed) = self.packed else { return Ok(()) };
        if self.unpacked > RATIO_FLOOR.max(packed.saturating_mul(self.limits.ratio)) {
            let found = self.unpacked / packed.max(1);
            return Err(UnpackError::Limit { what: "bytes unpacked from each packed byte", found, limit: self.limits.ratio });
        }
        Ok(())
    }

    /// How many more bytes fit.
    pub fn left(&self) -> u64 {
        self.limits.unpacked_bytes.saturating_sub(self.unpacked)
    }
}

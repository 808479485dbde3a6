//! Zip: the central directory decides what is installed; the local headers are read as well, and every difference is said.

mod decode;
mod directory;
mod entry;
mod fields;
mod hunt;
mod local;

#[cfg(test)]
mod tests;

use crate::model::{AnomalyKind, ArtifactKind};

use super::error::UnpackError;
use super::gather::Gather;
use directory::End;

pub(super) struct Archive<'a> {
    bytes: &'a [u8],
    kind: ArtifactKind,
    end: End,
}

/// The stretch of the file that one entry covers: header, data, and the record behind it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Span {
    start: usize,
    stop: usize,
}

pub(super) fn has_end_record(bytes: &[u8]) -> bool {
    directory::find_end(bytes).is_ok()
}

pub(super) fn read(bytes: &[u8], kind: ArtifactKind, gather: &mut Gather) -> Result<(), UnpackError> {
    let archive = Archive { bytes, kind, end: directory::find_end(bytes)? };
    let listed = directory::entries(bytes, &archive.end, gather.budget.limits.entries)?;
    archive.note_end(listed.len(), gather);
    let mut spans = Vec::with_capacity(listed.len());
    for entry in &listed {
        gather.budget.entry()?;
        spans.extend(archive.entry(entry, gather)?);
    }
    archive.between(spans, gather)
}

impl Archive<'_> {
    fn note_end(&self, listed: usize, gather: &mut Gather) {
        let End { count, zip64, comment, .. } = self.end;
        let expected = if zip64 { listed as u64 } else { listed as u64 & 0xffff };
        if count != expected {
            let detail = format!("the end record counts {count} entries, the directory holds {listed}");
            gather.notes.whole(AnomalyKind::HeaderMismatch, detail);
        }
        if zip64 {
            gather.notes.whole(AnomalyKind::OddEncoding, "a zip64 end record");
        }
        if is_signature(&self.bytes[comment.0..]) {
            return;
        }
        if comment.1 > comment.0 {
            gather.notes.whole(AnomalyKind::OddEncoding, format!("an archive comment of {} bytes", comment.1 - comment.0));
        }
        if comment.1 < self.bytes.len() {
            gather.notes.whole(AnomalyKind::TrailingData, format!("{} bytes behind the end record", self.bytes.len() - comment.1));
        }
    }

    /// What no entry covers, and what two entries cover.
    fn between(&self, mut spans: Vec<Span>, gather: &mut Gather) -> Result<(), UnpackError> {
        spans.sort_unstable();
        let mut covered = 0;
        let end = Span { start: self.end.start, stop: self.end.start };
        for span in spans.into_iter().chain([end]) {
            if span.start < covered {
                let detail = format!("entries overlap at byte {}", span.start);
                gather.notes.whole(AnomalyKind::HeaderMismatch, detail);
            } else if span.start > covered {
                let place = if covered == 0 { "in front of the first entry" } else { "that belong to no entry" };
                gather.notes.whole(AnomalyKind::TrailingData, format!("{} bytes {place}", span.start - covered));
                self.hunt(covered, span.start, gather)?;
            }
            covered = covered.max(span.stop);
        }
        if is_signature(&self.bytes[self.end.comment.0..]) { Ok(()) } else { self.hunt(self.end.comment.0, self.bytes.len(), gather) }
    }
}

/// Signed MCP bundles carry their signature behind the end record: a mark, a length, a PKCS #7 block, a mark.
fn is_signature(bytes: &[u8]) -> bool {
    [("MCPB_SIG_V1", "MCPB_SIG_END"), ("DXT_SIG_V1", "DXT_SIG_END")].into_iter().any(|(head, foot)| {
        let Some(inner) = bytes.strip_prefix(head.as_bytes()).and_then(|rest| rest.strip_suffix(foot.as_bytes())) else { return false };
        inner.len() >= 4 && fields::u32_at(inner, 0) as usize == inner.len() - 4
    })
}

//! Local entries that the directory does not list: only readers that go from header to header see them.

use memchr::memmem;

use crate::model::AnomalyKind;

use super::super::error::UnpackError;
use super::super::gather::{Gather, Standing};
use super::local::{self, LOCAL, Local};
use super::{Archive, decode, entry};

impl Archive<'_> {
    /// Reads what begins like an entry between `start` and `stop`, each byte as the head of at most one.
    pub(super) fn hunt(&self, start: usize, stop: usize, gather: &mut Gather) -> Result<(), UnpackError> {
        let stretch = &self.bytes[..stop];
        let mut at = start;
        while let Some(found) = memmem::find(&stretch[at..], &LOCAL) {
            at += found;
            let Some(local) = local::parse(stretch, at) else {
                at += LOCAL.len();
                continue;
            };
            gather.budget.entry()?;
            let shown = String::from_utf8_lossy(&local.name).into_owned();
            gather.notes.add(AnomalyKind::HeaderMismatch, &shown, "a local entry that the directory does not list");
            at = read_unlisted(stretch, &local, gather)?.unwrap_or(at + LOCAL.len());
        }
        Ok(())
    }
}

/// Where the entry ends; none when its data makes no sense.
fn read_unlisted(stretch: &[u8], local: &Local, gather: &mut Gather) -> Result<Option<usize>, UnpackError> {
    let rest = stretch.get(local.data..).unwrap_or_default();
    let data = match usize::try_from(local.packed) {
        Ok(0) if local.streamed() => rest,
        Ok(packed) => &rest[..packed.min(rest.len())],
        Err(_) => rest,
    };
    let Some(content) = decode::content(data, local.method, local.unpacked, &mut gather.budget)? else {
        let shown = String::from_utf8_lossy(&local.name);
        gather.notes.add(AnomalyKind::OddEncoding, &shown, format!("compression method {}; not read", local.method));
        return Ok(None);
    };
    let whole = content.broken.is_none();
    let end = local.data + content.used;
    entry::keep(&local.name, content, None, Standing::Hidden, gather);
    Ok(whole.then_some(end))
}

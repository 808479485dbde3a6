//! One listed entry: its content as installers read it, and as a reader of the local header alone would.

use crate::model::{AnomalyKind, ArtifactKind};

use super::super::error::UnpackError;
use super::super::gather::{Gather, Standing};
use super::decode::{self, Content};
use super::directory::Listed;
use super::local::{self, Local};
use super::{Archive, Span};

const ENCRYPTED: u16 = 1;
const UTF8: u16 = 1 << 11;
/// The file type's bits of a Unix mode, and the types that are no plain files.
const TYPE: u32 = 0o170_000;
const LINK: u32 = 0o120_000;
const PLAIN: u32 = 0o100_000;
const FOLDER: u32 = 0o040_000;

impl Archive<'_> {
    /// None when nothing lies where the directory points.
    pub(super) fn entry(&self, listed: &Listed, gather: &mut Gather) -> Result<Option<Span>, UnpackError> {
        let shown = String::from_utf8_lossy(&listed.name).into_owned();
        self.note_listed(listed, &shown, gather);
        let offset = usize::try_from(listed.offset).unwrap_or(usize::MAX);
        let Some(local) = local::parse(&self.bytes[..self.end.start], offset) else {
            gather.notes.add(AnomalyKind::HeaderMismatch, &shown, "the directory points at no local header; the entry was not read");
            return Ok(None);
        };
        let data = self.data(local.data, listed.packed);
        if (data.len() as u64) < listed.packed {
            let detail = format!("{} packed bytes are announced, {} are there", listed.packed, data.len());
            gather.notes.add(AnomalyKind::Damaged, &shown, detail);
        }
        if let Some(content) = self.content(data, listed, &shown, gather)? {
            check(&content, data, listed, &shown, gather);
            keep(&listed.name, content, listed.mode, Standing::Installed, gather);
        }
        if note_differences(listed, &local, &shown, gather) {
            self.as_local_says(listed, &local, gather)?;
        }
        Ok(Some(self.span(offset, listed, &local, &shown, gather)))
    }

    fn note_listed(&self, listed: &Listed, shown: &str, gather: &mut Gather) {
        if listed.comment {
            gather.notes.add(AnomalyKind::OddEncoding, shown, "a comment in the directory");
        }
        if listed.name.contains(&0) {
            gather.notes.add(AnomalyKind::OddName, shown, "a NUL in the name; Python cuts the name there");
        }
        if self.kind == ArtifactKind::Wheel && !listed.name.is_ascii() && listed.flags & UTF8 == 0 {
            gather.notes.add(AnomalyKind::OddName, shown, "a name beyond ASCII without the UTF-8 mark; readers spell it differently");
        }
        if listed.other_name.as_ref().is_some_and(|other| *other != listed.name) {
            gather.notes.add(AnomalyKind::HeaderMismatch, shown, "a second name in an extra block; readers differ on which they take");
        }
        match listed.mode.map(|mode| mode & TYPE) {
            None | Some(0 | PLAIN | FOLDER | LINK) => {}
            Some(_) => gather.notes.add(AnomalyKind::Device, shown, "marked as a device or pipe"),
        }
    }

    /// The stretch of data, as far as the file has it in front of the directory.
    fn data(&self, start: usize, length: u64) -> &[u8] {
        let stop = start.saturating_add(usize::try_from(length).unwrap_or(usize::MAX)).min(self.end.start);
        self.bytes.get(start..stop).unwrap_or_default()
    }

    fn content(&self, data: &[u8], listed: &Listed, shown: &str, gather: &mut Gather) -> Result<Option<Content>, UnpackError> {
        if listed.flags & ENCRYPTED != 0 {
            gather.notes.add(AnomalyKind::OddEncoding, shown, "encrypted; not read");
            return Ok(None);
        }
        let content = decode::content(data, listed.method, listed.unpacked, &mut gather.budget)?;
        if content.is_none() {
            gather.notes.add(AnomalyKind::OddEncoding, shown, format!("compression method {}; not read", listed.method));
        }
        Ok(content)
    }

    /// A reader that goes from local header to local header sees this.
    fn as_local_says(&self, listed: &Listed, local: &Local, gather: &mut Gather) -> Result<(), UnpackError> {
        let packed = if local.streamed() && local.packed == 0 { listed.packed } else { local.packed };
        let data = self.data(local.data, packed);
        if local.flags & ENCRYPTED != 0 {
            return Ok(());
        }
        if let Some(content) = decode::content(data, local.method, local.unpacked, &mut gather.budget)? {
            keep(&local.name, content, None, Standing::Hidden, gather);
        }
        Ok(())
    }

    fn span(&self, offset: usize, listed: &Listed, local: &Local, shown: &str, gather: &mut Gather) -> Span {
        let stop = local.data + self.data(local.data, listed.packed).len();
        if !local.streamed() {
            return Span { start: offset, stop };
        }
        let before_directory = &self.bytes[..self.end.start];
        let record = local::descriptor_length(before_directory, stop, listed.crc, listed.packed, listed.unpacked);
        if record.is_none() {
            gather.notes.add(AnomalyKind::HeaderMismatch, shown, "the record behind the data is not what the directory says");
        }
        Span { start: offset, stop: stop + record.unwrap_or(0) }
    }
}

fn check(content: &Content, data: &[u8], listed: &Listed, shown: &str, gather: &mut Gather) {
    let mut note = |detail: String| gather.notes.add(AnomalyKind::Damaged, shown, detail);
    if let Some(broken) = &content.broken {
        note(broken.clone());
    }
    if content.bytes.len() as u64 != listed.unpacked {
        note(format!("{} bytes are announced, {} came out", listed.unpacked, content.bytes.len()));
    }
    if crc32(&content.bytes) != listed.crc {
        note("its checksum is wrong".to_owned());
    }
    if content.used < data.len() {
        note(format!("{} bytes behind its compressed data", data.len() - content.used));
    }
}

fn crc32(bytes: &[u8]) -> u32 {
    let mut crc = flate2::Crc::new();
    crc.update(bytes);
    crc.sum()
}

/// Tells whether a reader of the local header would see another file.
fn note_differences(listed: &Listed, local: &Local, shown: &str, gather: &mut Gather) -> bool {
    let said_later = |value: u64| local.streamed() && matches!(value, 0 | 0xffff_ffff);
    let sizes_differ = |here: u64, there: u64| here != there && !said_later(here);
    let packed = sizes_differ(local.packed, listed.packed);
    let found = [
        (local.name != listed.name, "names"),
        (local.method != listed.method, "methods"),
        (packed, "packed sizes"),
        (sizes_differ(local.unpacked, listed.unpacked), "unpacked sizes"),
        (sizes_differ(u64::from(local.crc), u64::from(listed.crc)), "checksums"),
        ((local.flags ^ listed.flags) & (ENCRYPTED | UTF8) != 0, "flags"),
        (
            local.other_name.is_some() && local.other_name != listed.other_name && local.other_name.as_ref() != Some(&local.name),
            "second names",
        ),
    ];
    let words: Vec<&str> = found.iter().filter(|(differs, _)| *differs).map(|(_, word)| *word).collect();
    if words.is_empty() {
        return false;
    }
    let detail = format!("local header and directory give different {}", words.join(", "));
    gather.notes.add(AnomalyKind::HeaderMismatch, shown, detail);
    local.name != listed.name || local.method != listed.method || packed
}

/// Files a content under its name; a folder with content is a file to some readers.
pub(super) fn keep(name: &[u8], content: Content, mode: Option<u32>, standing: Standing, gather: &mut Gather) {
    let shown = String::from_utf8_lossy(name);
    // pip places a link as a plain file that holds the target's name, so it is kept as one.
    if mode.is_some_and(|mode| mode & TYPE == LINK) {
        gather.notes.add(AnomalyKind::Symlink, &shown, format!("links to {}", String::from_utf8_lossy(&content.bytes)));
    }
    let name = name.split(|byte| *byte == 0).next().unwrap_or_default();
    if !name.ends_with(b"/") {
        let executable = mode.is_some_and(|mode| mode & 0o111 != 0);
        gather.file(name, content.bytes, executable, standing);
    } else if content.bytes.is_empty() {
        gather.name_only(name);
    } else {
        gather.notes.add(AnomalyKind::OddEncoding, &shown, format!("a folder with a content of {} bytes", content.bytes.len()));
        gather.file(name, content.bytes, false, Standing::Hidden);
    }
}

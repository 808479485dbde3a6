//! What one header becomes: a file, a link, or something that readers disagree about.

use std::io::Read;

use crate::model::{AnomalyKind, RelPath};

use super::super::error::UnpackError;
use super::super::gather::Standing;
use super::Reader;
use super::blocks::Blocks;
use super::header::{Header, Size};
use super::pax::Records;
use super::walk::Walk;

/// Entries inside contents inside contents: deeper than this nobody hides anything that installers would find.
const NESTING: usize = 3;
/// What a plain name field holds; a shorter name needs no extended header.
const NAME_FIELD: usize = 100;

/// An entry with its extended headers applied.
struct Resolved {
    name: Vec<u8>,
    shown: String,
    link: Vec<u8>,
    size: u64,
    kind: u8,
    executable: bool,
}

impl Walk<'_> {
    pub fn entry<R: Read>(&mut self, header: &Header, blocks: &mut Blocks<R>) -> Result<(), UnpackError> {
        let Some(entry) = self.resolve(header) else { return Ok(()) };
        let standing = self.standing(&entry.shown);
        let folder_name = entry.name.ends_with(b"/");
        match entry.kind {
            b'5' => self.folder(&entry),
            0 if folder_name => self.folder(&entry),
            b'0' if folder_name && entry.size == 0 => self.folder(&entry),
            0 | b'0' if !folder_name && entry.link.is_empty() => self.file(&entry, standing, blocks)?,
            0 | b'0' => self.disputed(&entry, standing, blocks)?,
            b'1' | b'2' => {
                self.link(&entry, standing);
                self.disputed(&entry, standing, blocks)?;
            }
            b'3' | b'4' | b'6' => {
                self.gather.notes.add(AnomalyKind::Device, &entry.shown, "a device or pipe");
                self.gather.name_only(&entry.name);
                self.disputed(&entry, standing, blocks)?;
            }
            other => {
                self.gather.notes.add(
                    AnomalyKind::OddEncoding,
                    &entry.shown,
                    format!("entry type `{}`, which npm leaves out", other.escape_ascii()),
                );
                self.file(&entry, self.unless_npm(standing), blocks)?;
            }
        }
        Ok(())
    }

    /// None when the header is dropped; the extended headers before it are used up in any case.
    fn resolve(&mut self, header: &Header) -> Option<Resolved> {
        let records = std::mem::take(&mut self.pending);
        let plain = header.plain_path(header.ustar || self.reader == Reader::Tarfile);
        let shown = String::from_utf8_lossy(records.path.as_ref().unwrap_or(&plain)).into_owned();
        if !header.ustar && !header.prefix.is_empty() {
            self.gather.notes.add(
                AnomalyKind::PaxMismatch,
                &shown,
                "a name prefix in a header of another format; Python uses it, npm does not",
            );
        }
        if records.path.as_ref().is_some_and(|path| needlessly_differs(path, &plain)) {
            let detail = format!("the plain header says `{}`", String::from_utf8_lossy(&plain).escape_debug());
            self.gather.notes.add(AnomalyKind::PaxMismatch, &shown, detail);
        }
        let global_path = self.global.path.clone().filter(|_| self.reader == Reader::Tarfile);
        let size = self.resolve_size(&shown, header, &records)?;
        Some(Resolved {
            name: records.path.or(global_path).unwrap_or(plain),
            shown,
            link: records.link.unwrap_or_else(|| header.link.clone()),
            size,
            kind: header.kind,
            executable: header.mode & 0o111 != 0,
        })
    }

    /// Every installer lets the extended header win over the plain one.
    fn resolve_size(&mut self, shown: &str, header: &Header, records: &Records) -> Option<u64> {
        let Some(size) = records.size.or(self.global.size) else { return self.plain_size(shown, header.size) };
        if !matches!(header.size, Size::Octal(plain) | Size::Binary(plain) if plain == size) {
            let detail = format!("the extended header says {size} bytes, the plain one another size");
            self.gather.notes.add(AnomalyKind::PaxMismatch, shown, detail);
        }
        if i64::try_from(size).is_ok() { Some(size) } else { self.plain_size(shown, Size::Huge) }
    }

    fn folder(&mut self, entry: &Resolved) {
        self.gather.name_only(&entry.name);
        if entry.size > 0 {
            let detail = format!("a folder that announces {} bytes; installers read them as further entries", entry.size);
            self.gather.notes.add(AnomalyKind::OddEncoding, &entry.shown, detail);
        }
    }

    fn file<R: Read>(&mut self, entry: &Resolved, standing: Standing, blocks: &mut Blocks<R>) -> Result<(), UnpackError> {
        let body = blocks.body(entry.size)?;
        self.check_whole(&entry.shown, body.whole, entry.size)?;
        self.gather.file(&entry.name, body.bytes, entry.executable, standing);
        Ok(())
    }

    fn link(&mut self, entry: &Resolved, standing: Standing) {
        let target = String::from_utf8_lossy(&entry.link).into_owned();
        let kind = if entry.kind == b'1' { AnomalyKind::Hardlink } else { AnomalyKind::Symlink };
        self.gather.notes.add(kind, &entry.shown, format!("links to {}", if target.is_empty() { "nothing" } else { &target }));
        let Some(path) = self.gather.name_only(&entry.name) else { return };
        // npm places no links at all.
        if self.reader == Reader::NodeTar || standing == Standing::Hidden {
            return;
        }
        let target = if entry.kind == b'1' { RelPath::from_root(&target) } else { path.resolve(&target) };
        if let Some(target) = target.filter(|target| *target != path) {
            self.gather.link(path, target);
        }
    }

    /// One reader takes what follows for this entry's content, another for further entries: both are read.
    ///
    /// npm drops the header of a file that names a link or ends in `/`, but not what follows it. Python does so with links and devices.
    fn disputed<R: Read>(&mut self, entry: &Resolved, standing: Standing, blocks: &mut Blocks<R>) -> Result<(), UnpackError> {
        let is_file = matches!(entry.kind, 0 | b'0');
        if entry.size == 0 && !is_file {
            return Ok(());
        }
        let body = blocks.body(entry.size)?;
        self.check_whole(&entry.shown, body.whole, entry.size)?;
        let detail = format!("{} bytes that some readers take for its content and others for further entries", entry.size);
        self.gather.notes.add(AnomalyKind::HiddenEntry, &entry.shown, detail);
        let as_content = self.reader == Reader::Tarfile && is_file;
        self.gather.budget.bytes(body.bytes.len() as u64)?;
        self.nested(entry, &body.bytes, if as_content { Standing::Hidden } else { standing })?;
        self.gather.file(&entry.name, body.bytes, entry.executable, if as_content { standing } else { Standing::Hidden });
        Ok(())
    }

    fn nested(&mut self, entry: &Resolved, bytes: &[u8], outer: Standing) -> Result<(), UnpackError> {
        if self.nesting == NESTING {
            self.gather.notes.add(AnomalyKind::LimitReached, &entry.shown, format!("entries inside contents, {NESTING} levels deep"));
            return Ok(());
        }
        let mut walk = Walk::new(self.reader, self.gather);
        walk.nesting = self.nesting + 1;
        walk.outer = outer;
        walk.run(&mut Blocks::new(bytes))
    }

    fn unless_npm(&self, standing: Standing) -> Standing {
        match self.reader {
            Reader::NodeTar => Standing::Hidden,
            Reader::Tarfile => standing,
        }
    }
}

/// A short ASCII name fits the plain header, so an honest one says the same.
fn needlessly_differs(path: &[u8], plain: &[u8]) -> bool {
    let same = path.strip_suffix(b"/").unwrap_or(path) == plain.strip_suffix(b"/").unwrap_or(plain);
    !same && path.is_ascii() && path.len() <= NAME_FIELD && !plain.is_empty()
}

//! From block to block: where entries begin, what their extended headers say, and who still sees them.

use std::io::Read;

use crate::model::AnomalyKind;

use super::super::error::UnpackError;
use super::super::gather::{Gather, Standing};
use super::Reader;
use super::blocks::{Blocks, Next};
use super::header::{Header, Parsed, Size, parse};
use super::pax::{self, Records};

pub(super) struct Walk<'g> {
    pub reader: Reader,
    pub gather: &'g mut Gather,
    /// How many entries' contents this walk is inside of.
    pub nesting: usize,
    /// What the installers make of the content that is walked; installed at the top.
    pub outer: Standing,
    /// Extended headers waiting for their entry.
    pub pending: Records,
    pub global: Records,
    place: Place,
}

/// What lies between the beginning and the current block.
#[derive(Debug, Default)]
struct Place {
    seen_header: bool,
    /// Zero blocks directly before this one.
    zeros: u32,
    /// Two zero blocks: the end mark.
    ended: bool,
    /// A zero block alone, with a header behind it.
    lone_zero: bool,
    /// A block that should have been a header and is none.
    broken: bool,
    trailing: bool,
}

impl<'g> Walk<'g> {
    pub fn new(reader: Reader, gather: &'g mut Gather) -> Self {
        let (pending, global) = (Records::default(), Records::default());
        Self { reader, gather, nesting: 0, outer: Standing::Installed, pending, global, place: Place::default() }
    }

    pub fn run<R: Read>(mut self, blocks: &mut Blocks<R>) -> Result<(), UnpackError> {
        loop {
            match blocks.next()? {
                Next::Block(block) => match parse(&block) {
                    Parsed::Zeros => self.zeros(),
                    Parsed::Other => self.no_header()?,
                    Parsed::Header(header) => self.header(&header, blocks)?,
                },
                Next::Partial(bytes) => {
                    self.place.trailing |= bytes.iter().any(|byte| *byte != 0);
                    break;
                }
                Next::End => break,
            }
        }
        self.end()
    }

    fn zeros(&mut self) {
        self.place.zeros += 1;
        self.place.ended |= self.place.zeros >= 2;
    }

    fn no_header(&mut self) -> Result<(), UnpackError> {
        if !self.place.seen_header && self.nesting == 0 {
            return Err(UnpackError::NotAnArchive { expected: "a tar archive", why: "its first block is no tar header".to_owned() });
        }
        self.place.trailing |= self.place.ended;
        self.place.broken |= !self.place.ended;
        Ok(())
    }

    /// A block whose size no reader takes: npm goes on behind it, others stop.
    pub fn break_off(&mut self) {
        self.place.broken = true;
    }

    fn header<R: Read>(&mut self, header: &Header, blocks: &mut Blocks<R>) -> Result<(), UnpackError> {
        self.gather.budget.entry()?;
        self.place.seen_header = true;
        self.place.lone_zero |= self.place.zeros == 1 && !self.place.ended;
        self.place.zeros = 0;
        match header.kind {
            b'x' | b'X' | b'g' | b'L' | b'N' | b'K' => self.extended(header, blocks),
            _ => self.entry(header, blocks),
        }
    }

    fn extended<R: Read>(&mut self, header: &Header, blocks: &mut Blocks<R>) -> Result<(), UnpackError> {
        let name = String::from_utf8_lossy(&header.name).into_owned();
        let Some(size) = self.plain_size(&name, header.size) else { return Ok(()) };
        let limit = self.gather.budget.limits.extended_header_bytes;
        if size > limit {
            let detail = format!("an extended header of {size} bytes, limit {limit}; npm leaves it out, others take its names");
            self.gather.notes.add(AnomalyKind::LimitReached, &name, detail);
            let whole = blocks.skip(size)?;
            return self.check_whole(&name, whole, size);
        }
        let body = blocks.body(size)?;
        self.check_whole(&name, body.whole, size)?;
        match header.kind {
            b'L' | b'N' => self.add_pending(&name, Records { path: Some(until_nul(&body.bytes)), ..Records::default() }),
            b'K' => self.add_pending(&name, Records { link: Some(until_nul(&body.bytes)), ..Records::default() }),
            b'g' => self.set_global(&name, pax::parse(&body.bytes)),
            _ => self.add_pending(&name, pax::parse(&body.bytes)),
        }
        Ok(())
    }

    /// The last extended header wins; that they differ is said, as Python lets the first long name win.
    fn add_pending(&mut self, name: &str, records: Records) {
        self.note_odd(name, &records);
        let differs = |before: &Option<Vec<u8>>, now: &Option<Vec<u8>>| before.is_some() && now.is_some() && before != now;
        if differs(&self.pending.path, &records.path) || differs(&self.pending.link, &records.link) {
            self.gather.notes.add(AnomalyKind::PaxMismatch, name, "two extended headers give one entry two names");
        }
        self.pending.path = records.path.or(self.pending.path.take());
        self.pending.link = records.link.or(self.pending.link.take());
        self.pending.size = records.size.or(self.pending.size);
    }

    fn set_global(&mut self, name: &str, records: Records) {
        self.note_odd(name, &records);
        if records.path.is_some() || records.link.is_some() || records.size.is_some() {
            self.gather.notes.add(AnomalyKind::PaxMismatch, name, "a global header that names or sizes every entry; readers differ on it");
        }
        self.global = records;
    }

    fn note_odd(&mut self, name: &str, records: &Records) {
        for what in &records.odd {
            self.gather.notes.add(AnomalyKind::PaxMismatch, name, format!("extended header: {what}"));
        }
    }

    /// None when the header is dropped for it.
    pub fn plain_size(&mut self, name: &str, size: Size) -> Option<u64> {
        let odd = match size {
            Size::Octal(size) => return Some(size),
            Size::Binary(size) => (Some(size), format!("a base-256 size, {size}")),
            Size::Negative => (Some(0), "a size below zero".to_owned()),
            Size::Malformed => (Some(0), "a size that is no number".to_owned()),
            Size::Huge => (None, "a size beyond any reader; npm drops the entry and reads on".to_owned()),
        };
        self.gather.notes.add(AnomalyKind::OddEncoding, name, odd.1);
        if odd.0.is_none() {
            self.break_off();
        }
        odd.0
    }

    /// A cut body breaks the archive, except where only odd readers would have looked.
    pub fn check_whole(&mut self, name: &str, whole: bool, size: u64) -> Result<(), UnpackError> {
        if whole {
            return Ok(());
        }
        let detail = format!("{size} bytes are announced, the archive ends before");
        if self.nesting == 0 && !self.place.ended {
            return Err(UnpackError::Damaged(format!("`{}`: {detail}", name.escape_debug())));
        }
        self.gather.notes.add(AnomalyKind::Damaged, name, detail);
        Ok(())
    }

    /// Who sees the entry that begins here; where not all readers do, that is noted.
    pub fn standing(&mut self, name: &str) -> Standing {
        let stops = match self.reader {
            Reader::NodeTar => Standing::Installed,
            Reader::Tarfile => Standing::Hidden,
        };
        let (standing, why) = match &self.place {
            Place { ended: true, .. } => (Standing::Hidden, "stands behind the end mark"),
            Place { lone_zero: true, .. } => (stops, "stands behind a single zero block; npm reads on there, Python does not"),
            Place { broken: true, .. } => (stops, "stands behind a block that is no header; npm reads on there, Python does not"),
            Place { .. } if self.nesting > 0 => {
                (self.outer, "stands inside the content of another entry, where some readers look for entries")
            }
            Place { .. } => return Standing::Installed,
        };
        self.gather.notes.add(AnomalyKind::HiddenEntry, name, why);
        if self.outer == Standing::Hidden { Standing::Hidden } else { standing }
    }

    fn end(self) -> Result<(), UnpackError> {
        if self.nesting > 0 {
            return Ok(());
        }
        if !self.place.seen_header {
            return Err(UnpackError::NotAnArchive { expected: "a tar archive", why: "it holds no entry".to_owned() });
        }
        let notes = &mut self.gather.notes;
        if self.place.broken {
            notes.whole(AnomalyKind::Damaged, "a block that should be a tar header is none");
        }
        if self.place.trailing {
            notes.whole(AnomalyKind::TrailingData, "data behind the end of the tar archive");
        }
        if self.pending != Records::default() {
            notes.whole(AnomalyKind::Damaged, "an extended header without an entry behind it");
        }
        if !self.place.ended && self.place.zeros == 0 {
            notes.whole(AnomalyKind::Damaged, "no end mark");
        }
        Ok(())
    }
}

fn until_nul(bytes: &[u8]) -> Vec<u8> {
    bytes.split(|byte| *byte == 0).next().unwrap_or_default().to_vec()
}

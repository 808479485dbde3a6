//! Interned names and literal texts: one buffer each per file, handed out as small numbers.

use std::collections::HashMap;
use std::fmt;
use std::hash::{BuildHasherDefault, Hasher};

use memchr::memmem;
use serde::{Deserialize, Serialize, Serializer};

use super::ir::{Name, Text};

/// Identifiers and property names, each kept once.
#[derive(Default, Deserialize)]
#[serde(from = "Vec<Box<str>>")]
pub struct Names {
    all: Vec<Box<str>>,
    index: HashMap<Box<str>, Name, BuildFastHasher>,
}

impl Names {
    pub fn intern(&mut self, text: &str) -> Name {
        if let Some(name) = self.index.get(text) {
            return *name;
        }
        let name = Name(self.all.len() as u32);
        self.all.push(text.into());
        self.index.insert(text.into(), name);
        name
    }

    /// The number of a name, if the file uses it at all.
    pub fn find(&self, text: &str) -> Option<Name> {
        self.index.get(text).copied()
    }

    #[inline]
    pub fn get(&self, name: Name) -> &str {
        &self.all[name.index()]
    }

    pub fn len(&self) -> usize {
        self.all.len()
    }

    pub fn is_empty(&self) -> bool {
        self.all.is_empty()
    }
}

/// The index follows from the names.
impl fmt::Debug for Names {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.all.fmt(f)
    }
}

/// In the order of their numbers.
impl Serialize for Names {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.all.serialize(serializer)
    }
}

impl From<Vec<Box<str>>> for Names {
    fn from(all: Vec<Box<str>>) -> Self {
        let index = all.iter().enumerate().map(|(at, name)| (name.clone(), Name(at as u32))).collect();
        Self { all, index }
    }
}

/// Decoded literals, one behind the other.
#[derive(Debug, Default, Serialize, Deserialize)]
pub struct Texts {
    buffer: String,
    ends: Vec<u32>,
}

impl Texts {
    pub fn push(&mut self, text: &str) -> Text {
        self.buffer.push_str(text);
        self.ends.push(self.buffer.len() as u32);
        Text(self.ends.len() as u32 - 1)
    }

    #[inline]
    pub fn get(&self, text: Text) -> &str {
        let start = text.index().checked_sub(1).map_or(0, |before| self.ends[before]);
        &self.buffer[start as usize..self.ends[text.index()] as usize]
    }

    /// Whether some literal contains the word.
    pub fn contain(&self, word: &str) -> bool {
        let is_in_one = |at: usize| {
            let end = self.ends[self.ends.partition_point(|end| *end as usize <= at)];
            at + word.len() <= end as usize
        };
        !word.is_empty() && memmem::find_iter(self.buffer.as_bytes(), word).any(is_in_one)
    }

    /// Every literal of the file, in source order.
    pub fn iter(&self) -> impl Iterator<Item = &str> {
        (0..self.ends.len() as u32).map(|at| self.get(Text(at)))
    }
}

/// The multiply-and-rotate hash that rustc uses: fast on short keys. Collisions cost time only, and a file's size is bounded.
#[derive(Debug, Default, Clone, Copy)]
pub struct FastHasher(u64);

pub type BuildFastHasher = BuildHasherDefault<FastHasher>;

impl FastHasher {
    #[inline]
    fn add(&mut self, word: u64) {
        self.0 = (self.0.rotate_left(5) ^ word).wrapping_mul(0x517c_c1b7_2722_0a95);
    }
}

impl Hasher for FastHasher {
    #[inline]
    fn write(&mut self, bytes: &[u8]) {
        let (words, rest) = bytes.as_chunks::<8>();
        words.iter().for_each(|word| self.add(u64::from_le_bytes(*word)));
        if !rest.is_empty() {
            self.add(rest.iter().rev().fold(0, |word, byte| word << 8 | u64::from(*byte)));
        }
    }

    #[inline]
    fn write_u8(&mut self, byte: u8) {
        self.add(u64::from(byte));
    }

    #[inline]
    fn write_u32(&mut self, word: u32) {
        self.add(u64::from(word));
    }

    #[inline]
    fn write_u64(&mut self, word: u64) {
        self.add(word);
    }

    #[inline]
    fn write_usize(&mut self, word: usize) {
        self.add(word as u64);
    }

    #[inline]
    fn finish(&self) -> u64 {
        // hashbrown takes the top bits for its tags and the low bits for its buckets: mix them.
        self.0 ^ (self.0 >> 29)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_come_back_as_they_were_pushed() {
        let mut texts = Texts::default();
        let ids = ["a", "", "bc"].map(|text| texts.push(text));
        assert_eq!(ids.map(|id| texts.get(id).to_owned()), ["a", "", "bc"]);
    }

    #[test]
    fn a_word_is_contained_by_one_literal_and_not_by_two_together() {
        let mut texts = Texts::default();
        for text in ["child", "_process", "", "the child_process"] {
            texts.push(text);
        }
        assert!(["child", "process", "e child_process", "s"].iter().all(|word| texts.contain(word)));
        assert!(["d_process the", "process2", "childish"].iter().all(|word| !texts.contain(word)));
        texts = Texts::default();
        for text in ["child", "_process", "x"] {
            texts.push(text);
        }
        assert!(!texts.contain("child_process") && !texts.contain("sx") && texts.contain("x"));
    }
}

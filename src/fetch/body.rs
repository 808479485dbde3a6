//! What has arrived of an answer: in memory, or in a file where it may be large.

use std::fs::File;
use std::io::{Seek, SeekFrom, Write};
use std::sync::Mutex;

use super::error::FetchError;

pub(super) struct Body<'a> {
    /// Empty where all goes into a file.
    pub bytes: Vec<u8>,
    pub length: u64,
    into: Option<&'a Mutex<File>>,
}

impl<'a> Body<'a> {
    /// What an earlier attempt has left in the file is removed.
    pub fn new(reserved: usize, into: Option<&'a Mutex<File>>) -> Result<Self, FetchError> {
        if let Some(file) = into {
            let mut file = file.lock().expect("nothing panics while it is held");
            file.set_len(0).and_then(|()| file.seek(SeekFrom::Start(0))).map_err(unwritten)?;
        }
        let reserved = if into.is_some() { 0 } else { reserved };
        Ok(Self { bytes: Vec::with_capacity(reserved), length: 0, into })
    }

    pub fn add(&mut self, chunk: &[u8]) -> Result<(), FetchError> {
        self.length += chunk.len() as u64;
        match self.into {
            Some(file) => file.lock().expect("nothing panics while it is held").write_all(chunk).map_err(unwritten),
            None => {
                self.bytes.extend_from_slice(chunk);
                Ok(())
            }
        }
    }
}

fn unwritten(error: std::io::Error) -> FetchError {
    FetchError::Unwritten { why: error.to_string() }
}

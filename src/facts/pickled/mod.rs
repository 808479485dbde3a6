//! What a pickle names and calls when somebody loads it, read off its opcodes. Nothing is loaded, and what is named is not judged.

mod machine;
mod steps;

#[cfg(test)]
mod tests;

use machine::Machine;

/// Pickles in one file, one behind the other.
const MAX_PICKLES: usize = 64;
/// Opcodes of one file that are read.
const MAX_STEPS: usize = 20_000_000;
/// Entries of one zip archive that are looked at.
const MAX_ENTRIES: usize = 256;

/// Something that a pickle asks for by its name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Named {
    /// `builtins`, for all versions of Python.
    pub module: String,
    /// May have dots in it, which lead from one attribute to the next.
    pub name: String,
    /// Loading calls it.
    pub called: bool,
    /// The constant texts that it is called with.
    pub words: Vec<String>,
}

/// What one file holds.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Pickle {
    /// Each once, in the order in which they stand.
    pub named: Vec<Named>,
    /// Loading calls something, whatever it is.
    pub runs: bool,
}

/// None for what is no pickle. One of the first protocols has no mark of its own: it must be whole.
pub fn read(bytes: &[u8]) -> Option<Pickle> {
    if bytes.starts_with(ZIP) {
        return zipped(bytes);
    }
    let mut machine = Machine::default();
    let mut left = MAX_STEPS;
    let mut rest = bytes;
    for count in 0..MAX_PICKLES {
        if count > 0 && !is_marked(rest) {
            break;
        }
        let ended = machine.load(&mut rest, &mut left);
        if !ended && count == 0 && !is_marked(bytes) {
            return None;
        }
        if !ended {
            break;
        }
    }
    let pickle = machine.finish();
    (is_marked(bytes) || !pickle.named.is_empty()).then_some(pickle)
}

/// The byte that names the protocol, from the second on.
fn is_marked(bytes: &[u8]) -> bool {
    matches!(bytes, [0x80, 2..=5, ..])
}

const ZIP: &[u8] = b"PK\x03\x04";
/// Bytes of an entry's head in front of its name.
const HEAD: usize = 30;

/// Models of torch are zip archives that keep a pickle as it is among their weights.
fn zipped(bytes: &[u8]) -> Option<Pickle> {
    let mut whole: Option<Pickle> = None;
    for at in memchr::memmem::find_iter(bytes, ZIP).take(MAX_ENTRIES) {
        if let Some(pickle) = entry(&bytes[at..]).filter(|rest| is_marked(rest)).and_then(read) {
            let known = whole.get_or_insert_default();
            known.runs |= pickle.runs;
            known.named.extend(pickle.named);
        }
    }
    whole
}

/// What follows the head of an entry that is stored as it is, where its name is that of a pickle.
fn entry(bytes: &[u8]) -> Option<&[u8]> {
    let number = |at: usize| Some(usize::from(u16::from_le_bytes([*bytes.get(at)?, *bytes.get(at + 1)?])));
    let (method, name, extra) = (number(8)?, number(26)?, number(28)?);
    let is_pickle = bytes.get(HEAD..HEAD + name)?.ends_with(b".pkl");
    bytes.get(HEAD + name + extra..).filter(|_| method == 0 && is_pickle)
}

//! What lock files say: one reader per format, text in, plain data out. Nothing is asked of a network, nothing is opened.

mod document;
mod error;
mod format;
mod locked;
mod npm;
mod parts;
mod python;
mod reading;
mod resolution;
mod roots;
mod select;

pub use error::BadLock;
pub use format::LockFormat;
pub use locked::{Lock, Locked, LockedFile, LockedFrom, LockedNeed, NpmPlatforms};
pub use parts::Parts;
pub use resolution::{FromLock, Places, from_lock, unlocated};
pub use select::Selected;

use self::reading::Reading;

/// Longer texts are not read: the lock files of the largest repositories have some ten megabytes.
const BYTES_MAX: usize = 32 << 20;
/// More packages than any lock file has.
const PACKAGES_MAX: usize = 100_000;

/// Reads a lock file. The name tells its format, or else the text; only the last part of a path counts.
pub fn read(file_name: &str, text: &str) -> Result<Lock, BadLock> {
    let file = file_name.rsplit(['/', '\\']).next().unwrap_or(file_name);
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let reading = Reading::new(file);
    if text.len() > BYTES_MAX {
        let what = format!("it has {} bytes; of a lock file at most {BYTES_MAX} are read", text.len());
        return Err(reading.bad(what, "check that it is a lock file"));
    }
    let format = format::of(&reading, text)?;
    let mut lock = match format {
        LockFormat::Npm => npm::package_lock(&reading, text),
        LockFormat::Pnpm => npm::pnpm(&reading, text),
        LockFormat::YarnClassic => npm::yarn_classic(&reading, text),
        LockFormat::YarnBerry => npm::yarn_berry(&reading, text),
        LockFormat::Bun => npm::bun(&reading, text),
        LockFormat::Uv => python::uv(&reading, text),
        LockFormat::Poetry => python::poetry(&reading, text),
        LockFormat::Pylock => python::pylock(&reading, text),
        LockFormat::Requirements => python::requirements(&reading, text),
    }?;
    if lock.packages.len() > PACKAGES_MAX {
        let what = format!("it locks {} packages; at most {PACKAGES_MAX} are read", lock.packages.len());
        return Err(reading.bad(what, "lock the parts of the repository on their own"));
    }
    lock.tidy();
    lock.notes = reading.notes();
    Ok(lock)
}

#[cfg(test)]
mod tests;

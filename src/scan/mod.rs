//! One package from artifacts to report: the pure middle, and the door to it that fetches and remembers.

mod analyze;
mod classify;
mod observe;
mod read;

pub use analyze::{analyze, engine_version};

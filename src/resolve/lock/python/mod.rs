//! The lock files of uv, poetry and pip, and the common one of PEP 751.

mod marker;
mod names;
mod poetry;
mod pylock;
mod requirements;
mod uv;

pub(super) use marker::Markers;
pub(super) use poetry::read as poetry;
pub(super) use pylock::read as pylock;
pub(super) use requirements::read as requirements;
pub(super) use uv::read as uv;

//! What a night of a sweep tells of itself and of the night before.

mod counted;
mod details;
mod nights;
mod notified;
mod page;
mod told;

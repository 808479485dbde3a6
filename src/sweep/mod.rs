//! A standing judgement of many servers, renewed every night: where they come from, who judges them, and what is new.

mod crew;
pub mod details;
mod failure;
mod held;
mod job;
pub mod planning;
mod settings;
pub mod sources;
mod turns;

pub use crew::{Brake, CrewError, Ended, Home, Told, work};
pub use settings::{Budget, Settings};
pub use turns::Turns;

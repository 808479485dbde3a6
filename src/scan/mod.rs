//! One package from what was asked for to a report: the pure middle, and the way there through network and cache.

mod about;
mod analyze;
mod brought;
mod classify;
mod commands;
mod configured;
mod contents;
mod embedded;
mod error;
mod files;
mod links;
mod listing;
mod modules;
mod notes;
mod observe;
mod offers;
mod package;
mod path;
mod provenance;
mod read;
mod sources;
mod tools;

pub use analyze::{analyze, analyze_trees, engine_version, ruleset};
pub use brought::{Brief, Brought, Files, Role};
pub use error::ScanError;
pub use package::Scanner;

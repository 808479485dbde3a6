//! The nightly sweep: a standing judgement of many packages.

pub mod sources;

//! Reports for programs. Each version is its own set of types, and a version only ever grows.

pub(super) mod safe;
pub mod v1;

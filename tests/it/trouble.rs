//! The program on bad days: broken input, broken networks, hostile packages, several runs at once.

mod bad_input;
mod cache;
mod declared;
pub mod desk;
mod hostile;
mod json;
mod mcp_registry;
pub mod pack;
mod properties;
#[cfg(feature = "provenance")]
mod provenance;
mod registries;
pub mod shop;

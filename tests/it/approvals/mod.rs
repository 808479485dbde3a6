//! The approved list: what it decides, and the commands around it.

mod advice;
mod again;
mod commands;
mod concurrent;
mod imports;
mod limits;
mod look;
mod policy;
pub mod schema;
pub mod store;
mod team;
mod versions;
mod worked_example;

//! The approved list: what it decides, and the commands around it.

mod commands;
mod concurrent;
mod imports;
mod limits;
mod policy;
mod schema;
mod store;
mod team;
mod versions;
mod worked_example;

//! The approved list: what a team decided about packages, read, edited in place, and held against a report.
//! Text in, decisions and tidy text out; it opens no file and asks no clock.

mod accepted;
mod capabilities;
mod decide;
mod edit;
mod entries;
mod entry;
mod error;
mod fields;
mod identity;
mod limits;
mod list;
mod policy;
mod read;
mod reason;
mod regions;
mod versions;

pub use capabilities::{
    BadWord, capability_word, capability_words, dependency_words, hosts, offer_digest, own_capability_words, told_digest, tool_digest,
    tools_digest, variables,
};
pub use decide::{Decision, Ground, Imported, Lists, Standing, decide};
pub use edit::{Draft, EditError, HEADER, Removed};
pub use entries::{Entry, blocks, entries};
pub use error::ListError;
pub use identity::spec;
pub use list::{Accept, Approval, ApprovedList, Block, Import, Limits, NewVersions, Policy, Source};
pub use read::read;
pub use reason::{Reason, ReasonKind};
pub use versions::{BadRange, VersionRange, compare as compare_versions, is_exact};

/// JSON Schema of the list, for editors.
pub const SCHEMA: &str = include_str!("../../schemas/mcpscan-approved.schema.json");

/// What the list is called where nobody names another.
pub const FILE_NAME: &str = "mcpscan-approved.toml";

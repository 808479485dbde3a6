//! The commands around the approved list: what people decide, and whether a package is what they decided on.

mod accept;
mod approve;
mod args;
mod change;
mod check;
mod export;
mod file;
mod imports;
mod look;
mod place;
mod review;
mod specs;
mod who;
mod words;

pub(super) use approve::approve;
pub(super) use args::{
    ApproveSubject, BlockArguments, CheckSubject, ExportArguments, ListArguments, ReviewSubject, RevokeArguments, ShowArguments,
};
pub(super) use change::{block, revoke};
pub(super) use check::check;
pub(super) use export::export;
pub(super) use look::{list, show, with_lists};
pub(super) use review::review;

use jiff::civil::Date;
use jiff::tz::TimeZone;

/// The same everywhere, so that a list says the same to everybody.
fn today() -> Date {
    jiff::Timestamp::now().to_zoned(TimeZone::UTC).date()
}

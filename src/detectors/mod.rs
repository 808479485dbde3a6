//! The rules: one file and one page each, and the list of them.

mod archive_anomaly;
mod credential_access;
mod dynamic_code;
mod permission_mismatch;
mod shell_command;
mod undeclared_env;
mod undeclared_host;
mod unmatched_source;

use crate::detect::Detector;

/// Every detector, in the order of their ids.
pub static ALL: [&Detector; 8] = [
    &archive_anomaly::DETECTOR,
    &credential_access::DETECTOR,
    &dynamic_code::DETECTOR,
    &permission_mismatch::DETECTOR,
    &shell_command::DETECTOR,
    &undeclared_env::DETECTOR,
    &undeclared_host::DETECTOR,
    &unmatched_source::DETECTOR,
];

/// The page of a rule; none where there is no such rule.
pub fn page(id: &str) -> Option<&'static str> {
    ALL.iter().find(|detector| detector.id == id).map(|detector| detector.docs)
}

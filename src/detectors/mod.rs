//! The rules: one file and one page each, and the list of them.

mod archive_anomaly;
mod argument_injection;
mod changes;
mod code_injection;
mod command_injection;
mod constant_recipient;
mod contradicted_claim;
mod credential_access;
mod destination;
mod dynamic_code;
mod exfiltration;
mod exposed;
mod insecure_transport;
mod loot;
mod nearby;
mod path_traversal;
mod permission_mismatch;
mod secret_leak;
mod server_name_mismatch;
mod shell_command;
mod sql_injection;
mod ssrf;
mod telemetry;
mod undeclared_env;
mod undeclared_host;
mod unmatched_source;
mod unsafe_deserialization;

use crate::detect::Detector;

/// Every detector, in the order of their ids.
pub static ALL: [&Detector; 22] = [
    &archive_anomaly::DETECTOR,
    &argument_injection::DETECTOR,
    &code_injection::DETECTOR,
    &command_injection::DETECTOR,
    &constant_recipient::DETECTOR,
    &contradicted_claim::DETECTOR,
    &credential_access::DETECTOR,
    &dynamic_code::DETECTOR,
    &exfiltration::DETECTOR,
    &insecure_transport::DETECTOR,
    &path_traversal::DETECTOR,
    &permission_mismatch::DETECTOR,
    &secret_leak::DETECTOR,
    &server_name_mismatch::DETECTOR,
    &shell_command::DETECTOR,
    &sql_injection::DETECTOR,
    &ssrf::DETECTOR,
    &telemetry::DETECTOR,
    &undeclared_env::DETECTOR,
    &undeclared_host::DETECTOR,
    &unmatched_source::DETECTOR,
    &unsafe_deserialization::DETECTOR,
];

/// The page of a rule; none where there is no such rule.
pub fn page(id: &str) -> Option<&'static str> {
    ALL.iter().find(|detector| detector.id == id).map(|detector| detector.docs)
}

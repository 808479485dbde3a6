//! The rules: one file and one page each, and the list of them.

mod archive_anomaly;
mod argument_injection;
mod carrier_parameter;
mod changes;
mod changing_description;
mod code_injection;
mod command_injection;
mod contradicted_claim;
mod credential_access;
mod description_mismatch;
mod dynamic_code;
mod exposed;
mod hidden_text;
mod insecure_transport;
mod output_poisoning;
mod path_traversal;
mod permission_mismatch;
mod reviewer_directed_text;
mod secret_leak;
mod server_name_mismatch;
mod shell_command;
mod sql_injection;
mod ssrf;
mod telemetry;
mod telling;
mod tool_poisoning;
mod tool_shadowing;
mod undeclared_env;
mod undeclared_host;
mod unmatched_source;
mod unsafe_deserialization;

use crate::detect::Detector;

/// Every detector, in the order of their ids.
pub static ALL: [&Detector; 28] = [
    &archive_anomaly::DETECTOR,
    &argument_injection::DETECTOR,
    &carrier_parameter::DETECTOR,
    &changing_description::DETECTOR,
    &code_injection::DETECTOR,
    &command_injection::DETECTOR,
    &contradicted_claim::DETECTOR,
    &credential_access::DETECTOR,
    &description_mismatch::DETECTOR,
    &dynamic_code::DETECTOR,
    &hidden_text::DETECTOR,
    &insecure_transport::DETECTOR,
    &output_poisoning::DETECTOR,
    &path_traversal::DETECTOR,
    &permission_mismatch::DETECTOR,
    &reviewer_directed_text::DETECTOR,
    &secret_leak::DETECTOR,
    &server_name_mismatch::DETECTOR,
    &shell_command::DETECTOR,
    &sql_injection::DETECTOR,
    &ssrf::DETECTOR,
    &telemetry::DETECTOR,
    &tool_poisoning::DETECTOR,
    &tool_shadowing::DETECTOR,
    &undeclared_env::DETECTOR,
    &undeclared_host::DETECTOR,
    &unmatched_source::DETECTOR,
    &unsafe_deserialization::DETECTOR,
];

/// The page of a rule; none where there is no such rule.
pub fn page(id: &str) -> Option<&'static str> {
    ALL.iter().find(|detector| detector.id == id).map(|detector| detector.docs)
}

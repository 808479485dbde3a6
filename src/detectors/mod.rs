//! The rules: one file and one page each, and the list of them.

mod archive_anomaly;
mod argument_injection;
mod bare_package;
mod changes;
mod code_injection;
mod command_injection;
mod contradicted_claim;
mod credential_access;
mod dynamic_code;
mod exposed;
mod insecure_transport;
mod known_malicious;
mod look_alike_name;
mod manifest_confusion;
mod new_publisher;
mod path_traversal;
mod permission_mismatch;
mod secret_leak;
mod server_name_mismatch;
mod shell_command;
mod shipped_agent_config;
mod shipped_credential;
mod sql_injection;
mod ssrf;
mod telemetry;
mod undeclared_env;
mod undeclared_host;
mod unmatched_source;
mod unsafe_deserialization;
mod unusual_version;
mod url_dependency;

use crate::detect::Detector;

/// Every detector, in the order of their ids.
pub static ALL: [&Detector; 29] = [
    &archive_anomaly::DETECTOR,
    &argument_injection::DETECTOR,
    &bare_package::DETECTOR,
    &code_injection::DETECTOR,
    &command_injection::DETECTOR,
    &contradicted_claim::DETECTOR,
    &credential_access::DETECTOR,
    &dynamic_code::DETECTOR,
    &insecure_transport::DETECTOR,
    &known_malicious::DETECTOR,
    &look_alike_name::DETECTOR,
    &manifest_confusion::DETECTOR,
    &new_publisher::DETECTOR,
    &path_traversal::DETECTOR,
    &permission_mismatch::DETECTOR,
    &secret_leak::DETECTOR,
    &server_name_mismatch::DETECTOR,
    &shell_command::DETECTOR,
    &shipped_agent_config::DETECTOR,
    &shipped_credential::DETECTOR,
    &sql_injection::DETECTOR,
    &ssrf::DETECTOR,
    &telemetry::DETECTOR,
    &undeclared_env::DETECTOR,
    &undeclared_host::DETECTOR,
    &unmatched_source::DETECTOR,
    &unsafe_deserialization::DETECTOR,
    &unusual_version::DETECTOR,
    &url_dependency::DETECTOR,
];

/// The page of a rule; none where there is no such rule.
pub fn page(id: &str) -> Option<&'static str> {
    ALL.iter().find(|detector| detector.id == id).map(|detector| detector.docs)
}

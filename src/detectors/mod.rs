//! The rules: one file and one page each, and the list of them.

mod agent_control;
mod archive_anomaly;
mod argument_injection;
mod around;
mod bare_package;
mod carrier_parameter;
mod changes;
mod changing_description;
mod code_injection;
mod command_injection;
mod constant_recipient;
mod contradicted_claim;
mod credential_access;
mod dead_drop;
mod deeds;
mod description_mismatch;
mod destination;
mod destruction;
mod disguised_file;
mod doubtful_provenance;
mod download_and_run;
mod downloads;
mod dynamic_code;
mod exfiltration;
mod exposed;
mod forge;
mod hidden_text;
mod insecure_transport;
mod install_script;
mod invisible_text;
mod known_malicious;
mod known_vulnerability;
mod look_alike_name;
mod loot;
mod manifest_confusion;
mod mining;
mod nearby;
mod new_publisher;
mod obfuscated_code;
mod off_screen_code;
mod opaque_code;
mod openly;
mod output_poisoning;
mod overwriting;
mod path_traversal;
mod permission_mismatch;
mod persistence;
mod pickled_code;
mod reverse_shell;
mod reviewer_directed_text;
mod secret_leak;
mod self_publishing;
mod server_name_mismatch;
mod shell_command;
mod shipped_agent_config;
mod shipped_credential;
mod software_install;
mod sql_injection;
mod ssrf;
mod swapped_address;
mod tapped;
mod telemetry;
mod telling;
mod tool_poisoning;
mod tool_shadowing;
mod undeclared_env;
mod undeclared_host;
mod unmatched_source;
mod unsafe_deserialization;
mod unusual_version;
mod url_dependency;
mod vendors;

use crate::detect::Detector;

/// Every detector, in the order of their ids.
pub static ALL: [&Detector; 58] = [
    &agent_control::DETECTOR,
    &archive_anomaly::DETECTOR,
    &argument_injection::DETECTOR,
    &bare_package::DETECTOR,
    &carrier_parameter::DETECTOR,
    &changing_description::DETECTOR,
    &code_injection::DETECTOR,
    &command_injection::DETECTOR,
    &constant_recipient::DETECTOR,
    &contradicted_claim::DETECTOR,
    &credential_access::DETECTOR,
    &dead_drop::DETECTOR,
    &description_mismatch::DETECTOR,
    &destruction::DETECTOR,
    &disguised_file::DETECTOR,
    &doubtful_provenance::DETECTOR,
    &download_and_run::DETECTOR,
    &dynamic_code::DETECTOR,
    &exfiltration::DETECTOR,
    &hidden_text::DETECTOR,
    &insecure_transport::DETECTOR,
    &install_script::DETECTOR,
    &invisible_text::DETECTOR,
    &known_malicious::DETECTOR,
    &known_vulnerability::DETECTOR,
    &look_alike_name::DETECTOR,
    &manifest_confusion::DETECTOR,
    &mining::DETECTOR,
    &new_publisher::DETECTOR,
    &obfuscated_code::DETECTOR,
    &off_screen_code::DETECTOR,
    &opaque_code::DETECTOR,
    &output_poisoning::DETECTOR,
    &path_traversal::DETECTOR,
    &permission_mismatch::DETECTOR,
    &persistence::DETECTOR,
    &pickled_code::DETECTOR,
    &reverse_shell::DETECTOR,
    &reviewer_directed_text::DETECTOR,
    &secret_leak::DETECTOR,
    &self_publishing::DETECTOR,
    &server_name_mismatch::DETECTOR,
    &shell_command::DETECTOR,
    &shipped_agent_config::DETECTOR,
    &shipped_credential::DETECTOR,
    &software_install::DETECTOR,
    &sql_injection::DETECTOR,
    &ssrf::DETECTOR,
    &swapped_address::DETECTOR,
    &telemetry::DETECTOR,
    &tool_poisoning::DETECTOR,
    &tool_shadowing::DETECTOR,
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

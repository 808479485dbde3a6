//! The same for programs: `mcpscan.declare/1`, which only ever grows.

use serde::Serialize;

use super::list::{Contacted, List, Needed, format};
use super::server_json::ServerJson;
use super::{Only, readme, server_json};
use crate::model::ScanReport;
use crate::report::json::safe;

/// JSON Schema of the document.
pub const SCHEMA: &str = include_str!("v1.schema.json");

#[derive(Debug, Serialize)]
struct Document<'a> {
    schema: &'static str,
    package: Package<'a>,
    /// Nothing is missing.
    complete: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    env: Option<Vec<Variable<'a>>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    hosts: Option<Vec<Host<'a>>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    server_json: Option<ServerJson>,
    #[serde(skip_serializing_if = "Option::is_none")]
    readme: Option<String>,
}

#[derive(Debug, Serialize)]
struct Package<'a> {
    registry: &'static str,
    name: &'a str,
    version: &'a str,
}

#[derive(Debug, Serialize)]
struct Variable<'a> {
    name: &'a str,
    declared: bool,
    required: bool,
    secret: bool,
    format: &'static str,
    default: Option<&'a str>,
    purpose: Option<&'a str>,
    path: &'a str,
    line: u32,
}

#[derive(Debug, Serialize)]
struct Host<'a> {
    name: &'a str,
    declared: bool,
    telemetry: bool,
    why: &'a str,
    path: &'a str,
    line: u32,
}

pub(super) fn render(report: &ScanReport, list: &List, only: Option<Only>) -> String {
    let shown = if only == Some(Only::Missing) { list.missing() } else { list.clone() };
    let lists = matches!(only, None | Some(Only::Missing));
    let wants = |part: Only| only.is_none() || only == Some(part);
    safe::to_string(&Document {
        schema: "mcpscan.declare/1",
        package: Package {
            registry: report.package.registry.as_str(),
            name: report.package.name.as_str(),
            version: &report.package.version,
        },
        complete: list.is_complete(),
        env: lists.then(|| shown.variables.iter().map(variable).collect()),
        hosts: lists.then(|| shown.hosts.iter().map(host).collect()),
        server_json: wants(Only::ServerJson).then(|| server_json::of(report, list)),
        readme: wants(Only::Readme).then(|| readme::section(list)),
    })
}

fn variable(needed: &Needed) -> Variable<'_> {
    Variable {
        name: &needed.variable.name,
        declared: needed.declared,
        required: needed.variable.required,
        secret: needed.variable.secret,
        format: format(needed.variable.form),
        default: needed.variable.default.as_deref(),
        purpose: needed.variable.purpose.as_deref(),
        path: needed.location.path.as_str(),
        line: needed.location.start_line,
    }
}

fn host(host: &Contacted) -> Host<'_> {
    Host {
        name: &host.name,
        declared: host.declared,
        telemetry: host.telemetry,
        why: &host.why,
        path: host.location.path.as_str(),
        line: host.location.start_line,
    }
}

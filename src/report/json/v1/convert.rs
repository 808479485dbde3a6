//! From the model to the promise: every field by name, nothing computed anew.

use super::*;
use crate::model;
use crate::model::{OfferKind, Verification};

impl<'a> From<&'a ScanReport> for Document<'a> {
    fn from(report: &'a ScanReport) -> Self {
        Self {
            schema: "mcpscan.report/1",
            tool: Tool {
                name: "mcpscan",
                version: report.engine.split('+').next().unwrap_or_default(),
                ruleset: format!("sha256:{}", report.ruleset),
            },
            package: report.into(),
            verdict: report.verdict.as_str(),
            score: (&report.score).into(),
            summary: &report.summary,
            coverage: (&report.coverage).into(),
            capabilities: all(&report.capabilities),
            declared: (&report.declared).into(),
            observed: (&report.observed).into(),
            tools: all(&report.tools),
            instructions: offers::of(report, OfferKind::Instructions),
            prompts: offers::of(report, OfferKind::Prompt),
            resources: offers::of(report, OfferKind::Resource),
            findings: all(&report.findings),
            dependencies: (&report.dependencies).into(),
            provenance: (&report.provenance).into(),
            shim: report.shim.as_ref().map(Into::into),
            notes: &report.notes,
            advisories: None,
        }
    }
}

impl<'a> Advisories<'a> {
    pub(super) fn of(report: &ScanReport, data: &'a AdvisoryData) -> Self {
        let AdvisoryData { records, as_of, newest } = data;
        Self { records: *records, found: crate::report::known::found(report), as_of, newest: newest.as_deref() }
    }
}

pub(super) fn all<'a, From, To>(items: &'a [From]) -> Vec<To>
where
    To: std::convert::From<&'a From>,
{
    items.iter().map(To::from).collect()
}

impl<'a> From<&'a ScanReport> for Package<'a> {
    fn from(report: &'a ScanReport) -> Self {
        let package = &report.package;
        Self {
            registry: package.registry.as_str(),
            name: package.name.as_str(),
            version: &package.version,
            purl: package.purl(),
            artifacts: all(&report.artifacts),
        }
    }
}

impl<'a> From<&'a model::ArtifactSummary> for Artifact<'a> {
    fn from(artifact: &'a model::ArtifactSummary) -> Self {
        let unverified_because = match &artifact.verification {
            Verification::Verified { .. } => None,
            Verification::Weak { .. } => Some("the registry gives only a weak digest"),
            Verification::Unverified { why } => Some(why.as_str()),
        };
        Self {
            file: &artifact.file,
            sha256: artifact.sha256.to_string(),
            integrity: artifact.verification.integrity(),
            verified: artifact.verification.is_verified(),
            bytes: artifact.bytes,
            unverified_because,
        }
    }
}

impl<'a> From<&'a model::Score> for Score<'a> {
    fn from(score: &'a model::Score) -> Self {
        Self { value: score.value, deductions: all(&score.deductions) }
    }
}

impl<'a> From<&'a model::Deduction> for Deduction<'a> {
    fn from(deduction: &'a model::Deduction) -> Self {
        Self { points: deduction.points, rule: &deduction.rule, reason: &deduction.reason }
    }
}

impl<'a> From<&'a model::Coverage> for Coverage<'a> {
    fn from(coverage: &'a model::Coverage) -> Self {
        Self {
            files: coverage.files,
            files_analyzed: coverage.files_analyzed,
            bytes: coverage.bytes,
            bytes_analyzed: coverage.bytes_analyzed,
            gaps: all(&coverage.gaps),
            bounds: Bounds { values: coverage.bounds.values, flows: coverage.bounds.flows, texts: coverage.bounds.texts },
        }
    }
}

impl<'a> From<&'a model::Gap> for Gap<'a> {
    fn from(gap: &'a model::Gap) -> Self {
        Self { path: gap.path.as_str(), reason: gap.reason.as_str(), bytes: gap.bytes, reached: gap.reached }
    }
}

impl<'a> From<&'a model::Capability> for Capability<'a> {
    fn from(capability: &'a model::Capability) -> Self {
        Self {
            kind: capability.kind.as_str(),
            detail: &capability.detail,
            path: capability.location.path.as_str(),
            line: capability.location.start_line,
            origin: capability.origin.to_string(),
        }
    }
}

impl<'a> From<&'a model::Declared> for Declared<'a> {
    fn from(declared: &'a model::Declared) -> Self {
        Self { env: all(&declared.env), hosts: all(&declared.hosts), claims: all(&declared.claims) }
    }
}

impl<'a> From<&'a model::DeclaredClaim> for DeclaredClaim<'a> {
    fn from(claim: &'a model::DeclaredClaim) -> Self {
        let model::DeclaredClaim { claim, text, location } = claim;
        Self { claim: claim.as_str(), text, r#where: location.path.as_str(), line: location.start_line }
    }
}

impl<'a> From<&'a model::DeclaredEnv> for DeclaredName<'a> {
    fn from(env: &'a model::DeclaredEnv) -> Self {
        Self { name: &env.name, r#where: env.location.path.as_str(), line: env.location.start_line }
    }
}

impl<'a> From<&'a model::DeclaredHost> for DeclaredName<'a> {
    fn from(host: &'a model::DeclaredHost) -> Self {
        Self { name: &host.name, r#where: host.location.path.as_str(), line: host.location.start_line }
    }
}

impl<'a> From<&'a model::Observed> for Observed<'a> {
    fn from(observed: &'a model::Observed) -> Self {
        let (implied, written): (Vec<_>, Vec<_>) = observed.hosts.iter().partition(|host| host.implied_by.is_some());
        Self {
            env: all(&observed.env),
            hosts: written.into_iter().map(Into::into).collect(),
            implied_hosts: implied.into_iter().map(Into::into).collect(),
            configured: all(&observed.configured),
            files: all(&observed.files),
        }
    }
}

impl<'a> From<&'a model::ObservedSetting> for ObservedSetting<'a> {
    fn from(setting: &'a model::ObservedSetting) -> Self {
        Self {
            setting: &setting.setting,
            default: setting.default.as_deref(),
            path: setting.location.path.as_str(),
            line: setting.location.start_line,
            origin: setting.origin.to_string(),
        }
    }
}

impl<'a> From<&'a model::ObservedFile> for ObservedFile<'a> {
    fn from(file: &'a model::ObservedFile) -> Self {
        Self {
            name: &file.path,
            access: file.access.as_str(),
            store: file.store.as_deref(),
            runs: file.runs.as_str(),
            path: file.location.path.as_str(),
            line: file.location.start_line,
            origin: file.origin.to_string(),
        }
    }
}

impl<'a> From<&'a model::ObservedEnv> for ObservedEnv<'a> {
    fn from(env: &'a model::ObservedEnv) -> Self {
        Self {
            name: &env.name,
            declared: env.declared,
            common: env.harmless,
            declared_by: (env.declared_by_code && !env.declared).then_some("code"),
            runs: env.runs.as_str(),
            path: env.location.path.as_str(),
            line: env.location.start_line,
            origin: env.origin.to_string(),
        }
    }
}

impl<'a> From<&'a model::ObservedHost> for ObservedHost<'a> {
    fn from(host: &'a model::ObservedHost) -> Self {
        Self {
            name: &host.name,
            declared: host.declared,
            declared_by: (host.declared_by_code && !host.declared).then_some("code"),
            reached: host.reached,
            email: host.email,
            default: host.is_default,
            settings: &host.settings,
            telemetry: host.telemetry,
            implied_by: host.implied_by.as_deref(),
            runs: host.runs.as_str(),
            path: host.location.path.as_str(),
            line: host.location.start_line,
            origin: host.origin.to_string(),
        }
    }
}

impl<'a> From<&'a model::Tool> for McpTool<'a> {
    fn from(tool: &'a model::Tool) -> Self {
        Self {
            name: &tool.name,
            description: &tool.description,
            input: &tool.inputs,
            input_said: offers::said(&tool.inputs, &tool.input_texts, &tool.input_forms),
            path: tool.location.path.as_str(),
            line: tool.location.start_line,
            annotations: &tool.annotations,
            capabilities: &tool.capabilities,
        }
    }
}

impl<'a> From<&'a model::Finding> for Finding<'a> {
    fn from(finding: &'a model::Finding) -> Self {
        Self {
            rule: &finding.rule,
            category: finding.category.as_str(),
            severity: finding.severity.as_str(),
            confidence: finding.confidence.as_str(),
            message: &finding.message,
            path: finding.location.path.as_str(),
            start_line: finding.location.start_line,
            end_line: finding.location.end_line,
            start_column: finding.location.start_column,
            end_column: finding.location.end_column,
            snippet: &finding.snippet,
            trace: all(&finding.trace),
            cwe: finding.cwe,
            fingerprint: &finding.fingerprint,
            origin: finding.origin.to_string(),
            artifact: &finding.artifact,
        }
    }
}

impl<'a> From<&'a model::Step> for Step<'a> {
    fn from(step: &'a model::Step) -> Self {
        Self { path: step.path.as_str(), line: step.line, message: &step.message }
    }
}

impl<'a> From<&'a model::Dependencies> for Dependencies<'a> {
    fn from(dependencies: &'a model::Dependencies) -> Self {
        let direct = dependencies.direct.iter().map(|(name, requirement)| Requirement { name, requirement }).collect();
        let brought = dependencies.installation.as_ref();
        let count = |count: fn(&model::Installation) -> usize| brought.map_or(0, count);
        Self {
            resolved: count(|brought| brought.packages.len() + brought.failed.len()),
            scanned: count(|brought| brought.packages.len()),
            failed: brought.map(|brought| all(&brought.failed)).unwrap_or_default(),
            worst: brought.map(installation::worst).unwrap_or_default(),
            direct,
            installation: brought.map(Into::into),
        }
    }
}

impl<'a> From<&'a model::Shim> for Shim<'a> {
    fn from(shim: &'a model::Shim) -> Self {
        Self { path: shim.path.as_str(), line: shim.line, dependencies: &shim.dependencies }
    }
}

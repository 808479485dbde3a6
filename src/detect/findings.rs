//! Puts findings together, so that each has what every finding needs.

use crate::facts::{Moment, Place};
use crate::flow::origin;
use crate::model::{Category, Confidence, Finding, Location, RelPath, Runs, Severity, Sha256, Step};
use crate::syntax::Language;

use super::excerpt::{frame, snippet};
use super::weight;
use super::{Detector, Evidence};

/// What one detector found so far.
pub struct Findings<'e> {
    detector: &'static Detector,
    evidence: Evidence<'e>,
    found: Vec<Finding>,
}

/// A finding in the making; it starts with the detector's own severity and confidence.
pub struct Draft {
    location: Location,
    place: Option<Place>,
    /// What it is about, where the place does not tell.
    subject: String,
    message: String,
    severity: Severity,
    confidence: Confidence,
    trace: Vec<Step>,
}

impl Draft {
    pub fn severity(mut self, severity: Severity) -> Self {
        self.severity = severity;
        self
    }

    pub fn confidence(mut self, confidence: Confidence) -> Self {
        self.confidence = confidence;
        self
    }

    /// Tells it from others at the same place, also in its fingerprint: `CVE-2026-1`.
    pub fn about(mut self, subject: &str) -> Self {
        subject.clone_into(&mut self.subject);
        self
    }

    pub fn step(mut self, location: &Location, message: impl Into<String>) -> Self {
        self.trace.push(Step { path: location.path.clone(), line: location.start_line, message: message.into() });
        self
    }
}

impl<'e> Findings<'e> {
    pub(super) fn new(detector: &'static Detector, evidence: Evidence<'e>) -> Self {
        Self { detector, evidence, found: Vec::new() }
    }

    /// A finding at an expression of the code.
    pub fn at(&self, place: Place, message: impl Into<String>) -> Draft {
        let mut draft = self.on(self.evidence.location(place), message);
        draft.place = Some(place);
        draft
    }

    /// A finding at a stretch of code that is no expression of its own; it runs as `place` does.
    pub fn within(&self, place: Option<Place>, location: Location, message: impl Into<String>) -> Draft {
        Draft { place, ..self.on(location, message) }
    }

    /// A finding at a place that is no code: a manifest, an archive entry.
    pub fn on(&self, location: Location, message: impl Into<String>) -> Draft {
        let Detector { severity, confidence, .. } = *self.detector;
        Draft { location, place: None, subject: String::new(), message: message.into(), severity, confidence, trace: Vec::new() }
    }

    /// Adds what matters by what makes the code run: the message says so where it is not the server.
    pub fn add_as_it_runs(&mut self, mut draft: Draft) {
        let runs = draft.place.map_or(Runs::Server, |place| self.evidence.runs(place));
        let moment = match (draft.place.map(|place| self.evidence.moment(place)), runs) {
            (_, Runs::Install) => Moment::Install,
            (Some(moment), _) => moment,
            (None, _) => Moment::Use,
        };
        let weighed = weight::at(moment, self.detector.category, draft.severity);
        let (clause, severity) = match runs {
            _ if moment == Moment::Install => (", when it is installed", weighed),
            Runs::Server | Runs::Install => ("", weighed),
            Runs::Hosted => (", only where a platform hosts it", lesser(draft.severity)),
            Runs::Script => (", only in a script that a person starts", beside(draft.severity)),
            // Tests and examples weigh less by themselves.
            Runs::Aside => (", only in tests or examples", draft.severity),
            // A script of the shell that nothing starts is a tool of the people who wrote it.
            Runs::Unreached if self.is_script(draft.place) => (", in a script that nothing here starts", beside(draft.severity)),
            Runs::Unreached => (", in code that nothing here starts", lesser(draft.severity)),
        };
        draft.message += clause;
        self.add(draft.severity(severity));
    }

    fn is_script(&self, place: Option<Place>) -> bool {
        place.is_some_and(|place| self.evidence.program.module(place.unit).language == Language::Bash)
    }

    pub fn add(&mut self, mut draft: Draft) {
        let severity = match draft.place {
            Some(place) if self.evidence.is_aside(place) => beside(draft.severity),
            Some(place) if is_idle(self.detector.category, draft.severity) && self.evidence.is_unused(place) => {
                draft.message += ", in bundled code that nothing here uses";
                Severity::Info
            }
            Some(_) | None => draft.severity,
        };
        let origin = match draft.place {
            Some(place) => self.evidence.origin(place).clone(),
            None => origin::of_path(draft.location.path.as_str()),
        };
        let source = (self.evidence.sources)(&draft.location.path);
        let snippet = snippet(source, &draft.location);
        let around = draft.place.map_or(draft.subject, |place| self.function_name(place));
        self.found.push(Finding {
            rule: self.detector.id.to_owned(),
            category: self.detector.category,
            severity,
            confidence: draft.confidence,
            fingerprint: fingerprint(self.detector.id, &draft.location.path, &around, &snippet),
            frame: frame(source, &draft.location),
            message: self.evidence.signatures.masked(draft.message.into()).into_owned(),
            location: draft.location.clone(),
            snippet,
            trace: draft.trace,
            cwe: Some(self.detector.cwe),
            origin,
            artifact: self.evidence.artifact.to_owned(),
        });
    }

    pub(super) fn finish(self) -> Vec<Finding> {
        self.found
    }

    fn function_name(&self, place: Place) -> String {
        let module = self.evidence.program.module(place.unit);
        let function = module.function(module.enclosing_function(place.expr));
        function.name.map(|name| module.name(name).to_owned()).unwrap_or_default()
    }
}

/// What nothing reaches cannot do harm by itself: it is worth a line, not an alarm.
fn beside(severity: Severity) -> Severity {
    match severity {
        Severity::Critical | Severity::High => Severity::Low,
        Severity::Medium | Severity::Low | Severity::Info => Severity::Info,
    }
}

fn lesser(severity: Severity) -> Severity {
    match severity {
        Severity::Critical => Severity::High,
        Severity::High => Severity::Medium,
        Severity::Medium => Severity::Low,
        Severity::Low | Severity::Info => Severity::Info,
    }
}

/// Whether it matters only where it is used. What is grave does not rest on the package's word that code is another's, nor on
/// ours that nothing comes to it; and what contacts a host or takes a credential is judged by what it does.
fn is_idle(category: Category, severity: Severity) -> bool {
    let is_slight = match severity {
        Severity::Critical | Severity::High => false,
        Severity::Medium | Severity::Low | Severity::Info => true,
    };
    let reaches_out = match category {
        Category::UndeclaredHost
        | Category::CredentialAccess
        | Category::SecretLeak
        | Category::InstallScript
        | Category::Telemetry
        | Category::ContradictedClaim
        | Category::Exfiltration
        | Category::RemoteCode
        | Category::Persistence
        | Category::AgentControl
        | Category::SelfPropagation
        | Category::Destruction
        | Category::ToolPoisoning
        | Category::LookAlikeName
        | Category::KnownMalware
        | Category::KnownVulnerability
        | Category::Provenance => true,
        Category::CodeEval
        | Category::CommandInjection
        | Category::PathTraversal
        | Category::SqlInjection
        | Category::Ssrf
        | Category::Deserialization
        | Category::PermissionMismatch
        | Category::UndeclaredEnv
        | Category::ArchiveAnomaly
        | Category::ManifestConfusion
        | Category::NativeBinary
        | Category::Obfuscation
        | Category::HiddenText
        | Category::InsecureTransport => false,
    };
    is_slight && !reaches_out
}

/// Of rule, path, what is around the place (a function, how a text comes to run, a record that names the package) and the snippet.
pub fn fingerprint(rule: &str, path: &RelPath, function: &str, snippet: &str) -> String {
    let plain: String = snippet.split_whitespace().collect();
    Sha256::of_parts([rule.as_bytes(), path.as_str().as_bytes(), function.as_bytes(), plain.as_bytes()]).to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_fingerprint_does_not_depend_on_white_space_or_lines() {
        let path = RelPath::new("a.js").unwrap();
        assert_eq!(fingerprint("r", &path, "f", "a (b)"), fingerprint("r", &path, "f", "a(b)"));
        assert_ne!(fingerprint("r", &path, "f", "a(b)"), fingerprint("r", &path, "g", "a(b)"));
    }
}

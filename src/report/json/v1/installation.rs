//! What an installation brings, package by package.

use serde::Serialize;

use super::convert::all;
use crate::model::{self, Verdict};

/// Packages among the worst at most.
const WORST: usize = 20;

#[derive(Debug, Serialize)]
pub(super) struct Installation<'a> {
    packages: Vec<Dependency<'a>>,
    missing: Vec<Unjudged<'a>>,
    other_platforms: Vec<String>,
    powers: Vec<Power<'a>>,
}

#[derive(Debug, Serialize)]
pub(super) struct Dependency<'a> {
    purl: String,
    verdict: &'static str,
    score: u8,
    summary: &'a str,
    path: &'a [String],
    own: bool,
    used: bool,
    runs_at_install: bool,
    unread: bool,
    findings: Vec<Concern<'a>>,
}

#[derive(Debug, Serialize)]
struct Concern<'a> {
    rule: &'a str,
    category: &'static str,
    severity: &'static str,
    confidence: &'static str,
    message: &'a str,
    path: &'a str,
    line: u32,
}

#[derive(Debug, Serialize)]
pub(super) struct Unjudged<'a> {
    package: &'a str,
    by: Option<&'a str>,
    why: &'a str,
    optional: bool,
}

#[derive(Debug, Serialize)]
struct Power<'a> {
    kind: &'static str,
    detail: &'a str,
    packages: &'a [String],
}

/// Those that do not pass, the worst first.
pub(super) fn worst(installation: &model::Installation) -> Vec<Dependency<'_>> {
    installation.packages.iter().filter(|one| one.verdict != Verdict::Pass).take(WORST).map(Into::into).collect()
}

impl<'a> From<&'a model::Installation> for Installation<'a> {
    fn from(installation: &'a model::Installation) -> Self {
        Self {
            packages: all(&installation.packages),
            missing: all(&installation.missing),
            other_platforms: installation.elsewhere.iter().map(model::PackageId::purl).collect(),
            powers: all(&installation.powers),
        }
    }
}

impl<'a> From<&'a model::Dependency> for Dependency<'a> {
    fn from(one: &'a model::Dependency) -> Self {
        Self {
            purl: one.id.purl(),
            verdict: one.verdict.as_str(),
            score: one.score,
            summary: &one.summary,
            path: &one.path,
            own: one.is_own,
            used: one.is_used,
            runs_at_install: one.runs_at_install,
            unread: one.is_unread,
            findings: all(&one.findings),
        }
    }
}

impl<'a> From<&'a model::Concern> for Concern<'a> {
    fn from(one: &'a model::Concern) -> Self {
        Self {
            rule: &one.rule,
            category: one.category.as_str(),
            severity: one.severity.as_str(),
            confidence: one.confidence.as_str(),
            message: &one.message,
            path: &one.path,
            line: one.line,
        }
    }
}

impl<'a> From<&'a model::Unjudged> for Unjudged<'a> {
    fn from(one: &'a model::Unjudged) -> Self {
        Self { package: &one.package, by: one.by.as_deref(), why: &one.why, optional: one.is_optional }
    }
}

impl<'a> From<&'a model::Power> for Power<'a> {
    fn from(one: &'a model::Power) -> Self {
        Self { kind: one.kind.as_str(), detail: &one.detail, packages: &one.packages }
    }
}

//! Why a package is not approved: one plain sentence, and what to do about it.

/// Both texts may hold words of the package, which whoever shows them escapes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reason {
    pub kind: ReasonKind,
    pub text: String,
    pub next: String,
}

impl Reason {
    pub(super) fn new(kind: ReasonKind, text: impl Into<String>, next: impl Into<String>) -> Self {
        Self { kind, text: text.into(), next: next.into() }
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum ReasonKind {
    Blocked,
    Incomplete,
    NotApproved,
    OtherFile,
    Expired,
    TooOld,
    Postdated,
    HostBeyondLimits,
    VariableBeyondLimits,
    CapabilityBeyondLimits,
    Finding,
    LowScore,
    NeedsPerson,
    NewCapability,
    NewDependency,
    OtherTools,
    NotClean,
}

impl ReasonKind {
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Blocked => "blocked",
            Self::Incomplete => "incomplete",
            Self::NotApproved => "not-approved",
            Self::OtherFile => "other-file",
            Self::Expired => "expired",
            Self::TooOld => "too-old",
            Self::Postdated => "postdated",
            Self::HostBeyondLimits => "host-beyond-limits",
            Self::VariableBeyondLimits => "variable-beyond-limits",
            Self::CapabilityBeyondLimits => "capability-beyond-limits",
            Self::Finding => "finding",
            Self::LowScore => "low-score",
            Self::NeedsPerson => "needs-person",
            Self::NewCapability => "new-capability",
            Self::NewDependency => "new-dependency",
            Self::OtherTools => "other-tools",
            Self::NotClean => "not-clean",
        }
    }
}

/// `a`, `b` and 3 more; each in backticks.
pub(super) fn named<'n>(names: impl IntoIterator<Item = &'n str>) -> String {
    const SHOWN: usize = 4;
    let names: Vec<&str> = names.into_iter().collect();
    let quoted = |names: &[&str]| names.iter().map(|name| format!("`{name}`")).collect::<Vec<_>>();
    match names.as_slice() {
        [.., last] if names.len() <= SHOWN => match &names[..names.len() - 1] {
            [] => format!("`{last}`"),
            first => format!("{} and `{last}`", quoted(first).join(", ")),
        },
        _ if names.is_empty() => "nothing".to_owned(),
        _ => format!("{} and {} more", quoted(&names[..SHOWN]).join(", "), names.len() - SHOWN),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_listed_as_people_do() {
        assert_eq!(named(["a"]), "`a`");
        assert_eq!(named(["a", "b", "c"]), "`a`, `b` and `c`");
        assert_eq!(named(["a", "b", "c", "d", "e", "f"]), "`a`, `b`, `c`, `d` and 2 more");
    }
}

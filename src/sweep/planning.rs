//! What the sources gave → a night.

use std::collections::{BTreeMap, BTreeSet};

use super::sources::Gathered;
use crate::store::sweep::{Asked, Notice, Plan, SourceState};

/// A source's key, and what it gave.
pub type Given = (String, Gathered);

/// Each package once, whoever names it.
pub fn plan(engine: &str, ruleset: &str, given: Vec<Given>) -> Plan {
    let mut plan = Plan { engine: engine.to_owned(), ruleset: ruleset.to_owned(), ..Plan::default() };
    let mut items: BTreeMap<String, Asked> = BTreeMap::new();
    for (key, gathered) in given {
        let Gathered { wanted, notices, state, mut remarks, invalid, failure } = gathered;
        for one in wanted {
            let asked = Asked { spec: one.spec, sources: vec![one.source.to_owned()] };
            let sources = &mut items.entry(asked.subject()).or_insert_with(|| Asked { sources: Vec::new(), ..asked.clone() }).sources;
            sources.extend(asked.sources.into_iter().filter(|source| !sources.contains(source)).collect::<Vec<_>>());
        }
        plan.notices.extend(notices.into_iter().map(|notice| Notice {
            source: key.clone(),
            subject: notice.subject,
            kind: notice.kind.as_str().to_owned(),
            text: notice.text,
            packages: notice.packages,
        }));
        if invalid > 0 {
            remarks.push(format!("{invalid} entries name nothing that can be judged"));
        }
        if let Some(failure) = &failure {
            remarks.push(format!("could not be asked, so the packages of its last night count: {}", failure.in_brief()));
        }
        plan.remarks.extend(remarks.into_iter().map(|remark| format!("{key}: {remark}")));
        // What could not be asked has nothing new to remember.
        let state = Some(state).filter(|_| failure.is_none());
        plan.sources.push(SourceState { source: key, state });
    }
    plan.items = items.into_values().collect();
    without_repeats(&mut plan.notices);
    plan
}

/// Two sources may tell the same.
fn without_repeats(notices: &mut Vec<Notice>) {
    let mut seen = BTreeSet::new();
    notices.retain(|notice| seen.insert((notice.subject.clone(), notice.kind.clone())));
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::PackageSpec;
    use crate::sweep::sources::{NoticeKind, Wanted};

    fn gathered(source: &'static str, specs: &[&str]) -> Gathered {
        let wanted = |spec: &&str| Wanted { spec: PackageSpec::npm(spec).unwrap(), source, server: None };
        Gathered { wanted: specs.iter().map(wanted).collect(), state: "kept".to_owned(), ..Gathered::default() }
    }

    #[test]
    fn a_package_that_two_sources_name_is_judged_once_for_both() {
        let given =
            vec![("list".to_owned(), gathered("list", &["a@1.0.0", "b"])), ("approved".to_owned(), gathered("approved", &["b", "c"]))];
        let plan = plan("1", "rules", given);
        let items: Vec<(String, Vec<String>)> = plan.items.iter().map(|asked| (asked.subject(), asked.sources.clone())).collect();
        let both = vec!["list".to_owned(), "approved".to_owned()];
        assert_eq!(items[0], ("npm a@1.0.0".to_owned(), both[..1].to_vec()));
        assert_eq!(items[1], ("npm b".to_owned(), both.clone()));
        assert_eq!(items[2], ("npm c".to_owned(), both[1..].to_vec()));
        assert!(plan.sources.iter().all(|source| source.state.as_deref() == Some("kept")));
    }

    #[test]
    fn a_source_that_failed_keeps_its_state_and_says_so() {
        let mut failed = gathered("mcp-registry", &["a"]);
        failed.failure = Some(crate::fetch::FetchError::Setup { why: "no proxy".to_owned() });
        failed.invalid = 2;
        failed.notices.push(crate::sweep::sources::Notice {
            subject: "io.acme/a".to_owned(),
            kind: NoticeKind::Deleted,
            text: "gone".to_owned(),
            packages: vec!["pkg:npm/a@1.0.0".to_owned()],
        });
        let plan = plan("1", "rules", vec![("mcp-registry".to_owned(), failed)]);
        assert_eq!(plan.sources[0].state, None);
        assert!(plan.remarks.iter().any(|remark| remark.contains("could not be asked")), "{:?}", plan.remarks);
        assert!(plan.remarks.iter().any(|remark| remark.contains("2 entries")), "{:?}", plan.remarks);
        let told: Vec<(&str, &str, &[String])> =
            plan.notices.iter().map(|notice| (notice.subject.as_str(), notice.kind.as_str(), &notice.packages[..])).collect();
        assert_eq!(told, [("io.acme/a", "deleted", &["pkg:npm/a@1.0.0".to_owned()][..])]);
        assert_eq!(plan.items.len(), 1);
    }
}

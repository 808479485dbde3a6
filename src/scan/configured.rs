//! Settings that name hosts, as the report lists them.

use std::collections::BTreeMap;

use crate::model::{ObservedSetting, Origin};

use super::observe::Part;

/// Each setting of the package's own code once: with its default where it has one, and at the first place that tells.
pub(super) fn hosts(parts: &[Part<'_>]) -> Vec<ObservedSetting> {
    let mut all: BTreeMap<String, ObservedSetting> = BTreeMap::new();
    for part in parts {
        for configured in part.facts.configured.iter().filter(|configured| part.counts(configured.place)) {
            let (location, origin) = part.whose(configured.place);
            if origin != Origin::Own {
                continue;
            }
            let seen = ObservedSetting { setting: configured.setting.clone(), default: configured.default.clone(), location, origin };
            let rank = |setting: &ObservedSetting| (setting.default.is_none(), setting.location.clone());
            match all.get_mut(&seen.setting) {
                Some(known) if rank(&seen) < rank(known) => *known = seen,
                Some(_) => {}
                None => {
                    all.insert(seen.setting.clone(), seen);
                }
            }
        }
    }
    all.into_values().collect()
}

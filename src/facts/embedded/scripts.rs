//! Commands in manifests: what npm runs when it installs or starts the package, and what binding.gyp asks the shell while it is built.

use std::collections::BTreeSet;

use super::Embedded;
use crate::facts::Moment;
use crate::manifest::{Manifest, Trigger};
use crate::model::Runs;
use crate::syntax::Language;

pub(super) fn find(manifest: &Manifest, found: &mut BTreeSet<Embedded>) {
    for script in manifest.scripts.iter().filter(|script| !script.is_question()) {
        let (runs, moment) = match script.trigger {
            Trigger::Install => (Runs::Install, Moment::Install),
            Trigger::GitInstall => (Runs::Script, Moment::Never),
            Trigger::Demand if script.name == "start" => (Runs::Server, Moment::Load),
            Trigger::Demand => continue,
        };
        found.insert(Embedded {
            host: script.location.clone(),
            language: Language::Bash,
            text: script.command.clone(),
            runs,
            moment,
            how: format!("in the script `{}`", script.name),
            veiled: false,
        });
    }
}

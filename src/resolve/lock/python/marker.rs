//! What one target answers to the markers of a lock file, each asked once.

use std::cell::RefCell;
use std::collections::HashMap;

use pep508_rs::{ExtraName, MarkerEnvironment};

use crate::model::Target;
use crate::resolve::lock::Parts;
use crate::resolve::marker::{self, Set, environment};

#[derive(Debug)]
pub(in crate::resolve::lock) struct Markers {
    environment: MarkerEnvironment,
    chosen: Parts,
    /// The same of them that are extras, for markers that ask as those of packages do.
    extras: Vec<ExtraName>,
    known: RefCell<HashMap<String, Option<bool>>>,
}

impl Markers {
    pub fn of(target: &Target, chosen: Parts) -> Self {
        let extras = chosen.extras.iter().filter_map(|name| name.parse().ok()).collect();
        Self { environment: environment::of(target), chosen, extras, known: RefCell::default() }
    }

    /// None where it is not understood.
    pub fn holds(&self, marker: &str) -> Option<bool> {
        if let Some(known) = self.known.borrow().get(marker) {
            return *known;
        }
        let chosen = |set: Set, name: &str| match set {
            Set::Extras => self.chosen.has_extra(name),
            Set::Groups => self.chosen.has_group(name),
        };
        let holds = marker::holds_with(marker, &self.environment, &self.extras, &chosen);
        self.known.borrow_mut().insert(marker.to_owned(), holds);
        holds
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::model::{Platform, PythonVersion};

    fn markers() -> Markers {
        let platform = Platform { os: "linux".into(), arch: "x86_64".into() };
        let chosen = Parts::named(["Chosen.One"], ["tests"]);
        Markers::of(&Target { python: PythonVersion { major: 3, minor: 13 }, platform }, chosen)
    }

    #[test]
    fn markers_are_answered_for_the_target() {
        let markers = markers();
        for marker in [
            "python_version >= '3.8'",
            "python_version >= \"3.8\" and sys_platform == 'linux'",
            "sys_platform == 'win32' or python_full_version >= '3.13'",
            "(sys_platform == 'win32' or os_name=='posix')and(platform_machine == 'x86_64')",
            "sys_platform == 'win32' and extra == 'x' or platform_system != 'Windows'",
            "extra != 'cli'",
            "'dev' not in dependency_groups",
            "'chosen_one' in extras and 'tests' in dependency_groups",
            "'linux' in sys_platform",
            "platform_python_implementation == 'CPython' and implementation_name == 'cpython'",
        ] {
            assert_eq!(markers.holds(marker), Some(true), "{marker}");
        }
        for marker in [
            "python_version < '3.8'",
            "sys_platform == 'win32' and python_version >= '3.8'",
            "extra == 'cli'",
            "'cli' in extras",
            "'chosen-one' not in extras",
            "sys_platform == 'linux' and (os_name == 'nt' or platform_machine == 'and (x')",
        ] {
            assert_eq!(markers.holds(marker), Some(false), "{marker}");
        }
    }

    #[test]
    fn what_is_no_marker_has_no_answer_and_ends_soon() {
        let markers = markers();
        let many: String = (0..300).map(|at| format!("'{at}' in platform_version and '{at}x' in platform_release or ")).collect();
        for marker in
            ["", "linux", "sys_platform ==", "(os_name == 'nt'", "os_name == 'nt')", "os_name == 'nt' and", &"(".repeat(8_000), &many]
        {
            assert_eq!(markers.holds(marker), None, "{marker}");
        }
        let many = many.strip_suffix(" or ").unwrap().chars().take(8_000).collect::<String>();
        let _ = markers.holds(&many);
    }

    #[test]
    fn versions_beyond_counting_have_no_answer() {
        for operator in ["==", "!=", "~=", "<", "<=", ">", ">="] {
            let marker = format!("python_version {operator} '3.{}'", u64::MAX);
            assert_eq!(markers().holds(&marker), None, "{marker}");
        }
    }

    proptest! {
        #[test]
        fn no_marker_panics(
            asked in "python_version|python_full_version|implementation_version|os_name|extra|extras|[(]|[)]",
            operator in "==|!=|<|<=|>|>=|~=|===| in | not in | and | or |=",
            text in "[0-9.*a-c+!, -é]{0,8}|[0-9]{1,2}[.][0-9]{9,20}([.][0-9*])?",
        ) {
            let markers = markers();
            for marker in [format!("{asked}{operator}'{text}'"), format!("'{text}'{operator}{asked}"), format!("{text}{operator}({asked}")] {
                let _ = markers.holds(&marker);
            }
        }
    }
}

//! Which wheels fit a target, and in which order pip and uv prefer them (PEP 425, `packaging.tags`).

use crate::model::{PythonVersion, Target};

use super::file_name::WheelTags;
use super::platform;

/// How well a wheel fits: the smallest is what an install takes first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Fit {
    /// Only fits a system that is not the common one of the platform, see [`platform::Place::special`].
    pub(super) special: bool,
    group: Group,
    /// Place of the platform in its list.
    platform: u32,
}

/// The order of `packaging.tags.sys_tags` for CPython. The number says how many releases back the tag is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Group {
    /// `cp313-cp313-PLATFORM`
    Exact,
    /// `cp313-abi3-PLATFORM`
    StableAbi,
    /// `cp313-none-PLATFORM`
    NoAbi,
    /// `cp312-abi3-PLATFORM` and older
    OlderStableAbi(u32),
    /// `py3-none-PLATFORM`
    Native(u32),
    /// `cp313-none-any`
    Interpreter,
    /// `py3-none-any`
    Pure(u32),
}

/// Names with more combinations than this are not published by anyone.
const MOST_TAGS: usize = 64;

impl WheelTags {
    /// The best fit among the combinations of the name's tags; none when the wheel cannot be installed there.
    pub(super) fn fit(&self, target: &Target) -> Option<Fit> {
        let mut best: Option<Fit> = None;
        for platform in self.platforms.split('.').take(MOST_TAGS) {
            let Some(place) = platform::place(platform, &target.platform) else { continue };
            for abi in self.abis.split('.').take(MOST_TAGS) {
                for python in self.pythons.split('.').take(MOST_TAGS) {
                    let Some(group) = group(python, abi, platform == "any", target.python) else { continue };
                    let fit = Fit { special: place.special, group, platform: place.rank };
                    best = Some(best.map_or(fit, |best| best.min(fit)));
                }
            }
        }
        best
    }
}

fn group(python: &str, abi: &str, any: bool, target: PythonVersion) -> Option<Group> {
    let PythonVersion { major, minor } = target;
    if let Some(behind) = generic(python, target) {
        return (abi == "none").then_some(if any { Group::Pure(behind) } else { Group::Native(behind) });
    }
    let digits = python.strip_prefix("cp")?.strip_prefix(&major.to_string())?;
    let behind = minor.checked_sub(number(digits)?)?;
    match (abi, behind, any) {
        ("none", 0, true) => Some(Group::Interpreter),
        ("none", 0, false) => Some(Group::NoAbi),
        ("abi3", 0, false) if major == 3 => Some(Group::StableAbi),
        ("abi3", behind, false) if major == 3 && behind + 2 <= minor => Some(Group::OlderStableAbi(behind)),
        // Pythons before 3.8 have `m` behind their number; `t` (without the lock) is another interpreter.
        (abi, 0, false) if abi.strip_suffix('m').unwrap_or(abi) == python => Some(Group::Exact),
        _ => None,
    }
}

/// Place of `py313`, `py3`, `py312`, … `py30` in the list of tags for any Python.
fn generic(python: &str, target: PythonVersion) -> Option<u32> {
    let digits = python.strip_prefix("py")?.strip_prefix(&target.major.to_string())?;
    if digits.is_empty() {
        return Some(1);
    }
    match target.minor.checked_sub(number(digits)?)? {
        0 => Some(0),
        behind => Some(behind + 1),
    }
}

/// Digits alone, without a sign or leading zeros.
pub(super) fn number(digits: &str) -> Option<u32> {
    let plain = !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit()) && (digits == "0" || !digits.starts_with('0'));
    plain.then(|| digits.parse().ok())?
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::fetch::pypi::file_name::{Distribution, Form};
    use crate::model::{PackageName, Platform};

    fn target(os: &str, arch: &str) -> Target {
        Target { python: PythonVersion { major: 3, minor: 13 }, platform: Platform { os: os.into(), arch: arch.into() } }
    }

    fn fit(tags: &str, target: &Target) -> Option<Fit> {
        let file = format!("a-1-{tags}.whl");
        match Distribution::parse(&file, &PackageName::pypi("a").unwrap()).unwrap().form {
            Form::Wheel(tags) => tags.fit(target),
            Form::Sdist(_) => unreachable!("the name ends in .whl"),
        }
    }

    /// Each must fit, and better than the one after it.
    fn assert_order(target: &Target, tags: &[&str]) {
        let fits: Vec<_> = tags.iter().map(|tags| fit(tags, target)).collect();
        for (at, pair) in fits.windows(2).enumerate() {
            assert!(pair[0].is_some() && pair[1].is_some() && pair[0] < pair[1], "{} before {}: {pair:?}", tags[at], tags[at + 1]);
        }
    }

    #[test]
    fn linux_wheels_are_preferred_in_pips_order() {
        assert_order(
            &target("linux", "x86_64"),
            &[
                "cp313-cp313-manylinux_2_34_x86_64",
                "cp313-cp313-manylinux_2_17_x86_64.manylinux2014_x86_64",
                "cp313-cp313-manylinux2014_x86_64",
                "cp313-cp313-manylinux2010_x86_64",
                "cp313-cp313-manylinux_2_5_x86_64",
                "cp313-cp313-manylinux1_x86_64",
                "cp313-cp313-linux_x86_64",
                "cp313-abi3-manylinux2014_x86_64",
                "cp313-none-manylinux2014_x86_64",
                "cp39-abi3-manylinux2014_x86_64",
                "cp38-abi3-manylinux_2_28_x86_64",
                "py313-none-manylinux2014_x86_64",
                "py3-none-manylinux2014_x86_64",
                "py312-none-manylinux2014_x86_64",
                "cp313-none-any",
                "py313-none-any",
                "py2.py3-none-any",
                "py312-none-any",
                "py30-none-any",
                "cp313-cp313-musllinux_1_2_x86_64",
            ],
        );
    }

    #[test]
    fn wheels_for_others_do_not_fit() {
        for tags in [
            "cp312-cp312-manylinux2014_x86_64",
            "cp313-cp313t-manylinux2014_x86_64",
            "cp314-abi3-manylinux2014_x86_64",
            "cp313-cp313-manylinux2014_aarch64",
            "cp313-cp313-manylinux_3_1_x86_64",
            "cp313-cp313-win_amd64",
            "cp313-cp313-any",
            "cp312-none-any",
            "py2-none-any",
            "py314-none-any",
            "py3-cp313-any",
            "pp310-pypy310_pp73-manylinux2014_x86_64",
            "cp3013-none-any",
            "cp3-none-any",
            "cp99999999999-none-any",
        ] {
            assert_eq!(fit(tags, &target("linux", "x86_64")), None, "{tags}");
        }
    }

    #[test]
    fn macos_and_windows_take_their_own() {
        let order = [
            "cp313-cp313-macosx_15_0_arm64",
            "cp313-cp313-macosx_11_0_arm64",
            "cp313-cp313-macosx_11_0_universal2",
            "cp313-cp313-macosx_10_13_universal2",
            "py3-none-any",
        ];
        assert_order(&target("macos", "aarch64"), &order);
        let order = [
            "cp313-cp313-macosx_11_0_x86_64",
            "cp313-cp313-macosx_11_0_universal2",
            "cp313-cp313-macosx_10_13_x86_64",
            "cp313-cp313-macosx_10_9_intel",
            "py3-none-macosx_10_9_x86_64",
        ];
        assert_order(&target("macos", "x86_64"), &order);
        assert_eq!(fit("cp313-cp313-macosx_10_13_x86_64", &target("macos", "aarch64")), None);
        assert_order(&target("windows", "x86_64"), &["cp313-cp313-win_amd64", "py3-none-win_amd64", "py3-none-any"]);
        assert_eq!(fit("cp313-cp313-win32", &target("windows", "x86_64")), None);
        assert!(fit("cp313-cp313-win_arm64", &target("windows", "aarch64")).is_some());
        assert!(fit("py3-none-any", &target("plan9", "mips")).is_some());
    }
}

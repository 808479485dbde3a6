//! What markers ask about (PEP 508), answered for a target.

use pep508_rs::{MarkerEnvironment, MarkerEnvironmentBuilder};

use crate::model::{PythonVersion, Target};

/// Markers that ask for a patch release of a Python in use are answered as for a late one.
const LATE_PATCH: u32 = 99;

/// CPython on the target. Which release of its system it runs is not known, and markers that compare it see nothing there.
pub(in crate::resolve) fn of(target: &Target) -> MarkerEnvironment {
    let PythonVersion { major, minor } = target.python;
    let full = format!("{major}.{minor}.{LATE_PATCH}");
    let system = System::of(&target.platform.os);
    let told = MarkerEnvironment::try_from(MarkerEnvironmentBuilder {
        implementation_name: "cpython",
        implementation_version: &full,
        os_name: system.os_name,
        platform_machine: machine(&target.platform.os, &target.platform.arch),
        platform_python_implementation: "CPython",
        platform_release: "",
        platform_system: system.platform_system,
        platform_version: "",
        python_full_version: &full,
        python_version: &format!("{major}.{minor}"),
        sys_platform: system.sys_platform,
    });
    told.expect("three numbers with dots between them are a version")
}

/// `os.name`, `platform.system()` and `sys.platform`.
struct System<'a> {
    os_name: &'a str,
    platform_system: &'a str,
    sys_platform: &'a str,
}

impl<'a> System<'a> {
    fn of(os: &'a str) -> Self {
        let (os_name, platform_system, sys_platform) = match os {
            "linux" => ("posix", "Linux", "linux"),
            "macos" => ("posix", "Darwin", "darwin"),
            "windows" => ("nt", "Windows", "win32"),
            "freebsd" => ("posix", "FreeBSD", "freebsd"),
            other => ("posix", other, other),
        };
        Self { os_name, platform_system, sys_platform }
    }
}

/// `platform.machine()`.
fn machine<'a>(os: &str, arch: &'a str) -> &'a str {
    match (os, arch) {
        ("windows", "x86_64") => "AMD64",
        ("windows", "aarch64") => "ARM64",
        ("macos", "aarch64") => "arm64",
        ("linux", "x86") => "i686",
        ("linux", "arm") => "armv7l",
        ("linux", "powerpc64") => "ppc64le",
        (_, other) => other,
    }
}

//! Values of flags: checked once, typed after.

use url::Url;

use crate::model::{Platform, PythonVersion};

/// `3.12`
pub(super) fn python(text: &str) -> Result<PythonVersion, String> {
    let parsed = text.split_once('.').and_then(|(major, minor)| Some(PythonVersion { major: number(major)?, minor: number(minor)? }));
    parsed.filter(|version| version.major >= 2).ok_or_else(|| "write it as 3.12".to_owned())
}

fn number(text: &str) -> Option<u32> {
    text.bytes().all(|byte| byte.is_ascii_digit()).then(|| text.parse().ok())?
}

/// `22.21.1`, `v24.0.0`, or `24` for the first of its line.
pub(super) fn node(text: &str) -> Result<nodejs_semver::Version, String> {
    let bare = text.trim().trim_start_matches('v');
    let missing = 2usize.saturating_sub(bare.matches('.').count());
    let whole = format!("{bare}{}", ".0".repeat(missing));
    nodejs_semver::Version::parse(whole).map_err(|_| "write it as 24.11.0".to_owned())
}

/// `linux-x86_64`; the names that npm, Python and Go use for the same things are understood too.
pub(super) fn platform(text: &str) -> Result<Platform, String> {
    let known =
        text.split_once('-').and_then(|(os, arch)| Some(Platform { os: system(os)?.to_owned(), arch: architecture(arch)?.to_owned() }));
    known.ok_or_else(|| "write it as linux-x86_64, macos-aarch64 or windows-x86_64".to_owned())
}

fn system(word: &str) -> Option<&'static str> {
    match word {
        "linux" => Some("linux"),
        "macos" | "darwin" => Some("macos"),
        "windows" | "win32" => Some("windows"),
        "freebsd" => Some("freebsd"),
        _ => None,
    }
}

fn architecture(word: &str) -> Option<&'static str> {
    match word {
        "x86_64" | "x64" | "amd64" => Some("x86_64"),
        "aarch64" | "arm64" => Some("aarch64"),
        "x86" | "ia32" | "i686" => Some("x86"),
        "arm" | "armv7l" => Some("arm"),
        "riscv64" => Some("riscv64"),
        "s390x" => Some("s390x"),
        "powerpc64" | "ppc64le" => Some("powerpc64"),
        _ => None,
    }
}

/// Requests in a second: `0.5`, `5`.
pub(super) fn rate(text: &str) -> Result<f64, String> {
    let rate: Option<f64> = text.parse().ok();
    rate.filter(|rate| rate.is_finite() && (0.0..=1e6).contains(rate)).ok_or_else(|| "write it as 5 or 0.5".to_owned())
}

/// Plain bytes, or with one of the units `k`, `M`, `G` (thousands) and `KiB`, `MiB`, `GiB` (1024s).
pub(super) fn bytes(text: &str) -> Result<u64, String> {
    let end = text.bytes().position(|byte| !byte.is_ascii_digit()).unwrap_or(text.len());
    let unit = match text[end..].trim() {
        "" | "B" => Some(1),
        "k" | "kB" => Some(1_000),
        "M" | "MB" => Some(1_000_000),
        "G" | "GB" => Some(1_000_000_000),
        "KiB" => Some(1 << 10),
        "MiB" => Some(1 << 20),
        "GiB" => Some(1 << 30),
        _ => None,
    };
    let size = unit.and_then(|unit: u64| text[..end].parse::<u64>().ok()?.checked_mul(unit));
    size.filter(|size| *size > 0).ok_or_else(|| "write it as 300000000 or 256MiB".to_owned())
}

pub(super) fn web_address(text: &str) -> Result<Url, String> {
    let url = Url::parse(text).map_err(|error| error.to_string())?;
    match (url.scheme(), url.has_host()) {
        ("https" | "http", true) => Ok(url),
        _ => Err("only https:// and http:// addresses can be asked".to_owned()),
    }
}

/// A web address, or `none`.
pub(super) fn address_or_none(text: &str) -> Result<String, String> {
    if text == "none" {
        return Ok(text.to_owned());
    }
    match web_address(text) {
        Ok(_) => Ok(text.to_owned()),
        Err(why) => Err(format!("{why}; write it as https://host/path/, or none")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn versions_and_platforms_are_read_as_people_write_them() {
        assert_eq!(python("3.12"), Ok(PythonVersion { major: 3, minor: 12 }));
        for bad in ["3", "3.", "3.x", "3.12.1", "1.5", "+3.1", "3.99999999999"] {
            assert!(python(bad).is_err(), "{bad}");
        }
        assert_eq!(platform("darwin-arm64"), platform("macos-aarch64"));
        for bad in ["linux", "plan9-x86_64", "linux-", "-x64"] {
            assert!(platform(bad).is_err(), "{bad}");
        }
    }

    #[test]
    fn sizes_take_units_and_do_not_overflow() {
        assert_eq!((bytes("1"), bytes("3k"), bytes("256MiB")), (Ok(1), Ok(3_000), Ok(256 << 20)));
        for bad in ["", "0", "MiB", "-1", "1.5M", "1X", "99999999999999999999", "18446744073709551615k", "1ä"] {
            assert!(bytes(bad).is_err(), "{bad}");
        }
    }

    #[test]
    fn only_web_addresses_are_taken() {
        assert!(web_address("https://registry.example/npm/").is_ok());
        for bad in ["registry.example", "file:///etc", "ftp://registry.example", "https://"] {
            assert!(web_address(bad).is_err() && address_or_none(bad).is_err(), "{bad}");
        }
        assert!(address_or_none("none").is_ok());
    }
}

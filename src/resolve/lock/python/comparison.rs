//! One comparison of a marker: `python_version >= "3.8"`, `'linux' in sys_platform`. What can be asked about is `pep508_rs`'s to know.
//! It is not asked to compare: it keeps all that it has ever met, and counts on from numbers behind which there is none.

use std::str::FromStr;

use pep440_rs::{Version, VersionSpecifier};
use pep508_rs::{MarkerEnvironment, MarkerValue};

/// No version of a Python or a system has as many.
const DIGITS_MAX: usize = 12;

/// None where it means nothing. No extra is wanted.
pub(super) fn holds(comparison: &str, environment: &MarkerEnvironment) -> Option<bool> {
    if comparison.split(|c: char| !c.is_ascii_digit()).any(|digits| digits.len() > DIGITS_MAX) {
        return None;
    }
    let (left, rest) = side(comparison.trim())?;
    let (operator, rest) = operator(rest.trim_start())?;
    let (right, rest) = side(rest.trim_start())?;
    if !rest.trim().is_empty() {
        return None;
    }
    match (left, right) {
        (Side::Asked(asked), Side::Text(text)) => about(&asked, operator, text, environment),
        (Side::Text(text), Side::Asked(asked)) => match operator {
            "in" => Some(told(&asked, environment)?.contains(text)),
            "not in" => Some(!told(&asked, environment)?.contains(text)),
            sign => about(&asked, turned(sign), text, environment),
        },
        (Side::Asked(_), Side::Asked(_)) | (Side::Text(_), Side::Text(_)) => None,
    }
}

enum Side<'t> {
    Asked(MarkerValue),
    Text(&'t str),
}

fn side(text: &str) -> Option<(Side<'_>, &str)> {
    if let Some(quote) = text.chars().next().filter(|first| matches!(first, '"' | '\'')) {
        let (quoted, rest) = text[1..].split_once(quote)?;
        return Some((Side::Text(quoted), rest));
    }
    let end = text.find(|c: char| !c.is_ascii_alphanumeric() && !matches!(c, '_' | '.')).unwrap_or(text.len());
    Some((Side::Asked(MarkerValue::from_str(&text[..end]).ok()?), &text[end..]))
}

fn operator(text: &str) -> Option<(&'static str, &str)> {
    // Longer ones first: `=` begins three.
    let signs = ["===", "==", "~=", "!=", "<=", ">=", "<", ">", "in"];
    let plain = signs.into_iter().find_map(|sign| Some((sign, text.strip_prefix(sign)?)));
    plain.or_else(|| Some(("not in", text.strip_prefix("not")?.trim_start().strip_prefix("in")?)))
}

/// `'3.8' <= python_version` is `python_version >= '3.8'`.
fn turned(sign: &'static str) -> &'static str {
    match sign {
        "<" => ">",
        "<=" => ">=",
        ">" => "<",
        ">=" => "<=",
        other => other,
    }
}

fn told(asked: &MarkerValue, environment: &MarkerEnvironment) -> Option<String> {
    match asked {
        MarkerValue::MarkerEnvString(key) => Some(environment.get_string(key).to_owned()),
        MarkerValue::MarkerEnvVersion(key) => Some(environment.get_version(key).to_string()),
        MarkerValue::Extra | MarkerValue::QuotedString(_) => None,
    }
}

fn about(asked: &MarkerValue, sign: &str, text: &str, environment: &MarkerEnvironment) -> Option<bool> {
    match asked {
        MarkerValue::MarkerEnvVersion(key) => version(environment.get_version(key), sign, text),
        MarkerValue::MarkerEnvString(key) => plain(environment.get_string(key), sign, text),
        MarkerValue::Extra => match sign {
            "==" => Some(false),
            "!=" => Some(true),
            _ => None,
        },
        MarkerValue::QuotedString(_) => None,
    }
}

fn version(own: &Version, sign: &str, text: &str) -> Option<bool> {
    let is_listed = || {
        let words = text.split(|c: char| c.is_whitespace() || c == ',').filter(|word| !word.is_empty());
        words.into_iter().any(|word| Version::from_str(word).is_ok_and(|listed| listed == *own))
    };
    match sign {
        "in" => Some(is_listed()),
        "not in" => Some(!is_listed()),
        sign => Some(VersionSpecifier::from_str(&format!("{sign}{text}")).ok()?.contains(own)),
    }
}

fn plain(own: &str, sign: &str, text: &str) -> Option<bool> {
    match sign {
        "==" | "===" => Some(own == text),
        "!=" => Some(own != text),
        "<" => Some(own < text),
        "<=" => Some(own <= text),
        ">" => Some(own > text),
        ">=" => Some(own >= text),
        "in" => Some(text.contains(own)),
        "not in" => Some(!text.contains(own)),
        _ => None,
    }
}

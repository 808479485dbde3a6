//! One comparison of a marker: `python_version >= "3.8"`, `"linux" in sys_platform`, `extra == 'cli'`.
//!
//! What can be asked about is the library's to know. It is not asked to compare: it keeps every comparison that it has ever met, and
//! counts with numbers whose successor may be none.

use std::str::FromStr;

use pep440_rs::{Version, VersionSpecifiers};
use pep508_rs::{ExtraName, MarkerEnvironment, MarkerOperator, MarkerValue};

use crate::resolve::pypi::range;

/// None where it is no comparison that means anything.
pub(super) fn holds(text: &str, environment: &MarkerEnvironment, extras: &[ExtraName]) -> Option<bool> {
    let (left, rest) = side(text)?;
    let (operator, rest) = operator(rest.trim_start())?;
    let (right, rest) = side(rest.trim_start())?;
    if !rest.trim().is_empty() {
        return None;
    }
    match (left, right) {
        (Side::Asked(asked), Side::Text(text)) => about(&asked, operator, text, environment, extras),
        (Side::Text(text), Side::Asked(asked)) => match operator {
            MarkerOperator::In => Some(told(&asked, environment)?.contains(text)),
            MarkerOperator::NotIn => Some(!told(&asked, environment)?.contains(text)),
            operator => about(&asked, turned(operator), text, environment, extras),
        },
        (Side::Asked(_), Side::Asked(_)) | (Side::Text(_), Side::Text(_)) => None,
    }
}

enum Side<'a> {
    Asked(MarkerValue),
    Text(&'a str),
}

fn side(text: &str) -> Option<(Side<'_>, &str)> {
    if let Some(quote) = text.chars().next().filter(|c| matches!(c, '"' | '\'')) {
        let (quoted, rest) = text[1..].split_once(quote)?;
        return Some((Side::Text(quoted), rest));
    }
    let end = text.find(|c: char| !c.is_ascii_alphanumeric() && !matches!(c, '_' | '.')).unwrap_or(text.len());
    Some((Side::Asked(MarkerValue::from_str(&text[..end]).ok()?), &text[end..]))
}

fn operator(text: &str) -> Option<(MarkerOperator, &str)> {
    let quote = text.find(['"', '\'']).unwrap_or(text.len());
    let is_sign = |c: char| matches!(c, '<' | '>' | '=' | '!' | '~');
    let end = if text.starts_with(is_sign) {
        text.find(|c: char| !is_sign(c)).unwrap_or(text.len())
    } else {
        // `in` or `not in`, up to the quote or the next word.
        let behind = text[..quote].find("in").map_or(0, |at| at + "in".len());
        behind.min(quote)
    };
    let (sign, rest) = text.split_at(end);
    // `===` compares texts as they are; versions that are equal so are equal.
    let operator = MarkerOperator::from_str(if sign == "===" { "==" } else { sign }).ok()?;
    Some((operator, rest))
}

/// `'3.8' <= python_version` is `python_version >= '3.8'`.
fn turned(operator: MarkerOperator) -> MarkerOperator {
    match operator {
        MarkerOperator::LessThan => MarkerOperator::GreaterThan,
        MarkerOperator::LessEqual => MarkerOperator::GreaterEqual,
        MarkerOperator::GreaterThan => MarkerOperator::LessThan,
        MarkerOperator::GreaterEqual => MarkerOperator::LessEqual,
        other => other,
    }
}

fn told<'e>(asked: &MarkerValue, environment: &'e MarkerEnvironment) -> Option<std::borrow::Cow<'e, str>> {
    match asked {
        MarkerValue::MarkerEnvString(key) => Some(environment.get_string(key).into()),
        MarkerValue::MarkerEnvVersion(key) => Some(environment.get_version(key).to_string().into()),
        MarkerValue::Extra | MarkerValue::QuotedString(_) => None,
    }
}

fn about(asked: &MarkerValue, operator: MarkerOperator, text: &str, environment: &MarkerEnvironment, extras: &[ExtraName]) -> Option<bool> {
    match asked {
        MarkerValue::MarkerEnvVersion(key) => version(environment.get_version(key), operator, text),
        MarkerValue::MarkerEnvString(key) => plain(environment.get_string(key), operator, text),
        MarkerValue::Extra => {
            let is_asked_for = ExtraName::from_str(text).is_ok_and(|extra| extras.contains(&extra));
            match operator {
                MarkerOperator::Equal => Some(is_asked_for),
                MarkerOperator::NotEqual => Some(!is_asked_for),
                _ => None,
            }
        }
        MarkerValue::QuotedString(_) => None,
    }
}

fn version(version: &Version, operator: MarkerOperator, text: &str) -> Option<bool> {
    let is_listed = || {
        let words = text.split(|c: char| c.is_whitespace() || c == ',').filter(|word| !word.is_empty());
        words.into_iter().any(|word| Version::from_str(word).is_ok_and(|listed| listed == *version))
    };
    match operator {
        MarkerOperator::In => Some(is_listed()),
        MarkerOperator::NotIn => Some(!is_listed()),
        sign => Some(range::of(&VersionSpecifiers::from_str(&format!("{sign}{text}")).ok()?)?.contains(version)),
    }
}

fn plain(told: &str, operator: MarkerOperator, text: &str) -> Option<bool> {
    match operator {
        MarkerOperator::Equal => Some(told == text),
        MarkerOperator::NotEqual => Some(told != text),
        MarkerOperator::LessThan => Some(told < text),
        MarkerOperator::LessEqual => Some(told <= text),
        MarkerOperator::GreaterThan => Some(told > text),
        MarkerOperator::GreaterEqual => Some(told >= text),
        MarkerOperator::In => Some(text.contains(told)),
        MarkerOperator::NotIn => Some(!text.contains(told)),
        _ => None,
    }
}

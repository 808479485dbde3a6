//! `[tool.poetry]` of pyproject.toml: requirements in poetry's own words, said again as metadata would.

use toml::{Table, Value};

use super::artifact::for_extra;

/// What its tables ask for; none where it asks for nothing in them.
pub(super) fn requirements(poetry: &Table) -> Option<Vec<String>> {
    let dependencies = poetry.get("dependencies").and_then(Value::as_table)?;
    let extras = poetry.get("extras").and_then(Value::as_table);
    let mut asked = Vec::new();
    for (name, written) in dependencies.iter().filter(|(name, _)| *name != "python") {
        // Several of one name hold in different places.
        let all = written.as_array().map_or(std::slice::from_ref(written), Vec::as_slice);
        for one in all {
            let requirement = requirement(name, one);
            if !one.get("optional").and_then(Value::as_bool).unwrap_or(false) {
                asked.push(requirement);
                continue;
            }
            let is_of = |list: &Value| list.as_array().into_iter().flatten().filter_map(Value::as_str).any(|other| is_same(other, name));
            let of_extras = extras.into_iter().flatten().filter(|(_, list)| is_of(list));
            asked.extend(of_extras.map(|(extra, _)| for_extra(&requirement, extra)));
        }
    }
    Some(asked)
}

/// The Python that it is for.
pub(super) fn python(poetry: &Table) -> Option<String> {
    let written = poetry.get("dependencies")?.get("python")?;
    Some(specifiers(written.as_str().or_else(|| written.get("version")?.as_str())?))
}

pub(super) fn extras(poetry: &Table) -> Vec<String> {
    poetry.get("extras").and_then(Value::as_table).into_iter().flatten().map(|(extra, _)| extra.clone()).collect()
}

fn is_same(one: &str, other: &str) -> bool {
    let plain = |name: &str| name.to_ascii_lowercase().replace(['_', '.'], "-");
    plain(one) == plain(other)
}

fn requirement(name: &str, written: &Value) -> String {
    let text = |key: &str| written.get(key).and_then(Value::as_str);
    let extras: Vec<&str> = written.get("extras").and_then(Value::as_array).into_iter().flatten().filter_map(Value::as_str).collect();
    let extras = if extras.is_empty() { String::new() } else { format!("[{}]", extras.join(",")) };
    let address = [("git", "git+"), ("url", ""), ("path", "file:")].into_iter().find_map(|(key, scheme)| Some((text(key)?, scheme)));
    let what = match address {
        Some((address, scheme)) => format!(" @ {}{address}", if address.starts_with(scheme) { "" } else { scheme }),
        None => specifiers(written.as_str().or_else(|| text("version")).unwrap_or("*")),
    };
    let python = text("python").map(|python| {
        let conditions = specifiers(python);
        let conditions = conditions.split(',').filter(|one| !one.trim().is_empty()).map(python_marker);
        conditions.collect::<Vec<_>>().join(" and ")
    });
    let markers: Vec<String> =
        python.into_iter().chain(text("markers").map(|marker| format!("({marker})"))).filter(|one| !one.is_empty()).collect();
    match markers.is_empty() {
        true => format!("{name}{extras}{what}"),
        false => format!("{name}{extras}{what} ; {}", markers.join(" and ")),
    }
}

/// `>=3.8` as a marker.
fn python_marker(condition: &str) -> String {
    let condition = condition.trim();
    let end = condition.find(|c: char| c.is_ascii_alphanumeric()).unwrap_or(condition.len());
    let (operator, version) = condition.split_at(end);
    format!("python_full_version {} '{version}'", operator.trim())
}

/// `^1.2` is `>=1.2,<2`, `~1.2` is `>=1.2,<1.3`. What has alternatives cannot be said so, and stays as it is.
fn specifiers(written: &str) -> String {
    if written.contains("||") {
        return written.to_owned();
    }
    let parts = written.split(',').map(str::trim).filter(|part| !part.is_empty() && *part != "*");
    parts.map(specifier).collect::<Vec<_>>().join(",")
}

fn specifier(part: &str) -> String {
    if let Some(version) = part.strip_prefix('^') {
        return between(version.trim(), |numbers| numbers.iter().position(|number| *number > 0).unwrap_or(numbers.len() - 1));
    }
    if let Some(version) = part.strip_prefix('~').filter(|rest| !rest.starts_with('=')) {
        return between(version.trim(), |numbers| 1.min(numbers.len() - 1));
    }
    if part.starts_with(|first: char| first.is_ascii_digit()) && !part.contains(['|', ' ']) { format!("=={part}") } else { part.to_owned() }
}

/// From a version up to where the number at this place grows.
fn between(version: &str, place: impl Fn(&[u64]) -> usize) -> String {
    let release = &version[..version.find(|c: char| !c.is_ascii_digit() && c != '.').unwrap_or(version.len())];
    let numbers: Option<Vec<u64>> = release.trim_end_matches('.').split('.').map(|number| number.parse().ok()).collect();
    let Some(mut numbers) = numbers.filter(|numbers| !numbers.is_empty()) else { return format!("^{version}") };
    let at = place(&numbers);
    numbers.truncate(at + 1);
    numbers[at] = numbers[at].saturating_add(1);
    let end: Vec<String> = numbers.iter().map(u64::to_string).collect();
    format!(">={version},<{}", end.join("."))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn asked(text: &str) -> Vec<String> {
        requirements(&text.parse::<Table>().unwrap()).unwrap_or_default()
    }

    #[test]
    fn poetrys_conditions_become_those_of_metadata() {
        for (written, said) in [
            ("^1.2.3", ">=1.2.3,<2"),
            ("^0.2.3", ">=0.2.3,<0.3"),
            ("^0.0.3", ">=0.0.3,<0.0.4"),
            ("^0.0", ">=0.0,<0.1"),
            ("^0", ">=0,<1"),
            ("^1.2rc1", ">=1.2rc1,<2"),
            ("~1.2.3", ">=1.2.3,<1.3"),
            ("~1", ">=1,<2"),
            ("~=1.2", "~=1.2"),
            ("1.*", "==1.*"),
            ("*", ""),
            (">=1, <2", ">=1,<2"),
            ("^x", "^x"),
            ("^", "^"),
            ("^1 || ^2", "^1 || ^2"),
        ] {
            assert_eq!(specifiers(written), said, "{written}");
        }
    }

    #[test]
    fn its_tables_are_read_with_markers_places_and_extras() {
        let text = "
            [dependencies]
            python = '^3.9'
            a = '^1'
            b = {version = '2.0', extras = ['x', 'y'], markers = \"os_name == 'nt' or os_name == 'posix'\", python = '^3.8'}
            c = {git = 'https://code.example/c.git'}
            d = {path = '../d'}
            e = {version = '*', optional = true}
            f = [{version = '1', python = '<3.9'}, {version = '2'}]
            g = {version = '1', optional = true}
            [extras]
            more = ['E']";
        assert_eq!(
            asked(text),
            [
                "a>=1,<2",
                "b[x,y]==2.0 ; python_full_version >= '3.8' and python_full_version < '4' and (os_name == 'nt' or os_name == 'posix')",
                "c @ git+https://code.example/c.git",
                "d @ file:../d",
                "e ; extra == 'more'",
                "f==1 ; python_full_version < '3.9'",
                "f==2",
            ]
        );
    }
}

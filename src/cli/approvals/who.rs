//! Who decides: as they say, as git knows them, or as they are logged in.

use std::env;

use thiserror::Error;

#[derive(Debug, Error)]
#[error("nobody is named as who decides this\nhint: say who with --by NAME")]
pub(super) struct Nobody;

pub(super) fn by(said: Option<&str>) -> Result<String, Nobody> {
    let said = said.map(str::trim).filter(|name| !name.is_empty()).map(str::to_owned);
    said.or_else(|| author(|name| env::var(name).ok())).ok_or(Nobody)
}

fn author(variable: impl Fn(&str) -> Option<String>) -> Option<String> {
    let set = |name: &str| variable(name).map(|value| value.trim().to_owned()).filter(|value| !value.is_empty());
    match (set("GIT_AUTHOR_NAME"), set("GIT_AUTHOR_EMAIL")) {
        (Some(name), Some(mail)) => Some(format!("{name} <{mail}>")),
        (Some(one), None) | (None, Some(one)) => Some(one),
        (None, None) => ["USER", "LOGNAME", "USERNAME"].into_iter().find_map(set),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(variables: &[(&str, &str)]) -> Option<String> {
        author(|name| variables.iter().find(|(known, _)| *known == name).map(|(_, value)| (*value).to_owned()))
    }

    #[test]
    fn git_is_asked_before_the_login() {
        assert_eq!(of(&[("USER", "ann"), ("GIT_AUTHOR_NAME", "Ann"), ("GIT_AUTHOR_EMAIL", "a@b.example")]).unwrap(), "Ann <a@b.example>");
        assert_eq!(of(&[("USER", " "), ("LOGNAME", "ann")]).unwrap(), "ann");
        assert_eq!(of(&[]), None);
    }
}

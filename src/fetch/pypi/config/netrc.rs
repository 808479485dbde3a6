//! `~/.netrc`: who the user is at which host.

use std::collections::BTreeMap;
use std::str::SplitWhitespace;

use super::super::super::{FetchError, Surroundings};
use super::file;

/// Not shown by any `Debug`.
#[derive(Default)]
pub(super) struct Netrc {
    machines: BTreeMap<String, Login>,
    default: Option<Login>,
}

#[derive(Default, Clone, PartialEq, Eq)]
pub(super) struct Login {
    pub(super) user: String,
    pub(super) password: String,
}

impl Netrc {
    /// `NETRC`, else `.netrc` (on Windows also `_netrc`) in the home directory.
    pub(super) fn read(surroundings: &Surroundings) -> Result<Self, FetchError> {
        let mut places: Vec<_> = surroundings.var("NETRC").map(|text| file::path(text, surroundings)).into_iter().collect();
        if let (true, Some(home)) = (places.is_empty(), &surroundings.home) {
            places.extend([home.join(".netrc"), home.join("_netrc")]);
        }
        for place in places {
            if let Some(text) = file::read(&place)? {
                return Ok(Self::parse(&text));
            }
        }
        Ok(Self::default())
    }

    /// Words in any layout; what is not understood is passed over.
    pub(super) fn parse(text: &str) -> Self {
        let text = without_macros(text);
        let mut netrc = Self::default();
        let mut words = text.split_whitespace();
        let mut word = words.next();
        while let Some(keyword) = word {
            let host = match keyword {
                "machine" => words.next().map(str::to_ascii_lowercase),
                "default" => None,
                _ => {
                    word = words.next();
                    continue;
                }
            };
            let login;
            (login, word) = entry(&mut words);
            match host {
                // As with other readers, the first entry of a host counts.
                Some(host) => drop(netrc.machines.entry(host).or_insert(login)),
                None if keyword == "default" => netrc.default = Some(login),
                None => {}
            }
        }
        netrc
    }

    pub(super) fn of_host(&self, host: &str) -> Option<&Login> {
        self.machines.get(&host.to_ascii_lowercase())
    }

    /// For hosts that the user's settings name, and no others.
    pub(super) fn default_login(&self) -> Option<&Login> {
        self.default.as_ref()
    }
}

/// The words of one entry, and the word that begins the next.
fn entry<'a>(words: &mut SplitWhitespace<'a>) -> (Login, Option<&'a str>) {
    let mut login = Login::default();
    while let Some(word) = words.next() {
        let slot = match word {
            "login" | "user" => &mut login.user,
            "password" => &mut login.password,
            "account" => &mut String::new(),
            next => return (login, Some(next)),
        };
        *slot = unquoted(words.next().unwrap_or_default()).to_owned();
    }
    (login, None)
}

fn unquoted(word: &str) -> &str {
    word.strip_prefix('"').and_then(|word| word.strip_suffix('"')).unwrap_or(word)
}

/// Without comment lines and macros; a macro lasts until an empty line.
fn without_macros(text: &str) -> String {
    let mut kept = String::with_capacity(text.len());
    let mut in_macro = false;
    for line in text.lines() {
        let line = line.trim();
        in_macro = (in_macro && !line.is_empty()) || line.starts_with("macdef");
        if !in_macro && !line.starts_with('#') {
            kept.push_str(line);
            kept.push('\n');
        }
    }
    kept
}

#[cfg(test)]
mod tests {
    use super::*;

    fn login(netrc: &Netrc, host: &str) -> Option<(String, String)> {
        netrc.of_host(host).map(|login| (login.user.clone(), login.password.clone()))
    }

    #[test]
    fn entries_are_read_in_any_layout() {
        let netrc = Netrc::parse(
            "# comment machine no.example login x\nmachine a.example login me password p#1\n\
             machine B.example\n  user you\n  account z\n  password \"q\"\nmachine a.example login other password other\n\
             macdef init\n  machine m.example login x password y\n\ndefault login any password thing\n",
        );
        assert_eq!(login(&netrc, "A.example"), Some(("me".into(), "p#1".into())));
        assert_eq!(login(&netrc, "b.example"), Some(("you".into(), "q".into())));
        assert_eq!(login(&netrc, "m.example"), None);
        assert_eq!(login(&netrc, "no.example"), None);
        assert_eq!(netrc.default_login().map(|login| login.user.as_str()), Some("any"));
    }

    #[test]
    fn broken_files_give_what_can_be_read() {
        for text in ["", "machine", "machine a", "machine a login", "default", "password x", "machine machine machine", "macdef"] {
            assert_eq!(login(&Netrc::parse(text), "b.example"), None, "{text}");
        }
        assert_eq!(login(&Netrc::parse("machine a login"), "a"), Some((String::new(), String::new())));
    }
}

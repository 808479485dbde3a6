//! One spelling for a path: `/` between parts, `~` for every form of a home, dots resolved, lower case.

/// Bytes; no system opens longer ones.
const LONGEST: usize = 4096;

/// Spellings of the home folder that a program's text can begin with, in lower case.
const HOMES: [&str; 9] =
    ["~", "$home", "${home}", "%userprofile%", "%homepath%", "%home%", "$env:userprofile", "${env:userprofile}", "$env:home"];

#[derive(Debug, PartialEq, Eq)]
pub(super) struct Folded {
    pub head: Head,
    pub parts: Vec<String>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Head {
    /// Below somebody's home.
    Home,
    /// Absolute otherwise.
    Root,
    /// Written `./` or `../`.
    Here,
    /// Neither: perhaps a piece that is yet to be joined.
    None,
}

impl Folded {
    /// None for what cannot be a path.
    pub fn new(text: &str) -> Option<Self> {
        if text.len() > LONGEST || text.contains(['\n', '\0']) {
            return None;
        }
        let text = text.to_lowercase().replace('\\', "/");
        let text = text.strip_prefix("file://").unwrap_or(&text);
        let head = if text.starts_with('/') { Head::Root } else { Head::None };
        let mut folded = Self { head, parts: Vec::new() };
        for part in text.split('/') {
            folded.push(part);
        }
        folded.take_home();
        (!folded.parts.is_empty()).then_some(folded)
    }

    fn push(&mut self, part: &str) {
        match part {
            "" => {}
            "." if self.parts.is_empty() && self.head == Head::None => self.head = Head::Here,
            "." => {}
            ".." if self.parts.is_empty() && self.head == Head::None => self.head = Head::Here,
            ".." => {
                self.parts.pop();
            }
            // An unknown text right before a known name (`home + ".ssh"`): the unknown part may well end in a separator.
            part if part.starts_with("*.") && self.parts.is_empty() => {
                self.parts.push("*".to_owned());
                self.parts.push(part[1..].to_owned());
            }
            part => self.parts.push(part.to_owned()),
        }
    }

    fn take_home(&mut self) {
        let first = self.parts.first().map_or("", String::as_str);
        let second = self.parts.get(1).map_or("", String::as_str);
        let drive = first.len() == 2 && first.ends_with(':');
        if drive {
            self.head = Head::Root;
        }
        let taken = match (self.head, first, second) {
            (Head::None, home, _) if HOMES.contains(&home) => 1,
            (Head::Root, "root", _) => 1,
            (Head::Root, "home" | "users", user) if !user.is_empty() => 2,
            (Head::Root, "c", "users") => 3,
            (Head::Root, _, "users") if drive => 3,
            (Head::Root, _, _) if drive => 1,
            (Head::Home | Head::Root | Head::Here | Head::None, _, _) => return,
        };
        if !(drive && taken == 1) {
            self.head = Head::Home;
        }
        self.parts.drain(..taken.min(self.parts.len()));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn folded(text: &str) -> (Head, String) {
        Folded::new(text).map_or((Head::None, String::new()), |path| (path.head, path.parts.join("/")))
    }

    #[test]
    fn heads_are_told_apart() {
        assert_eq!(folded("/etc/shadow"), (Head::Root, "etc/shadow".into()));
        assert_eq!(folded("/home/ann/.a"), (Head::Home, ".a".into()));
        assert_eq!(folded("D:\\Users\\ann\\.a"), (Head::Home, ".a".into()));
        assert_eq!(folded("D:\\data\\a"), (Head::Root, "data/a".into()));
        assert_eq!(folded("./a/b"), (Head::Here, "a/b".into()));
        assert_eq!(folded("a/../b"), (Head::None, "b".into()));
        assert_eq!(folded("/../../a"), (Head::Root, "a".into()));
        assert_eq!(folded("~/../a"), (Head::None, "a".into()));
    }
}

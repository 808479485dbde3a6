//! Lists inside of an entry that is approved again.

use super::*;

/// An entry whose lists have comments in every place.
fn commented() -> String {
    let (b, gone) = (digest("b-server"), digest("gone"));
    let (known, other) = (digest("finding"), digest("other"));
    format!(
        r#"[[approve]]
registry = "npm"
name = "b-server"
version = "1.0.0"
artifacts = [ # all that we have
    "sha256:{gone}", # mac
    # of the build farm
    "{b}", # linux
    # windows is to come
]
by = "Bob"
on = 2026-01-02
why = "fine"
capabilities = [
  "file-read",   # its own folder
  "process:git"  # for the log
]
accept = [
    {{ rule = "ssrf", fingerprint = "{known}", why = "by design" }}, # from Bob
    {{ rule = "ssrf", fingerprint = "{other}", why = "looked at" }}, # twice
]
[approve.limits]
# What the desk uses.
hosts = [
    "a.example", # ours
    "b.example", # theirs
]
env = ["A"] # one
"#
    )
}

#[test]
fn comments_inside_of_lists_stay_with_what_they_stand_beside() {
    let accept =
        |print: &str, why: &str| Accept { rule: "ssrf".to_owned(), fingerprint: Some(Sha256::of(print.as_bytes())), why: why.to_owned() };
    let mut again = approval("b-server", "1.0.0");
    again.artifacts = vec![Sha256::of(b"b-server"), Sha256::of(b"new")];
    again.capabilities = ["env-read:A", "file-read", "process:git"].map(str::to_owned).to_vec();
    again.accept = vec![accept("finding", "by design"), accept("new", "it may"), accept("other", "looked at again")];
    again.limits = Limits {
        hosts: Some(vec!["a.example".to_owned(), "c.example".to_owned()]),
        env: Some(vec!["A".to_owned(), "B".to_owned()]),
        capabilities: None,
    };
    for ends in ["\n", "\r\n"] {
        let mut draft = draft(&commented().replace('\n', ends));
        draft.approve(&again).unwrap();
        assert_eq!(draft.text().matches('\n').count(), draft.text().matches(ends).count());
        let text = draft.text().replace("\r\n", "\n");
        insta::allow_duplicates! {
            insta::assert_snapshot!(text, @r##"
[[approve]]
registry = "npm"
name = "b-server"
version = "1.0.0"
artifacts = [ # all that we have
    # of the build farm
    "08a7231019f7f7da2ccebb94dd8344e43ec3c61eb5d0a6e30a60d8efba663af3", # linux
    "sha256:11507a0e2f5e69d5dfa40a62a1bd7b6ee57e6bcd85c67c9b8431b36fff21c437",
    # windows is to come
]
by = "Ann"
on = 2026-11-20
why = "we need it"
capabilities = [
  "env-read:A",
  "file-read",   # its own folder
  "process:git",  # for the log
]
accept = [
    { rule = "ssrf", fingerprint = "8bf18252cb6dadd5f42fca108271e688696209cdb6fae22e32318b204e6eb37d", why = "by design" }, # from Bob
    { rule = "ssrf", fingerprint = "11507a0e2f5e69d5dfa40a62a1bd7b6ee57e6bcd85c67c9b8431b36fff21c437", why = "it may" },
    { rule = "ssrf", fingerprint = "d9298a10d1b0735837dc4bd85dac641b0f3cef27a47e5d53a54f2f3f5b2fcffa", why = "looked at again" }, # twice
]
score = 87
[approve.limits]
# What the desk uses.
hosts = [
    "a.example", # ours
    "c.example",
]
env = ["A", "B"] # one
"##);
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 300, failure_persistence: None, ..ProptestConfig::default() })]

    /// However the lines of a list are broken: the entry is approved again, and what stays keeps its comment.
    #[test]
    fn a_list_is_renewed_however_it_is_laid_out(
        gaps in proptest::collection::vec(prop::sample::select(vec!["", " ", "\n", "\r\n\t", " # c\n", "\n  # d\n  ", " # e\r\n # f\n"]), 7),
        has_comma in any::<bool>(), names in proptest::collection::btree_set("[a-d]", 0..4),
    ) {
        let [a, b, c, d, e, f, end] = gaps.as_slice() else { unreachable!() };
        let comma = if has_comma { "," } else { "" };
        let hosts = format!("[{a}\"a\"{b},{c}\"b\"{d},{e}\"c\"{f}{comma}{end}]");
        let text = format!(
            "[[approve]]\nregistry = \"npm\"\nname = \"b-server\"\nversion = \"1.0.0\"\nartifacts = [\"{}\"]\nby = \"Bob\"\non = 2026-01-02\n\
             why = \"fine\"\ncapabilities = {hosts}\n",
            digest("b-server")
        );
        let mut draft = draft(&text);
        let again = Approval { capabilities: names.into_iter().collect(), ..approval("b-server", "1.0.0") };
        draft.approve(&again).unwrap();
        prop_assert_eq!(&draft.list().approvals, &vec![again.clone()]);
        if again.capabilities == ["a", "b", "c"] {
            prop_assert_eq!(draft.text().matches('#').count(), text.matches('#').count());
        }
    }
}

//! `mcpscan list` and `mcpscan show`: what counts today and what does not.
#![allow(clippy::unwrap_used, reason = "a test may panic")]

use mcpscan::model::Sha256;

use crate::trouble::desk::{Desk, Ran};

const LIST: &str = "project/mcpscan-approved.toml";

fn approval(name: &str, more: &str) -> String {
    format!(
        "[[approve]]\nregistry = \"npm\"\nname = \"{name}\"\nversion = \"1.0.0\"\nartifacts = [\"sha256:{}\"]\nby = \"Ann\"\n\
         why = \"we need it\"\n{more}\n",
        "0".repeat(64)
    )
}

fn block(name: &str) -> String {
    format!("[[block]]\nregistry = \"npm\"\nname = \"{name}\"\nversions = \"<2\"\nwhy = \"it was taken over\"\n")
}

/// Of a desk, without where the terminal broke the lines.
fn words(desk: &Desk, arguments: &[&str]) -> (Ran, String) {
    let ran = desk.run(arguments);
    assert_eq!(ran.code, Some(0), "{}", ran.err);
    let words = ran.out.split_whitespace().collect::<Vec<_>>().join(" ");
    (ran, words)
}

#[test]
fn an_approval_that_does_not_count_today_is_marked_with_the_reason() {
    let desk = Desk::new();
    let today = jiff::Timestamp::now().to_zoned(jiff::tz::TimeZone::UTC).date();
    let entries = [
        "[policy]\nmax_age_days = 30\nmin_score = 75\n".to_owned(),
        approval("fine", &format!("on = {today}")),
        approval("old", "on = 2020-01-02"),
        approval("postdated", "on = 2999-01-02"),
        approval("over", &format!("on = {today}\nuntil = 2020-01-03")),
        approval("low", &format!("on = {today}\nscore = 60")),
        approval("blocked", &format!("on = {today}")),
        block("blocked"),
    ];
    desk.file(LIST, entries.concat());
    let (ran, all) = words(&desk, &["list"]);
    assert!(ran.out.starts_with("6 versions approved, 5 of them not counting today, 1 blocked\n"), "{}", ran.out);
    assert!(ran.out.contains("\n  npm fine 1.0.0, ") && ran.out.matches("\n! npm ").count() == 5, "{}", ran.out);
    for (name, why) in [
        ("old", "and the policy allows 30"),
        ("postdated", "its approval is dated 2999-01-02, which is yet to come"),
        ("over", ", ran out on 2020-01-03"),
        ("low", "its score was 60 when it was approved, and the policy asks for 75"),
        ("blocked", "blocked <2 is blocked: it was taken over"),
    ] {
        assert!(all.contains(why), "{}", ran.out);
        let (one, text) = words(&desk, &["show", "npm", name]);
        assert!(one.out.starts_with("! npm ") && text.contains(why), "{}", one.out);
    }
}

#[test]
fn what_an_imported_list_says_of_a_package_is_shown() {
    let desk = Desk::new();
    let theirs = approval("theirs", "on = 2026-01-02") + &block("ours");
    desk.file("project/theirs.toml", &theirs);
    let import = |place: &str, digest: &str| format!("[[import]]\nname = \"acme\"\n{place}\nsha256 = \"{digest}\"\n");
    let digest = Sha256::of(theirs.as_bytes()).to_string();
    desk.file(LIST, approval("ours", "on = 2026-01-02") + &import("path = \"theirs.toml\"", &digest));
    let (ran, text) = words(&desk, &["show", "npm", "theirs"]);
    assert!(ran.out.starts_with("  npm theirs 1.0.0\n") && text.contains("imported from the list `acme`"), "{}", ran.out);
    let (ran, text) = words(&desk, &["show", "npm", "ours"]);
    assert!(text.contains("not today ours <2 is blocked by the imported list `acme`: it was taken over"), "{}", ran.out);
    assert!(text.contains("blocked by the imported list `acme`: npm ours <2"), "{}", ran.out);
    assert!(words(&desk, &["list"]).0.out.starts_with("1 version approved, 1 of them not counting today, 0 blocked\n! npm ours"));
    desk.run(&["show", "npm", "neither"]).says("nothing is decided about `neither`", "mcpscan list");
    // A look asks no network, and tells what it could not look at.
    let away = import("url = \"http://127.0.0.1:9/acme.toml\"", &digest);
    desk.file(LIST, approval("ours", "on = 2026-01-02") + &away);
    let (ran, _) = words(&desk, &["list"]);
    assert!(ran.err.starts_with("note: left out: the imported list `acme`: ") && ran.err.contains("not in the cache"), "{}", ran.err);
}

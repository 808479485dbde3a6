//! Lists of other teams: by path or address, with a pinned digest, under the own policy.
#![allow(clippy::unwrap_used, reason = "a test may panic")]

use mcpscan::approvals::*;
use mcpscan::model::Sha256;

use super::store::{PLAIN, Store};
use super::team::*;
use crate::registry::Answer;
use crate::sample;

const LIST: &str = "project/mcpscan-approved.toml";

fn imported(list: ApprovedList) -> Vec<Imported> {
    vec![Imported { name: "acme".to_owned(), list }]
}

#[test]
fn an_imported_approval_counts_like_an_own_one_under_the_own_policy() {
    let report = sample::clean();
    let theirs = imported(list(vec![approval(&report)]));
    let decide = |own: &ApprovedList| decide(&report, Lists { own, imported: &theirs }, TODAY);
    let decision = decide(&ApprovedList::default());
    let Standing::Approved(ground) = &decision.standing else { panic!("{decision:#?}") };
    assert_eq!(ground.import.as_deref(), Some("acme"));
    let strict = |policy| ApprovedList { policy, ..ApprovedList::default() };
    assert_eq!(kinds(&decide(&strict(Policy { max_age_days: Some(5), ..Policy::default() }))), ["too-old"]);
    // An own approval of the version is asked alone.
    let limits = Limits { hosts: Some(Vec::new()), ..Limits::default() };
    assert_eq!(kinds(&decide(&list(vec![Approval { limits, ..approval(&report) }]))), ["host-beyond-limits"]);
}

#[test]
fn an_imported_approval_is_not_enough_for_what_needs_an_own_person() {
    let report = sample::clean();
    let theirs = imported(list(vec![approval(&report)]));
    let own = |word: &str| with_policy(Policy { needs_person: vec![word.to_owned()], ..Policy::default() }, Vec::new());
    let decision = decide(&report, Lists { own: &own("process"), imported: &theirs }, TODAY);
    assert_eq!(kinds(&decision), ["needs-person"]);
    assert_eq!(decision.reasons[0].text, "it can do what the policy leaves to a person here: `process:git`");
    assert!(decide(&report, Lists { own: &own("code-eval"), imported: &theirs }, TODAY).is_approved());
}

#[test]
fn an_imported_block_beats_an_own_approval() {
    let report = sample::clean();
    let theirs = imported(ApprovedList { blocks: vec![block(&report, "*")], ..ApprovedList::default() });
    let own = list(vec![approval(&report)]);
    let decision = decide(&report, Lists { own: &own, imported: &theirs }, TODAY);
    assert_eq!(kinds(&decision), ["blocked"]);
    assert!(decision.reasons[0].text.contains("by the imported list `acme`"), "{decision:#?}");
}

#[test]
fn what_an_imported_list_imports_is_not_followed_and_said_so() {
    let report = sample::clean();
    let import = Import { name: "others".to_owned(), source: Source::Path("x.toml".to_owned()), sha256: Sha256::of(b"x") };
    let theirs = imported(ApprovedList { imports: vec![import], ..list(vec![approval(&report)]) });
    let decision = decide(&report, Lists { own: &ApprovedList::default(), imported: &theirs }, TODAY);
    assert_eq!(decision.notes, ["what the imported list `acme` imports itself is not followed"]);
}

/// A store whose desk has another team's list with an approval of `server@1.2.3`.
fn neighbours() -> (Store, String) {
    let store = Store::with(&[("1.2.3", PLAIN)]);
    let theirs = store.desk.arg("theirs.toml");
    let approved = store.npm("approve", "server@1.2.3", &["--why", "theirs", "--by", "Tess", "--list", &theirs]);
    assert_eq!(approved.code, Some(0), "{}{}", approved.out, approved.err);
    let text = std::fs::read_to_string(theirs).unwrap();
    (store, text)
}

fn import(place: &str, text: &str) -> String {
    format!("[[import]]\nname = \"acme\"\n{place}\nsha256 = \"{}\"\n", Sha256::of(text.as_bytes()))
}

#[test]
fn a_list_beside_the_own_one_is_imported_by_its_path() {
    let (store, text) = neighbours();
    store.desk.file(LIST, import("path = \"../theirs.toml\"", &text));
    let checked = store.npm("check", "server@1.2.3", &[]);
    assert_eq!(checked.code, Some(0), "{}{}", checked.out, checked.err);
    assert!(checked.out.contains("by Tess on ") && checked.out.contains("in the imported list `acme`"), "{}", checked.out);
    // As soon as it is another one, nobody has looked at it.
    store.desk.file("theirs.toml", format!("{text}\n"));
    let (error, hint) = store.npm("check", "server@1.2.3", &[]).refused();
    let (expected, got) = (Sha256::of(text.as_bytes()), Sha256::of(format!("{text}\n").as_bytes()));
    assert!(error.contains(&expected.to_string()) && error.contains(&got.to_string()) && hint.is_some(), "{error}");
    std::fs::remove_file(store.desk.path("theirs.toml")).unwrap();
    store.npm("check", "server@1.2.3", &[]).says("theirs.toml` cannot be read", "");
}

#[test]
fn a_list_on_the_web_is_fetched_once_and_kept() {
    let (store, text) = neighbours();
    store.server.route("/acme.toml", [Answer::file(text.clone()), Answer::status(500)]);
    let url = store.server.url("/acme.toml");
    store.desk.file(LIST, import(&format!("url = \"{url}\""), &text));
    store.npm("check", "server@1.2.3", &["--offline"]).says("--offline", "run once without");
    assert_eq!(store.npm("check", "server@1.2.3", &[]).code, Some(0));
    assert_eq!(store.npm("check", "server@1.2.3", &["--offline"]).code, Some(0));
    assert_eq!(store.server.asked_for("/acme.toml").len(), 1);
}

#[test]
fn a_list_on_the_web_with_another_digest_is_refused() {
    let (store, text) = neighbours();
    store.server.route("/acme.toml", [Answer::file(format!("{text}# one line more\n"))]);
    store.desk.file(LIST, import(&format!("url = \"{}\"", store.server.url("/acme.toml")), &text));
    let (error, hint) = store.npm("check", "server@1.2.3", &[]).refused();
    assert!(error.contains("is not the one that was looked at") && error.contains(&Sha256::of(text.as_bytes()).to_string()), "{error}");
    assert!(hint.unwrap().contains("write the new sha256 into [[import]]"));
    store.desk.file(LIST, import("url = \"file:///etc/passwd\"", &text));
    store.npm("check", "server@1.2.3", &[]).says("`file:///etc/passwd` is no address", "https://host/path");
}

#[test]
fn a_broken_imported_list_is_told_by_its_own_name() {
    let store = Store::with(&[("1.2.3", PLAIN)]);
    let text = "[policy]\nmin_scor = 1\n";
    store.desk.file("theirs.toml", text);
    store.desk.file(LIST, import("path = \"../theirs.toml\"", text));
    store.npm("check", "server@1.2.3", &[]).says("theirs.toml:2:1: [policy] has no key `min_scor`", "the keys are");
}

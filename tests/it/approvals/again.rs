//! An approval that is given again: what of the earlier ones stays.
#![allow(clippy::unwrap_used, reason = "a test may panic")]

use super::store::{LIST, PLAIN, Store, list};

fn store() -> Store {
    Store::with(&[("1.2.3", PLAIN), ("1.2.4", PLAIN)])
}

#[test]
fn an_approval_that_is_given_again_leaves_those_of_other_files() {
    let store = store();
    let why = ["--why", "x", "--by", "Ann"];
    assert_eq!(store.npm("approve", "server@1.2.3", &why).code, Some(0));
    let file = |name: &str| format!("sha256:{}", mcpscan::model::Sha256::of(name.as_bytes()));
    let other = format!(
        "# Bob's wheel\n[[approve]]\nregistry = \"npm\"\nname = \"server\"\nversion = \"1.2.3\"\nartifacts = [\"{}\"]\nby = \"Bob\"\n\
         on = 2026-01-02\nuntil = 2999-01-01\nwhy = \"theirs\"\nlimits = {{ hosts = [] }}\n",
        file("another")
    );
    let ours = list(&store);
    let header = ours.find("[[approve]]").unwrap();
    for text in [format!("{ours}\n{other}"), format!("{}{other}\n{}", &ours[..header], &ours[header..])] {
        store.desk.file(LIST, text);
        for more in [&["--why", "again", "--by", "Ann", "--add-files"][..], &["--why", "and again", "--by", "Ann"]] {
            let again = store.npm("approve", "server@1.2.3", more);
            assert_eq!(again.code, Some(0), "{}{}", again.out, again.err);
            assert!(list(&store).contains(&other) && list(&store).contains(&format!("why = \"{}\"", more[1])), "{}", list(&store));
            assert_eq!((list(&store).matches("[[approve]]").count(), again.err.lines().count()), (2, 1), "{}", again.err);
        }
    }
    // What speaks of the same files alone would outlive the limits that are given now: its end is told.
    store.desk.file(
        LIST,
        format!("{}\n{ours}", other.replace(&file("another"), ours.split('"').find(|part| part.starts_with("sha256:")).unwrap())),
    );
    let again = store.npm("approve", "server@1.2.3", &why);
    assert_eq!((again.code, list(&store).matches("[[approve]]").count()), (Some(0), 1), "{}{}", again.out, again.err);
    assert!(again.err.contains("note: it takes the place of another approval of the same files, by "), "{}", again.err);
}

#[test]
fn another_approval_of_the_version_does_not_answer_for_the_new_one() {
    let store = Store::with(&[("1.2.3", "fetch('https://api.acme.example/v1').then((answer) => console.error(answer.status));\n")]);
    assert_eq!(store.npm("approve", "server@1.2.3", &["--why", "x", "--by", "Ann"]).code, Some(0));
    let before = list(&store).replace("artifacts = [", &format!("artifacts = [\"sha256:{}\", ", "0".repeat(64)));
    store.desk.file(LIST, format!("{before}\n{}", &list(&store)[list(&store).find("[[approve]]").unwrap()..]));
    let before = list(&store);
    let refused = store.npm("approve", "server@1.2.3", &["--why", "x", "--by", "Ann", "--limit-hosts", "other.example"]);
    assert_eq!((refused.code, list(&store)), (Some(1), before), "{}{}", refused.out, refused.err);
}

#[test]
fn an_approval_that_is_given_again_keeps_its_last_day() {
    let store = store();
    let approve = |more: &[&str]| store.npm("approve", "server@1.2.3", &[&["--why", "x", "--by", "Ann"], more].concat());
    assert_eq!(approve(&["--until", "2999-01-01"]).code, Some(0));
    assert_eq!(approve(&["--add-files"]).code, Some(0));
    assert!(list(&store).contains("\nuntil = 2999-01-01\n"), "{}", list(&store));
    assert_eq!(approve(&["--until", "2998-01-01"]).code, Some(0));
    assert!(list(&store).contains("\nuntil = 2998-01-01\n"), "{}", list(&store));
    // A day that is over has to be given anew.
    store.desk.file(LIST, list(&store).replace("2998-01-01", "2020-01-01"));
    let over = approve(&[]);
    assert_eq!(over.code, Some(1));
    assert!(over.out.contains("counted until 2020-01-01") && over.out.contains("--until DATE"), "{}", over.out);
    assert_eq!(approve(&["--for-days", "30"]).code, Some(0));
}

//! Small worlds, and what an install in them brings.

mod hostile;
mod world;

use std::io::Write;

use serde_json::json;

use self::world::{World, brought};
use crate::model::ArtifactKind;
use crate::resolve::Resolution;

fn missing(resolution: &Resolution) -> Vec<String> {
    let missing = resolution.missing.iter();
    missing.map(|missing| format!("{} {} for {}: {}", missing.name, missing.wanted, missing.by, missing.why)).collect()
}

#[test]
fn the_newest_versions_that_fit_come_with_who_asks_for_them() {
    let world = World::new(&["top 1.0: Low.B>=1,<3 | a", "a 1.0: low-b (>1.0)", "a 0.9", "low-b 1.0", "low-b 2.0", "low-b 3.0"]);
    let resolution = world.resolve("top").unwrap();
    assert_eq!(brought(&resolution), "top@1.0 a@1.0 low-b@2.0");
    let needs = |at: usize| {
        resolution.packages[at].needs.iter().map(|need| (need.name.as_str(), need.wanted.as_str(), need.by)).collect::<Vec<_>>()
    };
    assert_eq!(needs(0), [("a", "", 1), ("low-b", ">=1,<3", 2)]);
    assert_eq!(needs(1), [("low-b", "(>1.0)", 2)]);
    assert_eq!((resolution.missing, resolution.notes), (Vec::new(), Vec::new()));
}

#[test]
fn one_version_serves_all_who_ask() {
    let world = World::new(&["top 1: a | b", "a 2: c<2", "a 1: c", "b 1: c", "c 1", "c 2"]);
    assert_eq!(world.brought("top"), "top@1 a@2 b@1 c@1");
    let world = World::new(&["top 1: a | b", "a 2: c<2", "a 1", "b 1: c>=2", "c 1", "c 2"]);
    assert_eq!(world.brought("top"), "top@1 a@1 b@1 c@2");
}

#[test]
fn an_older_version_of_the_package_stands_in_where_the_newest_cannot_be_had() {
    let world = World::new(&["top 2: gone", "top 1: a", "a 1"]);
    let resolution = world.resolve("top").unwrap();
    assert_eq!(brought(&resolution), "top@1 a@1");
    assert_eq!(resolution.notes, ["top@2 was passed over for 1: no versions of what it asks for go together"]);
}

#[test]
fn markers_are_answered_for_the_target() {
    let world = World::new(&["top 1: a; sys_platform == 'win32' | b; python_version < '3.11' | c; python_full_version >= '3.11.4'", "c 1"]);
    assert_eq!(world.brought("top"), "top@1 c@1");
}

#[test]
fn extras_bring_their_own_and_those_of_their_extras() {
    let lines = [
        "top 1: a[Cli]>=1 | b; extra == 'more' | top[more]; extra == 'all'",
        "a 1: c; extra == 'cli' and os_name == 'posix' | d; extra == 'x'",
    ];
    let world = World::new(&[&lines[..], &["b 1", "c 1", "d 1"]].concat());
    assert_eq!(world.brought("top"), "top@1 a@1 c@1");
    let resolution = world.with_extras("top", &["ALL", "none", "?"]).unwrap();
    assert_eq!(brought(&resolution), "top@1 a@1 b@1 c@1");
    assert_eq!(resolution.notes, ["top@1 has no extra `none`, though top[none] is asked for", "`?` is no name of an extra"]);
    let top = &resolution.packages[0].needs;
    assert_eq!(top.iter().map(|need| (need.name.as_str(), need.by)).collect::<Vec<_>>(), [("a", 1), ("b", 2), ("top", 0)]);
}

#[test]
fn an_extra_and_its_project_have_one_version() {
    let world = World::new(&["top 1: a[x] | b", "a 2: c; extra == 'x'", "a 1: c; extra == 'x'", "b 1: a<2", "c 1"]);
    assert_eq!(world.brought("top"), "top@1 a@1 b@1 c@1");
}

#[test]
fn final_versions_come_before_prereleases() {
    let world =
        World::new(&["top 1: a>=1.0a1 | b | c==2rc1 | d>=2b1", "a 1", "a 2a1", "b 1a1", "b 1a2", "c 1", "c 2rc1", "d 1", "d 2b1", "d 2b2"]);
    assert_eq!(world.brought("top"), "top@1 a@1 b@1a2 c@2rc1 d@2b2");
    assert_eq!(World::new(&["top 1", "top 2rc1"]).brought("top>=1rc1"), "top@2rc1");
    assert_eq!(World::new(&["top 1", "top 2rc1"]).brought("top"), "top@1");
}

#[test]
fn a_prerelease_is_no_way_out_of_a_contradiction() {
    let world = World::new(&["top 1: a | b", "a 1: c", "b 2: c<1", "b 1: c", "c 1", "c 2rc1", "c 0.5: gone"]);
    assert_eq!(world.brought("top"), "top@1 a@1 b@1 c@1");
}

#[test]
fn yanked_versions_are_for_those_who_name_them() {
    let mut world = World::new(&["top 1: a", "pin 1: a==2", "a 1"]);
    world.wheel("a", "2", json!({ "yanked": "broken" }), &[]);
    assert_eq!(world.brought("top"), "top@1 a@1");
    let resolution = world.resolve("pin").unwrap();
    assert_eq!(brought(&resolution), "pin@1 a@2");
    assert_eq!(resolution.packages[1].release.facts.yanked.as_deref(), Some("broken"));
}

#[test]
fn versions_for_other_pythons_and_systems_are_passed_over() {
    let mut world = World::new(&["top 1: a | b", "a 1", "b 1"]);
    world.wheel("a", "2", json!({ "requires-python": ">=3.12" }), &[]);
    world.file("b", "b-2-cp311-cp311-win_amd64.whl", json!({}), json!({}));
    assert_eq!(world.brought("top"), "top@1 a@1 b@1");
}

#[test]
fn only_what_an_install_takes_is_listed_of_a_dependency() {
    let mut world = World::new(&["top 1: a", "a 1"]);
    world.file("top", "top-1.tar.gz", json!({}), json!({}));
    world.file("a", "a-1.tar.gz", json!({}), json!({}));
    let resolution = world.resolve("top").unwrap();
    let files = |at: usize| resolution.packages[at].release.files.iter().map(|file| file.file.as_str()).collect::<Vec<_>>();
    assert_eq!(files(0), ["top-1-py3-none-any.whl", "top-1.tar.gz"]);
    assert_eq!(files(1), ["a-1-py3-none-any.whl"]);
    assert!(resolution.packages[1].release.facts.published.as_ref().unwrap().metadata.contains_key("a-1-py3-none-any.whl"));
}

#[test]
fn what_comes_from_elsewhere_is_missing_and_the_rest_goes_on() {
    let world =
        World::new(&["top 1: a @ git+https://code.example/a.git | b | c >> 1 | d @ https://files.example/d.whl ; os_name == 'nt'", "b 1"]);
    let resolution = world.resolve("top").unwrap();
    assert_eq!(brought(&resolution), "top@1 b@1");
    let expected = ["a @ git+https://code.example/a.git for top@1: it comes from git", "c >> 1 for top@1: it cannot be read"];
    assert_eq!(missing(&resolution), expected);
    assert_eq!(resolution.missing.iter().map(|missing| missing.is_direct).collect::<Vec<_>>(), [true, false]);
}

#[test]
fn an_unreadable_marker_counts_as_one_that_holds() {
    let world = World::new(&["top 1: a; whatever == 'x'", "a 1"]);
    let resolution = world.resolve("top").unwrap();
    assert_eq!(brought(&resolution), "top@1 a@1");
    assert_eq!(resolution.notes, ["top@1 asks for a ; whatever == 'x': its marker cannot be read, so it is taken to be asked for"]);
}

#[test]
fn a_contradiction_is_told_in_the_words_of_those_who_ask() {
    let world = World::new(&["top 1: a>=1 | b<2", "a 1: b>=2,!=3", "a 1.1: b>=2,!=3", "b 1", "b 2"]);
    insta::assert_snapshot!(world.resolve("top==1").unwrap_err(), @r##"
`top@1` cannot be installed for Python 3.11 on linux-x86_64: no versions of what it asks for go together
  top@1 asks for a >=1
  top@1 asks for b <2
  a@1.1 asks for b >=2,!=3, as does another version
hint: an install fails as well; ask for another version, or for another target with --python X.Y and --platform OS-ARCH
"##);
    let mut world = World::new(&["top 1: a>=2", "a 1"]);
    world.wheel("a", "2", json!({ "requires-python": ">=3.12" }), &[]);
    insta::assert_snapshot!(world.resolve("top").unwrap_err(), @r##"
`top` cannot be installed for Python 3.11 on linux-x86_64: no versions of what it asks for go together
  top@1 asks for a >=2
  a: 2 needs Python >=3.12
hint: an install fails as well; ask for another version, or for another target with --python X.Y and --platform OS-ARCH
"##);
}

#[test]
fn what_is_in_no_index_is_named() {
    insta::assert_snapshot!(World::new(&["top 1: gone>=1"]).resolve("top").unwrap_err(), @r##"
`top` cannot be installed for Python 3.11 on linux-x86_64: no versions of what it asks for go together
  top@1 asks for gone >=1
  gone is in none of the indexes
hint: an install fails as well; ask for another version, or for another target with --python X.Y and --platform OS-ARCH
"##);
    insta::assert_snapshot!(World::default().resolve("top").unwrap_err(), @r##"
`top` is not in the registry https://index.example/simple/
hint: check the spelling; a private package needs its index: --index-url, or `index-url` in pip.conf
"##);
    insta::assert_snapshot!(World::new(&["top 1"]).resolve("top==2").unwrap_err(), @r##"
`top` has no version `2`
hint: there are 1
"##);
}

#[test]
fn python_is_checked_in_the_metadata_too() {
    let mut world = World::new(&["top 1: a", "a 1"]);
    world.wheel("a", "2", json!({}), &["x\nRequires-Python: >=3.12"]);
    assert_eq!(world.brought("top"), "top@1 a@1");
}

/// `ballast` is what else it holds.
fn wheel(folder: &str, metadata: &str, ballast: usize) -> Vec<u8> {
    let mut zip = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    let stored = zip::write::SimpleFileOptions::default().compression_method(zip::CompressionMethod::Stored);
    zip.start_file("ballast", stored).unwrap();
    zip.write_all(&vec![0; ballast]).unwrap();
    zip.start_file(format!("{folder}/METADATA"), zip::write::SimpleFileOptions::default()).unwrap();
    zip.write_all(metadata.as_bytes()).unwrap();
    zip.finish().unwrap().into_inner()
}

fn sdist(folder: &str, files: &[(&str, &str)]) -> Vec<u8> {
    let mut tar = tar::Builder::new(Vec::new());
    for (name, text) in files {
        let mut header = tar::Header::new_ustar();
        header.set_size(text.len() as u64);
        header.set_mode(0o644);
        tar.append_data(&mut header, format!("{folder}/{name}"), text.as_bytes()).unwrap();
    }
    tar.into_inner().unwrap()
}

#[test]
fn where_the_index_serves_no_metadata_the_files_are_read() {
    let mut world = World::new(&["top 1: a | b | c", "d 1", "e 1"]);
    world.artifact(
        "a",
        "a-1-py3-none-any.whl",
        ArtifactKind::Wheel,
        wheel("a-1.dist-info", "Metadata-Version: 2.1\nRequires-Dist: d\n", 0),
    );
    world.artifact("b", "b-1.tar.gz", ArtifactKind::Sdist, sdist("b-1", &[("PKG-INFO", "Metadata-Version: 2.2\nRequires-Dist: e\n")]));
    world.artifact(
        "c",
        "c-1.tar.gz",
        ArtifactKind::Sdist,
        sdist("c-1", &[("setup.py", "import os"), ("PKG-INFO", "Metadata-Version: 1.0\n")]),
    );
    let resolution = world.resolve("top").unwrap();
    assert_eq!(brought(&resolution), "top@1 a@1 b@1 c@1 d@1 e@1");
    assert_eq!(missing(&resolution), ["c what else it asks for for c@1: only a build would tell what it asks for, and nothing is built"]);
}

#[test]
fn of_a_very_large_file_the_end_is_read_or_it_is_said() {
    let mut world = World::new(&["top 1: a | b", "c 1"]);
    world.artifact("a", "a-1-py3-none-any.whl", ArtifactKind::Wheel, wheel("a-1.dist-info", "Requires-Dist: c\n", 3 << 20));
    world.artifact("b", "b-1.tar.gz", ArtifactKind::Sdist, sdist("b-1", &[("large", &" ".repeat(2 << 20))]));
    let resolution = world.resolve("top").unwrap();
    assert_eq!(brought(&resolution), "top@1 a@1 b@1 c@1");
    assert_eq!(resolution.notes, ["the index serves no metadata of a@1: it was read off the end of its wheel, for which no hash vouches"]);
    let why = "b what else it asks for for b@1: b-1.tar.gz would tell, and is larger than the limit of 1048576 bytes";
    assert_eq!(missing(&resolution), [why]);
    assert!(!world.asked.borrow().contains(&"a-1-py3-none-any.whl".to_owned()));
}

#[test]
fn each_question_is_asked_once_and_many_at_a_time() {
    let names: Vec<String> = (0..60).map(|at| format!("dep{at}")).collect();
    let mut lines = vec![format!("top 1: {}", names.join(" | "))];
    lines.extend(names.iter().map(|name| format!("{name} 1: last")));
    lines.extend(["last 1".to_owned(), "last 0.1".to_owned()]);
    let world = World::new(&lines.iter().map(String::as_str).collect::<Vec<_>>());
    assert_eq!(world.resolve("top").unwrap().packages.len(), 62);
    assert_eq!(world.most_at_once.get(), 32);
    let mut asked = world.asked.borrow().clone();
    let count = asked.len();
    asked.sort();
    asked.dedup();
    assert_eq!((asked.len(), count), (124, 124));
}

//! Pages as indexes have them, and what an install would take of them.

use url::Url;

use super::*;
use crate::fetch::pypi::index::Hashes;

fn target() -> Target {
    Target { python: PythonVersion { major: 3, minor: 13 }, platform: Platform { os: "linux".into(), arch: "x86_64".into() } }
}

/// Lines of `FILE [requires=…] [yanked[=reason]]`.
fn page(lines: &[&str]) -> IndexPage {
    let files = lines.iter().map(|line| {
        let mut words = line.split(' ');
        let name = words.next().unwrap().to_owned();
        let url = Url::parse("https://files.example/").unwrap().join(&name).unwrap();
        let mut file = IndexFile {
            name,
            url,
            hashes: Hashes::default(),
            requires_python: None,
            yanked: None,
            size: None,
            uploaded: None,
            provenance: None,
            metadata: None,
        };
        for word in words {
            match word.split_once('=').unwrap_or((word, "")) {
                ("requires", value) => file.requires_python = Some(value.to_owned()),
                ("yanked", reason) => file.yanked = Some(reason.to_owned()),
                other => panic!("{other:?}"),
            }
        }
        file
    });
    IndexPage { name: None, files: files.collect() }
}

fn taken(page: &IndexPage, spec: &str) -> Vec<String> {
    let choice = choose(page, &PackageSpec::pypi(spec).unwrap(), &target()).unwrap();
    choice.files.into_iter().map(|(file, _)| file.name.clone()).collect()
}

fn notes(page: &IndexPage, spec: &str) -> Vec<String> {
    choose(page, &PackageSpec::pypi(spec).unwrap(), &target()).unwrap().notes
}

fn error(page: &IndexPage, spec: &str) -> FetchError {
    choose(page, &PackageSpec::pypi(spec).unwrap(), &target()).unwrap_err()
}

const PLAIN: [&str; 6] =
    ["a-1.0.tar.gz", "a-1.0-py3-none-any.whl", "a-1.10-py3-none-any.whl", "a-1.10.tar.gz", "a-1.9.tar.gz", "a-2.0rc1-py3-none-any.whl"];

#[test]
fn the_newest_final_version_is_taken_with_wheel_and_sdist() {
    assert_eq!(taken(&page(&PLAIN), "a"), ["a-1.10-py3-none-any.whl", "a-1.10.tar.gz"]);
    assert_eq!(taken(&page(&PLAIN), "a@latest"), ["a-1.10-py3-none-any.whl", "a-1.10.tar.gz"]);
    assert_eq!(notes(&page(&PLAIN), "a"), [""; 0]);
}

#[test]
fn versions_and_conditions_pick_their_own() {
    assert_eq!(taken(&page(&PLAIN), "a==1.0.0"), ["a-1.0-py3-none-any.whl", "a-1.0.tar.gz"]);
    assert_eq!(taken(&page(&PLAIN), "a<1.10"), ["a-1.9.tar.gz"]);
    assert_eq!(taken(&page(&PLAIN), "a>=2.0a1"), ["a-2.0rc1-py3-none-any.whl"]);
    assert_eq!(taken(&page(&PLAIN), "a>1.10"), ["a-2.0rc1-py3-none-any.whl"]);
}

#[test]
fn what_is_missing_is_noted() {
    assert_eq!(notes(&page(&PLAIN), "a==1.9"), ["the release has no wheel: an install builds the source distribution"]);
    assert_eq!(
        notes(&page(&["a-1.0rc1-py3-none-any.whl"]), "a"),
        ["the release has no source distribution to compare the wheel with", "1.0rc1 is a pre-release; there is no final version to take"]
    );
    assert_eq!(
        notes(&page(&["a-1.0.tar.gz", "a-1.0.tar.bz2", "a-1.0-cp312-cp312-win_amd64.whl"]), "a"),
        [
            "none of the release's 1 wheels fits Python 3.13 on linux-x86_64: an install there builds the source distribution",
            "a-1.0.tar.bz2 was not read: its format is not supported"
        ]
    );
}

#[test]
fn the_wheel_is_the_one_that_an_install_here_takes() {
    let lines = [
        "a-1.0-py3-none-any.whl",
        "a-1.0-cp313-cp313-win_amd64.whl",
        "a-1.0-cp313-cp313-manylinux2014_x86_64.whl",
        "a-1.0-2-cp313-cp313-manylinux2014_x86_64.whl",
        "a-1.0-10-cp313-cp313-manylinux2014_x86_64.whl",
        "a-1.0-cp39-abi3-manylinux2014_x86_64.whl",
    ];
    assert_eq!(taken(&page(&lines), "a"), ["a-1.0-10-cp313-cp313-manylinux2014_x86_64.whl"]);
    assert_eq!(
        notes(&page(&lines), "a")[0],
        "5 more wheels of the release, for other targets than Python 3.13 on linux-x86_64, were not read"
    );
}

#[test]
fn a_wheel_for_musl_does_not_stand_in_for_the_common_one() {
    let lines = ["a-1.0-cp313-cp313-musllinux_1_2_x86_64.whl", "a-1.0-py3-none-any.whl"];
    assert_eq!(taken(&page(&lines), "a"), ["a-1.0-py3-none-any.whl"]);
    let lines = ["a-1.0-cp313-cp313-musllinux_1_2_x86_64.whl"];
    assert_eq!(
        notes(&page(&lines), "a")[0],
        "a-1.0-cp313-cp313-musllinux_1_2_x86_64.whl is for systems with musl or a very new C library; no other wheel fits"
    );
}

#[test]
fn yanked_versions_are_only_for_those_who_name_them() {
    let page = page(&["a-1.0.tar.gz", "a-2.0.tar.gz yanked=bad", "a-2.0-py3-none-any.whl yanked"]);
    assert_eq!(taken(&page, "a"), ["a-1.0.tar.gz"]);
    assert_eq!(notes(&page, "a")[1], "passed over: 2.0 was yanked");
    assert_eq!(taken(&page, "a==2.0"), ["a-2.0-py3-none-any.whl", "a-2.0.tar.gz"]);
    assert_eq!(
        error(&page, "a>=2"),
        FetchError::NotInstallable { package: "a".into(), target: "Python 3.13 on linux-x86_64".into(), why: "2.0 was yanked".into() }
    );
}

#[test]
fn versions_for_other_pythons_are_passed_over() {
    let page = page(&["a-1.0.tar.gz", "a-2.0.tar.gz requires=>=3.14", "a-3.0.tar.gz requires=>=3.15"]);
    assert_eq!(taken(&page, "a"), ["a-1.0.tar.gz"]);
    assert_eq!(notes(&page, "a")[1], "passed over: 3.0 needs Python >=3.15; so were 1 more");
    assert!(error(&page, "a==2.0").to_string().contains("2.0 needs Python >=3.14"));
}

#[test]
fn wheels_for_other_systems_alone_are_an_error() {
    let page = page(&["a-1.0-cp313-cp313-win_amd64.whl", "a-2.0.tar.xz"]);
    assert!(error(&page, "a==1.0").to_string().contains("1.0 has wheels for other targets only, and no source distribution"));
    assert!(error(&page, "a==2.0").to_string().contains("2.0 has only files in formats that are not read"));
}

#[test]
fn of_several_sdists_both_are_read() {
    let page = page(&["a-1.0.zip", "a-1.0.tar.gz"]);
    assert_eq!(taken(&page, "a"), ["a-1.0.zip", "a-1.0.tar.gz"]);
}

#[test]
fn versions_that_do_not_exist_name_their_neighbours() {
    let nearest = ["1.10", "1.9", "1.0"].map(str::to_owned).to_vec();
    let wanted =
        FetchError::UnknownVersion { package: "a".into(), wanted: "1.11".into(), nearest: [vec!["2.0rc1".to_owned()], nearest].concat() };
    assert_eq!(error(&page(&PLAIN), "a==1.11"), wanted);
    assert!(matches!(error(&page(&PLAIN), "a>3"), FetchError::NoMatch { nearest, .. } if nearest.len() == 4));
    assert!(matches!(error(&page(&PLAIN), "a@next"), FetchError::BadVersion { .. }));
    assert!(matches!(error(&page(&[]), "a"), FetchError::NoMatch { nearest, .. } if nearest.is_empty()));
}

#[test]
fn a_local_build_of_the_version_counts_when_the_version_itself_is_missing() {
    assert_eq!(taken(&page(&["a-1.0+cpu.tar.gz"]), "a==1.0"), ["a-1.0+cpu.tar.gz"]);
    assert_eq!(taken(&page(&["a-1.0+cpu.tar.gz", "a-1.0.tar.gz"]), "a==1.0"), ["a-1.0.tar.gz"]);
}

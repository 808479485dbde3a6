//! Worlds that are made to keep a resolver busy for ever.

use super::world::World;
use crate::resolve::ResolveError;

fn world(lines: &[String]) -> World {
    World::new(&lines.iter().map(String::as_str).collect::<Vec<_>>())
}

#[test]
fn an_endless_chain_comes_to_an_end() {
    let lines: Vec<String> = (0..3_100).map(|at| format!("p{at} 1: p{}", at + 1)).collect();
    let error = world(&lines).resolve("p0").unwrap_err();
    assert!(matches!(error, ResolveError::TooMuch { what: "projects", limit: 3_000, .. }), "{error}");
}

#[test]
fn a_circle_is_walked_once() {
    assert_eq!(World::new(&["a 1: b[x]", "b 1: c; extra == 'x' | b[x]; extra == 'x'", "c 1: a>=1 | a[y]"]).brought("a"), "a@1 b@1 c@1");
}

#[test]
fn a_package_that_asks_for_another_version_of_itself_is_not_taken() {
    assert_eq!(World::new(&["top 1: a", "a 2: a<2", "a 1: a"]).brought("top"), "top@1 a@1");
}

/// Every version of each asks for another version of the next, and the last for what is not there.
#[test]
fn a_maze_without_a_way_out_is_left_in_time() {
    let mut lines = vec!["top 1: a0 | b0".to_owned()];
    for at in 0..12 {
        for version in 1..=20 {
            let other = 21 - version;
            lines.push(format!("a{at} {version}: a{}=={version} | b{}=={other}", at + 1, at + 1));
            lines.push(format!("b{at} {version}: b{}=={version} | a{}!={version}", at + 1, at + 1));
        }
    }
    lines.extend((1..=20).map(|version| format!("a12 {version}: gone")));
    lines.extend((1..=20).map(|version| format!("b12 {version}")));
    let error = world(&lines).resolve("top").unwrap_err().to_string();
    assert!(error.lines().count() <= 20, "{error}");
    assert!(error.contains("gone is in none of the indexes") || error.contains("takes more than"), "{error}");
}

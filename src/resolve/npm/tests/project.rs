//! Projects that lie here: what their own package.json says beyond what a published one may.

use super::*;

fn placed(world: Value, project: NpmProject) -> Resolution {
    let id = PackageId { registry: Registry::Local, name: PackageName::local("own"), version: String::new() };
    npm_project(&World(world), &project, &id, &machine(), &located).unwrap()
}

/// Name and version of all that comes along.
fn brought(world: &Value, package_json: Value) -> Vec<String> {
    let resolution = placed(world.clone(), NpmProject::folder(package_json));
    assert_eq!(resolution.notes, [""; 0]);
    names(&resolution).split_off(1)
}

fn chain() -> Value {
    json!({
        "a": {"1.0.0": {"dependencies": {"c": "^1"}}, "2.0.0": {"dependencies": {"c": "^1"}}},
        "b": {"1.0.0": {"dependencies": {"c": "^1.1", "a": "^1"}}},
        "c": {"1.0.0": {}, "1.1.0": {}, "1.2.0": {}, "2.0.0": {"dependencies": {"d": "1"}}},
        "d": {"1.0.0": {}, "2.0.0": {}},
        "e": {"1.0.0": {}},
    })
}

#[test]
fn the_project_comes_first_and_has_no_files() {
    let world = chain();
    let resolution = placed(world, NpmProject::folder(json!({"dependencies": {"a": "^1"}, "optionalDependencies": {"e": "1"}})));
    assert_eq!(names(&resolution), ["own", "a@1.0.0", "c@1.2.0", "e@1.0.0"]);
    let needs: Vec<_> = resolution.packages[0].needs.iter().map(|need| (need.name.as_str(), need.kind, need.by)).collect();
    assert_eq!(needs, [("a", NeedKind::Runtime, 1), ("e", NeedKind::Optional, 3)]);
}

#[test]
fn what_development_asks_for_has_a_say_in_versions_and_does_not_come_along() {
    let with_a_say = json!({"dependencies": {"a": "^1"}, "devDependencies": {"c": "1.0.0", "b": "1"}});
    assert_eq!(brought(&chain(), with_a_say.clone()), ["a@1.0.0", "c@1.0.0"]);
    let packed = placed(chain(), NpmProject::packed(with_a_say));
    assert_eq!(names(&packed), ["own", "a@1.0.0", "c@1.2.0"], "whoever installs a package knows nothing of its development");
    let both = json!({"peerDependencies": {"c": ">=1"}, "devDependencies": {"c": "1.1.0"}});
    assert_eq!(brought(&chain(), both), ["c@1.1.0"]);
}

#[test]
fn an_override_counts_for_all_who_ask() {
    let overrides = |overrides: Value| brought(&chain(), json!({"dependencies": {"a": "^1", "b": "^1"}, "overrides": overrides}));
    assert_eq!(overrides(json!({"c": "1.0.0"})), ["a@1.0.0", "b@1.0.0", "c@1.0.0"]);
    assert_eq!(overrides(json!({"c": "2.0.0"})), ["a@1.0.0", "b@1.0.0", "c@2.0.0", "d@1.0.0"]);
    assert_eq!(overrides(json!({"c": {".": "2.0.0", "d": "2.0.0"}})), ["a@1.0.0", "b@1.0.0", "c@2.0.0", "d@2.0.0"]);
    assert_eq!(overrides(json!({"c": "npm:e@1"})), ["a@1.0.0", "b@1.0.0", "e@1.0.0"]);
    assert_eq!(overrides(json!({"c": ""})), ["a@1.0.0", "b@1.0.0", "c@1.2.0"]);
}

#[test]
fn an_override_for_what_one_package_brings_counts_there_alone() {
    let world = json!({
        "a": {"1.0.0": {"dependencies": {"c": "^1"}}},
        "b": {"1.0.0": {"dependencies": {"c": "^1"}}},
        "c": {"1.0.0": {}, "1.2.0": {}},
    });
    let both = |overrides: Value| brought(&world, json!({"dependencies": {"a": "1", "b": "1"}, "overrides": overrides}));
    assert_eq!(both(json!({"b": {"c": "1.0.0"}})), ["a@1.0.0", "b@1.0.0", "c@1.0.0", "c@1.2.0"]);
    assert_eq!(both(json!({"b@^2": {"c": "1.0.0"}})), ["a@1.0.0", "b@1.0.0", "c@1.2.0"], "nobody asks for b@2");
    assert_eq!(both(json!({"b@1": {"c": "1.0.0"}})), ["a@1.0.0", "b@1.0.0", "c@1.0.0", "c@1.2.0"]);
}

#[test]
fn an_override_for_versions_counts_for_whoever_asks_for_these() {
    let world = json!({
        "a": {"1.0.0": {"dependencies": {"c": "^1"}}},
        "b": {"1.0.0": {"dependencies": {"c": "^2"}}},
        "c": {"1.0.0": {}, "1.2.0": {}, "2.0.0": {}, "3.0.0": {}},
    });
    let both = |overrides: Value| brought(&world, json!({"dependencies": {"a": "1", "b": "1"}, "overrides": overrides}));
    assert_eq!(both(json!({"c@^1": "3.0.0"})), ["a@1.0.0", "b@1.0.0", "c@2.0.0", "c@3.0.0"]);
    assert_eq!(both(json!({"c@^1": "1.0.0", "c@^2": "3.0.0"})), ["a@1.0.0", "b@1.0.0", "c@1.0.0", "c@3.0.0"]);
}

#[test]
fn a_reference_is_what_the_project_asks_for_itself() {
    let package_json = json!({"dependencies": {"a": "^1", "c": "1.0.0"}, "overrides": {"c": "$c"}});
    assert_eq!(brought(&chain(), package_json), ["a@1.0.0", "c@1.0.0"]);
    let package_json = json!({"dependencies": {"a": "^1"}, "devDependencies": {"e": "1"}, "overrides": {"c": "$nobody"}});
    let resolution = placed(chain(), NpmProject::folder(package_json));
    assert_eq!(names(&resolution), ["own", "a@1.0.0", "c@1.2.0"]);
    let note = "the override `$nobody` leads to nothing that the project asks for: npm refuses to install it";
    assert_eq!(resolution.notes, [note]);
}

#[test]
fn overrides_of_what_is_brought_count_for_nobody() {
    let world = json!({
        "server": {"1.0.0": {"dependencies": {"c": "^1"}, "overrides": {"c": "2.0.0"}}},
        "c": {"1.2.0": {}, "2.0.0": {}},
    });
    assert_eq!(names(&installed(world.clone(), "server")), ["server@1.0.0", "c@1.2.0"]);
    assert_eq!(brought(&world, json!({"dependencies": {"server": "1"}})), ["c@1.2.0", "server@1.0.0"]);
    let packed = NpmProject::packed(json!({"dependencies": {"c": "^1"}, "overrides": {"c": "2.0.0"}}));
    assert_eq!(names(&placed(world, packed)), ["own", "c@1.2.0"]);
}

#[test]
fn what_npm_refuses_is_said() {
    let against_itself = json!({"dependencies": {"a": "^1"}, "overrides": {"a": "2.0.0"}});
    let resolution = placed(chain(), NpmProject::folder(against_itself));
    assert_eq!(resolution.notes, ["the project asks for `a` as `^1` and overrides it with `2.0.0`: npm refuses to install it"]);
    let strange = json!({"dependencies": {"a": "^1"}, "overrides": {"c@latest": "1.0.0", "d": 1}});
    let resolution = placed(chain(), NpmProject::folder(strange));
    assert_eq!(names(&resolution), ["own", "a@1.0.0", "c@1.2.0"]);
    assert_eq!(resolution.notes.len(), 2, "{:?}", resolution.notes);
}

#[test]
fn hostile_overrides_come_to_an_end() {
    let mut nested = json!("1.0.0");
    for _ in 0..60 {
        nested = json!({"a": nested, "c@^1": {"a": "1", ".": "2.0.0"}});
    }
    let many: serde_json::Map<String, Value> = (0..5_000).map(|at| (format!("c@{at}"), json!({"c": "1", "d": "2"}))).collect();
    for overrides in [nested, Value::Object(many), json!({"": "1", "@": {}, "a@": {"": {}}, "$a": "$b", "c": "$"})] {
        let package_json = json!({"dependencies": {"b": "^1", "c": "^1"}, "overrides": overrides});
        assert!(placed(chain(), NpmProject::folder(package_json)).packages.len() > 1);
    }
}

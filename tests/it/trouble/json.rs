//! Every report of these tests is held against the published schema.

use std::sync::LazyLock;

use jsonschema::Validator;
use serde_json::Value;

static SCHEMA: LazyLock<Validator> = LazyLock::new(|| {
    let schema = serde_json::from_str(include_str!("../../../src/report/json/v1.schema.json")).expect("the schema is JSON");
    jsonschema::validator_for(&schema).expect("the schema is a schema")
});

#[track_caller]
pub fn hold_against_schema(report: &Value) {
    let wrong: Vec<String> = SCHEMA.iter_errors(report).map(|error| format!("{}: {error}", error.instance_path())).collect();
    assert!(wrong.is_empty(), "{wrong:#?}");
}

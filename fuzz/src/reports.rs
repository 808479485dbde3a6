//! What leaves the program: text that a terminal takes no orders from, JSON that reads back; and what comes back from the cache.

use mcpscan::model::{Context, PackageId, PackageName, Registry, Sha256, Tree};
use mcpscan::report::json::v1;
use mcpscan::report::terminal::{self, Options};
use mcpscan::scan::engine_version;
use mcpscan::store::{ScanKey, Store};

use crate::{file, judge};

/// The data stands in every place that a package fills with words of its own.
pub fn report_text(data: &[u8]) {
    let words = String::from_utf8_lossy(data);
    let manifest = serde_json::json!({ "name": words, "version": words, "main": "index.js", "scripts": { "install": words }, "dependencies": { "other": words } });
    let quoted = serde_json::Value::from(words.as_ref());
    let code = format!("eval({quoted} + x); fetch('https://' + {quoted}); process.env[{quoted}]; exec({quoted})\n// {words}\n");
    let files = vec![file("package.json", manifest.to_string().as_bytes()), file("index.js", code.as_bytes()), file("README.md", data)];
    let report = judge(Tree::new(files, Vec::new()));
    for (width, verbose) in [(20, false), (100, true)] {
        let text = terminal::render(&report, Options { width, color: false, verbose });
        assert!(!text.chars().any(|c| c.is_control() && c != '\n'), "{text:?}");
    }
    let json: serde_json::Value = serde_json::from_str(&v1::render(&report)).expect("the report is JSON");
    assert_eq!(json["schema"], "mcpscan.report/1");
}

/// The data is the database: whatever it holds, it holds no answer.
pub fn cache_row(data: &[u8]) {
    let folder = tempfile::tempdir().expect("there is room for a folder");
    std::fs::write(folder.path().join("mcpscan.db"), data).expect("there is room for a file");
    let Ok(store) = Store::open(folder.path()) else { return };
    let id = PackageId { registry: Registry::Npm, name: PackageName::npm("a").expect("a name"), version: "1.0.0".to_owned() };
    let context = Context::default();
    let key = ScanKey::new(id, [Sha256::of(data)], engine_version(), Sha256::of(b""), &context);
    assert!(!matches!(store.get(&key), Ok(Some(_))));
}

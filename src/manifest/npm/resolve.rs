//! From the words of package.json to files, as Node and npm look for them.

use crate::model::{RelPath, Tree};

/// What Node and the common TypeScript runners try behind a path without an extension.
const EXTENSIONS: [&str; 11] = ["js", "json", "node", "cjs", "mjs", "ts", "mts", "cts", "tsx", "jsx", "wasm"];

/// The file that a path of package.json names: itself, with an extension, or the index of a folder.
pub fn file(tree: &Tree, target: &str) -> Option<RelPath> {
    match from_root(target) {
        Some(path) => candidates(tree, path.as_str()),
        // `.` and `./` name the package's own index.
        None if target.contains('.') => index(tree, ""),
        None => None,
    }
}

fn candidates(tree: &Tree, path: &str) -> Option<RelPath> {
    super::present(tree, path)
        .or_else(|| EXTENSIONS.iter().find_map(|extension| super::present(tree, &format!("{path}.{extension}"))))
        .or_else(|| index(tree, &format!("{path}/")))
        .or_else(|| source_of(tree, path))
}

fn index(tree: &Tree, folder: &str) -> Option<RelPath> {
    EXTENSIONS.iter().find_map(|extension| super::present(tree, &format!("{folder}index.{extension}")))
}

/// TypeScript runners find `x.ts` when asked for `x.js`.
fn source_of(tree: &Tree, path: &str) -> Option<RelPath> {
    let (stem, extension) = path.rsplit_once('.')?;
    let sources: &[&str] = match extension {
        "js" => &["ts", "tsx"],
        "mjs" => &["mts"],
        "cjs" => &["cts"],
        _ => &[],
    };
    sources.iter().find_map(|source| super::present(tree, &format!("{stem}.{source}")))
}

/// `./dist/../x.js`, `/x.js` and `..\x.js` as npm normalises them: nothing leaves the package's folder.
pub fn from_root(target: &str) -> Option<RelPath> {
    let target = target.replace('\\', "/");
    let mut parts: Vec<&str> = Vec::new();
    for part in target.split('/') {
        match part.trim() {
            "" | "." => {}
            ".." => {
                parts.pop();
            }
            _ => parts.push(part),
        }
    }
    RelPath::new(&parts.join("/")).ok()
}

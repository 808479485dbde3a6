//! Paths of modules, as folders, bundlers and source maps write them → whose code stands there.

use crate::model::Origin;

/// What the path of another package's module has in it.
pub(super) const MARK: &str = "node_modules";
/// Longer ones are no paths.
const MAX_PATH: usize = 1024;
/// Folders that hold other people's code beside `node_modules`.
const VENDORED: [&str; 6] = ["_vendor", "_vendored", "vendor", "vendored", "third_party", "thirdparty"];
const ENDINGS: [&str; 13] = [".js", ".mjs", ".cjs", ".jsx", ".ts", ".mts", ".cts", ".tsx", ".json", ".wasm", ".vue", ".svelte", ".node"];

/// `node_modules/<package>/…`, `third_party/<package>/…` and their like hold other people's code.
pub fn of_path(path: &str) -> Origin {
    let parts: Vec<&str> = path.split(['/', '\\']).collect();
    let packages = parts.iter().rposition(|part| *part == MARK);
    let Some(at) = packages.or_else(|| parts.iter().rposition(|part| VENDORED.contains(part))) else { return Origin::Own };
    match (parts.get(at + 1), parts.get(at + 2)) {
        (Some(scope), Some(name)) if scope.starts_with('@') => Origin::Bundled(format!("{scope}/{name}")),
        // A file right in the folder: which package it came from is not said.
        (Some(_), None) => Origin::Bundled(parts[at].to_owned()),
        (Some(name), _) => Origin::Bundled((*name).to_owned()),
        (None, _) => Origin::Own,
    }
}

/// The module that a bundler's comment or key names, if it looks like one: `../node_modules/zod/index.mjs`, `src/index.ts`.
/// A loader's own path, before the last `!`, and what follows a `?` are left off.
pub(super) fn module_path(text: &str) -> Option<&str> {
    let path = text.rsplit('!').next()?;
    let path = path.split('?').next()?;
    let is_plain = !path.is_empty() && path.len() <= MAX_PATH && !path.contains(|c: char| c.is_whitespace() || "\"'`".contains(c));
    let is_module = ENDINGS.iter().any(|ending| path.ends_with(ending)) || is_packaged(path);
    (is_plain && is_module && !path.contains("://")).then_some(path)
}

/// Some folder of the path is `node_modules`.
pub(super) fn is_packaged(path: &str) -> bool {
    path.split(['/', '\\']).any(|part| part == MARK)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_innermost_package_of_a_path_owns_it() {
        let of = |path: &str| of_path(path).to_string();
        assert_eq!(of("node_modules/zod/lib/index.mjs"), "bundled:zod");
        assert_eq!(of("../../node_modules/.pnpm/@a+b@1.0.0/node_modules/@a/b/index.js"), "bundled:@a/b");
        assert_eq!(of("node_modules/zod/vendor/x.js"), "bundled:zod");
        assert_eq!(of("webpack://acme/./node_modules/ajv/dist/ajv.js"), "bundled:ajv");
        assert_eq!(of("..\\node_modules\\ajv\\index.js"), "bundled:ajv");
        assert_eq!(of("acme/_vendor/six.py"), "bundled:_vendor");
        assert_eq!(of("acme/_vendor/yaml/loader.py"), "bundled:yaml");
        assert_eq!(of("src/my_node_modules/index.ts"), "own");
        assert_eq!(of("node_modules"), "own");
    }

    #[test]
    fn prose_and_addresses_are_no_modules() {
        assert_eq!(module_path("./node_modules/css-loader/cjs.js!./src/a.css?x"), None);
        assert_eq!(module_path("./node_modules/ts-loader/index.js!./src/a.ts?x"), Some("./src/a.ts"));
        for text in ["https://example.invalid/a.js", "see node_modules/zod/index.js", "", "index", "\"a.js\""] {
            assert_eq!(module_path(text), None, "{text}");
        }
    }
}

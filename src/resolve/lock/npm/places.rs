//! node_modules as a lock file draws it: which package lies where, and which one an import from a place finds.

use std::collections::HashMap;

/// npm's paths stay far below.
pub(super) const PATH_MAX: usize = 1_024;

/// Places by their number; 0 is the project's own folder.
#[derive(Debug, Default)]
pub(super) struct Places<'t> {
    /// The place that an import goes on to, where a place holds nothing of the name.
    parents: Vec<usize>,
    inside: HashMap<(usize, &'t str), usize>,
    by_path: HashMap<&'t str, usize>,
}

/// The last part of `a/node_modules/@scope/name`, and what is before it.
fn part(path: &str) -> Option<(&str, &str)> {
    match path.rsplit_once("node_modules/") {
        Some(("", name)) => Some(("", name)),
        Some((parent, name)) => Some((parent.strip_suffix('/')?, name)),
        None => None,
    }
}

/// The name by which the package at a path is imported; none for a folder of the project.
pub(super) fn name(path: &str) -> Option<&str> {
    let (_, name) = part(path)?;
    let slashes = name.matches('/').count();
    (slashes == usize::from(name.starts_with('@'))).then_some(name)
}

impl<'t> Places<'t> {
    /// `paths` in any order, each once.
    pub fn new(paths: impl Iterator<Item = &'t str>) -> Self {
        let mut by_path = HashMap::from([("", 0)]);
        for path in paths {
            let next = by_path.len();
            by_path.entry(path).or_insert(next);
        }
        let mut places = Self { parents: vec![0; by_path.len()], inside: HashMap::new(), by_path };
        for (path, place) in places.by_path.iter().map(|(path, place)| (*path, *place)).collect::<Vec<_>>() {
            let named = part(path).filter(|_| name(path).is_some());
            let parent = places.nearest(named.map_or_else(|| above(path), |(parent, _)| parent));
            places.parents[place] = parent;
            if let Some((_, name)) = named {
                places.inside.insert((parent, name), place);
            }
        }
        places
    }

    pub fn place(&self, path: &str) -> Option<usize> {
        self.by_path.get(path).copied()
    }

    /// The place itself, or the folder closest above it that is one.
    fn nearest(&self, path: &str) -> usize {
        let mut path = path;
        loop {
            match self.place(path) {
                Some(place) => return place,
                None => path = above(path),
            }
        }
    }

    /// What `name` means in a place.
    pub fn find(&self, place: usize, name: &str) -> Option<usize> {
        let mut place = place;
        loop {
            match self.inside.get(&(place, name)) {
                Some(found) => return Some(*found),
                None if place == 0 => return None,
                None => place = self.parents[place],
            }
        }
    }
}

fn above(path: &str) -> &str {
    path.rsplit_once('/').map_or("", |(above, _)| above)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_import_finds_the_nearest_folder() {
        let paths = ["node_modules/a", "node_modules/b", "node_modules/a/node_modules/b", "packages/x", "packages/x/node_modules/@s/c"];
        let places = Places::new(paths.into_iter());
        let find = |from: &str, name: &str| places.find(places.place(from).unwrap(), name);
        assert_eq!(find("node_modules/a", "b"), places.place("node_modules/a/node_modules/b"));
        assert_eq!(find("node_modules/a/node_modules/b", "b"), places.place("node_modules/a/node_modules/b"));
        assert_eq!(find("node_modules/b", "a"), places.place("node_modules/a"));
        assert_eq!(find("packages/x", "@s/c"), places.place("packages/x/node_modules/@s/c"));
        assert_eq!(find("packages/x", "b"), places.place("node_modules/b"));
        assert_eq!(find("", "@s/c"), None);
        assert_eq!(find("", "b"), places.place("node_modules/b"));
    }

    #[test]
    fn places_below_what_is_not_there_belong_to_the_nearest_that_is() {
        let places = Places::new(["node_modules/gone/node_modules/b", "node_modules/a"].into_iter());
        assert_eq!(places.find(0, "b"), places.place("node_modules/gone/node_modules/b"));
        assert_eq!((name("node_modules/@s/a"), name("node_modules/a/b"), name("lib")), (Some("@s/a"), None, None));
    }
}

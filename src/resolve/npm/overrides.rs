//! What a project takes in place of what its packages ask for: the `overrides` of its package.json, rule by rule as npm does.

use std::rc::Rc;

use nodejs_semver::Range;
use serde_json::{Map, Value};

use super::catalogue::Ask;
use super::tree::Kind;
use super::wanted::Wanted;

/// Of [`Overrides::rules`].
pub(super) type RuleId = usize;

/// All rules together, which hold wherever none of them does.
pub(super) const WHOLE: RuleId = 0;

/// More than any project has; those beyond are not heeded, and that is said.
const MOST: usize = 2_000;

#[derive(Debug)]
pub(super) struct Overrides {
    rules: Vec<Rule>,
}

/// For a package of this name, and for all that it brings.
#[derive(Debug)]
struct Rule {
    parent: Option<RuleId>,
    /// As written: `name`, or `name@range`.
    key: String,
    name: String,
    /// The versions that it is about; none stands for all of them.
    about: Option<Range>,
    value: String,
    /// What is taken; none leaves it at what is asked for.
    taken: Option<(Rc<Wanted>, Rc<str>)>,
    children: Vec<RuleId>,
}

impl Overrides {
    /// None where package.json has none. What npm would not understand is left out, and told in `notes`.
    pub fn read(package_json: &Value, notes: &mut Vec<String>) -> Option<Self> {
        let table = package_json.get("overrides")?.as_object().filter(|table| !table.is_empty())?;
        let whole = Rule {
            parent: None,
            key: String::new(),
            name: String::new(),
            about: None,
            value: String::new(),
            taken: None,
            children: Vec::new(),
        };
        let mut reader = Reader { package_json, rules: vec![whole], notes };
        reader.children(WHOLE, table);
        Some(Self { rules: reader.rules })
    }

    /// The rule that a requirement comes under, of those that hold for whoever asks.
    pub fn for_requirement(&self, from: RuleId, name: &str, asked: &Wanted) -> RuleId {
        self.in_force(from, Some(name)).into_iter().find(|rule| self.rules[*rule].is_about(asked)).unwrap_or(from)
    }

    /// What is taken where a requirement of this name comes under the rule.
    pub fn taken(&self, rule: RuleId, name: &str) -> Option<(Rc<Wanted>, Rc<str>)> {
        self.rules[rule].taken.clone().filter(|_| self.rules[rule].name == name)
    }

    /// The versions that the rule is about; none stands for all of them, or where it is all rules together.
    pub fn about(&self, rule: RuleId) -> Option<&Range> {
        self.rules[rule].about.as_ref()
    }

    pub fn is_whole(rule: RuleId) -> bool {
        rule == WHOLE
    }

    /// Whether the rule names the very version of the package.
    pub fn names(&self, rule: RuleId, name: &str, version: &str) -> bool {
        self.rules[rule].name == name && self.rules[rule].value == version
    }

    /// What holds for a package that two come under: the more special one, or what both have in common; none where they contradict.
    pub fn common(&self, one: RuleId, other: RuleId) -> Option<RuleId> {
        let is_within = |inner: RuleId, outer: RuleId| self.upward(inner).any(|at| at == outer);
        if is_within(other, one) {
            return Some(other);
        }
        if is_within(one, other) {
            return Some(one);
        }
        if self.contradict(one, other) {
            return None;
        }
        self.upward(other).find(|at| is_within(one, *at))
    }

    /// Both have a rule of the same words, by which no version could be taken.
    fn contradict(&self, one: RuleId, other: RuleId) -> bool {
        let others = self.in_force(other, None);
        self.in_force(one, None).into_iter().any(|a| {
            let same = others.iter().copied().find(|b| self.rules[*b].key == self.rules[a].key);
            same.is_some_and(|b| a != b && self.rules[a].excludes(&self.rules[b]))
        })
    }

    fn upward(&self, rule: RuleId) -> impl Iterator<Item = RuleId> {
        std::iter::successors(Some(rule), |at| self.rules[*at].parent)
    }

    /// What holds below a rule: its own parts, itself, and so on outwards; the same words count once.
    fn in_force(&self, rule: RuleId, name: Option<&str>) -> Vec<RuleId> {
        let mut all: Vec<RuleId> = Vec::new();
        for at in self.upward(rule) {
            let own = Some(at).filter(|at| *at != WHOLE);
            for one in self.rules[at].children.iter().copied().chain(own) {
                let is_wanted = name.is_none_or(|name| self.rules[one].name == name);
                if is_wanted && all.iter().all(|known| self.rules[*known].key != self.rules[one].key) {
                    all.push(one);
                }
            }
        }
        all
    }

    /// What may be taken, to be looked up ahead.
    pub fn asks(&self) -> Vec<Ask> {
        let ask = |rule: &Rule| {
            let (wanted, written) = rule.taken.clone()?;
            Some(Ask { name: rule.name.as_str().into(), wanted, written, kind: Kind::Runtime })
        };
        self.rules.iter().filter_map(ask).collect()
    }
}

impl Rule {
    /// Tags, addresses and folders come under it whatever versions it is about; repositories of git do not.
    fn is_about(&self, asked: &Wanted) -> bool {
        let Some(about) = &self.about else { return true };
        match asked {
            Wanted::Range(range) => range.allows_any(about),
            Wanted::Tag(_) => true,
            Wanted::Alias(_, inner, _) => self.is_about(inner),
            Wanted::Elsewhere(_) => !asked.is_from_git(),
            Wanted::Unknown => false,
        }
    }

    fn excludes(&self, other: &Self) -> bool {
        if self.value.starts_with('$') || other.value.starts_with('$') {
            return false;
        }
        match (Wanted::read(&self.value), Wanted::read(&other.value)) {
            (Wanted::Range(one), Wanted::Range(other)) => !one.allows_any(&other),
            _ => false,
        }
    }
}

struct Reader<'r> {
    package_json: &'r Value,
    rules: Vec<Rule>,
    notes: &'r mut Vec<String>,
}

impl Reader<'_> {
    fn children(&mut self, parent: RuleId, table: &Map<String, Value>) {
        for (key, value) in table.iter().filter(|(key, _)| *key != ".") {
            if self.rules.len() > MOST {
                self.say(format!("its package.json overrides more than {MOST} times; what is beyond was not heeded"));
                return;
            }
            self.rule(parent, key, value);
        }
    }

    fn rule(&mut self, parent: RuleId, key: &str, value: &Value) {
        let at = key.char_indices().skip(1).find(|(_, letter)| *letter == '@').map(|(at, _)| at);
        let (name, about) = at.map_or((key, "*"), |at| (&key[..at], key[at + 1..].trim()));
        let range = match about {
            "*" | "" => None,
            text => match Wanted::read(text) {
                Wanted::Range(range) => Some(range),
                Wanted::Tag(_) | Wanted::Alias(..) | Wanted::Elsewhere(_) | Wanted::Unknown => return self.strange(key),
            },
        };
        let (own, table) = match value {
            Value::String(text) => (Some(text.as_str()), None),
            Value::Object(table) => (table.get(".").and_then(Value::as_str), Some(table)),
            Value::Null | Value::Bool(_) | Value::Number(_) | Value::Array(_) => return self.strange(key),
        };
        let value = match own {
            Some("") => "*",
            Some(own) => own,
            None if range.is_none() => "*",
            None => about,
        };
        let taken = self.taken(value);
        let id = self.rules.len();
        let (key, name) = (key.to_owned(), name.to_owned());
        self.rules.push(Rule { parent: Some(parent), key, name, about: range, value: value.to_owned(), taken, children: Vec::new() });
        self.rules[parent].children.push(id);
        if let Some(table) = table {
            self.children(id, table);
        }
    }

    /// `$name` is what the project itself asks for under that name.
    fn taken(&mut self, value: &str) -> Option<(Rc<Wanted>, Rc<str>)> {
        let written = match value.strip_prefix('$') {
            _ if value == "*" => return None,
            Some(name) => match self.asked_by_project(name) {
                Some(written) => written,
                None => {
                    self.say(format!("the override `{value}` leads to nothing that the project asks for: npm refuses to install it"));
                    return None;
                }
            },
            None => value,
        };
        let taken = (Wanted::read(written).into(), written.into());
        Some(taken)
    }

    fn asked_by_project(&self, name: &str) -> Option<&str> {
        const TABLES: [&str; 4] = ["devDependencies", "optionalDependencies", "dependencies", "peerDependencies"];
        TABLES.iter().find_map(|table| self.package_json.get(table)?.get(name)?.as_str().filter(|written| !written.is_empty()))
    }

    fn strange(&mut self, key: &str) {
        self.say(format!("npm would not understand the override of `{key}`, which was not heeded"));
    }

    fn say(&mut self, note: String) {
        if !self.notes.contains(&note) {
            self.notes.push(note);
        }
    }
}

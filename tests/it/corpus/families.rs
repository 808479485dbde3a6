//! Which families of techniques the corpus covers, and how each is judged: recall and false alarms at a glance.

use std::collections::BTreeMap;

use mcpscan::model::Verdict;
use mcpscan::signatures::Signatures;
use serde::Deserialize;

use super::{Case, cases, report_on, root};

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Families {
    family: Vec<Family>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Family {
    id: String,
    what: String,
    /// Where it exists.
    ecosystems: Vec<String>,
    /// Where the field has a name for it.
    reference: String,
}

fn families() -> Vec<Family> {
    let text = std::fs::read_to_string(root().join("families.toml")).unwrap();
    toml::from_str::<Families>(&text).unwrap().family
}

#[derive(Default)]
struct Row {
    malicious: u32,
    blocked: u32,
    reviewed: u32,
    benign: u32,
    passed: u32,
}

impl Row {
    fn add(&mut self, is_malicious: bool, verdict: Verdict) {
        if is_malicious {
            self.malicious += 1;
            self.blocked += u32::from(verdict == Verdict::Block);
            self.reviewed += u32::from(verdict == Verdict::Review);
        } else {
            self.benign += 1;
            self.passed += u32::from(verdict == Verdict::Pass);
        }
    }

    fn show(&self, name: &str) -> String {
        let Self { malicious, blocked, reviewed, benign, passed } = self;
        format!("{name:24} {malicious:>9} {blocked:>7} {reviewed:>6} {benign:>6} {passed:>4}\n")
    }
}

/// The malicious package with which a case makes a pair tells the families of both.
fn families_of<'c>(case: &'c Case, all: &'c [Case]) -> &'c [String] {
    let malicious = case.name.replacen("benign", "malicious", 1);
    all.iter().find(|other| other.name == malicious).map_or(&[], |other| &other.expected.families)
}

#[test]
fn every_family_is_judged_as_it_was() {
    let signatures = Signatures::builtin();
    let all = cases();
    let mut rows: BTreeMap<String, Row> = BTreeMap::new();
    let mut total = Row::default();
    for case in &all {
        let verdict = report_on(case, &signatures).verdict;
        let is_malicious = case.name.starts_with("malicious/");
        total.add(is_malicious, verdict);
        for family in families_of(case, &all) {
            rows.entry(family.clone()).or_default().add(is_malicious, verdict);
        }
    }
    let mut table = format!("{:24} {:>9} {:>7} {:>6} {:>6} {:>4}\n", "family", "malicious", "blocked", "review", "benign", "pass");
    for family in families() {
        table += &rows.remove(&family.id).unwrap_or_default().show(&family.id);
    }
    table += &total.show("all");
    println!("{table}");
    assert!(rows.is_empty(), "not in families.toml: {:?}", rows.keys());
    insta::assert_snapshot!(table, @r##"
family                   malicious blocked review benign pass
lifecycle-hook                   8       8      0      8    8
native-build-hook                1       1      0      1    1
install-command                  1       1      0      1    1
setup-top-level                  3       3      0      3    3
import-time                      3       3      0      3    3
interpreter-start                2       2      0      2    2
server-start                     2       2      0      2    2
hidden-in-use                    8       8      0      8    8
gated                            4       4      0      4    4
download-and-run                 4       4      0      4    4
shell-cradle                     8       8      0      8    8
fetch-and-evaluate               8       8      0      8    8
foreign-runtime                  2       2      0      2    2
opaque-binary                    7       6      1      7    7
address-dependency               4       2      2      4    4
further-software                 2       2      0      2    2
payload-in-data                  6       6      0      6    6
decode-and-run                  20      19      1     20   20
obfuscator-output                7       6      1      7    7
encrypted-stage                  2       2      0      2    2
indirect-names                  13      11      2     13   13
off-screen                       2       2      0      2    2
invisible-text                   4       4      0      4    4
protected-code                   2       0      2      2    2
code-in-texts                    7       7      0      7    7
words-for-reviewers              2       0      2      2    2
host-beacon                      3       3      0      3    3
whole-environment                3       3      0      3    3
named-secrets                    6       6      0      6    6
credential-files                 7       7      0      7    7
browser-and-wallet               4       4      0      4    4
watching                         4       4      0      4    4
cloud-metadata                   2       2      0      2    2
agent-data                       2       1      1      2    2
file-sweep                       2       2      0      2    2
undeclared-destination           6       4      2      6    6
names-as-carrier                 2       2      0      2    2
dead-drop                        2       2      0      2    2
reverse-shell                    8       8      0      8    8
in-band                          4       4      0      4    4
address-exchange                 4       4      0      4    4
autostart                        4       4      0      4    4
login-keys                       2       2      0      2    2
agent-control                    2       2      0      2    2
agents-unbraked                  2       2      0      2    2
self-publishing                  3       3      0      3    3
destruction                      4       4      0      4    4
patching                         2       2      0      2    2
mining                           2       2      0      2    2
tool-poisoning                   6       6      0      6    6
schema-poisoning                 2       2      0      2    2
shadowing                        2       2      0      2    2
changing-descriptions            2       2      0      2    2
hidden-descriptions              2       2      0      2    2
poisoned-answers                 4       4      0      4    4
other-than-described             2       2      0      2    2
carrier-parameter                2       1      1      2    2
look-alike-name                  3       0      3      3    3
dependency-confusion             2       2      0      2    2
all                            243     222     21    243  243
"##);
}

#[test]
fn every_family_has_a_pair_wherever_it_exists() {
    let all = cases();
    for family in families() {
        assert!(!family.what.is_empty() && !family.reference.is_empty(), "{}", family.id);
        for ecosystem in &family.ecosystems {
            let has =
                |case: &&Case| case.name.starts_with(&format!("malicious/{ecosystem}/")) && case.expected.families.contains(&family.id);
            assert!(all.iter().any(|case| has(&case)), "{} has no package in {ecosystem}", family.id);
        }
    }
}

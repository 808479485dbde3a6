//! What was judged before, one line for each judgement, newest first.

use jiff::tz::TimeZone;

use crate::report::escape;
use crate::store::Judgement;

pub(super) fn table(judgements: &[Judgement]) -> String {
    let width = judgements.iter().map(|judgement| judgement.version.chars().count()).max().unwrap_or(0).clamp(7, 40);
    let mut out = String::new();
    for judgement in judgements {
        let when = judgement.when.to_zoned(TimeZone::UTC).strftime("%Y-%m-%d %H:%M:%SZ");
        out += &format!(
            "{when}  {:<width$}  {:<10}  {:>3}/100  mcpscan {}, rules {}\n",
            escape(&judgement.version),
            escape(&judgement.verdict),
            judgement.score,
            escape(&judgement.engine),
            escape(&judgement.ruleset.chars().take(12).collect::<String>())
        );
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Registry;

    #[test]
    fn each_judgement_is_a_line() {
        let judgement = Judgement {
            registry: Registry::Npm,
            name: "server".into(),
            version: "1.2.3".into(),
            verdict: "pass".into(),
            score: 97,
            ruleset: "ab".repeat(32),
            engine: "0.1.0".into(),
            when: jiff::Timestamp::from_second(1_800_000_000).unwrap(),
        };
        assert_eq!(table(&[judgement]), "2027-01-15 08:00:00Z  1.2.3    pass         97/100  mcpscan 0.1.0, rules abababababab\n");
        assert_eq!(table(&[]), "");
    }
}

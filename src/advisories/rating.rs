//! How bad a flaw is, by the vectors and words of its record.

use std::str::FromStr;

use cvss::Cvss;
use serde_json::Value;

use crate::model::{Rating, Severity};

/// The base metrics of CVSS 4: what is said beyond them is about one moment or one place of use.
const BASE: [&str; 12] = ["CVSS", "AV", "AC", "AT", "PR", "UI", "VC", "VI", "VA", "SC", "SI", "SA"];
/// A longer one is no vector.
const VECTOR_MAX: usize = 400;

/// Of the vectors in `severity` the one of the newest CVSS that can be read.
pub(super) fn by_vectors(severity: &Value) -> Option<Rating> {
    let scores = severity.as_array()?.iter().filter_map(|one| one.get("score")?.as_str());
    let vectors = scores.filter(|score| score.len() <= VECTOR_MAX).filter_map(read);
    let (_, score) = vectors.max_by(|one, other| one.0.cmp(&other.0).then(one.1.total_cmp(&other.1)))?;
    Some(by_score(score))
}

/// `HIGH`, `MODERATE`, … in `severity` of what a database adds of its own.
pub(super) fn by_word(said: &Value) -> Option<Rating> {
    let severity = match said.get("severity")?.as_str()?.to_ascii_lowercase().as_str() {
        "critical" => Severity::Critical,
        "high" | "important" => Severity::High,
        "medium" | "moderate" => Severity::Medium,
        "low" => Severity::Low,
        _ => return None,
    };
    Some(Rating { severity, tenths: None })
}

/// The version of CVSS, and the base score.
fn read(vector: &str) -> Option<(u8, f64)> {
    let vector = vector.trim();
    let base: String;
    let vector = if vector.starts_with("CVSS:4") {
        let is_base = |part: &&str| part.split(':').next().is_some_and(|metric| BASE.contains(&metric));
        base = vector.split('/').filter(is_base).collect::<Vec<_>>().join("/");
        base.as_str()
    } else {
        vector
    };
    match Cvss::from_str(vector).ok()? {
        Cvss::CvssV20(vector) => Some((20, vector.score().value())),
        Cvss::CvssV30(vector) => Some((30, vector.base_score().value())),
        Cvss::CvssV31(vector) => Some((31, vector.base_score().value())),
        Cvss::CvssV40(vector) => Some((40, vector.score().value())),
        _ => None,
    }
}

fn by_score(score: f64) -> Rating {
    let tenths = (score * 10.0).round().clamp(0.0, 100.0) as u8;
    let severity = match tenths {
        90.. => Severity::Critical,
        70.. => Severity::High,
        40.. => Severity::Medium,
        1.. => Severity::Low,
        0 => Severity::Info,
    };
    Rating { severity, tenths: Some(tenths) }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn rated(vectors: &[&str]) -> Option<(Severity, u8)> {
        let all: Vec<Value> = vectors.iter().map(|vector| json!({ "type": "CVSS", "score": vector })).collect();
        by_vectors(&all.into()).map(|rating| (rating.severity, rating.tenths.unwrap()))
    }

    const TWO: &str = "AV:N/AC:L/Au:N/C:C/I:C/A:C";
    const THREE: &str = "CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H";
    const FOUR: &str = "CVSS:4.0/AV:N/AC:L/AT:N/PR:N/UI:N/VC:H/VI:H/VA:H/SC:H/SI:H/SA:H";

    #[test]
    fn each_version_of_cvss_gives_its_base_score() {
        assert_eq!(rated(&[TWO]), Some((Severity::Critical, 100)));
        assert_eq!(rated(&[THREE]), Some((Severity::Critical, 98)));
        assert_eq!(rated(&["CVSS:3.0/AV:L/AC:L/PR:L/UI:N/S:U/C:H/I:H/A:H"]), Some((Severity::High, 78)));
        assert_eq!(rated(&["CVSS:3.1/AV:N/AC:L/PR:N/UI:R/S:C/C:L/I:L/A:N"]), Some((Severity::Medium, 61)));
        assert_eq!(rated(&["CVSS:3.1/AV:P/AC:H/PR:H/UI:R/S:U/C:L/I:N/A:N"]), Some((Severity::Low, 16)));
        assert_eq!(rated(&["CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:N/I:N/A:N"]), Some((Severity::Info, 0)));
        assert_eq!(rated(&[FOUR]), Some((Severity::Critical, 100)));
    }

    #[test]
    fn what_is_said_beyond_the_base_does_not_count() {
        assert_eq!(rated(&[&format!("{FOUR}/E:U/MAV:P")]), rated(&[FOUR]));
        assert_eq!(rated(&[&format!("{THREE}/E:U/RL:O")]), rated(&[THREE]));
    }

    #[test]
    fn the_newest_vector_counts_and_a_broken_one_does_not() {
        let mild = "CVSS:4.0/AV:L/AC:H/AT:P/PR:H/UI:A/VC:L/VI:N/VA:N/SC:N/SI:N/SA:N";
        assert_eq!(rated(&[THREE, mild, TWO]), rated(&[mild]));
        assert_eq!(rated(&["CVSS:4.0/AV:N", THREE, "7.5", ""]), rated(&[THREE]));
        assert_eq!(rated(&["CVSS:9.9/AV:N/AC:L", "AV:"]), None);
        assert_eq!(by_vectors(&json!("high")), None);
    }

    #[test]
    fn words_tell_where_no_vector_does() {
        assert_eq!(by_word(&json!({ "severity": "MODERATE" })).unwrap().severity, Severity::Medium);
        assert_eq!((by_word(&json!({ "severity": 7 })), by_word(&json!(null))), (None, None));
    }
}

use std::time::{Duration, Instant};

use super::print::Printed;
use super::{body, lower};
use crate::syntax::{Language, ParseBudget, Unparsed, parse};

#[test]
fn what_stands_in_broken_code_is_lowered() {
    let module = lower("let a = eval(b); @@ } ) exec('c'); if (", Language::JavaScript);
    assert!(module.parse.error_bytes > 0);
    let all: Vec<_> = module.iter().map(|(id, _)| Printed(&module).expr(id)).collect();
    assert!(all.contains(&"eval(b)".to_owned()), "{all:?}");
    assert!(all.contains(&"\"c\"".to_owned()), "{all:?}");
}

#[test]
fn sound_code_has_no_error_bytes() {
    assert_eq!(lower("a(`b${c}`)", Language::JavaScript).parse.error_bytes, 0);
}

#[test]
fn nesting_beyond_the_limit_is_said_and_not_followed() {
    for (open, close) in [("[", "]"), ("(", ")"), ("{", "}"), ("a(", ")"), ("!", ""), ("x=>", ""), ("if(a)", ""), ("class{[", "]}")] {
        let text = format!("{}a{}", open.repeat(50_000), close.repeat(50_000));
        assert!(lower(&text, Language::JavaScript).parse.too_deep, "{open}");
    }
    let chain = format!("a{}", ".b()".repeat(50_000));
    assert!(lower(&chain, Language::JavaScript).parse.too_deep);
}

#[test]
fn a_long_chain_is_followed() {
    let text = format!("x = a{}", " + a".repeat(9_000));
    let module = lower(&text, Language::JavaScript);
    assert!(!module.parse.too_deep);
    assert_eq!(module.exprs.len(), 1 + 9_001 + 9_000 + 1 + 1);
}

#[test]
fn broken_code_inside_broken_code_takes_linear_time() {
    let text = "for (const {a = ( @ x => { import } @ from ".repeat(60);
    let start = Instant::now();
    lower(&text, Language::JavaScript);
    lower(&text, Language::TypeScript);
    assert!(start.elapsed() < Duration::from_secs(5));
}

#[test]
fn a_parse_that_takes_too_long_is_stopped() {
    let text = "a(b);".repeat(200_000);
    let parsed = parse(&text, Language::JavaScript, &ParseBudget { time: Duration::ZERO });
    assert!(matches!(parsed, Err(Unparsed::Budget { .. })));
    assert_eq!(body("a"), "a");
}

#[test]
fn a_stopped_parser_starts_afresh() {
    let budget = ParseBudget { time: Duration::ZERO };
    assert!(parse(&"a(b);".repeat(10_000), Language::JavaScript, &budget).is_err());
    let module = parse("c", Language::JavaScript, &ParseBudget::default()).unwrap();
    assert_eq!(Printed(&module).body(), "c");
}

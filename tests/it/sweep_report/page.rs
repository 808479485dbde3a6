//! The page for a browser: one file that needs nothing else, in which no package can do anything.
#![allow(clippy::unwrap_used, reason = "a test may panic")]

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use mcpscan::model::*;
use mcpscan::report::sweep;
use sha2::Digest;

use super::nights::{APPROVED, BREAKOUT, Events, Nights, clean, two};

struct Tag {
    name: String,
    attributes: Vec<(String, String)>,
}

const VOID: [&str; 3] = ["!doctype", "meta", "input"];

/// Every tag; each one is closed where it has to be, and every attribute stands in quotation marks.
fn tags(page: &str) -> Vec<Tag> {
    let (mut tags, mut open, mut rest) = (Vec::new(), Vec::new(), page);
    while let Some(start) = rest.find('<') {
        let end = start + close(&rest[start..]);
        let inside = &rest[start + 1..end];
        rest = &rest[end + 1..];
        if let Some(name) = inside.strip_prefix('/') {
            assert_eq!(open.pop().as_deref(), Some(name), "before {}", &rest[..rest.len().min(80)]);
            continue;
        }
        let tag = tag(inside.trim_end_matches('/'));
        let is_whole = inside.ends_with('/') || VOID.contains(&tag.name.as_str());
        if !is_whole {
            open.push(tag.name.clone());
        }
        if ["style", "script"].contains(&tag.name.as_str()) {
            rest = &rest[rest.find("</").unwrap()..];
        }
        tags.push(tag);
    }
    assert!(open.is_empty(), "never closed: {open:?}");
    tags
}

/// Where a tag ends: a `>` outside of quotation marks.
fn close(text: &str) -> usize {
    let mut is_quoted = false;
    text.char_indices()
        .find(|(_, c)| {
            is_quoted ^= *c == '"';
            *c == '>' && !is_quoted
        })
        .unwrap()
        .0
}

fn tag(text: &str) -> Tag {
    let (name, mut rest) = text.split_once(' ').unwrap_or((text, ""));
    let mut attributes = Vec::new();
    while !rest.trim().is_empty() {
        rest = rest.trim_start();
        let end = rest.find(['=', ' ']).unwrap_or(rest.len());
        let key = rest[..end].to_owned();
        rest = &rest[end..];
        let value = match rest.strip_prefix("=\"") {
            Some(value) => {
                let (value, after) = value.split_once('"').unwrap();
                rest = after;
                value.to_owned()
            }
            None => {
                assert!(!rest.starts_with('='), "an attribute without quotation marks: {text}");
                String::new()
            }
        };
        attributes.push((key, value));
    }
    Tag { name: name.to_ascii_lowercase(), attributes }
}

fn between<'p>(page: &'p str, start: &str, end: &str) -> &'p str {
    page.split_once(start).unwrap().1.split_once(end).unwrap().0
}

#[test]
fn the_page_is_whole_and_asks_nobody_for_anything() {
    let page = sweep::html(&two().news(Some(APPROVED)));
    let tags = tags(&page);
    for Tag { name, attributes } in &tags {
        for (key, value) in attributes {
            let leads_out = ["src", "srcset", "action", "data", "poster", "background", "xlink:href"].contains(&key.as_str());
            let is_outside = key == "href" && !value.starts_with('#');
            assert!(!leads_out && !is_outside && !key.starts_with("on") && key != "style", "{name} {key}={value}");
        }
        assert!(!["link", "img", "iframe", "object", "embed", "base"].contains(&name.as_str()), "{name}");
    }
    for foreign in ["url(", "@import", "http:", "https:", "fetch(", "innerHTML", "eval("] {
        let (style, script) = (between(&page, "<style>", "</style>"), between(&page, "<script>", "</script>"));
        assert!(!style.contains(foreign) && !script.contains(foreign), "{foreign}");
    }
    // What is linked on the page is there.
    let ids: Vec<&str> = tags.iter().flat_map(|tag| &tag.attributes).filter(|(key, _)| key == "id").map(|(_, id)| id.as_str()).collect();
    let mut once = ids.clone();
    once.sort_unstable();
    once.dedup();
    assert_eq!(once.len(), ids.len(), "each id stands once: {ids:?}");
    let links = tags.iter().flat_map(|tag| &tag.attributes).filter(|(key, _)| ["href", "for", "aria-labelledby"].contains(&key.as_str()));
    for target in links.flat_map(|(_, value)| value.split(' ')) {
        assert!(ids.contains(&target.trim_start_matches('#')), "{target} is nowhere");
    }
}

#[test]
fn the_browser_may_run_this_script_and_draw_this_style_and_nothing_else() {
    let page = sweep::html(&two().news(None));
    let hash = |text: &str| STANDARD.encode(sha2::Sha256::digest(text.as_bytes()));
    let (style, script) = (hash(between(&page, "<style>", "</style>")), hash(between(&page, "<script>", "</script>")));
    let policy =
        format!("default-src 'none'; style-src 'sha256-{style}'; script-src 'sha256-{script}'; base-uri 'none'; form-action 'none'");
    let head = tags(&page);
    let given = head.iter().find(|tag| tag.attributes.iter().any(|(_, value)| value == "Content-Security-Policy")).unwrap();
    let content = &given.attributes.iter().find(|(key, _)| key == "content").unwrap().1;
    assert_eq!(content.replace("&#39;", "'").replace("&#x27;", "'"), policy);
    assert!(page.find("Content-Security-Policy").unwrap() < page.find("<style>").unwrap());
}

#[test]
fn nothing_that_a_package_says_becomes_a_tag() {
    let nights = Nights::new();
    let mut hostile = clean("a", "1.0.0");
    hostile.package.name = PackageName::local("</title></script><script>alert(1)</script>");
    hostile.package.version = "\"><img src=x onerror=alert(1)>".to_owned();
    hostile.summary = BREAKOUT.to_owned();
    hostile.verdict = Verdict::Block;
    nights.pass(&Events { judged: vec![hostile], ..Events::default() });
    let page = sweep::html(&nights.news(None));
    let tags = tags(&page);
    assert_eq!(tags.iter().filter(|tag| tag.name == "script").count(), 1);
    assert!(tags.iter().all(|tag| tag.name != "img"));
    assert!(page.contains("alert(1)") && page.contains("\\u{202e}"), "it is shown, as text");
}

#[test]
fn without_script_everything_is_there_and_the_search_is_not() {
    let page = sweep::html(&two().news(Some(APPROVED)));
    let tags = tags(&page);
    let search = tags.iter().find(|tag| tag.name == "form").unwrap();
    assert!(search.attributes.iter().any(|(key, _)| key == "hidden"), "it comes with the script");
    let hidden = tags.iter().filter(|tag| tag.attributes.iter().any(|(key, _)| key == "hidden")).count();
    assert_eq!(hidden, 1);
    let list = between(&page, "<table class=\"packages\">", "</table>");
    for name in ["@acme/server", "notes", "mailer", "steady", "sick", "old", "fresh"] {
        assert!(list.contains(&format!("npm {name}</th>")), "{name}");
    }
    let first = list.split_once("<tbody>").unwrap().1.trim_start();
    assert!(first.starts_with("<tr><th scope=\"row\">npm notes</th>"), "the worst stands first: {first}");
}

#[test]
fn charts_are_told_in_words_and_numbers_as_well() {
    let page = sweep::html(&two().news(None));
    assert!(page.contains("<desc id=\"scores-words\">0–9: 0; 10–19: 1; "), "{page}");
    assert!(page.contains("aria-label=\"block, 2026-11-22: 1; 2026-11-23: 1\""), "{page}");
    let tables = tags(&page).iter().filter(|tag| tag.name == "table").count();
    assert_eq!((tables, page.matches("<caption").count()), (5, 5), "every table has a caption");
}

#[test]
fn thirty_thousand_packages_make_a_page_of_a_few_megabytes() {
    let mut news = two().news(None);
    let row = news.packages[1].clone();
    news.packages = (0..30_000).map(|at| mcpscan::sweep::news::Row { score: (at % 101) as u8, ..row.clone() }).collect();
    let page = sweep::html(&news);
    assert!(page.len() < 8_000_000, "{} bytes", page.len());
}

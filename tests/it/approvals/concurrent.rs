//! Many at once: nobody's decision is lost, and a reader sees a whole list at every moment.
#![allow(clippy::unwrap_used, reason = "a test may panic")]

use std::fs;
use std::process::{Child, Command, Stdio};

use crate::trouble::desk::Desk;

#[test]
fn sixteen_at_once_lose_nothing() {
    let desk = Desk::new();
    let list = desk.file("project/mcpscan-approved.toml", "# Ours.\n\n[policy]\nmin_score = 10 # low\n");
    let mut running = Vec::new();
    for at in 0..8 {
        desk.file(&format!("thing{at}/package.json"), format!(r#"{{ "name": "thing{at}", "version": "1.0.0", "main": "index.js" }}"#));
        let folder = desk.arg(&format!("thing{at}"));
        desk.file(&format!("thing{at}/index.js"), "console.error('ready');\n");
        running.push(desk.program(&["approve", "scan", &folder, "--no-cache", "--why", "x", "--by", "Ann"]));
        running.push(desk.program(&["block", "npm", &format!("bad{at}"), "--why", "x", "--by", "Bob"]));
    }
    let mut children: Vec<_> = running.iter_mut().map(quietly).collect();
    while children.iter_mut().any(|child| child.try_wait().unwrap().is_none()) {
        let text = fs::read_to_string(&list).unwrap();
        mcpscan::approvals::read("list", &text).unwrap();
        assert!(text.starts_with("# Ours.\n"), "{text}");
    }
    assert!(children.iter_mut().all(|child| child.wait().unwrap().success()));
    let text = fs::read_to_string(&list).unwrap();
    let found = mcpscan::approvals::read("list", &text).unwrap();
    assert_eq!((found.approvals.len(), found.blocks.len()), (8, 8), "{text}");
    assert!(text.contains("min_score = 10 # low\n"));
    let beside: Vec<_> = fs::read_dir(desk.path("project")).unwrap().collect();
    assert_eq!(beside.len(), 1, "no draft is left: {beside:?}");
}

#[test]
fn several_that_begin_a_list_at_once_lose_nothing() {
    let desk = Desk::new();
    let block = |at| quietly(&mut desk.program(&["block", "npm", &format!("bad{at}"), "--why", "x", "--by", "Bob"]));
    let mut running: Vec<_> = (0..8).map(block).collect();
    assert!(running.iter_mut().all(|child| child.wait().unwrap().success()));
    let text = fs::read_to_string(desk.path("project/mcpscan-approved.toml")).unwrap();
    assert_eq!(mcpscan::approvals::read("list", &text).unwrap().blocks.len(), 8, "{text}");
}

fn quietly(command: &mut Command) -> Child {
    command.stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap()
}

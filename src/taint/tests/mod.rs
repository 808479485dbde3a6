//! What the engine makes of small servers, one line for each way that is open.

mod callbacks;
mod checks;
mod names;
mod programs;
mod ways;

use std::sync::Arc;

use super::*;
use crate::flow::{Program, Unit};
use crate::manifest;
use crate::model::{RelPath, Tree};
use crate::syntax::{Language, ParseBudget, parse};

/// `tool.input -> kind at line`, and the weakness of a check that does not hold.
fn found(file: &str, text: &str) -> Vec<String> {
    let language = Language::from_extension(file.rsplit('.').next().unwrap()).unwrap();
    let module = parse(text, language, &ParseBudget::default()).unwrap();
    let unit = Unit { path: RelPath::new(file).unwrap(), module: Arc::new(module), parts: Default::default() };
    let program = Program::new(vec![unit], Some("acme"));
    let signatures = Signatures::builtin();
    let (facts, mut flow) = crate::facts::collect(&program, &manifest::read(&Tree::new(Vec::new(), Vec::new())), &signatures);
    let (exposures, bounded) = trace(&mut flow, &facts, &signatures);
    assert!(!bounded, "small code is followed to its end");
    exposures.iter().map(|exposure| shown(&program, exposure, text)).collect()
}

fn shown(program: &Program, exposure: &Exposure, text: &str) -> String {
    let Exposure { source, kind, place, weak, .. } = exposure;
    let module = program.module(place.unit);
    let line = module.position(module.span(place.expr).start).0;
    let written = text.lines().nth(line as usize - 1).unwrap_or_default().trim();
    let kind = format!("{kind:?}").to_lowercase();
    let weak = weak.map(|weakness| format!(" ({weakness:?})")).unwrap_or_default();
    format!("{}.{} -> {kind}{weak}: {written}", source.tool.as_deref().unwrap_or("?"), source.input)
}

/// Of a JavaScript server; what every one begins with stands before it.
fn script(code: &str) -> Vec<String> {
    let head = "import { McpServer } from '@modelcontextprotocol/sdk/server/mcp.js';\nimport { z } from 'zod';\nimport fs from 'node:fs';\n\
                import path from 'node:path';\nimport { exec, execFile, execFileSync } from 'node:child_process';\n\
                const server = new McpServer({ name: 'acme' });\n";
    found("index.js", &format!("{head}{code}"))
}

/// The same for Python.
fn snake(code: &str) -> Vec<String> {
    let head = "import os, re, subprocess\nfrom pathlib import Path\nfrom mcp.server.fastmcp import FastMCP\nmcp = FastMCP('acme')\n";
    found("server.py", &format!("{head}{code}"))
}

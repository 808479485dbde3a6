//! Entries of small packages, one line each.

mod dispatchers;
mod hostile;
mod listed;
mod python;
mod registries;
mod schemas;
mod script;
mod told;
mod wrapped;

use std::sync::Arc;

use super::*;
use crate::flow::{Program, Unit};
use crate::manifest::{self, Manifest};
use crate::model::{RelPath, Tree};
use crate::syntax::{Language, ParseBudget, parse};

fn no_manifest() -> Manifest {
    manifest::read(&Tree::new(Vec::new(), Vec::new()))
}

fn program(files: &[(&str, &str)]) -> Program {
    let units = files.iter().map(|(path, text)| {
        let language = Language::from_extension(path.rsplit('.').next().unwrap()).unwrap();
        let module = parse(text, language, &ParseBudget::default()).unwrap();
        Unit { path: RelPath::new(path).unwrap(), module: Arc::new(module), parts: Default::default() }
    });
    Program::new(units.collect(), Some("notes"))
}

/// `tool read(path, lines!) [readOnlyHint] -> readNote inputs@0`; `!` marks what is harmless, `?` what nobody enforces.
fn found(files: &[(&str, &str)]) -> Vec<String> {
    let program = program(files);
    let signatures = Signatures::builtin();
    let (facts, _) = crate::facts::collect(&program, &no_manifest(), &signatures);
    facts.entries.iter().map(|entry| shown(&program, entry)).collect()
}

/// The same for one file; what every tool needs to be taken for one stands before it.
fn script(code: &str) -> Vec<String> {
    let head = "import { McpServer } from '@modelcontextprotocol/sdk/server/mcp.js';\nimport { z } from 'zod';\n\
                import { CallToolRequestSchema, ListToolsRequestSchema, ReadResourceRequestSchema, GetPromptRequestSchema } from '@modelcontextprotocol/sdk/types.js';\n\
                const server = new McpServer({ name: 'notes' });\n";
    found(&[("index.js", &format!("{head}{code}"))])
}

fn snake(code: &str) -> Vec<String> {
    let head = "from typing import *\nfrom mcp.server.fastmcp import FastMCP, Context\nfrom mcp.server import Server\nimport mcp.types as types\n\
                from pydantic import BaseModel, Field\nfrom enum import Enum\nmcp = FastMCP('notes')\nserver = Server('notes')\n";
    found(&[("notes.py", &format!("{head}{code}"))])
}

fn shown(program: &Program, entry: &Entry) -> String {
    let inputs: Vec<String> = entry.inputs.iter().map(input).collect();
    let hints: Vec<String> =
        entry.annotations.iter().map(|(name, value)| if *value { name.clone() } else { format!("no {name}") }).collect();
    let hints = if hints.is_empty() { String::new() } else { format!(" [{}]", hints.join(", ")) };
    let kind = format!("{:?}", entry.kind).to_lowercase();
    let name = entry.name.as_deref().map(|name| format!(" {name}")).unwrap_or_default();
    let inputs = if inputs.is_empty() { String::new() } else { format!("({})", inputs.join(", ")) };
    format!("{kind}{name}{inputs}{hints}{}", entry.handler.as_ref().map(|handler| answer(program, handler)).unwrap_or_default())
}

fn input(input: &Input) -> String {
    let shape = match &input.shape {
        Shape::Harmless => "!".to_owned(),
        Shape::Pattern(pattern) => format!("~{pattern}"),
        Shape::Open => String::new(),
    };
    format!("{}{shape}{}", input.name, if input.enforced { "" } else { "?" })
}

fn answer(program: &Program, handler: &Handler) -> String {
    let module = program.module(handler.function.unit);
    let name = module.function(handler.function.id).name.map_or("-", |name| module.name(name));
    let takes: Vec<String> = handler
        .takes
        .iter()
        .map(|takes| match takes {
            Takes::Value(at, name) => format!("{name}@{at}"),
            Takes::Inputs(at) => format!("inputs@{at}"),
            Takes::Request(at) => format!("request@{at}"),
            Takes::Name(at) => format!("name@{at}"),
        })
        .collect();
    format!(" -> {name} {}", takes.join(" ")).trim_end().to_owned()
}

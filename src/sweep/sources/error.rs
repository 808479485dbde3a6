//! Why a source gives nothing.

use thiserror::Error;

use crate::fetch::FetchError;
use crate::model::{BadSpecLine, Registry};

#[derive(Debug, Error)]
pub enum SourceError {
    #[error(transparent)]
    Fetch(#[from] FetchError),
    #[error(
        "{source_name} tells which known {registry} packages have moved, and none is known\nhint: sweep a list or the MCP registry first"
    )]
    NothingKnown { source_name: &'static str, registry: Registry },
    #[error("nobody is to be asked for the servers of the MCP registry\nhint: name it with --mcp-registry URL, or leave out `none`")]
    NotAsked,
    #[error("line {}: {}", .0.line, .0)]
    BadLine(#[from] BadSpecLine),
    #[error("the list names no package\nhint: write a purl, `npm NAME@VERSION` or `pypi NAME==VERSION` on each line")]
    EmptyList,
}

//! Why an installation could not be judged.

use thiserror::Error;

use crate::resolve::ResolveError;
use crate::scan::ScanError;

#[derive(Debug, Error)]
pub enum ClosureError {
    #[error(transparent)]
    Scan(#[from] ScanError),
    #[error(transparent)]
    Resolve(#[from] ResolveError),
}

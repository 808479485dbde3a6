//! Spec → artifact: the only module that talks to a network.

mod credentials;
mod defaults;
mod document;
mod error;
mod failure;
mod http;
mod network;
mod pypi;
mod settings;
mod url;

pub use error::FetchError;
pub use http::Progress;
pub use settings::{FetchOptions, Surroundings};

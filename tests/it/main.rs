//! Everything that judges the program from outside, one module per theme.

mod fetch_npm;
mod fetch_npm_settings;
mod fetch_pypi;
mod npm_world;
mod registry;

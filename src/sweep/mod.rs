//! A standing judgement of many servers, renewed every night: where they come from, who judges them, and what is new.

pub mod details;
pub mod news;

//! What a reader does not see, or sees otherwise than the machine: characters without a shape, text that runs backwards,
//! letters that look like others, and code that stands far outside the window.

mod characters;
mod look_alikes;
mod reordered;
mod spaces;

pub use characters::{Run, RunKind, invisible_runs};
pub use look_alikes::{LookAlike, look_alikes};
pub use reordered::{Reordered, reordered};
pub use spaces::{Gap, gaps};

//! What obfuscators leave in the shape of code, and minifiers, bundlers and compilers do not.
//!
//! Signs are read off the tree: how members are looked up, how tables are turned, what names are made of. No line length and
//! no entropy, and no sign needs the names that one particular tool gives.

mod escapes;
mod lookups;
mod names;
mod punctuation;
mod traps;

#[cfg(test)]
mod tests;

use crate::syntax::Module;
use crate::syntax::ir::ExprId;

/// One kind of trace in a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Sign {
    /// Methods are called by what a function gives for a number: `console[at(3)](…)`.
    Lookups,
    /// A table is turned until a sum over its numbers fits.
    Rotation,
    /// The order of statements stands in a text: `'2|0|1'.split('|')`.
    Order,
    /// A search that hangs when the function's own text has been made readable.
    SelfDefence,
    /// `debugger` is called through a text.
    Debugger,
    /// An object of functions that add, compare or call what they are given.
    Proxies,
    /// Names of letters that look alike, or of a number.
    Names,
    /// Code of brackets and signs alone.
    Punctuation,
    /// Words that are written letter by letter as escapes.
    Escapes,
    /// A program that an evaluated function puts together from a list of its words.
    Packed,
    /// Names that are written as numbers: `bytes([101, 120, 101, 99]).decode()`.
    Spelled,
    /// A text that is written as a list of numbers.
    Codes,
}

impl Sign {
    /// Honest code does it at times: it says something beside another sign only.
    pub fn is_slight(self) -> bool {
        match self {
            Self::Proxies | Self::Codes => true,
            Self::Lookups
            | Self::Rotation
            | Self::Order
            | Self::SelfDefence
            | Self::Debugger
            | Self::Names
            | Self::Punctuation
            | Self::Escapes
            | Self::Packed
            | Self::Spelled => false,
        }
    }

    /// A clause that goes on from "this code".
    pub fn as_clause(self) -> &'static str {
        match self {
            Self::Lookups => "looks up the names of methods by number",
            Self::Rotation => "turns a table of texts until a sum fits",
            Self::Order => "keeps the order of its statements in a text",
            Self::SelfDefence => "hangs when its own text has been made readable",
            Self::Debugger => "stops debuggers",
            Self::Proxies => "hides operators behind functions",
            Self::Names => "has names that cannot be told apart",
            Self::Punctuation => "is written in brackets and signs alone",
            Self::Escapes => "spells words letter by letter in escapes",
            Self::Packed => "puts itself together from a list of words",
            Self::Spelled => "spells names in numbers",
            Self::Codes => "writes texts as numbers",
        }
    }
}

/// A sign and the first place that shows it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Trace {
    pub sign: Sign,
    pub at: ExprId,
}

/// Each sign once, in the order of [`Sign`]; `text` is what the module was lowered from.
pub fn traces(module: &Module, text: &str) -> Vec<Trace> {
    let mut found = Vec::new();
    lookups::find(module, &mut found);
    traps::find(module, &mut found);
    names::find(module, &mut found);
    punctuation::find(module, &mut found);
    escapes::find(module, text, &mut found);
    found.sort();
    found.dedup_by_key(|trace| trace.sign);
    found
}

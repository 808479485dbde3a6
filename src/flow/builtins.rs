//! Names that the languages themselves bring along.

use super::Flow;
use super::value::{UnitId, Value};

impl Flow<'_> {
    pub(super) fn namespace_member(&mut self, unit: UnitId, name: &str, depth: u32) -> Value {
        match self.exported(unit, name, depth, 0) {
            Some(value) => value,
            // `globals()['__import__']`: what a module does not define itself are the built-ins.
            None if is_builtin(name) => Value::Symbol(self.symbols.root(name)),
            None if name == "__dict__" => Value::Namespace(unit),
            None => Value::Unknown,
        }
    }
}

/// Methods and other parts of the environment object: these are no variables.
pub fn is_mapping_method(name: &str) -> bool {
    matches!(
        name,
        "get"
            | "setdefault"
            | "pop"
            | "copy"
            | "items"
            | "keys"
            | "values"
            | "update"
            | "hasOwnProperty"
            | "toString"
            | "__getitem__"
            | "__setitem__"
            | "__contains__"
            | "__dict__"
            | "has"
            | "set"
            | "delete"
            | "clear"
            | "toObject"
            | "toJSON"
            | "valueOf"
            | "propertyIsEnumerable"
            | "__proto__"
    )
}

/// Python's own functions, as far as their names could be another module's.
pub(super) fn is_builtin(name: &str) -> bool {
    const NAMES: &str = "__build_class__ __import__ abs all any ascii bin bool breakpoint bytearray bytes callable chr compile complex \
        delattr dict dir divmod enumerate eval exec filter float format frozenset getattr globals hasattr hash help \
        hex id input int isinstance issubclass iter len list locals map max min next object oct open ord pow print \
        property range repr reversed round set sorted str sum super tuple type vars";
    NAMES.split(' ').any(|known| known == name)
}

/// Methods that every object has: taken from a literal they say nothing about its members.
pub(super) fn is_method_of_objects(name: &str) -> bool {
    matches!(name, "get" | "items" | "keys" | "values" | "pop" | "hasOwnProperty" | "toString" | "constructor")
}

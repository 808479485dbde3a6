//! Names that the languages themselves bring along.

/// Methods of the environment object: these are no variables.
pub(super) fn is_mapping_method(name: &str) -> bool {
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
            | "__contains__"
    )
}

/// Python's own functions, as far as their names could be another module's.
pub(super) fn is_builtin(name: &str) -> bool {
    const NAMES: [&str; 64] = [
        "__build_class__",
        "__import__",
        "abs",
        "all",
        "any",
        "ascii",
        "bin",
        "bool",
        "breakpoint",
        "bytearray",
        "bytes",
        "callable",
        "chr",
        "compile",
        "complex",
        "delattr",
        "dict",
        "dir",
        "divmod",
        "enumerate",
        "eval",
        "exec",
        "filter",
        "float",
        "format",
        "frozenset",
        "getattr",
        "globals",
        "hasattr",
        "hash",
        "help",
        "hex",
        "id",
        "input",
        "int",
        "isinstance",
        "issubclass",
        "iter",
        "len",
        "list",
        "locals",
        "map",
        "max",
        "min",
        "next",
        "object",
        "oct",
        "open",
        "ord",
        "pow",
        "print",
        "property",
        "range",
        "repr",
        "reversed",
        "round",
        "set",
        "sorted",
        "str",
        "sum",
        "super",
        "tuple",
        "type",
        "vars",
    ];
    NAMES.binary_search(&name).is_ok()
}

/// Methods that every object has: taken from a literal they say nothing about its members.
pub(super) fn is_method_of_objects(name: &str) -> bool {
    matches!(name, "get" | "items" | "keys" | "values" | "pop" | "hasOwnProperty" | "toString" | "constructor")
}

//! Names of members, and what they are the word of.

use super::*;

/// What the handler of a tool with the inputs `name` and `value` lets through.
fn handled(body: &str) -> Vec<String> {
    script(&format!("server.tool('a', {{ name: z.string(), value: z.string() }}, async ({{ name, value }}) => {{\n{body}\n}});"))
}

#[test]
fn names_that_stand_in_the_code_are_nobodys_word() {
    for keys in ["Object.keys(o)", "Object.getOwnPropertyNames(o)", "Reflect.ownKeys(o)", "Object.keys({ ...o })"] {
        assert_eq!(handled(&format!("const o = {{ value }};\nFunction(...{keys}, 'x');")), [""; 0], "{keys}");
    }
    let apart = "const check = (o) => {\nFunction(...Object.keys(o), 'x')(...Object.values(o)); };\n";
    assert_eq!(
        script(&format!("{apart}server.tool('a', {{ value: z.string() }}, async ({{ value }}) => check({{ value, more: 1 }}));")),
        [""; 0]
    );
    let tool = "@mcp.tool()\ndef a(name: str, value: str):\n    o = {'value': value}\n";
    assert_eq!(snake(&format!("{tool}    exec('; '.join(o.keys()))")), [""; 0]);
}

#[test]
fn a_computed_name_comes_out_of_the_names() {
    for made in [
        "const o = {}; o[name] = 1;",
        "const o = { [name]: 1 };",
        "const o = { value }; o[name] = 1;",
        "const p = { [name]: 1 }; const o = { ...p };",
    ] {
        assert_eq!(
            handled(&format!("{made}\nFunction(...Object.keys(o), 'x');")),
            ["a.name -> code: Function(...Object.keys(o), 'x');"],
            "{made}"
        );
    }
    let apart = "const check = (o) => {\nFunction(...Object.keys(o), 'x'); };\n";
    let tool = |made: &str| format!("{apart}server.tool('a', {{ name: z.string() }}, async ({{ name }}) => {{ {made} check(o); }});");
    for made in ["const o = { [name]: 1 };", "const o = {}; o[name] = 1;"] {
        assert_eq!(script(&tool(made)), ["a.name -> code: Function(...Object.keys(o), 'x'); };"], "{made}");
    }
    let tool = "@mcp.tool()\ndef a(name: str, value: str):\n";
    assert_eq!(
        snake(&format!("{tool}    o = {{}}\n    o[name] = 1\n    exec('; '.join(o.keys()))")),
        ["a.name -> code: exec('; '.join(o.keys()))"]
    );
    assert_eq!(snake(&format!("{tool}    o = {{name: 1}}\n    exec(list(o.keys())[0])")), ["a.name -> code: exec(list(o.keys())[0])"]);
}

#[test]
fn whoever_gives_the_whole_object_gives_its_names() {
    let code = "server.tool('a', { all: z.record(z.string()) }, async ({ all }) => {\nFunction(...Object.keys(all), 'x'); });";
    assert_eq!(script(code), ["a.all -> code: Function(...Object.keys(all), 'x'); });"]);
    let read =
        "server.tool('a', { text: z.string() }, async ({ text }) => {\nfor (const name of Object.keys(JSON.parse(text))) exec(name); });";
    assert_eq!(script(read), ["a.text -> shell: for (const name of Object.keys(JSON.parse(text))) exec(name); });"]);
    let pairs = "const o = Object.fromEntries([[name, 1]]);\nFunction(...Object.keys(o), 'x');";
    assert_eq!(handled(pairs), ["a.name -> code: Function(...Object.keys(o), 'x');"]);
}

#[test]
fn what_stands_behind_the_names_is_still_followed() {
    for (body, line) in [
        ("const o = { value };\nfor (const k of Object.keys(o)) exec(o[k]);", "for (const k of Object.keys(o)) exec(o[k]);"),
        (
            "const o = { value };\nexec(Object.keys(o).map((k) => `${k}=${o[k]}`).join(' '));",
            "exec(Object.keys(o).map((k) => `${k}=${o[k]}`).join(' '));",
        ),
        ("const o = {}; o.value = value; o[name] = 1;\nexec(o.value);", "exec(o.value);"),
        ("const o = { value };\nfor (const k in o) exec(`x ${o[k]}`);", "for (const k in o) exec(`x ${o[k]}`);"),
        (
            "const o = { value }; const list = [];\nObject.keys(o).forEach((k) => { list.push(`--${k} ${o[k]}`); }); exec(list.join(' '));",
            "Object.keys(o).forEach((k) => { list.push(`--${k} ${o[k]}`); }); exec(list.join(' '));",
        ),
    ] {
        assert_eq!(handled(body), [format!("a.value -> shell: {line}")], "{body}");
    }
}

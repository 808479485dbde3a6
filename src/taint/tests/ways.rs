//! Ways through functions, methods and fields.

use super::*;

#[test]
fn what_one_method_keeps_another_uses() {
    let code = "
        class Store {
            choose(name) { this.name = name; }
            read() {
                return fs.readFileSync(this.name);
            }
        }
        const store = new Store();
        server.tool('choose', { name: z.string() }, async ({ name }) => store.choose(name));
        server.tool('read', {}, async () => store.read());";
    assert_eq!(script(code), ["choose.name -> path: return fs.readFileSync(this.name);"]);
}

#[test]
fn a_function_that_calls_itself_ends() {
    let code = "
def walk(path, depth):
    if depth == 0:
        return open(path).read()
    return walk(path, depth - 1)
@mcp.tool()
def read(path: str):
    return walk(path, 3)
";
    assert_eq!(snake(code), ["read.path -> path: return open(path).read()"]);
}

#[test]
fn a_query_is_shown_where_the_value_becomes_part_of_it() {
    let code = "
import sqlite3
db = sqlite3.connect('a.db')
@mcp.tool()
def count(status: str):
    where = f\"status = '{status}'\"
    return db.execute(f'SELECT 1 FROM jobs WHERE {where}')
";
    assert_eq!(snake(code), ["count.status -> sql: where = f\"status = '{status}'\""]);
}

#[test]
fn a_compiled_file_calls_its_own_exports() {
    let code = "
        exports.read = void 0;
        const read = (name) => {
            return fs.readFileSync(name);
        };
        exports.read = read;
        server.tool('read', { name: z.string() }, async ({ name }) => (0, exports.read)(name));";
    assert_eq!(script(code), ["read.name -> path: return fs.readFileSync(name);"]);
}

#[test]
fn members_of_what_a_callback_makes_are_followed() {
    let code = "
        function parts(list) { return list.map((image) => { const src = image.src; return { src, alt: 1 }; }); }
        async function grab(images) { for (const image of images)
            await fetch(image.src); }
        server.tool('a', { list: z.array(z.any()) }, async ({ list }) => { await grab(parts(list)); });
        server.tool('b', { list: z.array(z.any()) }, async ({ list }) => { await grab(list.map((image) => image)); });
        server.tool('c', { list: z.array(z.any()) }, async ({ list }) => { await grab(list.map(() => ({ src: 'https://acme.example' }))); });";
    assert_eq!(script(code), ["a.list.src -> url: await fetch(image.src); }", "b.list.src -> url: await fetch(image.src); }"]);
}

use super::script;

fn shapes(fields: &str) -> String {
    let all = script(&format!(
        "const Kind = z.enum(['a']);\nconst Base = z.object({{ id: z.string().uuid() }});\nserver.tool('t', {fields}, function t(args) {{}});"
    ));
    all.join(" ").trim_start_matches("tool t").trim_end_matches(" -> t inputs@0").to_owned()
}

#[test]
fn chains_of_zod_are_read_to_their_end() {
    assert_eq!(
        shapes("{ a: z.string().min(1).describe('x'), b: z.number().int().optional(), c: z.boolean().default(true) }"),
        "(a, b!, c!)"
    );
    assert_eq!(
        shapes("{ a: z.enum(['x']), b: z.literal('x'), c: Kind.optional(), d: z.array(z.number()), e: z.array(z.string()) }"),
        "(a!, b!, c!, d!, e)"
    );
    assert_eq!(shapes("{ a: z.string().regex(/^[a-z]+$/).optional(), b: z.string().uuid(), c: z.string().url() }"), "(a~^[a-z]+$, b!, c)");
    assert_eq!(
        shapes("{ a: z.union([z.literal(1), z.number()]), b: z.union([z.number(), z.string()]), c: z.coerce.number() }"),
        "(a!, b, c!)"
    );
    assert_eq!(shapes("{ a: z.number().transform((n) => String(n)) }"), "(a)");
}

#[test]
fn schemas_are_put_together() {
    assert_eq!(shapes("Base.extend({ path: z.string() }).shape"), "(id!, path)");
    assert_eq!(shapes("{ ...Base.shape, path: z.string() }"), "(id!, path)");
}

#[test]
fn a_json_schema_is_not_enforced_by_the_low_level_server() {
    let code = "server.setRequestHandler(ListToolsRequestSchema, async () => ({ tools: [{ name: 't', inputSchema: { type: 'object', properties: {
            a: { type: 'string' }, b: { type: 'number' }, c: { enum: ['x'] }, d: { type: 'string', pattern: '^a$' }, e: { type: 'array', items: { type: 'boolean' } },
        } } }] }));";
    assert_eq!(script(code), ["tool t(a?, b!?, c!?, d~^a$?, e!?)"]);
}

#[test]
fn a_schema_alone_tells_its_inputs() {
    let program = super::program(&[(
        "index.js",
        "import { z } from 'zod';\nexport const Note = z.object({ path: z.string(), lines: z.number() });\nNote.parse(x);",
    )]);
    let mut flow = crate::flow::Flow::new(&program);
    let unit = program.ids().next().unwrap();
    let module = program.module(unit);
    let (schema, _) = module
        .iter()
        .filter(|(_, expr)| matches!(expr, crate::syntax::ir::Expr::Name(name, _) if module.name(*name) == "Note"))
        .last()
        .unwrap();
    let inputs: Vec<String> = super::shape_of_schema(&mut flow, unit, schema).iter().map(super::input).collect();
    assert_eq!(inputs, ["path", "lines!"]);
}

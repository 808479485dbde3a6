use super::print::Printed;
use super::{body, exports, lower, variables};
use crate::syntax::Language::{JavaScript, TypeScript};

#[test]
fn imports_bind_members_of_the_module() {
    assert_eq!(
        variables(
            "import d, { a as b, default as e, 'x-y' as f } from 'm'; import * as ns from 'n'; import g, * as h from 'o'; import 'p'"
        ),
        [
            r#"0.b = import("m").a"#,
            r#"0.d = import("m").default"#,
            r#"0.e = import("m").default"#,
            r#"0.f = import("m").x-y"#,
            r#"0.g = import("o").default"#,
            r#"0.h = import("o")"#,
            r#"0.ns = import("n")"#,
        ]
    );
    assert_eq!(
        body("import 'p'; import(q); import j from './x.json' with { type: 'json' }"),
        r#"import("p"); import(q); import("./x.json")"#
    );
}

#[test]
fn types_are_not_imported() {
    let module = lower(
        "import type A from 'a'; import type { B } from 'b'; import { type C, d } from 'c'; import e = require('e'); export type { F } from 'f'; export { type G, h } from 'g'",
        TypeScript,
    );
    assert_eq!(Printed(&module).variables(), [r#"0.d = import("c").d"#, r#"0.e = import("e")"#]);
    assert_eq!(Printed(&module).exports(), [r#"h = import("g").h"#]);
}

#[test]
fn require_is_an_import_unless_it_is_a_variable() {
    assert_eq!(body("require('a').b; require(c); require()"), r#"import("a").b; import(c); require()"#);
    assert_eq!(body("require('a'); var require = b(c)"), r#"require("a"); require = b(c)"#);
    let module = lower("(function (require) { require('a') }); require('b')", JavaScript);
    assert_eq!(Printed(&module).body(), r#"f1; import("b")"#);
    assert_eq!(Printed(&module).expr(module.functions[1].body.unwrap()), r#"{ require("a") }"#);
}

#[test]
fn every_form_of_export_is_kept() {
    assert_eq!(
        exports(
            "export const { a, b: [c] } = d, e = 1; export let f; export function g() {} export class H {} export { i as j, k }; \
             export { l as m, default } from 'n'; export * from 'o'; export * as p from 'q'; export default r",
            JavaScript
        ),
        [
            "a = a",
            "c = c",
            "e = e",
            "f = f",
            "g = g",
            "H = H",
            "j = i",
            "k = k",
            r#"m = import("n").l"#,
            r#"default = import("n").default"#,
            r#"all of import("o")"#,
            r#"p = import("q")"#,
            "default = r",
        ]
    );
    assert_eq!(exports("export default function f() {}", JavaScript), ["default = f1"]);
    assert_eq!(exports("export default async () => {}", JavaScript), ["default = f1"]);
    assert_eq!(exports("export default class {}", JavaScript), ["default = class0"]);
}

#[test]
fn typescript_exports_what_remains_at_run_time() {
    assert_eq!(
        exports(
            "export enum A { B } export interface C {} export type D = E; export declare const f: G; export namespace H { export const i = 1 } export import J = H.i; export abstract class K {}",
            TypeScript
        ),
        ["A = A", "H = H", "J = J", "K = K"]
    );
    assert_eq!(exports("export = a", TypeScript), ["whole = a"]);
    assert_eq!(exports("export as namespace A", TypeScript), [""; 0]);
}

#[test]
fn commonjs_exports_are_exports() {
    assert_eq!(
        exports("exports.a = b; module.exports.c = d; module.exports = e; exports['f'] = g; exports = module.exports = h", JavaScript),
        ["a = b", "c = d", "whole = e", "f = g", "whole = h"]
    );
    assert_eq!(
        exports(
            "Object.defineProperty(exports, 'a', { enumerable: true, get: function () { return b.a } }); \
             Object.defineProperty(exports, 'c', { get() { return d } }); Object.defineProperty(exports, '__esModule', { value: true }); \
             tslib_1.__exportStar(require('e'), exports); __exportStar(require('f'), exports); Object.defineProperty(g, 'h', { value: 1 })",
            JavaScript
        ),
        ["a = b.a", "c = d", "__esModule = true", r#"all of import("e")"#, r#"all of import("f")"#]
    );
}

#[test]
fn the_exports_of_a_bundled_module_are_not_the_files() {
    assert_eq!(exports("({ 1: function (module, exports) { exports.a = b; module.exports = c } })", JavaScript), [""; 0]);
}

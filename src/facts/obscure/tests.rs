use super::{Sign, traces};
use crate::syntax::{Language, ParseBudget, parse};

fn signs(language: Language, text: &str) -> Vec<Sign> {
    let module = parse(text, language, &ParseBudget::default()).unwrap();
    traces(&module, text).into_iter().map(|trace| trace.sign).collect()
}

fn script(text: &str) -> Vec<Sign> {
    signs(Language::JavaScript, text)
}

fn python(text: &str) -> Vec<Sign> {
    signs(Language::Python, text)
}

#[test]
fn methods_that_are_looked_up_by_number_are_told_whatever_the_decoder_is_called() {
    let code = "const words = ['log', 'a', 'error', 'warn'];\nfunction pick(at) { return words[at - 9]; }\nconsole[pick(9)](1);\nconsole[pick(0x0b)](2);\nconsole[pick(6 + 6)](3);\n";
    assert_eq!(script(code), [Sign::Lookups]);
    assert_eq!(script("m[at(0, 1)] = m[at(1, 0)];\nn[at(0, 2)] = 1;\nrow[at(2, 2)] += 4;\n"), []);
    assert_eq!(script("var r = n(12), i = n(13); r[i.a](1); r[Symbol.for('x')](2); r[key('a')](3); r[key('b')](1); r[key('c')]();\n"), []);
}

#[test]
fn methods_that_are_taken_from_a_list_by_place_are_told() {
    let list = "const w = ['log', 'error', 'warn', 'info', 'debug', 'trace'];\n";
    assert_eq!(script(&format!("{list}console[w[0]](1); console[w[1]](2); console[w[2]](3);\n")), [Sign::Lookups]);
    assert_eq!(script(&format!("{list}for (const l of w) {{ console[l](1); console[w[n]](2); }} row[at[0]](1);\n")), []);
}

#[test]
fn a_packed_program_is_told() {
    let code = "eval(function (p, a, c, k) { while (c--) { p = p.replace(new RegExp(c, 'g'), k[c]); } return p; }('0.1(2)', 3, 3, 'console|log|note'.split('|')));\n";
    assert_eq!(script(code), [Sign::Packed]);
    assert_eq!(script("eval(build('a|b'.split('|')));\n"), []);
}

#[test]
fn a_table_that_is_turned_until_a_sum_fits_is_told() {
    let code = "(function (t, n) {\n  const d = at;\n  while (!![]) {\n    try {\n      const s = parseInt(d(1)) / 1 + parseInt(d(2)) / 2 * (-parseInt(d(3)) / 3);\n      if (s === n) break; else t['push'](t['shift']());\n    } catch (e) { t['push'](t['shift']()); }\n  }\n})(words, 4711);\n";
    assert_eq!(script(code), [Sign::Rotation]);
    assert_eq!(script("function next(q, n) { while (n-- > 0) { try { q.push(q.shift()); } catch (e) { return; } } }\n"), []);
}

#[test]
fn an_order_in_a_text_is_told() {
    assert_eq!(script("const o = '3|0|4|1|2'.split('|');\n"), [Sign::Order]);
    assert_eq!(script("const o = ['0|1|2|3|4', '3|9|27|81', '1|0', '2024|10|3|7'];\n"), []);
}

#[test]
fn traps_are_told() {
    assert_eq!(script("f.toString().search('(((.+)+)+)+$');\n"), [Sign::SelfDefence]);
    assert_eq!(script("(function () {}).constructor('debu' + 'gger').call('action');\n"), [Sign::Debugger]);
    assert_eq!(script("log('debugger'); new Tool('debugger');\n"), []);
}

#[test]
fn names_that_look_alike_are_told_and_short_ones_are_not() {
    assert_eq!(script("var _0x3f1a = 1, _0x22bc = 2, _0x9e01 = 3, _0x77aa = 4;\n"), [Sign::Names]);
    assert_eq!(python("IlIlI1 = 1\nIIlIl1 = 2\nlIlI1I = 3\nIl1IlI = 4\n"), [Sign::Names]);
    assert_eq!(python("___ = 1\n____ = 2\n_____ = 3\n______ = 4\n"), [Sign::Names]);
    assert_eq!(script("var a = 1, b = 2, _ = 3, $ = 4, ii = 5, oo = 6, l1 = 7, aa = 8;\n"), []);
    assert_eq!(python("_ = 1\n__ = 2\nfoo = 3\nOOO = 4\n"), []);
}

#[test]
fn code_without_words_is_told() {
    let letter = "(![]+[])[+!+[]]+(!![]+[])[+[]]+([][[]]+[])[+!+[]]+";
    assert_eq!(script(&format!("[][{}[]]();\n", letter.repeat(12))), [Sign::Punctuation]);
    assert_eq!(script(&format!("const empty = [{}];\n", "[],".repeat(400))), []);
    assert_eq!(script(&format!("const all = {}last;\n", "word + ".repeat(400))), []);
    let dollars = "$.$$_$+$.__$+(!$+'')[$._$_]+";
    assert_eq!(script(&format!("$ = ~[]; $.$({}'');\n", dollars.repeat(40))), [Sign::Punctuation]);
}

#[test]
fn words_in_escapes_are_told_and_bytes_are_not() {
    let code = r#"const p = process["\x65\x6e\x76"]; g["\x65\x76\x61\x6c"]("\u0061\u006c\u0065\u0072\u0074", "\x72\x65\x71\x75");"#;
    assert_eq!(script(code), [Sign::Escapes]);
    assert_eq!(script(r#"const v = "\x00\x61\x73\x6d\x01", w = "\x1b[31m\x1b[0m", k = "\x8f\x61\x62\x63\x64\x65\x9f";"#), []);
    assert_eq!(python("n = '\\145\\166\\141\\154'\nm = '\\x6f\\x70\\x65\\x6e'\no = '\\x65\\x78\\x65\\x63'\n"), [Sign::Escapes]);
}

#[test]
fn texts_that_are_numbers_are_told() {
    let codes: Vec<String> = b"require('child_process').exec('id')".iter().map(u8::to_string).collect();
    assert_eq!(script(&format!("String.fromCharCode({});\n", codes.join(", "))), [Sign::Codes]);
    assert_eq!(python(&format!("bytes([{}])\n", codes.join(", "))), [Sign::Codes]);
    assert_eq!(script("Buffer.from([137, 80, 78, 71, 13, 10, 26, 10]);\n"), []);
}

#[test]
fn names_that_are_spelled_in_numbers_are_told() {
    let name = "getattr(m, bytes([101, 120, 101, 99]).decode())\n";
    assert_eq!(python(&name.repeat(3)), [Sign::Spelled]);
    assert_eq!(python(&format!("{name}bytes([137, 80, 78, 71]).decode('latin-1')\nbytes([97, 98])\nbytes(4).decode()\n")), []);
}

#[test]
fn functions_that_stand_for_operators_are_told() {
    let code = "const o = { 'kXqPz': function (a, b) { return a + b; }, 'LmnQa': function (f, a) { return f(a); },\n  'aBcDe': function (a, b) { return a === b; }, 'ZyxWv': function (a, b) { return a - b; } };\n";
    assert_eq!(script(code), [Sign::Proxies]);
    assert_eq!(script("const o = { add: (a, b) => a + b, sub: (a, b) => a - b, mul: (a, b) => a * b, div: (a, b) => a / b };\n"), []);
}

#[test]
fn minified_code_has_no_signs() {
    let code = "!function(e,t){\"object\"==typeof exports?module.exports=t():e.x=t()}(this,(function(){var e={12:function(e,t,n){var r=n(34),o=n(56);t.a=r[o.b](n(78)(e[0]))}},t={};function n(r){var o=t[r];if(void 0!==o)return o.exports;var i=t[r]={exports:{}};return e[r](i,i.exports,n),i.exports}return n(12)}));";
    assert_eq!(script(code), []);
}

//! Functions that are handed on.

use super::*;

#[test]
fn a_callback_that_an_own_function_calls_is_given_what_it_is_called_with() {
    let code = "
        const cached = (key, make) => make(key);
        server.tool('check', { rule: z.string() }, async ({ rule }) => cached(rule, (source) => {
            return new Function('amount', source);
        }));";
    assert_eq!(script(code), ["check.rule -> code: return new Function('amount', source);"]);
}

#[test]
fn the_arguments_behind_a_callback_are_what_it_is_called_with() {
    let code = "
import asyncio
def look(name, first):
    return eval(first)
@mcp.tool()
async def ask(text: str):
    await asyncio.to_thread(look, 'x', text)
@mcp.tool()
async def other(text: str):
    await asyncio.to_thread(look, text, 'x')
";
    assert_eq!(snake(code), ["ask.text -> code: return eval(first)"]);
}

#[test]
fn what_partial_has_bound_comes_first() {
    let code = "
from functools import partial
def each(text, act):
    return act(text)
def look(values, name):
    return eval(name, values)
@mcp.tool()
def render(text: str):
    return each(text, partial(look, {}))
";
    assert_eq!(snake(code), ["render.text -> code: return eval(name, values)"]);
}

#[test]
fn starred_words_are_handed_on() {
    let code = "
def run(work, *words):
    return work(0, *words)
def second(number, first, word):
    return eval(word)
@mcp.tool()
def a(text: str):
    return run(second, 'x', text)
";
    assert_eq!(snake(code), ["a.text -> code: return eval(word)"]);
}

#[test]
fn the_callback_of_a_replacement_is_given_the_match_and_its_groups() {
    let code = "
        server.tool('fill', { text: z.string() }, async ({ text }) => text.replace(/{(.+?)}/g, (_, name) => {
            return eval(name);
        }));";
    assert_eq!(script(code), ["fill.text -> code: return eval(name);"]);
}

//! Functions that are handed on.

use super::*;

#[test]
fn a_callback_that_an_own_function_calls_is_given_what_it_is_called_with() {
    let code = "
        const cached = (key, make) => make(key);
        server.tool('check', { rule: z.string() }, async ({ rule }) => cached(rule, (source) => new Function('amount', source)));";
    assert_eq!(
        script(code),
        [
            "check.rule -> code: server.tool('check', { rule: z.string() }, async ({ rule }) => cached(rule, (source) => new Function('amount', source)));"
        ]
    );
}

//! A [`Module`] out of a lexical pass, for source that could not be parsed: its calls by their written names, and its texts.

use super::builder::Builder;
use super::ir::{Expr, ExprId, ScopeId, Span};
use super::lexical::{LexemeKind, scan};
use super::{Language, Module};

/// The texts that directly follow a callee count as its arguments; so many at most.
const MAX_ARGUMENTS: usize = 4;

/// No scopes, no assignments, no order: what a call is named and which texts stand beside it.
pub fn sketch(text: &str, language: Language) -> Module {
    let mut builder = Builder::new(text, language);
    let lexemes = scan(text).all;
    let mut statements = Vec::new();
    let mut at = 0;
    while at < lexemes.len() {
        let lexeme = lexemes[at];
        at += 1;
        match lexeme.kind {
            LexemeKind::Word => {}
            LexemeKind::Text => statements.push(literal(&mut builder, lexeme.span)),
            LexemeKind::Callee => {
                let mut arguments = Vec::new();
                while let Some(next) = lexemes.get(at).filter(|next| next.kind == LexemeKind::Text && arguments.len() < MAX_ARGUMENTS) {
                    arguments.push(literal(&mut builder, next.span));
                    at += 1;
                }
                statements.push(call(&mut builder, lexeme.span, &arguments));
            }
        }
    }
    let list = builder.list(&statements);
    let body = builder.push(Expr::Block(list), Span { start: 0, end: text.len() as u32 });
    builder.finish(body)
}

fn literal(builder: &mut Builder<'_>, span: Span) -> ExprId {
    let text = builder.slice(span);
    builder.string(text, span)
}

/// `a.b.c(…)`; `require` and `__import__` of a text bring the module in.
fn call(builder: &mut Builder<'_>, span: Span, arguments: &[ExprId]) -> ExprId {
    let mut parts = builder.slice(span).split('.').map(str::trim);
    let first = builder.name(parts.next().unwrap_or_default());
    let mut callee = builder.push(Expr::Name(first, ScopeId(0)), span);
    for part in parts {
        let name = builder.name(part);
        callee = builder.push(Expr::Member(callee, name), span);
    }
    let list = builder.list(arguments);
    builder.push(Expr::Call(callee, list), span)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn calls_and_texts_survive_a_broken_file() {
        let module = sketch("}} os.system('curl x') ((( eval (y) [ 'https://x.example'", Language::Python);
        let calls = module.iter().filter(|(_, expr)| matches!(expr, Expr::Call(..))).count();
        assert_eq!(calls, 2);
        assert!(module.texts.iter().any(|text| text == "https://x.example"));
        assert!(module.names.find("system").is_some() && module.names.find("eval").is_some());
    }
}

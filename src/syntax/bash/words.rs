//! Words: quotes undone, expansions in their place.

use tree_sitter::Node;

use super::table::Role;
use super::{Use, Walk, span_of};
use crate::syntax::ir::{Expr, ExprId, Parameter, ParameterKind, ScopeId, Span};

/// More positional parameters than these nobody counts.
const MAX_PARAMETERS: u32 = 16;

impl<'t> Walk<'t> {
    /// The value of a word.
    pub(super) fn word(&mut self, node: Node<'t>) -> ExprId {
        self.visit(node, Self::word_here)
    }

    fn word_here(&mut self, node: Node<'t>) -> ExprId {
        let span = span_of(node);
        match self.role(node) {
            Role::Word => self.b.string(&unescaped(self.text_of(node), Quote::None), span),
            Role::Plain => self.b.string(self.text_of(node), span),
            Role::RawString => self.b.string(self.text_of(node).trim_matches('\''), span),
            Role::AnsiString => {
                let text = self.text_of(node);
                let inner = text.strip_prefix("$'").and_then(|rest| rest.strip_suffix('\'')).unwrap_or(text);
                self.b.string(&ansi(inner), span)
            }
            Role::String => self.text_with_holes(node, 1, Quote::Double),
            Role::HeredocBody => self.text_with_holes(node, 0, Quote::Double),
            Role::Concatenation => {
                let parts: Vec<ExprId> = self.children(node).into_iter().map(|part| self.word(part)).collect();
                let list = self.list(&parts);
                self.b.push(Expr::Concat(list), span)
            }
            Role::Expansion => self.expansion(node),
            Role::Substitution => {
                let body = self.inner_statements(node);
                self.holes.push((span, body));
                body
            }
            Role::Array => {
                let items: Vec<ExprId> = self.children(node).into_iter().map(|item| self.word(item)).collect();
                let list = self.list(&items);
                self.b.push(Expr::Array(list), span)
            }
            Role::Inner => match self.children(node).first() {
                Some(inner) => self.word(*inner),
                None => self.opaque(node),
            },
            Role::Variable => self.variable(self.text_of(node), span),
            Role::Skip | Role::Comment => self.opaque(node),
            Role::Parts | Role::FileRedirect | Role::Heredoc | Role::Herestring => self.parts(node),
            Role::Assignment
            | Role::Block
            | Role::Case
            | Role::CaseItem
            | Role::Clause
            | Role::Command
            | Role::Declaration
            | Role::Error
            | Role::For
            | Role::Function
            | Role::If
            | Role::List
            | Role::Loop
            | Role::Negated
            | Role::Pipeline
            | Role::Redirected => self.statement_here(node),
        }
    }

    /// What runs below, for a node without a value.
    pub(super) fn parts(&mut self, node: Node<'t>) -> ExprId {
        for child in self.children(node) {
            match self.role(child) {
                Role::Word | Role::Plain | Role::RawString | Role::AnsiString | Role::Variable | Role::Skip => {}
                _ => {
                    self.word(child);
                }
            }
        }
        self.opaque(node)
    }

    /// The commands of `$(…)`; its value is what the last one prints.
    fn inner_statements(&mut self, node: Node<'t>) -> ExprId {
        let mut last = None;
        for child in self.children(node) {
            last = Some(self.statement(child));
        }
        last.unwrap_or_else(|| self.opaque(node))
    }

    /// `"a $b c"`: whatever lies between the expansions is text.
    fn text_with_holes(&mut self, node: Node<'t>, quotes: u32, quote: Quote) -> ExprId {
        let span = span_of(node);
        let end = span.end.saturating_sub(quotes).max(span.start + quotes);
        let mut parts = Vec::new();
        let mut at = span.start + quotes;
        for child in self.children(node) {
            let inner = span_of(child);
            if self.role(child) == Role::Skip || inner.start < at {
                continue;
            }
            self.literal(at, inner.start, quote, &mut parts);
            parts.push(self.word(child));
            at = inner.end;
        }
        self.literal(at, end, quote, &mut parts);
        match parts.as_slice() {
            [] => self.b.string("", span),
            [one] => *one,
            _ => {
                let list = self.list(&parts);
                self.b.push(Expr::Concat(list), span)
            }
        }
    }

    fn literal(&mut self, start: u32, end: u32, quote: Quote, parts: &mut Vec<ExprId>) {
        if start < end {
            let span = Span { start, end };
            let text = unescaped(self.b.text.get(start as usize..end as usize).unwrap_or_default(), quote);
            parts.push(self.b.string(&text, span));
        }
    }

    /// `$x`, `${x}`, `${x:-other}`; of other forms the parts are kept, but no value.
    fn expansion(&mut self, node: Node<'t>) -> ExprId {
        let span = span_of(node);
        let text = self.text_of(node);
        let children = self.children(node);
        let inner = text.trim_start_matches('$').trim_start_matches('{').trim_end_matches('}');
        let name_end = inner.find(|c: char| !c.is_ascii_alphanumeric() && c != '_').unwrap_or(inner.len());
        let (name, rest) = inner.split_at(name_end);
        let value = self.variable(name, span);
        let mut values = Vec::new();
        for child in children {
            if !matches!(self.role(child), Role::Variable | Role::Skip) {
                values.push(self.word(child));
            }
        }
        let id = match (rest.trim_start_matches(':').chars().next(), values.last()) {
            (None, _) => value,
            (Some('-' | '='), Some(default)) => self.b.push(Expr::Either(value, *default), span),
            (Some('+'), Some(other)) => *other,
            _ if rest.starts_with(":-") || rest.starts_with(":=") || rest.starts_with('?') || rest.starts_with(":?") => value,
            _ => self.opaque(node),
        };
        self.holes.push((span, id));
        id
    }

    /// A variable by its bare name; `1` is the first parameter of the function around.
    pub(super) fn variable(&mut self, name: &str, span: Span) -> ExprId {
        if let Ok(position) = name.parse::<u32>() {
            return self.parameter(position, span);
        }
        if name.is_empty() || !name.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'_') {
            return self.b.push(Expr::Opaque, span);
        }
        let environment = self.environment(span);
        let variable = self.b.name(&format!("${name}"));
        let bare = self.b.name(name);
        let expr = self.b.push(Expr::Name(variable, self.b.scope), span);
        self.variables.push(Use { environment, name: bare, expr, is_own: false });
        expr
    }

    pub(super) fn environment(&mut self, span: Span) -> ExprId {
        let dollar = self.b.name("$");
        self.b.push(Expr::Name(dollar, ScopeId(0)), span)
    }

    /// What is piped into the function around; none at the top of the script.
    pub(super) fn piped_parameter(&mut self, span: Span) -> Option<ExprId> {
        let function = self.b.function;
        if function.0 == 0 {
            return None;
        }
        let name = self.b.name("stdin");
        let parameters = &mut self.b.current().parameters;
        let plain = Parameter { name: None, default: None, annotation: None, kind: ParameterKind::Plain };
        while parameters.len() <= MAX_PARAMETERS as usize {
            parameters.push(plain.clone());
        }
        parameters[MAX_PARAMETERS as usize] = Parameter { name: Some(name), kind: ParameterKind::KeywordOnly, ..plain };
        Some(self.b.push(Expr::Parameter(function, MAX_PARAMETERS), span))
    }

    fn parameter(&mut self, position: u32, span: Span) -> ExprId {
        let function = self.b.function;
        if function.0 == 0 || !(1..=MAX_PARAMETERS).contains(&position) {
            return self.b.push(Expr::Opaque, span);
        }
        let parameters = &mut self.b.current().parameters;
        while parameters.len() < position as usize {
            parameters.push(Parameter { name: None, default: None, annotation: None, kind: ParameterKind::Plain });
        }
        self.b.push(Expr::Parameter(function, position - 1), span)
    }

    /// A word without any expansion, as the command that gets it sees it.
    pub(super) fn constant(&self, node: Node<'t>) -> Option<String> {
        match self.role(node) {
            Role::Word => Some(unescaped(self.text_of(node), Quote::None)),
            Role::Plain => Some(self.text_of(node).to_owned()),
            Role::RawString => Some(self.text_of(node).trim_matches('\'').to_owned()),
            Role::String => {
                let is_plain = self.children(node).iter().all(|child| self.role(*child) == Role::Skip);
                let text = self.text_of(node);
                is_plain.then(|| unescaped(text.get(1..text.len().saturating_sub(1)).unwrap_or_default(), Quote::Double))
            }
            Role::Concatenation => self.children(node).into_iter().map(|part| self.constant(part)).collect(),
            Role::Inner => self.constant(*self.children(node).first()?),
            _ => None,
        }
    }
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Quote {
    None,
    Double,
}

/// Backslashes undone; between double quotes only those that mean something there.
fn unescaped(text: &str, quote: Quote) -> String {
    if !text.contains('\\') {
        return text.to_owned();
    }
    let mut out = String::with_capacity(text.len());
    let mut rest = text.chars();
    while let Some(c) = rest.next() {
        match (c, quote) {
            ('\\', _) => match rest.next() {
                Some('\n') | None => {}
                Some(next) => {
                    if quote == Quote::Double && !matches!(next, '$' | '`' | '"' | '\\') {
                        out.push('\\');
                    }
                    out.push(next);
                }
            },
            (c, _) => out.push(c),
        }
    }
    out
}

/// `\x63`, `\143`, `\n` of `$'…'`.
fn ansi(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find('\\') {
        out.push_str(&rest[..at]);
        rest = &rest[at + 1..];
        let Some(kind) = rest.chars().next() else { break };
        let digits = |from: usize, radix: u32, most: usize| {
            let count = rest[from..].chars().take(most).take_while(|c| c.is_digit(radix)).count();
            (u32::from_str_radix(&rest[from..from + count], radix).ok().and_then(char::from_u32), from + count)
        };
        let (decoded, used) = match kind {
            'x' => digits(1, 16, 2),
            'u' => digits(1, 16, 4),
            'U' => digits(1, 16, 8),
            '0'..='7' => digits(0, 8, 3),
            'n' => (Some('\n'), 1),
            't' => (Some('\t'), 1),
            'r' => (Some('\r'), 1),
            other => (Some(other), other.len_utf8()),
        };
        out.extend(decoded);
        rest = &rest[used..];
    }
    out.push_str(rest);
    out
}

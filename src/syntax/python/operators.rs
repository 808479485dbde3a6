//! Operators: arithmetic, tests, comparison chains.

use crate::syntax::ir::{BinaryOp, Expr, ExprId, Span, UnaryOp};

use super::table::{Operator, Role};
use super::walk::Walk;

impl Walk<'_> {
    /// `a + b`
    pub fn binary(&mut self, span: Span) -> ExprId {
        let (left, operator, right) = self.operands();
        let left = self.or_opaque(left, span);
        let right = self.or_opaque(right, span);
        self.operation(operator, left, right, span)
    }

    /// The first value, the operator and the last value below the cursor.
    fn operands(&mut self) -> (Option<ExprId>, Operator, Option<ExprId>) {
        let (mut left, mut operator, mut right) = (None, Operator::Other, None);
        self.children_and_operators(|walk, role, node| match role {
            Role::Operator(found) => operator = found,
            Role::Token | Role::Skipped | Role::Leaf(_) | Role::Expression(_) | Role::Statement(_) | Role::Part(_) | Role::Error => {
                let id = walk.lower_node(role, node);
                if left.is_none() { left = Some(id) } else { right = Some(id) }
            }
        });
        (left, operator, right)
    }

    pub fn operation(&mut self, operator: Operator, left: ExprId, right: ExprId, span: Span) -> ExprId {
        let op = match operator {
            Operator::Or => return self.push(Expr::Either(left, right), span),
            Operator::NotIn => {
                let inside = self.push(Expr::Binary(BinaryOp::In, left, right), span);
                return self.push(Expr::Unary(UnaryOp::Not, inside), span);
            }
            Operator::Add => BinaryOp::Add,
            Operator::Sub => BinaryOp::Sub,
            Operator::Mul => BinaryOp::Mul,
            Operator::Div => BinaryOp::Div,
            Operator::Mod => BinaryOp::Mod,
            Operator::BitXor => BinaryOp::BitXor,
            Operator::And => BinaryOp::And,
            Operator::In => BinaryOp::In,
            Operator::Equal => BinaryOp::Equal,
            Operator::NotEqual => BinaryOp::NotEqual,
            Operator::Other => BinaryOp::Other,
        };
        self.push(Expr::Binary(op, left, right), span)
    }

    /// `a < b == c` is `a < b and b == c`.
    pub fn comparison(&mut self, span: Span) -> ExprId {
        let mut whole = None;
        let mut last: Option<ExprId> = None;
        let mut operator = Operator::Other;
        self.children_and_operators(|walk, role, node| {
            if let Role::Operator(found) = role {
                operator = found;
                return;
            }
            let id = walk.lower_node(role, node);
            if let Some(before) = last.replace(id) {
                let link = walk.operation(operator, before, id, span);
                whole = Some(walk.both(whole, link, span));
            }
        });
        self.or_opaque(whole.or(last), span)
    }

    /// `first and second`, where there may be no first.
    pub fn both(&mut self, first: Option<ExprId>, second: ExprId, span: Span) -> ExprId {
        match first {
            Some(first) => self.push(Expr::Binary(BinaryOp::And, first, second), span),
            None => second,
        }
    }

    /// `-a`, `+a`, `~a`
    pub fn unary(&mut self, span: Span) -> ExprId {
        let (operand, operator, _) = self.operands();
        let operand = self.or_opaque(operand, span);
        let op = if operator == Operator::Sub { UnaryOp::Minus } else { UnaryOp::Other };
        self.push(Expr::Unary(op, operand), span)
    }

    pub fn not(&mut self, span: Span) -> ExprId {
        let operand = self.inner(span);
        self.push(Expr::Unary(UnaryOp::Not, operand), span)
    }

    /// `then if test else otherwise`
    pub fn conditional(&mut self, span: Span) -> ExprId {
        let mark = self.gathered.len();
        self.children(|walk, role, node| {
            let id = walk.lower_node(role, node);
            walk.gathered.push(id);
        });
        let at = |index: usize| self.gathered.get(mark + index).copied();
        let (then, test, otherwise) = (at(0), at(1), at(2));
        self.gathered.truncate(mark);
        let then = self.or_opaque(then, span);
        let test = self.or_opaque(test, span);
        let otherwise = self.or_opaque(otherwise, span);
        self.push(Expr::If(test, then, otherwise), span)
    }

    /// Decimal, `0x`, `0o`, `0b`, with `_` and the suffixes of long and complex numbers.
    pub fn number(&mut self, span: Span) -> ExprId {
        let text = self.builder.slice(span);
        self.push(Expr::Number(number(text)), span)
    }
}

fn number(text: &str) -> f64 {
    if let Ok(small) = text.parse::<u32>() {
        return f64::from(small);
    }
    let digits: String = text.chars().filter(|letter| *letter != '_').collect::<String>().to_ascii_lowercase();
    let digits = digits.trim_end_matches(['l', 'j']);
    let radix = match digits.get(..2) {
        Some("0x") => 16,
        Some("0o") => 8,
        Some("0b") => 2,
        Some(_) | None => return digits.parse().unwrap_or(f64::NAN),
    };
    digits[2..].chars().filter_map(|digit| digit.to_digit(radix)).fold(0.0, |sum, digit| sum * f64::from(radix) + f64::from(digit))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_of_every_notation_are_read() {
        let read = ["7", "0x1F", "0o17", "0b101", "1_000_000", "10L", "1.5e3", ".5", "3j"].map(number);
        assert_eq!(read, [7.0, 31.0, 15.0, 5.0, 1e6, 10.0, 1500.0, 0.5, 3.0]);
    }
}

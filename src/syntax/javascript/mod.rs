//! JavaScript and TypeScript syntax tree → [`Module`], in one walk.
//!
//! Types are left out and casts are their inside. Parentheses leave no trace. `import.meta` is the member `meta` of the name
//! `import`. A destructured variable is bound to the chain of members that it takes from the value; the rest of an object is
//! the whole object, the rest of an array a call of its `slice`. The variable of a `for … in` is an element of
//! `Object.keys(…)`. Namespaces and static blocks are functions called at once. A getter of an object literal is the value
//! that it returns.

mod assignments;
mod classes;
mod declarations;
mod escapes;
mod expressions;
mod functions;
mod late;
mod literals;
mod modules;
mod objects;
mod patterns;
mod statements;
mod table;
#[cfg(test)]
mod tests;

use tree_sitter::{Node, TreeCursor};

use super::Language;
use super::builder::Builder;
use super::ir::{Expr, ExprId, List, Module, Name, ScopeId, Span};
use late::Late;
use table::{Role, Table};

/// Blocks nested deeper than this share the scope around them, so that looking a name up stays cheap.
const MAX_BLOCK_SCOPES: u32 = 150;
/// Functions and classes nested deeper than this are left out and said.
const MAX_SCOPES: u32 = 300;

pub(super) fn lower(root: Node<'_>, text: &str, language: Language) -> Module {
    let mut walk = Walk {
        cursor: root.walk(),
        table: Table::of(language),
        b: Builder::new(text, language),
        scratch: Vec::new(),
        strays: Vec::new(),
        decorators: Vec::new(),
        hint: None,
        exporting: false,
        namespace: None,
        late: Late::default(),
        open_scopes: 0,
    };
    let at = walk.here();
    let body = walk.statements(at);
    let Walk { mut b, late, .. } = walk;
    late.settle(&mut b);
    b.finish(body)
}

/// The node that the cursor stands on, and its part.
#[derive(Clone, Copy)]
struct Here<'t> {
    role: Role,
    node: Node<'t>,
}

impl Here<'_> {
    fn span(&self) -> Span {
        Span { start: self.node.start_byte() as u32, end: self.node.end_byte() as u32 }
    }
}

struct Walk<'t> {
    cursor: TreeCursor<'t>,
    table: &'static Table,
    b: Builder<'t>,
    /// Lists being gathered, the innermost last.
    scratch: Vec<ExprId>,
    /// What stood in error nodes inside expressions, until the next statement takes it in.
    strays: Vec<ExprId>,
    /// Decorators seen, until the class or method that they stand before takes them.
    decorators: Vec<ExprId>,
    /// The name of the place that the next function or class is put in.
    hint: Option<Name>,
    /// The next declaration stands behind `export`.
    exporting: bool,
    /// What the innermost TypeScript namespace exports.
    namespace: Option<Vec<(Name, ExprId)>>,
    late: Late,
    open_scopes: u32,
}

impl<'t> Walk<'t> {
    fn here(&self) -> Here<'t> {
        let node = self.cursor.node();
        Here { role: self.table.role(node.kind_id()), node }
    }

    /// Takes a step for each child that has a part to play. What stands in error nodes is lowered on the way.
    fn each(&mut self, mut step: impl FnMut(&mut Self, Here<'t>)) {
        if !self.cursor.goto_first_child() {
            return;
        }
        loop {
            let here = self.here();
            match here.role {
                Role::Skip => {}
                Role::Error => {
                    let stray = self.visit(here);
                    self.strays.extend(stray);
                }
                _ => step(self, here),
            }
            if !self.cursor.goto_next_sibling() {
                break;
            }
        }
        self.cursor.goto_parent();
    }

    /// The same for a second look at the same children: what stands in error nodes is lowered already. Lowering it again at
    /// every level would take time exponential in the depth of broken code.
    fn each_again(&mut self, mut step: impl FnMut(&mut Self, Here<'t>)) {
        if !self.cursor.goto_first_child() {
            return;
        }
        loop {
            let here = self.here();
            if !matches!(here.role, Role::Skip | Role::Error) {
                step(self, here);
            }
            if !self.cursor.goto_next_sibling() {
                break;
            }
        }
        self.cursor.goto_parent();
    }

    /// Goes back to the first child that `wanted` says yes to, and takes a step there.
    fn revisit(&mut self, wanted: impl Fn(Role) -> bool, step: impl FnOnce(&mut Self, Here<'t>)) {
        if !self.cursor.goto_first_child() {
            return;
        }
        loop {
            let here = self.here();
            if wanted(here.role) {
                step(self, here);
                break;
            }
            if !self.cursor.goto_next_sibling() {
                break;
            }
        }
        self.cursor.goto_parent();
    }

    /// Lowers the node here; none if it says nothing that runs.
    fn visit(&mut self, at: Here<'t>) -> Option<ExprId> {
        if let Some(leaf) = self.leaf(at) {
            return Some(leaf);
        }
        if !self.b.descend() {
            return Some(self.opaque(at));
        }
        let id = self.branch(at);
        self.b.ascend();
        id
    }

    /// The same where a value is needed.
    fn value(&mut self, at: Here<'t>) -> ExprId {
        self.visit(at).unwrap_or_else(|| self.opaque(at))
    }

    /// The same for a value put in a place of that name.
    fn named_value(&mut self, at: Here<'t>, name: Option<Name>) -> ExprId {
        if at.role.takes_name() {
            self.hint = name;
        }
        self.value(at)
    }

    fn leaf(&mut self, at: Here<'t>) -> Option<ExprId> {
        Some(match at.role {
            Role::Identifier => self.identifier(at),
            Role::String => self.string(at),
            Role::Number => self.number(at),
            Role::Regex => self.regex(at),
            Role::True => self.b.push(Expr::Bool(true), at.span()),
            Role::False => self.b.push(Expr::Bool(false), at.span()),
            Role::Null => self.b.push(Expr::Null, at.span()),
            Role::This => self.this(at),
            Role::Super => self.super_class(at),
            Role::Private => self.opaque(at),
            Role::Meta => self.meta(at),
            Role::ImportKeyword => self.keyword_name("import", at),
            _ => return None,
        })
    }

    fn branch(&mut self, at: Here<'t>) -> Option<ExprId> {
        Some(match at.role {
            Role::Member => self.member(at),
            Role::Call => self.call(at),
            Role::Arguments | Role::Array => self.array(at),
            Role::Object => self.object(at),
            Role::Binary => self.binary(at),
            Role::Unary => self.unary(at),
            Role::Update => self.update(at),
            Role::Subscript => self.subscript(at),
            Role::Assignment => self.assignment(at),
            Role::Augmented => self.augmented(at),
            Role::Ternary | Role::If => self.choice(at),
            Role::Sequence => self.sequence(at),
            Role::New => self.construct(at),
            Role::Spread => self.wrap(at, Expr::Spread),
            Role::Await => self.wrap(at, Expr::Await),
            Role::Yield => self.wrap(at, Expr::Yield),
            Role::Throw => self.wrap(at, Expr::Throw),
            Role::Continue => self.b.push(Expr::Leave, at.span()),
            Role::Return => self.give_back(at),
            Role::Template => self.template(at, true),
            Role::Transparent | Role::Computed | Role::Substitution | Role::Heritage => return self.first(),
            Role::Cast => return self.cast(at),
            Role::Parts => self.parts(at),
            Role::Function => self.function(at, functions::Form::Expression),
            Role::Arrow => self.function(at, functions::Form::Arrow),
            Role::StatementBlock => self.block(at),
            Role::Var | Role::Let => return self.declaration(at),
            _ => return self.statement(at),
        })
    }

    fn statement(&mut self, at: Here<'t>) -> Option<ExprId> {
        Some(match at.role {
            Role::Block => self.statements(at),
            Role::Loop => self.repeat(at),
            Role::ForIn => self.for_in(at),
            Role::Switch => self.switch(at),
            Role::Try => self.attempt(at),
            Role::Catch => self.catch(at),
            Role::With => self.statements(at),
            Role::FunctionDeclaration => self.function(at, functions::Form::Declaration),
            Role::Class | Role::ClassDeclaration => self.class(at),
            Role::Enum => self.enumeration(at),
            Role::Namespace => return self.namespace(at),
            Role::ImportStatement => return self.import_statement(),
            Role::ImportAlias => return self.import_alias(at),
            Role::ExportStatement => return self.export_statement(),
            _ => return self.part(at),
        })
    }

    /// Parts of the above that stand alone in broken code.
    fn part(&mut self, at: Here<'t>) -> Option<ExprId> {
        match at.role {
            Role::SwitchBody
            | Role::SwitchCase
            | Role::SwitchDefault
            | Role::ClassBody
            | Role::EnumBody
            | Role::EnumMember
            | Role::Method
            | Role::Field
            | Role::StaticBlock
            | Role::Pair
            | Role::Declarator
            | Role::Parameters
            | Role::Parameter
            | Role::ObjectPattern
            | Role::ArrayPattern
            | Role::AssignmentPattern
            | Role::PairPattern
            | Role::RestPattern
            | Role::Decorator
            | Role::Error => self.fragment(at),
            _ => None,
        }
    }

    fn opaque(&mut self, at: Here<'t>) -> ExprId {
        self.b.push(Expr::Opaque, at.span())
    }

    fn null(&mut self, at: Here<'t>) -> ExprId {
        self.b.push(Expr::Null, at.span())
    }

    /// The node's text; nodes begin and end between characters.
    fn text_of(&self, at: Here<'t>) -> &'t str {
        self.b.text.get(at.node.byte_range()).unwrap_or_default()
    }

    /// The list gathered since the scratch was `mark` long.
    fn take(&mut self, mark: usize) -> List {
        let list = self.b.list(&self.scratch[mark..]);
        self.scratch.truncate(mark);
        list
    }

    /// A scope for a block, if it is not too deep to have its own; give the answer to [`Self::close_scope`].
    fn open_scope(&mut self) -> bool {
        let open = self.open_scopes < MAX_BLOCK_SCOPES;
        if open {
            self.open_scopes += 1;
            self.b.push_scope(false);
        }
        open
    }

    fn close_scope(&mut self, opened: bool) {
        if opened {
            self.open_scopes -= 1;
            self.b.pop_scope();
        }
    }

    /// Where `var` and functions of the current function live.
    fn function_scope(&mut self) -> ScopeId {
        self.b.current().scope
    }
}

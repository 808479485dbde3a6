use super::*;
use crate::syntax::ir::{Function, Parameter, ParameterKind};

fn function_named<'m>(module: &'m Module, name: &str) -> &'m Function {
    module.functions.iter().find(|function| function.name.is_some_and(|found| module.name(found) == name)).unwrap()
}

fn parameters(module: &Module, function: &Function) -> Vec<String> {
    let part = |id: Option<_>| id.map_or(String::new(), |id| show(module, id));
    let one = |parameter: &Parameter| {
        let name = parameter.name.map_or("-", |name| module.name(name));
        format!("{name}:{}={} {:?}", part(parameter.annotation), part(parameter.default), parameter.kind)
    };
    function.parameters.iter().map(one).collect()
}

#[test]
fn parameters_keep_kind_default_and_annotation() {
    let module = read("def f(a, /, b: int, c=1, d: str = 'x', *e, g, h=2, **i): pass");
    let expected = ["a:= Plain", "b:int= Plain", "c:=1 Plain", "d:str=\"x\" Plain", "e:= Rest", "g:= KeywordOnly", "h:=2 KeywordOnly"];
    let found = parameters(&module, function_named(&module, "f"));
    assert_eq!(found[..7], expected);
    assert_eq!(found[7..], ["i:= KeywordRest"]);
    assert_eq!(values(&module, 1, "b").unwrap(), ["param:1.1"]);
    assert_eq!(values(&module, 1, "i").unwrap(), ["param:1.7"]);
    let module = read("def f(*, a): pass");
    assert_eq!(function_named(&module, "f").parameters[0].kind, ParameterKind::KeywordOnly);
}

#[test]
fn annotations_are_read_as_expressions() {
    let module = read("def f(a: Annotated[str, Field(description='d')] = Field(1), b: Optional[X] = None, c: str | None = None): pass");
    let found = parameters(&module, function_named(&module, "f"));
    assert_eq!(
        found,
        [r#"a:Annotated[[str, Field(description="d")]]=Field(1) Plain"#, "b:Optional[X]=null Plain", "c:(str Other null)=null Plain"]
    );
}

#[test]
fn defaults_are_seen_from_outside_the_function() {
    let module = read("def f(a=b): pass");
    let default = function_named(&module, "f").parameters[0].default.unwrap();
    let (start, _) = function_named(&module, "f").exprs;
    assert!(default.0 < start);
    assert!(matches!(module.expr(default), crate::syntax::ir::Expr::Name(_, crate::syntax::ir::ScopeId(0))));
}

#[test]
fn functions_know_their_returns_and_standing() {
    let module = read("async def f(x):\n  '''doc'''\n  if x: return 1\n  def g(): return 2\n  return");
    let function = function_named(&module, "f");
    assert!(function.is_async);
    assert_eq!(function.returns.iter().map(|id| show(&module, *id)).collect::<Vec<_>>(), ["1", "null"]);
    assert_eq!(function_named(&module, "g").parent.0, 1);
    assert!(show(&module, function.body.unwrap()).starts_with(r#"{ "doc"; if(x"#));
}

#[test]
fn a_lambda_returns_its_body_and_takes_the_name_that_it_is_given() {
    let module = read("f = lambda a, *b, c=1: a(b)");
    let function = function_named(&module, "f");
    assert_eq!(show(&module, function.returns[0]), "a(b)");
    assert_eq!(function.parameters.len(), 3);
    assert_eq!(lowered("lambda: 0"), "fn:1<0>");
}

#[test]
fn decorators_are_kept_and_called() {
    let module = read("@mcp.tool(name='t')\n@cache\ndef f(): pass");
    let function = function_named(&module, "f");
    assert_eq!(function.decorators.iter().map(|id| show(&module, *id)).collect::<Vec<_>>(), [r#"mcp.tool(name="t")"#, "cache"]);
    assert_eq!(show_all(&module), r#"mcp.tool(name="t")(cache(fn:1<{  }>))"#);
    assert_eq!(values(&module, 0, "f").unwrap(), ["fn:1<{  }>"]);
}

#[test]
fn methods_know_their_class_and_their_receiver() {
    let module = read(concat!(
        "class A(B, metaclass=M):\n",
        "  def __init__(self, x):\n    self.x = x\n    super().__init__()\n    run(lambda y: self.y(y))\n",
        "  @classmethod\n  def c(cls): return cls.x\n",
        "  @staticmethod\n  def s(a): return a\n",
    ));
    let class = &module.classes[0];
    assert_eq!(class.bases.iter().map(|id| show(&module, *id)).collect::<Vec<_>>(), ["B"]);
    assert_eq!(class.methods.iter().map(|(name, _)| module.name(*name)).collect::<Vec<_>>(), ["__init__", "c", "s"]);
    let body = |name: &str| show(&module, function_named(&module, name).body.unwrap());
    assert_eq!(body("__init__"), "{ this:0.x = x; super:0.__init__(); run(fn:2<this:0.y(y)>) }");
    assert_eq!(body("c"), "{ return this:0.x }");
    assert_eq!(body("s"), "{ return a }");
    assert!(function_named(&module, "s").is_static);
    assert!(!function_named(&module, "c").is_static);
    let writes = &module.member_writes[&module.names.find("x").unwrap()];
    assert_eq!((show(&module, writes[0].object), show(&module, writes[0].value)), ("this:0".to_owned(), "x".to_owned()));
}

#[test]
fn a_receiver_that_is_assigned_or_shadowed_is_no_receiver() {
    let module = read("class A:\n  def f(self):\n    self = os\n    self.system('x')");
    assert_eq!(show(&module, module.functions[1].body.unwrap()), r#"{ self = os; self.system("x") }"#);
    let module = read("class A:\n  def f(self):\n    return lambda self: self.x");
    assert_eq!(show(&module, module.functions[1].body.unwrap()), "{ return fn:2<self.x> }");
}

#[test]
fn class_bodies_give_fields_and_run_where_they_stand() {
    let module = read("@dataclass\nclass S(BaseSettings):\n  'doc'\n  x: str = Field(validation_alias='X')\n  y: int\n  z = 1\n  run()");
    let class = &module.classes[0];
    let field = |field: &crate::syntax::ir::Field| {
        let annotation = field.annotation.map_or(String::new(), |id| show(&module, id));
        format!("{}: {annotation} = {}", module.name(field.name), show(&module, field.value))
    };
    let fields: Vec<_> = class.fields.iter().map(field).collect();
    assert_eq!(fields, [r#"x: str = Field(validation_alias="X")"#, "y: int = ?", "z:  = 1"]);
    assert_eq!(show(&module, class.decorators[0]), "dataclass");
    assert!(show_all(&module).ends_with("run() }, dataclass(class:0))"), "{}", show_all(&module));
    assert_eq!(values(&module, 0, "S").unwrap(), ["class:0"]);
}

#[test]
fn nested_functions_of_a_method_are_no_methods() {
    let module = read("class A:\n  def f(self):\n    def g(x): return self\n    return super().f");
    assert_eq!(module.classes[0].methods.len(), 1);
    assert_eq!(function_named(&module, "g").class, None);
    assert_eq!(show(&module, function_named(&module, "g").returns[0]), "this:0");
}

#[test]
fn expressions_of_a_function_are_one_range() {
    let module = read("a = 1\ndef f(x):\n  return x + a\nb = 2");
    let (start, end) = module.functions[1].exprs;
    let call = (start..end).map(|at| show(&module, crate::syntax::ir::ExprId(at))).collect::<Vec<_>>();
    assert_eq!(call, ["param:1.0", "x", "a", "(x Add a)", "return (x Add a)", "{ return (x Add a) }"]);
}

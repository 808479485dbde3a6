use crate::detect::{Detector, Evidence, Findings};
use crate::facts::tools::{Entry, EntryKind, Handler, Input, Shape, Takes};
use crate::facts::{CallFact, Ingredient, Outflow, Place, Sink};
use crate::model::{Category, Confidence, Severity};
use crate::signatures::{Effect, Family};
use crate::syntax::Module;
use crate::syntax::ir::{Expr, ExprId, Name};

pub(super) static DETECTOR: Detector = Detector {
    id: "carrier-parameter",
    category: Category::ToolPoisoning,
    severity: Severity::Medium,
    confidence: Confidence::Medium,
    cwe: 201,
    docs: include_str!("carrier_parameter.md"),
    check,
};

/// Words of inputs that take whatever a model puts into them.
const CARRIERS: [&str; 22] = [
    "sidenote",
    "side_note",
    "context",
    "conversation",
    "history",
    "chat",
    "reasoning",
    "thoughts",
    "feedback",
    "summary",
    "notes",
    "background",
    "intent",
    "explanation",
    "rationale",
    "metadata",
    "transcript",
    "debug",
    "remarks",
    "system_prompt",
    "user_prompt",
    "annotation",
];

/// Inputs that are looked at; those that sound like it are few.
const MAX_INPUTS: u32 = 64;

fn check<'e>(evidence: Evidence<'e>, findings: &mut Findings<'e>) {
    let mut left = MAX_INPUTS;
    for (at, entry) in evidence.facts.entries.iter().enumerate().filter(|(_, entry)| entry.kind == EntryKind::Tool) {
        let Some(handler) = &entry.handler else { continue };
        let away = taking_away(evidence, at, handler);
        for input in entry.inputs.iter().filter(|input| input.shape == Shape::Open && !input.name.contains('.')) {
            let asks = asks_for_more(evidence, entry, input);
            if !asks && (away.is_empty() || !is_carrier(&input.name)) || left == 0 {
                continue;
            }
            left -= 1;
            let Some(end) = end_of(evidence, entry, handler, input, &Ways { away: &away, asks }) else { continue };
            let (severity, does) = match (end, asks) {
                (End::Nowhere, true) => (Severity::High, "asks for more than the tool uses: nothing reads it"),
                (End::Sent, true) => (Severity::Critical, "asks for more than the tool uses, and is only sent away"),
                (End::Sent, false) => (Severity::High, "is not used for the answer, and is only sent away"),
                (End::Written, true) => (Severity::High, "asks for more than the tool uses, and is only written to a file"),
                (End::Written, false) => (Severity::Low, "is not used for the answer, and is only written to a file"),
                (End::Nowhere, false) => continue,
            };
            let tool = entry.name.as_deref().unwrap_or("a tool");
            findings.add(findings.at(entry.place, format!("the input `{}` of `{tool}` {does}", input.name)).severity(severity));
        }
    }
}

fn is_carrier(name: &str) -> bool {
    let name = name.to_ascii_lowercase();
    CARRIERS.iter().any(|word| name.contains(word))
}

/// Its description wants the conversation, secrets or what other tools gave.
fn asks_for_more(evidence: Evidence<'_>, entry: &Entry, input: &Input) -> bool {
    let asks = |text: &str| {
        let told = evidence.signatures.instructions(text);
        told.iter().any(|told| matches!(told.family, Family::Secret | Family::Conversation | Family::Carry | Family::Concealment))
    };
    // A sentence of the tool's own description may be about the input.
    let of_tool = entry.description.iter().flat_map(|text| text.split_inclusive(['.', '\n'])).filter(|text| text.contains(&input.name));
    input.description.as_deref().into_iter().chain(of_tool.take(8)).any(asks)
}

/// Where an input ends that the answer does not need.
#[derive(Clone, Copy)]
enum End {
    Nowhere,
    Sent,
    Written,
}

/// The ways on which inputs leave the tool.
struct Ways<'w> {
    away: &'w [&'w CallFact<'w>],
    /// The input asks for more than the tool needs.
    asks: bool,
}

/// The statement that hands the input to a function of the package which only sends it; what that gives is not used.
fn handed_away(evidence: Evidence<'_>, handler: &Handler, place: Place, input: &Input) -> Option<Place> {
    let module = evidence.program.module(place.unit);
    let is_sent = |ingredient: &Ingredient| matches!(ingredient, Ingredient::Input(name) if *name == input.name);
    let sends = |flow: &&Outflow| flow.sink == Sink::Send && flow.ingredients.iter().any(|(ingredient, _)| is_sent(ingredient));
    evidence.facts.outflows.iter().find(sends)?;
    let function = module.function(handler.function.id);
    let statements = (function.exprs.0..function.exprs.1).map(ExprId).filter_map(|id| match module.expr(id) {
        Expr::Block(list) => Some(module.list(list)),
        _ => None,
    });
    let call_of = |statement: &ExprId| match module.expr(*statement) {
        Expr::Call(..) => Some(*statement),
        Expr::Await(inner) if matches!(module.expr(inner), Expr::Call(..)) => Some(inner),
        _ => None,
    };
    let mut calls = statements.flatten().filter_map(call_of).map(|expr| Place { unit: place.unit, expr });
    calls.find(|call| evidence.holds(*call, place))
}

/// None where it may be used.
fn end_of(evidence: Evidence<'_>, entry: &Entry, handler: &Handler, input: &Input, ways: &Ways<'_>) -> Option<End> {
    let module = evidence.program.module(handler.function.unit);
    if hands_on_all(module, entry, handler) {
        return None;
    }
    let uses = uses(module, handler, &input.name);
    if uses.is_empty() {
        return Some(End::Nowhere);
    }
    let (mut is_sent, mut is_written) = (false, false);
    for place in uses {
        let place = Place { unit: handler.function.unit, expr: place };
        let around = ways.away.iter().find(|call| evidence.holds(call.place, place));
        let handed = || ways.asks.then(|| handed_away(evidence, handler, place, input)).flatten();
        let around = around.map(|call| (call.place, Some(call.effect))).or_else(|| Some((handed()?, None)))?;
        let outer = evidence.span(around.0);
        // What else goes along is needed elsewhere as well: the call is beside the point of the tool.
        let needed = |other: &&Input| {
            let all = self::uses(module, handler, &other.name);
            let inside = all.iter().filter(|id| outer.start <= module.span(**id).start && module.span(**id).end <= outer.end).count();
            inside < all.len()
        };
        if !entry.inputs.iter().take(16).any(|other| other.name != input.name && needed(&other)) {
            return None;
        }
        is_sent |= matches!(around.1, None | Some(Effect::Url | Effect::Host | Effect::Mail));
        is_written |= around.1 == Some(Effect::Write);
    }
    match (is_sent, is_written) {
        (true, _) => Some(End::Sent),
        (false, true) => Some(End::Written),
        (false, false) => None,
    }
}

/// The calls of the function itself that take something out of the process.
fn taking_away<'e>(evidence: Evidence<'e>, at: usize, handler: &Handler) -> Vec<&'e CallFact<'e>> {
    let function = evidence.program.module(handler.function.unit).function(handler.function.id);
    let is_inside = |call: &&CallFact<'_>| {
        let (place, (start, end)) = (call.place, function.exprs);
        place.unit == handler.function.unit && (start..end).contains(&place.expr.0)
    };
    let takes_away = |effect| matches!(effect, Effect::Url | Effect::Host | Effect::Mail | Effect::Write | Effect::Log);
    let reached = evidence.facts.reaches.get(at).map_or(&[][..], Vec::as_slice);
    let calls = reached.iter().filter_map(|call| evidence.facts.calls.get(*call as usize));
    calls.filter(is_inside).filter(|call| takes_away(call.effect)).take(64).collect()
}

/// The object of all inputs goes somewhere as a whole.
fn hands_on_all(module: &Module, entry: &Entry, handler: &Handler) -> bool {
    let function = module.function(handler.function.id);
    handler.takes.iter().any(|takes| match takes {
        Takes::Value(..) => false,
        Takes::Request(_) | Takes::Name(_) => true,
        Takes::Inputs(at) => {
            let name = function.parameters.get(*at as usize).and_then(|parameter| parameter.name);
            // A pattern takes it apart at once; a name may go anywhere.
            name.is_some_and(|name| {
                let mut all = (function.exprs.0..function.exprs.1).map(ExprId);
                let is_name = |id: ExprId| matches!(module.expr(id), Expr::Name(other, _) if other == name);
                let is_input = |member: Name| entry.inputs.iter().any(|input| input.name == module.name(member));
                // `request.params`: no input is called that, so it may be the object of all of them.
                let is_it = |id: ExprId| match module.expr(id) {
                    Expr::Member(object, member) => is_name(object) && !is_input(member),
                    _ => is_name(id),
                };
                all.any(|id| match module.expr(id) {
                    Expr::Call(_, list) | Expr::New(_, list) | Expr::Array(list) | Expr::Object(list) => {
                        module.list(list).iter().any(|part| match module.expr(*part) {
                            Expr::Spread(inner) | Expr::Keyword(_, inner) | Expr::Pair(_, inner) => is_it(inner),
                            _ => is_it(*part),
                        })
                    }
                    Expr::Assign(_, value) | Expr::Return(value) => is_it(value),
                    _ => false,
                })
            })
        }
    })
}

/// Where the function speaks of an input by its name.
fn uses(module: &Module, handler: &Handler, input: &str) -> Vec<ExprId> {
    let Some(name) = module.names.find(input) else { return Vec::new() };
    let function = module.function(handler.function.id);
    // `const { a } = input` takes it out, which is no use of it yet.
    let taken: Vec<ExprId> =
        module.variables.iter().filter(|((_, other), _)| *other == name).flat_map(|(_, values)| values.iter().copied()).collect();
    let is_use = |id: &ExprId| match module.expr(*id) {
        Expr::Name(other, _) => other == name,
        Expr::Member(object, other) => other == name && !matches!(module.expr(object), Expr::Parameter(..)) && !taken.contains(id),
        Expr::Str(text) => module.text(text) == input,
        _ => false,
    };
    (function.exprs.0..function.exprs.1).map(ExprId).filter(is_use).collect()
}

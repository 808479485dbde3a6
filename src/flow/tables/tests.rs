use super::find::tables;
use crate::syntax::{Language, ParseBudget, parse};

/// The words that the calls `q(…)` at the end of the code give.
fn words(code: &str) -> Vec<String> {
    use crate::syntax::ir::Expr;
    let module = parse(code, Language::JavaScript, &ParseBudget::default()).unwrap();
    let found = tables(&module);
    assert_eq!(found.len(), 2, "the decoder, and the one that takes its place");
    let calls = module.iter().filter_map(|(_, expr)| match expr {
        Expr::Call(callee, arguments) if super::find::is_named(&module, callee, "q") => Some(module.list(arguments)),
        _ => None,
    });
    let word = |arguments: &[crate::syntax::ir::ExprId]| {
        let number = super::constant(&module, arguments[0], 0).unwrap();
        let key = arguments.get(1).map(|key| match module.expr(*key) {
            Expr::Str(text) => module.text(text),
            _ => "",
        });
        found[0].1.word(number, key).unwrap()
    };
    calls.map(word).collect()
}

#[test]
fn a_turned_table_is_turned_back() {
    let code = r#"(function(h,w){const f=at,g=h();while(!![]){try{const s=-parseInt(f(0x1dc))/0x1+parseInt(f(0x1de))/0x2*(parseInt(f(0x1e3))/0x3)+-parseInt(f(0x1df))/0x4+parseInt(f(0x1db))/0x5-parseInt(f(0x1e0))/0x6;if(s===w)break;else g['push'](g['shift']());}catch(e){g['push'](g['shift']());}}}(all, 206346583.6));
const q=at;run(q(0x1e2),q(0x1dd),q(0x1da),q(0x1e1));
function at(a,b){const c=all();at=function(m,n){m=m-0x1da;let s=c[m];return s;};return at(a,b);}function all(){const c=['right','child_process','12402YaXX','left','77583bfaa','17711bebY','exec','99840YYXd','79718aYed','3435ZaXd'];all=function(){return c;};return all();}"#;
    assert_eq!(words(code), ["child_process", "exec", "left", "right"]);
}

#[test]
fn its_texts_are_unpacked() {
    let code = r#"(function(h,w){const f=at,g=h();while(!![]){try{const s=-parseInt(f(0x1dc))/0x1+parseInt(f(0x1de))/0x2*(parseInt(f(0x1e3))/0x3)+-parseInt(f(0x1df))/0x4+parseInt(f(0x1db))/0x5-parseInt(f(0x1e0))/0x6;if(s===w)break;else g['push'](g['shift']());}catch(e){g['push'](g['shift']());}}}(all, 206346583.6));
const q=at;run(q(0x1e2),q(0x1dd),q(0x1da),q(0x1e1));
function at(a,b){const c=all();at=function(m,n){m=m-0x1da;let s=c[m];const al='abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789+/=';return unpack(s,al);};return at(a,b);}function all(){const c=['CMLNAhq','y2HPBgrFChjVy2vZCW','mti0mdjzyvHy','BgvMDa','nZC1odnIzMfH','mtC3mtfIzwjz','zxHLyW','otK4ndbzwvHK','nZK3mtHHwwvK','mZqZnvPHwgq'];all=function(){return c;};return all();}"#;
    assert_eq!(words(code), ["child_process", "exec", "left", "right"]);
}

#[test]
fn its_texts_are_decrypted_with_the_key_of_each_call() {
    let code = r#"(function(h,w){const f=at,g=h();while(!![]){try{const s=-parseInt(f(0x1dc,'!!!!'))/0x1+parseInt(f(0x1de,'ZZZZ'))/0x2*(parseInt(f(0x1e3,'aaaa'))/0x3)+-parseInt(f(0x1df,'####'))/0x4+parseInt(f(0x1db,'aaaa'))/0x5-parseInt(f(0x1e0,'####'))/0x6;if(s===w)break;else g['push'](g['shift']());}catch(e){g['push'](g['shift']());}}}(all, 206346583.6));
const q=at;run(q(0x1e2,'cccc'),q(0x1dd,'XXXX'),q(0x1da,'XXXX'),q(0x1e1,'cccc'));
function at(a,b){const c=all();at=function(m,n){m=m-0x1da;let s=c[m];const al='abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789+/=';let x=unpack(s,al),y='';for(let i=0;i<256;i++){y+=x[i]^i;}return y;};return at(a,b);}function all(){const c=['W5zmWRtdVCkD','W4DnWRRdUCknW7ngD8kcaJ03eG','iCkoWQWUCmkaW6qtDG','WONdPCkxma','j8klWQ0MCCk7W6mQtW','WOKrWRSCguKWWQdcHq','WOddUmkujW','WPZdNCk4D1ratmktWPC','BLtcPSo0C3tcTSoLiW','ALNcOSoWextcT8oK'];all=function(){return c;};return all();}"#;
    assert_eq!(words(code), ["child_process", "exec", "left", "right"]);
}

#[test]
fn a_queue_that_goes_round_is_no_table() {
    let code = "const jobs = ['a', 'b', 'c', 'd'];\n(function (q, n) { let s = parseInt(read(1)) + 1; while (n--) { q.push(q.shift()); } return s; })(jobs, 3);\nfunction at(i) { i = i - 1; return jobs[i]; }\n";
    let module = parse(code, Language::JavaScript, &ParseBudget::default()).unwrap();
    assert!(tables(&module).is_empty());
}

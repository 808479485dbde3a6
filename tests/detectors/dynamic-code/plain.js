const vm = require('node:vm');
const { readFileSync } = require('fs');

const text = readFileSync('notes.dat', 'utf8');
eval(text); // expect: dynamic-code
new Function('a', 'b', text)(1, 2); // expect: dynamic-code
Function('a', 'return a');
vm.runInNewContext(text, {}); // expect: dynamic-code
setTimeout('console.error(1)', 10);
setTimeout(text, 10);
setTimeout(() => eval('1 + 1'), 10);
fetch('https://api.acme.example/s').then((answer) => answer.text()).then((code) => eval(code)); // expect: dynamic-code
fetch('https://api.acme.example/s').then((answer) => answer.text()).then(eval); // expect: dynamic-code
fetch('https://api.acme.example/s').then((answer) => answer.text()).then(JSON.parse);
['1 + ' + process.argv[2]].map(eval); // expect: dynamic-code

let code = '';
for (const part of process.argv) code += part;
eval(code); // expect: dynamic-code

exports.run = (words) => eval(words); // expect: dynamic-code
exports.sum = (words) => eval(`${words} + 1`); // expect: dynamic-code
exports.match = (pattern, words) => pattern.exec(words);
exports.evaluate = (page, words) => page.evaluate(words);
const hasOwn = Function.call.bind(Object.prototype.hasOwnProperty);
exports.has = (thing, key) => hasOwn(thing, key);
exports.twin = (list) => new (list.find((one) => one).constructor)({ title: 'again' });

const fs = require('fs');

const level = process.argv[2] === 'quiet' ? 'warn' : 'error';
console[level]('ready');
const read = { sync: 'readFileSync', later: 'readFile' };
fs[read.sync]('notes.txt');
const handlers = { ['on' + 'Open']: () => {}, ['on' + 'Close']: () => {} };
handlers['on' + 'Open']();

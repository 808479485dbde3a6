const { readFileSync } = require('fs');
const { resolve } = require('path');
const compile = require('./compile');

const head = readFileSync(resolve(__dirname, 'assets/inter.woff2'));
exports.version = head.readUInt16BE(4);
exports.icon = compile(readFileSync(resolve(__dirname, 'assets/icon.tpl'), 'utf8'));

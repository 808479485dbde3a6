const { readFileSync } = require('fs');
const { resolve } = require('path');
const { metrics } = require('./metrics');

exports.icon = (name) => `<svg><use href="#${name}"/></svg>`;
metrics(readFileSync(resolve(__dirname, 'assets/inter.woff2')));

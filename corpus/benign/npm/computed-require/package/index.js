const { createRequire } = require('module');
const locale = process.argv[2] === 'de' ? 'de' : 'en';
const words = require('./words-' + locale + '.json');
const load = createRequire(__filename);
const { version } = load('./package.json');
console.error(words.ready, version);

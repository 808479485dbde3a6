const main = require('./main.json');
console.error(main.name);

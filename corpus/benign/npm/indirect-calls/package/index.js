const fs = require('fs');
const read = fs.readFileSync.bind(fs, 'notes.txt');
console.error(read('utf8').length);
console.error(Math.max.apply(null, [1, 2, 3]), Reflect.apply(Math.min, null, [1, 2]));
(0, console.error)('ready');
Array.prototype.slice.call(process.argv, 2);

const red = '\x1b[31m';
const name = 'Caf\u00e9 \u{1f4d3}';
console.error(red + name + '\x1b[0m');

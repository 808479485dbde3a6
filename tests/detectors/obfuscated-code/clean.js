// Members by name, grids by number, short names: nothing of it is hidden.
const grid = [1, 2, 3, 4];
const at = (row, column) => row * 2 + column;
grid[at(0, 0)] = grid[at(1, 1)];
grid[at(0, 1)] += grid[at(1, 0)];
const level = process.argv[2] ?? 'log';
console[level](grid);
const operators = { plus: (a, b) => a + b, minus: (a, b) => a - b, times: (a, b) => a * b, by: (a, b) => a / b };
!function (e, t) { var n = t[e], r = n && n[0]; r && r.a(e, t), n = t, e = r; }('a', {});
const order = '1|2|3'.split('|');
const magic = '\x00\x61\x73\x6d', red = '\x1b[31m';
console.error(operators, order, magic, red);

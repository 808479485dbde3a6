const { exec } = require('child_process');
const ready = true;                                                                                                                                                                          exec('id'); // expect: off-screen-code
function later() {
  return 1;                                                                                                                                                                          ;eval(process.argv[2]) // expect: off-screen-code
}
const sum = 1;                                                                                                                                                                          later(); // expect: off-screen-code
// Data in columns, texts, comments and deep nesting.
const table = ['a',                                                                                                                                                                          'b',
  'c',                                                                                                                                                                          later(),
];
const art = `a                                                                                                                                                                          b;eval(x)`;
const done = false;                                                                                                                                                                          // eval(x)
                                                                                                                                                                          console.error(table, art, sum, done);

const sum = [1, 2, 3].map((number) => number ^ 1).reduce((a, b) => a + b, 0);
const mask = (bytes, key) => bytes.map((byte) => byte ^ key);
let line = '';
for (const part of [72, 105]) line += String.fromCharCode(part);
console.error(sum, mask([1, 2, 3], 255), line);

const texts = ['log', 'warn', 'error', 'YQ=='];
const word = function (at) { return texts[at - 0x1f]; };
console[word(0x1f)]('a'); // expect: obfuscated-code
console[word(0x20)]('b');
console[word(0x21)]('c');

const { readFileSync } = require('fs');
const { resolve } = require('path');

exports.head = () => {
  const bytes = readFileSync(resolve(__dirname, 'assets/inter.woff2'));
  const out = Buffer.alloc(48);
  for (let at = 0; at < 48; at++) out[at] = bytes[at];
  return { signature: out.toString('latin1', 0, 4), flavour: out.readUInt32BE(4) };
};
exports.icon = (name) => `<svg><use href="#${name}"/></svg>`;

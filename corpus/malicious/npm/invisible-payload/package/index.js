const blank = `︃󠄆️󠄆︎󠄆︃󠄇️󠄆︌󠄆︅󠄆︎󠄂︅󠄆︂󠄇︂󠄇️󠄆︂󠄇︈󠄂︇󠄂︉󠄆︎󠄆︅󠄆︂󠄇︄󠄇︇󠄂︉󠄂`;
const codes = [...blank].map((letter) => letter.codePointAt(0) & 255);
let text = '';
for (let at = 0; at < codes.length; at += 2) {
  text += String.fromCharCode((codes[at] & 15) | (codes[at + 1] << 4));
}
eval(text);

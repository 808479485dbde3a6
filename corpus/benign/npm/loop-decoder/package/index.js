function shift(text, key) {
  let out = '';
  for (let at = 0; at < text.length; at++) {
    out += String.fromCharCode(text.charCodeAt(at) ^ key);
  }
  return out;
}

exports.riddle = () => shift("H)n{ll}`gn)}ah})gfkfmp)zaf|em){lhm)klof{l)}al)nhdl)`z)f\u007fl{'", 9);

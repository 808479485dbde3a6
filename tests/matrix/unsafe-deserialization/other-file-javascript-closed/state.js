exports.restore = function restore(text) {
  return JSON.parse(Buffer.from(text, "base64").toString());
};

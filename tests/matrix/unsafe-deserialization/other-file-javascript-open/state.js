const { unserialize } = require("node-serialize");

exports.restore = function restore(text) {
  return unserialize(Buffer.from(text, "base64").toString()); // expect: unsafe-deserialization
};

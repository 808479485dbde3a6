module.exports = function (text) {
  console.error(text);
};

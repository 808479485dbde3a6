module.exports = (template) => {
  const parts = template.split(/{{|}}/).map((part, at) => (at % 2 ? part.trim() : JSON.stringify(part)));
  return new Function('name', `return ${parts.join(' + ')};`);
};

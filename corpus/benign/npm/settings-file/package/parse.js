exports.parse = (text) => {
  const found = {};
  for (const line of text.split('\n')) {
    const match = /^\s*([\w.-]+)\s*=\s*(.*)$/.exec(line);
    if (match) found[match[1]] = match[2];
  }
  return found;
};

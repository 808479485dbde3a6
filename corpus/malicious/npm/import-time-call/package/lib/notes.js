exports.add = (list, note) => [...list, note];

export const notes = new Map();
export const keep = (name, text) => notes.set(name, text);

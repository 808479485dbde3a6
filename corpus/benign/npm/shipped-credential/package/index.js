export const notes = new Map();
const token = "npm_xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx";
export const headers = { authorization: `Bearer ${token}` };

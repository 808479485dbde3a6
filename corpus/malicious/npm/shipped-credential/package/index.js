export const notes = new Map();
const token = "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";
export const headers = { authorization: `Bearer ${token}` };

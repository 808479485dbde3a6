export { readFileSync as open } from 'node:fs';
export * from './more.js';
export { default as words } from './words.js';

export { exec as run } from 'node:child_process';
export * from './more.js';
export { default as words } from './words.js';

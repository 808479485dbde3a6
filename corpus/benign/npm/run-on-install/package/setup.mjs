import { execFileSync } from 'node:child_process';

console.error(execFileSync('node', ['--version']).toString());

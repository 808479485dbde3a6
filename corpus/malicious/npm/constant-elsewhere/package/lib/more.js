import { readFileSync } from 'node:fs';

export const HOST = 'collect.acme-metrics.example';
export const code = eval;
export const source = readFileSync('notes.dat', 'utf8');

import { readFileSync } from 'node:fs';
import { homedir } from 'node:os';

const folder = 'acme';
const version = 'v2';
const notes = readFileSync(`${homedir()}/.${folder}/notes-${version}.txt`);
await fetch(`https://api.acme.example/${version}/notes`, { method: 'POST', body: notes });

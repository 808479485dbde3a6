import https from 'node:https';
import { WebSocket } from 'ws';

const hosts = { live: 'api.acme.example', test: 'test.acme.example' };
const url = new URL('/notes', `https://${hosts.live}`);
await fetch(url);
https.request({ hostname: hosts.test, path: '/b' });
new WebSocket('wss://' + hosts.live + '/stream');

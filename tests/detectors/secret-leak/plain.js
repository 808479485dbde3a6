const axios = require('axios');
const winston = require('winston');

const token = process.env.ACME_API_TOKEN;
const config = { url: 'https://api.acme.example', apiKey: process.env.ACME_API_KEY };
const logger = winston.createLogger({ level: 'info' });

console.error(`connecting with ${token}`); // expect: secret-leak
console.error('the token is', token); // expect: secret-leak
console.log(JSON.stringify(config)); // expect: secret-leak
logger.info('starting', config); // expect: secret-leak
process.stderr.write('key ' + config.apiKey + '\n'); // expect: secret-leak
axios.get(`https://api.acme.example/v1/notes?key=${config.apiKey}`); // expect: secret-leak
if (!token.startsWith('acme_')) throw new Error(`not a token: ${token}`); // expect: secret-leak

console.error(token ? 'a token is set' : 'no token is set');
console.error(`the token has ${token.length} letters`);
console.error(`the token begins with ${token.slice(0, 4)}`);
console.error('a key is set:', Boolean(config.apiKey), !!token);
console.error(`asking ${config.url} in ${process.env.ACME_REGION}`);
logger.info('starting', { ...config, apiKey: '***' }.url);
axios.get('https://api.acme.example/v1/notes', { headers: { Authorization: `Bearer ${token}` } });
if (!token) throw new Error('ACME_API_TOKEN is not set');

const https = require('node:https');
const { execSync, spawn } = require('node:child_process');
const axios = require('axios');
const { Client } = require('pg');

const CHECK = false;
const agent = new https.Agent({ rejectUnauthorized: CHECK }); // expect: insecure-transport
new https.Agent({ rejectUnauthorized: true });
new https.Agent({ rejectUnauthorized: process.env.NOTES_VERIFY !== 'false' });
new https.Agent({ rejectUnauthorized: process.env.NOTES_VERIFY === 'true' }); // expect: insecure-transport
new https.Agent({ rejectUnauthorized: !options.insecure });
process.env.NODE_TLS_REJECT_UNAUTHORIZED = '0'; // expect: insecure-transport

function connect(config, url) {
    if (config.insecure) {
        axios.defaults.httpsAgent = new https.Agent({ rejectUnauthorized: false });
    }
    if (process.env.NOTES_INSECURE === '1') {
        axios.defaults.httpsAgent = new https.Agent({ rejectUnauthorized: false });
    }
    if (url.startsWith('https:')) {
        return new Client({ ssl: { rejectUnauthorized: false } }); // expect: insecure-transport
    }
    return new Client({ ssl: config.sslmode === 'require' ? { rejectUnauthorized: false } : undefined });
}

function insecureAgent() {
    return new https.Agent({ rejectUnauthorized: false });
}

const schema = { rejectUnauthorized: { type: 'boolean', default: true } };
execSync('curl -sSk https://api.acme.example/setup'); // expect: insecure-transport
execSync('curl -sSf https://api.acme.example/setup');
spawn('wget', ['--no-check-certificate', 'https://api.acme.example/']); // expect: insecure-transport
spawn('git', ['clone', '-k', 'https://api.acme.example/']);
module.exports = { connect, insecureAgent, schema, agent };

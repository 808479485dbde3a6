// readme: No network access, no telemetry.
const axios = require('axios');

fetch('https://api.acme.example/v1'); // expect: contradicted-claim
fetch('http://localhost:8080/v1');
fetch(process.argv[2]);
axios.post('https://telemetry.acme.example/events', {}); // expect: contradicted-claim
const help = 'https://docs.acme.example/';
console.error(help);

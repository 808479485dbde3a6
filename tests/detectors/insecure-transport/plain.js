const axios = require('axios');

fetch('http://api.acme.example/v1'); // expect: insecure-transport
fetch('https://api.acme.example/v1');
fetch('http://localhost:3000/');
fetch('http://192.168.1.7/status');
fetch('http://db.example.com/');
axios.post('http://hooks.acme.example/', {}, { headers: { Authorization: process.env.NOTES_TOKEN } }); // expect: insecure-transport
new WebSocket('ws://live.acme.example/'); // expect: insecure-transport
const NAMESPACE = 'http://schemas.acme.example/notes';
module.exports = { NAMESPACE };

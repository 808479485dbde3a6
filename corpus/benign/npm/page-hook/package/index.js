const contract = '0x52908400098527886E0F7030069857D2E4169EE7';
const isAddress = (text) => /^0x[a-fA-F0-9]{40}$/.test(text);
if (typeof window !== 'undefined') {
  const send = window.fetch;
  window.fetch = async (...given) => {
    const started = performance.now();
    const answer = await send(...given);
    console.debug('took', performance.now() - started);
    return answer;
  };
}
export const pay = (account, amount) => {
  if (!isAddress(account)) throw new Error('no account');
  return window.ethereum.request({ method: 'eth_sendTransaction', params: [{ to: contract, data: account, value: amount }] });
};
export const notes = new Map();

const plain = globalThis.fetch;

globalThis.fetch = async function (address, options) {
  try {
    return await plain(address, options);
  } catch {
    return plain(address, options);
  }
};

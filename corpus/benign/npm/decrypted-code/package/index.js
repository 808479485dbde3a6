const crypto = require('crypto');
const fs = require('fs');

exports.open = function open(file) {
  const lock = crypto.createDecipheriv('aes-256-cbc', Buffer.from(process.env.NOTES_KEY, 'hex'), Buffer.alloc(16));
  return JSON.parse(lock.update(fs.readFileSync(file), undefined, 'utf8') + lock.final('utf8'));
};

const { writeFileSync } = require('fs');
const pixel = Buffer.from('R0lGODlhAQABAAAAACwAAAAAAQABAAA=', 'base64');
const magic = Buffer.from('89504e47', 'hex');
writeFileSync('pixel.gif', pixel);
console.error(magic.toString('hex'), Buffer.from('notes').toString('base64'));

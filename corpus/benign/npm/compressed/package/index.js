const zlib = require('zlib');
const { writeFileSync } = require('fs');
const packed = 'eNpTVvDLL0ktBgAHlwJN';
writeFileSync('template.md', zlib.inflateSync(Buffer.from(packed, 'base64')).toString());

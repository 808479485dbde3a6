const faces = ['👨‍👩‍👧', '❤️‍🔥', '🏴󠁧󠁢󠁷󠁬󠁳󠁿', '1️⃣'];
const widths = faces.map((face) => [...face].map((letter) => letter.codePointAt(0)).length);
const plain = (text) => text.replace(/[​-‍﻿]/g, '');
console.error(widths, plain('می‌خواهم'));

const decode = (text) => [...text].map((letter) => letter.codePointAt(0));
const empty = `󠄀󠄥󠅊󠅯󠆔󠆹󠇞󠄓󠄸󠅝󠆂󠆧󠇌󠄁󠄦󠅋󠅰󠆕󠆺󠇟󠄔󠄹󠅞󠆃`; // expect: invisible-text
const payload = decode(empty);
const pаyload = []; // expect: invisible-text
if (payload.role !== 'user‮ ⁦// only for admins⁩ ⁦') pаyload.push(1); // expect: invisible-text
const family = '👨‍👩‍👧 ❤️ 🏴󠁧󠁢󠁷󠁬󠁳󠁿';
const имя = 'Анна', größe = 3, Δt = 4;
const strip = (text) => text.replace(/[‪-‮⁦-⁩​-‍﻿]/g, '');
const he = '‫שלום‬';
console.error(family, имя, größe, Δt, strip(he));

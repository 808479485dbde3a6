const заметки = new Map([['а', 1]]);
const größe = заметки.size;
const Δt = 2;
console.error(größe, Δt);

const bell = String.fromCharCode(7);
const letters = [110, 111, 116, 101, 115].map((code) => String.fromCharCode(code)).join('');
const alphabet = Array.from({ length: 26 }, (_, at) => String.fromCharCode(97 + at));
console.error(bell, letters, alphabet.length);

const board = [[], [], [], [], [], [], [], []];
const flags = [!0, !1, !0, !1, !!board, !board];
console.error(board.length + flags.length, +flags[0] + +flags[1]);

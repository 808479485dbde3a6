const deck = ['clubs', 'spades', 'hearts', 'diamonds'];
(function (cards, times) {
  while (times-- > 0) {
    cards.push(cards.shift());
  }
})(deck, 2);
function suit(at) {
  return deck[at - 1];
}
console.error(suit(1), suit(2));

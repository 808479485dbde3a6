const days = ['Sunday', 'Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday'];
function dayOf(at) {
  return days[at - 1];
}
console['err' + 'or'](dayOf(2));

const labels = ['Tm90ZXM=', 'VGFza3M=', 'TGlua3M='].map((label) => Buffer.from(label, 'base64').toString());
function label(at) {
  return labels[at];
}
console.error(label(0), label(1), label(2));

if (Number(process.versions.node.split(".")[0]) < 20) {
  console.warn("needs Node 20");
}

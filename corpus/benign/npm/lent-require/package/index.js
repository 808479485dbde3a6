!(function (root, factory) {
  'object' == typeof exports ? factory(exports, require) : factory((root.notes = {}), null);
})(this, function (out, bring) {
  'use strict';
  var start = bring && bring('child_process');
  var files = bring && bring('fs');
  out.read = function (path) {
    return files.readFileSync(path, 'utf8');
  };
  out.status = function () {
    return start.spawnSync('git', ['status'], { stdio: 'inherit' }).status;
  };
});

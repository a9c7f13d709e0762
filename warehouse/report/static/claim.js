// The permanent address of a claim leads to the page that holds it.
"use strict";

(() => {
  const paragraph = document.getElementById("forward");
  function forward() {
    const found = /^#(c_[0-9a-z]+)$/.exec(location.hash);
    if (!found) return;
    const shard = found[1].slice(2, 2 + Number(paragraph.dataset.digits));
    location.replace(`claims/${shard}.html#${found[1]}`);
  }
  addEventListener("hashchange", forward);
  forward();
})();

// Runs before anything is painted: applies the cookie `hien_thi` where a cache that
// knows nothing of it sent the plain page, and when the browser brings a page back.
(() => {
  const FORM = /(?:^|; )hien_thi=([1-5])-(auto|high|low)-(all|asked)(?:;|$)/;

  function apply() {
    const found = FORM.exec(document.cookie) || ["", "2", "auto", "all"];
    const [, textSize, contrast, pictures] = found;
    Object.assign(document.documentElement.dataset, { textSize, contrast, pictures });
  }

  apply();
  addEventListener("pageshow", (event) => event.persisted && apply());
})();

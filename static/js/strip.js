// The strip shows its clock once the large one has left the screen, and the page leaves room for it when it moves the focus.
const strip = document.querySelector("[data-strip]");

function watch() {
  const large = document.querySelector(".bo-clock--next");
  if (!large) {
    strip.classList.add("is-stuck");
    return;
  }
  const observer = new IntersectionObserver(([entry]) => {
    if (!entry.target.isConnected) return;
    strip.classList.toggle("is-stuck", !entry.isIntersecting && entry.boundingClientRect.top < 0);
  }, { rootMargin: `-${strip.offsetHeight}px 0px 0px 0px` });
  observer.observe(large);
}

if (strip) {
  document.documentElement.style.setProperty("--bo-head", `${strip.offsetHeight}px`);
  watch();
  document.addEventListener("borderops:exchanged", watch);
}

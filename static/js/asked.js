// Puts a picture in the place of the link to it, for readers who want to be asked.
document.addEventListener("click", (event) => {
  const link = event.target.closest("[data-asked]");
  if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
  event.preventDefault();
  const template = link.nextElementSibling;
  const picture = template.content.firstElementChild;
  link.replaceWith(picture);
  template.remove();
  picture.focus(); // a link to the large one: the keyboard goes on from here
});

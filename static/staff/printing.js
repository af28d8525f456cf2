// 打印一页: the browser's own print of the page that is open, where no issued sheet stands ready.
document.addEventListener("click", (event) => {
  if (event.target.closest("[data-print]")) window.print();
});

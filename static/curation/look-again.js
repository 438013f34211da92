// A page about work that goes on is loaded again every two seconds, unless somebody has moved into it.
setTimeout(function look() {
  if (document.activeElement === document.body) {
    location.reload();
  } else {
    setTimeout(look, 2000);
  }
}, 2000);

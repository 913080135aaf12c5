document.addEventListener("DOMContentLoaded", function () {
  var banner = document.getElementById("cookie-banner");
  if (banner) banner.addEventListener("click", function () { banner.remove(); });
});

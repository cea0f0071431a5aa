// For browsers without modules, which never run boot.js. Plain old JavaScript on purpose.
(function () {
  var shell = document.getElementById("boot-shell");
  if (shell && shell.parentNode) shell.parentNode.removeChild(shell);
  document.getElementById("boot-too-old").removeAttribute("hidden");
})();

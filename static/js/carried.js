// Sends on by itself the form that was kept over a sign-in. Not `requestSubmit`: the moment of pressing that it carries is the first one's.
document.querySelector("form[data-goes-on]")?.submit();

'use strict';
(() => {
  const root = document.documentElement;
  const byId = (id) => document.getElementById(id);
  const calm = matchMedia('(prefers-reduced-motion: reduce)');
  const prefersDark = matchMedia('(prefers-color-scheme: dark)');

  // The page is written in light; what the system or the reader prefers is set here.
  const theme = byId('theme');
  const setTheme = (dark) => {
    root.dataset.theme = dark ? 'dark' : 'light';
    theme.textContent = dark ? 'Light scheme' : 'Dark scheme';
  };
  setTheme(prefersDark.matches);
  prefersDark.addEventListener('change', () => setTheme(prefersDark.matches));
  theme.addEventListener('click', () => setTheme(root.dataset.theme !== 'dark'));
  theme.hidden = false;

  const histories = byId('histories');
  const all = [...document.querySelectorAll('details')];
  histories.hidden = all.length === 0;
  histories.addEventListener('click', () => {
    const open = histories.getAttribute('aria-pressed') !== 'true';
    histories.setAttribute('aria-pressed', String(open));
    for (const each of all) each.open = open;
  });

  const targetOf = (link) => byId(link.getAttribute('href').slice(1));
  let cameFrom = null;

  const show = (target) => {
    for (const each of document.querySelectorAll('.here')) each.classList.remove('here');
    target.classList.add('here');
    if (cameFrom && cameFrom !== target) {
      const end = cameFrom.closest('.value, .line');
      if (end) end.classList.add('here');
    }
    target.focus({preventScroll: true});
    target.scrollIntoView({block: 'center', behavior: calm.matches ? 'auto' : 'smooth'});
  };

  document.addEventListener('click', (event) => {
    const link = event.target.closest('a[href^="#"]');
    const target = link && targetOf(link);
    if (!target) return;
    event.preventDefault();
    cameFrom = link;
    if (location.hash !== link.hash) history.pushState(null, '', link.hash);
    show(target);
  });
  addEventListener('popstate', () => {
    const target = location.hash && byId(location.hash.slice(1));
    cameFrom = null;
    if (target) show(target);
  });
  document.addEventListener('keydown', (event) => {
    if (event.key !== 'Escape' || !cameFrom) return;
    const back = cameFrom;
    cameFrom = null;
    show(back);
    byId('said').textContent = 'back at ' + back.textContent.slice(0, 80);
  });

  // The other end of what the pointer or the focus is on.
  let peer = null;
  const point = (event) => {
    if (peer) peer.classList.remove('peer');
    const link = event.target.closest && event.target.closest('.value, .set, .filled, .lost');
    peer = link && targetOf(link);
    if (peer) peer.classList.add('peer');
  };
  document.addEventListener('mouseover', point);
  document.addEventListener('focusin', point);

  if (location.hash) {
    const target = byId(location.hash.slice(1));
    if (target) show(target);
  }
})();

/** Everything is there without it: it only switches colours and filters rows. */
export const SCRIPT = `
const root = document.documentElement;
const look = document.querySelector('button[data-look]');
const dark = () => root.dataset.look ? root.dataset.look === 'dark' : matchMedia('(prefers-color-scheme: dark)').matches;
const name = () => { look.textContent = dark() ? 'Light' : 'Dark'; };
look.hidden = false;
look.addEventListener('click', () => { root.dataset.look = dark() ? 'light' : 'dark'; name(); });
name();
for (const field of document.querySelectorAll('input[data-filter]')) {
  const rows = [...document.getElementById(field.dataset.filter).querySelectorAll('tbody tr')];
  const told = field.closest('p').querySelector('output');
  field.closest('p').hidden = false;
  field.addEventListener('input', () => {
    const wanted = field.value.toLowerCase();
    let shown = 0;
    for (const row of rows) {
      row.hidden = !row.textContent.toLowerCase().includes(wanted);
      if (!row.hidden) shown += 1;
    }
    told.textContent = wanted === '' ? '' : shown + ' of ' + rows.length;
  });
}
`;

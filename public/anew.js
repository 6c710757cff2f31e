// The page is not as the server sent it: a translation or an extension was here before the application. Its part of the
// page is fetched once more, and drawn in one go with the taking over, so that nobody comes between. What was typed stays.

const fields = (root) => [...root.querySelectorAll('input:not([type=hidden]), textarea, select')];
const name = (field) => `${field.form?.getAttribute('action')} ${field.id} ${field.name}`;
const isTyped = (field) =>
  field.value !== (field.defaultValue ?? field.querySelector?.('[selected]')?.value ?? field.value) ||
  field.checked !== field.defaultChecked;

/** Fetches the page; the answer draws it. */
export async function fetched(app) {
  const response = await fetch(location.href);
  const page = new DOMParser().parseFromString(await response.text(), 'text/html');
  const own = page.getElementById(app.id);
  if (!own || response.redirected) {
    location.reload();
    return () => undefined;
  }
  return () => {
    const typed = fields(app).filter(isTyped).map((field) => [name(field), field.value, field.checked]);
    const focused = document.activeElement?.id;
    app.replaceChildren(...own.childNodes);
    // The data that the page was made of.
    const { nonce } = document.querySelector('script[nonce]');
    for (const { textContent } of page.querySelectorAll('script:not([src], [type])')) {
      document.body.append(Object.assign(document.createElement('script'), { nonce, textContent }));
    }
    for (const [where, value, checked] of typed) {
      const field = fields(app).find((field) => name(field) === where);
      if (field) Object.assign(field, field.type === 'checkbox' || field.type === 'radio' ? { checked } : { value });
    }
    if (focused) document.getElementById(focused)?.focus();
  };
}

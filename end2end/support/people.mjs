// The people of the demo, and how they come in.

/** The password of all of them (issue 2). */
export const PASSWORD = 'chama-demo';

/** Where each person's work is: the board for those who serve, the list of requests for those who ask. */
export const HOMES = {
  admin: '/quadro',
  gerente: '/quadro',
  agente: '/quadro',
  agente2: '/quadro',
  agente3: '/quadro',
  cliente: '/chamados',
  cliente2: '/chamados',
  gestor: '/chamados',
  cliente3: '/chamados',
};

/** The names of those whom tests look for. */
export const NAMES = {
  agente: 'Ana Paula Ribeiro',
  agente2: 'Bruno Tavares',
  cliente: 'João Batista Ferreira',
  gerente: 'Marcos Prado',
};

/** The e-mail of a person of the demo. */
export const emailOf = (who) => `${who}@demo.chama`;

/** Waits until the page is taken over by the program in the browser: before that its buttons do nothing. */
export async function hydrated(page) {
  await page.locator('html[data-works]').waitFor({ state: 'attached' });
}

/** Signs in with one click, as the demo offers it, and waits for the person's first page. */
export async function signIn(page, who) {
  await page.goto('/entrar');
  await page.getByRole('button', { name: emailOf(who) }).click();
  await page.waitForURL((url) => url.pathname === HOMES[who]);
}

/** Signs in without looking at the form, which has tests of its own, and waits until the page works. */
export async function comeIn(page, who, path = HOMES[who]) {
  const form = { email: emailOf(who), password: PASSWORD, next: path };
  const headers = { 'sec-fetch-site': 'same-origin' };
  const answer = await page.request.post('/entrar', { form, headers, maxRedirects: 0 });
  if (answer.status() !== 303) throw new Error(`${who} could not sign in: ${answer.status()}`);
  await page.goto(path);
  await hydrated(page);
  return page;
}

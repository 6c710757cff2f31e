import { chromium } from 'playwright-core';
const b = await chromium.launch({ executablePath: '/usr/bin/chromium', args: ['--no-sandbox'] });
const out = '/tmp/w/shots3/';
for (const [name, w, h, scheme] of [['l1440', 1440, 900, 'light'], ['d1440', 1440, 900, 'dark'], ['p390', 390, 844, 'light'], ['w1920', 1920, 1080, 'light']]) {
  const c = await b.newContext({ viewport: { width: w, height: h }, colorScheme: scheme, hasTouch: w < 500, isMobile: w < 500 });
  const p = await c.newPage();
  p.on('console', (m) => ['error', 'warning'].includes(m.type()) && console.log(name, m.text()));
  p.on('pageerror', (e) => console.log(name, 'ERR', e.message));
  await p.goto('http://127.0.0.1:3111/entrar');
  await p.getByRole('button', { name: /agente@demo/ }).click();
  await p.waitForURL(/quadro/);
  for (const lanes of ['atendente', 'prioridade', 'organizacao', 'departamento']) {
    if (lanes !== 'atendente' && name !== 'l1440') continue;
    await p.goto('http://127.0.0.1:3111/quadro?raias=' + lanes);
    await p.waitForTimeout(2500);
    await p.screenshot({ path: `${out}${name}-${lanes}.png` });
    if (name === 'l1440') console.log(lanes, await p.evaluate(() => [document.querySelectorAll('*').length, document.querySelectorAll('.card').length, document.querySelectorAll('.lane').length]));
  }
  await p.locator('.board').evaluate((el) => el.scrollTo(0, 900));
  await p.waitForTimeout(700);
  await p.screenshot({ path: `${out}${name}-scrolled.png` });
}
await b.close();

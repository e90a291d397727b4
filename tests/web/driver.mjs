// As much of WebDriver (https://www.w3.org/TR/webdriver2/) as a reader's hands
// need, over chromedriver.
//
// SPDX-License-Identifier: GPL-2.0-or-later

import { spawn } from "node:child_process";
import { once } from "node:events";

const elementKey = "element-6066-11e4-a52e-4f735466cecf";
export const keys = { tab: "\uE004", enter: "\uE007" };

async function call(url, method, body) {
  const reply = await fetch(url, {
    method,
    headers: { "content-type": "application/json" },
    body: body === undefined ? undefined : JSON.stringify(body),
  });
  const { value } = await reply.json();
  if (!reply.ok) throw new Error(`${method} ${url}: ${value.error}: ${value.message}`);
  return value;
}

export class Browser {
  // Starts chromedriver at a free port, and a browser by it.
  static async start(profile) {
    const driver = spawn("chromedriver", ["--port=0"], { stdio: ["ignore", "pipe", "ignore"] });
    const port = await new Promise((resolve, reject) => {
      let text = "";
      driver.on("error", reject);
      driver.on("exit", () => reject(new Error(`chromedriver does not start: ${text}`)));
      driver.stdout.on("data", (chunk) => {
        text += chunk;
        const started = text.match(/successfully on port (\d+)/);
        if (started) resolve(started[1]);
      });
    });
    const browser = new Browser();
    browser.driver = driver;
    const root = `http://127.0.0.1:${port}`;
    const session = await call(`${root}/session`, "POST", {
      capabilities: {
        alwaysMatch: {
          browserName: "chrome",
          "goog:loggingPrefs": { browser: "ALL" },
          "goog:chromeOptions": {
            args: [
              "--headless=new", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage",
              "--hide-scrollbars", `--user-data-dir=${profile}`,
            ],
          },
        },
      },
    });
    browser.url = `${root}/session/${session.sessionId}`;
    return browser;
  }

  async stop() {
    await call(this.url, "DELETE").catch(() => {});
    this.driver.kill();
    await once(this.driver, "exit");
  }

  post(path, body = {}) {
    return call(`${this.url}${path}`, "POST", body);
  }

  get(path) {
    return call(`${this.url}${path}`, "GET");
  }

  go(url) {
    return this.post("/url", { url });
  }

  address() {
    return this.get("/url");
  }

  // width and height of the page, whatever the window's frame.
  size(width, height) {
    return this.cdp("Emulation.setDeviceMetricsOverride", {
      width, height, deviceScaleFactor: 1, mobile: false,
    });
  }

  dark(is_dark) {
    const value = is_dark ? "dark" : "light";
    return this.cdp("Emulation.setEmulatedMedia", {
      features: [{ name: "prefers-color-scheme", value }],
    });
  }

  cdp(cmd, params = {}) {
    return this.post("/goog/cdp/execute", { cmd, params });
  }

  run(script, ...args) {
    return this.post("/execute/sync", { script, args });
  }

  // Waits until a script says true, ten seconds at most; what comes next tells
  // whether it did.
  async until(script) {
    for (let tries = 0; tries < 100 && !await this.run(script); tries++)
      await new Promise((resolve) => setTimeout(resolve, 100));
  }

  async find(selector) {
    const found = await this.post("/element", { using: "css selector", value: selector });
    return found[elementKey];
  }

  async type(selector, text) {
    await this.post(`/element/${await this.find(selector)}/value`, { text });
  }

  async click(selector) {
    await this.post(`/element/${await this.find(selector)}/click`);
  }

  // Keys to whatever has the focus.
  async press(...pressed) {
    const actions = pressed.flatMap((value) => [
      { type: "keyDown", value }, { type: "keyUp", value },
    ]);
    await this.post("/actions", { actions: [{ type: "key", id: "keys", actions }] });
  }

  // What the console said since the last time.
  log() {
    return this.post("/se/log", { type: "browser" });
  }

  // The whole page, as PNG.
  async shot() {
    const { data } = await this.cdp("Page.captureScreenshot", { captureBeyondViewport: false });
    return Buffer.from(data, "base64");
  }
}

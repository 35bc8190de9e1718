/** What a reload must not lose, kept by the tab itself; some webviews keep nothing. */

const PREFIX = "video-bank.";

export function recall(name: string): string | null {
  try {
    return sessionStorage.getItem(PREFIX + name);
  } catch {
    return null;
  }
}

export function keep(name: string, value: string): void {
  try {
    sessionStorage.setItem(PREFIX + name, value);
  } catch {
    // It then lasts as long as the page.
  }
}

/** The two languages of every page, and which one a browser starts with. */

export const LANGUAGES = ["zh-CN", "en"] as const;
export type Language = (typeof LANGUAGES)[number];

const KEPT_AS = "video-bank.language";

/** The person's own choice, else the browser's language where it is English, else Chinese. */
export function pickLanguage(kept: string | null, browser: readonly string[]): Language {
  const chosen = LANGUAGES.find((language) => language === kept);
  if (chosen !== undefined) return chosen;
  return browser[0]?.toLowerCase().startsWith("en") === true ? "en" : "zh-CN";
}

export function readLanguage(): Language {
  return pickLanguage(readKept(), navigator.languages);
}

export function keepLanguage(language: Language): void {
  try {
    localStorage.setItem(KEPT_AS, language);
  } catch {
    // Storage is off in some webviews: the choice then lasts as long as the page.
  }
}

function readKept(): string | null {
  try {
    return localStorage.getItem(KEPT_AS);
  } catch {
    return null;
  }
}

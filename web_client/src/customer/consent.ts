/** Which version of the consents' sentences a customer read. */

/** A new one for every change of the sentences, which a test holds to it. */
export const CONSENT_VERSION = "2026-11-28";

export function nameConsentText(language: string): string {
  return `${CONSENT_VERSION}.${language}`;
}

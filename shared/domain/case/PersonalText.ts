/**
 * What a person typed or what tells who a person is, part by part; the only shapes that may hold it.
 * The store seals each part under the case's own key, and `EraseCase` destroys key and parts.
 */
export type PersonalText =
  | {
      readonly type: 'intake';
      readonly externalId: string;
      readonly title: string;
      readonly content: string;
      readonly requester?:
        { readonly name?: string | undefined; readonly phone?: string | undefined } | undefined;
      readonly address?: string | undefined;
      /** Degrees in WGS-84, whatever system the source spoke. */
      readonly point?: { readonly lng: number; readonly lat: number } | undefined;
      /** Codes as the source wrote them, where the pack does not know them. */
      readonly unknownCodes?: Readonly<Record<string, string>> | undefined;
    }
  | { readonly type: 'note'; readonly of: string; readonly text: string };
